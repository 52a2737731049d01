//! Corporate actions between events: mergers, delistings, spin-offs, offerings.
//!
//! [`crate::market::history`] assigns the actions of a file to the days of a history. Departures
//! that no action explains are inferred: a line that disappears for good is treated as deleted, and
//! its ledger entry says so.
//!
//! Shares received in exchange for shares already held are not a trade: see [`InKind`].

use chrono::NaiveDate;
use compact_str::CompactString;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::ledger::{LedgerReason, Listing};
use super::observer::InKind;
use super::state::State;
use crate::market::history::{History, Laid, View};
use crate::methodology::{Offerings, Parameters};
use crate::reconstitution::pricing_order;
use crate::universe::Action;
use crate::universe::packed::float;

/// The longest chain of takeovers on one day in which each acquirer is itself acquired.
const CHAIN: usize = 8;

/// An action with the lines it concerns.
#[derive(Debug, Clone)]
struct Happening {
    /// The date stated for the action.
    date: NaiveDate,
    /// The line the action happens to.
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

/// The known corporate actions of a history.
#[derive(Debug, Clone, Default)]
pub struct Corporate {
    by_day: Vec<Vec<Happening>>,
    offerings: Option<Offerings>,
    /// Lines with a stated listing date, and that date, in order.
    listed: Vec<(usize, NaiveDate)>,
}

/// Why a member left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Departure {
    Merger(Option<CompactString>),
    Delisting,
    /// Another class of the company is still listed: its line.
    ClassChange(usize),
    /// No reason is known.
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
    /// Prepares the actions of a history for application.
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
        let (date, line) = (laid.action.date, laid.line);
        let what = match &laid.action.action {
            Action::Merger { acquirer, cash, .. } => What::Merger {
                buyer: laid.other,
                buyer_symbol: acquirer.as_ref().map(|a| a.symbol.to_string().into()),
                ratio: acquirer.as_ref().and_then(|a| a.ratio).map(float),
                cash: cash.map(float),
            },
            Action::Delisting { last_value, .. } => What::Delisting { cash: last_value.map(float) },
            Action::SpinOff { ratio, .. } => {
                let Some(child) = laid.other else { return };
                What::SpinOff { child, ratio: float(*ratio) }
            }
            Action::Offering { ratio, .. } => What::Offering { ratio: float(*ratio) },
            Action::Ipo { .. } => return self.listed.push((line, date)),
            // Ticker changes need no action, because lines carry their tickers.
            Action::TickerChange { .. } => return,
        };
        self.by_day[laid.day].push(Happening { date, line, what });
    }

    /// The evidence that a line was newly listed.
    pub(super) fn listing(&self, line: usize) -> Listing {
        if self.listed_on(line).is_some() { Listing::Stated } else { Listing::Inferred }
    }

    /// The first trading day of a line, if stated.
    pub(super) fn listed_on(&self, line: usize) -> Option<NaiveDate> {
        let at = self.listed.partition_point(|(other, _)| *other < line);
        self.listed.get(at).filter(|(other, _)| *other == line).map(|(_, date)| *date)
    }

    fn of_day(&self, day: usize) -> &[Happening] {
        self.by_day.get(day).map_or(&[], Vec::as_slice)
    }

    /// True if no action falls on a day.
    pub(super) fn is_quiet(&self, day: usize) -> bool {
        self.of_day(day).is_empty()
    }

    /// What holders received per share, USD, when a line departed on a day; `None` if unknown.
    ///
    /// `depth` limits how many further acquirers may themselves have been acquired.
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

    /// The value of a share to its holder on a day, USD: the consideration paid if the line departs
    /// that day, its last price if the panel lacks it.
    fn worth(&self, history: &History, day: usize, line: usize, depth: usize) -> Option<f64> {
        let is_gone = history.lines[line].last < day;
        let paid = if is_gone { self.paid(history, day, line, depth) } else { None };
        paid.or_else(|| history.last_price(line, day))
    }

    /// The final returns of departed lines for which the consideration is known.
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

    /// Why a member left on a day.
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
        // A company with a delisted class may remain through another class.
        if let Some(heir) = heir(history, view, line, parameters) {
            return Departure::ClassChange(heir);
        }
        match found.map(|h| &h.what) {
            Some(What::Delisting { .. }) => Departure::Delisting,
            _ => Departure::Vanished,
        }
    }

    /// Orders the lines that depart on a day so that each comes before its acquirer if that departs
    /// as well, because shares received for the target are exchanged again in the acquirer's own
    /// takeover.
    pub(super) fn targets_first(&self, view: &View, mut gone: Vec<usize>) -> Vec<usize> {
        let buyer_of =
            |line: usize| match self.of_day(view.day).iter().find(|h| h.line == line)?.what {
                What::Merger { buyer, .. } => buyer,
                _ => None,
            };
        let mut ordered = Vec::with_capacity(gone.len());
        while !gone.is_empty() {
            let is_paid = |line: &usize| gone.iter().any(|other| buyer_of(*other) == Some(*line));
            // Two lines that acquire each other keep their original order.
            let next = gone.iter().position(|line| !is_paid(line)).unwrap_or(0);
            ordered.push(gone.remove(next));
        }
        ordered
    }

    /// Adds the shares paid for a departed member to the acquirer if that is a member (RB App. E);
    /// returns what holders received in kind.
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

    /// Applies the spin-offs and offerings of a day; returns the changed lines, in order, and what
    /// holders received in kind.
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

    /// Spins the day's children off a parent: each joins the parent's indexes unless it is already
    /// held, at the value that the parent's return attributes to it.
    fn split_off(
        &self,
        history: &History,
        view: &View,
        parent: usize,
        state: &mut State,
    ) -> Vec<InKind> {
        let Some((both, children)) = self.children(history, view.day, parent) else {
            return Vec::new();
        };
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

    /// The joint value of a parent's share and its children of a day, USD, and the value of each
    /// child received for one share; `None` if a price is unknown.
    fn children(
        &self,
        history: &History,
        day: usize,
        parent: usize,
    ) -> Option<(f64, Vec<(usize, f64)>)> {
        let price = |line: usize| history.last_price(line, day);
        let own = price(parent)?;
        let of_parent = self.of_day(day).iter().filter(|h| h.line == parent);
        let children: Vec<(usize, f64)> = of_parent
            .filter_map(|h| match h.what {
                What::SpinOff { child, ratio } => Some((child, ratio * price(child)?)),
                _ => None,
            })
            .collect();
        Some((own + children.iter().map(|(_, usd)| usd).sum::<f64>(), children))
    }

    /// The parents of a day's children, and the fraction of its value that each parent keeps.
    pub(super) fn parents(&self, history: &History, day: usize) -> Vec<(usize, f64)> {
        let is_split = |h: &&Happening| matches!(h.what, What::SpinOff { .. });
        let mut parents: Vec<usize> =
            self.of_day(day).iter().filter(is_split).map(|h| h.line).collect();
        parents.sort_unstable();
        parents.dedup();
        let kept = |parent: usize| {
            let (both, children) = self.children(history, day, parent)?;
            let given: f64 = children.iter().map(|(_, usd)| usd).sum();
            Some((parent, (both - given) / both)).filter(|_| both > 0.0)
        };
        parents.into_iter().filter_map(kept).collect()
    }

    /// Lines with an action that takes effect on a day strictly between `from` and `until`.
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

/// The surviving class that replaces a departed one: the first class of the company that may be its
/// pricing vehicle; if the panel lacks all of them that day, the first to reappear.
fn heir(history: &History, view: &View, gone: usize, parameters: &Parameters) -> Option<usize> {
    let issuer = history.issuer(gone, view.day - 1).filter(|_| history.has_classes(gone))?;
    let securities = view.universe.securities.iter().enumerate();
    let classes = securities.filter(|(_, s)| s.issuer() == issuer).map(|(security, _)| security);
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
