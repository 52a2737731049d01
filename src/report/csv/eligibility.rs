//! `eligibility.csv`: every line of the universe with the screen that dropped it, if any.

use std::io::Write;

use super::cap;
use crate::scenario::Run;

/// The header.
pub const COLUMNS: [&str; 12] = [
    "event",
    "symbol",
    "name",
    "issuer",
    "eligible",
    "screen",
    "reason",
    "company_market_cap",
    "held",
    "price",
    "company_decision",
    "inferred",
];

/// Writes the table in the order of symbols.
///
/// # Errors
/// What the writer reports.
pub fn write(run: &Run, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    let company_of = run.universe.company_of_line();
    for (line, security) in run.universe.securities.iter().enumerate() {
        let company = &run.result.companies[company_of[line]];
        let drop = run.result.screened.drops[line].as_ref();
        writer.write_record([
            run.scenario.event.name.as_str(),
            &security.symbol,
            &security.name,
            &security.issuer,
            if drop.is_none() { "yes" } else { "no" },
            drop.map_or("", |d| <&str>::from(d.screen)),
            drop.map_or("", |d| d.reason.as_str()),
            &cap(company.market_cap),
            <&str>::from(company.from),
            &super::number(security.price),
            <&str>::from(company.decision),
            &security.inferred,
        ])?;
    }
    writer.flush()?;
    Ok(())
}
