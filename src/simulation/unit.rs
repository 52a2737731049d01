//! Units of measures, and the months that end the names of some measures.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The unit of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A part of something or a return: 0.05 is five per cent.
    Fraction,
    /// A number of things; a mean of numbers is none.
    Count,
    /// Calendar days.
    Days,
    /// Periods between two closes.
    Periods,
    /// USD.
    Usd,
    /// Points of an index level.
    Points,
}

impl Unit {
    /// The unit of a difference of two values. Differences of fractions are in percentage points, written
    /// as fractions: 0.01 is one point.
    pub fn of_differences(self) -> &'static str {
        match self {
            Self::Fraction => "pp as a fraction",
            other => other.name(),
        }
    }

    /// Number of decimal places with which a mean over paths is given.
    pub fn places_of_means(self) -> usize {
        match self {
            Self::Fraction => 10,
            Self::Usd => 0,
            Self::Count | Self::Days | Self::Periods | Self::Points => 6,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fraction => "fraction",
            Self::Count => "count",
            Self::Days => "days",
            Self::Periods => "periods",
            Self::Usd => "USD",
            Self::Points => "points",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The calendar months, as names of measures end with them.
pub const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
