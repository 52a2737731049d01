//! Plausibility: inputs and results that are well formed but likely wrong.
//!
//! Each check is a limit of [`Plausibility`] and gives a remark of the severity `warning`, which
//! says what is doubtful and how to mend it. A warning changes no result.
//!
//! | what is looked at | limit | checked in |
//! |---|---|---|
//! | floats and votes at most 1, all of them or many | | [`values`] |
//! | large companies with a float of 0, or many without votes | `zero_cap` | [`values`] |
//! | two values of one fact | | [`values`] |
//! | a universe without a company as large as the smallest eligible cap | | [`values`] |
//! | price times shares against the company's cap | `cap_ratio` | [`values`] |
//! | the sum of a company's lines against its cap, for most companies | `cap_differs_pct` | [`values`] |
//! | the median price * | `median_price`, `median_price_min` | [`values`] |
//! | a universe without evidence of the country of many lines * | | [`countries`] |
//! | a column that is the same on all lines * | `drops_some` | [`rows`], [`countries`] |
//! | a sorted universe that ends before members without a line | | [`rows`] |
//! | floats of one line in two files | `floats_apart_pct` | [`rows`] |
//! | headquarters that hardly any other country agrees with | `countries_agree_pct` | [`countries`] |
//! | DE for Delaware in columns of countries | `delaware_pct` | [`countries`] |
//! | places of incorporation given as headquarters * | `havens_pct` | [`countries`] |
//! | daily dollar volume above the company's cap | | [`values`] |
//! | daily dollar volume that is close to nothing | `volume_pct` | [`units`] |
//! | daily dollar volume that is not correlated with caps | `volume_correlation` | [`units`] |
//! | daily dollar volume that falls with the price, as numbers of shares do | `volume_power` | [`units`] |
//! | caps or shares of one exchange against those of the others | `exchange_ratio` | [`units`] |
//! | daily dollar volume against the volume of two years | | [`units`] |
//! | mean closes against prices, of all lines and of single ones | `unit_ratio`, `price_ratio` | [`units`] |
//! | too few days traded | | [`units`] |
//! | assets of funds that are close to nothing | `fund_assets_min` | [`units`] |
//! | caps of the implementation day that move differently from prices | `apart_pct` | [`implementation`] |
//! | prices of lines that have left by an action, or under a ticker given up | | [`implementation`] |
//! | units of the implementation day's file, and its single prices and share counts | `unit_ratio`, `price_ratio` | [`implementation`] |
//! | classes of one company with far different prices | `class_price_ratio` | [`companies`] |
//! | caps that lines of one company state | `stated_caps_ratio` | [`companies`] |
//! | two companies with the same name and the same cap or price | `same_cap_pct` | [`companies`] |
//! | lines of one company with the same price and shares | | [`companies`] |
//! | lines of one company with different names | `unlike_issuers` | [`companies`] |
//! | lines that have the type of common shares but another kind of name | `types_differ_pct` | [`rows`] |
//! | earnings and book values against caps | `fundamentals_ratio` | [`units`] |
//! | a file in which every line is a company of its own * | `drops_some` | [`companies`] |
//! | members that match no line | `members_matched_pct` | [`members`] |
//! | members whose caps lie on the wrong side by far | `wrong_side_pct`, `wrong_side_factor` | [`members`] |
//! | a membership held before an earlier reconstitution | | [`members`] |
//! | a membership held long before rank day | `held_days` | [`members`] |
//! | a membership held after the event that it is meant for | | [`members`] |
//! | a universe dated long before rank day | `universe_days` | [`event`] |
//! | a universe of another day than the scenario states | | where it is read |
//! | facts dated after the day | | [`members`] |
//! | an index without members while others have some * | | [`members`] |
//! | lists of the Russell 1000 and the 2000 with entries in common | `lists_overlap_pct` | [`members`] |
//! | index shares against shares outstanding, of all members and of single ones | `shares_ratio` | [`members`] |
//! | an index with far too few names * | `list_names_pct` | [`members`] |
//! | the largest cap * | `largest_cap_min`, `largest_cap_max` | [`outcome`] |
//! | eligible companies, and companies near a break * | `eligible_companies`, `near_break_pct` | [`outcome`] |
//! | lines dropped by screens * | `dropped_pct` | [`outcome`] |
//! | screens that drop nothing * | `drops_some` | [`outcome`] |
//! | members of the Russell 1000 dropped for an inferred value * | `inferred_out_pct` | [`outcome`] |
//! | members dropped by a screen that they passed * | `members_out_pct` | [`outcome`] |
//! | members of the Russell 1000 without a line * | `large_missing_pct` | [`members`] |
//! | members without a cap * | `without_cap_pct` | [`outcome`] |
//! | members of the Russell 1000 that are too small for any index * | `large_small_pct` | [`outcome`] |
//! | a universe without a known cap * | | [`outcome`] |
//! | too few prices of the implementation day | `effective_pct` | [`event`] |
//! | prices that are the same on both days | `moved_pct` | [`event`] |
//! | returns without an action | `return_pct` | [`event`] |
//! | indexes that lose most members or turn over * | `deleted_pct`, `turnover_pct`, `membership_turnover_pct` | [`event`] |
//! | members that are listed after rank day * | `listed_later_pct` | [`outcome`] |
//! | indexes in which hardly any member changes * | `changed_pct` | [`event`] |
//! | an index with too many additions * | `added_pct`, `large_added_pct` | [`event`] |
//! | returns of many lines that are far from the median | `apart_pct` | [`event`] |
//! | events at which no company is eligible * | | [`event`] |
//! | events that are ranked and take effect on the same close * | | where they are dated |
//! | rank days on which many lines lost their cap or price | `without_cap_pct` | where they are dated |
//! | a file that is given for two days | | where files are read |
//! | a panel without countries or labels * | | [`panel`] |
//! | dates of a panel on which the exchanges were closed * | | [`panel`] |
//! | a date of a panel with far fewer lines than its neighbours * | `date_lines_pct` | [`panel`] |
//! | dates of a panel that lie far apart * | `date_gap_ratio` | [`panel`] |
//! | returns of a panel that disagree with price and cap, which agree * | | [`panel`] |
//! | a panel of survivors *, and a date whose prices do not continue the last * | `lost_pct` | [`panel`] |
//! | returns of a panel that are logarithms or negated * | | [`panel`] |
//! | a panel's returns against its prices *, and dates that are repeated * | `returns_differ_pct`, `moved_pct` | [`panel`] |
//! | caps of a panel that had to be repaired * | `repaired_pct` | [`panel`] |
//! | a panel with labels for only a part of its lines * | `labelled_pct` | [`panel`] |
//! | a panel without returns, and labels and actions of another market * | `panel_matched_pct` | [`panel`] |
//! | a panel's returns, largest caps and companies, and its start | as above | [`panel`] |
//!
//! Checks marked with a star are for universes of the size that the rule book is made for: with
//! fewer lines than `small_universe`, they report nothing.

