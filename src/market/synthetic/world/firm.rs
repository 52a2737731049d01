//! A company of the market: its shares, its lines, and its pending takeover.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::line::{Line, exposure, number};
use crate::market::synthetic::company::Company;
use crate::market::synthetic::draw::{self, Draw, price};
use crate::universe::Exchange;
use crate::universe::packed::float;

/// Whether a company is ranked on the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Ranked on the curve.
    Ranked,
    /// Not ranked: its structure, nationality, exchange or share type is ineligible.
    Beside,
}

/// A takeover that is announced and not yet completed.
#[derive(Debug, Clone)]
pub(crate) struct Deal {
    /// Index of the month in which it takes effect.
    pub(crate) closes: usize,
    pub(crate) terms: Terms,
    /// Index of the acquirer, where it is listed.
    pub(crate) buyer: Option<usize>,
}

/// The consideration for a share of the main class.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Terms {
    /// USD.
    Cash(Decimal),
    /// Shares of the acquirer's main class.
    Shares(Decimal),
}

/// A share count that the panel shows wrong for some months.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wrong {
    /// The shown count over the true one.
    pub(crate) factor: f64,
    /// Remaining month ends that show it.
    pub(crate) left: usize,
}

/// How a company left the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    /// The first day without it.
    pub(crate) date: NaiveDate,
    pub(crate) how: Way,
}

/// The ways to leave the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Merger,
    /// It is not traded anywhere any more.
    Delisting,
    /// It is traded over the counter.
    OverTheCounter,
}

/// A company.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    pub(crate) base: String,
    pub(crate) kind: Kind,
    pub(crate) beta: f64,
    /// Log of its own volatility over its bucket's median, in units of the bucket's spread.
    pub(crate) volatility: f64,
    /// The lasting part of its own return, in standard deviations.
    pub(crate) trend: f64,
    /// Size bucket at the last month end.
    pub(crate) bucket: usize,
    /// Rank among the ranked companies at the last month end, from 1; 0 where it has none.
    pub(crate) rank: usize,
    /// Shares of all classes, listed or not, in shares of the main class; a whole number.
    pub(crate) shares: f64,
    /// The product of the splits so far: 2 after a two-for-one split.
    pub(crate) splits: f64,
    /// Earnings and book value as fractions of `trailing_cap`, where known.
    pub(crate) fundamentals: Option<(f64, f64)>,
    /// A slow average of its cap, USD.
    pub(crate) trailing_cap: f64,
    /// The main class first.
    pub(crate) lines: Vec<Line>,
    /// Log return of the month, before splits.
    pub(crate) moved: f64,
    pub(crate) deal: Option<Deal>,
    /// Number of pending takeovers in which it is the acquirer.
    pub(crate) buying: usize,
    pub(crate) wrong: Option<Wrong>,
    /// True if its line is missing from the panel at the last month end.
    pub(crate) hidden: bool,
    /// Whether an action of this month uses its current ticker and share count.
    pub(crate) acted: bool,
    pub(crate) left: Option<Left>,
    /// True if the universes of the files lack it.
    pub(crate) unseen: bool,
    /// The reason, stated in the universes, why it is left out.
    pub(crate) excluded: Option<&'static str>,
}

impl Firm {
    /// A company of the market, from a newly made company.
    pub(crate) fn new(company: Company, kind: Kind) -> Self {
        let main = number(company.lines[0].price());
        let shares = (company.cap / main).round().max(1.0);
        let whole = (company.cap, shares, main);
        let first = &company.lines[0];
        let fundamentals = first.earnings().zip(first.book_value());
        let fraction = |d: Decimal| float(d) / company.cap;
        Self {
            fundamentals: fundamentals.map(|(earned, book)| (fraction(earned), fraction(book))),
            base: company.base,
            kind,
            beta: company.beta,
            volatility: company.volatility,
            trend: 0.0,
            bucket: company.bucket,
            rank: 0,
            shares,
            splits: 1.0,
            trailing_cap: company.cap,
            lines: company.lines.into_iter().map(|s| Line::new(s, whole)).collect(),
            moved: 0.0,
            deal: None,
            buying: 0,
            wrong: None,
            hidden: false,
            acted: false,
            left: None,
            unseen: false,
            excluded: None,
        }
    }

    /// Price of the main class, USD.
    pub(crate) fn price(&self) -> f64 {
        number(Some(self.lines[0].price))
    }

    /// Cap of all classes, USD.
    pub(crate) fn cap(&self) -> f64 {
        self.shares * self.price()
    }

    /// Ticker of the main class.
    pub(crate) fn symbol(&self) -> &str {
        self.lines[0].security.symbol()
    }

