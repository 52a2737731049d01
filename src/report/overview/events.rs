//! `overview.csv`: one row per reconstitution of a batch.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::Overview;
use crate::analysis::turnover::Turnover;
use crate::reconstitution::Action;
use crate::remark::Severity;
use crate::report::run::EVENT;
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::Index;

table! {
    TABLE = "overview", "a reconstitution";
    |row: &EventRow|
    EVENT: Text = &row.event,
    RANK_DAY: Date("rank_day", "the day whose close ranks") = row.rank_day,
    IMPLEMENTATION: Date("implementation", "the day after whose close members change")
        = row.implementation,
    BREAK: Usd("break", "cap of the last company of the Russell 1000 without the band")
        = row.at_break,
    BAND_UPPER: Usd("band_upper", "largest cap that the band holds; empty without a band")
        = row.band_upper,
    BAND_LOWER: Usd("band_lower", "smallest cap that the band holds; empty without a band")
        = row.band_lower,
    SMALLEST: Usd("smallest", "cap of the last company of the Russell 3000") = row.smallest,
    R1000_MEMBERS: Count("r1000_members", "lines in the Russell 1000 after") = row.members[0],
    R2000_MEMBERS: Count("r2000_members", "lines in the Russell 2000 after") = row.members[1],
    R3000_MEMBERS: Count("r3000_members", "lines in the Russell 3000 after") = row.members[2],
    ADDITIONS: Count(
        "additions",
        "companies that enter the Russell 3000; empty where it is not known who was a member"
    ) = row.additions,
    DELETIONS: Count("deletions", "companies that leave it; likewise") = row.deletions,
    UP: Count(
        "up",
        "companies that move from the 2000 to the 1000; empty where it is not known in which they were"
    ) = row.up,
    DOWN: Count("down", "companies that move from the 1000 to the 2000; likewise") = row.down,
    R1000_ONE_WAY: Fraction(
        "r1000_one_way",
        "one-way turnover of the Russell 1000; empty where unknown"
    ) = row.one_way[0],
    R2000_ONE_WAY: Fraction(
        "r2000_one_way",
        "one-way turnover of the Russell 2000; empty where unknown"
    ) = row.one_way[1],
    R3000_ONE_WAY: Fraction(
        "r3000_one_way",
        "one-way turnover of the Russell 3000; empty where unknown"
    ) = row.one_way[2],
    NET_TRADED: Usd(
        "net_traded",
        "what all funds together buy plus what they sell after crossing, as in trade_totals.csv; empty where \
         no fund's trades are known"
    ) = (row.net_traded, 2),
    TRADED_ASSETS: Usd("traded_assets", "assets of the funds whose trades are known, which those are of")
        = (row.traded_assets, 2),
    WARNINGS: Count("warnings", "warnings of the result") = row.warnings,
    REPORT: Text("report", "the folder of its reports, seen from here") = &row.report,
}

/// Row of the overview: one reconstitution.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
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
    /// Number of companies that enter the Russell 3000; `None` if the members before are unknown.
    pub additions: Option<usize>,
    /// Number of companies that leave the Russell 3000; `None` if the members before are unknown.
    pub deletions: Option<usize>,
    /// Number of companies that move up to the Russell 1000; `None` if it is unknown which of the two indexes
    /// members were in.
    pub up: Option<usize>,
    /// Number of companies that move down to the Russell 2000; `None` if it is unknown which of the two
    /// indexes members were in.
    pub down: Option<usize>,
    /// One-way turnover of the Russell 1000, 2000 and 3000, fractions; `None` where unknown.
    pub one_way: [Option<f64>; 3],
    /// Purchases plus sales of all funds after crossing, USD; `None` if no fund's trades are known.
    pub net_traded: Option<f64>,
    /// Assets of the funds whose trades are known, USD.
    pub traded_assets: Option<f64>,
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
            net_traded: totals.net_usd(),
            traded_assets: totals.is_known().then(|| totals.known_assets_usd()),
            warnings,
            report,
        }
    }
}

/// The smallest and the largest assets of the funds whose trades are known, USD; `None` if none are known for
/// any event.
pub(super) fn traded_assets(rows: &[EventRow]) -> Option<(f64, f64)> {
    let assets = || rows.iter().filter_map(|row| row.traded_assets);
    Some((assets().min_by(f64::total_cmp)?, assets().max_by(f64::total_cmp)?))
}

/// The table, by implementation day.
pub(super) fn table(overview: &Overview) -> Table<'_> {
    Table::of(move |rows| rows.all(&overview.events))
}
