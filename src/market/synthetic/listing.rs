//! The segment of a company that lists between two reconstitutions (RB 6.9).

use rust_decimal::Decimal;

use crate::methodology::family::{Family, HeldSides, Place};
use crate::methodology::ranking::Ranking;

/// The segment by the market-adjusted breakpoints, unbanded; `None` below the smallest company of
/// the Russell 3000E.
///
/// `growth` is the market's since the ranking: 1.0205 for +2.05%.
pub(super) fn place_listing(
    ranking: &Ranking,
    family: &Family,
    cap: Decimal,
    growth: Decimal,
) -> Option<Place> {
    let then = cap.checked_div(growth)?;
    let base = &ranking.ranked[..ranking.base_count];
    let at = base.get(base.partition_point(|r| r.cap > then))?;
    Some(family.place(at.rank, at.cumulative, &HeldSides::default()))
}
