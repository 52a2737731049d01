//! A share of a run's units, as `--shard` names it.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Maximum number of parts.
const MOST_SHARES: u64 = 1_000_000;

/// Part `number` of `of` parts of a run's units, written `3/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "WrittenShare")]
pub struct Share {
    /// Number of the part, from 1.
    pub number: u64,
    /// Number of parts.
    pub of: u64,
}

/// A part as read from a file, not yet validated.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenShare {
    number: u64,
    of: u64,
}

impl TryFrom<WrittenShare> for Share {
    type Error = String;

    fn try_from(written: WrittenShare) -> Result<Self, String> {
        let WrittenShare { number, of } = written;
        let known = (1..=of).contains(&number) && of <= MOST_SHARES;
        known.then_some(Self { number, of }).ok_or_else(|| format!("{number}/{of} is no part"))
    }
}

impl Share {
    /// All units.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// The name of the folder for its results, unless the user names another.
    pub fn folder(self) -> String {
        format!("shard-{}-of-{}", self.number, self.of)
    }

    /// The range of units in this part out of `count`; parts differ by at most one unit.
    pub fn range(self, count: u64) -> Range<u64> {
        let at = |number: u64| {
            let end = u128::from(count) * u128::from(number) / u128::from(self.of);
            u64::try_from(end).unwrap_or(count)
        };
        at(self.number - 1)..at(self.number)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.split_once('/').and_then(|(number, of)| {
            let written = WrittenShare { number: number.parse().ok()?, of: of.parse().ok()? };
            Self::try_from(written).ok()
        });
        parsed.ok_or_else(|| "write it as k/n, such as 3/8, with k from 1 to n".to_owned())
    }
}
