//! One month's price moves.
//!
//! A company's log return is the sum of three terms: its beta times the market's return; its own return
//! (Student's t, at the volatility of its bucket, a small part of which lasts for months); and a term
//! common to companies of similar size, the pull towards the curve of the month, which keeps the
//! distribution of sizes realistic although the companies' own returns widen it.

use super::Market;
use super::course::Course;
use super::firm::{Firm, Terms};
use super::line::number;
use crate::market::synthetic::calibration::Calibration;

/// Bounds of a company's own log return in a month, down and up.
const OWN: (f64, f64) = (-2.0, 1.6);
/// Bound of a company's own return in a month, in its standard deviations: fatter tails would
/// occasionally multiply a large company.
const FARTHEST: f64 = 5.0;
/// Largest standard deviation of a company's own monthly log return.
const MOST_VOLATILE: f64 = 0.45;
/// Ranks between which the pull is interpolated.
const KNOTS: [usize; 16] =
    [1, 3, 12, 40, 100, 200, 350, 500, 750, 1_000, 1_500, 2_000, 2_500, 3_000, 3_350, 3_600];
/// Half-width of a neighbourhood of ranks, as a fraction of the rank, and its upper bound; the largest
/// company has no neighbourhood.
const REACH: f64 = 0.15;
const FARTHEST_RANK: f64 = 120.0;

/// The pull by size: log returns at ranks, ascending.
struct Pull(Vec<(f64, f64)>);

impl Pull {
    fn at(&self, rank: usize) -> f64 {
        let log_rank = libm::log(rank.max(1) as f64);
        let knots = &self.0;
        let end = knots.partition_point(|(at, _)| *at < log_rank);
        match (end.checked_sub(1).map(|at| knots[at]), knots.get(end)) {
            (Some((r0, d0)), Some((r1, d1))) => d0 + (d1 - d0) * (log_rank - r0) / (r1 - r0),
            (Some((_, end)), None) | (None, Some(&(_, end))) => end,
            (None, None) => 0.0,
        }
    }
}

/// The standard deviation of a company's own monthly log return.
pub(crate) fn deviation(calibration: &Calibration, firm: &Firm) -> f64 {
    let bucket = &calibration.buckets[firm.bucket];
    (bucket.idio_monthly * libm::exp(bucket.idio_spread * firm.volatility)).min(MOST_VOLATILE)
}

impl Market<'_> {
    /// Moves all prices by a month.
    pub(super) fn advance(&mut self, course: &Course<'_>) {
        let calibration = self.calibration;
        let figures = &calibration.world;
        let fresh = (1.0 - figures.trend_kept * figures.trend_kept).sqrt();
        let (once, lasting) = ((1.0 - figures.trend_share).sqrt(), figures.trend_share.sqrt());
        let pull = self.pull(course);
        for firm in self.firms.iter_mut().filter(|f| f.trades()) {
            let deviation = deviation(calibration, firm);
            let drawn = self.moves.student(figures.tail_dof).clamp(-FARTHEST, FARTHEST);
            firm.trend = figures.trend_kept * firm.trend + fresh * self.moves.normal();
            let own = deviation * (once * drawn + lasting * firm.trend);
            let common = if firm.rank > 0 { pull.at(firm.rank) } else { 0.0 };
            let log = firm.beta * course.market + common + own.clamp(OWN.0, OWN.1);
            if firm.deal.is_none() {
                firm.advance(log, &mut self.moves);
            }
        }
        self.follow_terms();
    }

    /// The pull of this month: at each rank, a part of the gap to the curve after the market's move, plus
    /// a drift that offsets whatever has kept the gap open so far.
    fn pull(&mut self, course: &Course<'_>) -> Pull {
        let figures = &self.calibration.world;
        let order = self.by_cap();
        let logs: Vec<f64> = order
            .iter()
            .map(|&at| libm::log(self.firms[at].cap()) + self.firms[at].beta * course.market)
            .collect();
        let mut gaps = Vec::new();
        for rank in KNOTS.into_iter().chain([logs.len()]) {
            let reach =
                (rank as f64 * REACH).clamp(if rank == 1 { 0.0 } else { 1.0 }, FARTHEST_RANK);
            let first = (rank as f64 - reach).max(1.0);
            let last = (rank as f64 + reach).min(logs.len() as f64);
            let (mut gap, mut count) = (0.0, 0.0);
            for (at, log) in logs.iter().enumerate() {
                let is = (at + 1) as f64;
                if is >= first && is <= last {
                    gap += course.log_cap((is * figures.passing).max(1.0)) - log;
                    count += 1.0;
                }
            }
            gaps.push((libm::log(rank as f64), gap / f64::max(count, 1.0)));
        }
        self.drift.resize(gaps.len(), 0.0);
        for (drift, (at, gap)) in self.drift.iter_mut().zip(&mut gaps) {
            // At smaller sizes the curve is too steep for an average to reveal a steady gap.
            if *at <= libm::log(figures.steady_to as f64) {
                *drift += figures.steady * *gap;
            }
            *gap = figures.pull * *gap + *drift;
        }
        Pull(gaps)
    }

    /// Prices takeover targets at the value of their terms.
    fn follow_terms(&mut self) {
        let pending = self.numbers(|f| f.deal.is_some());
        for at in pending {
            let worth = self.worth(at);
            let spread = 0.02 * self.moves.unit();
            let was = self.firms[at].price();
            let main = worth * (1.0 - spread);
            self.firms[at].moved = libm::log(main / was);
            self.firms[at].put_on(main);
        }
    }

    /// The value, USD, of the terms for a share of a target at its acquirer's current price.
    pub(super) fn worth(&self, at: usize) -> f64 {
        let firm = &self.firms[at];
        match firm.deal.as_ref().map(|deal| (deal.terms, deal.buyer)) {
            Some((Terms::Cash(cash), _)) => number(Some(cash)),
            Some((Terms::Shares(ratio), Some(buyer))) => {
                number(Some(ratio)) * self.firms[buyer].price()
            }
            _ => firm.price(),
        }
    }
}
