//! Checks the sizes that the records of an old workbook (XLS) claim before it is read. The reader
//! allocates the whole rectangle that the cells of each sheet span, and the one that a sheet states, and
//! copies the text of each cell, although many cells may refer to one text.

use std::io::{Cursor, Read as _};

use crate::limits;
use crate::refusal::Refusal;

/// Maximum number of cells in all rectangles of a workbook together.
const MOST_CELLS: u64 = 16_000_000;

/// Kinds of records that are examined.
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const TEXTS: u16 = 0x00fc;
const CONTINUE: u16 = 0x003c;
const NAME: u16 = 0x0018;
const FORMULA: u16 = 0x0006;
const CELL_OF_TEXT: u16 = 0x00fd;
const CELLS: [u16; 9] = [0x0006, 0x00bd, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x0207, 0x027e];

/// Refuses a workbook whose sheets span more than the limits, or whose records are damaged.
///
/// # Errors
/// The problem with it.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let damaged = |what: &str| {
        let problem = format!("is a workbook (XLS) that cannot be read: {what}");
        (problem, "open it in a spreadsheet and save it again, as XLSX or as CSV".to_owned())
    };
    let mut file =
        cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let name = name.ok_or_else(|| damaged("it holds no sheets"))?;
    let mut stream = Vec::new();
    // A chain of sectors that leads back into itself would never end.
    let most = bytes.len() as u64;
    file.open_stream(name)
        .and_then(|content| content.take(most).read_to_end(&mut stream))
        .map_err(|error| damaged(&error.to_string()))?;
    let long = long_texts(&stream).ok_or_else(|| damaged("its table of texts is cut off"))?;
    let (mut spanned, mut bytes) = (0_u64, 0_u64);
    let starts = records(&stream, 0).filter(|(kind, _)| *kind == SHEET);
    let starts: Vec<Option<u32>> = starts.map(|(_, data)| u32_at(data, 0)).collect();
    for start in starts {
        let start = start.and_then(|start| usize::try_from(start).ok());
        let start = start.filter(|start| *start < stream.len());
        let start = start.ok_or_else(|| damaged("a sheet lies outside of it"))?;
        let span =
            span(&stream, start).ok_or_else(|| damaged("the size of a sheet is impossible"))?;
        spanned = spanned.saturating_add(span);
        if spanned > MOST_CELLS {
            let problem = format!("has sheets that span more than {MOST_CELLS} cells");
            return Err(Refusal::new(problem, "save the sheet that is needed by itself, as CSV"));
        }
        bytes = bytes.saturating_add(long.bytes_of(&stream, start));
        let limit = limits::sheet_bytes(stream.len());
        if bytes > limit {
            let problem = format!("has cells of more than {}", limits::in_words(limit));
            return Err(Refusal::new(problem, "save the sheet that is needed by itself, as CSV"));
        }
    }
    Ok(())
}

/// Texts that a workbook stores once and its cells may repeat many times.
#[derive(Default)]
struct LongTexts {
    /// The maximum size in bytes of each text of the table.
    texts: Vec<u64>,
    /// The maximum number of bytes that a byte of a formula may expand to, as names and sheets are
    /// written out.
    of_formula: u64,
}

/// The table of texts of a workbook, and the length of its longest name; `None` if it is cut off.
fn long_texts(stream: &[u8]) -> Option<LongTexts> {
    // Functions and errors take some seven letters for each byte.
    let mut long = LongTexts { texts: Vec::new(), of_formula: 8 };
    let mut all = records(stream, 0).take_while(|(kind, _)| *kind != END).peekable();
    while let Some((kind, data)) = all.next() {
        if kind == NAME {
            // A reference to a name takes five bytes.
            let name = 3 * u64::from(data.get(3).copied().unwrap_or_default());
            long.of_formula = long.of_formula.max(name.div_ceil(5));
        } else if kind == TEXTS {
            let mut parts = vec![data.get(8..)?];
            while let Some((_, more)) = all.next_if(|(kind, _)| *kind == CONTINUE) {
                parts.push(more);
            }
            long.texts = lengths(parts)?;
        }
    }
    Some(long)
}

