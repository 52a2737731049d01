//! What every index holds before and after an event, at the close of the implementation day.
//!
//! Both sides are valued at the same prices: old members with their old index shares and float
//! against new members with the new ones, so that a difference is a trade and not a return.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::methodology::Updates;
use crate::methodology::family::Indexes;
use crate::methodology::updates::{update_float, update_shares};
use crate::methodology::weights::investable_cap;
use crate::reconstitution::{HeldIndexes, Reconstitution, held_indexes};
use crate::simulation::InKind;
use crate::universe::{Index, LineFinder, Membership, Security, SymbolChanges, Universe};

/// One line that an index holds before, after, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Holding {
    /// The line, as a place in the universe.
    pub line: usize,
    /// Its company, as a place in the universe.
    pub company: usize,
    /// Indexes that hold it before, as far as known.
    pub before: HeldIndexes,
    /// Indexes that hold it after.
    pub after: Indexes,
    /// Investable cap with the old shares and float, USD.
    pub value_before: f64,
    /// Investable cap with the new shares and float, USD.
    pub value_after: f64,
    /// Whether index shares or float are updated.
    pub updated: bool,
    /// The line on the implementation day, as a place in the universe of that day; `None` where it
    /// has no price there, so that rank day's counts.
    pub now: Option<usize>,
}

/// All holdings of the family, and what had to be assumed to value them.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    /// One per line that is held before or after, in the order of the universe.
    pub holdings: Vec<Holding>,
    /// Indexes whose membership before is known for every member.
    pub known_before: Indexes,
    /// Assumptions for the report.
    pub remarks: Vec<String>,
    /// Shares that holders of a line were given of another one at the event, in the order in which
    /// they were.
    pub in_kind: Vec<InKind>,
}

impl Holdings {
    /// What of it is in kind for an index: it holds the one line before and the other after, so that
    /// nothing trades.
    pub(super) fn in_kind_of(&self, index: Index) -> Vec<InKind> {
        let holding = |line: usize| self.holdings.iter().find(|h| h.line == line);
        let holds = |given: &&InKind| {
            holding(given.from).is_some_and(|h| h.before.holding.contains(index))
                && holding(given.to).is_some_and(|h| h.after.contains(index))
        };
        self.in_kind.iter().filter(holds).copied().collect()
    }
}

impl Holding {
    /// What an index holds of it before, USD: what was given in kind is there already, and what it
    /// was given for no more.
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

/// What valuing needs.
#[derive(Debug, Clone, Copy)]
pub struct ValuationInputs<'a> {
    /// The universe of rank day.
    pub universe: &'a Universe,
    /// The universe at the close of the implementation day; `None` where the scenario has none.
    pub effective: Option<&'a Universe>,
    /// The membership held before.
    pub membership: &'a Membership,
    /// Ticker changes between the days.
    pub symbol_changes: &'a SymbolChanges,
    /// Buffers of the season.
    pub updates: &'a Updates,
}

impl<'a> ValuationInputs<'a> {
    /// A holding's line at the close of the implementation day, where it has a price there.
    pub(super) fn now(&self, holding: &Holding) -> Option<&'a Security> {
        Some(&self.effective?.securities[holding.now?])
    }

    /// The close at which a holding is valued, USD a share.
    pub(super) fn price(&self, holding: &Holding) -> Option<Decimal> {
        let of_rank_day = self.universe.securities[holding.line].price;
        self.now(holding).and_then(|now| now.price).or(of_rank_day)
    }
}

/// Counts of what was assumed.
#[derive(Default)]
struct Assumed {
    no_effective_price: usize,
    float: usize,
    shares_by_cap: usize,
    old_shares: usize,
}

/// Values every line that an index holds before or after.
pub fn holdings(inputs: &ValuationInputs<'_>, result: &Reconstitution) -> Holdings {
    let effective = inputs.effective.map(|universe| (universe, LineFinder::new(universe)));
    let company_of = inputs.universe.company_of_line();
    let mut assumed = Assumed::default();
    let mut holdings = Vec::new();
    for (line, security) in inputs.universe.securities.iter().enumerate() {
        let member = result.matched.member_of_line[line].map(|m| &inputs.membership.members[m]);
        let after = result.indexes_after[line];
        if member.is_none() && after.is_empty() {
            continue;
        }
        let nowhere = HeldIndexes { known: Indexes::ALL, holding: Indexes::default() };
        let found = effective.as_ref().and_then(|(universe, lines)| {
            let (id, day) = (security.id.as_deref(), inputs.universe.as_of);
            let line = lines.find(id, &security.symbol, day, inputs.symbol_changes)?;
            universe.securities[line].price.is_some().then_some((line, &universe.securities[line]))
        });
        let now = found.map(|(_, now)| now);
        if inputs.effective.is_some() && now.is_none() {
            assumed.no_effective_price += 1;
        }
        let company = company_of[line];
        let valued = if security.shares_outstanding.is_some() {
            value_line(security, now, member, inputs.updates, &mut assumed)
        } else {
            // Only the whole company's cap is known: the line that stands for it carries all of it.
            let carries = result.companies[company].line == line;
            let cap = result.companies[company].market_cap.filter(|_| carries);
            value_by_cap(security, cap, now, &mut assumed)
        };
        holdings.push(Holding {
            line,
            company,
            before: member.map_or(nowhere, held_indexes),
            after,
            value_before: valued.before,
            value_after: valued.after,
            updated: valued.updated,
            now: found.map(|(line, _)| line),
        });
    }
    let known_before = known_before(&holdings, inputs.membership);
    let remarks = remarks(inputs, result, &assumed);
    Holdings { holdings, known_before, remarks, in_kind: Vec::new() }
}

