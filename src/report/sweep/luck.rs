//! `timing_luck.csv`: how much results depend on the dates, for every rule whose days were shifted.

use crate::report::table::{Table, table};
use crate::study::sweep::{Luck, Swept};

/// Decimal places of the ratio to the first rule.
const PART: usize = 4;

table! {
    TABLE = "timing_luck", "a measure of a rule whose days were moved";
    |(swept, luck): (&Swept, &Luck)|
    RULE: Text("rule", "the rule, without what moves its days") = &luck.rule,
    SHIFTS: Count(
        "shifts",
        "how many days were tried, its own included where it is among them; on paths those on one \
         step count as one"
    ) = luck.shifts,
    MEASURE: Text("measure", "the measure; `rankday columns comparison` has its meaning")
        = luck.statistic,
    INDEX: Text("index", "the index; empty for measures of the family as a whole")
        = luck.index.map_or("", <&str>::from),
    UNIT: Text("unit", "the unit") = luck.unit().name(),
    MEAN: Number("mean", "mean over the shifts") = (luck.mean, luck.places),
    SMALLEST: Number("smallest", "the smallest of them") = (luck.range.0, luck.places),
    LARGEST: Number("largest", "the largest") = (luck.range.1, luck.places),
    OF_MEANS: Number(
        "of_means",
        "sample standard deviation of these means over the shifts: what the days differ by in the whole sample, \
         which is not luck"
    ) = (luck.of_means, luck.places),
    LUCK: Number(
        "luck",
        "timing luck: sample standard deviation over the shifts, where it is known of each cycle \
         or path the mean over them; on paths it is that of a mean over the path, which falls with its years"
    ) = (luck.deviation, luck.places),
    SAMPLE: Count(
        "sample",
        "how many complete cycles or paths that mean is of; empty where it is none"
    ) = luck.spread.cycles,
    STANDARD_ERROR: Number("standard_error", "standard error of that mean")
        = (luck.spread.standard_error, luck.places),
    LOW: Number("low", "lower end of its confidence interval, 0 at the least") = (luck.spread.low(), luck.places),
    HIGH: Number("high", "upper end of it") = (luck.spread.high(), luck.places),
    DIFFERENCE: Number(
        "difference",
        "the luck less that of the first rule: mean of the differences, cycle by cycle or path by path"
    ) = (luck.difference, luck.places),
    DIFFERENCE_ERROR: Number("difference_standard_error", "standard error of that mean")
        = (luck.difference_spread.standard_error, luck.places),
    DIFFERENCE_LOW: Number("difference_low", "lower end of its confidence interval")
        = (luck.difference_spread.low(), luck.places),
    DIFFERENCE_HIGH: Number("difference_high", "upper end of it")
        = (luck.difference_spread.high(), luck.places),
    OF_FIRST: Number(
        "of_first",
        "the luck over that of the first rule whose days were moved; empty where that is 0"
    ) = (of_first(swept, luck), PART),
}

/// The table: by rule, then by measure and index.
pub(super) fn table(swept: &Swept) -> Table<'_> {
    Table::of(move |rows| rows.all(swept.luck.iter().map(|luck| (swept, luck))))
}

/// Timing luck relative to that of the first rule; `None` if that is zero or unknown.
pub(super) fn of_first(swept: &Swept, own: &Luck) -> Option<f64> {
    let is_same = |luck: &&Luck| luck.statistic == own.statistic && luck.index == own.index;
    let first = swept.luck.iter().find(is_same)?;
    (first.deviation > 0.0).then(|| own.deviation / first.deviation)
}
