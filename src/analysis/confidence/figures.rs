//! How often decisions of past events came true, by kind of evidence and by distance to the cut.
//! The figures are counts and contain no company names.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use strum::IntoEnumIterator as _;

use super::size::{Point, SizeCurve};
use crate::methodology::Screen;
use crate::universe::EvidenceKind;
use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// What was decided.
    pub enum Question {
        /// That companies clearly above the cut of the Russell 3000 are eligible, by evidence.
        Eligible,
        /// That companies clearly above that cut, and members of any size, are not eligible, by evidence and
        /// screen.
        Ineligible,
        /// On which side of the cut of the Russell 3000 companies are, by their distance from it; only
        /// companies whose eligibility is hardly in question.
        R3000,
        /// On which side of the edges between the Russell 1000 and the 2000 companies are, likewise.
        R1000,
    }
);

/// How often decisions of a kind came true at an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The event's rank day.
    pub rank_day: NaiveDate,
    /// What was decided.
    pub question: Question,
    /// The kind of evidence; `None` where size decided.
    pub evidence: Option<EvidenceKind>,
    /// The screen that dropped the companies, if one did.
    pub screen: Option<Screen>,
    /// Mean distance of the caps from the cut, per cent of the cut; `None` unless size decided.
    pub distance_pct: Option<f64>,
    /// Number of companies.
    pub companies: u64,
    /// Number of companies on which the provider decided the same.
    pub came_true: u64,
}

/// Weight of the usual rate, in companies, added to every count so that small counts have little
/// effect.
const PRIOR: f64 = 2.0;

/// Counts of companies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Count {
    companies: u64,
    came_true: u64,
}

impl Count {
    fn add(&mut self, figure: &Figure) {
        self.companies += figure.companies;
        self.came_true += figure.came_true;
    }

    /// The part that came true, drawn towards `usual` where there are few companies.
    fn rate(self, usual: f64) -> f64 {
        (self.came_true as f64 + PRIOR * usual) / (self.companies as f64 + PRIOR)
    }

    /// The part that came true; `None` without companies.
    fn plain(self) -> Option<f64> {
        (self.companies > 0).then(|| self.came_true as f64 / self.companies as f64)
    }
}

/// What past events tell about how reliable decisions are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Learned {
    eligible: BTreeMap<EvidenceKind, Count>,
    ineligible: BTreeMap<(EvidenceKind, Screen), Count>,
    /// Sizes at the cut of the Russell 3000.
    pub r3000: Option<SizeCurve>,
    /// Sizes at the edges between the Russell 1000 and the 2000.
    pub r1000: Option<SizeCurve>,
    /// The rank days of the events learned from, the earliest first.
    pub rank_days: Vec<NaiveDate>,
}

impl Learned {
    /// Learns from the figures of all events except the one with rank day `except`: no event learns
    /// from itself.
    pub fn new(figures: &[Figure], except: Option<NaiveDate>) -> Self {
        let mut learned = Self::default();
        let (mut r3000, mut r1000) = (Vec::new(), Vec::new());
        for figure in figures.iter().filter(|figure| Some(figure.rank_day) != except) {
            learned.rank_days.push(figure.rank_day);
            match (figure.question, figure.evidence, figure.screen) {
                (Question::Eligible, Some(kind), _) => {
                    learned.eligible.entry(kind).or_default().add(figure);
                }
                (Question::Ineligible, Some(kind), Some(screen)) => {
                    learned.ineligible.entry((alike(kind), screen)).or_default().add(figure);
                }
                (Question::R3000, ..) => r3000.extend(figure.point()),
                (Question::R1000, ..) => r1000.extend(figure.point()),
                _ => {}
            }
        }
        learned.rank_days.sort_unstable();
        learned.rank_days.dedup();
        let top = learned.eligible(EvidenceKind::Member).unwrap_or(1.0);
        learned.r3000 = SizeCurve::fit(&r3000, top);
        learned.r1000 = SizeCurve::fit(&r1000, 1.0);
        learned
    }

    /// The probability that a company is eligible if this evidence says so; 1 for stated facts.
    /// `None` if there are no figures for any kind of evidence.
    pub fn eligible(&self, evidence: EvidenceKind) -> Option<f64> {
        if evidence == EvidenceKind::Stated {
            return Some(1.0);
        }
        let count = self.eligible.get(&evidence).copied();
        // Other kinds of evidence tell nothing about assumed votes.
        let count =
            if evidence == EvidenceKind::AssumedVotes { count? } else { count.unwrap_or_default() };
        // Decisions on members are many and hardly ever wrong, so they tell nothing about other
        // companies.
        let others = self.eligible.iter().filter(|(kind, _)| **kind != EvidenceKind::Member);
        let usual = pooled(others.map(|(_, count)| *count)).plain().or(count.plain())?;
        Some(count.rate(usual))
    }

    /// The probability that a company dropped by this screen is eligible after all. `None` if there
    /// are no figures for any screen.
    pub fn ineligible(&self, evidence: EvidenceKind, screen: Screen) -> Option<f64> {
        let count = self.ineligible.get(&(alike(evidence), screen)).copied();
        let count =
            if evidence == EvidenceKind::AssumedVotes { count? } else { count.unwrap_or_default() };
        let of_screen = self.ineligible.iter().filter(|((_, s), _)| *s == screen);
        let all = || pooled(self.ineligible.values().copied()).plain();
        let usual = pooled(of_screen.map(|(_, count)| *count)).plain().or_else(all)?;
        Some(1.0 - count.rate(usual))
    }

    /// The part of a place that companies excluded on evidence keep in the ranking, by kind of
    /// evidence, in whole per cent. Kinds without figures are left out.
    pub fn reserve_pct(&self) -> BTreeMap<EvidenceKind, u8> {
        let is_known =
            |kind: &EvidenceKind| self.ineligible.contains_key(&(alike(*kind), Screen::Stated));
        let part = |kind: EvidenceKind| {
            Some((kind, whole_per_cent(self.ineligible(kind, Screen::Stated)?)))
        };
        EvidenceKind::iter().filter(is_known).filter_map(part).collect()
    }
}

/// The kind of evidence under which the figures of a kind are pooled: a label and a filing are
/// treated alike if they place a company in another country.
fn alike(kind: EvidenceKind) -> EvidenceKind {
    match kind {
        EvidenceKind::NotTakenFiledAbroad => EvidenceKind::NotTakenForeign,
        other => other,
    }
}

/// A fraction in whole per cent, 99 at most.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 99")]
fn whole_per_cent(part: f64) -> u8 {
    (part * 100.0).round().clamp(0.0, 99.0) as u8
}

fn pooled(counts: impl Iterator<Item = Count>) -> Count {
    counts.fold(Count::default(), |sum, count| Count {
        companies: sum.companies + count.companies,
        came_true: sum.came_true + count.came_true,
    })
}

impl Figure {
    /// The figure as a point for the fit of the size curve; `None` without a valid distance.
    fn point(&self) -> Option<Point> {
        let per_cent = self.distance_pct.filter(|per_cent| *per_cent > -100.0)?;
        // Above the cut a decision comes true if the company is in, below it if the company is out.
        let is_above = per_cent >= 0.0;
        let others = self.companies.saturating_sub(self.came_true);
        Some(Point {
            distance: libm::log1p(per_cent / 100.0),
            companies: self.companies,
            above: if is_above { self.came_true } else { others },
        })
    }
}
