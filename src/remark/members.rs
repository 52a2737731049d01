//! Remarks on members and on the ranking.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Severity;

/// Remarks on members and on the ranking. Fractions are from 0 to 1, amounts USD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum MemberNote {
    /// Members whose part of the Russell 3000 is unknown.
    SegmentsUnknown { count: usize, of: usize },
    /// No membership is given.
    NoMembership,
    /// A member that may match any of several lines whose tickers differ only in punctuation.
    MemberAmbiguous { symbol: String, line: Option<u64>, lines: String },
    /// Members for a line that another member already refers to.
    MembersDisputed { symbols: Vec<String> },
    /// Russell 1000 members whose membership of the Top 200 and Top 500 is unknown.
    TopsUnknown { count: usize },
    /// The previous members of Microcap are unknown.
    MicrocapUnknown,
    /// Russell 2000 members whose membership of Microcap is unknown.
    MicrocapPartsUnknown { count: usize },
    /// Lines whose value for a screen is not known.
    ScreenUnknown { screen: String, lines: usize },
    /// Members of the Russell 2000 and of Microcap that are kept without a known cap and take no place.
    KeptWithoutPlace { count: usize },
    /// Places in the ranking taken by companies without a rank.
    PlacesWithoutRank { whole: usize, in_parts: Decimal },
}

impl MemberNote {
    /// How much it matters.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::MembersDisputed { .. } | Self::MemberAmbiguous { .. } => Severity::Warning,
            _ => Severity::Assumption,
        }
    }
}
