//! Figures of past events from which the confidence of decisions is learned: shipped, or a
//! scenario's own.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::files::Files;
use crate::analysis::confidence::{Figure, Learned, Question};
use crate::limits;
use crate::remark::{InputNote, Remark};
use crate::scenario::{ConfidenceSource, Source};
use crate::universe::table::{self, Column, Number, Row};
use crate::universe::{Faults, Input};

/// The shipped figures.
const TEXT: &str = include_str!("../../data/evidence.csv");
/// Their name in reports.
const SHIPPED: &str = "data/evidence.csv";

const CAME_TRUE: Number = Number {
    min: Decimal::ZERO,
    above_min: false,
    max: Decimal::from_parts(1_000_000_000, 0, 0, false, 0),
    places: 0,
};

/// Number of companies in a row; zero is rejected, since such a row carries no information.
const COMPANIES: Number = Number { above_min: true, ..CAME_TRUE };

/// Permitted distances of caps from a breakpoint, per cent of it.
const DISTANCE_PCT: (f64, f64) = (-99.999, 1e6);

/// Columns of a file of figures, as `rankday score` writes it.
pub const FIGURE_COLUMNS: &[Column] = &[
    Column {
        name: "rank_day",
        required: true,
        holds: "date",
        meaning: "rank day of the event; no event learns from itself",
    },
    Column {
        name: "question",
        required: true,
        holds: "code",
        meaning: "what was decided: eligible, ineligible, or by size: r3000 at the cut of the Russell 3000, r1000 at the edges of the Russell 1000",
    },
    Column {
        name: "evidence",
        required: false,
        holds: "code",
        meaning: "kind of evidence that decided eligibility, by its code (`rankday help data`); empty where size decided",
    },
    Column {
        name: "screen",
        required: false,
        holds: "code",
        meaning: "the screen that dropped ineligible companies",
    },
    Column {
        name: "distance_pct",
        required: false,
        holds: "per cent",
        meaning: "where size decided, how far caps were from the cut in the mean, per cent of it; below zero below it",
    },
    Column { name: "companies", required: true, holds: "count", meaning: "companies so decided" },
    Column {
        name: "came_true",
        required: true,
        holds: "count",
        meaning: "of them, those that the provider decided the same",
    },
];

impl ConfidenceSource {
    /// Learns from the figures, leaving out those of the event with rank day `except`.
    pub(super) fn read(&self, files: &Files, except: Option<NaiveDate>) -> Result<Learned, Faults> {
        if self.learned_from.is_empty() {
            return learn(&[&Input::from_bytes(SHIPPED, TEXT.into())?], except);
        }
        let inputs = self.learned_from.iter().map(|path| files.get(path));
        learn(&inputs.collect::<Result<Vec<_>, _>>()?, except)
    }

    /// Remarks on the confidences of an event: assumptions, and figures of later events
    /// (hindsight).
    pub(super) fn remarks(
        &self,
        learned: &Learned,
        source: &Source,
        rank_day: NaiveDate,
    ) -> Vec<Remark> {
        let mut files: Vec<String> =
            self.learned_from.iter().map(|path| source.name_of(path)).collect();
        if files.is_empty() {
            files.push(SHIPPED.to_owned());
        }
        let rank_days = learned.rank_days.clone();
        let later: Vec<NaiveDate> =
            rank_days.iter().copied().filter(|day| *day >= rank_day).collect();
        let hindsight = (!later.is_empty()).then(|| {
            let is_own_choice = !self.learned_from.is_empty();
            InputNote::ConfidenceHindsight { files: files.clone(), later, is_own_choice }.into()
        });
        let learned = InputNote::ConfidenceLearned { files, rank_days }.into();
        std::iter::once(learned).chain(hindsight).collect()
    }
}

/// Learns from a file of figures, over all its events.
///
/// # Errors
/// Every fault of the file.
pub fn read_figures(input: &Input) -> Result<Learned, Faults> {
    learn(&[input], None)
}

/// Learns from the combined figures of several files.
fn learn(inputs: &[&Input], except: Option<NaiveDate>) -> Result<Learned, Faults> {
    let mut faults = Faults::default();
    let mut figures = Vec::new();
    let mut seen = BTreeSet::new();
    for input in inputs {
        let mut days = BTreeSet::new();
        table::read_list(limits::LIST_ROWS, input, FIGURE_COLUMNS, &mut faults, |row, faults| {
            let Some(figure) = figure(row, faults) else { return };
            if seen.contains(&figure.rank_day) {
                let problem = "is in an earlier file too";
                let remedy = "name each event's figures once";
                let day = figure.rank_day.to_string();
                row.fault(0, Some(&day), (problem, remedy), faults);
            }
            days.insert(figure.rank_day);
            figures.push(figure);
        });
        seen.extend(days);
    }
    let learned = Learned::new(&figures, except);
    if faults.total() == 0 && learned.rank_days.is_empty() {
        let name = inputs.first().map_or(SHIPPED, |input| input.name.as_str());
        let problem = match except.filter(|_| !figures.is_empty()) {
            Some(day) => {
                format!("is of the event of {day} alone, which does not learn from itself")
            }
            None => "has no rows".to_owned(),
        };
        faults.file(
            name,
            problem,
            "give figures of other events, as `rankday score --out` writes them",
        );
    }
    faults.into_result(learned)
}

