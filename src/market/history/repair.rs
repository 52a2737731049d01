//! Implausible share counts and returns, detected by comparison with the values before and after.
//!
//! A cap is price times shares. Where the cap of a line moves by a factor that its return does not
//! explain, its implied share count has jumped:
//!
//! - a jump by a whole number, against which the price has moved while the cap stands still, is a
//!   split that the return leaves out: the return is corrected by that number;
//! - one that a stated action explains (a merger paid in shares, an offering, a spin-off) is taken as
//!   it is;
//! - one that is undone within half a year was an error of the feed (a split applied twice or late,
//!   one class counted for all): the cap is held at the last good count, moved along returns;
//! - one that the panel ends too soon to tell from such an error is held;
//! - one that stays is a restatement by the vendor: the shares were the same before, and holdings
//!   are restated without a trade.

use chrono::NaiveDate;
use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::{Day, Line};

/// The factor by which a share count must move to count as a jump, where nobody says another:
/// halved or doubled.
pub const SHARE_COUNT_JUMP: f64 = 2.0;
/// How much nearer than that factor a share count may come, as a fraction of it: counts are rounded,
/// and change a little of themselves.
const NEARLY: f64 = 0.02;
/// Dates within which a jump that is an error is undone.
const UNDONE_WITHIN: usize = 6;
/// How far from a whole number the factor of a split may be, as a fraction of it.
const SPLIT_TOLERANCE: f64 = 0.02;
/// How far a cap may move, as a factor, for the price's move to be a split's.
const STANDING_STILL: f64 = 1.25;

/// What was repaired, in counts and for the ledger of a history.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Repairs {
    /// Caps held at the last good share count: line and day.
    pub caps_held: Vec<(usize, usize)>,
    /// Jumps of the share count that a stated action explains, taken as they are.
    pub jumps_taken: Vec<Jump>,
    /// Jumps of the share count that nothing explains: holdings are restated. By day, then line.
    pub restated: Vec<Jump>,
    /// Returns corrected for a split that they leave out: line and day.
    pub returns_corrected: Vec<(usize, usize)>,
    /// Lines that go on under the ticker of one that left by a stated merger or delisting, and are
    /// taken for others: line and first day.
    pub goes_on: Vec<(usize, usize)>,
}

impl Repairs {
    /// The holdings to be restated on a day.
    pub fn restated_on(&self, day: usize) -> &[Jump] {
        let from = self.restated.partition_point(|jump| jump.day < day);
        let to = self.restated.partition_point(|jump| jump.day <= day);
        &self.restated[from..to]
    }
}

/// A share count that jumps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jump {
    /// The line.
    pub line: usize,
    /// The day at whose close it has jumped.
    pub day: usize,
    /// The new count over the old one.
    pub factor: f64,
}

/// What a stated action does to a line's cap beside its return.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stated {
    /// The day on which it shows.
    pub(super) from: usize,
    /// The last day by which the vendor may have followed it.
    pub(super) until: NaiveDate,
    /// By how much; `None` where it is not known, so that it may be anything.
    pub(super) factor: Option<f64>,
}

/// One known cap of a line, with what the return says of it.
struct Point {
    day: usize,
    quote: usize,
    cap: f64,
    /// USD a share; as it was read, as few points are asked for it.
    price: Option<Decimal>,
    /// Return since the point before, chained over dates without a cap; `None` where any part of it
    /// is unknown.
    growth: Option<f64>,
    /// What of it is this date's alone.
    step: Option<f64>,
}

/// A correction of a quote.
enum Patch {
    Cap { day: usize, quote: usize, cap: f64 },
    Return { day: usize, quote: usize, price_return: f64 },
    Taken { day: usize, factor: f64 },
    Restated { day: usize, factor: f64 },
}

/// Repairs all lines in place; `stated` is what actions explain, by line and day, and `least` the
/// factor from which on a change of the share count is a jump.
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
                    days[day].quotes[quote].market_cap = held;
                    repairs.caps_held.push((line, day));
                }
                Patch::Return { day, quote, price_return } => {
                    days[day].quotes[quote].price_return = Some(price_return);
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
        let q = &found.quotes[quote];
        let hole = last_day.is_some_and(|last| last + 1 != day);
        let step = q.price_return.filter(|_| !hole).map(|r| 1.0 + r);
        growth = growth.zip(step).map(|(so_far, step)| so_far * step);
        last_day = Some(day);
        if let Some(cap) = q.market_cap.and_then(|cap| cap.to_f64()) {
            points.push(Point { day, quote, cap, price: q.price, growth, step });
            growth = Some(1.0);
        }
    }
    points
}

/// Whether what is stated explains a jump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Explained {
    /// By how much is stated.
    Stated,
    /// Something is stated, and not by how much.
    Perhaps,
    Not,
}

/// Classifies the jumps of a line.
struct Jumps<'a> {
    days: &'a [Day],
    /// What actions say of the line.
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
            if let Some(price_return) = split_left_out(before, now, growth, jump) {
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

    /// Whether what is stated of the line explains a jump: what is left of it is none.
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

    /// The point from which on the counts are good again, where the jump at `at` is an error; `None`
    /// where it stays.
    fn end_of_error(&self, points: &[Point], at: usize, jump: f64) -> Option<usize> {
        let mut level = jump;
        for end in at + 1..points.len().min(at + 1 + UNDONE_WITHIN) {
            let (before, now) = (&points[end - 1], &points[end]);
            let step =
                now.growth.filter(|g| *g > 0.0).map(|growth| now.cap / before.cap / growth)?;
            level *= step;
            // Undone: most of the jump is gone, by a jump back.
            if self.is_jump(step) && level.ln().abs() < 0.5 * jump.ln().abs() {
                return Some(end);
            }
        }
        let ends_too_soon = points[at].day + UNDONE_WITHIN >= self.days.len()
            && points.last().is_some_and(|last| last.day + 1 == self.days.len());
        ends_too_soon.then_some(points.len())
    }
}

/// The corrected return where the jump is a split that the return leaves out.
fn split_left_out(before: &Point, now: &Point, growth: f64, jump: f64) -> Option<f64> {
    let times = if jump > 1.0 { jump } else { 1.0 / jump };
    let whole = times.round();
    let is_whole = (times / whole - 1.0).abs() <= SPLIT_TOLERANCE;
    let still = (1.0 / STANDING_STILL..=STANDING_STILL).contains(&(now.cap / before.cap));
    // The return is that of the bare prices.
    let bare = now.price?.to_f64()? / before.price?.to_f64()?;
    let unadjusted = (growth / bare - 1.0).abs() <= SPLIT_TOLERANCE;
    let factor = if jump > 1.0 { whole } else { 1.0 / whole };
    // Where dates without a cap lie in between, the split is that of the last.
    now.step.filter(|_| is_whole && still && unadjusted).map(|step| step * factor - 1.0)
}
