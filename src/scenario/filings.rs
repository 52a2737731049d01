//! The official filings named by a scenario.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::checker::Checker;
use super::error::ScenarioError;
use super::written::WrittenFilings;

/// The regulator's bulk file of filers, and an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingsSource {
    /// The archive, or a folder of its unpacked files.
    pub path: PathBuf,
    /// An archive from about the previous rank day: shows which headquarters have moved since.
    pub before: Option<PathBuf>,
    /// The day on which it was published.
    pub as_of: NaiveDate,
    /// Whether the archive dates from after rank day, in which case it only corrects labels.
    pub late: bool,
}

impl Checker<'_> {
    /// Checks the filings of an event with this rank day.
    pub(super) fn filings(
        &self,
        written: &WrittenFilings,
        rank_day: NaiveDate,
    ) -> Result<FilingsSource, ScenarioError> {
        if written.as_of > rank_day && !written.late {
            let refusal = (
                format!(
                    "{} is after rank day {rank_day}, when none of it was known",
                    written.as_of
                ),
                "give an earlier file, or say late = true to correct labels by it all the \
                     same",
            );
            return Err(self.fault("filings.as_of", refusal));
        }
        if written.late && written.before.is_some() {
            let refusal = (
                "stands beside late = true, and a late file says nothing of who had moved by rank day",
                "leave one of the two out",
            );
            return Err(self.fault("filings.before", refusal));
        }
        Ok(FilingsSource {
            path: self.file("filings.file", &written.file)?,
            before: self.optional("filings.before", written.before.as_deref())?,
            as_of: written.as_of,
            late: written.late,
        })
    }
}
