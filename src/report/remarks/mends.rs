//! The words for likely repairs of numbers that are off by a factor.

use super::phrases::some;
use crate::report::shown::thousands;

/// If the prices of more lines than this are wrong, the cause is the column rather than each price.
pub(super) const OF_ONE_COLUMN: usize = 50;

/// The words for a column most of whose values belong to other lines.
pub(super) const SHIFTED: &str =
    "is a column shifted by a row, or sorted by itself? Give each line its own";

/// How many times one number is another, in words.
pub(super) fn times(ratio: f64) -> String {
    if ratio >= 1.0 {
        format!("{} times", shown(ratio))
    } else {
        format!("1/{} of", shown(1.0 / ratio))
    }
}

fn shown(ratio: f64) -> String {
    thousands(ratio, usize::from(ratio < 10.0))
}

/// The likely repair of a column whose values are off by this factor.
pub(super) fn unit_mend(column: &str, ratio: f64) -> &'static str {
    let is_price = column.contains("price") || column.contains("close");
    let of_prices = [
        (1e2, "in cents: divide by 100"),
        (1e-2, "is it that the others are in cents? Divide those by 100"),
    ];
    let of_all = [
        (1e3, "single ones beside thousands: multiply those of the other file by 1,000"),
        (1e6, "single ones beside millions: multiply those of the other file by 1,000,000"),
        (1e-3, "in thousands: multiply by 1,000"),
        (1e-6, "in millions: multiply by 1,000,000"),
        (1e-9, "in billions: multiply by 1,000,000,000"),
    ];
    // Within a factor of two, because the numbers may be from two different days.
    let is_near = |unit: f64| (ratio / unit).log10().abs() < 0.3;
    let units = of_prices.iter().filter(|_| is_price).chain(&of_all);
    let mend = units.copied().find(|(unit, _)| is_near(*unit));
    mend.map_or("another unit, or another column? Give both files the same", |(_, mend)| mend)
}

/// The likely repair of a price that is off by this factor.
pub(super) fn price_mend(ratio: f64) -> String {
    let power = ratio.log10();
    let places = power.round();
    if (power - places).abs() > 0.1 || places.abs() < 1.0 {
        return "a wrong price, or a split? Correct it, or give the shares of both days".to_owned();
    }
    let factor = thousands(10_f64.powf(places.abs()), 0);
    if (places - 2.0).abs() < 0.5 {
        "in cents: divide by 100".to_owned()
    } else if places > 0.0 {
        format!("a point too far to the right? Divide by {factor}")
    } else {
        format!("a point too far to the left? Multiply by {factor}")
    }
}

/// Further names beside the first one.
pub(super) fn also(first: &[String], lines: usize) -> String {
    match first {
        [] => String::new(),
        first => format!(" (also {})", some(first, lines - 1)),
    }
}
