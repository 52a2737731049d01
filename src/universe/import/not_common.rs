//! Members that look like other lines than common shares. An index of shares has none, and a member counts as
//! eligible whatever its labels say: such rows are of lists that hold more than members.

use rustc_hash::FxHashSet;

use super::nasdaq::other_kind;
use crate::remark::ReadingNote;
use crate::universe::security::SecurityType;
use crate::universe::symbol::SymbolKey;

/// The reason for shares that are not yet issued: a member's line may be called so for a time.
const WHEN_ISSUED: &str = "name says when issued";

/// What a ticker and a name say of a line that is issued and no common share, with the reason; `is_ticker` knows
/// the tickers of the file.
pub(crate) fn other_than_common(
    symbol: &str,
    name: &str,
    is_ticker: &dyn Fn(&str) -> bool,
) -> Option<(SecurityType, &'static str)> {
    // The first word of a name is a company's own: that of a bank may be Preferred.
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
