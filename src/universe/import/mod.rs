//! Converts vendors' files into the project's own. This is the only place where anything is inferred.

pub mod cell;
pub mod corrections;
mod country_label;
pub mod edgar;
pub mod holdings;
pub mod nasdaq;
mod not_common;
pub mod table;

pub use country_label::country_of_label;
pub(crate) use country_label::no_country;
pub(crate) use not_common::other_than_common;
