//! Matches corporate actions to the days and lines of a history.
//!
//! An action takes effect on the first day of the panel on or after its own date. It names existing lines
//! by their tickers of the day before, and new lines by their tickers on the day itself. A company that
//! leaves by an action does so on the first day on which its line is absent. Actions that the panel does
//! not confirm are reported by name; none is dropped silently.

use std::fmt;

use chrono::{Days, NaiveDate};

use super::History;
use super::identity::{known_as, reaching};
use super::repair::Stated;
use crate::universe::packed::float;
use crate::universe::{Action, CorporateAction, SymbolChanges, SymbolKey, Ticker};

/// How long a vendor's share count may lag behind an action, calendar days.
const SHARES_FOLLOW_WITHIN: u64 = 92;

/// An action, matched to its day and its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    /// The action.
    pub action: CorporateAction,
    /// The day of the history on which it takes effect.
    pub day: usize,
    /// The line that it happens to.
    pub line: usize,
    /// The other line involved: the acquirer or the spin-off child.
    pub other: Option<usize>,
}

/// An action, or a part of one, that is not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unapplied {
    /// The action.
    pub action: CorporateAction,
    /// The day of the history on which it would take effect; `None` outside the history.
    pub day: Option<usize>,
    /// True if the rest of it is applied: a target leaves even if its acquirer is unknown.
    pub in_part: bool,
    /// The reason.
    pub why: Why,
}

impl Unapplied {
    /// The action and the reason why it is not applied, in words.
    pub fn in_words(&self) -> String {
        let action = &self.action;
        let other = action.other().map(|other| format!(" with {other}")).unwrap_or_default();
        format!("{} of {}{other}, line {}: {}", action.kind(), action.date, action.line, self.why)
    }
}

/// Why an action is not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is dated on or before the first day of the backtest.
    Before(NaiveDate),
    /// It is dated after the last day of the backtest.
    After(NaiveDate),
    /// The panel has no such ticker on the date.
    NotThere(Ticker, NaiveDate),
    /// The panel lost the line too long before; the date is the last on which the panel has it.
    LostBefore(Ticker, NaiveDate),
    /// The line had already left by another action, on this day.
    LeftBefore(Ticker, NaiveDate),
    /// The panel has no price for the ticker on the date.
    NoPrice(Ticker, NaiveDate),
    /// A line supposed to be new has been listed since this date.
    ListedBefore(Ticker, NaiveDate),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(first) => write!(f, "not after the first date, {first}"),
            Self::After(last) => write!(f, "after the last date, {last}"),
            Self::NotThere(ticker, on) => write!(f, "the panel has no {ticker} on {on}"),
            Self::LostBefore(ticker, on) => {
                write!(f, "the panel has had no {ticker} since {on}")
            }
            Self::LeftBefore(ticker, on) => write!(f, "{ticker} has left by the action of {on}"),
            Self::NoPrice(ticker, on) => write!(f, "the panel has no price of {ticker} on {on}"),
            Self::ListedBefore(ticker, since) => {
                write!(f, "the panel has had {ticker} since {since}")
            }
        }
    }
}

/// Matches actions to a history; returns those that can be applied, and adds the others to its list
/// of unapplied ones.
pub(super) fn lay(
    history: &History,
    actions: &[CorporateAction],
    changes: &SymbolChanges,
) -> (Vec<Laid>, Vec<Unapplied>) {
    let (mut laid, mut unapplied) = (Vec::new(), Vec::new());
    for action in actions {
        let day = history.days.partition_point(|d| d.date < action.date);
        let mut leave_out = |day, in_part, why| {
            unapplied.push(Unapplied { action: action.clone(), day, in_part, why });
        };
        if day == 0 {
            leave_out(None, false, Why::Before(history.days[0].date));
        } else if let Some(last) = history.days.last().filter(|last| last.date < action.date) {
            leave_out(None, false, Why::After(last.date));
        } else {
            let laying = Laying { history, changes, date: action.date, day };
            match laying.lay(action) {
                Ok((found, why)) => {
                    let day = found.day;
                    laid.extend(
                        (!matches!(action.action, Action::TickerChange { .. })).then_some(found),
                    );
                    if let Some(why) = why {
                        leave_out(Some(day), true, why);
                    }
                }
                Err(why) => leave_out(Some(day), false, why),
            }
        }
    }
    (laid, unapplied)
}

