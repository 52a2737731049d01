//! The membership before the rank day of June: earlier years, run through the rule book.
//!
//! Caps are carried back year by year: returns are removed, and the resulting ranks are put on the
//! rank-size curve of that day. Then every year is ranked and banded forward from the one before,
//! so that incumbents lie within the bands as they do after years of banding. The quarterly
//! additions follow.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::calibration::Calibration;
use super::company::Company;
use super::draw::{Draw, significant};
use super::listing::place_listing;
use crate::methodology::Parameters;
use crate::methodology::family::{Family, HeldSides, Place};
use crate::methodology::ranking::{CapsTooLarge, Ranking};

/// A company listed a year ago: one of the pool, or one that has left since.
#[derive(Debug, Clone, Copy)]
struct Walker {
    sigma: f64,
    beta: f64,
    listed: Option<NaiveDate>,
    eligible: bool,
    /// Log of its cap on the current day.
    log_cap: f64,
}

/// The membership before June, by company.
#[derive(Debug)]
pub(super) struct Past {
    /// The segment of each company of the pool.
    pub(super) places: Vec<Option<Place>>,
    /// The same for companies that have left since.
    pub(super) gone: Vec<Option<Place>>,
}

/// Draws the first trading day of a company that listed in the twelve months to `as_of`.
pub(super) fn recent_listing(draw: &mut Draw, as_of: NaiveDate) -> Option<NaiveDate> {
    as_of.checked_sub_days(Days::new(draw.below(365) as u64))
}

/// Runs the years before the rank day of June for a pool of companies.
///
/// # Errors
/// Caps too large to be compared exactly.
pub(super) fn past(
    calibration: &Calibration,
    pool: &[Company],
    draw: &mut Draw,
    parameters: &Parameters,
) -> Result<Past, CapsTooLarge> {
    let mut walkers: Vec<Walker> = pool
        .iter()
        .map(|c| Walker {
            sigma: c.sigma,
            beta: c.beta,
            listed: c.listed,
            eligible: c.was_eligible,
            log_cap: libm::log(c.cap),
        })
        .collect();
    let years = walk_back(calibration, &mut walkers, draw);
    let mut places: Vec<Option<Place>> = vec![None; walkers.len()];
    let mut latest = None;
    for caps in &years {
        let names: Vec<String> = (0..caps.len()).map(|n| format!("{n:06}")).collect();
        let eligible = caps.iter().enumerate().filter_map(|(at, cap)| {
            let cap = cap.filter(|c| *c >= parameters.eligibility.min_market_cap)?;
            walkers[at].eligible.then(|| (at, cap, names[at].as_str()))
        });
        let ranking = Ranking::new(eligible.collect(), parameters.breaks.r3000e.rank)?;
        let family = Family::new(&ranking, parameters);
        let mut next = vec![None; walkers.len()];
        for ranked in &ranking.ranked {
            let before = &places[ranked.company];
            let held = before.map_or_else(HeldSides::default, |p| p.sides());
            let place = family.place(ranked.rank, ranked.cumulative, &held);
            next[ranked.company] = Some(place).filter(|p| !p.indexes.is_empty());
        }
        places = next;
        latest = Some((ranking, family));
    }
    if let Some((ranking, family)) = latest {
        add_listings(calibration, pool, draw, (&ranking, &family), &mut places);
    }
    let gone = places.split_off(pool.len());
    Ok(Past { places, gone })
}

