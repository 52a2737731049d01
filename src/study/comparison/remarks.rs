//! Assumptions of a comparison: values that the panel does not give.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;

use super::days;
use super::run::Schedule;
use crate::market::history::{Day, History, Quote, Unapplied};
use crate::remark::{
    Beginning, HistoryNote, MovedDays, Named, OutcomeDoubt, Remark, Unfinished, UnknownReturns,
};
use crate::scenario::comparison::ComparisonScenario;
use crate::scenario::{ListSource, MembershipSource};
use crate::simulation::{LedgerAction, LedgerReason, Listing, Timetable};
use crate::study::rules;
use crate::universe::{Funds, Index};

/// Number of days or actions that a remark names.
const NAMED: usize = 2;
/// Number of missing lines that a remark names.
const NAMED_MISSING: usize = 5;

/// Data known before any backtest.
pub(super) struct Before<'a> {
    pub(super) scenario: &'a ComparisonScenario,
    pub(super) history: &'a History,
    pub(super) funds: &'a Funds,
    /// The schedules by name.
    pub(super) timetables: Vec<(&'a str, &'a Timetable)>,
}

impl Before<'_> {
    /// All remarks on a comparison, with those on the backtests of `schedules` in their place.
    pub(super) fn remarks(&self, schedules: &[Schedule]) -> Vec<Remark> {
        let unapplied = self.history.unapplied();
        let mut remarks = rules::remarks(&self.scenario.parameters);
        remarks.extend(self.days());
        remarks.extend(self.together());
        remarks.extend(self.unknown_on_rank_days());
        remarks.extend(self.unfinished());
        remarks.push(self.start());
        remarks.extend(self.checks());
        remarks.extend(lines(schedules));
        remarks.extend(self.float());
        remarks.push(self.funds());
        remarks.extend(returns(schedules));
        remarks.extend(self.repairs());
        remarks.extend(actions(&unapplied));
        remarks.extend(self.tickers_that_go_on());
        remarks.extend(self.gaps());
        remarks.extend(self.tickers_that_come_back());
        remarks.extend(days::remarks(&self.timetables));
        remarks
    }

    fn days(&self) -> Option<Remark> {
        let schedules = self.timetables.iter().map(|(schedule, timetable)| MovedDays {
            schedule: (*schedule).to_owned(),
            moved: timetable.moved.len(),
            of: 2 * timetable.events.len(),
        });
        let schedules: Vec<MovedDays> = schedules.collect();
        let moved = self.timetables.iter().flat_map(|(_, timetable)| &timetable.moved);
        let first = moved.take(NAMED).cloned().collect();
        let count = |of: fn(&MovedDays) -> usize| schedules.iter().map(of).sum();
        let (moved, of) = (count(|s| s.moved), count(|s| s.of));
        (moved > 0)
            .then(|| Remark::from(HistoryNote::EventDaysMoved { schedules, first }).on(moved, of))
    }

    /// Events without a close between their rank day and their implementation; a small panel may be meant to
    /// be like that.
    pub(super) fn together(&self) -> Option<Remark> {
        if self.history.lines.len() < self.scenario.plausibility.small_universe {
            return None;
        }
        let mut found = self.timetables.iter().flat_map(|(schedule, timetable)| {
            timetable.together().map(move |(event, day)| (schedule, event, day))
        });
        let (schedule, event, day) = found.next()?;
        let kind = OutcomeDoubt::DaysTogether {
            event: event.name.clone(),
            schedule: (*schedule).to_owned(),
            close: self.history.days[day].date,
            others: found.count(),
        };
        Some(kind.into())
    }

    /// Rank days on which many lines lack a cap or a price that they had on the close before.
    pub(super) fn unknown_on_rank_days(&self) -> Option<Remark> {
        /// A smaller number may be faults of single lines.
        const FEW: usize = 10;
        let most = self.scenario.plausibility.without_cap_pct / 100.0;
        let mut of_days: BTreeMap<usize, Option<(&str, usize, usize)>> = BTreeMap::new();
        let ranked = self.timetables.iter().flat_map(|(schedule, timetable)| {
            timetable.ranked().map(move |(event, day)| (*schedule, event, day))
        });
        let mut found = ranked.filter_map(|(schedule, event, day)| {
            let unknown = *of_days.entry(day).or_insert_with(|| {
                let columns = [
                    ("cap", newly_unknown(self.history, day, |quote| quote.market_cap.is_some())),
                    ("price", newly_unknown(self.history, day, |quote| quote.price.is_some())),
                ];
                let many = columns.into_iter().filter(|(_, (unknown, of))| {
                    *unknown >= FEW && *unknown as f64 > most * *of as f64
                });
                many.max_by_key(|(_, (unknown, _))| *unknown)
                    .map(|(what, (unknown, of))| (what, unknown, of))
            });
            unknown.map(|unknown| (schedule, event, day, unknown))
        });
        let (schedule, event, day, (what, unknown, of)) = found.next()?;
        let kind = OutcomeDoubt::RankDayUnknown {
            what: what.to_owned(),
            event: event.name.clone(),
            schedule: schedule.to_owned(),
            close: self.history.days[day].date,
            unknown,
            of,
            others: found.count(),
        };
        Some(Remark::from(kind).on(unknown, of))
    }

    fn unfinished(&self) -> Option<Remark> {
        let unfinished = self.timetables.iter().filter(|(_, t)| !t.unfinished.is_empty());
        let schedules: Vec<Unfinished> = unfinished
            .map(|(schedule, timetable)| Unfinished {
                schedule: (*schedule).to_owned(),
                events: timetable.unfinished.clone(),
            })
            .collect();
        (!schedules.is_empty()).then(|| HistoryNote::ReconstitutionsUnfinished { schedules }.into())
    }

    fn start(&self) -> Remark {
        let on = self.history.backtest_days()[0].date;
        let with = match &self.scenario.membership {
            MembershipSource::None => Beginning::Formed,
            MembershipSource::File(_) | MembershipSource::Outcome(..) => Beginning::Members,
            MembershipSource::Lists(lists) => {
                let mut days: Vec<_> = lists.iter().map(|l| l.held_on).collect();
                days.sort_unstable();
                days.dedup();
                Beginning::Lists(days)
            }
        };
        HistoryNote::FamilyBegins { on, with }.into()
    }

    /// Check lists that were also inputs of the membership: agreement with them proves less than it
    /// seems to.
    fn checks(&self) -> Option<Remark> {
        let scenario = self.scenario;
        let lists: &[ListSource] = match &scenario.membership {
            MembershipSource::Lists(lists) => lists,
            MembershipSource::None | MembershipSource::File(_) | MembershipSource::Outcome(..) => {
                &[]
            }
        };
        let start: Vec<&Path> = lists.iter().map(|l| l.path.as_path()).collect();
        let evidence: Vec<&Path> =
            scenario.evidence.lists.iter().map(|(l, _)| l.path.as_path()).collect();
        let count = |among: &[&Path]| {
            scenario.checks.iter().filter(|check| among.contains(&check.path.as_path())).count()
        };
        let (begun_with, evidence) = (count(&start), count(&evidence));
        let lists = scenario.checks.len();
        (begun_with + evidence > 0)
            .then(|| HistoryNote::ChecksDependent { lists, begun_with, evidence }.into())
    }

    fn float(&self) -> Option<Remark> {
        let view = self.history.view(self.history.span.end - 1);
        let securities = &view.universe.securities;
        let lines = securities.iter().filter(|s| s.free_float_pct().is_none()).count();
        let of = securities.len();
        (lines > 0)
            .then(|| Remark::from(HistoryNote::FloatUnknownAtLast { lines, of }).on(lines, of))
    }

    fn funds(&self) -> Remark {
        let when = "at the close on which an event falls; constant over the history";
        self.scenario.funds.remark(self.funds, when, &self.scenario.source)
    }

    fn repairs(&self) -> Option<Remark> {
        let repairs = &self.history.repairs;
        let kind = HistoryNote::PanelRepaired {
            caps_held: repairs.caps_held.len(),
            restated: repairs.restated.len(),
            jumps_taken: repairs.jumps_taken.len(),
            returns_corrected: repairs.returns_corrected.len(),
        };
        let quotes: usize = self.history.backtest_days().iter().map(Day::listed).sum();
        let touched = repairs.caps_held.len() + repairs.returns_corrected.len();
        let all = touched + repairs.restated.len() + repairs.jumps_taken.len();
        (all > 0).then(|| Remark::from(kind).on(touched, quotes))
    }

    /// Tickers that another company takes over on the day on which the previous owner leaves.
    fn tickers_that_go_on(&self) -> Option<Remark> {
        let (history, goes_on) = (self.history, &self.history.repairs.goes_on);
        let tickers: Vec<String> = goes_on
            .iter()
            .map(|&(line, day)| {
                format!("{} on {}", history.symbol(line, day), history.days[day].date)
            })
            .collect();
        let (count, of) = (tickers.len(), history.lines.len());
        (count > 0).then(|| Remark::from(HistoryNote::TickersGoOn { tickers }).on(count, of))
    }

    fn gaps(&self) -> Option<Remark> {
        let gaps = &self.history.repairs.gaps;
        let first = largest_once(self.history, gaps);
        let lines = first.len();
        let named = first.into_iter().take(NAMED_MISSING).map(|(name, _)| name).collect();
        let kind = HistoryNote::GapsHeld { gaps: gaps.len(), lines, first: named };
        (lines > 0).then(|| Remark::from(kind).on(lines, self.history.lines.len()))
    }

    fn tickers_that_come_back(&self) -> Option<Remark> {
        let first = largest_once(self.history, &self.history.repairs.comes_back);
        let lines = first.len();
        let named = first.into_iter().take(NAMED_MISSING);
        let named = named.map(|(name, day)| format!("{name} on {day}")).collect();
        let kind = HistoryNote::TickersComeBack { lines, first: named };
        (lines > 0).then(|| Remark::from(kind).on(lines, self.history.lines.len()))
    }
}

