//! Corporate actions between reconstitutions: mergers, spin-offs, delistings, ticker changes, IPOs
//! and offerings (methodology section 7).
//!
//! Each kind has its own type, so that an action without its terms cannot be represented. The
//! effect on an index is decided by the modules that apply actions.

mod read;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::symbol::{SymbolChanges, SymbolKey, Ticker};
use super::table::Column;
use crate::word_enum::word_enum;

pub use read::read_actions;

/// Columns of a file of corporate actions; any others are ignored.
pub const ACTION_COLUMNS: &[Column] = &[
    Column {
        name: "date",
        required: true,
        holds: "date",
        meaning: "the day it takes effect: the first day on which things are as it leaves them",
    },
    Column {
        name: "action",
        required: true,
        holds: "code",
        meaning: "merger, spin-off, delisting, ticker-change, offering or ipo",
    },
    Column {
        name: "symbol",
        required: true,
        holds: "ticker",
        meaning: "who it happens to: the company taken over, the parent of a spin-off, the ticker before a change",
    },
    Column {
        name: "other",
        required: true,
        holds: "ticker",
        meaning: "merger: the acquirer, empty for a buyer outside the market; spin-off: the child; ticker-change: the new ticker; empty for others",
    },
    Column {
        name: "ratio",
        required: true,
        holds: "shares",
        meaning: "merger: the acquirer's shares for a share of the target, empty if none; spin-off: the child's shares for a share of the parent; offering: new shares for a share there was before, such as 0.08; empty for others",
    },
    Column {
        name: "cash",
        required: true,
        holds: "USD a share",
        meaning: "merger: cash for a share of the target, empty if none; delisting: last value of a share, ipo: offer price, where known; empty for others",
    },
];

word_enum!(
    "kebab-case",
    /// The kind of a corporate action, in the order in which those of one day are applied.
    pub enum ActionKind {
        /// A company is taken over and leaves.
        Merger,
        /// Part of a company becomes a separate company.
        SpinOff,
        /// A line is no longer traded.
        Delisting,
        /// A line changes its ticker.
        TickerChange,
        /// A company sells new shares.
        Offering,
        /// A line is traded for the first time.
        Ipo,
    }
);

/// An action: what happens, to which line, on which terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A company is taken over: its lines leave.
    Merger {
        /// The company taken over.
        target: Ticker,
        /// The acquirer; `None` if it is outside the market.
        acquirer: Option<Acquirer>,
        /// USD paid for a share of the target; `None` if no cash is paid or the amount is unknown.
        cash: Option<Decimal>,
    },
    /// The holders of a company receive shares of a part of it.
    SpinOff {
        /// The company that is split.
        parent: Ticker,
        /// The spin-off child.
        child: Ticker,
        /// Shares of the child for a share of the parent, above zero.
        ratio: Decimal,
    },
    /// A line is no longer traded on an exchange.
    Delisting {
        /// The line.
        symbol: Ticker,
        /// Last value of a share in USD, zero if it is worthless; `None` if unknown.
        last_value: Option<Decimal>,
    },
    /// A line changes its ticker.
    TickerChange {
        /// The previous ticker.
        old: Ticker,
        /// The ticker from that day on; its key differs from that of the old one.
        new: Ticker,
    },
    /// A company sells new shares.
    Offering {
        /// The line.
        symbol: Ticker,
        /// New shares over existing shares (a fraction, above zero): 0.08 for 8%.
        ratio: Decimal,
    },
    /// A line is traded for the first time.
    Ipo {
        /// The line.
        symbol: Ticker,
        /// USD a share; `None` if unknown.
        offer_price: Option<Decimal>,
    },
}

/// An acquirer that is part of the market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acquirer {
    /// Its line.
    pub symbol: Ticker,
    /// Its shares for one share of the target, above zero; `None` if it pays no shares or the ratio is
    /// unknown.
    pub ratio: Option<Decimal>,
}

/// One row of a file of corporate actions.
///
/// Among the actions of one day, mergers, spin-offs and delistings come first: they name the tickers of
/// the day before, except for a spin-off's child. Then tickers change. Offerings and IPOs name the
/// tickers of the day itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorporateAction {
    /// The effective date: the first day on which the change is in effect.
    pub date: NaiveDate,
    /// What happens.
    pub action: Action,
    /// Line number in the file.
    pub line: u64,
}

impl CorporateAction {
    /// The kind of action.
    pub fn kind(&self) -> ActionKind {
        match self.action {
            Action::Merger { .. } => ActionKind::Merger,
            Action::SpinOff { .. } => ActionKind::SpinOff,
            Action::Delisting { .. } => ActionKind::Delisting,
            Action::TickerChange { .. } => ActionKind::TickerChange,
            Action::Offering { .. } => ActionKind::Offering,
            Action::Ipo { .. } => ActionKind::Ipo,
        }
    }

    /// The line that it happens to: the column `symbol`.
    pub fn symbol(&self) -> &Ticker {
        match &self.action {
            Action::Merger { target: symbol, .. }
            | Action::SpinOff { parent: symbol, .. }
            | Action::Delisting { symbol, .. }
            | Action::TickerChange { old: symbol, .. }
            | Action::Offering { symbol, .. }
            | Action::Ipo { symbol, .. } => symbol,
        }
    }

    /// The other line involved: the column `other`.
    pub fn other(&self) -> Option<&Ticker> {
        match &self.action {
            Action::Merger { acquirer, .. } => acquirer.as_ref().map(|a| &a.symbol),
            Action::SpinOff { child: other, .. } | Action::TickerChange { new: other, .. } => {
                Some(other)
            }
            Action::Delisting { .. } | Action::Offering { .. } | Action::Ipo { .. } => None,
        }
    }

    /// Sort key; no two actions of a file share one.
    fn order(&self) -> impl Ord + '_ {
        // Lookalikes are ordered by their exact spelling.
        let exactly = |ticker: &Ticker| SymbolKey::exact(&ticker.written);
        let symbol = self.symbol();
        let other = self.other().map(|other| (&other.key, exactly(other)));
        (self.date, self.kind(), (&symbol.key, exactly(symbol)), other)
    }
}

impl SymbolChanges {
    /// Adds the ticker changes among corporate actions, except those already known.
    pub fn add_actions(&mut self, actions: &[CorporateAction]) {
        let changes = actions.iter().filter_map(|action| match &action.action {
            Action::TickerChange { old, new } => {
                Some((action.date, old.written.clone(), new.written.clone()))
            }
            _ => None,
        });
        self.add(changes.collect());
    }
}
