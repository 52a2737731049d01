//! The setup of a run of paths, and its checks.

mod error;

use sha2::{Digest, Sha256};

pub use self::error::SetupError;
use super::book::Book;
use super::closes::Closes;
use super::costs::TradingCosts;
use super::cuts::Cuts;
use super::cycles::PathCycles;
use super::quantities::Quantity;
use super::schedule::{self, Actions, Schedule, YearlyEvent};
use super::slots::quantities;
use super::tally::Plan;
use super::tiers::{ABOVE_MICROCAP, LAST_OF_R1000, LAST_OF_R3000, OUTSIDE, POSSIBLE, Span};
use crate::limits;
use crate::market::model::{Overlay, Start};
use crate::methodology::Parameters;
use crate::simulation::measures::Statistic;
use crate::universe::Index;

/// The largest number of schedules for which all quantities are kept.
const SIDE_BY_SIDE: usize = 8;

/// The setup of a run of paths.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The companies and the model.
    pub start: Start,
    /// The rule book's breaks, bands and smallest cap.
    pub parameters: Parameters,
    /// The schedules, all along the same paths; differences are against the first.
    pub schedules: Vec<Schedule>,
    /// The rule book of each schedule, in their order; schedules without one use `parameters`.
    pub rule_books: Vec<Parameters>,
    /// The statistics kept for every path; `None` to keep all quantities, also month by month and
    /// cycle by cycle.
    pub measures: Option<Vec<Statistic>>,
    /// Groups of schedules that differ only in their days: the deviation of every quantity over the
    /// schedules of a group is taken, path by path. Days that fall on the same steps count once.
    pub groups: Vec<Vec<usize>>,
    /// Measured cycles of a path, a year each.
    pub years: u32,
    /// Cycles of the warm-up before them, which are run but not measured.
    pub warm_up: u32,
    /// When a cycle ends, in months since the beginning of a year: the implementation of June.
    pub june: f64,
    /// When paths start, in months since the beginning of a year: 6 for the end of June.
    pub start_month: f64,
    /// The segment of each company at the start, in the order of [`Start::companies`]; `None` for
    /// the unbanded breakpoints of the caps at the start.
    pub held: Option<Vec<Held>>,
    /// Shocks laid on top of every path.
    pub overlays: Vec<Overlay>,
    /// The indexes to measure, each once, out of R3000E, R3000, R1000, R2000, R2500, MIDCAP,
    /// MICROCAP, TOP500 and TOP200. With fewer indexes runs are faster.
    pub indexes: Vec<Index>,
    /// Drift is taken at one out of this many month ends of a cycle, the middle one: a divisor of
    /// 12, 1 for all month ends.
    pub drift_every: u32,
    /// Costs that the funds that follow the indexes pay for their trades at reconstitutions,
    /// whether or not those indexes are measured; `None` to leave them out.
    pub trading: Option<TradingCosts>,
}

/// The part of the Russell 3000 that holds a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Held {
    /// Neither the Russell 1000 nor the 2000.
    Outside,
    /// The Russell 1000.
    R1000,
    /// The Russell 2000.
    R2000,
}

/// A checked setup, ready to run.
#[derive(Debug, Clone)]
pub struct Paths {
    setup: Setup,
    /// The distinct rule books; that of the first schedule first.
    pub(super) books: Vec<Book>,
    pub(super) plan: Plan,
    /// Groups of at least two schedules that act on different steps.
    groups: Vec<Vec<usize>>,
    /// Actions of each schedule, by step.
    pub(super) actions: Vec<Vec<Actions>>,
    pub(super) steps: u32,
    cycles: PathCycles,
    /// The quantities that are kept, as places among all; `None` for all.
    pub(super) kept: Option<Vec<usize>>,
    quantities: Vec<Quantity>,
    fingerprint: String,
}

