//! What is written: reports in every format, schemas, and the outputs that the documentation shows.

mod readme;
mod reports;
mod schema;
