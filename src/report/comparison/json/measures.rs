//! Measures in the summary of a comparison.

use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::analysis::comparison::ComparisonRow;
use crate::report::summary::ByName;
use crate::simulation::measures::Statistic;
use crate::universe::Index;

/// Measures by name and index.
pub(super) type Measures<'a> = ByName<Statistic, ByName<&'static str, OfIndex<'a>>>;

/// A measure of an index, by schedule, rounded as in `comparison.csv`; null if unknown.
#[derive(Serialize, JsonSchema)]
pub(super) struct OfIndex<'a> {
    /// The values.
    values: BySchedule<'a>,
    /// Standard errors of the values as means over complete cycles.
    standard_errors: BySchedule<'a>,
    /// The values less that of the first schedule.
    differences: BySchedule<'a>,
    /// Standard errors of the differences.
    difference_standard_errors: BySchedule<'a>,
    /// Lower ends of the confidence intervals of the differences.
    difference_lows: BySchedule<'a>,
    /// Upper ends of the confidence intervals of the differences.
    difference_highs: BySchedule<'a>,
    /// The values in each of `cycles`; empty for a measure that is not taken by cycle.
    cycles: ByName<&'a str, Vec<Number>>,
}

/// A number for every schedule.
type BySchedule<'a> = ByName<&'a str, Number>;

/// A rounded number, written without a decimal point if it has no decimal places.
#[derive(JsonSchema)]
#[schemars(with = "Option<f64>")]
struct Number {
    value: Option<f64>,
    places: usize,
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value.and_then(|value| value.to_i64()).filter(|_| self.places == 0) {
            Some(whole) => serializer.serialize_i64(whole),
            None => self.value.serialize(serializer),
        }
    }
}

/// Measures by name and index; the rows are in this order.
pub(super) fn measures(rows: &[ComparisonRow]) -> Measures<'_> {
    let of_measures = rows.chunk_by(|a, b| a.statistic == b.statistic);
    of_measures.map(|rows| (rows[0].statistic, by_index(rows))).collect()
}

/// One measure, by index.
fn by_index(rows: &[ComparisonRow]) -> ByName<&'static str, OfIndex<'_>> {
    let name = |index: Option<Index>| index.map_or("family", <&str>::from);
    let of_indexes = rows.chunk_by(|a, b| a.index == b.index);
    of_indexes.map(|rows| (name(rows[0].index), OfIndex::new(rows))).collect()
}

impl<'a> OfIndex<'a> {
    /// A measure from its rows, one for each schedule.
    fn new(rows: &'a [ComparisonRow]) -> Self {
        let of = |of: fn(&ComparisonRow) -> Option<f64>| -> BySchedule<'a> {
            let number = |row| Number { value: of(row), places: row.places };
            rows.iter().map(|row| (row.schedule.as_str(), number(row))).collect()
        };
        let of_cycles = |row: &ComparisonRow| {
            let number = |value: &Option<f64>| Number { value: *value, places: row.places };
            row.of_cycles.iter().map(number).collect()
        };
        Self {
            values: of(|row| row.value),
            standard_errors: of(|row| row.spread.standard_error),
            differences: of(|row| row.difference),
            difference_standard_errors: of(|row| row.difference_spread.standard_error),
            difference_lows: of(|row| row.difference_spread.low()),
            difference_highs: of(|row| row.difference_spread.high()),
            cycles: rows.iter().map(|row| (row.schedule.as_str(), of_cycles(row))).collect(),
        }
    }
}
