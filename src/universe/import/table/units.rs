//! The unit in which a vendor states caps, shares, floats and returns, determined from the values of the
//! column.
//!
//! For any usual selection of US companies, the medians of caps and of share counts in USD (or units),
//! thousands and millions are so far apart that the median shows the unit. Too few values show nothing.

use super::grid::Grid;
use super::header_units::Stated;
use super::target::{Holds, Own};
use crate::remark::ReadingNote;
use crate::universe::import::cell::{Cells, DecimalSign};
use crate::universe::packed::float;

/// No company has a larger cap than this, USD.
const LARGEST_CAP: f64 = 5e13;

/// No company has more shares than this.
const MOST_SHARES: f64 = 1e12;

/// Caps too small for their unit are in another unit if they are more than one in this many.
const FEW_OTHERS: usize = 20;

/// The number of values that are enough to determine a unit.
pub(super) const ENOUGH: usize = 20;

/// The operation that converts a column to the own unit, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// `*1e6`, `*100`, or nothing.
    pub(super) factor: &'static str,
    pub(super) reason: String,
}

fn unit(factor: &'static str, reason: impl Into<String>) -> Unit {
    Unit { factor, reason: reason.into() }
}

/// The non-zero numbers of a column, without their signs.
pub(super) fn values(grid: &Grid, column: usize) -> Vec<f64> {
    let numbers = numbers(grid, column).into_iter().flatten();
    numbers.map(f64::abs).filter(|number| *number > 0.0).collect()
}

/// The number of a column on each row; `None` if there is none.
pub(super) fn numbers(grid: &Grid, column: usize) -> Vec<Option<f64>> {
    let sign = if grid.may_have_decimal_commas {
        DecimalSign::of(grid.column(column)).unwrap_or_default()
    } else {
        DecimalSign::Point
    };
    let mut cells = Cells::new(sign);
    let number = |text: &str| cells.number(text).known().map(float);
    grid.column(column).map(number).collect()
}

pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The form of a column of returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Returns {
    Fractions,
    PerCents,
    /// 1 + r.
    Gross,
    /// 100 (1 + r).
    GrossPerCents,
}

/// Nearly all gross returns are within this range in their unit; less than one in a hundred is negative.
const GROSS: std::ops::RangeInclusive<f64> = 0.2..=5.0;
/// Range of the median of gross returns.
const GROSS_MEDIAN: std::ops::RangeInclusive<f64> = 0.8..=1.25;
/// The median size of returns in per cent is above this; that of fractions is below it even in the
/// wildest month.
const LEAST_PER_CENT: f64 = 0.5;

/// The form of returns, by their signs and sizes; `None` if it is not recognised.
fn returns_of(returns: &[f64]) -> Option<Returns> {
    let returns: Vec<f64> = returns.iter().copied().filter(|r| *r != 0.0).collect();
    let is_few = |count: usize, part: usize| count * part < returns.len();
    let negative = returns.iter().filter(|r| **r < 0.0).count();
    let middle = median(&mut returns.clone())?;
    let is_gross = |one: f64| {
        let far = returns.iter().filter(|r| !GROSS.contains(&(**r / one))).count();
        is_few(negative, 100) && is_few(far, 20) && GROSS_MEDIAN.contains(&(middle / one))
    };
    let size = median(&mut returns.iter().map(|r| r.abs()).collect::<Vec<_>>())?;
    if is_gross(1.0) {
        Some(Returns::Gross)
    } else if is_gross(100.0) {
        Some(Returns::GrossPerCents)
    } else if size <= LEAST_PER_CENT {
        Some(Returns::Fractions)
    } else {
        // Returns of any month are on both sides of zero.
        (!is_few(negative, 100)).then_some(Returns::PerCents)
    }
}

