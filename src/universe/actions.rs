//! Corporate actions between reconstitutions: who was taken over, split off, delisted, renamed,
//! newly listed, or sold new shares (methodology section 7).
//!
//! A type for each, so that one without its terms cannot be. What an action does to an index is for
//! those who apply it.

mod read;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::symbol::{SymbolChanges, SymbolKey, Ticker};
use super::table::Column;
use crate::word_enum::word_enum;

pub use read::read_actions;

/// Columns of a file of corporate actions; any others mean nothing here.
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
    /// What a corporate action is, in the order in which those of one day take place.
    pub enum ActionKind {
        /// A company is taken over and leaves.
        Merger,
        /// A part of a company becomes a company of its own.
        SpinOff,
        /// A line is no longer traded.
        Delisting,
        /// A line has another ticker.
        TickerChange,
        /// A company sells new shares.
        Offering,
        /// A line is traded for the first time.
        Ipo,
    }
);

/// What happens, to whom, on which terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A company is taken over: its lines leave.
    Merger {
        /// Who is taken over.
        target: Ticker,
        /// Who takes it over; `None` for a buyer outside the market.
        acquirer: Option<Acquirer>,
        /// USD paid for a share of the target; `None` where none is, or it is not known.
        cash: Option<Decimal>,
    },
    /// The holders of a company are given shares of a part of it.
    SpinOff {
        /// Who is split.
        parent: Ticker,
        /// What is split off.
        child: Ticker,
        /// Shares of the child for a share of the parent, above zero.
        ratio: Decimal,
    },
    /// A line is no longer traded on an exchange.
    Delisting {
        /// The line.
        symbol: Ticker,
        /// Last value of a share in USD, zero where it is worthless; `None` where not known.
        last_value: Option<Decimal>,
    },
    /// A line has another ticker.
    TickerChange {
        /// The ticker before.
        old: Ticker,
        /// The ticker from that day; its key is not that of the old one.
        new: Ticker,
    },
    /// A company sells new shares.
    Offering {
        /// The line.
        symbol: Ticker,
        /// New shares over the shares there were before (a fraction, above zero): 0.08 for 8%.
        ratio: Decimal,
    },
    /// A line is traded for the first time.
    Ipo {
        /// The line.
        symbol: Ticker,
        /// USD a share; `None` where not known.
        offer_price: Option<Decimal>,
    },
}

/// A company of the market that takes over another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acquirer {
    /// Its line.
    pub symbol: Ticker,
    /// Its shares for a share of the target, above zero; `None` where it gives none, or they are not
    /// known.
    pub ratio: Option<Decimal>,
}

/// One row of a file of corporate actions.
///
/// Of one day, mergers, spin-offs and delistings come first: they name the tickers of the day
/// before, a spin-off's child apart. Then tickers change; offerings and IPOs name those of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorporateAction {
    /// The day it takes effect: the first day on which things are as it leaves them.
    pub date: NaiveDate,
    /// What happens.
    pub action: Action,
    /// Line in the file.
    pub line: u64,
}

impl CorporateAction {
    /// What it is.
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

    /// Who it happens to: the column `symbol`.
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

    /// Who else has to do with it: the column `other`.
    pub fn other(&self) -> Option<&Ticker> {
        match &self.action {
            Action::Merger { acquirer, .. } => acquirer.as_ref().map(|a| &a.symbol),
            Action::SpinOff { child: other, .. } | Action::TickerChange { new: other, .. } => {
                Some(other)
            }
            Action::Delisting { .. } | Action::Offering { .. } | Action::Ipo { .. } => None,
        }
    }

    /// What actions are sorted by; no two of a file have the same.
    fn order(&self) -> impl Ord + '_ {
        // Of lookalikes the exact spelling counts.
        let exactly = |ticker: &Ticker| SymbolKey::exact(&ticker.written);
        let symbol = self.symbol();
        let other = self.other().map(|other| (&other.key, exactly(other)));
        (self.date, self.kind(), (&symbol.key, exactly(symbol)), other)
    }
}

impl SymbolChanges {
    /// Adds the ticker changes among corporate actions; one that is known already adds nothing.
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
