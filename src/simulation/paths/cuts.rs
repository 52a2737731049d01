//! The caps at which companies change sides: the breakpoints and band edges, recomputed every
//! month.
//!
//! Caps fall along a ranking, so that every rule on ranks or on cumulative caps is a rule on the
//! cap itself: a company ranks at k or above if its cap is at least that of #k, and its cumulative
//! cap is below an edge if its cap is at least that of the last company below the edge. Companies
//! of equal caps are on the same side. All sums are of whole dollars, and exact.
//!
//! Only companies near a cut are sorted. The previous month's cuts and the market's return give an
//! estimate of each cut; one pass counts and sums the caps above a window around each estimate and
//! collects those inside it. If a cut is outside its window, the windows are widened.

use super::lanes::{bits, dollars, each_bit};
use super::rules::{Band, Rules};
use super::scan::{Scan, Window};
use super::tiers::{AT_MICROCAP, BANDED, TIERS};
use crate::market::model::BLOCK;

/// The maximum number of windows: three for each banded break, #3,000 and #4,000.
pub(super) const WINDOWS: usize = 3 * BANDED + 2;
const AT_R3000: usize = 3 * BANDED;
const AT_R3000E: usize = AT_R3000 + 1;

/// The caps at which companies change sides of a banded break, USD.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sides {
    /// The cap of the break's company.
    pub(super) unbanded: f64,
    /// The smallest cap beyond the band's upper edge: from this cap on, a member of the small side
    /// moves up.
    pub(super) upper: f64,
    /// The smallest cap within the band's lower edge: from this cap on, a member of the large side
    /// stays. It is the cap of #3,000 if the band reaches beyond that.
    pub(super) lower: f64,
}

impl Sides {
    fn all(cap: f64) -> Self {
        Self { unbanded: cap, upper: cap, lower: cap }
    }
}

/// The caps at which companies change sides, USD.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cuts {
    /// The smallest cap that is eligible.
    pub(super) floor: f64,
    /// The banded breaks. For a break that is not needed, no company is on the small side.
    pub(super) breaks: [Sides; BANDED],
    /// The cap of #3,000.
    pub(super) r3000: f64,
    /// The cap of #4,000, or the floor if there are fewer companies.
    pub(super) r3000e: f64,
    /// Total cap of the Russell 3000E.
    pub(super) total: u64,
    /// True if Microcap members below the Russell 3000 can be told apart from non-members.
    pub(super) tells_micro: bool,
}

/// Half widths of the windows, as fractions of the cap: about two and a half deviations of an
/// estimate.
const HALF_WIDTHS: [f64; WINDOWS] = [
    0.050, 0.050, 0.050, 0.035, 0.035, 0.040, 0.032, 0.035, 0.045, 0.050, 0.050, 0.055, 0.065, 0.08,
];
/// The window that covers all companies.
const EVERYTHING: Window = Window { from: f64::MIN_POSITIVE, to: f64::INFINITY };
/// The fraction of an estimate's error by which the next estimates are corrected.
const LEARNT: f64 = 0.2;

/// Up to this many caps, sorting is faster than bisection.
const FEW: usize = 16;

/// A cut lies outside its window.
struct Outside(usize);

impl Window {
    /// Makes the window four times as wide; it covers all companies if it would reach zero or has
    /// no centre.
    fn widened(self) -> Self {
        let more = 1.5 * (self.to - self.from);
        if more < self.from {
            Self { from: self.from - more, to: self.to + more }
        } else {
            EVERYTHING
        }
    }
}

/// Finds the cuts of successive months.
#[derive(Debug, Clone)]
pub(super) struct Tracker {
    scan: Scan,
    /// Caps inside a window, in whole dollars.
    inside: Vec<u64>,
    /// By how much estimates were too low, in logs, by window. This affects where the search
    /// begins, but never the cuts.
    errors: [f64; WINDOWS],
    /// How often windows had to be widened.
    #[cfg(test)]
    pub(super) misses: u32,
}

