//! Reads results back from their folders: compares them with each other, scores them against the
//! provider's announcements, and merges shards.

pub mod difference;
pub mod scoring;
pub mod shards;
