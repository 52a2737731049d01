//! Index shares and float: what a cut-off knows of them, and what takes effect of it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::pending::Information;
use super::state::State;
use crate::market::history::View;
use crate::methodology::updates::{update_float, update_shares};

/// A cap that was carried along returns may differ by this part of it from one that was read, and
/// the shares are the same: returns are rounded, to six places mostly.
const CARRIED: f64 = 1e-5;

/// The cap of the company that a security stands for, USD, and its float, per cent.
///
/// This is where exact caps become `f64`: memberships are decided, values are carried. A float that
/// is unknown counts as all shares; the report says so.
pub(super) fn cap_and_float(view: &View, security: usize) -> (Option<f64>, f64) {
    let security = &view.universe.securities[security];
    let float = security.free_float_pct.and_then(|f| f.to_f64()).unwrap_or(100.0);
    (security.company_market_cap.and_then(|cap| cap.to_f64()), float)
}

/// Shares and float of every line at the close of a day.
pub(super) fn information(view: &View, lines: usize) -> Information {
    let mut cap = vec![None; lines];
    let mut float_pct = vec![100.0; lines];
    for (security, &line) in view.line_of.iter().enumerate() {
        (cap[line], float_pct[line]) = cap_and_float(view, security);
    }
    Information { cap, float_pct }
}

/// Applies new shares and float to a member; returns whether either changed.
///
/// Shares are compared as what they are worth at the same close, so that splits are no change.
/// `shares_buffer_pct` and `float_buffer` (by the float in use) are what a change must exceed.
pub(super) fn update(
    state: &mut State,
    line: usize,
    information: &Information,
    shares_buffer_pct: Decimal,
    float_buffer: impl Fn(Decimal) -> Decimal,
) -> bool {
    let Some(new_cap) = information.cap[line] else { return false };
    let (old_float, new_float) = (state.float_pct[line], information.float_pct[line]);
    let old_cap = state.value[line] / old_float * 100.0;
    if !(old_cap > 0.0 && old_cap.is_finite()) {
        // A member of which nothing was known so far.
        state.value[line] = new_cap * new_float / 100.0;
        state.float_pct[line] = new_float;
        return true;
    }
    let unchanged = (new_cap / old_cap - 1.0).abs() < CARRIED;
    let new_cap = if unchanged { old_cap } else { new_cap };
    // Dollars to the cent, and floats to the ten-thousandth of a point.
    let exact = |number: f64, places: u32| {
        let units = number * 10_f64.powi(places.cast_signed());
        units.round().to_i64().map_or(Decimal::MAX, |units| Decimal::new(units, places))
    };
    let shares = update_shares(Some(exact(old_cap, 2)), exact(new_cap, 2), shares_buffer_pct);
    let (old_points, new_points) = (exact(old_float, 4), exact(new_float, 4));
    let float = update_float(Some(old_points), new_points, float_buffer(old_points));
    let cap = if shares.changed { new_cap } else { old_cap };
    let float_pct = if float.changed { new_float } else { old_float };
    state.value[line] = cap * float_pct / 100.0;
    state.float_pct[line] = float_pct;
    shares.changed || float.changed
}
