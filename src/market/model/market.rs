//! One path of the market, step by step.

use super::capital::Capital;
use super::fates::{self, Leaver};
use super::leg::Leg;
use super::overlay::{self, Overlay};
use super::parameters::Shocks;
use super::returns::{self, Common, Grow, Source};
use super::sizes;
use super::slots::Slots;
use super::start::{Start, whole_dollars};
use super::steps::Model;
use super::streams::{PathKey, Purpose};
use super::traits::{Expose, ExposeMoved};

/// The state of a path; made once for a thread and used for many paths.
#[derive(Debug)]
pub struct Market<'a> {
    start: &'a Start,
    /// The model, scaled to the steps of the path's current leg.
    model: &'a Model,
    key: PathKey,
    slots: Slots,
    /// True if companies or their buckets differ from those at the start.
    is_changed: bool,
    kept: Vec<f64>,
    step: u32,
    level: f64,
    bucket_levels: Vec<f64>,
    total: u64,
    listings: u64,
    leavers: Vec<Leaver>,
    capital: Capital,
    listed: Vec<usize>,
    hits: Vec<(usize, f64)>,
    scratch: Vec<f64>,
    counts: Vec<u32>,
    /// Slots of companies that change their bucket, by their new bucket.
    moved: Vec<Vec<usize>>,
}

impl<'a> Market<'a> {
    /// A market at the start of a path.
    pub fn new(start: &'a Start, key: PathKey) -> Self {
        let slots = start.slots.clone();
        let kept = vec![0.0; slots.caps.len()];
        let mut capital = Capital::default();
        capital.restart(start);
        let mut market = Self {
            start,
            model: &start.model,
            key,
            slots,
            is_changed: false,
            kept,
            step: 0,
            level: 1.0,
            bucket_levels: vec![1.0; start.model.parameters().buckets.len()],
            total: start.total,
            listings: 0,
            leavers: Vec::new(),
            capital,
            listed: Vec::new(),
            hits: Vec::new(),
            scratch: Vec::new(),
            counts: Vec::new(),
            moved: Vec::new(),
        };
        market.draw_traits();
        market
    }

    /// Returns to the start of another path.
    pub fn restart(&mut self, key: PathKey) {
        self.slots.caps.clone_from(&self.start.slots.caps);
        if self.is_changed {
            self.slots.populate_as(&self.start.slots);
            self.kept.resize(self.slots.caps.len(), 0.0);
        }
        (self.key, self.model) = (key, &self.start.model);
        self.is_changed = false;
        (self.step, self.level, self.total, self.listings) = (0, 1.0, self.start.total, 0);
        self.bucket_levels.fill(1.0);
        self.leavers.clear();
        self.capital.restart(self.start);
        self.listed.clear();
        self.draw_traits();
    }

    /// Gives companies prices from the start of a path on: see [`Self::find_below`].
    pub fn follow_prices(&mut self) {
        self.capital.draw_prices(self.start, self.key);
    }

    /// Draws the companies' own figures, such as beta, from their buckets for this path.
    fn draw_traits(&mut self) {
        let draw = Some(self.key.at(Purpose::Traits, 0));
        self.expose(draw);
    }

    fn expose(&mut self, draw: Option<u64>) {
        let (slots, model) = (&mut self.slots, self.model);
        pulp::Arch::new().dispatch(Expose { slots, model, draw });
    }

    /// Advances by a step: first returns, then scenario shocks, then takeovers and failures, then at the
    /// end of a quarter changes of shares and floats, then listings. At the end of every year companies
    /// take on the figures of their new buckets.
    pub fn advance(&mut self, overlays: &[Overlay]) {
        self.step += 1;
        self.leavers.clear();
        self.listed.clear();
        let model = self.model;
        let before = self.total;
        self.total = self.grow();
        if overlays.iter().any(|overlay| overlay.step == self.step) {
            overlay::apply(&mut self.slots, overlays, self.step, &mut self.scratch);
            self.total = self.sum();
        }
        let place = (self.key, self.step);
        let after_returns = self.total;
        if model.has_fates() {
            let (slots, hits) = (&mut self.slots, &mut self.hits);
            let change = fates::befall(model, slots, place, hits, &mut self.leavers);
            self.total = self.total.saturating_add_signed(change);
        }
        let paid: f64 = self.leavers.iter().map(|leaver| leaver.paid - leaver.cap).sum();
        self.level *= (after_returns as f64 + paid) / before.max(1) as f64;
        let growth = after_returns as f64 / self.start.total as f64;
        if model.ends_quarter(self.step) {
            let total = self.capital.end_quarter(model, &mut self.slots, place);
            self.total = total.unwrap_or(self.total);
        }
        let listed = &mut self.listed;
        self.total += fates::list(
            (self.start, model),
            &mut self.slots,
            place,
            growth,
            &mut self.listings,
            listed,
        );
        let at = self.key.at(Purpose::Price, u64::from(self.step));
        for &slot in &self.listed {
            self.capital.list(model, &self.slots, slot, at);
        }
        self.is_changed |= !(self.leavers.is_empty() && self.listed.is_empty());
        self.keep_for_listed();
        if self.step.is_multiple_of(model.per_year()) {
            self.take_new_buckets();
        }
    }

