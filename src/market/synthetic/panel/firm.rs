//! A company of the panel: its shares, its lines with their prices, and what is under way with it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::market::synthetic::calibration::Calibration;
use crate::market::synthetic::company::Company;
use crate::market::synthetic::draw::{self, Draw, price};
use crate::market::synthetic::forward::exposure;
use crate::universe::{Details, Exchange, Security, SecurityType};

/// What a company is to the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of those that the curve ranks.
    Ranked,
    /// Beside it: of a structure, a nationality or a share type that is out.
    Beside,
}

/// A takeover that is announced and not yet done.
#[derive(Debug, Clone)]
pub(super) struct Deal {
    /// Number of the month in which it takes effect.
    pub(super) closes: usize,
    pub(super) terms: Terms,
    /// The listed buyer's number, where it is one.
    pub(super) buyer: Option<usize>,
}

/// What a holder gets for a share of the main class.
#[derive(Debug, Clone, Copy)]
pub(super) enum Terms {
    /// USD.
    Cash(Decimal),
    /// Shares of the buyer's main class.
    Shares(Decimal),
}

/// A share count that the panel shows wrong for some months.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrong {
    /// What the shown count is of the true one.
    pub(super) factor: f64,
    /// Month ends still to come that show it.
    pub(super) left: usize,
}

/// What a line's last row showed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub(super) price: Decimal,
    /// Number of the month.
    pub(super) month: usize,
}

/// A line of a company.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its labels, under its present ticker.
    pub(super) security: Security,
    pub(super) price: Decimal,
    /// Shares of the main class that one of its own stands for.
    pub(super) per_main: f64,
    /// Log of its price over what it stands for.
    pub(super) premium: f64,
    /// Daily dollar volume as a part of the company's cap.
    pub(super) turnover: f64,
    /// Whether the panel ever shows its cap.
    pub(super) cap_known: bool,
    pub(super) shown: Option<Shown>,
    /// What splits and spin-offs have multiplied the price by since then: 0.5 after two for one.
    pub(super) adjustment: f64,
}

impl Line {
    /// Whether it is the company's stock, whose price follows the main class.
    pub(super) fn is_stock(&self) -> bool {
        matches!(
            self.security.security_type,
            SecurityType::Common | SecurityType::DepositaryReceipt
        )
    }
}

/// A company.
#[derive(Debug, Clone)]
pub(super) struct Firm {
    pub(super) base: String,
    pub(super) kind: Kind,
    pub(super) beta: f64,
    /// Its own deviation as a multiple of its bucket's.
    pub(super) volatility: f64,
    /// Size bucket at the last month end.
    pub(super) bucket: usize,
    /// Rank among the ranked at the last month end, from 1; 0 where it has none.
    pub(super) rank: usize,
    /// Shares of all classes, listed or not, in shares of the main class; a whole number.
    pub(super) shares: f64,
    /// The main class first.
    pub(super) lines: Vec<Line>,
    /// Log return of the month, before splits.
    pub(super) moved: f64,
    pub(super) deal: Option<Deal>,
    /// Takeovers in which it is the buyer.
    pub(super) buying: usize,
    pub(super) wrong: Option<Wrong>,
    /// Whether a line of it is missing at the last month end.
    pub(super) hidden: bool,
    /// Whether an action of this month speaks of it, by its ticker of now and its shares of now.
    pub(super) acted: bool,
    pub(super) gone: bool,
}

