//! Which rows of different dates are the same line: a ticker alone is no identity.
//!
//! A line is the same from one date to the next where its ticker is, carried along the ticker
//! changes. One that is missing on a single date and back on the next was a hole of the feed; one
//! that is missing longer was delisted, and what has its ticker later is somebody else.

use chrono::NaiveDate;

use super::panel::{PanelDate, PanelRow};
use super::{Day, Line, Quote, TickerRun};
use crate::universe::{SymbolChanges, SymbolKey};

/// Links the rows of all dates; returns the dates with their quotes, and the lines.
pub(super) fn link(dates: Vec<PanelDate>, changes: &SymbolChanges) -> (Vec<Day>, Vec<Line>) {
    let mut linker = Linker { changes, lines: Vec::new(), before: Vec::new() };
    let mut days: Vec<Day> = Vec::with_capacity(dates.len());
    for panel in dates {
        let quotes = linker.day(panel.date, days.len(), panel.rows);
        days.push(Day::new(panel.date, quotes));
    }
    (days, linker.lines)
}

/// The tickers of a date and the lines that had them, in the order of the tickers.
struct Named {
    date: NaiveDate,
    lines: Vec<(SymbolKey, usize)>,
}

struct Linker<'a> {
    changes: &'a SymbolChanges,
    lines: Vec<Line>,
    /// The two dates before, newest first: a ticker that is on neither is a new line's.
    before: Vec<Named>,
}

impl Linker<'_> {
    /// The quotes of a day, number `day`, whose rows stand in the order of their symbols.
    fn day(&mut self, date: NaiveDate, day: usize, rows: Vec<PanelRow>) -> Vec<Quote> {
        let mut named = Vec::with_capacity(rows.len());
        let mut quotes = Vec::with_capacity(rows.len());
        // Where the last row's ticker was found on the date before: the next is beside it.
        let mut place = 0;
        for row in rows {
            let key = SymbolKey::new(&row.symbol);
            let found = self.line_of(&key, date, day, &mut place);
            let line = found.unwrap_or_else(|| {
                self.lines.push(Line::new(day));
                self.lines.len() - 1
            });
            let entry = &mut self.lines[line];
            entry.last = day;
            if entry.tickers.last().is_none_or(|ticker| ticker.symbol != row.symbol) {
                let (from, symbol, key) = (day, row.symbol.clone(), key.clone());
                entry.tickers.push(TickerRun { from, symbol, key });
            }
            entry.exchange = row.exchange;
            if entry.country != row.country {
                entry.country = row.country;
            }
            named.push((key, line));
            quotes.push(Quote {
                line,
                exchange: row.exchange,
                price: row.price,
                market_cap: row.market_cap,
                price_return: row.price_return,
                adv_usd: row.adv_usd,
                days: row.days,
            });
        }
        // By key, which a vendor's punctuation may put in another order than the symbols.
        named.sort_by(|a, b| a.0.cmp(&b.0));
        self.before.insert(0, Named { date, lines: named });
        self.before.truncate(2);
        quotes
    }

    /// The line that had a ticker, carried back, on one of the two dates before and not since.
    fn line_of(
        &self,
        key: &SymbolKey,
        date: NaiveDate,
        day: usize,
        place: &mut usize,
    ) -> Option<usize> {
        let renamed = self.changes.concerns(key);
        self.before.iter().enumerate().find_map(|(back, named)| {
            let then =
                if renamed { self.changes.carry(key, date, named.date)? } else { key.clone() };
            let at = match named.lines.get(*place) {
                Some((beside, _)) if back == 0 && *beside == then => *place,
                _ => named.lines.binary_search_by(|(other, _)| other.cmp(&then)).ok()?,
            };
            if back == 0 {
                *place = at + 1;
            }
            let line = named.lines[at].1;
            (self.lines[line].last == day - 1 - back).then_some(line)
        })
    }
}