fn figure(row: &Row<'_, '_>, faults: &mut Faults) -> Option<Figure> {
    let rank_day = row.required(0, faults).and_then(|_| row.date(0, faults));
    let question = row.required(1, faults).and_then(|_| row.code::<Question>(1, faults));
    let (evidence, screen) = (row.code(2, faults), row.code(3, faults));
    let distance_pct = row.float(4, DISTANCE_PCT, faults);
    let count = |column: usize, limits: &Number, faults: &mut Faults| {
        row.required(column, faults)?;
        row.decimal(column, limits, faults)?.to_u64()
    };
    let companies = count(5, &COMPANIES, faults);
    let came_true = count(6, &CAME_TRUE, faults);
    let question = question?;
    let by_size = matches!(question, Question::R3000 | Question::R1000);
    let needed = match question {
        Question::Eligible | Question::Ineligible => 2,
        Question::R3000 | Question::R1000 => 4,
    };
    row.required_for(needed, "this question needs it", faults)?;
    if question == Question::Ineligible {
        row.required_for(3, "say which screen dropped them", faults)?;
    }
    let (companies, came_true) = (companies?, came_true?);
    if came_true > companies {
        let text = came_true.to_string();
        let remedy = "no more can come true than were decided";
        row.fault(6, Some(&text), (format!("is more than {companies}"), remedy), faults);
        return None;
    }
    let distance_pct = distance_pct.filter(|_| by_size);
    Some(Figure {
        rank_day: rank_day?,
        question,
        evidence,
        screen,
        distance_pct,
        companies,
        came_true,
    })
}

/// Learns from the shipped figures, over all events.
pub(super) fn shipped() -> Result<Learned, Faults> {
    learn(&[&Input::from_bytes(SHIPPED, TEXT.into())?], None)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::remark::Severity::{Note, Warning};

    fn learn_of(text: &str, except: Option<&str>) -> Result<Learned, Faults> {
        let except = except.and_then(table::parse_date);
        learn(&[&Input::from_bytes("figures.csv", text.into())?], except)
    }

    const HEADER: &str = "rank_day,question,evidence,screen,distance_pct,companies,came_true\n";

    #[test]
    fn no_event_learns_from_itself() {
        let text = format!(
            "{HEADER}2024-04-30,eligible,label,,,10,5\n2025-04-30,eligible,label,,,90,90\n"
        );
        let chance = |except| {
            let learned = learn_of(&text, except).expect("figures");
            learned.eligible(crate::universe::EvidenceKind::Label).expect("a chance")
        };
        assert!((chance(Some("2025-04-30")) - 0.5).abs() < 1e-12);
        assert!((chance(Some("2024-04-30")) - 1.0).abs() < 1e-12);
        assert!((chance(None) - 0.95).abs() < 1e-12);
        let alone = format!("{HEADER}2024-04-30,eligible,label,,,10,5\n");
        let said = learn_of(&alone, Some("2024-04-30")).expect_err("itself alone").to_string();
        assert!(said.contains("does not learn from itself"), "{said}");
    }

    #[test]
    fn faulty_figures_are_reported() {
        for (row, said) in [
            ("2024-04-30,eligible,,,,10,5", "evidence"),
            ("2024-04-30,ineligible,label,,,10,5", "screen"),
            ("2024-04-30,r3000,,,,10,5", "distance_pct"),
            ("2024-04-30,r3000,,,-250,10,5", "out of range"),
            ("2024-04-30,eligible,label,,,10,11", "more than 10"),
            ("2024-04-30,eligible,label,,,0,0", "companies"),
            ("2024-04-30,maybe,label,,,10,5", "question"),
            ("", "no rows"),
        ] {
            let faults = learn_of(&format!("{HEADER}{row}\n"), None).expect_err(row).to_string();
            assert!(faults.contains(said), "{row}: {faults}");
        }
    }

    #[test]
    fn figures_of_later_events_are_hindsight() {
        let text = format!(
            "{HEADER}2024-04-30,eligible,label,,,10,5\n2025-04-30,eligible,label,,,90,90\n"
        );
        let learned = learn_of(&text, None).expect("figures");
        let source = Source::new(Path::new("s.toml"), "", std::collections::BTreeMap::new());
        let severities = |files: &[&str], day: &str| {
            let learned_from = files.iter().map(PathBuf::from).collect();
            let day = table::parse_date(day).expect("a day");
            let remarks = ConfidenceSource { learned_from }.remarks(&learned, &source, day);
            remarks.iter().map(Remark::severity).collect::<Vec<_>>()
        };
        assert_eq!(severities(&["f.csv"], "2026-04-30"), [Note]);
        assert_eq!(severities(&["f.csv"], "2024-04-30"), [Note, Warning]);
        // A scenario that names no file has not chosen the figures, so this is only a note.
        assert_eq!(severities(&[], "2024-06-01"), [Note, Note]);
    }

    #[test]
    fn the_shipped_figures_name_no_company_and_cover_every_question() {
        let learned = shipped().expect("figures");
        assert!(learned.rank_days.len() >= 5 && learned.r3000.is_some() && learned.r1000.is_some());
        assert!(!learned.reserve_pct().is_empty());
    }
}
