//! The screen on price (RB 5.4): a company that closes below one dollar is not eligible, unless it
//! is a member whose mean close is at least one dollar. The mean is that of the day's close and of
//! the close at which the period began, which is that of the last month end or of the last update
//! of index shares.

use super::family::Family;
use super::in_use::InUse;
use super::period::Period;
use crate::market::model::Market;

/// The companies that fail the screen on a day.
#[derive(Debug, Clone)]
pub(super) struct Screen {
    /// The smallest close, and the smallest mean close of a member, USD.
    smallest: [f64; 2],
    /// Companies that close below the smallest close.
    low: Vec<usize>,
    /// Companies among them whose mean close is high enough for a member.
    in_doubt: Vec<usize>,
}

/// The companies that pass the screen under a schedule.
#[derive(Debug, Clone, Default)]
pub(super) struct Passing {
    /// Companies in doubt that are members.
    stay: Vec<usize>,
    /// Caps by slot, zero for companies that fail; empty if the screen has not been applied on the
    /// day.
    caps: Vec<f64>,
}

impl Screen {
    pub(super) fn new(smallest: f64, smallest_mean: f64) -> Self {
        Self { smallest: [smallest, smallest_mean], low: Vec::new(), in_doubt: Vec::new() }
    }

    /// True if the screen has a smallest price.
    pub(super) fn is_needed(&self) -> bool {
        self.smallest[0] > 0.0
    }

    /// Resets for another day.
    pub(super) fn clear(&mut self) {
        self.low.clear();
        self.in_doubt.clear();
    }

    /// Finds the companies that close too low on the day; `period` began at the previous close.
    pub(super) fn find(&mut self, market: &Market<'_>, in_use: Option<&InUse>, period: &Period) {
        let [smallest, smallest_mean] = self.smallest;
        market.find_below(smallest, &mut self.low);
        for &slot in &self.low {
            let at_a_dollar = market.cap_at_a_dollar(slot);
            let price = market.caps()[slot] / at_a_dollar;
            // Values are by index shares, which have not changed since.
            let free_shares = in_use.map_or(1.0, |in_use| in_use.free_shares(slot));
            let a_dollar_a_share = at_a_dollar / market.shares()[slot];
            let close_before = period.before()[slot] / (free_shares * a_dollar_a_share);
            if f64::midpoint(price, close_before) >= smallest_mean {
                self.in_doubt.push(slot);
            }
        }
    }

    /// Companies that close below the smallest close, by slot.
    pub(super) fn low(&self) -> &[usize] {
        &self.low
    }

    /// True if any company closes below the smallest close.
    pub(super) fn has_low(&self) -> bool {
        !self.low.is_empty()
    }
}

impl Passing {
    /// Resets for another day.
    pub(super) fn clear(&mut self) {
        self.caps.clear();
    }

    /// Applies the screen to a schedule's membership. Returns true if this is the first time on the
    /// day, or if other companies fail than under the previous schedule.
    pub(super) fn update(&mut self, screen: &Screen, caps: &[f64], family: &Family) -> bool {
        let stay = || family.members_of(&screen.in_doubt);
        if !self.caps.is_empty() && stay().eq(self.stay.iter().copied()) {
            return false;
        }
        self.stay.clear();
        self.stay.extend(stay());
        self.caps.clear();
        self.caps.extend_from_slice(caps);
        for slot in &screen.low {
            if self.stay.binary_search(slot).is_err() {
                self.caps[*slot] = 0.0;
            }
        }
        true
    }

    /// Caps by slot, zero for companies that fail.
    pub(super) fn caps(&self) -> &[f64] {
        &self.caps
    }
}
