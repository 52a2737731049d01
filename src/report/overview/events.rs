//! `overview.csv`: a row for each reconstitution of a batch.

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

/// What is shown of one reconstitution.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventRow {
    /// Its name.
    pub event: String,
    /// The day whose close ranks.
    pub rank_day: NaiveDate,
    /// The day after whose close members change.
    pub implementation: NaiveDate,
    /// Cap of the last company of the Russell 1000 without the band, USD; `None` where nobody has that
    /// rank.
    #[serde(rename = "break")]
    pub at_break: Option<Decimal>,
    /// Largest cap that the band holds, USD.
    pub band_upper: Option<Decimal>,
    /// Smallest cap that the band holds, USD.
    pub band_lower: Option<Decimal>,
    /// Cap of the last company of the Russell 3000, USD.
    pub smallest: Option<Decimal>,
    /// Lines after, of the Russell 1000, 2000 and 3000.
    pub members: [usize; 3],
    /// Companies that enter the Russell 3000.
    pub additions: usize,
    /// Companies that leave it.
    pub deletions: usize,
    /// Companies that move up to the 1000.
    pub up: usize,
    /// Companies that move down to the 2000.
    pub down: usize,
    /// One-way turnover of the Russell 1000, 2000 and 3000, fractions; `None` where unknown.
    pub one_way: [Option<f64>; 3],
    /// What all funds together buy and sell after crossing, USD.
    pub net_traded: Option<f64>,
    /// How many warnings the result has.
    pub warnings: usize,
    /// The folder of its reports, seen from the overview.
    pub report: String,
}

/// Indexes whose members and turnover are shown.
const SHOWN: [Index; 3] = [Index::R1000, Index::R2000, Index::R3000];

impl EventRow {
    /// Of a run whose reports go to `report`, seen from the overview.
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
