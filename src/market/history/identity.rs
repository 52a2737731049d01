//! Which rows of different dates are the same line: a ticker alone is no identity.
//!
//! A line is the same from one date to the next where its ticker is, carried along the ticker
//! changes. One that is missing on a single date and back on the next was a hole of the feed; one
//! that is missing longer was delisted, and what has its ticker later is somebody else.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::panel::PanelDate;
use super::{Day, Line, Quote, TickerRun};
use crate::universe::{SymbolChanges, SymbolKey};

/// Links the rows of all dates; returns the dates with their quotes, and the lines.
pub(super) fn link(dates: Vec<PanelDate>, changes: &SymbolChanges) -> (Vec<Day>, Vec<Line>) {
    let mut linker = Linker { changes, lines: Vec::new(), by_key: FxHashMap::default() };
    let mut days: Vec<Day> = Vec::with_capacity(dates.len());
    for panel in dates {
        let before: Vec<NaiveDate> = days.iter().rev().take(2).map(|d| d.date).collect();
        let mut named: Vec<(SymbolKey, usize)> = Vec::with_capacity(panel.rows.len());
        let quotes: Vec<Quote> = panel
            .rows
            .into_iter()
            .map(|row| {
                let key = SymbolKey::new(&row.symbol);
                let line = linker.line_of(&row.symbol, &key, panel.date, days.len(), &before);
                named.push((key, line));
                let found = &mut linker.lines[line];
                found.exchange = row.exchange;
                if found.country != row.country {
                    found.country = row.country;
                }
                Quote {
                    line,
                    exchange: row.exchange,
                    price: row.price,
                    market_cap: row.market_cap,
                    price_return: row.price_return,
                    adv_usd: row.adv_usd,
                    days: row.days,
                }
            })
            .collect();
        // Only now: a ticker may go from one line to another on this very date.
        linker.by_key.extend(named);
        days.push(Day::new(panel.date, quotes));
    }
    (days, linker.lines)
}

struct Linker<'a> {
    changes: &'a SymbolChanges,
    lines: Vec<Line>,
    /// The line that had a ticker last, on the dates before.
    by_key: FxHashMap<SymbolKey, usize>,
}

impl Linker<'_> {
    /// The line of a ticker on day number `day`; `before` are the dates before it, newest first.
    fn line_of(
        &mut self,
        symbol: &str,
        key: &SymbolKey,
        date: NaiveDate,
        day: usize,
        before: &[NaiveDate],
    ) -> usize {
        let found = before.iter().enumerate().find_map(|(back, &then)| {
            let last = day - 1 - back;
            let carried;
            let key_then = if self.changes.concerns(key) {
                carried = self.changes.carry(key, date, then)?;
                &carried
            } else {
                key
            };
            self.by_key.get(key_then).copied().filter(|&line| self.lines[line].last == last)
        });
        let line = found.unwrap_or_else(|| {
            self.lines.push(Line::new(day));
            self.lines.len() - 1
        });
        let entry = &mut self.lines[line];
        entry.last = day;
        if entry.tickers.last().is_none_or(|ticker| ticker.symbol != symbol) {
            entry.tickers.push(TickerRun { from: day, symbol: symbol.into(), key: key.clone() });
        }
        line
    }
}
