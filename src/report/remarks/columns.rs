//! The words of doubts about whole columns of a file.

use rust_decimal::Decimal;

use super::mends::times;
use super::phrases::{and_more, counts, dollars, shown, some};
use crate::report::shown::usd;

/// The minimum part of a company's cap that usually trades in a day.
const USUAL_PART: f64 = 1e-4;

/// Maximum number of listed share classes that a company plausibly has.
const MOST_CLASSES: usize = 10;

/// Labels that match fewer lines than this, per cent, are probably from another market.
const OF_ANOTHER_MARKET_PCT: usize = 10;

pub(super) fn labels_partial(
    (labelled, of): (usize, usize),
    first: &[String],
    least_pct: f64,
) -> String {
    let looks = if labelled * 100 < of * OF_ANOTHER_MARKET_PCT {
        "are the labels of another market, or are tickers written in another way?"
    } else {
        "the others count as common shares of US companies, each of its own; are the labels a part of a file, \
         or of one day alone? Give labels of every line, of several days where lines come and go"
    };
    format!(
        "{} of {} lines of the panel have a label, below {least_pct}% (without one: {}): {looks}",
        counts(labelled),
        counts(of),
        some(first, of - labelled)
    )
}

pub(super) fn issuers_none(file: &str, lines: usize) -> String {
    format!(
        "{file}: no two of {} lines are of one company: is the column issuer empty, or of lines rather than \
         companies? Classes of a company count with its whole cap: give them the same issuer",
        counts(lines)
    )
}

pub(super) fn small_of_large(
    (file, column): (&str, &str),
    (companies, lines): (usize, usize),
    (above, largest): (f64, Decimal),
    first: &[String],
) -> String {
    let (is, looks) = if largest.is_zero() {
        (
            "0",
            "is 0 written where nothing is known? Leave such cells empty: 0 says that none is available, and \
             keeps a company out",
        )
    } else {
        ("at most 1", "fractions beside per cent? This column is per cent; multiply those by 100")
    };
    format!(
        "{file}: {column} is {is} of {} companies of more than {} ({}), and on {} lines in all: {looks}",
        counts(companies),
        usd(above),
        some(first, companies),
        counts(lines)
    )
}

pub(super) fn issuers_unlike(
    file: &str,
    (companies, of): (usize, usize),
    most: usize,
    first: &[String],
) -> String {
    let looks = if most > MOST_CLASSES {
        "does it hold sectors, countries or funds?"
    } else {
        "is it shifted by a row, or sorted by itself?"
    };
    format!(
        "{file}: the column issuer makes one company of lines with unlike names ({}), in {} of the {} companies \
         that have several lines: {looks} Give all lines of a company, and no others, the same issuer (its name or \
         a number such as the CIK)",
        some(first, companies),
        counts(companies),
        counts(of)
    )
}

pub(super) fn types_unlike_names(
    file: &str,
    (lines, of): (usize, usize),
    first: &[String],
) -> String {
    format!(
        "{file}: {} of {} lines that are warrants, units, preferred or depositary shares and the like by ticker or \
         name have the security_type of common shares ({}): is the column shifted by a row, or another line's? Give \
         each line its own",
        counts(lines),
        counts(of),
        some(first, lines)
    )
}

pub(super) fn countries_disagree(
    (file, column): (&str, &str),
    (agree, of): (usize, usize),
) -> String {
    format!(
        "{file}: headquarters and {column} name the same country for {} of {} lines with foreign headquarters, and for \
         most they do: is one of the columns shifted by a row, sorted by itself, or another column? Give each line its own",
        counts(agree),
        counts(of)
    )
}

pub(super) fn delaware(file: &str, column: &str, lines: usize) -> String {
    format!(
        "{file}: {column} is DE in {} rows, which is Germany: is Delaware meant? Write countries, US for any of its \
         states",
        counts(lines)
    )
}

pub(super) fn volumes_unlike(file: &str, lines: usize, correlation: f64) -> String {
    format!(
        "{file}: adv_usd does not go with the caps of companies (a correlation of {correlation:.2} over {} lines; \
         that of a market is about 0.8): is the column shifted by a row, or sorted by itself? Give each line its own",
        counts(lines)
    )
}

pub(super) fn alike(file: &str, column: &str, value: &str, lines: usize) -> String {
    let looks = match column {
        "exchange" => "the default of a vendor, or one exchange of several? Give that of each line",
        "free_float_pct"
        | "index_float_pct"
        | "unrestricted_votes_pct"
        | "index_shares"
        | "price"
        | "adv_usd"
        | "volume_2y" => {
            "a default where nothing is known? Give that of each line, or leave it empty"
        }
        "listing_date" => {
            "the first day of a file, or a default? Give that of each line, or leave it empty"
        }
        _ => {
            "the country of the exchange, not of the company? Give that of each company, or leave it empty \
             (plausibility.drops_some = false where foreign companies were left out before)"
        }
    };
    let verb = if column.contains(", ") { "are" } else { "is" };
    format!("{file}: {column} {verb} {value} on all {} rows that have one: {looks}", counts(lines))
}

