//! Applies the screens to a whole universe: eligible and ineligible companies, and a waterfall
//! whose steps sum to the universe.

use rayon::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use smallvec::SmallVec;
use strum::IntoEnumIterator;

use super::Inputs;
use super::matching::Matched;
use crate::methodology::company_cap::{company_cap, pricing_vehicle_order};
use crate::methodology::eligibility::{Context, Dropped, Subject, judge_company, judge_line};
use crate::methodology::{Parameters, Screen};
use crate::universe::{Exchange, Security, SecurityType, Universe};

/// An eligible company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eligible {
    /// Index of the company in [`Universe::companies`].
    pub company: usize,
    /// Its main line: the eligible line that ranks first as the pricing vehicle.
    pub line: usize,
    /// Its other eligible lines.
    pub extra_lines: Vec<usize>,
    /// Company cap, USD; `None` for a member whose cap is unknown, which keeps its segment.
    pub market_cap: Option<Decimal>,
}

/// A company without an eligible line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ineligible {
    /// Index of the company in [`Universe::companies`].
    pub company: usize,
    /// The line that passed the most screens.
    pub line: usize,
    /// The screen that dropped it.
    pub screen: Screen,
    /// Company cap, USD, whichever screen dropped it: index funds that hold it sell in proportion
    /// to it. `None` if unknown.
    pub market_cap: Option<Decimal>,
}

/// One step of the waterfall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct WaterfallStep {
    /// The screen.
    pub screen: Screen,
    /// Number of lines that it dropped.
    pub dropped: usize,
}

/// The number of lines dropped by each screen; drops and eligible lines sum to the universe.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, schemars::JsonSchema)]
pub struct Waterfall {
    /// Number of lines in the universe.
    pub lines: usize,
    /// Number of companies in the universe.
    pub companies: usize,
    /// Drops by screen, in order.
    pub steps: Vec<WaterfallStep>,
    /// Number of lines that pass all screens.
    pub eligible_lines: usize,
    /// Number of companies with at least one eligible line.
    pub eligible_companies: usize,
    /// Number of lines that passed a screen only because the value it tests is unknown, by screen.
    #[serde(skip)]
    pub unknown: Vec<(Screen, usize)>,
}

/// A screened universe.
#[derive(Debug, Clone, Default)]
pub struct Screened {
    /// The eligible companies, in the order of the universe.
    pub eligible: Vec<Eligible>,
    /// The ineligible companies, in the order of the universe.
    pub ineligible: Vec<Ineligible>,
    /// For each line, why it was dropped; `None` for eligible lines.
    pub drops: Vec<Option<Dropped>>,
    /// The drops by screen.
    pub waterfall: Waterfall,
}

/// Indices of a company's lines; nearly always a single one.
type Places = SmallVec<[usize; 2]>;

/// Number of companies screened before their results are stored: the intermediate result of each is
/// large.
const BATCH: usize = 32_768;

/// The outcome of the screens for one company.
pub(super) struct Judged {
    /// In the order of the company's lines.
    drops: SmallVec<[Option<Dropped>; 1]>,
    unknown: SmallVec<[Screen; 4]>,
    pub(super) outcome: Result<Eligible, Ineligible>,
}

/// Applies all screens.
pub(super) fn screen(inputs: &Inputs<'_>, matched: &Matched) -> Screened {
    let universe = inputs.universe;
    let mut screened =
        Screened { drops: vec![None; universe.securities.len()], ..Screened::default() };
    let mut unknown = [0; 16];
    for (part, companies) in universe.companies.chunks(BATCH).enumerate() {
        // One slot per company keeps the results in the order of the universe, whichever thread
        // does the work.
        let first = part * BATCH;
        let judged: Vec<Judged> = (first..first + companies.len())
            .into_par_iter()
            .with_min_len(512)
            .map(|company| judge(company, inputs, matched))
            .collect();
        for (company, judged) in companies.iter().zip(judged) {
            for screen in judged.unknown {
                unknown[screen as usize] += 1;
            }
            for (&line, drop) in company.lines.iter().zip(judged.drops) {
                screened.drops[line] = drop;
            }
            match judged.outcome {
                Ok(eligible) => screened.eligible.push(eligible),
                Err(ineligible) => screened.ineligible.push(ineligible),
            }
        }
    }
    let mut dropped = [0; 16];
    for drop in screened.drops.iter().flatten() {
        dropped[drop.screen as usize] += 1;
    }
    screened.waterfall = Waterfall {
        lines: universe.securities.len(),
        companies: universe.companies.len(),
        steps: Screen::iter()
            .map(|screen| WaterfallStep { screen, dropped: dropped[screen as usize] })
            .collect(),
        eligible_lines: screened.drops.iter().filter(|drop| drop.is_none()).count(),
        eligible_companies: screened.eligible.len(),
        unknown: Screen::iter()
            .map(|screen| (screen, unknown[screen as usize]))
            .filter(|(_, count)| *count > 0)
            .collect(),
    };
    screened
}

