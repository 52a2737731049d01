//! A company's own beta and deviation, drawn from its bucket anew on every path.
//!
//! They are unknown. A model that drew them once for all paths would describe a market in which they are
//! known, and its means would be those of that one market, whatever the number of paths.

#![expect(clippy::inline_always, reason = "code must be part of the dispatched function")]

use super::kernels::{exp, mix, normals};
use super::parameters::Bucket;
use super::slots::{BLOCK, Slots};
use super::steps::{Fates, Model};

/// A company's position among those of its bucket, in standard deviations.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Scores {
    pub(super) beta: f64,
    pub(super) deviation: f64,
}

/// A company's stated figures, which apply whatever its bucket and on all paths.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Stated {
    pub(super) beta: Option<f64>,
    pub(super) deviation: Option<f64>,
}

/// A bucket's figures for steps of one length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BucketSteps {
    /// Log return before half the variance is subtracted.
    pub(super) drift: f64,
    pub(super) beta: f64,
    pub(super) beta_spread: f64,
    /// The deviation of a month's log return; `size_part` is the largest part of it that companies share.
    pub(super) deviation: f64,
    pub(super) deviation_spread: f64,
    pub(super) size_factor: f64,
    pub(super) size_part: f64,
    /// The length of a step in months, and its square root.
    pub(super) months: f64,
    pub(super) root_months: f64,
    /// `-2 / dof` and `dof - 2` of Student's t.
    pub(super) tail_power: f64,
    pub(super) tail_excess: f64,
    /// Probability that a company is taken over or fails.
    pub(super) fate: f64,
}

/// The parameters that move a company in a step, apart from the random numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Exposure {
    pub(super) drift: f64,
    pub(super) beta: f64,
    pub(super) size_factor: f64,
    pub(super) deviation: f64,
}

impl BucketSteps {
    /// The figures of a bucket, for steps of `months` months.
    pub(super) fn new(b: &Bucket, months: f64, fates: &Fates) -> Self {
        let is_moving = b.deviation > 0.0;
        Self {
            drift: b.excess_log_return * months,
            beta: b.beta,
            beta_spread: b.beta_spread,
            deviation: b.deviation,
            deviation_spread: b.deviation_spread,
            size_factor: b.size_factor,
            size_part: if is_moving { b.size_factor / b.deviation } else { 0.0 },
            months,
            root_months: months.sqrt(),
            tail_power: -2.0 / b.tail_dof,
            tail_excess: b.tail_dof - 2.0,
            fate: fates.or_failure,
        }
    }

    #[inline(always)]
    fn beta(&self, score: f64) -> f64 {
        self.beta + self.beta_spread * score
    }

    #[inline(always)]
    fn deviation(&self, score: f64) -> f64 {
        self.deviation * exp(self.deviation_spread * score)
    }

    /// The exposure of a company of the bucket with this beta and this monthly deviation.
    #[inline(always)]
    fn exposure(&self, beta: f64, deviation: f64) -> Exposure {
        // For a company calmer than its bucket's size factor, the factor is reduced in proportion.
        let size_factor = self.size_factor.min(self.size_part * deviation);
        let variance = deviation * deviation;
        let own = (variance - size_factor * size_factor).max(0.0).sqrt();
        Exposure {
            drift: self.drift - variance / 2.0 * self.months,
            beta,
            size_factor,
            deviation: own * self.root_months,
        }
    }
}

impl Slots {
    /// Gives the company of a slot the figures of a bucket.
    pub(super) fn expose(&mut self, model: &Model, slot: usize, bucket: u8) {
        let figures = model.bucket(bucket);
        let stated = self.stated.get(slot).copied().unwrap_or_default();
        let beta = stated.beta.unwrap_or_else(|| figures.beta(self.beta_score[slot]));
        let deviation =
            stated.deviation.unwrap_or_else(|| figures.deviation(self.deviation_score[slot]));
        let Exposure { drift, beta, size_factor, deviation } = figures.exposure(beta, deviation);
        self.bucket[slot] = bucket;
        self.drift[slot] = drift;
        self.beta[slot] = beta;
        self.size_factor[slot] = size_factor;
        self.deviation[slot] = deviation;
        self.tail_power[slot] = figures.tail_power;
        self.tail_excess[slot] = figures.tail_excess;
        self.fate[slot] = figures.fate;
    }
}

/// Gives all companies the figures of their buckets.
#[derive(Debug)]
pub(super) struct Expose<'a> {
    pub(super) slots: &'a mut Slots,
    pub(super) model: &'a Model,
    /// The base of the counters for companies' traits, to draw new scores first; `None` to keep the scores.
    pub(super) draw: Option<u64>,
}

