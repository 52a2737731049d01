//! Labels: the type, structure, country, issuer and float of every line, carried from universe
//! files to the lines of a history.
//!
//! A label day is a universe of which only the labels are used; its prices and caps are ignored. A dated
//! label day labels the lines by their tickers on its date. On a given day a line has the newest label
//! that is not after the day, or else the oldest label after it. With hindsight, it has the oldest label
//! after the day, or else the newest before. A later label saying that the company has left does not
//! apply to earlier days if another label of the line can be used. Labels given under the line's ticker
//! of the day take precedence, since a company often changes in kind along with its ticker (a
//! blank-cheque company that has merged). A label day without a date labels by ticker alone.

use chrono::NaiveDate;
use rayon::prelude::*;
use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Day, Line};
use crate::universe::{EvidenceKind, Exchange, Security, SymbolChanges, SymbolKey, Universe};

/// A universe that supplies labels to the lines of a history.
#[derive(Debug)]
pub struct LabelDay {
    /// The date to which the universe's tickers belong; `None` if they apply to the whole history.
    pub as_of: Option<NaiveDate>,
    /// The labels.
    pub universe: Universe,
}

/// Makes the label of a line that no file labels: from its tickers, its exchange, its country label, and
/// a test whether a given ticker exists at the same time.
pub type Unlabelled<'a> = dyn Fn(&Line, &dyn Fn(&str) -> bool) -> Security + Sync + 'a;

/// The sources of labels for the lines of a history.
#[derive(Clone, Copy)]
pub struct LabelRules<'a> {
    /// True if a line has the labels of the next label day rather than of the last one, so that facts
    /// count before they became known.
    pub hindsight: bool,
    /// Makes labels for lines that are on no label day.
    pub unlabelled: &'a Unlabelled<'a>,
    /// Whether a security with these labels may be a member on any day; lines for which no label
    /// allows it are left out of every day's universe.
    pub may_be_member: &'a (dyn Fn(&Security) -> bool + Sync),
    /// The close, USD a share, below which the mean of the closes matters (RB 5.4); at or above it the
    /// mean is not computed.
    pub mean_close_below: Decimal,
}

impl LabelRules<'_> {
    /// Treats lines on no label day as common shares of US companies, with every line a possible member
    /// and without hindsight.
    pub fn common_shares() -> Self {
        Self {
            hindsight: false,
            unlabelled: &|line, _| as_common_shares(line),
            may_be_member: &|_| true,
            mean_close_below: Decimal::MAX,
        }
    }
}

/// A label of a line.
#[derive(Debug, Clone, Copy)]
struct Label {
    /// The last day of the history on or before the label day; `None` for a label without a date.
    on: Option<usize>,
    /// Index of the ticker, among the line's tickers, under which the label was given.
    ticker: usize,
    day: usize,
    security: usize,
    /// The number of its issuer.
    issuer: u32,
    /// True if it says that the company has left since the label day before; on earlier days the line's
    /// other labels then take precedence.
    has_left: bool,
}

/// A label of a line as found for a day.
pub(super) struct Found<'a> {
    pub(super) label: &'a Security,
    /// A number that distinguishes the label from the line's other labels.
    pub(super) number: u32,
    /// The number of its issuer; equal for labels with the same issuer.
    pub(super) issuer: u32,
}

/// The labels of all lines.
#[derive(Debug, Clone)]
pub(super) struct Labels {
    universes: Vec<Universe>,
    of_line: Vec<Vec<Label>>,
    /// Labels made for lines that no file labels, with the numbers of their issuers.
    own: FxHashMap<usize, (Security, u32)>,
    /// The last days on or before the label days, in order, each once.
    label_days: Vec<usize>,
    /// Whether each line may be a member by any of its labels.
    candidates: Vec<bool>,
    /// Whether each line shares an issuer, by any label, with another candidate.
    with_classes: Vec<bool>,
    hindsight: bool,
}

