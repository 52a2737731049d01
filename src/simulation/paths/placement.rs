//! Where a schedule holds companies, compared with where today's ranks would place them.
//!
//! Most companies are where the unbanded breakpoints put them, and would stay there. Only the
//! others are examined one by one; the rest follows from totals.

use super::cuts::Cuts;
use super::lanes::{ONE, bits, company, dollars, each_bit, mask};
use super::tiers::{ABOVE_MICROCAP, BANDED, LAST_OF_R1000, LAST_OF_R3000, TIERS};
use super::unbanded::{Part, Unbanded};
use crate::market::model::BLOCK;

/// Tiers that belong to an index: companies that are and stay outside all indexes are not counted.
const INSIDE: usize = TIERS - 1;

/// The index value of every company, USD.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worth<'a> {
    /// Values by slot, whole USD.
    pub(super) values: &'a [f64],
    /// Sums by the tier of the unbanded breakpoints.
    pub(super) totals: &'a [Part; TIERS],
}

/// Companies by the tier that they leave (first) and the tier that they go to.
pub(super) type Matrix = [[Part; TIERS]; TIERS];

/// All companies by the tier in which they are held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Placement {
    /// By the tier that the unbanded breakpoints give.
    pub(super) unbanded: Matrix,
    /// By the tier that a reconstitution on the day would give, with its bands.
    pub(super) fresh: Matrix,
    /// All companies by the tier that holds them; the last tier is not counted.
    pub(super) held: [Part; TIERS],
    /// Number of companies that rose, by tier; the last tier is not counted.
    pub(super) risen: [u64; TIERS],
}

/// The caps from which a company of each tier is on the large side of each banded break.
#[derive(Debug, Clone)]
pub(super) struct Edges {
    from: [[f64; TIERS]; BANDED],
    /// True if a company may have to move although it is where the unbanded breakpoints place it.
    is_crossed: bool,
}

impl Edges {
    pub(super) fn new(cuts: &Cuts) -> Self {
        // The last tier on the large side of each break.
        let last_large = [0, 1, LAST_OF_R1000, ABOVE_MICROCAP];
        let mut from = [[0.0; TIERS]; BANDED];
        for ((from, sides), last_large) in from.iter_mut().zip(&cuts.breaks).zip(last_large) {
            for (tier, from) in (0..).zip(from) {
                *from = if tier <= last_large {
                    sides.lower
                } else if tier <= LAST_OF_R3000 {
                    sides.upper
                } else {
                    sides.unbanded
                };
            }
        }
        let is_crossed = |sides: &super::cuts::Sides| {
            sides.lower > sides.unbanded.max(cuts.r3000) || sides.upper < sides.unbanded
        };
        Self { from, is_crossed: cuts.breaks.iter().any(is_crossed) }
    }

    /// The tier in which a reconstitution puts a company (RB 6.10-6.11), given the tier that holds
    /// it and a different one that the unbanded breakpoints give.
    pub(super) fn fresh(&self, held: u8, unbanded: u8, cap: f64) -> u8 {
        let is_large = |at: usize| u8::from(cap >= self.from[at][usize::from(held)]);
        // If bands cross, the smaller set stays inside the larger one. Each rule is applied
        // separately, which keeps the code free of branches.
        let in_r3000 = u8::from(unbanded <= LAST_OF_R3000);
        let in_r1000 = is_large(2);
        let in_top500 = in_r1000 & is_large(1);
        let in_top200 = in_top500 & is_large(0);
        let large = LAST_OF_R1000 - in_top500 - in_top200;
        let small = LAST_OF_R3000 - is_large(3);
        let banded = in_r1000 * large + (1 - in_r1000) * small;
        in_r3000 * banded + (1 - in_r3000) * unbanded
    }

    /// Finds the slots whose held tier differs from the unbanded one or may have to change.
    pub(super) fn misplaced(&self, held: &[u8], unbanded: &[u8], found: &mut Vec<usize>) {
        if self.is_crossed {
            found.clear();
            found.extend(0..held.len());
        } else {
            differing(held, unbanded, found);
        }
    }
}

/// Finds the slots in which two tiers differ; slots come in whole blocks.
pub(super) fn differing(left: &[u8], right: &[u8], found: &mut Vec<usize>) {
    found.clear();
    pulp::Arch::new().dispatch(Differing { left, right, found });
}

struct Differing<'a> {
    left: &'a [u8],
    right: &'a [u8],
    found: &'a mut Vec<usize>,
}

impl pulp::WithSimd for Differing<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { left, right, found } = self;
        let (left, _) = left.as_chunks::<BLOCK>();
        let (right, _) = right.as_chunks::<BLOCK>();
        for (block, (left, right)) in left.iter().zip(right).enumerate() {
            each_bit(differences(left, right), |at| found.push(BLOCK * block + at));
        }
    }
}

/// The slots of a block that differ, as a bit mask.
#[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
#[inline(always)]
fn differences(left: &[u8; BLOCK], right: &[u8; BLOCK]) -> u64 {
    let mut differs = [0; BLOCK];
    for at in 0..BLOCK {
        differs[at] = u8::from(left[at] != right[at]);
    }
    bits(&differs)
}

/// One pass that counts the companies that are not where the unbanded breakpoints put them, or that
/// may not stay there.
struct Look<'a> {
    held: &'a [u8],
    unbanded: &'a Unbanded,
    caps: &'a [f64],
    values: &'a [f64],
    edges: &'a Edges,
    found: Found,
}

/// Companies by the tier that holds them, and by the tier that the unbanded breakpoints or a
/// reconstitution give. The number that rose is packed above the count: with few sums the loop
/// seldom waits for the previous addition.
#[derive(Default)]
struct Found {
    unbanded: Matrix,
    fresh: Matrix,
}

