//! Corporate events between rank day and lock-down (RB 6.4): re-evaluation of a company.
//!
//! Its cap is recalculated as of the effective date of the event, the breaks are those of rank day,
//! market-adjusted to that date, and all other companies stay where rank day put them. A company
//! that was not eligible on rank day is never placed anew.

use rust_decimal::Decimal;

use super::additions::AdjustedBreaks;
use super::family::{HeldSides, Place};
use super::ranking::ExactUsd;

/// The place of a company whose cap is now `cap`, USD; `rank_day_cap` is its cap on rank day, `None` if
/// it took no place in the ranking then.
pub fn reevaluate(
    breaks: &AdjustedBreaks<'_>,
    rank_day_cap: Option<Decimal>,
    cap: Decimal,
    held: &HeldSides,
) -> Place {
    let ranked = &breaks.ranking.ranked;
    let then = breaks.of_rank_day(cap);
    let larger = ranked.partition_point(|r| r.cap > then);
    let own_above = rank_day_cap.filter(|own| *own > then);
    let rank = breaks.ranking.rank_before(larger);
    let above = larger.checked_sub(1).map_or(0, |at| ranked[at].cumulative.0);
    let without_own = above - own_above.map_or(0, |own| ExactUsd::new(own).0);
    let cumulative = ExactUsd(without_own + ExactUsd::new(then).0);
    breaks.family.place(rank - usize::from(own_above.is_some()), cumulative, held)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methodology::Parameters;
    use crate::methodology::family::Family;
    use crate::methodology::ranking::Ranking;
    use crate::universe::Segment;

    #[test]
    fn a_merger_after_rank_day_counts_and_the_band_holds_as_ever() {
        // Caps of 4,000, 3,999, ... 1 million USD: the 1000's break at 3,001, its band from 2,873.
        let million = Decimal::from(1_000_000);
        let caps = (0..4_000).map(|n| (n, Decimal::from(4_000 - n) * million, "X")).collect();
        let ranking = Ranking::new(caps, 4_000).expect("small caps");
        let family = Family::new(&ranking, &Parameters::default());
        let breaks = AdjustedBreaks {
            ranking: &ranking,
            family: &family,
            index_return: Decimal::new(10, 2),
        };
        let small = HeldSides { r1000: Some(false), ..HeldSides::default() };
        let segment = |cap: i64, held: &HeldSides| {
            let cap = Decimal::from(cap) * million;
            reevaluate(&breaks, Some(Decimal::from(2_500) * million), cap, held).segment
        };
        // 3,850 now are 3,500 on rank day, far above the band; 3,310 are 3,009, inside the band.
        assert_eq!(segment(3_850, &small), Segment::R1000);
        assert_eq!(segment(3_310, &small), Segment::R2000);
        assert_eq!(segment(3_310, &HeldSides::default()), Segment::R1000);
    }

    #[test]
    fn its_own_former_cap_is_not_above_it() {
        let caps = vec![(0, 30.into(), "A"), (1, 20.into(), "B"), (2, 10.into(), "C")];
        let ranking = Ranking::new(caps, 4_000).expect("small caps");
        let mut parameters = Parameters::default();
        parameters.breaks.r1000.rank = 1;
        let family = Family::new(&ranking, &parameters);
        let index_return = Decimal::ZERO;
        let breaks = AdjustedBreaks { ranking: &ranking, family: &family, index_return };
        // The largest shrinks to 25 and is still the largest.
        let place = reevaluate(&breaks, Some(30.into()), 25.into(), &HeldSides::default());
        assert_eq!(place.segment, Segment::R1000);
    }
}
