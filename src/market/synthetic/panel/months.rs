//! The months of the panel: their last sessions, and the sessions between them.

use chrono::{Datelike, NaiveDate};

use super::figures::PanelFigures;
use crate::calendar::{CalendarError, exchange};

/// A month that ends on a date of the panel.
#[derive(Debug, Clone)]
pub(super) struct Month {
    /// Its last session.
    pub(super) end: NaiveDate,
    /// Its sessions, from the one after the previous month end up to its own end.
    pub(super) sessions: Vec<NaiveDate>,
}

/// The months from the first date to the last, both included.
///
/// # Errors
/// Dates outside the exchange's calendar.
pub(super) fn months(figures: &PanelFigures) -> Result<Vec<Month>, CalendarError> {
    let mut months = Vec::new();
    let (mut year, mut month) = (figures.first.year(), figures.first.month());
    while (year, month) <= (figures.last.year(), figures.last.month()) {
        let end = exchange::last_session_of_month(year, month)?;
        let first = exchange::first_session_of_month(year, month)?;
        months.push(Month { end, sessions: exchange::sessions_between(first, end)? });
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    Ok(months)
}
