//! How close every company is to a different decision.
//!
//! A member of the Russell 1000 leaves it below the lower edge of the #1,000 band. A member of the
//! Russell 2000 moves up above the upper edge and leaves the Russell 3000 below the #3,000 break. For
//! all other companies the unbanded #1,000 and #3,000 breaks apply. The distance to the nearest of
//! these edges is `edge / cap - 1`: the change of the company's cap that would reach it if all other
//! caps, and so the edge, stayed the same. (`rankday explain` finds the exact price.)

use rayon::prelude::*;
use rust_decimal::Decimal;
use smallvec::{SmallVec, smallvec};
use strum::IntoStaticStr;

use crate::methodology::banding::BreakLevel;
use crate::reconstitution::{Reason, Reconstitution};
use crate::universe::Segment;
use crate::universe::packed::float;

/// An edge at which a company's decision changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Edge {
    /// Upper edge of the #1,000 band.
    R1000Upper,
    /// Lower edge of the #1,000 band.
    R1000Lower,
    /// The unbanded #1,000 break.
    R1000Break,
    /// The #3,000 break.
    R3000Break,
}

/// Distance of a company to its nearest edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Closeness {
    /// The company, as a place in the universe.
    pub company: usize,
    /// The nearest edge.
    pub edge: Edge,
    /// Cap at the edge, USD.
    pub edge_cap: Decimal,
    /// `edge_cap / cap - 1`, a fraction; positive if the edge lies above the company.
    pub distance: f64,
}

/// Distances of all ranked companies that are still listed, the closest first; ties in rank order.
pub fn closeness(result: &Reconstitution) -> Vec<Closeness> {
    let level = |name: &str| result.levels.iter().find(|level| level.name == name);
    let (r1000, r3000) = (level("r1000"), level("r3000"));
    let ranked = &result.ranking.ranked;
    let nearest = |place: usize| {
        let company = &result.companies[ranked[place].company];
        // No edge can change the decision on a company that left after rank day.
        if matches!(company.reason, Reason::Left(_)) {
            return None;
        }
        let cap = company.market_cap.map(float).filter(|cap| *cap > 0.0)?;
        let near = edges(company.from, r1000, r3000).into_iter().filter_map(|(edge, at)| {
            let edge_cap = at?;
            let distance = float(edge_cap) / cap - 1.0;
            Some(Closeness { company: ranked[place].company, edge, edge_cap, distance })
        });
        near.map(|near| (ratio(near.distance), near)).min_by(|a, b| a.0.total_cmp(&b.0))
    };
    // There may be very many companies, so only sort keys are kept until the order is known.
    let places = (0..ranked.len()).into_par_iter();
    let mut order: Vec<(f64, usize)> =
        places.filter_map(|place| Some((nearest(place)?.0, place))).collect();
    order.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    order.into_par_iter().filter_map(|(_, place)| Some(nearest(place)?.1)).collect()
}

/// Makes distances symmetric: twice the cap is as far as half the cap.
fn ratio(distance: f64) -> f64 {
    libm::log(1.0 + distance).abs()
}

/// The edges that apply to a company held in a segment, with their caps.
fn edges(
    held: Segment,
    r1000: Option<&BreakLevel>,
    r3000: Option<&BreakLevel>,
) -> SmallVec<[(Edge, Option<Decimal>); 2]> {
    let upper = r1000.and_then(|level| level.upper_market_cap.or(level.market_cap));
    let lower = r1000.and_then(|level| level.lower_market_cap.or(level.market_cap));
    let smallest = (Edge::R3000Break, r3000.and_then(|level| level.market_cap));
    match held {
        Segment::R1000 => smallvec![(Edge::R1000Lower, lower)],
        Segment::R2000 => smallvec![(Edge::R1000Upper, upper), smallest],
        Segment::R3000 | Segment::Micro | Segment::None => {
            smallvec![(Edge::R1000Break, r1000.and_then(|level| level.market_cap)), smallest]
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::prelude::ToPrimitive as _;

    use super::*;

    #[test]
    fn edges_depend_on_the_segment_held() {
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
