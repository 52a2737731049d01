//! Cells of vendors' files: numbers with the decorations that vendors add, and placeholders for
//! "unknown".
//!
//! Every importer reads its cells here, so that all accept the same forms and count what they did
//! in the same way. The project's own files are read by [`crate::universe::table`] instead, as
//! written.
//!
//! - **Placeholders** (`N/A`, `nan`, `--`, `#VALUE!` and the like) are unknown. Tickers are an
//!   exception: NA, NAN, TRUE and NULL are tickers when written in capitals.
//! - **Numbers** may have a currency sign or code, thousands separators, a per cent sign, an
//!   exponent, parentheses for a negative, and a word for thousands, millions, billions or
//!   trillions.
//! - **Noise** is rounded: a number of more than 15 significant digits is a binary number written
//!   out. If it is exactly a single-precision number, the shortest decimal for that is used;
//!   otherwise it is rounded half to even to 15 significant digits.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::refusal::Refusal;
use crate::remark::{ImportCount, InputNote, Remark};
use crate::universe::decimal::{self, MOST_DIGITS};
use crate::universe::fault::Faults;
use crate::universe::packed::parse_plain;
use crate::universe::placeholder::{is_among, is_no_text, is_no_ticker, is_no_value};
use crate::universe::table::{self, Number, Row};

/// Significant digits that a double-precision number always preserves.
const TRUE_DIGITS: u32 = 15;

/// The content of a cell of a vendor's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<T> {
    /// A value.
    Known(T),
    /// Nothing, or a placeholder.
    Unknown,
    /// Text where a number should be.
    NotANumber,
}

impl<T> Cell<T> {
    /// The value, if there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown | Self::NotANumber => None,
        }
    }
}

/// The decimal sign of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalSign {
    /// `1,234.5`
    #[default]
    Point,
    /// `1.234,5`
    Comma,
}

impl DecimalSign {
    /// The decimal sign of a file's numbers: the only one that fits at least one number; `None` if all
    /// numbers fit either sign, or if they contradict each other.
    pub fn of<'c>(cells: impl IntoIterator<Item = &'c str>) -> Option<Self> {
        let (mut point, mut comma) = (false, false);
        for cell in cells {
            let reads = |sign| matches!(Cells::new(sign).number(cell), Cell::Known(_));
            match (reads(Self::Point), reads(Self::Comma)) {
                (true, false) => point = true,
                (false, true) => comma = true,
                _ => {}
            }
        }
        match (point, comma) {
            (true, false) => Some(Self::Point),
            (false, true) => Some(Self::Comma),
            _ => None,
        }
    }
}

/// Reads the cells of a vendor's file, and counts the changes made to them.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    decimal_sign: DecimalSign,
    /// The changes made so far.
    pub counts: CellCounts,
}

/// The changes made to the cells of a vendor's file, in numbers of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellCounts {
    /// Numbers rounded because their last digits are noise.
    pub rounded: usize,
    /// Placeholders read as unknown; empty cells are not counted.
    pub unknown: usize,
    /// Numbers with a word such as `K`, `mn` or `B`, multiplied out.
    pub scaled: usize,
    /// Numbers with the sign or code of a currency other than the US dollar, which are not amounts in US
    /// dollars.
    pub other_currency: usize,
}

impl CellCounts {
    /// A remark for each kind of change, with its count.
    pub fn remarks(&self) -> impl Iterator<Item = Remark> {
        [
            (ImportCount::Rounded, self.rounded),
            (ImportCount::Placeholders, self.unknown),
            (ImportCount::Scaled, self.scaled),
            (ImportCount::OtherCurrency, self.other_currency),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| InputNote::ImportCounted { what, count }.into())
    }

    /// Adds the counts of another file.
    pub fn add(&mut self, other: Self) {
        self.rounded += other.rounded;
        self.unknown += other.unknown;
        self.scaled += other.scaled;
        self.other_currency += other.other_currency;
    }
}

impl Cells {
    /// A reader for a file with this decimal sign.
    pub fn new(decimal_sign: DecimalSign) -> Self {
        Self { decimal_sign, counts: CellCounts::default() }
    }

