//! The reconstitution rules in force in each year, as data.
//!
//! The versions are rows of `data/schedule-rules.csv`. An empty column is a date that no source
//! states for those years; it stays unknown. In [`super::schedule`], published dates replace those
//! of rules.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::event::{Basis, Event, EventBasis, QueryPeriod};
use super::{CalendarError, DateRule, Season, exchange, table};

const FILE: &str = "data/schedule-rules.csv";
const TEXT: &str = include_str!("../../data/schedule-rules.csv");

/// The date rules of one reconstitution: the provider's for some years, or user-defined.
///
/// ```
/// use chrono::NaiveDate;
/// use rankday::calendar::{EventRules, Season};
///
/// // What the second reconstitution would have been had it stayed in November.
/// let rules = EventRules::new(
///     "last session of September".parse()?,
///     "2nd Friday of November".parse()?,
/// );
/// let event = rules.event(2026, Season::December)?;
/// assert_eq!(Some(event.implementation), NaiveDate::from_ymd_opt(2026, 11, 13));
/// assert!(event.preliminary_lists.is_empty());
/// # Ok::<(), rankday::calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRules {
    /// The day whose close ranks the companies.
    pub rank_day: DateRule,
    /// The first preliminary list; updates follow weekly.
    pub first_list: Option<DateRule>,
    /// The last update; without it the first list is the only one.
    pub last_list: Option<DateRule>,
    /// The last day of the query period, which begins with the first list.
    pub query_end: Option<DateRule>,
    /// The first day of the lock-down.
    pub lockdown_start: Option<DateRule>,
    /// The day after whose close the new membership takes effect.
    pub implementation: DateRule,
}

impl EventRules {
    /// Rules for the two dates that every reconstitution needs.
    pub fn new(rank_day: DateRule, implementation: DateRule) -> Self {
        Self {
            rank_day,
            first_list: None,
            last_list: None,
            query_end: None,
            lockdown_start: None,
            implementation,
        }
    }

    /// The event that these rules give in `year`, with rules as the basis of every date.
    ///
    /// # Errors
    ///
    /// Those of [`DateRule::resolve`], and [`CalendarError::Disorder`] where the dates are out of
    /// order.
    pub fn event(&self, year: i32, season: Season) -> Result<Event, CalendarError> {
        let on = |rule: &Option<DateRule>| rule.as_ref().map(|rule| rule.resolve(year)).transpose();
        let implementation = self.implementation.resolve(year)?;
        let preliminary_lists = self.lists(year)?;
        let query_period = preliminary_lists
            .first()
            .zip(on(&self.query_end)?)
            .map(|(&first, last)| QueryPeriod { first, last });
        let lockdown_start = on(&self.lockdown_start)?;
        let event = Event {
            season,
            year,
            rank_day: self.rank_day.resolve(year)?,
            implementation,
            effective_open: exchange::next_session(implementation)?,
            basis: EventBasis {
                rank_day: Basis::Rule,
                preliminary_lists: (!preliminary_lists.is_empty()).then_some(Basis::Rule),
                query_period: query_period.map(|_| Basis::Rule),
                lockdown_start: lockdown_start.map(|_| Basis::Rule),
                implementation: Basis::Rule,
            },
            preliminary_lists,
            published_lists: Vec::new(),
            query_period,
            lockdown_start,
        };
        event.check_order()?;
        Ok(event)
    }

    /// Weekly dates from the first to the last list; a date that is not a session moves to the session
    /// before.
    fn lists(&self, year: i32) -> Result<Vec<NaiveDate>, CalendarError> {
        let Some(first_list) = &self.first_list else {
            return Ok(Vec::new());
        };
        let first = first_list.nominal(year)?;
        let last = match &self.last_list {
            Some(rule) => rule.nominal(year)?,
            None => first,
        };
        if last < first {
            return Err(CalendarError::disorder("first list", first, "last list", last));
        }
        std::iter::successors(Some(first), |date| date.checked_add_days(Days::new(7)))
            .take_while(|date| *date <= last)
            .map(exchange::session_on_or_before)
            .collect()
    }
}

/// One row of the table of rule versions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    season: Season,
    first_year: i32,
    last_year: Option<i32>,
    rank_day: DateRule,
    first_list: Option<DateRule>,
    last_list: Option<DateRule>,
    query_end: Option<DateRule>,
    lockdown_start: Option<DateRule>,
    implementation: Option<DateRule>,
    source: String,
}

/// The rules known for a season of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Version {
    /// Rules for a complete event.
    Full { rules: EventRules },
    /// The event took place, but no source states when it took effect.
    Partial { rank_day: DateRule, source: String },
}

static ROWS: LazyLock<Result<Vec<(u64, Row)>, CalendarError>> =
    LazyLock::new(|| table::rows(FILE, TEXT));

/// The rules in force for a season of a year; `None` where no row covers it.
pub(super) fn version(year: i32, season: Season) -> Result<Option<Version>, CalendarError> {
    let rows = ROWS.as_deref().map_err(Clone::clone)?;
    let row = rows.iter().map(|(_, row)| row).find(|row| {
        row.season == season
            && row.first_year <= year
            && row.last_year.is_none_or(|last_year| year <= last_year)
    });
    Ok(row.cloned().map(Version::from))
}

impl From<Row> for Version {
    fn from(row: Row) -> Self {
        match row.implementation {
            Some(implementation) => Self::Full {
                rules: EventRules {
                    rank_day: row.rank_day,
                    first_list: row.first_list,
                    last_list: row.last_list,
                    query_end: row.query_end,
                    lockdown_start: row.lockdown_start,
                    implementation,
                },
            },
            None => Self::Partial { rank_day: row.rank_day, source: row.source },
        }
    }
}

/// The provider's rules for a reconstitution of a year, as far as known.
///
/// ```
/// use rankday::calendar::{Season, rules};
///
/// let june = rules(2026, Season::June)?.expect("there is a June reconstitution in 2026");
/// assert_eq!(june.rank_day.to_string(), "last session of April");
/// assert_eq!(rules(2025, Season::December)?, None);
/// # Ok::<(), rankday::calendar::CalendarError>(())
/// ```
///
/// # Errors
///
/// [`CalendarError::YearOutOfRange`] outside 1984 to 2050.
pub fn rules(year: i32, season: Season) -> Result<Option<EventRules>, CalendarError> {
    exchange::check_year(year)?;
    Ok(match version(year, season)? {
        Some(Version::Full { rules }) => Some(rules),
        Some(Version::Partial { .. }) | None => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_a_season_neither_overlap_nor_leave_a_year_out() {
        let rows = ROWS.as_deref().expect("the table reads");
        for (season, first_year) in [(Season::June, 1989), (Season::December, 2026)] {
            let mut next = Some(first_year);
            for (line, row) in rows.iter().filter(|(_, row)| row.season == season) {
                assert_eq!(Some(row.first_year), next, "line {line}");
                assert!(!row.source.is_empty(), "line {line} has no source");
                next = row.last_year.map(|year| year + 1);
            }
            assert_eq!(next, None, "the last version of {season} is open-ended");
        }
    }

    #[test]
    fn dates_out_of_order_are_refused() {
        let rank_day = "last session of April".parse().expect("a rule");
        let implementation = "2nd Friday of March".parse().expect("a rule");
        let error = EventRules::new(rank_day, implementation).event(2026, Season::June);
        assert!(matches!(error, Err(CalendarError::Disorder { .. })), "{error:?}");
    }
}