/// One action while it is being matched.
struct Laying<'a> {
    history: &'a History,
    changes: &'a SymbolChanges,
    date: NaiveDate,
    /// The first day on or after the action's date; the panel has at least one day before it.
    day: usize,
}

impl Laying<'_> {
    fn key(&self, ticker: &Ticker) -> SymbolKey {
        self.changes.key(&ticker.written)
    }

    /// The action with its lines, and the reason if a part of it is not applied.
    fn lay(&self, action: &CorporateAction) -> Result<(Laid, Option<Why>), Why> {
        let (mut day, mut other, mut why) = (self.day, None, None);
        let line = match &action.action {
            Action::Merger { target, acquirer, .. } => {
                let line = self.leaver(target)?;
                day = self.history.lines[line].last + 1;
                let gives = acquirer.as_ref().filter(|acquirer| acquirer.ratio.is_some());
                other = acquirer.as_ref().and_then(|acquirer| self.before(&acquirer.symbol).ok());
                if let Some(acquirer) = gives {
                    why = match other {
                        None => Some(self.not_there(&acquirer.symbol, self.day - 1)),
                        Some(buyer) => self.priced(&acquirer.symbol, buyer, day).err(),
                    };
                }
                line
            }
            Action::Delisting { symbol, .. } => {
                let line = self.leaver(symbol)?;
                day = self.history.lines[line].last + 1;
                line
            }
            Action::SpinOff { parent, child, .. } => {
                let line = self.before(parent)?;
                let found = self.on(child)?;
                let lives = self.history.lines[line].last >= day;
                if !lives {
                    return Err(self.not_there(parent, day));
                }
                self.priced(parent, line, day)?;
                self.priced(child, found, day)?;
                other = Some(found);
                line
            }
            Action::Offering { symbol, .. } => self.on(symbol)?,
            Action::Ipo { symbol, .. } => self.new_issue(symbol)?,
            Action::TickerChange { old, new } => {
                self.before(old)?;
                self.on(new)?
            }
        };
        Ok((Laid { action: action.clone(), day, line, other }, why))
    }

    fn not_there(&self, ticker: &Ticker, day: usize) -> Why {
        Why::NotThere(ticker.clone(), self.history.days[day].date)
    }

    /// The line that has a ticker on a day, including a line in a gap of the panel.
    fn line_of(&self, key: &SymbolKey, day: usize) -> Option<usize> {
        let history = self.history;
        history.line_of(key, day).or_else(|| {
            let mut before = reaching(|day| history.days[day].date, day);
            let line = before.find_map(|before| history.line_of(key, before))?;
            history.is_hole(line, day).then_some(line)
        })
    }

    /// The line that has a ticker on the day before the action's.
    fn before(&self, ticker: &Ticker) -> Result<usize, Why> {
        let then = self.day - 1;
        let date = self.history.days[then].date;
        let line_of = |key: &SymbolKey| self.line_of(key, then);
        known_as(&self.key(ticker), self.date, self.changes, date, line_of)
            // A new line, such as that of a company formed by a merger of two.
            .or_else(|| self.on(ticker).ok())
            .ok_or_else(|| self.not_there(ticker, then))
    }

    /// The line that has a ticker on the action's day.
    fn on(&self, ticker: &Ticker) -> Result<usize, Why> {
        let now = self.history.days[self.day].date;
        let carried = self.changes.carry(&self.key(ticker), self.date, now);
        let found = carried.and_then(|key| self.line_of(&key, self.day));
        found
            .or_else(|| self.line_of(&self.key(ticker), self.day))
            .ok_or_else(|| self.not_there(ticker, self.day))
    }

    /// The line that begins under a ticker on the action's day or, if the panel lacks it there, on the
    /// next day.
    fn new_issue(&self, ticker: &Ticker) -> Result<usize, Why> {
        let history = self.history;
        let next = || {
            let then = history.days.get(self.day + 1).map(|_| self.day + 1)?;
            history.line_of(&self.key(ticker), then)
        };
        let line = self.on(ticker).or_else(|why| next().ok_or(why))?;
        let first = history.lines[line].first;
        if first < self.day {
            return Err(Why::ListedBefore(ticker.clone(), history.days[first].date));
        }
        Ok(line)
    }

    /// The line that leaves by this action.
    fn leaver(&self, ticker: &Ticker) -> Result<usize, Why> {
        let history = self.history;
        let key = self.key(ticker);
        if let Some(line) = history.departed.get(&(self.date, key.clone())) {
            return Ok(*line);
        }
        let had =
            history.lines.iter().rev().find(|line| {
                line.last < self.day && line.tickers.last().is_some_and(|t| t.key == key)
            });
        Err(match had {
            Some(line) => match line.left {
                Some(on) => Why::LeftBefore(ticker.clone(), on),
                None => Why::LostBefore(ticker.clone(), history.days[line.last].date),
            },
            None => self.not_there(ticker, self.day - 1),
        })
    }

    /// A line's price on a day, or failing that its last price before.
    fn priced(&self, ticker: &Ticker, line: usize, day: usize) -> Result<f64, Why> {
        let on = self.history.days[day].date;
        self.history.last_price(line, day).ok_or_else(|| Why::NoPrice(ticker.clone(), on))
    }
}

