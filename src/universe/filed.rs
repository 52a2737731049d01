//! Facts from a company's official filings: its incorporation, its headquarters, the forms it
//! files, and its identity.

use chrono::NaiveDate;

use super::country::Country;
use super::security::Structure;
use crate::word_enum::word_enum;

word_enum!(
    "kebab-case",
    /// The kind of filer that a company is with the US regulator.
    pub enum FilerKind {
        /// It files as US companies do: 10-K, 10-Q, 8-K.
        Domestic,
        /// It files as foreign private issuers do: 20-F, 40-F, 6-K.
        Foreign,
    }
);

impl FilerKind {
    /// The kind that a form implies, including amendments (`10-K/A`); `None` for a form that any
    /// filer may use.
    pub fn of_form(form: &str) -> Option<Self> {
        match form.split('/').next().unwrap_or(form).trim() {
            "10-K" | "10-KT" | "10-Q" | "10-QT" | "8-K" => Some(Self::Domestic),
            "20-F" | "40-F" | "6-K" => Some(Self::Foreign),
            _ => None,
        }
    }
}

/// What filings state about the company of a line; `None` is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filed {
    /// The latest date of these facts.
    pub as_of: NaiveDate,
    /// The regulator's number for the company.
    pub cik: Option<u64>,
    /// Where it is incorporated.
    pub incorporation: Option<Country>,
    /// Where its headquarters is.
    pub headquarters: Option<Country>,
    /// Where its headquarters was on the previous rank day, if that was another country.
    pub moved_from: Option<Country>,
    /// Where most of its assets are.
    pub assets: Option<Country>,
    /// Where most of its revenue comes from.
    pub revenue: Option<Country>,
    /// Its kind of filer.
    pub filer: Option<FilerKind>,
    /// The structure that follows from its industry and kind of entity.
    pub structure: Option<Structure>,
}

impl Filed {
    /// Whether its headquarters has moved to this country since the previous rank day.
    pub fn moved_to(&self, country: Country) -> bool {
        self.headquarters == Some(country) && self.moved_from.is_some_and(|from| from != country)
    }
}
