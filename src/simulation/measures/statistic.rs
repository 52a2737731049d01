//! A measure in one of its forms: a row of a comparison.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{Forms, MONTHS, Measure, Unit, all};

/// One of the forms of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The value itself, without a suffix; for drift, the value at one close.
    Value,
    /// Mean over the closes of a cycle.
    Mean,
    /// Maximum over the closes of a cycle.
    Max,
    /// Mean over the closes of a calendar month, January being 0.
    Month(usize),
    /// Sum since the beginning of a path.
    Cumulated,
}

impl Form {
    /// The suffix of names in this form.
    fn suffix(self) -> Cow<'static, str> {
        match self {
            Self::Value => "".into(),
            Self::Mean => "_mean".into(),
            Self::Max => "_max".into(),
            Self::Month(month) => format!("_mean_{}", MONTHS[month]).into(),
            Self::Cumulated => "_cumulated".into(),
        }
    }
}

impl Forms {
    /// The forms in which a comparison has a row.
    fn each(self) -> Vec<Form> {
        match self {
            Self::Once | Self::Cycles => vec![Form::Value],
            Self::Profile => {
                let months = (0..MONTHS.len()).map(Form::Month);
                [Form::Mean, Form::Max].into_iter().chain(months).collect()
            }
        }
    }
}

/// A measure in one of its forms.
#[derive(Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub struct Statistic {
    /// The measure.
    pub measure: &'static Measure,
    /// Its form.
    pub form: Form,
}

impl Statistic {
    /// Its name in tables and scenarios, such as `drift_lost_mean`.
    pub fn name(self) -> Cow<'static, str> {
        match self.form {
            Form::Value => self.measure.name.into(),
            form => format!("{}{}", self.measure.name, form.suffix()).into(),
        }
    }

    /// The statistic with this name for which a comparison has rows; `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        let of_measure = |measure: &'static Measure| {
            let suffix = name.strip_prefix(measure.name)?;
            let form = measure.forms.each().into_iter().find(|form| form.suffix() == suffix)?;
            Some(Self { measure, form })
        };
        all().find_map(of_measure)
    }

    /// The unit of its values.
    pub fn unit(self) -> Unit {
        self.measure.unit
    }

    /// Decimal places of its value along a history; further digits are noise.
    pub fn places(self) -> usize {
        match self.unit() {
            Unit::Fraction => 10,
            Unit::Count | Unit::Periods if self.measure.forms == Forms::Once => 0,
            Unit::Count | Unit::Periods | Unit::Days => 4,
            Unit::Usd => 0,
            Unit::Points => 6,
        }
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl fmt::Debug for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.name(), f)
    }
}

impl Serialize for Statistic {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for Statistic {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        Self::named(&name).ok_or_else(|| D::Error::custom(format!("{name:?} is no measure")))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{drift, turnover};
    use super::*;

    #[test]
    fn a_name_finds_its_statistic_again() {
        let of = |measure: &'static Measure| {
            measure.forms.each().into_iter().map(move |form| Statistic { measure, form })
        };
        let mut count = 0;
        for statistic in all().flat_map(of) {
            assert_eq!(Statistic::named(&statistic.name()), Some(statistic));
            count += 1;
        }
        assert!(count > 200, "{count}");
        assert_eq!(drift::LOST.mean_of_month(11).name(), "drift_lost_mean_dec");
        for unknown in ["drift_lost", "drift_lost_mean_", "june", "june_one_way_mean", ""] {
            assert_eq!(Statistic::named(unknown), None, "{unknown}");
        }
        // Kept only by month of a path, where it is never looked up by name.
        assert_eq!(turnover::TOTAL.one_way.cumulated().name(), "turnover_one_way_cumulated");
    }
}
