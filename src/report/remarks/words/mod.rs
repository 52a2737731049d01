//! The words of every remark, by its subject.

mod histories;
mod inputs;
mod interim;
mod measures;
mod members;
mod paths;
mod projections;

use super::counts::counted;
use super::{doubts, reading};
use crate::remark::Kind;

/// A remark in a sentence, without its day.
pub fn words(kind: &Kind) -> String {
    match kind {
        Kind::Read(note) => reading::reading(note),
        Kind::Input(note) => inputs::words(note),
        Kind::Member(note) => members::words(note),
        Kind::Interim(note) => interim::words(note),
        Kind::Measure(note) => measures::words(note),
        Kind::Projection(note) => projections::words(note),
        Kind::History(note) => histories::words(note),
        Kind::Path(note) => paths::words(note),
        // An implausibility: the observation, its likely cause, and the likely repair.
        Kind::Doubt(doubt) => doubts::doubt(doubt),
        Kind::OfInputs { inputs, kind } => format!("with {inputs}: {}", words(kind)),
        Kind::Counted { what, count } => format!("{}: {count}", counted(*what)),
    }
}
