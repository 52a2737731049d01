//! What happens to companies between events: mergers, delistings, spin-offs, offerings.
//!
//! What a file of corporate actions says is laid on the days of a history by
//! [`crate::market::history`]. What no action explains is inferred: a line that is gone for good was
//! deleted, and says so.
//!
//! Shares that holders are given for shares that they had are no trade: see [`InKind`].

use chrono::NaiveDate;
use compact_str::CompactString;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::ledger::{LedgerReason, Listing};
use super::observer::InKind;
use super::state::State;
use crate::market::history::{History, Laid, View};
use crate::methodology::{Offerings, Parameters};
use crate::reconstitution::pricing_order;
use crate::universe::Action;

/// How many takeovers may follow one another on one day, each buyer being taken over by the next.
const CHAIN: usize = 8;

/// An action with the lines that it is about.
#[derive(Debug, Clone)]
struct Happening {
    /// Its own day.
    date: NaiveDate,
    /// The line that it happens to.
    line: usize,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Merger {
        buyer: Option<usize>,
        buyer_symbol: Option<CompactString>,
        ratio: Option<f64>,
        cash: Option<f64>,
    },
    Delisting {
        cash: Option<f64>,
    },
    SpinOff {
        child: usize,
        ratio: f64,
    },
    Offering {
        ratio: f64,
    },
}

/// What happened to the companies of a history, as far as known.
#[derive(Debug, Clone, Default)]
pub struct Corporate {
    by_day: Vec<Vec<Happening>>,
    offerings: Option<Offerings>,
    /// Lines whose listing is stated, with its day, in order.
    listed: Vec<(usize, NaiveDate)>,
}

/// Why a member is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Departure {
    Merger(Option<CompactString>),
    Delisting,
    /// Another class of the company lives on: its line.
    ClassChange(usize),
    /// Nothing says.
    Vanished,
}

impl Departure {
    pub(super) fn reason(self) -> LedgerReason {
        match self {
            Self::Merger(buyer) => LedgerReason::Merger(buyer),
            Self::Delisting => LedgerReason::Delisting,
            Self::ClassChange(_) | Self::Vanished => LedgerReason::Vanished,
        }
    }
}

impl Corporate {
    /// The actions of a history, ready to be applied.
    pub fn new(history: &History, offerings: &Offerings) -> Self {
        let mut corporate = Self {
            by_day: vec![Vec::new(); history.days.len()],
            offerings: Some(offerings.clone()),
            listed: Vec::new(),
        };
        for laid in &history.actions {
            corporate.add(laid);
        }
        corporate.listed.sort_unstable();
        corporate
    }

    fn add(&mut self, laid: &Laid) {
        let number = |d: Decimal| d.to_f64().unwrap_or_default();
        let (date, line) = (laid.action.date, laid.line);
        let what = match &laid.action.action {
            Action::Merger { acquirer, cash, .. } => What::Merger {
                buyer: laid.other,
                buyer_symbol: acquirer.as_ref().map(|a| a.symbol.to_string().into()),
                ratio: acquirer.as_ref().and_then(|a| a.ratio).map(number),
                cash: cash.map(number),
            },
            Action::Delisting { last_value, .. } => {
                What::Delisting { cash: last_value.map(number) }
            }
            Action::SpinOff { ratio, .. } => {
                let Some(child) = laid.other else { return };
                What::SpinOff { child, ratio: number(*ratio) }
            }
            Action::Offering { ratio, .. } => What::Offering { ratio: number(*ratio) },
            Action::Ipo { .. } => return self.listed.push((line, date)),
            // Lines carry their tickers.
            Action::TickerChange { .. } => return,
        };
        self.by_day[laid.day].push(Happening { date, line, what });
    }

    /// How it is known that a line was listed.
    pub(super) fn listing(&self, line: usize) -> Listing {
        if self.listed_on(line).is_some() { Listing::Stated } else { Listing::Inferred }
    }

    /// The day on which a line was traded first, where that is stated.
    pub(super) fn listed_on(&self, line: usize) -> Option<NaiveDate> {
        let at = self.listed.partition_point(|(other, _)| *other < line);
        self.listed.get(at).filter(|(other, _)| *other == line).map(|(_, date)| *date)
    }

