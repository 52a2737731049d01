//! The tier of every company by the unbanded breakpoints: found in one pass and shared by all
//! schedules.

use super::cuts::Cuts;
use super::in_use::Update;
use super::lanes::{ONE, company, mask};
use super::tiers::{OUTSIDE, TIERS};
use crate::market::model::BLOCK;

/// A number of companies, and their total value to an index, USD: caps by index shares and float.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Part {
    pub(super) count: u64,
    pub(super) cap: u64,
}

impl Part {
    pub(super) fn add(&mut self, other: Self) {
        self.count += other.count;
        self.cap += other.cap;
    }

    /// Removes companies again; intermediate sums may wrap around.
    pub(super) fn take(&mut self, other: Self) {
        self.count = self.count.wrapping_sub(other.count);
        self.cap = self.cap.wrapping_sub(other.cap);
    }
}

/// The tier of every company by the unbanded breakpoints.
#[derive(Debug, Clone, Default)]
pub(super) struct Unbanded {
    /// Tiers by slot.
    pub(super) tiers: Vec<u8>,
    /// By slot: 1 if the value is larger than before.
    pub(super) rose: Vec<u8>,
    /// Companies by tier; the last tier is not counted.
    pub(super) totals: [Part; TIERS],
    /// Companies that rose, by tier; the last tier is not counted.
    pub(super) risen: [u64; TIERS],
}

/// The bounds between the tiers that can hold companies, in descending order.
struct Bounds {
    /// For each such tier: its smallest cap, and the tier.
    kept: [(f64, u8); TIERS - 1],
    count: usize,
}

impl Bounds {
    fn new(cuts: &Cuts) -> Self {
        let mut bounds = Self { kept: [(0.0, OUTSIDE); TIERS - 1], count: 0 };
        for (tier, smallest) in (0..).zip(cuts.smallest()) {
            let is_empty = bounds.last().is_some_and(|(above, _)| smallest >= above);
            if smallest.is_finite() && !is_empty {
                bounds.kept[bounds.count] = (smallest, tier);
                bounds.count += 1;
            }
        }
        bounds
    }

    fn last(&self) -> Option<(f64, u8)> {
        Some(self.kept[self.count.checked_sub(1)?])
    }
}

impl Unbanded {
    /// Places all companies, slot by slot in whole blocks, by their caps, which are zero for
    /// ineligible companies. Totals are of their values; a company rose if its value is above that
    /// in `before`.
    pub(super) fn place(&mut self, caps: &[f64], before: &[f64], values: &[f64], cuts: &Cuts) {
        let bounds = Bounds::new(cuts);
        self.tiers.resize(caps.len(), OUTSIDE);
        self.rose.resize(caps.len(), 0);
        // With the number of bounds known at compile time, the loop over them is unrolled.
        match bounds.count {
            0..=3 => self.pass::<3>(caps, before, values, &bounds),
            4 => self.pass::<4>(caps, before, values, &bounds),
            5 => self.pass::<5>(caps, before, values, &bounds),
            _ => self.pass::<6>(caps, before, values, &bounds),
        }
    }

    /// The totals after index shares and floats were updated.
    pub(super) fn totals_after(&self, updated: &[Update]) -> [Part; TIERS] {
        let mut totals = self.totals;
        for update in updated {
            let tier = self.tiers[update.slot];
            if tier < OUTSIDE {
                let total = &mut totals[usize::from(tier)].cap;
                *total = total.wrapping_add(update.dollars);
            }
        }
        totals
    }

    fn pass<const N: usize>(
        &mut self,
        caps: &[f64],
        before: &[f64],
        values: &[f64],
        bounds: &Bounds,
    ) {
        let kept: [(f64, u8); N] = std::array::from_fn(|at| bounds.kept[at]);
        let next = |at: usize| kept.get(at + 1).map_or(OUTSIDE, |(_, tier)| *tier);
        let (tiers, rose) = (&mut self.tiers[..], &mut self.rose[..]);
        let found = pulp::Arch::new().dispatch(Pass {
            caps,
            before,
            values,
            tiers,
            rose,
            bounds: kept.map(|(bound, _)| bound),
            first: kept[0].1,
            steps: std::array::from_fn(|at| next(at) - kept[at].1),
        });
        self.totals = [Part::default(); TIERS];
        self.risen = [0; TIERS];
        let (mut above, mut risen_above) = (Part::default(), 0);
        for ((_, tier), (down_to, risen)) in kept.iter().zip(found).take(bounds.count) {
            let total = &mut self.totals[usize::from(*tier)];
            total.add(down_to);
            total.take(above);
            self.risen[usize::from(*tier)] = risen - risen_above;
            (above, risen_above) = (down_to, risen);
        }
    }
}

