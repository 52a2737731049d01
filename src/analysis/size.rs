//! Market-cap range of an index: count, largest, smallest and median company.
//!
//! Given both for the membership as decided, with bands, and for the unbanded membership.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::methodology::Parameters;
use crate::methodology::family::{Family, HeldSides};
use crate::reconstitution::{Reason, Reconstitution};
use crate::universe::{Index, Indexes};

/// The companies of an index by size, USD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct SizeRange {
    /// Number of companies.
    pub companies: usize,
    /// Cap of the largest.
    pub largest: Option<Decimal>,
    /// Cap of the smallest.
    pub smallest: Option<Decimal>,
    /// Median cap; the mean of the middle two if the number is even.
    pub median: Option<Decimal>,
    /// Sum of the caps.
    pub total: Decimal,
}

impl SizeRange {
    /// The range of caps sorted from the largest down.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct IndexSize {
    /// The index.
    pub index: Index,
    /// Caps of the companies in the index as decided, with bands.
    pub banded: SizeRange,
    /// Caps of the companies that would be in it without bands, by rank alone.
    pub unbanded: SizeRange,
}

/// Sizes of all indexes, in the family's order.
pub fn index_sizes(result: &Reconstitution, parameters: &Parameters) -> Vec<IndexSize> {
    let family = Family::new(&result.ranking, parameters);
    let not_held = HeldSides::default();
    let ranked = &result.ranking.ranked;
    // Nearly all companies of a long ranking are in no index.
    let placed: Vec<(Decimal, Indexes, Indexes)> = ranked
        .iter()
        .map(|company| {
            let decided = &result.companies[company.company];
            // Companies that left since rank day are in neither set.
            let unbanded = match decided.reason {
                Reason::Left(_) => Indexes::NONE,
                _ => family.place(company.rank, company.cumulative, &not_held).indexes,
            };
            (company.cap, decided.indexes, unbanded)
        })
        .filter(|(_, banded, unbanded)| *banded != Indexes::NONE || *unbanded != Indexes::NONE)
        .collect();
    <Index as strum::IntoEnumIterator>::iter()
        .map(|index| {
            let in_index = |is_in: fn(&(Decimal, Indexes, Indexes)) -> Indexes| -> Vec<Decimal> {
                placed.iter().filter(|of| is_in(of).contains(index)).map(|(cap, ..)| *cap).collect()
            };
            let banded = in_index(|(_, banded, _)| *banded);
            let unbanded = in_index(|(.., unbanded)| *unbanded);
            IndexSize {
                index,
                banded: SizeRange::new(&banded),
                unbanded: SizeRange::new(&unbanded),
            }
        })
        .collect()
}
