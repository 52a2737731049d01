//! CSV tables with named, typed cells: the only way in which rows are read.
//!
//! Handles headers, cells, numbers and dates; the meaning of a column is left to callers. An empty
//! cell is unknown (`None`), never zero.

mod headers;
mod number;
mod parallel;
mod plain;
mod row;
mod rows;
#[cfg(test)]
mod sample;
mod stream;
mod typed;

use chrono::NaiveDate;
use csv::StringRecord;
use rayon::prelude::*;

use super::content::Content;
use super::fault::Faults;
use super::input::Input;
use super::known::other_table;
use crate::limits;
use rows::{is_open, line_at, open_quote, place_in, read_rows};

pub(super) use number::OUT_OF_RANGE;
pub(crate) use number::within;
pub use number::{ANY_PLACES, Number, parse_decimal, read_number};
pub(crate) use parallel::read_blocks;
pub use row::Row;
pub(crate) use stream::read_streamed;
pub(super) use typed::csv_of;

/// A column that a table may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name in the header.
    pub name: &'static str,
    /// True if its absence is a fault.
    pub required: bool,
    /// What a cell holds, with its unit.
    pub holds: &'static str,
    /// Its meaning.
    pub meaning: &'static str,
}

/// A column from its parts, as a short form for lists of columns.
pub(crate) const fn column(
    name: &'static str,
    required: bool,
    holds: &'static str,
    meaning: &'static str,
) -> Column {
    Column { name, required, holds, meaning }
}

/// Reads all rows of `input`, calling `each` for every row that has as many cells as the header.
///
/// Returns the names of the columns that are not in `columns`.
pub fn read<'a>(
    input: &'a Input,
    columns: &'static [Column],
    faults: &mut Faults,
    mut each: impl FnMut(&mut Row<'_, 'a>, &mut Faults),
) -> Vec<String> {
    read_from(input, 0, columns, faults, &mut each)
}

/// As [`read`], for a list, which has a lower limit of rows and whose columns are also known by
/// vendors' names.
pub(crate) fn read_list<'a>(
    rows: u64,
    input: &'a Input,
    columns: &'static [Column],
    faults: &mut Faults,
    mut each: impl FnMut(&mut Row<'_, 'a>, &mut Faults),
) -> Vec<String> {
    read_limited(rows, (input, 0), columns, Names::AnyKnown, faults, &mut each)
}

/// As [`read`], with a header that starts `skip` bytes into the text (after a vendor's preamble).
pub fn read_from<'a>(
    input: &'a Input,
    skip: usize,
    columns: &'static [Column],
    faults: &mut Faults,
    each: &mut dyn FnMut(&mut Row<'_, 'a>, &mut Faults),
) -> Vec<String> {
    read_limited(limits::ROWS, (input, skip), columns, Names::Own, faults, each)
}

/// As [`read_from`], for a vendor's file, whose columns are also known by other names.
pub fn read_vendor<'a>(
    input: &'a Input,
    skip: usize,
    columns: &'static [Column],
    faults: &mut Faults,
    each: &mut dyn FnMut(&mut Row<'_, 'a>, &mut Faults),
) -> Vec<String> {
    read_limited(limits::ROWS, (input, skip), columns, Names::AnyKnown, faults, each)
}

/// The names by which columns are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    /// Their own names only.
    Own,
    /// Vendors' names too.
    AnyKnown,
}

fn read_limited<'a>(
    rows: u64,
    (input, skip): (&'a Input, usize),
    columns: &'static [Column],
    names: Names,
    faults: &mut Faults,
    each: &mut dyn FnMut(&mut Row<'_, 'a>, &mut Faults),
) -> Vec<String> {
    let header = read_header((input, skip), columns, names, rows, faults);
    let Some(header) = header else { return Vec::new() };
    let part = Part { text: &input.text()[header.end..], lines_before: header.lines, rows: 0 };
    read_rows(input, part, &header, faults, each);
    header.unknown
}

/// The layout that a table's header gives its rows.
struct Header {
    columns: &'static [Column],
    /// The position of each known column.
    places: Vec<Option<usize>>,
    /// Names of unknown columns.
    unknown: Vec<String>,
    /// The number of cells in a row.
    width: usize,
    /// Where the header ends, in bytes from the start of the text.
    end: usize,
    /// Number of line ends before `end`.
    lines: u64,
}

