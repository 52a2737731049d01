//! What every index holds before and after an event, at the close of the implementation day.
//!
//! Both sides are valued at the same prices, old members with their old index shares and float and
//! new members with the new ones, so that a difference is a trade and not a return.
//! The module `valuation` gives the value of a line.

use rust_decimal::Decimal;

use super::valuation::{Assumed, HeldLine, Valued, values};
use crate::methodology::Updates;
use crate::reconstitution::{HeldIndexes, Inputs, Reconstitution, held_indexes};
use crate::remark::{InterimNote, Kind, Quantity, Remark};
use crate::simulation::InKind;
use crate::universe::{Index, Indexes, LineFinder, Membership, Security, SymbolChanges, Universe};

/// One line that an index holds before, after, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    /// The line, as a place in the universe.
    pub line: usize,
    /// Its company, as a place in the universe.
    pub company: usize,
    /// Indexes that hold it before the event, as far as known.
    pub before: HeldIndexes,
    /// Indexes that hold it after the event.
    pub after: Indexes,
    /// Investable cap with the old index shares and float, USD.
    pub value_before: f64,
    /// Investable cap with the new index shares and float, USD.
    pub value_after: f64,
    /// Whether the event updates its index shares or float; `None` if neither is known before it.
    pub updated: Option<bool>,
    /// Whether its float is known; if not, all its shares count as available.
    pub float_known: bool,
    /// True if it has a value of its own. Otherwise it has no weight: its company has no value, or
    /// is weighted as a whole on another of its lines.
    pub has_value: bool,
    /// The line as a place in the universe of the implementation day; `None` if it has no price there,
    /// and rank-day values are used.
    pub now: Option<usize>,
}

/// All holdings of the family, with the assumptions made to value them.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    /// One per line held before or after the event, in the order of the universe.
    pub holdings: Vec<Holding>,
    /// Indexes whose membership before the event is known for every line.
    pub known_before: Indexes,
    /// Assumptions made, to be printed in the report.
    pub remarks: Vec<Remark>,
    /// Distributions in kind at the event, in order: shares of one line given to the holders of
    /// another.
    pub in_kind: Vec<InKind>,
}

impl Holdings {
    /// The distributions in kind that an index keeps: it holds the first line before the event and the
    /// received line after it, directly or through a further distribution. They cause no trade.
    pub(super) fn in_kind_of(&self, index: Index) -> Vec<InKind> {
        let holding = |line: usize| self.holdings.iter().find(|h| h.line == line);
        let mut kept: Vec<InKind> = Vec::new();
        for given in self.in_kind.iter().rev() {
            let had = holding(given.from).is_some_and(|h| h.before.holding.contains(index));
            let has = holding(given.to).is_some_and(|h| h.after.contains(index));
            if had && (has || kept.iter().any(|later| later.from == given.to)) {
                kept.push(*given);
            }
        }
        kept.reverse();
        kept
    }
}

impl Holding {
    /// Value that an index holds before its trades, USD: including lines received in kind, and
    /// without those given up for them.
    pub(super) fn before_trades(&self, was: bool, in_kind: &[InKind]) -> f64 {
        in_kind.iter().fold(if was { self.value_before } else { 0.0 }, |value, given| {
            match self.line {
                line if line == given.from => value - given.usd,
                line if line == given.to => value + given.usd,
                _ => value,
            }
        })
    }
}

/// Inputs to valuing holdings.
#[derive(Debug, Clone, Copy)]
pub struct ValuationInputs<'a> {
    /// The universe of rank day.
    pub universe: &'a Universe,
    /// The universe at the close of the implementation day; `None` if the scenario has none.
    pub effective: Option<&'a Universe>,
    /// The membership held before.
    pub membership: &'a Membership,
    /// Ticker changes between the days.
    pub symbol_changes: &'a SymbolChanges,
    /// Buffers for updates of shares and float in this season.
    pub updates: &'a Updates,
}

impl<'a> ValuationInputs<'a> {
    /// Inputs to value a reconstitution at the close of rank day, from the membership held before
    /// and the ticker changes between the days.
    pub fn of(
        inputs: &Inputs<'a>,
        membership: &'a Membership,
        symbol_changes: &'a SymbolChanges,
    ) -> Self {
        Self {
            universe: inputs.universe,
            effective: None,
            membership,
            symbol_changes,
            updates: inputs.parameters.updates(inputs.event.season),
        }
    }

    /// The line of a holding at the close of the implementation day; `None` if it has no price
    /// there.
    pub(super) fn now(&self, holding: &Holding) -> Option<&'a Security> {
        Some(&self.effective?.securities[holding.now?])
    }

    /// The price at which a holding is valued, USD per share.
    pub(super) fn price(&self, holding: &Holding) -> Option<Decimal> {
        let of_rank_day = self.universe.securities[holding.line].price();
        self.now(holding).and_then(Security::price).or(of_rank_day)
    }
}

