//! `overview.csv`: one row per reconstitution of a batch.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::Overview;
use crate::analysis::turnover::Turnover;
use crate::reconstitution::Action;
use crate::remark::Severity;
use crate::report::table::Holds::{Count, Date, Fraction, Text, Usd};
use crate::report::table::{Column, Table, col};
use crate::study::Run;
use crate::universe::Index;

/// The columns.
pub const COLUMNS: [Column; 20] = [
    col("event", Text, "the reconstitution"),
    col("rank_day", Date, "the day whose close ranks"),
    col("implementation", Date, "the day after whose close members change"),
    col("break", Usd, "cap of the last company of the Russell 1000 without the band"),
    col("band_upper", Usd, "largest cap that the band holds; empty without a band"),
    col("band_lower", Usd, "smallest cap that the band holds; empty without a band"),
    col("smallest", Usd, "cap of the last company of the Russell 3000"),
    col("r1000_members", Count, "lines in the Russell 1000 after"),
    col("r2000_members", Count, "lines in the Russell 2000 after"),
    col("r3000_members", Count, "lines in the Russell 3000 after"),
    col("additions", Count, "companies that enter the Russell 3000"),
    col("deletions", Count, "companies that leave it"),
    col("up", Count, "companies that move from the 2000 to the 1000"),
    col("down", Count, "companies that move from the 1000 to the 2000"),
    col("r1000_one_way", Fraction, "one-way turnover of the Russell 1000; empty where unknown"),
    col("r2000_one_way", Fraction, "one-way turnover of the Russell 2000; empty where unknown"),
    col("r3000_one_way", Fraction, "one-way turnover of the Russell 3000; empty where unknown"),
    col(
        "net_traded",
        Usd,
        "what all funds together buy and sell after crossing, as in trade_totals.csv; empty where no fund's trades are known",
    ),
    col("warnings", Count, "warnings of the result"),
    col("report", Text, "the folder of its reports, seen from here"),
];

/// Row of the overview: one reconstitution.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventRow {
    /// Name of the event.
    pub event: String,
    /// Rank day.
    pub rank_day: NaiveDate,
    /// Implementation day, after whose close members change.
    pub implementation: NaiveDate,
    /// Cap at the #1,000 break without the band, USD; `None` if no company has that rank.
    #[serde(rename = "break")]
    pub at_break: Option<Decimal>,
    /// Upper edge of the band, USD; `None` without a band.
    pub band_upper: Option<Decimal>,
    /// Lower edge of the band, USD; `None` without a band.
    pub band_lower: Option<Decimal>,
    /// Cap of the smallest company of the Russell 3000, USD.
    pub smallest: Option<Decimal>,
    /// Number of lines in the Russell 1000, 2000 and 3000 after the event.
    pub members: [usize; 3],
    /// Number of companies that enter the Russell 3000.
    pub additions: usize,
    /// Number of companies that leave the Russell 3000.
    pub deletions: usize,
    /// Number of companies that move up to the Russell 1000.
    pub up: usize,
    /// Number of companies that move down to the Russell 2000.
    pub down: usize,
    /// One-way turnover of the Russell 1000, 2000 and 3000, fractions; `None` where unknown.
    pub one_way: [Option<f64>; 3],
    /// Purchases plus sales of all funds after crossing, USD; `None` if no fund's trades are known.
    pub net_traded: Option<f64>,
    /// Number of warnings of the result.
    pub warnings: usize,
    /// Folder of its reports, relative to the overview.
    pub report: String,
}

/// Indexes whose members and turnover are shown.
const SHOWN: [Index; 3] = [Index::R1000, Index::R2000, Index::R3000];

impl EventRow {
    /// The row of a run; `report` is the folder of its reports, relative to the overview.
    pub fn of(run: &Run, report: String) -> Self {
        let event = &run.scenario.event;
        let level = |name| run.result.levels.iter().find(|level| level.name == name);
        let at_break = level("r1000");
        let turnover = |index| -> Option<&Turnover> {
            run.turnover.iter().find(|turnover| turnover.index == index)
        };
        let totals = &run.trades.totals;
        let is_known = totals.indexes.iter().any(|trades| trades.traded.is_some());
        let warnings = run.remarks.iter().filter(|r| r.severity() == Severity::Warning).count();
        Self {
            event: event.name.clone(),
            rank_day: event.rank_day,
            implementation: event.implementation,
            at_break: at_break.and_then(|level| level.market_cap),
            band_upper: at_break.and_then(|level| level.upper_market_cap),
            band_lower: at_break.and_then(|level| level.lower_market_cap),
            smallest: level("r3000").and_then(|level| level.market_cap),
            members: SHOWN.map(|index| turnover(index).map_or(0, |found| found.members_after)),
            additions: run.count(Action::Add, true),
            deletions: run.count(Action::Delete, true),
            up: run.count(Action::Up, true),
            down: run.count(Action::Down, true),
            one_way: SHOWN.map(|index| Some(turnover(index)?.changes.as_ref()?.one_way)),
            net_traded: is_known.then(|| totals.net.gross_usd()),
            warnings,
            report,
        }
    }
}

/// The table, by implementation day.
pub(super) fn table(overview: &Overview) -> Table<'_> {
    Table::new("overview", "a reconstitution", &COLUMNS, |rows| {
        overview.events.iter().try_for_each(|row| {
            rows.text(&row.event)
                .date(row.rank_day)
                .date(row.implementation)
                .usd(row.at_break)
                .usd(row.band_upper)
                .usd(row.band_lower)
                .usd(row.smallest);
            row.members.iter().for_each(|members| {
                rows.count(*members);
            });
            rows.count(row.additions).count(row.deletions).count(row.up).count(row.down);
            for one_way in row.one_way {
                rows.fraction(one_way);
            }
            rows.known(row.net_traded, 2).count(row.warnings).text(&row.report).end()
        })
    })
}