    /// A number; a per cent sign after it is dropped.
    ///
    /// ```
    /// use rankday::universe::import::cell::{Cell, Cells};
    /// let mut cells = Cells::default();
    /// let mut read = |text: &str| cells.number(text).known().map(|n| n.to_string());
    /// assert_eq!(read("$123456.98999999999").as_deref(), Some("123456.99"));
    /// assert_eq!(read("(1,234.50)").as_deref(), Some("-1234.5"));
    /// assert_eq!(read("USD 2.5bn").as_deref(), Some("2500000000"));
    /// assert_eq!(read("#N/A"), None);
    /// assert_eq!((cells.counts.rounded, cells.counts.unknown, cells.counts.scaled), (1, 1, 1));
    /// ```
    pub fn number(&mut self, text: &str) -> Cell<Decimal> {
        let text = trimmed(text);
        if text.is_empty() {
            return Cell::Unknown;
        }
        if let Some(number) = plain(text, self.decimal_sign) {
            return Cell::Known(number);
        }
        // Spreadsheets show zero as a dash after the currency sign, and programs write an unknown
        // percentage as their word for "unknown" with a per cent sign.
        let bare = trimmed(text.trim_start_matches(CURRENCY_SIGNS).trim_end_matches('%'));
        if is_no_value(bare) && !bare.is_empty() {
            self.counts.unknown += 1;
            return Cell::Unknown;
        }
        let Some(number) = Written::of(text, self.decimal_sign).and_then(|w| w.value()) else {
            return Cell::NotANumber;
        };
        self.counts.rounded += usize::from(number.is_rounded);
        self.counts.scaled += usize::from(number.is_scaled);
        self.counts.other_currency += usize::from(number.is_other_currency);
        Cell::Known(number.value)
    }

    /// An amount in US dollars; unknown if the cell has the sign or code of another currency.
    pub fn money(&mut self, text: &str) -> Cell<Decimal> {
        let before = self.counts.other_currency;
        let number = self.number(text);
        if self.counts.other_currency > before { Cell::Unknown } else { number }
    }

    /// The amount in a cell of a row; a fault if it is outside the limits.
    pub(crate) fn number_in(
        &mut self,
        row: &Row<'_, '_>,
        column: usize,
        limits: &Number,
        faults: &mut Faults,
    ) -> Option<Decimal> {
        let text = row.text(column)?;
        let checked = match self.money(text) {
            Cell::Unknown => return None,
            Cell::NotANumber => {
                let remedy = "write digits such as 1234.56, or leave it empty where it is unknown";
                Err(Refusal::new("is not a number", remedy))
            }
            Cell::Known(number) => table::within(number, limits),
        };
        match checked {
            Ok(number) => Some(number),
            Err(refusal) => {
                row.fault(column, Some(text), refusal, faults);
                None
            }
        }
    }

    /// A name, a sector, a country or any other text.
    pub fn text<'t>(&mut self, text: &'t str) -> Cell<&'t str> {
        self.unless(trimmed(text), is_no_text)
    }

    /// A ticker: it contains a letter or a digit and is not a placeholder.
    pub fn ticker<'t>(&mut self, text: &'t str) -> Cell<&'t str> {
        self.unless(trimmed(text), is_no_ticker)
    }

    fn unless<'t>(&mut self, text: &'t str, is_placeholder: fn(&str) -> bool) -> Cell<&'t str> {
        if text.is_empty() {
            return Cell::Unknown;
        }
        if is_placeholder(text) {
            self.counts.unknown += 1;
            return Cell::Unknown;
        }
        Cell::Known(text)
    }
}

/// Trims white space, and the apostrophe by which spreadsheets mark text.
fn trimmed(text: &str) -> &str {
    let blank = |c: char| c.is_whitespace() || crate::universe::shows_nothing(c);
    let text = text.trim_matches(blank);
    text.strip_prefix('\'').filter(|rest| !rest.is_empty()).unwrap_or(text)
}

/// Currency signs; with a letter before it, the dollar sign may stand for another dollar.
const CURRENCY_SIGNS: [char; 10] = ['$', '€', '£', '¥', '₩', '₹', '₪', '₺', '₽', '₴'];

