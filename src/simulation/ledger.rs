//! Every change of a membership, one row per index and line, in the order in which they happened.
//!
//! The ledger replays: the rows up to a day give the membership of that day, exactly.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use compact_str::CompactString;

use super::state::State;
use crate::market::history::History;
use crate::reconstitution::Reason;
use crate::universe::Index;
use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// The change to a line in an index.
    pub enum LedgerAction {
        /// It enters.
        Add,
        /// It leaves.
        Delete,
        /// It stays under another ticker.
        Rename,
        /// It stays with different index shares or float; recorded once, for the Russell 3000E.
        Update,
    }
);

/// The evidence for a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// The file of corporate actions has it.
    Stated,
    /// The line appears in the panel for the first time.
    Inferred,
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stated => Ok(()),
            Self::Inferred => f.write_str(" (listing inferred)"),
        }
    }
}

/// The reason for a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerReason {
    /// The family at the start of the simulation.
    Start,
    /// A decision of a reconstitution.
    Decision(Reason),
    /// A new issue joins with the quarter.
    QuarterlyAddition(Listing),
    /// A new issue joins at once.
    FastEntry(Listing),
    /// Taken over, by the company with this ticker if known.
    Merger(Option<CompactString>),
    /// Delisted, as the file of corporate actions says.
    Delisting,
    /// Missing from the panel, and treated as deleted.
    Vanished,
    /// Spun off from this ticker.
    SpinOff(CompactString),
    /// Another class of the company took its place.
    ClassChange(CompactString),
    /// The line had this ticker before.
    Was(CompactString),
    /// New shares or float take effect.
    SharesAndFloat,
    /// Shares were offered, and the change is applied between quarters.
    Offering,
    /// Its index shares grew by the shares it issued to acquire this ticker.
    TookOver(CompactString),
    /// The vendor restated its share count, and the holding is restated to match.
    ShareCountRestated,
    /// Its cap is known for the first time.
    CapKnown,
}

impl fmt::Display for LedgerReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("start"),
            Self::Decision(reason) => reason.fmt(f),
            Self::QuarterlyAddition(listing) => write!(f, "quarterly_addition{listing}"),
            Self::FastEntry(listing) => write!(f, "fast_entry{listing}"),
            Self::Merger(Some(buyer)) => write!(f, "merger:{buyer}"),
            Self::Merger(None) => f.write_str("merger"),
            Self::Delisting => f.write_str("delisting"),
            Self::Vanished => f.write_str("vanished (inferred)"),
            Self::SpinOff(parent) => write!(f, "spin_off:{parent}"),
            Self::ClassChange(class) => write!(f, "class_change:{class}"),
            Self::Was(ticker) => write!(f, "was:{ticker}"),
            Self::SharesAndFloat => f.write_str("shares_and_float"),
            Self::Offering => f.write_str("offering"),
            Self::TookOver(target) => write!(f, "took_over:{target}"),
            Self::ShareCountRestated => f.write_str("share_count_restated"),
            Self::CapKnown => f.write_str("cap_known"),
        }
    }
}

/// One row of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerRow {
    /// The day of the history after whose close the change takes effect.
    pub date: NaiveDate,
    /// The event, as a place in [`Ledger::events`].
    pub event: usize,
    /// The index.
    pub index: Index,
    /// The ticker from then on.
    pub symbol: CompactString,
    /// The change.
    pub action: LedgerAction,
    /// The reason for the change.
    pub reason: LedgerReason,
    /// Weight in the index before the change, a fraction; 0 for additions.
    pub weight_before: f64,
    /// Weight in the index after the change, a fraction; 0 for deletions.
    pub weight_after: f64,
}

/// All rows, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ledger {
    /// The rows.
    pub rows: Vec<LedgerRow>,
    /// Names of events, such as `june-2026` or `deletions`.
    pub events: Vec<String>,
}

impl Ledger {
    /// Starts an event.
    pub(super) fn event(&mut self, name: &str) {
        self.events.push(name.to_owned());
    }

