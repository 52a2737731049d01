//! `probabilities.csv`: the odds of every company that may be a member.
//!
//! `p_r1000`, `p_r2000`, `p_micro` and `p_none` are parts of paths and sum to one as they are printed;
//! `p_gone` is the part of `p_none` that is taken over or fails before the implementation.

use std::io::Write;

use crate::analysis::probability::Chances;
use crate::reconstitution::Action;
use crate::report::csv::{cap, number, shown};
use crate::scenario::projection::Projected;
use crate::simulation::projection::Fate;
use crate::universe::Segment;

/// The header.
pub const COLUMNS: [&str; 21] = [
    "symbol",
    "name",
    "p_r1000",
    "p_r2000",
    "p_micro",
    "p_none",
    "p_add",
    "p_delete",
    "p_up",
    "p_down",
    "p_gone",
    "segment_before",
    "cap_today",
    "rank_today",
    "percentile_today",
    "p_top200",
    "p_top500",
    "likely_segment",
    "if_ranked_today",
    "points_to_upper_edge",
    "points_to_lower_edge",
];

/// Parts of one that probabilities are written in.
const UNITS: u64 = 1_000_000;

/// Writes the table, the largest companies first.
///
/// # Errors
/// What the writer reports.
pub fn write(found: &Projected, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for odds in &found.odds {
        let security = &found.universe.securities[odds.line];
        let chances = &odds.chances;
        let [r1000, r2000, micro, none] = segments(chances);
        let part = |count: u64| shown_units(units(count, chances.paths));
        let action = |action: Action| part(odds.paths_of(action));
        writer.write_record([
            security.symbol.as_str(),
            &security.name,
            &r1000,
            &r2000,
            &micro,
            &none,
            &action(Action::Add),
            &action(Action::Delete),
            &action(Action::Up),
            &action(Action::Down),
            &part(chances.of(Fate::Gone)),
            &odds.from.to_string(),
            &cap(odds.market_cap),
            &shown(odds.rank),
            &number(odds.percentile),
            &part(odds.tops[0]),
            &part(odds.tops[1]),
            &chances.likeliest().to_string(),
            &shown(odds.if_ranked_today),
            &number(odds.edges.map(|edges| edges.to_upper)),
            &number(odds.edges.map(|edges| edges.to_lower)),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// A number of paths in parts of one, rounded.
fn units(count: u64, paths: u64) -> u64 {
    let paths = paths.max(1);
    (count * UNITS + paths / 2) / paths
}

/// Six decimal places, without zeros at the end.
fn shown_units(units: u64) -> String {
    if units.is_multiple_of(UNITS) {
        return (units / UNITS).to_string();
    }
    format!("{}.{:06}", units / UNITS, units % UNITS).trim_end_matches('0').to_owned()
}

/// The parts of the segments, which sum to one as they are written: what rounding leaves over goes
/// to the largest.
fn segments(chances: &Chances) -> [String; 4] {
    let all = [Segment::R1000, Segment::R2000, Segment::Micro, Segment::None];
    let counts = all.map(|segment| chances.in_segment(segment));
    let mut parts = counts.map(|count| count * UNITS / chances.paths.max(1));
    let left = UNITS - parts.iter().sum::<u64>();
    if let Some((_, part)) = counts.iter().zip(&mut parts).max_by_key(|(count, _)| **count) {
        *part += left;
    }
    parts.map(shown_units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_sum_to_one_as_written() {
        let written = |fates: [u64; 5]| segments(&Chances { paths: fates.iter().sum(), fates });
        assert_eq!(written([1, 1, 1, 0, 0]), ["0.333333", "0.333333", "0.333334", "0"]);
        assert_eq!(written([9_999, 1, 0, 0, 0]), ["0.9999", "0.0001", "0", "0"]);
        assert_eq!(written([0, 0, 0, 3, 4]), ["0", "0", "0", "1"]);
        assert_eq!(shown_units(units(1, 3)), "0.333333");
    }
}
