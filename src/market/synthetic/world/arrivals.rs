//! Companies that trade for the first time: initial public offerings, blank-cheque companies and
//! spin-offs.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::Market;
use super::action::PanelAction;
use super::firm::{Firm, Kind, ratio};
use super::line::{Holding, number};
use super::months::Month;
use crate::market::synthetic::beside;
use crate::market::synthetic::company::{Company, Order};
use crate::market::synthetic::draw::{rounded, shares};
use crate::universe::{ActionKind, Structure};

/// Ranks of companies that may spin off a child.
const PARENTS: std::ops::RangeInclusive<usize> = 40..=1_400;
/// Lowest and highest cap of a child, as a fraction of its parent's.
const CHILD: (f64, f64) = (0.05, 0.35);
/// Shares of the child for one of the parent, and the prices, USD, that they should lead to.
const CHILD_RATIOS: [f64; 8] = [0.1, 0.125, 0.2, 0.25, 0.333_333, 0.5, 1.0, 2.0];
const CHILD_PRICES: std::ops::Range<f64> = 12.0..130.0;
/// Smallest and largest cap of an offering, USD.
const LISTED: (f64, f64) = (2.5e7, 4e11);

impl Market<'_> {
    /// A month's offerings and blank-cheque companies.
    pub(super) fn list(&mut self, month: &Month) {
        let figures = &self.calibration.world;
        let all = figures.listings_monthly(month.end);
        let count = self.events.times(all - figures.spin_offs_yearly / 12.0);
        for _ in 0..count {
            let date = self.late(month);
            let cap = self
                .events
                .log_normal(figures.listing_median, figures.listing_log_spread)
                .clamp(LISTED.0, LISTED.1);
            let bucket = beside::bucket_of(&self.maker, cap);
            let order = Order { cap, bucket, listed: Some(date), as_of: month.end };
            let company = self.maker.domestic(order);
            let mut firm = Firm::new(company, Kind::Ranked);
            let offered = self.offer_price(cap);
            let gain = 0.08 + 0.25 * self.events.normal();
            firm.open_at(number(Some(offered)) * libm::exp(gain));
            if self.events.chance(figures.documented_late) {
                let after = Days::new(20 + self.events.below(40) as u64);
                let documented = date.checked_add_days(after);
                firm.lines.iter_mut().for_each(|l| l.security.documented_date = documented);
            }
            self.arrive(firm, date, offered);
        }
        for _ in 0..self.events.times(figures.blank_cheque_listings_monthly) {
            let date = self.late(month);
            let mut company =
                beside::of_structure(&mut self.maker, Structure::BlankCheque, month.end);
            for (&kind, &part) in &figures.blank_cheque_lines {
                if self.events.chance(part) {
                    let line = beside::beside(&mut self.maker, &company, kind);
                    company.lines.push(line);
                }
            }
            let mut firm = Firm::new(company, Kind::Beside);
            firm.lines.iter_mut().for_each(|l| l.security.listing_date = Some(date));
            firm.open_at(9.9 + 0.2 * self.events.unit());
            self.arrive(firm, date, Decimal::TEN);
        }
    }

    /// The offer price: whole or half dollars, higher for larger companies.
    fn offer_price(&mut self, cap: f64) -> Decimal {
        let (low, high) = if cap < 1e8 {
            (4.0, 8.0)
        } else if cap < 1e9 {
            (8.0, 20.0)
        } else {
            (14.0, 48.0)
        };
        rounded((self.events.between(low, high) * 2.0).round() / 2.0, 2)
    }

    fn arrive(&mut self, firm: Firm, date: NaiveDate, offered: Decimal) {
        for line in firm.lines.iter().filter(|l| l.in_panel) {
            let action = PanelAction::new(date, ActionKind::Ipo, line.security.symbol());
            let cash = rounded(number(Some(offered)) * line.per_main, 2);
            self.actions.push(PanelAction { cash: Some(cash), ..action });
        }
        self.firms.push(firm);
    }

    /// A month's spin-offs.
    pub(super) fn spin_off(&mut self, month: &Month) {
        let yearly = self.calibration.world.spin_offs_yearly;
        let parents = self.some(yearly, |f: &Firm| {
            f.kind == Kind::Ranked
                && f.is_quiet()
                && !f.acted
                && PARENTS.contains(&f.rank)
                && f.lines.len() == 1
        });
        for parent in parents {
            self.spin_off_child(parent, month);
        }
    }

    /// Spins off a child: the parent's price falls by the child's value, and the parent's return
    /// includes the child's value at the month end.
    fn spin_off_child(&mut self, parent: usize, month: &Month) {
        let date = self.late(month);
        let part = self.events.between(CHILD.0, CHILD.1);
        let (cap, shares) = (self.firms[parent].cap() * part, self.firms[parent].shares);
        let suits = |r: &&f64| CHILD_PRICES.contains(&(cap / (shares * **r)));
        let suitable: Vec<f64> = CHILD_RATIOS.iter().filter(suits).copied().collect();
        if suitable.is_empty() {
            return;
        }
        let each = *self.events.pick(&suitable);
        let child = self.child(cap, month.end, date);
        let mut firm = Firm::new(child, Kind::Ranked);
        // The price has already moved in its first days of trading.
        let first_days = 0.06 * self.events.normal();
        firm.open_at(cap / (shares * each));
        firm.shares = (shares * each).round().max(1.0);
        firm.advance(first_days, &mut self.events);
        firm.lines[0].security.sector.clone_from(&self.firms[parent].lines[0].security.sector);
        firm.lines[0].held = self.firms[parent].lines[0].held.map(|parent| Holding {
            indexes: parent.indexes,
            shares: Some(firm.lines[0].shares(firm.shares)),
            float: firm.lines[0].security.free_float_pct(),
        });
        self.firms[parent].part_with(part, number(Some(ratio(each))) * firm.price());
        let action = PanelAction::new(date, ActionKind::SpinOff, self.firms[parent].symbol());
        let other = Some(firm.symbol().to_owned());
        self.actions.push(PanelAction { other, ratio: Some(ratio(each)), ..action });
        self.firms.push(firm);
    }

    /// A company with one line.
    fn child(&mut self, cap: f64, as_of: NaiveDate, date: NaiveDate) -> Company {
        let bucket = beside::bucket_of(&self.maker, cap);
        let order = Order { cap, bucket, listed: Some(date), as_of };
        let mut company = self.maker.domestic(order);
        company.lines.truncate(1);
        let line = &mut company.lines[0];
        line.set_company_market_cap(None);
        line.set_shares_outstanding(Some(shares(cap / number(line.price()))));
        let plain = line.name().trim_end_matches(" Class A").to_owned();
        line.set_name(&plain);
        company
    }
}
