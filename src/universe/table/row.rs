//! One row of a table: the values of its cells, and their faults.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::number::{Number, OUT_OF_RANGE, PLACEHOLDER, parse_float, read_number};
use super::plain::Cells;
use super::{Column, closest, parse_date, trim};
use crate::refusal::Refusal;
use crate::universe::fault::Faults;
use crate::universe::formula::unguarded;
use crate::universe::input::Input;
use crate::universe::packed::{Packed, parse_plain_float};
use crate::universe::placeholder::{is_no_text, is_no_ticker, no_ticker};
use crate::universe::symbol::Ticker;

/// One row of a table.
pub struct Row<'r, 'a> {
    pub(super) input: &'a Input,
    /// Line number in the file, counted from 1.
    pub line: u64,
    pub(super) cells: Cells<'r>,
    pub(super) places: &'r [Option<usize>],
    pub(super) columns: &'static [Column],
}

impl<'r> Row<'r, '_> {
    /// The trimmed cell of column number `column` of the table's description; `None` if empty or absent.
    pub fn text(&self, column: usize) -> Option<&'r str> {
        let text = unguarded(trim(self.cells.get(self.places[column]?)?));
        (!text.is_empty()).then_some(text)
    }

    /// As [`Self::text`], with a fault if it is empty.
    pub fn required(&self, column: usize, faults: &mut Faults) -> Option<&'r str> {
        self.required_for(column, "every row needs it", faults)
    }

    /// As [`Self::required`], for a cell that only some rows need; `why` states why this one does.
    pub fn required_for(
        &self,
        column: usize,
        remedy: &str,
        faults: &mut Faults,
    ) -> Option<&'r str> {
        let text = self.text(column);
        // A missing column is one fault of the file, not one for every row.
        if text.is_none() && self.places[column].is_some() {
            self.fault(column, None, ("is empty", remedy), faults);
        }
        text
    }

    /// A number within limits; rounding is recorded with the file.
    pub fn decimal(&self, column: usize, limits: &Number, faults: &mut Faults) -> Option<Decimal> {
        let text = self.text(column)?;
        // Nearly every number is short and plain.
        if let Some(packed) = Packed::parse(text, limits) {
            return Some(packed.get());
        }
        match read_number(text, limits) {
            Ok(number) => {
                if number.is_rounded {
                    self.input.note_rounded(self.line, column);
                }
                Some(number.value)
            }
            Err(refusal) if refusal.problem == OUT_OF_RANGE => {
                self.out_of_range(column, text, &refusal.remedy, faults);
                None
            }
            Err(refusal) => {
                self.fault(column, Some(text), refusal, faults);
                None
            }
        }
    }

    /// Reports a number outside its limits, which is probably in another unit: the fault says what the
    /// column holds.
    fn out_of_range(&self, column: usize, text: &str, remedy: &str, faults: &mut Faults) {
        let remedy = format!("{remedy} (it holds: {})", self.columns[column].holds);
        self.fault(column, Some(text), (OUT_OF_RANGE, remedy), faults);
    }

    /// As [`Self::decimal`], packed: `Err` holds a number that does not fit.
    pub(crate) fn packed(
        &self,
        column: usize,
        limits: &Number,
        faults: &mut Faults,
    ) -> Option<Result<Packed, Decimal>> {
        if let Some(packed) = self.cells.packed(self.places[column]?, limits) {
            return Some(Ok(packed));
        }
        let number = self.decimal(column, limits, faults)?;
        Some(Packed::new(number).ok_or(number))
    }

    /// A number within limits, inclusive, as the nearest `f64`.
    pub fn float(&self, column: usize, limits: (f64, f64), faults: &mut Faults) -> Option<f64> {
        let (min, max) = limits;
        let typed = self.cells.float(self.places[column]?);
        if let Some(number) = typed.filter(|number| (min..=max).contains(number)) {
            return Some(number);
        }
        let text = self.text(column)?;
        let number = match parse_plain_float(text).map_or_else(|| parse_float(text), Ok) {
            Ok(number) => number,
            Err(refusal) => {
                self.fault(column, Some(text), refusal, faults);
                return None;
            }
        };
        if !(min..=max).contains(&number) {
            let remedy = format!("it must be at least {min} and at most {max}");
            self.out_of_range(column, text, &remedy, faults);
            return None;
        }
        Some(number)
    }

    /// A date written YYYY-MM-DD.
    pub fn date(&self, column: usize, faults: &mut Faults) -> Option<NaiveDate> {
        let text = self.text(column)?;
        let date = parse_date(text);
        if date.is_none() && is_no_text(text) && !self.columns[column].required {
            self.fault(column, Some(text), PLACEHOLDER, faults);
        } else if date.is_none() {
            let remedy = match day_before_time(text) {
                Some(day) => format!("keep the day alone, {day}, in Parquet as a DATE"),
                None => "write a day that exists as YYYY-MM-DD".to_owned(),
            };
            self.fault(column, Some(text), ("is not a date", &remedy), faults);
        }
        date
    }

    /// A word from a closed list.
    pub fn code<T: std::str::FromStr + strum::VariantNames>(
        &self,
        column: usize,
        faults: &mut Faults,
    ) -> Option<T> {
        let text = self.text(column)?;
        let parsed = text.parse().ok();
        if parsed.is_none() && is_no_text(text) && !self.columns[column].required {
            self.fault(column, Some(text), PLACEHOLDER, faults);
        } else if parsed.is_none() {
            let remedy = match closest(text, T::VARIANTS.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("write one of {}", T::VARIANTS.join(", ")),
            };
            self.fault(column, Some(text), ("is not known", remedy), faults);
        }
        parsed
    }

    /// Text that identifies something, such as an issuer. A placeholder is a fault, since all rows with
    /// it would be treated as one.
    pub fn telling_text(&self, column: usize, faults: &mut Faults) -> Option<&'r str> {
        let text = self.text(column)?;
        // In capitals it may be the ticker of a company whose name is missing.
        if is_no_ticker(text) {
            self.fault(column, Some(text), PLACEHOLDER, faults);
            return None;
        }
        Some(text)
    }

    /// A ticker with at least one letter or digit; a fault if it is empty or a placeholder.
    pub fn ticker(&self, column: usize, faults: &mut Faults) -> Option<Ticker> {
        Ticker::new(self.ticker_text(column, faults)?)
    }

    /// As [`Self::ticker`], as written.
    pub fn ticker_text(&self, column: usize, faults: &mut Faults) -> Option<&'r str> {
        let text = self.required(column, faults)?;
        if let Some(fault) = no_ticker(text) {
            self.fault(column, Some(text), fault, faults);
            return None;
        }
        Some(text)
    }

    /// The name of another line of the file in messages.
    pub fn name_of_line(&self, line: u64) -> String {
        self.input.name_of_line(line)
    }

    /// Whether the file has a column.
    pub fn has(&self, column: usize) -> bool {
        self.places[column].is_some()
    }

    /// Reports a fault of this row.
    pub fn fault(
        &self,
        column: usize,
        value: Option<&str>,
        refusal: impl Into<Refusal>,
        faults: &mut Faults,
    ) {
        let name = self.columns[column].name;
        faults.push(self.input.fault(Some(self.line), Some(name), value, refusal));
    }
}

/// The day of a text in which a time of day follows.
fn day_before_time(text: &str) -> Option<&str> {
    let (day, time) = text.split_at_checked(10)?;
    (parse_date(day).is_some() && time.starts_with([' ', 'T'])).then_some(day)
}
