//! Company caps at the close of the implementation day.
//!
//! If the universe of that day states a cap for the whole company, that cap is used. Otherwise the cap
//! of rank day moves with the company's pricing vehicle:
//!
//! - `cap = rank-day cap x (price now x shares now) / (price then x shares then)`,
//!
//! or with prices alone if shares are unknown on one of the days. Including shares makes a split between
//! the days, which halves the price and doubles the shares, leave the cap unchanged. Other classes are
//! assumed to move with that line. A company without a price on that day keeps its rank-day cap.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::holdings::{Holdings, ValuationInputs};
use crate::methodology::company_cap::company_cap;
use crate::reconstitution::Reconstitution;
use crate::universe::Security;
use crate::universe::packed::float;

/// Caps of the companies that an index holds before or after the event, USD, by place in the
/// universe; `None` if unknown. A map, because a universe may have many more companies than are
/// held.
pub type HeldCaps = BTreeMap<usize, Option<f64>>;

/// Caps of the held companies at the close of the implementation day.
pub fn company_caps(
    inputs: &ValuationInputs<'_>,
    result: &Reconstitution,
    holdings: &Holdings,
) -> HeldCaps {
    let universe = inputs.universe;
    let mut caps = HeldCaps::new();
    for holding in &holdings.holdings {
        let company = &result.companies[holding.company];
        let (then, now) = (&universe.securities[holding.line], inputs.now(holding));
        let is_vehicle = company.line == holding.line;
        // The pricing vehicle takes precedence over a class that came first.
        let has_cap = caps.get(&holding.company).is_some_and(Option::is_some);
        if has_cap && !(is_vehicle && now.is_some()) {
            continue;
        }
        // A company dropped by a screen of its line was not ranked, but may still have a cap.
        let lines = universe.companies[holding.company].lines.iter();
        let of_lines = || company_cap(then, lines.map(|&line| &universe.securities[line]));
        let cap = company.market_cap.or_else(of_lines);
        caps.insert(holding.company, at_close(cap, then, now));
    }
    caps
}

/// Moves a rank-day cap to the close of the implementation day, USD.
fn at_close(cap: Option<Decimal>, then: &Security, now: Option<&Security>) -> Option<f64> {
    let number = |d: Decimal| Some(float(d)).filter(|number| *number > 0.0);
    if let Some(stated) = now.and_then(Security::company_market_cap) {
        return number(stated);
    }
    let cap = number(cap?)?;
    let ratio = |then: Option<Decimal>, now: Option<Decimal>| {
        Some(now.and_then(number)? / then.and_then(number)?)
    };
    let moved = now.and_then(|now| {
        let shares = ratio(then.shares_outstanding(), now.shares_outstanding()).unwrap_or(1.0);
        Some(cap * ratio(then.price(), now.price())? * shares)
    });
    Some(moved.unwrap_or(cap))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::Exchange;

    fn line(price: i64, shares: Option<i64>) -> Security {
        let mut s = Security::new("A", Exchange::Nyse);
        s.set_price(Some(price.into()));
        s.set_shares_outstanding(shares.map(Decimal::from));
        s
    }

    #[test]
    fn a_cap_moves_with_price_and_shares() {
        let (cap, then) = (Some(3_000.into()), line(10, Some(100)));
        let at = |now: Security| at_close(cap, &then, Some(&now));
        assert_eq!(at(line(12, Some(100))), Some(3_600.0));
        assert_eq!(at(line(5, Some(200))), Some(3_000.0), "a split changes nothing");
        assert_eq!(at(line(12, None)), Some(3_600.0), "prices alone");
        assert_eq!(at_close(cap, &then, None), Some(3_000.0), "no price on that day");
    }

    #[test]
    fn a_stated_cap_is_used_and_an_unknown_one_stays_unknown() {
        let (then, mut now) = (line(10, None), line(20, None));
        assert_eq!(at_close(None, &then, Some(&now)), None);
        now.set_company_market_cap(Some(5_000.into()));
        assert_eq!(at_close(None, &then, Some(&now)), Some(5_000.0));
    }
}
