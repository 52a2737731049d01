//! The description of a table: its columns, each with the cell that a row has in it.

use std::io;
use std::ops::Range;

use super::{Column, Sink};

/// The description of a table, which is the same for every result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Description {
    /// Its name, which is the file name without the extension.
    pub name: &'static str,
    /// The name of its file as CSV.
    pub file: &'static str,
    /// The meaning of one row.
    pub row: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
}

/// A value with a cell in each of some columns; `table!` implements it.
pub trait Cells {
    /// The columns.
    const COLUMNS: &'static [Column];

    /// Passes one cell for each column, in their order.
    fn cells(&self, sink: &mut dyn Sink);
}

/// A row of a table; `table!` writes it.
pub trait TableRow: Cells {
    /// The table.
    const TABLE: Description;
}

/// Writer of the rows of a table to a [`Sink`].
pub struct Rows<'s, R> {
    sink: &'s mut dyn Sink,
    of: std::marker::PhantomData<fn(R)>,
}

impl<'s, R: TableRow> Rows<'s, R> {
    /// A writer of rows to `sink`.
    pub(super) fn to(sink: &'s mut dyn Sink) -> Self {
        Self { sink, of: std::marker::PhantomData }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Errors of the underlying writer.
    pub fn row(&mut self, row: &R) -> io::Result<()> {
        row.cells(self.sink);
        self.sink.end()
    }

    /// Writes rows.
    ///
    /// # Errors
    /// Errors of the underlying writer.
    pub fn all(&mut self, rows: impl IntoIterator<Item = R>) -> io::Result<()> {
        rows.into_iter().try_for_each(|row| self.row(&row))
    }
}

/// Rows of which any range can be written independently.
pub trait RowsByPlace: Send + Sync {
    /// Number of rows.
    fn count(&self) -> usize;

    /// Writes a range of rows, given by their places.
    ///
    /// # Errors
    /// Errors of the underlying writer.
    fn write(&self, places: Range<usize>, sink: &mut dyn Sink) -> io::Result<()>;
}

/// Rows that are made from their places.
pub(super) struct Made<M> {
    pub(super) count: usize,
    pub(super) make: M,
}

impl<R: TableRow, M: Fn(usize) -> R + Send + Sync> RowsByPlace for Made<M> {
    fn count(&self) -> usize {
        self.count
    }

    fn write(&self, places: Range<usize>, sink: &mut dyn Sink) -> io::Result<()> {
        Rows::to(sink).all(places.map(&self.make))
    }
}

/// Passes the cell of a value in a column of the kind `K`.
pub(crate) fn pass<'c, K>(sink: &mut dyn Sink, value: impl super::Fits<'c, K>) {
    sink.cell(&value.into_cell());
}

/// Number of columns of several groups.
pub(crate) const fn count(groups: &[&[Column]]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < groups.len() {
        count += groups[at].len();
        at += 1;
    }
    count
}

/// The columns of several groups, one after the other.
pub(crate) const fn joined<const N: usize>(groups: &[&[Column]]) -> [Column; N] {
    let mut all = [groups[0][0]; N];
    let (mut at, mut group) = (0, 0);
    while group < groups.len() {
        let mut own = 0;
        while own < groups[group].len() {
            all[at] = groups[group][own];
            at += 1;
            own += 1;
        }
        group += 1;
    }
    all
}

/// Describes a table, column by column: a constant, the kind of its values, its name in the header and its
/// meaning, and the cell of a row. The kind determines which values may be cells ([`super::Fits`]).
///
/// ```ignore
/// table! {
///     TABLE = "legs", "a line in an index";
///     |(run, leg): (&Run, &Leg)|
///     EVENT: Text = &run.event,
///     INDEX: Text("index", "the index") = <&str>::from(leg.index),
///     Turnover = leg.turnover,
///     WEIGHT: Fraction("weight", "its weight there") = leg.weight,
/// }
/// ```
///
/// This defines the constants `INDEX` and `WEIGHT`, by which pages and readers ask for a column, and `TABLE`,
/// by which they ask for the table, and it implements [`TableRow`] for the rows. A column without a name and
/// meaning is the constant of another table, and must be of this kind. A type without a kind stands for all
/// columns that its [`Cells`] define. Without a line for the table, the macro implements [`Cells`] for such a
/// group of columns.
macro_rules! table {
    (
        $table:ident = $name:literal, $row:literal;
        |$of:tt: $type:ty| $($columns:tt)+
    ) => {
        /// The table.
        pub(crate) const $table: $crate::report::table::Description =
            $crate::report::table::Description {
                name: $name,
                file: concat!($name, ".csv"),
                row: $row,
                columns: <$type as $crate::report::table::Cells>::COLUMNS,
            };

        impl $crate::report::table::TableRow for $type {
            const TABLE: $crate::report::table::Description = $table;
        }

        table! { |$of: $type| $($columns)+ }
    };
    (
        |$of:tt: $type:ty|
        $($column:ident $(: $kind:ident $(($name:literal, $meaning:literal $(,)?))?)? = $cell:expr),+ $(,)?
    ) => {
        $($($(
            pub(crate) const $column: $crate::report::table::Column = $crate::report::table::Column {
                name: $name,
                holds: $crate::report::table::Holds::$kind,
                meaning: $meaning,
            };
        )?)?)+

        impl $crate::report::table::Cells for $type {
            const COLUMNS: &'static [$crate::report::table::Column] = {
                use $crate::report::table::{Column, count, joined};
                const GROUPS: &[&[Column]] = &[$(table!(@group $column $(: $kind)?)),+];
                const COLUMNS: [Column; count(GROUPS)] = joined(GROUPS);
                &COLUMNS
            };

            fn cells(&self, sink: &mut dyn $crate::report::table::Sink) {
                let $of = self;
                $(table!(@cell sink, $column $(: $kind)?, $cell);)+
            }
        }
    };
    (@group $column:ident: $kind:ident) => {{
        assert!(
            matches!($column.holds, $crate::report::table::Holds::$kind),
            "a column is used as of another kind"
        );
        &[$column]
    }};
    (@group $group:ident) => {
        <$group as $crate::report::table::Cells>::COLUMNS
    };
    (@cell $sink:ident, $column:ident: $kind:ident, $cell:expr) => {
        $crate::report::table::pass::<$crate::report::table::kind::$kind>($sink, $cell)
    };
    (@cell $sink:ident, $group:ident, $cell:expr) => {
        $crate::report::table::Cells::cells($cell, $sink)
    };
}

pub(crate) use table;
