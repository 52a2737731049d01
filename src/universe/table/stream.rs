//! Reads a large table while its file is being read, without holding the text.
//!
//! A file with anything odd (a quotation mark, a byte that is not text, a header that is refused, too
//! many rows) is left to be read whole; its faults are reported only then.

use std::io::Read;

use rayon::prelude::*;

use super::parallel::SHORTEST_ROW;
use super::{
    Column, Faults, Header, Input, Names, Part, Row, has_long_cell, read_header, read_rows,
};
use crate::universe::pieces::{Odd, Piece, Pieces};
use crate::universe::text::text_fault;

/// As [`super::read_blocks`], for a file that [`Input::open`] has not read. Returns the names of unknown
/// columns and the faults; `None` if it has to be read whole, in which case whatever `take` received must
/// be discarded.
pub(crate) fn read_streamed<'a, T: Send>(
    rows: u64,
    input: &'a Input,
    columns: &'static [Column],
    start: impl Fn(usize) -> T + Sync,
    each: impl Fn(&mut T, &mut Row<'_, 'a>, &mut Faults) + Sync,
    take: impl FnMut(T) + Send,
) -> Option<(Vec<String>, Faults)> {
    let before = input.stamp();
    let pieces = input.pieces()?;
    let source = Source { input, columns, most_rows: rows };
    let read = read_pieces(source, pieces, (start, each), take).ok()?;
    // A file that has changed under the reader is read again, at once.
    if input.stamp() != before {
        return None;
    }
    input.streamed(read.digest);
    Some((read.unknown, read.faults))
}

/// A table that is to be read.
#[derive(Clone, Copy)]
struct Source<'a> {
    input: &'a Input,
    columns: &'static [Column],
    most_rows: u64,
}

/// What is left to report about a table once all its rows have been taken.
#[derive(Debug, PartialEq, Eq)]
struct Streamed {
    /// Names of unknown columns.
    unknown: Vec<String>,
    faults: Faults,
    digest: [u8; 32],
}

/// The result of reading one piece.
type Parsed<T> = Result<(T, Faults), Odd>;

fn read_pieces<'a, R: Read + Send, T: Send>(
    source: Source<'a>,
    mut pieces: Pieces<R>,
    (start, each): (
        impl Fn(usize) -> T + Sync,
        impl Fn(&mut T, &mut Row<'_, 'a>, &mut Faults) + Sync,
    ),
    mut take: impl FnMut(T) + Send,
) -> Result<Streamed, Odd> {
    let is_compressed = pieces.is_compressed();
    let first = pieces.next(Vec::new())?.ok_or(Odd)?;
    let header = header(&source, &first)?;
    let read_piece = |piece: &Piece| -> Parsed<T> {
        let text = checked(piece, is_compressed)?;
        // The header is in the first piece, and its line is counted.
        let skip = if piece.lines_before == 0 { header.end } else { 0 };
        let lines_before = if skip > 0 { header.lines } else { piece.lines_before };
        let text = text.get(skip..).ok_or(Odd)?;
        let rows = usize::try_from(piece.lines).unwrap_or(0) + 1;
        let mut faults = Faults::default();
        let mut block = start(rows.min(text.len() / SHORTEST_ROW + 1));
        let part = Part { text, lines_before, rows };
        read_rows(source.input, part, &header, &mut faults, &mut |row, faults| {
            each(&mut block, row, faults);
        });
        Ok((block, faults))
    };
    let mut faults = Faults::default();
    let at_a_time = 2 * rayon::current_num_threads();
    let (mut held, mut last): (Vec<Piece>, Vec<Parsed<T>>) = (vec![first], Vec::new());
    // Memory of parsed pieces, to be reused.
    let mut spare: Vec<Vec<u8>> = Vec::new();
    // Three stages overlap: pieces are read, earlier ones are parsed, and the results of still earlier
    // ones are taken.
    while !held.is_empty() || !last.is_empty() {
        let before = std::mem::take(&mut last);
        let (next, (read, taken)) = rayon::join(
            || next_pieces(&mut pieces, (source.most_rows, at_a_time), &mut spare),
            || {
                rayon::join(
                    || held.par_iter().map(read_piece).collect::<Vec<_>>(),
                    || {
                        before.into_iter().try_for_each(|read| {
                            let (block, found) = read?;
                            faults.extend(found);
                            take(block);
                            Ok(())
                        })
                    },
                )
            },
        );
        taken?;
        spare.extend(held.into_iter().map(|piece| piece.bytes));
        (held, last) = (next?, read);
    }
    Ok(Streamed { unknown: header.unknown, faults, digest: pieces.digest()? })
}

fn next_pieces<R: Read>(
    pieces: &mut Pieces<R>,
    (most_rows, most): (u64, usize),
    spare: &mut Vec<Vec<u8>>,
) -> Result<Vec<Piece>, Odd> {
    let mut next = Vec::with_capacity(most);
    while next.len() < most
        && let Some(piece) = pieces.next(spare.pop().unwrap_or_default())?
    {
        // One line end belongs to the header.
        if piece.lines_before + piece.lines > most_rows + 1 {
            return Err(Odd);
        }
        next.push(piece);
    }
    Ok(next)
}

