//! `forecasts.csv`: every forecast with its outcome.

use super::PLACES;
use crate::analysis::calibration::Pair;
use crate::report::run::EVENT;
use crate::report::table::{Table, table};
use crate::study::comparison::Calibrated;

/// Forecasts below this probability that did not come true are left out; scores count them.
const LEAST: f64 = 0.005;

table! {
    TABLE = "forecasts", "a forecast of a move of at least half a per cent, or of one that came true";
    |pair: &Pair|
    EVENT: Text = &pair.event,
    FROM: Date("from", "the close of the forecast") = pair.from,
    MONTHS: Count("months", "months to rank day") = pair.months,
    SYMBOL: Text("symbol", "ticker of the company") = &pair.symbol,
    MOVE: Text(
        "move",
        "add or delete (enters or leaves the Russell 3000), up or down, microcap_add or microcap_delete \
         (enters or leaves Microcap below the Russell 3000)"
    ) = pair.what.to_string(),
    PROBABILITY: Fraction(
        "probability",
        "the probability that was given; below 0.005 there are rows only of what came true: scores.csv \
         and reliability.csv count all forecasts"
    ) = (pair.probability, PLACES),
    CAME_TRUE: Count("came_true", "1 where it came true, else 0") = u64::from(pair.came_true),
    IF_RANKED_TODAY: Count("if_ranked_today", "1 where the rules of the day said so, else 0")
        = u64::from(pair.if_ranked_today),
}

/// The table, in the order of the forecasts.
pub(super) fn table(found: &Calibrated) -> Table<'_> {
    Table::of(move |rows| {
        rows.all(found.pairs.iter().filter(|pair| pair.came_true || pair.probability >= LEAST))
    })
}