struct Pass<'a, const N: usize> {
    caps: &'a [f64],
    before: &'a [f64],
    values: &'a [f64],
    tiers: &'a mut [u8],
    rose: &'a mut [u8],
    bounds: [f64; N],
    /// The tier above the first bound.
    first: u8,
    /// By how many tiers a company drops at each bound.
    steps: [u8; N],
}

impl<const N: usize> pulp::WithSimd for Pass<'_, N> {
    /// Companies at or above each bound, and how many of them rose.
    type Output = [(Part, u64); N];

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        let Self { bounds, first, steps, .. } = self;
        let steps = steps.map(u64::from);
        let mut found = [(Part::default(), 0); N];
        let (caps, _) = self.caps.as_chunks::<BLOCK>();
        let (before, _) = self.before.as_chunks::<BLOCK>();
        let (values, _) = self.values.as_chunks::<BLOCK>();
        let (tiers, _) = self.tiers.as_chunks_mut::<BLOCK>();
        let (rose, _) = self.rose.as_chunks_mut::<BLOCK>();
        let known = caps.iter().zip(before).zip(values);
        for (((caps, before), values), (tiers, rose)) in known.zip(tiers.iter_mut().zip(rose)) {
            let (mut sums, mut risen) = ([0_u64; N], [0_u64; N]);
            for i in 0..BLOCK {
                let cap = caps[i];
                let company = company(values[i]);
                let has_risen = mask(values[i] > before[i]) & 1;
                let mut tier = u64::from(first);
                for at in 0..N {
                    let above = mask(cap >= bounds[at]);
                    sums[at] += company & above;
                    risen[at] += has_risen & above;
                    tier += steps[at] & !above;
                }
                tiers[i] = (tier & 0xff) as u8;
                rose[i] = (has_risen & 0xff) as u8;
            }
            for at in 0..N {
                found[at].0.add(Part { count: sums[at] / ONE, cap: sums[at] % ONE });
                found[at].1 += risen[at];
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::cuts::Sides;
    use super::*;

    #[test]
    fn tiers_that_nobody_can_be_in_are_passed_over() {
        let one = |cap: f64| Sides { unbanded: cap, upper: cap, lower: cap };
        let without = [one(f64::INFINITY), one(f64::INFINITY), one(50.0), one(0.0)];
        let with = [one(90.0), one(70.0), one(50.0), one(30.0)];
        let mut caps = vec![0.0; BLOCK];
        caps[..8].copy_from_slice(&[95.0, 70.0, 69.0, 50.0, 30.0, 12.0, 9.0, 4.0]);
        let mut before = caps.clone();
        (before[0], before[2], before[6]) = (94.0, 69.5, 1.0);
        for (breaks, expected) in
            [(without, [2, 2, 2, 2, 3, 3, 5, 6]), (with, [0, 1, 2, 2, 3, 4, 5, 6])]
        {
            let cuts =
                Cuts { floor: 5.0, breaks, r3000: 10.0, r3000e: 5.0, total: 0, tells_micro: true };
            let mut unbanded = Unbanded::default();
            unbanded.place(&caps, &before, &caps, &cuts);
            assert_eq!(unbanded.tiers[..9], [&expected[..], &[OUTSIDE]].concat());
            for tier in 0..OUTSIDE {
                let of_tier = (0..8).filter(|at| expected[*at] == tier);
                let cap: f64 = of_tier.clone().map(|at| caps[at]).sum();
                let total = unbanded.totals[usize::from(tier)];
                assert_eq!((total.count, total.cap as f64), (of_tier.clone().count() as u64, cap));
                let risen = of_tier.filter(|at| caps[*at] > before[*at]).count();
                assert_eq!(unbanded.risen[usize::from(tier)], risen as u64);
            }
            // Values doubled at the same caps.
            let updated: Vec<Update> =
                (0..8).map(|slot| Update::new(slot, caps[slot], 2.0 * caps[slot])).collect();
            let after = unbanded.totals_after(&updated);
            let twice: Vec<f64> = caps.iter().map(|cap| 2.0 * cap).collect();
            unbanded.place(&caps, &before, &twice, &cuts);
            assert_eq!(after[..usize::from(OUTSIDE)], unbanded.totals[..usize::from(OUTSIDE)]);
        }
    }
}
