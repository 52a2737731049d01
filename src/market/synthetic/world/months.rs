//! The months of the market: their last sessions, and the sessions between them.

use chrono::{Datelike, NaiveDate};

use crate::calendar::{CalendarError, exchange};

/// A month of the market.
#[derive(Debug, Clone)]
pub(crate) struct Month {
    /// Its last session.
    pub(crate) end: NaiveDate,
    /// Its sessions, from the one after the previous month end up to its own end.
    pub(crate) sessions: Vec<NaiveDate>,
    /// The implementation day in it.
    pub(crate) implementation: Option<NaiveDate>,
}

impl Month {
    /// The number of its sessions up to and including the implementation day; `None` if it has no such day.
    fn half(&self) -> Option<usize> {
        Some(self.sessions.partition_point(|day| Some(*day) <= self.implementation))
            .filter(|_| self.implementation.is_some())
    }

    /// The sessions of its first half: up to the implementation day, or all of them if it has none.
    pub(crate) fn early(&self) -> &[NaiveDate] {
        &self.sessions[..self.half().unwrap_or(self.sessions.len())]
    }

    /// The sessions of its second half: after the implementation day, but at least the last session; all of
    /// them if it has no such day.
    pub(crate) fn late(&self) -> &[NaiveDate] {
        &self.sessions[self.half().unwrap_or(0).min(self.sessions.len() - 1)..]
    }
}

/// The months from the first date to the last, both included, and the implementation days in them.
///
/// # Errors
/// Dates outside the exchange's calendar.
pub(crate) fn months(
    (first, last): (NaiveDate, NaiveDate),
    implementations: &[NaiveDate],
) -> Result<Vec<Month>, CalendarError> {
    let mut months = Vec::new();
    let (mut year, mut month) = (first.year(), first.month());
    while (year, month) <= (last.year(), last.month()) {
        let end = exchange::last_session_of_month(year, month)?;
        let first = exchange::first_session_of_month(year, month)?;
        let implementation =
            implementations.iter().copied().find(|day| (first..=end).contains(day));
        let sessions = exchange::sessions_between(first, end)?;
        months.push(Month { end, sessions, implementation });
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    Ok(months)
}
