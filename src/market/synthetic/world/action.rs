//! Corporate actions of the market, as rows of a file that [`crate::universe::read_actions`] reads.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::universe::ActionKind;

/// An action; columns that do not apply to its kind are `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelAction {
    /// The first session on which it is in effect: a departed line no longer trades on it, and a new line
    /// trades on it for the first time.
    pub date: NaiveDate,
    /// What happens.
    pub kind: ActionKind,
    /// The line it happens to.
    pub symbol: String,
    /// Acquirer, spin-off child, or new ticker.
    pub other: Option<String>,
    /// Shares of the acquirer or child for one share; in an offering, new shares over existing
    /// shares.
    pub ratio: Option<Decimal>,
    /// USD a share: cash paid, last value, or offer price.
    pub cash: Option<Decimal>,
}

impl PanelAction {
    /// An action without further terms.
    pub(crate) fn new(date: NaiveDate, kind: ActionKind, symbol: &str) -> Self {
        Self { date, kind, symbol: symbol.to_owned(), other: None, ratio: None, cash: None }
    }
}
