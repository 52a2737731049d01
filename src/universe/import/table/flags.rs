//! Members given by columns of yes and no, one for each index: `R1000` and `R2000`, `in_russell_1000`.

use compact_str::CompactString;

use super::codes;
use super::grid::{Grid, cell_of};
use super::raw::RawRow;
use crate::remark::ReadingNote;
use crate::universe::import::cell::{Cell, Cells};
use crate::universe::index::Index;

/// Words around the name of an index in such a header, in plain form.
const AROUND: [&str; 9] =
    ["isin", "in", "is", "memberof", "member", "membership", "constituent", "flag", "index"];

impl Grid {
    /// The table with a column of indexes in place of the yes-or-no columns, and a row for each index
    /// that a row says yes to. `None` if there are no such columns.
    pub(crate) fn with_indexes(&self) -> Option<Self> {
        let flags: Vec<(usize, Index)> = (0..self.header.len())
            .filter_map(|at| Some((at, index_of(&self.header[at])?)))
            .filter(|(at, _)| self.is_flag(*at))
            .collect();
        if flags.is_empty() {
            return None;
        }
        let is_kept = |at: &usize| flags.iter().all(|(flag, _)| flag != at);
        let kept: Vec<usize> = (0..self.header.len()).filter(is_kept).collect();
        let with_index = |row: &RawRow, index: Index| {
            let index = CompactString::from(index.to_string());
            let cells = kept.iter().map(|at| row.cells[*at].clone()).chain([index]).collect();
            RawRow { number: row.number, cells }
        };
        let of_row = |row: &RawRow| -> Vec<RawRow> {
            let held = flags.iter().filter(|(at, _)| says_yes(cell_of(row, *at)));
            held.map(|(_, index)| with_index(row, *index)).collect()
        };
        let rows = self.rows.iter().flat_map(of_row).collect();
        let columns = flags.iter().map(|(at, _)| self.header[*at].clone()).collect();
        Some(self.remade(&kept, "index", rows, ReadingNote::IndexesByFlags { columns }))
    }

    /// Whether a column holds yes or no, with at least one yes.
    fn is_flag(&self, at: usize) -> bool {
        let mut filled = self.column(at).filter(|text| !text.is_empty());
        let is_flag = |text: &str| says_yes(text) || codes::flag(text) == Some(false);
        filled.clone().all(|text| is_flag(text) || is_nothing(text)) && filled.any(says_yes)
    }
}

fn says_yes(text: &str) -> bool {
    codes::flag(text) == Some(true) || ["x", "✓", "1.0"].contains(&text.to_lowercase().as_str())
}

fn is_nothing(text: &str) -> bool {
    text == "0.0" || matches!(Cells::default().text(text), Cell::Unknown)
}

/// The index that a header names, ignoring the words around it.
fn index_of(header: &str) -> Option<Index> {
    let plain = codes::plain(header);
    let mut name = plain.as_str();
    while let Some(rest) = AROUND.iter().find_map(|word| name.strip_prefix(word)) {
        name = rest;
    }
    while let Some(rest) = AROUND.iter().find_map(|word| name.strip_suffix(word)) {
        name = rest;
    }
    // A number alone may be anything.
    codes::index(name).filter(|_| name.parse::<u32>().is_err())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_name_indexes() {
        for (header, index) in [
            ("R1000", Some(Index::R1000)),
            ("in_r2000", Some(Index::R2000)),
            ("Russell 1000 Member", Some(Index::R1000)),
            ("is_in_russell_3000", Some(Index::R3000)),
            ("Russell Microcap", Some(Index::Microcap)),
            ("Industry", None),
            ("1000", None),
            ("index", None),
        ] {
            assert_eq!(index_of(header), index, "{header}");
        }
    }
}
