//! `probabilities.csv`: odds of every company that may be a member.
//!
//! `p_r1000`, `p_r2000`, `p_micro` and `p_none` are fractions of paths that sum to one as printed;
//! `p_gone` is the part of `p_none` in which the company is acquired or fails before
//! implementation.

use rust_decimal::Decimal;

use crate::analysis::probability::Chances;
use crate::reconstitution::Action;
use crate::report::table::Holds::{Count, Fraction, Points, Text, Usd};
use crate::report::table::{Column, Table, col};
use crate::simulation::projection::Fate;
use crate::study::projection::Projected;
use crate::universe::Segment;

/// The columns.
pub const COLUMNS: [Column; 21] = [
    col("symbol", Text, "ticker of the company's main line"),
    col("name", Text, "its name"),
    col(
        "p_r1000",
        Fraction,
        "part of the paths on which it is in the Russell 1000 after the event",
    ),
    col("p_r2000", Fraction, "the same for the Russell 2000"),
    col("p_micro", Fraction, "the same for Microcap outside the Russell 2000"),
    col("p_none", Fraction, "part of the paths on which it is in none of them"),
    col("p_add", Fraction, "part of the paths on which it is added"),
    col("p_delete", Fraction, "part of the paths on which it is deleted"),
    col("p_up", Fraction, "part of the paths on which it moves up to the 1000"),
    col("p_down", Fraction, "part of the paths on which it moves down to the 2000"),
    col("p_gone", Fraction, "part of p_none: taken over or failed before the implementation"),
    col("segment_before", Text, "segment held today"),
    col("cap_today", Usd, "company cap today"),
    col("rank_today", Count, "rank today"),
    col("percentile_today", Points, "cumulative-cap percentile today"),
    col("p_top200", Fraction, "part of the paths on which it is in the Top 200"),
    col("p_top500", Fraction, "part of the paths on which it is in the Top 500"),
    col("likely_segment", Text, "the segment of most paths"),
    col("if_ranked_today", Text, "what would be done if today were rank day"),
    col(
        "points_to_upper_edge",
        Points,
        "points of the percentile up to the band's edge of larger caps today",
    ),
    col(
        "points_to_lower_edge",
        Points,
        "points of the percentile down to the band's edge of smaller caps today",
    ),
];

/// Units per one in which probabilities are written.
const UNITS: u64 = 1_000_000;
/// Decimal places of probabilities.
const PLACES: u32 = 6;

/// The table, the largest companies first.
pub fn table(found: &Projected) -> Table<'_> {
    Table::new("probabilities", "a company that may be a member", &COLUMNS, |rows| {
        found.odds.iter().try_for_each(|odds| {
            let security = &found.universe.securities[odds.line];
            let chances = &odds.chances;
            let of = |count: u64| Some(part(units(count, chances.paths)));
            rows.text(&security.symbol).text(&security.name);
            for part in segments(chances) {
                rows.decimal(Some(part));
            }
            for action in [Action::Add, Action::Delete, Action::Up, Action::Down] {
                rows.decimal(of(odds.paths_of(action)));
            }
            rows.decimal(of(chances.of(Fate::Gone)))
                .text(odds.from.into())
                .usd(odds.market_cap)
                .known_count(odds.rank)
                .decimal(odds.percentile)
                .decimal(of(odds.tops[0]))
                .decimal(of(odds.tops[1]))
                .text(chances.likeliest().into())
                .text(odds.if_ranked_today.map_or("", Into::into))
                .decimal(odds.edges.map(|edges| edges.to_upper))
                .decimal(odds.edges.map(|edges| edges.to_lower))
                .end()
        })
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
