//! The rule book applied to a whole made-up universe, with just enough around it to know who would
//! be a member.
//!
//! The reconstitution proper, with its reasons and changes, is built on the same rules elsewhere;
//! here only the outcome is needed, to hand on as the membership held before the next event.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::methodology::company_cap::{company_cap, pricing_vehicle_order};
use crate::methodology::eligibility::{Context, judge_company, judge_line};
use crate::methodology::family::{Family, HeldSides, Indexes, Place};
use crate::methodology::ranking::{CapsTooLarge, Ranking};
use crate::methodology::share_classes::extra_class_joins;
use crate::methodology::{Parameters, Screen};
use crate::universe::{Company, Index, Member, Membership, Security, SymbolKey, Universe};

/// A line that is a member after the event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// The line, as its place in the universe.
    pub(super) line: usize,
    /// What its company belongs to.
    pub(super) place: Place,
    /// The member that it was before, as its place in the membership.
    pub(super) held: Option<usize>,
}

/// What the rule book makes of a universe.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The new members, by falling company cap.
    pub(super) placed: Vec<Placed>,
    pub(super) ranking: Ranking,
    pub(super) family: Family,
    /// Who is out, by the first screen that its line or company failed.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests count them"))]
    pub(super) drops: Vec<(usize, Screen)>,
}

/// Applies the rule book to `universe`, whose members are `held`.
///
/// # Errors
/// Caps too large to be compared exactly.
pub(super) fn apply(
    universe: &Universe,
    held: &Membership,
    votes_reviewed: bool,
    parameters: &Parameters,
) -> Result<Outcome, CapsTooLarge> {
    let member_of = match_members(universe, held);
    let mut drops = Vec::new();
    let mut companies: Vec<(Vec<usize>, Decimal)> = Vec::new();
    for company in &universe.companies {
        let member = company.lines.iter().any(|&line| member_of[line].is_some());
        let rank_day = universe.as_of;
        let context = Context { parameters, rank_day, votes_reviewed, member };
        if let Some(found) = judge(universe, company, &member_of, &context, &mut drops) {
            companies.push(found);
        }
    }
    let ranks = companies.iter().enumerate().map(|(at, (lines, cap))| {
        let ticker = universe.securities[lines[0]].symbol.as_str();
        (at, *cap, ticker)
    });
    let ranking = Ranking::new(ranks.collect(), parameters.breaks.r3000e.rank)?;
    let family = Family::new(&ranking, parameters);
    let mut placed = Vec::new();
    for (at, ranked) in ranking.ranked.iter().enumerate() {
        let lines = &companies[ranked.company].0;
        let member = lines.iter().find_map(|&line| member_of[line]);
        let sides = member.map_or_else(HeldSides::default, |m| held_sides(&held.members[m]));
        let place = family.place(at + 1, ranked.cumulative, &sides);
        if place.indexes.is_empty() {
            continue;
        }
        for (number, &line) in lines.iter().enumerate() {
            let s = &universe.securities[line];
            let is_member = member_of[line].is_some();
            let rule = &parameters.share_classes;
            if number == 0 || extra_class_joins(s, is_member, rule).is_ok() {
                placed.push(Placed { line, place, held: member_of[line] });
            }
        }
    }
    Ok(Outcome { placed, ranking, family, drops })
}

/// The eligible lines of a company, its pricing vehicle first, and its cap; `None` where it is out.
fn judge(
    universe: &Universe,
    company: &Company,
    member_of: &[Option<usize>],
    context: &Context<'_>,
    drops: &mut Vec<(usize, Screen)>,
) -> Option<(Vec<usize>, Decimal)> {
    let mut eligible = Vec::new();
    for &line in &company.lines {
        let context = Context { member: member_of[line].is_some(), ..*context };
        match judge_line(&universe.securities[line], &context).drop {
            Some(drop) => drops.push((line, drop.screen)),
            None => eligible.push(line),
        }
    }
    let classes: Vec<&Security> = eligible.iter().map(|&l| &universe.securities[l]).collect();
    if classes.is_empty() {
        return None;
    }
    let rule = &context.parameters.pricing_vehicle;
    let order = pricing_vehicle_order(&classes, context.member, rule);
    let vehicle = classes[order[0]];
    let all: Vec<&Security> = universe.lines(company).collect();
    let cap = company_cap(vehicle, all.iter().copied());
    if let Some(drop) = judge_company(cap, vehicle, context).drop {
        drops.push((eligible[order[0]], drop.screen));
        return None;
    }
    Some((order.into_iter().map(|at| eligible[at]).collect(), cap?))
}

/// For each line the member that it is: by id, and by ticker where either side has no id.
pub(super) fn match_members(universe: &Universe, held: &Membership) -> Vec<Option<usize>> {
    let (mut by_id, mut by_symbol) = (FxHashMap::default(), FxHashMap::default());
    for (at, member) in held.members.iter().enumerate() {
        if let Some(id) = member.id.as_deref() {
            by_id.insert(id, at);
        }
        by_symbol.insert(SymbolKey::new(&member.symbol), at);
    }
    let find = |s: &Security| {
        let id = s.id.as_deref();
        id.and_then(|id| by_id.get(id)).copied().or_else(|| {
            let at = *by_symbol.get(&SymbolKey::new(&s.symbol))?;
            (id.is_none() || held.members[at].id.is_none()).then_some(at)
        })
    };
    universe.securities.iter().map(find).collect()
}

/// On which sides of the breaks a member was.
fn held_sides(member: &Member) -> HeldSides {
    member
        .indexes
        .as_ref()
        .map_or_else(HeldSides::default, |all| sides(&all.iter().copied().collect()))
}

/// On which sides of the breaks a member of these indexes is.
pub(super) fn sides(indexes: &Indexes) -> HeldSides {
    let side = |large| indexes.contains(Index::R3000).then_some(large);
    HeldSides {
        top200: side(indexes.contains(Index::Top200)),
        top500: side(indexes.contains(Index::Top500)),
        r1000: side(indexes.contains(Index::R1000)),
        above_microcap: side(!indexes.contains(Index::Microcap)),
    }
}

/// The place of a new listing between reconstitutions (RB 6.9): by the market-adjusted breaks,
/// without a band. `None` below the smallest company of the Russell 3000E.
///
/// `growth` is the market's since the ranking: 1.0205 for +2.05%.
pub(super) fn place_listing(
    ranking: &Ranking,
    family: &Family,
    cap: Decimal,
    growth: Decimal,
) -> Option<Place> {
    let then = cap.checked_div(growth)?;
    let base = &ranking.ranked[..ranking.base_count];
    let larger = base.partition_point(|r| r.cap > then);
    let at = base.get(larger)?;
    Some(family.place(larger + 1, at.cumulative, &HeldSides::default()))
}

/// A member as a membership file states it.
pub(super) fn member(s: &Security, place: &Place, held_on: NaiveDate) -> Member {
    Member {
        symbol: s.symbol.clone(),
        name: s.name.clone(),
        id: s.id.clone(),
        segment: place.segment,
        indexes: Some(place.indexes.iter().collect()),
        in_microcap: Some(place.indexes.contains(Index::Microcap)),
        held_on,
        index_shares: s.shares_outstanding,
        index_float_pct: s.free_float_pct,
    }
}
