//! What happens to companies from one look at the indexes to the next, the same for all schedules.

use super::plain::Plain;
use crate::market::model::{Leaver, Market, whole_dollars};

/// The time since the last look.
///
/// A member's return is that of its price: takeover premiums and failures count, shares that are
/// issued in an offering do not.
#[derive(Debug, Clone, Default)]
pub(super) struct Period {
    /// Caps at its beginning, by slot.
    before: Vec<f64>,
    /// Shares now over shares at its beginning, by slot.
    issued: Vec<f64>,
    /// Slots whose company issued shares.
    issuers: Vec<usize>,
}

/// A company that left, as its owners see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gone {
    pub(super) slot: usize,
    /// What was paid for the shares that there were at the beginning of the period, USD.
    pub(super) paid: u64,
    /// Whether that is more than the cap then.
    pub(super) rose: bool,
}

impl Period {
    /// Begins at these caps.
    pub(super) fn begin(&mut self, caps: &[f64]) {
        self.before.clear();
        self.before.extend_from_slice(caps);
        for slot in self.issuers.drain(..) {
            self.issued[slot] = 1.0;
        }
        self.issued.resize(caps.len(), 1.0);
    }

    /// A step has passed: who left is put into `gone`.
    pub(super) fn pass(&mut self, market: &Market<'_>, gone: &mut Vec<Gone>) {
        self.before.resize(market.caps().len(), 0.0);
        self.issued.resize(market.caps().len(), 1.0);
        for &(slot, growth) in market.offerings() {
            // Who issues twice in one period is there once.
            if self.issued[slot].to_bits() == 1.0_f64.to_bits() {
                self.issuers.push(slot);
            }
            self.issued[slot] *= growth;
        }
        gone.clear();
        gone.extend(market.leavers().iter().map(|leaver| self.leave(leaver)));
    }

    fn leave(&mut self, leaver: &Leaver) -> Gone {
        let slot = leaver.slot;
        let paid = (leaver.paid / self.issued[slot]).round();
        let rose = paid > self.before[slot];
        // Another company may have the slot already.
        (self.before[slot], self.issued[slot]) = (0.0, 1.0);
        Gone { slot, paid: whole_dollars(paid), rose }
    }

    /// Caps at the beginning, by slot.
    pub(super) fn before(&self) -> &[f64] {
        &self.before
    }

    /// Takes offerings out of who rose.
    pub(super) fn correct(&self, plain: &mut Plain, caps: &[f64]) {
        for &slot in &self.issuers {
            plain.correct(slot, caps[slot], self.before[slot] * self.issued[slot]);
        }
    }

    /// What offerings since the beginning have put on the cap of each issuer, USD, by slot.
    pub(super) fn raised<'a>(&'a self, caps: &'a [f64]) -> impl Iterator<Item = (usize, f64)> + 'a {
        let raised = move |slot: &usize| (*slot, caps[*slot] * (1.0 - 1.0 / self.issued[*slot]));
        self.issuers.iter().map(raised)
    }
}
