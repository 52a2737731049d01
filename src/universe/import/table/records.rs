//! What the records of an old workbook (XLS) claim, checked before it is read: the reader makes room for
//! the whole rectangle that the cells of each sheet span, and for the one that a sheet says of itself.

use std::io::{Cursor, Read as _};

use super::raw::Problem;
use crate::limits;

/// Most cells that all rectangles of a workbook may hold together.
const MOST_CELLS: u64 = 16_000_000;

/// Kinds of records that are looked at.
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const END: u16 = 0x000a;
const CELLS: [u16; 9] = [0x0006, 0x00bd, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x0207, 0x027e];

/// Refuses a workbook whose sheets span more than is taken, or whose records are damaged.
///
/// # Errors
/// What is wrong with it.
pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    let damaged = |what: &str| {
        let problem = format!("is a workbook (XLS) that cannot be read: {what}");
        (problem, "open it in a spreadsheet and save it again, as XLSX or as CSV".to_owned())
    };
    let mut file =
        cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let name = name.ok_or_else(|| damaged("it holds no sheets"))?;
    let mut stream = Vec::new();
    // A chain of sectors that leads back into itself has no end.
    let most = bytes.len() as u64;
    file.open_stream(name)
        .and_then(|content| content.take(most).read_to_end(&mut stream))
        .map_err(|error| damaged(&error.to_string()))?;
    let mut spanned = 0_u64;
    let starts = records(&stream, 0).filter(|(kind, _)| *kind == SHEET);
    let starts: Vec<Option<u32>> = starts.map(|(_, data)| u32_at(data, 0)).collect();
    for start in starts {
        let start = start.and_then(|start| usize::try_from(start).ok());
        let start = start.filter(|start| *start < stream.len());
        let span = span(&stream, start.ok_or_else(|| damaged("a sheet lies outside of it"))?)
            .ok_or_else(|| damaged("the size of a sheet is impossible"))?;
        spanned = spanned.saturating_add(span);
        if spanned > MOST_CELLS {
            let problem = format!("has sheets that span more than {MOST_CELLS} cells");
            return Err((problem, "save the sheet that is needed by itself, as CSV".to_owned()));
        }
    }
    Ok(())
}

/// The cells that the sheet at a place of the stream spans, the rectangle it states and that of its
/// cells together; `None` where it states one that cannot be.
fn span(stream: &[u8], start: usize) -> Option<u64> {
    let mut stated = 0_u64;
    let mut spread: Option<[u16; 4]> = None;
    for (kind, data) in records(stream, start).take_while(|(kind, _)| *kind != END) {
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
    // Values and formulas each have a rectangle of their own.
    Some(stated.saturating_add(2 * spread.map_or(0, area)))
}

/// The rectangle that a sheet states: first row, row after the last, first column, column after the last.
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
    // An empty sheet may say the same of where it begins and ends.
    let rows = u64::from(bottom.checked_sub(top)?) + 1;
    let columns = u64::from(right.checked_sub(left)?) + 1;
    Some(rows * columns)
}

/// The records from a place of the stream on: kind and data.
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

/// What is spanned is what the limit on cells is for.
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
        let stated = |top: u32, bottom: u32| {
            let rows = [top.to_le_bytes(), bottom.to_le_bytes()].concat();
            record(DIMENSIONS, &[&rows[..], &[0, 0, 4, 0, 0, 0]].concat())
        };
        assert_eq!(span(&stated(0, 9), 0), Some(50));
        assert_eq!(span(&stated(5, 0), 0), None);
    }
}