    /// Whether it is traded on any venue.
    pub(crate) fn trades(&self) -> bool {
        self.left.is_none_or(|left| left.how == Way::OverTheCounter)
    }

    /// True if it has no pending or recent action and existed at the last month end.
    pub(crate) fn is_quiet(&self) -> bool {
        self.left.is_none()
            && self.deal.is_none()
            && self.buying == 0
            && !self.hidden
            && self.lines[0].last.is_some()
    }

    /// Whether the indexes hold any of its lines.
    pub(crate) fn is_held(&self) -> bool {
        self.lines.iter().any(|line| line.held.is_some())
    }

    /// The shares of each of its lines. The main class gets the remainder after the other classes, so
    /// that all of them add up.
    pub(crate) fn shares_by_line(&self) -> Vec<Decimal> {
        let mut counts: Vec<Decimal> = self.lines.iter().map(|l| l.shares(self.shares)).collect();
        let stock = self.lines.iter().zip(&counts).skip(1).filter(|(line, _)| line.is_stock());
        let others: f64 = stock.map(|(line, n)| number(Some(*n)) * line.per_main).sum();
        if self.lines[0].is_stock() {
            counts[0] = draw::shares(self.shares - others);
        }
        counts
    }

    /// Ends the month: its closes become the last closes, and the values of a single month are reset.
    pub(crate) fn end_month(&mut self) {
        for line in &mut self.lines {
            line.last = Some(line.price);
            if let Some(shown) = &mut line.shown {
                shown.adjustment *= line.adjustment;
            }
            line.adjustment = 1.0;
        }
        self.trailing_cap = 0.93 * self.trailing_cap + 0.07 * self.cap();
        self.moved = 0.0;
        self.acted = false;
    }

    /// Moves all lines by a log return of the company.
    pub(crate) fn advance(&mut self, log: f64, draw: &mut Draw) {
        self.moved = log;
        let own = exposure(&self.lines[0].security);
        let main = self.price() * libm::exp(log * own);
        for (at, line) in self.lines.iter_mut().enumerate() {
            line.price = if at == 0 {
                price(main)
            } else if line.is_stock() {
                line.premium = 0.9 * line.premium + 0.01 * draw.normal();
                price(main * line.per_main * libm::exp(line.premium))
            } else {
                price(number(Some(line.price)) * libm::exp(log * exposure(&line.security)))
            };
        }
    }

    /// Sets the price of the main class, and matching prices of the other classes of stock.
    pub(crate) fn put_on(&mut self, main: f64) {
        for line in self.lines.iter_mut().filter(|l| l.is_stock()) {
            line.premium = 0.0;
            line.price = price(main * line.per_main);
        }
    }

    /// Splits the shares: `factor` new shares for one old share (below one in a reverse split).
    pub(crate) fn split(&mut self, factor: f64) {
        self.scale_shares(factor);
        self.splits *= factor;
        for line in self.lines.iter_mut().filter(|l| l.is_stock()) {
            line.price = price(number(Some(line.price)) / factor);
            line.adjustment /= factor;
            if let Some(held) = &mut line.held {
                held.shares = held.shares.map(|n| draw::shares(number(Some(n)) * factor));
            }
        }
    }

    /// Changes the number of its shares.
    pub(crate) fn scale_shares(&mut self, factor: f64) {
        self.shares = (self.shares * factor).round().max(1.0);
    }

    /// Lowers the main class's price by the fraction `part`; in return a holder receives `value` USD a
    /// share in shares of a child.
    pub(crate) fn part_with(&mut self, part: f64, value: f64) {
        let line = &mut self.lines[0];
        let left = price(number(Some(line.price)) * (1.0 - part));
        line.price = left;
        line.adjustment *= number(Some(left)) / (number(Some(left)) + value);
        self.acted = true;
    }

    /// Sets the first price of a company, and the number of shares that its cap implies.
    pub(crate) fn open_at(&mut self, main: f64) {
        let cap = self.cap();
        for line in &mut self.lines {
            if line.is_stock() {
                line.price = price(main * line.per_main * libm::exp(line.premium));
            }
        }
        self.shares = (cap / self.price()).round().max(1.0);
    }

    /// Moves its lines to another exchange, except classes that are not traded.
    pub(crate) fn move_to(&mut self, exchange: Exchange) {
        for line in &mut self.lines {
            if line.security.exchange != Exchange::Unlisted {
                line.security.exchange = exchange;
            }
        }
    }
}

/// A ratio, rounded as in the actions.
pub(crate) fn ratio(x: f64) -> Decimal {
    draw::rounded(x.max(1e-6), 6)
}
