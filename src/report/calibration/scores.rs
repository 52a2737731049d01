//! `scores.csv`: Brier scores of the forecasts, of climatology, and of the rules applied on the day of the
//! forecast.

use super::PLACES;
use super::groups::{Group, groups};
use crate::report::table::{Table, table};
use crate::study::comparison::Calibrated;

/// A kind of forecast.
struct Scored<'a>(Group<'a>);

table! {
    TABLE = "scores", "a kind of forecast";
    |c: Scored<'_>|
    Group = &c.0,
    FORECASTS: Count("forecasts", "how many forecasts") = c.0.of.all().pairs,
    EXPECTED: Number("expected", "the sum of their probabilities") = (c.0.of.all().expected, 2),
    CAME_TRUE: Count("came_true", "how many of them came true") = c.0.of.all().came_true,
    BRIER: Number("brier", "mean squared error of the probabilities") = (c.0.of.brier(), PLACES),
    CLIMATOLOGY: Number("climatology", "Brier score of always forecasting the base rate")
        = (c.0.of.climatology(), PLACES),
    IF_RANKED_TODAY: Number(
        "if_ranked_today",
        "Brier score of the rules applied on the day of the forecast"
    ) = (c.0.of.brier_if_ranked_today(), PLACES),
    SKILL: Number("skill", "1 - brier / climatology") = (c.0.of.skill(), PLACES),
}

/// The table, by group.
pub(super) fn table(found: &Calibrated) -> Table<'_> {
    Table::of(move |rows| rows.all(groups(found).map(Scored)))
}
