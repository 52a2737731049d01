//! `sweep.csv`: every measure of every combination, with its difference from the current rule.

use super::combinations::{COMBINATION, RULE};
use crate::analysis::comparison::Spread;
use crate::report::table::Holds::{Count, Number, Text};
use crate::report::table::{Column, Rows, Table, col};
use crate::study::sweep::{Figure, Swept};

/// The columns.
pub(super) const COLUMNS: [Column; 16] = [
    COMBINATION,
    RULE,
    col("measure", Text, "the measure; `rankday columns comparison` has unit and meaning"),
    col("index", Text, "the index; empty for measures of the family as a whole"),
    col("unit", Text, "the unit of the value, of its standard error and its interval"),
    col("value", Number, "the value, a mean over cycles or paths; empty where it is unknown"),
    col(
        "sample",
        Count,
        "number of complete cycles of a history, or of paths, in the mean; empty for a value that is no mean",
    ),
    col(
        "standard_error",
        Number,
        "standard error of the mean: deviation between cycles or paths / sqrt(sample)",
    ),
    col("low", Number, "lower end of the mean's confidence interval: mean - t x standard error"),
    col("high", Number, "upper end of it"),
    col(
        "difference_unit",
        Text,
        "the unit of the difference; for fractions pp, 0.01 being one point",
    ),
    col("difference", Number, "the value less that of combination 1"),
    col("difference_sample", Count, "how many cycles or paths have a value under both"),
    col(
        "difference_standard_error",
        Number,
        "standard error of the mean of the paired differences",
    ),
    col("difference_low", Number, "lower end of its confidence interval"),
    col("difference_high", Number, "upper end of it"),
];

/// The table: by measure, index and combination.
pub(super) fn table(swept: &Swept) -> Table<'_> {
    Table::new("sweep", "a measure of a combination", &COLUMNS, |rows| {
        swept.figures.iter().try_for_each(|figure| {
            let Figure { measure, unit, places, .. } = figure;
            rows.count(figure.combination + 1)
                .text(&swept.sweep.combinations[figure.combination].name)
                .text(measure)
                .text(figure.index.map_or("", Into::into))
                .text(unit.name())
                .known(figure.value, *places);
            spread(rows, &figure.spread, *places);
            rows.text(unit.of_differences()).known(figure.difference, *places);
            spread(rows, &figure.difference_spread, *places);
            rows.end()
        })
    })
}

/// Sample, standard error and interval.
pub(super) fn spread(rows: &mut Rows<'_>, spread: &Spread, places: usize) {
    rows.known_count(spread.cycles)
        .known(spread.standard_error, places)
        .known(spread.interval.map(|(low, _)| low), places)
        .known(spread.interval.map(|(_, high)| high), places);
}
