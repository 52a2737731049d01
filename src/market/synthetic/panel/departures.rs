//! Companies that leave the exchange without being taken over: they fail, or move to
//! over-the-counter trading.

use super::Market;
use super::action::PanelAction;
use super::firm::{Kind, number};
use super::months::Month;
use crate::market::synthetic::draw::price;
use crate::universe::{ActionKind, Structure};

/// Buckets of the largest thousand, where no company fails: see [`super::takeovers`].
const LARGE: usize = 3;
/// The last bucket with a measured rate; below it the rate of the fringe applies.
const LAST_MEASURED: usize = 5;
/// Number of candidates drawn for a failure; the one with the lowest price fails.
const CANDIDATES: usize = 4;

impl Market<'_> {
    /// Expected number of companies of a bucket that leave in a month by any route.
    pub(super) fn leaving(&self, bucket: usize) -> f64 {
        let calibration = self.calibration;
        let there = self.numbers(|f| f.kind == Kind::Ranked && f.rank > 0 && f.bucket == bucket);
        let rate = if bucket > LAST_MEASURED {
            calibration.panel.fringe_delisting
        } else {
            calibration.buckets[bucket].delistings_monthly / calibration.bucket_size(bucket) as f64
        };
        rate * there.len() as f64
    }

    /// Delists a month's failures, and those leaving from the companies beside the curve.
    pub(super) fn delist(&mut self, month: &Month) {
        for bucket in LARGE..self.calibration.buckets.len() {
            let share = 1.0 - self.calibration.buckets[bucket].takeover_share;
            let count = self.events.times(self.leaving(bucket) * share);
            for _ in 0..count {
                let free =
                    self.numbers(|f| f.kind == Kind::Ranked && f.bucket == bucket && f.is_quiet());
                let tried = self.events.sample(free.len(), CANDIDATES);
                let low = |at: &usize| price(self.firms[free[*at]].price());
                if let Some(worst) = tried.into_iter().min_by_key(low) {
                    self.fail(free[worst], month);
                }
            }
        }
        let figures = &self.calibration.panel;
        for at in self.numbers(|f| f.kind == Kind::Beside && f.is_quiet()) {
            let is_blank = self.firms[at].lines[0].security.structure == Structure::BlankCheque;
            let rate =
                if is_blank { figures.blank_cheque_delisting } else { figures.other_delisting };
            if self.events.chance(rate) {
                self.leave(at, month, 1.0);
            }
        }
    }

    /// Delists a failed company: the last value of a share is known in most cases, and small.
    fn fail(&mut self, at: usize, month: &Month) {
        let known = self.events.chance(0.7);
        let left = libm::exp(-0.8 * self.events.normal().abs());
        self.leave(at, month, if known { left } else { 0.0 });
    }

    /// Delists a company; its lines are last worth `left` times their prices, where zero means an
    /// unknown value.
    fn leave(&mut self, at: usize, month: &Month, left: f64) {
        let date = self.session(month);
        let firm = &mut self.firms[at];
        firm.gone = true;
        for line in &firm.lines {
            let symbol = &line.security.symbol;
            let mut action = PanelAction::new(date, ActionKind::Delisting, symbol);
            let last = price(number(Some(line.price)) * left);
            action.cash = Some(last).filter(|_| left > 0.0);
            self.actions.push(action);
        }
    }
}