/// The maximum size in UTF-8 bytes of each text of a table, which may continue from record to record.
fn lengths(parts: Vec<&[u8]>) -> Option<Vec<u64>> {
    let mut lengths = Vec::new();
    let mut parts = parts.into_iter();
    let mut data = parts.next()?;
    loop {
        if data.is_empty() {
            let Some(next) = parts.next() else { return Some(lengths) };
            data = next;
            if data.is_empty() {
                lengths.push(0);
                continue;
            }
        }
        let (mut characters, flags) = (usize::from(u16_at(data, 0)?), *data.get(2)?);
        data = &data[3..];
        let mut skipped = 0;
        if flags & 8 != 0 {
            skipped += 4 * usize::from(u16_at(data, 0)?);
            data = &data[2..];
        }
        if flags & 4 != 0 {
            skipped += usize::try_from(u32_at(data, 0)?).ok()?;
            data = &data[4..];
        }
        let (mut bytes, mut is_wide) = (0, flags & 1 != 0);
        while characters > 0 {
            let (width, most) = if is_wide { (2, 3) } else { (1, 2) };
            let here = characters.min(data.len() / width);
            bytes += here as u64 * most;
            data = &data[here * width..];
            characters -= here;
            if characters > 0 {
                let (flags, more) = parts.next()?.split_first()?;
                (is_wide, data) = (flags & 1 != 0, more);
            }
        }
        lengths.push(bytes);
        while skipped > data.len() {
            skipped -= data.len();
            data = parts.next()?;
        }
        data = &data[skipped..];
    }
}

impl LongTexts {
    /// The maximum size in bytes of these texts in the cells of the sheet at a position of the stream.
    fn bytes_of(&self, stream: &[u8], start: usize) -> u64 {
        let of = |(kind, data): (u16, &[u8])| match kind {
            CELL_OF_TEXT => {
                let text = u32_at(data, 6).and_then(|at| usize::try_from(at).ok());
                text.and_then(|at| self.texts.get(at)).copied().unwrap_or_default()
            }
            FORMULA => data.len() as u64 * self.of_formula,
            _ => 0,
        };
        of_sheet(stream, start).map(of).fold(0, u64::saturating_add)
    }
}

/// The number of cells that the sheet at a position of the stream spans: the rectangle that it states
/// plus that of its cells. `None` if it states an impossible one.
fn span(stream: &[u8], start: usize) -> Option<u64> {
    let mut stated = 0_u64;
    let mut spread: Option<[u16; 4]> = None;
    for (kind, data) in of_sheet(stream, start) {
        if kind == DIMENSIONS {
            let area = stated_area(data)?;
            stated = stated.saturating_add(area);
        } else if CELLS.contains(&kind)
            && let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2))
        {
            // A record of several cells ends with the number of its last column.
            let last = u16_at(data, data.len().saturating_sub(2));
            let last = last.filter(|_| kind == 0x00bd).unwrap_or(column).max(column);
            let [top, left, bottom, right] = spread.unwrap_or([row, column, row, last]);
            spread = Some([top.min(row), left.min(column), bottom.max(row), right.max(last)]);
        }
    }
    let area = |[top, left, bottom, right]: [u16; 4]| {
        (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
    };
    // Values and formulas each have a separate rectangle.
    Some(stated.saturating_add(2 * spread.map_or(0, area)))
}

/// The size of the rectangle that a sheet states: first row, row after the last, first column, column
/// after the last.
fn stated_area(data: &[u8]) -> Option<u64> {
    let (top, bottom, left, right) = match data.len() {
        10 => (
            u32::from(u16_at(data, 0)?),
            u32::from(u16_at(data, 2)?),
            u16_at(data, 4)?,
            u16_at(data, 6)?,
        ),
        14 => (u32_at(data, 0)?, u32_at(data, 4)?, u16_at(data, 8)?, u16_at(data, 10)?),
        _ => return None,
    };
    if (top, bottom, left, right) == (0, 0, 0, 0) {
        return Some(0);
    }
    // An empty sheet may state the same number for its beginning and its end.
    let rows = u64::from(bottom.checked_sub(top)?) + 1;
    let columns = u64::from(right.checked_sub(left)?) + 1;
    Some(rows * columns)
}