impl History {
    /// The last price of a line on or before a day, USD a share: on a date that the panel skips, a
    /// line keeps its previous price.
    pub fn last_price(&self, line: usize, day: usize) -> Option<f64> {
        (self.lines[line].first..=day).rev().find_map(|day| self.days[day].price(line))
    }

    /// Actions that are not applied, in file order: those that the panel does not confirm, and
    /// those outside the days of the backtest.
    pub fn unapplied(&self) -> Vec<Unapplied> {
        let days = self.backtest_days();
        let (first, last) = (days[0].date, days[days.len() - 1].date);
        let (start, end) = (self.span.start, self.span.end);
        let why = |day: usize| match day {
            day if day <= start => Some(Why::Before(first)),
            day if day >= end => Some(Why::After(last)),
            _ => None,
        };
        let outside = self.actions.iter().filter_map(|laid| {
            let why = why(laid.day)?;
            let action = laid.action.clone();
            Some(Unapplied { action, day: Some(laid.day), in_part: false, why })
        });
        let named = self.unapplied.iter().map(|found| match found.day.and_then(why) {
            Some(why) => Unapplied { in_part: false, why, ..found.clone() },
            None => found.clone(),
        });
        let mut all: Vec<Unapplied> = named.chain(outside).collect();
        all.sort_by_key(|found| (found.action.date, found.action.line));
        all.dedup();
        all
    }

    /// The changes in share counts that actions explain, by line.
    pub(super) fn stated_changes(&self) -> Vec<(usize, Stated)> {
        let mut stated: Vec<(usize, Stated)> = Vec::new();
        for laid in &self.actions {
            let (line, factor) = match &laid.action.action {
                Action::Merger { acquirer: Some(acquirer), .. } => {
                    let Some(buyer) = laid.other else { continue };
                    let ratio = acquirer.ratio.map(float);
                    (buyer, ratio.and_then(|ratio| self.growth_of_buyer(laid, buyer, ratio)))
                }
                Action::SpinOff { ratio, .. } => {
                    let Some(child) = laid.other else { continue };
                    let price = |line: usize| self.last_price(line, laid.day);
                    let prices = price(laid.line).zip(price(child));
                    // No shares are cancelled: the cap falls, while the return includes the child's
                    // value.
                    let kept = prices.map(|(own, childs)| own / (own + float(*ratio) * childs));
                    (laid.line, kept)
                }
                Action::Offering { ratio, .. } => (laid.line, Some(1.0 + float(*ratio))),
                _ => continue,
            };
            let date = self.days[laid.day].date;
            let until = date.checked_add_days(Days::new(SHARES_FOLLOW_WITHIN)).unwrap_or(date);
            stated.push((line, Stated { from: laid.day, until, factor }));
        }
        stated.sort_by_key(|(line, stated)| (*line, stated.from));
        stated
    }

    /// The factor by which an acquirer's share count grows when it pays in shares.
    fn growth_of_buyer(&self, laid: &Laid, buyer: usize, ratio: f64) -> Option<f64> {
        let shares = |line: usize| {
            let before = |day: usize| self.days[day].quote(line);
            let mut known = (self.lines[line].first..laid.day).rev().filter_map(before);
            known
                .find_map(|q| q.market_cap.map(float).zip(q.price.map(float)))
                .map(|(cap, price)| cap / price)
        };
        Some(1.0 + ratio * shares(laid.line)? / shares(buyer)?)
    }
}
