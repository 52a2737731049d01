//! Measures of a comparison: name, unit and meaning.
//!
//! The names of rows, their decimal places and the printed reference are all derived from the tables of
//! [`Measure`]s, which are kept beside the code that computes them.

pub use crate::simulation::{MONTHS, Unit};

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

/// A measure of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Its name; some forms add a suffix.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// Its forms.
    pub forms: Forms,
    /// Its meaning, with the formula.
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

    /// The names of its rows, with `mmm` for a month.
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
    /// The value itself, without a suffix.
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

    /// Decimal places of a measure in this form; further digits are noise.
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

/// Rounds to the float nearest to the decimal with `places` places, which is what gets printed.
pub(super) fn rounded(value: f64, places: usize) -> f64 {
    let scale = libm::pow(10.0, places as f64);
    let rounded = (value * scale).round() / scale;
    // Never print -0.
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_gives_the_printed_number() {
        for value in [0.123_456_789_012_3, -0.000_000_000_04, 1.0 / 3.0, 2_345.999_999_999_999] {
            let ten = rounded(value, 10);
            assert_eq!(format!("{ten:.10}").parse::<f64>(), Ok(ten), "{value}");
        }
        assert!(rounded(-1e-14, 10).is_sign_positive());
        assert_eq!(rounded(-2.5, 0).to_bits(), (-3.0_f64).to_bits());
    }
}
