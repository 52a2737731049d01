//! A stand-in for Parquet files in builds that do not read them.

use std::sync::Arc;

use super::{Refused, Span};
use crate::refusal::Refusal;
use crate::universe::batch::Batch;

/// This build has no tables from Parquet files.
#[derive(Debug)]
pub(crate) enum Table {}

impl Table {
    /// # Errors
    /// Always: this build reads none.
    pub(crate) fn open(_: Vec<u8>) -> Result<Arc<Self>, Refusal> {
        let remedy = "build rankday with it (cargo build --release --features parquet), or save the table \
                      as CSV";
        Err(Refusal::new("is a Parquet file, which this build does not read", remedy))
    }

    pub(crate) fn digest(&self) -> [u8; 32] {
        match *self {}
    }

    pub(crate) fn names(&self) -> Vec<String> {
        match *self {}
    }

    pub(crate) fn single_floats(&self) -> Vec<String> {
        match *self {}
    }

    pub(crate) fn spans(&self, _: usize) -> Vec<Span> {
        match *self {}
    }

    pub(crate) fn size(&self) -> usize {
        match *self {}
    }

    pub(crate) fn read(
        &self,
        _: Span,
        _: &[bool],
        _: &mut dyn FnMut(u64, &Batch) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        match *self {}
    }
}