/// The records of the sheet at a position of the stream, without those of charts within it.
fn of_sheet(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut records = records(stream, start);
    let (mut has_begun, mut within) = (false, 0_usize);
    std::iter::from_fn(move || {
        loop {
            let (kind, data) = records.next()?;
            match kind {
                BEGIN if within > 0 || has_begun => within += 1,
                BEGIN => has_begun = true,
                END if within > 0 => within -= 1,
                END => return None,
                _ if within > 0 => {}
                _ => return Some((kind, data)),
            }
        }
    })
}

/// The records from a position of the stream on: kind and data.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = &stream[start.min(stream.len())..];
    std::iter::from_fn(move || {
        let (head, data) = rest.split_at_checked(4)?;
        let length = usize::from(u16_at(head, 2)?);
        let (data, next) = data.split_at_checked(length)?;
        rest = next;
        Some((u16_at(head, 0)?, data))
    })
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map(u16::from_le_bytes)
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes)
}

/// The limit on cells must cover the cells that are spanned.
const _: () = assert!(MOST_CELLS <= limits::IMPORTED_CELLS as u64);

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).expect("short");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    #[test]
    fn what_a_sheet_spans_is_what_it_states_and_what_its_cells_reach() {
        let number = |row: u16, column: u16| {
            record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
        };
        let sheet = [number(0, 0), number(65_535, 255), record(END, &[])].concat();
        assert_eq!(span(&sheet, 0), Some(2 * 65_536 * 256));
        // Records after a chart belong to the sheet again.
        let (begin, end) = (record(BEGIN, &[]), record(END, &[]));
        let chart = [begin.clone(), begin, number(9, 9), end].concat();
        let with_chart = [chart, number(0, 0), number(1, 0), record(END, &[])].concat();
        assert_eq!(span(&with_chart, 0), Some(2 * 2));
        let stated = |top: u32, bottom: u32| {
            let rows = [top.to_le_bytes(), bottom.to_le_bytes()].concat();
            record(DIMENSIONS, &[&rows[..], &[0, 0, 4, 0, 0, 0]].concat())
        };
        assert_eq!(span(&stated(0, 9), 0), Some(50));
        assert_eq!(span(&stated(5, 0), 0), None);
    }

    #[test]
    fn cells_take_the_texts_that_they_refer_to() {
        // A text of three letters; one of two wide letters that continues in another record; and such a
        // text with four bytes of formatting.
        let table = [&[0; 8][..], &[3, 0, 0], b"abc", &[2, 0, 1, 65, 0]].concat();
        let more = [&[0][..], b"b", &[1, 0, 8, 1, 0], b"x", &[0; 4]].concat();
        let cell = |text: u8| record(CELL_OF_TEXT, &[0, 0, 0, 0, 0, 0, text, 0, 0, 0]);
        let formula = record(FORMULA, &[0; 30]);
        let head = [record(TEXTS, &table), record(CONTINUE, &more), record(END, &[])].concat();
        let sheet = [cell(0), cell(1), cell(1), cell(2), cell(9), formula, record(END, &[])];
        let stream = [head.clone(), sheet.concat()].concat();
        let long = long_texts(&stream).expect("whole");
        assert_eq!(long.texts, [6, 3 + 2, 2]);
        assert_eq!(long.bytes_of(&stream, head.len()), 6 + 2 * 5 + 2 + 8 * 30);
        assert!(long_texts(&record(TEXTS, &table)).is_none(), "cut off");
        let name = record(NAME, &[0, 0, 0, 255]);
        assert_eq!(long_texts(&name).map(|long| long.of_formula), Some(153));
    }
}
