//! Converts filers' headers into facts about the lines of a universe.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Filer, Filers};
use crate::universe::country::Country;
use crate::universe::facts::{Fact, FactField};
use crate::universe::security::Structure;
use crate::universe::symbol::{SymbolChanges, SymbolKey, Ticker};

/// The lines of a universe, by their tickers on its date.
#[derive(Debug, Clone, Copy)]
pub struct Tickers<'a> {
    /// Their spellings in the universe.
    pub tickers: &'a [String],
    /// The date of the tickers; `None` where unknown.
    pub as_of: Option<NaiveDate>,
    /// Ticker changes.
    pub changes: &'a SymbolChanges,
}

/// The headers of a date, and the headers of an earlier date.
#[derive(Debug, Clone, Copy)]
pub struct Headers<'a> {
    /// The headers.
    pub filers: &'a Filers,
    /// The date on which they were published.
    pub as_of: NaiveDate,
    /// The headers of about the previous rank day.
    pub before: Option<&'a Filers>,
}

impl Tickers<'_> {
    /// The key that a line had on a day; `None` if it had none.
    fn on(&self, ticker: &str, day: NaiveDate) -> Option<SymbolKey> {
        let key = SymbolKey::new(ticker);
        match self.as_of {
            Some(own) => self.changes.carry(&key, own, day),
            None => Some(key),
        }
    }

    /// The keys of all lines on the date of a bulk file, by which filers are selected.
    pub fn wanted(&self, day: NaiveDate) -> FxHashSet<SymbolKey> {
        self.tickers.iter().filter_map(|ticker| self.on(ticker, day)).collect()
    }
}

/// The facts that the headers give about the lines of a universe, line by line in ticker order.
///
/// A line belongs to the filer whose ticker has the same spelling, or failing that to the filer whose
/// ticker differs only in punctuation. If two filers have the ticker, the one with a recent filing takes
/// precedence, then the one with the lower number.
pub fn filing_facts(lines: &Tickers<'_>, headers: &Headers<'_>) -> Vec<Fact> {
    let (mut spelled, mut loose) = (FxHashMap::default(), FxHashMap::default());
    for filer in &headers.filers.filers {
        for ticker in &filer.tickers {
            claim(&mut spelled, ticker.clone(), filer);
            claim(&mut loose, SymbolKey::new(ticker), filer);
        }
    }
    let before: FxHashMap<u64, &Filer> = headers
        .before
        .iter()
        .flat_map(|filers| &filers.filers)
        .map(|filer| (filer.cik, filer))
        .collect();
    let mut tickers: Vec<&String> = lines.tickers.iter().collect();
    tickers.sort();
    let mut facts = Vec::new();
    for ticker in tickers {
        let Some(key) = lines.on(ticker, headers.as_of) else { continue };
        let same = (key == SymbolKey::new(ticker)).then(|| spelled.get(ticker)).flatten();
        let Some(filer) = same.or_else(|| loose.get(&key)) else { continue };
        let written = if same.is_some() { ticker.as_str() } else { key.as_str() };
        let Some(symbol) = Ticker::new(written) else { continue };
        let source = format!("SEC EDGAR header of {}, CIK {}", headers.as_of, filer.cik);
        for (field, value) in facts_of(filer, before.get(&filer.cik).copied()) {
            let line = facts.len() as u64 + 1;
            let (symbol, as_of, source) = (symbol.clone(), headers.as_of, source.clone());
            facts.push(Fact { line, symbol, field, value, as_of, source });
        }
    }
    facts
}

/// Assigns a ticker to a filer, unless another has a better claim.
fn claim<'f, K: std::hash::Hash + Eq>(
    owners: &mut FxHashMap<K, &'f Filer>,
    ticker: K,
    filer: &'f Filer,
) {
    let owner = owners.entry(ticker).or_insert(filer);
    if owner.kind.is_none() && filer.kind.is_some() {
        *owner = filer;
    }
}

