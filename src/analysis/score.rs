//! Comparison of a result with a provider's lists: precision, recall, and every company that
//! differs.
//!
//! With R the companies in the result and T those in the lists, precision is |R ∩ T| / |R| and recall
//! |R ∩ T| / |T| (van Rijsbergen, *Information Retrieval*, 1979, ch. 7). Companies are compared, not
//! lines. This module does no input or output.

mod bar;
mod cause;
mod figures;
mod outcome;
mod truth;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;
use strum::{Display, EnumIter, IntoEnumIterator, IntoStaticStr};

pub use bar::{Bar, BelowBar};
pub use cause::Cause;
use cause::{Difference, distance_pct};
pub use outcome::{AbsentMember, Company, Cuts, Line, Outcome, Subject};
pub use truth::Announced;
use truth::Truth;

use super::confidence::Figure;
use super::reliability::Reliability;
use crate::remark::{MeasureNote, Remark};
use crate::universe::{Segment, SymbolChanges};

/// A kind of change to compare.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Display,
    EnumIter,
    IntoStaticStr,
    Serialize,
    JsonSchema,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// From the Russell 2000 to the Russell 1000.
    Up,
    /// From the Russell 1000 to the Russell 2000.
    Down,
    /// Moves up and down together; a move in the wrong direction does not count as right.
    Migrations,
    /// Into the Russell 3000.
    #[strum(serialize = "r3000_additions")]
    #[serde(rename = "r3000_additions")]
    R3000Additions,
    /// Out of the Russell 3000.
    #[strum(serialize = "r3000_deletions")]
    #[serde(rename = "r3000_deletions")]
    R3000Deletions,
}

impl Measure {
    /// The measure's name in running text.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Up => "moves up",
            Self::Down => "moves down",
            Self::Migrations => "migrations",
            Self::R3000Additions => "R3000 additions",
            Self::R3000Deletions => "R3000 deletions",
        }
    }

    /// True for moves between the Russell 1000 and 2000.
    pub fn is_move(self) -> bool {
        matches!(self, Self::Up | Self::Down | Self::Migrations)
    }

    /// True if a company with these segments before and after is one of these changes.
    fn counts(self, from: Segment, to: Segment) -> bool {
        match self {
            Self::Up => (from, to) == (Segment::R2000, Segment::R1000),
            Self::Down => (from, to) == (Segment::R1000, Segment::R2000),
            Self::Migrations => Self::Up.counts(from, to) || Self::Down.counts(from, to),
            Self::R3000Additions => !from.in_r3000() && to.in_r3000(),
            Self::R3000Deletions => from.in_r3000() && !to.in_r3000(),
        }
    }

    /// The cap at which the change is decided, USD.
    fn cut(self, outcome: &Outcome) -> Option<Decimal> {
        match self {
            Self::Up => outcome.cuts.r1000_upper,
            Self::Down => outcome.cuts.r1000_lower,
            Self::Migrations => outcome.cuts.r1000,
            Self::R3000Additions | Self::R3000Deletions => outcome.cuts.r3000,
        }
    }
}

/// Counts of companies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Named by both the result and the lists.
    pub right: usize,
    /// Named by the result.
    pub predicted: usize,
    /// Named by the lists.
    pub actual: usize,
}

impl Tally {
    /// Precision, 0 to 1; `None` if the result names no company.
    pub fn precision(&self) -> Option<f64> {
        (self.predicted > 0).then(|| self.right as f64 / self.predicted as f64)
    }

    /// Recall, 0 to 1; `None` if the lists name no company.
    pub fn recall(&self) -> Option<f64> {
        (self.actual > 0).then(|| self.right as f64 / self.actual as f64)
    }
}

impl std::ops::Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            predicted: self.predicted + other.predicted,
            actual: self.actual + other.actual,
        }
    }
}

/// Whether the result misses a company or names it wrongly.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Display,
    IntoStaticStr,
    Serialize,
    JsonSchema,
)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The lists name it and the result does not.
    Missed,
    /// The result names it and the lists do not.
    Wrong,
}

/// A company on which result and lists differ, with the data of the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NameDifference {
    /// The measure; never [`Measure::Migrations`], because its companies are reported as up or
    /// down.
    pub measure: Measure,
    /// Missed or wrong.
    pub kind: Kind,
    /// Ticker: as in the list if missed, as in the result if wrong.
    pub symbol: String,
    /// Name.
    pub name: String,
    /// The likely cause.
    #[schemars(with = "String")]
    pub cause: Cause,
    /// Details of the cause.
    pub reason: Option<String>,
    /// Company cap in the result, USD.
    pub market_cap: Option<Decimal>,
    /// Rank in the result.
    pub rank: Option<usize>,
    /// The cap that decides the measure, USD.
    pub cut: Option<Decimal>,
    /// Distance of the company's cap to the cut, per cent of the cut; positive if larger.
    pub distance_pct: Option<Decimal>,
    /// What an importer inferred about its pricing vehicle; empty if nothing.
    pub inferred: String,
}

/// The #1,000 break of the result compared with the published one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BreakDifference {
    /// The result's break, USD; `None` if it has none.
    pub market_cap: Option<Decimal>,
    /// The published break, USD.
    pub published: Decimal,
    /// The result's less the published one, per cent of the published one.
    pub difference_pct: Option<Decimal>,
}

