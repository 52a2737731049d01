//! What the funds that follow the indexes trade at a reconstitution, and what it costs them.
//!
//! Of a company with cap `c`, the funds of index k trade `A_k (c / after_k - c / before_k)` dollars,
//! with the assets `A_k` (constant along a path) and the caps of the index after and before; a side
//! that does not hold it counts nothing. These are netted over the indexes. As the net is the same
//! part of the cap for all companies that go the same way, so is the part of the daily volume, and
//! sums of caps by way and size bucket are enough.

use super::costs::{BUCKETS, TradingCosts};
use super::placement::Matrix;
use super::plain::Part;
use super::tiers::{Span, TIERS};
use crate::market::model::whole_dollars;

/// What was traded at a reconstitution.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Traded {
    /// Bought and sold, USD.
    pub(super) usd: f64,
    /// What that cost, USD.
    pub(super) cost: f64,
}

/// Works out trades, in the same memory every time.
#[derive(Debug, Clone, Default)]
pub(super) struct Desk {
    /// Caps by size, as bits: those of numbers above zero are in their order, and faster to compare.
    sorted: Vec<u64>,
    /// The smallest cap of each bucket, falling.
    smallest: [f64; BUCKETS],
    /// Caps by way and bucket, USD.
    sums: Vec<u64>,
}

impl Desk {
    /// Sorts companies into the buckets of the day.
    pub(super) fn open(&mut self, costs: &TradingCosts, caps: &[f64]) {
        self.sorted.clear();
        self.sorted.extend(caps.iter().filter(|cap| **cap > 0.0).map(|cap| cap.to_bits()));
        // The last bucket holds all that are left.
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

    /// What is traded where companies go from the tiers `before` to those `after`, by slot; `matrix` has
    /// their sums.
    pub(super) fn trade(
        &mut self,
        costs: &TradingCosts,
        caps: &[f64],
        (before, after): (&[u8], &[u8]),
        matrix: &Matrix,
    ) -> Traded {
        self.sums.clear();
        self.sums.resize(TIERS * TIERS * BUCKETS, 0);
        let ends = &self.smallest[..costs.buckets.len() - 1];
        for ((cap, before), after) in caps.iter().zip(before).zip(after) {
            let bucket: usize = ends.iter().map(|smallest| usize::from(cap < smallest)).sum();
            let way = TIERS * usize::from(*before) + usize::from(*after);
            self.sums[BUCKETS * way + bucket] += whole_dollars(*cap);
        }
        let parts = parts(costs, matrix);
        let mut traded = Traded::default();
        for (sums, part) in self.sums.as_chunks::<BUCKETS>().0.iter().zip(parts.as_flattened()) {
            for (sum, bucket) in sums.iter().zip(&costs.buckets) {
                let usd = *sum as f64 * part.abs();
                let impact = bucket.impact * (part.abs() / bucket.volume).sqrt();
                traded.usd += usd;
                traded.cost += usd * (bucket.half_spread + impact) / 1e4;
            }
        }
        traded
    }
}

/// What part of the cap the funds buy of companies that go from one tier to another.
fn parts(costs: &TradingCosts, matrix: &Matrix) -> [[f64; TIERS]; TIERS] {
    let mut parts = [[0.0; TIERS]; TIERS];
    for index in costs.funded() {
        let (span, assets) = (Span::of(index), costs.assets[&index]);
        let (mut before, mut after) = (Part::default(), Part::default());
        for (from, row) in matrix.iter().enumerate() {
            for (to, part) in row.iter().enumerate() {
                if span.holds(from) {
                    before.add(*part);
                }
                if span.holds(to) {
                    after.add(*part);
                }
            }
        }
        let held = |is_in: bool, total: Part| {
            if is_in && total.cap > 0 { assets / total.cap as f64 } else { 0.0 }
        };
        for (from, row) in parts.iter_mut().enumerate() {
            for (to, part) in row.iter_mut().enumerate() {
                *part += held(span.holds(to), after) - held(span.holds(from), before);
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::costs::CostBucket;
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
        // The second moves up; the last comes in.
        let caps = [600.0, 300.0, 60.0, 40.0];
        let (before, after) = ([2, 3, 3, 6], [2, 2, 3, 3]);
        let mut matrix = Matrix::default();
        for (at, cap) in [600, 300, 60, 40].into_iter().enumerate() {
            let (from, to) = (usize::from(before[at]), usize::from(after[at]));
            matrix[from][to].add(Part { count: 1, cap });
        }
        let mut desk = Desk::default();
        desk.open(&costs, &caps);
        let traded = desk.trade(&costs, &caps, (&before, &after), &matrix);
        // Russell 1000: 600 of 600, then 600 and 300 of 900; 2000: 300 and 60 of 360, then 60 and 40 of 100.
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
        // What is bought is sold elsewhere: the funds stay invested.
        assert!(net.iter().sum::<f64>().abs() < 1e-9);
    }
}
