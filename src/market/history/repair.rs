//! Repairs impossible share counts and returns, found by comparing neighbouring dates.
//!
//! A cap is price times shares. If the cap of a line moves by a factor that its return does not explain,
//! its implied share count has jumped:
//!
//! - a jump by a whole number, where the price moves by that factor and the cap does not, is a
//!   split that the return leaves out: the return is corrected by that number;
//! - a jump that a stated action explains (a merger paid in shares, an offering, a spin-off) is
//!   accepted as it is;
//! - a jump that is undone within half a year was an error of the feed (a split applied twice or late,
//!   one class counted for all): until then the cap is computed from the last good count and the
//!   returns;
//! - a jump so near the end of the panel that it cannot be distinguished from such an error is treated
//!   as one;
//! - a jump that stays is a restatement by the vendor: the shares existed before, too. Holdings are
//!   restated to the new count without a trade.

use chrono::NaiveDate;
use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::{Day, Line};

/// The factor by which a share count must move to count as a jump, unless set otherwise: halved or
/// doubled.
pub const SHARE_COUNT_JUMP: f64 = 2.0;
/// Tolerance below that factor, as a fraction of it: counts are rounded and drift a little.
const NEARLY: f64 = 0.02;
/// Number of dates within which an erroneous jump is undone.
const UNDONE_WITHIN: usize = 6;
/// How far the factor of a split may be from a whole number, as a fraction of it.
const SPLIT_TOLERANCE: f64 = 0.02;
/// Largest factor by which a cap may move if the price's move is to count as a split.
const UNMOVED: f64 = 1.25;

/// The repairs made, recorded for reports.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Repairs {
    /// Caps computed from the last good share count: line and day.
    pub caps_held: Vec<(usize, usize)>,
    /// Jumps of the share count that a stated action explains, accepted as they are.
    pub jumps_taken: Vec<Jump>,
    /// Jumps of the share count that no action explains: holdings are restated. By day, then line.
    pub restated: Vec<Jump>,
    /// Returns corrected for a split that they leave out: line and day.
    pub returns_corrected: Vec<(usize, usize)>,
    /// Lines that begin under the ticker of one that left by a stated merger or delisting, and are
    /// treated as different lines: line and first day.
    pub goes_on: Vec<(usize, usize)>,
    /// Lines that were missing for a gap and are held through it: the line, and the day on which it returned.
    pub gaps: Vec<(usize, usize)>,
    /// Lines that begin under the ticker of another line that was missing for longer than a gap: the line
    /// and its first day.
    pub comes_back: Vec<(usize, usize)>,
}

impl Repairs {
    /// The restatements of holdings due on a day.
    pub fn restated_on(&self, day: usize) -> &[Jump] {
        let from = self.restated.partition_point(|jump| jump.day < day);
        let to = self.restated.partition_point(|jump| jump.day <= day);
        &self.restated[from..to]
    }
}

/// A jump in a share count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jump {
    /// The line.
    pub line: usize,
    /// The day at whose close the new count first shows.
    pub day: usize,
    /// The new count over the old one.
    pub factor: f64,
}

/// The effect of a stated action on a line's share count, apart from its effect on the return.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stated {
    /// The day on which it takes effect.
    pub(super) from: usize,
    /// The last date by which the vendor may have applied it.
    pub(super) until: NaiveDate,
    /// The factor by which the count changes; `None` where it is unknown and any factor fits.
    pub(super) factor: Option<f64>,
}

/// A known cap of a line, with the return that leads to it.
struct Point {
    day: usize,
    quote: usize,
    cap: f64,
    /// Return since the point before, chained over dates without a cap; `None` if any part of it is unknown.
    growth: Option<f64>,
    /// The part of that return that belongs to this date alone.
    step: Option<f64>,
}

/// A change to be made to a quote.
enum Patch {
    Cap { day: usize, quote: usize, cap: f64 },
    Return { day: usize, quote: usize, price_return: f64 },
    Taken { day: usize, factor: f64 },
    Restated { day: usize, factor: f64 },
}

/// Repairs all lines in place. `stated` holds the changes that actions explain, by line and day; `least`
/// is the smallest factor of a share count that counts as a jump.
pub(super) fn repair(
    days: &mut [Day],
    lines: &[Line],
    stated: &[(usize, Stated)],
    least: f64,
) -> Repairs {
    let shared = &*days;
    let patches: Vec<Vec<Patch>> = lines
        .par_iter()
        .enumerate()
        .with_min_len(256)
        .map(|(at, line)| {
            let from = stated.partition_point(|(other, _)| *other < at);
            let to = stated.partition_point(|(other, _)| *other <= at);
            let jumps = Jumps { days: shared, stated: &stated[from..to], least };
            jumps.patches_of(&points(at, line, shared))
        })
        .collect();
    let mut repairs = Repairs::default();
    for (line, patches) in patches.into_iter().enumerate() {
        for patch in patches {
            match patch {
                Patch::Cap { day, quote, cap } => {
                    let held = Decimal::from_f64(cap).map(|cap| cap.round());
                    days[day].rows.set_market_cap(quote, held);
                    repairs.caps_held.push((line, day));
                }
                Patch::Return { day, quote, price_return } => {
                    days[day].rows.set_price_return(quote, price_return);
                    repairs.returns_corrected.push((line, day));
                }
                Patch::Taken { day, factor } => {
                    repairs.jumps_taken.push(Jump { line, day, factor });
                }
                Patch::Restated { day, factor } => {
                    repairs.restated.push(Jump { line, day, factor });
                }
            }
        }
    }
    repairs.restated.sort_by_key(|jump| (jump.day, jump.line));
    repairs
}

