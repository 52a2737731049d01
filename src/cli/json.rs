//! The JSON that `--json` prints: that of the reports, one function for each kind of result.

use std::io::{self, Write};

use crate::report::comparison::ComparisonReport;
use crate::report::files::Writer;
use crate::report::{self, calibration, comparison, projection, simulated};
use crate::scenario::Run;
use crate::scenario::comparison::Calibrated;
use crate::scenario::projection::Projected;
use crate::scenario::simulated::Simulated;

/// Of a run.
pub(super) fn run(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    summary(&report::REPORTS, run, out)
}

/// Of a comparison.
pub(super) fn compared(report: &ComparisonReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    comparison::json::write(report, out)
}

/// Of a comparison on simulated paths, whole or merged.
pub(super) fn simulated(found: &Simulated, out: &mut dyn Write) -> io::Result<()> {
    summary(&simulated::REPORTS, found, out)
}

/// Of a projection.
pub(super) fn projected(found: &Projected, out: &mut dyn Write) -> io::Result<()> {
    summary(&projection::REPORTS, found, out)
}

/// Of a calibration.
pub(super) fn calibrated(found: &Calibrated, out: &mut dyn Write) -> io::Result<()> {
    summary(&calibration::REPORTS, found, out)
}

/// Writes the summary among the reports of a result.
fn summary<T>(reports: &[(&str, Writer<T>)], result: &T, out: &mut dyn Write) -> io::Result<()> {
    match reports.iter().find(|(name, _)| *name == "summary.json") {
        Some((_, write)) => write(result, out),
        None => Err(io::Error::other("there is no summary.json among the reports")),
    }
}
