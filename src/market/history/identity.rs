//! Decides which rows of different dates are the same line; a ticker alone does not identify one.
//!
//! A line is the same from one date to the next if its ticker is the same after ticker changes are
//! applied. A line that is missing on a single date, or for up to a month if dates are closer, and then
//! returns is a gap in the feed. A line that is missing for longer was delisted, and a later line with
//! its ticker is a different one. After a stated merger or delisting, a line with the departed line's
//! ticker is a different line, too, from that day on.

use chrono::{Days, NaiveDate};
use compact_str::CompactString;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::panel::Panel;
use super::rows::Rows;
use super::{Day, Line, TickerRun};
use crate::universe::{SymbolChanges, SymbolKey};

/// How long before a stated merger or delisting the panel may have lost the line, calendar days:
/// trading is often halted before.
const LOST_BEFORE: u64 = 92;

/// How long a line may be missing if that covers several dates, calendar days.
const GAP: Days = Days::new(31);

/// The earlier days from which a line may continue to `day`, the latest first: the two before, and all
/// days within a gap.
pub(super) fn reaching(
    dates: impl Fn(usize) -> NaiveDate,
    day: usize,
) -> impl Iterator<Item = usize> {
    let date = dates(day);
    let in_reach = move |before: &usize| {
        day - *before <= 2
            || dates(*before).checked_add_days(GAP).is_some_and(|until| until >= date)
    };
    (0..day).rev().take_while(in_reach)
}

/// Lines that left by a stated merger or delisting, keyed by its date and the ticker that it names.
pub(super) type Departed = FxHashMap<(NaiveDate, SymbolKey), usize>;

/// The rows of all dates, linked.
pub(super) struct Linked {
    /// The dates with their quotes.
    pub(super) days: Vec<Day>,
    /// The lines.
    pub(super) lines: Vec<Line>,
    /// The line that left by each stated merger or delisting.
    pub(super) departed: Departed,
    /// Lines that begin under the ticker of one that left by a stated action, with their first day.
    pub(super) goes_on: Vec<(usize, usize)>,
    /// Lines that were missing, with each day on which they returned.
    pub(super) gaps: Vec<(usize, usize)>,
    /// Lines that begin under the ticker of another line that was missing for longer than a gap, with
    /// their first day.
    pub(super) comes_back: Vec<(usize, usize)>,
}

/// Links the rows of all dates; `leaving` holds the dates and tickers of stated mergers and
/// delistings, in date order.
pub(super) fn link(
    panel: Panel,
    changes: &SymbolChanges,
    leaving: &[(NaiveDate, SymbolKey)],
) -> Linked {
    let Panel { tickers, countries, mut days, .. } = panel;
    let keys = Keys::new(&tickers, changes);
    let mut linker = Linker {
        changes,
        leaving,
        tickers: &tickers,
        seen: vec![[Seen::NEVER; 2]; keys.all.len()],
        keys,
        dates: Vec::with_capacity(days.len()),
        lines: Vec::new(),
        latest: Vec::new(),
        departed: Departed::default(),
        goes_on: Vec::new(),
        gaps: Vec::new(),
        comes_back: Vec::new(),
    };
    for (date, rows) in &mut days {
        linker.day(*date, rows);
    }
    let Linker { mut lines, latest, departed, goes_on, gaps, comes_back, .. } = linker;
    for (line, latest) in lines.iter_mut().zip(latest) {
        if let Some(country) = latest.country {
            line.country.clone_from(&countries[country as usize]);
        }
    }
    let days = days.into_par_iter().map(|(date, rows)| Day::new(date, rows)).collect();
    Linked { days, lines, departed, goes_on, gaps, comes_back }
}

/// The line that an action means by its ticker of the day before (`eve`), looked up among the tickers of
/// an earlier date of the panel, `then`.
pub(super) fn known_as(
    key: &SymbolKey,
    date: NaiveDate,
    changes: &SymbolChanges,
    then: NaiveDate,
    line_of: impl Fn(&SymbolKey) -> Option<usize>,
) -> Option<usize> {
    let eve = date.pred_opt().unwrap_or(date);
    // The ticker's owner at that date is meant unless it gave the ticker up by the eve.
    let kept = changes.carry(key, then, eve).is_none_or(|now| now == *key);
    let renamed = || changes.carry(key, eve, then).filter(|old| old != key);
    let owner = || line_of(key).filter(|_| kept);
    // As a last resort, a ticker that the line no longer has but had at that date.
    owner().or_else(|| line_of(&renamed()?)).or_else(|| line_of(key))
}

/// The keys of all tickers: each ticker is parsed once, not on every date.
struct Keys {
    /// All keys, in the order of their numbers.
    all: Vec<SymbolKey>,
    numbers: FxHashMap<SymbolKey, usize>,
    /// For each ticker, the number of its key.
    of_ticker: Vec<usize>,
    /// For each key, whether it occurs in a ticker change.
    renamed: Vec<bool>,
}

