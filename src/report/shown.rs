//! Styles in which cells are shown: rounded, with their unit.

use super::table::Cell;

/// The style in which a cell is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The text unchanged.
    Plain,
    /// An identifier, with spaces instead of underscores.
    Words,
    /// The folder of a report, as a link to its page.
    Page,
    /// An integer, with thousands separators.
    Count,
    /// USD in trillions, billions, millions or thousands.
    Usd,
    /// As `Usd`, with a sign.
    SignedUsd,
    /// USD per share.
    Price,
    /// A fraction in per cent, with this many decimal places.
    Percent(usize),
    /// As `Percent`, with a sign.
    SignedPercent(usize),
    /// A difference of fractions in percentage points, with its sign and this many decimal places.
    PercentagePoints(usize),
    /// A fraction in basis points, with this many decimal places.
    BasisPoints(usize),
    /// A difference of fractions in basis points, with its sign and this many decimal places.
    SignedBasisPoints(usize),
    /// Percentile points or per cent, with this many decimal places.
    Points(usize),
    /// A number with this many decimal places.
    Number(usize),
    /// As `Number`, with a sign.
    SignedNumber(usize),
    /// A number of shares, with its sign and thousands separators.
    SignedShares,
}

impl Style {
    /// Whether cells of this style are right-aligned.
    pub fn is_number(self) -> bool {
        !matches!(self, Self::Plain | Self::Words | Self::Page)
    }
}

/// Shown for a value that is unknown or not applicable.
pub const NOTHING: &str = "–";

/// The text of a cell in the given style.
pub fn show(cell: &Cell<'_>, style: Style) -> String {
    if cell.is_empty() {
        return if style.is_number() { NOTHING.to_owned() } else { String::new() };
    }
    let Some(number) = cell.number() else {
        let text = cell.text();
        return if style == Style::Words { text.replace('_', " ") } else { text };
    };
    match style {
        Style::Plain | Style::Words | Style::Page => cell.text(),
        Style::Count => thousands(number, 0),
        Style::Usd => usd(number),
        Style::SignedUsd => signed(number, &usd(number.abs())),
        Style::Price => format!("${}", thousands(number, 2)),
        Style::Percent(places) => format!("{}%", thousands(number * 100.0, places)),
        Style::SignedPercent(places) => {
            signed(number, &format!("{}%", thousands((number * 100.0).abs(), places)))
        }
        Style::PercentagePoints(places) => {
            signed(number, &format!("{}pp", thousands((number * 100.0).abs(), places)))
        }
        Style::BasisPoints(places) => format!("{}bp", thousands(number * 1e4, places)),
        Style::SignedBasisPoints(places) => {
            signed(number, &format!("{}bp", thousands((number * 1e4).abs(), places)))
        }
        Style::Points(places) | Style::Number(places) => thousands(number, places),
        Style::SignedNumber(places) => signed(number, &thousands(number.abs(), places)),
        Style::SignedShares => signed(number, &thousands(number.abs(), 0)),
    }
}

/// Prefixes a formatted magnitude with its sign, unless it rounds to zero.
fn signed(number: f64, shown: &str) -> String {
    let is_zero = !shown.contains(|c: char| c.is_ascii_digit() && c != '0');
    let sign = match number {
        _ if is_zero => "",
        n if n < 0.0 => "\u{2212}",
        _ => "+",
    };
    format!("{sign}{shown}")
}

/// USD in a suitable unit, with enough decimal places for the size of the number.
pub fn usd(number: f64) -> String {
    let size = number.abs();
    let units = [(1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"), (1.0, "")];
    // Rounding may reach the next unit: 999.99 million to one place is a billion.
    let (unit, name) =
        units.into_iter().find(|(unit, _)| size >= unit * 0.999_5).unwrap_or((1.0, ""));
    let scaled = size / unit;
    let places = match scaled {
        _ if name.is_empty() => 0,
        s if s >= 99.95 => 0,
        s if s >= 9.995 => 1,
        _ => 2,
    };
    let sign = if number < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}${}{name}", thousands(scaled, places))
}

/// A number with thousands separators; negative numbers get a minus sign, zero has no sign.
pub fn thousands(number: f64, places: usize) -> String {
    let text = format!("{:.places$}", number.abs());
    let is_negative = number < 0.0 && text.contains(|c: char| c.is_ascii_digit() && c != '0');
    let sign = if is_negative { "\u{2212}" } else { "" };
    format!("{sign}{}", grouped(&text))
}

/// A sentence in which hyphens before digits are replaced by the minus sign that the page's numbers have.
pub fn with_minus_signs(sentence: &str) -> String {
    let mut shown = String::with_capacity(sentence.len());
    let mut before = ' ';
    let mut letters = sentence.chars().peekable();
    while let Some(letter) = letters.next() {
        let begins = before == ' ' || before == '(';
        let is_minus = letter == '-' && begins && letters.peek().is_some_and(char::is_ascii_digit);
        shown.push(if is_minus { '\u{2212}' } else { letter });
        before = letter;
    }
    shown
}

/// Digits with thousands separators before the decimal point.
pub(super) fn grouped(digits: &str) -> String {
    let whole = digits.find('.').unwrap_or(digits.len());
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at < whole && (whole - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_before_the_point() {
        for (digits, shown) in
            [("999", "999"), ("1234567", "1,234,567"), ("2381816535.99598", "2,381,816,535.99598")]
        {
            assert_eq!(grouped(digits), shown);
        }
    }

    #[test]
    fn hyphens_before_numbers_are_minus_signs() {
        assert_eq!(
            with_minus_signs("semi-annual, 2026-06-26: -0.1pp (-1.0 to +0.8pp)"),
            "semi-annual, 2026-06-26: \u{2212}0.1pp (\u{2212}1.0 to +0.8pp)"
        );
    }

    #[test]
    fn worked_amounts() {
        for (amount, shown) in [
            (0.0, "$0"),
            (12.4, "$12"),
            (1_234.0, "$1.23k"),
            (999_999.0, "$1.00m"),
            (45_600_000.0, "$45.6m"),
            (999_960_000.0, "$1.00bn"),
            (5_660_000_000.0, "$5.66bn"),
            (250e9, "$250bn"),
            (75.6e12, "$75.6tn"),
            (-1.5e9, "\u{2212}$1.50bn"),
        ] {
            assert_eq!(usd(amount), shown);
        }
    }

    #[test]
    fn worked_cells() {
        let number = |value| Cell::Number(value, 10);
        for (cell, style, shown) in [
            (number(0.104_283_9), Style::Percent(2), "10.43%"),
            (number(-0.000_001), Style::SignedPercent(2), "0.00%"),
            (number(-0.02), Style::SignedPercent(1), "\u{2212}2.0%"),
            (number(0.002_04), Style::PercentagePoints(2), "+0.20pp"),
            (number(-0.02), Style::PercentagePoints(1), "\u{2212}2.0pp"),
            (number(0.005_817), Style::BasisPoints(2), "58.17bp"),
            (number(-0.000_232), Style::SignedBasisPoints(2), "\u{2212}2.32bp"),
            (Cell::Count(1_234_567), Style::Count, "1,234,567"),
            (Cell::Text("new_by_size".into()), Style::Words, "new by size"),
            (Cell::Empty, Style::Count, NOTHING),
            (Cell::Empty, Style::Plain, ""),
            (number(1_234.5), Style::SignedShares, "+1,234"),
            (number(2.5e9), Style::SignedUsd, "+$2.50bn"),
        ] {
            assert_eq!(show(&cell, style), shown);
        }
    }
}
