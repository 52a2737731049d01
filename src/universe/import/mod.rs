//! Vendors' files turned into the project's own: here, and only here, things are inferred.

pub mod cell;
pub mod classes;
pub mod corrections;
mod country_label;
pub mod edgar;
pub mod holdings;
pub mod nasdaq;
pub mod table;

pub use country_label::country_of_label;
pub(crate) use country_label::no_country;
