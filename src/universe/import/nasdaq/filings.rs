//! Combines official filings with a company's labels (RB 5.2, 5.6).
//!
//! The label is the vendor's country of the head office; the filing gives incorporation and business
//! address, two of the three home-country indicators. If both give a headquarters, the filing takes
//! precedence, but its address may be an agent's or out of date. An address in a country of
//! benefit-driven incorporation is a registered office and does not overrule a label of another country.
//! A foreign address does not overrule the label of a company that files as a domestic one and is not
//! incorporated abroad.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::country::{Inferred, Label};
use super::day::{Line, ScreenerDay};
use super::structure::{gives_way_to_filings, is_business};
use crate::universe::country::Country;
use crate::universe::filed::{Filed, FilerKind};
use crate::universe::security::{CountryFacts, Structure};
use crate::universe::symbol::SymbolKey;

/// Facts from filings about the lines of a day.
pub(super) struct Filings<'a> {
    day: &'a ScreenerDay,
    by_ticker: FxHashMap<SymbolKey, Filed>,
    /// Issuers of lines whose names alone would assign them to another company.
    issuers: FxHashMap<usize, String>,
}

impl<'a> Filings<'a> {
    pub(super) fn new(day: &'a ScreenerDay, by_ticker: FxHashMap<SymbolKey, Filed>) -> Self {
        let issuers = issuers(day, &by_ticker);
        Self { day, by_ticker, issuers }
    }

    /// The filed facts of a company: those of the first of its lines that has any.
    pub(super) fn of(&self, lines: &[usize]) -> Option<&Filed> {
        if self.by_ticker.is_empty() {
            return None;
        }
        lines.iter().find_map(|&line| self.by_ticker.get(&self.day.lines[line].row.key))
    }

    /// The issuer of a line.
    pub(super) fn issuer(&self, line: usize) -> &str {
        self.issuers.get(&line).unwrap_or(&self.day.lines[line].issuer)
    }

    /// The lines whose issuer differs from the one their names imply, in line order.
    pub(super) fn renamed(&self) -> BTreeMap<usize, &String> {
        self.issuers.iter().map(|(&line, issuer)| (line, issuer)).collect()
    }
}

/// Lines with the same number belong to one company, whatever their names, except tracking stocks; lines
/// with different numbers belong to different companies.
fn issuers(day: &ScreenerDay, filed: &FxHashMap<SymbolKey, Filed>) -> FxHashMap<usize, String> {
    let mut by_number: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, BTreeMap<u64, Vec<usize>>> = BTreeMap::new();
    for (at, line) in day.lines.iter().enumerate().filter(|(_, line)| line.may_be_common()) {
        let Some(cik) = filed.get(&line.row.key).and_then(|filed| filed.cik) else { continue };
        by_number.entry(cik).or_default().push(at);
        by_name.entry(&line.issuer).or_default().entry(cik).or_default().push(at);
    }
    let mut issuers = FxHashMap::default();
    for lines in by_number.values().filter(|lines| lines.len() > 1) {
        let name = |at: usize| day.lines[at].issuer.as_str();
        // The words after the bar distinguish the tracked businesses.
        if lines.iter().any(|&at| name(at).contains('|')) {
            continue;
        }
        let others = lines.iter().filter(|&&at| name(at) != name(lines[0]));
        issuers.extend(others.map(|&at| (at, name(lines[0]).to_owned())));
    }
    for (name, numbers) in by_name {
        for (cik, lines) in numbers.iter().skip(1) {
            issuers.extend(lines.iter().map(|&at| (at, format!("{name} (CIK {cik})"))));
        }
    }
    issuers
}

/// What filings imply about a company's country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seat {
    /// Nothing conclusive.
    Silent,
    /// They agree with the label.
    Agrees(CountryFacts),
    /// They place the company elsewhere.
    Overrules(CountryFacts),
}

impl Seat {
    /// The headquarters in the filings, if they are conclusive.
    pub(super) fn headquarters(&self) -> Option<Country> {
        match self {
            Self::Silent => None,
            Self::Agrees(facts) | Self::Overrules(facts) => facts.headquarters,
        }
    }
}