/// Applies the screens of a reconstitution with the minimum price and the minimum cap lifted, since
/// both move with the market: the companies that pass may become members once they have grown.
pub fn screen_but_for_size(inputs: &Inputs<'_>, matched: &Matched) -> Screened {
    let mut parameters = inputs.parameters.clone();
    let rules = &mut parameters.eligibility;
    (rules.min_price, rules.min_member_mean_close) = (Decimal::ZERO, Decimal::ZERO);
    rules.min_market_cap = Decimal::ZERO;
    screen(&Inputs { parameters: &parameters, ..*inputs }, matched)
}

/// Applies the screens to one company.
pub(super) fn judge(company: usize, inputs: &Inputs<'_>, matched: &Matched) -> Judged {
    let universe = inputs.universe;
    let lines = &universe.companies[company].lines;
    let member = matched.member_of_company[company].is_some();
    let mut unknown = SmallVec::new();
    let mut drops: SmallVec<[Option<Dropped>; 1]> = lines
        .iter()
        .map(|&line| {
            let context = context(inputs, member, matched.member_of_line[line].is_some());
            let verdict = judge_line(&universe.securities[line], &context);
            if verdict.drop.is_none() {
                unknown.extend(verdict.unknown);
            }
            verdict.drop
        })
        .collect();
    let passing: Places = lines
        .iter()
        .zip(&drops)
        .filter(|(_, drop)| drop.is_none())
        .map(|(&line, _)| line)
        .collect();
    let mut order = vehicle_order(&passing, universe, inputs.parameters, member);
    // A member's line without a price represents its company only if no line with a price does.
    order.sort_by_key(|&line| universe.securities[line].price().is_none());
    let Some(&line) = order.first() else {
        let (line, screen) = furthest(lines, &drops);
        if member && lines.iter().all(|&line| matched.member_of_line[line].is_none()) {
            let outcome = judge_by_absent_line(company, line, inputs);
            return Judged { drops, unknown: SmallVec::new(), outcome };
        }
        let market_cap = cap_of(line, lines, inputs, member);
        let outcome = Err(Ineligible { company, line, screen, market_cap });
        return Judged { drops, unknown: SmallVec::new(), outcome };
    };
    let market_cap = cap_of(line, lines, inputs, member);
    let context = context(inputs, member, matched.member_of_line[line].is_some());
    let securities = &universe.securities;
    let subject = Subject::company(market_cap, &securities[line], securities, lines);
    let verdict = judge_company(&subject, &context);
    // A live member whose cap is missing from the file is not taken to have become small (choice).
    let kept_unranked = member && market_cap.is_none();
    let outcome = match verdict.drop {
        None => {
            unknown.extend(verdict.unknown);
            Ok(Eligible { company, line, extra_lines: order[1..].to_vec(), market_cap })
        }
        Some(_) if kept_unranked => {
            Ok(Eligible { company, line, extra_lines: order[1..].to_vec(), market_cap })
        }
        Some(drop) => {
            let screen = drop.screen;
            drops.iter_mut().filter(|d| d.is_none()).for_each(|d| *d = Some(drop.clone()));
            unknown.clear();
            Err(Ineligible { company, line, screen, market_cap })
        }
    };
    Judged { drops, unknown, outcome }
}