    /// Continues in the steps of another leg.
    pub fn begin(&mut self, leg: &'a Leg) {
        self.model = &leg.model;
        self.expose(None);
    }

    /// The caps by slot, USD, whole numbers; zero for an empty slot.
    pub fn caps(&self) -> &[f64] {
        &self.slots.caps
    }

    /// Number of steps taken.
    pub fn step(&self) -> u32 {
        self.step
    }

    /// Growth of all companies together since the start, where it is 1. Premiums and failures count;
    /// listings and changes of shares do not.
    pub fn level(&self) -> f64 {
        self.level
    }

    /// Total cap of all companies, USD.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The growth since the start of a typical company of each bucket by the shared factors alone: an
    /// estimate, good enough to know where to look for companies of some rank.
    pub fn bucket_levels(&self) -> &[f64] {
        &self.bucket_levels
    }

    /// Whether a slot still has the company that it had at the start.
    pub fn is_original(&self, slot: usize) -> bool {
        self.slots.caps[slot] > 0.0
            && self.start.slots.keys.get(slot) == Some(&self.slots.keys[slot])
    }

    /// Companies that left in the last step.
    pub fn leavers(&self) -> &[Leaver] {
        &self.leavers
    }

    /// Shares outstanding by slot, as a multiple of those at the start or at the listing.
    pub fn shares(&self) -> &[f64] {
        &self.capital.shares
    }

    /// Free floats by slot, fractions of the shares; 1 if none is stated.
    pub fn floats(&self) -> &[f64] {
        &self.capital.float
    }

    /// Whether shares or floats may have changed in the last step.
    pub fn ended_quarter(&self) -> bool {
        self.model.ends_quarter(self.step)
    }

    /// Finds the slots of companies with a price below `price`, USD, in ascending order; none if prices
    /// are not [followed](Self::follow_prices).
    pub fn find_below(&self, price: f64, found: &mut Vec<usize>) {
        self.capital.below(&self.slots.caps, price, found);
    }

    /// The cap, USD, that a slot's company with its current shares would have at a dollar a share; zero
    /// if prices are not [followed](Self::follow_prices).
    pub fn cap_at_a_dollar(&self, slot: usize) -> f64 {
        let at_a_dollar = self.capital.at_a_dollar.get(slot).copied().unwrap_or(0.0);
        self.capital.shares[slot] * at_a_dollar
    }

    /// The slots of the companies listed in the last step.
    pub fn listed(&self) -> &[usize] {
        &self.listed
    }

    fn grow(&mut self) -> u64 {
        let model = self.model;
        let step = u64::from(self.step);
        let normal = self.key.draws(Purpose::Factors, step).normals();
        let (market, size) = model.factors(normal);
        // Normal numbers come in pairs, one pair for two steps.
        let (source, place) = match model.shocks() {
            Shocks::Student => (Source::Student, step),
            Shocks::Gaussian if step.is_multiple_of(2) => (Source::SecondNormal, step / 2),
            Shocks::Gaussian => (Source::FirstNormal, step / 2 + 1),
        };
        for (level, b) in self.bucket_levels.iter_mut().zip(&model.parameters().buckets) {
            *level *= libm::exp(b.beta * market + b.size_factor * size);
        }
        let key = self.key.at(Purpose::Shock, place);
        let largest = model.parameters().largest_shock;
        let common = Common { key, market, size, largest };
        let (slots, kept) = (&mut self.slots, &mut self.kept[..]);
        pulp::Arch::new().dispatch(Grow { slots, kept, common, source })
    }

    /// Draws their own number for companies listed between the two steps of a pair of normal numbers.
    fn keep_for_listed(&mut self) {
        self.kept.resize(self.slots.caps.len(), 0.0);
        let is_first = !self.step.is_multiple_of(2);
        if is_first && self.model.shocks() == Shocks::Gaussian {
            let key = self.key.at(Purpose::Shock, u64::from(self.step / 2 + 1));
            for &slot in &self.listed {
                self.kept[slot] = returns::second_normal(self.slots.keys[slot], key);
            }
        }
    }

    fn sum(&self) -> u64 {
        self.slots.caps.iter().map(|cap| whole_dollars(*cap)).sum()
    }

    /// Gives every company that changed its bucket the figures of the new one.
    fn take_new_buckets(&mut self) {
        let buckets = &self.model.parameters().buckets;
        let mut smallest = [0.0; 256];
        sizes::smallest_caps(&self.slots.caps, buckets, &mut self.counts, &mut smallest);
        // No company is too small for the last bucket.
        smallest[buckets.len() - 1] = 0.0;
        let (slots, moved) = (&mut self.slots, &mut self.moved);
        moved.resize(buckets.len(), Vec::new());
        let smallest = &smallest[..buckets.len()];
        pulp::Arch::new().dispatch(sizes::Moved { slots, smallest, found: moved });
        self.is_changed |= moved.iter().any(|moved| !moved.is_empty());
        pulp::Arch::new().dispatch(ExposeMoved { slots, model: self.model, moved });
    }
}
