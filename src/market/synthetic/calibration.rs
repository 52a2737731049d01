//! The calibration of the synthetic universe: `data/calibration.toml`, compiled in.
//!
//! The file documents its own fields; these types only give it shape.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::panel::PanelFigures;
use crate::universe::{SecurityType, Structure};

/// Text of the file.
const TEXT: &str = include_str!("../../../data/calibration.toml");

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calibration {
    pub(super) default_seed: u64,
    pub(super) dates: Dates,
    /// Oldest first; the last is the rank day of June.
    #[serde(rename = "curve")]
    pub(super) curves: Vec<Curve>,
    pub(super) pool: Pool,
    pub(super) market_after: MarketAfter,
    /// Largest companies first.
    #[serde(rename = "bucket")]
    pub(super) buckets: Vec<Bucket>,
    pub(super) changes: Changes,
    pub(super) unknown: Unknown,
    pub(super) sectors: BTreeMap<String, f64>,
    pub(super) share_types: BTreeMap<SecurityType, usize>,
    pub(super) structures: BTreeMap<Structure, usize>,
    pub(super) ineligible: Ineligible,
    pub(super) panel: PanelFigures,
}

/// The dates of the synthetic data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    /// Rank days of the quarterly additions since the previous reconstitution.
    pub(super) earlier_quarters: Vec<NaiveDate>,
    /// The date of membership entries for members that left before the rank day of June.
    pub(super) last_listed_before_june: NaiveDate,
    pub(super) rank_day_june: NaiveDate,
    pub(super) implementation_june: NaiveDate,
    pub(super) rank_day_september: NaiveDate,
    /// The same for the rank day of December.
    pub(super) last_listed_before_december: NaiveDate,
    pub(super) rank_day_december: NaiveDate,
    pub(super) implementation_december: NaiveDate,
}

/// The rank-size curve of a rank day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Curve {
    pub(super) date: NaiveDate,
    /// Log return of the market in the twelve months before.
    pub(super) market_log_return: f64,
    /// Rank and cap in millions of USD, ranks ascending.
    points: Vec<(f64, f64)>,
}

impl Curve {
    /// The log of the cap in USD at a rank, which may be fractional: linear in the log of the rank,
    /// extrapolated beyond either end from the last two points.
    pub(super) fn log_cap(&self, rank: f64) -> f64 {
        let last = self.points.len() - 1;
        let end = self.points.partition_point(|(at, _)| *at < rank).clamp(1, last);
        let ((r0, c0), (r1, c1)) = (self.points[end - 1], self.points[end]);
        let part = libm::log(rank / r0) / libm::log(r1 / r0);
        libm::log(c0 * 1e6) + part * libm::log(c1 / c0)
    }
}

/// Companies that pass every screen except possibly size, price, float or votes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pool {
    pub(super) companies: usize,
    pub(super) passing: f64,
    pub(super) long_term_scale: f64,
    pub(super) tail_dof: u32,
    pub(super) newly_eligible: usize,
    pub(super) gone_but_listed: usize,
    pub(super) renamed: usize,
    pub(super) missing_on_implementation: usize,
}

/// Log returns of the market after the rank day of June, each from the previous date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MarketAfter {
    pub(super) june_implementation: f64,
    pub(super) september_rank_day: f64,
    pub(super) december_rank_day: f64,
    pub(super) december_implementation: f64,
}

/// Parameters shared by companies of similar size.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bucket {
    pub(super) last_rank: usize,
    pub(super) idio_monthly: f64,
    pub(super) idio_spread: f64,
    pub(super) beta: f64,
    pub(super) beta_spread: f64,
    pub(super) delistings_monthly: f64,
    pub(super) listings_monthly: f64,
    pub(super) float_median: f64,
    pub(super) float_spread: f64,
    pub(super) price_median: f64,
    pub(super) price_log_spread: f64,
    pub(super) turnover_pct: f64,
    pub(super) second_listed_class: f64,
    pub(super) unlisted_class: f64,
    pub(super) takeover_share: f64,
    pub(super) offerings_monthly: f64,
    pub(super) shares_drift_pct: f64,
}

/// Changes in shares and float between two cut-offs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Changes {
    pub(super) shares_unchanged: f64,
    pub(super) shares_scale_pct: f64,
    pub(super) shares_large: f64,
    pub(super) float_unchanged: f64,
    pub(super) float_scale_points: f64,
    pub(super) float_large: f64,
}

/// Probability that a cell is empty, by column.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unknown {
    pub(super) id: f64,
    pub(super) float: f64,
    pub(super) votes: f64,
    pub(super) volume: f64,
    pub(super) mean_close: f64,
    pub(super) listing_date: f64,
    pub(super) fundamentals: f64,
    pub(super) industry: f64,
    pub(super) country: f64,
}

/// Numbers of companies that fail one screen each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ineligible {
    pub(super) otc: usize,
    pub(super) other_exchange: usize,
    pub(super) foreign: usize,
    pub(super) listed_late: usize,
    pub(super) documented_late: usize,
    pub(super) float_below_minimum: usize,
    pub(super) votes_below_minimum: usize,
    pub(super) excluded: usize,
    pub(super) members_moved_to_otc: usize,
    pub(super) members_now_foreign: usize,
}

impl Calibration {
    /// The compiled-in file.
    ///
    /// # Errors
    /// Faults of the file, which are internal errors.
    pub(super) fn shipped() -> Result<Self, toml::de::Error> {
        toml::from_str(TEXT)
    }

    /// The bucket of a rank, counted from 1.
    pub(super) fn bucket(&self, rank: usize) -> usize {
        let at = self.buckets.partition_point(|b| b.last_rank < rank);
        at.min(self.buckets.len() - 1)
    }

    /// The number of ranks in a bucket.
    pub(super) fn bucket_size(&self, bucket: usize) -> usize {
        let before = bucket.checked_sub(1).map_or(0, |b| self.buckets[b].last_rank);
        self.buckets[bucket].last_rank - before
    }

    /// The standard deviation of a company's own log return over some months.
    pub(super) fn deviation(&self, sigma: f64, months: f64) -> f64 {
        sigma * months.sqrt() * self.pool.long_term_scale
    }

    /// The curve of the rank day of June.
    pub(super) fn now(&self) -> &Curve {
        &self.curves[self.curves.len() - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_complete() {
        let calibration = Calibration::shipped().expect("the file parses");
        assert_eq!(calibration.now().date, calibration.dates.rank_day_june);
        let cap = |rank: f64| libm::exp(calibration.now().log_cap(rank)) / 1e6;
        assert!((cap(1_000.0) - 5_631.0).abs() < 0.01);
        assert!(cap(999.0) > cap(1_000.0) && cap(5_000.0) < 2.0);
        assert_eq!(calibration.bucket(200), 0);
        assert_eq!(calibration.bucket(201), 1);
        assert_eq!(calibration.bucket_size(1), 300);
        let weights: f64 = calibration.sectors.values().sum();
        assert!((weights - 1.0).abs() < 1e-9, "sectors sum to {weights}");
    }
}
