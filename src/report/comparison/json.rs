//! `summary.json` of a comparison: dates, schedules, measures, streaks, checks, inputs, remarks.

mod measures;
mod schedules;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;

use self::measures::{Measures, measures};
use self::schedules::Schedule;
use super::ComparisonReport;
use crate::analysis::backtest::Checked;
use crate::analysis::comparison::HistoryCycle;
use crate::analysis::outperformance;
use crate::market::history::Unapplied;
use crate::methodology::Parameters;
use crate::report::remarks::Said;
use crate::report::story::Concluded;
use crate::report::summary::{Document, Units};
use crate::report::table::{FRACTION, push_number};
use crate::scenario::InputRecord;
use crate::simulation::measures::of_history;
use crate::study::comparison::Compared;
use crate::universe::Index;

/// Version of the layout.
pub const SCHEMA: &str = "rankday.comparison/3";

/// Several schedules in the same historical market. The unit of each measure is in `units`; `rankday
/// columns comparison` describes them.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Summary<'a> {
    /// Name of the scenario.
    scenario: &'a str,
    /// Description of the scenario.
    description: &'a str,
    /// The conclusions, one for each schedule after the first.
    conclusions: Vec<Concluded<'a>>,
    /// The market.
    history: Market,
    /// The cycles from June to June that the history overlaps, in order.
    cycles: Vec<Cycle>,
    /// The schedules; the first is the reference.
    schedules: Vec<Schedule<'a>>,
    /// Units of the measures.
    units: BTreeMap<&'static str, Units>,
    /// Measures by name and index (`family` for the family as a whole).
    measures: Measures<'a>,
    /// The longest runs of periods in which the Russell 2000 returned more than the Russell 1000, by
    /// schedule.
    streaks: Vec<Streak<'a>>,
    /// Comparisons of the simulated membership with lists of members, by the year of the lists.
    membership_checks: BTreeMap<i32, Vec<MembershipCheck<'a>>>,
    /// Repairs of the market's data.
    repairs: Repairs,
    /// The rule book that was applied.
    parameters: &'a Parameters,
    /// The files that were read; the first is the scenario.
    inputs: &'a [InputRecord],
    /// Warnings, assumptions and notes.
    remarks: Vec<Said<'a>>,
}

/// The market of the backtests.
#[derive(Serialize, JsonSchema)]
struct Market {
    /// Day of the first close.
    first_close: NaiveDate,
    /// Day of the last close.
    last_close: NaiveDate,
    /// Number of closes.
    closes: usize,
    /// Number of lines.
    lines: usize,
}

/// A cycle: from just after one June implementation up to and including the next.
#[derive(Serialize, JsonSchema)]
struct Cycle {
    /// Its name by the years of its two Junes: `2025/26`.
    name: String,
    /// The June implementation after which it begins.
    after: NaiveDate,
    /// The June implementation with which it ends.
    through: NaiveDate,
    /// Whether the history covers all of it.
    complete: bool,
    /// Number of its closes in the history.
    closes: usize,
}

/// Consecutive periods in which the Russell 2000 returned more than the Russell 1000.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Streak<'a> {
    /// The longest streak of a schedule.
    Longest {
        /// The schedule.
        schedule: &'a str,
        /// The index.
        index: Index,
        /// The index with which it is compared.
        benchmark: Index,
        /// Number of periods.
        periods: usize,
        /// Last day of the first period.
        first: NaiveDate,
        /// Last day of the last period.
        last: NaiveDate,
        /// Compounded return of the index, a fraction.
        index_return: Option<f64>,
        /// Compounded return of the benchmark, a fraction.
        benchmark_return: Option<f64>,
        /// Difference of the two, a fraction.
        outperformance: Option<f64>,
    },
    /// There is none.
    None {
        /// The schedule.
        schedule: &'a str,
        /// 0.
        periods: usize,
    },
}

impl<'a> Streak<'a> {
    fn new(schedule: &'a str, longest: Option<&outperformance::Streak>) -> Self {
        let Some(streak) = longest else { return Self::None { schedule, periods: 0 } };
        Self::Longest {
            schedule,
            index: Index::R2000,
            benchmark: Index::R1000,
            periods: streak.periods,
            first: streak.first,
            last: streak.last,
            index_return: fraction(streak.index_return),
            benchmark_return: fraction(streak.benchmark_return),
            outperformance: fraction(streak.outperformance()),
        }
    }
}

/// A fraction, rounded as in the tables.
fn fraction(value: f64) -> Option<f64> {
    let mut text = Vec::new();
    push_number(&mut text, value, FRACTION);
    serde_json::from_slice(&text).ok()
}

