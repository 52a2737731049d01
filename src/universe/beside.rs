//! The dates and currencies that rows of a universe state in addition to their values.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::columns::C;
use super::currency::is_other;
use super::fault::{Faults, shorten};
use super::input::Input;
use super::table::Row;
use crate::remark::{Place, ReadingNote, Remark, ValueDoubt};

/// The dates and currencies of the rows read so far.
#[derive(Debug, Default)]
pub(super) struct Beside {
    rows: usize,
    days: BTreeMap<NaiveDate, usize>,
    currencies: BTreeMap<String, usize>,
    /// Rows in a currency other than the US dollar.
    other: Vec<String>,
}

impl Beside {
    /// Records a row; returns whether its amounts are in US dollars.
    pub(super) fn is_in_dollars(&mut self, row: &Row<'_, '_>, faults: &mut Faults) -> bool {
        self.rows += 1;
        if let Some(day) = row.date(C::AsOf as usize, faults) {
            *self.days.entry(day).or_default() += 1;
        }
        let Some(currency) = row.text(C::Currency as usize).filter(|text| is_other(text)) else {
            return true;
        };
        *self.currencies.entry(shorten(currency)).or_default() += 1;
        let symbol = shorten(row.text(C::Symbol as usize).unwrap_or_default());
        self.other.push(format!("{symbol} ({})", row.name_of_line(row.line)));
        false
    }

    /// Adds the findings of rows further down.
    pub(super) fn extend(&mut self, below: Self) {
        self.rows += below.rows;
        for (day, rows) in below.days {
            *self.days.entry(day).or_default() += rows;
        }
        for (currency, rows) in below.currencies {
            *self.currencies.entry(currency).or_default() += rows;
        }
        self.other.extend(below.other);
    }

    /// Remarks on rows in other currencies, and on those of another day than `as_of`.
    pub(super) fn remarks(self, input: &Input, as_of: NaiveDate) -> Vec<Remark> {
        let file = &input.report_name;
        let lines = self.days.iter().filter(|(day, _)| **day != as_of).map(|(_, rows)| rows).sum();
        let most = self.days.iter().filter(|(day, _)| **day != as_of);
        let most = most.max_by_key(|(day, rows)| (**rows, **day)).map(|(day, _)| *day);
        let of = self.rows;
        let other_day = most.map(|stated| {
            let file = file.clone();
            let column = Some("as_of".to_owned());
            let place = Place { file: file.clone(), line: None, column };
            let kind = ValueDoubt::UniverseOfAnotherDay { file, lines, of, stated, day: as_of };
            Remark::from(kind).on(lines, of).at([place])
        });
        let other = ReadingNote::other_currency(file, &self.currencies, self.other, of);
        other.map(Remark::from).into_iter().chain(other_day).collect()
    }
}
