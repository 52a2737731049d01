//! `turnover_distribution.csv`: turnover of every index, and how many companies move.

use std::io::Write;

use strum::{EnumCount as _, IntoEnumIterator as _};

use super::quantiles;
use crate::report::csv::fraction;
use crate::report::quantiles::QUANTILES;
use crate::scenario::projection::Projected;
use crate::simulation::paths::Summary;
use crate::simulation::projection::Count;
use crate::universe::Index;

/// Writes the table: fractions of the indexes in the family's order, then counts of companies.
/// Turnover of an index is empty where nobody says who was in it before.
///
/// # Errors
/// What the writer reports.
pub fn write(found: &Projected, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let first = ["index", "measure", "mean", "standard_error"];
    writer.write_record(first.into_iter().chain(QUANTILES.map(|(name, _)| name)))?;
    let nothing = Summary::default();
    for (index, turnover) in Index::iter().zip(&found.tally.turnover) {
        for (measure, summary) in
            [("one_way", &turnover.one_way), ("membership_turnover", &turnover.membership)]
        {
            let is_known = found.known_before.contains(index);
            let summary = if is_known { summary } else { &nothing };
            let index = index.to_string();
            writer.write_record(record(&index, measure, summary, &fraction))?;
        }
    }
    let count = |number: f64| format!("{number:.4}");
    debug_assert_eq!(found.tally.counts.len(), Count::COUNT);
    for (what, summary) in Count::iter().zip(&found.tally.counts) {
        writer.write_record(record("", what.into(), summary, &count))?;
    }
    writer.flush()?;
    Ok(())
}

fn record(
    index: &str,
    measure: &str,
    summary: &Summary,
    shown: &dyn Fn(f64) -> String,
) -> Vec<String> {
    let values = [summary.mean(), summary.standard_error()].into_iter().chain(quantiles(summary));
    let shown = values.map(|value| value.map_or_else(String::new, shown));
    [index.to_owned(), measure.to_owned()].into_iter().chain(shown).collect()
}
