//! A remark on a result: its content as a value, with its severity and figures.
//!
//! Every layer makes remarks, but only [`crate::report::remarks`] turns them into sentences.
//! Figures are plain numbers and texts, so that a remark can be written to JSON and read back.

mod doubt;
mod histories;
mod inputs;
mod interim;
mod kind;
mod measures;
mod members;
mod paths;
mod projections;
mod reading;

use std::cmp::Ordering;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use doubt::{Doubt, MemberDoubt, OutcomeDoubt, PanelDoubt, ReturnForm, ValueDoubt};
pub use histories::{Beginning, HistoryNote, MovedDays, Named, Unfinished, UnknownReturns};
pub use inputs::{ChangedRule, ImportCount, ImportList, InputNote};
pub use interim::InterimNote;
pub use kind::{Kind, Quantity};
pub use measures::MeasureNote;
pub use members::MemberNote;
pub use paths::PathNote;
pub use projections::ProjectionNote;
pub use reading::ReadingNote;

use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// The severity of a remark, the most severe first.
    pub enum Severity {
        /// The result is likely wrong.
        Warning,
        /// It changes figures of the result.
        Assumption,
        /// It helps to interpret the result.
        Note,
    }
);

/// How much of a result a remark affects; `None` if unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// The larger of the fractions of members and of weight affected, from 0 to 1.
    pub part: Option<f64>,
    /// Number of members, lines or companies affected.
    pub members: Option<u64>,
    /// Fraction of the weight affected, from 0 to 1.
    pub weight: Option<f64>,
    /// Amount affected, USD.
    pub usd: Option<Decimal>,
}

/// A place in an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The file's name in reports.
    pub file: String,
    /// Line, counted from 1; `None` if the remark is on the whole file.
    pub line: Option<u64>,
    /// The column; `None` if the remark is on the whole line or file.
    pub column: Option<String>,
}

/// A remark on a result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// Its content, with its figures.
    #[serde(with = "through_value")]
    pub kind: Kind,
    /// The day that it refers to, if the result covers several.
    pub day: Option<NaiveDate>,
    /// How much of the result it affects.
    pub effect: Effect,
    /// Where in the inputs it was found.
    pub places: Vec<Place>,
}

/// There are some hundred kinds of remarks. Going through JSON values avoids generating their code
/// once more for each reader and writer.
mod through_value {
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de, ser};
    use serde_json::Value;

    use super::Kind;

    pub(super) fn serialize<S: Serializer>(kind: &Kind, serializer: S) -> Result<S::Ok, S::Error> {
        let value = serde_json::to_value(kind).map_err(ser::Error::custom)?;
        value.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Kind, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Kind::deserialize(value).map_err(de::Error::custom)
    }
}

/// The name of a variant, and its figures by name.
fn named<T: Serialize>(variant: &T) -> (String, serde_json::Map<String, serde_json::Value>) {
    use serde_json::Value;

    match serde_json::to_value(variant) {
        Ok(Value::String(name)) => (name, serde_json::Map::new()),
        Ok(Value::Object(of)) => match of.into_iter().next() {
            Some((name, Value::Object(figures))) => (name, figures),
            Some((name, _)) => (name, serde_json::Map::new()),
            None => Default::default(),
        },
        _ => Default::default(),
    }
}

impl From<Kind> for Remark {
    fn from(kind: Kind) -> Self {
        Self { kind, day: None, effect: Effect::default(), places: Vec::new() }
    }
}

/// A fraction, rounded so that it survives a round trip through text.
fn part(count: usize, whole: usize) -> f64 {
    rounded(count as f64 / whole.max(1) as f64)
}

fn rounded(part: f64) -> f64 {
    (part * 1e6).round() / 1e6
}

impl Remark {
    /// Its severity.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// Sets its effect: `members` affected out of `of` members, lines or companies.
    #[must_use]
    pub fn on(mut self, members: usize, of: usize) -> Self {
        self.effect.members = Some(members as u64);
        let own = part(members, of).min(1.0);
        self.effect.part = Some(self.effect.part.map_or(own, |part| part.max(own)));
        self
    }

    /// Sets the fraction of the weight affected, from 0 to 1.
    #[must_use]
    pub fn weighing(mut self, weight: f64) -> Self {
        if weight.is_finite() {
            let weight = rounded(weight.clamp(0.0, 1.0));
            self.effect.weight = Some(weight);
            self.effect.part = Some(self.effect.part.map_or(weight, |part| part.max(weight)));
        }
        self
    }

    /// Marks the whole result as affected.
    #[must_use]
    pub fn on_everything(mut self) -> Self {
        self.effect.part = Some(1.0);
        self
    }

    /// Sets the amount affected, USD.
    #[must_use]
    pub fn moving(mut self, usd: Decimal) -> Self {
        self.effect.usd = Some(usd);
        self
    }

    /// Sets the day that it refers to.
    #[must_use]
    pub fn of_day(mut self, day: NaiveDate) -> Self {
        self.day = Some(day);
        self
    }

    /// Sets the places in the inputs where it was found.
    #[must_use]
    pub fn at(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.places.extend(places);
        self
    }

    /// The order in which remarks are reported: by severity, then the larger effect first. Remarks
    /// with unknown effect follow the others of their severity, in their original order.
    fn order(&self, other: &Self) -> Ordering {
        let by_part = |r: &Self| r.effect.part.unwrap_or(-1.0);
        // Warnings keep their order, because causes come before their consequences.
        let by_effect = match self.severity() {
            Severity::Warning => Ordering::Equal,
            _ => by_part(other)
                .total_cmp(&by_part(self))
                .then_with(|| other.effect.usd.cmp(&self.effect.usd)),
        };
        self.severity().cmp(&other.severity()).then(by_effect)
    }
}

/// Sorts remarks into the order in which they are reported.
pub fn sort(remarks: &mut [Remark]) {
    remarks.sort_by(Remark::order);
}

/// The remarks of a severity.
pub fn of_severity(remarks: &[Remark], severity: Severity) -> impl Iterator<Item = &Remark> {
    remarks.iter().filter(move |remark| remark.severity() == severity)
}
