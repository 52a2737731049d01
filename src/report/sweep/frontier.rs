//! `frontier.csv`: the combinations that no other beats in turnover, drift and cost.

use super::combinations::{COMBINATION, RULE};
use crate::report::table::Holds::{Number, Text};
use crate::report::table::{Column, Rows, Table, col};
use crate::study::sweep::{Figure, Swept};

/// The columns.
pub(super) const COLUMNS: [Column; 15] = [
    col("index", Text, "the index whose turnover and drift are weighed"),
    COMBINATION,
    RULE,
    col("turnover", Number, "one-way turnover of the scheduled events of a cycle, a fraction"),
    col(
        "turnover_difference",
        Number,
        "the same less that of combination 1, of the same cycles or paths",
    ),
    col("turnover_difference_low", Number, "lower end of its confidence interval"),
    col("turnover_difference_high", Number, "upper end of it"),
    col(
        "drift",
        Number,
        "weight on the wrong side of the plain breaks, mean of a cycle's closes, a fraction",
    ),
    col("drift_difference", Number, "the same less that of combination 1"),
    col("drift_difference_low", Number, "lower end of its confidence interval"),
    col("drift_difference_high", Number, "upper end of it"),
    col(
        "cost",
        Number,
        "what the funds that follow the indexes pay for trading a cycle, a part of their assets; empty where \
         nothing says it",
    ),
    col("cost_difference", Number, "the same less that of combination 1"),
    col("cost_difference_low", Number, "lower end of its confidence interval"),
    col("cost_difference_high", Number, "upper end of it"),
];

/// The table: by index, then by turnover.
pub(super) fn table(swept: &Swept) -> Table<'_> {
    Table::new("frontier", "a combination that no other beats, of an index", &COLUMNS, |rows| {
        for plane in swept.planes() {
            for point in plane.best() {
                rows.text(plane.index.into())
                    .count(point.combination + 1)
                    .text(&swept.sweep.combinations[point.combination].name);
                let figures = [Some(point.turnover), Some(point.drift), point.cost];
                for figure in figures {
                    cells(rows, figure);
                }
                rows.end()?;
            }
        }
        Ok(())
    })
}

fn cells(rows: &mut Rows<'_>, figure: Option<&Figure>) {
    let places = figure.map_or(0, |figure| figure.places);
    let interval = figure.and_then(|figure| figure.difference_spread.interval);
    rows.known(figure.and_then(|figure| figure.value), places)
        .known(figure.and_then(|figure| figure.difference), places)
        .known(interval.map(|(low, _)| low), places)
        .known(interval.map(|(_, high)| high), places);
}
