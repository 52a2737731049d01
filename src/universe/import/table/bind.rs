//! Matches a map with the header of a table and with the columns that the table can be converted to.

use rust_decimal::Decimal;

use super::codes;
use super::dates;
use super::grid::Grid;
use super::map::{Entry, Operator, Part, TableMap, factor};
use super::target::{Holds, Own, Target};
use crate::refusal::Refusal;
use crate::universe::fault::{Fault, Faults};
use crate::universe::table::closest;

/// The source of the cells of an own column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    /// The same text on every row.
    Constant(String),
    /// A column as it stands.
    Column(usize),
    /// A column and the operations on it, from left to right.
    Computed(usize, Vec<(Operator, Operand)>),
}

/// The operand of a multiplication, division or subtraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Operand {
    Number(Decimal),
    Column(usize),
}

impl Source {
    /// The columns that it reads.
    pub(super) fn columns(&self) -> Vec<usize> {
        match self {
            Self::Constant(_) => Vec::new(),
            Self::Column(at) => vec![*at],
            Self::Computed(first, rest) => std::iter::once(*first)
                .chain(rest.iter().filter_map(|(_, operand)| match operand {
                    Operand::Column(at) => Some(*at),
                    Operand::Number(_) => None,
                }))
                .collect(),
        }
    }

    /// The column named in faults of its cells.
    pub(super) fn first(&self) -> Option<usize> {
        self.columns().first().copied()
    }

    /// Whether it is one column divided by another.
    pub(super) fn is_ratio(&self) -> bool {
        let over = |(operator, operand): &(Operator, Operand)| {
            *operator == Operator::Over && matches!(operand, Operand::Column(_))
        };
        matches!(self, Self::Computed(_, rest) if rest.iter().any(over))
    }
}

/// An own column with its source.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    /// Index of the own column among those of the target.
    pub(super) own: usize,
    pub(super) source: Source,
}

/// Matches every pair of a map with a table.
///
/// # Errors
/// Unknown own columns, columns that the table does not have, and factors that are not numbers.
pub(super) fn bind(map: &TableMap, grid: &Grid, target: &Target) -> Result<Vec<Bound>, Faults> {
    let mut faults = Faults::default();
    let mut bound = Vec::new();
    for entry in &map.entries {
        let Some(own) = target.find(&entry.own) else {
            let known = target.columns.iter().map(|own| own.name);
            let remedy = match closest(&entry.own, known.clone()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("map one of {}", known.collect::<Vec<_>>().join(", ")),
            };
            let problem = format!("\"{}\" is no own column", crate::universe::shorten(&entry.own));
            faults.push(fault(map, grid, entry, Refusal::new(problem, remedy)));
            continue;
        };
        match source(entry, grid, &target.columns[own]) {
            Ok(source) => bound.push(Bound { own, source }),
            Err(refusal) => faults.push(fault(map, grid, entry, refusal)),
        }
    }
    faults.into_result(bound)
}

/// A fault of a pair: in the map's file or, for a typed map, in the table.
fn fault(map: &TableMap, grid: &Grid, entry: &Entry, refusal: Refusal) -> Fault {
    let (file, column) = match &map.file {
        Some(file) => (file.clone(), entry.own.clone()),
        None => (grid.file.clone(), format!("--map {}", crate::universe::shorten(&entry.own))),
    };
    Fault {
        file,
        line: entry.line,
        column: Some(column),
        value: Some(entry.source.text.clone()),
        refusal: refusal.about("in the map"),
    }
}

fn source(entry: &Entry, grid: &Grid, own: &Own) -> Result<Source, Refusal> {
    let parts = &entry.source.parts;
    if let [Part::Constant(text)] = parts.as_slice() {
        return Ok(Source::Constant(text.clone()));
    }
    // A header may contain a name as a whole that otherwise would be read as an operation.
    if let Some(at) = find(grid, &entry.source.text)? {
        return Ok(Source::Column(at));
    }
    let mut operands = Vec::new();
    let mut operators = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        if let Part::Operator(operator) = &parts[at] {
            operators.push(*operator);
            at += 1;
            continue;
        }
        let (operand, taken) = operand(&parts[at..], grid)?;
        operands.push(operand);
        at += taken;
    }
    let is_alone = operands.len() == 1;
    let mut operands = operands.into_iter();
    let first = match operands.next() {
        Some(Named::Column(at)) => at,
        Some(Named::Unknown(text, is_quoted)) => {
            if is_quoted && is_alone && is_code(&text, own.holds) {
                return Ok(Source::Constant(text));
            }
            return Err(no_column(grid, &text, own));
        }
        Some(Named::Number(number)) => {
            let remedy = format!("begin with a column; for a constant write '{number}'");
            return Err(Refusal::new(format!("begins with the number {number}"), remedy));
        }
        None => return Err(no_column(grid, "", own)),
    };
    let mut rest = Vec::new();
    for (operator, operand) in operators.into_iter().zip(operands) {
        let operand = match operand {
            Named::Column(at) => Operand::Column(at),
            Named::Number(number) if operator == Operator::Minus => Operand::Number(number),
            Named::Number(number) if number.is_zero() => {
                let problem = format!("a factor of {}0 leaves nothing", operator.sign());
                return Err(Refusal::new(problem, "write the unit, such as *1e6 or /100"));
            }
            Named::Number(number) => Operand::Number(number),
            Named::Unknown(text, _) => {
                let text = crate::universe::shorten(&text);
                let problem = format!("\"{text}\" is neither a number nor a column of the file");
                return Err(Refusal::new(problem, "write a factor such as *1e6, *100 or /1000"));
            }
        };
        rest.push((operator, operand));
    }
    if rest.is_empty() {
        return Ok(Source::Column(first));
    }
    if !own.holds.is_number() {
        let problem = format!("{} is no number, and cannot be computed", own.name);
        return Err(Refusal::new(problem, "name the column alone, in quotation marks if need be"));
    }
    Ok(Source::Computed(first, rest))
}

