//! The companies of the first date: the ranked ones by falling cap, and those beside the curve.

use chrono::NaiveDate;

use super::Market;
use super::course::Course;
use super::firm::{Firm, Kind};
use crate::market::synthetic::company::{Company, Order};
use crate::market::synthetic::draw::rounded;
use crate::market::synthetic::others;
use crate::market::synthetic::places;
use crate::universe::{SecurityType, Structure};

/// Ranks from which companies below the minimum of float or votes are drawn.
const SPOILED: std::ops::Range<usize> = 300..3_200;

impl Market<'_> {
    /// Makes all companies.
    pub(super) fn populate(&mut self, course: &Course<'_>, as_of: NaiveDate) {
        let calibration = self.calibration;
        let mut ranked: Vec<Company> = (1..=calibration.panel.companies)
            .map(|rank| {
                let passing = (rank as f64 * calibration.panel.passing).max(1.0);
                let cap = libm::exp(course.log_cap(passing));
                let bucket = calibration.bucket(rank);
                self.maker.domestic(Order { cap, bucket, listed: None, as_of })
            })
            .collect();
        self.spoil(&mut ranked);
        self.attach(&mut ranked);
        self.add(ranked, Kind::Ranked);
        let beside = self.beside(as_of);
        self.add(beside, Kind::Beside);
        self.forget_classes();
    }

    fn add(&mut self, companies: Vec<Company>, kind: Kind) {
        let calibration = self.calibration;
        self.firms.extend(companies.into_iter().map(|c| Firm::new(calibration, c, kind)));
    }

    /// Puts a few below the minimum of float, and others below that of votes.
    fn spoil(&mut self, ranked: &mut [Company]) {
        let beside = &self.calibration.panel.beside;
        let draw = &mut self.maker.draw;
        let count = beside.float_below_minimum + beside.votes_below_minimum;
        let chosen = draw.sample(SPOILED.len(), count);
        for (number, at) in chosen.into_iter().enumerate() {
            let below = Some(rounded(draw.between(1.0, 4.99), 4));
            for s in &mut ranked[SPOILED.start + at].lines {
                if number % 2 == 0 {
                    s.free_float_pct = below;
                } else {
                    s.unrestricted_votes_pct = below;
                }
            }
        }
    }

    /// Preferred shares and warrants of existing companies.
    fn attach(&mut self, ranked: &mut [Company]) {
        let beside = &self.calibration.panel.beside;
        let kinds = [
            (SecurityType::Preferred, beside.preferred, 100..1_500_usize),
            (SecurityType::Warrant, beside.warrants, 2_000..3_400),
        ];
        for (kind, count, ranks) in kinds {
            let chosen = self.maker.draw.sample(ranks.len(), count);
            for at in chosen {
                let company = &mut ranked[ranks.start + at];
                let line = others::beside(&mut self.maker, company, kind);
                company.lines.push(line);
            }
        }
    }

    /// Foreign companies, receipts, and ineligible structures.
    fn beside(&mut self, as_of: NaiveDate) -> Vec<Company> {
        let figures = &self.calibration.panel;
        let mut companies = Vec::new();
        for (&structure, &count) in &figures.structures {
            for _ in 0..count {
                companies.push(others::of_structure(&mut self.maker, structure, as_of));
            }
        }
        for number in 0..figures.beside.receipts {
            companies.push(others::receipt(&mut self.maker, number, as_of));
        }
        for number in 0..figures.beside.foreign {
            let order = others::any_size(&mut self.maker, 900e6, 2.0, as_of);
            let words = *self.maker.draw.pick(&["Ltd", "PLC", "SA", "Holdings Ltd", "NV"]);
            let country = places::foreign(number);
            let company = self.maker.single(order, words, Structure::Corporation, country);
            companies.push(company);
        }
        companies
    }

    /// Makes the caps of some second classes permanently unknown.
    fn forget_classes(&mut self) {
        let has_classes = |f: &Firm| f.lines.get(1).is_some_and(super::firm::Line::is_stock);
        let with = self.numbers(has_classes);
        let count = self.calibration.panel.blemishes.unknown_classes;
        for at in self.maker.draw.sample(with.len(), count) {
            self.firms[with[at]].lines[1].cap_known = false;
        }
    }
}
