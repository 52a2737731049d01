//! Parses decimals in every form that programs write: digits with an optional sign, point and
//! exponent.
//!
//! A number that fits is exact; one with more digits than a 128-bit decimal holds is rounded once,
//! half to even, and marked as rounded.

use rust_decimal::Decimal;

/// Significant digits that every decimal can hold, whatever their values.
pub(crate) const MOST_DIGITS: u32 = 28;

/// With an exponent beyond this, a number is either zero or too large.
const LARGEST_EXPONENT: i64 = 1_000_000;

/// A decimal read from text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parsed {
    /// The number, without trailing zeros in its decimal places.
    pub(crate) value: Decimal,
    /// False if digits had to be dropped.
    pub(crate) is_exact: bool,
}

/// Why a text is not a decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoDecimal {
    /// It is not digits with an optional sign, point and exponent.
    Form,
    /// It is larger than any decimal.
    TooLarge,
}

/// Parses a number written with digits, an optional sign, an optional point and an optional
/// exponent, rounded half to even to at most `places` decimal places and `digits` significant
/// digits, each at most [`MOST_DIGITS`].
pub(crate) fn parse(text: &str, places: u32, digits: u32) -> Result<Parsed, NoDecimal> {
    let written = Written::of(text).ok_or(NoDecimal::Form)?;
    written.rounded(i64::from(places.min(MOST_DIGITS)), i64::from(digits.min(MOST_DIGITS)))
}

/// Whether a text is digits with an optional sign, point and exponent.
pub(crate) fn is_number(text: &str) -> bool {
    Written::of(text).is_some()
}

/// The parts of a number: the digits `whole` and `fraction`, times ten to the power of `exponent`.
#[derive(Debug, Clone, Copy)]
struct Written<'a> {
    is_negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

impl<'a> Written<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (is_negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent_of(exponent)?),
            None => (text, 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let has_digits = !(whole.is_empty() && fraction.is_empty());
        (has_digits && is_number(whole) && is_number(fraction)).then_some(Self {
            is_negative,
            whole,
            fraction,
            exponent,
        })
    }

    /// The significant digits: from the first to the last non-zero one.
    fn significant(self) -> impl Iterator<Item = u8> {
        let digits = || self.whole.bytes().chain(self.fraction.bytes());
        let leading = digits().take_while(|b| *b == b'0').count();
        let trailing = digits().rev().take_while(|b| *b == b'0').count();
        let length = (self.whole.len() + self.fraction.len()).saturating_sub(trailing);
        digits().take(length).skip(leading).map(|b| b - b'0')
    }

    /// The position of the decimal point, counted in digits from the first significant one.
    fn point(self) -> i64 {
        let digits = self.whole.bytes().chain(self.fraction.bytes());
        let leading = digits.take_while(|b| *b == b'0').count();
        let of = |length: usize| i64::try_from(length).unwrap_or(LARGEST_EXPONENT);
        of(self.whole.len()) - of(leading) + self.exponent
    }

    fn rounded(self, places: i64, digits: i64) -> Result<Parsed, NoDecimal> {
        let point = self.point();
        let kept = digits.min(point.saturating_add(places));
        let (mut mantissa, mut first_dropped, mut rest) = (0_i128, 0, false);
        let mut read = 0;
        for digit in self.significant() {
            if read < kept {
                mantissa = mantissa * 10 + i128::from(digit);
            } else if read == kept.max(0) && kept >= 0 {
                first_dropped = digit;
            } else {
                rest |= digit > 0;
            }
            read += 1;
        }
        if read == 0 {
            return Ok(Parsed { value: Decimal::ZERO, is_exact: true });
        }
        let is_exact = first_dropped == 0 && !rest;
        let is_half_or_more =
            first_dropped > 5 || first_dropped == 5 && (rest || mantissa % 2 == 1);
        mantissa += i128::from(is_half_or_more);
        // Kept digits beyond those read are zeros, which the exponent supplies.
        let scale = kept.clamp(0, read) - point;
        let value = scaled(mantissa, if kept <= 0 { places } else { scale })?;
        Ok(Parsed { value: if self.is_negative { -value } else { value }, is_exact })
    }
}

fn exponent_of(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // An exponent too long to parse is replaced by the largest.
    let exponent = digits.parse().unwrap_or(LARGEST_EXPONENT).min(LARGEST_EXPONENT);
    Some(sign * exponent)
}

