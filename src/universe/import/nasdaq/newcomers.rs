//! Estimates caps of companies listed this year for which the screener has no share count yet.
//!
//! The feed lists a new company weeks before it has its share count. The cap of such a company is
//! estimated as its daily dollar volume times the members' median ratio of cap to daily dollar volume,
//! provided that nothing else is against the company and its volume is not too small.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::day::{Line, ScreenerDay};

/// Least daily dollar volume for an estimate, USD.
const LEAST_VOLUME: Decimal = Decimal::from_parts(3_000_000, 0, 0, false, 0);

/// Median ratio of cap to daily dollar volume among the member lines.
pub(super) fn cap_over_volume<'l>(members: impl Iterator<Item = &'l Line>) -> Option<Decimal> {
    let mut ratios: Vec<Decimal> =
        members.filter_map(|line| line.row.market_cap?.checked_div(line.row.adv_usd?)).collect();
    ratios.sort_unstable();
    ratios.get(ratios.len() / 2).copied()
}

/// The estimated cap of a new company without one, rounded to the million.
pub(super) fn cap_by_volume(
    line: &Line,
    day: &ScreenerDay,
    ratio: Option<Decimal>,
) -> Option<Decimal> {
    let volume = line.row.adv_usd.filter(|volume| *volume >= LEAST_VOLUME)?;
    let new = line.row.ipo_year == Some(day.as_of.year());
    let plain = line.is_clean() && !line.classed;
    let unknown = line.row.market_cap.is_none() && line.row.price.is_some();
    let million = Decimal::from(1_000_000);
    let cap = ratio?.checked_mul(volume)?;
    (new && plain && unknown).then(|| (cap / million).round() * million)
}
