//! The words of remarks on simulated paths.

use crate::remark::PathNote;

/// A remark in a sentence, without its day.
pub(super) fn words(note: &PathNote) -> String {
    match note {
        PathNote::PathsBegin { companies, origin, largest_ten_pct } => format!(
            "paths begin with {companies} companies {}; the ten largest are {largest_ten_pct}% of the \
             market: the more they are, the fewer cross the band",
            match origin {
                Some(origin) => format!("of the universe of {origin} and the members held then"),
                None => "on the model's rank-size curve, held by the unbanded breaks".to_owned(),
            }
        ),
        PathNote::PathEvents { daily, days } => format!(
            "event days fall on {}: rank day to implementation in months of the year {}",
            if *daily { "the nearest of 21 days of its month" } else { "the nearest month end" },
            days.join(", ")
        ),
        PathNote::PathDaysUnpublished { days } => format!(
            "days of events that no publication states, the same in every year: {}",
            days.join(", ")
        ),
        PathNote::PathsWithoutIndex { of, paths } => format!(
            "paths on which an index was without members, or without weight, at a month end, of {of}, \
             on which it is unknown: {}",
            paths.join(", ")
        ),
        PathNote::PathCycles { run_in_months } => {
            let all = "measures are over cycles, from just after a June implementation up to and \
                       including the next";
            match run_in_months {
                0 => format!("{all}: none is cut, as paths begin and end with one"),
                months => format!(
                    "{all}: none is cut; the {} before the first, run as well, {} in no measure but fan.csv",
                    if *months == 1 { "month".to_owned() } else { format!("{months} months") },
                    if *months == 1 { "is" } else { "are" }
                ),
            }
        }
        PathNote::PathDrift { every_months } => format!(
            "drift, and time in the wrong index, are those of one month end of {every_months}, in the middle of as \
             many months of a cycle"
        ),
        PathNote::PathWeights { floats_known } => {
            let floats = match floats_known {
                0 => "no float is known, and all shares count as available".to_owned(),
                known => format!(
                    "floats are known of {known} companies and change now and then; of others all \
                     shares count as available"
                ),
            };
            format!(
                "companies' shares change once a quarter by what was measured for their size; index \
                 shares and floats follow with the quarterly updates, beyond their buffers; {floats}"
            )
        }
        PathNote::PathScreens => {
            "every company is eligible from the smallest cap on and, where it is \
                              ranked for a reconstitution, from the smallest price on, which drift \
                              leaves alone; other screens and share classes are not simulated"
                .to_owned()
        }
        PathNote::TradingCosts { assets } => format!(
            "cost of trading: funds of {} trade at the close of the implementation day, half spread \
             and square-root impact by size bucket, all of it assumed (trading in summary.json)",
            assets.join(", ")
        ),
    }
}
