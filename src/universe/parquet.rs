//! Parquet files, in builds with that feature.
//!
//! Texts, whole numbers, decimals and days are taken exactly; floats as the shortest decimal that is that
//! float, so that a 32-bit 142.66 is 142.66. A moment within a day stays one, and no column of days accepts it.

#[cfg(not(feature = "parquet"))]
mod absent;
#[cfg(feature = "parquet")]
mod file;
#[cfg(feature = "parquet")]
mod kind;

#[cfg(not(feature = "parquet"))]
pub(crate) use absent::Table;
#[cfg(feature = "parquet")]
pub(crate) use file::Table;

use crate::refusal::Refusal;

/// Why a table is not read, with the number of the record that is at fault, if one is.
pub(super) type Refused = (Option<u64>, Refusal);

/// Consecutive records of one group of rows.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "no file is opened"))]
pub(crate) struct Span {
    group: usize,
    /// The first record, counted from 0 within the group.
    start: usize,
    pub(super) rows: usize,
    /// How many records of the file are before.
    pub(super) before: u64,
}
