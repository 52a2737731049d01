//! Characteristics of an index before and after an event: size, sectors, profit and valuation.
//!
//! Both sides use weights at the close of the implementation day, as in [`super::turnover`], and
//! company caps at that close ([`super::company_caps`]). Sector, earnings `E` and book value `B` of the
//! whole company come from the universe of rank day: from its pricing vehicle, or else from the first
//! of its lines that has them. With a company's cap `P` and its index weight `w` over all its lines,
//! sums over the companies with known figures:
//!
//! - weighted mean cap `= sum w P / sum w`; mean and median weight companies equally;
//! - earnings yield `= sum (w E/P) / sum w`;
//! - price-earnings `= sum w / sum (w E/P)`: its inverse, the weighted harmonic mean, that is, the
//!   index's price over its earnings net of losses (Agrrawal, Borgman, Clark and Strong, "Using the
//!   Price-to-Earnings Harmonic Mean to Improve Firm Valuation Estimates", 2010). Undefined where
//!   losses exceed profits;
//! - the same over profitable companies only, as index providers often publish it;
//! - book-to-price `= sum (w B/P) / sum w`, negative book values included;
//! - a company is without profit if `E <= 0`.
//!
//! Every figure comes with its coverage: the part of the index's weight with known data. Unknown data
//! is left out and never assumed: without any, the figure is `None` with coverage 0.

use std::collections::BTreeMap;

use serde::Serialize;

use super::company_caps::HeldCaps;
use super::concentration::{Concentration, SizedMember, concentration};
use super::holdings::Holdings;
use crate::reconstitution::Reconstitution;
use crate::universe::packed::float;
use crate::universe::{Index, Indexes, Universe};

/// A figure with its coverage.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Covered {
    /// The figure; `None` if no data is known or the ratio is undefined.
    pub value: Option<f64>,
    /// Index weight of the companies with known data, a fraction.
    pub coverage: f64,
}

/// Company caps of an index.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Caps {
    /// Number of companies with a known cap.
    pub companies: usize,
    /// Unweighted mean, USD.
    pub mean: Option<f64>,
    /// Median, USD.
    pub median: Option<f64>,
    /// Mean weighted by index weight, USD.
    pub weighted_mean: Option<f64>,
    /// Weight of the companies with a known cap, a fraction.
    pub coverage: f64,
}

/// The largest company of an index.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Largest {
    /// The company, as a place in the universe.
    pub company: usize,
    /// Its cap, USD.
    pub cap: f64,
    /// Weight of all its lines in the index, a fraction.
    pub weight: f64,
}

/// Weight of a sector in an index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectorWeight {
    /// Name of the sector, spelled as in the universe.
    pub sector: String,
    /// Number of companies.
    pub companies: usize,
    /// Index weight of the companies, a fraction.
    pub weight: f64,
}

/// Companies with earnings of zero or less.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct WithoutProfit {
    /// Number of companies with known earnings.
    pub known: usize,
    /// Number of companies without profit among them.
    pub companies: usize,
    /// Share of `companies` in `known`, a fraction.
    pub of_companies: Option<f64>,
    /// Weight of the companies without profit over that of the companies with known earnings, a
    /// fraction.
    pub of_weight: Option<f64>,
    /// Weight of the companies with known earnings, a fraction.
    pub coverage: f64,
}

/// Characteristics of an index at one time.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Characteristics {
    /// Number of lines held.
    pub lines: usize,
    /// Number of companies held.
    pub companies: usize,
    /// Company caps.
    pub caps: Caps,
    /// The company with the largest cap; ties go to the first by symbol. `None` if no cap is known.
    pub largest: Option<Largest>,
    /// Sectors ordered by name; their weights sum to `sector_coverage`.
    pub sectors: Vec<SectorWeight>,
    /// Weight of companies whose sector is known, a fraction.
    pub sector_coverage: f64,
    /// Companies without profit.
    pub without_profit: WithoutProfit,
    /// Earnings over price, losses included, a fraction; negative where losses exceed profits.
    pub earnings_yield: Covered,
    /// Price over earnings, the inverse of the yield; `None` if the yield is not positive.
    pub price_earnings: Covered,
    /// Price over earnings of the profitable companies only.
    pub price_earnings_of_profitable: Covered,
    /// Book value over price.
    pub book_to_price: Covered,
}

/// Characteristics of an index before and after an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndexCharacteristics {
    /// The index.
    pub index: Index,
    /// Before the event; `None` if the membership is not known.
    pub before: Option<Characteristics>,
    /// After the event.
    pub after: Characteristics,
}

/// Known data of a company.
#[derive(Debug, Clone, Copy, Default)]
struct Facts<'a> {
    cap: Option<f64>,
    sector: Option<&'a str>,
    earnings: Option<f64>,
    book_value: Option<f64>,
}

/// Known data of the companies that an index holds before or after an event.
#[derive(Debug)]
pub struct Fundamentals<'a> {
    /// By company, as places in the universe, in order.
    facts: Vec<(usize, Facts<'a>)>,
    /// For each company of the universe, its position in `facts`; meaningless for companies not
    /// held.
    place_of: Vec<usize>,
}

impl<'a> Fundamentals<'a> {
    /// Collects the data from a universe and the caps of its companies ([`super::company_caps`]).
    pub fn new(universe: &'a Universe, result: &Reconstitution, caps: &HeldCaps) -> Self {
        let of_company = |(&company, cap): (&usize, &Option<f64>)| {
            let vehicle = result.companies[company].line;
            let others = universe.companies[company].lines.iter().copied();
            let lines = || {
                let all = std::iter::once(vehicle).chain(others.clone());
                all.map(|line| &universe.securities[line])
            };
            let facts = Facts {
                cap: *cap,
                sector: lines().find_map(|s| s.sector.as_deref()),
                earnings: lines().find_map(|s| s.earnings()).map(float),
                book_value: lines().find_map(|s| s.book_value()).map(float),
            };
            (company, facts)
        };
        let mut place_of = vec![0; universe.companies.len()];
        for (place, company) in caps.keys().enumerate() {
            place_of[*company] = place;
        }
        Self { facts: caps.iter().map(of_company).collect(), place_of }
    }

