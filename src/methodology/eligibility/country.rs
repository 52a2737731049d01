//! Country (RB 5.2): which country a company belongs to.
//!
//! Home-country indicators are incorporation, headquarters and most liquid exchange. All the same:
//! that country. Else the country of assets if it matches an indicator; else the country of revenue
//! if it matches; else headquarters, unless they lie in a country of benefit-driven incorporation:
//! then the country of the most liquid exchange.

use super::{Check, Context};
use crate::universe::{Country, CountryFacts, Security};

/// The country that the rule assigns, or `None` where too little is known to say.
///
/// ```
/// use rankday::methodology::{assign_country, benefit_driven_countries};
/// use rankday::universe::{Country, CountryFacts};
/// let facts = CountryFacts {
///     incorporation: "BM".parse().ok(),
///     headquarters: "BM".parse().ok(),
///     exchange: Some(Country::US),
///     ..CountryFacts::default()
/// };
/// // Headquarters in Bermuda settle nothing: the most liquid exchange decides.
/// assert_eq!(assign_country(&facts, &benefit_driven_countries()), Some(Country::US));
/// ```
pub fn assign_country(facts: &CountryFacts, benefit_driven: &[Country]) -> Option<Country> {
    if facts.assigned.is_some() {
        return facts.assigned;
    }
    let (home, seat) = (facts.incorporation?, facts.headquarters?);
    let exchange = facts.exchange.unwrap_or(Country::US);
    if home == seat && seat == exchange {
        return Some(home);
    }
    let indicator = |c: &Country| [home, seat, exchange].contains(c);
    facts
        .assets
        .filter(indicator)
        .or_else(|| facts.revenue.filter(indicator))
        .or(Some(if benefit_driven.contains(&seat) { exchange } else { seat }))
}

pub(super) fn check(s: &Security, context: &Context<'_>) -> Check {
    let rules = &context.parameters.eligibility;
    match assign_country(&s.country, &rules.benefit_driven_incorporation) {
        Some(country) if country == rules.country => Check::Pass,
        Some(country) => Check::Fail(format!("assigned to {country}")),
        None => context.unknown("country"),
    }
}
