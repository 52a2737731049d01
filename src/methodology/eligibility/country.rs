//! Country (RB 5.2): the country to which a company is assigned.
//!
//! The home-country indicators are incorporation, headquarters and most liquid exchange. If all
//! agree, it is that country. Otherwise it is the country of assets if that matches an indicator;
//! otherwise the country of revenue if that matches; otherwise the country of headquarters, or of
//! the most liquid exchange if headquarters lie in a country of benefit-driven incorporation.
//!
//! If incorporation or headquarters is unknown, the company is still assigned if the rule gives the
//! same country for every possible value. Unknown countries of assets and revenue match no
//! indicator (choice). Territories of the country whose companies are eligible count as that country
//! (choice).

use smallvec::{SmallVec, smallvec};

use super::{Check, Context, Drops, Failure, Rule, Screen, Subject};
use crate::methodology::Eligibility;
use crate::universe::{Country, CountryFacts, Security};

/// The country that the rule assigns, or `None` if different values of the unknown indicators would
/// lead to different countries.
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
/// // Assets where the most liquid exchange is settle it, wherever the company is incorporated.
/// let facts = CountryFacts { incorporation: None, assets: Some(Country::US), ..facts };
/// assert_eq!(assign_country(&facts, &benefit_driven_countries()), Some(Country::US));
/// ```
pub fn assign_country(facts: &CountryFacts, benefit_driven: &[Country]) -> Option<Country> {
    if facts.assigned.is_some() {
        return facts.assigned;
    }
    let exchange = facts.exchange.unwrap_or(Country::US);
    let assign = |home, seat| by_indicators(facts, [home, seat, exchange], benefit_driven);
    if let (Some(home), Some(seat)) = (facts.incorporation, facts.headquarters) {
        return Some(assign(home, seat));
    }
    let possible = possible_countries(facts, exchange, benefit_driven);
    let homes = facts.incorporation.map_or_else(|| possible.clone(), |home| smallvec![home]);
    let seats = facts.headquarters.map_or_else(|| possible.clone(), |seat| smallvec![seat]);
    let mut all = homes.iter().flat_map(|&home| seats.iter().map(move |&seat| assign(home, seat)));
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// The country of a company whose indicators (incorporation, headquarters, exchange) are all known.
fn by_indicators(
    facts: &CountryFacts,
    [home, seat, exchange]: [Country; 3],
    benefit_driven: &[Country],
) -> Country {
    if home == seat && seat == exchange {
        return home;
    }
    let indicator = |c: &Country| [home, seat, exchange].contains(c);
    let seat = if benefit_driven.contains(&seat) { exchange } else { seat };
    facts.assets.filter(indicator).or_else(|| facts.revenue.filter(indicator)).unwrap_or(seat)
}

/// Possible values of an unknown indicator, as far as the rule distinguishes countries: every
/// country that the facts name, one of benefit-driven incorporation, and one that represents all
/// others.
fn possible_countries(
    facts: &CountryFacts,
    exchange: Country,
    benefit_driven: &[Country],
) -> SmallVec<[Country; 8]> {
    let named = [facts.incorporation, facts.headquarters, facts.assets, facts.revenue];
    let mut possible: SmallVec<[Country; 8]> = named.into_iter().flatten().collect();
    possible.push(exchange);
    let other = benefit_driven.iter().find(|country| !possible.contains(country)).copied();
    possible.extend(other);
    possible.push(Country::UNKNOWN);
    possible
}

/// The country that the rule assigns when territories count as part of the country they belong to.
fn assigned(facts: &CountryFacts, rules: &Eligibility) -> Option<Country> {
    let of = |stated: Option<Country>| {
        stated.map(|c| if rules.territories.contains(&c) { rules.country } else { c })
    };
    let facts = CountryFacts {
        assigned: of(facts.assigned),
        incorporation: of(facts.incorporation),
        headquarters: of(facts.headquarters),
        exchange: of(facts.exchange),
        assets: of(facts.assets),
        revenue: of(facts.revenue),
    };
    assign_country(&facts, &rules.benefit_driven_incorporation)
}

pub(super) struct AssignedCountry;

impl Rule for AssignedCountry {
    fn screen(&self) -> Screen {
        Screen::Country
    }

    fn rule(&self) -> &'static str {
        "assigned to the US"
    }

    fn finds(&self) -> &'static str {
        "nationality"
    }

    fn drops(&self) -> Drops {
        Drops {
            what: "Companies of other countries.",
            columns: "country, incorporation and headquarters",
            most_pct: 14.0,
        }
    }

    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check {
        let rules = &context.parameters.eligibility;
        match assigned(&of.line.country, rules) {
            Some(country) if country == rules.country => Check::Pass,
            Some(country) => Check::Fail(Failure::Country(country)),
            None => context.unknown("country"),
        }
    }

    fn value(&self, of: &Subject<'_>, context: &Context<'_>) -> Option<String> {
        let (facts, rules) = (&of.line.country, &context.parameters.eligibility);
        let country = assigned(facts, rules)?;
        let how = if facts.assigned.is_some() { "assigned" } else { "by its indicators" };
        Some(format!("{country} ({how})"))
    }

    fn needs(&self, context: &Context<'_>) -> String {
        context.parameters.eligibility.country.to_string()
    }

    fn is_by_nature(&self) -> bool {
        true
    }

    fn mend(&self, line: &mut Security, context: &Context<'_>) {
        line.country.assigned = Some(context.parameters.eligibility.country);
    }
}
