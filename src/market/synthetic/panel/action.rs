//! Corporate actions of the panel, as rows of a file that [`crate::universe::read_actions`] reads.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::universe::ActionKind;

/// An action; what does not apply to its kind is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelAction {
    /// The session from which it holds: a line that goes does not trade on it any more, one that comes
    /// trades on it for the first time.
    pub date: NaiveDate,
    /// What happens.
    pub kind: ActionKind,
    /// The line it happens to.
    pub symbol: String,
    /// Buyer, child, or new ticker.
    pub other: Option<String>,
    /// Shares of the buyer or the child for one; in an offering new shares over shares before.
    pub ratio: Option<Decimal>,
    /// USD a share: what is paid, the last value, or the offer price.
    pub cash: Option<Decimal>,
}

impl PanelAction {
    /// An action of which nothing more is known.
    pub(super) fn new(date: NaiveDate, kind: ActionKind, symbol: &str) -> Self {
        Self { date, kind, symbol: symbol.to_owned(), other: None, ratio: None, cash: None }
    }
}
