//! The components of a cap: shares outstanding, their price and their free float.
//!
//! Once a quarter, companies issue shares or buy them back, each by a random draw from the distribution
//! measured for companies of its bucket: the cap changes, the price does not. A company whose price has
//! fallen below a dollar may merge its shares, which changes the price and not the cap. If the free float
//! of a company is stated, it changes now and then; if not, all shares are free and stay so.

#![expect(clippy::inline_always, reason = "code must be part of the dispatched function")]

use super::kernels::{exp, mix, normals};
use super::lanes::{bits, each_bit};
use super::parameters::{SHARE_QUANTILES, ShareChanges};
use super::returns::whole_and_integer;
use super::slots::{BLOCK, Slots};
use super::start::Start;
use super::steps::Model;
use super::streams::{Draws, PathKey, Purpose};

/// The number of equally probable changes of a bucket.
const CHANGES: usize = 256;
/// The lower bound of a company's float, a fraction.
const SMALLEST_FLOAT: f64 = 0.01;

/// For each bucket, equally probable factors by which its companies multiply their shares in a quarter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ShareTables(Vec<[f64; CHANGES]>);

impl ShareTables {
    /// From the quantiles of each bucket; `None` if share counts never change.
    pub(super) fn new<'a>(buckets: impl Iterator<Item = &'a ShareChanges>) -> Option<Self> {
        let of = |changes: &ShareChanges| {
            std::array::from_fn(|at| {
                libm::exp(quantile(changes, (at as f64 + 0.5) / CHANGES as f64))
            })
        };
        let mut is_still = true;
        let tables = buckets
            .map(|changes| {
                is_still &= changes.iter().all(|change| change.abs() < f64::MIN_POSITIVE);
                of(changes)
            })
            .collect();
        (!is_still).then_some(Self(tables))
    }
}

/// The quantile of a probability: interpolated linearly between the known quantiles, and equal to the
/// nearest one beyond either end.
fn quantile(changes: &ShareChanges, probability: f64) -> f64 {
    let end = SHARE_QUANTILES.partition_point(|p| *p < probability);
    if end == 0 || end == SHARE_QUANTILES.len() {
        return changes[end.min(SHARE_QUANTILES.len() - 1)];
    }
    let (from, to) = (SHARE_QUANTILES[end - 1], SHARE_QUANTILES[end]);
    let part = (probability - from) / (to - from);
    changes[end - 1] + part * (changes[end] - changes[end - 1])
}

/// Shares, prices and floats of a path, by slot.
#[derive(Debug, Clone, Default)]
pub(super) struct Capital {
    /// Shares outstanding as a multiple of those at the start of the path, or at the listing; mergers of
    /// shares do not count.
    pub(super) shares: Vec<f64>,
    /// The cap, USD, of a company whose `shares` are one if a share costs a dollar; empty if prices are
    /// not followed.
    pub(super) at_a_dollar: Vec<f64>,
    /// Free float, a fraction of the shares.
    pub(super) float: Vec<f64>,
    /// Slots of companies with a stated float, in ascending order.
    stated: Vec<usize>,
    /// Scratch memory for slots that are examined one by one.
    low: Vec<usize>,
    is_changed: bool,
}

impl Capital {
    /// Returns to the start of a path; prices are drawn by [`Self::draw_prices`].
    pub(super) fn restart(&mut self, start: &Start) {
        let slots = start.slots.caps.len();
        if self.is_changed || self.shares.len() != slots {
            self.shares.clear();
            self.shares.resize(slots, 1.0);
            self.float.clear();
            self.float.extend(start.companies().iter().map(|c| c.float.unwrap_or(1.0)));
            self.float.resize(slots, 1.0);
            let companies = start.companies().iter().enumerate();
            self.stated.clear();
            self.stated.extend(companies.filter(|(_, c)| c.float.is_some()).map(|(at, _)| at));
        }
        self.is_changed = false;
        self.at_a_dollar.clear();
    }

    /// Gives every company of a start its stated price, or one drawn from the prices of its bucket.
    pub(super) fn draw_prices(&mut self, start: &Start, key: PathKey) {
        let buckets = &start.model.parameters().buckets;
        self.at_a_dollar.resize(start.slots.caps.len(), 0.0);
        let (slots, at_a_dollar) = (&start.slots, &mut self.at_a_dollar[..]);
        let medians: Vec<f64> = buckets.iter().map(|b| libm::log(b.price)).collect();
        let spreads: Vec<f64> = buckets.iter().map(|b| b.price_spread).collect();
        let figures = (&medians[..], &spreads[..]);
        let key = key.at(Purpose::Price, 0);
        pulp::Arch::new().dispatch(DrawPrices { slots, at_a_dollar, figures, key });
        for &(slot, price) in &start.prices {
            self.at_a_dollar[slot] = start.slots.caps[slot] / price;
        }
    }

