//! Reads the rows of a panel, block by block, into columns.

use chrono::{Datelike as _, NaiveDate};
use compact_str::CompactString;
use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rustc_hash::FxHashMap;

use super::{OtherMoney, PANEL_COLUMNS, Panel};
use crate::calendar::exchange::{FIRST_YEAR, LAST_YEAR};
use crate::limits;
use crate::market::history::names::{Names, is_same};
use crate::market::history::rows::{RowValues, Rows, packed};
use crate::refusal::Refusal;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::packed::Packed;
use crate::universe::table::{self, ANY_PLACES, Number, Row};
use crate::universe::{
    CAP, Exchange, Fault, Faults, Input, Lookalikes, PRICE, SymbolKey, is_other_currency, shorten,
};

/// The range of possible returns: no return is below a total loss.
const RETURN: (f64, f64) = (-1.0, 1_000_000.0);
// Vendors write zero for a price or cap that they do not know.
const ZERO_OR_PRICE: Number = Number { above_min: false, min: Decimal::ZERO, ..PRICE };
const ZERO_OR_CAP: Number = Number { above_min: false, min: Decimal::ZERO, ..CAP };
const VOLUME: Number =
    Number { min: Decimal::ZERO, above_min: false, max: CAP.max, places: ANY_PLACES };
/// Largest number of sessions that a return may cover.
const DAYS: Number = Number {
    min: Decimal::ZERO,
    above_min: false,
    max: Decimal::from_parts(10_000, 0, 0, false, 0),
    places: 0,
};

/// Reads a panel; `corrections` replace caps known to be wrong in the file.
///
/// # Errors
/// All faults of the file: cells that cannot be read, dates out of order, a line twice on a date, fewer
/// than two dates.
pub fn read_panel(input: &Input, corrections: &CapCorrections) -> Result<Panel, Faults> {
    let each = |block: &mut Block, row: &mut Row<'_, '_>, faults: &mut Faults| {
        block.read(row, corrections, faults);
    };
    let mut assembly = Assembly::new(input);
    let take = |block: Block| assembly.add(&block);
    let (rows, start) = (limits::PANEL_ROWS, Block::with_capacity);
    if input.is_unread() {
        let read = table::read_streamed(rows, input, PANEL_COLUMNS, start, each, take);
        return match read {
            Some((_, faults)) => finish(input, assembly, faults),
            None => read_panel(&input.held()?, corrections),
        };
    }
    let mut faults = Faults::default();
    table::read_blocks(rows, input, PANEL_COLUMNS, &mut faults, start, each, take);
    finish(input, assembly, faults)
}

/// The panel, or all faults of its rows and of its dates.
fn finish(input: &Input, assembly: Assembly<'_>, mut faults: Faults) -> Result<Panel, Faults> {
    let (panel, found) = assembly.finish();
    faults.extend(found);
    if faults.total() == 0 && panel.days.len() < 2 {
        let found = panel.dates().next().map_or_else(|| "none".to_owned(), |d| d.to_string());
        faults.push(fault(
            input,
            None,
            format!("has fewer than two dates ({found})"),
            "give the closes of two dates at least: what happens between them is the history",
        ));
    }
    faults.into_result(panel)
}

fn fault(input: &Input, line: Option<u64>, problem: String, remedy: &str) -> Fault {
    input.fault(line, None, None, Refusal::new(problem, remedy))
}

/// Consecutive rows of the file.
struct Block {
    /// The dates in the order of the rows, with the number of rows of each.
    dates: Vec<(NaiveDate, usize)>,
    /// The date of the row before, as written.
    written: CompactString,
    /// The last exchange that was read, as written and as understood.
    exchange: Option<(CompactString, Exchange)>,
    rows: Rows,
    /// Line numbers of the rows; a panel has fewer than 2^32.
    lines: Vec<u32>,
    tickers: Names,
    countries: Names,
    other_money: OtherMoney,
}

