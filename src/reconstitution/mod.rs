//! One event applied to one universe: a decision with its reason for every company.
//!
//! Applies the rules of [`crate::methodology`] in order: screen, rank, apply breakpoints and bands,
//! assign segments, decide. Members are matched to lines before ([`match_members`]). Weights and measures are left to
//! [`crate::analysis`].

pub mod between;
mod decision;
mod matching;
mod outlook;
mod screening;
mod standing;
mod what_if;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;

pub use decision::{Action, Decision, Reason};
pub use matching::{Held, HeldIndexes, Matched, held_indexes, match_members};
pub use outlook::{ByCap, Facts, Memory, Outlook, Prospect, outlook};
pub use screening::{
    Eligible, Ineligible, Screened, Waterfall, WaterfallStep, context, pricing_line, pricing_order,
    screen_but_for_size,
};
pub use standing::{PreviousStanding, Standing};
pub use what_if::{Outcome, WhatIf, Workspace, move_prices};

use crate::calendar::{self, CalendarError, Season};
use crate::methodology::banding::BreakLevel;
use crate::methodology::family::{EdgeDistance, Family, HeldSides, Place};
use crate::methodology::ranking::{CapsTooLarge, Entry, Ranked, Ranking};
use crate::methodology::reserved::Reserved;
use crate::methodology::share_classes::extra_class_joins;
use crate::methodology::{Breaks, Parameters, Screen};
use crate::remark::{MemberNote, Remark};
use crate::universe::{Index, Indexes, Segment, Universe};

/// The days of one reconstitution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Event {
    /// June or December.
    pub season: Season,
    /// Name in reports, such as `june-2026`.
    pub name: String,
    /// The day whose close decides memberships.
    pub rank_day: NaiveDate,
    /// The day after whose close memberships and weights change.
    pub implementation: NaiveDate,
    /// The session at whose open the changes are in effect.
    pub effective: NaiveDate,
    /// The previous rank day; lines listed after it are new.
    pub previous_rank_day: Option<NaiveDate>,
}

impl Event {
    /// The reconstitution of a season, on the days given by the calendar.
    ///
    /// # Errors
    /// As [`calendar::YearSchedule::require`], and for years that the calendar does not cover.
    pub fn scheduled(season: Season, year: i32) -> Result<Self, CalendarError> {
        let schedule = calendar::schedule(year)?;
        let event = schedule.require(season)?;
        Ok(Self {
            season,
            name: format!("{season}-{year}").to_lowercase(),
            rank_day: event.rank_day,
            implementation: event.implementation,
            effective: event.effective_open,
            previous_rank_day: calendar::previous_rank_day(event.rank_day).map(|(day, _)| day),
        })
    }
}

/// The inputs of a reconstitution, apart from the members held before it.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The event.
    pub event: &'a Event,
    /// All lines at the close of rank day.
    pub universe: &'a Universe,
    /// For each line, the standing of its company on the previous rank day, `None` if it was absent
    /// then; `None` altogether if that day is unknown.
    pub previous: Option<&'a [Option<Standing>]>,
    /// The rule book.
    pub parameters: &'a Parameters,
}

impl<'a> Inputs<'a> {
    /// Inputs without earlier standings.
    pub fn new(event: &'a Event, universe: &'a Universe, parameters: &'a Parameters) -> Self {
        Self { event, universe, previous: None, parameters }
    }
}

/// The place of a company in the cumulative cap of the Russell 3000E.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cumulative {
    /// Percentile, 0 to 100, rounded to six places.
    pub percentile: Decimal,
    /// Distance to the edges of the band at #1,000, points of the percentile; `None` if too few
    /// companies are ranked for a band.
    pub edges: Option<EdgeDistance>,
}

/// The result for one company of the universe.
#[derive(Debug, Clone, PartialEq)]
pub struct CompanyResult {
    /// The line that represents it: its pricing vehicle, or the line that passed the most screens.
    pub line: usize,
    /// Company cap, USD, eligible or not; `None` where unknown.
    pub market_cap: Option<Decimal>,
    /// Rank by cap among eligible companies, from 1; `None` if not ranked.
    pub rank: Option<usize>,
    /// Segment before the event.
    pub from: Segment,
    /// Segment after the event.
    pub to: Segment,
    /// Indexes after the event.
    pub indexes: Indexes,
    /// The decision.
    pub decision: Decision,
    /// The reason for the decision.
    pub reason: Reason,
}

