//! The rows below a header: which of them are read, and the faults of the others.

use csv::StringRecord;

use super::plain::{self, Cells};
use super::{Header, Part, Row, cells_of, line_ends, trim};
use crate::universe::fault::Faults;
use crate::universe::formula::unguarded_within;
use crate::universe::input::Input;

/// Calls `each` for every row of a part that has as many cells as the header.
pub(super) fn read_rows<'a>(
    input: &'a Input,
    part: Part<'_>,
    header: &Header,
    faults: &mut Faults,
    each: &mut dyn FnMut(&mut Row<'_, 'a>, &mut Faults),
) {
    if plain::is_plain(part.text) {
        plain::lines(part.text, |before, line, ends| {
            let line_number = part.lines_before + before + 1;
            read_row(input, line_number, Cells::Line(line, ends), header, faults, each);
        });
        return;
    }
    let mut reader = cells_of(part.text);
    let mut cells = StringRecord::new();
    let is_guarded = part.text.contains(";'");
    while let Ok(true) = reader.read_record(&mut cells) {
        let line = part.lines_before + cells.position().map_or(0, |at| line_at(part.text, at));
        let text = cells.position().map_or("", |at| &part.text[place_in(part.text, at)..]);
        if place_in(part.text, reader.position()) == part.text.len() && is_open(text) {
            open_quote(input, line, faults);
            continue;
        }
        if is_guarded && cells.len() == header.width {
            cells = cells.iter().map(unguarded_within).collect::<Vec<_>>().into();
        }
        read_row(input, line, Cells::Record(&cells), header, faults, each);
    }
}

/// Calls `each` for a row, unless it is blank or its number of cells differs from the header's.
pub(super) fn read_row<'a>(
    input: &'a Input,
    line: u64,
    cells: Cells<'_>,
    header: &Header,
    faults: &mut Faults,
    each: &mut dyn FnMut(&mut Row<'_, 'a>, &mut Faults),
) {
    // A row of empty cells is a blank line, as at the end of spreadsheets' and vendors' files.
    if is_blank(cells) {
        return;
    }
    if cells.len() != header.width {
        ragged(input, line, cells, header.width, faults);
        return;
    }
    let (places, columns) = (&header.places, header.columns);
    each(&mut Row { input, line, cells, places, columns }, faults);
}

/// Whether all cells of a row are empty.
fn is_blank(cells: Cells<'_>) -> bool {
    match cells {
        Cells::Typed(batch, row) => {
            !batch.columns.iter().flatten().any(|column| column.is_filled(row))
        }
        _ => cells.iter().all(|cell| trim(cell).is_empty()),
    }
}

/// Whether the single row of a text opens a quotation mark without closing it, so that the following text
/// would become part of it.
pub(super) fn is_open(row: &str) -> bool {
    row.contains('"') && cells_of(&format!("{row}\n.")).into_records().count() == 1
}

pub(super) fn open_quote(input: &Input, line: u64, faults: &mut Faults) {
    let open = (
        "opens a quotation mark that nothing closes",
        "close it; else all lines that follow are one cell",
    );
    faults.push(input.fault(Some(line), None, None, open));
}

/// The line number of a row, counted from 1.
pub(super) fn line_at(text: &str, at: &csv::Position) -> u64 {
    // The reader includes empty lines before a row, and the second half of a line end.
    let rest = &text.as_bytes()[place_in(text, at)..];
    let skipped = rest.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
    at.line() + line_ends(&rest[..skipped])
}

/// A reader's position in bytes of its text.
pub(super) fn place_in(text: &str, at: &csv::Position) -> usize {
    usize::try_from(at.byte()).map_or(text.len(), |byte| byte.min(text.len()))
}

fn ragged(input: &Input, line: u64, cells: Cells<'_>, expected: usize, faults: &mut Faults) {
    let multi_line = cells.iter().any(|cell| cell.contains('\n'));
    let remedy = if multi_line {
        "close the quotation mark that was opened on this line"
    } else {
        "give each row one cell per column; quote a cell that holds a comma"
    };
    let (found, s) = (cells.len(), if cells.len() == 1 { "" } else { "s" });
    let problem = format!("has {found} cell{s} where the header has {expected}");
    faults.push(input.fault(Some(line), None, None, (problem, remedy)));
}
