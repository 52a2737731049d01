//! A company of the panel: its shares, its lines with their prices, and its pending takeover.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::market::synthetic::calibration::Calibration;
use crate::market::synthetic::company::Company;
use crate::market::synthetic::draw::{self, Draw, price};
use crate::market::synthetic::forward::exposure;
use crate::universe::{Details, Exchange, Security, SecurityType};

/// Whether a company is ranked on the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ranked on the curve.
    Ranked,
    /// Not ranked: its structure, nationality or share type is ineligible.
    Beside,
}

/// A takeover that is announced and not yet completed.
#[derive(Debug, Clone)]
pub(super) struct Deal {
    /// Index of the month in which it takes effect.
    pub(super) closes: usize,
    pub(super) terms: Terms,
    /// Index of the acquirer, where it is listed.
    pub(super) buyer: Option<usize>,
}

/// The consideration for a share of the main class.
#[derive(Debug, Clone, Copy)]
pub(super) enum Terms {
    /// USD.
    Cash(Decimal),
    /// Shares of the acquirer's main class.
    Shares(Decimal),
}

/// A share count that the panel shows wrong for some months.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrong {
    /// The shown count over the true one.
    pub(super) factor: f64,
    /// Remaining month ends that show it.
    pub(super) left: usize,
}

/// The line's last row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub(super) price: Decimal,
    /// Index of the month.
    pub(super) month: usize,
}

/// A line of a company.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its labels, under its present ticker.
    pub(super) security: Security,
    pub(super) price: Decimal,
    /// Shares of the main class to which one share of this line is equivalent.
    pub(super) per_main: f64,
    /// Log of its price over the value of those shares.
    pub(super) premium: f64,
    /// Daily dollar volume as a fraction of the company's cap.
    pub(super) turnover: f64,
    /// Whether the panel ever shows its cap.
    pub(super) cap_known: bool,
    pub(super) shown: Option<Shown>,
    /// The product of the price adjustments for splits and spin-offs since then: 0.5 after a
    /// two-for-one split.
    pub(super) adjustment: f64,
}

impl Line {
    /// Whether it is stock of the company, whose price follows the main class.
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
    /// Its own volatility as a multiple of its bucket's.
    pub(super) volatility: f64,
    /// Size bucket at the last month end.
    pub(super) bucket: usize,
    /// Rank among the ranked companies at the last month end, from 1; 0 where it has none.
    pub(super) rank: usize,
    /// Shares of all classes, listed or not, in shares of the main class; a whole number.
    pub(super) shares: f64,
    /// The main class first.
    pub(super) lines: Vec<Line>,
    /// Log return of the month, before splits.
    pub(super) moved: f64,
    pub(super) deal: Option<Deal>,
    /// Number of pending takeovers in which it is the acquirer.
    pub(super) buying: usize,
    pub(super) wrong: Option<Wrong>,
    /// Whether one of its lines is missing at the last month end.
    pub(super) hidden: bool,
    /// Whether an action of this month uses its current ticker and share count.
    pub(super) acted: bool,
    pub(super) gone: bool,
}

impl Firm {
    /// A company of the panel from one of the company maker.
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

    /// Whether it has no pending or recent action and was shown at the last month end.
    pub(super) fn is_quiet(&self) -> bool {
        !self.gone
            && self.deal.is_none()
            && self.buying == 0
            && !self.hidden
            && self.lines[0].shown.is_some()
    }

    /// Resets what holds for one month only.
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

    /// Sets the price of the main class, and those of the other classes of stock to match.
    pub(super) fn put_on(&mut self, main: f64) {
        for line in self.lines.iter_mut().filter(|l| l.is_stock()) {
            line.premium = 0.0;
            line.price = price(main * line.per_main);
        }
    }

    /// Splits the shares: `factor` new ones for an old one (below one in a reverse split).
    pub(super) fn split(&mut self, factor: f64) {
        self.shares = (self.shares * factor).round().max(1.0);
        for line in self.lines.iter_mut().filter(|l| l.is_stock()) {
            line.price = price(number(Some(line.price)) / factor);
            line.adjustment /= factor;
        }
    }

    /// Lowers the main class's price by the fraction `part`, for which a holder receives `value`
    /// USD a share in shares of a child.
    pub(super) fn part_with(&mut self, part: f64, value: f64) {
        let line = &mut self.lines[0];
        let left = price(number(Some(line.price)) * (1.0 - part));
        line.price = left;
        line.adjustment *= number(Some(left)) / (number(Some(left)) + value);
        self.acted = true;
    }

    /// Sets the first price of a company, and the number of shares that its cap implies.
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

/// A decimal as a number, for simulation.
pub(super) fn number(d: Option<Decimal>) -> f64 {
    d.and_then(|d| d.to_f64()).unwrap_or(1.0)
}

/// A ratio, rounded as the actions state it.
pub(super) fn ratio(x: f64) -> Decimal {
    draw::rounded(x.max(1e-6), 6)
}

/// The fields of a line that do not change from month to month.
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
