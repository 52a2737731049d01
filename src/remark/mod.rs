//! A remark on a result: what it says as a value, with its severity and its figures.
//!
//! Every floor makes remarks and none words them: the sentences are in [`crate::report::remarks`].
//! Figures are plain numbers and texts, so that a remark can be written to JSON and read back.

mod kind;
mod reading;

use std::cmp::Ordering;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use kind::{
    Beginning, ImportCount, ImportList, Kind, MovedDays, Named, Quantity, Unfinished,
    UnknownReturns,
};

pub use reading::ReadingNote;

use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// How much a remark matters, the gravest first.
    pub enum Severity {
        /// The result is likely wrong.
        Warning,
        /// It moves numbers of the result.
        Assumption,
        /// It helps to read the result.
        Note,
    }
);

/// How much of a result a remark touches, as far as that is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// The largest part of the members or of the weight that it touches, from 0 to 1.
    pub part: Option<f64>,
    /// Members, lines or companies that it touches.
    pub members: Option<u64>,
    /// Part of the weight that it touches, from 0 to 1.
    pub weight: Option<f64>,
    /// Dollars that it touches.
    pub usd: Option<Decimal>,
}

/// A place in an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The file as reports call it.
    pub file: String,
    /// Line, counted from 1; `None` where the remark is on the whole file.
    pub line: Option<u64>,
    /// The column, where it is one.
    pub column: Option<String>,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// What it says, with its figures.
    pub kind: Kind,
    /// The day that it is about, where there are several.
    pub day: Option<NaiveDate>,
    /// What it touches.
    pub effect: Effect,
    /// Where in the inputs it was found.
    pub places: Vec<Place>,
}

impl From<ReadingNote> for Remark {
    fn from(reading: ReadingNote) -> Self {
        Kind::Read(reading).into()
    }
}

impl From<Kind> for Remark {
    fn from(kind: Kind) -> Self {
        Self { kind, day: None, effect: Effect::default(), places: Vec::new() }
    }
}

/// A part of a whole, rounded so that it is the same after it was written and read.
fn part(count: usize, whole: usize) -> f64 {
    rounded(count as f64 / whole.max(1) as f64)
}

fn rounded(part: f64) -> f64 {
    (part * 1e6).round() / 1e6
}

impl Remark {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// The same, on so many of all members (or lines, or companies).
    #[must_use]
    pub fn on(mut self, members: usize, of: usize) -> Self {
        self.effect.members = Some(members as u64);
        let own = part(members, of).min(1.0);
        self.effect.part = Some(self.effect.part.map_or(own, |part| part.max(own)));
        self
    }

    /// The same, on a part of the weight, from 0 to 1.
    #[must_use]
    pub fn weighing(mut self, weight: f64) -> Self {
        if weight.is_finite() {
            let weight = rounded(weight.clamp(0.0, 1.0));
            self.effect.weight = Some(weight);
            self.effect.part = Some(self.effect.part.map_or(weight, |part| part.max(weight)));
        }
        self
    }

    /// The same, on all of the result.
    #[must_use]
    pub fn on_everything(mut self) -> Self {
        self.effect.part = Some(1.0);
        self
    }

    /// The same, on so many dollars.
    #[must_use]
    pub fn moving(mut self, usd: Decimal) -> Self {
        self.effect.usd = Some(usd);
        self
    }

    /// The same, of a day.
    #[must_use]
    pub fn of_day(mut self, day: NaiveDate) -> Self {
        self.day = Some(day);
        self
    }

    /// The same, found there.
    #[must_use]
    pub fn at(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.places.extend(places);
        self
    }

    /// The order in which remarks are said: by severity, then the larger effect first. Remarks of the
    /// same severity of which nothing is known keep their order at the end.
    fn order(&self, other: &Self) -> Ordering {
        let by_part = |r: &Self| r.effect.part.unwrap_or(-1.0);
        // Causes are warned of before what follows from them: warnings keep their order.
        let by_effect = match self.severity() {
            Severity::Warning => Ordering::Equal,
            _ => by_part(other)
                .total_cmp(&by_part(self))
                .then_with(|| other.effect.usd.cmp(&self.effect.usd)),
        };
        self.severity().cmp(&other.severity()).then(by_effect)
    }
}

/// Puts remarks into the order in which they are said.
pub fn sort(remarks: &mut [Remark]) {
    remarks.sort_by(Remark::order);
}

/// The remarks of a severity.
pub fn of_severity(remarks: &[Remark], severity: Severity) -> impl Iterator<Item = &Remark> {
    remarks.iter().filter(move |remark| remark.severity() == severity)
}