/// The known caps of a line.
fn points(at: usize, line: &Line, days: &[Day]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::with_capacity(line.last + 1 - line.first);
    let mut growth = Some(1.0);
    let mut last_day = None;
    for (day, found) in days.iter().enumerate().take(line.last + 1).skip(line.first) {
        let Some(quote) = found.place(at) else { continue };
        let rows = &found.rows;
        let hole = last_day.is_some_and(|last| last + 1 != day);
        let step = rows.price_return(quote).filter(|_| !hole).map(|r| 1.0 + r);
        growth = growth.zip(step).map(|(so_far, step)| so_far * step);
        last_day = Some(day);
        if let Some(cap) = rows.market_cap_f64(quote) {
            points.push(Point { day, quote, cap, growth, step });
            growth = Some(1.0);
        }
    }
    points
}

/// How far stated actions explain a jump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Explained {
    /// An action states a factor that fits.
    Stated,
    /// An action is stated, but not its factor.
    Perhaps,
    Not,
}

/// Detects the jumps of one line.
struct Jumps<'a> {
    days: &'a [Day],
    /// The changes that actions state for the line.
    stated: &'a [(usize, Stated)],
    least: f64,
}

impl Jumps<'_> {
    fn patches_of(&self, points: &[Point]) -> Vec<Patch> {
        let mut patches = Vec::new();
        let mut at = 1;
        while at < points.len() {
            let (before, now) = (&points[at - 1], &points[at]);
            let Some(growth) = now.growth.filter(|g| *g > 0.0) else {
                at += 1;
                continue;
            };
            let jump = now.cap / before.cap / growth;
            if !self.is_jump(jump) {
                at += 1;
                continue;
            }
            if let Some(price_return) = self.split_left_out(before, now, growth, jump) {
                patches.push(Patch::Return { day: now.day, quote: now.quote, price_return });
                at += 1;
                continue;
            }
            let (day, factor) = (now.day, jump);
            let explained = self.explained(before, now, jump);
            if explained == Explained::Stated {
                patches.push(Patch::Taken { day, factor });
                at += 1;
            } else if let Some(end) = self.end_of_error(points, at, jump) {
                let mut cap = before.cap;
                for point in &points[at..end] {
                    cap *= point.growth.unwrap_or(1.0);
                    patches.push(Patch::Cap { day: point.day, quote: point.quote, cap });
                }
                at = end + 1;
            } else {
                patches.push(match explained {
                    Explained::Not => Patch::Restated { day, factor },
                    _ => Patch::Taken { day, factor },
                });
                at += 1;
            }
        }
        patches
    }

    fn is_jump(&self, factor: f64) -> bool {
        let least = self.least * (1.0 - NEARLY);
        factor >= least || factor <= 1.0 / least
    }

    /// Whether a stated action explains a jump, so that what remains is not a jump.
    fn explained(&self, before: &Point, now: &Point, jump: f64) -> Explained {
        let date = self.days[now.day].date;
        let counts = |stated: &&Stated| {
            let between = before.day < stated.from && stated.from <= now.day;
            between || (stated.from <= before.day && date <= stated.until)
        };
        let mut found = self.stated.iter().map(|(_, stated)| stated).filter(counts).peekable();
        if found.peek().is_none() {
            return Explained::Not;
        }
        match found.try_fold(1.0, |product, stated| Some(product * stated.factor?)) {
            None => Explained::Perhaps,
            Some(product) if self.is_jump(jump / product) => Explained::Not,
            Some(_) => Explained::Stated,
        }
    }

    /// If the jump at `at` is an error, the point from which the counts are good again; `None` if the
    /// jump stays.
    fn end_of_error(&self, points: &[Point], at: usize, jump: f64) -> Option<usize> {
        let mut level = jump;
        for end in at + 1..points.len().min(at + 1 + UNDONE_WITHIN) {
            let (before, now) = (&points[end - 1], &points[end]);
            let step =
                now.growth.filter(|g| *g > 0.0).map(|growth| now.cap / before.cap / growth)?;
            level *= step;
            // Undone: a jump back has removed most of it.
            if self.is_jump(step) && level.ln().abs() < 0.5 * jump.ln().abs() {
                return Some(end);
            }
        }
        let ends_too_soon = points[at].day + UNDONE_WITHIN >= self.days.len()
            && points.last().is_some_and(|last| last.day + 1 == self.days.len());
        ends_too_soon.then_some(points.len())
    }

    /// The corrected return, if the jump is a split that the return leaves out.
    fn split_left_out(&self, before: &Point, now: &Point, growth: f64, jump: f64) -> Option<f64> {
        let times = if jump > 1.0 { jump } else { 1.0 / jump };
        let whole = times.round();
        let is_whole = (times / whole - 1.0).abs() <= SPLIT_TOLERANCE;
        let still = (1.0 / UNMOVED..=UNMOVED).contains(&(now.cap / before.cap));
        // The return was computed from the raw prices, which are not adjusted for splits.
        let price = |point: &Point| self.days[point.day].rows.price_f64(point.quote);
        let bare = price(now)? / price(before)?;
        let unadjusted = (growth / bare - 1.0).abs() <= SPLIT_TOLERANCE;
        let factor = if jump > 1.0 { whole } else { 1.0 / whole };
        // If dates without a cap lie in between, the split belongs to the last of them.
        now.step.filter(|_| is_whole && still && unadjusted).map(|step| step * factor - 1.0)
    }
}
