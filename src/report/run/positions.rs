//! What is held and traded: characteristics, sectors and trades on a run's page.

use crate::report::page::{Fact, Quotes, Section};

pub(super) fn facts(_quotes: &Quotes<'_>) -> Vec<Fact> {
    Vec::new()
}

pub(super) fn sections(_quotes: &Quotes<'_>) -> Vec<Section> {
    Vec::new()
}
