//! Converts the rows of a vendor's table to the cells of the project's own columns, as texts for the own
//! readers. Changes to cells are counted; meaningless values are left out and named.

use std::collections::BTreeMap;

use compact_str::{CompactString, ToCompactString as _};
use rust_decimal::Decimal;

use super::bind::{Bound, Operand, Source};
use super::codes::{self, ExchangeCodes};
use super::dates::{Order, Reader};
use super::grid::{Grid, cell_of};
use super::lines::{Line, Lines};
use super::map::Operator;
use super::raw::RawRow;
use super::target::{Holds, Own, Target};
use super::tickers::{self, Form};
use crate::refusal::Refusal;
use crate::remark::ReadingNote;
use crate::universe::fault::Faults;
use crate::universe::import::cell::{Cell, Cells, DecimalSign};
use crate::universe::import::country_of_label;
use crate::universe::security::{Exchange, Structure};

/// How cells are read if they do not show it themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct CellForms {
    /// Which of the first two numbers of a date is the day.
    pub dates: Option<Order>,
    /// The sign before decimal places.
    pub decimal_sign: Option<DecimalSign>,
}

/// Significant digits of values computed from several columns: as many as a double-precision number
/// preserves.
const DIGITS: u32 = 15;

/// Reads every row.
///
/// # Errors
/// Cells that are not what their column holds, each with its place.
pub(super) fn translate(
    grid: &Grid,
    bound: &[Bound],
    target: &Target,
    forms: CellForms,
) -> Result<Lines, Faults> {
    let mut faults = Faults::default();
    let sign = decimal_sign(grid, bound, target, forms.decimal_sign, &mut faults);
    let mut work = Work {
        grid,
        cells: Cells::new(sign),
        columns: bound.iter().map(|b| ColumnForm::of(grid, b, target, forms)).collect(),
        prices: price_columns(bound, target),
        counts: Counts::default(),
    };
    let mut lines = Vec::new();
    for (row, at) in grid.rows.iter().zip(0..) {
        lines.extend(work.line(row, at, bound, target, &mut faults));
    }
    faults.into_result(())?;
    let mut notes = work.notes(bound, target);
    let other = std::mem::take(&mut work.counts.other_currency);
    // They are named with their places and need no count.
    work.cells.counts.other_currency = 0;
    let in_cells = BTreeMap::new();
    notes.extend(ReadingNote::other_currency(&grid.file, &in_cells, other, grid.rows.len()));
    let columns = bound.iter().map(|b| b.own).collect();
    Ok(Lines { columns, all: lines, notes, cells: work.cells.counts })
}

/// The decimal sign: as stated, or as the numbers of the table show.
fn decimal_sign(
    grid: &Grid,
    bound: &[Bound],
    target: &Target,
    stated: Option<DecimalSign>,
    faults: &mut Faults,
) -> DecimalSign {
    if let Some(sign) = stated {
        return sign;
    }
    if !grid.may_have_decimal_commas {
        return DecimalSign::Point;
    }
    let numbers = bound.iter().filter(|b| target.columns[b.own].holds.is_number());
    let columns: Vec<usize> = numbers.flat_map(|b| b.source.columns()).collect();
    let cells = || columns.iter().flat_map(|&at| grid.column(at));
    if let Some(sign) = DecimalSign::of(cells()) {
        return sign;
    }
    let differs = |text: &&str| {
        let read = |sign| Cells::new(sign).number(text);
        read(DecimalSign::Point) != read(DecimalSign::Comma)
    };
    if let Some(cell) = cells().find(differs) {
        let problem = format!("has numbers such as {cell} that may have decimals or thousands");
        let remedy =
            "say which sign stands before decimals with --decimal point or --decimal comma";
        faults.file(&grid.file, problem, remedy);
    }
    DecimalSign::Point
}

/// Properties of a column as a whole.
#[derive(Debug, Clone, Copy, Default)]
struct ColumnForm {
    dates: Option<Reader>,
    tickers: Option<Form>,
    exchanges: Option<ExchangeCodes>,
    /// Whether its kinds of securities are Compustat's.
    has_issue_types: bool,
    /// Whether the user has been asked which number of its dates is the day.
    is_asked: bool,
}

