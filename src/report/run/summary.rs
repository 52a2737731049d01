//! `summary.json`: dates, waterfall, breakpoints, totals, rule book, inputs and remarks.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::size::IndexSize;
use crate::analysis::trades::EventTrades;
use crate::analysis::turnover::Turnover;
use crate::methodology::Parameters;
use crate::methodology::banding::BreakLevel;
use crate::reconstitution::between::Outcome;
use crate::reconstitution::{Decision, Event, Waterfall};
use crate::report::remarks::Said;
use crate::report::summary::{ByAction, ByName, Document};
use crate::scenario::{DayBasis, InputRecord};
use crate::study::Run;
use crate::universe::Segment;

/// Version of the layout of `summary.json`.
pub const SCHEMA: &str = "rankday.summary/8";

/// One reconstitution. Amounts are in USD, percentiles from 0 to 100, turnover in fractions.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Summary<'a> {
    /// Name of the scenario.
    scenario: &'a str,
    /// Description of the scenario.
    description: &'a str,
    /// Days of the event.
    event: &'a Event,
    /// Basis of each of these days: a publication, a rule, or the scenario.
    event_basis: &'a DayBasis,
    /// The calendar's event; null if its days are not those of the scenario.
    calendar: Option<&'a crate::calendar::Event>,
    /// The day of the universe's prices, shares and floats.
    universe_as_of: NaiveDate,
    /// The day whose closes give weights, turnover and trades.
    weighed_at: NaiveDate,
    /// Number of lines dropped by each screen, in order.
    waterfall: &'a Waterfall,
    /// Number of lines that passed a screen only because the value it tests is unknown, by screen.
    unknown_passed: ByName<String, usize>,
    /// Every breakpoint with its band.
    breakpoints: &'a [BreakLevel],
    /// Cap of all companies of the Russell 3000E, by which percentiles are measured, USD.
    total_market_cap_r3000e: Decimal,
    /// Number of changes of membership.
    changes: ChangeCounts,
    /// Counts of lines and actions between rank day and implementation.
    since_rank_day: SinceRankDay,
    /// Number of companies by decision, and of members and lines outside the ranking.
    decisions: Decisions,
    /// Turnover of every index.
    turnover: &'a [Turnover],
    /// Companies of every index by size.
    sizes: &'a [IndexSize],
    /// Trades of the funds that track the indexes.
    trades: &'a EventTrades,
    /// The rule book that was applied.
    parameters: &'a Parameters,
    /// The files that were read; the first is the scenario.
    inputs: &'a [InputRecord],
    /// Warnings, assumptions and notes.
    remarks: Vec<Said<'a>>,
}

/// Number of changes of membership.
#[derive(Serialize, JsonSchema)]
struct ChangeCounts {
    /// Companies that enter, leave or move within the Russell 3000; null if it is unknown who was a member,
    /// or in which part.
    r3000: ByAction<Option<usize>>,
    /// Companies that enter or leave Microcap below the Russell 3000; null if the members of Microcap are
    /// unknown.
    microcap_segment: Option<ByAction<Option<usize>>>,
    /// Further share classes of companies that stay.
    share_classes: ByAction<usize>,
}

/// Counts of lines and actions between rank day and implementation; details are in `left.csv` and
/// `actions.csv`.
#[derive(Serialize, JsonSchema)]
struct SinceRankDay {
    /// First day of the lock-down; null if none is known.
    lockdown: Option<NaiveDate>,
    /// Number of members' lines that left.
    members_left: usize,
    /// Number of other lines that left.
    others_left: usize,
    /// Number of stated corporate actions that were applied.
    actions_applied: usize,
    /// Number of stated corporate actions that were left out.
    actions_left_out: usize,
    /// Number of companies whose place was decided anew.
    placed_anew: usize,
    /// How much of the indexes the file of effective prices covers; null without such a file.
    effective_prices: Option<EffectivePrices>,
}

/// How much of the indexes the file of effective prices covers.
#[derive(Serialize, JsonSchema)]
struct EffectivePrices {
    /// Number of lines held before or after, without those that left by a stated action.
    held_lines: usize,
    /// Number of these lines that the file has.
    found: usize,
    /// Weight of these lines as a fraction of all held lines, by caps of rank day; null without any weight.
    weight: Option<f64>,
    /// Whether the file is taken to be complete, so that a line missing from it has left.
    complete: bool,
    /// Whether the scenario states that; false if it is inferred.
    stated: bool,
    /// Number of lines missing from the file that are still listed.
    alive: usize,
}