impl Labels {
    pub(super) fn new(
        days: &[Day],
        lines: &[Line],
        changes: &SymbolChanges,
        label_days: Vec<LabelDay>,
        rules: LabelRules<'_>,
    ) -> Self {
        let LabelRules { hindsight, unlabelled, may_be_member, .. } = rules;
        let found: Vec<Vec<(usize, Label)>> = label_days
            .par_iter()
            .enumerate()
            .map(|(at, label_day)| labels_of(at, label_day, days, lines, changes))
            .collect();
        let mut of_line = vec![Vec::new(); lines.len()];
        for (line, label) in found.into_iter().flatten() {
            of_line[line].push(label);
        }
        let universes: Vec<Universe> = label_days.into_iter().map(|day| day.universe).collect();
        let tickers: FxHashSet<&str> =
            lines.iter().flat_map(|l| &l.tickers).map(|ticker| ticker.key.as_str()).collect();
        let is_ticker = |ticker: &str| tickers.contains(ticker);
        let own: Vec<(usize, Security)> = lines
            .par_iter()
            .enumerate()
            .filter(|(line, _)| of_line[*line].is_empty())
            .map(|(at, line)| (at, of_its_own(at, unlabelled(line, &is_ticker))))
            .collect();
        let own = number_issuers(&mut of_line, own, &universes);
        let mut label_days: Vec<usize> =
            of_line.iter().flatten().filter_map(|label| label.on).collect();
        label_days.sort_unstable();
        label_days.dedup();
        let candidates: Vec<bool> = of_line
            .par_iter()
            .enumerate()
            .map(|(line, labels)| match own.get(&line) {
                Some((own, _)) => may_be_member(own),
                None => {
                    labels.iter().any(|l| may_be_member(&universes[l.day].securities[l.security]))
                }
            })
            .collect();
        let with_classes = with_classes(&of_line, &candidates, &universes);
        Self { universes, of_line, own, label_days, candidates, with_classes, hindsight }
    }

    /// Whether a line may be one of several share classes of a company.
    pub(super) fn has_classes(&self, line: usize) -> bool {
        self.with_classes[line]
    }

    /// Whether a line may be a member by any of its labels; other lines are ignored.
    pub(super) fn is_candidate(&self, line: usize) -> bool {
        self.candidates[line]
    }

    pub(super) fn with_label(&self) -> usize {
        (0..self.of_line.len()).filter(|line| self.has_label(*line)).count()
    }

    /// Whether a file labels a line.
    pub(super) fn has_label(&self, line: usize) -> bool {
        !self.of_line[line].is_empty()
    }

    pub(super) fn without_label(&self) -> usize {
        self.own.keys().filter(|line| self.candidates[**line]).count()
    }

    /// Whether a line has any labels.
    pub(super) fn has_any(&self, line: usize) -> bool {
        self.has_label(line) || self.own.contains_key(&line)
    }

    /// The number of label days on or before a day. Between two days with the same number, a line's label
    /// changes only with its ticker.
    pub(super) fn reached(&self, day: usize) -> usize {
        self.label_days.partition_point(|on| *on <= day)
    }

    /// The label of a line on a day on which it has ticker number `ticker` of its tickers; `None` if it
    /// has no label at all.
    pub(super) fn of(&self, line: usize, day: usize, ticker: usize) -> Option<&Security> {
        self.numbered(line, day, ticker).map(|found| found.label)
    }

    /// As [`Self::of`], with the numbers of the label and of its issuer.
    pub(super) fn numbered(&self, line: usize, day: usize, ticker: usize) -> Option<Found<'_>> {
        // The smallest key is best: first the same ticker, then not a departure that is still to come,
        // then the preferred side of the date, then the nearest.
        let distance = |(_, label): &(u32, &Label)| {
            let is_later = label.on.is_some_and(|on| on > day);
            let worse = label.on.is_some() && is_later != self.hindsight;
            let apart = label.on.map_or(0, |on| on.abs_diff(day));
            (label.ticker != ticker, label.has_left && is_later, worse, apart)
        };
        let best = (0..).zip(&self.of_line[line]).min_by_key(distance);
        let named = best.map(|(number, l)| {
            let label = &self.universes[l.day].securities[l.security];
            Found { label, number, issuer: l.issuer }
        });
        named.or_else(|| {
            let (label, issuer) = self.own.get(&line)?;
            Some(Found { label, number: 0, issuer: *issuer })
        })
    }
}

