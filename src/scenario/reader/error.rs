//! Why a value of a scenario does not fit, in the terms of the file format.

use std::fmt;
use std::ops::Range;

use serde::de::{self, Unexpected};

use crate::refusal::Refusal;
use crate::universe::table::closest;
use crate::universe::{cut, shorten};

/// Why a value does not fit, and its place in the text.
#[derive(Debug)]
pub(in crate::scenario) struct ReadError {
    /// Its bytes in the text; `None` for a value that was not parsed from the text.
    pub(in crate::scenario) span: Option<Range<usize>>,
    pub(in crate::scenario) refusal: Refusal,
    /// Whether the remedy is worded by a Rust type rather than in the terms of the file format.
    is_of_type: bool,
}

impl ReadError {
    fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { span: None, refusal: Refusal::new(problem, remedy), is_of_type: false }
    }

    /// The fault of a value where another kind of value was expected.
    pub(super) fn unfit(found: &str, expected: &str) -> Self {
        let error = Self::new(format!("{found} cannot stand here"), format!("write {expected}"));
        Self { is_of_type: true, ..error }
    }

    pub(super) fn too_large() -> Self {
        Self::new(
            "the number is larger than a scenario can say",
            "write a smaller one (whole numbers go up to 9223372036854775807; a larger seed is given with \
             --seed)",
        )
    }

    /// Words the fault for a float, which may have been passed to the type as text.
    pub(super) fn of_float(self, number: f64) -> Self {
        /// The smallest nonzero decimal.
        const LEAST: f64 = 1e-28;
        if !self.is_of_type {
            return self;
        }
        if number != 0.0 && number.abs() < LEAST {
            let problem = format!("{number:?} has more decimal places than a number may have");
            return Self::new(problem, "write 28 at the most, or 0");
        }
        let Refusal { remedy, .. } = self.refusal;
        let refusal = Refusal::new(format!("{number:?} cannot stand here"), remedy);
        Self { refusal, ..self }
    }

    /// The fault of a single table that is written in double brackets.
    pub(super) fn doubled(table: Option<&str>, keys: &[&str]) -> Self {
        let table = shorten(table.unwrap_or_default());
        Self::new(
            format!("[[{table}]] is a table that stands once"),
            format!("write [{table}] in single brackets; its keys are {}", keys.join(", ")),
        )
    }

    /// Adds the place, and a remedy worded in the terms of the file format, unless a value further inside is
    /// at fault and has them already.
    pub(super) fn at(mut self, span: Option<Range<usize>>, wanted: Option<&str>) -> Self {
        if let Some(wanted) = wanted.filter(|_| self.is_of_type) {
            self.refusal.remedy = format!("write {wanted}");
        }
        Self { span: self.span.or(span), is_of_type: false, ..self }
    }
}

/// Describes a value that was found.
pub(super) fn in_words(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("boolean {value}"),
        Unexpected::Unsigned(number) => format!("integer {number}"),
        Unexpected::Signed(number) => format!("integer {number}"),
        Unexpected::Float(number) => format!("floating point {number:?}"),
        Unexpected::Str(text) => format!("string \"{}\"", shorten(text)),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a table".to_owned(),
        other => cut(&other.to_string()).into_owned(),
    }
}

/// The remedy for an unknown word: suggests the closest known one, or else lists all.
fn meant(word: &str, known: &[&str]) -> String {
    closest(word, known.iter().copied()).map_or_else(
        || format!("known are {}", known.join(", ")),
        |near| format!("did you mean \"{near}\"?"),
    )
}

impl de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string(), "write another value")
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::invalid_value(found, expected)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        match found {
            // As `Refusal::of_value` makes it.
            Unexpected::Other(problem) => Self::new(problem, expected.to_string()),
            found => Self::unfit(&in_words(found), &expected.to_string()),
        }
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        Self::new(format!("unknown value \"{}\"", shorten(word)), meant(word, known))
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        Self::new(format!("unknown key \"{}\"", shorten(key)), meant(key, known))
    }

    fn missing_field(key: &'static str) -> Self {
        let example = match key {
            "event" | "universe" => "june-2026",
            "market" | "compare" => "annual-vs-semi-annual",
            key => return Self::new(format!("key \"{key}\" is missing"), "add it"),
        };
        let or = match key {
            "market" => ", or [paths], as scenarios/two-schedules.toml has it",
            _ => "",
        };
        Self::new(
            format!("section [{key}] is missing"),
            format!("add it, as scenarios/{example}.toml has it{or}"),
        )
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal.fmt(f)
    }
}

impl std::error::Error for ReadError {}