impl ColumnForm {
    fn of(grid: &Grid, bound: &Bound, target: &Target, forms: CellForms) -> Self {
        let holds = target.columns[bound.own].holds;
        let Source::Column(at) = bound.source else {
            // A constant is typed and amounts to a single cell.
            let dates = Reader::of(std::iter::empty(), forms.dates);
            return Self { dates: Some(dates), ..Self::default() };
        };
        match holds {
            Holds::Date => {
                Self { dates: Some(Reader::of(grid.column(at), forms.dates)), ..Self::default() }
            }
            Holds::Ticker => {
                Self { tickers: Some(tickers::form_of(grid.column(at))), ..Self::default() }
            }
            Holds::Exchange => {
                Self { exchanges: ExchangeCodes::of(grid.column(at)), ..Self::default() }
            }
            Holds::SecurityType => {
                Self { has_issue_types: codes::is_issue_type(&grid.header[at]), ..Self::default() }
            }
            _ => Self::default(),
        }
    }
}

/// Counts of the changes made to cells.
#[derive(Debug, Default)]
struct Counts {
    bare: usize,
    /// Tickers in lower case.
    small: usize,
    negative: usize,
    zero: usize,
    above_all: Vec<String>,
    /// Cells with the sign or code of a currency other than the US dollar.
    other_currency: Vec<String>,
    no_ticker: Vec<String>,
    /// Words without a known code, by own column, with their counts.
    unknown_words: BTreeMap<(&'static str, String), usize>,
}

struct Work<'g> {
    grid: &'g Grid,
    cells: Cells,
    columns: Vec<ColumnForm>,
    /// Columns of the table that hold prices: values computed from them use the absolute price.
    prices: Vec<usize>,
    counts: Counts,
}

/// The columns of the table from which own columns of prices are read.
fn price_columns(bound: &[Bound], target: &Target) -> Vec<usize> {
    let prices = bound.iter().filter(|b| target.columns[b.own].holds == Holds::Price);
    prices.filter_map(|b| b.source.first()).collect()
}