impl Keys {
    fn new(tickers: &[CompactString], changes: &SymbolChanges) -> Self {
        let (mut keys, mut numbers) = (Vec::new(), FxHashMap::default());
        let of_ticker = tickers
            .iter()
            .map(|ticker| {
                let key = changes.key(ticker);
                *numbers.entry(key).or_insert_with_key(|key| {
                    keys.push(key.clone());
                    keys.len() - 1
                })
            })
            .collect();
        let renamed = keys.iter().map(|key| changes.concerns(key)).collect();
        Self { all: keys, numbers, of_ticker, renamed }
    }
}

/// The line that had a ticker on a day.
#[derive(Debug, Clone, Copy)]
struct Seen {
    day: usize,
    line: usize,
}

impl Seen {
    const NEVER: Self = Self { day: usize::MAX, line: usize::MAX };
}

/// The numbers of the ticker and the country label of a line's last row.
#[derive(Debug, Clone, Copy)]
struct Latest {
    ticker: u32,
    country: Option<u32>,
}

struct Linker<'a> {
    changes: &'a SymbolChanges,
    /// The stated departures that are still to come.
    leaving: &'a [(NaiveDate, SymbolKey)],
    tickers: &'a [CompactString],
    keys: Keys,
    /// For each key, the last two days on which it occurs, newest first: a ticker that is on neither of
    /// the two previous dates belongs to a new line.
    seen: Vec<[Seen; 2]>,
    /// The dates so far.
    dates: Vec<NaiveDate>,
    lines: Vec<Line>,
    /// For each line, its last row.
    latest: Vec<Latest>,
    departed: Departed,
    goes_on: Vec<(usize, usize)>,
    gaps: Vec<(usize, usize)>,
    comes_back: Vec<(usize, usize)>,
}

impl Linker<'_> {
    /// Assigns a line to every row of the next date.
    fn day(&mut self, date: NaiveDate, rows: &mut Rows) {
        let day = self.dates.len();
        let left = self.depart(date, day);
        self.dates.push(date);
        let mut lines = Vec::with_capacity(rows.len());
        for (row, &ticker) in rows.whose.iter().enumerate() {
            let key = self.keys.of_ticker[ticker as usize];
            let country = rows.country(row);
            let line = self.line_of(key, date, day).unwrap_or_else(|| {
                self.lines.push(Line::new(day));
                // A placeholder: no ticker has this number.
                self.latest.push(Latest { ticker: u32::MAX, country });
                let line = self.lines.len() - 1;
                if left.contains(&self.keys.all[key]) {
                    self.goes_on.push((line, day));
                } else if self.was_another(key) {
                    self.comes_back.push((line, day));
                }
                line
            });
            let entry = &mut self.lines[line];
            if entry.last + 1 < day {
                self.gaps.push((line, day));
            }
            entry.last = day;
            entry.exchange = rows.exchange(row);
            let latest = &mut self.latest[line];
            if latest.ticker != ticker {
                let symbol = self.tickers[ticker as usize].clone();
                let key = self.keys.all[key].clone();
                entry.tickers.push(TickerRun { from: day, symbol, key });
            }
            *latest = Latest { ticker, country };
            lines.push(line);
        }
        // Update the tickers only now: other rows of this date may use tickers of the dates before.
        for (ticker, line) in rows.whose.iter_mut().zip(lines) {
            let seen = &mut self.seen[self.keys.of_ticker[*ticker as usize]];
            *seen = [Seen { day, line }, seen[0]];
            // There are no more lines than rows, and fewer rows than 2^32.
            *ticker = u32::try_from(line).unwrap_or(u32::MAX);
        }
    }

    /// The line that had a key on a day, which must be one of the last two days on which it occurs.
    fn had(&self, key: usize, day: usize) -> Option<usize> {
        self.seen[key].iter().find(|seen| seen.day == day).map(|seen| seen.line)
    }

    /// True if the last line with a key still had it when it went missing and did not leave by a stated
    /// action.
    fn was_another(&self, key: usize) -> bool {
        let line = self.lines.get(self.seen[key][0].line);
        line.is_some_and(|line| {
            let is_its_last = line.tickers.last().is_some_and(|run| run.key == self.keys.all[key]);
            line.left.is_none() && is_its_last
        })
    }

    /// The previous day, and the one before it.
    fn before(day: usize) -> impl Iterator<Item = usize> {
        (day.saturating_sub(2)..day).rev()
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
        let recent = Self::before(day).find_map(|before| {
            let then =
                |key: &SymbolKey| self.had(*self.keys.numbers.get(key)?, before).filter(stays);
            let line = known_as(key, on, self.changes, self.dates[before], then)?;
            (self.lines[line].last == before).then_some(line)
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

    /// The line that had a ticker, carried back through ticker changes, at most a gap ago.
    fn line_of(&self, key: usize, date: NaiveDate, day: usize) -> Option<usize> {
        reaching(|day| self.dates[day], day).find_map(|before| {
            let then = if self.keys.renamed[key] {
                let carried = self.changes.carry(&self.keys.all[key], date, self.dates[before])?;
                *self.keys.numbers.get(&carried)?
            } else {
                key
            };
            let line = self.had(then, before)?;
            let found = &self.lines[line];
            (found.last == before && found.left.is_none()).then_some(line)
        })
    }
}
