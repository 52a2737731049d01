//! Which rows of different dates are the same line: a ticker alone is no identity.
//!
//! A line is the same from one date to the next where its ticker is, carried along the ticker
//! changes. One that is missing on a single date and back on the next was a hole of the feed; one
//! that is missing longer was delisted, and what has its ticker later is somebody else.

use chrono::NaiveDate;
use compact_str::CompactString;
use rayon::prelude::*;

use super::panel::PanelDate;
use super::{Day, Line, Quote, TickerRun};
use crate::universe::{SymbolChanges, SymbolKey};

/// Links the rows of all dates; returns the dates with their quotes, and the lines.
pub(super) fn link(dates: Vec<PanelDate>, changes: &SymbolChanges) -> (Vec<Day>, Vec<Line>) {
    // What rows say by themselves, date by date; who is who, in the order of the dates; and the
    // days that come of it.
    let mut read: Vec<Rows> =
        dates.into_par_iter().map(|panel| Rows::new(panel, changes)).collect();
    let mut linker = Linker { changes, lines: Vec::new(), before: Vec::new() };
    for (day, rows) in read.iter_mut().enumerate() {
        linker.day(day, rows);
    }
    let days = read.into_par_iter().map(|rows| Day::new(rows.date, rows.quotes)).collect();
    (days, linker.lines)
}

/// The rows of a date, in the order of their symbols.
struct Rows {
    date: NaiveDate,
    names: Vec<Name>,
    /// Their quotes, of lines that are not known yet.
    quotes: Vec<Quote>,
}

/// What tells a row's line.
struct Name {
    symbol: CompactString,
    key: SymbolKey,
    /// Whether any ticker change has the ticker.
    renamed: bool,
    country: CompactString,
}

impl Rows {
    fn new(panel: PanelDate, changes: &SymbolChanges) -> Self {
        let mut names = Vec::with_capacity(panel.rows.len());
        let mut quotes = Vec::with_capacity(panel.rows.len());
        for row in panel.rows {
            let key = SymbolKey::new(&row.symbol);
            let renamed = changes.concerns(&key);
            names.push(Name { symbol: row.symbol, key, renamed, country: row.country });
            quotes.push(Quote {
                line: usize::MAX,
                exchange: row.exchange,
                price: row.price,
                market_cap: row.market_cap,
                price_return: row.price_return,
                adv_usd: row.adv_usd,
                days: row.days,
            });
        }
        Self { date: panel.date, names, quotes }
    }
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
    /// Gives every row of a day, number `day`, its line.
    fn day(&mut self, day: usize, rows: &mut Rows) {
        let names = std::mem::take(&mut rows.names);
        let mut lines = Vec::with_capacity(names.len());
        // Where the last row's ticker was found on the date before: the next is beside it.
        let mut place = 0;
        for (name, quote) in names.into_iter().zip(&mut rows.quotes) {
            let found = self.line_of(&name, rows.date, day, &mut place);
            let line = found.unwrap_or_else(|| {
                self.lines.push(Line::new(day));
                self.lines.len() - 1
            });
            quote.line = line;
            let entry = &mut self.lines[line];
            entry.last = day;
            entry.exchange = quote.exchange;
            if entry.tickers.last().is_none_or(|ticker| ticker.symbol != name.symbol) {
                let (from, key) = (day, name.key.clone());
                entry.tickers.push(TickerRun { from, symbol: name.symbol, key });
            }
            if entry.country != name.country {
                entry.country = name.country;
            }
            lines.push((name.key, line));
        }
        // By key, which a vendor's punctuation may put in another order than the symbols.
        lines.sort_by(|a, b| a.0.cmp(&b.0));
        self.before.insert(0, Named { date: rows.date, lines });
        self.before.truncate(2);
    }

    /// The line that had a ticker, carried back, on one of the two dates before and not since.
    fn line_of(
        &self,
        name: &Name,
        date: NaiveDate,
        day: usize,
        place: &mut usize,
    ) -> Option<usize> {
        self.before.iter().enumerate().find_map(|(back, named)| {
            let carried;
            let then = if name.renamed {
                carried = self.changes.carry(&name.key, date, named.date)?;
                &carried
            } else {
                &name.key
            };
            let at = match named.lines.get(*place) {
                Some((beside, _)) if back == 0 && beside == then => *place,
                _ => named.lines.binary_search_by(|(other, _)| other.cmp(then)).ok()?,
            };
            if back == 0 {
                *place = at + 1;
            }
            let line = named.lines[at].1;
            (self.lines[line].last == day - 1 - back).then_some(line)
        })
    }
}