/// Values every line that an index holds before or after the event.
pub fn holdings(inputs: &ValuationInputs<'_>, result: &Reconstitution) -> Holdings {
    let (lines, now) = held_lines(inputs, result);
    let (values, assumed) = values(&lines, inputs.universe, result, inputs.updates);
    let not_held = HeldIndexes { known: Indexes::ALL, holding: Indexes::default() };
    let holding = |((held, value), now): ((&HeldLine<'_>, Valued), Option<usize>)| Holding {
        line: held.line,
        company: held.company,
        before: held.member.map_or(not_held, held_indexes),
        after: result.indexes_after[held.line],
        value_before: value.before,
        value_after: value.after,
        updated: value.updated,
        float_known: held.knows_float(),
        has_value: value.is_own,
        now,
    };
    let no_effective_price = now.iter().filter(|now| now.is_none()).count();
    let holdings: Vec<Holding> = lines.iter().zip(values).zip(now).map(holding).collect();
    let known_before = known_before(&holdings, inputs.membership);
    let remarks = remarks(inputs, result, holdings.len(), (&assumed, no_effective_price));
    Holdings { holdings, known_before, remarks, in_kind: Vec::new() }
}

/// The lines that an index holds before or after the event, in the order of the universe, each with its
/// place in the universe of the implementation day.
fn held_lines<'a>(
    inputs: &ValuationInputs<'a>,
    result: &Reconstitution,
) -> (Vec<HeldLine<'a>>, Vec<Option<usize>>) {
    let effective = inputs.effective.map(|universe| (universe, LineFinder::new(universe)));
    let company_of = inputs.universe.company_of_line();
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    for (line, security) in inputs.universe.securities.iter().enumerate() {
        let member = result.matched.member_of_line[line].map(|m| &inputs.membership.members[m]);
        let is_after = !result.indexes_after[line].is_empty();
        if member.is_none() && !is_after {
            continue;
        }
        let found = effective.as_ref().and_then(|(universe, lines)| {
            let (id, day) = (security.id(), inputs.universe.as_of);
            let line = lines.find(id, security.symbol(), day, inputs.symbol_changes)?;
            universe.securities[line]
                .price()
                .is_some()
                .then_some((line, &universe.securities[line]))
        });
        let now = found.map(|(_, now)| now);
        let company = company_of[line];
        let issued = result.issued.get(&line).copied().unwrap_or_default();
        lines.push(HeldLine { line, company, security, now, issued, member, is_after });
        places.push(found.map(|(line, _)| line));
    }
    (lines, places)
}

/// Indexes whose membership before the event is known for every line; none if there are no members.
fn known_before(holdings: &[Holding], membership: &Membership) -> Indexes {
    let all_known = |index: &Index| holdings.iter().all(|h| h.before.known.contains(*index));
    let knows_microcap = membership.knows_microcap();
    <Index as strum::IntoEnumIterator>::iter()
        .filter(|_| !membership.members.is_empty())
        .filter(all_known)
        .filter(|index| !membership.not_given.contains(*index))
        .filter(|index| knows_microcap || !matches!(index, Index::R3000E | Index::Microcap))
        .collect()
}

fn remarks(
    inputs: &ValuationInputs<'_>,
    result: &Reconstitution,
    lines: usize,
    (assumed, no_effective_price): (&Assumed, usize),
) -> Vec<Remark> {
    let (matched, members) = (&result.matched, inputs.membership.members.len());
    let has_effective = inputs.effective.is_some();
    let counts = [
        (Quantity::NoEffectivePrice, no_effective_price * usize::from(has_effective), lines),
        (Quantity::FloatUnknown, assumed.float, lines),
        (Quantity::WeightedByCap, assumed.by_cap, lines),
        (Quantity::IndexSharesUnknown, assumed.old_shares, lines),
        (Quantity::LinesSplit, assumed.split, lines),
        (Quantity::ValueUnknown, assumed.no_value, lines),
        (Quantity::MembersGone, matched.gone.len(), members),
        (Quantity::MembersMissing, matched.missing.len(), members),
        (Quantity::EntriesUnmatched, matched.unmatched.len(), members),
    ];
    let mut remarks: Vec<Remark> = counts
        .into_iter()
        .filter(|(_, count, _)| *count > 0)
        .map(|(what, count, of)| Remark::from(Kind::Counted { what, count }).on(count, of))
        .collect();
    if !has_effective {
        remarks.push(Remark::from(InterimNote::NoEffectivePrices).on_everything());
    }
    remarks
}