/// What a piece of a source refers to.
enum Named {
    Column(usize),
    Number(Decimal),
    Unknown(String, bool),
}

/// The operand at the start of some parts, and the number of parts in it: names in a header may contain
/// signs.
fn operand(parts: &[Part], grid: &Grid) -> Result<(Named, usize), Refusal> {
    let text_of = |part: &Part| match part {
        Part::Plain(text) | Part::Quoted(text) | Part::Constant(text) => text.clone(),
        Part::Operator(operator) => operator.sign().to_string(),
    };
    if let Part::Quoted(name) = &parts[0] {
        let found = find(grid, name)?;
        return Ok((found.map_or_else(|| Named::Unknown(name.clone(), true), Named::Column), 1));
    }
    for taken in (1..=parts.len()).rev().filter(|taken| taken % 2 == 1) {
        let pieces = &parts[..taken];
        if pieces.iter().any(|part| matches!(part, Part::Quoted(_))) {
            continue;
        }
        let texts: Vec<String> = pieces.iter().map(text_of).collect();
        let found = find(grid, &texts.concat())?.or(find(grid, &texts.join(" "))?);
        if let Some(at) = found {
            return Ok((Named::Column(at), taken));
        }
    }
    let text = text_of(&parts[0]);
    Ok((factor(&text).map_or_else(|| Named::Unknown(text, false), Named::Number), 1))
}

/// The column with a name: as written, or else ignoring case.
fn find(grid: &Grid, name: &str) -> Result<Option<usize>, Refusal> {
    let places = |is_it: &dyn Fn(&str) -> bool| -> Vec<usize> {
        grid.header.iter().enumerate().filter(|(_, h)| is_it(h)).map(|(at, _)| at).collect()
    };
    let exact = places(&|header| header == name);
    let found =
        if exact.is_empty() { places(&|header| header.eq_ignore_ascii_case(name)) } else { exact };
    match found.as_slice() {
        [] => Ok(None),
        [at] => Ok(Some(*at)),
        more => {
            let name = crate::universe::shorten(name);
            let problem = format!("the file has {} columns \"{name}\"", more.len());
            Err(Refusal::new(
                problem,
                "rename all but one of them in the file; of a header of several rows (a MultiIndex) make one",
            ))
        }
    }
}

/// Whether a text is a day, or one of the codes that an own column holds.
fn is_code(text: &str, holds: Holds) -> bool {
    match holds {
        Holds::Exchange => codes::exchange(text).is_some(),
        Holds::SecurityType => codes::kind(text).is_some(),
        Holds::Index => codes::index(text).is_some(),
        Holds::Segment => codes::segment(text).is_some(),
        Holds::Structure => text.parse::<crate::universe::Structure>().is_ok(),
        Holds::Date => dates::is_day(text),
        _ => false,
    }
}

fn no_column(grid: &Grid, name: &str, own: &Own) -> Refusal {
    let problem = format!("the file has no column \"{}\"", crate::universe::shorten(name));
    let near = closest(name, grid.header.iter().map(String::as_str));
    let constant = if own.holds.is_code() {
        format!("; for a constant write {}='{}'", own.name, crate::universe::shorten(name))
    } else {
        String::new()
    };
    let remedy = if let Some(near) = near {
        format!("did you mean \"{}\"?{constant}", crate::universe::shorten(near))
    } else {
        let all: Vec<String> = grid.header.iter().map(|h| crate::universe::shorten(h)).collect();
        format!("it has {}{constant}", crate::universe::some_of(&all))
    };
    Refusal::new(problem, remedy)
}