impl Block {
    fn with_capacity(rows: usize) -> Self {
        Self {
            dates: Vec::new(),
            written: CompactString::default(),
            exchange: None,
            rows: Rows::with_capacity(rows),
            lines: Vec::with_capacity(rows),
            tickers: Names::default(),
            countries: Names::default(),
            other_money: OtherMoney::default(),
        }
    }

    fn read(&mut self, row: &mut Row<'_, '_>, corrections: &CapCorrections, faults: &mut Faults) {
        let date = self.date(row, faults);
        let symbol = row.ticker_text(1, faults);
        let exchange = self.exchange(row, faults);
        let price = row.packed(3, &ZERO_OR_PRICE, faults);
        let stated_cap = row.packed(4, &ZERO_OR_CAP, faults);
        let price_return = row.float(5, RETURN, faults);
        let adv_usd = row.packed(7, &VOLUME, faults);
        let days = sessions(row, faults);
        let (Some(date), Some(symbol)) = (date, symbol) else { return };
        let corrected = corrections.has_day(date).then(|| corrections.of(date, symbol)).flatten();
        let corrected = stated_cap.and(packed(corrected));
        let is_in_dollars = self.other_money.is_in_dollars(row, symbol);
        let known = |money: Option<Result<Packed, Decimal>>| money.filter(|_| is_in_dollars);
        match self.dates.last_mut() {
            Some((last, rows)) if *last == date => *rows += 1,
            _ => self.dates.push((date, 1)),
        }
        self.lines.push(u32::try_from(row.line).unwrap_or(u32::MAX));
        self.rows.push(RowValues {
            whose: self.tickers.number(symbol),
            exchange,
            price: known(price).filter(is_not_zero),
            market_cap: known(corrected.or(stated_cap)).filter(is_not_zero),
            price_return,
            country: row.text(6).map(|country| self.countries.number(country)),
            adv_usd: known(adv_usd),
            days,
        });
    }

    /// The exchange of a row; the screener says AMEX for NYSE American.
    fn exchange(&mut self, row: &Row<'_, '_>, faults: &mut Faults) -> Exchange {
        let Some(text) = row.text(2) else { return Exchange::UsListed };
        match &self.exchange {
            Some((written, exchange)) if is_same(written, text) => *exchange,
            _ if text == "AMEX" => Exchange::NyseAmerican,
            _ => {
                let known = row.code(2, faults);
                self.exchange = known.map(|exchange| (text.into(), exchange));
                known.unwrap_or(Exchange::Other)
            }
        }
    }

    /// The date of a row; nearly every one is written as that of the row before.
    fn date(&mut self, row: &Row<'_, '_>, faults: &mut Faults) -> Option<NaiveDate> {
        let text = row.required(0, faults)?;
        match self.dates.last() {
            Some((date, _)) if is_same(&self.written, text) => Some(*date),
            _ => {
                let date = row.date(0, faults)?;
                self.written = text.into();
                Some(date)
            }
        }
    }
}

impl OtherMoney {
    /// How many rows the remark names.
    const NAMED: usize = 8;

    /// Whether the money of a row is in US dollars; if not, the row is recorded.
    fn is_in_dollars(&mut self, row: &Row<'_, '_>, symbol: &str) -> bool {
        let Some(currency) = row.text(9).filter(|text| is_other_currency(text)) else {
            return true;
        };
        *self.currencies.entry(shorten(currency)).or_default() += 1;
        if self.first.len() < Self::NAMED {
            self.first.push(format!("{} ({})", shorten(symbol), row.name_of_line(row.line)));
        }
        false
    }

    /// Adds the counts and rows of the next block.
    fn extend(&mut self, next: &Self) {
        for (currency, rows) in &next.currencies {
            *self.currencies.entry(currency.clone()).or_default() += rows;
        }
        let room = Self::NAMED - self.first.len();
        self.first.extend(next.first.iter().take(room).cloned());
    }
}

