//! `probabilities.csv`: odds of every company that may be a member.
//!
//! `p_r1000`, `p_r2000`, `p_micro` and `p_none` are fractions of paths that sum to one as printed;
//! `p_gone` is the part of `p_none` in which the company is acquired or fails before
//! implementation.

use rust_decimal::Decimal;

use crate::analysis::probability::{Chances, Odds};
use crate::reconstitution::Action;
use crate::report::table::{Table, table};
use crate::simulation::projection::Fate;
use crate::study::projection::Projected;
use crate::universe::{Security, Segment};

/// A company that may be a member.
struct Possible<'a> {
    security: &'a Security,
    odds: &'a Odds,
    /// Fractions of the segments.
    segments: [Decimal; 4],
}

table! {
    TABLE = "probabilities", "a company that may be a member";
    |c: Possible<'_>|
    SYMBOL: Text("symbol", "ticker of the company's main line") = c.security.symbol(),
    NAME: Text("name", "its name") = c.security.name(),
    P_R1000: Fraction(
        "p_r1000",
        "fraction of the paths on which it is in the Russell 1000 after the event"
    ) = c.segments[0],
    P_R2000: Fraction("p_r2000", "the same for the Russell 2000") = c.segments[1],
    P_MICRO: Fraction("p_micro", "the same for Microcap outside the Russell 2000") = c.segments[2],
    P_NONE: Fraction("p_none", "fraction of the paths on which it is in none of them")
        = c.segments[3],
    P_ADD: Fraction("p_add", "fraction of the paths on which it is added")
        = c.part(c.odds.paths_of(Action::Add)),
    P_DELETE: Fraction("p_delete", "fraction of the paths on which it is deleted")
        = c.part(c.odds.paths_of(Action::Delete)),
    P_UP: Fraction("p_up", "fraction of the paths on which it moves up to the 1000")
        = c.part(c.odds.paths_of(Action::Up)),
    P_DOWN: Fraction("p_down", "fraction of the paths on which it moves down to the 2000")
        = c.part(c.odds.paths_of(Action::Down)),
    P_GONE: Fraction(
        "p_gone",
        "within p_none, fraction of the paths on which it is taken over or fails before the implementation"
    ) = c.part(c.odds.chances.of(Fate::Gone)).min(c.segments[3]),
    SEGMENT_BEFORE: Text("segment_before", "segment held today") = <&str>::from(c.odds.from),
    CAP_TODAY: Usd("cap_today", "company cap today") = c.odds.market_cap,
    RANK_TODAY: Count(
        "rank_today",
        "rank today, which begins after the places that Russell 1000 members without a line or cap take"
    ) = c.odds.rank,
    PERCENTILE_TODAY: Points("percentile_today", "cumulative-cap percentile today, 0 to 100")
        = c.odds.percentile,
    P_TOP200: Fraction("p_top200", "fraction of the paths on which it is in the Top 200")
        = c.part(c.odds.tops[0]),
    P_TOP500: Fraction("p_top500", "fraction of the paths on which it is in the Top 500")
        = c.part(c.odds.tops[1]),
    LIKELY_SEGMENT: Text("likely_segment", "the segment of most paths")
        = <&str>::from(c.odds.chances.likeliest()),
    IF_RANKED_TODAY: Text(
        "if_ranked_today",
        "what would be done if today were rank day: add, delete, up or down; empty if it would not move"
    ) = c.odds.if_ranked_today.map_or("", <&str>::from),
    POINTS_TO_UPPER_EDGE: Points(
        "points_to_upper_edge",
        "points of the percentile up to the edge of larger caps of the #1,000 band today; negative \
         beyond it"
    ) = c.odds.edges.map(|edges| edges.to_upper),
    POINTS_TO_LOWER_EDGE: Points(
        "points_to_lower_edge",
        "points of the percentile down to the edge of smaller caps of the #1,000 band today; negative \
         beyond it"
    ) = c.odds.edges.map(|edges| edges.to_lower),
}

/// Units per one in which probabilities are written.
const UNITS: u64 = 1_000_000;
/// Decimal places of probabilities.
const PLACES: u32 = 6;

impl Possible<'_> {
    /// A number of paths as a fraction of all.
    fn part(&self, count: u64) -> Decimal {
        part(units(count, self.odds.chances.paths))
    }
}

/// The table, the largest companies first.
pub fn table(found: &Projected) -> Table<'_> {
    Table::of(move |rows| {
        rows.all(found.odds.iter().map(|odds| Possible {
            security: &found.universe.securities[odds.line],
            odds,
            segments: segments(&odds.chances),
        }))
    })
}

/// A number of paths in [`UNITS`], rounded.
fn units(count: u64, paths: u64) -> u64 {
    let paths = paths.max(1);
    (count * UNITS + paths / 2) / paths
}

/// A number of [`UNITS`] as a fraction.
fn part(units: u64) -> Decimal {
    Decimal::from_i128_with_scale(i128::from(units), PLACES)
}

/// Fractions of the segments that sum to one as written: the rounding remainder goes to the
/// largest.
fn segments(chances: &Chances) -> [Decimal; 4] {
    let all = [Segment::R1000, Segment::R2000, Segment::Micro, Segment::None];
    let counts = all.map(|segment| chances.in_segment(segment));
    let mut parts = counts.map(|count| count * UNITS / chances.paths.max(1));
    let left = UNITS - parts.iter().sum::<u64>();
    if let Some((_, part)) = counts.iter().zip(&mut parts).max_by_key(|(count, _)| **count) {
        *part += left;
    }
    parts.map(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_sum_to_one_as_written() {
        let written = |fates: [u64; 5]| {
            let chances = Chances { paths: fates.iter().sum(), fates };
            segments(&chances).map(|part| part.normalize().to_string())
        };
        assert_eq!(written([1, 1, 1, 0, 0]), ["0.333333", "0.333333", "0.333334", "0"]);
        assert_eq!(written([9_999, 1, 0, 0, 0]), ["0.9999", "0.0001", "0", "0"]);
        assert_eq!(written([0, 0, 0, 3, 4]), ["0", "0", "0", "1"]);
        assert_eq!(part(units(1, 3)).to_string(), "0.333333");
    }
}
