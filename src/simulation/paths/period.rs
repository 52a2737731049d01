//! Changes to companies between two observations of the indexes, the same for all schedules.

use super::in_use::InUse;
use crate::market::model::{Leaver, Market, whole_dollars};

/// The time since the last observation.
///
/// A member's return is that of its price, including takeover premiums and failures: nothing else
/// changes its value between two updates of index shares and float.
#[derive(Debug, Clone, Default)]
pub(super) struct Period {
    /// Values at the beginning of the period, by slot.
    before: Vec<f64>,
}

/// A company that left, from the shareholders' point of view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gone {
    pub(super) slot: usize,
    /// Amount paid for the shares that an index held, USD.
    pub(super) paid: u64,
    /// True if the amount is above their value at the beginning of the period.
    pub(super) rose: bool,
}

impl Period {
    /// Begins a period at these values.
    pub(super) fn begin(&mut self, values: &[f64]) {
        self.before.clear();
        self.before.extend_from_slice(values);
    }

    /// Processes a step, adding companies that left to `gone`. `in_use` is the state before the
    /// step; `None` if values are full caps.
    pub(super) fn pass(
        &mut self,
        market: &Market<'_>,
        in_use: Option<&InUse>,
        gone: &mut Vec<Gone>,
    ) {
        self.before.resize(market.caps().len(), 0.0);
        gone.clear();
        gone.extend(market.leavers().iter().map(|leaver| self.leave(leaver, in_use)));
    }

    fn leave(&mut self, leaver: &Leaver, in_use: Option<&InUse>) -> Gone {
        let slot = leaver.slot;
        let part = in_use.map_or(1.0, |in_use| in_use.part(slot));
        let paid = (leaver.paid * part).round();
        let rose = paid > self.before[slot];
        // Another company may already have taken the slot.
        self.before[slot] = 0.0;
        Gone { slot, paid: whole_dollars(paid), rose }
    }

    /// Values at the beginning of the period, by slot.
    pub(super) fn before(&self) -> &[f64] {
        &self.before
    }
}
