//! Companies whose odds differ between two projections, the largest differences first.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Table;

/// The columns with the odds of each segment after the event.
pub const SEGMENTS: [&str; 4] = ["p_r1000", "p_r2000", "p_micro", "p_none"];

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

/// Companies whose odds differ, the largest differences first.
pub fn moved_odds(a: &Table, b: &Table) -> Vec<OddsDifference> {
    let (of_a, of_b) = (by_symbol(a), by_symbol(b));
    let only_b = of_b.keys().filter(|symbol| !of_a.contains_key(*symbol));
    let mut found: Vec<OddsDifference> = of_a
        .keys()
        .chain(only_b)
        .filter_map(|symbol| {
            let (in_a, in_b) = (of_a.get(symbol), of_b.get(symbol));
            let (name, from, _) = in_a.or(in_b)?;
            let (a, b) = (in_a.map(|one| one.2), in_b.map(|one| one.2));
            let (name, from) = ((*name).to_owned(), (*from).to_owned());
            (a != b).then(|| OddsDifference { symbol: (*symbol).to_owned(), name, from, a, b })
        })
        .collect();
    found.sort_by(|x, y| y.moved().cmp(&x.moved()).then_with(|| x.symbol.cmp(&y.symbol)));
    found
}

type Row<'a> = (&'a str, &'a str, [Decimal; 4]);

fn by_symbol(table: &Table) -> BTreeMap<&str, Row<'_>> {
    let odds =
        |row: &[String]| SEGMENTS.map(|column| table.cell(row, column).parse().unwrap_or_default());
    let rows = table.rows.iter();
    rows.map(|r| {
        let (symbol, name) = (table.cell(r, "symbol"), table.cell(r, "name"));
        (symbol, (name, table.cell(r, "segment_before"), odds(r)))
    })
    .collect()
}