/// The comparison for one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Name of the event.
    pub event: String,
    /// Rank day.
    pub rank_day: NaiveDate,
    /// Implementation day.
    pub implementation: NaiveDate,
    /// Every measure that the lists cover.
    pub measures: Vec<(Measure, Tally)>,
    /// The companies that differ: by measure, missed before wrong, then by cap.
    pub names: Vec<NameDifference>,
    /// The break compared with the published one, if that is given.
    pub breakpoint: Option<BreakDifference>,
    /// Remarks on data that was left out.
    pub remarks: Vec<Remark>,
    /// How often decisions came true, by kind of evidence and by size; empty if the lists do not cover
    /// additions and deletions.
    pub figures: Vec<Figure>,
    /// Probabilities of changes compared with outcomes; the reference forecast is that all come
    /// true.
    pub reliability: Reliability,
}

/// Compares a result with the lists of its event; `published_break` is in USD.
pub fn score(
    outcome: &Outcome,
    announced: &Announced,
    symbol_changes: &SymbolChanges,
    published_break: Option<Decimal>,
) -> Score {
    let truth = Truth::new(announced, outcome, symbol_changes);
    let mut measures: Vec<(Measure, Tally)> = Vec::new();
    let mut names = Vec::new();
    let mut reliability = Reliability::default();
    for measure in Measure::iter() {
        if measure == Measure::Migrations {
            // `Up` and `Down` come before it; the lists cover both or neither.
            if !measures.is_empty() {
                let both = measures.iter().fold(Tally::default(), |sum, (_, tally)| sum + *tally);
                measures.push((measure, both));
            }
            continue;
        }
        let Some(actual) = truth.of(measure) else { continue };
        let predicted = predicted(measure, outcome);
        for subject in &predicted {
            let Subject::Company(at) = subject else { continue };
            if let Some(probability) = outcome.companies[*at].confidence {
                reliability.push(probability, actual.contains(subject), true);
            }
        }
        measures.push((
            measure,
            Tally {
                right: predicted.intersection(actual).count(),
                predicted: predicted.len(),
                actual: actual.len(),
            },
        ));
        let missed = actual.difference(&predicted).map(|s| (Kind::Missed, s));
        let wrong = predicted.difference(actual).map(|s| (Kind::Wrong, s));
        names.extend(missed.chain(wrong).map(|(kind, subject)| {
            describe(&Difference { measure, kind, subject }, outcome, &truth)
        }));
    }
    names.sort_by(|a, b| {
        let group = (a.measure, a.kind).cmp(&(b.measure, b.kind));
        group.then_with(|| b.market_cap.cmp(&a.market_cap)).then_with(|| a.symbol.cmp(&b.symbol))
    });
    Score {
        event: outcome.event.clone(),
        rank_day: outcome.rank_day,
        implementation: outcome.implementation,
        measures,
        names,
        breakpoint: published_break.map(|published| BreakDifference {
            market_cap: outcome.cuts.r1000,
            published: published.normalize(),
            difference_pct: distance_pct(outcome.cuts.r1000, Some(published)).map(shown),
        }),
        remarks: remarks(outcome, &truth),
        figures: figures::figures(outcome, &truth),
        reliability,
    }
}

/// The companies that the result names under a measure. Members without a line are not among them:
/// they left before rank day, between two events.
fn predicted(measure: Measure, outcome: &Outcome) -> BTreeSet<Subject> {
    let companies = outcome.companies.iter().enumerate();
    companies
        .filter(|(_, company)| measure.counts(company.from, company.to))
        .map(|(at, _)| Subject::Company(at))
        .collect()
}

fn describe(difference: &Difference<'_>, outcome: &Outcome, truth: &Truth) -> NameDifference {
    let (cause, reason) = difference.cause(outcome, truth);
    let company = match difference.subject {
        Subject::Company(at) => Some(&outcome.companies[*at]),
        Subject::Absent(_) | Subject::Stranger(_) => None,
    };
    let line = company.map(|company| &outcome.lines[company.line]);
    let listed = truth.announced_as.get(difference.subject);
    let (symbol, name) = match (difference.kind, listed, line) {
        (Kind::Missed, Some((symbol, name)), line) => {
            let known = line.map(|line| &line.name).filter(|_| name.is_empty());
            (symbol.clone(), known.unwrap_or(name).clone())
        }
        (_, _, Some(line)) => (line.symbol.clone(), line.name.clone()),
        // A subject that is not a company of the universe can only come from the lists.
        (_, listed, None) => listed.cloned().unwrap_or_default(),
    };
    let market_cap = company.and_then(|company| company.market_cap);
    let cut = difference.measure.cut(outcome);
    NameDifference {
        measure: difference.measure,
        kind: difference.kind,
        symbol,
        name,
        cause,
        reason,
        market_cap,
        rank: company.and_then(|company| company.rank),
        cut,
        distance_pct: distance_pct(market_cap, cut).map(shown),
        inferred: line.map_or_else(String::new, |line| line.inferred.clone()),
    }
}

/// Rounds a per cent to four decimal places, as in reports.
fn shown(percent: Decimal) -> Decimal {
    percent.round_dp(4).normalize()
}

fn remarks(outcome: &Outcome, truth: &Truth) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if !truth.further_classes.is_empty() {
        let symbols = truth.further_classes.clone();
        remarks.push(MeasureNote::FurtherClasses { symbols }.into());
    }
    if !outcome.absent.is_empty() {
        let kept = outcome.absent.iter().filter(|member| member.kept).count();
        let left = outcome.absent.len() - kept;
        remarks.push(MeasureNote::MembersUndecided { left, kept }.into());
    }
    remarks
}

#[cfg(test)]
mod tests;