    /// Records the changes between two states under the most recently started event; `why` gives
    /// the reason for each line.
    pub(super) fn record(
        &mut self,
        history: &History,
        day: usize,
        (before, after): (&State, &State),
        updated: &[usize],
        mut why: impl FnMut(usize) -> LedgerReason,
    ) {
        let changed: Vec<usize> = (0..before.indexes.len())
            .filter(|&line| before.indexes[line] != after.indexes[line])
            .collect();
        if changed.is_empty() && updated.is_empty() {
            return;
        }
        let (totals_before, totals_after) = (before.totals(), after.totals());
        let weight = |state: &State, totals: &[f64], line: usize, index: Index| {
            let total = totals[index as usize];
            let held = state.indexes[line].contains(index) && total > 0.0;
            if held { state.value[line] / total } else { 0.0 }
        };
        let mut row = |line: usize, index: Index, action, reason: LedgerReason| {
            self.rows.push(LedgerRow {
                date: history.days[day].date,
                event: self.events.len().saturating_sub(1),
                index,
                symbol: history.symbol(line, day).into(),
                action,
                reason,
                weight_before: weight(before, &totals_before, line, index),
                weight_after: weight(after, &totals_after, line, index),
            });
        };
        // Deletions come first, because another line may enter under the same ticker.
        for action in [LedgerAction::Delete, LedgerAction::Add] {
            for &line in &changed {
                let (was, is) = (before.indexes[line], after.indexes[line]);
                let of = |index: &Index| match action {
                    LedgerAction::Delete => was.contains(*index) && !is.contains(*index),
                    _ => !was.contains(*index) && is.contains(*index),
                };
                let indexes = <Index as strum::IntoEnumIterator>::iter();
                for index in indexes.filter(of) {
                    row(line, index, action, why(line));
                }
            }
        }
        for &line in updated {
            if before.indexes[line].contains(Index::R3000E)
                && after.indexes[line].contains(Index::R3000E)
            {
                // A reconstitution decision is not the reason for an update of shares.
                let reason = match why(line) {
                    LedgerReason::Decision(_) => LedgerReason::SharesAndFloat,
                    reason => reason,
                };
                row(line, Index::R3000E, LedgerAction::Update, reason);
            }
        }
    }

    /// Records ticker changes since the day before of lines that were and still are members.
    pub(super) fn rename(
        &mut self,
        history: &History,
        day: usize,
        mut renamed: Vec<usize>,
        state: &State,
    ) {
        renamed.retain(|&line| !state.indexes[line].is_empty());
        if renamed.is_empty() {
            return;
        }
        self.event("ticker changes");
        let totals = state.totals();
        for line in renamed {
            for index in state.indexes[line].iter() {
                let total = totals[index as usize];
                let weight = if total > 0.0 { state.value[line] / total } else { 0.0 };
                self.rows.push(LedgerRow {
                    date: history.days[day].date,
                    event: self.events.len() - 1,
                    index,
                    symbol: history.symbol(line, day).into(),
                    action: LedgerAction::Rename,
                    reason: LedgerReason::Was(history.symbol(line, day - 1).into()),
                    weight_before: weight,
                    weight_after: weight,
                });
            }
        }
    }

    /// The tickers in an index after the close of a day, replayed from the rows.
    pub fn members(&self, index: Index, date: NaiveDate) -> BTreeSet<CompactString> {
        // Counted, because a ticker may pass to a new line before the row that records the
        // departure of the old one.
        let mut members: BTreeMap<&str, i32> = BTreeMap::new();
        for row in self.rows.iter().filter(|r| r.index == index && r.date <= date) {
            let (leaves, enters) = match (row.action, &row.reason) {
                (LedgerAction::Add, _) => (None, Some(&row.symbol)),
                (LedgerAction::Delete, _) => (Some(&row.symbol), None),
                (LedgerAction::Rename, LedgerReason::Was(old)) => (Some(old), Some(&row.symbol)),
                (LedgerAction::Rename | LedgerAction::Update, _) => (None, None),
            };
            if let Some(ticker) = leaves {
                *members.entry(ticker).or_default() -= 1;
            }
            if let Some(ticker) = enters {
                *members.entry(ticker).or_default() += 1;
            }
        }
        members.into_iter().filter(|(_, lines)| *lines > 0).map(|(t, _)| t.into()).collect()
    }
}
