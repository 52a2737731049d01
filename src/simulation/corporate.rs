//! What happens to companies between events: mergers, delistings, spin-offs, offerings.
//!
//! What a file of corporate actions says is laid on the days of a history: an action shows on the
//! first day at or after its own. What no action explains is inferred: a line that is gone for good
//! was deleted, and says so.

use chrono::NaiveDate;
use compact_str::CompactString;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::ledger::{LedgerReason, Listing};
use super::state::State;
use crate::market::history::{History, View};
use crate::methodology::Offerings;
use crate::universe::{Action, CorporateAction, Ticker};

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
    /// Lines that the file has listed, in order.
    listed: Vec<usize>,
    /// What could not be laid on the history, in sentences.
    pub unmatched: Vec<String>,
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
    /// Lays actions on the days of a history.
    pub fn new(history: &History, actions: &[CorporateAction], offerings: &Offerings) -> Self {
        let mut corporate = Self {
            by_day: vec![Vec::new(); history.days.len()],
            offerings: Some(offerings.clone()),
            listed: Vec::new(),
            unmatched: Vec::new(),
        };
        for action in actions {
            let day = history.days.partition_point(|d| d.date < action.date);
            if day == 0 || day == history.days.len() {
                continue;
            }
            if let Err(problem) = corporate.lay(history, day, action) {
                corporate.unmatched.push(problem);
            }
        }
        corporate.listed.sort_unstable();
        corporate
    }

    /// How it is known that a line was listed.
    pub(super) fn listing(&self, line: usize) -> Listing {
        let stated = self.listed.binary_search(&line).is_ok();
        if stated { Listing::Stated } else { Listing::Inferred }
    }

    fn lay(
        &mut self,
        history: &History,
        day: usize,
        action: &CorporateAction,
    ) -> Result<(), String> {
        let on = |ticker: &Ticker, day: usize| {
            history.line_of(&ticker.key, day).ok_or_else(|| {
                let on = history.days[day].date;
                format!(
                    "corporate action of {}, {}: the panel has no {ticker} on {on}; left out",
                    action.date,
                    action.kind()
                )
            })
        };
        let number = |d: Decimal| d.to_f64().unwrap_or_default();
        // Who leaves, buys or is split has the ticker of the date before; who is new that of this one.
        let buyer = |ticker: &Ticker| {
            let of_day = |day: usize| history.line_of(&ticker.key, day);
            of_day(day - 1).or_else(|| of_day(day))
        };
        let (line, what) = match &action.action {
            Action::Merger { target, acquirer, cash } => {
                let merger = What::Merger {
                    buyer: acquirer.as_ref().and_then(|a| buyer(&a.symbol)),
                    buyer_symbol: acquirer.as_ref().map(|a| a.symbol.to_string().into()),
                    ratio: acquirer.as_ref().and_then(|a| a.ratio).map(number),
                    cash: cash.map(number),
                };
                (on(target, day - 1)?, merger)
            }
            Action::Delisting { symbol, last_value } => {
                (on(symbol, day - 1)?, What::Delisting { cash: last_value.map(number) })
            }
            Action::SpinOff { parent, child, ratio } => {
                let child = on(child, day)?;
                (on(parent, day - 1)?, What::SpinOff { child, ratio: number(*ratio) })
            }
            Action::Offering { symbol, ratio } => {
                (on(symbol, day)?, What::Offering { ratio: number(*ratio) })
            }
            Action::Ipo { symbol, .. } => {
                self.listed.push(on(symbol, day)?);
                return Ok(());
            }
            // Lines carry their tickers.
            Action::TickerChange { .. } => return Ok(()),
        };
        self.by_day[day].push(Happening { date: action.date, line, what });
        Ok(())
    }

    fn of_day(&self, day: usize) -> &[Happening] {
        self.by_day.get(day).map_or(&[], Vec::as_slice)
    }

    /// The last returns of lines that are gone, where what was paid for them is known.
    pub(super) fn last_returns(&self, history: &History, day: usize, returns: &mut [Option<f64>]) {
        for happening in self.of_day(day) {
            let paid = match happening.what {
                What::Merger { buyer, ratio, cash, .. } => {
                    let shares = ratio.zip(buyer).map(|(ratio, buyer)| {
                        history.days[day].price(buyer).map(|price| ratio * price)
                    });
                    match (shares, cash) {
                        (Some(shares), cash) => shares.map(|s| s + cash.unwrap_or(0.0)),
                        (None, cash) => cash.filter(|_| ratio.is_none()),
                    }
                }
                What::Delisting { cash } => cash,
                What::SpinOff { .. } | What::Offering { .. } => None,
            };
            let last = history.days[day - 1].price(happening.line);
            let is_gone = history.days[day].quote(happening.line).is_none();
            if let (Some(paid), Some(last), true) = (paid, last, is_gone) {
                returns[happening.line] = Some(paid / last - 1.0);
            }
        }
    }

    /// Why a member is gone on a day.
    pub(super) fn departure(&self, history: &History, view: &View, line: usize) -> Departure {
        let found = self.of_day(view.day).iter().find(|h| h.line == line);
        match found.map(|h| &h.what) {
            Some(What::Merger { buyer_symbol, .. }) => Departure::Merger(buyer_symbol.clone()),
            Some(What::Delisting { .. }) => Departure::Delisting,
            _ => {
                let issuer =
                    history.issuer(line, view.day - 1).filter(|_| history.has_classes(line));
                let other = issuer.and_then(|issuer| {
                    view.universe.securities.iter().position(|s| s.issuer == issuer)
                });
                other.map_or(Departure::Vanished, |s| Departure::ClassChange(view.line_of[s]))
            }
        }
    }

    /// Shares paid for a member that is gone go to the buyer where it is a member (RB App. E).
    pub(super) fn pay_in_shares(
        &self,
        history: &History,
        view: &View,
        line: usize,
        state: &mut State,
    ) {
        let found = self.of_day(view.day).iter().find(|h| h.line == line);
        let Some(What::Merger { buyer: Some(buyer), ratio: Some(ratio), cash, .. }) =
            found.map(|h| &h.what)
        else {
            return;
        };
        if state.indexes[*buyer].is_empty() {
            return;
        }
        let Some(price) = history.days[view.day].price(*buyer) else { return };
        let in_shares = ratio * price / (ratio * price + cash.unwrap_or(0.0));
        state.value[*buyer] += state.value[line] * in_shares;
    }

    /// Applies spin-offs and offerings of a day; returns the lines that they changed, in order.
    pub(super) fn act(
        &self,
        history: &History,
        view: &View,
        state: &mut State,
    ) -> Vec<(usize, LedgerReason)> {
        let quotes = &history.days[view.day];
        let mut acted = Vec::new();
        for happening in self.of_day(view.day) {
            let line = happening.line;
            if state.indexes[line].is_empty() {
                continue;
            }
            match happening.what {
                What::SpinOff { child, ratio } => {
                    let prices = quotes.price(line).zip(quotes.price(child));
                    let Some((own, childs)) = prices.filter(|_| state.indexes[child].is_empty())
                    else {
                        continue;
                    };
                    // The parent's return counts the child, so that its value is that of both.
                    let shares = state.value[line] / (own + ratio * childs);
                    state.value[line] = shares * own;
                    let (indexes, float) = (state.indexes[line], state.float_pct[line]);
                    state.enter(child, indexes, shares * ratio * childs, float);
                    let parent = history.symbol(line, view.day).into();
                    acted.push((child, LedgerReason::SpinOff(parent)));
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
        acted
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
