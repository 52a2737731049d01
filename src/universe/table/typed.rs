//! Rows in typed columns, with the same checks and faults as those of text.

use super::parallel::in_order;
use super::plain::Cells;
use super::rows::read_row;
use super::{Column, Faults, Header, Input, Row, is_other_table, place_columns, trim};
use crate::limits;
use crate::refusal::Refusal;
use crate::universe::parquet::{Refused, Span, Table};

/// Records that are read into one block: enough that starting one costs little.
const SPAN: usize = 1 << 17;

/// Reads the rows of a table into blocks; see [`super::read_blocks`].
pub(super) fn read<'a, T: Send>(
    most: u64,
    input: &'a Input,
    table: &Table,
    columns: &'static [Column],
    faults: &mut Faults,
    (start, each): (
        impl Fn(usize) -> T + Sync,
        impl Fn(&mut T, &mut Row<'_, 'a>, &mut Faults) + Sync,
    ),
    mut take: impl FnMut(T) + Send,
) -> Vec<String> {
    let Some(header) = header(most, input, table, columns, faults) else { return Vec::new() };
    let mut wanted = vec![false; header.width];
    header.places.iter().flatten().for_each(|place| wanted[*place] = true);
    let read_span = |span: &Span| {
        let (mut block, mut faults) = (start(span.rows), Faults::default());
        table.read(*span, &wanted, &mut |before, batch| {
            for row in 0..batch.rows {
                // Number lines as if the column names were the first line.
                let line = before + row as u64 + 2;
                let cells = Cells::Typed(batch, row);
                read_row(input, line, cells, &header, &mut faults, &mut |row, faults| {
                    each(&mut block, row, faults);
                });
            }
            Ok(())
        })?;
        Ok((block, faults))
    };
    let mut refused = None;
    in_order(&table.spans(SPAN), read_span, |read| match read {
        Ok((block, found)) if refused.is_none() => {
            faults.extend(found);
            take(block);
        }
        Ok(_) => {}
        // A single fault: anything after the first damage has no significance.
        Err(why) => refused = refused.take().or(Some(why)),
    });
    faults.extend(refused.map(|why| input.refused(why)).unwrap_or_default());
    header.unknown
}

fn header(
    most: u64,
    input: &Input,
    table: &Table,
    columns: &'static [Column],
    faults: &mut Faults,
) -> Option<Header> {
    let names: Vec<String> = table.names().iter().map(|name| trim(name).to_owned()).collect();
    let rows: u64 = table.spans(SPAN).iter().map(|span| span.rows as u64).sum();
    if rows > most {
        let remedy = format!("leave out what is not needed, or split it: {most} rows are read");
        faults.file(&input.name, format!("has {rows} rows"), remedy);
        return None;
    }
    if is_other_table(input, &names.join(","), &names, columns, faults) {
        return None;
    }
    let (places, unknown) = place_columns(input, 1, &names, columns, faults);
    Some(Header { columns, places, unknown, width: names.len(), end: 0, lines: 1 })
}

/// The CSV equivalent to a table, and the line on which each record begins if some records have several
/// lines.
///
/// # Errors
/// Damage, and text that is far longer than the file.
pub(in crate::universe) fn csv_of(table: &Table) -> Result<(String, Vec<u64>), Refused> {
    let names = table.names();
    let wanted = vec![true; names.len()];
    let limit = limits::decoded_bytes(table.size());
    let mut out = csv::Writer::from_writer(Vec::new());
    let failed = |error: &dyn std::fmt::Display| {
        (None, Refusal::new(format!("cannot be turned into rows: {error}"), "report this"))
    };
    out.write_record(&names).map_err(|error| failed(&error))?;
    let (mut begin, mut line, mut length) = (Vec::new(), 2, 0_u64);
    let breaks = |cell: &str| cell.bytes().filter(|byte| *byte == b'\n').count() as u64;
    for span in table.spans(SPAN) {
        table.read(span, &wanted, &mut |before, batch| {
            for row in 0..batch.rows {
                let cells = Cells::Typed(batch, row);
                begin.push(line);
                line += 1 + cells.iter().map(breaks).sum::<u64>();
                length += cells.iter().map(|cell| cell.len() as u64 + 1).sum::<u64>();
                if length > limit {
                    let problem = format!("unpacks to more than {}", limits::in_words(limit));
                    let remedy = "leave out rows and columns that are not needed";
                    return Err((
                        before.checked_add(row as u64 + 1),
                        Refusal::new(problem, remedy),
                    ));
                }
                out.write_record(cells.iter()).map_err(|error| failed(&error))?;
            }
            Ok(())
        })?;
    }
    let is_line_each = line == begin.len() as u64 + 2;
    let text = out.into_inner().map_err(|error| failed(&error))?;
    let text = String::from_utf8(text).map_err(|error| failed(&error))?;
    Ok((text, if is_line_each { Vec::new() } else { begin }))
}
