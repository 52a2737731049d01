//! The caps at which sides change: breaks and edges of the band, found anew every month.
//!
//! Caps along a ranking fall, so that every rule on ranks or on cumulative caps is a rule on the cap
//! itself: a company is on rank k or above where its cap is at least that of #k, and its cumulative
//! cap is short of an edge where its cap is at least that of the last company of which this holds.
//! Companies of equal caps are on the same side. All sums are of whole dollars, and exact.
//!
//! Nothing is sorted but companies near a cut. Where the cuts are about is known from the month
//! before and from the market's return; one pass counts and sums what is above a window around each
//! and picks out what is inside. Where a cut is not inside its window, windows are widened.

use super::rules::Rules;
use super::scan::{Scan, WINDOWS, Window};
use crate::market::model::BLOCK;

/// The caps at which sides change, USD.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cuts {
    /// The smallest cap that is eligible.
    pub floor: f64,
    /// The cap of #1,000: the plain break.
    pub r1000: f64,
    /// The smallest cap beyond the band's upper edge, with which a member of the Russell 2000 moves
    /// up.
    pub upper: f64,
    /// The smallest cap within the band's lower edge, with which a member of the Russell 1000 stays;
    /// the cap of #3,000 where the band reaches beyond it.
    pub lower: f64,
    /// The cap of #3,000.
    pub r3000: f64,
    /// The cap of #4,000, or the floor where there are fewer.
    pub r3000e: f64,
    /// Total cap of the Russell 3000E.
    pub total: u64,
}

/// Half widths of the windows, fractions of the cap: about two and a half deviations of a guess.
const HALF_WIDTHS: [f64; WINDOWS] = [0.032, 0.035, 0.045, 0.065, 0.08];
/// The window of all companies.
const EVERYTHING: Window = Window { from: f64::MIN_POSITIVE, to: f64::INFINITY };
/// What part of a guess's error the next guesses are corrected by.
const LEARNT: f64 = 0.2;

/// A cut is not inside its window.
struct Outside(usize);

impl Window {
    /// Four times as wide; everything, where it would reach down to nothing or has no middle.
    fn widened(self) -> Self {
        let more = 1.5 * (self.to - self.from);
        if more < self.from {
            Self { from: self.from - more, to: self.to + more }
        } else {
            EVERYTHING
        }
    }
}

/// Finds the cuts of one month after another.
#[derive(Debug, Clone)]
pub(super) struct Tracker {
    scan: Scan,
    /// Whole dollars.
    inside: Vec<u64>,
    /// What guesses were too low by, logs, by window: it tells where to look and changes no cut.
    errors: [f64; WINDOWS],
    /// How often windows had to be widened.
    #[cfg(test)]
    pub(super) misses: u32,
}

impl Cuts {
    /// Where the cuts are about to be after companies about the size of each grew by `growth` (in
    /// the order of the windows) and all together by `total`.
    ///
    /// The band holds a part of the total: where that grows by more than the companies in the band,
    /// its edges move apart, by as much as it takes to hold that much more if companies are spread
    /// evenly over the logs of caps.
    pub(super) fn grown(&self, growth: [f64; WINDOWS], total: f64) -> Self {
        let apart = total / growth[1] - 1.0;
        let upper = self.upper * (1.0 + (1.0 - self.r1000 / self.upper) * apart);
        let lower = self.lower * (1.0 - (self.r1000 / self.lower - 1.0) * apart);
        let r3000 = self.r3000 * growth[3];
        Self {
            upper: upper * growth[0],
            r1000: self.r1000 * growth[1],
            // An edge below #3,000 is not looked for.
            lower: if self.lower > self.r3000 { lower * growth[2] } else { r3000 },
            r3000,
            // The floor stays where it is.
            r3000e: if self.r3000e > self.floor { self.r3000e * growth[4] } else { self.floor },
            ..*self
        }
    }
}

impl Cuts {
    /// Where to look for each; infinite for what is expected to be found without looking.
    fn centres(&self) -> [f64; WINDOWS] {
        let lower = if self.lower > self.r3000 { self.lower } else { f64::INFINITY };
        let last = if self.r3000e > self.floor { self.r3000e } else { f64::INFINITY };
        [self.upper, self.r1000, lower, self.r3000, last]
    }
}

impl Tracker {
    pub(super) fn new() -> Self {
        Self {
            scan: Scan::default(),
            inside: Vec::new(),
            errors: [0.0; WINDOWS],
            #[cfg(test)]
            misses: 0,
        }
    }

    /// The cuts of these caps, which are whole blocks; `guess` says about where they are.
    pub(super) fn find(&mut self, rules: &Rules, caps: &[f64], guess: Option<&Cuts>) -> Cuts {
        debug_assert!(caps.len().is_multiple_of(BLOCK), "caps come in blocks");
        let mut windows = guess.map_or([EVERYTHING; WINDOWS], |guess| self.windows(guess));
        loop {
            match self.try_find(rules, caps, &windows) {
                Ok(cuts) => {
                    if let Some(guess) = guess {
                        self.learn(guess, &cuts);
                    }
                    return cuts;
                }
                Err(Outside(window)) => {
                    windows[window] = windows[window].widened();
                    #[cfg(test)]
                    {
                        self.misses += 1;
                    }
                }
            }
        }
    }

