//! How far a held membership is from today's ranks: the drift of a month end.

use super::cuts::Cuts;
use super::setup::Held;
use crate::market::model::BLOCK;

/// Companies and their caps together, USD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Part {
    pub(super) count: u64,
    pub(super) cap: u64,
}

/// Drift of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct IndexDrift {
    /// All members.
    pub(super) members: Part,
    /// Members on the wrong side of a plain break.
    pub(super) wrong_side: Part,
    /// Members that would leave if the index were reconstituted.
    pub(super) beyond_band: Part,
}

impl IndexDrift {
    /// The weight of some of the members, a fraction; none of no index.
    pub(super) fn weight(&self, part: Part) -> f64 {
        if self.members.cap == 0 { 0.0 } else { part.cap as f64 / self.members.cap as f64 }
    }
}

/// 2^52: added to a smaller whole number, it leaves that in the low bits.
const WHOLE: f64 = 4_503_599_627_370_496.0;
const WHOLE_BITS: u64 = (1 << 52) - 1;
/// One company, above the bits that the caps of a block sum to: caps are below 2^50.
const ONE: u64 = 1 << 57;

/// Drift of the Russell 1000 and of the 2000, for caps and members by slot, in whole blocks.
pub(super) fn drift(caps: &[f64], members: &[u8], cuts: &Cuts) -> [IndexDrift; 2] {
    pulp::Arch::new().dispatch(Pass { caps, members, cuts })
}

struct Pass<'a> {
    caps: &'a [f64],
    members: &'a [u8],
    cuts: &'a Cuts,
}

impl pulp::WithSimd for Pass<'_> {
    type Output = [IndexDrift; 2];

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        let Cuts { r1000, upper, .. } = *self.cuts;
        let outside = self.cuts.r3000.max(self.cuts.floor);
        let stays_large = self.cuts.lower.max(outside);
        let right_large = r1000.max(outside);
        let mut drifts = [IndexDrift::default(); 2];
        let (blocks, _) = self.caps.as_chunks::<BLOCK>();
        let (member_blocks, _) = self.members.as_chunks::<BLOCK>();
        for (caps, members) in blocks.iter().zip(member_blocks) {
            // Integers: sums in any order, in as many lanes as there are, are the same.
            let (mut large, mut large_wrong, mut large_beyond) = (0_u64, 0_u64, 0_u64);
            let (mut small, mut small_wrong, mut small_beyond) = (0_u64, 0_u64, 0_u64);
            for i in 0..BLOCK {
                let cap = caps[i];
                let company = (cap + WHOLE).to_bits() & WHOLE_BITS | ONE;
                let in_large = company & mask(members[i] == Held::R1000 as u8);
                let in_small = company & mask(members[i] == Held::R2000 as u8);
                let is_out = mask(cap < outside);
                large += in_large;
                large_wrong += in_large & mask(cap < right_large);
                large_beyond += in_large & mask(cap < stays_large);
                small += in_small;
                small_wrong += in_small & (mask(cap >= r1000) | is_out);
                small_beyond += in_small & (mask(cap >= upper) | is_out);
            }
            let [large_sums, small_sums] = &mut drifts;
            large_sums.add([large, large_wrong, large_beyond]);
            small_sums.add([small, small_wrong, small_beyond]);
        }
        drifts
    }
}

impl IndexDrift {
    /// Takes in a block's members, those on the wrong side and those beyond the band.
    fn add(&mut self, sums: [u64; 3]) {
        let parts = [&mut self.members, &mut self.wrong_side, &mut self.beyond_band];
        for (part, sum) in parts.into_iter().zip(sums) {
            part.count += sum / ONE;
            part.cap += sum % ONE;
        }
    }
}

/// All bits where `is_so`.
#[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
#[inline(always)]
fn mask(is_so: bool) -> u64 {
    u64::from(is_so).wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_index_by_hand() {
        let cuts = Cuts {
            floor: 5.0,
            r1000: 50.0,
            upper: 70.0,
            lower: 30.0,
            r3000: 10.0,
            r3000e: 5.0,
            total: 0,
        };
        let held = [
            (80.0, Held::R1000),
            // Below the break, within the band; below the band; below #3,000.
            (40.0, Held::R1000),
            (20.0, Held::R1000),
            (8.0, Held::R1000),
            // Above the break, within the band and on its edge; above the band; below #3,000.
            (60.0, Held::R2000),
            (70.0, Held::R2000),
            (90.0, Held::R2000),
            (9.0, Held::R2000),
            (45.0, Held::R2000),
            (100.0, Held::Outside),
        ];
        let mut caps = vec![0.0; BLOCK];
        let mut members = vec![0; BLOCK];
        for (at, (cap, held)) in held.into_iter().enumerate() {
            caps[at] = cap;
            members[at] = held as u8;
        }
        let part = |count, cap| Part { count, cap };
        let expected = [
            IndexDrift { members: part(4, 148), wrong_side: part(3, 68), beyond_band: part(2, 28) },
            IndexDrift {
                members: part(5, 274),
                wrong_side: part(4, 229),
                beyond_band: part(3, 169),
            },
        ];
        assert_eq!(drift(&caps, &members, &cuts), expected);
        assert!((expected[0].weight(expected[0].beyond_band) - 28.0 / 148.0).abs() < 1e-15);
        assert!(IndexDrift::default().weight(Part::default()).abs() < 1e-15);
    }
}
