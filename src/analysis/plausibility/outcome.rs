//! Doubts about the outcome of ranking: sizes, eligible companies, and the lines that screens drop.

use rust_decimal::Decimal;

use super::{NAMED, Plausibility, rounded, size};
use crate::methodology::{Parameters, Screen};
use crate::reconstitution::{Ineligible, Reconstitution, WaterfallStep};
use crate::remark::{MemberDoubt, OutcomeDoubt, Remark};
use crate::universe::{CountryFacts, Security, SecurityType, Segment, Structure, Universe};

/// All doubts about a ranking of a universe.
pub fn ranking(
    universe: &Universe,
    result: &Reconstitution,
    parameters: &Parameters,
    limits: &Plausibility,
) -> Vec<Remark> {
    let is_small = universe.securities.len() < limits.small_universe;
    let mut remarks: Vec<Remark> = Vec::new();
    remarks.extend(caps(universe, result, parameters, (is_small, limits)));
    if is_small {
        return remarks;
    }
    remarks.extend(members_without_cap(universe, result, limits));
    remarks.extend(large_too_small(universe, result, limits));
    remarks.extend(members_out_by_inference(universe, result, limits));
    remarks.extend(members_out(universe, result, limits));
    remarks.extend(listed_later(universe, result, limits));
    remarks.extend(screens(result, limits));
    remarks.extend(screens_without_drops(universe, result, limits));
    let companies = result.screened.waterfall.eligible_companies;
    if companies < limits.eligible_companies {
        let kind = OutcomeDoubt::FewEligible {
            companies,
            of: universe.companies.len(),
            least: limits.eligible_companies,
        };
        remarks.push(Remark::from(kind).on_everything());
    }
    remarks.extend(breaks(result, limits));
    remarks
}

/// The largest cap, and whether any company is large enough to be eligible.
fn caps(
    universe: &Universe,
    result: &Reconstitution,
    parameters: &Parameters,
    (is_small, limits): (bool, &Plausibility),
) -> Option<Remark> {
    let known = result.companies.iter().filter_map(|c| Some((c.market_cap?, c.line)));
    let companies = known.clone().count();
    if companies == 0 && !is_small {
        let kind = OutcomeDoubt::NoCaps { companies: result.companies.len() };
        return Some(Remark::from(kind).on_everything());
    }
    let (largest, line) = known.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let symbol = universe.securities[line].symbol().to_owned();
    let minimum = parameters.eligibility.min_market_cap;
    if companies > 1 && largest < minimum {
        let largest = largest.normalize();
        let kind = OutcomeDoubt::NoneLargeEnough { companies, symbol, largest, minimum };
        return Some(Remark::from(kind).on_everything());
    }
    let cap = size(largest);
    let is_too_small = !is_small && cap < limits.largest_cap_min;
    (is_too_small || cap > limits.largest_cap_max).then(|| {
        let (least, most) = (rounded(limits.largest_cap_min), rounded(limits.largest_cap_max));
        let largest = largest.normalize();
        let kind = OutcomeDoubt::LargestCap { symbol, largest, least, most };
        Remark::from(kind).on_everything()
    })
}

/// Screens that drop implausibly many lines.
fn screens(result: &Reconstitution, limits: &Plausibility) -> Vec<Remark> {
    let screens = result.screened.waterfall.steps.iter().map(|step| step.screen);
    screens.filter_map(|screen| dropped_many(result, screen, limits)).collect()
}

/// A screen that drops implausibly many lines.
fn dropped_many(result: &Reconstitution, screen: Screen, limits: &Plausibility) -> Option<Remark> {
    let waterfall = &result.screened.waterfall;
    let step = waterfall.steps.iter().find(|step| step.screen == screen)?;
    let (dropped, of) = (step.dropped, waterfall.lines);
    let most_pct = limits.dropped_pct.of(screen);
    (dropped as f64 > most_pct / 100.0 * of as f64).then(|| {
        let columns = screen.definition().drops().columns.to_owned();
        let screen = screen.to_string();
        let kind = OutcomeDoubt::ScreenDrops { screen, columns, dropped, of, most_pct };
        Remark::from(kind).on(dropped, of)
    })
}

/// Screens that drop nothing, although in a whole market each of them drops some lines.
fn screens_without_drops(
    universe: &Universe,
    result: &Reconstitution,
    limits: &Plausibility,
) -> Vec<Remark> {
    if !limits.drops_some {
        return Vec::new();
    }
    // A screen may also drop nothing because the rule book of the scenario lets everything pass,
    // which is not doubtful. Unknown countries have a warning of their own.
    let lines = || universe.securities.iter();
    let is_alike = |screen: Screen| match screen {
        Screen::ShareType => lines().all(|s| s.security_type == SecurityType::Common),
        Screen::Structure => lines().all(|s| s.structure == Structure::Corporation),
        Screen::Country => lines().any(|s| s.country != CountryFacts::default()),
        _ => false,
    };
    let waterfall = &result.screened.waterfall;
    let steps = waterfall.steps.iter().filter(|step| step.dropped == 0 && is_alike(step.screen));
    let remark = |step: &WaterfallStep| {
        let (screen, of) = (step.screen.to_string(), waterfall.lines);
        Remark::from(OutcomeDoubt::ScreenDropsNone { screen, of })
    };
    steps.map(remark).collect()
}

