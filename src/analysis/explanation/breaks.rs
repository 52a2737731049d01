//! The breaks that concern a company, and how far it is from each and from the edges of its band.

use rust_decimal::Decimal;

use crate::methodology::banding::{BreakLevel, Breakpoint};
use crate::methodology::family::HeldSides;
use crate::methodology::ranking::{Ranked, Ranking};
use crate::reconstitution::{Inputs, Reconstitution, held_sides};

/// The distance of a company to a level; positive if the company must grow, or climb in rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distance {
    /// The level's cap less the company's cap, USD.
    pub usd: Decimal,
    /// The same difference in per cent of the company's cap.
    pub pct: Option<Decimal>,
    /// The company's percentile less the level's, percentage points.
    pub points: Option<Decimal>,
    /// The company's rank less the level's.
    pub ranks: i64,
}

/// A break as seen from one company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakFacts {
    /// The break and its band.
    pub level: BreakLevel,
    /// Ranks of the largest and the smallest company inside the band.
    pub edge_ranks: Option<(usize, usize)>,
    /// For a current member that the band may hold: the side where it was, true for the large side.
    pub held: Option<bool>,
    /// The side where it is from the event on, true for the large side.
    pub large: bool,
    /// True if the band holds it there against its rank.
    pub by_band: bool,
    /// Distance to the company on the break.
    pub to_break: Option<Distance>,
    /// Distance to the largest company inside the band.
    pub to_upper: Option<Distance>,
    /// Distance to the smallest company inside the band.
    pub to_lower: Option<Distance>,
}

impl BreakFacts {
    /// True if the company lies inside the band.
    pub fn is_inside(&self) -> bool {
        let (upper, lower) = (self.to_upper.map(|d| d.usd), self.to_lower.map(|d| d.usd));
        upper.is_some_and(|usd| usd >= Decimal::ZERO)
            && lower.is_some_and(|usd| usd <= Decimal::ZERO)
    }
}

/// The breaks that concern a company: #1,000 and #3,000, the next ones above and below it, those
/// whose band it is inside, and those whose side it changes.
pub(super) fn breaks(
    inputs: &Inputs<'_>,
    result: &Reconstitution,
    company: usize,
) -> Vec<BreakFacts> {
    let ranking = &result.ranking;
    let Some(own) = ranking.ranked.iter().find(|r| r.company == company) else {
        return Vec::new();
    };
    let sides = held_sides(&result.matched, company);
    let rules = inputs.parameters.breaks.named();
    let place = result.cumulative(&result.companies[company]);
    let percentile = place.map(|place| place.percentile);
    let all: Vec<BreakFacts> = rules
        .iter()
        .zip(&result.levels)
        .map(|((name, rule), level)| {
            let held = side_held(&sides, name);
            let point = Breakpoint::new(ranking, rule, inputs.parameters.band_edge);
            let side = point.side(own.rank, own.cumulative, held);
            facts(ranking, level, (own, percentile), held, (side.large, side.held))
        })
        .collect();
    let above = all.iter().rposition(|b| b.level.rank < own.rank);
    let below = all.iter().position(|b| b.level.rank >= own.rank);
    let concerns = |(at, facts): &(usize, BreakFacts)| {
        ["r1000", "r3000"].contains(&facts.level.name)
            || Some(*at) == above
            || Some(*at) == below
            || facts.is_inside()
            || facts.held.is_some_and(|held| held != facts.large)
    };
    all.into_iter().enumerate().filter(concerns).map(|(_, facts)| facts).collect()
}

fn side_held(sides: &HeldSides, name: &str) -> Option<bool> {
    match name {
        "top200" => sides.top200,
        "top500" => sides.top500,
        "r1000" => sides.r1000,
        "microcap" => sides.above_microcap,
        _ => None,
    }
}

fn facts(
    ranking: &Ranking,
    level: &BreakLevel,
    (own, percentile): (&Ranked, Option<Decimal>),
    held: Option<bool>,
    (large, by_band): (bool, bool),
) -> BreakFacts {
    let ranked = &ranking.ranked;
    // A band edge is a company: the first one with the upper cap, and the last one with the lower
    // cap.
    let first = |cap: Decimal| ranked.get(ranked.partition_point(|r| r.cap > cap));
    let last = |cap: Decimal| {
        let end = ranked.partition_point(|r| r.cap >= cap);
        ranked.get(end.checked_sub(1)?)
    };
    let to = |there: &Ranked, points: Option<Decimal>| Distance {
        usd: there.cap - own.cap,
        pct: (there.cap - own.cap)
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|hundredfold| hundredfold.checked_div(own.cap)),
        points: percentile.zip(points).map(|(own, there)| own - there),
        ranks: difference(own.rank, there.rank),
    };
    let upper = level.upper_market_cap.and_then(first);
    let lower = level.lower_market_cap.and_then(last);
    BreakFacts {
        edge_ranks: upper.zip(lower).map(|(upper, lower)| (upper.rank, lower.rank)),
        held,
        large,
        by_band,
        to_break: ranking.at(level.rank).map(|there| to(there, level.percentile)),
        to_upper: upper.map(|there| to(there, level.upper_percentile)),
        to_lower: lower.map(|there| to(there, level.lower_percentile)),
        level: level.clone(),
    }
}

fn difference(a: usize, b: usize) -> i64 {
    i64::try_from(a).unwrap_or(i64::MAX) - i64::try_from(b).unwrap_or(i64::MAX)
}