/// The simulated membership beside a list of members.
#[derive(Serialize, JsonSchema)]
struct MembershipCheck<'a> {
    /// The schedule.
    schedule: &'a str,
    /// The index.
    index: Index,
    /// Day of the list.
    held_on: NaiveDate,
    /// Day of the history whose close is compared with it.
    close: NaiveDate,
    /// Number of companies on the list that have a line in the market.
    listed: usize,
    /// Number of companies that the simulated index holds.
    held: usize,
    /// Number of companies in both.
    both: usize,
    /// Part of the list that the simulated index holds, a fraction; null if the list is empty.
    of_listed: Option<f64>,
    /// Part of the simulated index that is on the list, a fraction; null if it has no members.
    of_held: Option<f64>,
}

/// Repairs of the market's data.
#[derive(Serialize, JsonSchema)]
struct Repairs {
    /// Number of caps computed from the last good share count.
    caps_held_at_last_good_share_count: usize,
    /// Number of jumps of the share count that no action explains: holdings are restated.
    share_counts_restated: usize,
    /// Number of jumps of the share count that a stated action explains.
    share_count_jumps_taken: usize,
    /// Number of returns corrected for a split that they leave out.
    returns_corrected_for_splits: usize,
    /// Number of lines that begin under the ticker of another line that left.
    tickers_that_go_on: usize,
    /// Stated actions that were not applied, and why.
    actions_not_applied: Vec<String>,
}

impl Document for Summary<'_> {
    const SCHEMA: &'static str = SCHEMA;
}

impl<'a> Summary<'a> {
    /// The summary of a comparison.
    pub(super) fn new(report: &'a ComparisonReport<'_>) -> Self {
        let compared = report.compared;
        let scenario = &compared.scenario;
        let days = compared.history.backtest_days();
        let schedules = &compared.schedules;
        let streaks = schedules.iter().zip(&report.comparison.streaks);
        Self {
            scenario: &scenario.name,
            description: &scenario.description,
            conclusions: Concluded::all(report),
            history: Market {
                first_close: days[0].date,
                last_close: days[days.len() - 1].date,
                closes: days.len(),
                lines: compared.lines,
            },
            cycles: report.comparison.cycles.all.iter().map(Cycle::new).collect(),
            schedules: schedules.iter().map(|of| Schedule::new(&compared.history, of)).collect(),
            units: of_history().map(|measure| (measure.name, measure.unit.into())).collect(),
            measures: measures(&report.comparison.rows),
            streaks: streaks.map(|(of, streak)| Streak::new(&of.name, streak.as_ref())).collect(),
            membership_checks: checks(compared),
            repairs: Repairs::new(compared),
            parameters: &scenario.parameters,
            inputs: &compared.inputs,
            remarks: Said::all(&compared.remarks),
        }
    }
}

impl Cycle {
    fn new(of: &HistoryCycle) -> Self {
        Self {
            name: of.cycle.name(),
            after: of.cycle.after,
            through: of.cycle.through,
            complete: of.is_complete,
            closes: of.closes.len(),
        }
    }
}

impl Repairs {
    fn new(compared: &Compared) -> Self {
        let repairs = &compared.repairs;
        Self {
            caps_held_at_last_good_share_count: repairs.caps_held.len(),
            share_counts_restated: repairs.restated.len(),
            share_count_jumps_taken: repairs.jumps_taken.len(),
            returns_corrected_for_splits: repairs.returns_corrected.len(),
            tickers_that_go_on: repairs.goes_on.len(),
            actions_not_applied: compared.unapplied.iter().map(Unapplied::in_words).collect(),
        }
    }
}

/// Membership checks by the year of their lists.
fn checks(compared: &Compared) -> BTreeMap<i32, Vec<MembershipCheck<'_>>> {
    let mut years: BTreeMap<i32, Vec<MembershipCheck<'_>>> = BTreeMap::new();
    for schedule in &compared.schedules {
        for check in &schedule.backtest.checked {
            let of_year = years.entry(check.held_on.year()).or_default();
            of_year.push(MembershipCheck::new(&schedule.name, check));
        }
    }
    years
}

impl<'a> MembershipCheck<'a> {
    fn new(schedule: &'a str, check: &Checked) -> Self {
        Self {
            schedule,
            index: check.index,
            held_on: check.held_on,
            close: check.date,
            listed: check.listed,
            held: check.held,
            both: check.both,
            of_listed: check.of_listed().and_then(fraction),
            of_held: check.of_held().and_then(fraction),
        }
    }
}
