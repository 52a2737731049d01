//! The decisions of a reconstitution at a close, without reasons: the ranks, and the place that each
//! company would have.
//!
//! Drift is measured against this outlook on every close of a history, where most facts are
//! unchanged from the day before. The verdicts of the screens that do not test prices are therefore
//! kept from close to close.

use std::cmp::Reverse;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use smallvec::SmallVec;

use super::matching::{Held, Matched};
use super::screening::{self, context};
use super::{Inputs, entry, sides_of};
use crate::methodology::Screen;
use crate::methodology::company_cap::company_cap;
use crate::methodology::eligibility::{Steady, Subject};
use crate::methodology::family::{Family, Place};
use crate::methodology::ranking::{CapsTooLarge, Entry, ExactUsd, Ranking};
use crate::methodology::reserved::Reserved;
use crate::universe::{Indexes, Segment, Universe};

/// Where one company would be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prospect {
    /// The line that represents it, as in [`CompanyResult::line`](super::CompanyResult::line).
    pub line: usize,
    /// Company cap, USD, eligible or not; `None` where unknown.
    pub market_cap: Option<Decimal>,
    /// Rank by cap among eligible companies, from 1; `None` if not ranked.
    pub rank: Option<usize>,
    /// True if no screen drops it.
    pub is_eligible: bool,
    /// Its segment.
    pub to: Segment,
    /// Its indexes.
    pub indexes: Indexes,
    /// Its indexes by its rank alone, without bands.
    pub unbanded: Indexes,
}

/// The decisions that a reconstitution would make.
#[derive(Debug, Clone)]
pub struct Outlook {
    /// One prospect per company, in the order of the universe's companies.
    pub companies: Vec<Prospect>,
    /// Members matched to lines, and the members that have left.
    pub matched: Matched,
    /// Eligible companies by cap.
    pub ranking: Ranking,
}

/// The facts about the lines of a universe that do not move with the market.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// For each line of the universe, its number, which is the same on all closes.
    pub line_of: &'a [usize],
    /// For each line of the universe, a number that changes whenever any fact about it does, other
    /// than prices, caps and volumes.
    pub version: &'a [u32],
    /// The companies of the universe by cap.
    pub by_cap: &'a ByCap,
}

/// The companies of a universe roughly in ranking order, computed once and shared by all rankings.
#[derive(Debug, Clone, Default)]
pub struct ByCap(Vec<u32>);

/// The verdicts of the screens on each line, kept from close to close of one history under one rule
/// book. Rank days must not go back in time.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    lines: Vec<Known>,
}

/// The verdicts of the screens on the only line of a company.
#[derive(Debug, Clone, Copy)]
struct Known {
    version: u32,
    /// The verdicts on the line and on the company; one entry for each combination of member or
    /// non-member and votes reviewed or not.
    said: [Option<(Steady, Steady)>; 4],
}

impl ByCap {
    /// Sorts the companies of a universe by cap, largest first, reusing the allocated memory.
    pub fn sort(&mut self, universe: &Universe) {
        let whole_usd = |line: usize| {
            let cap = universe.securities[line].company_market_cap();
            cap.map_or(0, |cap| cap.to_u64().unwrap_or(u64::MAX))
        };
        // Companies with several lines, whose cap may differ from that of their first line, are
        // sorted separately, so that all others remain one sorted run.
        let mut order: Vec<(bool, Reverse<u64>, u32)> = (0..)
            .zip(&universe.companies)
            .map(|(at, company)| {
                (company.lines.len() > 1, Reverse(whole_usd(company.lines[0])), at)
            })
            .collect();
        order.sort_unstable();
        self.0.clear();
        self.0.extend(order.into_iter().map(|(.., company)| company));
    }
}

impl Known {
    const NOTHING: Self = Self { version: u32::MAX, said: [None; 4] };
}

/// The outcome of the screens for a company.
struct Judged {
    line: usize,
    market_cap: Option<Decimal>,
    dropped_by: Option<Screen>,
}

impl Memory {
    /// Applies the screens to a company, with the same outcome as [`screening::judge`].
    fn judge(
        &mut self,
        company: usize,
        inputs: &Inputs<'_>,
        matched: &Matched,
        facts: &Facts<'_>,
    ) -> Judged {
        let universe = inputs.universe;
        let lines = &universe.companies[company].lines;
        let is_member = matched.member_of_company[company].is_some();
        let line = lines[0];
        // Companies with several classes, or with a single class that is not the one held, are too few to
        // be worth remembering.
        if lines.len() > 1 || matched.member_of_line[line].is_some() != is_member {
            return match screening::judge(company, inputs, matched).outcome {
                Ok(e) => Judged { line: e.line, market_cap: e.market_cap, dropped_by: None },
                Err(e) => {
                    Judged { line: e.line, market_cap: e.market_cap, dropped_by: Some(e.screen) }
                }
            };
        }
        let security = &universe.securities[line];
        let market_cap = company_cap(security, std::iter::once(security));
        let context = context(inputs, is_member, is_member);
        let subject = Subject::company(market_cap, security, &universe.securities, lines);
        let number = facts.line_of[line];
        if self.lines.len() <= number {
            self.lines.resize(number + 1, Known::NOTHING);
        }
        let known = &mut self.lines[number];
        if known.version != facts.version[line] {
            *known = Known { version: facts.version[line], ..Known::NOTHING };
        }
        let said =
            &mut known.said[usize::from(is_member) * 2 + usize::from(context.votes_reviewed)];
        let (of_line, of_company) = said.unwrap_or_else(|| {
            let of_line = Steady::of_line(security, &context);
            (of_line, Steady::of_company(&subject, &context))
        });
        *said = of_line.is_lasting().then_some((of_line, of_company));
        // A live member whose cap is missing from the file is not taken to have become small.
        let is_kept = is_member && market_cap.is_none();
        let dropped_by = of_line
            .line_fails(security, &context)
            .or_else(|| if is_kept { None } else { of_company.company_fails(&subject, &context) });
        Judged { line, market_cap, dropped_by }
    }
}

