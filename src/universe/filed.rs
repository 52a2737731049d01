//! What a company filed officially: where it is incorporated and has its headquarters, what it files,
//! who it is.

use chrono::NaiveDate;

use super::country::Country;
use super::security::Structure;
use crate::word_enum::word_enum;

word_enum!(
    "kebab-case",
    /// What kind of filer a company is with the US regulator.
    pub enum FilerKind {
        /// It files as US companies do: 10-K, 10-Q, 8-K.
        Domestic,
        /// It files as foreign private issuers do: 20-F, 40-F, 6-K.
        Foreign,
    }
);

impl FilerKind {
    /// The kind that a form tells, amendments (`10-K/A`) too; `None` for one that anybody files.
    pub fn of_form(form: &str) -> Option<Self> {
        match form.split('/').next().unwrap_or(form).trim() {
            "10-K" | "10-KT" | "10-Q" | "10-QT" | "8-K" => Some(Self::Domestic),
            "20-F" | "40-F" | "6-K" => Some(Self::Foreign),
            _ => None,
        }
    }
}

/// What is known from filings of the company of a line; `None` is unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filed {
    /// The latest day of what is known.
    pub as_of: NaiveDate,
    /// The regulator's number of the company.
    pub cik: Option<u64>,
    /// Where it is incorporated.
    pub incorporation: Option<Country>,
    /// Where its headquarters is.
    pub headquarters: Option<Country>,
    /// Where its headquarters was on the rank day before, if that was another country.
    pub moved_from: Option<Country>,
    /// Where most of its assets are.
    pub assets: Option<Country>,
    /// Where most of its revenue comes from.
    pub revenue: Option<Country>,
    /// What kind of filer it is.
    pub filer: Option<FilerKind>,
    /// What its industry and its kind of entity make it.
    pub structure: Option<Structure>,
}

impl Filed {
    /// Whether its headquarters has moved to this country since the rank day before.
    pub fn moved_to(&self, country: Country) -> bool {
        self.headquarters == Some(country) && self.moved_from.is_some_and(|from| from != country)
    }
}