impl Work<'_> {
    fn line(
        &mut self,
        row: &RawRow,
        at: usize,
        bound: &[Bound],
        target: &Target,
        faults: &mut Faults,
    ) -> Option<Line> {
        let mut line =
            Line { row: at, cells: Vec::new(), exchange: None, structure: None, is_abroad: false };
        line.cells.reserve_exact(bound.len());
        for (column, number) in bound.iter().zip(0..) {
            let own = &target.columns[column.own];
            match self.cell(row, column, own, number, &mut line) {
                Ok(cell) => line.cells.push(cell),
                Err(refusal) => {
                    let at = column.source.first();
                    faults.push(self.grid.fault(row, at, Some(own.name), refusal));
                    line.cells.push(CompactString::default());
                }
            }
            if own.holds == Holds::Ticker && line.cells[number].is_empty() {
                self.counts.no_ticker.push(self.grid.place(row));
                return None;
            }
        }
        Some(line)
    }

    fn cell(
        &mut self,
        row: &RawRow,
        column: &Bound,
        own: &Own,
        number: usize,
        line: &mut Line,
    ) -> Result<CompactString, Refusal> {
        let form = self.columns[number];
        if own.holds.is_number() {
            let before = self.cells.counts.other_currency;
            let number = self.number(row, &column.source, own)?;
            if self.cells.counts.other_currency > before {
                let text = column.source.first().map_or("", |at| cell_of(row, at));
                let place = self.grid.place(row);
                let cell = format!("\"{}\" ({place})", crate::universe::shorten(text));
                self.counts.other_currency.push(cell);
            }
            return Ok(number.map_or_else(CompactString::default, |n| n.to_compact_string()));
        }
        let text = match &column.source {
            Source::Constant(text) => text.as_str(),
            Source::Column(at) | Source::Computed(at, _) => cell_of(row, *at),
        };
        if own.holds == Holds::Ticker {
            let Cell::Known(text) = self.cells.ticker(text) else {
                return Ok(CompactString::default());
            };
            let bare = tickers::bare(text, form.tickers.unwrap_or(Form::Plain));
            self.counts.bare += usize::from(bare.is_changed);
            line.exchange = bare.exchange;
            return Ok(match tickers::in_capitals(&bare.ticker) {
                Some(capitals) => {
                    self.counts.small += 1;
                    CompactString::from(capitals)
                }
                None => CompactString::from(bare.ticker),
            });
        }
        let Cell::Known(text) = self.cells.text(text) else { return Ok(CompactString::default()) };
        let code = match own.holds {
            Holds::Date => {
                let reader = form.dates.unwrap_or(Reader::of(std::iter::empty(), None));
                // A user who has to state which number is the day is asked only once.
                if reader.may_be_two_days(text)
                    && std::mem::replace(&mut self.columns[number].is_asked, true)
                {
                    return Ok(CompactString::default());
                }
                return reader.day(text).map(|day| day.to_compact_string());
            }
            Holds::Exchange => form
                .exchanges
                .and_then(|codes| codes.exchange(text))
                .or_else(|| codes::exchange(text))
                .map(|exchange| exchange.to_compact_string()),
            Holds::SecurityType => codes::kind_in(text, form.has_issue_types).map(|kind| {
                line.structure = kind.structure;
                line.is_abroad |= kind.is_abroad;
                kind.security_type.to_compact_string()
            }),
            // A flag, as in NASDAQ's symbol directory: a "no" says nothing about the structure.
            Holds::Structure if codes::flag(text).is_some() => {
                let is_fund = codes::flag(text) == Some(true);
                Some(if is_fund {
                    Structure::Etf.to_compact_string()
                } else {
                    CompactString::default()
                })
            }
            Holds::Structure => {
                let own = text.parse::<Structure>().ok();
                let kind = codes::kind(text);
                let structure = own.or_else(|| kind?.structure);
                // A word for common shares says nothing about the company's structure.
                let said = structure.map(|structure| structure.to_compact_string());
                said.or_else(|| kind.map(|_| CompactString::default()))
            }
            Holds::Country => country_of_label(text).map(|country| country.to_compact_string()),
            Holds::Segment => codes::segment(text).map(|segment| segment.to_compact_string()),
            Holds::Index => codes::index(text).map(|index| index.to_compact_string()),
            _ if own.name == "us_incorporated" => codes::flag(text).map(|is_here| {
                line.is_abroad |= !is_here;
                CompactString::new(text)
            }),
            _ => Some(CompactString::new(text)),
        };
        Ok(code.unwrap_or_else(|| {
            *self.counts.unknown_words.entry((own.name, text.to_owned())).or_default() += 1;
            // An unknown venue becomes [`Exchange::Other`]; other unknown words are left unknown.
            if own.holds == Holds::Exchange {
                Exchange::Other.to_compact_string()
            } else {
                CompactString::default()
            }
        }))
    }

    /// The number of a source on a row; `None` if it is unknown.
    fn number(
        &mut self,
        row: &RawRow,
        source: &Source,
        own: &Own,
    ) -> Result<Option<Decimal>, Refusal> {
        let number = match source {
            Source::Constant(text) => self.plain(text, own)?,
            Source::Column(at) => self.plain(cell_of(row, *at), own)?,
            Source::Computed(first, rest) => {
                let mut number = self.operand(row, *first, own)?;
                for (operator, operand) in rest {
                    let other = match operand {
                        Operand::Number(number) => Some(*number),
                        Operand::Column(at) => self.operand(row, *at, own)?,
                    };
                    let (Some(left), Some(right)) = (number, other) else { return Ok(None) };
                    number = computed(left, *operator, right)?;
                }
                // A value computed from two columns is no more exact than either of them.
                if source.columns().len() > 1 {
                    number.and_then(|n| n.round_sf(DIGITS))
                } else {
                    number
                }
            }
        };
        let Some(mut number) = number.map(|n| n.normalize()) else { return Ok(None) };
        if own.holds == Holds::Price && number.is_sign_negative() {
            self.counts.negative += 1;
            number = number.abs();
        }
        if matches!(own.holds, Holds::Price | Holds::Positive) && number.is_zero() {
            self.counts.zero += 1;
            return Ok(None);
        }
        if own.holds == Holds::PerCent && source.is_ratio() && number > Decimal::ONE_HUNDRED {
            self.counts.above_all.push(self.grid.place(row));
            return Ok(None);
        }
        Ok(Some(number))
    }

    /// A cell used in a computation; a negative price is the mean of bid and ask.
    fn operand(&mut self, row: &RawRow, at: usize, own: &Own) -> Result<Option<Decimal>, Refusal> {
        let number = self.plain(cell_of(row, at), own)?;
        let is_price = own.holds != Holds::Price && self.prices.contains(&at);
        Ok(if is_price { number.map(|number| number.abs()) } else { number })
    }

    /// A cell as a number; in a column of fractions, a number with a per cent sign is divided by a hundred.
    fn plain(&mut self, text: &str, own: &Own) -> Result<Option<Decimal>, Refusal> {
        let read = if own.is_money { self.cells.money(text) } else { self.cells.number(text) };
        match read {
            Cell::Unknown => Ok(None),
            Cell::Known(number) if own.holds == Holds::Fraction && text.contains('%') => {
                Ok(Some(number / Decimal::ONE_HUNDRED))
            }
            Cell::Known(number) => Ok(Some(number)),
            Cell::NotANumber if own.name == "price_return" && is_code_of_no_return(text) => {
                self.cells.counts.unknown += 1;
                Ok(None)
            }
            Cell::NotANumber => {
                let remedy = "write a number, or leave the cell empty where it is not known";
                Err(Refusal::new("is no number", remedy))
            }
        }
    }

    /// Notes on the changes made.
    fn notes(&self, bound: &[Bound], target: &Target) -> Vec<ReadingNote> {
        let counts = &self.counts;
        let mut notes = Vec::new();
        for (column, form) in bound.iter().zip(&self.columns) {
            let own = target.columns[column.own].name;
            if let Some(form) = form.tickers.filter(|_| counts.bare > 0) {
                let (column, form) = (own.to_owned(), form.what().to_owned());
                notes.push(ReadingNote::TickersBare { column, form, tickers: counts.bare });
            }
            if let Some(order) = form.dates.and_then(|reader| reader.said()) {
                let (column, order) = (own.to_owned(), order.to_owned());
                notes.push(ReadingNote::DaysWritten { column, order });
            }
        }
        if counts.small > 0 {
            notes.push(ReadingNote::TickersInCapitals { tickers: counts.small });
        }
        if !counts.no_ticker.is_empty() {
            notes.push(ReadingNote::WithoutTicker { rows: counts.no_ticker.clone() });
        }
        if counts.negative > 0 {
            notes.push(ReadingNote::NegativePrices { prices: counts.negative });
        }
        if counts.zero > 0 {
            notes.push(ReadingNote::Zeros { cells: counts.zero });
        }
        if !counts.above_all.is_empty() {
            notes.push(ReadingNote::AboveWhole { rows: counts.above_all.clone() });
        }
        let mut by_column: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for ((own, word), count) in &counts.unknown_words {
            let word = crate::universe::shorten(word);
            by_column.entry(own).or_default().push(format!("\"{word}\" ({count})"));
        }
        let unknown = |(own, words): (&str, Vec<String>)| {
            let column = own.to_owned();
            let rows = counts.unknown_words.iter().filter(|((name, _), _)| *name == own);
            let rows = rows.map(|(_, count)| count).sum();
            ReadingNote::WordsUnknown { column, words, rows, of: self.grid.rows.len() }
        };
        notes.extend(by_column.into_iter().map(unknown));
        notes
    }
}

/// Whether a cell is one of the letters with which CRSP explains a missing return.
fn is_code_of_no_return(text: &str) -> bool {
    matches!(text.trim(), "A" | "B" | "C" | "D" | "E")
}

fn computed(left: Decimal, operator: Operator, right: Decimal) -> Result<Option<Decimal>, Refusal> {
    let number = match operator {
        Operator::Times => left.checked_mul(right),
        Operator::Minus => left.checked_sub(right),
        Operator::Over if right.is_zero() => return Ok(None),
        Operator::Over => left.checked_div(right),
    };
    let too_large = || {
        let remedy = "check the factor in the map".to_owned();
        Refusal::new(format!("{}{} is too large a number", operator.sign(), right), remedy)
    };
    number.map(Some).ok_or_else(too_large)
}
