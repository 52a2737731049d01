//! One pass over all caps that finds those above each window and those inside any window.

use super::cuts::WINDOWS;
use super::lanes::{ONE, bits, company, each_bit, mask};
use crate::market::model::BLOCK;

/// A range of caps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    /// The smallest cap inside.
    pub(super) from: f64,
    /// The smallest cap above.
    pub(super) to: f64,
}

/// The results of a pass.
#[derive(Debug, Clone)]
pub(super) struct Scan {
    /// The windows in use.
    used: Vec<usize>,
    /// Companies above each window: their number and the sum of their caps.
    pub(super) above: [(usize, u64); WINDOWS],
    /// Companies with at least the smallest eligible cap: their number and the sum of their caps.
    pub(super) eligible: (usize, u64),
    /// Caps inside any window, in the order of the slots; zeros fill up the last block.
    pub(super) inside: Vec<f64>,
    marks: Vec<u8>,
}

impl Scan {
    pub(super) fn new(used: Vec<usize>) -> Self {
        let (inside, marks) = (Vec::new(), Vec::new());
        Self { used, above: [(0, 0); WINDOWS], eligible: (0, 0), inside, marks }
    }

    /// Scans the caps, which come in whole blocks.
    pub(super) fn run(&mut self, caps: &[f64], windows: &[Window; WINDOWS], floor: f64) {
        self.marks.resize(caps.len(), 0);
        // Every banded break besides #1,000 adds three windows. With their number known at compile
        // time, the loop over them is unrolled.
        match self.used.len() {
            0..=5 => self.pass::<5>(caps, windows, floor),
            6..=8 => self.pass::<8>(caps, windows, floor),
            9..=11 => self.pass::<11>(caps, windows, floor),
            _ => self.pass::<WINDOWS>(caps, windows, floor),
        }
        self.inside.clear();
        let (blocks, _) = self.marks.as_chunks::<BLOCK>();
        for (block, marks) in blocks.iter().enumerate() {
            each_bit(bits(marks), |at| self.inside.push(caps[BLOCK * block + at]));
        }
        self.inside.resize(self.inside.len().next_multiple_of(BLOCK), 0.0);
    }

    fn pass<const N: usize>(&mut self, caps: &[f64], windows: &[Window; WINDOWS], floor: f64) {
        // Unused windows are empty.
        let mut dense = [Window { from: f64::INFINITY, to: f64::INFINITY }; N];
        for (dense, used) in dense.iter_mut().zip(&self.used) {
            *dense = windows[*used];
        }
        let marks = &mut self.marks[..];
        let totals = pulp::Arch::new().dispatch(Pass { caps, marks, windows: &dense, floor });
        for (used, total) in self.used.iter().zip(totals.above) {
            self.above[*used] = total;
        }
        self.eligible = totals.eligible;
    }
}

/// Counts and sums of a pass.
struct Totals<const N: usize> {
    above: [(usize, u64); N],
    eligible: (usize, u64),
}

struct Pass<'a, const N: usize> {
    caps: &'a [f64],
    marks: &'a mut [u8],
    windows: &'a [Window; N],
    floor: f64,
}

impl<const N: usize> pulp::WithSimd for Pass<'_, N> {
    type Output = Totals<N>;

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Totals<N> {
        let Self { caps, marks, windows, floor } = self;
        let (from, to) = (windows.map(|w| w.from), windows.map(|w| w.to));
        let mut totals = Totals { above: [(0, 0); N], eligible: (0, 0) };
        let (blocks, _) = caps.as_chunks::<BLOCK>();
        let (mark_blocks, _) = marks.as_chunks_mut::<BLOCK>();
        for (caps, marks) in blocks.iter().zip(mark_blocks) {
            let (mut sums, mut eligible) = ([0_u64; N], 0_u64);
            for i in 0..BLOCK {
                let cap = caps[i];
                let company = company(cap);
                let mut inside = 0_u64;
                for at in 0..N {
                    let above = mask(cap >= to[at]);
                    sums[at] += company & above;
                    inside |= mask(cap >= from[at]) & !above;
                }
                eligible += company & mask(cap >= floor);
                marks[i] = (inside & 1) as u8;
            }
            let all = totals.above.iter_mut().zip(sums);
            for (total, sum) in all.chain([(&mut totals.eligible, eligible)]) {
                total.0 += (sum / ONE) as usize;
                total.1 += sum % ONE;
            }
        }
        totals
    }
}
