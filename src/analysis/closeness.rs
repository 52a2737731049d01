//! How near every company is to being decided otherwise.
//!
//! A member of the Russell 1000 leaves it below the lower edge of the band of #1,000; one of the
//! Russell 2000 moves up above the upper edge, and out below the break of #3,000; everybody else is
//! judged by the plain breaks of #1,000 and #3,000. Of those that concern a company, the nearest
//! counts: `edge / cap - 1` is how far its cap would have to change to reach it, were all other
//! caps to stay and the edge with them. (`rankday explain` finds the exact price.)

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use strum::IntoStaticStr;

use crate::methodology::banding::BreakLevel;
use crate::reconstitution::{Reason, Reconstitution};
use crate::universe::Segment;

/// What a company may cross.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Edge {
    /// The upper edge of the band of #1,000.
    R1000Upper,
    /// The lower edge of it.
    R1000Lower,
    /// The break of #1,000 without a band.
    R1000Break,
    /// The break of #3,000.
    R3000Break,
}

/// How near a company is to an edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Closeness {
    /// The company, by its number in the universe.
    pub company: usize,
    /// The nearest edge.
    pub edge: Edge,
    /// The cap there, USD.
    pub edge_cap: Decimal,
    /// Edge / cap - 1, a fraction: above zero where the edge lies above the company.
    pub distance: f64,
}

/// Of every ranked company that is still there, the nearest first; equally near ones in the order of ranks.
pub fn closeness(result: &Reconstitution) -> Vec<Closeness> {
    let level = |name: &str| result.levels.iter().find(|level| level.name == name);
    let (r1000, r3000) = (level("r1000"), level("r3000"));
    let mut all: Vec<Closeness> = result
        .ranking
        .ranked
        .iter()
        .filter_map(|ranked| {
            let company = &result.companies[ranked.company];
            // What left after rank day is decided by no edge.
            if matches!(company.reason, Reason::Left(_)) {
                return None;
            }
            let cap = company.market_cap?.to_f64().filter(|cap| *cap > 0.0)?;
            let near = edges(company.from, r1000, r3000).into_iter().filter_map(|(edge, at)| {
                let edge_cap = at?;
                let distance = edge_cap.to_f64()? / cap - 1.0;
                Some(Closeness { company: ranked.company, edge, edge_cap, distance })
            });
            near.min_by(|a, b| ratio(a.distance).total_cmp(&ratio(b.distance)))
        })
        .collect();
    all.sort_by(|a, b| ratio(a.distance).total_cmp(&ratio(b.distance)));
    all
}

/// Twice as large is as far as half as large.
fn ratio(distance: f64) -> f64 {
    libm::log(1.0 + distance).abs()
}

/// The edges that concern a company that held a segment, with the caps there.
fn edges(
    held: Segment,
    r1000: Option<&BreakLevel>,
    r3000: Option<&BreakLevel>,
) -> Vec<(Edge, Option<Decimal>)> {
    let upper = r1000.and_then(|level| level.upper_market_cap.or(level.market_cap));
    let lower = r1000.and_then(|level| level.lower_market_cap.or(level.market_cap));
    let smallest = (Edge::R3000Break, r3000.and_then(|level| level.market_cap));
    match held {
        Segment::R1000 => vec![(Edge::R1000Lower, lower)],
        Segment::R2000 => vec![(Edge::R1000Upper, upper), smallest],
        Segment::R3000 | Segment::Micro | Segment::None => {
            vec![(Edge::R1000Break, r1000.and_then(|level| level.market_cap)), smallest]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_are_those_that_decide() {
        let level = |name, cap: i64, band: Option<(i64, i64)>| BreakLevel {
            name,
            market_cap: Some(cap.into()),
            upper_market_cap: band.map(|(_, high)| high.into()),
            lower_market_cap: band.map(|(low, _)| low.into()),
            ..BreakLevel::default()
        };
        let (r1000, r3000) = (level("r1000", 50, Some((27, 91))), level("r3000", 1, None));
        let of = |held| -> Vec<(Edge, i64)> {
            let all = edges(held, Some(&r1000), Some(&r3000)).into_iter();
            all.filter_map(|(edge, cap)| Some((edge, cap?.to_i64()?))).collect()
        };
        assert_eq!(of(Segment::R1000), [(Edge::R1000Lower, 27)]);
        assert_eq!(of(Segment::R2000), [(Edge::R1000Upper, 91), (Edge::R3000Break, 1)]);
        assert_eq!(of(Segment::None), [(Edge::R1000Break, 50), (Edge::R3000Break, 1)]);
        assert!((ratio(1.0) - ratio(-0.5)).abs() < 1e-12);
    }
}