/// Vendors write zero for a price or cap that they do not know.
fn is_not_zero(read: &Result<Packed, Decimal>) -> bool {
    read.map_or_else(|number| !number.is_zero(), |packed| !packed.is_zero())
}

/// The number of sessions that a return covers.
fn sessions(row: &Row<'_, '_>, faults: &mut Faults) -> Option<u16> {
    // This is nearly always a small number in digits alone, which needs no general parser.
    match row.text(8)?.parse() {
        Ok(sessions @ 0..=366) => Some(sessions),
        _ => row.decimal(8, &DAYS, faults)?.to_u16(),
    }
}

/// A date while the file is read: its rows in the order of the file, with their line numbers.
struct Unsorted {
    date: NaiveDate,
    rows: Rows,
    lines: Vec<u32>,
}

/// Assembles the blocks of a file.
struct Assembly<'i> {
    input: &'i Input,
    /// The dates that the calendar covers; there may be millions of others, which are all faults.
    dates: Vec<Unsorted>,
    /// The last date, covered or not.
    last: Option<NaiveDate>,
    tickers: Names,
    countries: Names,
    other_money: OtherMoney,
    faults: Faults,
    /// True if dates are out of order; the rest of the file is then ignored.
    is_stopped: bool,
}

impl<'i> Assembly<'i> {
    fn new(input: &'i Input) -> Self {
        Self {
            input,
            dates: Vec::new(),
            last: None,
            tickers: Names::default(),
            countries: Names::default(),
            other_money: OtherMoney::default(),
            faults: Faults::default(),
            is_stopped: false,
        }
    }

    /// Adds the next block of the file.
    fn add(&mut self, block: &Block) {
        let number = |names: &mut Names, own: &Names| -> Vec<u32> {
            own.texts().iter().map(|text| names.number(text)).collect()
        };
        self.other_money.extend(&block.other_money);
        let tickers = number(&mut self.tickers, &block.tickers);
        let countries = number(&mut self.countries, &block.countries);
        let mut start = 0;
        for &(date, count) in &block.dates {
            let rows = start..start + count;
            start = rows.end;
            let line = block.lines[rows.start];
            if self.is_stopped || !self.reach(date, line) {
                self.is_stopped = true;
                return;
            }
            if let Some(last) = self.dates.last_mut().filter(|last| last.date == date) {
                let ticker = |number: u32| tickers[number as usize];
                let country = |number: u32| countries[number as usize];
                last.lines.extend_from_slice(&block.lines[rows.clone()]);
                last.rows.append(&block.rows, rows, ticker, country);
            }
        }
    }

    /// Begins a date unless it is the current one; false if the date lies before the current one.
    fn reach(&mut self, date: NaiveDate, line: u32) -> bool {
        let line = Some(u64::from(line));
        match self.last {
            Some(last) if last == date => return true,
            Some(last) if last > date => {
                let problem = format!("the date {date} comes after {last}");
                self.faults.push(fault(self.input, line, problem, "sort the rows by date"));
                return false;
            }
            _ => self.last = Some(date),
        }
        if !(FIRST_YEAR..=LAST_YEAR).contains(&date.year()) {
            let problem = format!(
                "the date {date} is outside the exchange calendar, which covers \
                 {FIRST_YEAR} to {LAST_YEAR}"
            );
            self.faults.push(fault(self.input, line, problem, "check the year"));
            return true;
        }
        // About as many rows as the previous date had.
        let before = self.dates.last().map_or(0, |last| last.rows.len());
        let rows = Rows::with_capacity(before + before / 16 + 1);
        self.dates.push(Unsorted { date, rows, lines: Vec::with_capacity(before) });
        true
    }

