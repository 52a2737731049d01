//! What is said of simulated paths.

use serde::{Deserialize, Serialize};

use super::Severity;

/// What is said of simulated paths. Fractions are from 0 to 1, amounts USD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum PathNote {
    /// The companies and members with which paths begin.
    PathsBegin { companies: usize, origin: Option<String>, largest_ten_pct: String },
    /// On which days of the simulation events fall.
    PathEvents { daily: bool, days: Vec<String> },
    /// Days of events that no publication states.
    PathDaysUnpublished { days: Vec<String> },
    /// Paths on which an index was without members or weight, by schedule and index.
    PathsWithoutIndex { of: u64, paths: Vec<String> },
    /// Which part of a path is measured.
    PathCycles { run_in_months: u32 },
    /// On how many of the month ends of paths drift is measured.
    PathDrift { every_months: u32 },
    /// How weights change on paths.
    PathWeights { floats_known: usize },
    /// Screens that paths know.
    PathScreens,
    /// What trading is assumed to cost.
    TradingCosts { assets: Vec<String> },
}

impl PathNote {
    /// How much it matters.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::PathCycles { .. } => Severity::Note,
            _ => Severity::Assumption,
        }
    }
}
