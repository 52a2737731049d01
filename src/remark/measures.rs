//! The basis of measures.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Severity;

/// The basis of measures. Fractions are from 0 to 1, amounts USD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum MeasureNote {
    /// The day of the company caps used for the characteristics.
    CharacteristicsCaps { as_of: Option<NaiveDate> },
    /// The assets that follow the indexes, and when they trade.
    FundAssets { file: String, assets: String, when: String },
    /// Indexes for which the trades of funds are unknown.
    TradesUnknown { indexes: Vec<String> },
    /// Listed additions that are further classes.
    FurtherClasses { symbols: Vec<String> },
    /// Members for which nothing was decided.
    MembersUndecided { left: usize, kept: usize },
}

impl MeasureNote {
    /// How much it matters.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::CharacteristicsCaps { .. }
            | Self::FurtherClasses { .. }
            | Self::MembersUndecided { .. } => Severity::Note,
            _ => Severity::Assumption,
        }
    }
}
