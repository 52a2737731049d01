//! The words of doubts about the implementation day, and about the effect of an event.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::mends::{SHIFTED, price_mend, times, unit_mend};
use super::phrases::{before, counts, grouped, some};

pub(super) fn covers(found: usize, held: usize, weight_pct: Option<f64>) -> String {
    format!(
        "prices of the implementation day are there of {} of {} held lines ({:.1}%{}): is the file of \
         another universe, or cut short, or are its tickers written in another way? (effective.complete = false \
         says that it is a part)",
        counts(found),
        counts(held),
        100.0 * found as f64 / held.max(1) as f64,
        weight_pct.map_or_else(String::new, |pct| format!(", {pct:.1}% of the weight"))
    )
}

pub(super) fn priced_after_leaving(
    file: &str,
    (lines, of): (usize, usize),
    as_of: NaiveDate,
    first: &[String],
) -> String {
    format!(
        "{file}: {} of {} lines that a merger or delisting takes away until {as_of} have a price on that day ({}): \
         are the actions those of this market, and their dates right?",
        counts(lines),
        counts(of),
        some(first, lines)
    )
}

pub(super) fn added_many(index: &str, (added, of): (usize, usize), most_pct: f64) -> String {
    let index =
        index.strip_prefix('R').map_or_else(|| index.to_owned(), |n| format!("the Russell {n}"));
    format!(
        "{} lines enter {index}, which had {} members: more than {most_pct}%, and more than in any June of 2021 to \
         2026: is the membership whole, and of this universe?",
        counts(added),
        counts(of)
    )
}

pub(super) fn prices_unmoved(
    (lines, of): (usize, usize),
    rank_day: NaiveDate,
    as_of: NaiveDate,
) -> String {
    format!(
        "{} of {} held lines have the same price on {rank_day} and on {as_of}: is one file given \
         for both days?",
        counts(lines),
        counts(of)
    )
}

pub(super) fn unit(
    (file, column): (&str, &str),
    (lines, of): (usize, usize),
    ratio: f64,
) -> String {
    format!(
        "{file}: {column} is {} that of the universe in the median of {} of {} lines: {}",
        times(ratio),
        counts(lines),
        counts(of),
        unit_mend(column, ratio)
    )
}

pub(super) fn caps_apart(file: &str, (lines, of): (usize, usize), first: &[String]) -> String {
    format!(
        "{file}: company_market_cap of {} of {} lines moves otherwise than the price, by more than twice ({}): \
         {SHIFTED}",
        counts(lines),
        counts(of),
        some(first, lines)
    )
}

/// `others` names further lines with the same doubt.
pub(super) fn price_alone(
    file: &str,
    symbol: &str,
    (price, now): (Decimal, Decimal),
    ratio: f64,
    others: &str,
) -> String {
    format!(
        "{file}: the price of {symbol} goes from ${price} to ${now} ({}) while its cap \
         stays{others}: {}",
        times(ratio),
        price_mend(ratio)
    )
}

pub(super) fn shares_alone(
    file: &str,
    symbol: &str,
    (shares, now): (Decimal, Decimal),
    others: &str,
) -> String {
    format!(
        "{file}: the shares of {symbol} go from {} to {} while its price stays{others}: one of the counts is \
         wrong, or in thousands",
        grouped(shares),
        grouped(now)
    )
}

/// `apart` gives the moves of price and cap, per cent, if they disagree; `is_backed` means that a cap
/// confirms the move of the price.
pub(super) fn returns_far(
    (symbol, return_pct): (&str, f64),
    apart: Option<(f64, f64)>,
    is_backed: bool,
    others: &str,
) -> String {
    let disagree = apart.map_or_else(String::new, |(price, cap)| {
        format!(
            " (its price by {price:+.1}% and its cap by {cap:+.1}%, so that one of them is of \
             other shares)"
        )
    });
    let mend = if is_backed {
        "its cap moves as its price does, so this is no split: if it is not true, correct both"
    } else {
        "a split, or a wrong price? Give its shares of that day too"
    };
    format!(
        "{symbol} moves by {return_pct:+.0}% from rank day to the implementation without an \
         action{disagree}{others}: {mend}"
    )
}

pub(super) fn returns_apart(
    (lines, of): (usize, usize),
    (from, to): (NaiveDate, NaiveDate),
    median_pct: f64,
    most_pct: f64,
) -> String {
    format!(
        "{} of {} held lines ({:.0}%, above {most_pct}%) move from {from} to {to} by half or more beside \
         the median of {median_pct:+.1}%: {}",
        counts(lines),
        counts(of),
        100.0 * lines as f64 / of.max(1) as f64,
        if lines * 2 > of {
            SHIFTED.to_owned()
        } else {
            format!("are the prices those of another season? Give the closes of {to}")
        }
    )
}

/// `event` names the event of a comparison, which has no membership of its own.
pub(super) fn index_deleted(
    event: Option<&str>,
    index: &str,
    (left, of): (usize, usize),
) -> String {
    format!(
        "{}{} of {} members of {index} leave it: {}",
        before(event),
        counts(left),
        counts(of),
        if event.is_some() {
            "are the panel's caps and labels of that date those of their lines, its tickers the same \
             from date to date, and members, if given, of this market?"
        } else {
            "is the membership of this universe, and held just before?"
        }
    )
}
