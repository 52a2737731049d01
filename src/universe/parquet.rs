//! Parquet files, in builds with that feature.
//!
//! Texts, whole numbers, decimals and days are read exactly; floats are read as the shortest decimal that
//! gives the same float, so that a 32-bit 142.66 is 142.66. A moment other than midnight keeps its time,
//! and columns of days reject it.

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

/// Why a table is not read, with the number of the faulty record, if any.
pub(super) type Refused = (Option<u64>, Refusal);

/// Consecutive records of one group of rows.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "no file is opened"))]
pub(crate) struct Span {
    group: usize,
    /// The first record, counted from 0 within the group.
    start: usize,
    pub(super) rows: usize,
    /// Number of records of the file before the span.
    pub(super) before: u64,
}