/// True if a column of a line is empty.
type IsEmpty = fn(&Security) -> bool;

/// Members of the Russell 1000 and the 2000 without a known cap. A few may have left since; if
/// there are many, a column is empty.
fn members_without_cap(
    universe: &Universe,
    result: &Reconstitution,
    limits: &Plausibility,
) -> Option<Remark> {
    let members = (0..universe.companies.len()).filter(|company| is_member(result, *company));
    let (with, without): (Vec<usize>, Vec<usize>) =
        members.partition(|company| result.companies[*company].market_cap.is_some());
    let (count, of) = (without.len(), with.len() + without.len());
    if count as f64 <= limits.without_cap_pct / 100.0 * of as f64 {
        return None;
    }
    let line = |company: &usize| &universe.securities[result.companies[*company].line];
    let columns: [(&str, IsEmpty); 3] = [
        ("price", |line| line.price().is_none()),
        ("shares_outstanding", |line| line.shares_outstanding().is_none()),
        ("company_market_cap", |line| line.company_market_cap().is_none()),
    ];
    let empty = |of: &[usize], is_empty: IsEmpty| {
        of.iter().filter(|company| is_empty(line(company))).count()
    };
    // The column that sets these members apart from the others, which may lack shares or the
    // company's cap.
    let part = |of: &[usize], is_empty| empty(of, is_empty) as f64 / of.len().max(1) as f64;
    let telling = columns.map(|(column, is_empty)| {
        (part(&without, is_empty) - part(&with, is_empty), column, empty(&without, is_empty))
    });
    let (_, column, empty) = telling.into_iter().rev().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let first = without.iter().take(NAMED).map(|company| line(company).symbol().to_owned());
    let (column, first) = (column.to_owned(), first.collect());
    let kind = MemberDoubt::MembersWithoutCap { members: count, of, column, empty, first };
    Some(Remark::from(kind).on(count, of))
}

/// True if a company is a member of the Russell 1000 or the 2000.
fn is_member(result: &Reconstitution, company: usize) -> bool {
    let held = result.matched.held_company(company);
    held.is_some_and(|held| [Segment::R1000, Segment::R2000].contains(&held.segment))
}

fn is_large(result: &Reconstitution, company: usize) -> bool {
    result.matched.held_company(company).is_some_and(|held| held.segment == Segment::R1000)
}

/// Members of the Russell 1000 that are too small for any index: none shrinks that far from one
/// reconstitution to the next.
fn large_too_small(
    universe: &Universe,
    result: &Reconstitution,
    limits: &Plausibility,
) -> Option<Remark> {
    let of = (0..universe.companies.len()).filter(|company| is_large(result, *company)).count();
    let out = result.screened.ineligible.iter();
    let out = out.filter(|out| out.screen == Screen::Size && is_large(result, out.company));
    let mut out: Vec<(Decimal, &Ineligible)> =
        out.filter_map(|out| Some((out.market_cap?, out))).collect();
    out.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.company.cmp(&b.1.company)));
    let symbol = |out: &Ineligible| universe.securities[out.line].symbol().to_owned();
    let (cap, largest) = out.first()?;
    (out.len() as f64 > limits.large_small_pct / 100.0 * of as f64).then(|| {
        let kind = MemberDoubt::LargeTooSmall {
            members: out.len(),
            of,
            symbol: symbol(largest),
            cap: cap.normalize(),
            first: out.iter().skip(1).take(NAMED).map(|(_, out)| symbol(out)).collect(),
        };
        Remark::from(kind).on(out.len(), of)
    })
}

/// Members that a universe dates after rank day, although they were members already on that day.
fn listed_later(
    universe: &Universe,
    result: &Reconstitution,
    limits: &Plausibility,
) -> Option<Remark> {
    let of = (0..universe.companies.len()).filter(|company| is_member(result, *company)).count();
    let out = result.screened.ineligible.iter();
    let out: Vec<&Ineligible> =
        out.filter(|out| out.screen == Screen::Listing && is_member(result, out.company)).collect();
    (out.len() as f64 > limits.listed_later_pct / 100.0 * of as f64).then(|| {
        let first = out.iter().take(NAMED);
        let first = first.map(|out| universe.securities[out.line].symbol().to_owned()).collect();
        let kind = MemberDoubt::MembersListedLater { members: out.len(), of, first };
        Remark::from(kind).on(out.len(), of)
    })
}

