//! Where a cut is expected, and how far a cap is from it.
//!
//! The cut of rank `R` is expected at the cap of the first company down to which the chances of
//! eligibility, of ranked and of excluded companies, sum to `R`. Where all are certain that is the
//! company on rank `R`.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::positive;
use crate::reconstitution::Reconstitution;

/// The expected caps of the breaks, by level, USD. Companies of which nothing is known count as they
/// were decided.
pub fn expected(result: &Reconstitution, eligible: &[Option<f64>]) -> Vec<Option<Decimal>> {
    let screened = &result.screened;
    let ranked =
        screened.eligible.iter().map(|e| (e.market_cap, eligible[e.company].unwrap_or(1.0)));
    let out = screened.ineligible.iter();
    let out = out.map(|e| (e.market_cap, eligible[e.company].unwrap_or(0.0)));
    let mut places: Vec<(Decimal, f64)> = ranked
        .chain(out)
        .filter_map(|(cap, chance)| cap.filter(|_| chance > 0.0).map(|cap| (cap, chance)))
        .collect();
    places.sort_by_key(|(cap, _)| Reverse(*cap));
    let at_rank = |rank: usize| {
        // Sums of parts of a place are off by less than this.
        let last = rank as f64 - 1e-6;
        let mut sum = result.ranking.on_top as f64;
        let reached = places.iter().find(|(_, chance)| {
            sum += chance;
            sum >= last
        });
        // With too few to reach the rank the cut is below all of them.
        reached.or(places.last()).map(|(cap, _)| *cap)
    };
    result.levels.iter().map(|level| level.market_cap.and_then(|_| at_rank(level.rank))).collect()
}

/// How far a cap is from a cut: the natural logarithm of their ratio, above zero for larger caps.
pub fn distance(cap: Decimal, cut: Decimal) -> Option<f64> {
    Some(libm::log(positive(cap)? / positive(cut)?))
}
