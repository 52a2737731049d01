//! Families along a history and along paths.

#[path = "shared/breaks.rs"]
mod breaks;
#[path = "shared/history.rs"]
mod made_up;
#[path = "shared/parquet.rs"]
mod parquet_file;

mod agreement;
mod compare;
mod paths;
mod simulated;
mod timeline;
