//! Rows of the screener, in either of its two forms.
//!
//! The exchange's own export has `$` prices and no date, exchange or averages; the dated form has
//! plain numbers, the exchange, the 30-day mean close and the average daily dollar volume. In both a
//! cap of `0.00` and an empty cell mean unknown. The exchange's interface and its exports of earlier
//! years have some of the columns of the export under other names.

use arcstr::ArcStr;
use chrono::NaiveDate;
use compact_str::CompactString;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rustc_hash::FxHashMap;

use crate::universe::fault::Faults;
use crate::universe::import::cell::{CellCounts, Cells};
use crate::universe::input::Input;
use crate::universe::lookalikes::Lookalikes;
use crate::universe::read::{CAP, PRICE};
use crate::universe::security::Exchange;
use crate::universe::symbol::SymbolKey;
use crate::universe::table::{self, Column, Number, Row, column as col};
use crate::universe::words::Words;

/// One line as stated by the screener.
#[derive(Debug, Clone)]
pub(super) struct ScreenerRow {
    pub(super) line: u64,
    pub(super) symbol: CompactString,
    pub(super) key: SymbolKey,
    pub(super) name: String,
    pub(super) exchange: Exchange,
    pub(super) price: Option<Decimal>,
    pub(super) market_cap: Option<Decimal>,
    pub(super) country: ArcStr,
    pub(super) sector: ArcStr,
    pub(super) industry: ArcStr,
    pub(super) ipo_year: Option<i32>,
    pub(super) mean_close_30d: Option<Decimal>,
    pub(super) adv_usd: Option<Decimal>,
}

/// The position of the country column in both forms.
const COUNTRY: usize = 5;

/// The meaning of columns, which are alike in both forms.
const SYMBOL_IS: &str = "the line's ticker, as the exchange spells it";
const NAME_IS: &str = "name of the security; what the line is, is inferred from it";
const EXCHANGE_IS: &str =
    "NYSE, NASDAQ or AMEX (NYSE American); without it, a listing on any of the three";
const PRICE_IS: &str = "close; 0 and empty are unknown";
const CAP_IS: &str = "cap of the whole company, by this line's price; 0 and empty are unknown";
const COUNTRY_IS: &str = "the screener's label of the company's country, by its English name; nationality is inferred from it";
const SECTOR_IS: &str = "sector";
const INDUSTRY_IS: &str = "industry; the structure of the company is inferred from it and the name";
const IPO_YEAR_IS: &str = "year of the listing";
const MEAN_CLOSE_IS: &str = "mean of the daily closes in the 30 calendar days to that date";
const ADV_IS: &str = "average daily dollar volume";
const NOT_READ: &str = "not read";

/// The dated form.
pub const DATED: &[Column] = &[
    col("symbol", true, "ticker", SYMBOL_IS),
    col("name", true, "text", NAME_IS),
    col("exchange", false, "code", EXCHANGE_IS),
    col("price", true, "USD a share", PRICE_IS),
    col("market_cap", true, "USD", CAP_IS),
    col("country", true, "text", COUNTRY_IS),
    col("sector", true, "text", SECTOR_IS),
    col("industry", true, "text", INDUSTRY_IS),
    col("ipo_year", true, "year", IPO_YEAR_IS),
    col("mean_close_30d", false, "USD a share", MEAN_CLOSE_IS),
    col("adv_usd_3m", false, "USD a day", ADV_IS),
    col("volume", false, "shares", NOT_READ),
];

/// The exchange's own export, with its columns in the order of [`DATED`].
pub const EXPORT: &[Column] = &[
    col("Symbol", true, "ticker", SYMBOL_IS),
    col("Name", true, "text", NAME_IS),
    col("Exchange", false, "code", EXCHANGE_IS),
    col("Last Sale", true, "USD a share", PRICE_IS),
    col("Market Cap", true, "USD", CAP_IS),
    col("Country", false, "text", COUNTRY_IS),
    col("Sector", false, "text", SECTOR_IS),
    col("Industry", false, "text", INDUSTRY_IS),
    col("IPO Year", false, "year", IPO_YEAR_IS),
    col("Mean Close 30d", false, "USD a share", MEAN_CLOSE_IS),
    col("ADV USD", false, "USD a day", ADV_IS),
    col("Volume", false, "shares", NOT_READ),
    col("Net Change", false, "USD a share", NOT_READ),
    col("% Change", false, "per cent", NOT_READ),
];

/// The rows of a file, and those left out.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadRows {
    pub(super) rows: Vec<ScreenerRow>,
    /// Rows left out because an earlier row has the same ticker, each in words.
    pub(super) repeated: Vec<String>,
    /// Line numbers of rows without a ticker.
    pub(super) without_ticker: Vec<u64>,
    /// Whether the file has a country column at all.
    pub(super) has_countries: bool,
    /// The changes made to the cells.
    pub(super) cells: CellCounts,
    /// Lines whose tickers differ only in punctuation.
    pub(super) lookalikes: Lookalikes,
}

