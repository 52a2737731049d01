//! Universes of any size, made in memory from the shipped one.

use std::io::Write as _;

/// The shipped universe of the rank day of June, as CSV.
pub(crate) const SHIPPED: &str = include_str!("../../data/universe-2026-04-30.csv");

/// Places of the columns that must differ between any two companies: symbol, issuer, id.
const IDENTITIES: [usize; 3] = [0, 2, 3];

/// A universe CSV of `lines` lines: the shipped one as it is, then copies whose symbols, issuers and
/// ids end in the number of the copy, the last of them as long as there is room for it.
pub(crate) fn universe_csv(lines: usize) -> Vec<u8> {
    let (header, rows) = SHIPPED.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().collect();
    let mut csv = Vec::with_capacity(lines * (SHIPPED.len() / rows.len() + 16));
    writeln!(csv, "{header}").expect("written to memory");
    for at in 0..lines {
        let (copy, row) = (at / rows.len(), rows[at % rows.len()]);
        if copy == 0 {
            writeln!(csv, "{row}").expect("written to memory");
            continue;
        }
        for (column, cell) in row.split(',').enumerate() {
            let comma = if column == 0 { "" } else { "," };
            let known = !cell.is_empty() && IDENTITIES.contains(&column);
            let number = if known { copy.to_string() } else { String::new() };
            write!(csv, "{comma}{cell}{number}").expect("written to memory");
        }
        csv.push(b'\n');
    }
    csv
}
