//! Results read back from their folders: compared with each other, held against what the provider announced,
//! and shards put together.

pub mod difference;
pub mod scoring;
pub mod shards;