impl Cuts {
    /// Estimates the cuts after companies near each cut grew by `growth` (in the order of the
    /// windows) and all companies together by `total`.
    ///
    /// A band holds a part of the total. If the total grows by more than the companies in the band,
    /// the edges of the band move apart, by as much as needed to hold that much more if companies
    /// are spread evenly over the logs of caps.
    pub(super) fn grown(&self, growth: &[f64; WINDOWS], total: f64) -> Self {
        let r3000 = self.r3000 * growth[AT_R3000];
        let breaks = std::array::from_fn(|at| {
            let [of_upper, of_unbanded, of_lower] = [0, 1, 2].map(|side| growth[3 * at + side]);
            let Sides { unbanded, upper, lower } = self.breaks[at];
            let apart = total / of_unbanded - 1.0;
            let raised = upper * (1.0 + (1.0 - unbanded / upper) * apart);
            let lowered = lower * (1.0 - (unbanded / lower - 1.0) * apart);
            Sides {
                upper: raised * of_upper,
                unbanded: unbanded * of_unbanded,
                // An edge below #3,000 is not searched for.
                lower: if lower > self.r3000 { lowered * of_lower } else { r3000 },
            }
        });
        Self {
            breaks,
            r3000,
            // The floor does not move.
            r3000e: if self.r3000e > self.floor {
                self.r3000e * growth[AT_R3000E]
            } else {
                self.floor
            },
            ..*self
        }
    }

    /// The centre of the search for each cut; infinite for cuts that need no search.
    fn centres(&self) -> [f64; WINDOWS] {
        let mut centres = [f64::INFINITY; WINDOWS];
        for (sides, centres) in self.breaks.iter().zip(centres.as_chunks_mut::<3>().0) {
            let lower = if sides.lower > self.r3000 { sides.lower } else { f64::INFINITY };
            *centres = [sides.upper, sides.unbanded, lower];
        }
        centres[AT_R3000] = self.r3000;
        centres[AT_R3000E] = if self.r3000e > self.floor { self.r3000e } else { f64::INFINITY };
        centres
    }

    /// The cap of the company at a rank; `None` unless these rules have a cut at that rank.
    pub(super) fn cap_of_rank(&self, rules: &Rules, rank: usize) -> Option<f64> {
        let of_break =
            |(band, sides): (&Option<Band>, &Sides)| Some((band.as_ref()?.rank, sides.unbanded));
        let banded = rules.breaks.iter().zip(&self.breaks).filter_map(of_break);
        let mut all = banded.chain([(rules.r3000, self.r3000)]);
        // The floor stands in for a rank beyond the last company.
        all.find(|(of, _)| *of == rank).map(|(_, cap)| cap).filter(|cap| *cap > self.floor)
    }

    /// The smallest cap of each tier but the last by the unbanded breakpoints, falling; infinite
    /// for an empty tier.
    pub(super) fn smallest(&self) -> [f64; TIERS - 1] {
        let r3000e = self.r3000e.max(self.floor);
        let r3000 = self.r3000.max(r3000e);
        let [top200, top500, r1000, microcap] = self.breaks.map(|sides| sides.unbanded.max(r3000));
        // A tier that cannot be told apart from the one below stays empty.
        let micro = if self.tells_micro { r3000e } else { f64::INFINITY };
        [top200, top500, r1000, microcap, r3000, micro]
    }
}

/// The windows in use under these rules, with the rank of each.
pub(super) fn windows_in_use(rules: &Rules) -> Vec<(usize, usize)> {
    let of_break = |(at, band): (usize, &Option<Band>)| {
        let rank = band.as_ref()?.rank;
        Some([(3 * at, rank), (3 * at + 1, rank), (3 * at + 2, rank + 1)])
    };
    let banded = rules.breaks.iter().enumerate().filter_map(of_break).flatten();
    banded.chain([(AT_R3000, rules.r3000), (AT_R3000E, rules.r3000e)]).collect()
}

impl Tracker {
    pub(super) fn new(rules: &Rules) -> Self {
        let used = windows_in_use(rules).into_iter().map(|(window, _)| window).collect();
        Self {
            scan: Scan::new(used),
            inside: Vec::new(),
            errors: [0.0; WINDOWS],
            #[cfg(test)]
            misses: 0,
        }
    }

