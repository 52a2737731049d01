//! JSON: the report's summary as one document, with a versioned schema.

use super::File;
use crate::report::Report;

/// The file of the summary.
pub(super) fn files<'a>(report: &'a dyn Report) -> Vec<File<'a>> {
    vec![File::new("summary.json".to_owned(), |out| report.summary(out))]
}
