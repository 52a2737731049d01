//! The calibration of the synthetic market: `data/calibration.toml`, compiled in.
//!
//! The file documents its own fields; these types only give it shape.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::universe::{SecurityType, Structure};

/// Text of the file.
const TEXT: &str = include_str!("../../../data/calibration.toml");

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Calibration {
    pub(super) default_seed: u64,
    /// Oldest first; the last is the rank day of June 2026.
    #[serde(rename = "curve")]
    pub(super) curves: Vec<Curve>,
    pub(super) world: WorldFigures,
    pub(super) yearly: Yearly,
    /// Largest companies first.
    #[serde(rename = "bucket")]
    pub(super) buckets: Vec<Bucket>,
    pub(super) unknown: Unknown,
    pub(super) sectors: BTreeMap<String, f64>,
    pub(super) share_types: BTreeMap<SecurityType, usize>,
    pub(super) structures: BTreeMap<Structure, usize>,
    pub(super) ineligible: Ineligible,
    pub(super) panel: PanelFigures,
    pub(super) event: EventFigures,
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

/// Figures of the market's changes from month to month.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WorldFigures {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) companies: usize,
    pub(super) passing: f64,
    pub(super) log_return_after: f64,
    pub(super) market_deviation: f64,
    pub(super) pull: f64,
    pub(super) steady: f64,
    pub(super) steady_to: usize,
    pub(super) tail_dof: u32,
    pub(super) trend_share: f64,
    pub(super) trend_kept: f64,
    /// Listings a month, by year.
    listings_monthly: BTreeMap<String, f64>,
    pub(super) listing_median: f64,
    pub(super) listing_log_spread: f64,
    pub(super) documented_late: f64,
    pub(super) spin_offs_yearly: f64,
    pub(super) fringe_delisting: f64,
    pub(super) other_delisting: f64,
    pub(super) blank_cheque_delisting: f64,
    pub(super) moves_over_the_counter: f64,
    pub(super) blank_cheque_listings_monthly: f64,
    pub(super) blank_cheque_lines: BTreeMap<SecurityType, f64>,
    pub(super) premium_median: f64,
    pub(super) listed_buyer: f64,
    pub(super) paid_in_shares: f64,
    /// Smallest and largest number, both included.
    pub(super) months_to_close: [usize; 2],
    pub(super) renames_yearly: f64,
    pub(super) shares_unchanged: f64,
    pub(super) shares_scale_pct: f64,
    pub(super) offering_median: f64,
    pub(super) offering_log_spread: f64,
    pub(super) large_buyback: f64,
    pub(super) split_above: f64,
    pub(super) split_monthly: f64,
    pub(super) reverse_split_below: f64,
    pub(super) reverse_split_monthly: f64,
    pub(super) float_unchanged: f64,
    pub(super) float_scale_points: f64,
    pub(super) float_large: f64,
}

impl WorldFigures {
    /// Listings a month in the year of a day.
    pub(super) fn listings_monthly(&self, day: NaiveDate) -> f64 {
        self.listings_monthly.get(&day.year().to_string()).copied().unwrap_or_default()
    }
}

/// Numbers of companies a year whose outcome of a screen changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Yearly {
    pub(super) float_rises: f64,
    pub(super) float_falls: f64,
    pub(super) votes_rise: f64,
    pub(super) votes_fall: f64,
    pub(super) assigned_to_us: f64,
    pub(super) moves_abroad: f64,
    pub(super) listed_from_otc: f64,
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

/// Numbers of companies that fail one screen each on the first date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ineligible {
    pub(super) otc: usize,
    pub(super) other_exchange: usize,
    pub(super) foreign: usize,
    pub(super) float_below_minimum: usize,
    pub(super) votes_below_minimum: usize,
}

/// Figures of the lines that the panel shows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PanelFigures {
    pub(super) first: NaiveDate,
    pub(super) preferred: f64,
    pub(super) warrant: f64,
    pub(super) blemishes: Blemishes,
}

/// Rates of wrong and missing data in the panel.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Blemishes {
    pub(super) holes_monthly: usize,
    pub(super) unknown_caps_monthly: usize,
    pub(super) unknown_classes: usize,
    pub(super) wrong_counts_monthly: usize,
    pub(super) split_late: f64,
    pub(super) split_twice: f64,
}

/// Figures of the irregularities that the files of an event have on purpose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventFigures {
    pub(super) gone_but_listed: usize,
    pub(super) tickers_taken: usize,
    pub(super) excluded_members: usize,
    pub(super) excluded_others: usize,
    pub(super) announced: usize,
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

    /// The curve of the rank day of June 2026.
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
        assert_eq!(calibration.now().date.to_string(), "2026-04-30");
        assert_eq!(calibration.curves[0].date, calibration.world.first);
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
