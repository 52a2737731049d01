//! Reads large tables on all cores, with the same result as a sequential reading.
//!
//! The text is cut at line ends into parts. Rows, faults and line numbers are those of
//! [`super::read`], in file order, whatever the number of threads.

use rayon::prelude::*;

use super::{
    Column, Faults, Header, Input, Names, Part, Row, line_ends, read_header, read_rows, typed,
};
use crate::limits;

/// Approximate length of a part in bytes: long enough that starting one costs little, short enough
/// that no core waits long for another's last part.
const PART_SIZE: usize = 4 << 20;

/// Bytes of the shortest rows in large tables.
pub(super) const SHORTEST_ROW: usize = 16;

/// As [`super::read`], with the rows read in parallel where there are many.
///
/// Rows are read into blocks: `start` makes an empty one for about so many rows, `each` adds a row
/// to it, and `take` receives the full ones, in file order, while others are still being read.
pub(crate) fn read_blocks<'a, T: Send>(
    input: &'a Input,
    columns: &'static [Column],
    faults: &mut Faults,
    start: impl Fn(usize) -> T + Sync,
    each: impl Fn(&mut T, &mut Row<'_, 'a>, &mut Faults) + Sync,
    take: impl FnMut(T) + Send,
) {
    if let Some(table) = input.table() {
        typed::read(input, table, columns, faults, (start, each), take);
        return;
    }
    let _unknown = read_in_parts(input, PART_SIZE, columns, faults, (start, each), take);
}

/// As [`read_blocks`], with blocks of about `part_size` bytes; returns the names of the columns that
/// are not in `columns`.
fn read_in_parts<'a, T: Send>(
    input: &'a Input,
    part_size: usize,
    columns: &'static [Column],
    faults: &mut Faults,
    (start, each): (
        impl Fn(usize) -> T + Sync,
        impl Fn(&mut T, &mut Row<'_, 'a>, &mut Faults) + Sync,
    ),
    mut take: impl FnMut(T) + Send,
) -> Vec<String> {
    let Some(header) = read_header((input, 0), columns, Names::Own, limits::PANEL_ROWS, faults)
    else {
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

/// Reads parts in parallel, and takes what was read in their order: that of a few parts while the next ones are
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

/// The rows after the header, cut at line ends.
fn parts<'t>(text: &'t str, header: &Header, part_size: usize) -> Vec<Part<'t>> {
    let whole = Part { text: &text[header.end..], lines_before: header.lines, rows: 0 };
    let texts = cut(whole.text, part_size);
    // A quoted cell may contain a line end, which only sequential reading can detect.
    if texts.len() < 2 || texts.par_iter().any(|text| text.contains('"')) {
        return vec![whole];
    }
    let ends: Vec<u64> = texts.par_iter().map(|text| line_ends(text.as_bytes())).collect();
    let mut lines_before = header.lines;
    let number = |(text, ends): (&'t str, u64)| {
        let part = Part { text, lines_before, rows: usize::try_from(ends).unwrap_or(0) };
        lines_before += ends;
        part
    };
    texts.into_iter().zip(ends).map(number).collect()
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
        let unknown =
            read_in_parts(input, size, COLUMNS, &mut faults, (Vec::with_capacity, each), |block| {
                values.push(block);
            });
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
            quoted in proptest::option::weighted(0.2, (0_usize..150, "\"[A-Z]{1,2}\n?[A-Z]\",1\n")),
            size in 1_usize..60,
        ) {
            let mut rows = rows;
            if let Some((at, row)) = quoted {
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
    fn a_table_without_quotation_marks_is_cut() {
        let rows = "AAA,1\n".repeat(100);
        let plain = input(&format!("\"symbol\",price\n{rows}")).expect("text");
        let parts: Vec<usize> = by_parts(&plain, 59).0.iter().map(Vec::len).collect();
        assert_eq!(parts, [10; 10]);
        let quoted = input(&format!("symbol,price\n{rows}\"A\nB\",1\n")).expect("text");
        assert_eq!(by_parts(&quoted, 59).0.len(), 1);
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
