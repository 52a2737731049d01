//! Scenario files: as written, as checked, and what they name, loaded and run.
//!
//! Two kinds of scenario: [`written::WrittenScenario`] is what the file says,
//! [`Scenario`] what it means; [`run()`] reads the files that it names and applies the event.

mod check_event;
mod check_evidence;
mod check_interim;
mod checked;
pub mod comparison;
mod confidence;
mod control;
pub mod difference;
mod error;
mod expand;
pub mod explanation;
mod files;
mod filings;
mod funds;
mod imported;
mod interim;
mod load;
pub mod manifest;
mod model;
mod overrides;
mod place;
mod plausible;
mod prepared;
pub mod projection;
mod run;
pub mod schema;
pub mod scoring;
pub mod simulated;
mod source;
pub mod sweep;
pub mod written;

pub use check_event::DayBasis;
pub use checked::{
    EvidenceSources, InterimSources, ListSource, MembershipSource, PreviousSource, Scenario,
    UniverseSource, check_scenario, read_scenario,
};
pub use confidence::{ConfidenceSource, FIGURE_COLUMNS, read_figures};
pub use control::Control;
pub use error::{Kind, ScenarioError, kind_of};
pub(crate) use files::rounded_remark;
pub use filings::FilingsSource;
pub use funds::FundsSource;
pub use load::{InputRecord, LoadError};
pub use model::{Shock, Whom, WrittenShock, read_model};
pub use run::{Run, RunError, STEPS, run};
pub use source::Source;
