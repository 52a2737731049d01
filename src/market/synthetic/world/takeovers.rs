//! Takeovers: announced at a premium, pending for some months at a small discount, then completed.
//!
//! Departures among the largest thousand that are not takeovers at a premium are share mergers
//! without one: companies of that size do not simply vanish.

use rust_decimal::Decimal;

use super::action::PanelAction;
use super::firm::{Deal, Firm, Kind, Terms, Way};
use super::line::number;
use super::months::Month;
use super::{Market, firm};
use crate::market::synthetic::draw::{self, price};
use crate::universe::ActionKind;

/// Buckets of the largest thousand.
const LARGE: usize = 3;
/// Number of candidates drawn before the search for a listed acquirer ends.
const CANDIDATES: usize = 60;

/// The agreed terms.
#[derive(Debug, Clone, Copy)]
struct Offer {
    /// The factor by which the target's price rises.
    premium: f64,
    closes: usize,
    /// Whether the consideration must be shares of a listed acquirer.
    in_shares: bool,
}

impl Market<'_> {
    /// Announces the takeovers of the month of index `at`.
    pub(super) fn announce_takeovers(&mut self, at: usize) {
        let figures = &self.calibration.world;
        let [fewest, most] = figures.months_to_close;
        for bucket in 0..self.calibration.buckets.len() {
            let share = self.calibration.buckets[bucket].takeover_share;
            let leaving = self.leaving(bucket);
            let at_a_premium = self.events.times(leaving * share);
            let level = if bucket < LARGE { leaving * (1.0 - share) } else { 0.0 };
            let without = self.events.times(level);
            let free = self.numbers(|f| {
                f.kind == Kind::Ranked
                    && f.bucket == bucket
                    && f.deal.is_none()
                    && f.buying == 0
                    && f.rank > 0
                    && !f.hidden
                    && !f.acted
            });
            let targets = self.events.sample(free.len(), at_a_premium + without);
            for (number, target) in targets.into_iter().enumerate() {
                let is_merger = number >= at_a_premium;
                let gain = self.events.log_normal(figures.premium_median, 0.45);
                let premium = if is_merger { 1.0 } else { 1.0 + gain };
                let closes = at + fewest + self.events.below(most - fewest + 1);
                let offer = Offer { premium, closes, in_shares: is_merger };
                self.agree(free[target], offer);
            }
        }
    }

    /// Reprices a target to its terms.
    fn agree(&mut self, target: usize, offer: Offer) {
        let figures = &self.calibration.world;
        if self.firms[target].buying > 0 {
            return;
        }
        let (listed, shares) = (figures.listed_buyer, figures.paid_in_shares);
        let is_listed = offer.in_shares || self.events.chance(listed);
        let buyer = if is_listed { self.buyer(target) } else { None };
        let worth = self.firms[target].price() * offer.premium;
        let pays_shares = offer.in_shares || self.events.chance(shares);
        let ratio = buyer.and_then(|b| firm::ratio(worth / self.firms[b].price()).round_sf(4));
        let terms = match ratio {
            Some(ratio) if pays_shares && ratio > Decimal::ZERO => Terms::Shares(ratio),
            _ => Terms::Cash(price(worth)),
        };
        if let Some(buyer) = buyer {
            self.firms[buyer].buying += 1;
        }
        let was = self.firms[target].price();
        self.firms[target].deal = Some(Deal { closes: offer.closes, terms, buyer });
        let spread = 0.01 + 0.03 * self.events.unit();
        let main = self.worth(target) * (1.0 - spread);
        let firm = &mut self.firms[target];
        firm.moved += libm::log(main / was);
        firm.put_on(main);
    }

    /// A possible acquirer of the target: larger, and of its sector if there is one.
    fn buyer(&mut self, target: usize) -> Option<usize> {
        let (cap, rank) = (self.firms[target].cap(), self.firms[target].rank);
        let sector = self.firms[target].lines[0].security.sector.clone();
        let larger = self.numbers(|f| {
            f.kind == Kind::Ranked
                && f.rank > 0
                && f.rank < rank
                && f.cap() > cap
                && f.deal.is_none()
                && !f.hidden
        });
        let mut found = None;
        for _ in 0..CANDIDATES.min(larger.len()) {
            let candidate = *self.events.pick(&larger);
            let firm = &self.firms[candidate];
            if firm.cap() < 1.5 * cap && rank > 20 {
                continue;
            }
            if firm.lines[0].security.sector == sector {
                return Some(candidate);
            }
            found = Some(candidate);
        }
        found
    }

    /// Completes the takeovers that close in the month of index `at`.
    pub(super) fn complete_takeovers(&mut self, at: usize, month: &Month) {
        for target in self.numbers(|f| f.deal.as_ref().is_some_and(|deal| deal.closes == at)) {
            let Some(deal) = self.firms[target].deal.clone() else { continue };
            let date = self.early(month);
            let other = deal.buyer.map(|b| self.firms[b].symbol().to_owned());
            self.leave(target, (date, Way::Merger), |line, mut action| {
                if !line.is_stock() {
                    // The target's other lines are redeemed and leave the exchange.
                    return PanelAction { cash: Some(line.price), ..action };
                }
                action.kind = ActionKind::Merger;
                action.other.clone_from(&other);
                match deal.terms {
                    Terms::Cash(cash) => {
                        action.cash = Some(price(number(Some(cash)) * line.per_main));
                    }
                    Terms::Shares(ratio) => {
                        action.ratio = Some(firm::ratio(number(Some(ratio)) * line.per_main));
                    }
                }
                action
            });
            let shares = self.firms[target].shares;
            if let Some(buyer) = deal.buyer {
                self.firms[buyer].absorb(shares, deal.terms);
            }
        }
    }
}

impl Firm {
    /// Pays for a target with this many shares; indexes that hold the buyer hold the new shares too.
    fn absorb(&mut self, shares: f64, terms: Terms) {
        self.buying -= 1;
        self.acted = true;
        if let Terms::Shares(ratio) = terms {
            let issued = (shares * number(Some(ratio))).round();
            self.shares += issued;
            if let Some(held) = &mut self.lines[0].held {
                held.shares = held.shares.map(|n| draw::shares(number(Some(n)) + issued));
            }
        }
    }
}
