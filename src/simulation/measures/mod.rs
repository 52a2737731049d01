//! The measures: the name, unit, subject, forms and meaning of each.
//!
//! Each measure is one constant in a file of this folder. The comparison of schedules along a history
//! ([`crate::analysis::comparison`]) and simulated paths ([`super::paths`]) fill them, and reports ask
//! for them by these constants. A name is looked up only where a user or a file gives one
//! ([`Statistic::named`]).

pub mod costs;
pub mod drift;
pub mod moves;
pub mod performance;
pub mod size;
mod statistic;
pub mod trades;
pub mod turnover;

use std::fmt;

pub use super::unit::{MONTHS, Unit};
pub use statistic::{Form, Statistic};

use crate::universe::Index;

/// The forms in which a measure is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forms {
    /// One value: over all complete cycles together, or at one close.
    Once,
    /// A value for every cycle, and the mean of the complete cycles.
    Cycles,
    /// For every cycle, and as the mean of the complete cycles: the mean over the cycle's closes, the
    /// maximum, and the mean by calendar month.
    Profile,
}

/// The subject of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The family as a whole.
    Family,
    /// Each index.
    EachIndex,
    /// Each index, and the family as a whole.
    FamilyAndEachIndex,
    /// The Russell 2000 alone, against the Russell 1000.
    Russell2000,
}

impl Subject {
    /// True if it includes an index, or the family as a whole (`None`).
    pub fn includes(self, index: Option<Index>) -> bool {
        match self {
            Self::Family => index.is_none(),
            Self::EachIndex => index.is_some(),
            Self::FamilyAndEachIndex => true,
            Self::Russell2000 => index == Some(Index::R2000),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Family => "the family",
            Self::EachIndex => "each index",
            Self::FamilyAndEachIndex => "each index and the family",
            Self::Russell2000 => "the Russell 2000",
        })
    }
}

/// A measure of a comparison. There is one constant for each, which identifies it.
#[derive(Debug)]
pub struct Measure {
    /// Its name; some forms add a suffix.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// The subject.
    pub subject: Subject,
    /// Its forms.
    pub forms: Forms,
    /// Its meaning, with the formula.
    pub meaning: &'static str,
}

impl PartialEq for Measure {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Measure {}

impl Measure {
    /// The names of its rows, with `mmm` for a month.
    pub fn names(&self) -> Vec<String> {
        let with = |ends: &[&str]| ends.iter().map(|end| format!("{}{end}", self.name)).collect();
        match self.forms {
            Forms::Once | Forms::Cycles => with(&[""]),
            Forms::Profile => with(&["_mean", "_max", "_mean_mmm"]),
        }
    }

    /// Its name in a table of closes, where the prefix `drift_` is dropped because all measures
    /// there are taken between events.
    pub fn name_at_close(&self) -> &'static str {
        self.name.strip_prefix("drift_").unwrap_or(self.name)
    }

    /// The measure itself.
    pub const fn value(&'static self) -> Statistic {
        Statistic { measure: self, form: Form::Value }
    }

    /// Its mean over the closes of a cycle.
    pub const fn mean(&'static self) -> Statistic {
        Statistic { measure: self, form: Form::Mean }
    }

    /// Its maximum over the closes of a cycle.
    pub const fn max(&'static self) -> Statistic {
        Statistic { measure: self, form: Form::Max }
    }

    /// Its mean over the closes of a calendar month, January being 0.
    pub const fn mean_of_month(&'static self, month: usize) -> Statistic {
        Statistic { measure: self, form: Form::Month(month) }
    }

    /// Its sum since the beginning of a path.
    pub const fn cumulated(&'static self) -> Statistic {
        Statistic { measure: self, form: Form::Cumulated }
    }
}

/// The measures of a history, in the order of its rows.
pub fn of_history() -> impl Iterator<Item = &'static Measure> {
    turnover::all()
        .chain(trades::all())
        .chain(moves::all())
        .chain(drift::all())
        .chain(size::all())
        .chain(performance::all())
}

/// All measures: those of a history, and those that only simulated paths have.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    of_history().chain(costs::all())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_a_name_of_its_own_and_a_meaning() {
        let mut names: Vec<String> = all().flat_map(Measure::names).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
        for measure in all() {
            assert!(measure.meaning.len() > 20, "{}", measure.name);
            let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(measure.name.chars().all(is_allowed), "{}", measure.name);
        }
    }
}