/// The header at the beginning of the first piece, if there is no fault in it.
fn header(source: &Source<'_>, first: &Piece) -> Result<Header, Odd> {
    // A few lines are enough, unless the header comes after other lines or is very long.
    const HEAD: usize = 1 << 16;
    let end = first.bytes.len().min(HEAD);
    let end = first.bytes[..end].iter().rposition(|byte| *byte == b'\n').ok_or(Odd)?;
    let head =
        Input::from_bytes(&source.input.name, first.bytes[..=end].to_vec()).map_err(|_| Odd)?;
    if head.text().len() != end + 1 || head.text().contains('"') {
        return Err(Odd);
    }
    let mut faults = Faults::default();
    let (columns, rows) = (source.columns, source.most_rows);
    let header = read_header((&head, 0), columns, Names::Own, rows, &mut faults);
    header.filter(|_| faults.total() == 0).ok_or(Odd)
}

/// The text of a piece, if it consists of plain rows.
fn checked(piece: &Piece, is_compressed: bool) -> Result<&str, Odd> {
    let text = std::str::from_utf8(&piece.bytes).map_err(|_| Odd)?;
    let is_odd = text.contains('"')
        || text_fault(text).is_some()
        || is_compressed && has_long_cell(text.as_bytes());
    if is_odd { Err(Odd) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::limits;
    use crate::universe::table::read;
    use crate::universe::table::sample::{COLUMNS, Value, value};

    fn add(values: &mut Vec<Value>, row: &mut Row<'_, '_>, faults: &mut Faults) {
        values.extend(value(row, faults));
    }

    fn streamed(bytes: &[u8], size: usize, most_rows: u64) -> Option<(Vec<Value>, Streamed)> {
        let input = Input::from_bytes("t.csv", b"a,b\n".to_vec()).expect("text");
        let is_gzip = bytes.starts_with(b"\x1f\x8b");
        let pieces = Pieces::of(bytes, size, is_gzip.then_some(1 << 20));
        let source = Source { input: &input, columns: COLUMNS, most_rows };
        let mut values = Vec::new();
        let read =
            read_pieces(source, pieces, (Vec::with_capacity, add), |block| values.extend(block));
        read.ok().map(|read| (values, read))
    }

    fn whole(text: &str) -> (Vec<Value>, Streamed) {
        let (mut values, mut faults) = (Vec::new(), Faults::default());
        let input = Input::from_bytes("t.csv", text.into()).expect("text");
        let unknown =
            read(&input, COLUMNS, &mut faults, |row, faults| add(&mut values, row, faults));
        (values, Streamed { unknown, faults, digest: Sha256::digest(text).into() })
    }

    proptest! {
        #[test]
        fn pieces_are_read_as_the_whole(
            rows in "([A-Z]{1,4},[1-9]{1,3}\n|[A-Zé€]{0,3},[-0-9.]{0,4}\r\n|[A-Z]{1,2}\n|\n){0,60}[A-Z]?",
            header in prop_oneof![
                4 => Just("symbol,price\n"),
                4 => Just("\r\nprice,symbol\r\n"),
                1 => Just("symbol,price,colour\n"),
            ],
            size in 20_usize..90,
        ) {
            let text = format!("{header}{rows}");
            let (values, read) = whole(&text);
            prop_assert_eq!(streamed(text.as_bytes(), size, limits::ROWS), Some((values.clone(), read)));
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text.as_bytes()).expect("memory");
            let bytes = encoder.finish().expect("memory");
            let read = Streamed { digest: Sha256::digest(&bytes).into(), ..whole(&text).1 };
            prop_assert_eq!(streamed(&bytes, size, limits::ROWS), Some((values, read)));
        }
    }

    #[test]
    fn anything_odd_is_left_to_be_read_whole() {
        let rows = "AAA,1\n".repeat(50);
        let count = |bytes: &[u8], most| streamed(bytes, 60, most).map(|(values, _)| values.len());
        for text in [
            format!("symbol,price\n{rows}\"A\",1\n"),
            format!("symbol,price\n{rows}A\u{1b},1\n"),
            format!("\u{feff}symbol,price\n{rows}"),
            format!("symbol,price,price\n{rows}"),
            format!("symbol,price\n{rows}{}", "A".repeat(2_000)),
            String::new(),
            "\n\n".to_owned(),
        ] {
            assert_eq!(count(text.as_bytes(), 100), None, "{text}");
        }
        let text = format!("symbol,price\n{rows}\u{e9}");
        assert_eq!(count(text.as_bytes(), 100), Some(50));
        let bytes = [format!("symbol,price\n{rows}").as_bytes(), b"\xe9"].concat();
        assert_eq!(count(&bytes, 100), None);
        // The line of the header does not count.
        let text = format!("symbol,price\n{rows}");
        assert_eq!((count(text.as_bytes(), 50), count(text.as_bytes(), 49)), (Some(50), None));
    }
}
