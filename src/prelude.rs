//! What most programs need: `use rankday::prelude::*;`.
//!
//! The days of an event, its universe and members, the reconstitution and its turnover; running
//! scenario files; comparisons; and the types of other libraries used for values.

pub use chrono::NaiveDate;
pub use rust_decimal::Decimal;

pub use crate::analysis::holdings::{Holdings, ValuationInputs, holdings};
pub use crate::analysis::turnover::{Turnover, turnover};
pub use crate::calendar::Season;
pub use crate::methodology::Parameters;
pub use crate::reconstitution::{
    Action, CompanyResult, Decision, Event, Inputs, Reason, Reconstitution, match_members,
    reconstitute,
};
pub use crate::report::comparison::ComparisonReport;
pub use crate::scenario::comparison::{ComparisonScenario, read_comparison};
pub use crate::scenario::{RunScenario, Scenario, read_run, read_scenario};
pub use crate::study::comparison::{Compared, compare};
pub use crate::study::{Run, run};
pub use crate::universe::{
    Details, Exchange, Faults, Index, Input, Member, Membership, RareDetails, Security,
    SecurityType, Segment, Structure, SymbolChanges, Universe, read_membership, read_universe,
};
