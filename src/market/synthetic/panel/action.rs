//! Corporate actions of the panel.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::word_enum::word_enum;

word_enum!(
    "kebab-case",
    /// What happens to a line.
    pub enum ActionKind {
        /// It is taken over and trades no more.
        Merger,
        /// It gives its holders the shares of a company of its own.
        SpinOff,
        /// It leaves the exchange: failure, or a move to over the counter.
        Delisting,
        /// It goes on under another ticker.
        TickerChange,
        /// Its company sells new shares.
        Offering,
        /// It trades for the first time.
        Ipo,
    }
);

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