/// Screens that a member passed when it became one, and whose verdict hardly ever changes.
const LASTING: [Screen; 6] = [
    Screen::ShareType,
    Screen::Structure,
    Screen::Exchange,
    Screen::Country,
    Screen::Float,
    Screen::Votes,
];

/// Too many members dropped by one screen because of a stated column: the column belongs to other
/// lines, or is shifted.
fn members_out(universe: &Universe, result: &Reconstitution, limits: &Plausibility) -> Vec<Remark> {
    let members: Vec<usize> =
        (0..universe.companies.len()).filter(|company| is_member(result, *company)).collect();
    let (of, most) = (members.len(), limits.members_out_pct / 100.0);
    let usd: f64 =
        members.iter().filter_map(|company| result.companies[*company].market_cap).map(size).sum();
    let out_by = |screen: Screen| {
        // Inferred values have a warning of their own.
        let out = dropped_members(universe, result, screen, Source::Stated);
        let out_usd: f64 = out.iter().filter_map(|out| out.market_cap).map(size).sum();
        let is_much = out.len() as f64 > most * of as f64 || out_usd > most * usd;
        // A screen that drops too many of all lines also drops members, and has a warning already.
        (is_much && dropped_many(result, screen, limits).is_none()).then(|| {
            let kind = MemberDoubt::MembersOut {
                screen: screen.to_string(),
                columns: screen.definition().drops().columns.to_owned(),
                members: out.len(),
                of,
                first: first_symbols(universe, &out),
            };
            Remark::from(kind).on(out.len(), of)
        })
    };
    LASTING.into_iter().filter_map(out_by).collect()
}

/// Members of the Russell 1000 that are dropped for a country or structure that was inferred.
fn members_out_by_inference(
    universe: &Universe,
    result: &Reconstitution,
    limits: &Plausibility,
) -> Vec<Remark> {
    let of = (0..universe.companies.len()).filter(|company| is_large(result, *company)).count();
    let out_by = |screen: Screen| {
        let mut out = dropped_members(universe, result, screen, Source::Inferred);
        out.retain(|out| is_large(result, out.company));
        (out.len() as f64 > limits.inferred_out_pct / 100.0 * of as f64).then(|| {
            let kind = MemberDoubt::MembersOutByInference {
                screen: screen.to_string(),
                members: out.len(),
                of,
                first: first_symbols(universe, &out),
            };
            Remark::from(kind).on(out.len(), of)
        })
    };
    [Screen::Country, Screen::Structure].into_iter().filter_map(out_by).collect()
}

/// The source of the value that a screen tests.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// A column of the universe, or a fact.
    Stated,
    /// An import.
    Inferred,
}

/// The members that a screen drops because of a value from this source, the largest first.
fn dropped_members<'r>(
    universe: &Universe,
    result: &'r Reconstitution,
    screen: Screen,
    source: Source,
) -> Vec<&'r Ineligible> {
    // A note of an import begins with the field that was inferred, as in `country CA: label`.
    let inferred = format!("{screen} ");
    let is_inferred = |out: &Ineligible| universe.securities[out.line].inferred.contains(&inferred);
    let out = result.screened.ineligible.iter().filter(|out| {
        out.screen == screen
            && is_member(result, out.company)
            && is_inferred(out) == (source == Source::Inferred)
    });
    let mut out: Vec<&Ineligible> = out.collect();
    out.sort_by(|a, b| b.market_cap.cmp(&a.market_cap).then(a.company.cmp(&b.company)));
    out
}

/// The tickers of the first few companies.
fn first_symbols(universe: &Universe, out: &[&Ineligible]) -> Vec<String> {
    let symbol = |out: &&Ineligible| universe.securities[out.line].symbol().to_owned();
    out.iter().take(NAMED).map(symbol).collect()
}

/// Breaks without a company near them.
fn breaks(result: &Reconstitution, limits: &Plausibility) -> Vec<Remark> {
    let ranked = &result.ranking.ranked;
    let levels = result.levels.iter().filter(|level| level.rank >= 1_000);
    let lonely = levels.filter_map(|level| {
        let cap = level.market_cap?;
        let within = limits.near_break_pct / 100.0 * size(cap);
        let near = ranked.iter().filter(|c| (size(c.cap) - size(cap)).abs() <= within);
        (near.take(2).count() < 2).then(|| {
            let kind = OutcomeDoubt::NobodyNearBreak {
                name: level.name.to_owned(),
                cap: cap.normalize(),
                within_pct: limits.near_break_pct,
            };
            Remark::from(kind)
        })
    });
    lonely.collect()
}
