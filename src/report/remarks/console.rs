//! Remarks on the screen.

use std::io::{self, Write};

use super::{count, text};
use crate::remark::{Remark, Severity, of_severity};
use crate::report::screen::{cut, wrapped};

/// Writes all warnings, in full.
///
/// # Errors
/// Errors of the writer.
pub fn warnings(remarks: &[Remark], width: usize, out: &mut dyn Write) -> io::Result<()> {
    for warning in of_severity(remarks, Severity::Warning) {
        let lines = wrapped(&format!("WARNING: {}", text(warning)), width - 2);
        for (at, line) in lines.iter().enumerate() {
            writeln!(out, "{}{line}", if at == 0 { "" } else { "  " })?;
        }
    }
    Ok(())
}

/// Writes the `most` assumptions with the largest effect, one per line, and the number of other remarks.
///
/// # Errors
/// Errors of the writer.
pub fn assumptions(
    remarks: &[Remark],
    most: usize,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let all: Vec<&Remark> = of_severity(remarks, Severity::Assumption).collect();
    let notes = of_severity(remarks, Severity::Note).count();
    if all.is_empty() && notes == 0 {
        return Ok(());
    }
    writeln!(out, "Assumptions, the larger effect first:")?;
    for remark in all.iter().take(most) {
        writeln!(out, "  - {}", cut(&text(remark), width))?;
    }
    let rest = all.len().saturating_sub(most);
    let mut more = Vec::new();
    if rest > 0 {
        more.push(format!("{rest} more assumption{}", if rest == 1 { "" } else { "s" }));
    }
    if notes > 0 {
        more.push(count(remarks, Severity::Note));
    }
    if !more.is_empty() {
        writeln!(out, "  - and {}: see `rankday check`, or summary.json", more.join(" and "))?;
    }
    writeln!(out)
}
