//! Trades of the funds that follow the indexes at a reconstitution, and their costs.
//!
//! For a company with the value `v` before and `v'` after, the funds of index k trade `A_k (v' /
//! after_k - v / before_k)` dollars, with the assets `A_k` (constant along a path) and the values
//! of the index after and before. A side on which the index does not hold the company counts as
//! zero. The trades are netted over the indexes.

use super::changes::TierMoves;
use super::costs::{BUCKETS, CostBucket, TradingCosts};
use super::placement::Matrix;
use super::tiers::{Span, TIERS};
use super::unbanded::Part;
use crate::market::model::BLOCK;

/// The amount traded at a reconstitution.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Traded {
    /// Bought and sold, USD.
    pub(super) usd: f64,
    /// Cost of these trades, USD.
    pub(super) cost: f64,
}

/// Computes trades, reusing its memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Desk {
    /// Caps as bits, to be sorted: the bits of positive numbers are in the order of the numbers,
    /// and faster to compare.
    sorted: Vec<u64>,
    /// The smallest cap of each bucket, in descending order.
    smallest: [f64; BUCKETS],
}

impl Desk {
    /// Sorts companies into the buckets of the day; the caps of some ranks may be known already.
    pub(super) fn open(
        &mut self,
        costs: &TradingCosts,
        caps: &[f64],
        known: impl Fn(usize) -> Option<f64>,
    ) {
        self.smallest = [0.0; BUCKETS];
        let ends = &costs.buckets[..costs.buckets.len() - 1];
        let are_known = ends.iter().zip(&mut self.smallest).all(|(bucket, smallest)| {
            let cap = known(bucket.last_rank);
            *smallest = cap.unwrap_or(0.0);
            cap.is_some()
        });
        if are_known {
            return;
        }
        self.sorted.clear();
        self.sorted.extend(caps.iter().filter(|cap| **cap > 0.0).map(|cap| cap.to_bits()));
        // The last bucket holds all remaining companies.
        self.smallest = [0.0; BUCKETS];
        let mut left = &mut self.sorted[..];
        let ends = costs.buckets.iter().zip(&mut self.smallest).rev().skip(1);
        for (bucket, smallest) in ends {
            let Some(at) = left.len().checked_sub(bucket.last_rank) else { continue };
            let (_, cap, _) = left.select_nth_unstable(at);
            *smallest = f64::from_bits(*cap);
            left = &mut left[at..];
        }
    }

    /// The trades at an event that takes companies from the tiers `before` to the tiers `after`, by
    /// slot in whole blocks.
    pub(super) fn trade(
        &self,
        costs: &TradingCosts,
        caps: &[f64],
        values: [&[f64]; 2],
        tiers: [&[u8]; 2],
        event: &TierMoves,
    ) -> Traded {
        let parts = [(&event.before, true), (&event.after, false)]
            .map(|(matrix, is_before)| parts(costs, matrix, is_before));
        let (buckets, smallest) = (&costs.buckets[..], &self.smallest[..costs.buckets.len() - 1]);
        pulp::Arch::new().dispatch(Trade { caps, values, tiers, parts, buckets, smallest })
    }
}

/// The trades in all companies; arrays of two hold the figures before and after.
struct Trade<'a> {
    caps: &'a [f64],
    values: [&'a [f64]; 2],
    tiers: [&'a [u8]; 2],
    /// The fraction of a company's value that the funds hold, by tier.
    parts: [[f64; TIERS]; 2],
    buckets: &'a [CostBucket],
    /// The smallest cap of each bucket except the last, in descending order.
    smallest: &'a [f64],
}

impl pulp::WithSimd for Trade<'_> {
    type Output = Traded;

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Traded {
        let Self { caps, values, tiers, parts, buckets, smallest } = self;
        let (caps, _) = caps.as_chunks::<BLOCK>();
        let [old, new] = values.map(|values| values.as_chunks::<BLOCK>().0);
        let [from, to] = tiers.map(|tiers| tiers.as_chunks::<BLOCK>().0);
        let mut sums = [[0.0; BLOCK]; 2];
        for block in 0..caps.len() {
            let caps = &caps[block];
            let sold = held(&old[block], &from[block], &parts[0]);
            let bought = held(&new[block], &to[block], &parts[1]);
            let [half_spread, impact, volume] = figures(caps, buckets, smallest);
            let (mut usd, mut cost) = ([0.0; BLOCK], [0.0; BLOCK]);
            for i in 0..BLOCK {
                usd[i] = (bought[i] - sold[i]).abs();
                let impact = impact[i] * (usd[i] / (volume[i] * caps[i])).sqrt();
                let of_trade = usd[i] * (half_spread[i] + impact) / 1e4;
                // An empty slot trades nothing, at no cost.
                cost[i] = if usd[i] > 0.0 { of_trade } else { 0.0 };
            }
            // Sums are kept by place in the block, so that they are the same on every processor.
            for i in 0..BLOCK {
                sums[0][i] += usd[i];
                sums[1][i] += cost[i];
            }
        }
        let [usd, cost] = sums.map(|sums| sums.into_iter().sum());
        Traded { usd, cost }
    }
}

