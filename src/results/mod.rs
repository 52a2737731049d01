//! Reads results back from their folders: compares them with each other, scores them against the
//! provider's announcements, and merges shards. Above the reports, it has the schemas of all documents.

pub mod difference;
pub mod schemas;
pub mod scoring;
pub mod shards;