pub(super) fn floats_apart(
    (file, column): (&str, &str),
    (lines, of): (usize, usize),
    symbol: &str,
) -> String {
    format!(
        "{file}: {column} is more than 25 points from the universe's free_float_pct for {} of {} lines \
         ({symbol} first): is one of the columns shifted by a row, sorted by itself, or what is not free?",
        counts(lines),
        counts(of)
    )
}

pub(super) fn fundamentals((file, column): (&str, &str), lines: usize, part: f64) -> String {
    let (what, looks) = if part < 1e-2 {
        (
            "next to nothing",
            "in thousands or millions, or of a share? Write USD of the whole company",
        )
    } else {
        ("very much", "in another currency, or multiplied twice? Write USD of the whole company")
    };
    format!(
        "{file}: {column} is {part:e} of the company's cap in the median of {} lines, which is {what}: {looks}",
        counts(lines)
    )
}

pub(super) fn havens(
    file: &str,
    (headquarters, of): (usize, usize),
    incorporated: usize,
) -> String {
    format!(
        "{file}: {} of {} headquarters are in countries where companies are incorporated for its benefits, such \
         as KY or BM, and {} companies are incorporated there: are headquarters and incorporation swapped?",
        counts(headquarters),
        counts(of),
        counts(incorporated)
    )
}

pub(super) fn exchange_unit(
    (file, column): (&str, &str),
    exchange: &str,
    lines: usize,
    ratio: f64,
) -> String {
    let over = if column.ends_with("market_cap") { ", over the price," } else { "" };
    // Medians of exchanges differ by a factor even without an error, so the bound lies between 1,000 and
    // 1,000,000.
    let unit = if ratio < 1.0 / 3e4 {
        "in millions: multiply by 1,000,000"
    } else if ratio < 1.0 {
        "in thousands: multiply by 1,000"
    } else {
        "are the others in thousands or millions"
    };
    format!(
        "{file}: {column}{over} of the {} lines of {exchange} is {} that of the other exchanges in the median: \
         {unit}?",
        counts(lines),
        times(ratio)
    )
}

pub(super) fn in_shares(file: &str, lines: usize, power: f64) -> String {
    format!(
        "{file}: adv_usd over the company's cap falls with the price of a share (to the power -{power:.2} over \
         {} lines; dollar volumes hardly do): is it in shares? It is USD a day; multiply by the price",
        counts(lines)
    )
}

pub(super) fn volumes_small(file: &str, lines: usize, median_part: f64) -> String {
    format!(
        "{file}: adv_usd is {median_part:e} of the company's cap in the median of {} lines, and some \
         thousandths is usual: {}? It is USD a day",
        counts(lines),
        if median_part * 1e3 > USUAL_PART {
            "in thousands: multiply by 1,000"
        } else {
            "in millions: multiply by 1,000,000"
        }
    )
}

pub(super) fn drops_none(screen: &str, of: usize) -> String {
    let taken_for = match screen {
        "share_type" => "common shares",
        "structure" => "ordinary companies",
        _ => "companies of the country of the indexes",
    };
    format!(
        "the screen {screen} drops none of {} lines: all are taken for {taken_for}, and of no whole \
         market they are; is the column that it looks at empty, or the same on every row? \
         (plausibility.drops_some = false where others were left out before)",
        counts(of)
    )
}

pub(super) fn fund_assets(
    (file, index): (&str, &str),
    assets: Decimal,
    indexes: usize,
    least: f64,
) -> String {
    let others = and_more(indexes - 1, "so are those of", " indexes");
    let mend = if shown(assets) < 1e4 {
        "in billions: multiply by 1,000,000,000"
    } else {
        "in millions: multiply by 1,000,000"
    };
    format!(
        "{file}: the assets of all funds on {index} are ${}, below {}{others}: {mend}? Assets are USD",
        assets.normalize(),
        usd(least)
    )
}

pub(super) fn stated_caps(
    companies: usize,
    (symbol, cap): (&str, Decimal),
    (other, other_cap): (&str, Decimal),
) -> String {
    let others = match companies - 1 {
        0 => String::new(),
        more => format!(" (so do lines of {} more companies)", counts(more)),
    };
    format!(
        "{symbol} states a company_market_cap of {} and {other}, of the same company, one of \
         {}{others}: company_market_cap is the cap of the whole company; write the same on each of \
         its lines, or correct the issuer",
        dollars(cap),
        dollars(other_cap)
    )
}
