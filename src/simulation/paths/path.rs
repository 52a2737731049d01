//! One path with all its rule books and schedules.

use super::aggregate::Batch;
use super::schedule::Updates;
use super::setup::Paths;
use super::tally::Tally;
use super::track::{Look, Track};
use super::trading::Desk;
use super::values::Values;
use crate::market::model::{Market, PathKey};

/// A thread's memory, reused from path to path.
#[derive(Debug)]
pub(super) struct Runner<'a> {
    paths: &'a Paths,
    market: Market<'a>,
    /// Each distinct kind of values once, with its updates by step.
    values: Vec<(Values, &'a [Updates])>,
    /// Every rule book, with the place of its values in `values`.
    tracks: Vec<(Track<'a>, usize)>,
    /// For each schedule: its track, and its place in the track.
    places: Vec<(usize, usize)>,
    desk: Desk,
    /// Returns of the indexes in a month under the first schedule.
    first: Vec<f64>,
    scratch: [Vec<f64>; 2],
}

impl<'a> Runner<'a> {
    pub(super) fn new(paths: &'a Paths) -> Self {
        let start = &paths.setup().start;
        let market = Market::new(start, PathKey::new(0, 0));
        let mut kinds: Vec<&'a [Updates]> = Vec::new();
        let mut tracks = Vec::new();
        let mut places = vec![(0, 0); paths.setup().schedules.len()];
        for (at, book) in paths.books.iter().enumerate() {
            let own = &book.updates[..];
            let known = kinds.iter().position(|kind| *kind == own);
            let kind = known.unwrap_or(kinds.len());
            if known.is_none() {
                kinds.push(own);
            }
            for (place, schedule) in book.schedules.iter().enumerate() {
                places[*schedule] = (at, place);
            }
            tracks.push((Track::new(paths, book, &market), kind));
        }
        Self {
            paths,
            market,
            values: kinds.into_iter().map(|updates| (Values::new(start), updates)).collect(),
            tracks,
            places,
            desk: Desk::default(),
            first: vec![0.0; paths.plan.indexes.len()],
            scratch: [Vec::new(), Vec::new()],
        }
    }

    /// Runs a path and adds its measures to a batch. Returns false if the path was stopped before
    /// its end; then nothing of it counts.
    pub(super) fn run(
        &mut self,
        seed: u64,
        path: u64,
        batch: &mut Batch,
        is_stopped: &(dyn Fn() -> bool + Sync),
    ) -> bool {
        self.restart(PathKey::new(seed, path));
        let per_month = self.paths.setup().start.model().steps().per_month();
        for step in 0..=self.paths.steps {
            // A path of many years, companies and schedules takes minutes.
            if is_stopped() {
                return false;
            }
            if step > 0 {
                self.market.advance(&self.paths.setup().overlays);
                self.pass(step);
            }
            let is_month_end = step.is_multiple_of(per_month);
            let month = is_month_end.then(|| step / per_month);
            if self.updates(step).any(|updates| updates.comes_into_use.is_some())
                || self.tracks.iter().any(|(track, _)| track.acts(step))
                || month.is_some_and(|month| month == 0 || self.paths.plan.closes.is_taken(month))
            {
                self.look(step, month);
            } else if let Some(month) = month {
                self.end_month(step, month);
            }
            for (values, updates) in &mut self.values {
                if updates[step as usize].cuts_off {
                    values.cut_off(&self.market);
                }
            }
        }
        for (track, kind) in &mut self.tracks {
            track.finish(&self.market, &self.values[*kind].0, &mut self.scratch);
        }
        batch.add(self.paths, &self.tallies());
        true
    }

    /// The updates at a step, for each kind of values.
    fn updates(&self, step: u32) -> impl Iterator<Item = Updates> + '_ {
        self.values.iter().map(move |(_, updates)| updates[step as usize])
    }

    /// The measures of the path, by schedule.
    fn tallies(&self) -> Vec<&Tally> {
        let tally = |(track, place): &(usize, usize)| &self.tracks[*track].0.families[*place].tally;
        self.places.iter().map(tally).collect()
    }

    fn restart(&mut self, key: PathKey) {
        self.market.restart(key);
        if self.tracks.iter().any(|(track, _)| track.follows_prices()) {
            self.market.follow_prices();
        }
        self.values.iter_mut().for_each(|(values, _)| values.restart(&self.market));
        self.tracks.iter_mut().for_each(|(track, _)| track.restart(&self.market));
    }

    /// Processes a step: companies leave and are listed.
    fn pass(&mut self, step: u32) {
        self.values.iter_mut().for_each(|(values, _)| values.pass(&self.market));
        for (track, kind) in &mut self.tracks {
            track.pass(step, &self.market, &self.values[*kind].0);
        }
    }

    /// Processes the end of a month for which only returns are taken.
    fn end_month(&mut self, step: u32, month: u32) {
        self.values.iter_mut().for_each(|(values, _)| values.look(&self.market, None));
        for (track, kind) in &mut self.tracks {
            let now = (&self.market, &self.values[*kind].0);
            track.end_month(month, step, now, &mut self.first);
        }
        self.values.iter_mut().for_each(|(values, _)| values.begin(&self.market));
    }

    /// Processes the end of a step on which a schedule acts or measures are taken. `month` is the
    /// month that ends with it, 0 being the start.
    fn look(&mut self, step: u32, month: Option<u32>) {
        for (values, updates) in &mut self.values {
            values.look(&self.market, updates[step as usize].comes_into_use.as_ref());
        }
        let at_all: Vec<bool> =
            self.updates(step).map(|of| month.is_some() || of.comes_into_use.is_some()).collect();
        let looks = |(track, kind): &(Track<'_>, usize)| at_all[*kind] || track.acts(step);
        for (track, kind) in self.tracks.iter_mut().filter(|of| looks(of)) {
            track.find(step, &self.market, &self.values[*kind].0);
        }
        let acts =
            |(track, _): &(Track<'_>, usize)| track.any(step, |a| a.implements.is_some() || a.adds);
        let is_updated = self.updates(step).any(|updates| updates.comes_into_use.is_some());
        let trades = is_updated || self.tracks.iter().any(acts);
        let costs = self.paths.setup().trading.as_ref().filter(|_| trades);
        if let Some(costs) = costs {
            // The buckets are by rank among all companies, whichever track has looked for the cap
            // of the rank.
            let tracks = || self.tracks.iter().filter(|of| looks(of));
            let known = |rank| tracks().find_map(|(track, _)| track.cap_of_rank(step, rank));
            self.desk.open(costs, self.market.caps(), known);
        }
        let desk = costs.map(|_| &self.desk);
        for (track, kind) in self.tracks.iter_mut().filter(|of| looks(of)) {
            let look = Look { step, month, at_all: at_all[*kind], desk };
            track.look(look, (&self.market, &self.values[*kind].0), &mut self.first);
        }
        for ((values, _), at_all) in self.values.iter_mut().zip(at_all) {
            if at_all {
                values.begin(&self.market);
            }
        }
    }
}
