//! The company's position at each breakpoint.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::explanation::{BreakFacts, Distance};
use crate::methodology::banding::BreakLevel;

/// A company's position at a breakpoint.
#[derive(Serialize, JsonSchema)]
pub(super) struct AtBreak<'a> {
    /// The breakpoint with its band.
    #[serde(rename = "break")]
    level: &'a BreakLevel,
    /// Rank of the largest company inside the band; null if the band holds none.
    upper_rank: Option<usize>,
    /// Rank of the smallest company inside the band; null if the band holds none.
    lower_rank: Option<usize>,
    /// The side before the event, for a member that the band may hold; null for others.
    side_before: Option<Side>,
    /// The side after the event.
    side: Side,
    /// Whether the band keeps it on that side against its rank.
    by_band: bool,
    /// The distance to the company on the break.
    to_break: Option<Away>,
    /// The distance to the largest company inside the band.
    to_upper_edge: Option<Away>,
    /// The distance to the smallest company inside the band.
    to_lower_edge: Option<Away>,
}

/// A side of a breakpoint.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Side {
    Large,
    Small,
}

impl Side {
    fn of(large: bool) -> Self {
        if large { Self::Large } else { Self::Small }
    }
}

/// The distance of a company from a level: in caps, positive if it must grow to reach it. Null if unknown.
#[derive(Serialize, JsonSchema)]
struct Away {
    /// The level's cap less its own, USD.
    usd: Decimal,
    /// That difference of caps in per cent of its own cap.
    pct: Option<Decimal>,
    /// Its percentile less the level's, points.
    points: Option<Decimal>,
    /// Its rank less the level's.
    ranks: i64,
}

impl Away {
    fn new(distance: Distance) -> Self {
        let Distance { usd, pct, points, ranks } = distance;
        Self { usd, pct: pct.map(|pct| pct.round_dp(6)), points, ranks }
    }
}

impl<'a> AtBreak<'a> {
    pub(super) fn new(facts: &'a BreakFacts) -> Self {
        let distance = |to: Option<Distance>| to.map(Away::new);
        Self {
            level: &facts.level,
            upper_rank: facts.edge_ranks.map(|edges| edges.0),
            lower_rank: facts.edge_ranks.map(|edges| edges.1),
            side_before: facts.held.map(Side::of),
            side: Side::of(facts.large),
            by_band: facts.by_band,
            to_break: distance(facts.to_break),
            to_upper_edge: distance(facts.to_upper),
            to_lower_edge: distance(facts.to_lower),
        }
    }
}
