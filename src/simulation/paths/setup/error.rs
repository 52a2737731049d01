//! The reasons for refusing a setup, with what to do about them.

use rust_decimal::Decimal;

use crate::limits;
use crate::refusal::{Refusal, refused};
use crate::simulation::paths::costs::TradingError;
use crate::universe::Index;

/// Why a setup is invalid.
#[derive(Debug, Clone, PartialEq)]
pub enum SetupError {
    /// No schedule, or too many.
    Schedules {
        /// Number of schedules.
        count: usize,
        /// Largest number of schedules allowed.
        most: usize,
    },
    /// There are no cycles to measure, or too many cycles.
    Years {
        /// Number of measured cycles.
        years: u32,
        /// Number of cycles of the warm-up.
        warm_up: u32,
    },
    /// The start is not in a month of the year.
    StartMonth {
        /// The month.
        month: f64,
    },
    /// The end of cycles is not in a month of the year.
    June {
        /// The month.
        month: f64,
    },
    /// The days of an event are not days of the year, or are out of order.
    Event {
        /// The schedule.
        schedule: String,
        /// The event's rank day.
        rank_day: f64,
        /// The event's implementation.
        implementation: f64,
    },
    /// Events overlap.
    Overlap {
        /// The schedule.
        schedule: String,
        /// The rank day that comes too early.
        rank_day: f64,
    },
    /// Twelve is not a multiple of the number of months between two drifts.
    DriftEvery {
        /// The number of months.
        months: u32,
    },
    /// The membership does not match the companies.
    Memberships {
        /// Number of memberships given.
        held: usize,
        /// Number of companies.
        companies: usize,
    },
    /// The width of a band is out of range.
    Width {
        /// The rank of its break.
        rank: usize,
        /// The width, percentage points.
        width: Decimal,
    },
    /// The smallest eligible cap is out of range.
    Floor {
        /// The cap, USD.
        floor: Decimal,
    },
    /// There is a band at #3,000, which paths do not support.
    BandAt3000,
    /// The ranks of the breaks are out of order.
    Order,
    /// There is no index to measure.
    NoIndex,
    /// An index cannot be measured on paths, or is named twice.
    Index {
        /// The index.
        index: Index,
    },
    /// The costs of trading are invalid.
    Trading(TradingError),
}

refused!(SetupError);

impl From<TradingError> for SetupError {
    fn from(error: TradingError) -> Self {
        Self::Trading(error)
    }
}

/// A month with at most two decimal places.
fn rounded(month: f64) -> f64 {
    (month * 100.0).round() / 100.0
}

impl From<&SetupError> for Refusal {
    fn from(error: &SetupError) -> Self {
        match error {
            SetupError::Schedules { count, most } => {
                Self::new(format!("has {count} schedules"), format!("give from 1 to {most}"))
            }
            SetupError::Years { years, warm_up } => {
                let after = match warm_up {
                    0 => String::new(),
                    before => format!(" after warm_up = {before}"),
                };
                let remedy = format!("give from 1 to {} years", limits::PATH_YEARS);
                Self::new(format!("years = {years}{after} is no length"), remedy)
            }
            SetupError::StartMonth { month } => Self::new(
                format!("start_month = {month} is out of range"),
                "it must be from 0 up to 12, months since the year began",
            ),
            SetupError::June { month } => Self::new(
                format!("june = {month} is out of range"),
                "it must be above 0 and at most 12, months since the year began",
            ),
            SetupError::Event { schedule, rank_day, implementation } => Self::new(
                format!(
                    "{schedule}: rank day at month {}, implementation at month {}",
                    rounded(*rank_day),
                    rounded(*implementation)
                ),
                "months must be above 0 and at most 12, and the implementation at least half a step \
                 after the rank day",
            ),
            SetupError::Overlap { schedule, rank_day } => Self::new(
                format!(
                    "{schedule}: companies are ranked at month {rank_day} before what was decided \
                     earlier is implemented"
                ),
                "put events in the order of the year, each after the one before",
            ),
            SetupError::DriftEvery { months } => Self::new(
                format!("drift every {months} months has no place in a year"),
                "give 1, 2, 3, 4, 6 or 12 months",
            ),
            SetupError::Memberships { held, companies } => Self::new(
                format!("held: {held} memberships for {companies} companies"),
                "there must be one for each",
            ),
            SetupError::Width { rank, width } => Self::new(
                format!("the band around #{rank} reaches {width} points"),
                "it must be from 0 to 100",
            ),
            SetupError::Floor { floor } => Self::new(
                format!("the smallest eligible cap is {floor} USD"),
                "it must be from 0 up to 10^15",
            ),
            SetupError::BandAt3000 => Self::new(
                "there is a band at #3,000",
                "simulated paths know those of #200, #500, #1,000 and #2,000",
            ),
            SetupError::Order => Self::new(
                "the breaks top200, top500, r1000, microcap, r3000 and r3000e are not in the order of \
                 their ranks",
                "give ranks from 1 on that do not fall",
            ),
            SetupError::NoIndex => Self::new("no index is to be measured", "give one at least"),
            SetupError::Index { index } => Self::new(
                format!("{index} is not measured on paths, or is named twice"),
                "give each once of R3000E, R3000, R1000, R2000, R2500, MIDCAP, MICROCAP, TOP500, \
                 TOP200",
            ),
            SetupError::Trading(error) => error.into(),
        }
    }
}
