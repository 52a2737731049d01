//! `summary.json` of a comparison: dates, schedules, measures, streaks, checks, inputs, remarks.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::ComparisonReport;
use super::events::kind;

use crate::analysis::comparison::{ComparisonRow, HistoryCycle};
use crate::market::history::Unapplied;
use crate::methodology::Parameters;
use crate::report::remarks::Said;
use crate::report::story;
use crate::report::table::{FRACTION, push_number};
use crate::scenario::InputRecord;
use crate::simulation::measures::{Measure, of_history};
use crate::study::comparison::{Compared, Schedule};

/// Version of the layout.
pub const SCHEMA: &str = "rankday.comparison/3";

/// The document. Units of the measures are listed by `rankday columns comparison`.
#[derive(Serialize)]
struct Summary<'a> {
    schema: &'static str,
    tool: &'static str,
    scenario: &'a str,
    description: &'a str,
    conclusions: Vec<Value>,
    history: Value,
    cycles: Vec<Value>,
    schedules: Vec<Value>,
    units: BTreeMap<&'static str, Value>,
    measures: Measures<'a>,
    streaks: Vec<Value>,
    membership_checks: BTreeMap<i32, Vec<Value>>,
    repairs: Value,
    parameters: &'a Parameters,
    inputs: &'a [InputRecord],
    remarks: Vec<Said<'a>>,
}

/// Writes the summary.
///
/// # Errors
/// Errors of the writer.
pub fn write(report: &ComparisonReport<'_>, mut out: impl Write) -> io::Result<()> {
    let compared = report.compared;
    let scenario = &compared.scenario;
    let days = compared.history.backtest_days();
    let repairs = &compared.repairs;
    let summary = Summary {
        schema: SCHEMA,
        tool: crate::TOOL,
        scenario: &scenario.name,
        description: &scenario.description,
        conclusions: story::conclusions(report).iter().map(story::Conclusion::json).collect(),
        history: json!({
            "first_close": days[0].date,
            "last_close": days[days.len() - 1].date,
            "closes": days.len(),
            "lines": compared.lines,
        }),
        cycles: report.comparison.cycles.all.iter().map(cycle).collect(),
        schedules: compared.schedules.iter().map(|s| schedule(compared, s)).collect(),
        units: units(),
        measures: Measures(&report.comparison.rows),
        streaks: streaks(report),
        membership_checks: checks(compared),
        repairs: json!({
            "caps_held_at_last_good_share_count": repairs.caps_held.len(),
            "share_counts_restated": repairs.restated.len(),
            "share_count_jumps_taken": repairs.jumps_taken.len(),
            "returns_corrected_for_splits": repairs.returns_corrected.len(),
            "tickers_that_go_on": repairs.goes_on.len(),
            "actions_not_applied": compared.unapplied.iter().map(Unapplied::in_words).collect::<Vec<_>>(),
        }),
        parameters: &scenario.parameters,
        inputs: &compared.inputs,
        remarks: Said::all(&compared.remarks),
    };
    let mut text = serde_json::to_vec_pretty(&summary)?;
    text.push(b'\n');
    out.write_all(&text)
}

/// Units of the measures and of their differences.
fn units() -> BTreeMap<&'static str, Value> {
    let unit = |measure: &Measure| json!({ "value": measure.unit.name(), "difference": measure.unit.of_differences() });
    of_history().map(|measure| (measure.name, unit(measure))).collect()
}

fn cycle(of: &HistoryCycle) -> Value {
    json!({
        "name": of.cycle.name(),
        "after": of.cycle.after,
        "through": of.cycle.through,
        "complete": of.is_complete,
        "closes": of.closes.len(),
    })
}

fn schedule(compared: &Compared, schedule: &Schedule) -> Value {
    let history = &compared.history;
    let close = |date: NaiveDate| history.day_at(date).map(|day| history.days[day].date);
    let timetable = &schedule.timetable;
    let reconstitutions: Vec<Value> = timetable
        .events
        .iter()
        .map(|event| {
            json!({
                "name": event.name,
                "rank_day": event.event.rank_day,
                "rank_day_close": close(event.event.rank_day),
                "lockdown_start": event.event.lockdown_start,
                "implementation": event.event.implementation,
                "implementation_close": close(event.event.implementation),
                "effective_open": event.event.effective_open,
                "basis": {
                    "rank_day": event.event.basis.rank_day,
                    "lockdown_start": event.event.basis.lockdown_start,
                    "implementation": event.event.basis.implementation,
                },
            })
        })
        .collect();
    let quarters: Vec<Value> = timetable
        .quarters
        .iter()
        .map(|quarter| {
            json!({
                "name": quarter.name(),
                "cut_off": quarter.cut_off,
                "cut_off_close": close(quarter.cut_off),
                "effective": quarter.effective,
                "effective_close": close(quarter.effective),
                "basis": {
                    "cut_off": quarter.cut_off_basis,
                    "cut_off_of_shares": quarter.shares_basis,
                    "effective": quarter.effective_basis,
                },
            })
        })
        .collect();
    let mut events: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &schedule.backtest.events {
        *events.entry(kind(event.kind)).or_default() += 1;
    }
    json!({
        "name": schedule.name,
        "reconstitutions": reconstitutions,
        "quarters": quarters,
        "events_by_kind": events,
        "ledger_rows": schedule.ledger.rows.len(),
        "unfinished": timetable.unfinished,
        "moved": timetable.moved,
    })
}

