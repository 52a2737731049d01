//! Vendors' files turned into the project's own: here, and only here, things are inferred.

pub mod classes;
pub mod corrections;
pub mod edgar;
pub mod ishares;
pub mod nasdaq;
