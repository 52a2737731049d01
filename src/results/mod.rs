//! Results read back from their folders: compared with each other and with what the provider announced.

pub mod difference;
pub mod scoring;