impl CompanyResult {
    /// Its action in the list of changes; `None` if its segment does not change.
    pub fn action(&self) -> Option<Action> {
        Action::between(self.from, self.to)
    }
}

/// A company placed anew for a corporate action between rank day and lock-down (RB 6.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedAnew {
    /// The segment that rank day had put it in.
    pub was: Segment,
    /// Its cap at the close by which it was placed, shares issued since rank day included, USD.
    pub market_cap: Decimal,
    /// That cap moved back to rank day by the return of the Russell 3000E since, USD: this is
    /// compared with the breaks of rank day.
    pub of_rank_day: Decimal,
}

/// The result of a reconstitution.
#[derive(Debug, Clone)]
pub struct Reconstitution {
    /// One result per company, in the order of [`Universe::companies`].
    pub companies: Vec<CompanyResult>,
    /// The eligible companies, and why each ineligible line was dropped.
    pub screened: Screened,
    /// Members matched to lines, and the members that have left.
    pub matched: Matched,
    /// For each line of the universe, its indexes after the event.
    pub indexes_after: Vec<Indexes>,
    /// Eligible companies by cap.
    pub ranking: Ranking,
    /// Breakpoints and bands.
    pub levels: Vec<BreakLevel>,
    /// Shares issued since rank day, by line; empty until [`between::apply`] adds them.
    pub issued: BTreeMap<usize, Decimal>,
    /// Companies placed anew since rank day; empty until [`between::apply`] adds them.
    pub placed_anew: BTreeMap<usize, PlacedAnew>,
    /// Oddities and assumptions, for the report.
    pub remarks: Vec<Remark>,
}

impl Reconstitution {
    /// The place of a company in the cumulative cap of the Russell 3000E; `None` below its last rank.
    pub fn cumulative(&self, company: &CompanyResult) -> Option<Cumulative> {
        let ranked = self.ranking.within_base(company.rank?)?;
        let percentile = self.ranking.percentile(ranked.cumulative);
        let r1000 = self.levels.iter().find(|level| level.name == "r1000");
        let edges = r1000.and_then(|level| {
            let (upper, lower) = (level.upper_percentile?, level.lower_percentile?);
            Some(EdgeDistance { to_upper: percentile - upper, to_lower: lower - percentile })
        });
        Some(Cumulative { percentile, edges })
    }
}

/// Applies an event to a universe and the members held before it ([`match_members`]).
///
/// # Errors
/// Caps are too large to be compared exactly.
pub fn reconstitute(inputs: &Inputs<'_>, matched: Matched) -> Result<Reconstitution, CapsTooLarge> {
    let parameters = inputs.parameters;
    let screened = screening::screen(inputs, &matched);
    let (entries, reserved) = entries(inputs, &screened, &matched);
    let places = places_remark(&entries, &reserved);
    let ranking = Ranking::with_places(&entries, &reserved, parameters.breaks.r3000e.rank)?;
    let levels = parameters
        .breaks
        .named()
        .map(|(name, rule)| BreakLevel::new(name, &ranking, rule))
        .to_vec();
    let family = Family::new(&ranking, parameters);
    let mut companies = decision::unranked(inputs, &screened, &matched);
    let knows_microcap = matched.knows_microcap();
    for ranked in &ranking.ranked {
        let result = &mut companies[ranked.company];
        let sides = held_sides(&matched, ranked.company);
        let place = family.place(ranked.rank, ranked.cumulative, &sides);
        set_place(result, ranked, &place);
        decision::decide_ranked(result, &place, inputs, knows_microcap);
    }
    let indexes_after = member_lines(inputs, &screened, &matched, &companies);
    let mut remarks = remarks(&matched, &screened);
    remarks.extend(places);
    remarks.extend(kept_without_place(&companies));
    Ok(Reconstitution {
        companies,
        screened,
        matched,
        indexes_after,
        ranking,
        levels,
        issued: BTreeMap::new(),
        placed_anew: BTreeMap::new(),
        remarks,
    })
}

