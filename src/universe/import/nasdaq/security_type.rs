//! The type of a line, by its ticker and its name; the first matching rule applies.

use super::phrases::{Hint, Hints};
use super::rows::ScreenerRow;
use crate::universe::security::{Exchange, SecurityType};

/// A type with its reason; partnership interests are separate because they decide the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A type other than common shares.
    Is(SecurityType, &'static str),
    /// Common units of a partnership, or shares of an LLC.
    Partnership,
    /// Common shares, in the absence of any contrary sign.
    Common,
}

/// The type of a line.
pub(super) fn kind_of(row: &ScreenerRow, hints: Hints, is_ticker: &dyn Fn(&str) -> bool) -> Kind {
    use SecurityType::{DepositaryReceipt, Note, Preferred, Right, Unit, Warrant};
    let common_at_end = hints.has(Hint::CommonAtEnd);
    let ordinary = hints.has(Hint::OrdinaryShares) || common_at_end;
    let debt = hints.has(Hint::Debt)
        || hints.has(Hint::DebtWord)
            && (hints.has(Hint::Due) || hints.has(Hint::Year) || hints.has(Hint::PerCent));
    if row.symbol.contains('^') {
        Kind::Is(Preferred, "ticker has a caret")
    } else if let Some(kind) = suffix_kind(&row.symbol) {
        Kind::Is(kind, "ticker suffix")
    } else if hints.has(Hint::WhenIssued) {
        Kind::Is(Right, "name says when issued")
    } else if hints.has(Hint::Warrant) {
        Kind::Is(Warrant, "name says warrant")
    } else if hints.has(Hint::Right) {
        Kind::Is(Right, "name says right")
    } else if debt {
        Kind::Is(Note, "name says notes")
    } else if hints.has(Hint::Preferred) && !common_at_end {
        Kind::Is(Preferred, "name says preferred")
    } else if hints.has(Hint::AmericanDepositary) || hints.has(Hint::Depositary) && !ordinary {
        Kind::Is(DepositaryReceipt, "name says depositary shares")
    } else if hints.has(Hint::Partnership) {
        Kind::Partnership
    } else if hints.has(Hint::Unit) {
        Kind::Is(Unit, "name says units")
    } else if let Some(kind) = fifth_letter(row, is_ticker) {
        Kind::Is(kind, "fifth letter of the ticker")
    } else {
        Kind::Common
    }
}

/// Warrants, units and rights by a suffix: `ABC/WS`, `ABC.U`, `ABC-WT`.
fn suffix_kind(symbol: &str) -> Option<SecurityType> {
    let (_, suffix) = symbol.split_once(['/', '.', '-'])?;
    let base = suffix.split(['/', '.', '-']).next().unwrap_or(suffix);
    match base {
        "WS" | "W" | "WT" => Some(SecurityType::Warrant),
        "U" | "UN" => Some(SecurityType::Unit),
        "R" | "RT" => Some(SecurityType::Right),
        _ => None,
    }
}

/// NASDAQ's fifth letter, where the first four letters are a ticker of the file too.
fn fifth_letter(row: &ScreenerRow, is_ticker: &dyn Fn(&str) -> bool) -> Option<SecurityType> {
    let nasdaq = matches!(row.exchange, Exchange::Nasdaq | Exchange::UsListed);
    let key = row.key.as_str();
    if !nasdaq || key.len() != 5 || !is_ticker(&key[..4]) {
        return None;
    }
    match key.as_bytes()[4] {
        b'W' => Some(SecurityType::Warrant),
        b'R' => Some(SecurityType::Right),
        b'U' => Some(SecurityType::Unit),
        _ => None,
    }
}
