//! The words of doubts: what looks wrong, and the likely remedy.

use super::mends::{OF_ONE_COLUMN, SHIFTED, also, price_mend, times, unit_mend};
use super::phrases::{and_more, before, counts, dollars, grouped, shown, some};
use super::{columns, companies, event, members, panels};
use crate::remark::Doubt;
use crate::report::shown::usd;

/// A doubt in a sentence.
#[expect(clippy::too_many_lines, reason = "one line for each doubt, all in one place")]
pub(super) fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::AtMostOne { file, column, values, of, largest } if values == of => format!(
            "{file}: all {} values of {column} are at most 1 (the largest is {largest}): fractions? \
             This column is per cent; multiply it by 100",
            counts(*values)
        ),
        Doubt::AtMostOne { file, column, values, of, .. } => format!(
            "{file}: {} of {} values of {column} are at most 1: fractions beside per cent? This column is per \
             cent; multiply those by 100",
            counts(*values),
            counts(*of)
        ),
        Doubt::SharesFarFromCap { file, companies, of, median_ratio, first, swapped } => {
            companies::shares_far(file, (*companies, *of), *median_ratio, first, swapped.as_ref())
        }
        Doubt::CapsDiffer { file, companies, of, median_ratio, within_pct } => format!(
            "{file}: price times shares_outstanding, over all lines, is not within {within_pct}% of \
             company_market_cap for {} of {} companies (in the median it is {median_ratio} times): caps \
             of another day, or shares that float for all shares?",
            counts(*companies),
            counts(*of)
        ),
        Doubt::PricesHigh { lines, median, most } => format!(
            "the median price of {} lines is {}, above {}: {}? Write USD a share",
            counts(*lines),
            usd(*median),
            usd(*most),
            // A share that is dear costs as much, and half of a market never.
            if *median > 1e5 {
                "are price and shares_outstanding swapped"
            } else {
                "prices in cents"
            }
        ),
        Doubt::CountriesUnknown { lines, of } => format!(
            "nothing says of {} of {} lines where the company is (country, headquarters, incorporation): \
             foreign companies are told by their names at the most, and the others count as companies \
             of the US; give the column country, or facts (`rankday import edgar` makes some)",
            counts(*lines),
            counts(*of)
        ),
        Doubt::PricesUnmoved { lines, of, rank_day, as_of } => {
            event::prices_unmoved((*lines, *of), *rank_day, *as_of)
        }
        Doubt::VolumeAboveCap { lines, of } => format!(
            "adv_usd is above company_market_cap for {} of {} lines: are the two columns swapped, or \
             caps in thousands or millions?",
            counts(*lines),
            counts(*of)
        ),
        Doubt::ClassesFarApart { companies, dear, dear_price, cheap, cheap_price, ratio } => {
            companies::far_apart(*companies, (dear, *dear_price), (cheap, *cheap_price), *ratio)
        }
        Doubt::OneCompanyTwice { companies, name, first } => format!(
            "{} have one name, \"{name}\" the first, and one cap or price, and count as companies of \
             their own: give classes of one company the same issuer",
            some(first, *companies)
        ),
        Doubt::UniverseOfAnotherDay { file, lines, of, stated, day } => format!(
            "{file}: {} of {} lines are of {stated} by their column as_of, and are taken for those of {day}: \
             give the file of {day}, or set as_of of this file in the scenario to {stated} if that is meant",
            counts(*lines),
            counts(*of)
        ),
        Doubt::FactsLater { facts, of, symbol, field, as_of, day } => format!(
            "{} of {} facts are of after {day} and are not used, {field} of {symbol} ({as_of}) first: \
             if they were known by then, give as_of the day from which they were",
            counts(*facts),
            counts(*of)
        ),
        Doubt::FewNames { index, file, listed, of } => format!(
            "{file} has {} members of {index}, which has about {}: a part of a list, or of another \
             index?",
            counts(*listed),
            counts(*of)
        ),
        Doubt::HeldBeforeReconstitution { members, of, held_on, reconstitution } => {
            members::held_before((*members, *of), *held_on, *reconstitution)
        }
        Doubt::HeldLongBefore { members, of, held_on, rank_day, days, most_days } => format!(
            "{} of {} members were held on {held_on}, {days} days before rank day {rank_day} (more than \
             {most_days}): who has joined or left since is not in it; give the membership of the eve of the \
             event, or of rank day",
            counts(*members),
            counts(*of)
        ),
        Doubt::UniverseShort { lines, members, matched } => format!(
            "the universe has {} lines, and {} of {} members are among them: is it a part of a universe? The \
             event needs every security that could be a member",
            counts(*lines),
            counts(*matched),
            counts(*members)
        ),
        Doubt::HeldAfterReconstitution { members, of, held_on, implementation } => format!(
            "{} of {} members are of a list of {held_on}, after the reconstitution of {implementation} that \
             this universe is for: who moves has moved in it already; give the members of before it",
            counts(*members),
            counts(*of)
        ),
        Doubt::UniverseLongBefore { as_of, rank_day, days, most_days } => format!(
            "the universe is of {as_of}, {days} days before rank day {rank_day} (more than {most_days}): caps, \
             prices and labels are those of that day; give the universe of rank day, or project from this one \
             (`rankday project`)"
        ),
        Doubt::MembersUnmatched { matched, of, first, written, meant } => {
            members::unmatched((*matched, *of), first, written.as_ref().zip(meant.as_ref()))
        }
        Doubt::NoneLargeEnough { companies, symbol, largest, minimum } => format!(
            "none of {} companies reaches the smallest eligible cap of {} (the largest is {symbol}, \
             {}): caps or shares in thousands or millions? Write USD and single shares",
            counts(*companies),
            dollars(*minimum),
            dollars(*largest)
        ),
        Doubt::LargestCap { symbol, largest, least, most } => {
            let cap = dollars(*largest);
            let is_small = shown(*largest) < *least;
            let (side, limit, looks) = if is_small {
                ("below", usd(*least), "in thousands or millions")
            } else {
                ("above", usd(*most), "in cents, or multiplied twice")
            };
            format!(
                "the largest company cap is {cap} ({symbol}), {side} {limit}: caps, prices or shares \
                 {looks}? Write USD and single shares"
            )
        }
        Doubt::WrongSide { members, of } => format!(
            "{} of {} members have a cap far on the other side of the Russell 1000's break: are the \
             segments (or two columns, such as cap and volume) swapped?",
            counts(*members),
            counts(*of)
        ),
        Doubt::ScreenDrops { screen, columns, dropped, of, most_pct } => format!(
            "the screen {screen} drops {} of {} lines ({:.1}%), and at most {most_pct}% are plausible: check \
             {columns} (eligibility.csv names every line)",
            counts(*dropped),
            counts(*of),
            100.0 * *dropped as f64 / (*of).max(1) as f64
        ),
        Doubt::MembersWithoutCap { members, of, column, empty, first } => {
            members::without_cap((*members, *of), (column, *empty), first)
        }
        Doubt::IndexSharesAbove { members, symbol, index_shares, shares, first } => format!(
            "{symbol} has {} index_shares and only {} shares_outstanding{}: one of them is wrong, or of before a \
             split",
            grouped(*index_shares),
            grouped(*shares),
            also(first, *members)
        ),
        Doubt::SharesAlone { file, lines, symbol, shares, now, first } => {
            event::shares_alone(file, symbol, (*shares, *now), &also(first, *lines))
        }
        Doubt::OneFileTwice { file, role, other } => format!(
            "{file} is given as {role} and as {other}, which are of different days: give the file of each day"
        ),
        Doubt::FewEligible { companies, of, least } => format!(
            "{} of {} companies are eligible, fewer than {}: are lines missing from the universe, or \
             does a screen drop too many (waterfall.csv)?",
            counts(*companies),
            counts(*of),
            counts(*least)
        ),
        Doubt::NobodyNearBreak { name, cap, within_pct } => format!(
            "no other company is within {within_pct}% of the break {name} at {}: are lines missing, or \
             caps in different units?",
            dollars(*cap)
        ),
        Doubt::EffectiveCovers { found, held, weight_pct } => {
            event::covers(*found, *held, *weight_pct)
        }
        Doubt::ReturnsFar {
            lines,
            symbol,
            return_pct,
            price_pct,
            cap_pct,
            is_backed,
            first,
            ..
        } => {
            let apart = price_pct.zip(*cap_pct);
            let others = also(first, *lines);
            event::returns_far((symbol, *return_pct), apart, *is_backed, &others)
        }
        Doubt::EffectiveUnit { file, column, lines, of, median_ratio } => {
            event::unit((file, column), (*lines, *of), *median_ratio)
        }
        Doubt::PriceAgainstCap { file, lines, symbol, price, now, ratio, first } => {
            event::price_alone(file, symbol, (*price, *now), *ratio, &also(first, *lines))
        }
        Doubt::MeanFarFromPrice { file, lines, of, median_ratio } => format!(
            "{file}: mean_close_30d is {} the price in the median, far from it for {} of {} lines: {}",
            times(*median_ratio),
            counts(*lines),
            counts(*of),
            unit_mend("mean_close_30d", *median_ratio)
        ),
        Doubt::PriceFarFromMean { file, lines, symbol, price, mean, ratio, first } => format!(
            "{file}: the price of {symbol} is ${price} and the mean of its closes ${mean}{}: {}",
            also(first, *lines),
            if *lines > OF_ONE_COLUMN { SHIFTED.to_owned() } else { price_mend(*ratio) }
        ),
        Doubt::VolumesSmall { file, lines, median_part } => {
            columns::volumes_small(file, *lines, *median_part)
        }
        Doubt::VolumesDisagree { file, lines, median_ratio } => format!(
            "{file}: adv_usd is {} what volume_2y comes to a day, in the median of {} lines: are the two \
             columns swapped, or one in another unit? adv_usd is USD a day, volume_2y all shares traded \
             in two years",
            times(*median_ratio),
            counts(*lines)
        ),
        Doubt::DaysFew { file, lines, of, median: 0..=3, .. } => format!(
            "{file}: trading_days_2y is 3 at most for most of {} lines ({} of {}): in years? Give the days \
             traded in two years, about 500",
            counts(*of),
            counts(*lines),
            counts(*of)
        ),
        Doubt::DaysFew { file, lines, of, symbol, days, median } => format!(
            "{file}: {} of {} lines traded on hardly any day ({symbol} on {days}) though they are no new \
             listings, and the median is {median}: is trading_days_2y of other days there? Leave it empty \
             where it is not known",
            counts(*lines),
            counts(*of)
        ),
        Doubt::FundAssetsSmall { file, index, usd, indexes, least } => {
            columns::fund_assets((file, index), *usd, *indexes, *least)
        }
        Doubt::PanelReturnsFar { returns, of, most_pct } => {
            panels::returns_far((*returns, *of), *most_pct)
        }
        Doubt::PanelReturnsGross { returns, of, median } => {
            panels::returns_gross((*returns, *of), *median)
        }
        Doubt::PanelDayRepeated { file, before, lines, of } => {
            panels::day_repeated(file, *before, (*lines, *of))
        }
        Doubt::PanelReturnsDiffer { file, returns, of } => {
            panels::returns_differ(file, (*returns, *of))
        }
        Doubt::PanelCapsRepaired { file, caps, of, day, lines, of_day } => {
            panels::repaired(file, (*caps, *of), *day, (*lines, *of_day))
        }
        Doubt::PanelReturnFar { returns, symbol, return_pct } => {
            panels::return_far(*returns, symbol, *return_pct)
        }
        Doubt::PanelReturnAgainstCap { returns, symbol, return_pct, cap_pct } => {
            panels::return_against_cap(*returns, symbol, *return_pct, *cap_pct)
        }
        Doubt::IndexDeleted { index, event, left, of } => {
            event::index_deleted(event.as_deref(), index, (*left, *of))
        }
        Doubt::ScreenDropsNone { screen, of } => columns::drops_none(screen, *of),
        Doubt::IndexWithoutMembers { index, others } => format!(
            "no member of {index} is given, and {} of other indexes: {index} is formed anew, and \
             additions, moves and turnover of it mean nothing; give a list of it too, or the right segments",
            counts(*others)
        ),
        Doubt::ListsOverlap { entries, of, symbols } => format!(
            "{} of {} entries of the smaller list are in both the list of the Russell 1000 and that of the \
             Russell 2000 ({}): no line is in both, so is one of them the list of another index?",
            counts(*entries),
            counts(*of),
            some(symbols, *entries)
        ),
        Doubt::IndexSharesFar { members, of, median_ratio, column } => format!(
            "{column} is far from shares_outstanding for {} of {} members (it is {median_ratio} times in \
             the median): thousands or millions? Write single shares in both files",
            counts(*members),
            counts(*of)
        ),
        Doubt::StatedCapsDiffer { companies, symbol, cap, other, other_cap } => {
            columns::stated_caps(*companies, (symbol, *cap), (other, *other_cap))
        }
        Doubt::MembersOutByInference { screen, members, of, first } => {
            members::out_by_inference(screen, (*members, *of), first)
        }
        Doubt::LargeTooSmall { members, of, symbol, cap, first } => format!(
            "{} of {} members of the Russell 1000 have caps below the smallest eligible one ({symbol}: {}{}): a \
             part of the caps in thousands or millions, or in another column? Write USD",
            counts(*members),
            counts(*of),
            dollars(*cap),
            also(first, *members)
        ),
        Doubt::NoCaps { companies } => format!(
            "none of {} companies has a cap that is known, and the indexes are empty: are caps or shares in a \
             column of another name, or in another currency than USD?",
            counts(*companies)
        ),
        Doubt::FactFar { facts, symbol, field, value, ratio } => format!(
            "the fact {field} = {value} of {symbol} is {} what the universe states{}: in thousands or millions? \
             Write single shares and USD",
            times(*ratio),
            if *facts > 1 {
                format!(" (so are {} more)", counts(facts - 1))
            } else {
                String::new()
            }
        ),
        Doubt::PanelCountriesUnknown { lines } => panels::countries_unknown(*lines),
        Doubt::LabelsPartial { labelled, of, first, least_pct } => {
            columns::labels_partial((*labelled, *of), first, *least_pct)
        }
        Doubt::IssuersNone { file, lines } => columns::issuers_none(file, *lines),
        Doubt::ZerosOfLarge { file, column, companies, above, largest, zeros, first } => {
            columns::small_of_large((file, column), (*companies, *zeros), (*above, *largest), first)
        }
        Doubt::TypesUnlikeNames { file, lines, of, first } => {
            columns::types_unlike_names(file, (*lines, *of), first)
        }
        Doubt::Delaware { file, column, lines } => columns::delaware(file, column, *lines),
        Doubt::MembersOut { screen, columns, members, of, first } => {
            members::out((screen, columns), (*members, *of), first)
        }
        Doubt::FactsDisagree { facts, symbol, field, value, later, as_of } => format!(
            "{field} of {symbol} is {value} and {later} by two facts of {as_of}{}: the later row counts; take out the \
             one that is wrong, or date each by when it was known",
            and_more(facts - 1, "so are", "")
        ),
        Doubt::CountriesDisagree { file, column, agree, of } => {
            columns::countries_disagree((file, column), (*agree, *of))
        }
        Doubt::PanelGap { file, from, to, usual, gaps } => {
            panels::gap(file, (*from, *to), *usual, *gaps)
        }
        Doubt::LargeMissing { members, of, first } => {
            members::large_missing((*members, *of), first)
        }
        Doubt::PricesLow { file, lines, median, least } => format!(
            "{file}: the median price of {} lines is ${median}, below ${least}: in hundreds, or in another currency? \
             Write USD a share; below a dollar, none is eligible",
            counts(*lines)
        ),
        Doubt::PricedAfterLeaving { file, lines, of, as_of, first } => {
            event::priced_after_leaving(file, (*lines, *of), *as_of, first)
        }
        Doubt::PanelOfSurvivors { file, gone, of, from, to } => {
            panels::survivors(file, (*gone, *of), *from, *to)
        }
        Doubt::PanelDayApart { file, returns, of, dates } => {
            panels::day_apart(file, (*returns, *of), *dates)
        }
        Doubt::VolumesUnlike { file, lines, correlation } => {
            columns::volumes_unlike(file, *lines, *correlation)
        }
        Doubt::EffectiveCapsApart { file, lines, of, first } => {
            event::caps_apart(file, (*lines, *of), first)
        }
        Doubt::PanelReturnsPartial { file, returns, of, day, of_day } => format!(
            "{file}: {} of {} returns are not those of price and cap, which agree with each other, by two points or \
             more (most on {day}: {}): do they leave days out? Holdings follow returns, and the next update of \
             shares takes them to the caps, as if shares had changed",
            counts(*returns),
            counts(*of),
            counts(*of_day)
        ),
        Doubt::RuleSmall { key, value, usual } => {
            let unit = if key.contains("_pct") {
                "a fraction? It is in per cent"
            } else if key.ends_with("_points") || key.contains(".breaks.") {
                "a fraction? It is in points of per cent"
            } else {
                "in thousands or millions? It is in USD"
            };
            format!("{key} is {value}, and the rule book has {usual}: is it {unit}")
        }
        Doubt::PanelReturnsForm { file, form, returns, of } => {
            panels::returns_form(file, *form, (*returns, *of))
        }
        Doubt::DatesWithoutSession { file, before, dates } => format!(
            "{file}: the exchanges were closed on this day{}: if it is the close of {before}, date it so; events of the \
             days between fall on the close before",
            and_more(*dates - 1, "and on", " dates")
        ),
        Doubt::DateThin { file, lines, beside, dates } => {
            panels::date_thin(file, (*lines, *beside), *dates)
        }
        Doubt::IssuersUnlike { file, companies, of, most, first } => {
            columns::issuers_unlike(file, (*companies, *of), *most, first)
        }
        Doubt::ColumnAlike { file, column, value, lines } => {
            columns::alike(file, column, value, *lines)
        }
        Doubt::FloatsApart { column, file, lines, of, symbol } => {
            columns::floats_apart((file, column), (*lines, *of), symbol)
        }
        Doubt::FundamentalsFar { file, column, lines, median_part } => {
            columns::fundamentals((file, column), *lines, *median_part)
        }
        Doubt::CutShort { file, last, members, of, first } => {
            members::cut_short((file, last), (*members, *of), first)
        }
        Doubt::LinesTwice { file, companies, symbol, other } => format!(
            "{file}: {symbol} and {other} are lines of one company with the same price and number of shares{}, \
             and their shares are added up: one line twice, under two tickers? Take one of them out, or give \
             each its own shares",
            and_more(companies - 1, "so have", " companies")
        ),
        Doubt::MembersListedLater { members, of, first } => {
            members::listed_later((*members, *of), first)
        }
        Doubt::AddedMany { index, added, of, most_pct } => {
            event::added_many(index, (*added, *of), *most_pct)
        }
        Doubt::HavensAsHeadquarters { file, headquarters, of, incorporated } => {
            columns::havens(file, (*headquarters, *of), *incorporated)
        }
        Doubt::ExchangeUnit { file, column, exchange, lines, ratio } => {
            columns::exchange_unit((file, column), exchange, *lines, *ratio)
        }
        Doubt::VolumesInShares { file, lines, power } => columns::in_shares(file, *lines, *power),
        Doubt::TickersUnmatched { what, matched, of, first } => format!(
            "{} of {} {what} have the ticker of a line (without one: {}): are they of another market, or are tickers written in another way?",
            counts(*matched),
            counts(*of),
            first.join(", ")
        ),
        Doubt::PanelReturnsNone { returns, quotes } => panels::returns_none(*returns, *quotes),
        Doubt::DaysTogether { event, schedule, close, others } => format!(
            "{event} of {schedule} is ranked and takes effect on one close, {close}{}: closes of the weeks \
             between are missing from the panel",
            and_more(*others, "so do", " events")
        ),
        Doubt::RankDayUnknown { what, event, schedule, close, unknown, of, others } => format!(
            "{event} of {schedule} is ranked at the close of {close}, on which {} of {} lines have no {what} that had one on \
             the close before{}: members among them keep their places, others are left out; fill the panel, or move the \
             rank day",
            counts(*unknown),
            counts(*of),
            and_more(*others, "so do", " events")
        ),
        Doubt::NobodyEligible { event, others } => format!(
            "{event}: no company is eligible, and the indexes are empty{}: are caps and prices known on rank \
             day, and exchanges and labels right?",
            and_more(*others, "at", " events")
        ),
        Doubt::MovesFew { leave, moved, of, pct, least_pct } => {
            members::moves_few((*leave, *moved, *of), *pct, *least_pct)
        }
        Doubt::ReturnsApart { lines, of, median_pct, from, to, most_pct } => {
            event::returns_apart((*lines, *of), (*from, *to), *median_pct, *most_pct)
        }
        Doubt::MembershipTurnoverHigh { index, event, pct, most_pct } => format!(
            "{}membership turnover of {index} is {pct:.1}%, above {most_pct}%: more enters or leaves than \
             it was worth; is the membership whole, and of this index?",
            before(event.as_deref())
        ),
        Doubt::TurnoverHigh { index, event, one_way_pct, most_pct } => format!(
            "{}one-way turnover of {index} is {one_way_pct:.1}%, above {most_pct}%: is the membership \
             of this universe, and are its shares and floats in the right units?",
            before(event.as_deref())
        ),
    }
}
