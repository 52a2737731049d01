//! A universe as the market model sees it: its companies, each with a number, and its sectors.

use std::collections::{BTreeMap, BTreeSet};

use arcstr::ArcStr;
use rust_decimal::Decimal;
use sha2::{Digest as _, Sha256};

use crate::market::model::Company;
use crate::methodology::Screen;
use crate::reconstitution::{Inputs, Reconstitution, screen_but_for_size};
use crate::universe::packed::float;
use crate::universe::{Lookalikes, Security, SymbolKey};

/// A company that is ranked today, or may be ranked once it has grown.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its place among [`Universe::companies`](crate::universe::Universe::companies).
    pub company: usize,
    /// The line that represents it, as a place among
    /// [`Universe::securities`](crate::universe::Universe::securities).
    pub line: usize,
    /// Its exact cap, USD.
    pub market_cap: Decimal,
    /// True if it passes every screen today.
    pub is_eligible: bool,
    /// True if a screen that does not depend on the market drops it today.
    pub is_excluded: bool,
    /// The probability that no such screen drops it, 0 to 1.
    pub chance: f64,
    /// The company as paths see it: its cap in whole dollars, its number and its sector. It has no
    /// beta or deviation of its own.
    pub model: Company,
}

/// The companies of a universe that the market model moves: all companies with a known cap that may
/// pass every screen except those on price and size, which depend on the market.
///
/// The other companies can never be ranked and do not affect those that can.
#[derive(Debug, Clone, Default)]
pub struct ModelUniverse {
    /// The candidates, in the order of
    /// [`Universe::companies`](crate::universe::Universe::companies).
    pub candidates: Vec<Candidate>,
    sectors: BTreeMap<ArcStr, u16>,
    /// Numbers by the tickers of all lines of a company.
    numbers: BTreeMap<SymbolKey, u64>,
    lookalikes: Lookalikes,
}

/// The probability that a line's company is eligible apart from price and size, 0 to 1. The screen
/// is the one that drops the line; `None` if it passes. The result is `None` if unknown; then
/// today's decision is used.
pub type Chance<'a> = &'a dyn Fn(&Security, Option<Screen>) -> Option<f64>;

/// Excluded companies with a smaller probability are ignored.
const LEAST_CHANCE: f64 = 0.01;

/// Probability by today's decision; a company excluded on evidence keeps the reserved part of its
/// place.
fn as_decided(line: &Security, dropped: Option<Screen>) -> Option<f64> {
    (dropped == Some(Screen::Stated)).then(|| f64::from(line.reserve_pct) / 100.0)
}

impl ModelUniverse {
    /// Like [`Self::with_chances`], but exactly the companies decided to be eligible are eligible,
    /// except for the parts of places that excluded companies keep.
    pub fn new(inputs: &Inputs<'_>, today: &Reconstitution) -> Self {
        Self::with_chances(inputs, today, &as_decided)
    }

    /// The companies of a universe, with the event of `inputs` applied as if today were its rank
    /// day.
    ///
    /// The result does not depend on the order of the universe's rows: a company's number is
    /// derived from the id of the line that represents it, or else from its ticker, and sectors are
    /// numbered in the order of their names, from 0. Companies without a sector get that of
    /// companies listed on a path, [`u16::MAX`], which has no name.
    pub fn with_chances(inputs: &Inputs<'_>, today: &Reconstitution, chance: Chance<'_>) -> Self {
        let universe = inputs.universe;
        let lookalikes = universe.lookalikes().clone();
        let mut candidates = candidates(inputs, today, chance);
        candidates.sort_by_key(|candidate| candidate.company);
        let sector_of = |c: &Candidate| universe.securities[c.line].sector.as_ref();
        let names: BTreeSet<&ArcStr> = candidates.iter().filter_map(sector_of).collect();
        let sectors: BTreeMap<ArcStr, u16> = names.into_iter().cloned().zip(0..u16::MAX).collect();
        let mut taken = BTreeSet::new();
        let mut numbers = BTreeMap::new();
        for candidate in &mut candidates {
            let security = &universe.securities[candidate.line];
            let sector = security.sector.as_ref().and_then(|name| sectors.get(name));
            candidate.model.sector = sector.copied().unwrap_or(u16::MAX);
            // A company without a stated price or float gets that of its bucket, if there is one.
            let positive = |number: Option<Decimal>| number.map(float).filter(|n| *n > 0.0);
            candidate.model.price = positive(security.price());
            candidate.model.float = positive(security.free_float_pct()).map(|pct| pct / 100.0);
            let mut number = number_of(security);
            // Companies are in the order of their tickers; if two have the same number, the later
            // one takes the next.
            while !taken.insert(number) {
                number = number.wrapping_add(1);
            }
            candidate.model.number = number;
            for line in universe.lines(&universe.companies[candidate.company]) {
                numbers.insert(lookalikes.key(line.symbol()), number);
            }
        }
        Self { candidates, sectors, numbers, lookalikes }
    }

