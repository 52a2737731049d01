//! Companies with different decisions in two results.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::reconstitution::Decision;

/// The decision on a member that left before the event.
pub const GONE: &str = "gone";

/// The decision of one result on a company, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Decided {
    /// Name of the company.
    pub name: String,
    /// An identity that survives ticker changes; empty without one.
    #[serde(skip)]
    pub id: String,
    /// Segment before.
    pub from: String,
    /// Segment after the event.
    pub to: String,
    /// The decision.
    pub decision: String,
    /// The reason of the decision.
    pub reason: String,
    /// Rank; empty without one.
    pub rank: String,
    /// Cap, USD; empty where unknown.
    pub market_cap: String,
    /// Indexes after the event.
    pub indexes: String,
}

impl Decided {
    /// True if the event changes its segment; false for a member that left before the event.
    pub fn is_mover(&self) -> bool {
        let stays = self.decision == GONE || self.decision == Decision::Keep.to_string();
        self.from != self.to && !stays
    }

    /// True if it is outside the family both before and after.
    pub fn is_outside(&self) -> bool {
        self.from == "NONE" && self.to == "NONE"
    }
}

/// Which of two results move a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Only the first.
    InA,
    /// Only the second.
    InB,
    /// Both, between different segments.
    InBoth,
    /// Neither, but the segments differ.
    InNeither,
    /// Segments agree but indexes differ.
    Indexes,
}

/// A company with different decisions in two results; `None` on the side without the company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyDifference {
    /// Its ticker; if the second result has another one, both with `>` between them.
    pub symbol: String,
    /// Which results move it.
    pub group: Group,
    /// Decision of the first result.
    pub a: Option<Decided>,
    /// Decision of the second result.
    pub b: Option<Decided>,
}

/// Companies with different decisions in two results, both given by ticker. Ordered by group, the
/// largest first.
pub fn companies(
    a: &BTreeMap<String, Decided>,
    b: &BTreeMap<String, Decided>,
) -> Vec<CompanyDifference> {
    let mut found: Vec<CompanyDifference> = pairs(a, b)
        .into_iter()
        .filter_map(|(in_a, in_b)| {
            let group = group(in_a.map(|(_, a)| a), in_b.map(|(_, b)| b))?;
            let symbol = match (in_a, in_b) {
                (Some((old, _)), Some((new, _))) if old != new => format!("{old} > {new}"),
                (Some((symbol, _)), _) | (None, Some((symbol, _))) => symbol.to_owned(),
                (None, None) => return None,
            };
            let decided = |one: Option<Named<'_>>| one.map(|(_, decided)| decided.clone());
            Some(CompanyDifference { symbol, group, a: decided(in_a), b: decided(in_b) })
        })
        .collect();
    let cap = |one: &CompanyDifference| -> Option<Decimal> {
        let caps = [&one.a, &one.b].into_iter().flatten();
        caps.filter_map(|decided| decided.market_cap.parse().ok()).max()
    };
    found.sort_by(|x, y| {
        let by_cap = x.group.cmp(&y.group).then_with(|| cap(y).cmp(&cap(x)));
        by_cap.then_with(|| x.symbol.cmp(&y.symbol))
    });
    found
}

/// A company by its ticker.
type Named<'a> = (&'a str, &'a Decided);

/// Pairs the companies of both results: by identity if both know it, otherwise by ticker.
fn pairs<'a>(
    a: &'a BTreeMap<String, Decided>,
    b: &'a BTreeMap<String, Decided>,
) -> Vec<(Option<Named<'a>>, Option<Named<'a>>)> {
    let named = |(symbol, decided): (&'a String, &'a Decided)| (symbol.as_str(), decided);
    let known = b.iter().map(named).filter(|(_, decided)| !decided.id.is_empty());
    let by_id: BTreeMap<&str, Named<'_>> =
        known.map(|named| (named.1.id.as_str(), named)).collect();
    let ids_of_a: BTreeSet<&str> = a.values().map(|decided| decided.id.as_str()).collect();
    let mut taken = BTreeSet::new();
    let mut pairs = Vec::new();
    for (symbol, in_a) in a.iter().map(named) {
        let same_id = by_id.get(in_a.id.as_str()).copied();
        let same_ticker = || {
            // A company with a different identity does not match by ticker.
            let is_free = |in_b: &&Decided| {
                in_b.id.is_empty() || in_a.id.is_empty() && !ids_of_a.contains(in_b.id.as_str())
            };
            Some((symbol, b.get(symbol).filter(is_free)?))
        };
        let in_b = same_id.or_else(same_ticker);
        taken.extend(in_b.map(|(symbol, _)| symbol));
        pairs.push((Some((symbol, in_a)), in_b));
    }
    let left = b.iter().map(named).filter(|(symbol, _)| !taken.contains(symbol));
    pairs.extend(left.map(|in_b| (None, Some(in_b))));
    pairs
}