/// The unit of a column of returns; the problem if it cannot be determined.
pub(super) fn return_unit(grid: &Grid, column: usize) -> Result<Unit, String> {
    let returns: Vec<f64> =
        numbers(grid, column).into_iter().flatten().filter(|r| *r != 0.0).collect();
    let has_sign = grid.column(column).any(|text| text.contains('%'));
    let median_of = |values: &mut [f64]| shown(median(values).unwrap_or_default());
    let middle = median_of(&mut returns.clone());
    let size = median_of(&mut returns.iter().map(|r| r.abs()).collect::<Vec<_>>());
    if has_sign {
        return Ok(unit("", "per cent signs are taken into account"));
    }
    if returns.len() < ENOUGH {
        let few = if returns.is_empty() {
            "no values to tell the unit by".to_owned()
        } else {
            too_few(returns.len())
        };
        return Ok(unit("", few));
    }
    match returns_of(&returns) {
        Some(Returns::Fractions) => Ok(unit("", format!("the median change is {size}: fractions"))),
        Some(Returns::PerCents) => {
            Ok(unit("/100", format!("the median change is {size}: per cent")))
        }
        Some(Returns::Gross) => Ok(unit(
            "-1",
            format!("the median is {middle}, and hardly any is negative: gross returns, 1 + r"),
        )),
        Some(Returns::GrossPerCents) => Ok(unit(
            "/100-1",
            format!(
                "the median is {middle}, and hardly any is negative: gross returns in per cent"
            ),
        )),
        None => Err(format!("the median is {middle}, and hardly any is negative")),
    }
}

fn too_few(count: usize) -> String {
    format!("{count} values are too few to tell the unit: taken as they stand")
}

/// The unit of a column that holds caps, shares or parts of a whole.
pub(super) fn unit_of(grid: &Grid, column: usize, own: &str, holds: Holds) -> Unit {
    let mut values = values(grid, column);
    let has_sign = grid.column(column).any(|text| text.contains('%'));
    let (count, largest) = (values.len(), values.iter().copied().fold(0.0, f64::max));
    let Some(median) = median(&mut values) else {
        return unit("", "no values to tell the unit by");
    };
    let few = || unit("", too_few(count));
    match holds {
        Holds::PerCent if has_sign => unit("", "per cent, as the cells say"),
        Holds::PerCent if largest <= 1.0 && count >= ENOUGH => {
            unit("*100", format!("no value is above 1 (largest {}): fractions", shown(largest)))
        }
        Holds::PerCent if largest <= 1.0 => few(),
        Holds::PerCent => unit("", format!("values up to {}: per cent", shown(largest))),
        _ if count < ENOUGH => few(),
        _ if own.contains("shares") => by_thousands(median, [1e6, 1e3, 1.0], "shares"),
        _ => by_thousands(median, [3e7, 3e4, 30.0], "USD"),
    }
}

/// A remark on a column of caps or shares in which some values are in another unit than most: in the
/// common unit they are larger than any company's, or smaller than nearly all companies'.
pub(super) fn mixed(grid: &Grid, column: usize, own: &Own, unit: &Unit) -> Option<ReadingNote> {
    let factor = unit.factor.strip_prefix('*').map_or(Some(1.0), |factor| factor.parse().ok())?;
    // Hardly any value lies between caps in millions and caps in USD; the same is true of shares.
    let (largest, least, between, what) = match own.holds {
        Holds::Positive if own.name.contains("cap") => (LARGEST_CAP, 1e5, 1e6..=1e7, "USD"),
        Holds::Positive if own.name.contains("shares") => (MOST_SHARES, 1e3, 1e5..=1e6, "shares"),
        _ => return None,
    };
    let numbers = numbers(grid, column);
    let filled = numbers.iter().flatten().filter(|n| **n != 0.0).count();
    let is_it = |wanted: &dyn Fn(f64) -> bool| -> Vec<usize> {
        let rows = numbers.iter().enumerate();
        rows.filter(|(_, n)| n.is_some_and(|n| n != 0.0 && wanted(n.abs())))
            .map(|(row, _)| row)
            .collect()
    };
    let (too_large, too_small) = (is_it(&|n| n * factor > largest), is_it(&|n| n * factor < least));
    let is_too_large = factor > 1.0 && !too_large.is_empty();
    if !is_too_large && (filled < ENOUGH || too_small.len() * FEW_OTHERS <= filled) {
        return None;
    }
    let unit = match unit.factor {
        "*1e3" => "thousands of ",
        "*1e6" => "millions of ",
        "*1e9" => "billions of ",
        _ => "",
    };
    let are_apart = is_it(&|n| between.contains(&n)).len() * FEW_OTHERS < filled;
    let middle = (between.start() * between.end()).sqrt();
    let (large, small) = (is_it(&|n| n >= middle), is_it(&|n| n < middle));
    let (rows, most, others) = if are_apart && !large.is_empty() && !small.is_empty() {
        if large.len() <= small.len() {
            (large, "millions of ", "")
        } else {
            (small, "", "millions of ")
        }
    } else if is_too_large {
        (too_large, unit, "")
    } else {
        (too_small, unit, "thousands or millions of ")
    };
    Some(ReadingNote::UnitsMixed {
        column: own.name.to_owned(),
        header: grid.header[column].clone(),
        of_unit: format!("{} of its {filled} values look like {most}{what}", filled - rows.len()),
        others: format!("{} like {others}{what}", rows.len()),
        rows: rows.into_iter().map(|row| grid.place(&grid.rows[row])).collect(),
    })
}

