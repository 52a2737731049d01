//! Share counts and returns that cannot be, found by what comes after.
//!
//! A cap is price times shares. Where the cap of a line moves by a factor that its return does not
//! explain, its implied share count has jumped:
//!
//! - a jump that is undone within half a year was an error of the feed (a split applied twice or
//!   late, one class counted for all): the cap is held at the last good count, moved along returns;
//! - one that stays is a change of shares (a merger, a correction) and is taken as it is;
//! - one that the panel ends too soon to tell from the other is held;
//! - one by a whole number, against which the price has moved while the cap stands still, is a
//!   split that the return leaves out: the return is corrected by that number.

use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::{Day, Line};

/// The factor by which a share count must move to count as a jump.
const JUMP: f64 = 2.0;
/// Dates within which a jump that is an error is undone.
const UNDONE_WITHIN: usize = 6;
/// How far from a whole number the factor of a split may be, as a fraction of it.
const SPLIT_TOLERANCE: f64 = 0.02;
/// How far a cap may move, as a factor, for the price's move to be a split's.
const STANDING_STILL: f64 = 1.25;

/// What was repaired, in counts and for the ledger of a history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repairs {
    /// Caps held at the last good share count: line and day.
    pub caps_held: Vec<(usize, usize)>,
    /// Jumps of the share count that stayed and were taken as they are: line and day.
    pub jumps_taken: Vec<(usize, usize)>,
    /// Returns corrected for a split that they leave out: line and day.
    pub returns_corrected: Vec<(usize, usize)>,
}

/// One known cap of a line, with what the return says of it.
struct Point {
    day: usize,
    quote: usize,
    cap: f64,
    price: Option<f64>,
    /// Return since the point before, chained over dates without a cap; `None` where any part of it
    /// is unknown.
    growth: Option<f64>,
    /// What of it is this date's alone.
    step: Option<f64>,
}

/// What is to be changed in a quote.
enum Patch {
    Cap { day: usize, quote: usize, cap: f64 },
    Return { day: usize, quote: usize, price_return: f64 },
    Taken { day: usize },
}

/// Repairs all lines in place.
pub(super) fn repair(days: &mut [Day], lines: &[Line]) -> Repairs {
    let shared = &*days;
    let patches: Vec<Vec<Patch>> = lines
        .par_iter()
        .enumerate()
        .with_min_len(256)
        .map(|(at, line)| patches_of(&points(at, line, shared), shared.len()))
        .collect();
    let mut repairs = Repairs::default();
    for (line, patches) in patches.into_iter().enumerate() {
        for patch in patches {
            match patch {
                Patch::Cap { day, quote, cap } => {
                    let held = Decimal::from_f64(cap).map(|cap| cap.round());
                    days[day].quotes[quote].market_cap = held;
                    repairs.caps_held.push((line, day));
                }
                Patch::Return { day, quote, price_return } => {
                    days[day].quotes[quote].price_return = Some(price_return);
                    repairs.returns_corrected.push((line, day));
                }
                Patch::Taken { day } => repairs.jumps_taken.push((line, day)),
            }
        }
    }
    repairs
}

/// The known caps of a line.
fn points(at: usize, line: &Line, days: &[Day]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::with_capacity(line.last + 1 - line.first);
    let mut growth = Some(1.0);
    let mut last_day = None;
    for (day, found) in days.iter().enumerate().take(line.last + 1).skip(line.first) {
        let Some(quote) = found.place(at) else { continue };
        let q = &found.quotes[quote];
        let hole = last_day.is_some_and(|last| last + 1 != day);
        let step = q.price_return.filter(|_| !hole).map(|r| 1.0 + r);
        growth = growth.zip(step).map(|(so_far, step)| so_far * step);
        last_day = Some(day);
        if let Some(cap) = q.market_cap.and_then(|cap| cap.to_f64()) {
            let price = q.price.and_then(|p| p.to_f64());
            points.push(Point { day, quote, cap, price, growth, step });
            growth = Some(1.0);
        }
    }
    points
}

fn patches_of(points: &[Point], days: usize) -> Vec<Patch> {
    let mut patches = Vec::new();
    let mut at = 1;
    while at < points.len() {
        let (before, now) = (&points[at - 1], &points[at]);
        let Some(growth) = now.growth.filter(|g| *g > 0.0) else {
            at += 1;
            continue;
        };
        let jump = now.cap / before.cap / growth;
        if !is_jump(jump) {
            at += 1;
            continue;
        }
        if let Some(price_return) = split_left_out(before, now, growth, jump) {
            patches.push(Patch::Return { day: now.day, quote: now.quote, price_return });
            at += 1;
            continue;
        }
        if let Some(end) = end_of_error(points, at, jump, days) {
            let mut cap = before.cap;
            for point in &points[at..end] {
                cap *= point.growth.unwrap_or(1.0);
                patches.push(Patch::Cap { day: point.day, quote: point.quote, cap });
            }
            at = end + 1;
        } else {
            patches.push(Patch::Taken { day: now.day });
            at += 1;
        }
    }
    patches
}

fn is_jump(factor: f64) -> bool {
    factor >= JUMP || factor <= 1.0 / JUMP
}

/// The corrected return where the jump is a split that the return leaves out.
fn split_left_out(before: &Point, now: &Point, growth: f64, jump: f64) -> Option<f64> {
    let times = if jump > 1.0 { jump } else { 1.0 / jump };
    let whole = times.round();
    let is_whole = (times / whole - 1.0).abs() <= SPLIT_TOLERANCE;
    let still = (1.0 / STANDING_STILL..=STANDING_STILL).contains(&(now.cap / before.cap));
    // The return is that of the bare prices.
    let bare = now.price? / before.price?;
    let unadjusted = (growth / bare - 1.0).abs() <= SPLIT_TOLERANCE;
    let factor = if jump > 1.0 { whole } else { 1.0 / whole };
    // Where dates without a cap lie in between, the split is that of the last.
    now.step.filter(|_| is_whole && still && unadjusted).map(|step| step * factor - 1.0)
}

/// The point from which on the counts are good again, where the jump at `at` is an error; `None`
/// where it stays.
fn end_of_error(points: &[Point], at: usize, jump: f64, days: usize) -> Option<usize> {
    let mut level = jump;
    for end in at + 1..points.len().min(at + 1 + UNDONE_WITHIN) {
        let (before, now) = (&points[end - 1], &points[end]);
        let step = now.growth.filter(|g| *g > 0.0).map(|growth| now.cap / before.cap / growth)?;
        level *= step;
        // Undone: most of the jump is gone, by a jump back.
        if is_jump(step) && level.ln().abs() < 0.5 * jump.ln().abs() {
            return Some(end);
        }
    }
    let ends_too_soon = points[at].day + UNDONE_WITHIN >= days
        && points.last().is_some_and(|last| last.day + 1 == days);
    ends_too_soon.then_some(points.len())
}
