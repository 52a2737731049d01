//! Any vendor's table turned into a universe, a membership, a facts file or a panel.
//!
//! From a file to rows of texts (`open`), to a table with a header (`grid`), held against a map of
//! its columns (`map`, `bind`; `suggest` writes one), to rows of own cells (`translate`), which the
//! project's own readers take like any other file (`universe`, `membership`, `facts`, `panel`). The columns
//! that may be mapped are those that these readers describe (`target`).

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

/// How a table is read, and what it does not say.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableOptions {
    /// How its cells are read.
    pub forms: CellForms,
    /// The day that it is of; of a table of several days, the one that is taken.
    pub day: Option<NaiveDate>,
}

/// The table of a file; its header is the row with most names that `map` has or vendors are known to use.
///
/// # Errors
/// A file that is no table, is damaged, or holds more than is taken.
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

/// Looks at a table and suggests a map.
pub fn suggest(table: &Grid, target: &Target) -> Suggestion {
    Suggestion::of(table, target)
}

impl Grid {
    /// What the file is and what takes it, where its header is that of a known table.
    pub fn known(&self) -> Option<(&'static str, &'static str)> {
        let known = known_rows(std::iter::once(self.header.clone()))?;
        (known != Known::Vendors).then(|| (known.problem(), known.remedy()))
    }

    /// Why hardly any column was found, where its header shows it: what the table is, and the remedy.
    pub fn hint(&self) -> Option<(String, String)> {
        hint::hint(self)
    }

    /// Whether its header is that of a fund's list of holdings.
    pub fn is_of_fund(&self) -> bool {
        known_rows(std::iter::once(self.header.clone())) == Some(Known::Holdings)
    }

    /// Whether the rows above the header, or the file itself, say a day.
    pub fn says_day(&self) -> bool {
        self.titled.or(self.created).is_some()
    }

    /// How many rows it has.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// How the file was read and what of it was left out.
    pub fn remarks(&self) -> impl Iterator<Item = Remark> + '_ {
        self.notes.iter().cloned().map(Remark::from)
    }
}