/// The unit that a header states; `None` if the cells state their own (`1.2bn`).
pub(super) fn stated_unit(grid: &Grid, column: usize, stated: Stated<'_>) -> Option<Unit> {
    let mut cells = Cells::new(DecimalSign::Point);
    for text in grid.column(column) {
        // Only the counts are needed.
        let _ = cells.number(text);
    }
    (cells.counts.scaled == 0).then(|| {
        unit(stated.factor, format!("inferred from the header, which says \"{}\"", stated.words))
    })
}

/// The unit by the median: one, thousands or millions if it is at least the respective bound, or else
/// billions.
fn by_thousands(median: f64, least: [f64; 3], what: &str) -> Unit {
    let said = |unit| format!("the median is {}: {unit}", shown(median));
    match least.iter().position(|least| median >= *least) {
        Some(0) => unit("", said(what.to_owned())),
        Some(1) => unit("*1e3", said(format!("thousands of {what}"))),
        Some(2) => unit("*1e6", said(format!("millions of {what}"))),
        _ => unit("*1e9", said(format!("billions of {what}"))),
    }
}

/// The unit of a column of share volumes.
pub(super) fn volume_unit(grid: &Grid, column: usize) -> Unit {
    let mut values = values(grid, column);
    match median(&mut values) {
        Some(median) if values.len() >= ENOUGH && median < 5_000.0 => {
            unit("*1e3", format!("the median is {}: thousands of shares", shown(median)))
        }
        Some(median) => unit("", format!("the median is {}: shares", shown(median))),
        None => unit("", "no values to tell the unit by"),
    }
}

/// A number as shown in a comment.
pub(super) fn shown(value: f64) -> String {
    let rounded = if value >= 100.0 { value.round() } else { (value * 1e4).round() / 1e4 };
    format!("{rounded}")
}

/// The doubt about the unit of a column that someone else has chosen; `taken` are the numbers as converted.
pub(super) fn doubt(own: &str, holds: Holds, taken: &mut [f64]) -> Option<ReadingNote> {
    if taken.len() < ENOUGH {
        return None;
    }
    let largest = taken.iter().copied().fold(0.0, f64::max);
    let median = median(taken)?;
    let said = |seen: &str, mend: &str| {
        let (column, seen, mend) = (own.to_owned(), seen.to_owned(), mend.to_owned());
        Some(ReadingNote::UnitDoubtful { column, seen, mend })
    };
    match holds {
        Holds::Fraction => match returns_of(taken)? {
            Returns::Fractions => None,
            Returns::PerCents => said("the median return is above 50%", "/100"),
            Returns::Gross => said("the returns lie around 1, as gross returns do", "-1"),
            Returns::GrossPerCents => {
                said("the returns lie around 100, as gross returns in per cent do", "/100-1")
            }
        },
        Holds::PerCent if largest <= 1.0 => said("no value is above 1 per cent", "*100"),
        Holds::Positive if own.contains("cap") && median < 3e5 => {
            said(&format!("the median cap is {} USD", shown(median)), "*1e3 or *1e6")
        }
        Holds::Positive if own.contains("cap") && largest > LARGEST_CAP => {
            said(&format!("the largest cap is {} USD", shown(largest)), "another factor")
        }
        Holds::Positive if own.contains("shares") && median > 1e10 => {
            said(&format!("the median count is {} shares", shown(median)), "another factor")
        }
        Holds::Price if median > 500.0 => {
            said(&format!("the median price is {} USD", shown(median)), "/100")
        }
        Holds::Positive if own.contains("shares") && median < 3e4 => {
            said(&format!("the median count is {} shares", shown(median)), "*1e3 or *1e6")
        }
        _ => None,
    }
}
