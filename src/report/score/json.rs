//! Scores as JSON. Amounts are in USD and decimals are texts, as in `summary.json`.

use std::io::{self, Write};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::{ALL, rows};
use crate::analysis::confidence::{Figure, Question};
use crate::analysis::reliability::{BINS, Reliability};
use crate::analysis::score::{BreakDifference, Measure, NameDifference, Score, Tally};
use crate::methodology::Screen;
use crate::report::remarks::Said;
use crate::report::summary::{self, Document};
use crate::universe::EvidenceKind;

/// Version of the layout.
pub const SCHEMA: &str = "rankday.score/2";

/// Results scored against the provider's lists.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Answer<'a> {
    /// The events.
    events: Vec<OfEvent<'a>>,
    /// Counts of all events together: sums, not means of ratios; empty for one event.
    all: Vec<Counts>,
}

impl Document for Answer<'_> {
    const SCHEMA: &'static str = SCHEMA;
}

/// The score of one event.
#[derive(Serialize, JsonSchema)]
struct OfEvent<'a> {
    /// Name of the event.
    event: &'a str,
    /// Rank day.
    rank_day: NaiveDate,
    /// Implementation day.
    implementation: NaiveDate,
    /// Counts of each measure.
    measures: Vec<Counts>,
    /// The #1,000 break against the published one; null if none is published.
    #[serde(rename = "break")]
    breakpoint: Option<BreakDifference>,
    /// The companies on which result and lists differ.
    names: &'a [NameDifference],
    /// Warnings, assumptions and notes.
    remarks: Vec<Said<'a>>,
    /// How often changes came true by their probabilities; null if the result has none.
    confidence: Option<Confidence>,
    /// How often decisions came true by kind of evidence, as in `score_evidence.csv`.
    evidence: Vec<OfEvidence>,
}

/// Counts of a measure.
#[derive(Serialize, JsonSchema)]
struct Counts {
    /// The measure.
    measure: Measure,
    /// Part of the result's companies that the lists name, a fraction; null if it names none.
    precision: Option<f64>,
    /// Part of the lists' companies that the result names, a fraction; null if they name none.
    recall: Option<f64>,
    /// Number of companies that both name.
    right: usize,
    /// Number of companies that the result names.
    predicted: usize,
    /// Number of companies that the lists name.
    #[serde(rename = "true")]
    actual: usize,
}

impl Counts {
    fn new(measure: Measure, tally: Tally) -> Self {
        let (precision, recall) = (tally.precision(), tally.recall());
        let Tally { right, predicted, actual } = tally;
        Self { measure, precision, recall, right, predicted, actual }
    }
}

/// Probabilities of changes compared with the outcomes.
#[derive(Serialize, JsonSchema)]
struct Confidence {
    /// By tenths of the probability.
    bins: Vec<Tenth>,
    /// Brier score, from 0, the best, to 1.
    brier: Option<f64>,
    /// Brier score if every change were taken as certain.
    brier_of_certainty: Option<f64>,
}

/// Changes with a probability in one tenth.
#[derive(Serialize, JsonSchema)]
struct Tenth {
    /// The lowest probability.
    from: f64,
    /// The highest.
    to: f64,
    /// Number of changes.
    changes: u64,
    /// Mean probability; null without any change.
    mean: Option<f64>,
    /// Number of changes that came true.
    came_true: u64,
}

impl Confidence {
    fn new(reliability: &Reliability) -> Option<Self> {
        let tenths = reliability.bins().iter().enumerate().map(|(at, bin)| Tenth {
            from: at as f64 / BINS as f64,
            to: (at + 1) as f64 / BINS as f64,
            changes: bin.pairs,
            mean: bin.mean(),
            came_true: bin.came_true,
        });
        (reliability.all().pairs > 0).then(|| Self {
            bins: tenths.collect(),
            brier: reliability.brier(),
            brier_of_certainty: reliability.brier_if_ranked_today(),
        })
    }
}

/// How often decisions of a kind came true.
#[derive(Serialize, JsonSchema)]
struct OfEvidence {
    /// The decision.
    question: Question,
    /// The kind of evidence; null if size decided.
    evidence: Option<EvidenceKind>,
    /// The screen; null if none dropped them.
    screen: Option<Screen>,
    /// Mean distance of caps from the cut, per cent of the cut; null unless size decided.
    distance_pct: Option<f64>,
    /// Number of companies.
    companies: u64,
    /// Number of these that the provider decided in the same way.
    came_true: u64,
}

impl From<&Figure> for OfEvidence {
    fn from(figure: &Figure) -> Self {
        let Figure { question, evidence, screen, distance_pct, companies, came_true, .. } = *figure;
        Self { question, evidence, screen, distance_pct, companies, came_true }
    }
}

/// Writes the scores.
///
/// # Errors
/// Errors of the writer.
pub fn write(scores: &[Score], mut out: impl Write) -> io::Result<()> {
    let all = rows(scores).into_iter().filter(|(event, _, _)| *event == ALL);
    let all = all.map(|(_, measure, tally)| Counts::new(measure, tally));
    let answer = Answer { events: scores.iter().map(OfEvent::new).collect(), all: all.collect() };
    summary::write(&answer, &mut out)
}

impl<'a> OfEvent<'a> {
    fn new(score: &'a Score) -> Self {
        let counts = score.measures.iter();
        Self {
            event: &score.event,
            rank_day: score.rank_day,
            implementation: score.implementation,
            measures: counts.map(|(measure, tally)| Counts::new(*measure, *tally)).collect(),
            breakpoint: score.breakpoint,
            names: &score.names,
            remarks: Said::all(&score.remarks),
            confidence: Confidence::new(&score.reliability),
            evidence: score.figures.iter().map(OfEvidence::from).collect(),
        }
    }
}
