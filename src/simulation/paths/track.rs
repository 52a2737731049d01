//! One rule book along a path, with the schedules that share it. Its breaks are found once for all
//! of them.

use super::book::Book;
use super::cuts::{Cuts, Tracker, WINDOWS, windows_in_use};
use super::family::{Family, Scene};
use super::newcomers::Newcomers;
use super::placement::{Edges, Worth};
use super::schedule::Actions;
use super::screen::{Passing, Screen};
use super::setup::{Paths, smallest_of_top500};
use super::tiers::TIERS;
use super::trading::Desk;
use super::unbanded::{Part, Unbanded};
use super::values::Values;
use crate::market::model::Market;
use crate::universe::packed::float;

/// A rule book and the families that follow it.
#[derive(Debug)]
pub(super) struct Track<'a> {
    paths: &'a Paths,
    book: &'a Book,
    tracker: Tracker,
    /// The families, in the order of [`Book::schedules`].
    pub(super) families: Vec<Family>,
    /// The cuts last found among all companies.
    cuts: Cuts,
    /// The levels of the buckets when those cuts were found.
    levels: Vec<f64>,
    /// The total cap of the market when those cuts were found.
    total: f64,
    /// The bucket of each window.
    buckets: [usize; WINDOWS],
    unbanded: Unbanded,
    screen: Screen,
    screened: Screened,
    newcomers: Newcomers,
}

/// The inputs for the decisions of a rank day on which the screen on price leaves companies out.
#[derive(Debug, Clone)]
struct Screened {
    passing: Passing,
    cuts: Cuts,
    unbanded: Unbanded,
    edges: Edges,
    top500: f64,
}

impl Screened {
    /// Places the companies that pass, by the cuts found among them; `before` and `worth` are the
    /// values at the period's beginning and now.
    fn place(
        &mut self,
        find: impl FnOnce(&[f64]) -> Cuts,
        (before, worth): (&[f64], &[f64]),
        top500: impl FnOnce(&[f64], &Cuts) -> f64,
    ) {
        let caps = self.passing.caps();
        self.cuts = find(caps);
        self.unbanded.place(caps, before, worth, &self.cuts);
        self.edges = Edges::new(&self.cuts);
        self.top500 = top500(caps, &self.cuts);
    }

    /// The scene of a rank day, restricted to the companies that pass.
    fn scene<'s>(&'s self, scene: Scene<'s>) -> Scene<'s> {
        let Self { cuts, unbanded, edges, top500, .. } = self;
        Scene { cuts, unbanded, edges, top500: *top500, ..scene }
    }
}

/// A step on which a schedule acts or measures are taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'s> {
    pub(super) step: u32,
    /// The month that ends with the step, 0 being the start.
    pub(super) month: Option<u32>,
    /// True if all schedules are measured: at month ends, and where index shares are updated. At
    /// other steps only schedules that act are measured, so that none depends on the days of
    /// another.
    pub(super) at_all: bool,
    /// Trading costs of the day; `None` if no trades take place or costs are not measured.
    pub(super) desk: Option<&'s Desk>,
}

impl<'a> Track<'a> {
    pub(super) fn new(paths: &'a Paths, book: &'a Book, market: &Market<'a>) -> Self {
        let start = &paths.setup().start;
        let family = Family::new(&paths.plan, &book.held, &book.first_breaks);
        let of_rank = |rank: usize| {
            let buckets = &start.model().parameters().buckets;
            buckets.partition_point(|b| b.last_rank < rank).min(buckets.len() - 1)
        };
        let mut buckets = [0; WINDOWS];
        for (window, rank) in windows_in_use(&book.rules) {
            buckets[window] = of_rank(rank);
        }
        let eligible = &book.parameters.eligibility;
        Self {
            levels: market.bucket_levels().to_vec(),
            total: market.total() as f64,
            tracker: Tracker::new(&book.rules),
            families: vec![family; book.schedules.len()],
            cuts: book.first_cuts,
            buckets,
            unbanded: Unbanded::default(),
            screened: Screened {
                passing: Passing::default(),
                cuts: book.first_cuts,
                unbanded: Unbanded::default(),
                edges: Edges::new(&book.first_cuts),
                top500: f64::INFINITY,
            },
            screen: Screen::new(float(eligible.min_price), float(eligible.min_member_mean_close)),
            newcomers: Newcomers::new(
                start.model().steps(),
                book.parameters.additions.fast_entry && start.model().lists_companies(),
            ),
            paths,
            book,
        }
    }

