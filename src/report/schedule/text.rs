//! A year's schedule as a text table.

use std::io::{self, Write};

use super::{Milestone, milestones};
use crate::calendar::YearSchedule;

/// Writes the dates in order, one per line, then the unknown dates.
///
/// # Errors
///
/// Errors of the writer.
pub fn write(schedule: &YearSchedule, out: &mut impl Write) -> io::Result<()> {
    let cadence = schedule.cadence;
    writeln!(out, "Russell US indexes, {}: {cadence} reconstitution", schedule.year)?;
    let list = milestones(schedule);
    if !list.is_empty() {
        table(&list, out)?;
    }
    if !schedule.gaps.is_empty() {
        writeln!(out, "\nNot known:")?;
        for gap in &schedule.gaps {
            writeln!(out, "  {}: {}", gap.what, gap.reason)?;
        }
    }
    if !schedule.notes.is_empty() {
        writeln!(out, "\nNotes:")?;
        for note in &schedule.notes {
            writeln!(out, "  {note}")?;
        }
    }
    Ok(())
}

fn table(list: &[Milestone], out: &mut impl Write) -> io::Result<()> {
    let width = |column: fn(&Milestone) -> &str, heading: &str| {
        let widths = list.iter().map(|milestone| column(milestone).chars().count());
        widths.max().unwrap_or(0).max(heading.len())
    };
    let event = width(|milestone| &milestone.event, "event");
    let what = width(|milestone| &milestone.what, "what");
    writeln!(
        out,
        "\n{:<14}  {:<14}  {:<event$}  {:<what$}  basis",
        "day", "until", "event", "what"
    )?;
    for milestone in list {
        let first = milestone.first.format("%a %Y-%m-%d");
        let until = if milestone.last == milestone.first {
            String::new()
        } else {
            milestone.last.format("%a %Y-%m-%d").to_string()
        };
        writeln!(
            out,
            "{first}  {until:<14}  {:<event$}  {:<what$}  {}",
            milestone.event, milestone.what, milestone.basis
        )?;
    }
    Ok(())
}
