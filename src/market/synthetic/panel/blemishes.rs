//! Rare data faults of the panel, at the rates in `[panel.blemishes]` of the calibration.
//!
//! - Holes: 2 lines a month end are missing and return on the next, with a return over both months. There
//!   are none on the first and the last date.
//! - Unknown caps: 3 a month end, of any line; 5 second classes never have a cap, and neither do preferred
//!   shares and warrants.
//! - Wrong share counts: for 4 companies a month the count is off by a factor of 2, 3, 4, 5 or 10, up or
//!   down, for one to three months, while the return shows nothing; one split in ten reaches the count a
//!   month or two late, and one in twenty is applied twice for as long. There are none on the last date.

use crate::market::synthetic::draw::Draw;
use crate::market::synthetic::world::Market;
use crate::market::synthetic::world::firm::{Firm, Kind, Wrong};

impl Market<'_> {
    /// Draws the data faults of month end `at` out of `of`: starts and ends wrong counts, hides
    /// missing lines, and returns the indices of the companies whose caps are unknown.
    pub(super) fn faults(&mut self, at: usize, of: usize) -> Vec<usize> {
        let figures = &self.calibration.panel.blemishes;
        for firm in &mut self.firms {
            firm.hidden = false;
            firm.wrong = firm.wrong.filter(|w| w.left > 0);
        }
        if at + 1 == of {
            self.firms.iter_mut().for_each(|f| f.wrong = None);
            return Vec::new();
        }
        let is_plain =
            |f: &Firm| f.kind == Kind::Ranked && f.is_quiet() && f.wrong.is_none() && f.rank > 0;
        for firm in self.pick(figures.wrong_counts_monthly, is_plain) {
            let factor = whole_factor(&mut self.blemishes);
            let left = 1 + self.blemishes.below(3);
            self.firms[firm].wrong = Some(Wrong { factor, left });
        }
        // A line named by an action of the month must be present at its end.
        let is_steady =
            |f: &Firm| is_plain(f) && f.lines.len() == 1 && !f.acted && f.lines[0].shown.is_some();
        for firm in self.pick(figures.holes_monthly, is_steady) {
            self.firms[firm].hidden = true;
        }
        self.pick(figures.unknown_caps_monthly, is_plain)
    }

    fn pick(&mut self, count: usize, test: impl Fn(&Firm) -> bool) -> Vec<usize> {
        let of = self.numbers(test);
        self.blemishes.sample(of.len(), count).into_iter().map(|at| of[at]).collect()
    }

    /// For some splits, shows the effect on the share count late or twice.
    pub(crate) fn miscount_split(&mut self, at: usize, factor: f64) {
        let figures = &self.calibration.panel.blemishes;
        let roll = self.blemishes.unit();
        let shown = if roll < figures.split_late {
            1.0 / factor
        } else if roll < figures.split_late + figures.split_twice {
            factor
        } else {
            return;
        };
        let left = 1 + self.blemishes.below(2);
        self.firms[at].wrong = Some(Wrong { factor: shown, left });
    }
}

/// The factor of a wrong count that is unrelated to a split.
fn whole_factor(draw: &mut Draw) -> f64 {
    let factor = *draw.pick(&[2.0, 2.0, 3.0, 4.0, 5.0, 10.0]);
    if draw.chance(0.5) { factor } else { 1.0 / factor }
}
