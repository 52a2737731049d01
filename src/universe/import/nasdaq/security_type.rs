//! The type of a line, by its ticker and its name; the first matching rule applies.

use super::phrases::{Hint, Hints, hints, normalise_into};
use super::rows::ScreenerRow;
use crate::universe::security::{Exchange, SecurityType};
use crate::universe::symbol::SymbolKey;

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

/// The spelling of a line's ticker, and its venue.
struct Spelled<'a> {
    symbol: &'a str,
    key: &'a str,
    exchange: Exchange,
    is_named: bool,
}

/// The type of a line.
pub(super) fn kind_of(row: &ScreenerRow, hints: Hints, is_ticker: &dyn Fn(&str) -> bool) -> Kind {
    let spelled = Spelled {
        symbol: &row.symbol,
        key: row.key.as_str(),
        exchange: row.exchange,
        is_named: !row.name.is_empty(),
    };
    kind_by(&spelled, hints, is_ticker)
}

/// The type that a ticker and a name, or a description, show if the line is not a common share, with the
/// reason; `is_ticker` tests whether a ticker is in the file.
pub(in crate::universe::import) fn other_kind(
    symbol: &str,
    name: &str,
    is_ticker: &dyn Fn(&str) -> bool,
) -> Option<(SecurityType, &'static str)> {
    let mut text = String::new();
    normalise_into(name, &mut text);
    let key = SymbolKey::new(symbol);
    let is_named = !name.is_empty();
    let spelled = Spelled { symbol, key: key.as_str(), exchange: Exchange::UsListed, is_named };
    match kind_by(&spelled, hints(&text), is_ticker) {
        Kind::Is(kind, why) => Some((kind, why)),
        Kind::Partnership | Kind::Common => None,
    }
}

fn kind_by(row: &Spelled<'_>, hints: Hints, is_ticker: &dyn Fn(&str) -> bool) -> Kind {
    use SecurityType::{DepositaryReceipt, Note, Preferred, Right, Unit, Warrant};
    let common_at_end = hints.has(Hint::CommonAtEnd);
    let ordinary = hints.has(Hint::OrdinaryShares) || common_at_end;
    let debt = hints.has(Hint::Debt)
        || hints.has(Hint::DebtWord)
            && (hints.has(Hint::Due) || hints.has(Hint::Year) || hints.has(Hint::PerCent));
    if row.symbol.contains('^') {
        Kind::Is(Preferred, "ticker has a caret")
    } else if let Some(kind) = suffix_kind(row.symbol) {
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
    } else if has_preferred_suffix(row.symbol) {
        Kind::Is(Preferred, "ticker suffix")
    } else if let Some(kind) = fifth_letter(row, ordinary || hints.has(Hint::Classed), is_ticker) {
        Kind::Is(kind, "fifth letter of the ticker")
    } else {
        Kind::Common
    }
}

/// Warrants, units and rights by a suffix: `ABC/WS`, `ABC.U`, `ABC-WT`.
fn suffix_kind(symbol: &str) -> Option<SecurityType> {
    let (_, suffix) = symbol.split_once(SEPARATORS)?;
    match suffix.split(SEPARATORS).next().unwrap_or(suffix) {
        "WS" | "W" | "WT" => Some(SecurityType::Warrant),
        "U" | "UN" => Some(SecurityType::Unit),
        "R" | "RT" => Some(SecurityType::Right),
        _ => None,
    }
}

/// Separators between a ticker and its suffix.
const SEPARATORS: [char; 4] = ['/', '.', '-', ' '];

/// Whether a ticker has a suffix of preferred shares: `ABC.PRA`, `ABC-PA`, `ABCpA`. Notes have such
/// suffixes, too, so a name that says notes takes precedence.
fn has_preferred_suffix(symbol: &str) -> bool {
    if has_small_p(symbol) {
        return true;
    }
    let Some((root, suffix)) = symbol.split_once(SEPARATORS) else { return false };
    let base = suffix.split(SEPARATORS).next().unwrap_or(suffix);
    let is_series = |rest: &str| rest.len() <= 1 && rest.bytes().all(|b| b.is_ascii_uppercase());
    // After another separator, a P and a letter may be the code of a venue.
    let is_dashed = symbol[root.len()..].starts_with('-');
    base.strip_prefix("PR").is_some_and(is_series)
        || is_dashed && base.strip_prefix('P').is_some_and(is_series)
}

/// Whether a ticker in capitals ends in a lower-case p, optionally followed by a series.
fn has_small_p(symbol: &str) -> bool {
    let Some((root, series)) = symbol.rsplit_once('p') else { return false };
    let is_capital = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    !root.is_empty()
        && root.trim_end_matches('_').bytes().all(is_capital)
        && series.len() <= 1
        && series.bytes().all(|b| b.is_ascii_uppercase())
}

/// Applies NASDAQ's rule for the fifth letter, if the first four letters are a ticker of the file, too.
/// Without a name, the letters of warrants, rights and units are sufficient. Letters of preferred shares
/// are also used for classes: a name that says common or a class decides.
fn fifth_letter(
    row: &Spelled<'_>,
    is_class: bool,
    is_ticker: &dyn Fn(&str) -> bool,
) -> Option<SecurityType> {
    let nasdaq = matches!(row.exchange, Exchange::Nasdaq | Exchange::UsListed);
    let key = row.key;
    if !nasdaq || key.len() != 5 {
        return None;
    }
    let is_beside = is_ticker(&key[..4]);
    let is_telling = is_beside || !row.is_named && row.exchange == Exchange::Nasdaq;
    match key.as_bytes()[4] {
        _ if !is_telling => None,
        b'W' => Some(SecurityType::Warrant),
        b'R' => Some(SecurityType::Right),
        b'U' => Some(SecurityType::Unit),
        b'P' | b'O' | b'N' | b'M' if is_beside && !is_class => Some(SecurityType::Preferred),
        _ => None,
    }
}
