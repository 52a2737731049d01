//! How often the decisions of an event came true, by kind of evidence and by distance to the cut. Later
//! events learn their confidence from these figures.

use std::collections::BTreeMap;

use super::outcome::{Company, Outcome, Subject};
use super::truth::Truth;
use crate::analysis::confidence::{Figure, Question, distance};
use crate::methodology::Screen;
use crate::universe::{EvidenceKind, Segment};

/// Distance above the cut from which size no longer matters: the logarithm of 1.3, see
/// [`distance`].
const CLEAR: f64 = 0.262_364_264_467_491;

/// Edges of the bins of distances above a cut; the bins below mirror them.
const EDGES: [f64; 9] = [0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0];

/// A group of decisions that is counted together; the order is that of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Eligible(EvidenceKind),
    Ineligible(EvidenceKind, Screen),
    /// By bin number, negative below the cut.
    Size(Question, i32),
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    companies: u64,
    came_true: u64,
    distance: f64,
}

/// Counts the decisions of an event; empty if the lists do not cover additions and deletions.
pub(super) fn figures(outcome: &Outcome, truth: &Truth) -> Vec<Figure> {
    if truth.additions.is_none() || truth.deletions.is_none() {
        return Vec::new();
    }
    let mut counting = Counting { outcome, truth, sums: BTreeMap::new() };
    for at in 0..outcome.companies.len() {
        // No decision was made on a company that left before the implementation.
        if !outcome.left.contains_key(&at) {
            counting.company(at);
        }
    }
    let sums = counting.sums.into_iter();
    sums.map(|(group, sum)| group.figure(&sum, outcome)).collect()
}

struct Counting<'a> {
    outcome: &'a Outcome,
    truth: &'a Truth,
    sums: BTreeMap<Group, Sum>,
}

impl Counting<'_> {
    fn count(&mut self, group: Group, came_true: bool, distance: f64) {
        let sum = self.sums.entry(group).or_default();
        sum.companies += 1;
        sum.came_true += u64::from(came_true);
        sum.distance += distance;
    }

    fn company(&mut self, at: usize) -> Option<()> {
        let company = &self.outcome.companies[at];
        let dropped = self.outcome.drop_line_of(at);
        let line = &self.outcome.lines[dropped.unwrap_or(company.line)];
        let evidence = line.evidence?;
        let screen = dropped.and(line.dropped.as_ref()).map(|(screen, _)| *screen);
        let cuts = &self.outcome.cuts;
        let from_r3000 = distance(company.market_cap?, cuts.r3000?)?;
        let subject = Subject::Company(at);
        let is_inside = self.is_inside(&subject, company);
        let is_held = company.from.in_r3000();
        match screen {
            None if from_r3000 >= CLEAR => {
                self.count(Group::Eligible(evidence), is_inside, 0.0);
            }
            Some(screen) if screen != Screen::Size && (is_held || from_r3000 >= CLEAR) => {
                self.count(Group::Ineligible(evidence, screen), !is_inside, 0.0);
            }
            _ => {}
        }
        let by_size = screen.is_none_or(|screen| screen == Screen::Size);
        if by_size && (is_held || evidence == EvidenceKind::FormerMember) {
            self.size(Question::R3000, from_r3000, is_inside);
        }
        if screen.is_none() && is_inside {
            self.between_r1000_and_r2000(&subject, company);
        }
        Some(())
    }

    /// Whether the provider has a company in the Russell 3000 after the event.
    fn is_inside(&self, subject: &Subject, company: &Company) -> bool {
        let among = |set: &Option<_>| {
            let set: &Option<std::collections::BTreeSet<Subject>> = set;
            set.as_ref().is_some_and(|set| set.contains(subject))
        };
        let truth = self.truth;
        if among(&truth.additions) || among(&truth.up) || among(&truth.down) {
            return true;
        }
        company.from.in_r3000() && !among(&truth.deletions)
    }

    fn between_r1000_and_r2000(&mut self, subject: &Subject, company: &Company) -> Option<()> {
        let (up, down) = (self.truth.up.as_ref()?, self.truth.down.as_ref()?);
        let cuts = &self.outcome.cuts;
        let (edge, is_above) = match company.from {
            Segment::R1000 => (cuts.r1000_lower, !down.contains(subject)),
            Segment::R2000 => (cuts.r1000_upper, up.contains(subject)),
            _ => return None,
        };
        let away = distance(company.market_cap?, edge.or(cuts.r1000)?)?;
        self.size(Question::R1000, away, is_above);
        Some(())
    }

    fn size(&mut self, question: Question, distance: f64, is_above: bool) {
        let bins = EDGES.windows(2).zip(1..);
        let Some((_, bin)) = bins.into_iter().find(|(edges, _)| distance.abs() < edges[1]) else {
            return;
        };
        let above = distance >= 0.0;
        let group = Group::Size(question, if above { bin } else { -bin });
        self.count(group, is_above == above, distance);
    }
}

impl Group {
    fn figure(self, sum: &Sum, outcome: &Outcome) -> Figure {
        let (question, evidence, screen) = match self {
            Self::Eligible(kind) => (Question::Eligible, Some(kind), None),
            Self::Ineligible(kind, screen) => (Question::Ineligible, Some(kind), Some(screen)),
            Self::Size(question, _) => (question, None, None),
        };
        let distance_pct = match self {
            Self::Size(_, bin) => {
                let mean = sum.distance / sum.companies.max(1) as f64;
                let per_cent = libm::expm1(mean) * 100.0;
                // Keep the sign when the distance rounds to zero in the file.
                Some(if bin < 0 { per_cent.min(-0.001) } else { per_cent })
            }
            _ => None,
        };
        let Sum { companies, came_true, .. } = *sum;
        let rank_day = outcome.rank_day;
        Figure { rank_day, question, evidence, screen, distance_pct, companies, came_true }
    }
}
