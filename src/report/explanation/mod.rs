//! One company explained: as text and as JSON.

pub mod json;
mod prices;
mod tables;
pub mod text;
mod words;
