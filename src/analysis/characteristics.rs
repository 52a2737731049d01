//! What an index is like before and after an event: size, sectors, profit and valuation.
//!
//! Both sides are weighed at the close of the implementation day, as in [`super::turnover`], and caps
//! are company caps of that close ([`super::company_caps`]). Sector, earnings `E` and book value `B` are
//! those of the universe of rank day, of the whole company: the line that stands for it has them, else
//! the first of its lines that does. With the index weight `w` of a company, all its lines together,
//! and its cap `P`, sums over the companies whose figures are known:
//!
//! - weighted mean cap `= sum w P / sum w`; mean and median count every company once;
//! - earnings yield `= sum (w E/P) / sum w`;
//! - price-earnings `= sum w / sum (w E/P)`: one over it, the weighted harmonic mean, which is what the index costs
//!   over what it earns, losses taken off (Agrrawal, Borgman, Clark and Strong, "Using the
//!   Price-to-Earnings Harmonic Mean to Improve Firm Valuation Estimates", 2010). There is none where
//!   losses eat up the profits;
//! - the same of companies with a profit alone, as index providers often give it;
//! - book-to-price `= sum (w B/P) / sum w`, negative book values included;
//! - without profit is who earned nothing or less: `E <= 0`.
//!
//! Every figure comes with its coverage, the part of the index's weight that it is of. What is not
//! known is left out and never assumed: a figure of which nothing is known is `None`, coverage 0.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::concentration::{Concentration, SizedMember, concentration};
use super::holdings::Holdings;
use crate::reconstitution::Reconstitution;
use crate::universe::{Index, Indexes, Universe};

/// A figure and what it is of.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Covered {
    /// The figure; `None` where nothing is known, or nothing makes sense.
    pub value: Option<f64>,
    /// The part of the index's weight that it is of, a fraction.
    pub coverage: f64,
}

/// Company caps of an index.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Caps {
    /// Companies whose cap is known.
    pub companies: usize,
    /// Mean, USD.
    pub mean: Option<f64>,
    /// Median, USD.
    pub median: Option<f64>,
    /// Mean by index weight, USD.
    pub weighted_mean: Option<f64>,
    /// Weight of those companies, a fraction.
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

/// A sector in an index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectorWeight {
    /// Its name, as the universe has it.
    pub sector: String,
    /// Companies.
    pub companies: usize,
    /// Their weight, a fraction of the index.
    pub weight: f64,
}

/// Companies that earned nothing or less.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct WithoutProfit {
    /// Companies whose earnings are known.
    pub known: usize,
    /// Those of them without profit.
    pub companies: usize,
    /// Part of the known that they are, a fraction.
    pub of_companies: Option<f64>,
    /// Part of the weight of the known that they are, a fraction.
    pub of_weight: Option<f64>,
    /// Weight of the known, a fraction.
    pub coverage: f64,
}

/// What an index is like at one time.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Characteristics {
    /// Lines held.
    pub lines: usize,
    /// Companies held.
    pub companies: usize,
    /// Company caps.
    pub caps: Caps,
    /// The company with the largest cap; of equals, the first by symbol. `None` where no cap is known.
    pub largest: Option<Largest>,
    /// Sectors in the order of their names; weights sum to `sector_coverage`.
    pub sectors: Vec<SectorWeight>,
    /// Weight of companies whose sector is known, a fraction.
    pub sector_coverage: f64,
    /// Who makes no profit.
    pub without_profit: WithoutProfit,
    /// Earnings over price, losses included, a fraction; below zero where they outweigh profits.
    pub earnings_yield: Covered,
    /// Price over earnings, one over that; `None` where the yield is not above zero.
    pub price_earnings: Covered,
    /// The same of companies with a profit alone.
    pub price_earnings_of_profitable: Covered,
    /// Book value over price.
    pub book_to_price: Covered,
}

/// What an index is like before and after an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndexCharacteristics {
    /// The index.
    pub index: Index,
    /// Before; `None` where its membership is not known.
    pub before: Option<Characteristics>,
    /// After.
    pub after: Characteristics,
}

/// What is known of a company.
#[derive(Debug, Clone, Copy, Default)]
struct Facts<'a> {
    cap: Option<f64>,
    sector: Option<&'a str>,
    earnings: Option<f64>,
    book_value: Option<f64>,
}

/// What is known of the companies that an index holds before or after.
#[derive(Debug)]
pub struct Fundamentals<'a> {
    /// By company.
    facts: Vec<Facts<'a>>,
}

impl<'a> Fundamentals<'a> {
    /// Of a universe with the caps of its companies ([`super::company_caps`]).
    pub fn new(universe: &'a Universe, result: &Reconstitution, caps: &[Option<f64>]) -> Self {
        let of_company = |(company, cap): (usize, &Option<f64>)| {
            let standing = result.companies[company].line;
            let others = universe.companies[company].lines.iter().copied();
            let lines = || {
                let all = std::iter::once(standing).chain(others.clone());
                all.map(|line| &universe.securities[line])
            };
            let number = |d: Decimal| d.to_f64();
            Facts {
                cap: *cap,
                sector: lines().find_map(|s| s.sector.as_deref()),
                earnings: lines().find_map(|s| s.earnings).and_then(number),
                book_value: lines().find_map(|s| s.book_value).and_then(number),
            }
        };
        Self { facts: caps.iter().enumerate().map(of_company).collect() }
    }

    /// An index before and after.
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

    /// Of lines by company and value, USD.
    fn characteristics(&self, lines: impl Iterator<Item = (usize, f64)>) -> Characteristics {
        let mut values: Vec<Option<f64>> = vec![None; self.facts.len()];
        let (mut count, mut total) = (0, 0.0);
        for (company, value) in lines {
            *values[company].get_or_insert(0.0) += value;
            count += 1;
            total += value;
        }
        let weight = |value: f64| if total > 0.0 { value / total } else { 0.0 };
        let members: Vec<Member<'_>> = values
            .iter()
            .enumerate()
            .filter_map(|(company, value)| {
                Some(Member { company, weight: weight((*value)?), facts: &self.facts[company] })
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

/// Mean by weight of what is known; `None` where no weight is.
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

/// One over a yield; of one that is not above zero there is none.
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