impl Paths {
    /// Checks and prepares a setup.
    ///
    /// # Errors
    /// For the first setting found to be invalid.
    pub fn new(setup: Setup) -> Result<Self, SetupError> {
        check(&setup)?;
        let funded = setup.trading.iter().flat_map(TradingCosts::funded);
        let needed: Vec<Index> = setup.indexes.iter().copied().chain(funded).collect();
        let per_month = setup.start.model().steps().per_month();
        let cycles =
            PathCycles::new(setup.june, setup.start_month, (setup.warm_up, setup.years), per_month);
        let steps = cycles.months() * per_month;
        let length = (steps, per_month);
        let books = Book::all(&setup, &needed, length)?;
        let mut actions = vec![Vec::new(); setup.schedules.len()];
        for book in &books {
            let has_additions = book.parameters.additions.quarterly;
            for &at in &book.schedules {
                let schedule = &setup.schedules[at];
                actions[at] = schedule::actions(schedule, has_additions, setup.start_month, length);
            }
        }
        let act_apart = |group: &Vec<usize>| {
            let is_new = |(nth, at): &(usize, &usize)| {
                group[..*nth].iter().all(|other| actions[*other] != actions[**at])
            };
            group.iter().enumerate().filter(is_new).map(|(_, at)| *at).collect()
        };
        let groups: Vec<Vec<usize>> = setup.groups.iter().map(act_apart).collect();
        let groups = groups.into_iter().filter(|group| group.len() > 1).collect();
        let closes = Closes {
            every: setup.drift_every,
            run_in: cycles.run_in(),
            first_month: first_month(setup.start_month),
        };
        let has_trading = setup.trading.is_some();
        let (quantities, slots) = quantities(&setup.indexes, has_trading, setup.years, &closes);
        let place = |index| setup.indexes.iter().position(|measured| *measured == index);
        let plan = Plan {
            spans: setup.indexes.iter().map(|index| Span::of(*index)).collect(),
            slots,
            pair: place(Index::R2000).zip(place(Index::R1000)).map(<[usize; 2]>::from),
            cycles: setup.years,
            months: cycles.months(),
            closes,
            indexes: setup.indexes.clone(),
        };
        let kept = setup.measures.as_ref().map(|measures| {
            let is_kept =
                |(_, quantity): &(usize, &Quantity)| measures.contains(&quantity.statistic);
            quantities.iter().enumerate().filter(is_kept).map(|(at, _)| at).collect::<Vec<_>>()
        });
        let quantities = match &kept {
            Some(kept) => kept.iter().map(|at| quantities[*at]).collect(),
            None => quantities,
        };
        let fingerprint = fingerprint(&setup);
        Ok(Self {
            setup,
            books,
            plan,
            groups,
            actions,
            steps,
            cycles,
            kept,
            quantities,
            fingerprint,
        })
    }

    /// The setup.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The groups of schedules, by their places, over which deviations are taken. Within a group
    /// all schedules act on different steps.
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// The cycles of every path.
    pub fn cycles(&self) -> &PathCycles {
        &self.cycles
    }

    /// The quantities measured on every path under every schedule, in the order of all results.
    pub fn quantities(&self) -> &[Quantity] {
        &self.quantities
    }