/// Screens a member company whose held line is missing from the universe, although other lines of
/// the company are present: their attributes say nothing about the held line. The held line is
/// treated as one without a price or cap. The company cap is taken from a class that may price it;
/// if there is none, the company is kept. `line` represents the company in the results.
fn judge_by_absent_line(
    company: usize,
    line: usize,
    inputs: &Inputs<'_>,
) -> Result<Eligible, Ineligible> {
    let (universe, parameters) = (inputs.universe, inputs.parameters);
    let lines = &universe.companies[company].lines;
    let absent = Security::new("", Exchange::UsListed);
    let order = pricing_order(lines, universe, parameters, true);
    let vehicle = order.first().map_or(&absent, |&line| &universe.securities[line]);
    let market_cap = company_cap(vehicle, lines.iter().map(|&line| &universe.securities[line]));
    let subject = Subject::company(market_cap, &absent, &universe.securities, lines);
    let verdict = judge_company(&subject, &context(inputs, true, true));
    match verdict.drop.filter(|drop| drop.screen == Screen::Size && market_cap.is_some()) {
        Some(drop) => Err(Ineligible { company, line, screen: drop.screen, market_cap }),
        None => Ok(Eligible { company, line, extra_lines: Vec::new(), market_cap }),
    }
}

/// The context in which a line is screened: whether its company is a member, and whether the line
/// itself is.
pub fn context<'a>(inputs: &Inputs<'a>, member: bool, member_line: bool) -> Context<'a> {
    Context {
        parameters: inputs.parameters,
        rank_day: inputs.event.rank_day,
        votes_reviewed: inputs.parameters.updates(inputs.event.season).votes_reviewed,
        member,
        member_line,
    }
}

/// Lines sorted by how well they qualify as the pricing vehicle, the best first.
fn vehicle_order(
    lines: &[usize],
    universe: &Universe,
    parameters: &Parameters,
    member: bool,
) -> Places {
    if lines.len() <= 1 {
        return lines.into();
    }
    let classes: Vec<&Security> = lines.iter().map(|&l| &universe.securities[l]).collect();
    let order = pricing_vehicle_order(&classes, member, &parameters.pricing_vehicle);
    order.into_iter().map(|at| lines[at]).collect()
}

/// The classes that may price a company, the pricing vehicle first: all its listed common classes
/// that have a price, whether or not they are eligible.
pub fn pricing_order(
    lines: &[usize],
    universe: &Universe,
    parameters: &Parameters,
    member: bool,
) -> SmallVec<[usize; 2]> {
    let listed: Places = lines
        .iter()
        .copied()
        .filter(|&l| {
            let s = &universe.securities[l];
            s.security_type == SecurityType::Common
                && s.price().is_some()
                && parameters.eligibility.exchanges.contains(&s.exchange)
        })
        .collect();
    vehicle_order(&listed, universe, parameters, member)
}

/// The line whose close prices the company represented by `standing`: its pricing vehicle. If the
/// screens drop every class that could be one, it is the best of the common classes with a price,
/// or failing that `standing` itself.
pub fn pricing_line(standing: usize, lines: &[usize], inputs: &Inputs<'_>, member: bool) -> usize {
    let (universe, parameters) = (inputs.universe, inputs.parameters);
    let securities = &universe.securities;
    if lines.len() == 1 {
        return standing;
    }
    if let Some(&vehicle) = pricing_order(lines, universe, parameters, member).first() {
        return vehicle;
    }
    let is_priced = |l: &usize| {
        securities[*l].security_type == SecurityType::Common && securities[*l].price().is_some()
    };
    let listed = parameters.eligibility.exchanges.contains(&securities[standing].exchange);
    let priced: Places = lines.iter().copied().filter(|l| !listed && is_priced(l)).collect();
    vehicle_order(&priced, universe, parameters, member).first().copied().unwrap_or(standing)
}

/// The company cap, USD, with `line` as the line that represents it.
fn cap_of(line: usize, lines: &[usize], inputs: &Inputs<'_>, member: bool) -> Option<Decimal> {
    let vehicle = pricing_line(line, lines, inputs, member);
    let all = lines.iter().map(|&l| &inputs.universe.securities[l]);
    company_cap(&inputs.universe.securities[vehicle], all)
}

/// The line that passed the most screens, and the screen that dropped it; ties go to the first
/// ticker.
fn furthest(lines: &[usize], drops: &[Option<Dropped>]) -> (usize, Screen) {
    let mut best = (lines[0], Screen::ShareType);
    for (&line, drop) in lines.iter().zip(drops) {
        if let Some(drop) = drop
            && (drop.screen > best.1 || line == best.0)
        {
            best = (line, drop.screen);
        }
    }
    best
}