pub mod companies;
pub mod countries;
pub mod event;
pub mod implementation;
mod limits;
pub mod members;
pub mod names;
pub mod outcome;
pub mod panel;
pub mod rows;
pub mod units;
pub mod values;

pub use limits::{DroppedPct, Plausibility};

use rayon::prelude::*;
use rust_decimal::Decimal;

use crate::remark::Remark;
use crate::universe::Security;
use crate::universe::packed::float;

/// Runs checks that are independent of one another and returns all their remarks, in the order of
/// the checks. A check may find one thing or several.
pub fn all<R: IntoIterator<Item = Remark>>(checks: &[&(dyn Fn() -> R + Sync)]) -> Vec<Remark> {
    checks.par_iter().flat_map_iter(|check| check()).collect()
}

/// Reads a number of a line, if the line has it.
type AmountOf = fn(&Security) -> Option<Decimal>;

/// Number of names given in a warning.
const NAMED: usize = 3;

/// A decimal as a float, for comparisons of size only: no decision depends on it.
fn size(number: Decimal) -> f64 {
    float(number)
}

/// The median of some numbers, the upper one of two; `None` without any.
fn median(mut numbers: Vec<f64>) -> Option<f64> {
    let middle = numbers.len() / 2;
    (!numbers.is_empty()).then(|| *numbers.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// A number with few digits, as it is written to JSON and read back.
fn rounded(number: f64) -> f64 {
    let text = format!("{number:.3e}");
    text.parse().unwrap_or(number)
}