    /// A company is listed, with a price drawn for its bucket and all its shares free.
    pub(super) fn list(&mut self, model: &Model, slots: &Slots, slot: usize, at: u64) {
        let has_prices = !self.at_a_dollar.is_empty();
        for figure in [&mut self.shares, &mut self.float] {
            figure.resize(slots.caps.len(), 1.0);
            figure[slot] = 1.0;
        }
        if let Ok(at) = self.stated.binary_search(&slot) {
            self.stated.remove(at);
        }
        if has_prices {
            let bucket = &model.parameters().buckets[usize::from(slots.bucket[slot])];
            let (normal, _) = Draws::of(at, slots.keys[slot]).normals();
            let price = bucket.price * libm::exp(bucket.price_spread * normal);
            self.at_a_dollar.resize(slots.caps.len(), 0.0);
            self.at_a_dollar[slot] = slots.caps[slot] / price;
        }
        self.is_changed = true;
    }

    /// Ends a quarter: shares are issued, bought back and merged, and floats change. Returns the total
    /// cap afterwards, USD, if it changed.
    pub(super) fn end_quarter(
        &mut self,
        model: &Model,
        slots: &mut Slots,
        (key, step): (PathKey, u32),
    ) -> Option<u64> {
        let step = u64::from(step);
        let total = model.share_tables().map(|tables| {
            self.is_changed = true;
            let shares = &mut self.shares[..];
            let key = key.at(Purpose::Shares, step);
            pulp::Arch::new().dispatch(ChangeShares { slots, shares, tables, key })
        });
        if !self.at_a_dollar.is_empty() {
            self.merge_shares(model, slots, key.at(Purpose::Split, step));
        }
        self.change_floats(model, slots, key.at(Purpose::Float, step));
        total
    }

    /// Companies whose price is below a dollar may merge shares; the stated monthly probability is
    /// converted to that of a quarter.
    fn merge_shares(&mut self, model: &Model, slots: &Slots, at: u64) {
        let figures = &model.parameters().reverse_split;
        let probability = 1.0 - libm::pow(1.0 - figures.probability, 3.0);
        let mut low = std::mem::take(&mut self.low);
        self.below(&slots.caps, 1.0, &mut low);
        for &slot in &low {
            if Draws::of(at, slots.keys[slot]).unit() < probability {
                self.at_a_dollar[slot] /= figures.ratio;
            }
        }
        self.low = low;
    }

    /// Finds the slots of companies with a price below `price`, USD.
    pub(super) fn below(&self, caps: &[f64], price: f64, found: &mut Vec<usize>) {
        found.clear();
        let (shares, at_a_dollar) = (&self.shares[..], &self.at_a_dollar[..]);
        pulp::Arch::new().dispatch(Below { caps, shares, at_a_dollar, price, found });
    }

    fn change_floats(&mut self, model: &Model, slots: &Slots, at: u64) {
        let figures = &model.parameters().float_change;
        if figures.probability <= 0.0 {
            return;
        }
        for &slot in &self.stated {
            if slots.caps[slot] <= 0.0 {
                continue;
            }
            let mut draws = Draws::of(at, slots.keys[slot]);
            if draws.unit() < figures.probability {
                // The size is exponential, the direction up or down with equal probability.
                let size = -libm::log(1.0 - draws.unit()) * figures.points / 100.0;
                let change = if draws.unit() < 0.5 { -size } else { size };
                self.float[slot] = (self.float[slot] + change).clamp(SMALLEST_FLOAT, 1.0);
                self.is_changed = true;
            }
        }
    }
}

/// Draws every company's cap at a dollar a share, from its cap and a price drawn for its bucket.
struct DrawPrices<'a> {
    slots: &'a Slots,
    at_a_dollar: &'a mut [f64],
    /// Median and spread of the log of the price, by bucket.
    figures: (&'a [f64], &'a [f64]),
    key: u64,
}

