//! Share counts: issues and buy-backs, offerings, splits.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::Market;
use super::action::PanelAction;
use super::firm::{Firm, Kind, ratio};
use super::line::number;
use super::months::Month;
use crate::market::synthetic::draw::rounded;
use crate::universe::ActionKind;

/// New shares for one old share in splits, and in splits of very high prices.
const FORWARD: [f64; 6] = [2.0, 2.0, 3.0, 3.0, 4.0, 5.0];
const FORWARD_LARGE: [f64; 3] = [5.0, 10.0, 20.0];
/// Old shares for one new share in reverse splits, ascending.
const REVERSE: [f64; 9] = [4.0, 5.0, 8.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0];
/// Range of prices that a reverse split aims for, USD, lowest and highest.
const REVERSE_TO: (f64, f64) = (3.0, 9.0);
/// Smallest float of an eligible line, per cent.
const MINIMUM: Decimal = Decimal::from_parts(5, 0, 0, false, 0);
/// Below this price, USD, the exchange forces a reverse split.
const NO_CHOICE: f64 = 0.15;

impl Market<'_> {
    /// A month's changes in share counts, offerings included, and at the ends of quarters in floats too.
    pub(super) fn change_shares(&mut self, month: &Month) {
        let figures = &self.calibration.world;
        for at in self.numbers(|f| f.kind == Kind::Ranked && f.deal.is_none()) {
            let bucket = &self.calibration.buckets[self.firms[at].bucket];
            let sells = self.events.chance(bucket.offerings_monthly);
            // No offering in the month of the first trading day.
            if sells && self.firms[at].lines[0].last.is_some() {
                self.offer(at, month);
            } else if self.events.chance(figures.large_buyback) {
                let kept = 0.94 - 0.06 * self.events.unit();
                self.firms[at].scale_shares(kept);
            } else if !self.events.chance(figures.shares_unchanged) {
                let scale = figures.shares_scale_pct;
                let mean = bucket.shares_drift_pct / (1.0 - figures.shares_unchanged);
                let change = (mean + self.events.laplace(scale)).clamp(-4.5, 4.5);
                self.firms[at].scale_shares(1.0 + change / 100.0);
            }
        }
        if month.end.month() % 3 == 1 {
            self.change_floats();
        }
    }

    fn offer(&mut self, at: usize, month: &Month) {
        let figures = &self.calibration.world;
        let (median, spread) = (figures.offering_median, figures.offering_log_spread);
        let part = ratio(self.events.log_normal(median, spread).clamp(0.051, 0.9)).round_dp(4);
        let date = self.early(month);
        self.firms[at].scale_shares(1.0 + number(Some(part)));
        self.firms[at].acted = true;
        let symbol = self.firms[at].symbol();
        let action = PanelAction::new(date, ActionKind::Offering, symbol);
        self.actions.push(PanelAction { ratio: Some(part), ..action });
    }

    /// One quarter's changes in floats; none crosses the minimum.
    fn change_floats(&mut self) {
        let figures = &self.calibration.world;
        for at in self.numbers(|f| f.kind == Kind::Ranked) {
            for line in self.firms[at].lines.iter_mut().filter(|l| l.is_stock()) {
                let Some(float) = line.security.free_float_pct().filter(|f| *f >= MINIMUM) else {
                    continue;
                };
                let points = if self.events.chance(figures.float_large) {
                    self.events.laplace(7.0)
                } else if self.events.chance(figures.float_unchanged) {
                    continue;
                } else {
                    self.events.laplace(figures.float_scale_points)
                };
                let moved = (number(Some(float)) + points).clamp(5.5, 100.0);
                line.security.set_free_float_pct(Some(rounded(moved, 2)));
            }
        }
    }

    /// Splits stocks that have left the usual range of prices, except companies in a takeover or
    /// another action of the month, whose terms are per share.
    pub(super) fn split(&mut self) {
        let figures = &self.calibration.world;
        let can = |f: &Firm| {
            let is_out = f.price() > figures.split_above || f.price() < figures.reverse_split_below;
            is_out && f.is_quiet() && !f.acted
        };
        for at in self.numbers(can) {
            let close = self.firms[at].price();
            let factor = if close > figures.split_above {
                // Some never split, however high the price.
                let does = self.events.chance(figures.split_monthly);
                let large = close > 4.0 * figures.split_above;
                let factors: &[f64] = if large { &FORWARD_LARGE } else { &FORWARD };
                does.then(|| *self.events.pick(factors))
            } else {
                let must = close < NO_CHOICE;
                let does = must || self.events.chance(figures.reverse_split_monthly);
                does.then(|| 1.0 / self.reverse(close))
            };
            if let Some(factor) = factor {
                self.firms[at].split(factor);
                self.miscount_split(at, factor);
            }
        }
    }

    /// The number of old shares for a new one that brings the price back into range.
    fn reverse(&mut self, close: f64) -> f64 {
        let aim = self.events.between(REVERSE_TO.0, REVERSE_TO.1) / close;
        let enough = REVERSE.partition_point(|r| *r < aim);
        REVERSE[enough.min(REVERSE.len() - 1)]
    }
}
