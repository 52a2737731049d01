//! Irregularities that the files of an event have on purpose, because real files have them too. As far as
//! possible they are events of the market: takeovers, departures, new listings.
//!
//! - Two members, one of the Russell 1000 and one of the 2000, have no line in the universe.
//! - Members that left in the month before rank day are still listed, under that month's first day;
//!   some of them under a ticker that a company listed since then has taken.
//! - Companies are left out for a stated reason: members whose takeover closes before the
//!   implementation, and others under review.
//! - Companies that list after rank day are announced without a price.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::membership::member;
use super::universe::{Slice, announced};
use crate::market::synthetic::draw::Draw;
use crate::market::synthetic::world::Market;
use crate::market::synthetic::world::firm::{Firm, Kind, Way};
use crate::universe::{Member, Security, Segment};

/// Ranks of the members without a line.
const UNSEEN: [(Segment, std::ops::Range<usize>); 2] =
    [(Segment::R1000, 600..850), (Segment::R2000, 1_500..2_400)];
/// Ranks of the companies under review.
const REVIEWED: std::ops::Range<usize> = 1_200..2_950;
const UNDER_REVIEW: &[&str] =
    &["listing under review by the exchange", "shares of the holding company counted elsewhere"];
const CLOSES: &str = "merger closes before implementation";

impl Market<'_> {
    /// Chooses one member of the Russell 1000 and one of the 2000 that the universes lack, always the
    /// same ones.
    pub(super) fn choose_unseen(&mut self, draw: &mut Draw) {
        let mut chosen: Vec<usize> = Vec::new();
        for (of, ranks) in UNSEEN {
            let is_in = |f: &Firm| {
                f.lines.len() == 1
                    && f.lines[0].held.as_ref().is_some_and(|held| held.indexes.segment() == of)
            };
            let before = self.numbers(|f| f.unseen && is_in(f));
            chosen.extend(before.first());
            if before.is_empty() {
                let fit = self.numbers(|f| {
                    is_in(f)
                        && f.is_quiet()
                        && ranks.contains(&f.rank)
                        && f.lines[0].security.id().is_some()
                });
                chosen.push(*draw.pick(&fit));
            }
        }
        for (at, firm) in self.firms.iter_mut().enumerate() {
            firm.unseen = chosen.contains(&at);
        }
    }

    /// States reasons why companies are left out.
    pub(super) fn exclude(&mut self, slice: &mut Slice, draw: &mut Draw) {
        let figures = &self.calibration.event;
        let as_of = slice.universe.as_of;
        let closing = self.members_that_left(|l| l.date > as_of && l.how == Way::Merger);
        for at in draw.sample(closing.len(), figures.excluded_members) {
            self.firms[closing[at]].excluded = Some(CLOSES);
        }
        let reviewed = self.numbers(|f| f.excluded.is_some()).len();
        let low = |d: Option<Decimal>| d.is_some_and(|d| d < Decimal::from(6));
        let fit = self.numbers(|f| {
            let s = &f.lines[0].security;
            f.kind == Kind::Ranked
                && f.is_quiet()
                && !f.is_held()
                && REVIEWED.contains(&f.rank)
                && f.excluded.is_none()
                && f.price() > 2.0
                && !low(s.free_float_pct())
                && !low(s.unrestricted_votes_pct())
        });
        for at in draw.sample(fit.len(), figures.excluded_others.saturating_sub(reviewed)) {
            self.firms[fit[at]].excluded = Some(*draw.pick(UNDER_REVIEW));
        }
        for (s, place) in slice.universe.securities.iter_mut().zip(&slice.places) {
            let reason = place.and_then(|(at, _)| self.firms[at].excluded);
            s.excluded = reason.map(str::to_owned);
        }
    }

    /// The lines, as announced, of companies that have listed since the day of a universe.
    pub(super) fn announced(&self, slice: &Slice) -> Vec<Security> {
        let coming = self.numbers(|f| f.kind == Kind::Ranked && !f.is_held()).into_iter();
        let mut lines = Vec::new();
        for at in coming.filter(|&at| !slice.had(at)).take(self.calibration.event.announced) {
            let firm = &self.firms[at];
            let counts = firm.shares_by_line();
            lines.extend(firm.lines.iter().zip(counts).map(|(l, n)| announced(firm, l, n)));
        }
        lines
    }

    /// Members that left between two days and are still in the list under the first day.
    pub(super) fn gone(&self, (after, until): (NaiveDate, NaiveDate)) -> Vec<Member> {
        let figures = &self.calibration.event;
        let is_new = |f: &Firm| {
            f.lines.len() == 1
                && f.lines[0].security.listing_date > Some(after)
                && f.lines[0].security.listing_date <= Some(until)
                && !f.is_held()
                && f.lines[0].in_panel
        };
        let mut taken = self.numbers(is_new).into_iter().take(figures.tickers_taken);
        let mut members = Vec::new();
        let mut gone = self.members_that_left(|l| l.date > after && l.date <= until);
        gone.retain(|&at| !self.firms[at].unseen && self.firms[at].lines.len() == 1);
        for at in gone.into_iter().take(figures.gone_but_listed) {
            let firm = &self.firms[at];
            let held = firm.lines.iter().filter_map(|line| Some((line, line.held.as_ref()?)));
            for (line, held) in held {
                let mut left = member(line, held, after);
                let goes_on = firm.left.is_some_and(|l| l.how == Way::OverTheCounter);
                let new = if goes_on || left.id.is_none() { None } else { taken.next() };
                if let Some(new) = new {
                    self.firms[new].symbol().clone_into(&mut left.symbol);
                }
                members.push(left);
            }
        }
        members
    }
}
