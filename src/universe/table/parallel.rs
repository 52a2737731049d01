//! Reads large tables on all cores, with the same result as a sequential reading.
//!
//! The text is cut at line ends into parts. Rows, faults and line numbers are those of
//! [`super::read`], in file order, whatever the number of threads.

use rayon::prelude::*;

use super::{
    Column, Faults, Header, Input, Names, Part, Row, line_ends, read_header, read_rows, typed,
};

/// Approximate length of a part in bytes: long enough that starting one costs little, short enough
/// that no core waits long for another's last part.
const PART_SIZE: usize = 4 << 20;

/// Bytes of the shortest rows in large tables.
pub(super) const SHORTEST_ROW: usize = 16;

/// As [`super::read`], for at most `rows` rows, which are read in parallel if there are many.
///
/// Rows are read into blocks: `start` makes an empty block for about the given number of rows, `each`
/// adds a row to it, and `take` receives the full blocks, in file order, while others are still being read.
pub(crate) fn read_blocks<'a, T: Send>(
    rows: u64,
    input: &'a Input,
    columns: &'static [Column],
    faults: &mut Faults,
    start: impl Fn(usize) -> T + Sync,
    each: impl Fn(&mut T, &mut Row<'_, 'a>, &mut Faults) + Sync,
    take: impl FnMut(T) + Send,
) -> Vec<String> {
    if let Some(table) = input.table() {
        return typed::read(rows, input, table, columns, faults, (start, each), take);
    }
    read_in_parts((rows, PART_SIZE), input, columns, faults, (start, each), take)
}

/// As [`read_blocks`], with blocks of about `part_size` bytes.
fn read_in_parts<'a, T: Send>(
    (rows, part_size): (u64, usize),
    input: &'a Input,
    columns: &'static [Column],
    faults: &mut Faults,
    (start, each): (
        impl Fn(usize) -> T + Sync,
        impl Fn(&mut T, &mut Row<'_, 'a>, &mut Faults) + Sync,
    ),
    mut take: impl FnMut(T) + Send,
) -> Vec<String> {
    let Some(header) = read_header((input, 0), columns, Names::Own, rows, faults) else {
        return Vec::new();
    };
    let read_part = |part: &Part<'_>| {
        let mut faults = Faults::default();
        // A part of empty lines reserves no more than the rows that could fit.
        let mut block = start(part.rows.min(part.text.len() / SHORTEST_ROW));
        read_rows(input, *part, &header, &mut faults, &mut |row, faults| {
            each(&mut block, row, faults);
        });
        (block, faults)
    };
    in_order(&parts(input.text(), &header, part_size), read_part, |(block, found)| {
        faults.extend(found);
        take(block);
    });
    header.unknown
}

/// Reads parts in parallel and takes the results in order: those of a few parts while the next few are
/// read.
pub(super) fn in_order<P: Sync, R: Send>(
    parts: &[P],
    read: impl Fn(&P) -> R + Sync,
    mut take: impl FnMut(R) + Send,
) {
    let mut last: Vec<R> = Vec::new();
    for parts in parts.chunks(2 * rayon::current_num_threads()) {
        let before = std::mem::take(&mut last);
        let (next, ()) = rayon::join(
            || parts.par_iter().map(&read).collect(),
            || before.into_iter().for_each(&mut take),
        );
        last = next;
    }
    last.into_iter().for_each(take);
}

/// The rows after the header, cut at line ends that are also ends of rows.
fn parts<'t>(text: &'t str, header: &Header, part_size: usize) -> Vec<Part<'t>> {
    let whole = &text[header.end..];
    let texts = whole_rows(whole, &cut(whole, part_size));
    let ends: Vec<u64> = texts.par_iter().map(|text| line_ends(text.as_bytes())).collect();
    let mut lines_before = header.lines;
    let number = |(text, ends): (&'t str, u64)| {
        let part = Part { text, lines_before, rows: usize::try_from(ends).unwrap_or(0) };
        lines_before += ends;
        part
    };
    texts.into_iter().zip(ends).map(number).collect()
}

