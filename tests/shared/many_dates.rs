//! Panels of any length, made in memory.

use std::io::Write as _;

use chrono::{Datelike as _, NaiveDate, Weekday};

/// A panel CSV of this many weekdays from 2005 on, with this many lines on each. Caps fall from
/// line to line and move by numbers that look random and are the same everywhere.
pub(crate) fn panel_csv(dates: usize, lines: usize) -> Vec<u8> {
    let first = NaiveDate::from_ymd_opt(2005, 1, 3).expect("a day");
    let weekdays =
        first.iter_days().filter(|d| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun));
    let mut csv = Vec::with_capacity(dates * lines * 56 + 64);
    writeln!(csv, "date,symbol,exchange,price,market_cap,price_return").expect("written to memory");
    let mut prices: Vec<u64> = (0..lines as u64).map(|at| 10_000 + at * 37 % 9_000).collect();
    for (day, date) in weekdays.take(dates).enumerate() {
        for (at, cents) in prices.iter_mut().enumerate() {
            let mut z = (day * 1_000_003 + at * 7_919 + 1) as u64;
            z = (z ^ (z >> 7)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            // Between -2 and 2 per cent, in hundredths of one.
            let moved = i64::try_from((z >> 33) % 401).expect("small") - 200;
            let before = *cents;
            *cents = (before * (10_000 + moved).unsigned_abs() / 10_000).clamp(500, 5_000_000);
            let fraction = *cents as f64 / before as f64 - 1.0;
            let shares = 2_000_000_000 / (at as u64 + 1);
            let (dollars, rest, cap) = (*cents / 100, *cents % 100, *cents * shares / 100);
            write!(csv, "{date},{},nyse,{dollars}.{rest:02},{cap},", symbol(at)).expect("memory");
            if day > 0 {
                write!(csv, "{fraction:.6}").expect("written to memory");
            }
            csv.push(b'\n');
        }
    }
    csv
}

/// A symbol of four letters.
fn symbol(at: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).expect("a letter"));
    ['Q', letter(at / 676), letter(at / 26), letter(at)].iter().collect()
}
