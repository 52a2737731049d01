//! One path, with all schedules along it.

use super::aggregate::Batch;
use super::cuts::{Cuts, Tracker, WINDOWS, windows_in_use};
use super::family::{Family, Scene};
use super::period::{Gone, Period};
use super::placement::Edges;
use super::plain::Plain;
use super::setup::Paths;
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
    gone: Vec<Gone>,
    desk: Desk,
    /// Returns of a month under the first schedule.
    first: Vec<f64>,
    scratch: Vec<f64>,
}

impl<'a> Runner<'a> {
    pub(super) fn new(paths: &'a Paths) -> Self {
        let start = &paths.setup.start;
        let market = Market::new(start, PathKey::new(0, 0));
        let family = Family::new(&paths.plan, &paths.held, &paths.first_cuts);
        let of_rank = |rank: usize| {
            let buckets = &start.model().parameters().buckets;
            buckets.partition_point(|b| b.last_rank < rank).min(buckets.len() - 1)
        };
        let mut buckets = [0; WINDOWS];
        for (window, rank) in windows_in_use(&paths.rules) {
            buckets[window] = of_rank(rank);
        }
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
            gone: Vec::new(),
            desk: Desk::default(),
            first: vec![0.0; paths.plan.indexes.len()],
            scratch: Vec::new(),
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
        self.market.restart(PathKey::new(seed, path));
        self.cuts = self.paths.first_cuts;
        self.levels.fill(1.0);
        self.total = self.market.total() as f64;
        self.period.begin(self.market.caps());
        for family in &mut self.families {
            family.restart(&self.paths.held, &self.paths.first_cuts);
        }
        for step in 0..=self.paths.steps {
            // A path of many years, companies and schedules takes minutes.
            if is_stopped() {
                return false;
            }
            if step > 0 {
                self.market.advance(&self.paths.setup.overlays);
                self.pass();
            }
            let is_month_end = step.is_multiple_of(self.per_month());
            let acts = |actions: &Vec<_>| super::schedule::Actions::any(&actions[step as usize]);
            if is_month_end || self.paths.actions.iter().any(acts) {
                self.look(step, is_month_end);
            }
        }
        for family in &mut self.families {
            family.finish(&self.paths.plan, self.market.caps(), &mut self.scratch);
        }
        batch.add(self.families.iter().map(|family| &family.tally));
        true
    }

    fn per_month(&self) -> u32 {
        self.paths.setup.start.model().steps().per_month()
    }

    /// A step has passed: companies leave and are listed.
    fn pass(&mut self) {
        self.period.pass(&self.market, &mut self.gone);
        for family in &mut self.families {
            family.lose(&self.gone);
            family.welcome(self.market.listed(), self.market.caps().len());
        }
    }

    /// What happens at the end of a step on which somebody acts or measures.
    fn look(&mut self, step: u32, is_month_end: bool) {
        if step > 0 {
            self.find_cuts();
        }
        let caps = self.market.caps();
        self.plain.place(caps, self.period.before(), &self.cuts);
        self.period.correct(&mut self.plain, caps);
        let edges = Edges::new(&self.cuts);
        let scene = Scene {
            plan: &self.paths.plan,
            caps,
            cuts: &self.cuts,
            plain: &self.plain,
            edges: &edges,
            level: self.market.level(),
        };
        let trading = self.paths.setup.trading.as_ref();
        let actions = |schedule: usize| self.paths.actions[schedule][step as usize];
        let trades = (0..self.families.len()).any(|schedule| actions(schedule).implements);
        if let Some(costs) = trading.filter(|_| trades) {
            self.desk.open(costs, caps);
        }
        for (schedule, family) in self.families.iter_mut().enumerate() {
            family.look(&scene);
            if step > 0 {
                family.settle(&scene, &self.period);
            }
            let actions = actions(schedule);
            if actions.implements {
                family.implement(&scene, trading.map(|costs| (costs, &mut self.desk)));
            }
            if actions.adds {
                family.add(&scene);
            }
            if actions.considers {
                family.consider(&scene);
            }
            if actions.ranks {
                family.rank(&scene);
            }
            family.begin();
            if is_month_end {
                if step > 0 {
                    if schedule == 0 {
                        self.first.clear();
                        self.first.extend(family.tally.returns());
                    }
                    let month = step / self.paths.setup.start.model().steps().per_month();
                    family.end_month(&self.paths.plan, month, &self.first);
                }
                if step < self.paths.steps {
                    family.begin_month();
                }
            }
        }
        self.period.begin(caps);
    }

    fn find_cuts(&mut self) {
        let levels = self.market.bucket_levels();
        let growth = self.buckets.map(|bucket| levels[bucket] / self.levels[bucket]);
        let total = self.market.total() as f64;
        let guess = self.cuts.grown(&growth, total / self.total);
        self.total = total;
        self.cuts = self.tracker.find(&self.paths.rules, self.market.caps(), Some(&guess));
        self.levels.copy_from_slice(levels);
    }
}
