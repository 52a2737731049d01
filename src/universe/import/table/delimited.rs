//! Text whose cells are separated by commas, semicolons, tabs or vertical bars.

use csv::StringRecord;

use super::raw::{Collected, RawRow, cell};
use crate::limits;
use crate::refusal::Refusal;

/// Possible separators; if several fit equally well, the first counts.
const DELIMITERS: [u8; 4] = [b'\t', b'|', b';', b','];

/// How many lines are examined to find the separator.
const LOOKED_AT: usize = 200;

/// The separator of a text: the one that gives most of its first lines the same number of cells.
pub(super) fn sniffed(text: &str) -> u8 {
    let filled = |line: &&str| !line.trim().is_empty();
    let lines: Vec<&str> = text.lines().filter(filled).take(LOOKED_AT).collect();
    let head = lines.join("\n");
    let score = |delimiter: u8| {
        let mut widths: Vec<usize> =
            reader(&head, delimiter).into_records().flatten().map(|row| row.len()).collect();
        widths.sort_unstable();
        let runs = widths.chunk_by(|a, b| a == b).filter(|run| run[0] > 1);
        runs.map(|run| (run.len(), run[0])).max().unwrap_or_default()
    };
    // `max_by_key` returns the last of equal maxima. A separator that occurs nowhere does not count.
    let scored = DELIMITERS.into_iter().rev().map(|delimiter| (score(delimiter), delimiter));
    let parting = scored.filter(|((lines, _), _)| *lines > 0);
    parting.max_by_key(|(score, _)| *score).map_or(b',', |(_, delimiter)| delimiter)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

/// The rows of a text with the numbers of their lines.
///
/// # Errors
/// More rows or cells than a table may have.
pub(super) fn rows(text: &str, delimiter: u8) -> Result<Vec<RawRow>, Refusal> {
    let mut collected = Collected::default();
    let mut reader = reader(text, delimiter);
    let mut record = StringRecord::new();
    // Reading UTF-8 text from memory cannot fail.
    while let Ok(true) = reader.read_record(&mut record) {
        if record.len() > limits::COLUMNS {
            let problem = format!("has {} columns", record.len());
            let remedy =
                format!("leave out those that are not needed: {} are read", limits::COLUMNS);
            return Err(Refusal::new(problem, remedy));
        }
        let line = record.position().map_or(0, |at| line_at(text, at));
        collected.push(line, record.iter().map(cell).collect())?;
    }
    Ok(collected.rows)
}

/// The line on which a row starts: the reader includes the blank lines before it.
fn line_at(text: &str, at: &csv::Position) -> u64 {
    let start = usize::try_from(at.byte()).map_or(text.len(), |byte| byte.min(text.len()));
    let rest = &text.as_bytes()[start..];
    let breaks = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| **b == b'\n');
    at.line() + breaks.count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_cells_is_found() {
        for (text, delimiter) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n1,5;2,5\n3,5;4,5\n", b';'),
            ("a\tb, c\n1\t2\n", b'\t'),
            ("Symbol|Name|ETF\nQZA|Qzalis, Inc.|N\nFile Creation Time: 1||\n", b'|'),
            ("A fund\nAs of,\"May 5, 2026\"\n\na,b,c\n1,2,3\n4,5,6\n", b','),
            ("a;b\n\"x,y,z\";1\n", b';'),
            ("only\n1\n", b','),
        ] {
            assert_eq!(char::from(sniffed(text)), char::from(delimiter), "{text}");
        }
    }

    #[test]
    fn rows_know_their_lines() {
        let rows = rows("a;b\n\n\n1;\"x\ny\"\n;\n2;z\n", b';').expect("rows");
        let numbers: Vec<u64> = rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 4, 7]);
        assert_eq!(rows[1].cells, ["1", "x y"]);
    }
}