/// Joins pieces of a text that were cut within a quoted cell.
fn whole_rows<'t>(text: &'t str, pieces: &[&str]) -> Vec<&'t str> {
    // Whether a piece begins within a cell is known only after all pieces before it: both cases are tried.
    let ends_within: Vec<[bool; 2]> = pieces
        .par_iter()
        .map(|piece| [false, true].map(|is_within| is_within_quotes(piece, is_within)))
        .collect();
    let mut rows = Vec::with_capacity(pieces.len());
    let (mut start, mut end, mut is_within) = (0, 0, false);
    for (piece, ends_within) in pieces.iter().zip(ends_within) {
        end += piece.len();
        is_within = ends_within[usize::from(is_within)];
        if !is_within || end == text.len() {
            rows.push(&text[start..end]);
            start = end;
        }
    }
    rows
}

/// Whether the end of a text is within a quoted cell; `is_within` tells if its beginning is, or else
/// begins a row.
///
/// This follows the general reader: a quotation mark opens a cell only as its first character, and two in
/// a quoted cell stand for one.
fn is_within_quotes(text: &str, mut is_within: bool) -> bool {
    let bytes = text.as_bytes();
    let mut marks = text.match_indices('"').map(|(at, _)| at).peekable();
    while let Some(at) = marks.next() {
        if !is_within {
            let before = at.checked_sub(1).map(|before| bytes[before]);
            is_within = matches!(before, None | Some(b',' | b'\n' | b'\r'));
        } else if marks.next_if_eq(&(at + 1)).is_none() {
            is_within = false;
        }
    }
    is_within
}

