//! `comparisons.csv`: one row per schedule of each comparison of a batch.

use serde::Serialize;

use super::Overview;
use crate::remark::{Remark, Severity};
use crate::report::comparison::ComparisonReport;
use crate::report::story::{Comparison, Found};
use crate::report::table::{Table, table};
use crate::simulation::measures::{drift, moves, trades, turnover};
use crate::study::simulated::Simulated;
use crate::universe::Index;

/// Decimal places of a mean count.
const MEAN: usize = 6;

// Every figure is a mean over cycles from one June implementation to the next.
table! {
    TABLE = "comparisons", "a schedule of a comparison";
    |row: &ScheduleRow|
    SCENARIO: Text("scenario", "the comparison") = &row.scenario,
    SCHEDULE: Text(
        "schedule",
        "the schedule; the first of a comparison is the one that others are measured against"
    ) = &row.schedule,
    SAMPLED: Text("sampled", "what the means are over: cycles of a history, or simulated paths")
        = row.sampled,
    SAMPLE: Count("sample", "how many of them") = row.sample,
    R1000_ONE_WAY: Fraction(
        "r1000_one_way",
        "one-way turnover of the Russell 1000 by scheduled events"
    ) = row.one_way[0],
    R2000_ONE_WAY: Fraction(
        "r2000_one_way",
        "one-way turnover of the Russell 2000 by scheduled events"
    ) = row.one_way[1],
    R2000_DRIFT: Fraction("r2000_drift", "weight of the Russell 2000 beyond the band, mean")
        = row.drift,
    R2000_LOST: Number("r2000_lost", "members that the Russell 2000 has lost, mean")
        = (row.lost, MEAN),
    UP: Number("up", "companies that move from the 2000 to the 1000") = (row.moves[0], MEAN),
    DOWN: Number("down", "companies that move from the 1000 to the 2000") = (row.moves[1], MEAN),
    NET_TRADED: Usd(
        "net_traded",
        "what all funds together buy plus what they sell; empty where no fund's trades are known"
    ) = (row.net_traded, 2),
    DIFFERENCE: Fraction(
        "difference",
        "r2000_one_way less that of the first schedule; empty for the first"
    ) = row.difference,
    DIFFERENCE_LOW: Fraction("difference_low", "lower end of its confidence interval")
        = row.interval.map(|(low, _)| low),
    DIFFERENCE_HIGH: Fraction("difference_high", "upper end of it")
        = row.interval.map(|(_, high)| high),
    WARNINGS: Count("warnings", "warnings of the result") = row.warnings,
    REPORT: Text("report", "the folder of its reports, seen from here") = &row.report,
}

/// Row of the overview: a schedule of a comparison. Unknown figures are `None`.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ScheduleRow {
    /// Name of the scenario.
    pub scenario: String,
    /// The schedule.
    pub schedule: String,
    /// The unit of the sample: `cycles` of a history, or `paths`.
    pub sampled: &'static str,
    /// Number of cycles or paths that the means are taken over.
    pub sample: u64,
    /// One-way turnover of the Russell 1000 and 2000 per cycle by scheduled events, fractions.
    pub one_way: [Option<f64>; 2],
    /// Mean weight of the Russell 2000 beyond the band, a fraction.
    pub drift: Option<f64>,
    /// Mean number of members that the Russell 2000 has lost.
    pub lost: Option<f64>,
    /// Number of companies per cycle that move up to the Russell 1000, and down from it.
    pub moves: [Option<f64>; 2],
    /// Purchases plus sales of all funds per cycle, USD.
    pub net_traded: Option<f64>,
    /// Turnover of the Russell 2000 less that of the first schedule, a fraction; `None` for the first.
    pub difference: Option<f64>,
    /// Its confidence interval.
    pub interval: Option<(f64, f64)>,
    /// Number of warnings of the result.
    pub warnings: usize,
    /// Folder of its reports, relative to the overview.
    pub report: String,
}

/// The rows of a comparison on a history; `report` is the folder of its reports, relative to the
/// overview.
pub fn of_history(of: &ComparisonReport<'_>, report: &str) -> Vec<ScheduleRow> {
    rows(of, &of.compared.scenario.name, &of.compared.remarks, report)
}

/// The rows of a comparison on simulated paths.
pub fn of_paths(of: &Simulated, report: &str) -> Vec<ScheduleRow> {
    rows(of, &of.header.name, &of.header.remarks, report)
}

fn rows<C: Comparison>(of: &C, name: &str, remarks: &[Remark], report: &str) -> Vec<ScheduleRow> {
    let figures = |statistic, index| of.find(statistic, index);
    let one_way =
        [Index::R1000, Index::R2000].map(|i| figures(turnover::SCHEDULED.one_way.value(), Some(i)));
    let drift = figures(drift::BEYOND_BAND_WEIGHT.mean(), Some(Index::R2000));
    let lost = figures(drift::LOST.mean(), Some(Index::R2000));
    let moves = [&moves::UP, &moves::DOWN].map(|measure| figures(measure.value(), None));
    let traded = figures(trades::NET.value(), None);
    let warnings = remarks.iter().filter(|r| r.severity() == Severity::Warning).count();
    let sample = of.sample();
    let row = |(at, schedule): (usize, &str)| {
        let value = |found: &Option<Found>| found.as_ref().and_then(|found| found.values[at]);
        let to_first = one_way[1].as_ref().and_then(|found| found.differences[at]);
        let to_first = to_first.filter(|_| at > 0);
        ScheduleRow {
            scenario: name.to_owned(),
            schedule: schedule.to_owned(),
            sampled: if sample.are_paths { "paths" } else { "cycles" },
            sample: sample.count,
            one_way: one_way.each_ref().map(value),
            drift: value(&drift),
            lost: value(&lost),
            moves: moves.each_ref().map(value),
            net_traded: value(&traded),
            difference: to_first.map(|difference| difference.value),
            interval: to_first.and_then(|difference| difference.interval),
            warnings,
            report: report.to_owned(),
        }
    };
    of.schedules().into_iter().enumerate().map(row).collect()
}

/// The table, by comparison and schedule.
pub(super) fn table(overview: &Overview) -> Table<'_> {
    Table::of(move |rows| rows.all(&overview.comparisons))
}
