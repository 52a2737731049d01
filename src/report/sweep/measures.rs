//! `sweep.csv`: every measure of every combination, with its difference from the current rule.

use super::combinations::{COMBINATION, RULE};
use crate::report::table::{Table, table};
use crate::study::sweep::{Figure, Swept};

table! {
    TABLE = "sweep", "a measure of a combination";
    |(swept, figure): (&Swept, &Figure)|
    COMBINATION: Count = figure.combination + 1,
    RULE: Text = &swept.sweep.combinations[figure.combination].name,
    MEASURE: Text(
        "measure",
        "the measure; `rankday columns comparison` has unit and meaning, and of a sweep over one event those of \
         turnover.csv in `rankday columns run-reports`"
    )
        = figure.statistic,
    INDEX: Text("index", "the index; empty for measures of the family as a whole")
        = figure.index.map_or("", <&str>::from),
    UNIT: Text("unit", "the unit of the value, of its standard error and its interval")
        = figure.unit().name(),
    VALUE: Number("value", "the value, a mean over cycles or paths; empty where it is unknown")
        = (figure.value, figure.places),
    SAMPLE: Count(
        "sample",
        "number of complete cycles of a history, or of paths, in the mean; empty for a value that \
         is no mean"
    ) = figure.spread.cycles,
    STANDARD_ERROR: Number(
        "standard_error",
        "standard error of the mean: deviation between cycles or paths / sqrt(sample)"
    ) = (figure.spread.standard_error, figure.places),
    LOW: Number("low", "lower end of the mean's confidence interval: mean - t x standard error")
        = (figure.spread.low(), figure.places),
    HIGH: Number("high", "upper end of it") = (figure.spread.high(), figure.places),
    DIFFERENCE_UNIT: Text(
        "difference_unit",
        "the unit of the difference; of fractions `pp as a fraction`: 0.01 is one percentage point"
    ) = figure.unit().of_differences(),
    DIFFERENCE: Number(
        "difference",
        "the value less that of combination 1; of a reconstitution with other days or files, less that of the same \
         with the rules of combination 1, and empty without one"
    )
        = (figure.difference, figure.places),
    DIFFERENCE_SAMPLE: Count(
        "difference_sample",
        "how many cycles or paths have a value under both"
    ) = figure.difference_spread.cycles,
    DIFFERENCE_STANDARD_ERROR: Number(
        "difference_standard_error",
        "standard error of the mean of the paired differences"
    ) = (figure.difference_spread.standard_error, figure.places),
    DIFFERENCE_LOW: Number("difference_low", "lower end of its confidence interval")
        = (figure.difference_spread.low(), figure.places),
    DIFFERENCE_HIGH: Number("difference_high", "upper end of it")
        = (figure.difference_spread.high(), figure.places),
    DIFFERENCE_MARGIN: Number("difference_margin", "half of that interval, which is as wide to either side")
        = (margin(figure), figure.places),
}

fn margin(figure: &Figure) -> Option<f64> {
    figure.difference_spread.interval.map(|(low, high)| (high - low) / 2.0)
}

/// The table: by measure, index and combination.
pub(super) fn table(swept: &Swept) -> Table<'_> {
    Table::of(move |rows| rows.all(swept.figures.iter().map(|figure| (swept, figure))))
}
