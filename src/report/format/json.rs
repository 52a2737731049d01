//! JSON: the report's summary as one document, with a versioned schema.

use super::File;
use crate::report::Report;

/// The file of the summary.
pub(super) fn files(report: &dyn Report) -> Vec<File<'_>> {
    vec![File::new("summary.json".to_owned(), |out| report.summary(out))]
}
