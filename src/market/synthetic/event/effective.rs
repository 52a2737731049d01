//! The close of an implementation day, on the paths of the market: between the month end before it and
//! the month end after it.

use chrono::NaiveDate;

use super::universe::{Slice, could_be_member, split};
use crate::market::synthetic::draw::{Draw, price};
use crate::market::synthetic::world::line::number;
use crate::market::synthetic::world::months::Month;
use crate::market::synthetic::world::{Market, deviation};
use crate::universe::{Security, Universe};

/// A share count of the implementation day is used if it differs by more than this fraction from rank day's.
const LARGE: f64 = 0.05;

/// The lines of a rank day that could be members and still trade, under their tickers of rank day:
/// price, shares and float. Apart from splits, shares are those of rank day unless they have changed a
/// lot; float is that of rank day.
pub(super) fn effective(
    market: &Market<'_>,
    slice: &Slice,
    (day, month): (NaiveDate, &Month),
    draw: &mut Draw,
) -> Universe {
    let part = month.early().len() as f64 / month.sessions.len() as f64;
    let spread = (part * (1.0 - part)).sqrt();
    // One deviation from the straight path, shared by all lines of a company.
    let off: Vec<f64> = market
        .firms
        .iter()
        .map(|firm| {
            let own = if firm.deal.is_some() { 0.0 } else { deviation(market.calibration, firm) };
            own * spread * draw.normal().clamp(-3.0, 3.0)
        })
        .collect();
    let mut lines = Vec::new();
    for (s, place) in slice.universe.securities.iter().zip(&slice.places) {
        let Some((at, number_of_line)) = place.filter(|_| could_be_member(s)) else { continue };
        let firm = &market.firms[at];
        let line = &firm.lines[number_of_line];
        let Some(last) = line.last.filter(|_| firm.left.is_none()) else { continue };
        let (from, to) = (number(Some(last)), number(Some(line.price)));
        let log = part * libm::log(to / from) + off[at];
        let mut close = Security::new(s.symbol(), s.exchange);
        close.set_price(Some(price(from * libm::exp(log))));
        let then = split(s.shares_outstanding(), slice.splits_since(market, at));
        let now = line.shares(firm.shares);
        let grown = number(Some(now)) / number(then) - 1.0;
        close.set_shares_outstanding(if grown.abs() > LARGE { Some(now) } else { then });
        close.set_free_float_pct(s.free_float_pct());
        lines.push(close);
    }
    Universe::new(day, lines)
}
