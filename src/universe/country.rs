//! Countries by their ISO 3166-1 alpha-2 codes.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::refusal::{Refusal, refused};

/// A country, by its two-letter code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(into = "String")]
#[schemars(with = "String", extend("pattern" = "^[A-Z]{2}$"))]
pub struct Country([u8; 2]);

impl Country {
    /// The United States of America.
    pub const US: Self = Self(*b"US");

    /// A foreign country that is not known more precisely: `ZZ`, which ISO 3166 leaves to users.
    pub const UNKNOWN: Self = Self(*b"ZZ");

    /// The two-letter code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
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
        let code: [u8; 2] = text.as_bytes().try_into().map_err(|_| unknown())?;
        rust_iso3166::from_alpha2(text).map(|_| Self(code)).ok_or_else(unknown)
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
        assert_eq!("BM".parse::<Country>().map(|c| c.to_string()), Ok("BM".to_owned()));
        for text in ["us", "USA", "XX", "", "United States"] {
            assert!(text.parse::<Country>().is_err(), "{text}");
        }
    }
}
