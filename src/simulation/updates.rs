//! Index shares and float: the values at a cut-off, and their updates.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::pending::Information;
use super::state::State;
use crate::market::history::{History, View};
use crate::methodology::updates::{update_float, update_shares};
use crate::methodology::weights::{index_shares, investable_cap};
use crate::universe::packed::float;

/// A cap carried along returns may differ from one read from a file by this fraction while the
/// number of shares is the same, because returns are rounded, mostly to six places.
const CARRIED: f64 = 1e-5;

/// An unknown float counts as all shares, per cent; the report says so.
pub(super) const UNKNOWN_FLOAT_PCT: f64 = 100.0;

/// The cap of the company that a security represents, USD, and its float, per cent.
///
/// Memberships are decided by exact caps; values are carried as `f64`.
pub(super) fn cap_and_float(view: &View, security: usize) -> (Option<f64>, f64) {
    let security = &view.universe.securities[security];
    let float_pct = security.free_float_pct().map_or(UNKNOWN_FLOAT_PCT, float);
    (security.company_market_cap().map(float), float_pct)
}

/// Shares and float of every line at the close of a day.
pub(super) fn information(view: &View, lines: usize) -> Information {
    let mut information = Information { cap: vec![None; lines], float_pct: vec![None; lines] };
    for (security, &line) in view.universe.securities.iter().zip(&view.line_of) {
        information.take(line, security);
    }
    information
}

/// The last close of a line on or before a day, USD per share: if the panel lacks the line on that
/// day, an earlier close. `None` if none is known.
fn close(history: &History, day: usize, line: usize) -> Option<Decimal> {
    let first = history.lines[line].first;
    (first..=day).rev().find_map(|day| history.days[day].quote(line)?.price)
}

/// A float in per cent as a decimal. An unknown float counts as all shares and needs no conversion.
fn decimal(float_pct: f64) -> Option<Decimal> {
    let is_all = float_pct.to_bits() == UNKNOWN_FLOAT_PCT.to_bits();
    if is_all { Some(Decimal::ONE_HUNDRED) } else { Decimal::from_f64(float_pct) }
}

/// Values holdings in whole hundredths of index shares, as an index holds them, at the close of a
/// day.
pub(super) struct InShares<'a> {
    pub(super) history: &'a History,
    pub(super) day: usize,
}

impl InShares<'_> {
    /// The price of a line. A line without any known close is counted in dollars.
    fn price(&self, line: usize) -> Decimal {
        close(self.history, self.day, line).unwrap_or(Decimal::ONE)
    }

    /// Value of the shares behind a cap at a float, USD.
    pub(super) fn value(&self, line: usize, cap: f64, float_pct: f64) -> f64 {
        let price = self.price(line);
        let shares = index_shares(cap, price, 100.0);
        shares.map_or(0.0, |shares| investable_cap(price, shares, decimal(float_pct)))
    }

    /// Converts the family's holdings to index shares. A member whose shares were unknown so far
    /// gets those of the cut-off before the event, so that learning them causes no turnover.
    pub(super) fn settle(&self, state: &mut State, information: &Information) {
        let members: Vec<usize> = state.members().collect();
        for line in members {
            // Per cent figures have at most eight places in every file, but shares received in kind
            // blend floats.
            let float_pct = (state.float_pct[line] * 1e8).round() / 1e8;
            state.float_pct[line] = float_pct;
            let cap = state.value[line] / float_pct * 100.0;
            let cap = if cap > 0.0 { Some(cap) } else { information.cap[line] };
            state.value[line] = cap.map_or(0.0, |cap| self.value(line, cap, float_pct));
        }
    }

    /// Applies new shares and float to a member whose holding is settled; returns whether either
    /// changed.
    ///
    /// A change must exceed `shares_buffer_pct` or `float_buffer`, which depends on the float in
    /// use.
    pub(super) fn update(
        &self,
        state: &mut State,
        line: usize,
        information: &Information,
        shares_buffer_pct: Decimal,
        float_buffer: impl Fn(Decimal) -> Decimal,
    ) -> bool {
        let price = self.price(line);
        let old_float = state.float_pct[line];
        // An unknown new float does not count as a change either.
        let new_float = information.float_pct[line].unwrap_or(old_float);
        // An unknown cap gives no new share count.
        let newest = information.cap[line];
        let of_newest = || newest.and_then(|cap| index_shares(cap, price, 100.0));
        let held = index_shares(state.value[line], price, old_float).or_else(of_newest);
        let Some(old) = held else { return false };
        let old_cap = investable_cap(price, old, None);
        let is_new = newest.is_some_and(|cap| (cap / old_cap - 1.0).abs() >= CARRIED);
        let new = of_newest().filter(|_| is_new).unwrap_or(old);
        let shares = update_shares(Some(old), new, shares_buffer_pct);
        let exact = |number: f64| decimal(number).unwrap_or_default().round_dp(8);
        let exact_old = exact(old_float);
        let float = update_float(Some(exact_old), exact(new_float), float_buffer(exact_old));
        let float_pct = if float.changed { new_float } else { old_float };
        state.value[line] = investable_cap(price, shares.value, decimal(float_pct));
        state.float_pct[line] = float_pct;
        shares.changed || float.changed
    }
}
