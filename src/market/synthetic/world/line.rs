//! A line of a company of the market.

use rust_decimal::Decimal;

use crate::market::synthetic::draw::{self, price};
use crate::universe::packed::float;
use crate::universe::{Exchange, Indexes, Security, SecurityType, Structure};

/// The line's last row in the panel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) price: Decimal,
    /// Index of the month.
    pub(crate) month: usize,
    /// The product of the price adjustments for splits and spin-offs since then: 0.5 after a
    /// two-for-one split.
    pub(crate) adjustment: f64,
}

/// The indexes' holding of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Holding {
    pub(crate) indexes: Indexes,
    pub(crate) shares: Option<Decimal>,
    pub(crate) float: Option<Decimal>,
}

/// A line of a company.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Its labels, under its present ticker; fields that change from month to month are empty.
    pub(crate) security: Security,
    pub(crate) price: Decimal,
    /// Close of the last month end; `None` for a line listed since.
    pub(crate) last: Option<Decimal>,
    /// The month's price adjustment for splits and spin-offs.
    pub(crate) adjustment: f64,
    /// Shares of the main class to which one share of this line is equivalent.
    pub(crate) per_main: f64,
    /// Fraction of the company's shares, if the line is stock of the company.
    pub(crate) part: f64,
    /// Its own number of shares, if it is not.
    count: Option<Decimal>,
    /// Log of its price over the value of the equivalent shares of the main class.
    pub(crate) premium: f64,
    /// Daily dollar volume as a fraction of the company's cap.
    pub(crate) turnover: f64,
    /// The fraction of sessions on which it trades; `None` if its volume is never known.
    pub(crate) active: Option<f64>,
    /// Mean daily dollar volume of the month.
    pub(crate) adv: Option<Decimal>,
    /// Its last ticker before this one.
    pub(crate) renamed_from: Option<String>,
    /// Whether the panel lists it, and whether it ever shows its cap.
    pub(crate) in_panel: bool,
    pub(crate) cap_known: bool,
    pub(crate) shown: Option<Shown>,
    pub(crate) held: Option<Holding>,
}

impl Line {
    /// A line of a company with this cap and this number of shares in the main class, whose price is `main`.
    pub(crate) fn new(s: Security, (cap, shares, main): (f64, f64, f64)) -> Self {
        let per_main = number(Some(s.conversion_ratio));
        let close = s.price().unwrap_or_else(|| price(main * per_main));
        let is_stock = is_stock(&s);
        let count = s.shares_outstanding();
        Self {
            premium: libm::log(number(Some(close)) / (main * per_main)),
            turnover: s.adv_usd().map_or(0.0, float) / cap,
            part: if is_stock { number(count) * per_main / shares } else { 0.0 },
            count: count.filter(|_| !is_stock),
            in_panel: is_stock && is_listed(s.exchange) && !is_fund(s.structure),
            cap_known: is_stock,
            price: close,
            last: None,
            adjustment: 1.0,
            per_main,
            active: s.trading_days_2y.map(|_| 1.0),
            adv: None,
            renamed_from: None,
            shown: None,
            held: None,
            security: labels(s),
        }
    }

    /// Whether it is stock of the company, whose price follows the main class.
    pub(crate) fn is_stock(&self) -> bool {
        is_stock(&self.security)
    }

    /// Its number of shares, if the company has `of_company` shares in terms of the main class.
    pub(crate) fn shares(&self, of_company: f64) -> Decimal {
        self.count.unwrap_or_else(|| draw::shares(of_company * self.part / self.per_main))
    }
}

/// Whether a line is stock of its company.
fn is_stock(s: &Security) -> bool {
    matches!(s.security_type, SecurityType::Common | SecurityType::DepositaryReceipt)
}

fn is_listed(exchange: Exchange) -> bool {
    !matches!(exchange, Exchange::Otc | Exchange::Other | Exchange::Unlisted)
}

fn is_fund(structure: Structure) -> bool {
    matches!(structure, Structure::Etf | Structure::MutualFund | Structure::ClosedEndFund)
}

/// How strongly a line follows its company's shares.
pub(crate) fn exposure(s: &Security) -> f64 {
    match (s.structure, s.security_type) {
        (Structure::BlankCheque, SecurityType::Common | SecurityType::Unit) => 0.03,
        (Structure::Etf | Structure::ClosedEndFund | Structure::MutualFund, _) => 0.35,
        (_, SecurityType::Common | SecurityType::DepositaryReceipt) => 1.0,
        (_, SecurityType::Warrant | SecurityType::Right) => 1.4,
        _ => 0.08,
    }
}

/// A decimal as a number, for simulation.
pub(crate) fn number(d: Option<Decimal>) -> f64 {
    d.map_or(1.0, float)
}

/// The fields of a line that do not change from month to month.
fn labels(mut s: Security) -> Security {
    s.set_price(None);
    s.set_shares_outstanding(None);
    s.set_mean_close_30d(None);
    s.set_volume_2y(None);
    s.trading_days_2y = None;
    s.set_adv_usd(None);
    s.set_earnings(None);
    s.set_book_value(None);
    s
}
