//! Numbers in cells of the project's own files, within limits.

use rust_decimal::Decimal;

use crate::refusal::Refusal;
use crate::universe::decimal::{self, MOST_DIGITS, NoDecimal};
use crate::universe::placeholder::is_no_value;

/// Limits of a number.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    /// Smallest value allowed.
    pub min: Decimal,
    /// Whether `min` is excluded.
    pub above_min: bool,
    /// Largest value allowed.
    pub max: Decimal,
    /// Decimal places allowed.
    pub places: u32,
}

/// For numbers with any number of decimal places, up to what decimals hold.
pub const ANY_PLACES: u32 = MOST_DIGITS;

/// The problem of a number outside its limits.
pub(in crate::universe) const OUT_OF_RANGE: &str = "is out of range";

/// The problem and remedy for a number in another form.
pub(super) const NOT_PLAIN: (&str, &str) = (
    "is not a plain decimal",
    "write digits with an optional point, such as 1234.56 (no thousands separators, currency or \
     per cent signs)",
);

/// The problem and remedy for a placeholder.
pub(super) const PLACEHOLDER: (&str, &str) =
    ("stands for no value", "leave it empty: an empty cell is unknown");

/// Whether a text is digits with an optional sign and an optional point.
fn is_plain_decimal(text: &str) -> bool {
    let (mut digits, mut points) = (0_usize, 0_usize);
    for byte in text.strip_prefix('-').unwrap_or(text).bytes() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' => points += 1,
            _ => return false,
        }
    }
    digits > 0 && points <= 1
}

/// A number of the project's own files: a plain decimal, or one with an exponent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadNumber {
    /// The number.
    pub value: Decimal,
    /// Whether it was rounded half to even because it has more digits than a decimal holds.
    pub is_rounded: bool,
}

/// Reads a number within limits.
///
/// It may have an exponent, as `1.57e-06`, and any number of decimal places: it is exact as far as
/// decimals can hold it, and rounded beyond.
///
/// # Errors
/// The problem and its remedy: thousands separators, currency and per cent signs, placeholders,
/// fractions where a whole number is needed, and values outside the limits.
pub fn read_number(text: &str, limits: &Number) -> Result<ReadNumber, Refusal> {
    // Nearly every number is plain, and this path is much faster.
    if is_plain_decimal(text)
        && let Ok(number) = Decimal::from_str_exact(text)
    {
        // Most numbers do not end in zero and need no normalisation.
        let is_padded = number.scale() > 0 && text.ends_with('0');
        let value = if is_padded { number.normalize() } else { number };
        return within(value, limits).map(|value| ReadNumber { value, is_rounded: false });
    }
    if is_no_value(text) {
        return Err(PLACEHOLDER.into());
    }
    if text.starts_with('+') {
        return Err(NOT_PLAIN.into());
    }
    let parsed = decimal::parse(text, ANY_PLACES, MOST_DIGITS).map_err(|error| match error {
        NoDecimal::Form => NOT_PLAIN.into(),
        NoDecimal::TooLarge if text.contains(['e', 'E']) => out_of_range(limits),
        NoDecimal::TooLarge => Refusal::new("has too many digits", "round it to what is known"),
    })?;
    let value = within(parsed.value, limits)?;
    Ok(ReadNumber { value, is_rounded: !parsed.is_exact })
}

/// As [`read_number`], returning the number alone.
///
/// # Errors
/// As [`read_number`].
pub fn parse_decimal(text: &str, limits: &Number) -> Result<Decimal, Refusal> {
    read_number(text, limits).map(|number| number.value)
}

/// Parses a number with an optional exponent as the nearest `f64`.
pub(super) fn parse_float(text: &str) -> Result<f64, Refusal> {
    if is_no_value(text) {
        return Err(PLACEHOLDER.into());
    }
    let is_number = is_plain_decimal(text) || !text.starts_with('+') && decimal::is_number(text);
    let number = text.parse().ok().filter(|_| is_number);
    number.filter(|number: &f64| number.is_finite()).ok_or_else(|| NOT_PLAIN.into())
}

/// The number if it is within the limits, else the problem and its remedy.
pub(crate) fn within(number: Decimal, limits: &Number) -> Result<Decimal, Refusal> {
    if number.scale() > limits.places {
        let problem = match limits.places {
            0 => "is not a whole number".to_owned(),
            places => format!("has more than {places} decimal places"),
        };
        return Err(Refusal::new(problem, "round it"));
    }
    if number < limits.min || (limits.above_min && number == limits.min) || number > limits.max {
        return Err(out_of_range(limits));
    }
    Ok(number)
}

fn out_of_range(limits: &Number) -> Refusal {
    let low = if limits.above_min { "above" } else { "at least" };
    let remedy = format!("it must be {low} {} and at most {}", limits.min, limits.max);
    Refusal::new(OUT_OF_RANGE, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: Number =
        Number { min: Decimal::ZERO, above_min: false, max: Decimal::ONE_THOUSAND, places: 4 };

    #[test]
    fn wrong_forms_of_numbers_are_refused() {
        for text in ["1,000", "$5", "5%", "", "-", ".", "--1", "inf", "NaN", "0x10", "1_0", "+1"] {
            assert!(parse_decimal(text, &ANY).is_err(), "{text}");
            assert!(parse_float(text).is_err(), "{text}");
        }
        for text in ["-1", "1001", "0.00001", "1e4", "1e400", "-1e-3"] {
            assert!(parse_decimal(text, &ANY).is_err(), "{text}");
        }
        assert_eq!(parse_decimal("12.50", &ANY), Ok(Decimal::new(125, 1)));
        let refusal = parse_decimal("n/a", &ANY).expect_err("a placeholder");
        assert!(refusal.remedy.starts_with("leave it empty"), "{refusal}");
    }

    #[test]
    fn numbers_as_programs_write_them_are_accepted() {
        let any = Number { places: ANY_PLACES, ..ANY };
        for (text, number) in [
            ("1.57e-06", "0.00000157"),
            ("5E+2", "500"),
            ("142.66000366210938", "142.66000366210938"),
            ("1000.0", "1000"),
            ("0e0", "0"),
        ] {
            let read = read_number(text, &any).expect("a number");
            assert_eq!(
                (read.value.to_string().as_str(), read.is_rounded),
                (number, false),
                "{text}"
            );
        }
        let whole = Number { places: 0, ..ANY };
        assert_eq!(parse_decimal("5e1", &whole), Ok(Decimal::from(50)));
        assert_eq!(parse_decimal("50.00", &whole), Ok(Decimal::from(50)));
        assert!(parse_decimal("50.5", &whole).is_err());
        // A double written out in full.
        let long = read_number("0.1000000000000000055511151231257827021181583404541015625", &any);
        assert!(long.expect("a number").is_rounded);
        assert_eq!(parse_float("1.5e-3"), Ok(0.0015));
    }
}
