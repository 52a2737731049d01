//! What a measure of a comparison is called, in what unit it is, and what it means.
//!
//! The names of the rows, their number of decimal places and the printed reference all follow the
//! tables of [`Measure`]s that stand beside the code that takes them.

pub use crate::simulation::{MONTHS, Unit};

/// In which forms a measure comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forms {
    /// Once: over all complete cycles together, or at one close.
    Once,
    /// Of every cycle, and as the mean of the complete ones.
    Cycles,
    /// Of every cycle and as the mean of the complete ones: its mean over the closes of a cycle, the
    /// largest of them, and its mean by calendar month.
    Profile,
}

/// A measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Its name, to which a form may add something.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// Its forms.
    pub forms: Forms,
    /// What it means, with its formula.
    pub meaning: &'static str,
}

impl Measure {
    pub(super) const fn new(
        name: &'static str,
        unit: Unit,
        forms: Forms,
        meaning: &'static str,
    ) -> Self {
        Self { name, unit, forms, meaning }
    }

    /// The names under which its rows stand, with `mmm` for a month.
    pub fn names(&self) -> Vec<String> {
        let with = |ends: &[&str]| ends.iter().map(|end| format!("{}{end}", self.name)).collect();
        match self.forms {
            Forms::Once | Forms::Cycles => with(&[""]),
            Forms::Profile => with(&["_mean", "_max", "_mean_mmm"]),
        }
    }
}

/// One of the forms of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By its name alone.
    Plain,
    /// Mean over the closes of a cycle.
    Mean,
    /// Maximum over the closes of a cycle.
    Max,
    /// Mean over the closes of a calendar month, January being 0.
    Month(usize),
}

impl Form {
    /// The name of a measure in this form.
    pub fn name(self, measure: &Measure) -> String {
        let name = measure.name;
        match self {
            Self::Plain => name.to_owned(),
            Self::Mean => format!("{name}_mean"),
            Self::Max => format!("{name}_max"),
            Self::Month(month) => format!("{name}_mean_{}", MONTHS[month]),
        }
    }

    /// Decimal places with which a measure is given in this form; what lies beyond them is noise.
    pub fn places(self, measure: &Measure) -> usize {
        match measure.unit {
            Unit::Fraction => 10,
            Unit::Count | Unit::Periods if measure.forms == Forms::Once => 0,
            Unit::Count | Unit::Periods | Unit::Days => 4,
            Unit::Usd => 0,
            Unit::Points => 6,
        }
    }
}

/// Rounds to decimal places: the number nearest to the decimal that is printed.
pub(super) fn rounded(value: f64, places: usize) -> f64 {
    let scale = libm::pow(10.0, places as f64);
    let rounded = (value * scale).round() / scale;
    // A zero has no sign in a report.
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_gives_the_number_that_is_printed() {
        for value in [0.123_456_789_012_3, -0.000_000_000_04, 1.0 / 3.0, 2_345.999_999_999_999] {
            let ten = rounded(value, 10);
            assert_eq!(format!("{ten:.10}").parse::<f64>(), Ok(ten), "{value}");
        }
        assert!(rounded(-1e-14, 10).is_sign_positive());
        assert_eq!(rounded(-2.5, 0).to_bits(), (-3.0_f64).to_bits());
    }
}
