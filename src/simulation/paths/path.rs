//! One path, with all schedules along it.

use rust_decimal::prelude::ToPrimitive as _;

use super::aggregate::Batch;
use super::cuts::{Cuts, Tracker, WINDOWS, windows_in_use};
use super::family::{Family, Scene};
use super::in_use::{Buffers, InUse};
use super::newcomers::Newcomers;
use super::period::{Gone, Period};
use super::placement::{Edges, Worth};
use super::plain::Plain;
use super::schedule::Actions;
use super::screen::Screen;
use super::setup::{Paths, smallest_of_top500};
use super::trading::Desk;
use crate::market::model::{Market, PathKey};

/// What a thread needs to run paths, one after another, in the same memory.
#[derive(Debug)]
pub(super) struct Runner<'a> {
    paths: &'a Paths,
    market: Market<'a>,
    tracker: Tracker,
    families: Vec<Family>,
    /// The last cuts.
    cuts: Cuts,
    /// The levels of the buckets then.
    levels: Vec<f64>,
    /// The total cap of the market then.
    total: f64,
    /// The bucket of each window.
    buckets: [usize; WINDOWS],
    plain: Plain,
    period: Period,
    /// `None` where values are full caps throughout.
    in_use: Option<InUse>,
    /// Of June, and of the other quarters.
    buffers: [Buffers; 2],
    screen: Screen,
    newcomers: Newcomers,
    gone: Vec<Gone>,
    desk: Desk,
    /// Returns of a month under the first schedule.
    first: Vec<f64>,
    scratch: [Vec<f64>; 2],
}

impl<'a> Runner<'a> {
    pub(super) fn new(paths: &'a Paths) -> Self {
        let start = &paths.setup.start;
        let market = Market::new(start, PathKey::new(0, 0));
        let family = Family::new(&paths.plan, &paths.held, &paths.first_breaks);
        let of_rank = |rank: usize| {
            let buckets = &start.model().parameters().buckets;
            buckets.partition_point(|b| b.last_rank < rank).min(buckets.len() - 1)
        };
        let mut buckets = [0; WINDOWS];
        for (window, rank) in windows_in_use(&paths.rules) {
            buckets[window] = of_rank(rank);
        }
        let parameters = &paths.setup.parameters;
        let eligible = &parameters.eligibility;
        let usd = |price: rust_decimal::Decimal| price.to_f64().unwrap_or_default();
        Self {
            levels: market.bucket_levels().to_vec(),
            total: market.total() as f64,
            market,
            tracker: Tracker::new(&paths.rules),
            families: vec![family; paths.actions.len()],
            cuts: paths.first_cuts,
            buckets,
            plain: Plain::default(),
            period: Period::default(),
            in_use: (!start.has_full_caps()).then(InUse::default),
            buffers: [true, false].map(|is_june| Buffers::new(parameters, is_june)),
            screen: Screen::new(usd(eligible.min_price), usd(eligible.min_member_mean_close)),
            newcomers: Newcomers::new(
                start.model().steps(),
                parameters.additions.fast_entry && start.model().lists_companies(),
            ),
            gone: Vec::new(),
            desk: Desk::default(),
            first: vec![0.0; paths.plan.indexes.len()],
            scratch: [Vec::new(), Vec::new()],
            paths,
        }
    }

