//! Numbers as cells write them: plain decimals within limits.

use rust_decimal::Decimal;

/// Limits of a number.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    /// Smallest value allowed.
    pub min: Decimal,
    /// Whether `min` itself is refused.
    pub above_min: bool,
    /// Largest value allowed.
    pub max: Decimal,
    /// Decimal places allowed.
    pub places: u32,
}

/// What is wrong with a number that is written otherwise, and what to do.
pub(super) const NOT_PLAIN: (&str, &str) = (
    "is not a plain decimal",
    "write digits with an optional point, such as 1234.56 (no thousands separators, exponents, \
     currency or per cent signs)",
);

/// Whether a text is digits with an optional sign and an optional point.
pub(super) fn is_plain_decimal(text: &str) -> bool {
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

/// A plain decimal within limits, or the problem and its remedy.
///
/// # Errors
/// Exponents, separators of thousands, currency and per cent signs, too many decimal places, and
/// values outside the limits.
pub fn parse_decimal(text: &str, limits: &Number) -> Result<Decimal, (String, String)> {
    if !is_plain_decimal(text) {
        return Err((NOT_PLAIN.0.to_owned(), NOT_PLAIN.1.to_owned()));
    }
    let number = Decimal::from_str_exact(text)
        .map_err(|_| ("has too many digits".to_owned(), "round it to what is known".to_owned()))?;
    // Most numbers end in another digit than zero, and need not be divided down to find that out.
    let number =
        if number.scale() > 0 && text.ends_with('0') { number.normalize() } else { number };
    if number.scale() > limits.places {
        let problem = match limits.places {
            0 => "is not a whole number".to_owned(),
            places => format!("has more than {places} decimal places"),
        };
        return Err((problem, "round it".to_owned()));
    }
    if number < limits.min || (limits.above_min && number == limits.min) || number > limits.max {
        let low = if limits.above_min { "above" } else { "at least" };
        return Err((
            "is out of range".to_owned(),
            format!("it must be {low} {} and at most {}", limits.min, limits.max),
        ));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: Number =
        Number { min: Decimal::ZERO, above_min: false, max: Decimal::ONE_THOUSAND, places: 4 };

    #[test]
    fn wrong_forms_of_numbers_are_refused() {
        for text in ["1e3", "1,000", "$5", "5%", "", "-", ".", "--1", "inf", "NaN", "0x10", "1_0"] {
            assert!(parse_decimal(text, &ANY).is_err(), "{text}");
        }
        for text in ["-1", "1001", "0.00001"] {
            assert!(parse_decimal(text, &ANY).is_err(), "{text}");
        }
        assert_eq!(parse_decimal("12.50", &ANY), Ok(Decimal::new(125, 1)));
    }
}
