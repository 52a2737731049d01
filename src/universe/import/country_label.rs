//! The country of a vendor's label: an English name, or an ISO 3166 code.

use crate::refusal::Refusal;
use crate::universe::country::Country;

/// Vendors' names of countries that differ from those of ISO 3166, without full stops.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("United States", "US"),
    ("U S", "US"),
    ("America", "US"),
    ("UK", "GB"),
    ("Great Britain", "GB"),
    ("United Kingdom", "GB"),
    ("Korea (South)", "KR"),
    ("Korea", "KR"),
    ("South Korea", "KR"),
    ("Taiwan", "TW"),
    ("Russia", "RU"),
    ("Turkey", "TR"),
    ("Vietnam", "VN"),
    ("Macau", "MO"),
    ("Netherlands", "NL"),
    ("Bahamas", "BS"),
    ("Hong Kong", "HK"),
    ("British Virgin Islands", "VG"),
    ("Virgin Islands (British)", "VG"),
    ("US Virgin Islands", "VI"),
    ("Cayman Islands", "KY"),
    ("Marshall Islands", "MH"),
    ("Curacao", "CW"),
    ("Philippines", "PH"),
    ("United Arab Emirates", "AE"),
    ("Czech Republic", "CZ"),
    ("Faroe Islands", "FO"),
    ("Turks and Caicos", "TC"),
    ("Turks and Caicos Islands", "TC"),
    ("Virgin Islands, British", "VG"),
    ("Virgin Islands, US", "VI"),
    ("Cayman", "KY"),
    ("Jersey, CI", "JE"),
    ("Jersey, Channel Islands", "JE"),
    ("Guernsey, CI", "GG"),
    ("Guernsey, Channel Islands", "GG"),
    ("Korea, Republic of", "KR"),
    ("Republic of Korea", "KR"),
    ("Taiwan, Province of China", "TW"),
    ("Hong Kong SAR", "HK"),
    ("Hong Kong SAR, China", "HK"),
    ("Macau SAR", "MO"),
    ("PRC", "CN"),
    ("Mainland China", "CN"),
    ("People's Republic of China", "CN"),
    ("England", "GB"),
    ("Scotland", "GB"),
    ("Republic of Ireland", "IE"),
    ("Holland", "NL"),
    ("Netherlands Antilles", "CW"),
];

/// The country of a label; `None` if it is not a known country.
///
/// ```
/// use rankday::universe::import::country_of_label;
/// let code = |label| country_of_label(label).map(|c| c.to_string());
/// for label in ["USA", "US", "U.S.", "u.s.a.", "United States", "United States of America"] {
///     assert_eq!(code(label).as_deref(), Some("US"), "{label}");
/// }
/// assert_eq!(code("Bermuda").as_deref(), Some("BM"));
/// assert_eq!(code("Ruritania"), None);
/// ```
pub fn country_of_label(label: &str) -> Option<Country> {
    let plain = label.replace('.', "");
    let plain = plain.trim();
    let short = plain.strip_prefix("The ").or_else(|| plain.strip_prefix("the ")).unwrap_or(plain);
    let is = |name: &str| name.eq_ignore_ascii_case(plain) || name.eq_ignore_ascii_case(short);
    if let Some((_, code)) = OTHER_NAMES.iter().find(|(name, _)| is(name)) {
        return code.parse().ok();
    }
    let listed = rust_iso3166::ALL.iter().find(|c| {
        is(c.name) || is(c.alpha2) || is(c.alpha3) || c.name.eq_ignore_ascii_case(label)
    })?;
    listed.alpha2.parse().ok()
}

/// The problem and remedy for a text that is not a country code.
pub(crate) fn no_country(text: &str) -> Refusal {
    let remedy = match country_of_label(text) {
        Some(country) => format!("write its two-letter ISO 3166 code, {country}"),
        None => "write the two-letter ISO 3166 code, such as US or BM".to_owned(),
    };
    Refusal::new("is not a country", remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_the_list_is_a_country_and_every_country_has_a_name() {
        for (name, code) in OTHER_NAMES {
            assert_eq!(country_of_label(name).map(|c| c.to_string()).as_deref(), Some(*code));
        }
        for listed in rust_iso3166::ALL {
            for label in [listed.name, listed.alpha2, listed.alpha3] {
                let found = country_of_label(label).map(|c| c.to_string());
                assert_eq!(found.as_deref(), Some(listed.alpha2), "{label}");
            }
        }
    }
}
