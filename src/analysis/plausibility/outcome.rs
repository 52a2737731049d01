//! What came of ranking: sizes, eligible companies, what screens dropped.

use super::{Plausibility, rounded, size};
use crate::methodology::Parameters;
use crate::reconstitution::Reconstitution;
use crate::remark::{Kind, Remark};
use crate::universe::Universe;

/// All that is odd about a ranking of a universe.
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
    remarks.extend(screens(result, limits));
    let companies = result.screened.waterfall.eligible_companies;
    if companies < limits.eligible_companies {
        let kind = Kind::FewEligible {
            companies,
            of: universe.companies.len(),
            least: limits.eligible_companies,
        };
        remarks.push(Remark::from(kind).on_everything());
    }
    remarks.extend(breaks(result, limits));
    remarks
}

/// The largest cap, and whether anybody is large enough to be eligible.
fn caps(
    universe: &Universe,
    result: &Reconstitution,
    parameters: &Parameters,
    (is_small, limits): (bool, &Plausibility),
) -> Option<Remark> {
    let known = result.companies.iter().filter_map(|c| Some((c.market_cap?, c.line)));
    let companies = known.clone().count();
    let (largest, line) = known.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let symbol = universe.securities[line].symbol.to_string();
    let minimum = parameters.eligibility.min_market_cap;
    if companies > 1 && largest < minimum {
        let largest = largest.normalize();
        let kind = Kind::NoneLargeEnough { companies, symbol, largest, minimum };
        return Some(Remark::from(kind).on_everything());
    }
    let cap = size(largest);
    let is_too_small = !is_small && cap < limits.largest_cap_min;
    (is_too_small || cap > limits.largest_cap_max).then(|| {
        let (least, most) = (rounded(limits.largest_cap_min), rounded(limits.largest_cap_max));
        let largest = largest.normalize();
        let kind = Kind::LargestCap { symbol, largest, least, most };
        Remark::from(kind).on_everything()
    })
}

/// Screens that drop more than they ever did.
fn screens(result: &Reconstitution, limits: &Plausibility) -> Vec<Remark> {
    let waterfall = &result.screened.waterfall;
    let steps = waterfall.steps.iter().filter_map(|step| {
        let (dropped, of) = (step.dropped, waterfall.lines);
        let most_pct = limits.dropped_pct.of(step.screen);
        (dropped as f64 > most_pct / 100.0 * of as f64).then(|| {
            let screen = step.screen.to_string();
            Remark::from(Kind::ScreenDrops { screen, dropped, of, most_pct }).on(dropped, of)
        })
    });
    steps.collect()
}

/// Breaks with nobody near them.
fn breaks(result: &Reconstitution, limits: &Plausibility) -> Vec<Remark> {
    let ranked = &result.ranking.ranked;
    let levels = result.levels.iter().filter(|level| level.rank >= 1_000);
    let lonely = levels.filter_map(|level| {
        let cap = level.market_cap?;
        let within = limits.near_break_pct / 100.0 * size(cap);
        let near = ranked.iter().filter(|c| (size(c.cap) - size(cap)).abs() <= within);
        (near.take(2).count() < 2).then(|| {
            let kind = Kind::NobodyNearBreak {
                name: level.name.to_owned(),
                cap: cap.normalize(),
                within_pct: limits.near_break_pct,
            };
            Remark::from(kind)
        })
    });
    lonely.collect()
}