/// Reads all rows.
///
/// # Errors
/// Every fault of the file.
pub(super) fn read_rows(input: &Input, as_of: NaiveDate) -> Result<ReadRows, Faults> {
    let mut faults = Faults::default();
    let mut read = ReadRows::default();
    let mut seen: FxHashMap<SymbolKey, u64> = FxHashMap::default();
    let (mut words, mut cells) = (Words::default(), Cells::default());
    table::read_vendor(input, 0, columns_of(input), &mut faults, &mut |row, faults| {
        read.has_countries = row.has(COUNTRY);
        let Some(symbol) = ticker(row, &mut cells, &mut read.without_ticker, faults) else {
            return;
        };
        let found = read_row(row, symbol, as_of, &mut words, &mut cells, faults);
        // The feed occasionally repeats a line; the copies are equivalent, so the first is used.
        let first = *seen.entry(SymbolKey::exact(symbol)).or_insert(row.line);
        if first == row.line {
            read.rows.push(found);
        } else {
            read.repeated.push(format!("{symbol} (line {}, as line {first})", row.line));
        }
    });
    if read.rows.is_empty() && faults.total() == 0 {
        faults.file(&input.name, "has no rows", "export the screener's whole list");
    }
    let symbols = read.rows.iter().map(|row| (row.symbol.as_str(), Some(row.line)));
    read.lookalikes = Lookalikes::of(symbols);
    for row in read.rows.iter_mut().filter(|_| !read.lookalikes.is_empty()) {
        row.key = read.lookalikes.key(&row.symbol);
    }
    read.cells = cells.counts;
    faults.into_result(read)
}

/// The ticker of a row; `None`, with the line recorded, if it is a placeholder.
fn ticker<'r>(
    row: &Row<'r, '_>,
    cells: &mut Cells,
    without: &mut Vec<u64>,
    faults: &mut Faults,
) -> Option<&'r str> {
    let symbol = cells.ticker(row.required(0, faults)?).known();
    if symbol.is_none() {
        without.push(row.line);
    }
    symbol
}

/// Calls `each` with the ticker and name, the price and the cap of every row, in file order.
///
/// # Errors
/// Every fault of these cells.
pub(super) fn read_prices(
    input: &Input,
    mut each: impl FnMut([&str; 2], Option<Decimal>, Option<Decimal>),
) -> Result<CellCounts, Faults> {
    let (mut faults, mut cells) = (Faults::default(), Cells::default());
    table::read_vendor(input, 0, columns_of(input), &mut faults, &mut |row, faults| {
        if let Some(symbol) = ticker(row, &mut cells, &mut Vec::new(), faults) {
            let price = money(row, 3, &PRICE, &mut cells, faults);
            let name = row.text(1).unwrap_or_default();
            each([symbol, name], price, money(row, 4, &CAP, &mut cells, faults));
        }
    });
    faults.into_result(cells.counts)
}

/// The columns of the file's form.
fn columns_of(input: &Input) -> &'static [Column] {
    if is_export(input) { EXPORT } else { DATED }
}

/// Whether the header has one of the names that the screener has used for the price.
pub(crate) fn is_export(input: &Input) -> bool {
    let header = input.text().lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    header.split(',').any(|name| {
        let letters = name.chars().filter(char::is_ascii_alphabetic);
        letters.map(|c| c.to_ascii_lowercase()).collect::<String>() == "lastsale"
    })
}

fn read_row(
    row: &Row<'_, '_>,
    symbol: &str,
    as_of: NaiveDate,
    words: &mut Words,
    cells: &mut Cells,
    faults: &mut Faults,
) -> ScreenerRow {
    let price = money(row, 3, &PRICE, cells, faults);
    let market_cap = money(row, 4, &CAP, cells, faults);
    let (mean_close_30d, adv_usd) =
        (money(row, 9, &PRICE, cells, faults), money(row, 10, &CAP, cells, faults));
    let ipo_year = row.text(8).and_then(|year| cells.number(year).known()?.to_i32());
    let mut text =
        |column| row.text(column).and_then(|text| cells.text(text).known()).unwrap_or_default();
    let listed = |year: i32| (1792..=chrono::Datelike::year(&as_of)).contains(&year);
    ScreenerRow {
        line: row.line,
        symbol: CompactString::new(symbol),
        key: SymbolKey::new(symbol),
        name: text(1).to_owned(),
        exchange: exchange(text(2)),
        price,
        market_cap,
        country: words.of(text(COUNTRY)),
        sector: words.of(text(6)),
        industry: words.of(text(7)),
        ipo_year: ipo_year.filter(|year| listed(*year)),
        mean_close_30d,
        adv_usd,
    }
}

/// The exchange by the screener's name; without one, a listing on any of the three exchanges that
/// it covers.
fn exchange(word: &str) -> Exchange {
    match word {
        "NYSE" => Exchange::Nyse,
        "NASDAQ" => Exchange::Nasdaq,
        "AMEX" => Exchange::NyseAmerican,
        "" => Exchange::UsListed,
        _ => Exchange::Other,
    }
}

/// A price or cap; zero means unknown in the screener.
fn money(
    row: &Row<'_, '_>,
    column: usize,
    limits: &Number,
    cells: &mut Cells,
    faults: &mut Faults,
) -> Option<Decimal> {
    let zero_is_unknown = Number { above_min: false, ..*limits };
    cells.number_in(row, column, &zero_is_unknown, faults).filter(|number| !number.is_zero())
}
