//! What official filings say of a company, against what its labels say (RB 5.2, 5.6).
//!
//! The label is a head office as the vendor has it; the filing gives incorporation and business address,
//! two of the three home-country indicators. Where both speak of headquarters the filing counts, but an
//! address may be an agent's or out of date: one in a country of benefit-driven incorporation is a
//! registered office, and settles nothing against a label of another country; and one abroad does not
//! outweigh the label of a company that files as a domestic one and is not incorporated abroad.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::country::{Inferred, Label};
use super::day::{Line, ScreenerDay};
use super::structure::{gives_way_to_filings, is_business};
use crate::universe::country::Country;
use crate::universe::filed::{Filed, FilerKind};
use crate::universe::security::{CountryFacts, Structure};
use crate::universe::symbol::SymbolKey;

/// What filings say of the lines of a day.
pub(super) struct Filings<'a> {
    day: &'a ScreenerDay,
    by_ticker: FxHashMap<SymbolKey, Filed>,
    /// Issuers of lines whose names alone would make them another company's.
    issuers: FxHashMap<usize, String>,
}

impl<'a> Filings<'a> {
    pub(super) fn new(day: &'a ScreenerDay, by_ticker: FxHashMap<SymbolKey, Filed>) -> Self {
        let issuers = issuers(day, &by_ticker);
        Self { day, by_ticker, issuers }
    }

    /// What is known of a company: of the first of its lines of which anything is.
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

    /// The lines whose issuer is not what their names say, in the order of no hash.
    pub(super) fn renamed(&self) -> BTreeMap<usize, &String> {
        self.issuers.iter().map(|(&line, issuer)| (line, issuer)).collect()
    }
}

/// Lines of one number are of one company, whatever their names, but for tracking stocks; lines of
/// different numbers are not.
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
        // The words after the bar tell businesses that are tracked apart.
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

/// What filings say of a company's country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seat {
    /// Nothing that would settle it.
    Silent,
    /// That it is where the label has it.
    Agrees(CountryFacts),
    /// That it is elsewhere.
    Overrules(CountryFacts),
}

impl Seat {
    /// Where the filings that settle it have the headquarters.
    pub(super) fn headquarters(&self) -> Option<Country> {
        match self {
            Self::Silent => None,
            Self::Agrees(facts) | Self::Overrules(facts) => facts.headquarters,
        }
    }
}

/// What filings say of the country of a company with this label.
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
    // Headquarters in a country of benefit-driven incorporation leave it to the exchange, here.
    let is_here = seat == Country::US || benefit_driven.contains(&seat);
    let is_told_otherwise = [filed.assets, filed.revenue].into_iter().flatten().next().is_some();
    if is_here == label.is_us && !is_told_otherwise {
        Seat::Agrees(facts)
    } else {
        Seat::Overrules(facts)
    }
}

/// The structure of a company by its filings, where it is not as its labels have it.
pub(super) fn structure_of(line: &Line, filed: &Filed) -> Option<Structure> {
    match (filed.structure?, line.structure) {
        (Structure::Corporation, Some((Structure::BlankCheque, why))) => {
            // It has been a company of its own for a year, and has filed as one.
            let is_business = filed.filer == Some(FilerKind::Domestic) && gives_way_to_filings(why);
            is_business.then_some(Structure::Corporation)
        }
        (Structure::Corporation, Some((_, why))) => {
            gives_way_to_filings(why).then_some(Structure::Corporation)
        }
        (Structure::Corporation, None) | (_, Some(_)) => None,
        // The industry stays for years after a blank-cheque company has merged.
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

    /// Whether filings settle that it is of the US; `None` where they settle nothing.
    fn is_us(of: Label, home: &str, seat: &str, filer: Option<FilerKind>) -> Option<bool> {
        let benefit = ["KY", "BM", "VG"].map(|code| code.parse().expect("a country"));
        match seat_of(label(of), &filed(home, seat, filer), &benefit) {
            Seat::Silent => None,
            Seat::Agrees(_) => Some(label(of).is_us),
            Seat::Overrules(_) => Some(!label(of).is_us),
        }
    }

    #[test]
    fn filings_outweigh_labels_unless_their_address_may_be_anybodys() {
        use Label::{BenefitDriven, Foreign, Missing, Us};
        let (domestic, foreign) = (Some(FilerKind::Domestic), Some(FilerKind::Foreign));
        for (of, home, seat, filer, settled) in [
            // An address in the US settles it, whoever files what.
            (Foreign, "CA", "US", foreign, Some(true)),
            (Missing, "BE", "US", None, Some(true)),
            (Us, "US", "US", domestic, Some(true)),
            (BenefitDriven, "KY", "US", domestic, Some(true)),
            // One abroad does, but against a label of the US and domestic filings.
            (Missing, "US", "AU", domestic, Some(false)),
            (BenefitDriven, "NL", "DE", foreign, Some(false)),
            (Foreign, "US", "SE", domestic, Some(false)),
            (Us, "KY", "SG", foreign, Some(false)),
            (Us, "US", "SG", None, Some(false)),
            (Us, "US", "CA", domestic, None),
            (Us, "", "ZZ", domestic, None),
            (Us, "IL", "IL", domestic, Some(false)),
            // A registered office settles nothing against another country.
            (Foreign, "KY", "KY", foreign, None),
            (BenefitDriven, "KY", "KY", foreign, Some(true)),
            (Us, "BM", "BM", foreign, Some(true)),
            (Foreign, "", "", domestic, None),
        ] {
            assert_eq!(is_us(of, home, seat, filer), settled, "{of:?} {home} {seat} {filer:?}");
        }
    }
}
