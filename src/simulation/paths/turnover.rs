//! One-way turnover and moves of an event, from the caps of everybody that was or will be held.

use crate::market::model::BLOCK;

/// How many segments a company can be in: outside, the Russell 1000, the 2000.
const SEGMENTS: usize = 3;

/// Companies by segment before and after an event, with their caps at its close; those outside
/// before and after do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flows {
    counts: [[u64; SEGMENTS]; SEGMENTS],
    caps: [[u64; SEGMENTS]; SEGMENTS],
}

/// 2^52: added to a smaller whole number, it leaves that in the low bits.
const WHOLE: f64 = 4_503_599_627_370_496.0;
const WHOLE_BITS: u64 = (1 << 52) - 1;
/// One company, above the bits that the caps of a block sum to: caps are below 2^50.
const ONE: u64 = 1 << 57;

struct Pass<'a> {
    caps: &'a [f64],
    before: &'a [u8],
    after: &'a [u8],
}

impl pulp::WithSimd for Pass<'_> {
    type Output = Flows;

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Flows {
        let mut flows = Flows::default();
        let (caps, _) = self.caps.as_chunks::<BLOCK>();
        let (before, _) = self.before.as_chunks::<BLOCK>();
        let (after, _) = self.after.as_chunks::<BLOCK>();
        for ((caps, before), after) in caps.iter().zip(before).zip(after) {
            // By three times the segment before and the segment after.
            let mut sums = [0_u64; SEGMENTS * SEGMENTS];
            for i in 0..BLOCK {
                let company = (caps[i] + WHOLE).to_bits() & WHOLE_BITS | ONE;
                let way = 3 * before[i] + after[i];
                for (at, sum) in (1_u8..).zip(&mut sums[1..]) {
                    *sum += company & u64::from(way == at).wrapping_neg();
                }
            }
            for (at, sum) in sums.into_iter().enumerate() {
                let (before, after) = (at / SEGMENTS, at % SEGMENTS);
                flows.counts[before][after] += sum / ONE;
                flows.caps[before][after] += sum % ONE;
            }
        }
        flows
    }
}

impl Flows {
    /// Of caps in USD and segments by slot, in whole blocks.
    pub(super) fn new(caps: &[f64], before: &[u8], after: &[u8]) -> Self {
        pulp::Arch::new().dispatch(Pass { caps, before, after })
    }

    /// Companies that go from one segment to another.
    pub(super) fn count(&self, before: super::Held, after: super::Held) -> f64 {
        self.counts[before as usize][after as usize] as f64
    }

    /// One-way turnover of an index, a fraction: half the sum of all changes of weights, with
    /// `c / total` for a company's weight. Who stays changes by `c |1 / after - 1 / before|`.
    pub(super) fn one_way(&self, index: super::Held) -> f64 {
        let index = index as usize;
        let stay = self.caps[index][index];
        let leave: u64 = self.caps[index].iter().sum::<u64>() - stay;
        let enter: u64 = self.caps.iter().map(|from| from[index]).sum::<u64>() - stay;
        let (before, after) = ((stay + leave) as f64, (stay + enter) as f64);
        let part = |cap: u64, total: f64| if total > 0.0 { cap as f64 / total } else { 0.0 };
        let kept = (part(stay, after) - part(stay, before)).abs();
        (kept + part(leave, before) + part(enter, after)) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::Held::{Outside, R1000, R2000};
    use super::*;

    #[test]
    fn the_same_as_weight_by_weight() {
        let companies = [
            (50.0, R2000, R2000),
            (30.0, R2000, R1000),
            (20.0, R2000, Outside),
            (25.0, Outside, R2000),
            (25.0, R1000, R2000),
            (7.0, Outside, Outside),
        ];
        let (mut caps, mut before, mut after) = ([0.0; BLOCK], [0; BLOCK], [0; BLOCK]);
        for (at, (cap, was, is)) in companies.into_iter().enumerate() {
            (caps[at], before[at], after[at]) = (cap, was as u8, is as u8);
        }
        let flows = Flows::new(&caps, &before, &after);
        // Before .5 .3 .2, after .5 .25 .25: half the sum of .3 + .2 + .25 + .25 is one half.
        assert!((flows.one_way(R2000) - 0.5).abs() < 1e-15);
        assert!((flows.one_way(R1000) - 1.0).abs() < 1e-15, "25 for 30: all of it");
        assert!((flows.count(R2000, R1000) - 1.0).abs() < 1e-15);
        assert!(Flows::default().one_way(R1000).abs() < 1e-15);
    }
}
