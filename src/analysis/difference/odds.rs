//! Companies whose odds differ between two projections, the largest differences first.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// The odds of one result on a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyOdds<'a> {
    /// Its company name.
    pub name: &'a str,
    /// Segment before the event.
    pub from: &'a str,
    /// Odds of the Russell 1000, the 2000, Microcap below and none of them after the event.
    pub odds: [Decimal; 4],
}

/// A company whose odds differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddsDifference {
    /// Its ticker.
    pub symbol: String,
    /// Its company name.
    pub name: String,
    /// Segment before the event, from the first result if it has the company, else from the second.
    pub from: String,
    /// Odds of each segment in the first result; `None` if it does not have the company.
    pub a: Option<[Decimal; 4]>,
    /// Odds of each segment in the second result.
    pub b: Option<[Decimal; 4]>,
}

impl OddsDifference {
    /// Total variation distance: half the sum of absolute differences, 0 to 1.
    pub fn moved(&self) -> Decimal {
        let all = |odds: Option<[Decimal; 4]>| odds.unwrap_or_default();
        let pairs = all(self.a).into_iter().zip(all(self.b));
        // A file may hold any number: saturate instead of overflowing.
        let part = |(a, b): (Decimal, Decimal)| a.checked_sub(b).unwrap_or(Decimal::MAX).abs();
        let add = |sum: Decimal, part| sum.checked_add(part).unwrap_or(Decimal::MAX);
        pairs.map(part).fold(Decimal::ZERO, add) / Decimal::TWO
    }
}

/// Companies whose odds differ, the largest differences first; both results by ticker.
pub fn moved_odds(
    of_a: &BTreeMap<&str, CompanyOdds<'_>>,
    of_b: &BTreeMap<&str, CompanyOdds<'_>>,
) -> Vec<OddsDifference> {
    let only_b = of_b.keys().filter(|symbol| !of_a.contains_key(*symbol));
    let mut found: Vec<OddsDifference> = of_a
        .keys()
        .chain(only_b)
        .filter_map(|symbol| {
            let (in_a, in_b) = (of_a.get(symbol), of_b.get(symbol));
            let one = in_a.or(in_b)?;
            let (a, b) = (in_a.map(|one| one.odds), in_b.map(|one| one.odds));
            let (name, from) = (one.name.to_owned(), one.from.to_owned());
            (a != b).then(|| OddsDifference { symbol: (*symbol).to_owned(), name, from, a, b })
        })
        .collect();
    found.sort_by(|x, y| y.moved().cmp(&x.moved()).then_with(|| x.symbol.cmp(&y.symbol)));
    found
}