    /// Runs a path and puts what was measured to a batch; false where it was stopped on the way, and
    /// nothing of it counts.
    pub(super) fn run(
        &mut self,
        seed: u64,
        path: u64,
        batch: &mut Batch,
        is_stopped: &(dyn Fn() -> bool + Sync),
    ) -> bool {
        self.restart(PathKey::new(seed, path));
        for step in 0..=self.paths.steps {
            // A path of many years, companies and schedules takes minutes.
            if is_stopped() {
                return false;
            }
            if step > 0 {
                self.market.advance(&self.paths.setup.overlays);
                self.pass(step);
            }
            let is_month_end = step.is_multiple_of(self.per_month());
            let acts = |actions: &Vec<_>| Actions::any(&actions[step as usize]);
            let updates = self.paths.updates[step as usize].comes_into_use.is_some();
            if is_month_end
                || updates
                || self.paths.actions.iter().any(acts)
                || self.newcomers.are_large()
            {
                self.look(step, is_month_end.then(|| step / self.per_month()));
            }
            if self.paths.updates[step as usize].cuts_off
                && let Some(in_use) = &mut self.in_use
            {
                in_use.cut_off(&self.market);
            }
        }
        let caps = self.market.caps();
        let values = self.in_use.as_ref().map_or(caps, InUse::after);
        for family in &mut self.families {
            family.finish(&self.paths.plan, (caps, values), &mut self.scratch);
        }
        batch.add(self.families.iter().map(|family| &family.tally));
        true
    }

    fn restart(&mut self, key: PathKey) {
        self.market.restart(key);
        if self.screen.is_needed() {
            self.market.follow_prices();
        }
        self.cuts = self.paths.first_cuts;
        self.levels.fill(1.0);
        self.total = self.market.total() as f64;
        self.newcomers.clear();
        if let Some(in_use) = &mut self.in_use {
            in_use.restart(&self.market);
            in_use.look(&self.market, None);
        }
        let caps = self.market.caps();
        self.period.begin(self.in_use.as_ref().map_or(caps, InUse::after));
        for family in &mut self.families {
            family.restart(&self.paths.held, &self.paths.first_breaks);
        }
    }

    fn per_month(&self) -> u32 {
        self.paths.setup.start.model().steps().per_month()
    }

    /// A step has passed: companies leave and are listed.
    fn pass(&mut self, step: u32) {
        self.period.pass(&self.market, self.in_use.as_ref(), &mut self.gone);
        if let Some(in_use) = &mut self.in_use {
            in_use.pass(&self.market);
        }
        for family in &mut self.families {
            family.lose(&self.gone);
            family.welcome(self.market.listed(), self.market.caps().len());
        }
        self.newcomers.pass(step, &self.market, &self.gone, &self.families);
    }

