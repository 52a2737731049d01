//! The parts of a cycle, by the kind of event that causes turnover.
//!
//! Every event belongs to one part, in a backtest and on a simulated path alike. The exception is
//! the quarterly event of a backtest, which belongs to two because it adds new issues and updates
//! shares and float at once.

use chrono::{Datelike as _, NaiveDate};
use strum::{EnumCount, IntoStaticStr, VariantArray};

use crate::calendar::MONTH_OF_CYCLES;

/// A part of a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumCount, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum CyclePart {
    /// A reconstitution implemented in June.
    June,
    /// A reconstitution implemented in another month: in December, or as a user-defined schedule
    /// says.
    December,
    /// New issues that join with a quarter.
    QuarterlyAdditions,
    /// Shares and float updated with a quarter.
    QuarterlyUpdates,
    /// Members that leave between the scheduled days: mergers, delistings, failures.
    Deletions,
    /// New issues that join at once.
    FastEntries,
    /// Spin-offs, mergers and offerings that change what members hold.
    CorporateActions,
}

impl CyclePart {
    /// The reconstitution that is implemented in a month of the year, January being 1.
    pub fn reconstitution_in(month: u32) -> Self {
        if month == MONTH_OF_CYCLES { Self::June } else { Self::December }
    }

    /// The reconstitution that is implemented on a day.
    pub fn reconstitution_on(implementation: NaiveDate) -> Self {
        Self::reconstitution_in(implementation.month())
    }

    /// True for scheduled events: reconstitutions and quarters.
    pub fn is_scheduled(self) -> bool {
        match self {
            Self::June | Self::December | Self::QuarterlyAdditions | Self::QuarterlyUpdates => true,
            Self::Deletions | Self::FastEntries | Self::CorporateActions => false,
        }
    }

    /// True for reconstitutions.
    pub fn is_reconstitution(self) -> bool {
        matches!(self, Self::June | Self::December)
    }
}