/// Which of two results move a company; `None` if the decisions agree.
fn group(a: Option<&Decided>, b: Option<&Decided>) -> Option<Group> {
    let moves = |one: Option<&Decided>| one.is_some_and(Decided::is_mover);
    let place = |one: Option<&Decided>| one.map(|d| (d.from.clone(), d.to.clone()));
    let indexes = |one: Option<&Decided>| one.map(|d| d.indexes.clone());
    if place(a) == place(b) {
        return (indexes(a) != indexes(b)).then_some(Group::Indexes);
    }
    Some(match (moves(a), moves(b)) {
        (true, false) => Group::InA,
        (false, true) => Group::InB,
        (true, true) => Group::InBoth,
        (false, false) => Group::InNeither,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_the_same_under_another_ticker() {
        let of = |id: &str, to: &str| Decided {
            id: id.to_owned(),
            from: "R2000".to_owned(),
            to: to.to_owned(),
            ..Decided::default()
        };
        let result = |rows: &[(&str, Decided)]| {
            rows.iter().map(|(symbol, decided)| ((*symbol).to_owned(), decided.clone())).collect()
        };
        let a = result(&[
            ("OLD", of("1", "R2000")),
            ("REUSED", of("2", "R1000")),
            ("PLAIN", of("", "R1000")),
            ("SAME", of("5", "R2000")),
        ]);
        let b = result(&[
            ("NEW", of("1", "R1000")),
            ("REUSED", of("3", "R1000")),
            ("PLAIN", of("4", "R2000")),
            ("SAME", of("5", "R2000")),
        ]);
        let symbols = |a: &BTreeMap<String, Decided>, b: &BTreeMap<String, Decided>| {
            let mut symbols: Vec<String> =
                companies(a, b).into_iter().map(|one| one.symbol).collect();
            symbols.sort_unstable();
            symbols
        };
        assert_eq!(symbols(&a, &b), ["OLD > NEW", "PLAIN", "REUSED", "REUSED"]);
        // A company without an identity must not be matched with one that took over its ticker.
        let a = result(&[("NEW", of("", "R2000")), ("OLD", of("1", "R2000"))]);
        let b = result(&[("NEW", of("1", "R1000"))]);
        assert_eq!(symbols(&a, &b), ["NEW", "OLD > NEW"]);
    }

    #[test]
    fn groups_depend_on_moves_and_segments() {
        let of = |from: &str, to: &str| Decided {
            from: from.to_owned(),
            to: to.to_owned(),
            ..Decided::default()
        };
        let (up, kept) = (of("R2000", "R1000"), of("R2000", "R2000"));
        let (gone, other) = (of("R2000", "NONE"), of("R1000", "R1000"));
        let found = |a, b| group(Some(a), Some(b));
        assert_eq!(found(&up, &kept), Some(Group::InA));
        assert_eq!(found(&kept, &up), Some(Group::InB));
        assert_eq!(found(&up, &gone), Some(Group::InBoth));
        assert_eq!(found(&kept, &other), Some(Group::InNeither));
        assert_eq!(found(&up, &up), None);
        let small = Decided { indexes: "R2000;MICROCAP".to_owned(), ..kept.clone() };
        assert_eq!(found(&kept, &small), Some(Group::Indexes));
        assert_eq!(group(None, Some(&up)), Some(Group::InB));
    }
}
