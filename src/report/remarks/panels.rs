//! The words of doubts about panels of many dates.

use chrono::NaiveDate;

use super::phrases::{and_more, counts};
use crate::remark::ReturnForm;

pub(super) fn day_repeated(file: &str, before: NaiveDate, (lines, of): (usize, usize)) -> String {
    format!(
        "{file}: {} of {} lines have the price that they had on {before}: is one day there under two dates? \
         Give the closes of each",
        counts(lines),
        counts(of)
    )
}

pub(super) fn returns_differ(file: &str, (returns, of): (usize, usize)) -> String {
    format!(
        "{file}: {} of {} returns are not those of the prices, by two points or more: is price_return that of \
         another period, or one of the columns shifted or sorted by itself? It is the return of the line since \
         the date before",
        counts(returns),
        counts(of)
    )
}

pub(super) fn repaired(
    file: &str,
    (caps, of): (usize, usize),
    day: NaiveDate,
    (lines, of_day): (usize, usize),
) -> String {
    format!(
        "{file}: {} of {} caps do not go on from the date before, and were computed from earlier share counts, \
         most on {day} ({} of {} lines): are caps of that date in another unit, or of other lines?",
        counts(caps),
        counts(of),
        counts(lines),
        counts(of_day)
    )
}

pub(super) fn date_thin(file: &str, (lines, beside): (usize, usize), dates: usize) -> String {
    let others = and_more(dates - 1, "so it is on", " dates");
    format!(
        "{file}: the date has {} lines, and those beside it {} at least{others}: is a part of the file missing? A \
         line that is not there counts as not listed",
        counts(lines),
        counts(beside)
    )
}

pub(super) fn returns_far((returns, of): (usize, usize), most_pct: f64) -> String {
    format!(
        "{} of {} returns of the panel are beyond {most_pct}%: per cent? price_return is a fraction, 0.05 for 5%",
        counts(returns),
        counts(of)
    )
}

pub(super) fn gap(
    file: &str,
    (from, to): (NaiveDate, NaiveDate),
    usual: f64,
    gaps: usize,
) -> String {
    let others = and_more(gaps - 1, "so do", " pairs");
    format!(
        "{file}: {from} and {to} lie {} days apart and other dates {usual}{others}: is a date between them missing? \
         Events that fall between them take effect on the last close before",
        (to - from).num_days()
    )
}

pub(super) fn survivors(
    file: &str,
    (gone, of): (usize, usize),
    from: NaiveDate,
    to: NaiveDate,
) -> String {
    format!(
        "{file}: {} of {} lines of {from} are gone by {to}, and 3 to 8% a year is usual: does it hold survivors alone? \
         Give the rows of lines that were taken over or delisted until they left",
        counts(gone),
        counts(of)
    )
}

pub(super) fn day_apart(file: &str, (returns, of): (usize, usize), dates: usize) -> String {
    let others = and_more(dates - 1, "so it is on", " dates");
    format!(
        "{file}: {} of {} prices do not go on from the date before by their returns{others}: are the prices from that \
         date on in another unit, or is one date of another time?",
        counts(returns),
        counts(of)
    )
}

pub(super) fn returns_form(file: &str, form: ReturnForm, (returns, of): (usize, usize)) -> String {
    let (are, mend) = match form {
        ReturnForm::Log => ("the logarithms of those of the prices", "exp(x) - 1 of each"),
        ReturnForm::Negated => ("those of the prices with the opposite sign", "each times -1"),
    };
    format!(
        "{file}: {} of {} returns of 10% or more are {are}: price_return is the price over that of the date before, \
         less 1; write {mend}",
        counts(returns),
        counts(of)
    )
}

pub(super) fn returns_gross((returns, of): (usize, usize), median: f64) -> String {
    format!(
        "the returns of the panel are about 1 in the median ({median}), and {} of {} beyond the limit: gross \
         returns, 1.05 for 5%? price_return is a fraction, 0.05 for 5%; subtract 1",
        counts(returns),
        counts(of)
    )
}

pub(super) fn return_far(returns: usize, symbol: &str, return_pct: f64) -> String {
    let others = and_more(returns - 1, "", "");
    format!(
        "the return of {symbol}, one of the 1,000 largest, is {return_pct:+.0}% without an action{others}: a \
         split that is not taken out, or per cent for a fraction?"
    )
}

pub(super) fn return_against_cap(
    returns: usize,
    symbol: &str,
    return_pct: f64,
    cap_pct: Option<f64>,
) -> String {
    let others = and_more(returns - 1, "", "");
    let cap = cap_pct.map_or_else(
        || "which its cap does not follow".to_owned(),
        |cap| format!("and its cap moves by {cap:+.0}%"),
    );
    format!(
        "the return of {symbol} is {return_pct:+.0}% without an action, {cap}{others}: a \
         split that is not taken out, or a wrong return?"
    )
}

pub(super) fn returns_none(returns: usize, quotes: usize) -> String {
    if returns > 0 {
        return format!(
            "all {} returns of the panel are zero: is price_return the right column?",
            counts(returns)
        );
    }
    format!(
        "none of {} rows of the panel has a price_return: weights do not drift, and no return can be measured; \
         give price_return, or adjusted_price to `rankday import table`",
        counts(quotes)
    )
}

pub(super) fn countries_unknown(lines: usize) -> String {
    format!(
        "nothing says of the {} lines of the panel where their companies are, so foreign ones count as \
         companies of the US: give the panel's column country, or labels (a universe under [[labels]])",
        counts(lines)
    )
}
