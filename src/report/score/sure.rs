//! Confidence of decisions compared with outcomes, on the console.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::analysis::confidence::{LIKELY, NEAR_CERTAIN, Question};
use crate::analysis::reliability::{BINS, Bin, Reliability};
use crate::analysis::score::Score;
use crate::methodology::Screen;
use crate::report::screen::{row, table, thousands, trimmed};
use crate::universe::EvidenceKind;

/// Name of the row that pools several events.
const ALL: &str = "all";

/// The reliability of every event, and of all events together if there are several.
pub(super) fn rows(scores: &[Score]) -> Vec<(&str, Reliability)> {
    let mut rows: Vec<(&str, Reliability)> =
        scores.iter().map(|score| (score.event.as_str(), score.reliability.clone())).collect();
    if rows.len() > 1 {
        let mut all = Reliability::default();
        for (_, one) in &rows {
            all.merge(one);
        }
        rows.push((ALL, all));
    }
    rows.retain(|(_, reliability)| reliability.all().pairs > 0);
    rows
}

/// The bins from one probability to another, pooled.
fn between(reliability: &Reliability, from: f64, to: f64) -> Bin {
    let bin =
        |probability: f64| (0..=BINS).find(|at| *at as f64 >= probability * BINS as f64 - 1e-9);
    let (from, to) = (bin(from).unwrap_or(0), bin(to).unwrap_or(BINS));
    reliability.pooled(from..=to.saturating_sub(1))
}

/// Writes to the console the confidence of changes and how often they came true, then both by kind of
/// evidence; nothing for results without this data.
pub(super) fn console(scores: &[Score], out: &mut dyn Write) -> io::Result<()> {
    let header =
        ["Came true", "near-certain", "likely", "0.4-0.6", "below", "Brier score", "of 0/1"];
    let mut sure = table(&header, 1);
    let rows = rows(scores);
    for (event, reliability) in &rows {
        let in_words =
            |bin: Bin| format!("{} of {}", thousands_of(bin.came_true), thousands_of(bin.pairs));
        let score =
            |score: Option<f64>| score.map_or_else(String::new, |score| format!("{score:.3}"));
        let cells = vec![
            (*event).to_owned(),
            in_words(between(reliability, NEAR_CERTAIN, 1.0)),
            in_words(between(reliability, LIKELY, NEAR_CERTAIN)),
            in_words(between(reliability, 0.4, LIKELY)),
            in_words(between(reliability, 0.0, 0.4)),
            score(reliability.brier()),
            score(reliability.brier_if_ranked_today()),
        ];
        sure.add_row(row(cells, 1));
    }
    if !rows.is_empty() {
        writeln!(out, "\n{}", trimmed(&sure.to_string()))?;
    }
    by_evidence(scores, out)
}

fn by_evidence(scores: &[Score], out: &mut dyn Write) -> io::Result<()> {
    type Kind = (Question, Option<EvidenceKind>, Option<Screen>);
    let mut sums: BTreeMap<Kind, (u64, u64)> = BTreeMap::new();
    let figures = scores.iter().flat_map(|score| &score.figures);
    for figure in figures.filter(|figure| figure.evidence.is_some()) {
        let kind = (figure.question, figure.evidence, figure.screen);
        let (companies, came_true) = sums.entry(kind).or_default();
        *companies += figure.companies;
        *came_true += figure.came_true;
    }
    if sums.is_empty() {
        return Ok(());
    }
    let header = ["Decided", "by evidence", "and screen", "companies", "came true", "part"];
    let mut kinds = table(&header, 3);
    for ((question, evidence, screen), (companies, came_true)) in sums {
        let cells = vec![
            question.to_string(),
            evidence.map_or_else(String::new, |kind| kind.to_string()),
            screen.map_or_else(String::new, |screen| screen.to_string()),
            thousands_of(companies),
            thousands_of(came_true),
            format!("{:.3}", came_true as f64 / companies.max(1) as f64),
        ];
        kinds.add_row(row(cells, 3));
    }
    writeln!(out, "\n{}", trimmed(&kinds.to_string()))
}

fn thousands_of(count: u64) -> String {
    thousands(usize::try_from(count).unwrap_or(usize::MAX))
}
