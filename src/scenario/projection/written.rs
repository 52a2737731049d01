//! The table that makes a scenario a projection, as written in the file.

use schemars::JsonSchema;
use serde::Deserialize;

/// The number of paths of a projection, and their seed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenProject {
    /// Number of paths; `--paths` takes precedence.
    #[schemars(range(min = 1, max = 100_000_000), extend("default" = 10_000))]
    pub paths: Option<u64>,
    /// Seed of the random numbers: the same seed gives the same bytes. `--seed` takes precedence.
    #[schemars(extend("default" = 1))]
    pub seed: Option<u64>,
}
