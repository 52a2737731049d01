//! One member of the bulk file: the header of one filer, as JSON.
//!
//! Only the needed fields are kept, and a filer without a wanted ticker is abandoned as soon as its
//! tickers are read: a member may hold years of filings.

use std::cell::Cell;
use std::fmt;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::states::country_of_state;
use super::{Entity, Filer};
use crate::universe::country::Country;
use crate::universe::filed::FilerKind;

/// How long a filing determines the kind of its filer.
const KIND_LASTS: chrono::Months = chrono::Months::new(24);

/// The result of reading a member.
#[derive(Debug)]
pub(super) enum Member {
    /// A filer with a wanted ticker.
    Wanted(Box<Filer>),
    /// Another filer, or not a filer at all.
    Other,
}

/// Reads a member; `wanted` tests whether a ticker is wanted, and is `None` if all filers are.
///
/// # Errors
/// The problem with the text.
pub(super) fn read_member<'de>(
    text: impl serde_json::de::Read<'de>,
    as_of: NaiveDate,
    wanted: Option<&dyn Fn(&str) -> bool>,
) -> Result<Member, String> {
    let other = Cell::new(false);
    let mut json = serde_json::Deserializer::new(text);
    let read = json.deserialize_map(HeaderVisitor { wanted, other: &other });
    if other.get() {
        return Ok(Member::Other);
    }
    let header = read.map_err(|error| error.to_string())?;
    // A header without tickers cannot match when filers are selected by ticker.
    let is_known = wanted.is_none() || !header.tickers.is_empty();
    match header.filer(as_of).filter(|_| is_known) {
        Some(filer) => Ok(Member::Wanted(Box::new(filer))),
        None => Ok(Member::Other),
    }
}

/// The fields kept while a member is read.
#[derive(Debug, Default)]
struct Header {
    cik: Option<u64>,
    name: String,
    sic: String,
    entity: String,
    incorporation: String,
    business: Option<Address>,
    tickers: Vec<String>,
    recent: Recent,
}

/// A number that may be written as a string with leading zeros.
#[derive(Deserialize)]
#[serde(untagged)]
enum Numeral {
    Number(u64),
    Text(String),
}

#[derive(Debug, Default, Deserialize)]
struct Addresses {
    #[serde(default)]
    business: Option<Address>,
}

/// An address. Addresses entered since 2025 have a foreign country in a separate field and no state code.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Address {
    #[serde(default)]
    city: Option<String>,
    #[serde(default)]
    state_or_country: Option<String>,
    #[serde(default)]
    country_code: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Filings {
    #[serde(default)]
    recent: Recent,
}

/// The latest filings, one list for each column. A filer may have thousands of filings, so their texts
/// are not kept.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recent {
    #[serde(default)]
    form: Vec<Form>,
    #[serde(default)]
    filing_date: Vec<Day>,
}

/// The kind of filer that a form implies.
#[derive(Debug)]
struct Form(Option<FilerKind>);

/// The date of a filing; `None` if invalid.
#[derive(Debug)]
struct Day(Option<NaiveDate>);

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Text(FilerKind::of_form)).map(Self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Text(crate::universe::table::parse_date)).map(Self)
    }
}

/// Deserialises a text by a function; null gives `None`.
struct Text<T>(fn(&str) -> Option<T>);

impl<T> Visitor<'_> for Text<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<T>, E> {
        Ok((self.0)(text))
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

struct HeaderVisitor<'a> {
    wanted: Option<&'a dyn Fn(&str) -> bool>,
    other: &'a Cell<bool>,
}

impl<'de> Visitor<'de> for HeaderVisitor<'_> {
    type Value = Header;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the header of a filer")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Header, A::Error> {
        let mut header = Header::default();
        let text = |value: Option<String>| value.unwrap_or_default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "cik" => {
                    header.cik = match map.next_value()? {
                        Numeral::Number(number) => Some(number),
                        Numeral::Text(digits) => digits.trim().parse().ok(),
                    };
                }
                "name" => header.name = text(map.next_value()?),
                "sic" => header.sic = text(map.next_value()?),
                "entityType" => header.entity = text(map.next_value()?),
                "stateOfIncorporation" => header.incorporation = text(map.next_value()?),
                "addresses" => {
                    let addresses: Option<Addresses> = map.next_value()?;
                    header.business = addresses.and_then(|a| a.business);
                }
                "tickers" => {
                    let tickers: Option<Vec<Option<String>>> = map.next_value()?;
                    header.tickers = tickers.unwrap_or_default().into_iter().flatten().collect();
                    header.tickers.retain(|ticker| !ticker.trim().is_empty());
                    let is_wanted =
                        |wanted: &dyn Fn(&str) -> bool| header.tickers.iter().any(|t| wanted(t));
                    if !self.wanted.is_none_or(is_wanted) {
                        self.other.set(true);
                        return Err(A::Error::custom("of no ticker that is looked for"));
                    }
                }
                "filings" => {
                    let filings: Option<Filings> = map.next_value()?;
                    header.recent = filings.unwrap_or_default().recent;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(header)
    }
}

impl Header {
    /// The filer as known on a day; `None` if it cannot be identified.
    fn filer(self, as_of: NaiveDate) -> Option<Filer> {
        Some(Filer {
            cik: self.cik?,
            sic: self.sic.trim().parse().ok().filter(|&code: &u16| code != 0),
            entity: match self.entity.trim() {
                "operating" => Entity::Operating,
                "investment" => Entity::Investment,
                _ => Entity::Other,
            },
            incorporation: country_of_state(&self.incorporation),
            headquarters: self.business.as_ref().and_then(Address::country),
            kind: self.recent.kind(as_of),
            name: self.name,
            tickers: self.tickers,
        })
    }
}

