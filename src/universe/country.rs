//! Countries by their ISO 3166-1 alpha-2 codes.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::refusal::{Refusal, refused};

/// A country, by its two-letter code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(into = "String")]
#[schemars(with = "String", extend("pattern" = "^[A-Z]{2}$"))]
pub struct Country(NonZeroU16);

/// All codes of two letters, in order.
static CODES: [[u8; 2]; 676] = {
    let mut codes = [[0; 2]; 676];
    let mut at = 0;
    while at < codes.len() {
        // Neither number is above 25.
        #[expect(clippy::cast_possible_truncation, reason = "letters are few")]
        let letters = [b'A' + (at / 26) as u8, b'A' + (at % 26) as u8];
        codes[at] = letters;
        at += 1;
    }
    codes
};

impl Country {
    /// The United States of America.
    pub const US: Self = Self::of(*b"US");

    /// A foreign country that is not known more precisely: `ZZ`, a code that ISO 3166 leaves to users.
    pub const UNKNOWN: Self = Self::of(*b"ZZ");

    /// The country with a code of two capital letters.
    const fn of(letters: [u8; 2]) -> Self {
        let [first, second] = letters;
        // The position among all codes counts from 1, so that an optional country needs no extra memory.
        Self(NonZeroU16::MIN.saturating_add((first - b'A') as u16 * 26 + (second - b'A') as u16))
    }

    /// The two-letter code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&CODES[usize::from(self.0.get()) - 1]).unwrap_or_default()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A code that is not in ISO 3166-1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCountry(String);

refused!(UnknownCountry);

impl From<&UnknownCountry> for Refusal {
    fn from(UnknownCountry(text): &UnknownCountry) -> Self {
        Self::new(
            format!("\"{text}\" is not a country"),
            "write the two-letter ISO 3166 code, such as US or BM",
        )
    }
}

impl FromStr for Country {
    type Err = UnknownCountry;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownCountry(text.to_owned());
        // The code of nearly every line, for which the look-up would cost more than the rest of its
        // cell.
        if text == "US" {
            return Ok(Self::US);
        }
        if text == "ZZ" {
            return Ok(Self::UNKNOWN);
        }
        let letters: [u8; 2] = text.as_bytes().try_into().map_err(|_| unknown())?;
        // Every code has two capital letters.
        rust_iso3166::from_alpha2(text).map(|_| Self::of(letters)).ok_or_else(unknown)
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error: UnknownCountry| Refusal::from(error).of_value())
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_checked() {
        assert_eq!("US".parse(), Ok(Country::US));
        for text in ["AD", "BM", "US", "ZW"] {
            assert_eq!(text.parse::<Country>().map(|c| c.to_string()), Ok(text.to_owned()));
        }
        assert_eq!(size_of::<Option<Country>>(), 2);
        for text in ["us", "USA", "XX", "", "United States"] {
            assert!(text.parse::<Country>().is_err(), "{text}");
        }
    }
}
