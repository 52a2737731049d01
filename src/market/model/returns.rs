//! The vector loops: every company's return in a step.
//!
//! They process arrays of fixed length block by block, with one simple loop for each stage, which the
//! compiler needs in order to vectorise them. The caller dispatches to the widest instruction set
//! available. All sums are sums of whole numbers.

#![expect(clippy::inline_always, reason = "code must be part of the dispatched function")]

use super::kernels::{exp, mix, normals, student, unit};
use super::slots::{BLOCK, Slots};

/// 2^52: adding it to a smaller positive number rounds the number to a whole one, in the low bits of the sum.
const WHOLE: f64 = 4_503_599_627_370_496.0;
/// The low bits, which hold that whole number.
const WHOLE_BITS: u64 = (1 << 52) - 1;
/// The upper bound of a company's cap, USD.
const LARGEST: f64 = 1e15;

type Block<T> = [T; BLOCK];

/// Values that all companies share in a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Common {
    /// The base of the counters for companies' shocks.
    pub(super) key: u64,
    /// Log return of the market.
    pub(super) market: f64,
    /// The size factor, in standard deviations.
    pub(super) size: f64,
    /// Largest size of a company's own log return.
    pub(super) largest: f64,
}

/// The source of a company's own return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The first of a pair of normal numbers; the second is kept for the next step.
    FirstNormal,
    /// The second of the pair, kept from the step before.
    SecondNormal,
    /// A number with Student's t distribution.
    Student,
}

fn blocks<T>(slice: &[T]) -> &[Block<T>] {
    slice.as_chunks().0
}

fn blocks_mut<T>(slice: &mut [T]) -> &mut [Block<T>] {
    slice.as_chunks_mut().0
}

/// Moves all caps by a step and returns their sum, USD.
#[derive(Debug)]
pub(super) struct Grow<'a> {
    pub(super) slots: &'a mut Slots,
    /// A normal number for each slot, kept from the first step of a pair for the second.
    pub(super) kept: &'a mut [f64],
    pub(super) common: Common,
    pub(super) source: Source,
}

impl pulp::WithSimd for Grow<'_> {
    type Output = u64;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> u64 {
        let Self { slots, kept, common, source } = self;
        // Each case is written out, so that the loops are compiled for it.
        match source {
            Source::FirstNormal => grow(slots, kept, common, Source::FirstNormal),
            Source::SecondNormal => grow(slots, kept, common, Source::SecondNormal),
            Source::Student => grow(slots, kept, common, Source::Student),
        }
    }
}

#[inline(always)]
fn grow(slots: &mut Slots, kept: &mut [f64], common: Common, source: Source) -> u64 {
    let Slots { caps, keys, drift, beta, size_factor, deviation, tail_power, tail_excess, .. } =
        slots;
    let caps = blocks_mut(caps);
    let kept = blocks_mut(kept);
    let (keys, drift, beta) = (blocks(keys), blocks(drift), blocks(beta));
    let (size_factor, deviation) = (blocks(size_factor), blocks(deviation));
    let (tail_power, tail_excess) = (blocks(tail_power), blocks(tail_excess));
    let mut total = 0_u64;
    for at in 0..caps.len() {
        let mut shock = [0.0; BLOCK];
        match source {
            Source::FirstNormal => {
                pairs(&keys[at], common.key, &mut shock, &mut kept[at]);
            }
            Source::SecondNormal => shock = kept[at],
            Source::Student => {
                let tails = (&tail_power[at], &tail_excess[at]);
                students(&keys[at], common.key, tails, &mut shock);
            }
        }
        let exposure = [&drift[at], &beta[at], &size_factor[at], &deviation[at]];
        let returns = log_returns(exposure, common, &shock);
        total = total.wrapping_add(apply(&mut caps[at], &returns));
    }
    total
}

#[inline(always)]
fn pairs(keys: &Block<u64>, key: u64, first: &mut Block<f64>, second: &mut Block<f64>) {
    for i in 0..BLOCK {
        let (x, y) = normals(mix(keys[i].wrapping_add(key)));
        first[i] = x;
        second[i] = y;
    }
}

#[inline(always)]
fn students(
    keys: &Block<u64>,
    key: u64,
    (power, excess): (&Block<f64>, &Block<f64>),
    shock: &mut Block<f64>,
) {
    for i in 0..BLOCK {
        shock[i] = student(mix(keys[i].wrapping_add(key)), power[i], excess[i]);
    }
}

#[inline(always)]
fn log_returns(
    [drift, beta, size_factor, deviation]: [&Block<f64>; 4],
    common: Common,
    shock: &Block<f64>,
) -> Block<f64> {
    let mut returns = [0.0; BLOCK];
    for i in 0..BLOCK {
        returns[i] = drift[i]
            + beta[i] * common.market
            + size_factor[i] * common.size
            + (deviation[i] * shock[i]).clamp(-common.largest, common.largest);
    }
    returns
}

#[inline(always)]
fn apply(caps: &mut Block<f64>, returns: &Block<f64>) -> u64 {
    let mut total = 0_u64;
    for i in 0..BLOCK {
        let whole = (caps[i] * exp(returns[i])).min(LARGEST) + WHOLE;
        caps[i] = whole - WHOLE;
        total = total.wrapping_add(whole.to_bits() & WHOLE_BITS);
    }
    total
}

/// Finds the slots with a takeover or failure, that is, those whose uniform number is below the slot's
/// probability; each comes with that number divided by the probability.
#[derive(Debug)]
pub(super) struct Befallen<'a> {
    pub(super) slots: &'a Slots,
    /// The base of the counters for companies' fates.
    pub(super) key: u64,
    /// Overwritten.
    pub(super) found: &'a mut Vec<(usize, f64)>,
}

impl pulp::WithSimd for Befallen<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { slots, key, found } = self;
        found.clear();
        for (at, (keys, fate)) in blocks(&slots.keys).iter().zip(blocks(&slots.fate)).enumerate() {
            let mut numbers = [0.0; BLOCK];
            let mut hits = [0_u8; BLOCK];
            for i in 0..BLOCK {
                numbers[i] = unit(mix(keys[i].wrapping_add(key)));
                hits[i] = u8::from(numbers[i] < fate[i]);
            }
            for (eight, hits) in hits.as_chunks::<8>().0.iter().enumerate() {
                let mut left = u64::from_le_bytes(*hits);
                while left != 0 {
                    let i = 8 * eight + left.trailing_zeros() as usize / 8;
                    left &= left - 1;
                    found.push((BLOCK * at + i, numbers[i] / fate[i]));
                }
            }
        }
    }
}

/// A cap in whole dollars, as all caps are.
#[inline(always)]
pub(super) fn whole(cap: f64) -> f64 {
    whole_and_integer(cap).0
}

/// As [`whole`], with the value as an integer too, read from the bits because the conversion does not
/// vectorise.
#[inline(always)]
pub(super) fn whole_and_integer(cap: f64) -> (f64, u64) {
    let whole = cap.clamp(0.0, LARGEST) + WHOLE;
    (whole - WHOLE, whole.to_bits() & WHOLE_BITS)
}

/// The second normal number of a company's pair.
pub(super) fn second_normal(company: u64, key: u64) -> f64 {
    normals(mix(company.wrapping_add(key))).1
}