impl pulp::WithSimd for DrawPrices<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { slots, at_a_dollar, figures: (medians, spreads), key } = self;
        let (caps, keys) = (slots.caps.as_chunks::<BLOCK>().0, slots.keys.as_chunks::<BLOCK>().0);
        let buckets = slots.bucket.as_chunks::<BLOCK>().0;
        let found = at_a_dollar.as_chunks_mut::<BLOCK>().0;
        for (((caps, keys), buckets), found) in caps.iter().zip(keys).zip(buckets).zip(found) {
            let (mut median, mut spread) = ([0.0; BLOCK], [0.0; BLOCK]);
            for i in 0..BLOCK {
                median[i] = medians[usize::from(buckets[i])];
                spread[i] = spreads[usize::from(buckets[i])];
            }
            for i in 0..BLOCK {
                let (normal, _) = normals(mix(keys[i].wrapping_add(key)));
                found[i] = caps[i] * exp(-median[i] - spread[i] * normal);
            }
        }
    }
}

/// Changes the shares of all companies, and their caps accordingly; returns the sum of the caps, USD.
struct ChangeShares<'a> {
    slots: &'a mut Slots,
    shares: &'a mut [f64],
    tables: &'a ShareTables,
    key: u64,
}

impl pulp::WithSimd for ChangeShares<'_> {
    type Output = u64;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> u64 {
        let Self { slots, shares, tables: ShareTables(tables), key } = self;
        let Slots { caps, keys, bucket, .. } = slots;
        let (caps, _) = caps.as_chunks_mut::<BLOCK>();
        let (keys, _) = keys.as_chunks::<BLOCK>();
        let (bucket, _) = bucket.as_chunks::<BLOCK>();
        let (shares, _) = shares.as_chunks_mut::<BLOCK>();
        let mut total = 0_u64;
        for (((caps, keys), bucket), shares) in caps.iter_mut().zip(keys).zip(bucket).zip(shares) {
            let (mut drawn, mut growth) = ([0_u64; BLOCK], [0.0; BLOCK]);
            for i in 0..BLOCK {
                drawn[i] = mix(keys[i].wrapping_add(key)) >> 56;
            }
            for i in 0..BLOCK {
                growth[i] = tables[usize::from(bucket[i])][(drawn[i] & 0xff) as usize];
            }
            for i in 0..BLOCK {
                let (cap, dollars) = whole_and_integer(caps[i] * growth[i]);
                caps[i] = cap;
                shares[i] *= growth[i];
                total = total.wrapping_add(dollars);
            }
        }
        total
    }
}

/// Finds the slots of companies with a price below a given one.
struct Below<'a> {
    caps: &'a [f64],
    shares: &'a [f64],
    at_a_dollar: &'a [f64],
    price: f64,
    found: &'a mut Vec<usize>,
}

impl pulp::WithSimd for Below<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { caps, shares, at_a_dollar, price, found } = self;
        let (caps, shares) = (caps.as_chunks::<BLOCK>().0, shares.as_chunks::<BLOCK>().0);
        let at_a_dollar = at_a_dollar.as_chunks::<BLOCK>().0;
        for (block, ((caps, shares), dollar)) in
            caps.iter().zip(shares).zip(at_a_dollar).enumerate()
        {
            let mut hits = [0_u8; BLOCK];
            for i in 0..BLOCK {
                // An empty slot has no cap and is never below.
                let is_there = u8::from(caps[i] > 0.0);
                hits[i] = is_there & u8::from(caps[i] < price * shares[i] * dollar[i]);
            }
            each_bit(bits(&hits), |i| found.push(BLOCK * block + i));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_linear_between_those_that_are_known() {
        let changes = std::array::from_fn(|at| at as f64);
        assert_eq!(quantile(&changes, 0.001).to_bits(), 0.0_f64.to_bits());
        assert_eq!(quantile(&changes, 0.999).to_bits(), 12.0_f64.to_bits());
        assert!((quantile(&changes, 0.5) - 6.0).abs() < 1e-12);
        assert!((quantile(&changes, 0.375) - 5.5).abs() < 1e-12);
    }

    #[test]
    fn shares_that_nobody_changes_have_no_tables() {
        assert_eq!(ShareTables::new([[0.0; 13]; 2].iter()), None);
        let tables = ShareTables::new([[0.01; 13]].iter()).expect("changes");
        assert!(tables.0[0].iter().all(|growth| (growth - libm::exp(0.01)).abs() < 1e-15));
    }
}
