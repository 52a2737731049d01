//! The screens applied to a whole universe: who is eligible, and a waterfall that adds up.

use rayon::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use smallvec::SmallVec;
use strum::IntoEnumIterator;

use super::Inputs;
use super::matching::Matched;
use crate::methodology::company_cap::{company_cap, pricing_vehicle_order};
use crate::methodology::eligibility::{Context, Drop, Subject, judge_company, judge_line};
use crate::methodology::{Parameters, Screen};
use crate::universe::{Exchange, Security, SecurityType, Universe};

/// An eligible company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eligible {
    /// Its place among the universe's companies.
    pub company: usize,
    /// The line that stands for it: the best of its eligible lines as a pricing vehicle.
    pub line: usize,
    /// Its other eligible lines.
    pub extra_lines: Vec<usize>,
    /// Company cap, USD; `None` for a member whose cap is unknown: it is kept where it is.
    pub market_cap: Option<Decimal>,
}

/// A company that no line of which is eligible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ineligible {
    /// Its place among the universe's companies.
    pub company: usize,
    /// The line that came furthest through the screens.
    pub line: usize,
    /// The screen that dropped it.
    pub screen: Screen,
    /// Company cap, USD, whatever dropped it: who holds it sells that much. `None` where unknown.
    pub market_cap: Option<Decimal>,
}

/// One step of the waterfall.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaterfallStep {
    /// The screen.
    pub screen: Screen,
    /// Lines that it dropped.
    pub dropped: usize,
}

/// How a universe's lines become eligible ones; drops and eligible lines sum to the universe.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Waterfall {
    /// Lines of the universe.
    pub lines: usize,
    /// Companies of the universe.
    pub companies: usize,
    /// Drops by screen, in order.
    pub steps: Vec<WaterfallStep>,
    /// Lines that pass all screens.
    pub eligible_lines: usize,
    /// Companies that have such a line.
    pub eligible_companies: usize,
    /// Lines that passed a screen because what it looks at is unknown.
    #[serde(skip)]
    pub unknown: Vec<(Screen, usize)>,
}

/// A screened universe.
#[derive(Debug, Clone, Default)]
pub struct Screened {
    /// Companies that are eligible, in the order of the universe.
    pub eligible: Vec<Eligible>,
    /// Companies that are not.
    pub ineligible: Vec<Ineligible>,
    /// For each line why it is out; `None` for eligible lines.
    pub drops: Vec<Option<Drop>>,
    /// The summary.
    pub waterfall: Waterfall,
}

/// Lines of a company: one, nearly always.
type Places = SmallVec<[usize; 2]>;

/// Companies that are judged before their results are put where they belong: what is held of a company
/// in between is large.
const AT_A_TIME: usize = 32_768;

/// What the screens say of one company.
pub(super) struct Judged {
    /// In the order of the company's lines.
    drops: SmallVec<[Option<Drop>; 1]>,
    unknown: SmallVec<[Screen; 4]>,
    pub(super) outcome: Result<Eligible, Ineligible>,
}

/// Applies all screens.
pub(super) fn screen(inputs: &Inputs<'_>, matched: &Matched) -> Screened {
    let universe = inputs.universe;
    let mut screened =
        Screened { drops: vec![None; universe.securities.len()], ..Screened::default() };
    let mut unknown = [0; 16];
    for (part, companies) in universe.companies.chunks(AT_A_TIME).enumerate() {
        // Slots by company: the order of the results is that of the universe, whoever does the work.
        let first = part * AT_A_TIME;
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

/// As the screens of a reconstitution, but for the two that move with the market: no price and no cap
/// is too small. Who passes may come in once it has grown.
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
    let mut drops: SmallVec<[Option<Drop>; 1]> = lines
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
    // A member's line without a price stands for its company only where no other does.
    order.sort_by_key(|&line| universe.securities[line].price.is_none());
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
    // A member that lives and whose cap the file does not know has not become small (choice).
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

/// A member company that is held by a line which the universe lacks, though it has others of the company:
/// what those are says nothing of the one that is held. It is judged as one of which a line without price
/// and cap is there: its cap is that of a class that may price it, and unknown it is kept. `line` stands
/// for it.
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

/// What the screens know beside a line: whether its company is a member, and whether it is itself.
pub fn context<'a>(inputs: &Inputs<'a>, member: bool, member_line: bool) -> Context<'a> {
    Context {
        parameters: inputs.parameters,
        rank_day: inputs.event.rank_day,
        votes_reviewed: inputs.parameters.updates(inputs.event.season).votes_reviewed,
        member,
        member_line,
    }
}

/// Lines in the order in which they qualify as the pricing vehicle.
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

/// The classes that may price a company, the pricing vehicle first: all its listed common classes that
/// have a price, be they eligible themselves or not.
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
                && s.price.is_some()
                && parameters.eligibility.exchanges.contains(&s.exchange)
        })
        .collect();
    vehicle_order(&listed, universe, parameters, member)
}

/// The line whose close prices a company for which `standing` stands: its pricing vehicle. Where no
/// class may be one, because screens drop them all, the best of the common classes that have a price;
/// else `standing` itself.
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
        securities[*l].security_type == SecurityType::Common && securities[*l].price.is_some()
    };
    let listed = parameters.eligibility.exchanges.contains(&securities[standing].exchange);
    let priced: Places = lines.iter().copied().filter(|l| !listed && is_priced(l)).collect();
    vehicle_order(&priced, universe, parameters, member).first().copied().unwrap_or(standing)
}

/// The company's cap, USD, where `line` stands for it.
fn cap_of(line: usize, lines: &[usize], inputs: &Inputs<'_>, member: bool) -> Option<Decimal> {
    let vehicle = pricing_line(line, lines, inputs, member);
    let all = lines.iter().map(|&l| &inputs.universe.securities[l]);
    company_cap(&inputs.universe.securities[vehicle], all)
}

/// The line that came furthest through the screens, and the screen that dropped it; of several, the
/// first by ticker.
fn furthest(lines: &[usize], drops: &[Option<Drop>]) -> (usize, Screen) {
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
