//! The rows of a list of holdings: members, and rows that are not members.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::Holding;
use super::dropped::{self, Dropped, Kind};
use super::sheet::Sheet;
use super::vocabulary::{Class, Field, class_of, is_cash, is_right};
use crate::limits;
use crate::refusal::Refusal;
use crate::remark::ReadingNote;
use crate::universe::fault::{Fault, Faults};
use crate::universe::import::cell::{Cell, CellCounts, Cells, DecimalSign};
use crate::universe::import::table::raw::RawRow;
use crate::universe::symbol::SymbolKey;
use crate::universe::{is_other_currency, shorten};

/// The contents of the rows.
pub(super) struct Lines {
    pub(super) holdings: Vec<Holding>,
    pub(super) dropped: Vec<Dropped>,
    pub(super) notes: Vec<ReadingNote>,
    pub(super) cells: CellCounts,
}

/// Columns of numbers.
const NUMBERS: [Field; 4] = [Field::Weight, Field::MarketValue, Field::Shares, Field::Price];

/// Reads every row.
pub(super) fn read(sheet: &Sheet, faults: &mut Faults) -> Lines {
    let sign = decimal_sign(sheet);
    let mut read = Lines {
        holdings: Vec::new(),
        dropped: Vec::new(),
        notes: Vec::new(),
        cells: CellCounts::default(),
    };
    let mut seen: FxHashMap<SymbolKey, &RawRow> = FxHashMap::default();
    let mut unread = 0;
    let (mut currencies, mut other) = (BTreeMap::new(), Vec::new());
    for row in sheet.rows() {
        if let Some(refusal) = ragged(sheet, row) {
            faults.push(fault(sheet, row, None, refusal));
            continue;
        }
        // The cells of cash and derivatives are mostly placeholders, which should not be counted.
        let mut own = Cells::new(sign);
        let ticker = own.ticker(sheet.cell(row, Field::Ticker)).known().unwrap_or_default();
        let name = own.text(sheet.cell(row, Field::Name)).known().unwrap_or_default();
        let named = |first: Option<&RawRow>| {
            let words = [ticker, name].into_iter().filter(|text| !text.is_empty());
            let as_first = first.map_or_else(String::new, |f| format!(", as {}", place(sheet, f)));
            let words = words.collect::<Vec<_>>().join(" ");
            format!("{words} ({}{as_first})", place(sheet, row))
        };
        if let Some(kind) = no_member(sheet, row, ticker, name) {
            dropped::add(&mut read.dropped, kind, || named(None));
            continue;
        }
        let key = SymbolKey::exact(ticker);
        if SymbolKey::new(ticker).as_str().is_empty() {
            let remedy = "a ticker has letters from A to Z or digits";
            faults.push(fault(sheet, row, Some(ticker), ("is no ticker", remedy)));
            continue;
        }
        if let Some(first) = seen.get(&key) {
            dropped::add(&mut read.dropped, Kind::SecondRow, || named(Some(*first)));
            continue;
        }
        seen.insert(key, row);
        let currency = sheet.cell(row, Field::Currency);
        let is_other = is_other_currency(currency);
        if is_other {
            *currencies.entry(shorten(currency)).or_default() += 1;
            other.push(named(None));
        }
        let mut number = |field| match read_number(&mut own, sheet.cell(row, field), field) {
            Cell::Known(number) => number.checked_mul(sheet.header.factor(field)),
            Cell::Unknown => None,
            Cell::NotANumber => {
                unread += 1;
                None
            }
        };
        read.holdings.push(Holding {
            symbol: ticker.to_owned(),
            name: name.to_owned(),
            shares: number(Field::Shares),
            market_value: number(Field::MarketValue).filter(|_| !is_other),
            weight_pct: number(Field::Weight),
            price: number(Field::Price).filter(|_| !is_other),
        });
        read.cells.add(own.counts);
    }
    check_rows(sheet, &read.holdings, faults);
    read.dropped.sort_unstable_by_key(|dropped| dropped.kind);
    let (file, of) = (&sheet.table.file, read.holdings.len());
    read.notes.extend(ReadingNote::other_currency(file, &currencies, other, of));
    if unread > 0 {
        read.notes.push(ReadingNote::NoNumbers { cells: unread });
    }
    read.notes.extend(below(sheet));
    read
}

