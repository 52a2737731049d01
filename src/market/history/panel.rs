//! A panel: the same lines on many dates, one row per line and date.
//!
//! This module only reads the CSV. [`super::identity`] decides which rows of different dates are the same
//! line, and [`super::labels`] what their labels mean.

mod read;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use compact_str::CompactString;
use rust_decimal::Decimal;

pub use read::read_panel;

use super::names::Names;
use super::rows::{RowValues, Rows, packed};
use crate::remark::{InputNote, ReadingNote, Remark};
use crate::universe::table::{Column, column as col};
use crate::universe::{Exchange, Lookalikes};

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
    col(
        "country",
        false,
        "text",
        "country of the company, by name or code, for lines that no file labels; the last one of a line counts",
    ),
    col("adv_usd", false, "USD a day", "average daily dollar volume"),
    col("days", false, "sessions", "sessions that the return covers"),
    col(
        "currency",
        false,
        "text",
        "currency of price, cap and volume; those in any other than USD are unknown, and counted",
    ),
];

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
#[derive(Debug, Clone)]
pub struct PanelDate {
    /// The date.
    pub date: NaiveDate,
    /// Its rows.
    pub rows: Vec<PanelRow>,
}

/// A panel stored in columns, in a tenth of the memory that its rows would take.
///
/// It is read from a file, or made of rows:
///
/// ```
/// use rankday::market::history::{Panel, PanelDate};
/// let dates: Vec<PanelDate> = Vec::new();
/// assert_eq!(Panel::from(dates).dates().count(), 0);
/// ```
#[derive(Debug, Default)]
pub struct Panel {
    /// The tickers, indexed by the numbers in the rows.
    pub(super) tickers: Vec<CompactString>,
    /// The country labels, indexed by the numbers in the rows.
    pub(super) countries: Vec<CompactString>,
    /// The dates in order, each with its rows in the order of their tickers.
    pub(super) days: Vec<(NaiveDate, Rows)>,
    lookalikes: Lookalikes,
    other_money: OtherMoney,
}

/// Rows whose money is in a currency other than the US dollar and is therefore unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct OtherMoney {
    /// The number of rows for each currency.
    currencies: BTreeMap<String, usize>,
    /// The first of these rows, by ticker and line.
    first: Vec<String>,
}

impl Panel {
    /// The dates, in order.
    pub fn dates(&self) -> impl ExactSizeIterator<Item = NaiveDate> + '_ {
        self.days.iter().map(|(date, _)| *date)
    }

    /// The number of rows over all dates.
    pub fn rows(&self) -> usize {
        self.days.iter().map(|(_, rows)| rows.len()).sum()
    }

    /// The lines of any one date whose tickers differ only in punctuation.
    pub fn lookalikes(&self) -> &Lookalikes {
        &self.lookalikes
    }

    /// Remarks on the panel's rows; `file` is its name in reports.
    pub fn remarks(&self, file: &str) -> Vec<Remark> {
        let OtherMoney { currencies, first } = &self.other_money;
        let other = ReadingNote::other_currency(file, currencies, first.clone(), self.rows());
        let alike = self.lookalikes.groups().map(|lines| {
            let file = file.to_owned();
            Remark::from(InputNote::LinesLookAlike { file, lines })
        });
        alike.chain(other.map(Remark::from)).collect()
    }

    /// The rows as structs; the line numbers of the file are not kept.
    pub fn unpacked(&self) -> Vec<PanelDate> {
        let row = |date: NaiveDate, rows: &Rows, at: usize| PanelRow {
            date,
            line: 0,
            symbol: self.tickers[rows.whose[at] as usize].clone(),
            exchange: rows.exchange(at),
            price: rows.price(at),
            market_cap: rows.market_cap(at),
            price_return: rows.price_return(at),
            country: rows
                .country(at)
                .map(|n| self.countries[n as usize].clone())
                .unwrap_or_default(),
            adv_usd: rows.adv_usd(at),
            days: rows.days(at),
        };
        let of_date = |(date, rows): &(NaiveDate, Rows)| PanelDate {
            date: *date,
            rows: (0..rows.len()).map(|at| row(*date, rows, at)).collect(),
        };
        self.days.iter().map(of_date).collect()
    }
}

/// Makes a panel of dates in order, each with its rows in the order of their symbols.
impl From<Vec<PanelDate>> for Panel {
    fn from(dates: Vec<PanelDate>) -> Self {
        let (mut tickers, mut countries) = (Names::default(), Names::default());
        let mut lookalikes = Lookalikes::default();
        let mut days = Vec::with_capacity(dates.len());
        for PanelDate { date, rows } in dates {
            lookalikes.extend(&Lookalikes::of(
                rows.iter().map(|row| (row.symbol.as_str(), Some(row.line))),
            ));
            let mut columns = Rows::with_capacity(rows.len());
            for row in rows {
                let country = Some(row.country).filter(|country| !country.is_empty());
                columns.push(RowValues {
                    whose: tickers.number(&row.symbol),
                    exchange: row.exchange,
                    price: packed(row.price),
                    market_cap: packed(row.market_cap),
                    price_return: row.price_return,
                    country: country.map(|country| countries.number(&country)),
                    adv_usd: packed(row.adv_usd),
                    days: row.days,
                });
            }
            days.push((date, columns));
        }
        let (tickers, countries) = (tickers.texts().to_vec(), countries.texts().to_vec());
        Self { tickers, countries, days, lookalikes, other_money: OtherMoney::default() }
    }
}