    /// The panel, each date sorted by ticker, and the faults of its dates.
    fn finish(self) -> (Panel, Faults) {
        let Self { input, dates, tickers, countries, other_money, mut faults, .. } = self;
        let countries = countries.texts().to_vec();
        let (tickers, places) = tickers.sorted();
        let about = About {
            punctuated: tickers.iter().any(|ticker| SymbolKey::is_punctuated(ticker)),
            small: tickers.iter().map(|t| t.bytes().any(|b| b.is_ascii_lowercase())).collect(),
            tickers: &tickers,
        };
        let sorted: Vec<(NaiveDate, Rows, Lookalikes, Faults)> =
            dates.into_par_iter().map(|day| sort(day, &places, &about, input)).collect();
        let mut lookalikes = Lookalikes::default();
        let mut days = Vec::with_capacity(sorted.len());
        for (date, rows, alike, found) in sorted {
            faults.extend(found);
            lookalikes.extend(&alike);
            days.push((date, rows));
        }
        (Panel { tickers, countries, days, lookalikes, other_money }, faults)
    }
}

/// The tickers of a panel in order, with properties of theirs.
struct About<'a> {
    tickers: &'a [CompactString],
    /// Whether any ticker has punctuation, as all but one of each group of lookalikes do.
    punctuated: bool,
    /// For each ticker, whether it has lower-case letters.
    small: Vec<bool>,
}

impl About<'_> {
    fn text(&self, ticker: u32) -> &str {
        &self.tickers[ticker as usize]
    }
}

/// Sorts the rows of a date by ticker, and reports duplicates; `places` are the positions of the tickers,
/// by number, in sorted order.
fn sort(
    day: Unsorted,
    places: &[u32],
    about: &About<'_>,
    input: &Input,
) -> (NaiveDate, Rows, Lookalikes, Faults) {
    let Unsorted { date, mut rows, mut lines } = day;
    let mut faults = Faults::default();
    rows.whose.iter_mut().for_each(|ticker| *ticker = places[*ticker as usize]);
    if rows.whose.is_sorted_by(|a, b| a < b) {
        rows.shrink();
    } else {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_unstable_by_key(|&row| (rows.whose[row], lines[row]));
        rows = rows.reordered(&order);
        lines = order.iter().map(|&row| lines[row]).collect();
        for (pair, line) in rows.whose.windows(2).zip(lines.iter().skip(1)) {
            if pair[0] == pair[1] {
                let problem = format!("\"{}\" stands twice on {date}", about.text(pair[1]));
                let line = Some(u64::from(*line));
                faults.push(fault(input, line, problem, "keep one of the rows"));
            }
        }
    }
    spellings((date, &rows.whose, &lines), about, input, &mut faults);
    let named = rows.whose.iter().zip(&lines);
    let named = named.map(|(ticker, line)| (about.text(*ticker), Some(u64::from(*line))));
    let lookalikes = if about.punctuated { Lookalikes::of(named) } else { Lookalikes::default() };
    (date, rows, lookalikes, faults)
}

/// Reports tickers of a date that differ only in case, which are the same line; few tickers have
/// lower-case letters.
fn spellings(
    (date, tickers, lines): (NaiveDate, &[u32], &[u32]),
    about: &About<'_>,
    input: &Input,
    faults: &mut Faults,
) {
    let mut seen: FxHashMap<SymbolKey, usize> = FxHashMap::default();
    for row in (0..tickers.len()).filter(|&row| about.small[tickers[row] as usize]) {
        let text = |row: usize| about.text(tickers[row]);
        let key = SymbolKey::exact(text(row));
        let capitals = tickers.binary_search_by(|other| about.text(*other).cmp(key.as_str()));
        let other = capitals.ok().or_else(|| seen.get(&key).copied());
        if let Some(other) = other.filter(|&other| tickers[other] != tickers[row]) {
            let problem = format!(
                "\"{}\" on {date} is \"{}\" of {} in another spelling",
                text(row),
                text(other),
                input.name_of_line(u64::from(lines[other]))
            );
            let line = Some(u64::from(lines[row]));
            faults.push(fault(input, line, problem, "keep one of the rows"));
        }
        seen.insert(key, row);
    }
}
