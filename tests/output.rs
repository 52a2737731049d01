//! Outputs: reports in every format, schemas, and the samples that the documentation shows.

#[path = "shared/document.rs"]
mod document;

mod readme;
mod reports;
mod schema;
