//! A history: prices, caps and returns of every line of a market from date to date.
//!
//! It is read from a panel of many dates. Returns come from the panel's returns, never from ratios of
//! caps; a line keeps its identity through ticker changes; labels belong to a line, not to each of its rows.

mod actions;
mod column;
mod identity;
mod labels;
mod names;
mod panel;
mod repair;
mod rows;
mod view;

use std::ops::Range;

use chrono::NaiveDate;
use compact_str::CompactString;
use rust_decimal::Decimal;

pub use actions::{Laid, Unapplied, Why};
use identity::Departed;
use labels::Labels;
pub use labels::{LabelDay, LabelRules, Unlabelled, as_common_shares};
pub use panel::{PANEL_COLUMNS, Panel, PanelDate, PanelRow, read_panel};
pub use repair::{Jump, Repairs, SHARE_COUNT_JUMP};
use rows::Rows;
pub use view::View;

use crate::universe::{Action, CorporateAction, Exchange, SymbolChanges, SymbolKey};

/// A ticker of a line, with the day from which the line has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickerRun {
    /// Index of the first day on which the panel has the line under this ticker.
    pub from: usize,
    /// The ticker as the panel spells it.
    pub symbol: CompactString,
    /// The ticker in a spelling independent of the vendor.
    pub key: SymbolKey,
}

/// A security line through time.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its tickers, oldest first.
    pub tickers: Vec<TickerRun>,
    /// The first day on which it is listed, as an index into [`History::days`].
    pub first: usize,
    /// The last day on which it is listed, as an index into [`History::days`].
    pub last: usize,
    /// The day of the merger or delisting by which it left; `None` if none is stated.
    pub left: Option<NaiveDate>,
    /// Where it trades on its last day.
    pub exchange: Exchange,
    /// The screener's last country label; empty if there is none.
    pub country: CompactString,
}

impl Line {
    fn new(day: usize) -> Self {
        Self {
            tickers: Vec::with_capacity(1),
            first: day,
            last: day,
            left: None,
            exchange: Exchange::UsListed,
            country: CompactString::default(),
        }
    }

    /// Its ticker on a day; before its first day, its first ticker.
    pub fn ticker(&self, day: usize) -> &TickerRun {
        let after = self.tickers.partition_point(|ticker| ticker.from <= day);
        &self.tickers[after.saturating_sub(1)]
    }
}

/// The panel's row for a line on a date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quote {
    /// The line, as an index into [`History::lines`].
    pub line: usize,
    /// Where it trades.
    pub exchange: Exchange,
    /// Close, USD a share.
    pub price: Option<Decimal>,
    /// Cap of the whole company, USD.
    pub market_cap: Option<Decimal>,
    /// Price return since the date before, a fraction.
    pub price_return: Option<f64>,
    /// Average daily dollar volume, USD.
    pub adv_usd: Option<Decimal>,
    /// Sessions that the return covers.
    pub days: Option<u16>,
}

/// A date of a history, its quotes in columns.
#[derive(Debug, Clone)]
pub struct Day {
    /// The date.
    pub date: NaiveDate,
    /// The quotes of that date, in ticker order.
    rows: Rows,
    /// For each line, the index of its quote; `NOWHERE` for lines that are not listed.
    places: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

impl Day {
    fn new(date: NaiveDate, rows: Rows) -> Self {
        let lines = rows.whose.iter().map(|&line| line as usize + 1).max().unwrap_or(0);
        let mut places = vec![NOWHERE; lines];
        for (place, &line) in (0..NOWHERE).zip(&rows.whose) {
            places[line as usize] = place;
        }
        Self { date, rows, places }
    }

    /// The number of lines that are listed.
    pub fn listed(&self) -> usize {
        self.rows.len()
    }

    /// The lines that are listed, in ticker order.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.rows.whose.iter().map(|&line| line as usize)
    }

