//! `breakpoint_distribution.csv`: every break and the edges of its band on rank day, USD.

use std::io::Write;

use rust_decimal::Decimal;

use super::quantiles;
use crate::report::csv::cap;
use crate::report::quantiles::QUANTILES;
use crate::scenario::projection::Projected;
use crate::simulation::paths::Summary;

/// Writes the table, the largest breaks first.
///
/// # Errors
/// What the writer reports.
pub fn write(found: &Projected, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let first = ["break", "rank", "level", "today", "mean", "standard_error"];
    writer
        .write_record(first.into_iter().chain(QUANTILES.map(|(name, _)| name)).chain(["paths"]))?;
    for (level, summary) in found.today.levels.iter().zip(&found.tally.levels) {
        for (name, today, summary) in [
            ("upper_edge", level.upper_market_cap, &summary.upper_bn),
            ("break", level.market_cap, &summary.break_bn),
            ("lower_edge", level.lower_market_cap, &summary.lower_bn),
        ] {
            if summary.count() == 0 && today.is_none() {
                continue;
            }
            let mut record = vec![
                level.name.to_owned(),
                level.rank.to_string(),
                name.to_owned(),
                cap(today),
                usd(summary.mean()),
                usd(summary.standard_error()),
            ];
            record.extend(quantiles(summary).map(usd));
            record.push(summary.count().to_string());
            writer.write_record(record)?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// Billions as whole dollars.
fn usd(billions: Option<f64>) -> String {
    billions.map_or_else(String::new, |bn| format!("{:.0}", bn * 1e9))
}

/// A cap in billions, for the screen.
pub(super) fn billions(cap: Decimal) -> String {
    crate::report::console::billions(cap)
}

/// A quantile in billions, or the mean where no part of the paths is given, for the screen.
pub(super) fn shown(summary: &Summary, part: Option<f64>) -> String {
    let bn = part.map_or_else(|| summary.mean(), |part| summary.quantile(part));
    let cap = bn.and_then(|bn| Decimal::try_from(bn * 1e9).ok());
    cap.map_or_else(|| "none".to_owned(), billions)
}