/// What filings imply about the country of a company with this label.
pub(super) fn seat_of(label: Inferred, filed: &Filed, benefit_driven: &[Country]) -> Seat {
    let is_registered_office = |seat: &Country| {
        benefit_driven.contains(seat) && (label.label == Label::Foreign || !label.is_us)
    };
    let incorporated_abroad = filed.incorporation.is_some_and(|home| home != Country::US);
    let is_domestic = filed.filer == Some(FilerKind::Domestic) && !incorporated_abroad;
    let is_doubtful = |seat: &Country| {
        *seat != Country::US && label.label == Label::Us && is_domestic
            || is_registered_office(seat)
    };
    let Some(seat) = filed.headquarters.filter(|seat| !is_doubtful(seat)) else {
        return Seat::Silent;
    };
    let facts = CountryFacts {
        assigned: None,
        incorporation: filed.incorporation,
        headquarters: Some(seat),
        exchange: None,
        assets: filed.assets,
        revenue: filed.revenue,
    };
    // Headquarters in a country of benefit-driven incorporation leave the decision to the exchange,
    // which is here.
    let is_here = seat == Country::US || benefit_driven.contains(&seat);
    let is_told_otherwise = [filed.assets, filed.revenue].into_iter().flatten().next().is_some();
    if is_here == label.is_us && !is_told_otherwise {
        Seat::Agrees(facts)
    } else {
        Seat::Overrules(facts)
    }
}

/// The structure of a company by its filings, if it differs from that of its labels.
pub(super) fn structure_of(line: &Line, filed: &Filed) -> Option<Structure> {
    match (filed.structure?, line.structure) {
        (Structure::Corporation, Some((Structure::BlankCheque, why))) => {
            // It has been a separate company for a year, and has filed as one.
            let is_business = filed.filer == Some(FilerKind::Domestic) && gives_way_to_filings(why);
            is_business.then_some(Structure::Corporation)
        }
        (Structure::Corporation, Some((_, why))) => {
            gives_way_to_filings(why).then_some(Structure::Corporation)
        }
        (Structure::Corporation, None) | (_, Some(_)) => None,
        // A merged blank-cheque company keeps its industry code for years.
        (Structure::BlankCheque, None) => {
            (!is_business(&line.row.industry)).then_some(Structure::BlankCheque)
        }
        (other, None) => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(label: Label) -> Inferred {
        let is_us = matches!(label, Label::Us | Label::BenefitDriven);
        Inferred { label, country: None, is_us, reason: "label" }
    }

    fn filed(home: &str, seat: &str, filer: Option<FilerKind>) -> Filed {
        let (incorporation, headquarters) = (home.parse().ok(), seat.parse().ok());
        Filed { incorporation, headquarters, filer, ..Filed::default() }
    }

    /// Whether filings assign it to the US; `None` if they are inconclusive.
    fn is_us(of: Label, home: &str, seat: &str, filer: Option<FilerKind>) -> Option<bool> {
        let benefit = ["KY", "BM", "VG"].map(|code| code.parse().expect("a country"));
        match seat_of(label(of), &filed(home, seat, filer), &benefit) {
            Seat::Silent => None,
            Seat::Agrees(_) => Some(label(of).is_us),
            Seat::Overrules(_) => Some(!label(of).is_us),
        }
    }

    #[test]
    fn filings_overrule_labels_unless_their_address_may_be_an_agents() {
        use Label::{BenefitDriven, Foreign, Missing, Us};
        let (domestic, foreign) = (Some(FilerKind::Domestic), Some(FilerKind::Foreign));
        for (of, home, seat, filer, settled) in [
            // A US address is conclusive, whatever the kind of filer.
            (Foreign, "CA", "US", foreign, Some(true)),
            (Missing, "BE", "US", None, Some(true)),
            (Us, "US", "US", domestic, Some(true)),
            (BenefitDriven, "KY", "US", domestic, Some(true)),
            // A foreign address is conclusive, except against a US label with domestic filings.
            (Missing, "US", "AU", domestic, Some(false)),
            (BenefitDriven, "NL", "DE", foreign, Some(false)),
            (Foreign, "US", "SE", domestic, Some(false)),
            (Us, "KY", "SG", foreign, Some(false)),
            (Us, "US", "SG", None, Some(false)),
            (Us, "US", "CA", domestic, None),
            (Us, "", "ZZ", domestic, None),
            (Us, "IL", "IL", domestic, Some(false)),
            // A registered office is not conclusive against another country.
            (Foreign, "KY", "KY", foreign, None),
            (BenefitDriven, "KY", "KY", foreign, Some(true)),
            (Us, "BM", "BM", foreign, Some(true)),
            (Foreign, "", "", domestic, None),
        ] {
            assert_eq!(is_us(of, home, seat, filer), settled, "{of:?} {home} {seat} {filer:?}");
        }
    }
}