    /// The quotes, in ticker order.
    pub fn quotes(&self) -> impl Iterator<Item = Quote> + '_ {
        (0..self.rows.len()).map(|place| self.at(place))
    }

    fn at(&self, place: usize) -> Quote {
        let rows = &self.rows;
        Quote {
            line: rows.whose[place] as usize,
            exchange: rows.exchange(place),
            price: rows.price(place),
            market_cap: rows.market_cap(place),
            price_return: rows.price_return(place),
            adv_usd: rows.adv_usd(place),
            days: rows.days(place),
        }
    }

    /// The index of a line's quote; `None` where it is not listed.
    fn place(&self, line: usize) -> Option<usize> {
        let place = *self.places.get(line)?;
        (place != NOWHERE).then_some(place as usize)
    }

    /// The quote of a line; `None` where it is not listed.
    pub fn quote(&self, line: usize) -> Option<Quote> {
        Some(self.at(self.place(line)?))
    }

    /// The close of a line, USD a share; `None` where it is not listed or has no price.
    pub fn price(&self, line: usize) -> Option<f64> {
        self.rows.price_f64(self.place(line)?)
    }

    /// The cap of a line's company, USD; `None` where it is not listed or has no cap.
    pub fn market_cap(&self, line: usize) -> Option<f64> {
        self.rows.market_cap_f64(self.place(line)?)
    }

    /// The returns of the listed lines since the date before, fractions, in ticker order; `None`
    /// where unknown.
    pub fn returns(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        (0..self.rows.len()).map(|place| self.rows.price_return(place))
    }
}

/// All lines on all dates.
#[derive(Debug, Clone)]
pub struct History {
    /// The dates, in order; at least two.
    pub days: Vec<Day>,
    /// The days of the backtest, as indices into `days`: all of them, or a restricted span. Days
    /// outside it still help to link tickers and to find data faults.
    pub span: Range<usize>,
    /// The lines, in order of first appearance.
    pub lines: Vec<Line>,
    /// The repairs made to the panel.
    pub repairs: Repairs,
    /// Corporate actions matched to their days and lines, in date order.
    pub actions: Vec<Laid>,
    /// Actions that the panel does not confirm.
    unapplied: Vec<Unapplied>,
    departed: Departed,
    labels: Labels,
    mean_close_below: Decimal,
    /// Days and the lines that have a new ticker from that day on, in order.
    renamed: Vec<(usize, usize)>,
}

/// Facts about the lines of a panel from other files.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Ticker changes, including those among the actions.
    pub changes: &'a SymbolChanges,
    /// Corporate actions, in the order of their days.
    pub actions: &'a [CorporateAction],
    /// The factor, above 1, by which a share count must move from one close to the next to count as
    /// a jump: see [`Repairs`].
    pub share_count_jump: f64,
}

impl<'a> Known<'a> {
    /// Knows only ticker changes.
    pub fn changes(changes: &'a SymbolChanges) -> Self {
        Self { changes, actions: &[], share_count_jump: SHARE_COUNT_JUMP }
    }
}

impl History {
    /// The history of a panel, its lines labelled by `label_days`.
    pub fn new(
        panel: impl Into<Panel>,
        known: Known<'_>,
        label_days: Vec<LabelDay>,
        rules: LabelRules<'_>,
    ) -> Self {
        let mean_close_below = rules.mean_close_below;
        let changes = known.changes;
        let linked = identity::link(panel.into(), changes, &leaving(known.actions, changes));
        let (days, lines) = (linked.days, linked.lines);
        let labels = Labels::new(&days, &lines, changes, label_days, rules);
        let (renamed, span) = (renamed(&lines), 0..days.len());
        let mut history = Self {
            days,
            span,
            lines,
            repairs: Repairs::default(),
            actions: Vec::new(),
            unapplied: Vec::new(),
            departed: linked.departed,
            labels,
            mean_close_below,
            renamed,
        };
        (history.actions, history.unapplied) = actions::lay(&history, known.actions, changes);
        let explained = history.stated_changes();
        history.repairs =
            repair::repair(&mut history.days, &history.lines, &explained, known.share_count_jump);
        history.repairs.goes_on = linked.goes_on;
        history.repairs.gaps = linked.gaps;
        history.repairs.comes_back = linked.comes_back;
        history
    }

