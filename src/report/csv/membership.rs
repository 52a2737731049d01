//! `membership.csv`: every eligible company with its segment, indexes and decision.
//!
//! A member whose cap is unknown is kept without a rank and stands at the end.

use std::io::Write;

use super::{cap, number, shown};
use crate::reconstitution::Reason;
use crate::scenario::Run;

/// The header.
pub const COLUMNS: [&str; 15] = [
    "event",
    "symbol",
    "segment",
    "indexes",
    "rank",
    "market_cap",
    "percentile",
    "decision",
    "reason",
    "name",
    "issuer",
    "held",
    "member_lines",
    "points_to_upper_edge",
    "points_to_lower_edge",
];

/// Writes the table in the order of ranks, then who has none in the order of symbols.
///
/// # Errors
/// What the writer reports.
pub fn write(run: &Run, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    let ranked = run.result.ranking.ranked.iter().map(|ranked| ranked.company);
    let unranked = run.result.companies.iter().enumerate();
    let unranked = unranked.filter(|(_, result)| result.reason == Reason::KeptUnranked);
    for at in ranked.chain(unranked.map(|(at, _)| at)) {
        let result = &run.result.companies[at];
        let company = &run.universe.companies[at];
        let security = &run.universe.securities[result.line];
        let indexes: Vec<&str> = result.indexes.iter().map(<&str>::from).collect();
        let lines: Vec<&str> = company
            .lines
            .iter()
            .filter(|&&line| !run.result.indexes_after[line].is_empty())
            .map(|&line| run.universe.securities[line].symbol.as_str())
            .collect();
        writer.write_record([
            run.scenario.event.name.as_str(),
            &security.symbol,
            <&str>::from(result.to),
            &indexes.join(";"),
            &shown(result.rank),
            &cap(result.market_cap),
            &number(result.percentile),
            <&str>::from(result.decision),
            &run.reason(at),
            &security.name,
            &security.issuer,
            <&str>::from(result.from),
            &lines.join(";"),
            &number(result.edges.map(|e| e.to_upper)),
            &number(result.edges.map(|e| e.to_lower)),
        ])?;
    }
    writer.flush()?;
    Ok(())
}
