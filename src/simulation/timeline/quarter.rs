//! Quarters without a reconstitution: additions of new issues, updates of shares and float.

use chrono::NaiveDate;

use super::{Change, Timeline};
use crate::market::history::View;
use crate::reconstitution::Reconstitution;
use crate::simulation::ledger::LedgerReason;
use crate::simulation::observer::{EventKind, Observer};
use crate::simulation::pending::Quarterly;
use crate::simulation::updates::{InShares, UNKNOWN_FLOAT_PCT, information};

impl<O: Observer> Timeline<'_, O> {
    /// Ranks the new issues of a quarter, and records shares and float.
    pub(super) fn cut_off(&mut self, quarter: usize, view: &View, fresh: &Reconstitution) {
        let new =
            self.new_issues(view, fresh).filter(|_| self.setup.parameters.additions.quarterly);
        let joining = new.map_or_else(Vec::new, |new| new.quarterly(self.last_cut_off));
        let information = information(view, self.history.lines.len());
        self.quarterly.push(Quarterly { quarter, joining, information });
        self.last_cut_off = view.day;
    }

    /// Lets the new issues of a quarter join, and updates shares and float that changed by more
    /// than the buffers.
    pub(super) fn quarter_effective(&mut self, quarter: usize, date: NaiveDate, view: &View) {
        let Some(at) = self.quarterly.iter().position(|q| q.quarter == quarter) else { return };
        let quarterly = self.quarterly.remove(at);
        let in_shares = InShares { history: self.history, day: view.day };
        in_shares.settle(&mut self.state, &quarterly.information);
        let before = self.state.clone();
        let rules = &self.setup.parameters.quarterly;
        let mut updated: Vec<usize> = self.state.members().collect();
        updated.retain(|&line| {
            let (information, shares) = (&quarterly.information, rules.shares_buffer_pct);
            in_shares.update(&mut self.state, line, information, shares, |f| rules.float_buffer(f))
        });
        for &(line, indexes) in &quarterly.joining {
            let alive = self.history.lines[line].last >= view.day;
            if alive && self.state.indexes[line].is_empty() {
                let known = quarterly.information.float_pct[line];
                let float_pct = known.unwrap_or(UNKNOWN_FLOAT_PCT);
                let cap = quarterly.information.cap[line].unwrap_or_default();
                let value = in_shares.value(line, cap, float_pct);
                self.state.enter(line, indexes, value, float_pct);
            }
        }
        let days = &self.timetable.quarters[quarter];
        let name = format!("{}-quarter", days.name());
        let corporate = self.setup.corporate;
        let why = |line: usize| {
            if before.indexes[line].is_empty() {
                LedgerReason::QuarterlyAddition(corporate.listing(line))
            } else {
                LedgerReason::SharesAndFloat
            }
        };
        let kind = EventKind::Quarter;
        let change = Change { name: &name, kind, date, updated: &updated, in_kind: &[] };
        self.apply(&change, view, &before, why);
    }
}