/// The caps of every rank day before the last, oldest first; `None` before a company listed.
///
/// Adds to `walkers` the companies that have left in the last year.
fn walk_back(
    calibration: &Calibration,
    walkers: &mut Vec<Walker>,
    draw: &mut Draw,
) -> Vec<Vec<Option<Decimal>>> {
    let curves = &calibration.curves;
    let mut years = Vec::new();
    for at in (1..curves.len()).rev() {
        let (day, growth) = (&curves[at - 1], curves[at].market_log_return);
        for walker in walkers.iter_mut() {
            let own =
                calibration.deviation(walker.sigma, 12.0) * draw.student(calibration.pool.tail_dof);
            walker.log_cap -= walker.beta * growth + own;
        }
        if at == curves.len() - 1 {
            walkers.extend(gone(calibration, draw));
        }
        let mut alive: Vec<usize> = (0..walkers.len())
            .filter(|&w| walkers[w].listed.is_none_or(|listed| listed <= day.date))
            .collect();
        alive.sort_by(|&a, &b| {
            walkers[b].log_cap.total_cmp(&walkers[a].log_cap).then_with(|| a.cmp(&b))
        });
        // On a day with fewer companies than the pool, the curve is compressed to their number.
        let stretch = calibration.pool.companies as f64 / alive.len() as f64;
        let mut caps = vec![None; walkers.len()];
        for (number, &w) in alive.iter().enumerate() {
            let rank = 1.0 + number as f64 * stretch;
            walkers[w].log_cap = day.log_cap(rank);
            caps[w] = Some(significant(libm::exp(walkers[w].log_cap), 9));
        }
        years.push(caps);
    }
    let walked = walkers.len();
    for caps in &mut years {
        caps.resize(walked, None);
    }
    years.reverse();
    years
}

/// The companies that left in the last year, with their caps a year ago.
fn gone(calibration: &Calibration, draw: &mut Draw) -> Vec<Walker> {
    let before = &calibration.curves[calibration.curves.len() - 2];
    let mut walkers = Vec::new();
    for (at, bucket) in calibration.buckets.iter().enumerate() {
        let size = calibration.bucket_size(at) as f64;
        let first = bucket.last_rank as f64 - size + 1.0;
        let count = (bucket.delistings_monthly * 12.0).round();
        let mut left = count;
        while left > 0.0 {
            let rank = draw.between(first, bucket.last_rank as f64);
            walkers.push(Walker {
                sigma: bucket.idio_monthly,
                beta: bucket.beta,
                listed: None,
                eligible: true,
                log_cap: before.log_cap(rank),
            });
            left -= 1.0;
        }
    }
    walkers
}

/// Additions since the last reconstitution, by the market-adjusted breakpoints, unbanded: every
/// quarter, and large ones at once.
fn add_listings(
    calibration: &Calibration,
    pool: &[Company],
    draw: &mut Draw,
    (ranking, family): (&Ranking, &Family),
    places: &mut [Option<Place>],
) {
    let last = calibration.curves.len() - 1;
    let (from, to) = (calibration.curves[last - 1].date, calibration.curves[last].date);
    let year = calibration.curves[last].market_log_return;
    for (at, company) in pool.iter().enumerate() {
        let Some(listed) = company.listed.filter(|_| company.was_eligible) else { continue };
        let quarters = &calibration.dates.earlier_quarters;
        let quarter = quarters.iter().copied().find(|&cut| listed <= cut);
        let fast = Some(to).filter(|_| enters_fast(calibration, company, to));
        let Some(cut) = quarter.or(fast) else { continue };
        let part = (cut - from).num_days() as f64 / (to - from).num_days() as f64;
        let months = 12.0 * (1.0 - part);
        let own =
            calibration.deviation(company.sigma, months) * draw.student(calibration.pool.tail_dof);
        let back = company.beta * year * (1.0 - part) + own;
        let cap = significant(company.cap * libm::exp(-back), 9);
        let growth = super::draw::rounded(libm::exp(year * part), 6);
        places[at] = place_listing(ranking, family, cap, growth);
    }
}

/// Whether a new listing qualifies for fast entry, after its fifth day of trading: its cap is above
/// the Top 500 break, taken from June's curve, and that day is over by `as_of`.
pub(super) fn enters_fast(calibration: &Calibration, company: &Company, as_of: NaiveDate) -> bool {
    let seasoned = as_of.checked_sub_days(Days::new(8));
    company.listed <= seasoned && libm::log(company.cap) > calibration.now().log_cap(500.0)
}