    fn of_day(&self, day: usize) -> &[Happening] {
        self.by_day.get(day).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing happens on a day.
    pub(super) fn is_quiet(&self, day: usize) -> bool {
        self.of_day(day).is_empty()
    }

    /// What a line left behind by its departure on a day, USD a share; `None` where nothing says.
    ///
    /// `depth` is how many buyers may yet be taken over themselves.
    fn paid(&self, history: &History, day: usize, line: usize, depth: usize) -> Option<f64> {
        let found = self.of_day(day).iter().find(|h| h.line == line)?;
        match found.what {
            What::Merger { ratio: Some(ratio), buyer, cash, .. } => {
                let shares = ratio * self.worth(history, day, buyer?, depth.checked_sub(1)?)?;
                Some(shares + cash.unwrap_or(0.0))
            }
            What::Merger { cash, .. } | What::Delisting { cash } => cash,
            What::SpinOff { .. } | What::Offering { .. } => None,
        }
    }

    /// What a share is worth on a day to whoever has it, USD: of a line that is gone that day, what
    /// is paid for it; of one that the panel lacks, its last price.
    fn worth(&self, history: &History, day: usize, line: usize, depth: usize) -> Option<f64> {
        let is_gone = history.lines[line].last < day;
        let paid = if is_gone { self.paid(history, day, line, depth) } else { None };
        paid.or_else(|| history.last_price(line, day))
    }

    /// The last returns of lines that are gone, where what was paid for them is known.
    pub(super) fn last_returns(&self, history: &History, day: usize, returns: &mut [Option<f64>]) {
        for happening in self.of_day(day) {
            let line = happening.line;
            let is_gone = history.lines[line].last < day;
            let last = history.last_price(line, day - 1);
            let paid = || self.paid(history, day, line, CHAIN);
            if let (Some(last), Some(paid), true) = (last, paid(), is_gone) {
                returns[line] = Some(paid / last - 1.0);
            }
        }
    }

    /// Why a member is gone on a day.
    pub(super) fn departure(
        &self,
        history: &History,
        view: &View,
        line: usize,
        parameters: &Parameters,
    ) -> Departure {
        let found = self.of_day(view.day).iter().find(|h| h.line == line);
        if let Some(What::Merger { buyer_symbol, .. }) = found.map(|h| &h.what) {
            return Departure::Merger(buyer_symbol.clone());
        }
        // A company whose class is delisted lives on by another.
        if let Some(heir) = heir(history, view, line, parameters) {
            return Departure::ClassChange(heir);
        }
        match found.map(|h| &h.what) {
            Some(What::Delisting { .. }) => Departure::Delisting,
            _ => Departure::Vanished,
        }
    }

    /// Lines that are gone on a day, each before its buyer where that is gone as well: what a target
    /// is paid for in is paid for in turn.
    pub(super) fn targets_first(&self, view: &View, mut gone: Vec<usize>) -> Vec<usize> {
        let buyer_of =
            |line: usize| match self.of_day(view.day).iter().find(|h| h.line == line)?.what {
                What::Merger { buyer, .. } => buyer,
                _ => None,
            };
        let mut ordered = Vec::with_capacity(gone.len());
        while !gone.is_empty() {
            let is_paid = |line: &usize| gone.iter().any(|other| buyer_of(*other) == Some(*line));
            // Two that take over each other are in their own order.
            let next = gone.iter().position(|line| !is_paid(line)).unwrap_or(0);
            ordered.push(gone.remove(next));
        }
        ordered
    }

    /// Shares paid for a member that is gone go to the buyer where it is a member (RB App. E);
    /// returns what its holders received in kind.
    pub(super) fn pay_in_shares(
        &self,
        history: &History,
        view: &View,
        line: usize,
        state: &mut State,
    ) -> Option<InKind> {
        let found = self.of_day(view.day).iter().find(|h| h.line == line)?;
        let What::Merger { buyer: Some(buyer), ratio: Some(ratio), cash, .. } = found.what else {
            return None;
        };
        if state.indexes[buyer].is_empty() {
            return None;
        }
        let shares = ratio * self.worth(history, view.day, buyer, CHAIN)?;
        let usd = state.value[line] * (shares / (shares + cash.unwrap_or(0.0)));
        state.value[buyer] += usd;
        Some(InKind { from: line, to: buyer, usd })
    }

    /// Applies spin-offs and offerings of a day; returns the lines that they changed, in order, and
    /// what holders received in kind.
    pub(super) fn act(
        &self,
        history: &History,
        view: &View,
        state: &mut State,
    ) -> (Vec<(usize, LedgerReason)>, Vec<InKind>) {
        let (mut acted, mut in_kind) = (Vec::new(), Vec::new());
        let mut split: Vec<usize> = Vec::new();
        for happening in self.of_day(view.day) {
            let line = happening.line;
            if state.indexes[line].is_empty() {
                continue;
            }
            match happening.what {
                // Several children of one parent are split off together.
                What::SpinOff { .. } if split.contains(&line) => {}
                What::SpinOff { .. } => {
                    split.push(line);
                    let given = self.split_off(history, view, line, state);
                    let parent = || LedgerReason::SpinOff(history.symbol(line, view.day).into());
                    acted.extend(given.iter().map(|given| (given.to, parent())));
                    in_kind.extend(given);
                }
                What::Offering { ratio } => {
                    let exact = |number: f64| Decimal::from_f64(number).unwrap_or(Decimal::MAX);
                    let applies = self.offerings.as_ref().is_some_and(|offerings| {
                        offerings.applies(exact(state.value[line]), exact(ratio))
                    });
                    if applies {
                        state.value[line] *= 1.0 + ratio;
                        acted.push((line, LedgerReason::Offering));
                    }
                }
                What::Merger { .. } | What::Delisting { .. } => {}
            }
        }
        acted.sort_by_key(|(line, _)| *line);
        (acted, in_kind)
    }

    /// Splits the children of a day off a parent: they join its indexes, where they are not held
    /// already, and holders have of them what the parent's return has counted.
    fn split_off(
        &self,
        history: &History,
        view: &View,
        parent: usize,
        state: &mut State,
    ) -> Vec<InKind> {
        let price = |line: usize| history.last_price(line, view.day);
        let Some(own) = price(parent) else { return Vec::new() };
        let of_parent = self.of_day(view.day).iter().filter(|h| h.line == parent);
        // What holders of a share of the parent have of each child, USD.
        let children: Vec<(usize, f64)> = of_parent
            .filter_map(|h| match h.what {
                What::SpinOff { child, ratio } => Some((child, ratio * price(child)?)),
                _ => None,
            })
            .collect();
        let both = own + children.iter().map(|(_, usd)| usd).sum::<f64>();
        let (indexes, float) = (state.indexes[parent], state.float_pct[parent]);
        let value = state.value[parent];
        let mut given = Vec::new();
        for (child, a_share) in children {
            let usd = value * a_share / both;
            state.value[parent] -= usd;
            if state.indexes[child].is_empty() {
                state.enter(child, indexes, usd, float);
            } else {
                state.value[child] += usd;
            }
            given.push(InKind { from: parent, to: child, usd });
        }
        given
    }

    /// Lines to which something happened that shows on a day, after `from` and before `until`.
    pub(super) fn touched(&self, day: usize, from: NaiveDate, until: NaiveDate) -> Vec<usize> {
        let mut lines = Vec::new();
        let in_time = |h: &&Happening| h.date > from && h.date < until;
        for happening in self.of_day(day).iter().filter(in_time) {
            match happening.what {
                What::Merger { buyer, ratio, .. } => {
                    lines.extend(buyer.filter(|_| ratio.is_some()));
                }
                What::SpinOff { child, .. } => lines.extend([happening.line, child]),
                What::Offering { .. } => lines.push(happening.line),
                What::Delisting { .. } => {}
            }
        }
        lines
    }
}

/// The class that lives and takes the place of one that is gone on a day: the first of its company that
/// may price it; where the panel lacks all of them that day, the first that comes back.
fn heir(history: &History, view: &View, gone: usize, parameters: &Parameters) -> Option<usize> {
    let issuer = history.issuer(gone, view.day - 1).filter(|_| history.has_classes(gone))?;
    let securities = view.universe.securities.iter().enumerate();
    let classes = securities.filter(|(_, s)| s.issuer == issuer).map(|(security, _)| security);
    let classes: Vec<usize> = classes.collect();
    if let Some(&first) = pricing_order(&classes, &view.universe, parameters, true).first() {
        return Some(view.line_of[first]);
    }
    let is_class = |line: &usize| {
        *line != gone
            && history.has_classes(*line)
            && history.is_hole(*line, view.day)
            && history.issuer(*line, view.day) == Some(issuer)
    };
    (0..history.lines.len()).find(is_class)
}