/// A remark on members outside the Russell 1000 that are kept although they cannot be ranked.
/// (Russell 1000 members take places.)
fn kept_without_place(companies: &[CompanyResult]) -> Option<Remark> {
    let is_kept = |company: &&CompanyResult| {
        company.reason == Reason::KeptUnranked && company.from != Segment::R1000
    };
    let count = companies.iter().filter(is_kept).count();
    let members = companies.iter().filter(|company| company.from != Segment::None).count();
    (count > 0).then(|| Remark::from(MemberNote::KeptWithoutPlace { count }).on(count, members))
}

/// A remark on the number of members whose part of the Russell 3000 is unknown.
fn segments_unknown(held: &[Held]) -> Option<Remark> {
    let (count, of) = (held.iter().filter(|h| h.segment == Segment::R3000).count(), held.len());
    (count > 0).then(|| Remark::from(MemberNote::SegmentsUnknown { count, of }).on(count, of))
}

/// Records the rank, segment and indexes of a ranked company.
fn set_place(result: &mut CompanyResult, ranked: &Ranked, place: &Place) {
    result.rank = Some(ranked.rank);
    result.market_cap = Some(ranked.cap);
    result.to = place.segment;
    result.indexes = place.indexes;
}

/// Everything that takes a place in the ranking: eligible companies; fractions of places for
/// companies that are excluded on evidence but may be eligible after all; and whole places for Russell 1000
/// members that cannot be ranked.
fn entries<'a>(
    inputs: &Inputs<'a>,
    screened: &Screened,
    matched: &Matched,
) -> (Vec<Entry<'a>>, Reserved) {
    let eligible = screened.eligible.par_iter().filter_map(|e| eligible_entry(inputs, e));
    let in_doubt = screened.ineligible.par_iter().filter_map(|e| entry_in_doubt(inputs, e));
    (eligible.chain(in_doubt).collect(), reserved(&inputs.parameters.breaks, screened, matched))
}

/// The places of Russell 1000 members that are still listed and have no line or no cap.
pub(crate) fn reserved(breaks: &Breaks, screened: &Screened, matched: &Matched) -> Reserved {
    let without_cap = screened.eligible.iter().filter(|e| e.market_cap.is_none());
    let without_cap = without_cap.filter_map(|e| matched.held_company(e.company));
    let all = matched.missing_members().chain(without_cap);
    all.filter_map(|held| held.rank_within(breaks)).collect()
}

/// The ranking entry of an eligible company; `None` if its cap is unknown.
fn eligible_entry<'a>(inputs: &Inputs<'a>, e: &Eligible) -> Option<Entry<'a>> {
    Some(entry(inputs, e.company, e.line, e.market_cap?, 100))
}

/// The ranking entry of a company excluded on evidence that still takes a fraction of a place;
/// `None` if it takes none.
fn entry_in_doubt<'a>(inputs: &Inputs<'a>, e: &Ineligible) -> Option<Entry<'a>> {
    if e.screen != Screen::Stated {
        return None;
    }
    let place_pct = inputs.universe.securities[e.line].reserve_pct;
    let cap = e.market_cap.filter(|_| place_pct > 0)?;
    Some(entry(inputs, e.company, e.line, cap, place_pct))
}

fn entry<'a>(
    inputs: &Inputs<'a>,
    company: usize,
    line: usize,
    cap: Decimal,
    place_pct: u8,
) -> Entry<'a> {
    let security = &inputs.universe.securities[line];
    let precedence = inputs.parameters.tie_break.precedence(security);
    Entry { company, cap, precedence, ticker: security.symbol(), place_pct }
}

