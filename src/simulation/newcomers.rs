//! New issues that wait for fast entry, and when each has traded for five sessions (RB 6.6).
//!
//! Sessions are exchange sessions counted from the first trade, regardless of which closes the
//! history contains. The first trade is the stated listing, otherwise it follows from the first
//! row's number of sessions, otherwise it is the first row. A company enters after the close of the
//! fifth session or, if that session lies in a lock-down, with the reconstitution. It appears in
//! the family at the first close at or after that day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::corporate::Corporate;
use super::timetable::{Lockdown, Timetable};
use crate::calendar::exchange;
use crate::market::history::{History, View};

/// Sessions of trading after which a new issue may join at once.
const SESSIONS: u16 = 5;

/// A newly listed line that has not been considered yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Newcomer {
    /// The last of its first five sessions, or the first close at which the panel has it, if that
    /// is later.
    pub(super) seasoned: NaiveDate,
    /// The lock-down that contains it, if any.
    pub(super) lockdown: Option<Lockdown>,
}

impl Newcomer {
    /// The day after whose close it enters; `None` if that is a reconstitution after the end of the
    /// history.
    pub(super) fn enters(&self) -> Option<NaiveDate> {
        match self.lockdown {
            None => Some(self.seasoned),
            Some(lockdown) => lockdown.event.map(|_| lockdown.implementation),
        }
    }
}

/// Newly listed lines that have not been considered yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Newcomers {
    by_line: BTreeMap<usize, Newcomer>,
}

impl Newcomers {
    /// Adds the lines that are new on a day; on the first day of the backtest, also those listed
    /// shortly before it.
    pub(super) fn list(
        &mut self,
        history: &History,
        view: &View,
        corporate: &Corporate,
        timetable: &Timetable,
    ) {
        let is_start = view.day == history.span.start;
        for (security, &line) in view.line_of.iter().enumerate() {
            let first = history.lines[line].first;
            if first != view.day && !is_start {
                continue;
            }
            let listing_date = view.universe.securities[security].listing_date;
            let traded = first_trade(history, line, corporate.listed_on(line), listing_date);
            let Some(fifth) = traded.and_then(fifth_session) else { continue };
            // A line that the panel has only after its fifth session enters when it appears.
            let lacked = first.checked_sub(1).map(|before| history.days[before].date);
            let late = lacked.is_some_and(|lacked| fifth <= lacked);
            let seasoned = if late { history.days[first].date } else { fifth };
            if is_start && seasoned <= view.universe.as_of {
                continue;
            }
            let lockdown = timetable.lockdown_of(seasoned);
            self.by_line.insert(line, Newcomer { seasoned, lockdown });
        }
    }

    /// The first listed line of a company, if all of its lines are new.
    pub(super) fn company(&self, lines: impl Iterator<Item = usize>) -> Option<Newcomer> {
        let mut first: Option<Newcomer> = None;
        for line in lines {
            let newcomer = *self.by_line.get(&line)?;
            if first.is_none_or(|first| newcomer.seasoned < first.seasoned) {
                first = Some(newcomer);
            }
        }
        first
    }

    /// The lines that may be considered at a close, in order: all lines seasoned by then, or with
    /// `before` those seasoned before that day, on which something else takes effect. In a
    /// lock-down that day is included.
    pub(super) fn due(&self, close: NaiveDate, before: Option<NaiveDate>) -> Vec<usize> {
        let is_due = |newcomer: &Newcomer| {
            let joins = |day: NaiveDate| newcomer.lockdown.is_some() && newcomer.seasoned == day;
            let in_time = before.is_none_or(|day| newcomer.seasoned < day || joins(day));
            newcomer.seasoned <= close && in_time
        };
        self.by_line.iter().filter(|(_, n)| is_due(n)).map(|(line, _)| *line).collect()
    }

    /// Removes a line that has been considered.
    pub(super) fn judged(&mut self, line: usize) {
        self.by_line.remove(&line);
    }

    /// Removes the lines that could have been considered by a close but were not, because a ranking
    /// of new issues now covers them.
    pub(super) fn leave_to_the_quarter(&mut self, close: NaiveDate) {
        self.by_line.retain(|_, newcomer| newcomer.seasoned > close);
    }
}

/// The first session on which a line was traded, as far as known: as stated by an action or by its
/// label; `None` for a line present at the beginning of the history with neither.
fn first_trade(
    history: &History,
    line: usize,
    stated: Option<NaiveDate>,
    label: Option<NaiveDate>,
) -> Option<NaiveDate> {
    let first = history.lines[line].first;
    let shown = history.days[first].date;
    let lacked = first.checked_sub(1).map(|before| history.days[before].date);
    // A label's date before a gap in the panel is not the date of the present listing.
    let label = label.filter(|date| *date <= shown && lacked.is_none_or(|lacked| *date > lacked));
    let known = stated.filter(|date| *date <= shown).or(label);
    if known.is_some() {
        return known;
    }
    lacked?;
    let sessions = history.days[first].quote(line)?.days.filter(|sessions| *sessions > 0);
    let mut trade = shown;
    for _ in 1..sessions.unwrap_or(1) {
        trade = exchange::previous_session(trade).ok()?;
    }
    Some(trade)
}

/// The fifth session from a first trade on; `None` beyond the calendar.
fn fifth_session(first_trade: NaiveDate) -> Option<NaiveDate> {
    let mut session = exchange::session_on_or_after(first_trade).ok()?;
    for _ in 1..SESSIONS {
        session = exchange::next_session(session).ok()?;
    }
    Some(session)
}
