//! Changes in companies' standing with the screens: floats, votes, nationality, and over-the-counter
//! stocks that become listed.

use rust_decimal::Decimal;

use super::Market;
use super::action::PanelAction;
use super::firm::{Firm, Kind, Left};
use super::months::Month;
use crate::market::synthetic::draw::rounded;
use crate::market::synthetic::places;
use crate::universe::{
    ActionKind, Country, CountryFacts, Exchange, Security, SecurityType, Structure,
};

/// Ranks of the companies that pass a screen for the first time or fail one; few of the largest companies do.
const RANKS: std::ops::RangeInclusive<usize> = 250..=3_300;
/// Caps, USD, of foreign companies that are assigned to the US.
const ASSIGNED: std::ops::Range<f64> = 1.5e8..4e10;

impl Market<'_> {
    /// A month's changes.
    pub(super) fn change_standings(&mut self, month: &Month) {
        let yearly = &self.calibration.yearly;
        let low = |d: Option<Decimal>| d.is_some_and(|d| d < Decimal::from(5));
        let float = move |f: &Firm| low(main(f).free_float_pct());
        let votes = move |f: &Firm| low(main(f).unrestricted_votes_pct());
        for at in self.some(yearly.float_rises, |f| is_plain(f) && float(f)) {
            self.set(at, (12.0, 60.0), Security::set_free_float_pct);
        }
        for at in self.some(yearly.votes_rise, |f| is_plain(f) && votes(f)) {
            self.set(at, (12.0, 90.0), |s, value| s.set_unrestricted_votes_pct(value));
        }
        let passes = move |f: &Firm| is_plain(f) && !float(f) && !votes(f);
        for at in self.some(yearly.float_falls, passes) {
            self.set(at, (1.0, 4.99), Security::set_free_float_pct);
        }
        for at in self.some(yearly.votes_fall, passes) {
            self.set(at, (1.0, 4.99), |s, value| s.set_unrestricted_votes_pct(value));
        }
        for (number, at) in self.some(yearly.moves_abroad, passes).into_iter().enumerate() {
            let country = places::foreign(4 + number);
            self.settle(at, Kind::Beside, country);
        }
        let foreign = |f: &Firm| {
            f.kind == Kind::Beside
                && f.is_quiet()
                && ASSIGNED.contains(&f.cap())
                && main(f).structure == Structure::Corporation
                && f.lines[0].in_panel
                && main(f).security_type == SecurityType::Common
        };
        for at in self.some(yearly.assigned_to_us, foreign) {
            let assigned =
                CountryFacts { assigned: Some(Country::US), ..main(&self.firms[at]).country };
            self.settle(at, Kind::Ranked, assigned);
        }
        self.list_from_otc(month);
    }

    /// Sets a figure of all classes to the same random number.
    fn set(&mut self, at: usize, (low, high): (f64, f64), put: fn(&mut Security, Option<Decimal>)) {
        let value = Some(rounded(self.events.between(low, high), 2));
        let classes = self.firms[at].lines.iter_mut();
        classes
            .filter(|l| l.is_stock() && l.security.exchange != Exchange::Unlisted)
            .for_each(|line| put(&mut line.security, value));
    }

    /// Gives a company another nationality.
    fn settle(&mut self, at: usize, kind: Kind, country: CountryFacts) {
        let firm = &mut self.firms[at];
        firm.kind = kind;
        firm.rank = 0;
        firm.lines.iter_mut().for_each(|line| line.security.country = country);
    }

    /// Lists companies that traded over the counter.
    fn list_from_otc(&mut self, month: &Month) {
        let count = self.events.times(self.calibration.yearly.listed_from_otc / 12.0);
        let trades = |f: &Firm| {
            main(f).exchange == Exchange::Otc && f.trades() && f.lines.len() == 1 && f.price() > 3.0
        };
        let there: Vec<usize> =
            (0..self.firms.len()).filter(|&at| trades(&self.firms[at])).collect();
        for at in self.events.sample(there.len(), count) {
            let date = self.late(month);
            let firm = &mut self.firms[there[at]];
            // A company that was delisted returns under a new ticker.
            if let Some(Left { .. }) = firm.left.take() {
                firm.lines[0].security.set_symbol(&self.maker.names.ticker(&firm.base));
            }
            firm.move_to(Exchange::Nasdaq);
            firm.kind = Kind::Ranked;
            let line = &mut firm.lines[0];
            line.security.listing_date = Some(date);
            line.security.documented_date = Some(date);
            (line.in_panel, line.last, line.shown, line.held) = (true, None, None, None);
            let action = PanelAction::new(date, ActionKind::Ipo, line.security.symbol());
            self.actions.push(action);
        }
    }
}

/// The main class.
fn main(firm: &Firm) -> &Security {
    &firm.lines[0].security
}

/// Whether a company is one of those whose standing may change.
fn is_plain(firm: &Firm) -> bool {
    firm.kind == Kind::Ranked && firm.is_quiet() && !firm.acted && RANKS.contains(&firm.rank)
}