impl Firm {
    /// A company as the maker made it.
    pub(super) fn new(calibration: &Calibration, company: Company, kind: Kind) -> Self {
        let main = number(company.lines[0].price);
        let listed = company.lines.into_iter().filter(|s| s.exchange != Exchange::Unlisted);
        let lines = listed.filter_map(|s| {
            let (close, per_main) = (s.price?, number(Some(s.conversion_ratio)));
            let is_stock =
                matches!(s.security_type, SecurityType::Common | SecurityType::DepositaryReceipt);
            Some(Line {
                premium: libm::log(number(Some(close)) / (main * per_main)),
                turnover: s.adv_usd.and_then(|v| v.to_f64()).unwrap_or(0.0) / company.cap,
                cap_known: is_stock,
                security: labels(s),
                price: close,
                per_main,
                shown: None,
                adjustment: 1.0,
            })
        });
        Self {
            base: company.base,
            kind,
            beta: company.beta,
            volatility: company.sigma / calibration.buckets[company.bucket].idio_monthly,
            bucket: company.bucket,
            rank: 0,
            shares: (company.cap / main).round().max(1.0),
            lines: lines.collect(),
            moved: 0.0,
            deal: None,
            buying: 0,
            wrong: None,
            hidden: false,
            acted: false,
            gone: false,
        }
    }

    /// Price of the main class, USD.
    pub(super) fn price(&self) -> f64 {
        number(Some(self.lines[0].price))
    }

    /// Cap of all classes, USD.
    pub(super) fn cap(&self) -> f64 {
        self.shares * self.price()
    }

    /// Ticker of the main class.
    pub(super) fn symbol(&self) -> &str {
        &self.lines[0].security.symbol
    }

    /// Whether nothing is under way with it, and it was shown at the last month end.
    pub(super) fn is_quiet(&self) -> bool {
        !self.gone
            && self.deal.is_none()
            && self.buying == 0
            && !self.hidden
            && self.lines[0].shown.is_some()
    }

    /// Forgets what was of the month only.
    pub(super) fn end_month(&mut self) {
        self.moved = 0.0;
        self.acted = false;
    }

    /// Moves all lines by a log return of the company.
    pub(super) fn advance(&mut self, log: f64, draw: &mut Draw) {
        self.moved = log;
        let main = self.price() * libm::exp(log);
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

    /// Puts the main class on a price, the other classes of stock on what they stand for.
    pub(super) fn put_on(&mut self, main: f64) {
        for line in self.lines.iter_mut().filter(|l| l.is_stock()) {
            line.premium = 0.0;
            line.price = price(main * line.per_main);
        }
    }

    /// Divides the shares: `factor` new ones for one before (below one in a reverse split).
    pub(super) fn split(&mut self, factor: f64) {
        self.shares = (self.shares * factor).round().max(1.0);
        for line in self.lines.iter_mut().filter(|l| l.is_stock()) {
            line.price = price(number(Some(line.price)) / factor);
            line.adjustment /= factor;
        }
    }

    /// Lowers the main class's price by a part, for which a holder of a share has `value` USD in the
    /// shares of a child.
    pub(super) fn part_with(&mut self, part: f64, value: f64) {
        let line = &mut self.lines[0];
        let left = price(number(Some(line.price)) * (1.0 - part));
        line.price = left;
        line.adjustment *= number(Some(left)) / (number(Some(left)) + value);
        self.acted = true;
    }

    /// Puts a company that has not traded yet on a price, with as many shares as its cap asks for.
    pub(super) fn open_at(&mut self, main: f64) {
        let cap = self.cap();
        for line in &mut self.lines {
            if line.is_stock() {
                line.price = price(main * line.per_main * libm::exp(line.premium));
            }
        }
        self.shares = (cap / self.price()).round().max(1.0);
    }
}

/// A decimal as a number, for what is simulated.
pub(super) fn number(d: Option<Decimal>) -> f64 {
    d.and_then(|d| d.to_f64()).unwrap_or(1.0)
}

/// A ratio as the actions state it.
pub(super) fn ratio(x: f64) -> Decimal {
    draw::rounded(x.max(1e-6), 6)
}

/// What of a line does not change from month to month.
fn labels(s: Security) -> Security {
    let details = Details {
        id: None,
        mean_close_30d: None,
        volume_2y: None,
        trading_days_2y: None,
        adv_usd: None,
        earnings: None,
        book_value: None,
        ..Details::clone(&s)
    };
    Security { price: None, shares_outstanding: None, company_market_cap: None, ..s }
        .with_details(details)
}
