//! Histories of a few lines.

mod identity;
mod labels;
mod panel;
mod repair;

use std::fmt::Write as _;

use super::*;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::{Input, Security, SecurityType, Structure, Ticker, Universe};

const HEADER: &str = "date,symbol,exchange,price,market_cap,price_return,adv_usd\n";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn panel(rows: &str) -> Result<Panel, String> {
    let csv = format!("{HEADER}{rows}");
    let input = Input::from_bytes("p.csv", csv.into()).expect("text");
    read_panel(&input, &CapCorrections::default()).map_err(|faults| faults.to_string())
}

/// The first day of month number `nth`.
fn month(nth: usize) -> NaiveDate {
    day("2024-01-01") + chrono::Months::new(u32::try_from(nth).expect("small"))
}

/// A panel of tickers alone: each date lists its tickers, separated by spaces.
fn tickers_alone(dates: &[&str]) -> Panel {
    let mut rows = String::new();
    for (at, symbols) in dates.iter().enumerate() {
        for symbol in symbols.split(' ') {
            let _ = writeln!(rows, "{},{symbol},NYSE,10,1000,0,", month(at));
        }
    }
    panel(&rows).expect("a panel")
}

/// Ticker changes, by month.
fn changes_of(changes: &[(usize, &str, &str)]) -> SymbolChanges {
    let key = SymbolKey::new;
    changes.iter().map(|(at, old, new)| (month(*at), key(old), key(new))).collect()
}

/// A history of tickers alone.
fn named(dates: &[&str], changes: &[(usize, &str, &str)]) -> History {
    let (panel, changes) = (tickers_alone(dates), changes_of(changes));
    History::new(panel, Known::changes(&changes), Vec::new(), LabelRules::common_shares())
}

/// Every line as its tickers and the days on which it is listed: `AAA/BBB 0 1 3`.
fn lines(history: &History) -> Vec<String> {
    let shown = |(at, line): (usize, &Line)| {
        let tickers: Vec<&str> = line.tickers.iter().map(|t| t.symbol.as_str()).collect();
        let there = |day: &usize| history.days[*day].quote(at).is_some();
        let days: Vec<String> =
            (0..history.days.len()).filter(there).map(|day| day.to_string()).collect();
        assert_eq!(days.first(), Some(&line.first.to_string()));
        assert_eq!(days.last(), Some(&line.last.to_string()));
        format!("{} {}", tickers.join("/"), days.join(" "))
    };
    history.lines.iter().enumerate().map(shown).collect()
}
