//! JSON: the report's summary as one document, with a versioned schema.

use super::File;
use crate::report::Report;

/// The file of the summary.
pub(super) fn files(report: &dyn Report) -> Vec<File<'_>> {
    let name = format!("{}.json", report.stem().unwrap_or("summary"));
    vec![File::new(name, |out| report.summary(out))]
}