/// A remark on places taken by companies without a rank; `None` if there are none.
fn places_remark(entries: &[Entry<'_>], reserved: &Reserved) -> Option<Remark> {
    let whole = reserved.count();
    let in_doubt = entries.iter().filter(|e| e.place_pct < 100);
    let hundredths: usize = in_doubt.map(|e| usize::from(e.place_pct)).sum();
    (whole + hundredths > 0).then(|| {
        let in_parts = Decimal::new(i64::try_from(hundredths).unwrap_or(i64::MAX), 2).normalize();
        let places = whole + hundredths.div_ceil(100);
        Remark::from(MemberNote::PlacesWithoutRank { whole, in_parts }).on(places, entries.len())
    })
}

/// On which side of each breakpoint a company was held; bands apply only to members of the Russell
/// 3000.
pub fn held_sides(matched: &Matched, company: usize) -> HeldSides {
    sides_of(matched.held_company(company))
}

fn sides_of(held: Option<&Held>) -> HeldSides {
    let Some(held) = held else { return HeldSides::default() };
    let side = |index| held.indexes.is_in(index);
    match held.segment {
        Segment::R1000 => HeldSides {
            top200: side(Index::Top200),
            top500: side(Index::Top500),
            r1000: Some(true),
            above_microcap: Some(true),
        },
        Segment::R2000 => HeldSides {
            top200: Some(false),
            top500: Some(false),
            r1000: Some(false),
            above_microcap: side(Index::Microcap).map(|inside| !inside),
        },
        Segment::R3000 => HeldSides {
            above_microcap: side(Index::Microcap).map(|inside| !inside),
            ..HeldSides::default()
        },
        Segment::Micro | Segment::None => HeldSides::default(),
    }
}

/// The indexes of each line: those of the pricing vehicle of a member company, and those of its
/// extra classes that qualify. If a company is held through another class, its pricing vehicle must
/// qualify like any new class.
fn member_lines(
    inputs: &Inputs<'_>,
    screened: &Screened,
    matched: &Matched,
    companies: &[CompanyResult],
) -> Vec<Indexes> {
    let mut indexes = vec![Indexes::default(); inputs.universe.securities.len()];
    for eligible in &screened.eligible {
        let company = &companies[eligible.company];
        let is_member = |line: usize| matched.member_of_line[line].is_some();
        let joins = |line: usize| {
            let class = &inputs.universe.securities[line];
            extra_class_joins(class, is_member(line), &inputs.parameters.share_classes).is_ok()
        };
        let others = eligible.extra_lines.iter().copied().filter(|&line| joins(line));
        let held_by_another = !is_member(eligible.line) && others.clone().any(is_member);
        if !held_by_another || joins(eligible.line) {
            indexes[eligible.line] = company.indexes;
        }
        others.for_each(|line| indexes[line] = company.indexes);
    }
    indexes
}

/// Remarks on the members and on values unknown to the screens.
fn remarks(matched: &Matched, screened: &Screened) -> Vec<Remark> {
    let members = &matched.held;
    let mut remarks: Vec<Remark> = Vec::new();
    remarks.extend(segments_unknown(members));
    if !matched.disputed.is_empty() {
        let (symbols, count) = (matched.disputed.clone(), matched.disputed.len());
        let remark = Remark::from(MemberNote::MembersDisputed { symbols });
        remarks.push(remark.on(count, members.len()));
    }
    if members.is_empty() {
        remarks.push(Remark::from(MemberNote::NoMembership).on_everything());
    } else {
        let unknown = |index, segment| {
            members
                .iter()
                .filter(|m| m.segment == segment && m.indexes.is_in(index).is_none())
                .count()
        };
        let (tops, micro) =
            (unknown(Index::Top500, Segment::R1000), unknown(Index::Microcap, Segment::R2000));
        if tops > 0 {
            remarks.push(
                Remark::from(MemberNote::TopsUnknown { count: tops }).on(tops, members.len()),
            );
        }
        if !matched.states_microcap {
            remarks.push(MemberNote::MicrocapUnknown.into());
        }
        if micro > 0 {
            let remark = Remark::from(MemberNote::MicrocapPartsUnknown { count: micro });
            remarks.push(remark.on(micro, members.len()));
        }
    }
    let of = screened.waterfall.lines;
    remarks.extend(screened.waterfall.unknown.iter().map(|&(screen, lines)| {
        let screen = screen.to_string();
        Remark::from(MemberNote::ScreenUnknown { screen, lines }).on(lines, of)
    }));
    remarks
}