    /// Restricts the backtest to the days from one date to another, both included; returns `false`
    /// and changes nothing where that would leave fewer than two days.
    pub fn restrict(&mut self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
        let first = from.map_or(0, |from| self.days.partition_point(|day| day.date < from));
        let end = to.map_or(self.days.len(), |to| self.days.partition_point(|day| day.date <= to));
        let enough = first + 2 <= end;
        if enough {
            self.span = first..end;
        }
        enough
    }

    /// The days of the backtest.
    pub fn backtest_days(&self) -> &[Day] {
        &self.days[self.span.clone()]
    }

    /// The index of the last day on or before a date; `None` before the first.
    pub fn day_at(&self, date: NaiveDate) -> Option<usize> {
        self.days.partition_point(|day| day.date <= date).checked_sub(1)
    }

    /// Whether a line is missing from the panel on a day but listed before and after.
    pub fn is_hole(&self, line: usize, day: usize) -> bool {
        let found = &self.lines[line];
        found.first < day && day < found.last && self.days[day].place(line).is_none()
    }

    /// The lines whose ticker differs from that of the day before, in line order.
    pub fn renamed(&self, day: usize) -> impl Iterator<Item = usize> + '_ {
        let from = self.renamed.partition_point(|(other, _)| *other < day);
        self.renamed[from..].iter().take_while(move |(on, _)| *on == day).map(|(_, line)| *line)
    }

    /// The ticker of a line on a day.
    pub fn symbol(&self, line: usize, day: usize) -> &str {
        &self.lines[line].ticker(day).symbol
    }

    /// The line that has a ticker on a day.
    pub fn line_of(&self, key: &SymbolKey, day: usize) -> Option<usize> {
        let listed = &self.days[day].rows.whose;
        let symbol = |line: &u32| self.symbol(*line as usize, day);
        // Nearly every ticker equals its key, and quotes are sorted by ticker.
        if let Ok(at) = listed.binary_search_by(|line| symbol(line).cmp(key.as_str())) {
            return Some(listed[at] as usize);
        }
        self.days[day].lines().find(|line| self.lines[*line].ticker(day).key == *key)
    }

    /// Whether a line may be one of several share classes of a company, on any day.
    pub fn has_classes(&self, line: usize) -> bool {
        self.labels.has_classes(line)
    }

    /// The issuer of a line on a day, by its label.
    pub fn issuer(&self, line: usize, day: usize) -> Option<&str> {
        let ticker = self.lines[line].tickers.partition_point(|t| t.from <= day).checked_sub(1)?;
        Some(self.labels.of(line, day, ticker)?.issuer())
    }

    /// The number of lines without a label from a file.
    pub fn lines_without_label(&self) -> usize {
        self.labels.without_label()
    }

    /// Whether a file labels a line, even if it cannot be a member.
    pub fn has_label(&self, line: usize) -> bool {
        self.labels.has_label(line)
    }

    /// The number of lines with a label from a file, including lines that cannot be members.
    pub fn lines_with_label(&self) -> usize {
        self.labels.with_label()
    }
}

/// The dates and tickers of stated mergers and delistings.
fn leaving(actions: &[CorporateAction], changes: &SymbolChanges) -> Vec<(NaiveDate, SymbolKey)> {
    let leaves = |action: &&CorporateAction| {
        matches!(action.action, Action::Merger { .. } | Action::Delisting { .. })
    };
    let mut leaving: Vec<(NaiveDate, SymbolKey)> =
        actions.iter().filter(leaves).map(|a| (a.date, changes.key(&a.symbol().written))).collect();
    leaving.sort();
    leaving
}

/// Ticker changes as pairs of day and line, in order.
fn renamed(lines: &[Line]) -> Vec<(usize, usize)> {
    let later = |(at, line): (usize, &Line)| {
        line.tickers.iter().skip(1).map(move |run| (run.from, at)).collect::<Vec<_>>()
    };
    let mut renamed: Vec<(usize, usize)> = lines.iter().enumerate().flat_map(later).collect();
    renamed.sort_unstable();
    renamed
}

#[cfg(test)]
mod tests;
