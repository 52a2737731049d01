//! The country of a company by the screener's label, which is the country of its head office.

use arcstr::ArcStr;
use rustc_hash::FxHashMap;

use super::phrases::{Hint, Hints};
use crate::universe::country::Country;
use crate::universe::import::country_of_label;
use crate::universe::placeholder::is_no_text;

/// The common beginning of all reasons for lines without a label.
pub(crate) const NO_LABEL: &str = "no country label";

/// The kind of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// There is none.
    Missing,
    /// The US or a territory of it.
    Us,
    /// A country of benefit-driven incorporation.
    BenefitDriven,
    /// Any other.
    Foreign,
}

/// An inferred country, with the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Inferred {
    /// The kind of its label.
    pub(super) label: Label,
    /// The country; `None` if all that is known is that it is not the US.
    pub(super) country: Option<Country>,
    /// Whether it counts as the US.
    pub(super) is_us: bool,
    /// The reason.
    pub(super) reason: &'static str,
}

impl Inferred {
    /// The country that the company counts for.
    pub(super) fn assigned(&self) -> Country {
        if self.is_us { Country::US } else { self.country.unwrap_or(Country::UNKNOWN) }
    }
}

/// The countries of labels; each label is looked up once.
pub(super) struct Countries<'a> {
    benefit_driven: &'a [Country],
    known: FxHashMap<ArcStr, Inferred>,
}

impl<'a> Countries<'a> {
    /// `benefit_driven` lists the countries of benefit-driven incorporation.
    pub(super) fn new(benefit_driven: &'a [Country]) -> Self {
        Self { benefit_driven, known: FxHashMap::default() }
    }

    /// The country of a line by its label, or by its name if it has no label.
    pub(super) fn of(&mut self, label: &ArcStr, hints: Hints) -> Inferred {
        if label.is_empty() || is_no_text(label) {
            return without_label(hints);
        }
        if let Some(known) = self.known.get(label) {
            return *known;
        }
        let inferred = by_label(label, self.benefit_driven);
        self.known.insert(ArcStr::clone(label), inferred);
        inferred
    }
}

/// The country that a company counts for by its label; `None` if there is no label.
pub fn country_by_label(label: &str, benefit_driven: &[Country]) -> Option<Country> {
    let is_label = !label.is_empty() && !is_no_text(label);
    is_label.then(|| by_label(label, benefit_driven).assigned())
}

fn us(label: Label, reason: &'static str) -> Inferred {
    Inferred { label, country: Some(Country::US), is_us: true, reason }
}

fn without_label(hints: Hints) -> Inferred {
    let label = Label::Missing;
    let foreign = |reason| Inferred { label, country: None, is_us: false, reason };
    if hints.has(Hint::ForeignForm) {
        foreign("no country label, foreign form of company")
    } else if hints.has(Hint::CommonShares) && !hints.has(Hint::TrustOrReit) {
        foreign("no country label, name says common shares")
    } else {
        us(label, NO_LABEL)
    }
}

fn by_label(label: &str, benefit_driven: &[Country]) -> Inferred {
    match country_of_label(label) {
        Some(Country::US) => us(Label::Us, "label"),
        Some(c) if c.code() == "PR" => us(Label::Us, "label Puerto Rico"),
        Some(c) if ["AS", "GU", "MP", "VI"].contains(&c.code()) => {
            us(Label::Us, "label of a territory of the United States")
        }
        // Headquarters there decide nothing; the exchange's country does (RB 5.2).
        Some(c) if benefit_driven.contains(&c) => {
            us(Label::BenefitDriven, "label of benefit-driven incorporation")
        }
        country => Inferred { label: Label::Foreign, country, is_us: false, reason: "label" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_no_label() {
        let mut countries = Countries::new(&[]);
        let mut of = |label: &str| countries.of(&ArcStr::from(label), Hints::default());
        for label in ["", "N/A", "nan", "-", "null"] {
            assert_eq!(of(label), us(Label::Missing, NO_LABEL), "{label}");
        }
        for label in ["USA", "US", "U.S.", "United States"] {
            assert_eq!(of(label), us(Label::Us, "label"), "{label}");
        }
        assert!(!of("Canada").is_us && !of("Elsewhere").is_us);
        for hint in [Hint::ForeignForm, Hint::CommonShares] {
            assert!(without_label(Hints::default().with(hint)).reason.starts_with(NO_LABEL));
        }
    }
}
