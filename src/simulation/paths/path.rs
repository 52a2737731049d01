//! One path, with all schedules along it.

use super::aggregate::Aggregate;
use super::cuts::{Cuts, Tracker};
use super::family::Family;
use super::setup::Paths;
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
    /// The bucket of each cut.
    buckets: [usize; 5],
}

impl<'a> Runner<'a> {
    pub(super) fn new(paths: &'a Paths) -> Self {
        let start = &paths.setup.start;
        let market = Market::new(start, PathKey::new(0, 0));
        let family = Family::new(&paths.held, paths.first_cuts);
        let of_rank = |rank: usize| {
            let buckets = &start.model().parameters().buckets;
            buckets.partition_point(|b| b.last_rank < rank).min(buckets.len() - 1)
        };
        let r = &paths.rules;
        let buckets = [r.r1000, r.r1000, r.r1000 + 1, r.r3000, r.r3000e].map(of_rank);
        Self {
            levels: market.bucket_levels().to_vec(),
            total: market.total() as f64,
            market,
            tracker: Tracker::new(),
            families: vec![family; paths.actions.len()],
            cuts: paths.first_cuts,
            buckets,
            paths,
        }
    }

    /// Runs a path and puts its results to those before.
    pub(super) fn run(&mut self, seed: u64, path: u64, results: &mut Aggregate) {
        self.market.restart(PathKey::new(seed, path));
        self.cuts = self.paths.first_cuts;
        self.levels.fill(1.0);
        self.total = self.market.total() as f64;
        for family in &mut self.families {
            family.restart(&self.paths.held, self.paths.first_cuts);
        }
        let mut ranked = 0_u32;
        for step in 0..=self.paths.steps {
            if step > 0 {
                self.market.advance(&self.paths.setup.overlays);
            }
            self.act(step, &mut ranked, results);
        }
        let years = f64::from(self.paths.setup.years);
        for family in &mut self.families {
            family.record = family.record.averaged(years);
        }
        results.push(self.families.iter().map(|family| &family.record));
    }

    /// What happens at the end of a step; `ranked` has a bit for each schedule that has ranked.
    fn act(&mut self, step: u32, ranked: &mut u32, results: &mut Aggregate) {
        let per_month = self.paths.setup.start.model().steps().per_month();
        let is_month_end = step > 0 && step.is_multiple_of(per_month);
        let at = |schedule: usize| self.paths.actions[schedule][step as usize];
        let ranks = (0..self.families.len()).any(|schedule| at(schedule).ranks);
        if (is_month_end || ranks) && step > 0 {
            self.find_cuts();
        }
        let (caps, level) = (self.market.caps(), self.market.level());
        for (schedule, family) in self.families.iter_mut().enumerate() {
            let actions = at(schedule);
            family.lose(self.market.leavers());
            family.welcome(self.market.listed(), caps.len());
            if actions.implements {
                family.implement(caps);
            }
            if actions.adds {
                family.add();
            }
            if actions.considers {
                family.consider(caps, level);
            }
            if actions.ranks {
                family.rank(caps, &self.cuts, level);
                if *ranked & (1 << schedule) == 0 {
                    *ranked |= 1 << schedule;
                    let counts = &mut results.schedules[schedule].first_rank_day;
                    count_decided(&self.market, family.decided(), counts);
                }
            }
            if is_month_end {
                family.measure(caps, &self.cuts);
            }
        }
    }

    fn find_cuts(&mut self) {
        let levels = self.market.bucket_levels();
        let growth = self.buckets.map(|bucket| levels[bucket] / self.levels[bucket]);
        let total = self.market.total() as f64;
        let guess = self.cuts.grown(growth, total / self.total);
        self.total = total;
        self.cuts = self.tracker.find(&self.paths.rules, self.market.caps(), Some(&guess));
        self.levels.copy_from_slice(levels);
    }
}

fn count_decided(market: &Market<'_>, decided: &[u8], counts: &mut [[u64; 3]]) {
    for (slot, counts) in counts.iter_mut().enumerate() {
        let segment = if market.is_original(slot) { decided[slot] } else { 0 };
        counts[usize::from(segment)] += 1;
    }
}
