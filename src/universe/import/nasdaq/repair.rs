//! Repairs impossible share counts: a split applied twice or late, or one class counted for all.
//!
//! If a company's implied share count differs by a factor of eight from that of the previous rank day
//! while its price has hardly moved, the last good count is kept. This is done only for members of the
//! Russell 1000: elsewhere reverse splits of fallen companies look the same.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::day::{Line, ScreenerDay};
use crate::universe::symbol::{SymbolChanges, SymbolKey};

/// The least factor by which a share count must differ.
const TIMES_OUT: i64 = 8;
/// How long after a day a list of members may be dated and still apply to that day.
const LIST_WITHIN: Days = Days::new(60);

/// Repairs the caps of days given from the oldest to the newest, each against the previous one as
/// repaired; returns how many caps of the newest day were repaired.
///
/// `lists` are the members of the Russell 1000 on some days.
pub fn repair_caps(
    days: &mut [&mut ScreenerDay],
    lists: &[(NaiveDate, &FxHashSet<SymbolKey>)],
    changes: &SymbolChanges,
) -> usize {
    let mut repaired = 0;
    for at in 1..days.len() {
        let (before, from_here) = days.split_at_mut(at);
        let (Some(older), Some(newer)) = (before.last(), from_here.first_mut()) else { continue };
        let (from, to) = (older.as_of, newer.as_of);
        let of_then: Vec<&FxHashSet<SymbolKey>> = lists
            .iter()
            .filter(|(held_on, _)| *held_on > from && *held_on <= to + LIST_WITHIN)
            .map(|(_, keys)| *keys)
            .collect();
        repaired = 0;
        for line in &mut newer.lines {
            let key = &line.row.key;
            if line.cap_note.is_some() || !of_then.iter().any(|keys| keys.contains(key)) {
                continue;
            }
            let then = changes.carry(key, to, from);
            let cap = then.and_then(|key| older.get(&key)).and_then(|then| good_cap(line, then));
            if let Some(cap) = cap {
                line.row.market_cap = Some(cap);
                line.cap_note =
                    Some(format!("cap: share count {TIMES_OUT} times out, held at that of {from}"));
                repaired += 1;
            }
        }
    }
    repaired
}

/// The cap by the previous day's share count, if today's is wrong.
fn good_cap(now: &Line, then: &Line) -> Option<Decimal> {
    let (price, price_then) = (now.row.price?, then.row.price?);
    let (cap, cap_then) = (now.row.market_cap?, then.row.market_cap?);
    let (low, high) = (Decimal::new(45, 2), Decimal::new(22, 1));
    // Shares times both prices, to avoid a division.
    let (shares, shares_then) = (cap * price_then, cap_then * price);
    let times = Decimal::from(TIMES_OUT);
    let out = shares >= shares_then * times || shares * times <= shares_then;
    let still = price >= price_then * low && price <= price_then * high;
    (out && still).then(|| (cap_then * price).checked_div(price_then))?.map(|cap| cap.round_dp(2))
}
