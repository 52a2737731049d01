//! The table of a scenario that makes it a projection, as the file writes it.

use serde::Deserialize;

/// How many paths a projection takes, and which.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenProject {
    /// How many; default: 10,000.
    pub paths: Option<u64>,
    /// The seed; default: 1.
    pub seed: Option<u64>,
}
