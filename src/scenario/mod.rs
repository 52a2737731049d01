//! The language of scenario files: from their text to what it means, checked. Nothing that a scenario
//! names is read here; [`study`](crate::study) does that.
//!
//! Two descriptions of each scenario: [`written`] is what the file says, [`Scenario`] what it means.

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
pub(crate) use model::with_remedy;
pub use model::{Shock, Whom, WrittenShock, read_model};
pub use source::{InputRecord, Source};
pub use text::Lookup;