struct Valued {
    before: f64,
    after: f64,
    updated: bool,
}

/// A line whose shares are known: price times index shares times float.
fn value_line(
    security: &Security,
    now: Option<&Security>,
    member: Option<&crate::universe::Member>,
    updates: &Updates,
    assumed: &mut Assumed,
) -> Valued {
    let price = now.and_then(|n| n.price).or(security.price).unwrap_or_default();
    let newest_shares =
        now.and_then(|n| n.shares_outstanding).or(security.shares_outstanding).unwrap_or_default();
    let newest_float = now.and_then(|n| n.free_float_pct).or(security.free_float_pct);
    if newest_float.is_none() {
        assumed.float += 1;
    }
    let newest_float = newest_float.unwrap_or(Decimal::ONE_HUNDRED);
    let (old_shares, old_float) =
        member.map_or((None, None), |m| (m.index_shares, m.index_float_pct));
    if member.is_some() && old_shares.is_none() {
        assumed.old_shares += 1;
    }
    let shares = update_shares(old_shares, newest_shares, updates.shares_buffer_pct);
    let float = update_float(old_float, newest_float, updates.float_buffer_points);
    Valued {
        before: investable_cap(
            price,
            old_shares.unwrap_or(shares.value),
            Some(old_float.unwrap_or(float.value)),
        ),
        after: investable_cap(price, shares.value, Some(float.value)),
        updated: shares.changed || float.changed,
    }
}

/// A line whose shares are unknown: the company's cap of the implementation day, or that of rank
/// day moved along the price, times float.
fn value_by_cap(
    security: &Security,
    cap: Option<Decimal>,
    now: Option<&Security>,
    assumed: &mut Assumed,
) -> Valued {
    let Some(cap) = cap else { return Valued { before: 0.0, after: 0.0, updated: false } };
    assumed.shares_by_cap += 1;
    if security.free_float_pct.is_none() {
        assumed.float += 1;
    }
    let moved = || {
        let (then, now) = (security.price?, now?.price?);
        cap.checked_mul(now)?.checked_div(then)
    };
    let cap = now.and_then(|n| n.company_market_cap).or_else(moved).unwrap_or(cap);
    let float = security.free_float_pct.unwrap_or(Decimal::ONE_HUNDRED);
    let value = (cap * float).to_f64().unwrap_or_default() / 100.0;
    Valued { before: value, after: value, updated: false }
}

/// Indexes for which every member's standing before is known; without members, none is.
fn known_before(holdings: &[Holding], membership: &Membership) -> Indexes {
    let all_known = |index: &Index| holdings.iter().all(|h| h.before.known.contains(*index));
    let knows_microcap = membership.knows_microcap();
    <Index as strum::IntoEnumIterator>::iter()
        .filter(|_| !membership.members.is_empty())
        .filter(all_known)
        .filter(|index| knows_microcap || !matches!(index, Index::R3000E | Index::Microcap))
        .collect()
}

fn remarks(
    inputs: &ValuationInputs<'_>,
    result: &Reconstitution,
    assumed: &Assumed,
) -> Vec<String> {
    let mut remarks = Vec::new();
    let mut say = |count: usize, what: &str| {
        if count > 0 {
            remarks.push(format!("{what}: {count}"));
        }
    };
    say(
        assumed.no_effective_price,
        "held lines without a price on the implementation day, for which rank-day prices are used",
    );
    say(assumed.float, "held lines without a known float, all shares of which count as available");
    say(
        assumed.shares_by_cap,
        "companies weighted by their whole cap, as shares by class are not known",
    );
    say(
        assumed.old_shares,
        "members without known index shares, whose new ones count before the event too, so that \
         their share and float changes are not in the turnover",
    );
    say(
        result.matched.gone.len(),
        "members held before rank day without a line on it, who have left (gone.csv)",
    );
    say(
        result.matched.missing.len(),
        "members held on rank day or later without a line on it, who are kept without rank or \
         weight (gone.csv)",
    );
    if inputs.effective.is_none() {
        remarks.push(
            "no prices of the implementation day are given: weights and turnover use rank-day \
             prices"
                .to_owned(),
        );
    }
    remarks
}
