//! What is measured on a path, and its unit.

use serde::{Deserialize, Serialize};
use strum::{EnumCount, EnumIter, IntoStaticStr, VariantArray};

/// A measure of a path under one schedule.
///
/// Counts and turnovers are of an average year of the path; drifts are averages over the path's
/// month ends, each taken after what takes effect that day; weights and turnovers are fractions of
/// the index, by full caps.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    EnumCount,
    EnumIter,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Measure {
    /// One-way turnover of the Russell 1000 at reconstitutions, a year.
    TurnoverR1000,
    /// One-way turnover of the Russell 2000 at reconstitutions, a year.
    TurnoverR2000,
    /// Companies moved from the Russell 2000 to the 1000, a year.
    MovesUp,
    /// Companies moved from the Russell 1000 to the 2000, a year.
    MovesDown,
    /// Companies added to the Russell 1000 from outside at reconstitutions, a year.
    AddsR1000,
    /// Companies added to the Russell 2000 from outside at reconstitutions, a year.
    AddsR2000,
    /// Companies deleted from the Russell 1000 at reconstitutions, a year.
    DeletesR1000,
    /// Companies deleted from the Russell 2000 at reconstitutions, a year.
    DeletesR2000,
    /// Quarterly additions to either, a year.
    QuarterlyAdditions,
    /// Moves that the next reconstitution undoes, a year.
    Whipsaws,
    /// Members of the Russell 1000 that left the market between reconstitutions, a year.
    LostR1000,
    /// Members of the Russell 2000 that left the market between reconstitutions, a year.
    LostR2000,
    /// Weight of members of the Russell 1000 below the plain break, on average.
    WrongSideR1000,
    /// Weight of members of the Russell 2000 above its plain break or below #3,000, on average.
    WrongSideR2000,
    /// How many members of the Russell 1000 those are, on average.
    WrongSideCountR1000,
    /// How many members of the Russell 2000 those are, on average.
    WrongSideCountR2000,
    /// Weight of members of the Russell 1000 that would leave it if reconstituted, on average.
    BeyondBandR1000,
    /// Weight of members of the Russell 2000 that would leave it if reconstituted, on average.
    BeyondBandR2000,
    /// How many members of the Russell 1000 those are, on average.
    BeyondBandCountR1000,
    /// How many members of the Russell 2000 those are, on average.
    BeyondBandCountR2000,
    /// The largest of the months' weights beyond the band of the Russell 1000.
    LargestBeyondBandR1000,
    /// The largest of the months' weights beyond the band of the Russell 2000.
    LargestBeyondBandR2000,
    /// Members of the Russell 1000 lost since the last reconstitution and not replaced, on average.
    MissingR1000,
    /// Members of the Russell 2000 lost since the last reconstitution and not replaced, on average.
    MissingR2000,
}

/// The values of a path under one schedule, by [`Measure`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Record([f64; Measure::COUNT]);

impl Default for Record {
    fn default() -> Self {
        Self([0.0; Measure::COUNT])
    }
}

impl Record {
    pub(super) fn add(&mut self, measure: Measure, value: f64) {
        self.0[measure as usize] += value;
    }

    pub(super) fn raise(&mut self, measure: Measure, value: f64) {
        let largest = &mut self.0[measure as usize];
        *largest = largest.max(value);
    }

    pub(super) fn get(&self, measure: Measure) -> f64 {
        self.0[measure as usize]
    }

    /// Sums made into averages of years and months.
    pub(super) fn averaged(mut self, years: f64) -> Self {
        for measure in Measure::VARIANTS {
            use Measure as M;
            let by = match measure {
                M::LargestBeyondBandR1000 | M::LargestBeyondBandR2000 => 1.0,
                M::WrongSideR1000
                | M::WrongSideR2000
                | M::WrongSideCountR1000
                | M::WrongSideCountR2000
                | M::BeyondBandR1000
                | M::BeyondBandR2000
                | M::BeyondBandCountR1000
                | M::BeyondBandCountR2000
                | M::MissingR1000
                | M::MissingR2000 => 12.0 * years,
                _ => years,
            };
            self.0[*measure as usize] /= by;
        }
        self
    }
}