/// The facts in a header, field by field; unknown fields give none.
fn facts_of(filer: &Filer, before: Option<&Filer>) -> Vec<(FactField, String)> {
    let moved_from = moved_from(filer, before);
    let country = |field, country: Option<Country>| country.map(|c| (field, c.to_string()));
    [
        Some((FactField::Cik, filer.cik.to_string())),
        country(FactField::Incorporation, filer.incorporation),
        country(FactField::Headquarters, filer.headquarters),
        country(FactField::MovedFrom, moved_from),
        filer.kind.map(|kind| (FactField::Filer, kind.to_string())),
        structure(filer, before).map(|s| (FactField::FiledStructure, s.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The earlier headquarters, if it was in another country. A move between an unknown foreign country and
/// a known one does not count.
fn moved_from(filer: &Filer, before: Option<&Filer>) -> Option<Country> {
    let (now, then) = (filer.headquarters?, before?.headquarters?);
    let is_told = |country| country != Country::UNKNOWN;
    let moved = (now == Country::US) != (then == Country::US)
        || now != then && is_told(now) && is_told(then);
    moved.then_some(then)
}

/// The structure that follows from the header. It is that of a business only if the earlier header
/// already said so: a blank-cheque company takes on the industry of its target before they merge.
fn structure(filer: &Filer, before: Option<&Filer>) -> Option<Structure> {
    match filer.structure()? {
        Structure::Corporation => before
            .filter(|then| !then.is_shell())
            .and_then(Filer::structure)
            .filter(|then| *then == Structure::Corporation),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Entity;
    use super::*;
    use crate::universe::filed::FilerKind;

    fn filer(cik: u64, tickers: &[&str], at: &str) -> Filer {
        Filer {
            cik,
            name: format!("Qzalis {cik}"),
            tickers: tickers.iter().map(|t| (*t).to_owned()).collect(),
            sic: Some(3571),
            entity: Entity::Operating,
            incorporation: Some(Country::US),
            headquarters: at.parse().ok(),
            kind: Some(FilerKind::Domestic),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn facts(lines: &[&str], now: Vec<Filer>, before: Option<Vec<Filer>>) -> Vec<String> {
        let lines: Vec<String> = lines.iter().map(|t| (*t).to_owned()).collect();
        let changes: SymbolChanges =
            std::iter::once((day("2025-04-01"), SymbolKey::new("OLD"), SymbolKey::new("NEW")))
                .collect();
        let lines = Tickers { tickers: &lines, as_of: Some(day("2025-04-30")), changes: &changes };
        let as_filers = |filers| Filers { filers, members: 0 };
        let (now, before) = (as_filers(now), before.map(as_filers));
        let before = before.as_ref();
        let headers = Headers { filers: &now, as_of: day("2025-03-21"), before };
        let found = filing_facts(&lines, &headers);
        found.iter().map(|f| format!("{} {}={}", f.symbol.key.as_str(), f.field, f.value)).collect()
    }

    fn holders(lines: &[&str], now: Vec<Filer>) -> Vec<String> {
        let found = facts(lines, now, None);
        found.into_iter().filter(|fact| fact.contains(" cik=")).collect()
    }

    #[test]
    fn the_exact_spelling_decides_the_filer_of_a_line_first() {
        let two = || vec![filer(1, &["QZ-B"], "US"), filer(2, &["QZB"], "US")];
        assert_eq!(holders(&["QZB", "QZ/B"], two()), ["QZB cik=1", "QZB cik=2"]);
        assert_eq!(holders(&["NEW"], vec![filer(3, &["OLD"], "US")]), ["OLD cik=3"]);
        let mut idle = filer(4, &["QZA"], "US");
        idle.kind = None;
        assert_eq!(holders(&["QZA"], vec![idle, filer(5, &["QZA"], "US")]), ["QZA cik=5"]);
        assert_eq!(holders(&["ABC"], vec![filer(6, &["ABCD"], "US")]), [""; 0]);
    }

    #[test]
    fn a_move_is_between_known_countries() {
        let moved = |then: &str, now: &str| {
            let before = Some(vec![filer(1, &["OTHER"], then)]);
            let found = facts(&["QZA"], vec![filer(1, &["QZA"], now)], before);
            found.into_iter().find_map(|fact| Some(fact.split_once("moved_from=")?.1.to_owned()))
        };
        assert_eq!(moved("CA", "US").as_deref(), Some("CA"));
        assert_eq!(moved("ZZ", "US").as_deref(), Some("ZZ"));
        assert_eq!(moved("US", "ZZ").as_deref(), Some("US"));
        assert_eq!(moved("CA", "GB").as_deref(), Some("CA"));
        for (then, now) in [("US", "US"), ("CA", "ZZ"), ("ZZ", "CA"), ("", "US"), ("CA", "")] {
            assert_eq!(moved(then, now), None, "{then} {now}");
        }
    }

    #[test]
    fn a_company_is_a_business_only_if_it_was_one_before() {
        let structure = |now: u16, before: Option<(u16, &str)>| {
            let mut header = filer(1, &["QZA"], "US");
            header.sic = Some(now);
            let before = before.map(|(sic, name)| {
                let name = name.to_owned();
                vec![Filer { sic: Some(sic), name, ..header.clone() }]
            });
            let found = facts(&["QZA"], vec![header], before);
            found
                .into_iter()
                .find_map(|fact| Some(fact.split_once("filed_structure=")?.1.to_owned()))
        };
        assert_eq!(structure(3571, Some((3571, "Qzalis"))).as_deref(), Some("corporation"));
        assert_eq!(structure(3571, None), None);
        assert_eq!(structure(3571, Some((6770, "Qzalis"))), None);
        assert_eq!(structure(3571, Some((3571, "Qzalis Acquisition Corp."))), None);
        assert_eq!(structure(6770, None).as_deref(), Some("blank-cheque"));
    }
}
