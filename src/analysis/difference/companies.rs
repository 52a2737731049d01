//! Companies on which two results decide differently.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Table;
use crate::reconstitution::Decision;

/// The decision on who has left before the event.
const GONE: &str = "gone";

/// What one result decides on a company, as its tables say it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decided {
    /// Name of the company.
    pub name: String,
    /// Segment before.
    pub from: String,
    /// Segment from the event on.
    pub to: String,
    /// Decision.
    pub decision: String,
    /// Reason.
    pub reason: String,
    /// Rank; empty without one.
    pub rank: String,
    /// Cap, USD; empty where unknown.
    pub market_cap: String,
    /// Indexes from the event on.
    pub indexes: String,
}

impl Decided {
    /// Whether the event changes its segment. Who is gone has left before it.
    pub fn is_mover(&self) -> bool {
        let stays = self.decision == GONE || self.decision == Decision::Keep.to_string();
        self.from != self.to && !stays
    }

    /// Whether it is in the family neither before nor after.
    fn is_outside(&self) -> bool {
        self.from == "NONE" && self.to == "NONE"
    }
}

/// In which of two results a company moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// In the first alone.
    InA,
    /// In the second alone.
    InB,
    /// In both, to different segments or from them.
    InBoth,
    /// In neither, and yet it is, or was, in different segments.
    InNeither,
    /// It is in the same segment, and in different indexes.
    Indexes,
}

/// A company on which two results decide differently; `None` where one knows nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyDifference {
    /// Its ticker.
    pub symbol: String,
    /// In which of them it moves.
    pub group: Group,
    /// In the first.
    pub a: Option<Decided>,
    /// In the second.
    pub b: Option<Decided>,
}

/// The decisions of a result by ticker: from its membership, its changes and its absent members.
pub fn decided(membership: &Table, changes: &Table, gone: &Table) -> BTreeMap<String, Decided> {
    let mut all = BTreeMap::new();
    for row in &membership.rows {
        let cell = |column| membership.cell(row, column).to_owned();
        let decided = Decided {
            name: cell("name"),
            from: cell("held"),
            to: cell("segment"),
            decision: cell("decision"),
            reason: cell("reason"),
            rank: cell("rank"),
            market_cap: cell("market_cap"),
            indexes: cell("indexes"),
        };
        all.insert(cell("symbol"), decided);
    }
    // Who is eligible stands in both; of the others, those that were members stand here.
    for row in &changes.rows {
        let cell = |column| changes.cell(row, column).to_owned();
        all.entry(cell("symbol")).or_insert_with(|| Decided {
            name: cell("name"),
            from: cell("from"),
            to: cell("to"),
            decision: cell("action"),
            reason: cell("reason"),
            rank: cell("rank"),
            market_cap: cell("market_cap"),
            indexes: String::new(),
        });
    }
    for row in &gone.rows {
        let cell = |column| gone.cell(row, column).to_owned();
        let (from, reason) = (cell("segment"), cell("reason"));
        let is_kept = reason == crate::reconstitution::Reason::KeptUnranked.to_string();
        let (to, decision) = if is_kept {
            (from.clone(), Decision::Keep.to_string())
        } else {
            ("NONE".to_owned(), GONE.to_owned())
        };
        let decided =
            Decided { name: cell("name"), from, to, decision, reason, ..Decided::default() };
        // The ticker may be another company's by now, which stands there already.
        all.entry(cell("symbol")).or_insert(decided);
    }
    all.retain(|_, decided| !decided.is_outside());
    all
}

/// Companies on which two results decide differently: by group, the largest first.
pub fn companies(
    a: &BTreeMap<String, Decided>,
    b: &BTreeMap<String, Decided>,
) -> Vec<CompanyDifference> {
    let of_b = b.keys().filter(|symbol| !a.contains_key(*symbol));
    let mut found: Vec<CompanyDifference> = a
        .keys()
        .chain(of_b)
        .filter_map(|symbol| {
            let (in_a, in_b) = (a.get(symbol), b.get(symbol));
            let group = group(in_a, in_b)?;
            let (a, b) = (in_a.cloned(), in_b.cloned());
            Some(CompanyDifference { symbol: symbol.clone(), group, a, b })
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

/// In which of two results a company moves; `None` where they decide alike.
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
    fn who_moves_where_is_told_apart() {
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
