//! The companies of the first date: the ranked companies by descending cap, and the companies off the curve.

use chrono::NaiveDate;

use super::Market;
use super::course::Course;
use super::firm::{Firm, Kind};
use crate::market::synthetic::beside;
use crate::market::synthetic::company::{Company, Order};
use crate::market::synthetic::draw::rounded;
use crate::universe::SecurityType;

/// Ranks from which companies below the minimum of float or votes are drawn.
const SPOILED: std::ops::Range<usize> = 300..3_200;

impl Market<'_> {
    /// Makes all companies.
    pub(super) fn populate(&mut self, course: &Course<'_>, as_of: NaiveDate) {
        let calibration = self.calibration;
        let ranked = calibration.world.companies;
        let mut companies: Vec<Company> = (1..=ranked)
            .map(|rank| {
                let passing = (rank as f64 * calibration.world.passing).max(1.0);
                let cap = libm::exp(course.log_cap(passing));
                let bucket = calibration.bucket(rank);
                self.maker.domestic(Order { cap, bucket, listed: None, as_of })
            })
            .collect();
        self.spoil(&mut companies);
        companies.extend(beside::companies(&mut self.maker, as_of));
        beside::attach_all(&mut self.maker, &mut companies);
        for (at, company) in companies.into_iter().enumerate() {
            let kind = if at < ranked { Kind::Ranked } else { Kind::Beside };
            self.firms.push(Firm::new(company, kind));
        }
        self.choose_for_panel();
    }

    /// Puts a few companies below the minimum of float, and others below that of votes.
    fn spoil(&mut self, ranked: &mut [Company]) {
        let counts = &self.calibration.ineligible;
        let draw = &mut self.maker.draw;
        let count = counts.float_below_minimum + counts.votes_below_minimum;
        for (number, at) in draw.sample(SPOILED.len(), count).into_iter().enumerate() {
            let below = Some(rounded(draw.between(1.0, 4.99), 4));
            for s in &mut ranked[SPOILED.start + at].lines {
                if number % 2 == 0 {
                    s.set_free_float_pct(below);
                } else {
                    s.set_unrestricted_votes_pct(below);
                }
            }
        }
    }

    /// Lets the panel list some preferred shares and warrants, and makes the caps of some second classes
    /// unknown in it.
    fn choose_for_panel(&mut self) {
        let figures = &self.calibration.panel;
        for line in self.firms.iter_mut().flat_map(|f| &mut f.lines) {
            let part = match line.security.security_type {
                SecurityType::Preferred => figures.preferred,
                SecurityType::Warrant => figures.warrant,
                _ => continue,
            };
            line.in_panel = self.maker.draw.chance(part);
        }
        let with = self.numbers(|f| f.lines.get(1).is_some_and(|l| l.is_stock() && l.in_panel));
        for at in self.maker.draw.sample(with.len(), figures.blemishes.unknown_classes) {
            self.firms[with[at]].lines[1].cap_known = false;
        }
    }
}