/// Consecutive rows, and the number of line ends before them in the file.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    lines_before: u64,
    /// Approximate number of rows, for the allocation.
    rows: usize,
}

/// A reader of comma-separated cells; the caller counts rows.
fn cells_of(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Reads the header that starts `skip` bytes into the text; `None` if there is no usable one.
fn read_header(
    (input, skip): (&Input, usize),
    columns: &'static [Column],
    known_by: Names,
    rows: u64,
    faults: &mut Faults,
) -> Option<Header> {
    if let Some((problem, remedy)) = Content::of(input.text_bytes()).instead_of_table() {
        faults.file(&input.name, problem, remedy);
        return None;
    }
    if !fits(input, skip, rows, faults) {
        return None;
    }
    let mut reader = cells_of(&input.text()[skip..]);
    let mut cells = StringRecord::new();
    // Reading UTF-8 text from memory cannot fail.
    if !matches!(reader.read_record(&mut cells), Ok(true)) {
        faults.file(&input.name, "has no header", "start the file with the column names");
        return None;
    }
    if cells.len() > limits::COLUMNS {
        let problem = format!("has {} columns", cells.len());
        let remedy = format!("leave out those that are not needed: {} are read", limits::COLUMNS);
        faults.file(&input.name, problem, remedy);
        return None;
    }
    let mut names: Vec<String> = cells.iter().map(|cell| trim(cell).to_owned()).collect();
    if known_by == Names::AnyKnown {
        headers::rename(&mut names, columns);
    }
    if is_other_table(input, &input.text()[skip..], &names, columns, faults) {
        return None;
    }
    if let [only] = names.as_slice()
        && let Some(separator) = [(';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars")]
            .into_iter()
            .find_map(|(sign, name)| only.contains(sign).then_some(name))
    {
        let problem = format!("separates its cells by {separator}");
        faults.file(&input.name, problem, "save it with commas between them");
        return None;
    }
    let (before, text) = input.text().split_at(skip);
    let line =
        line_ends(before.as_bytes()) + cells.position().map_or(1, |start| line_at(text, start));
    if place_in(text, reader.position()) == text.len() && is_open(text) {
        open_quote(input, line, faults);
        return None;
    }
    let (places, unknown) = place_columns(input, line, &names, columns, faults);
    let end = skip + place_in(text, reader.position());
    let lines = line_ends(&input.text().as_bytes()[..end]);
    Some(Header { columns, places, unknown, width: names.len(), end, lines })
}

/// Whether a table that lacks some of the columns is recognised as another table, which is a fault;
/// `text` begins with its header.
fn is_other_table(
    input: &Input,
    text: &str,
    names: &[String],
    columns: &[Column],
    faults: &mut Faults,
) -> bool {
    let is_named = |column: &Column| names.iter().any(|n| n.eq_ignore_ascii_case(column.name));
    if columns.iter().filter(|column| column.required).all(is_named) {
        return false;
    }
    let other = other_table(text, columns);
    if let Some(other) = &other {
        faults.file(&input.name, other.problem(), other.remedy());
    }
    other.is_some()
}

/// Whether a table has at most `rows` rows, and no cell longer than allowed; checked on the text,
/// before anything is parsed.
fn fits(input: &Input, skip: usize, rows: u64, faults: &mut Faults) -> bool {
    let text = &input.text_bytes()[skip..];
    // One line end belongs to the header.
    if text.par_chunks(1 << 20).map(line_ends).sum::<u64>() > rows + 1 {
        let remedy = format!("leave out what is not needed, or split it: {rows} rows are read");
        faults.file(&input.name, format!("has more than {rows} lines"), remedy);
        return false;
    }
    // In a plain file no cell is longer than the file itself, whose size is limited.
    let long = input.is_compressed() && has_long_cell(text);
    if long {
        let most = limits::in_words(limits::CELL_BYTES as u64);
        let problem = format!("has a cell of more than {most}");
        let remedy = "close a quotation mark that was left open, or cut the cell";
        faults.file(&input.name, problem, remedy);
    }
    !long
}

/// Whether any cell exceeds the length limit.
fn has_long_cell(text: &[u8]) -> bool {
    // A long cell without quotation marks fills one of these pieces; nearly every piece is rejected
    // at once.
    let mut pieces = text.chunks(limits::CELL_BYTES / 2);
    let is_filled = |piece: &[u8]| !piece.iter().any(|b| matches!(b, b',' | b'\n'));
    if text.len() <= limits::CELL_BYTES || !text.contains(&b'"') && !pieces.any(is_filled) {
        return false;
    }
    // Commas within quotation marks separate nothing: the length of the whole cell counts.
    let (mut length, mut is_quoted, mut begins) = (0_usize, false, true);
    text.iter().any(|byte| {
        match byte {
            // A mark within an unquoted cell is one of its characters.
            b'"' if is_quoted || begins => is_quoted = !is_quoted,
            b',' | b'\n' if !is_quoted => length = 0,
            _ => length += 1,
        }
        begins = !is_quoted && matches!(byte, b',' | b'\n');
        length > limits::CELL_BYTES
    })
}

fn line_ends(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&b| b == b'\n').count() as u64
}

/// The position of each known column in the header on line `line`, and the unknown names.
fn place_columns(
    input: &Input,
    line: u64,
    header: &[String],
    columns: &[Column],
    faults: &mut Faults,
) -> (Vec<Option<usize>>, Vec<String>) {
    let mut places = vec![None; columns.len()];
    let mut unknown = Vec::new();
    for (at, name) in header.iter().enumerate() {
        match columns.iter().position(|c| c.name.eq_ignore_ascii_case(name)) {
            Some(known) if places[known].is_some() => {
                let twice = ("is named twice in the header", "keep one of the two columns");
                faults.push(input.fault(Some(line), Some(name), None, twice));
            }
            Some(known) => places[known] = Some(at),
            None => unknown.push(name.clone()),
        }
    }
    for (column, _) in columns.iter().zip(&places).filter(|(c, p)| c.required && p.is_none()) {
        let names = || unknown.iter().map(String::as_str);
        let near = headers::synonym(column.name, names()).or_else(|| closest(column.name, names()));
        let remedy = match near {
            Some(near) => format!("add it, or rename \"{near}\" if that is meant"),
            None => format!("add it: {}", column.meaning),
        };
        faults.file(&input.name, format!("has no column \"{}\"", column.name), remedy);
    }
    (places, unknown)
}

/// Trims white space and invisible characters around a cell.
pub(super) fn trim(text: &str) -> &str {
    // Nearly every cell starts and ends with plain characters, and many are empty.
    if let [] | [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] = text.as_bytes() {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || crate::universe::shows_nothing(c))
}

/// Parses a date written as YYYY-MM-DD, with nothing around it.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let shape = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if !shape {
        return None;
    }
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The candidate that `word` most likely stands for, if any is close enough.
pub fn closest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    // A text this long is not a misspelt name, and comparing it would take long.
    const LONGEST: usize = 100;
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_ascii_lowercase();
    candidates
        .filter(|c| c.len() <= LONGEST)
        .map(|c| (strsim::jaro_winkler(&word, &c.to_ascii_lowercase()), c))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_below_other_lines_keeps_its_line_numbers() {
        const COLUMNS: &[Column] =
            &[Column { name: "a", required: true, holds: "text", meaning: "the first" }];
        let input = Input::from_bytes("t.csv", "As of,today\r\n\r\na,A\r\n1,2\r\n".into());
        let (input, mut faults) = (input.expect("text"), Faults::default());
        let mut lines = Vec::new();
        read_from(&input, 13, COLUMNS, &mut faults, &mut |row, _| lines.push(row.line));
        assert_eq!(lines, [4]);
        assert_eq!(
            faults.to_string(),
            "t.csv:3: A: is named twice in the header; keep one of the two columns"
        );
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in ["2026-02-30", "2026-2-3", "20260203", "03/02/2026", "2026-02-03 "] {
            assert_eq!(parse_date(text), None, "{text}");
        }
        assert!(parse_date("2024-02-29").is_some());
    }
}