/// `mantissa` over ten to the power of `scale`, which may be negative.
fn scaled(mut mantissa: i128, scale: i64) -> Result<Decimal, NoDecimal> {
    let mut scale = scale;
    while scale < 0 && mantissa != 0 {
        mantissa = mantissa.checked_mul(10).ok_or(NoDecimal::TooLarge)?;
        scale += 1;
    }
    let scale = u32::try_from(scale.max(0)).map_err(|_| NoDecimal::TooLarge)?;
    let value = Decimal::try_from_i128_with_scale(mantissa, scale);
    value.map(|value| value.normalize()).map_err(|_| NoDecimal::TooLarge)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str, places: u32, digits: u32) -> (String, bool) {
        let parsed =
            parse(text, places, digits).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        (parsed.value.to_string(), parsed.is_exact)
    }

    #[test]
    fn every_form_is_parsed() {
        for (text, number) in [
            ("1.57e-06", "0.00000157"),
            ("5e7", "50000000"),
            ("5E+07", "50000000"),
            ("-2.50e-1", "-0.25"),
            ("1000.0", "1000"),
            ("+7", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("0e9", "0"),
            ("-0.000", "0"),
            ("0.000e-400", "0"),
            ("100e-2", "1"),
            ("142.66000366210938", "142.66000366210938"),
            ("1.5700000262586167e-06", "0.0000015700000262586167"),
            ("00012.3400", "12.34"),
            ("9999999999999999999999999999", "9999999999999999999999999999"),
            ("1.0000000000000000000000000000000000000000000", "1"),
        ] {
            assert_eq!(parsed(text, 28, 28), (number.to_owned(), true), "{text}");
        }
        for text in ["", "-", ".", "e5", "1e", "1e+", "1e5.0", "--1", "1,0", "NaN", "0x1", "1 0"] {
            assert_eq!(parse(text, 28, 28), Err(NoDecimal::Form), "{text}");
        }
        for text in ["1e29", "1e999999999999999999999", "99999999999999999999999999999"] {
            assert_eq!(parse(text, 28, 28), Err(NoDecimal::TooLarge), "{text}");
        }
    }

    #[test]
    fn dropped_digits_are_rounded_half_to_even() {
        for (text, places, digits, number) in [
            ("0.1000000000000000055511151231257827", 28, 28, "0.1000000000000000055511151231"),
            ("123456.98999999999", 28, 15, "123456.99"),
            ("0.30000000000000004", 28, 15, "0.3"),
            ("2.5", 0, 28, "2"),
            ("3.5", 0, 28, "4"),
            ("2.50000000000000000000000000000000001", 0, 28, "3"),
            ("0.5", 0, 28, "0"),
            ("0.51", 0, 28, "1"),
            ("0.05", 0, 28, "0"),
            ("0.09", 0, 28, "0"),
            ("1e-30", 28, 28, "0"),
            ("9.99e-1", 2, 28, "1"),
            ("-9.995", 2, 28, "-10"),
            ("1234567", 28, 3, "1230000"),
            ("1235000", 28, 3, "1240000"),
        ] {
            let exact = text == "1235000" && digits > 3;
            assert_eq!(parsed(text, places, digits), (number.to_owned(), exact), "{text}");
        }
    }

    proptest! {
        #[test]
        fn numbers_that_fit_are_exact_in_any_form(mantissa in -999_999_999_999_i64.., scale in 0_u32..12) {
            let number = Decimal::from_i128_with_scale(i128::from(mantissa), scale).normalize();
            let plain = number.to_string();
            prop_assert_eq!(parsed(&plain, 28, 28), (plain.clone(), true));
            let exponential = format!("{mantissa}e-{scale}");
            prop_assert_eq!(parsed(&exponential, 28, 28), (plain.clone(), true));
            let scientific = format!("{number:e}");
            prop_assert_eq!(parsed(&scientific, 28, 28), (plain, true));
        }

        #[test]
        fn rounding_is_that_of_decimals(mantissa in any::<i64>(), places in 0_u32..8) {
            let number = Decimal::from_i128_with_scale(i128::from(mantissa), 8);
            let rounded = number.round_dp(places).normalize();
            let is_exact = rounded == number;
            let text = number.to_string();
            prop_assert_eq!(parse(&text, places, 28), Ok(Parsed { value: rounded, is_exact }));
        }

        #[test]
        fn no_text_is_too_much(text in "[-+]?[0-9]{0,40}\\.?[0-9]{0,40}(e[-+]?[0-9]{1,4})?") {
            let _ = parse(&text, 28, 28);
            let _ = parse(&text, 4, 15);
        }
    }
}