/// Number of companies by decision, and of members and lines outside the ranking.
#[derive(Serialize, JsonSchema)]
struct Decisions {
    /// Companies that enter the Russell 3000, or Microcap from outside the family.
    add: usize,
    /// Companies that leave the Russell 3000, or Microcap for outside the family.
    delete: usize,
    /// Companies from the Russell 2000 to the Russell 1000.
    up: usize,
    /// Companies from the Russell 1000 to the Russell 2000.
    down: usize,
    /// Companies that stay in their segment.
    keep: usize,
    /// Companies that were not members and do not become members.
    out: usize,
    /// Members held before rank day without a line in the universe: they have left since then.
    gone: usize,
    /// Members held on rank day or later without a line in the universe: the file is incomplete.
    missing: usize,
    /// Entries of a list of rank day or later without a line that may not be securities of their own.
    unmatched: usize,
    /// Lines that left between rank day and implementation.
    left: usize,
}

impl Decisions {
    fn new(run: &Run) -> Self {
        let companies = &run.result.companies;
        let count = |decision| companies.iter().filter(|c| c.decision == decision).count();
        let matched = &run.result.matched;
        Self {
            add: count(Decision::Add),
            delete: count(Decision::Delete),
            up: count(Decision::Up),
            down: count(Decision::Down),
            keep: count(Decision::Keep),
            out: count(Decision::Out),
            gone: matched.gone.len(),
            missing: matched.missing.len(),
            unmatched: matched.unmatched.len(),
            left: run.between.left.len(),
        }
    }
}

impl SinceRankDay {
    fn new(run: &Run) -> Self {
        let between = &run.between;
        let actions = |is: fn(&Outcome) -> bool| {
            between.actions.iter().filter(|stated| is(&stated.outcome)).count()
        };
        let members = between.left.iter().filter(|left| left.held != Segment::None).count();
        Self {
            lockdown: run.scenario.interim.lockdown,
            members_left: members,
            others_left: between.left.len() - members,
            actions_applied: actions(|outcome| matches!(outcome, Outcome::Applied(_))),
            actions_left_out: actions(|outcome| matches!(outcome, Outcome::LeftOut(_))),
            placed_anew: run.result.placed_anew.len(),
            effective_prices: between.coverage.as_ref().map(|coverage| EffectivePrices {
                held_lines: coverage.held,
                found: coverage.found,
                weight: coverage.weight,
                complete: coverage.complete,
                stated: coverage.stated,
                alive: coverage.alive.len(),
            }),
        }
    }
}

impl Document for Summary<'_> {
    const SCHEMA: &'static str = SCHEMA;
}

impl<'a> Summary<'a> {
    /// The summary of a run.
    pub(super) fn new(run: &'a Run) -> Self {
        let result = &run.result;
        let unknown = &result.screened.waterfall.unknown;
        Self {
            scenario: &run.scenario.name,
            description: &run.scenario.description,
            event: &run.scenario.event,
            event_basis: &run.scenario.day_basis,
            calendar: run.scenario.calendar.as_ref(),
            universe_as_of: run.universe.as_of,
            weighed_at: run.weighed_at(),
            waterfall: &result.screened.waterfall,
            unknown_passed: unknown.iter().map(|(s, lines)| (s.to_string(), *lines)).collect(),
            breakpoints: &result.levels,
            total_market_cap_r3000e: result.ranking.total.to_decimal(),
            changes: ChangeCounts {
                r3000: ByAction::new(|action| run.count(action, true)),
                microcap_segment: (run.result.matched.knows_microcap())
                    .then(|| ByAction::new(|action| run.count(action, false))),
                share_classes: ByAction::new(|action| run.count_classes(action)),
            },
            since_rank_day: SinceRankDay::new(run),
            decisions: Decisions::new(run),
            turnover: &run.turnover,
            sizes: &run.sizes,
            trades: &run.trades.totals,
            parameters: &run.scenario.parameters,
            inputs: &run.inputs,
            remarks: Said::all(&run.remarks),
        }
    }
}
