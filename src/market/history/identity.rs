//! Decides which rows of different dates are the same line; a ticker alone does not identify one.
//!
//! A line is the same from one date to the next if its ticker is the same after ticker changes are
//! applied. A line that is missing on a single date and back on the next is a gap in the feed. One
//! that is missing longer was delisted, and a later line with its ticker is a different one. So is
//! a line that has the ticker of one that left by a stated merger or delisting, from that day on.

use chrono::{Days, NaiveDate};
use compact_str::CompactString;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::panel::PanelDate;
use super::{Day, Line, Quote, TickerRun};
use crate::universe::{SymbolChanges, SymbolKey};

/// How long before a stated merger or delisting the panel may have lost the line, calendar days:
/// trading is often halted before.
const LOST_BEFORE: u64 = 92;

/// Lines that left by a stated merger or delisting, keyed by its date and the ticker that it names.
pub(super) type Departed = FxHashMap<(NaiveDate, SymbolKey), usize>;

/// The rows of all dates, linked.
pub(super) struct Linked {
    /// The dates with their quotes.
    pub(super) days: Vec<Day>,
    /// The lines.
    pub(super) lines: Vec<Line>,
    /// Which lines left by which stated merger or delisting.
    pub(super) departed: Departed,
    /// Lines that begin under the ticker of one that left by a stated action, with their first day.
    pub(super) goes_on: Vec<(usize, usize)>,
}

/// Links the rows of all dates; `leaving` holds the dates and tickers of stated mergers and
/// delistings, in date order.
pub(super) fn link(
    dates: Vec<PanelDate>,
    changes: &SymbolChanges,
    leaving: &[(NaiveDate, SymbolKey)],
) -> Linked {
    // First the rows, which can be read independently for each date; then identities, in date
    // order; last the days built from both.
    let mut read: Vec<Rows> =
        dates.into_par_iter().map(|panel| Rows::new(panel, changes)).collect();
    let mut linker = Linker {
        changes,
        leaving,
        dates: Vec::new(),
        lines: Vec::new(),
        before: Vec::new(),
        departed: Departed::default(),
        goes_on: Vec::new(),
    };
    for (day, rows) in read.iter_mut().enumerate() {
        linker.day(day, rows);
    }
    let days = read.into_par_iter().map(|rows| Day::new(rows.date, rows.quotes)).collect();
    let Linker { lines, departed, goes_on, .. } = linker;
    Linked { days, lines, departed, goes_on }
}

/// The line that an action means by the ticker of the day before (`eve`), looked up among the
/// tickers of an earlier date of the panel.
pub(super) fn known_as(
    key: &SymbolKey,
    date: NaiveDate,
    changes: &SymbolChanges,
    then: NaiveDate,
    line_of: impl Fn(&SymbolKey) -> Option<usize>,
) -> Option<usize> {
    let eve = date.pred_opt().unwrap_or(date);
    // The owner of the ticker at that date either still has it, or another line took it over.
    let kept = changes.carry(key, then, eve).is_none_or(|now| now == *key);
    let renamed = || changes.carry(key, eve, then).filter(|old| old != key);
    let owner = || line_of(key).filter(|_| kept);
    // Last, a ticker that the line no longer has but had at that date.
    owner().or_else(|| line_of(&renamed()?)).or_else(|| line_of(key))
}

/// The rows of a date, in the order of their symbols.
struct Rows {
    date: NaiveDate,
    names: Vec<Name>,
    /// Their quotes; the lines are filled in later.
    quotes: Vec<Quote>,
}

/// What identifies a row's line.
struct Name {
    symbol: CompactString,
    key: SymbolKey,
    /// Whether the ticker occurs in any ticker change.
    renamed: bool,
    country: CompactString,
}

impl Rows {
    fn new(panel: PanelDate, changes: &SymbolChanges) -> Self {
        let mut names = Vec::with_capacity(panel.rows.len());
        let mut quotes = Vec::with_capacity(panel.rows.len());
        for row in panel.rows {
            let key = changes.key(&row.symbol);
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

impl Named {
    fn line_of(&self, key: &SymbolKey) -> Option<usize> {
        let at = self.lines.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
        Some(self.lines[at].1)
    }
}

struct Linker<'a> {
    changes: &'a SymbolChanges,
    /// The stated departures that are still to come.
    leaving: &'a [(NaiveDate, SymbolKey)],
    /// The dates so far.
    dates: Vec<NaiveDate>,
    lines: Vec<Line>,
    /// The two previous dates, newest first: a ticker that is on neither belongs to a new line.
    before: Vec<Named>,
    departed: Departed,
    goes_on: Vec<(usize, usize)>,
}

impl Linker<'_> {
    /// Assigns a line to every row of day number `day`.
    fn day(&mut self, day: usize, rows: &mut Rows) {
        let left = self.depart(rows.date, day);
        self.dates.push(rows.date);
        let names = std::mem::take(&mut rows.names);
        let mut lines = Vec::with_capacity(names.len());
        // Where the previous row's ticker was found on the date before: the next one is close to
        // it.
        let mut place = 0;
        for (name, quote) in names.into_iter().zip(&mut rows.quotes) {
            let found = self.line_of(&name, rows.date, day, &mut place);
            let line = found.unwrap_or_else(|| {
                self.lines.push(Line::new(day));
                let line = self.lines.len() - 1;
                if left.contains(&name.key) {
                    self.goes_on.push((line, day));
                }
                line
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
        // Sorted by key, which a vendor's punctuation may order differently from the symbols.
        lines.sort_by(|a, b| a.0.cmp(&b.0));
        self.before.insert(0, Named { date: rows.date, lines });
        self.before.truncate(2);
    }

    /// Ends the lines that leave by a stated action after the previous date and up to this one;
    /// returns the tickers under which the panel last had them.
    fn depart(&mut self, date: NaiveDate, day: usize) -> Vec<SymbolKey> {
        let now = self.leaving.partition_point(|(on, _)| *on <= date);
        let (due, later) = self.leaving.split_at(now);
        self.leaving = later;
        let mut left = Vec::new();
        for (on, key) in due {
            let Some(line) = self.leaver(key, *on, day) else { continue };
            self.lines[line].left = Some(*on);
            self.departed.insert((*on, key.clone()), line);
            left.extend(self.lines[line].tickers.last().map(|ticker| ticker.key.clone()));
        }
        left
    }

    /// The line that leaves: listed on one of the two previous dates, or lost a short while ago.
    fn leaver(&self, key: &SymbolKey, on: NaiveDate, day: usize) -> Option<usize> {
        let stays = |line: &usize| self.lines[*line].left.is_none();
        let recent = self.before.iter().enumerate().find_map(|(back, named)| {
            let then = |key: &SymbolKey| named.line_of(key).filter(stays);
            let line = known_as(key, on, self.changes, named.date, then)?;
            (self.lines[line].last + 1 + back == day).then_some(line)
        });
        recent.or_else(|| {
            let had = |line: &usize| {
                let found = &self.lines[*line];
                let lost_on = self.dates[found.last].checked_add_days(Days::new(LOST_BEFORE));
                found.tickers.last().is_some_and(|ticker| ticker.key == *key)
                    && lost_on.is_some_and(|until| on <= until)
            };
            (0..self.lines.len()).rev().filter(stays).find(had)
        })
    }

    /// The line that had a ticker, carried back through ticker changes, on one of the two previous
    /// dates and has not been seen since.
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
            let found = &self.lines[line];
            (found.last == day - 1 - back && found.left.is_none()).then_some(line)
        })
    }
}
