//! Remarks on simulated paths.

use serde::{Deserialize, Serialize};

use super::Severity;

/// Remarks on simulated paths. Fractions are from 0 to 1, amounts USD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum PathNote {
    /// The companies and members with which paths begin.
    PathsBegin { companies: usize, origin: Option<String>, largest_ten_pct: String },
    /// The days of the simulation on which events fall.
    PathEvents { daily: bool, days: Vec<String> },
    /// Days of events for which no publication is known.
    PathDaysUnpublished { days: Vec<String> },
    /// Paths on which an index was without members or weight, by schedule and index.
    PathsWithoutIndex { of: u64, paths: Vec<String> },
    /// The part of a path that is measured.
    PathCycles { run_in_months: u32 },
    /// Drift is measured at one month end in every `every_months`.
    PathDrift { every_months: u32 },
    /// How weights change on paths.
    PathWeights { floats_known: usize },
    /// The screens that paths apply.
    PathScreens,
    /// The assumed cost of trading.
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
