//! A day's volume in dollars, from a column that may hold dollars or shares. Prices alone do not
//! distinguish the two, but caps do: on a day, some thousandths of a company's cap change hands.

use super::Pair;
use crate::remark::ReadingNote;
use crate::universe::import::table::grid::Grid;
use crate::universe::import::table::header_units::Stated;
use crate::universe::import::table::headers::Scale;
use crate::universe::import::table::map::name_in_map;
use crate::universe::import::table::target::Own;
use crate::universe::import::table::units::{self, ENOUGH};
use crate::universe::packed::float;

/// Plausible values of the part of its cap that the median company trades on a day.
const TRADED: std::ops::RangeInclusive<f64> = 8e-4..=3e-2;

/// The sources of other columns that distinguish dollars from shares.
pub(super) struct Beside<'s> {
    pub(super) price: &'s str,
    /// The cap, in US dollars.
    pub(super) cap: Option<&'s str>,
    pub(super) shares: Option<&'s str>,
}

/// What the numbers of a column may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Traded {
    Dollars,
    Shares,
}

/// A reading of a column: its contents, its unit, and the part of the cap that then changes hands.
#[derive(Debug, Clone, Copy)]
struct Taken {
    what: Traded,
    factor: &'static str,
    part: f64,
}

/// The pair of a column of volumes.
///
/// # Errors
/// The remark that the column is not used because its contents cannot be determined.
pub(super) fn dollar_volume(
    grid: &Grid,
    own: &Own,
    at: usize,
    (scale, stated): (Scale, Option<Stated<'_>>),
    beside: &Beside<'_>,
) -> Result<Pair, ReadingNote> {
    let header = &grid.header[at];
    let name = name_in_map(header);
    let pair = |what: Traded, factor: &str, reason: String| {
        let (source, words) = match what {
            Traded::Dollars => (format!("{name}{factor}"), "dollars a day"),
            Traded::Shares => (format!("{name}{factor}*{}", beside.price), "volume times price"),
        };
        Pair { own: own.name, source, reason: format!("{words}; {reason}") }
    };
    let unit = stated.and_then(|stated| units::stated_unit(grid, at, stated));
    let factors = match &unit {
        Some(unit) => vec![(unit.factor, unit_of(unit.factor))],
        None => vec![("", 1.0), ("*1e3", 1e3), ("*1e6", 1e6)],
    };
    let believed = believed(grid, at, &factors, beside);
    let dollars = believed.iter().filter(|taken| taken.what == Traded::Dollars);
    let shares = || believed.iter().find(|taken| taken.what == Traded::Shares);
    let by_part = |taken: &Taken| {
        let unit = match taken.factor {
            "*1e3" => "thousands of ",
            "*1e6" => "millions of ",
            _ => "",
        };
        let what = if taken.what == Traded::Dollars { "dollars" } else { "shares" };
        let part = units::shown(taken.part * 100.0);
        pair(taken.what, taken.factor, format!("of the median cap {part}% a day: {unit}{what}"))
    };
    let said = said_by(header);
    if let Some(what) = said {
        let unit = unit.unwrap_or_else(|| units::volume_unit(grid, at));
        return Ok(match believed.iter().find(|taken| taken.what == what) {
            Some(taken) => by_part(taken),
            None if what == Traded::Shares => pair(what, unit.factor, unit.reason),
            None => pair(
                what,
                stated.map_or("", |stated| stated.factor),
                "as the header says".to_owned(),
            ),
        });
    }
    if scale == Scale::TimesPrice {
        // The vendors that use the name count shares; read as dollars, the numbers would be far too large.
        let plain = dollars.clone().find(|taken| taken.factor.is_empty());
        return Ok(match (shares(), plain.filter(|_| is_too_much(grid, at, beside))) {
            (Some(shares), _) => by_part(shares),
            (None, Some(dollars)) => by_part(dollars),
            (None, None) => {
                let unit = unit.unwrap_or_else(|| units::volume_unit(grid, at));
                pair(Traded::Shares, unit.factor, unit.reason)
            }
        });
    }
    if let [taken] = believed.as_slice() {
        return Ok(by_part(taken));
    }
    let median = units::median(&mut units::values(grid, at))
        .map_or(String::new(), |median| format!(" (the median is {})", units::shown(median)));
    Err(ReadingNote::UnitUntold {
        column: own.name.to_owned(),
        header: header.clone(),
        seen: format!("its values may be dollars or shares a day{median}"),
        maps: vec![
            format!("{}={name} if they are dollars", own.name),
            format!("{}={name}*{} if they are shares", own.name, beside.price),
        ],
    })
}

/// The meaning of the words of a header: `ADV ($)`, `Volume (shares)`.
fn said_by(header: &str) -> Option<Traded> {
    let lower = header.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    if lower.contains('$') || words.clone().any(|word| matches!(word, "usd" | "dollar" | "dollars"))
    {
        Some(Traded::Dollars)
    } else if words.any(|word| matches!(word, "shares" | "shs")) {
        Some(Traded::Shares)
    } else {
        None
    }
}

/// The number of a factor.
fn unit_of(factor: &str) -> f64 {
    factor.strip_prefix('*').and_then(|number| number.parse().ok()).unwrap_or(1.0)
}

/// The readings by which the median company has a plausible volume.
fn believed(
    grid: &Grid,
    at: usize,
    factors: &[(&'static str, f64)],
    beside: &Beside<'_>,
) -> Vec<Taken> {
    let both = [Traded::Dollars, Traded::Shares];
    let parts = both.iter().filter_map(|what| Some((*what, part(grid, at, *what, beside)?)));
    let all = parts.flat_map(|(what, part)| {
        factors.iter().map(move |(factor, unit)| Taken { what, factor, part: part * unit })
    });
    all.filter(|taken| TRADED.contains(&taken.part)).collect()
}

/// Whether the numbers of a column, read as shares, are more than can be traded.
fn is_too_much(grid: &Grid, at: usize, beside: &Beside<'_>) -> bool {
    part(grid, at, Traded::Shares, beside).is_some_and(|part| part > *TRADED.end())
}

/// The median part of the cap that the values make up under a reading; `None` if too few rows have both.
fn part(grid: &Grid, at: usize, what: Traded, beside: &Beside<'_>) -> Option<f64> {
    let price = evaluated(grid, beside.price)?;
    let cap = beside.cap.and_then(|cap| evaluated(grid, cap));
    let shares = beside.shares.and_then(|shares| evaluated(grid, shares));
    let worth = |row: usize| {
        let of_shares = || Some(shares.as_ref()?[row]? * price[row]?.abs());
        cap.as_ref().and_then(|cap| cap[row]).or_else(of_shares).filter(|worth| *worth > 0.0)
    };
    let volumes = units::numbers(grid, at);
    let part = |(row, volume): (usize, &Option<f64>)| {
        let volume = volume.filter(|volume| *volume > 0.0)?;
        let price = if what == Traded::Shares { price[row]?.abs() } else { 1.0 };
        Some(volume * price / worth(row)?)
    };
    let mut parts: Vec<f64> = volumes.iter().enumerate().filter_map(part).collect();
    (parts.len() >= ENOUGH).then(|| units::median(&mut parts)).flatten()
}

/// The value of a suggested source on each row; `None` if it does not refer to columns of the table.
fn evaluated(grid: &Grid, source: &str) -> Option<Vec<Option<f64>>> {
    use crate::universe::import::table::map::{Operator, Part, factor, whole_source};
    let written = whole_source(source).ok()?;
    let mut result: Option<Vec<Option<f64>>> = None;
    let mut operator = Operator::Times;
    for part in &written.parts {
        let name = match part {
            Part::Operator(next) => {
                operator = *next;
                continue;
            }
            Part::Plain(name) | Part::Quoted(name) => name,
            Part::Constant(_) => return None,
        };
        let operand = match grid.header.iter().position(|header| header == name) {
            Some(at) => units::numbers(grid, at),
            None => vec![Some(float(factor(name)?)); grid.rows.len()],
        };
        let combine = |left: f64, right: f64| match operator {
            Operator::Times => left * right,
            Operator::Over => left / right,
            Operator::Minus => left - right,
        };
        result = Some(match result {
            None => operand,
            Some(left) => {
                let pairs = left.iter().zip(&operand);
                pairs.map(|(left, right)| Some(combine((*left)?, (*right)?))).collect()
            }
        });
    }
    result
}
