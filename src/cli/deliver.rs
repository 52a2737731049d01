//! Writes the reports of a result and prepares the requested summary for printing.

use std::io;
use std::path::Path;

use super::exit::Failure;
use super::format::FormatArgs;
use super::options::Printing;
use crate::report::Report;
use crate::report::files::Staging;
use crate::report::format::write_reports;

/// Writes the reports of a result into the open `folder`, and returns its summary: text from
/// `text`, or JSON.
///
/// # Errors
/// The reports cannot be written.
pub(super) fn deliver(
    report: &dyn Report,
    (folder, staging): (&Path, Staging),
    format: &FormatArgs,
    printing: &Printing,
    text: impl FnOnce(&mut Vec<u8>) -> io::Result<()> + Send,
) -> Result<Vec<u8>, Failure> {
    let summary = || {
        let text = |out: &mut Vec<u8>| {
            text(out)?;
            format.point_to_page(report, folder, out)
        };
        printing.summary(text, |out| report.summary(out))
    };
    let (written, summary) =
        rayon::join(|| write_reports(report, format.formats(), staging), summary);
    written?;
    Ok(summary?)
}
