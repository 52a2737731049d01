//! Text whose cells are parted by commas, semicolons, tabs or vertical bars.

use csv::StringRecord;

use super::raw::{Collected, RawRow, cell};
use crate::limits;
use crate::refusal::Refusal;

/// What may part cells; of those that would do equally well the first counts.
const DELIMITERS: [u8; 4] = [b'\t', b'|', b';', b','];

/// How many lines are looked at to find out.
const LOOKED_AT: usize = 200;

/// What parts the cells of a text: what gives most of its first lines equally many cells.
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
    // The last of equals is the largest to `max_by_key`. What parts nothing does not count.
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
/// More than is taken of a table.
pub(super) fn rows(text: &str, delimiter: u8) -> Result<Vec<RawRow>, Refusal> {
    let mut collected = Collected::default();
    let mut reader = reader(text, delimiter);
    let mut record = StringRecord::new();
    // Text that is UTF-8 and lies in memory cannot fail to be read.
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

/// The line on which a row starts: blank lines before it are read with it.
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
