//! How a reconstitution decides on one company, step by step, as facts: its lines, screens, cap,
//! rank, breaks and decision, and what would have changed the decision.
//!
//! What-ifs are found by running the decision again, never by approximation.

mod breaks;
mod cap;
mod lines;
mod otherwise;
mod price;
mod screens;
mod subject;

use rust_decimal::Decimal;

pub use breaks::{BreakFacts, Distance};
pub use cap::{Cap, Counted, Formula};
pub use lines::{LineFacts, Part};
pub use otherwise::{Eligible, IfHeld};
pub use price::{PriceRange, Prices, Stretch, Tick, Turn};
pub use screens::{Finding, Standing};
pub use subject::{Subject, find};

use crate::analysis::confidence::Sure;
use crate::methodology::company_cap::VehicleReason;
use crate::methodology::ranking::CapsTooLarge;
use crate::reconstitution::between::{Between, Left};
use crate::reconstitution::{
    HeldIndexes, Inputs, Outcome, PlacedAnew, Reason, Reconstitution, WhatIf, held_indexes,
    pricing_order,
};
use crate::universe::{Index, Member, Membership, SecurityType, Segment, SymbolChanges, SymbolKey};

/// A member held before the event that has no line on rank day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentFacts {
    /// The member, as given in the membership.
    pub member: Member,
    /// The indexes that held it.
    pub held: HeldIndexes,
    /// The outcome: gone, kept although the file lacks it, or not matched.
    pub reason: Reason,
}

/// A company of the universe.
#[derive(Debug, Clone, PartialEq)]
pub struct CompanyFacts {
    /// Ticker of the line that represents it.
    pub symbol: String,
    /// Name of that line.
    pub name: String,
    /// The issuer that groups its lines.
    pub issuer: String,
    /// Its lines, in the order of their symbols.
    pub lines: Vec<LineFacts>,
    /// The line whose price counts for all classes, among `lines`, and why.
    pub vehicle: Option<(usize, VehicleReason)>,
    /// True if it is known where the company was held. False without any members held before, and
    /// for a company missing from a members' list that covers only a part of the Russell 3000.
    pub knows_members: bool,
    /// The member it was matched to, which says where it was held; `None` if it is not a member.
    pub member: Option<(Member, HeldIndexes)>,
    /// Former members that have left and whose ticker one of its lines has now.
    pub namesakes: Vec<Member>,
    /// Its cap.
    pub cap: Cap,
    /// The company's own screens: size, votes, stated.
    pub screens: Vec<Finding>,
    /// Rank among the eligible, from 1.
    pub rank: Option<usize>,
    /// Cumulative-cap percentile.
    pub percentile: Option<Decimal>,
    /// How many companies are ranked.
    pub ranked: usize,
    /// The last rank of all: the number of ranked companies, plus the places taken without a rank.
    pub last_rank: usize,
    /// True if companies in doubt take parts of places, and so count in part in the percentiles.
    pub has_parts: bool,
    /// Segment held before.
    pub from: Segment,
    /// The decision and its reason.
    pub outcome: Outcome,
    /// The finding of the screen that drops the company.
    pub finding: Option<String>,
    /// What happened to it between rank day and implementation, if that decides.
    pub since: Option<Since>,
    /// The class that was asked for, as a place in `lines`, if another line represents the company.
    /// With it, how the class left since rank day, if it left and the company did not.
    pub class_asked: Option<(usize, Option<Left>)>,
    /// The breaks that concern it, those of the largest companies first; empty without a rank.
    pub breaks: Vec<BreakFacts>,
    /// What would be decided at every other price; `None` if the cap does not depend on a price.
    pub prices: Option<Prices>,
    /// What would have been decided, had it been held elsewhere.
    pub if_held: Vec<IfHeld>,
    /// What would have been decided, had it passed the screens that no price changes.
    pub if_eligible: Option<Eligible>,
    /// How sure the decision is; `None` if an event since rank day decides.
    pub sure: Option<Sure>,
}

/// An event since rank day that decides on a company instead of its rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// It left the market.
    Left(Left),
    /// It was placed anew.
    PlacedAnew(PlacedAnew),
    /// It was split off from a member.
    SplitOff,
}

impl CompanyFacts {
    /// Adds what happened to a company of the universe since rank day. If that decides, no other
    /// price of rank day would have changed the decision.
    pub fn know(&mut self, company: usize, between: &Between, result: &Reconstitution) {
        let left = between.departure_of(company).cloned().map(Since::Left);
        let anew = || result.placed_anew.get(&company).copied().map(Since::PlacedAnew);
        let split = || (self.outcome.reason == Reason::SplitOff).then_some(Since::SplitOff);
        self.since = left.or_else(anew).or_else(split);
        if self.since.is_some() {
            (self.prices, self.if_eligible) = (None, None);
            self.if_held.clear();
        }
    }
}

/// Everything about the company or member that a ticker refers to.
#[derive(Debug, Clone, PartialEq)]
pub enum Explanation {
    /// A company with lines in the universe.
    Company(Box<CompanyFacts>),
    /// A member without one.
    Absent(AbsentFacts),
}