    /// The companies for [`Start::new`](crate::market::model::Start::new), in the order of
    /// [`Self::candidates`].
    pub fn companies(&self) -> Vec<Company> {
        self.candidates.iter().map(|candidate| candidate.model).collect()
    }

    /// The number of a sector, by the universe's name for it.
    pub fn sector(&self, name: &str) -> Option<u16> {
        self.sectors.get(name).copied()
    }

    /// The number of the company of a ticker, in any vendor's spelling.
    pub fn number(&self, symbol: &str) -> Option<u64> {
        self.numbers.get(&self.lookalikes.key(symbol)).copied()
    }
}

/// The cap as paths hold it, in whole USD. This is the one place where exact caps become `f64`.
///
/// `None` for less than one dollar, because the model does not count that as a company.
fn path_cap(cap: Decimal) -> Option<f64> {
    Some(float(cap.round())).filter(|cap| *cap >= 1.0)
}

/// The first eight bytes of the SHA-256 of a company's identity.
fn number_of(security: &Security) -> u64 {
    let name = security.id().unwrap_or(security.symbol());
    let digest: [u8; 32] = Sha256::digest(name.as_bytes()).into();
    let first = digest.first_chunk().copied().unwrap_or_default();
    u64::from_be_bytes(first)
}

/// Candidates without numbers and sectors.
fn candidates(inputs: &Inputs<'_>, today: &Reconstitution, chance: Chance<'_>) -> Vec<Candidate> {
    let securities = &inputs.universe.securities;
    let mut is_eligible = vec![false; inputs.universe.companies.len()];
    for eligible in &today.screened.eligible {
        is_eligible[eligible.company] = true;
    }
    let candidate = |company: usize, line: usize, cap: Option<Decimal>, dropped: Option<Screen>| {
        let market_cap = cap?;
        let model = Company::new(0, path_cap(market_cap)?);
        let is_excluded = dropped.is_some();
        let by_decision = if is_excluded { 0.0 } else { 1.0 };
        let chance = chance(&securities[line], dropped).unwrap_or(by_decision);
        let is_eligible = is_eligible[company];
        Some(Candidate { company, line, market_cap, is_eligible, is_excluded, chance, model })
    };
    let relaxed = screen_but_for_size(inputs, &today.matched);
    let ranked = today.screened.eligible.iter();
    let ranked = ranked.filter_map(|e| candidate(e.company, e.line, e.market_cap, None));
    let grown = relaxed.eligible.iter().filter(|e| !is_eligible[e.company]);
    let grown = grown.filter_map(|e| candidate(e.company, e.line, e.market_cap, None));
    let in_doubt = relaxed.ineligible.iter().filter(|e| !is_eligible[e.company]);
    let in_doubt =
        in_doubt.filter_map(|e| candidate(e.company, e.line, e.market_cap, Some(e.screen)));
    ranked.chain(grown).chain(in_doubt.filter(|c| c.chance >= LEAST_CHANCE)).collect()
}

