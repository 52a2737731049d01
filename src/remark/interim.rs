//! Remarks on the time between rank day and implementation.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Severity;

/// Remarks on the time between rank day and implementation. Fractions are from 0 to 1, amounts USD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum InterimNote {
    /// Companies placed anew, and the breaks used: market-adjusted to `as_of`, or those of rank day.
    PlacedAnew { count: usize, as_of: Option<NaiveDate>, index_return_pct: Decimal },
    /// The first day of the lock-down is not known.
    LockdownUnknown,
    /// A stated action that was left out.
    ActionLeftOut {
        date: NaiveDate,
        action: String,
        symbol: String,
        other: Option<String>,
        why: String,
    },
    /// A stated action that others contradict.
    ActionInDoubt {
        date: NaiveDate,
        action: String,
        symbol: String,
        other: Option<String>,
        why: String,
    },
    /// The prices of the implementation day cover only a part of the held lines.
    EffectivePart { as_of: NaiveDate, found: usize, held: usize, weight: Option<f64>, stated: bool },
    /// Lines that count as gone because a complete file lacks them.
    EffectiveGone {
        as_of: NaiveDate,
        found: usize,
        held: usize,
        weight: Option<f64>,
        stated: bool,
        gone: usize,
        largest: Vec<String>,
    },
    /// Lines that are missing from a complete file but still listed.
    EffectiveAlive { as_of: NaiveDate, alive: usize, largest: Vec<String> },
    /// The prices given for the implementation day are those of another day.
    EffectiveOfAnotherDay { as_of: NaiveDate, implementation: NaiveDate },
    /// No prices of the implementation day are given.
    NoEffectivePrices,
}

impl InterimNote {
    /// How much it matters.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::ActionInDoubt { .. } => Severity::Warning,
            _ => Severity::Assumption,
        }
    }
}
