//! The rule book, one rule per file, each citing its section (RB).
//!
//! In the order in which a reconstitution applies them: [`eligibility`], [`company_cap`],
//! [`ranking`], [`banding`], [`family`], [`share_classes`], [`updates`] and [`weights`]; between
//! reconstitutions [`additions`], [`reevaluation`] and [`market_adjusted`]. Every number is in
//! [`Parameters`]. A rule judges only the values that it is given; memberships before and after are
//! combined in [`crate::reconstitution`].

pub mod additions;
pub mod banding;
pub mod company_cap;
pub mod eligibility;
pub mod family;
pub mod market_adjusted;
mod parameters;
pub mod ranking;
pub mod reevaluation;
pub mod reserved;
pub mod share_classes;
pub mod updates;
pub mod weights;

pub use eligibility::{Screen, assign_country};
pub use parameters::{
    AdditionBreaks, Additions, BandEdge, Break, Breaks, Eligibility, Offerings, Parameter,
    Parameters, PricingVehicle, Problem, QuarterlyUpdates, ShareClasses, TieBreak, Unknown,
    Updates, WrittenMethodology, benefit_driven_countries,
};
