//! The rule book's breaks and bands for caps in whole dollars.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::setup::SetupError;
use super::tiers::{self, BANDED};
use crate::methodology::{BandEdge, Break, Parameters};
use crate::universe::Index;
use crate::universe::packed::float;

/// Breaks by rank and the bands around them; see [`crate::methodology::Breaks`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rules {
    /// The banded breaks that are needed.
    pub(super) breaks: [Option<Band>; BANDED],
    /// The last rank of the Russell 3000.
    pub(super) r3000: usize,
    /// The last rank of the Russell 3000E.
    pub(super) r3000e: usize,
    /// The smallest cap that is eligible, USD.
    pub(super) floor: f64,
    /// True if Microcap members outside the Russell 3000 can be told apart from non-members.
    pub(super) tells_micro: bool,
}

/// A break and its band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Band {
    /// The last rank on the large side.
    pub(super) rank: usize,
    /// Widths above and below the break, in units of 10^-8 of the total cap.
    above: i128,
    below: i128,
    edge: BandEdge,
}

/// Units of width in the total cap: a unit is a millionth of a percentage point.
const PARTS: i128 = 100_000_000;

impl Rules {
    /// Converts the rule book's parameters, as far as the indexes need them.
    ///
    /// # Errors
    /// If widths or the smallest cap are invalid, if there is a band at #3,000, which paths do not
    /// support, or if breaks are out of order.
    pub(super) fn new(parameters: &Parameters, indexes: &[Index]) -> Result<Self, SetupError> {
        let breaks = &parameters.breaks;
        if breaks.r3000.is_banded() {
            return Err(SetupError::BandAt3000);
        }
        if !tiers::in_order(breaks) {
            return Err(SetupError::Order);
        }
        let floor = parameters.eligibility.min_market_cap;
        let smallest = Some(float(floor.ceil())).filter(|floor| (0.0..1e15).contains(floor));
        let rules = [breaks.top200, breaks.top500, breaks.r1000, breaks.microcap];
        let mut banded = [None; BANDED];
        for ((band, rule), needed) in banded.iter_mut().zip(rules).zip(tiers::needed(indexes)) {
            let of_rule = Band::new(&rule, parameters.band_edge)?;
            *band = needed.then_some(of_rule);
        }
        Ok(Self {
            breaks: banded,
            r3000: breaks.r3000.rank,
            r3000e: breaks.r3000e.rank,
            // A cap of zero marks an empty slot, so no company has it.
            floor: smallest.ok_or(SetupError::Floor { floor })?.max(1.0),
            tells_micro: tiers::tells_micro(indexes),
        })
    }
}

impl Band {
    fn new(rule: &Break, edge: BandEdge) -> Result<Self, SetupError> {
        let parts = |width: Decimal| {
            let parts = (width * Decimal::from(1_000_000)).to_i128();
            let parts = parts.filter(|parts| (0..=PARTS).contains(parts));
            parts.ok_or(SetupError::Width { rank: rule.rank, width })
        };
        let (above, below) = (parts(rule.band_above)?, parts(rule.band_below)?);
        Ok(Self { rank: rule.rank, above, below, edge })
    }

    pub(super) fn is_banded(&self) -> bool {
        self.above != 0 || self.below != 0
    }

    /// Cumulative cap below which a member of the small side moves up, USD.
    pub(super) fn upper_edge(&self, at_break: u64, total: u64) -> i128 {
        let parts = i128::from(at_break) * PARTS - self.above * i128::from(total);
        match self.edge {
            BandEdge::Held => -(-parts).div_euclid(PARTS),
            BandEdge::Moves => parts.div_euclid(PARTS) + 1,
        }
    }

    /// Cumulative cap below which a member of the large side stays, USD.
    pub(super) fn lower_edge(&self, at_break: u64, total: u64) -> i128 {
        let parts = i128::from(at_break) * PARTS + self.below * i128::from(total);
        match self.edge {
            BandEdge::Held => parts.div_euclid(PARTS) + 1,
            BandEdge::Moves => -(-parts).div_euclid(PARTS),
        }
    }
}
