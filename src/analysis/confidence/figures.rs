//! How often decisions of past events came true, by kind of evidence and by distance to the cut:
//! counts alone, without names.

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
        /// That companies are eligible, by evidence; of those clear above the cut of the Russell 3000.
        Eligible,
        /// That companies are not eligible, by evidence and screen; of those clear above that cut, and of
        /// members wherever they stand.
        Ineligible,
        /// On which side of the cut of the Russell 3000 companies are, by their distance from it; of
        /// companies whose eligibility is hardly in question.
        R3000,
        /// The same of the edges between the Russell 1000 and the 2000.
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
    /// On what evidence; `None` where size decided.
    pub evidence: Option<EvidenceKind>,
    /// By which screen, where one dropped them.
    pub screen: Option<Screen>,
    /// How far caps were from the cut in the mean, per cent of the cut, where size decided.
    pub distance_pct: Option<f64>,
    /// How many companies.
    pub companies: u64,
    /// How many of them the provider decided the same.
    pub came_true: u64,
}

/// Companies that a rate begins with before any is counted, so that few count for little.
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

    /// The part that came true, drawn towards `usual` where companies are few.
    fn rate(self, usual: f64) -> f64 {
        (self.came_true as f64 + PRIOR * usual) / (self.companies as f64 + PRIOR)
    }

    /// The part that came true; `None` without companies.
    fn plain(self) -> Option<f64> {
        (self.companies > 0).then(|| self.came_true as f64 / self.companies as f64)
    }
}

/// What past events say of how sure decisions are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Learned {
    eligible: BTreeMap<EvidenceKind, Count>,
    ineligible: BTreeMap<(EvidenceKind, Screen), Count>,
    /// Sizes at the cut of the Russell 3000.
    pub r3000: Option<SizeCurve>,
    /// Sizes at the edges between the Russell 1000 and the 2000.
    pub r1000: Option<SizeCurve>,
    /// The rank days that were learned from, the earliest first.
    pub rank_days: Vec<NaiveDate>,
}

impl Learned {
    /// Learns from the figures of all events but the one of a rank day: no event learns from itself.
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

    /// The chance that a company is eligible that was decided so; of what is stated, certainty. `None`
    /// where nothing is known of any kind.
    pub fn eligible(&self, evidence: EvidenceKind) -> Option<f64> {
        if evidence == EvidenceKind::Stated {
            return Some(1.0);
        }
        let count = self.eligible.get(&evidence).copied();
        // The other kinds say nothing of what is assumed.
        let count =
            if evidence == EvidenceKind::AssumedVotes { count? } else { count.unwrap_or_default() };
        // Members are many and hardly ever wrong: they say nothing of others.
        let others = self.eligible.iter().filter(|(kind, _)| **kind != EvidenceKind::Member);
        let usual = pooled(others.map(|(_, count)| *count)).plain().or(count.plain())?;
        Some(count.rate(usual))
    }

    /// The chance that a company is eligible that this screen dropped. `None` where nothing is known of
    /// any screen.
    pub fn ineligible(&self, evidence: EvidenceKind, screen: Screen) -> Option<f64> {
        let count = self.ineligible.get(&(alike(evidence), screen)).copied();
        let count =
            if evidence == EvidenceKind::AssumedVotes { count? } else { count.unwrap_or_default() };
        let of_screen = self.ineligible.iter().filter(|((_, s), _)| *s == screen);
        let all = || pooled(self.ineligible.values().copied()).plain();
        let usual = pooled(of_screen.map(|(_, count)| *count)).plain().or_else(all)?;
        Some(1.0 - count.rate(usual))
    }

    /// What part of a place companies keep in the ranking that evidence excludes, by its kind, whole per
    /// cent; kinds without figures have none.
    pub fn reserve_pct(&self) -> BTreeMap<EvidenceKind, u8> {
        let is_known =
            |kind: &EvidenceKind| self.ineligible.contains_key(&(alike(*kind), Screen::Stated));
        let part = |kind: EvidenceKind| {
            Some((kind, whole_per_cent(self.ineligible(kind, Screen::Stated)?)))
        };
        EvidenceKind::iter().filter(is_known).filter_map(part).collect()
    }
}

/// The kind that a kind is learned as: that a company is one of another country, a label and a filing
/// say alike.
fn alike(kind: EvidenceKind) -> EvidenceKind {
    match kind {
        EvidenceKind::NotTakenFiledAbroad => EvidenceKind::NotTakenForeign,
        other => other,
    }
}

/// A part of one in whole per cent, 99 at the most.
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
    /// How a figure of sizes relates to the cut.
    fn point(&self) -> Option<Point> {
        let per_cent = self.distance_pct.filter(|per_cent| *per_cent > -100.0)?;
        // Above the cut it is true that they are in, below it that they are not.
        let is_above = per_cent >= 0.0;
        let others = self.companies.saturating_sub(self.came_true);
        Some(Point {
            distance: libm::log1p(per_cent / 100.0),
            companies: self.companies,
            above: if is_above { self.came_true } else { others },
        })
    }
}
