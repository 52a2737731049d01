//! The words of doubts about values, days and lines of a file.

use crate::remark::ValueDoubt;
use crate::report::remarks::mends::{OF_ONE_COLUMN, SHIFTED, also, price_mend, times, unit_mend};
use crate::report::remarks::phrases::{and_more, counts, some};
use crate::report::remarks::{columns, companies, members};
use crate::report::shown::usd;

/// A doubt in a sentence.
pub(super) fn doubt(doubt: &ValueDoubt) -> String {
    match doubt {
        ValueDoubt::AtMostOne { file, column, values, of, largest } if values == of => format!(
            "{file}: all {} values of {column} are at most 1 (the largest is {largest}): fractions? \
             This column is per cent; multiply it by 100",
            counts(*values)
        ),
        ValueDoubt::AtMostOne { file, column, values, of, .. } => format!(
            "{file}: {} of {} values of {column} are at most 1: fractions beside per cent? This column is per \
             cent; multiply those by 100",
            counts(*values),
            counts(*of)
        ),
        ValueDoubt::SharesFarFromCap { file, companies, of, median_ratio, first, swapped } => {
            companies::shares_far(file, (*companies, *of), *median_ratio, first, swapped.as_ref())
        }
        ValueDoubt::CapsDiffer { file, companies, of, median_ratio, within_pct } => format!(
            "{file}: price times shares_outstanding, over all lines, is not within {within_pct}% of \
             company_market_cap for {} of {} companies (in the median it is {median_ratio} times): caps \
             of another day, or shares that float for all shares?",
            counts(*companies),
            counts(*of)
        ),
        ValueDoubt::PricesHigh { lines, median, most } => format!(
            "the median price of {} lines is {}, above {}: {}? Write USD a share",
            counts(*lines),
            usd(*median),
            usd(*most),
            // A single expensive share may cost that much, but never half of a market.
            if *median > 1e5 {
                "are price and shares_outstanding swapped"
            } else {
                "prices in cents"
            }
        ),
        ValueDoubt::CountriesUnknown { lines, of } => format!(
            "nothing says of {} of {} lines where the company is (country, headquarters, incorporation): \
             foreign companies are told by their names at the most, and the others count as companies \
             of the US; give the column country, or facts (`rankday import edgar` makes some)",
            counts(*lines),
            counts(*of)
        ),
        ValueDoubt::VolumeAboveCap { lines, of } => format!(
            "adv_usd is above company_market_cap for {} of {} lines: are the two columns swapped, or \
             caps in thousands or millions?",
            counts(*lines),
            counts(*of)
        ),
        ValueDoubt::ClassesFarApart { companies, dear, dear_price, cheap, cheap_price, ratio } => {
            companies::far_apart(*companies, (dear, *dear_price), (cheap, *cheap_price), *ratio)
        }
        ValueDoubt::OneCompanyTwice { companies, name, first } => format!(
            "{} have one name, \"{name}\" the first, and one cap or price, and count as companies of \
             their own: give classes of one company the same issuer",
            some(first, *companies)
        ),
        ValueDoubt::UniverseOfAnotherDay { file, lines, of, stated, day } => format!(
            "{file}: {} of {} lines are of {stated} by their column as_of, and are taken for those of {day}: \
             give the file of {day}, or set as_of of this file in the scenario to {stated} if that is meant",
            counts(*lines),
            counts(*of)
        ),
        ValueDoubt::NameOfAnotherDay { file, stated, day } => format!(
            "{file} has the date {stated} in its name, and is taken for the closes of {day}: give the file of {day}, or set \
             as_of of this file in the scenario to {stated} if that is meant"
        ),
        ValueDoubt::FactsLater { facts, of, symbol, field, as_of, day } => format!(
            "{} of {} facts are of after {day} and are not used, {field} of {symbol} ({as_of}) first: \
             if they were known by then, give as_of the day from which they were",
            counts(*facts),
            counts(*of)
        ),
        ValueDoubt::UniverseShort { lines, members, matched } => format!(
            "the universe has {} lines, and {} of {} members are among them: is it a part of a universe? The \
             event needs every security that could be a member",
            counts(*lines),
            counts(*matched),
            counts(*members)
        ),
        ValueDoubt::UniverseLongBefore { as_of, rank_day, days, most_days } => format!(
            "the universe is of {as_of}, {days} days before rank day {rank_day} (more than {most_days}): caps, \
             prices and labels are those of that day; give the universe of rank day, or project from this one \
             (`rankday project`)"
        ),
        ValueDoubt::OneFileTwice { file, role, other } => format!(
            "{file} is given as {role} and as {other}, which are of different days: give the file of each day"
        ),
        ValueDoubt::MeanFarFromPrice { file, lines, of, median_ratio } => format!(
            "{file}: mean_close_30d is {} the price in the median, far from it for {} of {} lines: {}",
            times(*median_ratio),
            counts(*lines),
            counts(*of),
            unit_mend("mean_close_30d", *median_ratio)
        ),
        ValueDoubt::PriceFarFromMean { file, lines, symbol, price, mean, ratio, first } => format!(
            "{file}: the price of {symbol} is ${price} and the mean of its closes ${mean}{}: {}",
            also(first, *lines),
            if *lines > OF_ONE_COLUMN { SHIFTED.to_owned() } else { price_mend(*ratio) }
        ),
        ValueDoubt::VolumesSmall { file, lines, median_part } => {
            columns::volumes_small(file, *lines, *median_part)
        }
        ValueDoubt::VolumesDisagree { file, lines, median_ratio } => format!(
            "{file}: adv_usd is {} what volume_2y comes to a day, in the median of {} lines: are the two \
             columns swapped, or one in another unit? adv_usd is USD a day, volume_2y all shares traded \
             in two years",
            times(*median_ratio),
            counts(*lines)
        ),
        ValueDoubt::DaysFew { file, lines, of, median: 0..=3, .. } => format!(
            "{file}: trading_days_2y is 3 at most for most of {} lines ({} of {}): in years? Give the days \
             traded in two years, about 500",
            counts(*of),
            counts(*lines),
            counts(*of)
        ),
        ValueDoubt::DaysFew { file, lines, of, symbol, days, median } => format!(
            "{file}: {} of {} lines traded on hardly any day ({symbol} on {days}) though they are no new \
             listings, and the median is {median}: is trading_days_2y of other days there? Leave it empty \
             where it is not known",
            counts(*lines),
            counts(*of)
        ),
        ValueDoubt::FundAssetsSmall { file, index, usd, indexes, least } => {
            columns::fund_assets((file, index), *usd, *indexes, *least)
        }
        ValueDoubt::StatedCapsDiffer { companies, symbol, cap, other, other_cap } => {
            columns::stated_caps(*companies, (symbol, *cap), (other, *other_cap))
        }
        ValueDoubt::FactFar { facts, symbol, field, value, ratio } => format!(
            "the fact {field} = {value} of {symbol} is {} what the universe states{}: in thousands or millions? \
             Write single shares and USD",
            times(*ratio),
            if *facts > 1 {
                format!(" (so are {} more)", counts(facts - 1))
            } else {
                String::new()
            }
        ),
        ValueDoubt::IssuersNone { file, lines } => columns::issuers_none(file, *lines),
        ValueDoubt::ZerosOfLarge { file, column, companies, above, largest, zeros, first } => {
            columns::small_of_large((file, column), (*companies, *zeros), (*above, *largest), first)
        }
        ValueDoubt::TypesUnlikeNames { file, lines, of, first } => {
            columns::types_unlike_names(file, (*lines, *of), first)
        }
        ValueDoubt::Delaware { file, column, lines } => columns::delaware(file, column, *lines),
        ValueDoubt::FactsDisagree { facts, symbol, field, value, later, as_of } => format!(
            "{field} of {symbol} is {value} and {later} by two facts of {as_of}{}: the later row counts; take out the \
             one that is wrong, or date each by when it was known",
            and_more(facts - 1, "so are", "")
        ),
        ValueDoubt::CountriesDisagree { file, column, agree, of } => {
            columns::countries_disagree((file, column), (*agree, *of))
        }
        ValueDoubt::PricesLow { file, lines, median, least } => format!(
            "{file}: the median price of {} lines is ${median}, below ${least}: in hundreds, or in another currency? \
             Write USD a share; below a dollar, none is eligible",
            counts(*lines)
        ),
        ValueDoubt::VolumesUnlike { file, lines, correlation } => {
            columns::volumes_unlike(file, *lines, *correlation)
        }
        ValueDoubt::IssuersUnlike { file, companies, of, most, first } => {
            columns::issuers_unlike(file, (*companies, *of), *most, first)
        }
        ValueDoubt::ColumnAlike { file, column, value, lines } => {
            columns::alike(file, column, value, *lines)
        }
        ValueDoubt::FloatsApart { column, file, lines, of, symbol } => {
            columns::floats_apart((file, column), (*lines, *of), symbol)
        }
        ValueDoubt::FundamentalsFar { file, column, lines, median_part } => {
            columns::fundamentals((file, column), *lines, *median_part)
        }
        ValueDoubt::CutShort { file, last, members, of, first } => {
            members::cut_short((file, last), (*members, *of), first)
        }
        ValueDoubt::LinesTwice { file, companies, symbol, other } => format!(
            "{file}: {symbol} and {other} are lines of one company with the same price and number of shares{}, \
             and their shares are added up: one line twice, under two tickers? Take one of them out, or give \
             each its own shares",
            and_more(companies - 1, "so have", " companies")
        ),
        ValueDoubt::HavensAsHeadquarters { file, headquarters, of, incorporated } => {
            columns::havens(file, (*headquarters, *of), *incorporated)
        }
        ValueDoubt::ExchangeUnit { file, column, exchange, lines, ratio } => {
            columns::exchange_unit((file, column), exchange, *lines, *ratio)
        }
        ValueDoubt::VolumesInShares { file, lines, power } => {
            columns::in_shares(file, *lines, *power)
        }
        ValueDoubt::TickersUnmatched { what, matched, of, first } => format!(
            "{} of {} {what} have the ticker of a line (without one: {}): are they of another market, or are tickers written in another way?",
            counts(*matched),
            counts(*of),
            first.join(", ")
        ),
    }
}
