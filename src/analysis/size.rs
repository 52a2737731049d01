//! Market-cap range of an index: count, largest, smallest and median company.
//!
//! With the band as decided, and without it as the plain ranks would have it.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::methodology::Parameters;
use crate::methodology::family::{Family, HeldSides};
use crate::reconstitution::Reconstitution;
use crate::universe::{Index, Indexes};

/// The companies of an index by size, USD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SizeRange {
    /// Companies.
    pub companies: usize,
    /// Cap of the largest.
    pub largest: Option<Decimal>,
    /// Cap of the smallest.
    pub smallest: Option<Decimal>,
    /// Median cap: the mean of the two in the middle of an even number.
    pub median: Option<Decimal>,
    /// Sum of the caps.
    pub total: Decimal,
}

impl SizeRange {
    /// Of caps sorted from the largest down.
    fn new(caps: &[Decimal]) -> Self {
        let middle = caps.len() / 2;
        let median = match caps.len() {
            0 => None,
            n if n % 2 == 1 => Some(caps[middle]),
            _ => Some((caps[middle - 1] + caps[middle]) / Decimal::TWO),
        };
        Self {
            companies: caps.len(),
            largest: caps.first().copied(),
            smallest: caps.last().copied(),
            median,
            total: caps.iter().sum(),
        }
    }
}

/// Sizes of one index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexSize {
    /// The index.
    pub index: Index,
    /// As decided, bands included.
    pub banded: SizeRange,
    /// As the plain ranks alone would have it.
    pub plain: SizeRange,
}

/// Sizes of all indexes, in the family's order.
pub fn index_sizes(result: &Reconstitution, parameters: &Parameters) -> Vec<IndexSize> {
    let family = Family::new(&result.ranking, parameters);
    let nowhere = HeldSides::default();
    let ranked = &result.ranking.ranked;
    let plain_places: Vec<Indexes> =
        ranked.iter().map(|r| family.place(r.rank, r.cumulative, &nowhere).indexes).collect();
    <Index as strum::IntoEnumIterator>::iter()
        .map(|index| {
            let mut banded = Vec::new();
            let mut plain = Vec::new();
            for (ranked, plain_indexes) in ranked.iter().zip(&plain_places) {
                if result.companies[ranked.company].indexes.contains(index) {
                    banded.push(ranked.cap);
                }
                if plain_indexes.contains(index) {
                    plain.push(ranked.cap);
                }
            }
            IndexSize { index, banded: SizeRange::new(&banded), plain: SizeRange::new(&plain) }
        })
        .collect()
}
