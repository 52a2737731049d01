//! How many cells of a column fit the own column that its header, or a map, assigns it to.
//!
//! Columns change places, and headers slip: a column of exchanges that holds names is recognised by its
//! values.

use std::collections::BTreeSet;

use super::codes::{self, ExchangeCodes};
use super::dates;
use super::grid::Grid;
use super::headers::Scale;
use super::target::{Holds, Own};
use super::tickers;
use super::units;
use crate::remark::ReadingNote;
use crate::universe::currency;
use crate::universe::import::cell::{Cell, Cells, DecimalSign};
use crate::universe::import::country_of_label;
use crate::universe::placeholder::is_no_value;

/// The fraction of a column's cells that must fit the own column, as its reciprocal: one half.
const FITTING: usize = 2;
/// A column with fewer filled cells than this is never doubted.
const FEW: usize = 5;
/// How many of the cells that do not fit are shown.
const SHOWN: usize = 3;

/// Counts of the filled cells of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fit {
    /// The number of filled cells.
    filled: usize,
    /// The number of cells that fit the own column.
    fitting: usize,
    /// The first of the cells that do not fit, each once.
    others: Vec<String>,
}

impl Fit {
    /// The fit of a column, regardless of its unit.
    pub(super) fn of(grid: &Grid, column: usize, own: &Own, scale: Scale) -> Self {
        let is_it = judge(grid, column, own, scale);
        let mut fit = Self::default();
        let mut shown = BTreeSet::new();
        // A ticker may look like a placeholder.
        let is_unknown =
            |text: &str| text.is_empty() || own.holds != Holds::Ticker && is_no_value(text);
        for text in grid.column(column).filter(|text| !is_unknown(text)) {
            fit.filled += 1;
            if is_it(text) {
                fit.fitting += 1;
            } else if fit.others.len() < SHOWN && shown.insert(text) {
                fit.others.push(crate::universe::shorten(text));
            }
        }
        fit
    }

    /// Whether at least half of the filled cells fit.
    pub(super) fn is_most(&self) -> bool {
        self.filled > 0 && self.fitting * FITTING >= self.filled
    }

    /// The doubt about a column, if any; `is_taken` if it is used all the same because someone asked for it.
    pub(super) fn doubt(self, own: &Own, header: &str, is_taken: bool) -> Option<ReadingNote> {
        let is_doubtful = self.filled >= FEW && self.fitting * FITTING < self.filled;
        is_doubtful.then(|| ReadingNote::ColumnDoubtful {
            column: own.name.to_owned(),
            header: header.to_owned(),
            fitting: self.fitting,
            filled: self.filled,
            others: self.others,
            is_taken,
        })
    }
}

/// A test whether a text may be in an own column.
fn judge<'g>(
    grid: &'g Grid,
    column: usize,
    own: &Own,
    scale: Scale,
) -> Box<dyn Fn(&str) -> bool + 'g> {
    match own.holds {
        Holds::Ticker => {
            let form = tickers::form_of(grid.column(column));
            Box::new(move |text| is_ticker(&tickers::bare(text, form).ticker))
        }
        Holds::Date => Box::new(|text| dates::is_day(text) || dates::is_serial(text)),
        Holds::Exchange if ExchangeCodes::of(grid.column(column)).is_some() => Box::new(|_| true),
        Holds::Exchange => Box::new(|text| codes::exchange(text).is_some()),
        Holds::SecurityType => {
            let has_issue_types = codes::is_issue_type(&grid.header[column]);
            Box::new(move |text| codes::kind_in(text, has_issue_types).is_some())
        }
        Holds::Segment => Box::new(|text| codes::segment(text).is_some()),
        Holds::Index => Box::new(|text| !codes::indexes(text).is_empty()),
        Holds::Country => Box::new(|text| country_of_label(text).is_some()),
        Holds::Text if own.name == "country_label" => {
            Box::new(|text| country_of_label(text).is_some())
        }
        Holds::Text if own.name == "us_incorporated" => {
            Box::new(|text| codes::flag(text).is_some())
        }
        Holds::Text if own.name.ends_with("currency") => Box::new(currency::may_be),
        Holds::Text if own.name == "name" => Box::new(|text| codes::exchange(text).is_none()),
        // Counts of floating shares exceed percentages.
        Holds::PerCent if scale != Scale::OverShares => {
            let is_part = units::values(grid, column).iter().all(|value| *value <= 100.5);
            Box::new(move |text| is_part && is_number(text))
        }
        holds if holds.is_number() => Box::new(is_number),
        _ => Box::new(|_| true),
    }
}

fn is_number(text: &str) -> bool {
    let reads = |sign| !matches!(Cells::new(sign).number(text), Cell::NotANumber);
    reads(DecimalSign::Point) || reads(DecimalSign::Comma)
}

/// Whether a text may be a ticker: not a number, and without further words such as names have.
fn is_ticker(text: &str) -> bool {
    const LONGEST_CLASS: usize = 3;
    let has_words = text.split(' ').skip(1).any(|word| word.len() > LONGEST_CLASS);
    let small = text.chars().filter(char::is_ascii_lowercase).count();
    let is_name = small >= 3 && text.chars().any(|c| c.is_ascii_uppercase());
    !has_words && !is_name && !is_number(text)
}

#[cfg(test)]
mod tests {
    use super::is_ticker;

    #[test]
    fn names_are_no_tickers() {
        for text in ["QZA", "BRK.B", "BRK B", "qza", "ABR^D", "QZA WS", "QZApD", "7203 JP"] {
            assert!(is_ticker(text), "{text}");
        }
        for text in ["Qzalis Inc", "Qzalis", "QZALIS HOLDINGS CORP", "12.5"] {
            assert!(!is_ticker(text), "{text}");
        }
    }
}