impl pulp::WithSimd for Expose<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { slots, model, draw } = self;
        if let Some(key) = draw {
            draw_scores(slots, key);
        }
        for block in 0..slots.caps.len() / BLOCK {
            let all = block * BLOCK..(block + 1) * BLOCK;
            let first = slots.bucket[all.start];
            // Companies that are neighbours in memory were of about the same size at the start; companies
            // listed since may have any size.
            expose_block(slots, model.bucket(first), block);
            for slot in all {
                let bucket = slots.bucket[slot];
                if bucket != first {
                    slots.expose(model, slot, bucket);
                }
            }
        }
        for slot in 0..slots.stated.len() {
            if slots.stated[slot] != Stated::default() {
                slots.expose(model, slot, slots.bucket[slot]);
            }
        }
        // An empty slot has no takeover or failure.
        for &slot in &slots.free {
            slots.fate[slot] = 0.0;
        }
    }
}

/// Gives companies the figures of the buckets that they move to.
#[derive(Debug)]
pub(super) struct ExposeMoved<'a> {
    pub(super) slots: &'a mut Slots,
    pub(super) model: &'a Model,
    /// Slots by the new bucket.
    pub(super) moved: &'a [Vec<usize>],
}

impl pulp::WithSimd for ExposeMoved<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { slots, model, moved } = self;
        for (bucket, moved) in (0..).zip(moved) {
            let figures = model.bucket(bucket);
            for some in moved.chunks(BLOCK) {
                expose_some(slots, figures, some, bucket);
            }
            for &slot in moved {
                if slots.stated.get(slot).is_some_and(|stated| *stated != Stated::default()) {
                    slots.expose(model, slot, bucket);
                }
            }
        }
    }
}

/// Exposes at most a block of companies without stated figures to the bucket that they move to.
#[inline(always)]
fn expose_some(slots: &mut Slots, figures: &BucketSteps, some: &[usize], bucket: u8) {
    let [mut beta_score, mut deviation_score] = [[0.0; BLOCK]; 2];
    for (at, &slot) in some.iter().enumerate() {
        beta_score[at] = slots.beta_score[slot];
        deviation_score[at] = slots.deviation_score[slot];
    }
    let [mut drift, mut beta, mut size_factor, mut deviation] = [[0.0; BLOCK]; 4];
    let exposures = [&mut drift, &mut beta, &mut size_factor, &mut deviation];
    expose(figures, [&beta_score, &deviation_score], exposures);
    for (at, &slot) in some.iter().enumerate() {
        slots.bucket[slot] = bucket;
        slots.drift[slot] = drift[at];
        slots.beta[slot] = beta[at];
        slots.size_factor[slot] = size_factor[at];
        slots.deviation[slot] = deviation[at];
        slots.tail_power[slot] = figures.tail_power;
        slots.tail_excess[slot] = figures.tail_excess;
        slots.fate[slot] = figures.fate;
    }
}

/// The drift, beta, size factor and deviation of a block of companies of one bucket, by their scores.
#[inline(always)]
fn expose(
    figures: &BucketSteps,
    [beta_score, deviation_score]: [&[f64; BLOCK]; 2],
    [drift, beta, size_factor, deviation]: [&mut [f64; BLOCK]; 4],
) {
    for i in 0..BLOCK {
        let of_company =
            figures.exposure(figures.beta(beta_score[i]), figures.deviation(deviation_score[i]));
        drift[i] = of_company.drift;
        beta[i] = of_company.beta;
        size_factor[i] = of_company.size_factor;
        deviation[i] = of_company.deviation;
    }
}

#[inline(always)]
fn draw_scores(slots: &mut Slots, key: u64) {
    let keys = slots.keys.as_chunks::<BLOCK>().0;
    let beta = slots.beta_score.as_chunks_mut::<BLOCK>().0;
    let deviation = slots.deviation_score.as_chunks_mut::<BLOCK>().0;
    for ((keys, beta), deviation) in keys.iter().zip(beta).zip(deviation) {
        for i in 0..BLOCK {
            (beta[i], deviation[i]) = normals(mix(keys[i].wrapping_add(key)));
        }
    }
}

/// Exposes a block of companies of one bucket without stated figures.
#[inline(always)]
fn expose_block(slots: &mut Slots, figures: &BucketSteps, block: usize) {
    let beta_score = &slots.beta_score.as_chunks::<BLOCK>().0[block];
    let deviation_score = &slots.deviation_score.as_chunks::<BLOCK>().0[block];
    let [drift, beta, size_factor, deviation, tail_power, tail_excess, fate] = [
        &mut slots.drift,
        &mut slots.beta,
        &mut slots.size_factor,
        &mut slots.deviation,
        &mut slots.tail_power,
        &mut slots.tail_excess,
        &mut slots.fate,
    ]
    .map(|figure| &mut figure.as_chunks_mut::<BLOCK>().0[block]);
    expose(figures, [beta_score, deviation_score], [drift, beta, size_factor, deviation]);
    tail_power.fill(figures.tail_power);
    tail_excess.fill(figures.tail_excess);
    fate.fill(figures.fate);
}