    /// What happens at the end of a step on which somebody acts or measures.
    /// `month` is the month that ends with it, 0 being the start.
    fn look(&mut self, step: u32, month: Option<u32>) {
        let paths = self.paths;
        let comes_into_use = paths.updates[step as usize].comes_into_use;
        if let Some(in_use) = &mut self.in_use {
            let buffers = comes_into_use.map(|is_june| &self.buffers[usize::from(!is_june)]);
            in_use.look(&self.market, buffers);
        }
        let ranks = step > 0 && self.any(step, |a| a.ranks);
        let considers = self.any(step, |a| a.considers);
        self.screen.clear();
        let awaits = || self.families.iter().any(Family::is_awaited);
        if self.screen.is_needed() && (ranks || considers && awaits()) {
            self.screen.find(&self.market, self.in_use.as_ref(), &self.period);
        }
        let trading = paths.setup.trading.as_ref();
        let trades = comes_into_use.is_some()
            || self.any(step, |a| a.implements.is_some())
            || self.any(step, |a| a.adds);
        if step > 0 {
            self.find_cuts(ranks);
        }
        if let Some(costs) = trading.filter(|_| trades) {
            // Cuts of the day are between all companies where nobody is screened.
            let cuts = Some(&self.cuts).filter(|_| step > 0 && !self.screen.is_applied());
            let known = |rank: usize| cuts?.cap_of_rank(&paths.rules, rank);
            self.desk.open(costs, self.market.caps(), known);
        }
        let counts = paths.cycles.of_event(step);
        let mut edges = self.place();
        let mut totals = self.totals_after();
        // Of no interest on other days.
        let mut top500 = if self.any(step, |a| a.ranks) { self.top500() } else { f64::INFINITY };
        for schedule in 0..self.families.len() {
            // Who stays by the mean of two closes is a member, and membership is the schedule's own.
            if ranks && self.screen.excludes_others(self.market.caps(), &self.families[schedule]) {
                let guess = self.cuts;
                self.cuts = self.tracker.find(&paths.rules, self.screen.caps(), Some(&guess));
                edges = self.place();
                totals = self.totals_after();
                top500 = self.top500();
            }
            let caps = self.market.caps();
            let in_use = self.in_use.as_ref();
            let scene = Scene {
                plan: &paths.plan,
                caps,
                before: Worth {
                    values: in_use.map_or(caps, InUse::before),
                    totals: &self.plain.totals,
                },
                after: Worth { values: in_use.map_or(caps, InUse::after), totals: &totals },
                updated: in_use.map_or(&[], InUse::updated),
                low: self.screen.low(),
                cuts: &self.cuts,
                plain: &self.plain,
                edges: &edges,
                level: self.market.level(),
                top500,
            };
            let family = &mut self.families[schedule];
            let actions = paths.actions[schedule][step as usize];
            let funds = trading.map(|costs| (costs, &self.desk));
            family.tally.count_in(counts);
            family.look(&scene);
            if step > 0 {
                family.settle(&scene);
            }
            if let Some(part) = actions.implements {
                family.implement(&scene, part, funds);
            }
            family.add(&scene, (actions.adds, actions.implements.is_some()), funds);
            if actions.considers {
                family.consider(&scene);
            }
            if actions.ranks {
                family.rank(&scene);
            }
            family.add_at_once(&scene, self.newcomers.large(), actions.locked);
            family.begin();
            if let Some(month) = month {
                if month > 0 && schedule == 0 {
                    self.first.clear();
                    self.first.extend(family.tally.returns());
                }
                family.pass_month(paths, month, &self.first);
            }
        }
        let caps = self.market.caps();
        self.period.begin(self.in_use.as_ref().map_or(caps, InUse::after));
    }

    /// Whether some schedule does something at a step.
    fn any(&self, step: u32, of: fn(&Actions) -> bool) -> bool {
        self.paths.actions.iter().any(|actions| of(&actions[step as usize]))
    }

    /// Places everybody by the cuts.
    fn place(&mut self) -> Edges {
        let caps = self.market.caps();
        let values = self.in_use.as_ref().map_or(caps, InUse::before);
        let ranked = if self.screen.is_applied() { self.screen.caps() } else { caps };
        self.plain.place(ranked, self.period.before(), values, &self.cuts);
        Edges::new(&self.cuts)
    }

    /// The cap of the smallest company of the Top 500.
    fn top500(&self) -> f64 {
        if !self.newcomers.are_possible() {
            return f64::INFINITY;
        }
        let ranked = if self.screen.is_applied() { self.screen.caps() } else { self.market.caps() };
        smallest_of_top500(&self.paths.setup.parameters, ranked, &self.cuts)
    }

    fn totals_after(&self) -> [super::plain::Part; super::tiers::TIERS] {
        self.in_use
            .as_ref()
            .map_or(self.plain.totals, |in_use| self.plain.totals_after(in_use.updated()))
    }

    fn find_cuts(&mut self, is_screened: bool) {
        let levels = self.market.bucket_levels();
        let growth = self.buckets.map(|bucket| levels[bucket] / self.levels[bucket]);
        let total = self.market.total() as f64;
        let guess = self.cuts.grown(&growth, total / self.total);
        self.total = total;
        if is_screened {
            self.screen.apply(self.market.caps(), &self.families[0]);
        }
        let caps = if self.screen.is_applied() { self.screen.caps() } else { self.market.caps() };
        self.cuts = self.tracker.find(&self.paths.rules, caps, Some(&guess));
        self.levels.copy_from_slice(levels);
    }
}