/// The decisions of a reconstitution at a close; as [`reconstitute`](super::reconstitute), but
/// without reasons.
///
/// # Errors
/// Caps are too large to be compared exactly.
pub fn outlook(
    inputs: &Inputs<'_>,
    matched: Matched,
    facts: &Facts<'_>,
    memory: &mut Memory,
) -> Result<Outlook, CapsTooLarge> {
    let (universe, parameters) = (inputs.universe, inputs.parameters);
    let mut companies = Vec::with_capacity(universe.companies.len());
    let mut entries = Vec::with_capacity(universe.companies.len());
    let breaks = &parameters.breaks;
    let within = matched.missing_members().filter_map(|held| held.rank_within(breaks));
    let mut reserved: Reserved = within.collect();
    for company in 0..universe.companies.len() {
        let Judged { line, market_cap, dropped_by } =
            memory.judge(company, inputs, &matched, facts);
        let mut prospect = Prospect {
            line,
            market_cap,
            rank: None,
            is_eligible: dropped_by.is_none(),
            to: Segment::None,
            indexes: Indexes::default(),
            unbanded: Indexes::default(),
        };
        let held = matched.held_company(company);
        let place_pct = match dropped_by {
            None => 100,
            Some(Screen::Stated) => universe.securities[line].reserve_pct,
            Some(_) => 0,
        };
        match (market_cap, held) {
            (Some(cap), _) if place_pct > 0 => {
                entries.push(entry(inputs, company, line, cap, place_pct));
            }
            // A member without a cap keeps its place.
            (None, Some(held)) if dropped_by.is_none() => {
                held.rank_within(breaks).into_iter().for_each(|rank| reserved.add(rank));
                (prospect.to, prospect.indexes) = (held.segment, held.indexes.holding);
            }
            _ => {}
        }
        companies.push(prospect);
    }
    let ranking = ranking(&entries, facts.by_cap, &reserved, parameters.breaks.r3000e.rank)?;
    let family = Family::new(&ranking, parameters);
    let mut places = Places::new(&family, &ranking);
    for (at, ranked) in ranking.ranked.iter().enumerate() {
        let place = places.place(at, matched.held_company(ranked.company));
        let unbanded = places.place(at, None);
        let prospect = &mut companies[ranked.company];
        prospect.rank = Some(ranked.rank);
        (prospect.to, prospect.indexes) = (place.segment, place.indexes);
        prospect.unbanded = unbanded.indexes;
    }
    Ok(Outlook { companies, matched, ranking })
}

/// Ranks the entries as [`Ranking::with_places`] does, but compares small rough numbers first,
/// which is faster, and exact ones only where those are equal.
fn ranking(
    entries: &[Entry<'_>],
    ByCap(by_cap): &ByCap,
    reserved: &Reserved,
    base_rank: usize,
) -> Result<Ranking, CapsTooLarge> {
    const NONE: u32 = u32::MAX;
    let exact: Vec<ExactUsd> = entries.iter().map(|entry| ExactUsd::new(entry.cap)).collect();
    let mut entry_of = vec![NONE; by_cap.len()];
    for (at, entry) in (0..).zip(entries) {
        entry_of[entry.company] = at;
    }
    let entry_of = by_cap.iter().map(|company| entry_of[*company as usize]);
    let entry_of = entry_of.filter(|at| *at != NONE).map(|at| at as usize);
    let mut order: Vec<(u64, usize)> = entry_of.map(|at| (exact[at].rough(), at)).collect();
    // A stable sort benefits from the order that is already there.
    order.sort_by(|a, b| Entry::in_rough_order((entries, &exact), *a, *b));
    Ranking::of_ordered((entries, &exact), &order, reserved, base_rank)
}

/// Places along a ranking: between two turns, companies that were held alike have the same place.
struct Places<'a> {
    family: &'a Family,
    ranking: &'a Ranking,
    turns: Vec<usize>,
    next: usize,
    known: SmallVec<[(Option<Held>, Place); 8]>,
}

impl<'a> Places<'a> {
    fn new(family: &'a Family, ranking: &'a Ranking) -> Self {
        let mut turns = Vec::new();
        family.turns(ranking, &mut turns);
        Self { family, ranking, turns, next: 0, known: SmallVec::new() }
    }

    /// The place of the company at index `at` of the ranking; `at` must not decrease from call to call.
    fn place(&mut self, at: usize, held: Option<&Held>) -> Place {
        while self.turns.get(self.next).is_some_and(|turn| *turn <= at) {
            self.known.clear();
            self.next += 1;
        }
        if let Some((_, place)) = self.known.iter().find(|(other, _)| other.as_ref() == held) {
            return *place;
        }
        let ranked = &self.ranking.ranked[at];
        let place = self.family.place(ranked.rank, ranked.cumulative, &sides_of(held));
        self.known.push((held.copied(), place));
        place
    }
}
