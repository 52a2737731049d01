//! `frontier.csv`: the combinations that no other beats in turnover, drift and cost.

use super::combinations::{COMBINATION, RULE};
use crate::report::table::{Table, table};
use crate::study::sweep::{RulePoint, Swept};
use crate::universe::Index;

/// A combination on the frontier of an index.
struct Best<'a> {
    index: Index,
    rule: &'a str,
    point: RulePoint<'a>,
}

table! {
    TABLE = "frontier", "a combination that no other beats, of an index";
    |c: Best<'_>|
    INDEX: Text("index", "the index whose turnover and drift are weighed") = <&str>::from(c.index),
    COMBINATION: Count = c.point.combination + 1,
    RULE: Text = c.rule,
    TURNOVER: Fraction("turnover", "one-way turnover of the scheduled events of a cycle, a fraction")
        = (c.point.turnover.value, c.point.turnover.places),
    TURNOVER_DIFFERENCE: Fraction(
        "turnover_difference",
        "the same less that of combination 1, of the same cycles or paths"
    ) = (c.point.turnover.difference, c.point.turnover.places),
    TURNOVER_DIFFERENCE_LOW: Fraction(
        "turnover_difference_low",
        "lower end of its confidence interval"
    ) = (c.point.turnover.difference_spread.low(), c.point.turnover.places),
    TURNOVER_DIFFERENCE_HIGH: Fraction("turnover_difference_high", "upper end of it")
        = (c.point.turnover.difference_spread.high(), c.point.turnover.places),
    DRIFT: Fraction(
        "drift",
        "weight on the wrong side of the unbanded breaks, mean of a cycle's closes, a fraction"
    ) = (c.point.drift.value, c.point.drift.places),
    DRIFT_DIFFERENCE: Fraction("drift_difference", "the same less that of combination 1")
        = (c.point.drift.difference, c.point.drift.places),
    DRIFT_DIFFERENCE_LOW: Fraction("drift_difference_low", "lower end of its confidence interval")
        = (c.point.drift.difference_spread.low(), c.point.drift.places),
    DRIFT_DIFFERENCE_HIGH: Fraction("drift_difference_high", "upper end of it")
        = (c.point.drift.difference_spread.high(), c.point.drift.places),
    COST: Fraction(
        "cost",
        "what the funds that follow the indexes pay for trading a cycle, a fraction of their assets; \
         empty where nothing says it"
    ) = c.point.cost.map(|cost| (cost.value, cost.places)),
    COST_DIFFERENCE: Fraction("cost_difference", "the same less that of combination 1")
        = c.point.cost.map(|cost| (cost.difference, cost.places)),
    COST_DIFFERENCE_LOW: Fraction("cost_difference_low", "lower end of its confidence interval")
        = c.point.cost.map(|cost| (cost.difference_spread.low(), cost.places)),
    COST_DIFFERENCE_HIGH: Fraction("cost_difference_high", "upper end of it")
        = c.point.cost.map(|cost| (cost.difference_spread.high(), cost.places)),
}

/// The table: by index, then by turnover.
pub(super) fn table(swept: &Swept) -> Table<'_> {
    Table::of(move |rows| {
        for plane in swept.planes() {
            rows.all(plane.best().into_iter().map(|point| Best {
                index: plane.index,
                rule: &swept.sweep.combinations[point.combination].name,
                point: *point,
            }))?;
        }
        Ok(())
    })
}
