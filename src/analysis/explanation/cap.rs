//! How a company's cap is computed.

use rust_decimal::Decimal;

use crate::methodology::company_cap::company_cap;
use crate::methodology::ranking::EXACT_PLACES;
use crate::reconstitution::{Inputs, pricing_line};
use crate::universe::{Security, SecurityType};

/// The shares of one class that count towards the cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The class.
    pub symbol: String,
    /// Its shares; `None` where unknown.
    pub shares: Option<Decimal>,
    /// Number of the pricing vehicle's shares that one share of the class converts to.
    pub conversion_ratio: Decimal,
}

/// How a cap is obtained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// The source states it for the whole company, in the row of this line.
    Stated {
        /// The line.
        symbol: String,
    },
    /// Shares of all common classes times one price.
    Shares {
        /// The line that gives the price.
        symbol: String,
        /// Its price, USD; `None` where unknown.
        price: Option<Decimal>,
        /// The classes, in the order of their symbols.
        classes: Vec<Counted>,
    },
}

/// A company's cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// USD; `None` where unknown.
    pub usd: Option<Decimal>,
    /// How it is obtained.
    pub formula: Formula,
}

/// The cap of a company's lines, and the line that prices them; `standing` if no class does.
pub(super) fn cap(
    inputs: &Inputs<'_>,
    lines: &[usize],
    standing: usize,
    member: bool,
) -> (Cap, usize) {
    let all = lines.iter().map(|&line| &inputs.universe.securities[line]);
    let line = pricing_line(standing, lines, inputs, member);
    let vehicle = &inputs.universe.securities[line];
    let counts =
        |s: &&Security| s.security_type == SecurityType::Common || std::ptr::eq(*s, vehicle);
    let mut common = all.clone().filter(counts);
    let stated =
        std::iter::once(vehicle).chain(common.clone()).find(|s| s.company_market_cap().is_some());
    let usd = company_cap(vehicle, all);
    let symbol = |s: &Security| s.symbol().to_owned();
    let formula = match stated {
        Some(stated) => Formula::Stated { symbol: symbol(stated) },
        None => Formula::Shares {
            symbol: symbol(vehicle),
            price: vehicle.price(),
            classes: common
                .by_ref()
                .map(|s| Counted {
                    symbol: symbol(s),
                    shares: s.shares_outstanding(),
                    conversion_ratio: converted(s, vehicle),
                })
                .collect(),
        },
    };
    (Cap { usd, formula }, line)
}

/// Number of the vehicle's shares that one share of a class converts to.
fn converted(class: &Security, vehicle: &Security) -> Decimal {
    let ratio = class.conversion_ratio.checked_div(vehicle.conversion_ratio);
    ratio.map_or(class.conversion_ratio, |ratio| ratio.round_dp(EXACT_PLACES))
}
