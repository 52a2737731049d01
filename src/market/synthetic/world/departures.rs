//! Companies that leave the exchange without being taken over: they fail, or move to
//! over-the-counter trading.

use super::Market;
use super::action::PanelAction;
use super::firm::{Kind, Way};
use super::line::number;
use super::months::Month;
use crate::market::synthetic::draw::price;
use crate::universe::{Exchange, Structure};

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
            calibration.world.fringe_delisting
        } else {
            calibration.buckets[bucket].delistings_monthly / calibration.bucket_size(bucket) as f64
        };
        rate * there.len() as f64
    }

    /// Delists the month's failures among ranked companies, and the departures among the unranked ones.
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
        let figures = &self.calibration.world;
        for at in self.numbers(|f| f.kind == Kind::Beside && f.is_quiet()) {
            let is_blank = self.firms[at].lines[0].security.structure == Structure::BlankCheque;
            let rate =
                if is_blank { figures.blank_cheque_delisting } else { figures.other_delisting };
            if self.events.chance(rate) {
                self.vanish(at, month, Some(1.0));
            }
        }
    }

    /// Delists a failed company: in most cases the last value of a share is known, and small. Some failed
    /// companies go on trading over the counter.
    fn fail(&mut self, at: usize, month: &Month) {
        let known = self.events.chance(0.7);
        let part = libm::exp(-0.8 * self.events.normal().abs());
        let goes_on = self.events.chance(self.calibration.world.moves_over_the_counter);
        self.vanish(at, month, known.then_some(part));
        if let Some(left) = self.firms[at].left.as_mut().filter(|_| goes_on) {
            left.how = Way::OverTheCounter;
            self.firms[at].move_to(Exchange::Otc);
        }
    }

    /// Delists a company; `part`, if known, is the last value of its lines as a fraction of their prices.
    fn vanish(&mut self, at: usize, month: &Month, part: Option<f64>) {
        let date = self.early(month);
        self.leave(at, (date, Way::Delisting), |line, action| {
            let cash = part.map(|part| price(number(Some(line.price)) * part));
            PanelAction { cash, ..action }
        });
    }
}
