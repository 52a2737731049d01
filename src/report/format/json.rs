//! JSON: the report's summary as one document, with a versioned schema.

use super::File;
use crate::report::Report;

/// The file that stands for a set of reports.
pub(super) const NAME: &str = "summary.json";

/// The file of the summary.
pub(super) fn files(report: &dyn Report) -> Vec<File<'_>> {
    vec![File::new(NAME.to_owned(), |out| report.summary(out))]
}
