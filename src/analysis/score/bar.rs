//! A bar that scores are held against: for migrations, additions and deletions, not for the two
//! directions of a migration, of which there are too few a year.

use super::{Measure, Score};

/// The least precision and recall asked for, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bar {
    /// Least precision.
    pub precision: Option<f64>,
    /// Least recall.
    pub recall: Option<f64>,
}

/// A figure below the bar.
#[derive(Debug, Clone, PartialEq)]
pub struct BelowBar {
    /// Name of the event.
    pub event: String,
    /// The measure.
    pub measure: Measure,
    /// `precision` or `recall`.
    pub figure: &'static str,
    /// What it is; `None` for the precision of nothing predicted.
    pub is: Option<f64>,
    /// What was asked for.
    pub asked: f64,
}

impl Bar {
    /// The figures of a score that are below the bar.
    ///
    /// Nothing predicted reaches no precision where there was something to predict; nothing to find
    /// is no fault.
    pub fn below(&self, score: &Score) -> Vec<BelowBar> {
        let judged = [Measure::Migrations, Measure::R3000Additions, Measure::R3000Deletions];
        let mut below = Vec::new();
        for (measure, tally) in score.measures.iter().filter(|(m, _)| judged.contains(m)) {
            let figures = [
                ("precision", tally.precision(), self.precision),
                ("recall", tally.recall(), self.recall),
            ];
            for (figure, is, asked) in figures {
                let Some(asked) = asked else { continue };
                if is.map_or(tally.actual > 0, |is| is < asked) {
                    let event = score.event.clone();
                    below.push(BelowBar { event, measure: *measure, figure, is, asked });
                }
            }
        }
        below
    }
}
