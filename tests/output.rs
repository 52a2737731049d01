//! What is written: reports in every format, schemas, and the outputs that the documentation shows.

#[path = "shared/document.rs"]
mod document;

mod readme;
mod reports;
mod schema;
