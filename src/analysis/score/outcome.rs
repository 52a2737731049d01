//! The decisions of a run that a comparison needs, and the lookup of companies by ticker.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::methodology::Screen;
use crate::universe::{EvidenceKind, Lookalikes, Segment, SymbolChanges, SymbolKey};

/// The decisions of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Name of the event, such as `june-2026`.
    pub event: String,
    /// Rank day.
    pub rank_day: NaiveDate,
    /// Implementation day; changes take effect after its close. Tickers in a provider's lists are
    /// of this day.
    pub implementation: NaiveDate,
    /// The day of the result's tickers.
    pub universe_as_of: NaiveDate,
    /// The lines of the universe.
    pub lines: Vec<Line>,
    /// The companies of the lines.
    pub companies: Vec<Company>,
    /// Companies that left between rank day and implementation, as places in [`Outcome::companies`],
    /// with the way they left.
    pub left: BTreeMap<usize, String>,
    /// Members before the event without a line in the universe.
    pub absent: Vec<AbsentMember>,
    /// The cuts at which changes are decided.
    pub cuts: Cuts,
}

/// A line of the universe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Ticker on the universe's day.
    pub symbol: String,
    /// Name of the security.
    pub name: String,
    /// Its company, as a place in [`Outcome::companies`].
    pub company: usize,
    /// The screen that excluded it, with the reason; `None` for an eligible line.
    pub dropped: Option<(Screen, String)>,
    /// What an importer inferred about it; empty if nothing.
    pub inferred: String,
    /// The evidence for its eligibility; `None` if the result does not have it.
    pub evidence: Option<EvidenceKind>,
}

/// A company: the lines that share an issuer.
#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    /// Its lines, as places in [`Outcome::lines`].
    pub lines: Vec<usize>,
    /// Its pricing vehicle, as a place in [`Outcome::lines`].
    pub line: usize,
    /// Company cap, USD; `None` where unknown or never needed.
    pub market_cap: Option<Decimal>,
    /// Rank among eligible companies; `None` if unranked.
    pub rank: Option<usize>,
    /// Segment held before.
    pub from: Segment,
    /// Segment after the event.
    pub to: Segment,
    /// Probability that its change comes true; `None` if unknown or without a change.
    pub confidence: Option<f64>,
}

/// A member before the event without a line in the universe, on which no decision was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentMember {
    /// Its ticker when it was held.
    pub symbol: String,
    /// Its name.
    pub name: String,
    /// Segment held before.
    pub from: Segment,
    /// True if it is still listed and was kept, false if it left before rank day.
    pub kept: bool,
}

/// Caps at which companies change sides, USD; `None` if the break or its band does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cuts {
    /// The #1,000 break.
    pub r1000: Option<Decimal>,
    /// The upper edge of its band, crossed by companies moving up.
    pub r1000_upper: Option<Decimal>,
    /// The lower edge of its band, crossed by companies moving down.
    pub r1000_lower: Option<Decimal>,
    /// The #3,000 break.
    pub r3000: Option<Decimal>,
}

/// The subject of a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A company of the universe, as a place in [`Outcome::companies`].
    Company(usize),
    /// A member without a line, as a place in [`Outcome::absent`].
    Absent(usize),
    /// A ticker that the result does not know.
    Stranger(SymbolKey),
}

impl Outcome {
    /// The screen that excluded a company, with the reason, taken from the line that passed the most
    /// screens; `None` for an eligible company.
    pub fn drop_of(&self, company: usize) -> Option<&(Screen, String)> {
        self.lines[self.drop_line_of(company)?].dropped.as_ref()
    }

    /// The line of an excluded company that passed the most screens; `None` for an eligible
    /// company.
    pub fn drop_line_of(&self, company: usize) -> Option<usize> {
        let lines = self.companies[company].lines.iter().copied();
        if lines.clone().any(|line| self.lines[line].dropped.is_none()) {
            return None;
        }
        let screen = |&line: &usize| self.lines[line].dropped.as_ref().map(|(screen, _)| *screen);
        // Ties go to the first line.
        lines.min_by_key(|line| Reverse(screen(line)))
    }

    /// The segment held before the event; `Segment::None` for an unknown ticker.
    pub fn held(&self, subject: &Subject) -> Segment {
        match subject {
            Subject::Company(at) => self.companies[*at].from,
            Subject::Absent(at) => self.absent[*at].from,
            Subject::Stranger(_) => Segment::None,
        }
    }

    /// The share classes of a company: its lines of common shares.
    pub fn share_classes(&self, company: usize) -> impl Iterator<Item = usize> {
        let lines = self.companies[company].lines.iter().copied();
        lines.filter(|&line| !matches!(self.lines[line].dropped, Some((Screen::ShareType, _))))
    }
}

/// Finds the subjects of a provider's list.
pub(super) struct Finder<'a> {
    outcome: &'a Outcome,
    symbol_changes: SymbolChanges,
    lines: FxHashMap<SymbolKey, usize>,
    absent: FxHashMap<SymbolKey, usize>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(outcome: &'a Outcome, symbol_changes: &SymbolChanges) -> Self {
        let symbols = outcome.lines.iter().map(|line| (line.symbol.as_str(), None));
        let symbol_changes = symbol_changes.telling_apart(&Lookalikes::of(symbols));
        let key = |symbol: &str| symbol_changes.key(symbol);
        let lines = outcome.lines.iter().enumerate();
        let absent = outcome.absent.iter().enumerate();
        let lines = lines.map(|(at, line)| (key(&line.symbol), at)).collect();
        let absent = absent.map(|(at, member)| (key(&member.symbol), at)).collect();
        Self { outcome, symbol_changes, lines, absent }
    }

    /// The subject and line with this ticker on the implementation day.
    ///
    /// The ticker is carried back to the day of the universe. If that finds nothing, it is tried
    /// unchanged, because lists use new tickers early and old ones late.
    pub(super) fn find(&self, symbol: &str) -> (Subject, Option<usize>) {
        let key = self.symbol_changes.key(symbol);
        let (from, to) = (self.outcome.implementation, self.outcome.universe_as_of);
        let carried = self.symbol_changes.carry(&key, from, to);
        let spellings = || carried.iter().chain([&key]);
        if let Some(&line) = spellings().find_map(|key| self.lines.get(key)) {
            return (Subject::Company(self.outcome.lines[line].company), Some(line));
        }
        let absent = spellings().find_map(|key| self.absent.get(key));
        (absent.map_or(Subject::Stranger(key), |&member| Subject::Absent(member)), None)
    }
}
