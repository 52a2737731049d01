//! Rows of the screener, in either of the two forms that are in use.
//!
//! The exchange's own export has `$` prices and no date, exchange or averages; the dated form has
//! plain numbers, the exchange, the 30-day mean close and the average daily dollar volume. In both a
//! cap of `0.00` and an empty cell mean unknown.

use std::sync::Arc;

use chrono::NaiveDate;
use compact_str::CompactString;
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use crate::universe::fault::Faults;
use crate::universe::input::Input;
use crate::universe::read::{CAP, PRICE};
use crate::universe::security::Exchange;
use crate::universe::symbol::SymbolKey;
use crate::universe::table::{self, Column, Number, Row};
use crate::universe::words::Words;

/// One line as the screener states it.
#[derive(Debug, Clone)]
pub(super) struct ScreenerRow {
    pub(super) line: u64,
    pub(super) symbol: CompactString,
    pub(super) key: SymbolKey,
    pub(super) name: String,
    pub(super) exchange: Exchange,
    pub(super) price: Option<Decimal>,
    pub(super) market_cap: Option<Decimal>,
    pub(super) country: Arc<str>,
    pub(super) sector: Arc<str>,
    pub(super) industry: Arc<str>,
    pub(super) ipo_year: Option<i32>,
    pub(super) mean_close_30d: Option<Decimal>,
    pub(super) adv_usd: Option<Decimal>,
}

const fn col(name: &'static str, required: bool) -> Column {
    Column { name, required, holds: "", meaning: "a column of the screener's export" }
}

/// The dated form.
pub const DATED: &[Column] = &[
    col("symbol", true),
    col("name", true),
    col("exchange", false),
    col("price", true),
    col("market_cap", true),
    col("country", true),
    col("sector", true),
    col("industry", true),
    col("ipo_year", true),
    col("mean_close_30d", false),
    col("adv_usd_3m", false),
    col("volume", false),
];

/// The exchange's own export, its columns in the order of [`DATED`].
pub const EXPORT: &[Column] = &[
    col("Symbol", true),
    col("Name", true),
    col("Exchange", false),
    col("Last Sale", true),
    col("Market Cap", true),
    col("Country", true),
    col("Sector", true),
    col("Industry", true),
    col("IPO Year", true),
    col("Mean Close 30d", false),
    col("ADV USD", false),
    col("Volume", false),
    col("Net Change", false),
    col("% Change", false),
];

/// Reads all rows.
///
/// # Errors
/// Every fault of the file.
pub(super) fn read_rows(
    input: &Input,
    as_of: NaiveDate,
) -> Result<(Vec<ScreenerRow>, usize), Faults> {
    let mut faults = Faults::default();
    let mut rows: Vec<ScreenerRow> = Vec::new();
    let mut repeated = 0;
    let mut seen = FxHashSet::default();
    let mut words = Words::default();
    table::read(input, columns_of(input), &mut faults, |row, faults| {
        let Some(read) = read_row(row, as_of, &mut words, faults) else { return };
        // The feed repeats a line now and then; the first is as good as the second.
        if seen.insert(read.key.clone()) {
            rows.push(read);
        } else {
            repeated += 1;
        }
    });
    if rows.is_empty() && faults.total() == 0 {
        faults.file(&input.name, "has no rows", "export the screener's whole list");
    }
    faults.into_result((rows, repeated))
}

/// Calls `each` with ticker, price and cap of every row, in the order of the file.
///
/// # Errors
/// Every fault of these cells.
pub(super) fn read_prices(
    input: &Input,
    mut each: impl FnMut(&str, Option<Decimal>, Option<Decimal>),
) -> Result<(), Faults> {
    let mut faults = Faults::default();
    table::read(input, columns_of(input), &mut faults, |row, faults| {
        if let Some(symbol) = row.required(0, faults) {
            each(symbol, money(row, 3, &PRICE, faults), money(row, 4, &CAP, faults));
        }
    });
    faults.into_result(())
}

/// The columns of the form that the file is in.
fn columns_of(input: &Input) -> &'static [Column] {
    let exported = input.text().lines().next().is_some_and(|header| header.contains("Last Sale"));
    if exported { EXPORT } else { DATED }
}

fn read_row(
    row: &Row<'_, '_>,
    as_of: NaiveDate,
    words: &mut Words,
    faults: &mut Faults,
) -> Option<ScreenerRow> {
    let symbol = row.required(0, faults)?;
    let text = |column| row.text(column).unwrap_or_default();
    let listed = |year: i32| (1792..=chrono::Datelike::year(&as_of)).contains(&year);
    Some(ScreenerRow {
        line: row.line,
        symbol: CompactString::new(symbol),
        key: SymbolKey::new(symbol),
        name: text(1).to_owned(),
        exchange: exchange(text(2)),
        price: money(row, 3, &PRICE, faults),
        market_cap: money(row, 4, &CAP, faults),
        country: words.of(text(5)),
        sector: words.of(text(6)),
        industry: words.of(text(7)),
        ipo_year: row.text(8).and_then(|y| y.parse().ok()).filter(|y| listed(*y)),
        mean_close_30d: money(row, 9, &PRICE, faults),
        adv_usd: money(row, 10, &CAP, faults),
    })
}

/// The exchange by the screener's word; where it has none, one of the three that it covers.
fn exchange(word: &str) -> Exchange {
    match word {
        "NYSE" => Exchange::Nyse,
        "NASDAQ" => Exchange::Nasdaq,
        "AMEX" => Exchange::NyseAmerican,
        "" => Exchange::UsListed,
        _ => Exchange::Other,
    }
}

/// A price or cap, with or without a dollar sign; zero is the vendor's word for unknown.
fn money(
    row: &Row<'_, '_>,
    column: usize,
    limits: &Number,
    faults: &mut Faults,
) -> Option<Decimal> {
    let text = row.text(column)?;
    let plain = text.strip_prefix('$').unwrap_or(text);
    let zero_is_unknown = Number { above_min: false, ..*limits };
    match table::parse_decimal(plain, &zero_is_unknown) {
        Ok(number) => Some(number).filter(|n| !n.is_zero()),
        Err((problem, remedy)) => {
            row.fault(column, Some(text), &problem, &remedy, faults);
            None
        }
    }
}
