//! The calibration of the panel: the `[panel]` part of `data/calibration.toml`.
//!
//! The file documents its own fields; these types only give it shape.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::universe::Structure;

/// The `[panel]` part of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct PanelFigures {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) companies: usize,
    pub(super) passing: f64,
    pub(super) market_deviation: f64,
    pub(super) pull: f64,
    /// By year; the first year starts with the month after `first`.
    pub(super) listings_monthly: Vec<f64>,
    pub(super) listing_median: f64,
    pub(super) listing_log_spread: f64,
    pub(super) spin_offs_yearly: f64,
    pub(super) fringe_delisting: f64,
    pub(super) other_delisting: f64,
    pub(super) blank_cheque_delisting: f64,
    pub(super) blank_cheque_listings_monthly: f64,
    pub(super) premium_median: f64,
    pub(super) listed_buyer: f64,
    pub(super) paid_in_shares: f64,
    /// Smallest and largest, both included.
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
    pub(super) blemishes: Blemishes,
    pub(super) beside: Beside,
    pub(super) structures: BTreeMap<Structure, usize>,
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

/// Companies and lines that a screen drops.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Beside {
    pub(super) float_below_minimum: usize,
    pub(super) votes_below_minimum: usize,
    pub(super) foreign: usize,
    pub(super) receipts: usize,
    pub(super) preferred: usize,
    pub(super) warrants: usize,
}