/// Measures by name, index (`family` for the family as a whole) and schedule. Serialised straight from
/// the rows, because there are thousands.
struct Measures<'a>(&'a [ComparisonRow]);

impl Serialize for Measures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of_one = self.0.chunk_by(|a, b| a.statistic == b.statistic);
        serializer.collect_map(of_one.map(|rows| (rows[0].statistic, ByIndex(rows))))
    }
}

/// One measure, by index.
struct ByIndex<'a>(&'a [ComparisonRow]);

impl Serialize for ByIndex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of_one = self.0.chunk_by(|a, b| a.index == b.index);
        serializer.collect_map(of_one.map(|rows| {
            let index = rows[0].index.map_or("family", <&str>::from);
            let of = |of| BySchedule { rows, of };
            let measure = OfIndex {
                values: of(|row| row.value),
                standard_errors: of(|row| row.spread.standard_error),
                differences: of(|row| row.difference),
                difference_standard_errors: of(|row| row.difference_spread.standard_error),
                difference_lows: of(|row| row.difference_spread.interval.map(|(low, _)| low)),
                difference_highs: of(|row| row.difference_spread.interval.map(|(_, high)| high)),
                cycles: ByCycle(rows),
            };
            (index, measure)
        }))
    }
}

/// One measure of one index.
#[derive(Serialize)]
struct OfIndex<'a> {
    values: BySchedule<'a>,
    standard_errors: BySchedule<'a>,
    differences: BySchedule<'a>,
    difference_standard_errors: BySchedule<'a>,
    difference_lows: BySchedule<'a>,
    difference_highs: BySchedule<'a>,
    cycles: ByCycle<'a>,
}

/// Values of every schedule in each cycle, in the order of `cycles`; empty for a measure that is not
/// taken by cycle.
struct ByCycle<'a>(&'a [ComparisonRow]);

impl Serialize for ByCycle<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let numbers = |row: &ComparisonRow| {
            let number = |value: &Option<f64>| Number { value: *value, places: row.places };
            row.of_cycles.iter().map(number).collect::<Vec<_>>()
        };
        serializer.collect_map(self.0.iter().map(|row| (&row.schedule, numbers(row))))
    }
}

/// A number for every schedule, as in `comparison.csv`.
struct BySchedule<'a> {
    rows: &'a [ComparisonRow],
    of: fn(&ComparisonRow) -> Option<f64>,
}

impl Serialize for BySchedule<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = |row| Number { value: (self.of)(row), places: row.places };
        serializer.collect_map(self.rows.iter().map(|row| (&row.schedule, number(row))))
    }
}

/// A rounded number, written without a decimal point if it has no decimal places.
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

/// A fraction, rounded as in the tables.
fn fraction(value: f64) -> Option<f64> {
    let mut text = Vec::new();
    push_number(&mut text, value, FRACTION);
    serde_json::from_slice(&text).ok()
}

fn streaks(report: &ComparisonReport<'_>) -> Vec<Value> {
    let schedules = report.compared.schedules.iter().zip(&report.comparison.streaks);
    schedules
        .map(|(schedule, streak)| match streak {
            None => json!({ "schedule": schedule.name, "periods": 0 }),
            Some(streak) => json!({
                "schedule": schedule.name,
                "index": "R2000",
                "benchmark": "R1000",
                "periods": streak.periods,
                "first": streak.first,
                "last": streak.last,
                "index_return": fraction(streak.index_return),
                "benchmark_return": fraction(streak.benchmark_return),
                "outperformance": fraction(streak.outperformance()),
            }),
        })
        .collect()
}

/// Membership checks by the year of their lists.
fn checks(compared: &Compared) -> BTreeMap<i32, Vec<Value>> {
    let mut years: BTreeMap<i32, Vec<Value>> = BTreeMap::new();
    for schedule in &compared.schedules {
        for check in &schedule.backtest.checked {
            years.entry(check.held_on.year()).or_default().push(json!({
                "schedule": schedule.name,
                "index": check.index,
                "held_on": check.held_on,
                "close": check.date,
                "listed": check.listed,
                "held": check.held,
                "both": check.both,
                "of_listed": check.of_listed().and_then(fraction),
                "of_held": check.of_held().and_then(fraction),
            }));
        }
    }
    years
}