    /// Finds the cuts for these caps, which come in whole blocks; `guess` is the estimate of the
    /// cuts.
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
        self.scan.run(caps, windows, rules.floor);
        let (count, sum) = self.scan.eligible;
        let floor = rules.floor;
        let (r3000e, total) = if count > rules.r3000e {
            self.at_rank(windows, AT_R3000E, rules.r3000e)?
        } else {
            (floor, sum)
        };
        let (r3000, at_last) = if count >= rules.r3000 {
            self.at_rank(windows, AT_R3000, rules.r3000)?
        } else {
            (floor, sum)
        };
        let mut breaks = [Sides::all(f64::INFINITY); BANDED];
        // Without a break at #2,000 all of the Russell 2000 is in its upper tier.
        breaks[AT_MICROCAP] = Sides::all(0.0);
        for (at, sides) in breaks.iter_mut().enumerate() {
            let Some(band) = &rules.breaks[at] else { continue };
            if count < band.rank {
                *sides = Sides::all(floor);
                continue;
            }
            let (unbanded, at_break) = self.at_rank(windows, 3 * at + 1, band.rank)?;
            *sides = Sides::all(unbanded);
            if band.is_banded() {
                let upper = band.upper_edge(at_break, total);
                sides.upper = self.short_of(windows, 3 * at, upper)?;
                let edge = band.lower_edge(at_break, total);
                // Companies below #3,000 leave the Russell 3000 regardless of the band.
                sides.lower = if i128::from(at_last) < edge {
                    r3000
                } else {
                    self.short_of(windows, 3 * at + 2, edge)?.max(r3000)
                };
            }
        }
        if rules.breaks[1].is_none() && rules.breaks[0].is_some() {
            // Without a break at #500, all of the Top 200 must be on its large side.
            breaks[1] = breaks[0];
        }
        let tells_micro = rules.tells_micro;
        Ok(Cuts { floor, breaks, r3000, r3000e, total, tells_micro })
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
        // All companies above the window must be below the edge; if there are none, this holds.
        if sum > 0 && i128::from(sum) >= edge {
            return Err(Outside(window));
        }
        self.take_inside(windows[window]);
        let (mut from, mut to, mut smallest) = (0, self.inside.len(), windows[window].to);
        // Each step decides for half of the caps whether they are below the edge, until few are
        // left to be sorted.
        while to - from > FEW {
            let middle = (to - from) / 2;
            let left = &mut self.inside[from..to];
            let (above, cap, _) = left.select_nth_unstable_by(middle, |a, b| b.cmp(a));
            let down_to = sum + above.iter().sum::<u64>() + *cap;
            if i128::from(down_to) < edge {
                (sum, smallest) = (down_to, *cap as f64);
                from += middle + 1;
            } else {
                to = from + middle + 1;
            }
        }
        let left = &mut self.inside[from..to];
        left.sort_unstable_by(|a, b| b.cmp(a));
        for &mut cap in left {
            sum += cap;
            if i128::from(sum) >= edge {
                return Ok(smallest);
            }
            smallest = cap as f64;
        }
        // Unless the window holds all caps, the cut may be further down.
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

    /// Collects the caps inside a window.
    fn take_inside(&mut self, window: Window) {
        self.inside.clear();
        let (caps, found) = (&self.scan.inside[..], &mut self.inside);
        pulp::Arch::new().dispatch(Inside { caps, window, found });
    }
}

/// Finds the caps inside a window, in dollars, among whole blocks of them.
struct Inside<'a> {
    caps: &'a [f64],
    window: Window,
    found: &'a mut Vec<u64>,
}

impl pulp::WithSimd for Inside<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { caps, window, found } = self;
        for caps in caps.as_chunks::<BLOCK>().0 {
            let mut hits = [0_u8; BLOCK];
            for i in 0..BLOCK {
                hits[i] = u8::from(caps[i] >= window.from) & u8::from(caps[i] < window.to);
            }
            each_bit(bits(&hits), |at| found.push(dollars(caps[at])));
        }
    }
}

#[cfg(test)]
mod tests;