/// The bit from which the number that rose is packed.
const ROSE: u32 = 32;

impl Part {
    /// Extracts the number of risen members, packed in the bits above the count.
    fn take_risen(&mut self) -> u64 {
        let risen = self.count >> ROSE;
        self.count &= (1 << ROSE) - 1;
        risen
    }
}

impl pulp::WithSimd for Look<'_> {
    type Output = Found;

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Found {
        let Self { held, unbanded, caps, values, edges, mut found } = self;
        let held = held.as_chunks::<BLOCK>().0;
        let (tiers, rose) =
            (unbanded.tiers.as_chunks::<BLOCK>().0, unbanded.rose.as_chunks::<BLOCK>().0);
        let (caps, values) = (caps.as_chunks::<BLOCK>().0, values.as_chunks::<BLOCK>().0);
        let companies = held.iter().zip(tiers).zip(rose).zip(caps.iter().zip(values));
        for (((held, tiers), rose), (caps, values)) in companies {
            let misplaced = if edges.is_crossed { u64::MAX } else { differences(held, tiers) };
            each_bit(misplaced, |at| {
                let (held, tier) = (held[at], tiers[at]);
                let fresh = usize::from(edges.fresh(held, tier, caps[at]));
                let count = 1 | u64::from(rose[at]) << ROSE;
                let company = Part { count, cap: dollars(values[at]) };
                let (held, tier) = (usize::from(held), usize::from(tier));
                found.unbanded[held][tier].add(company);
                // Companies that stay are counted as the remainder, which keeps the loop free of
                // branches.
                found.fresh[held][fresh].add(company);
            });
        }
        found
    }
}

/// One pass that sums the values of the members of each tier and counts how many rose.
struct Value<'a> {
    held: &'a [u8],
    before: &'a [f64],
    values: &'a [f64],
}

impl pulp::WithSimd for Value<'_> {
    type Output = [(Part, u64); INSIDE];

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        let Self { held, before, values } = self;
        let mut found = [(Part::default(), 0); INSIDE];
        let held = held.as_chunks::<BLOCK>().0;
        let (before, values) = (before.as_chunks::<BLOCK>().0, values.as_chunks::<BLOCK>().0);
        for (held, (before, values)) in held.iter().zip(before.iter().zip(values)) {
            let (mut sums, mut risen) = ([0_u64; INSIDE], [0_u64; INSIDE]);
            for i in 0..BLOCK {
                let company = company(values[i]);
                let has_risen = mask(values[i] > before[i]) & 1;
                for (tier, (sum, risen)) in (0..).zip(sums.iter_mut().zip(&mut risen)) {
                    let is_held = mask(held[i] == tier);
                    *sum += company & is_held;
                    *risen += has_risen & is_held;
                }
            }
            for (found, (sum, risen)) in found.iter_mut().zip(sums.into_iter().zip(risen)) {
                found.0.add(Part { count: sum / ONE, cap: sum % ONE });
                found.1 += risen;
            }
        }
        found
    }
}

impl Placement {
    /// Sums the values of all companies held, by slot in whole blocks, and counts how many rose
    /// from the values before. Nothing else is known afterwards.
    pub(super) fn value(&mut self, held: &[u8], before: &[f64], values: &[f64]) {
        let found = pulp::Arch::new().dispatch(Value { held, before, values });
        for (tier, (part, risen)) in found.into_iter().enumerate() {
            (self.held[tier], self.risen[tier]) = (part, risen);
        }
    }

    /// Examines all companies held, by slot in whole blocks, at these values and their totals by
    /// unbanded tier.
    pub(super) fn look(
        &mut self,
        held: &[u8],
        unbanded: &Unbanded,
        (caps, worth): (&[f64], &Worth<'_>),
        edges: &Edges,
    ) {
        let found = Found::default();
        let look = Look { held, unbanded, caps, values: worth.values, edges, found };
        let mut found = pulp::Arch::new().dispatch(look);
        self.risen = unbanded.risen;
        for held in 0..TIERS {
            for tier in 0..TIERS {
                let risen = found.unbanded[held][tier].take_risen();
                self.risen[held] = self.risen[held].wrapping_add(risen);
                self.risen[tier] = self.risen[tier].wrapping_sub(risen);
                found.fresh[held][tier].take_risen();
            }
        }
        (self.unbanded, self.fresh) = (found.unbanded, found.fresh);
        self.fresh[INSIDE][INSIDE] = Part::default();
        for tier in 0..INSIDE {
            let mut stay = worth.totals[tier];
            let others = (0..TIERS).filter(|held| *held != tier);
            others.for_each(|held| stay.take(self.unbanded[held][tier]));
            self.unbanded[tier][tier] = stay;
        }
        for tier in 0..INSIDE {
            let mut held = Part::default();
            self.unbanded[tier].iter().for_each(|part| held.add(*part));
            self.held[tier] = held;
            self.fresh[tier][tier] = staying(held, tier, &self.fresh[tier]);
        }
    }
}

impl Placement {
    /// Adds the companies that stay where they are held to those that move.
    pub(super) fn fill(&self, matrix: &mut Matrix) {
        for (tier, row) in matrix.iter_mut().enumerate().take(INSIDE) {
            row[tier] = staying(self.held[tier], tier, row);
        }
    }
}

/// The companies of a tier that stay in it.
fn staying(held: Part, tier: usize, goes_to: &[Part; TIERS]) -> Part {
    let mut stay = held;
    let others = goes_to.iter().enumerate().filter(|(to, _)| *to != tier);
    others.for_each(|(_, part)| stay.take(*part));
    stay
}