    /// Characteristics of an index before and after the event.
    pub fn of(&self, index: Index, holdings: &Holdings) -> IndexCharacteristics {
        let side = |held: fn(&super::holdings::Holding) -> (Indexes, f64)| {
            let members = holdings.holdings.iter().filter_map(|holding| {
                let (indexes, value) = held(holding);
                indexes.contains(index).then_some((holding.company, value))
            });
            self.characteristics(members)
        };
        let known = holdings.known_before.contains(index);
        IndexCharacteristics {
            index,
            before: known.then(|| side(|h| (h.before.holding, h.value_before))),
            after: side(|h| (h.after, h.value_after)),
        }
    }

    /// Characteristics of lines given by company and value, USD.
    fn characteristics(&self, lines: impl Iterator<Item = (usize, f64)>) -> Characteristics {
        let mut values: Vec<Option<f64>> = vec![None; self.facts.len()];
        let (mut count, mut total) = (0, 0.0);
        for (company, value) in lines {
            *values[self.place_of[company]].get_or_insert(0.0) += value;
            count += 1;
            total += value;
        }
        let weight = |value: f64| if total > 0.0 { value / total } else { 0.0 };
        let members: Vec<Member<'_>> = values
            .iter()
            .zip(&self.facts)
            .filter_map(|(value, (company, facts))| {
                Some(Member { company: *company, weight: weight((*value)?), facts })
            })
            .collect();
        let (sectors, sector_coverage) = sectors(&members);
        let (caps, largest) = caps(&members);
        let earnings_yield = weighted_mean(&members, &|m| m.earnings_yield());
        Characteristics {
            lines: count,
            companies: members.len(),
            caps,
            largest,
            sectors,
            sector_coverage,
            without_profit: without_profit(&members),
            earnings_yield,
            price_earnings: inverted(earnings_yield),
            price_earnings_of_profitable: inverted(weighted_mean(&members, &|m| {
                m.earnings_yield().filter(|earned| *earned > 0.0)
            })),
            book_to_price: weighted_mean(&members, &|m| Some(m.facts.book_value? / m.facts.cap?)),
        }
    }
}

/// A company in an index.
struct Member<'a> {
    company: usize,
    weight: f64,
    facts: &'a Facts<'a>,
}

impl Member<'_> {
    /// Earnings over price.
    fn earnings_yield(&self) -> Option<f64> {
        Some(self.facts.earnings? / self.facts.cap?)
    }
}

/// Weighted mean over the members with known data; `None` if they have no weight.
fn weighted_mean(members: &[Member<'_>], of: &dyn Fn(&Member<'_>) -> Option<f64>) -> Covered {
    let (mut sum, mut coverage) = (0.0, 0.0);
    for member in members {
        if let Some(value) = of(member) {
            sum += member.weight * value;
            coverage += member.weight;
        }
    }
    Covered { value: (coverage > 0.0).then(|| sum / coverage), coverage }
}

/// Inverse of a yield; `None` if the yield is not positive.
fn inverted(earned: Covered) -> Covered {
    Covered {
        value: earned.value.filter(|earned| *earned > 0.0).map(|earned| 1.0 / earned),
        ..earned
    }
}

fn caps(members: &[Member<'_>]) -> (Caps, Option<Largest>) {
    let sized: Vec<SizedMember<usize>> = members
        .iter()
        .filter_map(|m| Some(SizedMember { key: m.company, cap: m.facts.cap?, weight: m.weight }))
        .collect();
    let Some(Concentration { largest, median_cap, weighted_mean_cap, .. }) = concentration(&sized)
    else {
        return (Caps::default(), None);
    };
    let sum: f64 = sized.iter().map(|member| member.cap).sum();
    let caps = Caps {
        companies: sized.len(),
        mean: Some(sum / sized.len() as f64),
        median: Some(median_cap),
        weighted_mean: weighted_mean_cap,
        coverage: sized.iter().map(|member| member.weight).sum(),
    };
    (caps, Some(Largest { company: largest.key, cap: largest.cap, weight: largest.weight }))
}

fn sectors(members: &[Member<'_>]) -> (Vec<SectorWeight>, f64) {
    let mut by_name: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
    let mut coverage = 0.0;
    for member in members {
        if let Some(sector) = member.facts.sector {
            let (companies, weight) = by_name.entry(sector).or_default();
            *companies += 1;
            *weight += member.weight;
            coverage += member.weight;
        }
    }
    let sector = |(name, (companies, weight)): (&str, _)| SectorWeight {
        sector: name.to_owned(),
        companies,
        weight,
    };
    (by_name.into_iter().map(sector).collect(), coverage)
}

fn without_profit(members: &[Member<'_>]) -> WithoutProfit {
    let (mut found, mut weight) = (WithoutProfit::default(), 0.0);
    for member in members {
        let Some(earnings) = member.facts.earnings else { continue };
        found.known += 1;
        found.coverage += member.weight;
        if earnings <= 0.0 {
            found.companies += 1;
            weight += member.weight;
        }
    }
    let part = |of: f64, all: f64| (all > 0.0).then(|| of / all);
    found.of_companies = part(found.companies as f64, found.known as f64);
    found.of_weight = part(weight, found.coverage);
    found
}

#[cfg(test)]
mod tests;
