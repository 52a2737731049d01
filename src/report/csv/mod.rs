//! CSV tables of a run, one file per table; column names are the contract that others build on.
//!
//! Unknown is an empty cell. Caps are USD, percentiles 0 to 100, turnover a fraction.

pub mod breakpoints;
pub mod changes;
pub mod eligibility;
pub mod gone;
pub mod indexes;
pub mod membership;
pub mod turnover;

use rust_decimal::Decimal;

/// A decimal in a cell, without zeros at its end.
fn number(value: Option<Decimal>) -> String {
    let Some(value) = value else { return String::new() };
    // Nearly all fit, and a table has ten thousand of them.
    let Ok(mut mantissa) = u64::try_from(value.mantissa().unsigned_abs()) else {
        return value.normalize().to_string();
    };
    let mut places = value.scale() as usize;
    while places > 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        places -= 1;
    }
    // Long enough for the sign, the point and the zeros behind it that are put in.
    let mut text = String::with_capacity(24 + places);
    text.push_str(&mantissa.to_string());
    if places > 0 {
        if text.len() <= places {
            text.insert_str(0, &"0".repeat(places + 1 - text.len()));
        }
        text.insert(text.len() - places, '.');
    }
    if value.is_sign_negative() && mantissa > 0 {
        text.insert(0, '-');
    }
    text
}

/// A cap in a cell: USD, to the cent.
fn cap(value: Option<Decimal>) -> String {
    number(value.map(|d| d.round_dp(2)))
}

/// A fraction in a cell: ten decimal places, so that the bytes do not hang on the last bits.
fn fraction(value: f64) -> String {
    format!("{value:.10}")
}

/// What any value that can be shown is in a cell.
fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_decimals_write_themselves() {
        let texts = [
            "0",
            "0.00",
            "-0.0",
            "7",
            "-7",
            "10",
            "100.00",
            "0.001",
            "-0.0100",
            "12.345",
            "18446744073709551615",
            "18446744073709551616.50",
            "-79228162514264337593543950335",
        ];
        for text in texts {
            let value: Decimal = text.parse().expect("a decimal");
            assert_eq!(number(Some(value)), value.normalize().to_string(), "{text}");
        }
        assert_eq!(number(None), "");
    }
}
