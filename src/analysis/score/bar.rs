//! Minimum scores for migrations, additions and deletions. Moves up and down have no minimum of their
//! own because there are too few a year.

use super::{Measure, Score};

/// Required precision and recall, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bar {
    /// Required precision; `None` if not required.
    pub precision: Option<f64>,
    /// Required recall; `None` if not required.
    pub recall: Option<f64>,
}

/// A figure below its required minimum.
#[derive(Debug, Clone, PartialEq)]
pub struct BelowBar {
    /// Name of the event.
    pub event: String,
    /// The measure.
    pub measure: Measure,
    /// `precision` or `recall`.
    pub figure: &'static str,
    /// Its value; `None` for a precision without predictions.
    pub is: Option<f64>,
    /// The required minimum.
    pub asked: f64,
}

impl Bar {
    /// The figures of a score below their required minimum.
    ///
    /// Without predictions, precision fails if there was something to predict. Without companies in the
    /// lists, recall does not fail.
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
