//! One pass over all caps: what is above each window, and what is inside any.

use crate::market::model::BLOCK;

/// How many windows there are.
pub(super) const WINDOWS: usize = 5;

/// A range of caps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    /// The smallest cap inside.
    pub(super) from: f64,
    /// The smallest cap above.
    pub(super) to: f64,
}

impl Window {
    pub(super) fn holds(self, cap: f64) -> bool {
        self.from <= cap && cap < self.to
    }
}

/// What a pass finds.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    /// Companies above each window: how many, and the sum of their caps.
    pub(super) above: [(usize, u64); WINDOWS],
    /// Companies of the smallest eligible cap or a larger one.
    pub(super) eligible: (usize, u64),
    /// Caps inside any window, in the order of the slots.
    pub(super) inside: Vec<f64>,
    marks: Vec<u8>,
}

/// 2^52: added to a smaller whole number, it leaves that in the low bits.
const WHOLE: f64 = 4_503_599_627_370_496.0;
const WHOLE_BITS: u64 = (1 << 52) - 1;
/// One company, above the bits that the caps of a block sum to: caps are below 2^50.
const ONE: u64 = 1 << 57;

/// Counts and sums of a pass: above the windows, then of the eligible.
type Totals = [(usize, u64); WINDOWS + 1];

impl Scan {
    /// Goes over the caps, which are whole blocks.
    pub(super) fn run(&mut self, caps: &[f64], windows: &[Window; WINDOWS], floor: f64) {
        self.marks.resize(caps.len(), 0);
        let marks = &mut self.marks[..];
        let totals = pulp::Arch::new().dispatch(Pass { caps, marks, windows, floor });
        self.inside.clear();
        let (eights, _) = marks.as_chunks::<8>();
        for (at, eight) in eights.iter().enumerate() {
            let mut left = u64::from_le_bytes(*eight);
            while left != 0 {
                self.inside.push(caps[8 * at + left.trailing_zeros() as usize / 8]);
                left &= left - 1;
            }
        }
        self.above = std::array::from_fn(|at| totals[at]);
        self.eligible = totals[WINDOWS];
    }
}

struct Pass<'a> {
    caps: &'a [f64],
    marks: &'a mut [u8],
    windows: &'a [Window; WINDOWS],
    floor: f64,
}

impl pulp::WithSimd for Pass<'_> {
    type Output = Totals;

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Totals {
        let Self { caps, marks, windows, floor } = self;
        let (from, to) = (windows.map(|w| w.from), windows.map(|w| w.to));
        let mut totals = Totals::default();
        let (blocks, _) = caps.as_chunks::<BLOCK>();
        let (mark_blocks, _) = marks.as_chunks_mut::<BLOCK>();
        for (caps, marks) in blocks.iter().zip(mark_blocks) {
            let mut sums = [0_u64; WINDOWS + 1];
            for i in 0..BLOCK {
                let cap = caps[i];
                let company = (cap + WHOLE).to_bits() & WHOLE_BITS | ONE;
                let mut inside = 0_u64;
                for at in 0..WINDOWS {
                    let above = mask(cap >= to[at]);
                    sums[at] += company & above;
                    inside |= mask(cap >= from[at]) & !above;
                }
                sums[WINDOWS] += company & mask(cap >= floor);
                marks[i] = (inside & 1) as u8;
            }
            for (total, sum) in totals.iter_mut().zip(sums) {
                total.0 += (sum / ONE) as usize;
                total.1 += sum % ONE;
            }
        }
        totals
    }
}

/// All bits where `is_so`.
#[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
#[inline(always)]
fn mask(is_so: bool) -> u64 {
    u64::from(is_so).wrapping_neg()
}