/// Pieces of at least `size` bytes, except the last, each ending with a line end.
fn cut(mut text: &str, size: usize) -> Vec<&str> {
    let mut pieces = Vec::with_capacity(text.len() / size.max(1) + 1);
    while let Some(rest) = text.as_bytes().get(size..)
        && let Some(end) = rest.iter().position(|&b| b == b'\n')
    {
        let (piece, after) = text.split_at(size + end + 1);
        pieces.push(piece);
        text = after;
    }
    if !text.is_empty() {
        pieces.push(text);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::limits;
    use crate::universe::table::read;
    use crate::universe::table::sample::{COLUMNS, Value, value};

    fn input(text: &str) -> Option<Input> {
        Input::from_bytes("t.csv", text.into()).ok()
    }

    fn in_one_go(input: &Input) -> (Vec<Value>, Vec<String>, Faults) {
        let (mut values, mut faults) = (Vec::new(), Faults::default());
        let unknown = read(input, COLUMNS, &mut faults, |row, faults| {
            values.extend(value(row, faults));
        });
        (values, unknown, faults)
    }

    fn by_parts(input: &Input, size: usize) -> (Vec<Vec<Value>>, Vec<String>, Faults) {
        let (mut values, mut faults) = (Vec::new(), Faults::default());
        let each = |block: &mut Vec<Value>, row: &mut Row<'_, '_>, faults: &mut Faults| {
            block.extend(value(row, faults));
        };
        let blocks = (Vec::with_capacity, each);
        let take = |block| values.push(block);
        let unknown =
            read_in_parts((limits::ROWS, size), input, COLUMNS, &mut faults, blocks, take);
        (values, unknown, faults)
    }

    /// Valid and invalid rows, of one line or of two, and the line ends between them.
    fn rows() -> impl Strategy<Value = Vec<String>> {
        let row = prop_oneof![
            6 => "[A-Z]{1,4},[1-9]{1,3}",
            2 => "[A-Zäé€]{0,3},[-0-9.]{0,4}",
            1 => "[A-Z]{1,2}",
            1 => "[A-Z],1,2",
            1 => Just(String::new()),
            1 => Just(" \u{a0}".to_owned()),
        ];
        let end = prop_oneof![3 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\n\n")];
        proptest::collection::vec((row, end).prop_map(|(row, end)| row + end), 0..150)
    }

    /// Rows with quotation marks in valid and invalid places; the last mark is hardly ever closed.
    fn quoted() -> impl Strategy<Value = String> {
        prop_oneof![
            8 => "\"[A-Z]{1,2}\n?[A-Z]\",1\n",
            4 => "\"(\"\"|[A-Z\n,]){0,6}\",\"1\"\r\n",
            2 => "[A-Z]\"{1,3}[A-Z],1\n",
            2 => "\"A\"{1,4}[A-Z]{0,2}\"{0,2},1\n",
            1 => "\"[A-Z\n]{0,9},1\n",
        ]
    }

    fn headers() -> impl Strategy<Value = &'static str> {
        prop_oneof![
            6 => Just("symbol,price\n"),
            1 => Just("\n\r\nprice,symbol\r\n"),
            1 => Just("\u{feff}symbol,cost\n"),
            1 => Just("\"symbol\",\"price\"\r\n"),
            1 => Just("price,cost\n"),
            1 => Just("symbol;price\n"),
        ]
    }

    proptest! {
        #[test]
        fn parts_are_read_as_the_whole(
            header in headers(),
            rows in rows(),
            quoted in proptest::collection::vec((0_usize..150, quoted()), 0..8),
            size in 1_usize..60,
        ) {
            let mut rows = rows;
            for (at, row) in quoted {
                rows.insert(at.min(rows.len()), row);
            }
            let Some(input) = input(&format!("{header}{}", rows.concat())) else { return Ok(()) };
            let (values, unknown, faults) = by_parts(&input, size);
            prop_assert_eq!((values.concat(), unknown, faults), in_one_go(&input));
        }

        #[test]
        fn pieces_are_the_text(text in "[a-c\r\né]{0,80}", size in 1_usize..20) {
            let pieces = cut(&text, size);
            prop_assert_eq!(&pieces.concat(), &text);
            for piece in pieces.iter().rev().skip(1) {
                prop_assert!(piece.len() > size && piece.ends_with('\n'));
            }
        }
    }

    #[test]
    fn a_table_is_cut_between_rows() {
        let rows = "AAA,1\n".repeat(100);
        let plain = input(&format!("\"symbol\",price\n{rows}")).expect("text");
        let parts: Vec<usize> = by_parts(&plain, 59).0.iter().map(Vec::len).collect();
        assert_eq!(parts, [10; 10]);
        let quoted = rows.replace("AAA", "\"A\nA\"");
        let quoted = input(&format!("symbol,price\n{quoted}")).expect("text");
        let parts: Vec<usize> = by_parts(&quoted, 59).0.iter().map(Vec::len).collect();
        assert_eq!(parts, [8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 4]);
        let never_closed = input(&format!("symbol,price\n\"{rows}")).expect("text");
        assert_eq!(by_parts(&never_closed, 59).0.len(), 1);
    }

    #[test]
    fn the_first_faults_of_the_file_are_listed() {
        let rows: Vec<String> = (0..200).map(|n| format!("AAA,1\nAAA,x{n}\n")).collect();
        let text = format!("symbol,price\n{}", rows.concat());
        let (_, _, faults) = by_parts(&input(&text).expect("text"), 30);
        assert_eq!(faults.total(), 200);
        let lines: Vec<_> = faults.listed().iter().filter_map(|f| f.line).collect();
        assert_eq!(lines, [3, 5, 7, 9, 11, 13, 15, 17, 19, 21]);
        assert!(faults.to_string().contains(": price: 190 more like these"));
    }

    #[test]
    fn line_numbers_are_those_of_an_editor() {
        let text = "\r\nsymbol,price\r\n\r\nAAA,1\r\n\n\nBBB,x\n\"C\nC\",1\nDDD,1\n";
        let (values, _, faults) = in_one_go(&input(text).expect("text"));
        let lines: Vec<u64> = values.iter().map(|(line, ..)| *line).collect();
        assert_eq!(lines, [4, 7, 8, 10]);
        assert_eq!(faults.listed()[0].line, Some(7));
    }
}
