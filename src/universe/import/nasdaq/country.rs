//! The country of a company, by the screener's label, which is that of a head office.

use super::phrases::{Hint, Hints};
use crate::universe::country::Country;

/// The screener's words for countries that ISO 3166 names otherwise.
const OTHER_NAMES: [(&str, &str); 20] = [
    ("United States", "US"),
    ("United Kingdom", "GB"),
    ("South Korea", "KR"),
    ("Taiwan", "TW"),
    ("Russia", "RU"),
    ("Turkey", "TR"),
    ("Vietnam", "VN"),
    ("Macau", "MO"),
    ("Netherlands", "NL"),
    ("Bahamas", "BS"),
    ("British Virgin Islands", "VG"),
    ("U.S. Virgin Islands", "VI"),
    ("Cayman Islands", "KY"),
    ("Marshall Islands", "MH"),
    ("Curacao", "CW"),
    ("Philippines", "PH"),
    ("United Arab Emirates", "AE"),
    ("Czech Republic", "CZ"),
    ("Faroe Islands", "FO"),
    ("Turks and Caicos", "TC"),
];

/// A country as inferred, with the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Inferred {
    /// The country; `None` where only "not the US" can be said.
    pub(super) country: Option<Country>,
    /// Whether it counts as the US.
    pub(super) is_us: bool,
    /// Why.
    pub(super) reason: &'static str,
}

/// The country that a label means.
pub(super) fn country_of(label: &str, hints: Hints, benefit_driven: &[Country]) -> Inferred {
    let us = |reason| Inferred { country: Some(Country::US), is_us: true, reason };
    let foreign = |country, reason| Inferred { country, is_us: false, reason };
    if label.is_empty() {
        return if hints.has(Hint::ForeignForm) {
            foreign(None, "no country label, foreign form of company")
        } else if hints.has(Hint::CommonShares) && !hints.has(Hint::TrustOrReit) {
            foreign(None, "no country label, name says common shares")
        } else {
            us("no country label")
        };
    }
    let country = by_name(label);
    match country {
        Some(Country::US) => us("label"),
        Some(c) if c.code() == "PR" => us("label Puerto Rico"),
        // Headquarters there settle nothing; the exchange's country does (RB 5.2).
        Some(c) if benefit_driven.contains(&c) => us("label of benefit-driven incorporation"),
        country => foreign(country, "label"),
    }
}

/// A country by its name in English.
fn by_name(label: &str) -> Option<Country> {
    if let Some((_, code)) = OTHER_NAMES.iter().find(|(name, _)| *name == label) {
        return code.parse().ok();
    }
    let listed = rust_iso3166::ALL.iter().find(|c| c.name == label)?;
    listed.alpha2.parse().ok()
}
