//! `contributions.csv`: the largest positive and negative contributions to the returns of the Russell
//! 1000 and 2000 in every period; fractions.

use super::ComparisonReport;
use crate::report::table::Holds::{Date, Fraction, Text};
use crate::report::table::{Column, FRACTION, Table, col};

/// The columns.
pub const COLUMNS: [Column; 7] = [
    col("date", Date, "last day of the period"),
    col("schedule", Text, "the schedule"),
    col("index", Text, "the index"),
    col("symbol", Text, "ticker of the line"),
    col("weight", Fraction, "its weight at the start of the period"),
    col("price_return", Fraction, "its price return"),
    col("contribution", Fraction, "weight x return"),
];

/// The table: by schedule, date and index, the largest first.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::new("contributions", "a large contribution to a period's return", &COLUMNS, |rows| {
        for schedule in &report.compared.schedules {
            for c in &schedule.backtest.contributions {
                rows.date(c.date)
                    .text(&schedule.name)
                    .text(c.index.into())
                    .text(&c.symbol)
                    .number(c.weight, FRACTION)
                    .number(c.price_return, FRACTION)
                    .number(c.contribution, FRACTION)
                    .end()?;
            }
        }
        Ok(())
    })
}