impl Address {
    /// Its country. An address with a city and without any code is in an unknown foreign country.
    fn country(&self) -> Option<Country> {
        fn given(field: Option<&String>) -> Option<&String> {
            field.filter(|text| !text.trim().is_empty())
        }
        let code = given(self.state_or_country.as_ref()).or(given(self.country_code.as_ref()));
        match code {
            Some(code) => country_of_state(code),
            None => given(self.city.as_ref()).map(|_| Country::UNKNOWN),
        }
    }
}

impl Recent {
    /// The kind implied by the latest conclusive filing in the two years up to a day; later filings are
    /// not known on that day.
    fn kind(&self, as_of: NaiveDate) -> Option<FilerKind> {
        let from = as_of.checked_sub_months(KIND_LASTS).unwrap_or(NaiveDate::MIN);
        let telling = self.form.iter().zip(&self.filing_date).filter_map(|(form, date)| {
            let day = date.0.filter(|day| (from..=as_of).contains(day))?;
            Some((day, form.0?))
        });
        // On the same date the domestic form takes precedence: no foreign filer uses it without
        // need.
        telling.max_by_key(|(day, kind)| (*day, *kind == FilerKind::Domestic)).map(|(_, kind)| kind)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::de::SliceRead;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn read(json: &str) -> Result<Option<Filer>, String> {
        let read = read_member(
            SliceRead::new(json.as_bytes()),
            day("2025-04-30"),
            Some(&|ticker| ticker == "QZA"),
        );
        read.map(|read| match read {
            Member::Wanted(filer) => Some(*filer),
            Member::Other => None,
        })
    }

    fn of(fields: &str) -> Filer {
        let json = format!(r#"{{"cik":"0000000017","tickers":["QZA","QZA-PA"],{fields}}}"#);
        read(&json).expect("a header").expect("a filer")
    }

    #[test]
    fn a_header_is_read_despite_further_fields() {
        let filer = of(r#""name":"Qzalis Inc.","sic":"3571","entityType":"operating",
            "insiderTransactionForIssuerExists":1,"unheardOf":[{"a":[1,2]}],
            "stateOfIncorporation":"DE","addresses":{"mailing":{"city":"X","stateOrCountry":"A6"},
            "business":{"city":"Y","stateOrCountry":"CA"}},"filings":{"recent":{"form":["10-K/A"],
            "filingDate":["2025-03-01"],"size":[5]},"files":[]}"#);
        assert_eq!((filer.cik, filer.sic, filer.entity), (17, Some(3571), Entity::Operating));
        assert_eq!(filer.incorporation, Some(Country::US));
        assert_eq!(filer.headquarters, Some(Country::US), "California, not Canada");
        assert_eq!(filer.kind, Some(FilerKind::Domestic));
        assert_eq!(filer.tickers, ["QZA", "QZA-PA"]);
    }

    #[test]
    fn blank_fields_are_unknown() {
        let filer = of(r#""name":null,"sic":"","entityType":null,"stateOfIncorporation":"",
            "addresses":{"business":{"city":null,"stateOrCountry":null}},"filings":{"recent":{}}"#);
        assert_eq!((filer.sic, filer.incorporation, filer.headquarters), (None, None, None));
        assert_eq!((filer.entity, filer.kind), (Entity::Other, None));
        assert_eq!(of(r#""stateOfIncorporation":"XX""#).incorporation, None);
    }

    #[test]
    fn an_address_without_a_state_code_is_abroad() {
        let at =
            |fields: &str| of(&format!(r#""addresses":{{"business":{{{fields}}}}}"#)).headquarters;
        assert_eq!(at(r#""city":"PARIS","stateOrCountry":null"#), Some(Country::UNKNOWN));
        let code = at(r#""city":"PARIS","stateOrCountry":null,"countryCode":"I0""#);
        assert_eq!(code.map(|c| c.to_string()).as_deref(), Some("FR"));
    }

    #[test]
    fn the_latest_filing_of_two_years_decides_the_kind_of_filer() {
        let of = |forms: &str, dates: &str| {
            of(&format!(r#""filings":{{"recent":{{"form":[{forms}],"filingDate":[{dates}]}}}}"#))
                .kind
        };
        let (domestic, foreign) = (Some(FilerKind::Domestic), Some(FilerKind::Foreign));
        assert_eq!(of(r#""6-K","10-K""#, r#""2025-03-01","2025-02-01""#), foreign);
        assert_eq!(
            of(r#""8-K","20-F","S-1""#, r#""2025-03-17","2024-03-01","2025-04-01""#),
            domestic
        );
        // In order: too old, not known yet, not a valid date.
        assert_eq!(of(r#""10-K","6-K","8-K""#, r#""2023-04-29","2025-05-01","soon""#), None);
        assert_eq!(of(r#""10-K","6-K""#, r#""2025-03-01","2025-03-01""#), domestic);
    }

    #[test]
    fn filers_of_other_tickers_are_skipped_and_faults_reported() {
        let other = r#"{"cik":"1","tickers":["ABC"],"filings":{"recent":{"form":[1,2 broken"#;
        assert_eq!(read(other), Ok(None), "not read on");
        assert_eq!(read(r#"{"cik":"1","name":"nobody's"}"#), Ok(None));
        for broken in
            ["", "[]", r#"{"cik":"1","tickers":["QZA"],"sic":{}}"#, r#"{"tickers":["QZA"]"#]
        {
            assert!(read(broken).is_err(), "{broken}");
        }
    }
}
