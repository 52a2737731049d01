//! Company caps at the close of the implementation day.
//!
//! Where the universe of that day states a cap for the whole company, it is that. Else it is rank
//! day's, moved along the line that stands for the company:
//!
//! - `cap = rank-day cap x (price now x shares now) / (price then x shares then)`,
//!
//! with the prices alone where the shares of one of the days are not known. Shares are in it so that a
//! split between the days, which halves a price and doubles the shares, leaves the cap where it is; other
//! classes are taken to change as that line does. A company without a price on that day keeps its cap
//! of rank day.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::holdings::{Holdings, ValuationInputs};
use crate::methodology::company_cap::company_cap;
use crate::reconstitution::Reconstitution;
use crate::universe::Security;

/// The caps of the companies that an index holds before or after, USD, by their places in the
/// universe; `None` where unknown, and of all others.
pub fn company_caps(
    inputs: &ValuationInputs<'_>,
    result: &Reconstitution,
    holdings: &Holdings,
) -> Vec<Option<f64>> {
    let universe = inputs.universe;
    let mut caps = vec![None; universe.companies.len()];
    for holding in &holdings.holdings {
        let company = &result.companies[holding.company];
        let (then, now) = (&universe.securities[holding.line], inputs.now(holding));
        let stands = company.line == holding.line;
        // The line that stands for it says it, before any other class that was valued first.
        if caps[holding.company].is_some() && !(stands && now.is_some()) {
            continue;
        }
        // What was dropped by a line's own screen was not ranked and may have a cap all the same.
        let lines = universe.companies[holding.company].lines.iter();
        let of_lines = || company_cap(then, lines.map(|&line| &universe.securities[line]));
        let cap = company.market_cap.or_else(of_lines);
        caps[holding.company] = at_close(cap, then, now);
    }
    caps
}

/// A cap of rank day at the close of the implementation day.
fn at_close(cap: Option<Decimal>, then: &Security, now: Option<&Security>) -> Option<f64> {
    let number = |d: Decimal| d.to_f64().filter(|number| *number > 0.0);
    if let Some(stated) = now.and_then(|now| now.company_market_cap) {
        return number(stated);
    }
    let cap = number(cap?)?;
    let ratio = |then: Option<Decimal>, now: Option<Decimal>| {
        Some(now.and_then(number)? / then.and_then(number)?)
    };
    let moved = now.and_then(|now| {
        let shares = ratio(then.shares_outstanding, now.shares_outstanding).unwrap_or(1.0);
        Some(cap * ratio(then.price, now.price)? * shares)
    });
    Some(moved.unwrap_or(cap))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::Exchange;

    fn line(price: i64, shares: Option<i64>) -> Security {
        let mut s = Security::new("A", Exchange::Nyse);
        s.price = Some(price.into());
        s.shares_outstanding = shares.map(Decimal::from);
        s
    }

    #[test]
    fn a_cap_moves_with_price_and_shares() {
        let (cap, then) = (Some(3_000.into()), line(10, Some(100)));
        let at = |now: Security| at_close(cap, &then, Some(&now));
        assert_eq!(at(line(12, Some(100))), Some(3_600.0));
        assert_eq!(at(line(5, Some(200))), Some(3_000.0), "a split is no loss");
        assert_eq!(at(line(12, None)), Some(3_600.0), "prices alone");
        assert_eq!(at_close(cap, &then, None), Some(3_000.0), "no price on that day");
    }

    #[test]
    fn what_is_stated_on_the_day_counts_and_what_is_unknown_stays_so() {
        let (then, mut now) = (line(10, None), line(20, None));
        assert_eq!(at_close(None, &then, Some(&now)), None);
        now.company_market_cap = Some(5_000.into());
        assert_eq!(at_close(None, &then, Some(&now)), Some(5_000.0));
    }
}