    /// True if the rule book has a screen on price.
    pub(super) fn follows_prices(&self) -> bool {
        self.screen.is_needed()
    }

    /// Resets to the start of another path.
    pub(super) fn restart(&mut self, market: &Market<'_>) {
        self.cuts = self.book.first_cuts;
        self.levels.fill(1.0);
        self.total = market.total() as f64;
        self.newcomers.clear();
        for family in &mut self.families {
            family.restart(&self.book.held, &self.book.first_breaks);
        }
    }

    /// Processes a step: companies leave and are listed.
    pub(super) fn pass(&mut self, step: u32, market: &Market<'_>, values: &Values) {
        for family in &mut self.families {
            family.lose(values.gone());
            family.welcome(market.listed(), market.caps().len());
        }
        self.newcomers.pass(step, market, values.gone(), &self.families);
    }

    /// True if anything is due at a step.
    pub(super) fn acts(&self, step: u32) -> bool {
        self.any(step, Actions::any) || self.newcomers.are_large()
    }

    /// True if any schedule has an action at a step.
    pub(super) fn any(&self, step: u32, of: impl Fn(&Actions) -> bool) -> bool {
        let actions = |schedule: &usize| &self.paths.actions[*schedule][step as usize];
        self.book.schedules.iter().any(|schedule| of(actions(schedule)))
    }

    /// Finds the cuts of a step after the start and, if needed, the companies that fail the screen
    /// on price.
    pub(super) fn find(&mut self, step: u32, market: &Market<'_>, values: &Values) {
        let ranks = step > 0 && self.any(step, |a| a.ranks);
        let considers = self.any(step, |a| a.considers);
        self.screen.clear();
        self.screened.passing.clear();
        let awaits = || self.families.iter().any(Family::is_awaited);
        if self.screen.is_needed() && (ranks || considers && awaits()) {
            self.screen.find(market, values.in_use(), values.period());
        }
        if step > 0 {
            self.find_cuts(market);
        }
    }

    /// The cap of a rank on the day; `None` unless a cut gives it.
    pub(super) fn cap_of_rank(&self, step: u32, rank: usize) -> Option<f64> {
        (step > 0).then(|| self.cuts.cap_of_rank(&self.book.rules, rank)).flatten()
    }

