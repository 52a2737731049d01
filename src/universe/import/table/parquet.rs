//! Parquet files as rows of texts.

use compact_str::CompactString;

use super::raw::{Collected, RawRow, cell};
use crate::limits;
use crate::refusal::Refusal;
use crate::remark::ReadingNote;
use crate::universe::parquet::Table;

/// Number of records read at a time.
const SPAN: usize = 1 << 16;

/// The rows of a file, the column names first, and notes on how they were read.
///
/// # Errors
/// A damaged file, one with types that tables do not have, and one that exceeds the limits.
pub(super) fn rows(bytes: Vec<u8>) -> Result<(Vec<RawRow>, Vec<ReadingNote>), Refusal> {
    let table = Table::open(bytes)?;
    let (names, spans) = (table.names(), table.spans(SPAN));
    let count = spans.iter().fold(0_usize, |rows, span| rows.saturating_add(span.rows));
    if count.saturating_mul(names.len()) > limits::IMPORTED_CELLS {
        let problem = format!("has {count} rows of {} columns", names.len());
        let remedy =
            format!("leave out what is not needed: {} cells are read", limits::IMPORTED_CELLS);
        return Err(Refusal::new(problem, remedy));
    }
    let mut collected = Collected::default();
    collected.push(0, names.iter().map(|name| cell(name)).collect())?;
    let wanted = vec![true; names.len()];
    for span in spans {
        let read = table.read(span, &wanted, &mut |before, batch| {
            for row in 0..batch.rows {
                let cells: Vec<CompactString> = batch.texts(row).map(cell).collect();
                collected
                    .push(before + row as u64 + 1, cells)
                    .map_err(|refusal| (None, refusal))?;
            }
            Ok(())
        });
        read.map_err(|(_, refusal)| refusal)?;
    }
    let columns: Vec<String> =
        table.single_floats().iter().map(|name| format!("\"{name}\"")).collect();
    let notes = (!columns.is_empty()).then_some(ReadingNote::SingleFloats { columns });
    Ok((collected.rows, notes.into_iter().collect()))
}