#[cfg(test)]
mod tests {
    use rust_decimal::prelude::ToPrimitive as _;

    use super::*;
    use crate::calendar::Season;
    use crate::methodology::Parameters;
    use crate::reconstitution::{Event, Matched, reconstitute};
    use crate::universe::{Exchange, Universe};

    fn line(symbol: &str, price: &str, cap: i64, sector: Option<&str>) -> Security {
        let mut security = Security::new(symbol, Exchange::Nyse);
        security.set_price(price.parse().ok());
        security.set_company_market_cap((cap > 0).then(|| cap.into()));
        security.sector = sector.map(ArcStr::from);
        security
    }

    fn model(lines: Vec<Security>) -> ModelUniverse {
        let day = "2026-04-30".parse().expect("a day");
        let universe = Universe::new(day, lines);
        let event = Event {
            season: Season::June,
            name: "june-2026".to_owned(),
            rank_day: day,
            implementation: day,
            effective: day,
            previous_rank_day: None,
        };
        let parameters = Parameters::default();
        let inputs = Inputs::new(&event, &universe, &parameters);
        let today = reconstitute(&inputs, Matched::nobody(&universe)).expect("small caps");
        ModelUniverse::new(&inputs, &today)
    }

    fn market() -> Vec<Security> {
        let mut foreign = line("FGN", "10", 900_000_000, Some("Energy"));
        foreign.country.assigned = "CA".parse().ok();
        let mut doubtful = line("DBT", "10", 800_000_000, None);
        (doubtful.excluded, doubtful.reserve_pct) = (Some("evidence".to_owned()), 20);
        let mut out = line("OUT", "10", 700_000_000, None);
        out.excluded = Some("known".to_owned());
        vec![
            line("BIG", "100", 5_000_000_000, Some("Utilities")),
            line("LOW", "0.5", 600_000_000, Some("Energy")),
            line("TNY", "3", 20_000_000, None),
            line("NOC", "3", 0, None),
            foreign,
            doubtful,
            out,
        ]
    }

    fn whole_pct(chance: f64) -> Option<u64> {
        (chance * 100.0).round().to_u64()
    }

    #[test]
    fn who_can_grow_into_the_ranking_is_there_and_nobody_else() {
        let found = model(market());
        let said: Vec<_> = found
            .candidates
            .iter()
            .map(|c| (c.model.cap, c.is_eligible, whole_pct(c.chance), c.model.sector))
            .collect();
        // In the order of the tickers: BIG, DBT, LOW, TNY.
        let none = u16::MAX;
        assert_eq!(
            said,
            [
                (5_000_000_000.0, true, Some(100), 1),
                (800_000_000.0, false, Some(20), none),
                (600_000_000.0, false, Some(100), 0),
                (20_000_000.0, false, Some(100), none),
            ]
        );
        assert_eq!((found.sector("Energy"), found.sector("Utilities")), (Some(0), Some(1)));
        assert_eq!(found.sector("Materials"), None);
        assert_eq!(found.number("big"), Some(found.candidates[0].model.number));
        assert_eq!(found.number("FGN"), None);
    }

    #[test]
    fn neither_rows_nor_other_companies_change_a_number() {
        let whole = model(market());
        let mut reversed = market();
        reversed.reverse();
        assert_eq!(model(reversed).candidates, whole.candidates);
        let alone = model(vec![line("LOW", "0.5", 600_000_000, Some("Energy"))]);
        assert_eq!(alone.number("LOW"), whole.number("LOW"));
        let renamed = |symbol: &str| {
            let mut line = line(symbol, "5", 600_000_000, None);
            line.set_id(Some("SYN1"));
            model(vec![line])
        };
        assert_eq!(renamed("OLD").number("OLD"), renamed("NEW").number("NEW"));
    }

    #[test]
    fn caps_are_whole_dollars() {
        let cap = |text: &str| path_cap(text.parse().expect("a number"));
        assert_eq!((cap("1234.56"), cap("0.4")), (Some(1235.0), None));
    }
}
