//! The rule book's breaks and band for caps in whole dollars.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::setup::SetupError;
use crate::methodology::{BandEdge, Parameters};

/// Breaks by rank and the band around #1,000; see [`crate::methodology::Breaks`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rules {
    /// The last rank of the Russell 1000.
    pub(super) r1000: usize,
    /// The last rank of the Russell 3000.
    pub(super) r3000: usize,
    /// The last rank of the Russell 3000E.
    pub(super) r3000e: usize,
    /// The smallest cap that is eligible, USD.
    pub(super) floor: f64,
    /// Widths of the band, 10^-8 of the total.
    above: i128,
    below: i128,
    edge: BandEdge,
}

/// Parts of the total in which widths are held: millionths of a point.
const PARTS: i128 = 100_000_000;

impl Rules {
    /// Of the rule book's parameters.
    ///
    /// # Errors
    /// Widths and a smallest cap that are no sensible numbers; a band at #3,000, which paths do not
    /// know.
    pub(super) fn new(parameters: &Parameters) -> Result<Self, SetupError> {
        let breaks = &parameters.breaks;
        if breaks.r3000.is_banded() {
            return Err(SetupError::BandAt3000);
        }
        let parts = |width: Decimal| {
            let parts = (width * Decimal::from(1_000_000)).to_i128();
            parts.filter(|parts| (0..=PARTS).contains(parts)).ok_or(SetupError::Width { width })
        };
        let floor = parameters.eligibility.min_market_cap;
        let smallest = floor.ceil().to_f64().filter(|floor| (0.0..1e15).contains(floor));
        Ok(Self {
            r1000: breaks.r1000.rank,
            r3000: breaks.r3000.rank,
            r3000e: breaks.r3000e.rank,
            // No company has a cap of zero: that is an empty slot.
            floor: smallest.ok_or(SetupError::Floor { floor })?.max(1.0),
            above: parts(breaks.r1000.band_above)?,
            below: parts(breaks.r1000.band_below)?,
            edge: parameters.band_edge,
        })
    }

    pub(super) fn is_banded(&self) -> bool {
        self.above != 0 || self.below != 0
    }

    /// A member of the Russell 2000 whose cumulative cap is below this moves up.
    pub(super) fn upper_edge(&self, at_break: u64, total: u64) -> i128 {
        let parts = i128::from(at_break) * PARTS - self.above * i128::from(total);
        match self.edge {
            BandEdge::Held => -(-parts).div_euclid(PARTS),
            BandEdge::Moves => parts.div_euclid(PARTS) + 1,
        }
    }

    /// A member of the Russell 1000 whose cumulative cap is below this stays.
    pub(super) fn lower_edge(&self, at_break: u64, total: u64) -> i128 {
        let parts = i128::from(at_break) * PARTS + self.below * i128::from(total);
        match self.edge {
            BandEdge::Held => parts.div_euclid(PARTS) + 1,
            BandEdge::Moves => -(-parts).div_euclid(PARTS),
        }
    }
}