/// Codes of the currencies in which US-listed securities and funds are stated.
const CURRENCY_CODES: [&str; 34] = [
    "USD", "EUR", "GBP", "GBX", "CAD", "AUD", "NZD", "CHF", "JPY", "CNY", "CNH", "RMB", "HKD",
    "SGD", "TWD", "KRW", "INR", "BRL", "MXN", "ZAR", "SEK", "NOK", "DKK", "ILS", "ILA", "TRY",
    "PLN", "THB", "IDR", "PHP", "MYR", "CLP", "SAR", "AED",
];

/// Words after a number, in lower case, with the power of ten that they stand for.
const SCALES: [(&str, u32); 25] = [
    ("k", 3),
    ("thousand", 3),
    ("thousands", 3),
    ("m", 6),
    ("mm", 6),
    ("mn", 6),
    ("mio", 6),
    ("mln", 6),
    ("mil", 6),
    ("million", 6),
    ("millions", 6),
    ("b", 9),
    ("bn", 9),
    ("bln", 9),
    ("bil", 9),
    ("mrd", 9),
    ("billion", 9),
    ("billions", 9),
    ("t", 12),
    ("tn", 12),
    ("tr", 12),
    ("trn", 12),
    ("tln", 12),
    ("trillion", 12),
    ("trillions", 12),
];

/// A number in the usual form, which needs no cleaning: digits, few enough to be exact, with an optional
/// point and an optional dollar sign in front.
fn plain(text: &str, sign: DecimalSign) -> Option<Decimal> {
    let (mut number, mut places) = parse_plain(text.strip_prefix('$').unwrap_or(text).as_bytes())?;
    if number >= 10_u64.pow(TRUE_DIGITS) || places > 0 && sign == DecimalSign::Comma {
        return None;
    }
    while places > 0 && number.is_multiple_of(10) {
        (number, places) = (number / 10, places - 1);
    }
    Some(Decimal::new(i64::try_from(number).ok()?, u32::try_from(places).ok()?))
}

/// The parts of a written number.
struct Written {
    is_negative: bool,
    is_other_currency: bool,
    /// Digits with a point and an exponent, without thousands separators.
    digits: String,
    power: u32,
}

/// A number, with the changes made to it.
struct Read {
    value: Decimal,
    is_rounded: bool,
    is_scaled: bool,
    is_other_currency: bool,
}

impl Written {
    /// Removes everything around the digits, from the outside in; `None` if anything else remains.
    fn of(text: &str, sign: DecimalSign) -> Option<Self> {
        let (mut rest, mut negatives, mut currencies) = (text, 0, Vec::new());
        let (mut power, mut has_per_cent) = (None, false);
        loop {
            let before = rest;
            rest = trimmed(rest);
            if let Some(inner) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
                (rest, negatives) = (inner, negatives + 1);
            } else if let Some(inner) = strip_minus(rest) {
                (rest, negatives) = (inner, negatives + 1);
            } else if let Some(inner) = rest.strip_prefix('+') {
                rest = inner;
            } else if let Some((currency, inner)) = strip_currency(rest) {
                rest = inner;
                currencies.push(currency);
            } else if let Some(inner) = rest.strip_suffix('%').or_else(|| rest.strip_prefix('%')) {
                (rest, has_per_cent) = (inner, true);
            } else if let Some((found, inner)) = strip_scale(rest).filter(|_| power.is_none()) {
                (rest, power) = (inner, Some(found));
            }
            if rest == before {
                break;
            }
        }
        let is_twice = negatives > 1 || currencies.len() > 1 || has_per_cent && power.is_some();
        if is_twice {
            return None;
        }
        Some(Self {
            is_negative: negatives == 1,
            is_other_currency: currencies.iter().any(|is_dollar| !is_dollar),
            digits: without_separators(rest, sign)?,
            power: power.unwrap_or(0),
        })
    }

    /// The number without noise; `None` if it is not a number or too large.
    fn value(&self) -> Option<Read> {
        let written = decimal::parse(&self.digits, MOST_DIGITS, MOST_DIGITS).ok()?;
        let true_digits = decimal::parse(&self.digits, MOST_DIGITS, TRUE_DIGITS).ok()?;
        let value = match of_single_precision(&self.digits).filter(|_| !true_digits.is_exact) {
            Some(single) => single,
            None => true_digits.value,
        };
        let is_rounded = !written.is_exact || value != written.value;
        let value = value.checked_mul(Decimal::from(10_i64.pow(self.power)))?.normalize();
        Some(Read {
            value: if self.is_negative { -value } else { value },
            is_rounded,
            is_scaled: self.power > 0,
            is_other_currency: self.is_other_currency,
        })
    }
}

