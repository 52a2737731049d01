//! The market: every company, listed or not, month by month.
//!
//! It starts on the rank-size curve of its first date. Companies move with the market and on their own
//! (with fat tails that depend on size), are listed, split, sell shares, spin off children, take each
//! other over, fail, and change their tickers and their standing with the screens. All rates are in
//! `data/calibration.toml`.
//!
//! A month has two halves, with an implementation day, if there is one, between them: events of the first
//! half are dated up to that day, events of the second half after it.

mod action;
mod arrivals;
mod capital;
mod course;
mod departures;
pub(crate) mod firm;
pub(crate) mod line;
pub(crate) mod months;
mod moves;
mod start;
mod status;
mod takeovers;
mod tickers;

use chrono::NaiveDate;

use super::calibration::Calibration;
use super::company::Maker;
use super::draw::{Draw, Stream, significant};
use super::names::Names;

use firm::{Firm, Kind, Way};
use months::Month;

pub use action::PanelAction;
pub(crate) use course::{Course, course};
pub(crate) use moves::deviation;

/// The state of the market.
pub(crate) struct Market<'a> {
    pub(crate) calibration: &'a Calibration,
    pub(crate) maker: Maker<'a>,
    /// Draws of returns, of events, of closes, and of faults in the panel.
    moves: Draw,
    events: Draw,
    closes: Draw,
    pub(crate) blemishes: Draw,
    /// Every company that ever existed; indices are stable.
    pub(crate) firms: Vec<Firm>,
    pub(crate) actions: Vec<PanelAction>,
    /// By size, the monthly log return that keeps the companies on the curve.
    drift: Vec<f64>,
}

impl<'a> Market<'a> {
    /// The market on the first date.
    pub(crate) fn start(
        calibration: &'a Calibration,
        seed: u64,
        course: &Course<'_>,
        first: &Month,
    ) -> Self {
        let draw = |stream| Draw::new(seed, stream);
        let names = Names::new(draw(Stream::Names));
        let mut market = Self {
            calibration,
            maker: Maker { calibration, names, draw: draw(Stream::Maker) },
            moves: draw(Stream::Moves),
            events: draw(Stream::Events),
            closes: draw(Stream::Closes),
            blemishes: draw(Stream::Panel),
            firms: Vec::new(),
            actions: Vec::new(),
            drift: Vec::new(),
        };
        market.populate(course, first.end);
        market.rank();
        market.close();
        market
    }

    /// Runs the first half of the month of index `at`.
    pub(crate) fn open_month(&mut self, at: usize, course: &Course<'_>, month: &Month) {
        self.complete_takeovers(at, month);
        self.delist(month);
        self.advance(course);
        self.change_shares(month);
    }

    /// Runs the second half of the month.
    pub(crate) fn close_month(&mut self, at: usize, month: &Month) {
        self.spin_off(month);
        self.list(month);
        self.split();
        self.announce_takeovers(at);
        self.change_tickers(month);
        self.change_standings(month);
        self.rank();
        self.close();
    }

    /// Sets the volumes of the month.
    fn close(&mut self) {
        for firm in self.firms.iter_mut().filter(|f| f.trades()) {
            let (cap, moved) = (firm.cap(), firm.moved);
            for line in &mut firm.lines {
                // Actions and large moves come with higher volume.
                let busy = libm::exp(0.25 * self.closes.normal());
                let adv = line.turnover * cap * busy * (1.0 + 2.0 * moved.abs().min(1.0));
                line.adv = Some(significant(adv, 3)).filter(|v| !v.is_zero());
            }
        }
    }

    /// Ends the month after its files have been produced.
    pub(crate) fn end_month(&mut self) {
        self.firms.iter_mut().for_each(Firm::end_month);
    }

    /// Indices of the ranked companies, by descending cap.
    fn by_cap(&self) -> Vec<usize> {
        let mut order: Vec<(f64, usize)> = self
            .numbers(|f| f.kind == Kind::Ranked)
            .into_iter()
            .map(|at| (self.firms[at].cap(), at))
            .collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.into_iter().map(|(_, at)| at).collect()
    }

    /// Sets the ranks and buckets of the ranked companies.
    fn rank(&mut self) {
        for (number, at) in self.by_cap().into_iter().enumerate() {
            self.firms[at].rank = number + 1;
            self.firms[at].bucket = self.calibration.bucket(number + 1);
        }
    }

    /// Indices of the companies on an exchange that pass a test.
    pub(crate) fn numbers(&self, test: impl Fn(&Firm) -> bool) -> Vec<usize> {
        let is_there = |at: &usize| self.firms[*at].left.is_none() && test(&self.firms[*at]);
        (0..self.firms.len()).filter(is_there).collect()
    }

    /// Random companies on an exchange that pass a test: as many as a yearly rate gives for a month.
    fn some(&mut self, yearly: f64, test: impl Fn(&Firm) -> bool) -> Vec<usize> {
        let count = self.events.times(yearly / 12.0);
        let of = self.numbers(test);
        self.events.sample(of.len(), count).into_iter().map(|at| of[at]).collect()
    }

    /// A session of the first half of the month, and one of the second.
    fn early(&mut self, month: &Month) -> NaiveDate {
        *self.events.pick(month.early())
    }

    fn late(&mut self, month: &Month) -> NaiveDate {
        *self.events.pick(month.late())
    }

    /// A company leaves the exchange; its lines that the panel lists get `action`.
    fn leave(
        &mut self,
        at: usize,
        (date, how): (NaiveDate, Way),
        action: impl Fn(&line::Line, PanelAction) -> PanelAction,
    ) {
        let firm = &mut self.firms[at];
        firm.left = Some(firm::Left { date, how });
        firm.rank = 0;
        for line in firm.lines.iter().filter(|l| l.in_panel) {
            let plain = PanelAction::new(
                date,
                crate::universe::ActionKind::Delisting,
                line.security.symbol(),
            );
            self.actions.push(action(line, plain));
        }
    }
}
