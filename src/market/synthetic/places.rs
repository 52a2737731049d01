//! Countries of synthetic companies, with every path through the country rule (RB 5.2): to the US and to
//! other countries.

use super::draw::Draw;
use crate::universe::{Country, CountryFacts};

/// Incorporation, headquarters, most liquid exchange, assets, revenue; empty is unknown.
type Facts = [&'static str; 5];

/// All indicators the same, as for nearly every company.
const PLAIN: Facts = ["US", "US", "", "", ""];

/// Indicators that differ and still lead to the US.
const TO_US: &[Facts] = &[
    ["IE", "US", "US", "US", ""],
    ["GB", "US", "US", "US", "US"],
    ["NL", "US", "US", "", "US"],
    ["CH", "US", "US", "DE", "US"],
    ["BM", "US", "US", "US", ""],
    ["KY", "US", "US", "SG", "US"],
    ["JE", "US", "US", "", ""],
    // Headquarters in a country of benefit-driven incorporation decide nothing.
    ["BM", "BM", "US", "CN", "SG"],
    ["KY", "KY", "US", "", ""],
    ["MH", "BM", "US", "GR", "NO"],
    ["BM", "BM", "US", "US", ""],
];

/// Indicators that lead to another country.
const ABROAD: &[Facts] = &[
    ["CA", "CA", "CA", "CA", "US"],
    ["IL", "IL", "US", "IL", "US"],
    ["CA", "CA", "US", "", "CA"],
    ["KY", "CN", "US", "CN", "CN"],
    ["VG", "HK", "US", "HK", "CN"],
    ["NL", "NL", "NL", "DE", "FR"],
    ["GB", "GB", "US", "", ""],
    ["IE", "US", "US", "IE", "US"],
    // Benefit-driven incorporation that does not lead to the US.
    ["BM", "BM", "US", "BM", ""],
    ["MH", "GR", "US", "GR", ""],
    ["MH", "MC", "US", "SG", "CN"],
    ["JE", "JE", "GB", "ZA", "ZA"],
    ["KY", "US", "HK", "CN", "KY"],
    ["LU", "AR", "US", "AR", "AR"],
    ["SG", "SG", "US", "MY", "CN"],
];

fn facts(codes: &Facts) -> CountryFacts {
    let [incorporation, headquarters, exchange, assets, revenue] = codes.map(|c| c.parse().ok());
    CountryFacts { assigned: None, incorporation, headquarters, exchange, assets, revenue }
}

/// A company that the rule assigns to the US; all its indicators are unknown with probability
/// `unknown`.
pub(super) fn domestic(draw: &mut Draw, unknown: f64) -> CountryFacts {
    let roll = draw.unit();
    if roll < unknown {
        CountryFacts::default()
    } else if roll < unknown + 0.02 {
        CountryFacts { assigned: Some(Country::US), ..CountryFacts::default() }
    } else if roll < unknown + 0.055 {
        facts(draw.pick(TO_US))
    } else {
        facts(&PLAIN)
    }
}

/// A company that the rule assigns elsewhere: the cases in turn, and occasionally an assigned
/// country.
pub(super) fn foreign(number: usize) -> CountryFacts {
    let cases = ABROAD.len() + 1;
    match ABROAD.get(number % cases) {
        Some(codes) => facts(codes),
        None => CountryFacts { assigned: "CA".parse().ok(), ..CountryFacts::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methodology::{assign_country, benefit_driven_countries};

    #[test]
    fn the_rule_assigns_each_case_as_intended() {
        let bdi = benefit_driven_countries();
        for codes in TO_US {
            assert_eq!(assign_country(&facts(codes), &bdi), Some(Country::US), "{codes:?}");
        }
        for number in 0..=ABROAD.len() {
            let assigned = assign_country(&foreign(number), &bdi);
            assert!(assigned.is_some_and(|c| c != Country::US), "case {number}: {assigned:?}");
        }
    }
}
