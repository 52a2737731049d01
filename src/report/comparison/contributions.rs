//! `contributions.csv`: the largest positive and negative contributions to the returns of the Russell
//! 1000 and 2000 in every period; fractions.

use super::{ComparisonReport, SCHEDULE};
use crate::analysis::backtest::Contribution;
use crate::report::table::{Table, table};
use crate::study::comparison::Schedule;

table! {
    TABLE = "contributions", "a large contribution to a period's return";
    |(schedule, c): (&Schedule, &Contribution)|
    DATE: Date("date", "last day of the period") = c.date,
    SCHEDULE: Text = &schedule.name,
    INDEX: Text("index", "the index") = <&str>::from(c.index),
    SYMBOL: Text("symbol", "ticker of the line") = &c.symbol,
    WEIGHT: Fraction("weight", "its weight at the start of the period") = c.weight,
    PRICE_RETURN: Fraction("price_return", "its price return") = c.price_return,
    CONTRIBUTION: Fraction("contribution", "weight x return") = c.contribution,
}

/// The table: by schedule, date and index, the largest first.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::of(move |rows| {
        rows.all(report.compared.schedules.iter().flat_map(|schedule| {
            schedule.backtest.contributions.iter().map(move |of| (schedule, of))
        }))
    })
}
