//! `timing_luck.csv`: how much results depend on the dates, for every rule whose days were shifted.

use super::measures::spread;
use crate::report::table::Holds::{Count, Number, Text};
use crate::report::table::{Column, Table, col};
use crate::study::sweep::{Luck, Swept};

/// The columns.
pub(super) const COLUMNS: [Column; 14] = [
    col("rule", Text, "the rule, without what moves its days"),
    col("shifts", Count, "how many days were tried, its own included where it is among them"),
    col("measure", Text, "the measure; `rankday columns comparison` has its meaning"),
    col("index", Text, "the index; empty for measures of the family as a whole"),
    col("unit", Text, "the unit"),
    col("mean", Number, "mean over the shifts"),
    col("smallest", Number, "the smallest of them"),
    col("largest", Number, "the largest"),
    col(
        "luck",
        Number,
        "timing luck: sample standard deviation over the shifts, where it is known of each cycle or path the mean \
         over them",
    ),
    col(
        "sample",
        Count,
        "how many complete cycles or paths that mean is of; empty where it is none",
    ),
    col("standard_error", Number, "standard error of that mean"),
    col("low", Number, "lower end of its confidence interval"),
    col("high", Number, "upper end of it"),
    col("of_first", Number, "the luck as a part of that of the first rule whose days were moved"),
];

/// Decimal places of the ratio to the first rule.
const PART: usize = 4;

/// The table: by rule, then by measure and index.
pub(super) fn table(swept: &Swept) -> Table<'_> {
    Table::new("timing_luck", "a measure of a rule whose days were moved", &COLUMNS, |rows| {
        swept.luck.iter().try_for_each(|luck| {
            rows.text(&luck.rule)
                .count(luck.shifts)
                .text(&luck.measure)
                .text(luck.index.map_or("", Into::into))
                .text(luck.unit.name())
                .number(luck.mean, luck.places)
                .number(luck.range.0, luck.places)
                .number(luck.range.1, luck.places)
                .number(luck.deviation, luck.places);
            spread(rows, &luck.spread, luck.places);
            rows.known(of_first(swept, luck), PART).end()
        })
    })
}

/// Timing luck relative to that of the first rule; `None` if that is zero or unknown.
pub(super) fn of_first(swept: &Swept, own: &Luck) -> Option<f64> {
    let is_same = |luck: &&Luck| luck.measure == own.measure && luck.index == own.index;
    let first = swept.luck.iter().find(is_same)?;
    (first.deviation > 0.0).then(|| own.deviation / first.deviation)
}