    /// Processes the end of a step, once its cuts are found. `first` are the indexes' returns of a
    /// month under the first schedule of the setup, which writes them there.
    pub(super) fn look(
        &mut self,
        look: Look<'_>,
        (market, values): (&Market<'_>, &Values),
        first: &mut Vec<f64>,
    ) {
        let (paths, book, step) = (self.paths, self.book, look.step);
        let trading = paths.setup().trading.as_ref();
        let counts = paths.cycles().of_event(step);
        let caps = market.caps();
        self.unbanded.place(caps, values.period().before(), values.before(market), &self.cuts);
        let edges = Edges::new(&self.cuts);
        let totals = self.totals_after(values);
        let has_newcomers = self.newcomers.are_possible();
        let top500 = |caps: &[f64], cuts: &Cuts| {
            let is_needed = has_newcomers.then_some(&book.parameters);
            is_needed.map_or(f64::INFINITY, |of| smallest_of_top500(of, caps, cuts))
        };
        // This cap is only needed on rank days.
        let ranks = self.any(step, |a| a.ranks);
        let of_all = if ranks { top500(caps, &self.cuts) } else { f64::INFINITY };
        for (place, &schedule) in book.schedules.iter().enumerate() {
            let actions = paths.actions[schedule][step as usize];
            let joins = self.newcomers.may_join(&self.families[place], caps, market.level());
            if !(look.at_all || actions.any() || joins) {
                continue;
            }
            let scene = Scene {
                plan: &paths.plan,
                caps,
                before: Worth { values: values.before(market), totals: &self.unbanded.totals },
                after: Worth { values: values.after(market), totals: &totals },
                updated: values.updated(),
                low: self.screen.low(),
                cuts: &self.cuts,
                unbanded: &self.unbanded,
                edges: &edges,
                level: market.level(),
                top500: of_all,
            };
            let family = &mut self.families[place];
            let funds = trading.zip(look.desk);
            family.tally.count_in(counts);
            family.look(&scene);
            if step > 0 {
                family.settle(scene.plan, look.at_all);
            }
            if let Some(part) = actions.implements {
                family.implement(&scene, part, funds);
            }
            family.add(&scene, (actions.adds, actions.implements.is_some()), funds);
            if actions.considers {
                family.consider(&scene);
            }
            if actions.ranks && step > 0 && self.screen.has_low() {
                let screened = &mut self.screened;
                // Only members may pass by the mean of two closes, and membership differs between
                // schedules.
                if screened.passing.update(&self.screen, caps, family) {
                    let find =
                        |left: &[f64]| self.tracker.find(&book.rules, left, Some(&self.cuts));
                    screened.place(find, (values.period().before(), values.before(market)), top500);
                }
                family.rank(&screened.scene(scene));
            } else if actions.ranks {
                family.rank(&scene);
            }
            family.add_at_once(&scene, self.newcomers.large(), actions.locked);
            family.begin();
        }
        if let Some(month) = look.month {
            self.pass_month(month, first);
        }
    }

    /// Ends a month in which nothing acts and drift is not taken, so that only returns are taken.
    /// `first` is as for [`Self::look`].
    pub(super) fn end_month(
        &mut self,
        month: u32,
        step: u32,
        (market, values): (&Market<'_>, &Values),
        first: &mut Vec<f64>,
    ) {
        let (paths, counts) = (self.paths, self.paths.cycles().of_event(step));
        let (start, end) = (values.period().before(), values.before(market));
        for family in &mut self.families {
            family.tally.count_in(counts);
            family.value(start, end);
            family.settle(&paths.plan, true);
            family.begin();
        }
        self.pass_month(month, first);
    }

    fn pass_month(&mut self, month: u32, first: &mut Vec<f64>) {
        for (family, &schedule) in self.families.iter_mut().zip(&self.book.schedules) {
            if month > 0 && schedule == 0 {
                first.clear();
                first.extend(family.tally.returns());
            }
            family.pass_month(self.paths, month, first);
        }
    }

    /// Ends the path.
    pub(super) fn finish(
        &mut self,
        market: &Market<'_>,
        values: &Values,
        scratch: &mut [Vec<f64>; 2],
    ) {
        for family in &mut self.families {
            family.finish(&self.paths.plan, (market.caps(), values.after(market)), scratch);
        }
    }

    fn totals_after(&self, values: &Values) -> [Part; TIERS] {
        values
            .in_use()
            .map_or(self.unbanded.totals, |in_use| self.unbanded.totals_after(in_use.updated()))
    }

    fn find_cuts(&mut self, market: &Market<'_>) {
        let levels = market.bucket_levels();
        let growth = self.buckets.map(|bucket| levels[bucket] / self.levels[bucket]);
        let total = market.total() as f64;
        let guess = self.cuts.grown(&growth, total / self.total);
        self.total = total;
        self.cuts = self.tracker.find(&self.book.rules, market.caps(), Some(&guess));
        self.levels.copy_from_slice(levels);
    }
}
