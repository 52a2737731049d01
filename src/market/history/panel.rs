//! A panel: the same lines on many dates, one row per line and date.
//!
//! Reads the CSV only: [`super::identity`] decides which rows of different dates are the same line,
//! [`super::labels`] what their labels mean.

use chrono::{Datelike as _, NaiveDate};
use compact_str::CompactString;
use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rustc_hash::FxHashMap;

use crate::calendar::exchange::{FIRST_YEAR, LAST_YEAR};
use crate::universe::import::corrections::CapCorrections;
use crate::universe::table::{self, ANY_PLACES, Column, Number, Row};
use crate::universe::{CAP, Exchange, Fault, Faults, Input, Lookalikes, PRICE, SymbolKey};

const fn col(
    name: &'static str,
    required: bool,
    holds: &'static str,
    meaning: &'static str,
) -> Column {
    Column { name, required, holds, meaning }
}

/// Columns of a panel.
pub const PANEL_COLUMNS: &[Column] = &[
    col("date", true, "date", "close that the row is of; rows stand in the order of their dates"),
    col("symbol", true, "ticker", "ticker of the line on that date"),
    col("exchange", false, "code", "where it trades: nyse, nasdaq, nyse-american, ..."),
    col("price", true, "USD a share", "close; empty where unknown"),
    col("market_cap", true, "USD", "cap of the whole company over all its classes"),
    col(
        "price_return",
        true,
        "fraction",
        "price return since the date before, adjusted for splits and spin-offs; 0.05 for 5%",
    ),
    col("country", false, "text", "the screener's country label, for lines that no file labels"),
    col("adv_usd", false, "USD a day", "average daily dollar volume"),
    col("days", false, "sessions", "sessions that the return covers"),
];

/// Possible returns: nothing is below the loss of everything.
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

/// One row of a panel.
#[derive(Debug, Clone)]
pub struct PanelRow {
    /// The close.
    pub date: NaiveDate,
    /// Line number in the file.
    pub line: u64,
    /// The ticker as the file spells it.
    pub symbol: CompactString,
    /// Where it trades.
    pub exchange: Exchange,
    /// Close, USD a share.
    pub price: Option<Decimal>,
    /// Cap of the whole company, USD.
    pub market_cap: Option<Decimal>,
    /// Price return since the previous date, a fraction.
    pub price_return: Option<f64>,
    /// The screener's country label; empty where it has none.
    pub country: CompactString,
    /// Average daily dollar volume, USD.
    pub adv_usd: Option<Decimal>,
    /// Sessions that the return covers.
    pub days: Option<u16>,
}

/// The rows of one date, in the order of their symbols.
#[derive(Debug)]
pub struct PanelDate {
    /// The date.
    pub date: NaiveDate,
    /// Its rows.
    pub rows: Vec<PanelRow>,
}

/// Reads a panel; `corrections` replace caps known to be wrong in the file.
///
/// # Errors
/// Every fault of the file: cells that cannot be read, dates out of order, a line twice on a date,
/// fewer than two dates.
pub fn read_panel(input: &Input, corrections: &CapCorrections) -> Result<Vec<PanelDate>, Faults> {
    let mut faults = Faults::default();
    let (parts, _) = table::read_parallel(input, PANEL_COLUMNS, &mut faults, |row, faults| {
        read_row(row, corrections, faults)
    });
    let mut dates: Vec<PanelDate> = Vec::new();
    for row in parts.into_iter().flatten() {
        match dates.last_mut() {
            Some(last) if last.date == row.date => last.rows.push(row),
            Some(last) if last.date > row.date => {
                faults.push(fault(
                    input,
                    Some(row.line),
                    format!("the date {} comes after {}", row.date, last.date),
                    "sort the rows by date",
                ));
                break;
            }
            last => {
                // About as many rows as the previous date had.
                let before = last.map_or(0, |last| last.rows.len());
                let mut rows = Vec::with_capacity(before + before / 16 + 1);
                let date = row.date;
                if !(FIRST_YEAR..=LAST_YEAR).contains(&date.year()) {
                    let problem = format!(
                        "the date {date} is outside the exchange calendar, which covers \
                         {FIRST_YEAR} to {LAST_YEAR}"
                    );
                    faults.push(fault(input, Some(row.line), problem, "check the year"));
                }
                rows.push(row);
                dates.push(PanelDate { date, rows });
            }
        }
    }
    let found: Vec<Faults> = dates.par_iter_mut().map(|day| sort(day, input)).collect();
    for found in found {
        faults.extend(found);
    }
    if faults.total() == 0 && dates.len() < 2 {
        let found = dates.first().map_or_else(|| "none".to_owned(), |d| d.date.to_string());
        faults.push(fault(
            input,
            None,
            format!("has fewer than two dates ({found})"),
            "give the closes of two dates at least: what happens between them is the history",
        ));
    }
    faults.into_result(dates)
}