/// A cell in a column of numbers; amounts with the sign of another currency are unknown.
fn read_number(cells: &mut Cells, text: &str, field: Field) -> Cell<Decimal> {
    match field {
        Field::MarketValue | Field::Price => cells.money(text),
        _ => cells.number(text),
    }
}

fn check_rows(sheet: &Sheet, holdings: &[Holding], faults: &mut Faults) {
    let most = usize::try_from(limits::LIST_ROWS).unwrap_or(usize::MAX);
    if holdings.len() > most {
        let problem = format!("holds more than {most} members");
        faults.file(&sheet.table.file, problem, "give the list of one fund");
    }
}

/// The reason why a row is not a member; `None` if it is one.
fn no_member(sheet: &Sheet, row: &RawRow, ticker: &str, name: &str) -> Option<Kind> {
    let class = sheet.cell(row, Field::AssetClass);
    let exchange = sheet.cell(row, Field::Exchange).to_uppercase();
    match class_of(class) {
        Class::NoShare => {
            return Some(if is_right_class(class) { Kind::Right } else { Kind::Cash });
        }
        // If the list states no classes, names decide.
        Class::Unknown if class.is_empty() && is_cash(ticker, name) => return Some(Kind::Cash),
        Class::Unknown if sheet.header.place(Field::AssetClass).is_some() => {
            return Some(Kind::OtherClass);
        }
        _ => {}
    }
    if exchange.starts_with("NO MARKET") {
        Some(Kind::NoMarket)
    } else if exchange.starts_with("NON-NMS") {
        Some(Kind::OverTheCounter)
    } else if is_right(name) {
        Some(Kind::Right)
    } else {
        ticker.is_empty().then_some(Kind::Nameless)
    }
}

/// Whether a class other than shares is one of rights on shares.
fn is_right_class(class: &str) -> bool {
    let class = class.to_lowercase();
    class.contains("warrant") || class.contains("right")
}

/// The decimal sign: the only one with which the numbers can be read, or else that of the language.
fn decimal_sign(sheet: &Sheet) -> DecimalSign {
    let rows = sheet.rows().iter();
    let numbers = rows.flat_map(|row| NUMBERS.map(|field| sheet.cell(row, field)));
    let by_language =
        if sheet.header.has_decimal_commas() { DecimalSign::Comma } else { DecimalSign::Point };
    DecimalSign::of(numbers).unwrap_or(by_language)
}

/// The fault in the number of a row's cells, if any.
fn ragged(sheet: &Sheet, row: &RawRow) -> Option<Refusal> {
    let width = sheet.header.names.len();
    let found = row.cells.len() - row.cells.iter().rev().take_while(|c| c.is_empty()).count();
    let is_short = sheet.is_text() && row.cells.len() < width;
    (found > width || is_short).then(|| {
        let found = if is_short { row.cells.len() } else { found };
        let problem = format!("has {found} cells where the header has {width}");
        let remedy = "give each row one cell per column; quote a cell that holds a comma, and close \
                      every quotation mark";
        Refusal::new(problem, remedy)
    })
}

/// A remark on the rows below the table, if they look like further holdings.
fn below(sheet: &Sheet) -> Option<ReadingNote> {
    let width = sheet.header.names.len();
    let more = sheet.rest().iter().filter(|row| 2 * row.filled() > width).count();
    let first = sheet.rest().first()?;
    (more > 0).then(|| ReadingNote::AnotherBlock { from: place(sheet, first), rows: more })
}

fn place(sheet: &Sheet, row: &RawRow) -> String {
    if sheet.is_text() { format!("line {}", row.number) } else { format!("row {}", row.number) }
}

fn fault(sheet: &Sheet, row: &RawRow, value: Option<&str>, refusal: impl Into<Refusal>) -> Fault {
    let is_text = sheet.is_text();
    let Refusal { problem, remedy } = refusal.into();
    let problem = if is_text { problem } else { format!("{problem} (row {})", row.number) };
    Fault {
        file: sheet.table.file.clone(),
        line: is_text.then_some(row.number),
        column: value.map(|_| "ticker".to_owned()),
        value: value.map(str::to_owned),
        refusal: Refusal { problem, remedy },
    }
}
