//! What a run decided, as far as a comparison needs it, and which company a ticker is.

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
    /// The day after whose close the changes take effect: tickers in a provider's lists are of it.
    pub implementation: NaiveDate,
    /// The day that the tickers of the result are of.
    pub universe_as_of: NaiveDate,
    /// The lines of the universe.
    pub lines: Vec<Line>,
    /// The companies that they belong to.
    pub companies: Vec<Company>,
    /// Companies that left between rank day and implementation, as places in [`Outcome::companies`],
    /// with how.
    pub left: BTreeMap<usize, String>,
    /// Members held before that have no line in the universe.
    pub absent: Vec<AbsentMember>,
    /// The cuts that decide who changes.
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
    /// The screen that dropped it, with its reason; `None` for an eligible line.
    pub dropped: Option<(Screen, String)>,
    /// What an importer inferred about it.
    pub inferred: String,
    /// What its eligibility is known or inferred from; `None` of a result that does not say.
    pub evidence: Option<EvidenceKind>,
}

/// A company: the lines that share an issuer.
#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    /// Its lines, as places in [`Outcome::lines`].
    pub lines: Vec<usize>,
    /// The line that stands for it.
    pub line: usize,
    /// Company cap, USD; `None` where unknown or never needed.
    pub market_cap: Option<Decimal>,
    /// Rank among eligible companies; `None` for who has none.
    pub rank: Option<usize>,
    /// Segment held before.
    pub from: Segment,
    /// Segment from the event on.
    pub to: Segment,
    /// The probability that its change comes true; `None` where it is not known, or nothing changes.
    pub confidence: Option<f64>,
}

/// A member held before that has no line in the universe, so that nothing was decided on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentMember {
    /// Its ticker when it was held.
    pub symbol: String,
    /// Its name.
    pub name: String,
    /// Segment held before.
    pub from: Segment,
    /// Whether it lives and was kept; otherwise it left before rank day.
    pub kept: bool,
}

/// Caps at which companies change sides, USD; `None` where the break or its band does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cuts {
    /// The break at #1,000.
    pub r1000: Option<Decimal>,
    /// The edge of its band that a company crosses on its way up.
    pub r1000_upper: Option<Decimal>,
    /// The edge of its band that a company crosses on its way down.
    pub r1000_lower: Option<Decimal>,
    /// The break at #3,000.
    pub r3000: Option<Decimal>,
}

/// Whom a row of a list is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A company of the universe, as a place in [`Outcome::companies`].
    Company(usize),
    /// A member that has no line, as a place in [`Outcome::absent`].
    Absent(usize),
    /// Nobody whom the result knows, by the list's ticker.
    Stranger(SymbolKey),
}

impl Outcome {
    /// The screen that kept a company out, with its reason: that of the line that came furthest;
    /// `None` for an eligible company.
    pub fn drop_of(&self, company: usize) -> Option<&(Screen, String)> {
        self.lines[self.drop_line_of(company)?].dropped.as_ref()
    }

    /// The line of a company that is kept out which came furthest through the screens; `None` for an
    /// eligible company.
    pub fn drop_line_of(&self, company: usize) -> Option<usize> {
        let lines = self.companies[company].lines.iter().copied();
        if lines.clone().any(|line| self.lines[line].dropped.is_none()) {
            return None;
        }
        let screen = |&line: &usize| self.lines[line].dropped.as_ref().map(|(screen, _)| *screen);
        // Of several that came as far, the first.
        lines.min_by_key(|line| Reverse(screen(line)))
    }

    /// The segment held before; that of a stranger is none.
    pub fn held(&self, subject: &Subject) -> Segment {
        match subject {
            Subject::Company(at) => self.companies[*at].from,
            Subject::Absent(at) => self.absent[*at].from,
            Subject::Stranger(_) => Segment::None,
        }
    }

    /// The classes of shares of a company: its lines that are common shares.
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

    /// Who has this ticker on the implementation day, and by which line.
    ///
    /// The ticker is carried back to the universe's day; where that leads nowhere the ticker is
    /// tried as it is, because lists use new tickers before their day and old ones after it.
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
