//! The path of the market: its log return of every month, and the rank-size curve that results.
//!
//! Between two measured curves the market's total return is the measured one, with random
//! deviations on the way that vanish at the second curve. The curve of a month is interpolated
//! between the two and moved by that deviation.

use chrono::NaiveDate;

use super::months::Month;
use crate::market::synthetic::calibration::{Calibration, Curve};
use crate::market::synthetic::draw::Draw;

/// Days in a year, for fractions of one.
const YEAR: f64 = 365.25;
/// Largest deviation of the market from its trend in a month, in standard deviations; about as large as
/// measured.
const MOST: f64 = 2.0;

/// The market over one month.
#[derive(Debug)]
pub(crate) struct Course<'a> {
    /// Log return of the month; zero on the first date.
    pub(crate) market: f64,
    /// The log level of the market; zero on the date of the first curve, but for the deviation.
    pub(crate) level: f64,
    before: &'a Curve,
    after: &'a Curve,
    /// Fraction of the way from the first curve to the second.
    part: f64,
    /// The market's log deviation from the interpolated curves.
    above: f64,
}

impl Course<'_> {
    /// The log of the cap in USD at a rank of the curve.
    pub(crate) fn log_cap(&self, rank: f64) -> f64 {
        let (before, after) = (self.before.log_cap(rank), self.after.log_cap(rank));
        before + self.part * (after - before) + self.above
    }
}

/// The market's path through all months.
pub(crate) fn course<'a>(
    calibration: &'a Calibration,
    months: &[Month],
    draw: &mut Draw,
) -> Vec<Course<'a>> {
    let curves = &calibration.curves;
    let last = &curves[curves.len() - 1];
    let beyond = calibration.world.log_return_after;
    let end = months[months.len() - 1].end;
    // The log level of the market on a day if it followed the curves.
    let trend = |day: NaiveDate| {
        let mut level = 0.0;
        for pair in curves.windows(2) {
            level += pair[1].market_log_return * part_of(pair[0].date, pair[1].date, day);
        }
        level + beyond * part_of(last.date, end, day)
    };
    let deviations = deviations(calibration, months, draw);
    let mut courses = Vec::with_capacity(months.len());
    let mut level = None;
    for (month, deviation) in months.iter().zip(deviations) {
        let now = trend(month.end) + deviation;
        let at = curves.partition_point(|c| c.date <= month.end).clamp(1, curves.len());
        let (before, after) = (&curves[at - 1], &curves[at.min(curves.len() - 1)]);
        let is_beyond = at == curves.len();
        courses.push(Course {
            market: level.map_or(0.0, |was| now - was),
            level: now,
            before,
            after,
            part: if is_beyond { 0.0 } else { part_of(before.date, after.date, month.end) },
            above: deviation + if is_beyond { now - deviation - trend(last.date) } else { 0.0 },
        });
        level = Some(now);
    }
    courses
}

/// The fraction of the time between two days that has passed on `day`.
fn part_of(from: NaiveDate, to: NaiveDate, day: NaiveDate) -> f64 {
    let whole = (to - from).num_days().max(1) as f64;
    ((day - from).num_days() as f64 / whole).clamp(0.0, 1.0)
}

/// The market's deviation from its trend at every month end: a random walk that is zero on the
/// first date, on the date of every curve and on the last date.
fn deviations(calibration: &Calibration, months: &[Month], draw: &mut Draw) -> Vec<f64> {
    let monthly = calibration.world.market_deviation;
    let is_fixed = |at: usize| {
        at + 1 == months.len() || calibration.curves.iter().any(|c| c.date == months[at].end)
    };
    let mut all = vec![0.0; months.len()];
    let mut from = 0;
    for to in 1..months.len() {
        let days = (months[to].end - months[to - 1].end).num_days() as f64;
        all[to] =
            all[to - 1] + monthly * (days / YEAR * 12.0).sqrt() * draw.normal().clamp(-MOST, MOST);
        if is_fixed(to) {
            let miss = all[to];
            let steps = (to - from) as f64;
            for (number, value) in all[from + 1..=to].iter_mut().enumerate() {
                *value -= miss * (number + 1) as f64 / steps;
            }
            from = to;
        }
    }
    all
}
