//! The dates the provider has published, as stated in `data/published-dates.csv`.
//!
//! A published date takes precedence over a rule: the schedule gives it as published. The tests
//! check the rules of `version` against every row.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{CalendarError, table};

const FILE: &str = "data/published-dates.csv";
const TEXT: &str = include_str!("../../data/published-dates.csv");

/// Marks further lists that were certainly posted, but on dates that no source states.
const AND_MORE: &str = "...";

/// The kind of event that a row describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedEvent {
    /// The June reconstitution.
    June,
    /// The December reconstitution.
    December,
    /// The additions of new issues in March.
    AdditionsMarch,
    /// The additions of new issues in September.
    AdditionsSeptember,
    /// The additions of new issues in December.
    AdditionsDecember,
}

/// One event as the provider published it; dates that no source states are absent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Published {
    /// The year of the event.
    pub year: i32,
    /// The kind of event.
    pub event: PublishedEvent,
    /// The day whose close ranks the companies.
    pub rank_day: Option<NaiveDate>,
    /// The dates of the preliminary lists (for additions, of the announcement), in order.
    pub lists: Vec<NaiveDate>,
    /// Whether `lists` is known to be all of them; if not, others came before, between or after.
    pub lists_complete: bool,
    /// The first day of the lock-down.
    pub lockdown_start: Option<NaiveDate>,
    /// The day after whose close the event takes effect.
    pub implementation: Option<NaiveDate>,
    /// The source of the dates.
    pub source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    year: i32,
    event: PublishedEvent,
    rank_day: Option<NaiveDate>,
    lists: String,
    lockdown_start: Option<NaiveDate>,
    implementation: Option<NaiveDate>,
    source: String,
}

static PUBLISHED: LazyLock<Result<Vec<Published>, CalendarError>> = LazyLock::new(|| {
    table::rows::<Row>(FILE, TEXT)?.into_iter().map(|(line, row)| read(line, row)).collect()
});

fn read(line: u64, row: Row) -> Result<Published, CalendarError> {
    let mut lists = Vec::new();
    for list in row.lists.split(';').filter(|list| !list.is_empty() && *list != AND_MORE) {
        lists.push(list.parse().map_err(|error| CalendarError::Data {
            file: FILE,
            line,
            problem: format!("list `{list}`: {error}"),
        })?);
    }
    Ok(Published {
        year: row.year,
        event: row.event,
        rank_day: row.rank_day,
        lists_complete: !lists.is_empty() && !row.lists.contains(AND_MORE),
        lists,
        lockdown_start: row.lockdown_start,
        implementation: row.implementation,
        source: row.source,
    })
}

/// Every published event known, by year.
///
/// # Errors
///
/// [`CalendarError::Data`] if the table compiled in is malformed, which a test rules out.
pub fn all() -> Result<&'static [Published], CalendarError> {
    PUBLISHED.as_deref().map_err(Clone::clone)
}

pub(super) fn find(
    year: i32,
    event: PublishedEvent,
) -> Result<Option<&'static Published>, CalendarError> {
    Ok(all()?.iter().find(|published| published.year == year && published.event == event))
}