/// A reconstitution to be explained.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The inputs of the reconstitution.
    pub inputs: &'a Inputs<'a>,
    /// The membership held before the event.
    pub membership: &'a Membership,
    /// Ticker changes by which the members are matched to lines.
    pub symbol_changes: &'a SymbolChanges,
    /// The result of the reconstitution.
    pub result: &'a Reconstitution,
}

/// Explains what a reconstitution decided on a company or a member.
///
/// # Errors
/// If caps at another price are too large to be compared exactly.
pub fn explain(case: &Case<'_>, subject: Subject) -> Result<Explanation, CapsTooLarge> {
    let inputs = case.inputs;
    match subject {
        Subject::Absent(member, reason) => {
            let member = case.membership.members[member].clone();
            let held = held_indexes(&member);
            Ok(Explanation::Absent(AbsentFacts { member, held, reason }))
        }
        Subject::Line(line) => {
            let company = inputs.universe.companies.iter().position(|c| c.lines.contains(&line));
            let company = company.unwrap_or_else(|| unreachable!("every line has a company"));
            company_facts(case, company).map(|facts| Explanation::Company(Box::new(facts)))
        }
    }
}

fn company_facts(case: &Case<'_>, company: usize) -> Result<CompanyFacts, CapsTooLarge> {
    let Case { inputs, result, .. } = *case;
    let decided = &result.companies[company];
    let lines = &inputs.universe.companies[company].lines;
    let member = result.matched.member_of_company[company];
    let security = &inputs.universe.securities[decided.line];
    let (cap, priced_by) = cap::cap(inputs, lines, decided.line, member.is_some());
    let finding = match (decided.reason, &result.screened.drops[decided.line]) {
        (Reason::Ineligible(_), Some(drop)) => Some(drop.failure.to_string()),
        _ => None,
    };
    let order = pricing_order(lines, inputs.universe, inputs.parameters, member.is_some());
    let vehicle = order.first().and_then(|vehicle| {
        let classes: Vec<_> = order.iter().map(|&l| &inputs.universe.securities[l]).collect();
        let place = lines.iter().position(|line| line == vehicle)?;
        Some((place, lines::vehicle_reason(inputs, &classes, member.is_some())))
    });
    Ok(CompanyFacts {
        symbol: security.symbol().to_owned(),
        name: security.name().to_owned(),
        issuer: security.issuer().to_owned(),
        lines: lines::lines(case, company),
        vehicle,
        knows_members: match case.membership {
            given if given.members.is_empty() => false,
            given => member.is_some() || !given.not_given.contains(Index::R3000),
        },
        member: member.map(|at| {
            let member = &case.membership.members[at];
            (member.clone(), held_indexes(member))
        }),
        namesakes: namesakes(case, lines),
        screens: screens::of_company(inputs, cap.usd, (company, decided.line), member.is_some()),
        rank: decided.rank,
        percentile: result.cumulative(decided).map(|place| place.percentile),
        ranked: result.ranking.ranked.len(),
        last_rank: result.ranking.ranked.last().map_or(0, |last| last.rank),
        has_parts: inputs.universe.securities.iter().any(|line| line.reserve_pct > 0),
        from: decided.from,
        outcome: decided.into(),
        finding,
        since: None,
        class_asked: None,
        breaks: breaks::breaks(inputs, result, company),
        prices: prices(inputs, result, company, priced_by, &cap)?,
        if_held: otherwise::if_held(case, company)?,
        if_eligible: otherwise::if_eligible(case, company)?,
        sure: None,
        cap,
    })
}

/// Members that are gone and whose ticker one of these lines has now.
fn namesakes(case: &Case<'_>, lines: &[usize]) -> Vec<Member> {
    let Case { inputs, membership, symbol_changes: changes, result } = *case;
    let key = |line: &usize| changes.key(inputs.universe.securities[*line].symbol());
    let keys: Vec<SymbolKey> = lines.iter().map(key).collect();
    let gone = result.matched.gone.iter().map(|&member| &membership.members[member]);
    gone.filter(|member| keys.contains(&changes.key(&member.symbol))).cloned().collect()
}

/// What would be decided at other prices of the line that prices a company.
fn prices(
    inputs: &Inputs<'_>,
    result: &Reconstitution,
    company: usize,
    line: usize,
    cap: &Cap,
) -> Result<Option<Prices>, CapsTooLarge> {
    let security = &inputs.universe.securities[line];
    let what_if = WhatIf::new(inputs, result, company, line);
    let Some((what_if, price)) = what_if.zip(security.price()) else { return Ok(None) };
    let lines = &inputs.universe.companies[company].lines;
    let is_class = |l: usize| {
        let other = &inputs.universe.securities[l];
        l != line && other.security_type == SecurityType::Common && other.price().is_some()
    };
    let moves_along =
        matches!(cap.formula, Formula::Stated { .. }) || lines.iter().any(|&l| is_class(l));
    let actual = Outcome::from(&result.companies[company]);
    Prices::new(&what_if, (security.symbol(), price), cap.usd, moves_along, actual)
}
