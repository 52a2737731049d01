//! The names of the events: the two reconstitutions of a year and its four quarters.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which of the year's two reconstitutions; many rules differ between them (float, votes, style).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Season {
    /// The June reconstitution, annual since 1989.
    June,
    /// The December reconstitution, new in 2026.
    December,
}

impl Season {
    /// Both, in calendar order.
    pub const ALL: [Self; 2] = [Self::June, Self::December];
}

impl fmt::Display for Season {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::June => "June",
            Self::December => "December",
        })
    }
}

/// The month in which a quarterly update of shares, float and new issues takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quarter {
    /// Cut-off at the end of January.
    March,
    /// Cut-off at the end of April, with the reconstitution.
    June,
    /// Cut-off at the end of July.
    September,
    /// Cut-off at the end of October, with the reconstitution.
    December,
}

impl Quarter {
    /// All four, in calendar order.
    pub const ALL: [Self; 4] = [Self::March, Self::June, Self::September, Self::December];

    /// The quarter in which a reconstitution takes effect.
    pub fn of(season: Season) -> Self {
        match season {
            Season::June => Self::June,
            Season::December => Self::December,
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::March => "March",
            Self::June => "June",
            Self::September => "September",
            Self::December => "December",
        })
    }
}