fn fault(input: &Input, line: Option<u64>, problem: String, remedy: &str) -> Fault {
    Fault {
        file: input.name.clone(),
        line,
        column: None,
        value: None,
        problem,
        remedy: remedy.to_owned(),
    }
}

fn read_row(
    row: &mut Row<'_, '_>,
    corrections: &CapCorrections,
    faults: &mut Faults,
) -> Option<PanelRow> {
    let date = row.required(0, faults).and_then(|_| row.date(0, faults));
    let symbol = row.ticker_text(1, faults);
    let exchange = exchange(row, faults);
    let price = row.decimal(3, &ZERO_OR_PRICE, faults);
    let stated_cap = row.decimal(4, &ZERO_OR_CAP, faults);
    let price_return = row.float(5, RETURN, faults);
    let adv_usd = row.decimal(7, &VOLUME, faults);
    let days = sessions(row, faults);
    let (date, symbol) = (date?, symbol?);
    let corrected = corrections.has_day(date).then(|| corrections.of(date, symbol));
    let market_cap = stated_cap.map(|cap| corrected.flatten().unwrap_or(cap));
    Some(PanelRow {
        date,
        line: row.line,
        symbol: CompactString::new(symbol),
        exchange,
        price: price.filter(|p| !p.is_zero()),
        market_cap: market_cap.filter(|c| !c.is_zero()),
        price_return,
        country: CompactString::new(row.text(6).unwrap_or_default()),
        adv_usd,
        days,
    })
}

/// The exchange of a row; the screener says AMEX for NYSE American.
fn exchange(row: &Row<'_, '_>, faults: &mut Faults) -> Exchange {
    match row.text(2) {
        None => Exchange::UsListed,
        Some("AMEX") => Exchange::NyseAmerican,
        Some(_) => row.code(2, faults).unwrap_or(Exchange::Other),
    }
}

/// How many sessions a return covers.
fn sessions(row: &Row<'_, '_>, faults: &mut Faults) -> Option<u16> {
    // Nearly always a small number in digits alone, which needs no general parser.
    match row.text(8)?.parse() {
        Ok(sessions @ 0..=366) => Some(sessions),
        _ => row.decimal(8, &DAYS, faults)?.to_u16(),
    }
}

/// Sorts the rows of a date by symbol, and reports duplicates.
fn sort(day: &mut PanelDate, input: &Input) -> Faults {
    let mut faults = Faults::default();
    if !day.rows.is_sorted_by(|a, b| a.symbol < b.symbol) {
        day.rows.sort_by(|a, b| a.symbol.cmp(&b.symbol).then(a.line.cmp(&b.line)));
        for pair in day.rows.windows(2).filter(|pair| pair[0].symbol == pair[1].symbol) {
            let problem = format!("\"{}\" stands twice on {}", pair[1].symbol, day.date);
            faults.push(fault(input, Some(pair[1].line), problem, "keep one of the rows"));
        }
    }
    // Tickers that differ in case alone are the same line; few tickers have small letters.
    let is_small = |row: &&PanelRow| row.symbol.bytes().any(|b| b.is_ascii_lowercase());
    let mut seen: FxHashMap<SymbolKey, &PanelRow> = FxHashMap::default();
    for row in day.rows.iter().filter(is_small) {
        let key = SymbolKey::exact(&row.symbol);
        let capitals = day.rows.binary_search_by(|other| other.symbol.as_str().cmp(key.as_str()));
        let other = capitals.ok().map(|at| &day.rows[at]).or_else(|| seen.get(&key).copied());
        if let Some(other) = other.filter(|other| other.symbol != row.symbol) {
            let problem = format!(
                "\"{}\" on {} is \"{}\" of line {} in another spelling",
                row.symbol, day.date, other.symbol, other.line
            );
            faults.push(fault(input, Some(row.line), problem, "keep one of the rows"));
        }
        seen.insert(key, row);
    }
    faults
}

/// The lines of any one date whose tickers differ in punctuation alone.
pub fn panel_lookalikes(dates: &[PanelDate]) -> Lookalikes {
    let of_date = |day: &PanelDate| {
        Lookalikes::of(day.rows.iter().map(|row| (row.symbol.as_str(), Some(row.line))))
    };
    let found: Vec<Lookalikes> = dates.par_iter().map(of_date).collect();
    found.iter().fold(Lookalikes::default(), |mut all, of_date| {
        all.extend(of_date);
        all
    })
}
