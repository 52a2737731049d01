//! Two results compared: as text and as JSON.

pub mod json;
mod names;
pub mod text;