/// The holdings of the funds in each company of a block, USD.
#[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
#[inline(always)]
fn held(values: &[f64; BLOCK], tiers: &[u8; BLOCK], parts: &[f64; TIERS]) -> [f64; BLOCK] {
    let mut held = [0.0; BLOCK];
    for i in 0..BLOCK {
        for (tier, part) in (0..).zip(parts) {
            held[i] = if tiers[i] == tier { *part } else { held[i] };
        }
        held[i] *= values[i];
    }
    held
}

/// Half spreads, impacts and volumes of each company of a block.
#[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
#[inline(always)]
fn figures(caps: &[f64; BLOCK], buckets: &[CostBucket], smallest: &[f64]) -> [[f64; BLOCK]; 3] {
    let first = &buckets[0];
    let mut figures = [[first.half_spread; BLOCK], [first.impact; BLOCK], [first.volume; BLOCK]];
    for (bucket, smallest) in buckets[1..].iter().zip(smallest) {
        let of_bucket = [bucket.half_spread, bucket.impact, bucket.volume];
        for (figures, figure) in figures.iter_mut().zip(of_bucket) {
            for i in 0..BLOCK {
                figures[i] = if caps[i] < *smallest { figure } else { figures[i] };
            }
        }
    }
    figures
}

/// The fraction of the value of a company in each tier that the funds hold, before or after an
/// event.
fn parts(costs: &TradingCosts, matrix: &Matrix, is_before: bool) -> [f64; TIERS] {
    let mut parts = [0.0; TIERS];
    for index in costs.funded() {
        let (span, assets) = (Span::of(index), costs.assets[&index]);
        let mut total = Part::default();
        for (from, row) in matrix.iter().enumerate() {
            for (to, part) in row.iter().enumerate() {
                if span.holds(if is_before { from } else { to }) {
                    total.add(*part);
                }
            }
        }
        for (tier, part) in parts.iter_mut().enumerate() {
            if span.holds(tier) && total.cap > 0 {
                *part += assets / total.cap as f64;
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::tiers::OUTSIDE;
    use super::*;
    use crate::universe::Index;

    #[test]
    fn both_legs_of_a_migration_are_netted_before_they_cost() {
        let bucket = |last_rank: usize, half_spread, impact| CostBucket {
            name: last_rank.to_string(),
            last_rank,
            half_spread,
            impact,
            volume: 0.01,
        };
        let costs = TradingCosts {
            buckets: vec![bucket(2, 1.0, 100.0), bucket(4, 10.0, 300.0)],
            assets: [(Index::R1000, 90.0), (Index::R2000, 10.0)].into(),
        };
        // The second company moves up; the last one enters.
        let caps = [600.0, 300.0, 60.0, 40.0];
        let (before, after) = ([2, 3, 3, 6], [2, 2, 3, 3]);
        let in_block = |tiers: [u8; 4]| {
            let mut block = [OUTSIDE; BLOCK];
            block[..4].copy_from_slice(&tiers);
            block
        };
        let mut all_caps = [0.0; BLOCK];
        all_caps[..4].copy_from_slice(&caps);
        let mut matrix = Matrix::default();
        for (at, cap) in [600, 300, 60, 40].into_iter().enumerate() {
            let (from, to) = (usize::from(before[at]), usize::from(after[at]));
            matrix[from][to].add(Part { count: 1, cap });
        }
        let mut desk = Desk::default();
        desk.open(&costs, &caps, |_| None);
        let event = TierMoves { before: matrix, after: matrix, ..TierMoves::default() };
        let tiers = [in_block(before), in_block(after)];
        let tiers = [&tiers[0][..], &tiers[1][..]];
        let traded = desk.trade(&costs, &all_caps, [&all_caps, &all_caps], tiers, &event);
        // Russell 1000: 600 of 600 before, 600 and 300 of 900 after; Russell 2000: 300 and 60 of
        // 360 before, 60 and 40 of 100 after.
        let net = [
            90.0 * (600.0 / 900.0 - 1.0),
            90.0 * 300.0 / 900.0 - 10.0 * 300.0 / 360.0,
            10.0 * (60.0 / 100.0 - 60.0 / 360.0),
            10.0 * 40.0 / 100.0,
        ];
        let cost = |at: usize| {
            let usd: f64 = net[at];
            let (half_spread, impact) = if at < 2 { (1.0, 100.0) } else { (10.0, 300.0) };
            let volumes = usd.abs() / (0.01 * caps[at]);
            usd.abs() * (half_spread + impact * volumes.sqrt()) / 1e4
        };
        let usd: f64 = net.iter().map(|usd| usd.abs()).sum();
        assert!((traded.usd - usd).abs() < 1e-9, "{} {usd}", traded.usd);
        assert!((traded.cost - (0..4).map(cost).sum::<f64>()).abs() < 1e-9);
        // Every purchase is matched by sales elsewhere, because the funds stay invested.
        assert!(net.iter().sum::<f64>().abs() < 1e-9);
    }
}
