//! Earlier tickers of a line, and how far back it has been the same company.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::day::{Line, ScreenerDay};
use crate::universe::symbol::{SymbolChanges, SymbolKey};

/// The history of the lines of a day.
pub(super) struct Lineage<'a> {
    now: &'a ScreenerDay,
    earlier: Vec<&'a ScreenerDay>,
    changes: &'a SymbolChanges,
}

/// The history of one line.
pub(super) struct Past<'a> {
    lineage: &'a Lineage<'a>,
    line: usize,
    /// The first day of its unbroken identity.
    unbroken_from: NaiveDate,
    /// Whether it has always had its present ticker.
    never_renamed: bool,
}

impl<'a> Lineage<'a> {
    /// The history of the lines of `now`, from the days before it, newest first.
    pub(super) fn new(
        now: &'a ScreenerDay,
        earlier: Vec<&'a ScreenerDay>,
        changes: &'a SymbolChanges,
    ) -> Self {
        Self { now, earlier, changes }
    }

    /// The history of a line.
    pub(super) fn of(&'a self, line: usize) -> Past<'a> {
        let found = &self.now.lines[line];
        let unbroken_from = unbroken_from(found, self.now, &self.earlier, self.changes);
        let never_renamed = !self.changes.concerns(&found.row.key);
        Past { lineage: self, line, unbroken_from, never_renamed }
    }
}

impl Past<'_> {
    /// Its ticker on a day; `None` if it was not listed.
    pub(super) fn ticker_on(&self, day: NaiveDate) -> Option<Cow<'_, SymbolKey>> {
        let key = &self.lineage.now.lines[self.line].row.key;
        if day < self.unbroken_from {
            None
        } else if self.never_renamed {
            Some(Cow::Borrowed(key))
        } else {
            self.lineage.changes.carry(key, self.lineage.now.as_of, day).map(Cow::Owned)
        }
    }
}

/// The first day of a line's unbroken identity.
///
/// A line that is missing on two consecutive days was delisted, and an earlier line with its ticker was
/// another company (a single missing day is a gap in the feed). The same applies if, under one ticker,
/// both the first word of the name and the share count change between two days.
fn unbroken_from(
    line: &Line,
    now: &ScreenerDay,
    earlier: &[&ScreenerDay],
    changes: &SymbolChanges,
) -> NaiveDate {
    let mut last = (line, now.as_of, line.row.key.clone());
    let mut missing = 0;
    for day in earlier {
        let Some(key) = changes.carry(&line.row.key, now.as_of, day.as_of) else { return last.1 };
        let Some(found) = day.get(&key) else {
            missing += 1;
            if missing == 2 {
                // Any day after this one may still be the same company.
                return day.as_of.succ_opt().unwrap_or(day.as_of);
            }
            continue;
        };
        missing = 0;
        if key == last.2 && found.first_word != last.0.first_word && !same_shares(found, last.0) {
            return last.1;
        }
        last = (found, day.as_of, key);
    }
    NaiveDate::MIN
}

/// Whether the share counts of two days differ by at most a factor of one and a half.
fn same_shares(before: &Line, after: &Line) -> bool {
    match (before.implied_shares(), after.implied_shares()) {
        (Some(before), Some(after)) => (2.0 / 3.0..=1.5).contains(&(after / before)),
        _ => false,
    }
}
