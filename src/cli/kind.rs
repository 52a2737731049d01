//! The kinds of scenario files, as arguments name them.

use clap::ValueEnum;

use crate::scenario;

/// A kind of scenario file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Kind {
    /// One reconstitution, for `rankday run`
    #[default]
    Run,
    /// One market under several schedules, for `rankday compare`
    #[value(alias = "comparison")]
    Compare,
    /// Several schedules on simulated paths, for `rankday compare`
    #[value(alias = "simulation")]
    Simulate,
    /// A reconstitution that is still to come, for `rankday project`
    #[value(alias = "projection")]
    Project,
}

impl From<Kind> for scenario::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Run => Self::Run,
            Kind::Compare => Self::Comparison,
            Kind::Simulate => Self::Simulated,
            Kind::Project => Self::Projection,
        }
    }
}
