//! `turnover.csv`: members, changes and turnover of every index; fractions, counts of securities.

use std::io::Write;

use super::{fraction, shown};
use crate::scenario::Run;

/// The header.
pub const COLUMNS: [&str; 18] = [
    "event",
    "index",
    "members_before",
    "members_after",
    "additions",
    "deletions",
    "moved_in",
    "moved_out",
    "one_way",
    "two_way",
    "membership_turnover",
    "one_way_additions",
    "one_way_deletions",
    "one_way_migrations",
    "one_way_share_and_float_changes",
    "one_way_reweighting",
    "companies_before",
    "companies_after",
];

/// Writes the table in the family's order; cells are empty where the membership before is unknown.
///
/// # Errors
/// What the writer reports.
pub fn write(run: &Run, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for t in &run.turnover {
        let c = t.changes.as_ref();
        let count = |of: fn(&crate::analysis::turnover::Changes) -> usize| shown(c.map(of));
        let part = |of: fn(&crate::analysis::turnover::Changes) -> f64| {
            c.map_or_else(String::new, |c| fraction(of(c)))
        };
        writer.write_record([
            run.scenario.event.name.clone(),
            t.index.to_string(),
            shown(t.members_before),
            t.members_after.to_string(),
            count(|c| c.additions),
            count(|c| c.deletions),
            count(|c| c.moved_in),
            count(|c| c.moved_out),
            part(|c| c.one_way),
            part(|c| c.two_way),
            part(|c| c.membership_turnover),
            part(|c| c.causes.additions),
            part(|c| c.causes.deletions),
            part(|c| c.causes.migrations),
            part(|c| c.causes.share_and_float_changes),
            part(|c| c.causes.reweighting),
            count(|c| c.companies_before),
            t.companies_after.to_string(),
        ])?;
    }
    writer.flush()?;
    Ok(())
}