    fn try_find(
        &mut self,
        rules: &Rules,
        caps: &[f64],
        windows: &[Window; WINDOWS],
    ) -> Result<Cuts, Outside> {
        let [upper, r1000, lower, r3000, r3000e] = [0, 1, 2, 3, 4];
        self.scan.run(caps, windows, rules.floor);
        let (count, sum) = self.scan.eligible;
        let (r3000e, total) = if count > rules.r3000e {
            self.at_rank(windows, r3000e, rules.r3000e)?
        } else {
            (rules.floor, sum)
        };
        let (r3000, at_last) = if count >= rules.r3000 {
            self.at_rank(windows, r3000, rules.r3000)?
        } else {
            (rules.floor, sum)
        };
        if count < rules.r1000 {
            let floor = rules.floor;
            return Ok(Cuts {
                floor,
                r1000: floor,
                upper: floor,
                lower: floor,
                r3000,
                r3000e,
                total,
            });
        }
        let (break_cap, at_break) = self.at_rank(windows, r1000, rules.r1000)?;
        let plain = Cuts {
            floor: rules.floor,
            r1000: break_cap,
            upper: break_cap,
            lower: break_cap,
            r3000,
            r3000e,
            total,
        };
        if !rules.is_banded() {
            return Ok(plain);
        }
        let upper = self.short_of(windows, upper, rules.upper_edge(at_break, total))?;
        let edge = rules.lower_edge(at_break, total);
        // Who is below #3,000 leaves both indexes, whatever the band.
        let lower = if i128::from(at_last) < edge {
            r3000
        } else {
            self.short_of(windows, lower, edge)?.max(r3000)
        };
        Ok(Cuts { upper, lower, ..plain })
    }

    /// The cap of a rank and the sum of caps down to it.
    fn at_rank(
        &mut self,
        windows: &[Window; WINDOWS],
        window: usize,
        rank: usize,
    ) -> Result<(f64, u64), Outside> {
        let (count, sum) = self.scan.above[window];
        let at = rank.checked_sub(count + 1).ok_or(Outside(window))?;
        self.take_inside(windows[window]);
        if at >= self.inside.len() {
            return Err(Outside(window));
        }
        let (above, cap, _) = self.inside.select_nth_unstable_by(at, |a, b| b.cmp(a));
        Ok((*cap as f64, sum + above.iter().sum::<u64>() + *cap))
    }

    /// The smallest cap whose cumulative cap is below `edge`; infinite where there is none.
    fn short_of(
        &mut self,
        windows: &[Window; WINDOWS],
        window: usize,
        edge: i128,
    ) -> Result<f64, Outside> {
        let (_, mut sum) = self.scan.above[window];
        // With nothing above the window, there is none that would have to be short of the edge.
        if sum > 0 && i128::from(sum) >= edge {
            return Err(Outside(window));
        }
        self.take_inside(windows[window]);
        self.inside.sort_unstable_by(|a, b| b.cmp(a));
        let mut smallest = windows[window].to;
        for &cap in &self.inside {
            sum += cap;
            if i128::from(sum) >= edge {
                return Ok(smallest);
            }
            smallest = cap as f64;
        }
        // All caps there are, or the cut is further down.
        if windows[window] == EVERYTHING { Ok(smallest) } else { Err(Outside(window)) }
    }

    fn windows(&self, guess: &Cuts) -> [Window; WINDOWS] {
        let centres = guess.centres();
        std::array::from_fn(|at| {
            let centre = centres[at] * (1.0 + self.errors[at]);
            let (from, to) = (centre * (1.0 - HALF_WIDTHS[at]), centre * (1.0 + HALF_WIDTHS[at]));
            Window { from, to }
        })
    }

    fn learn(&mut self, guess: &Cuts, found: &Cuts) {
        for ((error, guess), found) in
            self.errors.iter_mut().zip(guess.centres()).zip(found.centres())
        {
            let new = found / guess - 1.0;
            if new.is_finite() {
                *error += LEARNT * (new.clamp(-0.1, 0.1) - *error);
            }
        }
    }

    /// Takes what is inside a window.
    fn take_inside(&mut self, window: Window) {
        self.inside.clear();
        let inside = self.scan.inside.iter().filter(|cap| window.holds(**cap));
        self.inside.extend(inside.map(|cap| whole(*cap)));
    }
}

/// Whole dollars of a cap that is held as such.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and below 2^52")]
pub(super) fn whole(cap: f64) -> u64 {
    cap as u64
}

#[cfg(test)]
mod tests;
