//! What a projection assumes.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Severity;

/// What a projection assumes. Fractions are from 0 to 1, amounts USD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum ProjectionNote {
    /// Eligibility is assumed to stay as it is, except for price and size.
    EligibilityStays,
    /// A price is assumed to move in proportion to its company's cap.
    PricesMoveAsCaps,
    /// Companies that will be listed before rank day have no name.
    NewListingsUnnamed,
    /// Weights at the implementation are assumed to move in proportion to caps.
    WeightsMoveAsCaps,
    /// Companies that leave before the implementation are not deletions.
    LeaversAreNoDeletions,
    /// The model's main figures, per cent a month.
    ModelFigures { log_return_pct: String, deviation_pct: String, shocks: String },
    /// A shock on top of the model, by the step that ends on a day.
    Shock { name: String, return_pct: Decimal, whom: String, on: NaiveDate, by_step: bool },
    /// Prices of the implementation day that a projection does not use.
    EffectiveNotUsed,
    /// Corporate actions that a projection does not use.
    ActionsNotUsed,
}

impl ProjectionNote {
    /// How much it matters.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::EffectiveNotUsed | Self::ActionsNotUsed | Self::Shock { .. } => Severity::Note,
            _ => Severity::Assumption,
        }
    }
}
