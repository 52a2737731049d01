//! The language of scenario files: parses and checks them. The files that a scenario names are read
//! by [`study`](crate::study), not here.
//!
//! Each scenario has two descriptions: [`written`] is the content of the file, [`Scenario`] its
//! checked meaning.

mod checked;
mod checker;
pub mod comparison;
mod confidence;
mod error;
mod event;
mod evidence;
mod expand;
mod filings;
mod funds;
mod interim;
mod kind;
mod model;
mod place;
pub mod projection;
mod reader;
pub mod schema;
pub mod simulated;
mod source;
pub mod sweep;
mod text;
pub mod written;

pub use checked::{
    EvidenceSources, InterimSources, ListSource, MembershipSource, PreviousSource, RunScenario,
    UniverseSource, check_run, read_run,
};
pub(crate) use checker::names_a_file;
pub use confidence::ConfidenceSource;
pub use error::ScenarioError;
pub use event::DayBasis;
pub(crate) use expand::resolve;
pub use filings::FilingsSource;
pub use funds::FundsSource;
pub use kind::{Comparable, Kind, Scenario, check_scenario, read_comparable, read_scenario};
pub use model::{Shock, Whom, WrittenShock, read_model};
pub use place::{Place, Position};
pub(crate) use source::report_name;
pub use source::{InputRecord, Source};
pub use text::Lookup;