/// Strips a minus before or after a number: `-5`, `−5`, `5-`.
fn strip_minus(text: &str) -> Option<&str> {
    let minus = ['-', '\u{2212}', '\u{2013}'];
    text.strip_prefix(minus).or_else(|| text.strip_suffix(minus))
}

/// The text without a currency before or after it, and whether the currency is the US dollar.
fn strip_currency(text: &str) -> Option<(bool, &str)> {
    for (sign, is_dollar) in [("US$", true), ("C$", false), ("A$", false), ("HK$", false)] {
        if let Some(rest) = text.strip_prefix(sign) {
            return Some((is_dollar, rest));
        }
    }
    if let Some(rest) = text.strip_prefix(CURRENCY_SIGNS) {
        return Some((text.starts_with('$'), rest));
    }
    if let Some(rest) = text.strip_suffix(CURRENCY_SIGNS) {
        return Some((text.ends_with('$'), rest));
    }
    let is_code = |code: Option<&str>| code.is_some_and(|code| is_among(code, &CURRENCY_CODES));
    let is_dollar = |code: &str| code.eq_ignore_ascii_case("USD");
    if is_code(text.get(..3)) {
        return Some((is_dollar(&text[..3]), &text[3..]));
    }
    let at = text.len().checked_sub(3)?;
    is_code(text.get(at..)).then(|| (is_dollar(&text[at..]), &text[..at]))
}

/// The text without a trailing word for a power of ten, and that power.
fn strip_scale(text: &str) -> Option<(u32, &str)> {
    let letters = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let (number, word) = text.split_at(text.len() - letters);
    let (_, power) = SCALES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
    (!number.is_empty()).then_some((*power, number))
}

/// Digits with a point and an exponent, with the thousands separators removed; `None` where the
/// separators differ or do not precede groups of three digits.
fn without_separators(text: &str, sign: DecimalSign) -> Option<String> {
    let (number, exponent) = text.split_at(text.find(['e', 'E']).unwrap_or(text.len()));
    let (decimal, thousands) = match sign {
        DecimalSign::Point => ('.', ','),
        DecimalSign::Comma => (',', '.'),
    };
    let (whole, fraction) = match number.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let separates = |c: char| {
        let is_blank = matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}');
        c == thousands || is_blank || matches!(c, '\'' | '\u{2019}' | '_')
    };
    let mut separators = whole.chars().filter(|c| separates(*c));
    if let Some(first) = separators.next() {
        let mut groups = whole.split(separates);
        let leads = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
        if !leads || groups.any(|group| group.len() != 3) || separators.any(|other| other != first)
        {
            return None;
        }
    }
    let mut digits: String = whole.chars().filter(|c| !separates(*c)).collect();
    if let Some(fraction) = fraction {
        digits.push('.');
        digits.push_str(fraction);
    }
    digits.push_str(exponent);
    // The outer sign has been removed; another one inside is not allowed.
    (!digits.starts_with(['-', '+'])).then_some(digits)
}

/// The shortest decimal of a number that is exactly a single-precision number.
fn of_single_precision(digits: &str) -> Option<Decimal> {
    let number: f64 = digits.parse().ok()?;
    let single =
        number.to_f32().filter(|single| f64::from(*single).to_bits() == number.to_bits())?;
    let shortest = decimal::parse(&format!("{single:e}"), MOST_DIGITS, MOST_DIGITS).ok()?;
    Some(shortest.value)
}

#[cfg(test)]
mod tests;
