//! Members that look like lines other than common shares. An index of shares has no such members, and a
//! member counts as eligible whatever its labels say, so a list with such rows holds more than members.

use rustc_hash::FxHashSet;

use super::nasdaq::other_kind;
use crate::remark::ReadingNote;
use crate::universe::security::SecurityType;
use crate::universe::symbol::SymbolKey;

/// The reason for shares that are not yet issued: a member's line may be named so for a time.
const WHEN_ISSUED: &str = "name says when issued";

/// The type that a ticker and a name show if the line is issued but is not a common share, with the
/// reason; `is_ticker` tests whether a ticker is in the file.
pub(crate) fn other_than_common(
    symbol: &str,
    name: &str,
    is_ticker: &dyn Fn(&str) -> bool,
) -> Option<(SecurityType, &'static str)> {
    // The first word is part of the company's own name: a bank may be called Preferred.
    let name = name.trim_start().split_once(' ').map_or("", |(_, rest)| rest);
    other_kind(symbol, name, is_ticker).filter(|(_, why)| *why != WHEN_ISSUED)
}

/// A remark on such members, given by ticker and name.
pub(super) fn members_not_common<'m>(
    members: impl Iterator<Item = (&'m str, &'m str)> + Clone,
) -> Option<ReadingNote> {
    let keys: FxHashSet<SymbolKey> = members.clone().map(|(s, _)| SymbolKey::new(s)).collect();
    let is_ticker = |ticker: &str| keys.contains(ticker);
    let other = |(symbol, name): (&str, &str)| {
        let (kind, why) = other_than_common(symbol, name, &is_ticker)?;
        Some(format!("{} ({kind}: {why})", crate::universe::shorten(symbol)))
    };
    let of = members.clone().count();
    let members: Vec<String> = members.filter_map(other).collect();
    (!members.is_empty()).then_some(ReadingNote::MembersNotCommon { members, of })
}