/// Each line once, on its first day, in descending order of size: ticker and date.
fn largest_once(history: &History, found: &[(usize, usize)]) -> Vec<(String, NaiveDate)> {
    let first: BTreeMap<usize, usize> = found.iter().rev().copied().collect();
    let cap = |line, day: usize| history.days[day].quote(line).and_then(|quote| quote.market_cap);
    let mut lines: Vec<_> =
        first.into_iter().map(|(line, day)| (cap(line, day), line, day)).collect();
    lines.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let named = |(_, line, day)| (history.symbol(line, day).to_owned(), history.days[day].date);
    lines.into_iter().map(named).collect()
}

/// The number of lines that had a value on the day before but lack it today, and the number that had it.
fn newly_unknown(history: &History, day: usize, is_known: fn(&Quote) -> bool) -> (usize, usize) {
    let Some(before) = day.checked_sub(1) else { return (0, 0) };
    let had = |quote: &Quote| history.days[before].quote(quote.line).is_some_and(|q| is_known(&q));
    let (mut unknown, mut of) = (0, 0);
    for quote in history.days[day].quotes().filter(had) {
        unknown += usize::from(!is_known(&quote));
        of += 1;
    }
    (unknown, of)
}

fn lines(schedules: &[Schedule]) -> Option<Remark> {
    let counted = |action: LedgerAction, is_inferred: fn(&LedgerReason) -> bool| {
        let count = |s: &Schedule| {
            let rows = s.ledger.rows.iter().filter(|row| row.index == Index::R3000E);
            let value = rows.filter(|r| r.action == action && is_inferred(&r.reason)).count();
            Named { schedule: s.name.clone(), value }
        };
        schedules.iter().map(count).collect::<Vec<_>>()
    };
    let gone = counted(LedgerAction::Delete, |reason| *reason == LedgerReason::Vanished);
    let joined = counted(LedgerAction::Add, |reason| {
        use LedgerReason::{FastEntry, QuarterlyAddition};
        matches!(reason, QuarterlyAddition(Listing::Inferred) | FastEntry(Listing::Inferred))
    });
    let changes: usize = schedules.iter().map(|s| s.ledger.rows.len()).sum();
    let touched: usize = gone.iter().chain(&joined).map(|named| named.value).sum();
    (touched > 0)
        .then(|| Remark::from(HistoryNote::LinesComeAndGo { gone, joined }).on(touched, changes))
}

fn returns(schedules: &[Schedule]) -> Option<Remark> {
    let unknown = |s: &Schedule| {
        let periods = || s.backtest.closes.iter().filter_map(|c| c.indexes[0].period);
        let count: usize = periods().map(|p| p.index_return.unknown).sum();
        let weight: f64 = periods().map(|p| p.index_return.unknown_weight).sum();
        let weight = weight / periods().count().max(1) as f64;
        UnknownReturns { schedule: s.name.clone(), count, weight }
    };
    let schedules: Vec<UnknownReturns> = schedules.iter().map(unknown).collect();
    let weight = schedules.iter().map(|s| s.weight).fold(0.0, f64::max);
    schedules
        .iter()
        .any(|s| s.count > 0)
        .then(|| Remark::from(HistoryNote::ReturnsUnknown { schedules }).weighing(weight))
}

/// Stated actions that are not applied; the remark names the first few.
fn actions(unapplied: &[Unapplied]) -> Option<Remark> {
    let count = unapplied.len();
    let named = |found: &Unapplied| format!("{} {}", found.action.symbol(), found.in_words());
    let first = unapplied.iter().take(NAMED).map(named).collect();
    (count > 0).then(|| HistoryNote::ActionsUnapplied { count, first }.into())
}
