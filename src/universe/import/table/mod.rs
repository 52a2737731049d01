//! Converts any vendor's table to a universe, a membership, a facts file or a panel.
//!
//! The stages are: from a file to rows of texts (`open`), to a table with a header (`grid`), which is
//! matched with a map of its columns (`map`, `bind`; `suggest` writes one), to rows of own cells
//! (`translate`), which the project's own readers take like any other file (`universe`, `membership`,
//! `facts`, `panel`). The columns that can be mapped are those that these readers describe (`target`).

mod bind;
mod codes;
mod currency;
pub(super) mod dates;
mod delimited;
mod facts;
mod fit;
mod flags;
mod grid;
pub(super) mod header_units;
mod headers;
mod hint;
mod json;
mod lines;
mod map;
mod membership;
pub(super) mod open;
mod own;
mod panel;
mod parquet;
pub(super) mod raw;
mod records;
mod spreadsheet_xml;
mod suggest;
mod target;
mod text;
pub(crate) mod tickers;
mod translate;
mod units;
mod universe;
mod workbook;

use chrono::NaiveDate;

pub use dates::Order;
pub(crate) use dates::last_of_month;
pub use facts::to_facts;
pub use grid::Grid;
pub(crate) use headers::is_of_universe;
pub use map::TableMap;
pub use membership::to_membership;
pub use open::Reading;
pub use panel::to_panel;
pub use suggest::Suggestion;
pub use target::{Target, TargetKind};
pub use translate::CellForms;
pub use universe::{UniverseContext, day_of_universe, to_universe};

use crate::remark::Remark;
use crate::universe::fault::Faults;
use crate::universe::known::{Known, known_rows};

/// How a table is read, and what it does not state itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableOptions {
    /// How its cells are read.
    pub forms: CellForms,
    /// The day of the table; for a table of several days, the day to be taken.
    pub day: Option<NaiveDate>,
}

/// The table of a file; its header is the row with the most names that `map` has or vendors are known to use.
///
/// # Errors
/// A file that is not a table, is damaged, or exceeds the limits.
pub fn open_table(
    name: &str,
    bytes: Vec<u8>,
    reading: Reading<'_>,
    target: &Target,
    map: Option<&TableMap>,
) -> Result<Grid, Faults> {
    let names = map.map(TableMap::names).unwrap_or_default();
    let is_known = |text: &str| match map {
        Some(_) => names.iter().any(|name| name.eq_ignore_ascii_case(text)),
        None => headers::is_known(target.kind, text),
    };
    let raw = open::open(name, bytes, reading, &|rows| grid::has_header(rows, &is_known))?;
    let grid = Grid::new(raw, &is_known)?;
    let is_of_members = target.kind == TargetKind::Membership && map.is_none();
    Ok(if is_of_members { grid.with_indexes().unwrap_or(grid) } else { grid })
}

/// Examines a table and suggests a map.
pub fn suggest(table: &Grid, target: &Target) -> Suggestion {
    Suggestion::of(table, target)
}

impl Grid {
    /// A description of the file and the command that takes it, if its header is that of a known table.
    pub fn known(&self) -> Option<(&'static str, &'static str)> {
        let known = known_rows(std::iter::once(self.header.clone()))?;
        (known != Known::Vendors).then(|| (known.problem(), known.remedy()))
    }

    /// The reason why hardly any column was recognised, if its header shows it: a description and the remedy.
    pub fn hint(&self) -> Option<(String, String)> {
        hint::hint(self)
    }

    /// Whether its header is that of a fund's list of holdings.
    pub fn is_of_fund(&self) -> bool {
        known_rows(std::iter::once(self.header.clone())) == Some(Known::Holdings)
    }

    /// Whether the rows above the header, or the file itself, state a day.
    pub fn says_day(&self) -> bool {
        self.titled.or(self.created).is_some()
    }

    /// The number of rows.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Remarks on how the file was read and what was left out.
    pub fn remarks(&self) -> impl Iterator<Item = Remark> + '_ {
        self.notes.iter().cloned().map(Remark::from)
    }
}