    /// The SHA-256, in hexadecimal, of everything that results depend on except the seed and the
    /// paths.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// The cap of the company on the last rank of the Top 500, USD, or the smallest eligible cap if
/// there are fewer companies. `cuts` are the cuts for these caps.
pub(super) fn smallest_of_top500(parameters: &Parameters, caps: &[f64], cuts: &Cuts) -> f64 {
    let rank = parameters.breaks.top500.rank;
    // If the R1000 break lies at or below this rank, only companies above it need sorting.
    let is_inside = rank <= parameters.breaks.r1000.rank && cuts.breaks[2].unbanded.is_finite();
    let from = if is_inside { cuts.breaks[2].unbanded } else { cuts.floor };
    let mut largest: Vec<f64> = caps.iter().copied().filter(|cap| *cap >= from).collect();
    if rank == 0 || largest.len() < rank {
        return cuts.floor;
    }
    *largest.select_nth_unstable_by(rank - 1, |a, b| b.total_cmp(a)).1
}

impl Held {
    /// The tier of a company in this segment whose unbanded tier is `unbanded`: only its sides of
    /// #1,000 and #3,000 are known, and unbanded breakpoints decide the rest.
    pub(super) fn tier(self, unbanded: u8) -> u8 {
        match self {
            Self::R1000 => unbanded.min(LAST_OF_R1000),
            Self::R2000 => unbanded.clamp(ABOVE_MICROCAP, LAST_OF_R3000),
            Self::Outside if unbanded <= LAST_OF_R3000 => OUTSIDE,
            Self::Outside => unbanded,
        }
    }
}

/// The calendar month in which the first month of a path ends, January being 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 12")]
fn first_month(start: f64) -> usize {
    start.ceil() as usize % 12
}

fn check(setup: &Setup) -> Result<(), SetupError> {
    let count = setup.schedules.len();
    // With everything kept for every path, more schedules would exceed the memory.
    let most = if setup.measures.is_some() { limits::COMBINATIONS } else { SIDE_BY_SIDE };
    if !(1..=most).contains(&count) {
        return Err(SetupError::Schedules { count, most });
    }
    if setup.years < 1 || setup.years.saturating_add(setup.warm_up) > limits::PATH_YEARS {
        return Err(SetupError::Years { years: setup.years, warm_up: setup.warm_up });
    }
    if !(setup.june > 0.0 && setup.june <= 12.0) {
        return Err(SetupError::June { month: setup.june });
    }
    if !(0.0..12.0).contains(&setup.start_month) {
        return Err(SetupError::StartMonth { month: setup.start_month });
    }
    if setup.drift_every == 0 || !12_u32.is_multiple_of(setup.drift_every) {
        return Err(SetupError::DriftEvery { months: setup.drift_every });
    }
    let companies = setup.start.companies().len();
    if let Some(held) = setup.held.as_ref().filter(|held| held.len() != companies) {
        return Err(SetupError::Memberships { held: held.len(), companies });
    }
    if setup.indexes.is_empty() {
        return Err(SetupError::NoIndex);
    }
    for (at, index) in setup.indexes.iter().enumerate() {
        if !POSSIBLE.contains(index) || setup.indexes[..at].contains(index) {
            return Err(SetupError::Index { index: *index });
        }
    }
    setup.trading.iter().try_for_each(TradingCosts::check)?;
    let half_a_step = 0.5 / f64::from(setup.start.model().steps().per_month());
    for schedule in &setup.schedules {
        check_events(&schedule.name, &schedule.events, half_a_step)?;
        check_events(&schedule.name, &schedule.quarters, half_a_step)?;
    }
    Ok(())
}

fn check_events(name: &str, events: &[YearlyEvent], half_a_step: f64) -> Result<(), SetupError> {
    let mut implemented = 0.0;
    for &YearlyEvent { rank_day, implementation, .. } in events {
        let in_year = rank_day > 0.0 && implementation <= 12.0;
        let schedule = || name.to_owned();
        if !(in_year && implementation >= rank_day + half_a_step) {
            return Err(SetupError::Event { schedule: schedule(), rank_day, implementation });
        }
        if rank_day < implemented {
            return Err(SetupError::Overlap { schedule: schedule(), rank_day });
        }
        implemented = implementation;
    }
    Ok(())
}

/// A fingerprint of the whole setup: only runs with equal fingerprints may be merged.
fn fingerprint(setup: &Setup) -> String {
    let Setup {
        start,
        parameters,
        schedules,
        rule_books,
        measures,
        groups,
        years,
        warm_up,
        june,
        start_month,
        held,
        overlays,
        indexes,
        drift_every,
        trading,
    } = setup;
    let market = (start.model(), start.companies(), held, overlays);
    let rules = (parameters, schedules, rule_books, groups);
    let cycles = (years, warm_up, june, start_month);
    let measured = (measures, indexes, drift_every, trading);
    format!("{:x}", Sha256::digest(format!("{:?}", (market, rules, cycles, measured))))
}
