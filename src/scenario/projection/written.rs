//! The table that makes a scenario a projection, as written in the file.

use schemars::JsonSchema;
use serde::Deserialize;

/// How many paths a projection takes, and which.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenProject {
    /// How many paths; `--paths` goes before it.
    #[schemars(range(min = 1, max = 100_000_000), extend("default" = 10_000))]
    pub paths: Option<u64>,
    /// Seed of the random numbers: the same seed gives the same bytes. `--seed` goes before it.
    #[schemars(extend("default" = 1))]
    pub seed: Option<u64>,
}
