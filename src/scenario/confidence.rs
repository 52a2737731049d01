//! The figures from which the probabilities of a scenario's changes are learned.

use std::path::PathBuf;

use super::checker::Checker;
use super::error::ScenarioError;
use super::written::WrittenConfidence;
use crate::limits;

/// The source of the figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfidenceSource {
    /// Files of figures; empty for the shipped one.
    pub learned_from: Vec<PathBuf>,
}

impl Checker<'_> {
    /// Checks the source of the figures.
    pub(super) fn learned_from(
        &self,
        written: &WrittenConfidence,
    ) -> Result<ConfidenceSource, ScenarioError> {
        const KEY: &str = "confidence.learned_from";
        let files = written.learned_from.as_deref();
        if files.is_some_and(<[String]>::is_empty) {
            let refusal = (
                "names no file",
                "name what `rankday score` wrote of other events, or leave it out for the \
                 figures that ship",
            );
            return Err(self.fault(KEY, refusal));
        }
        let files = files.unwrap_or_default();
        self.limit(KEY, files.len(), limits::FILES_OF_A_KIND)?;
        let learned_from =
            files.iter().map(|file| self.file(KEY, file)).collect::<Result<_, _>>()?;
        Ok(ConfidenceSource { learned_from })
    }
}