/// Numbers the issuers of all labels, and returns, by line, the labels made for lines that no file labels.
fn number_issuers(
    of_line: &mut [Vec<Label>],
    own: Vec<(usize, Security)>,
    universes: &[Universe],
) -> FxHashMap<usize, (Security, u32)> {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut number = |issuer| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *numbers.entry(issuer).or_insert(next)
    };
    for label in of_line.iter_mut().flatten() {
        label.issuer = number(universes[label.day].securities[label.security].issuer());
    }
    let own_numbers: Vec<u32> = own.iter().map(|(_, security)| number(security.issuer())).collect();
    let numbered = own.into_iter().zip(own_numbers);
    numbered.map(|((line, security), issuer)| (line, (security, issuer))).collect()
}

/// Marks candidates that share an issuer with another one, by any label of either.
fn with_classes(of_line: &[Vec<Label>], candidates: &[bool], universes: &[Universe]) -> Vec<bool> {
    let mut first: FxHashMap<&str, usize> = FxHashMap::default();
    let mut shared = vec![false; of_line.len()];
    for (line, labels) in of_line.iter().enumerate().filter(|(line, _)| candidates[*line]) {
        for label in labels {
            let issuer = universes[label.day].securities[label.security].issuer();
            let other = *first.entry(issuer).or_insert(line);
            if other != line {
                (shared[other], shared[line]) = (true, true);
            }
        }
    }
    shared
}

/// Gives a line that no file labels an issuer of its own: its ticker may be another line's at
/// another time and so cannot identify the issuer.
fn of_its_own(line: usize, security: Security) -> Security {
    let mut security = security;
    security.set_issuer(&format!("{} (line {line})", security.symbol()));
    security
}

/// The lines that a label day labels.
fn labels_of(
    at: usize,
    label_day: &LabelDay,
    days: &[Day],
    lines: &[Line],
    changes: &SymbolChanges,
) -> Vec<(usize, Label)> {
    let securities = label_day.universe.securities.iter().enumerate();
    let by_key: FxHashMap<SymbolKey, usize> =
        securities.map(|(at, s)| (changes.key(s.symbol()), at)).collect();
    let Some(as_of) = label_day.as_of else {
        return throughout(at, &by_key, lines);
    };
    let on_or_before = days.partition_point(|day| day.date <= as_of).checked_sub(1);
    // A label day before the start of the history applies from the first day on.
    let on = Some(on_or_before.unwrap_or(0));
    let label = |line: usize, day: usize| {
        let ticker = lines[line].tickers.partition_point(|t| t.from <= day).checked_sub(1)?;
        let key = &lines[line].tickers[ticker].key;
        let then = changes.carry(key, days[day].date, as_of)?;
        let security = *by_key.get(&then)?;
        let has_left = label_day.universe.securities[security].evidence == EvidenceKind::Left;
        Some((line, Label { on, ticker, day: at, security, issuer: 0, has_left }))
    };
    let mut labels = Vec::new();
    if let Some(day) = on_or_before {
        // A line that has left by then may have passed its ticker to another line.
        let there = |line: usize| lines[line].left.is_none_or(|left| left > as_of);
        let listed = days[day].lines().filter(|line| there(*line));
        labels.extend(listed.filter_map(|line| label(line, day)));
    }
    // Lines listed between the label day and the next date of the panel.
    let next = on_or_before.map_or(0, |day| day + 1);
    if let Some(found) = days.get(next) {
        let new = found.lines().filter(|line| lines[*line].first == next);
        labels.extend(new.filter_map(|line| label(line, next)));
    }
    labels
}

fn throughout(
    at: usize,
    by_key: &FxHashMap<SymbolKey, usize>,
    lines: &[Line],
) -> Vec<(usize, Label)> {
    let mut labels = Vec::new();
    for (line, found) in lines.iter().enumerate() {
        for (ticker, named) in found.tickers.iter().enumerate() {
            if let Some(&security) = by_key.get(&named.key) {
                let label =
                    Label { on: None, ticker, day: at, security, issuer: 0, has_left: false };
                labels.push((line, label));
            }
        }
    }
    labels
}

/// Treats an unlabelled line as common shares of a US company of its own.
pub fn as_common_shares(line: &Line) -> Security {
    let symbol = line.tickers.last().map_or("", |ticker| &*ticker.symbol);
    let exchange =
        if line.exchange == Exchange::Other { Exchange::UsListed } else { line.exchange };
    let mut security = Security::new(symbol, exchange);
    security.country.assigned = Some(crate::universe::Country::US);
    security
}
