//! Sessions of the New York Stock Exchange, 1984-01-01 to 2050-12-31.
//!
//! A day is a session if it is a weekday and not a full closure; a day with an early close is a
//! session. Closures come from the rules of `holidays` and from the dated exceptions in
//! `data/exchange-closures.csv`. Dates outside the covered years are errors: future holidays and
//! storms cannot be guessed. Future years within the range follow the present rules.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, Months, NaiveDate, Weekday};

use super::{CalendarError, holidays, table};

/// First year covered.
pub const FIRST_YEAR: i32 = 1984;
/// Last year covered.
pub const LAST_YEAR: i32 = 2050;

const EXCEPTIONS_FILE: &str = "data/exchange-closures.csv";
const EXCEPTIONS: &str = include_str!("../../data/exchange-closures.csv");

/// Number of days after which a search gives up; the longest run without a session in the covered
/// years is six days, 11 to 16 September 2001.
const LONGEST_GAP: usize = 10;

/// What the exchange does on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day<'a> {
    /// A session of full length.
    Session,
    /// A session that ended before its usual hour.
    EarlyClose {
        /// The occasion, such as "Christmas Eve".
        reason: &'a str,
    },
    /// A weekday without a session.
    Closed {
        /// The holiday or the occasion.
        reason: &'a str,
    },
    /// A Saturday or Sunday.
    Weekend,
}

impl Day<'_> {
    /// Whether there is a session, an early close included.
    pub fn is_session(self) -> bool {
        matches!(self, Self::Session | Self::EarlyClose { .. })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Closed,
    Early,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptionRow {
    date: NaiveDate,
    kind: Kind,
    reason: String,
    source: String,
}

type Closures = BTreeMap<NaiveDate, (Kind, String)>;

static CLOSURES: LazyLock<Result<Closures, CalendarError>> = LazyLock::new(build);

fn build() -> Result<Closures, CalendarError> {
    let mut closures = Closures::new();
    for year in FIRST_YEAR..=LAST_YEAR {
        for (date, name) in holidays::closures(year) {
            closures.insert(date, (Kind::Closed, name.to_owned()));
        }
        for (date, name) in holidays::early_closes(year) {
            closures.entry(date).or_insert_with(|| (Kind::Early, name.to_owned()));
        }
    }
    for (line, row) in table::rows::<ExceptionRow>(EXCEPTIONS_FILE, EXCEPTIONS)? {
        let problem = if closures.contains_key(&row.date) {
            Some(format!("{} is given by a rule already, or stands twice", row.date))
        } else if is_weekend(row.date) {
            Some(format!("{} is a weekend", row.date))
        } else if row.reason.is_empty() || row.source.is_empty() {
            Some(format!("{} lacks its reason or its source", row.date))
        } else {
            None
        };
        if let Some(problem) = problem {
            return Err(CalendarError::Data { file: EXCEPTIONS_FILE, line, problem });
        }
        closures.insert(row.date, (row.kind, row.reason));
    }
    Ok(closures)
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

pub(super) fn check_year(year: i32) -> Result<(), CalendarError> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) {
        Ok(())
    } else {
        Err(CalendarError::YearOutOfRange { year })
    }
}

/// What the exchange does on `date`.
///
/// ```
/// use chrono::NaiveDate;
/// use rankday::calendar::exchange::{self, Day};
///
/// let eve = NaiveDate::from_ymd_opt(2026, 12, 24).expect("a date");
/// assert_eq!(exchange::day(eve)?, Day::EarlyClose { reason: "Christmas Eve" });
/// # Ok::<(), rankday::calendar::CalendarError>(())
/// ```
///
/// # Errors
///
/// [`CalendarError::DateOutOfRange`] outside 1984-01-01 to 2050-12-31.
pub fn day(date: NaiveDate) -> Result<Day<'static>, CalendarError> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&date.year()) {
        return Err(CalendarError::DateOutOfRange { date });
    }
    if is_weekend(date) {
        return Ok(Day::Weekend);
    }
    let closures = CLOSURES.as_ref().map_err(Clone::clone)?;
    Ok(match closures.get(&date) {
        None => Day::Session,
        Some((Kind::Closed, reason)) => Day::Closed { reason },
        Some((Kind::Early, reason)) => Day::EarlyClose { reason },
    })
}

/// Whether the exchange holds a session on `date`, early closes included.
///
/// ```
/// use chrono::NaiveDate;
/// use rankday::calendar::{CalendarError, exchange};
///
/// let juneteenth = NaiveDate::from_ymd_opt(2026, 6, 19).expect("a date");
/// assert!(!exchange::is_session(juneteenth)?);
/// let too_late = NaiveDate::from_ymd_opt(2051, 1, 3).expect("a date");
/// assert_eq!(
///     exchange::is_session(too_late),
///     Err(CalendarError::DateOutOfRange { date: too_late })
/// );
/// # Ok::<(), CalendarError>(())
/// ```
///
/// # Errors
///
/// [`CalendarError::DateOutOfRange`] outside 1984-01-01 to 2050-12-31.
pub fn is_session(date: NaiveDate) -> Result<bool, CalendarError> {
    Ok(day(date)?.is_session())
}

/// `date` itself if it is a session, else the last session before it.
///
/// # Errors
///
/// [`CalendarError::DateOutOfRange`] where the search leaves the covered years.
pub fn session_on_or_before(date: NaiveDate) -> Result<NaiveDate, CalendarError> {
    search(date, NaiveDate::pred_opt)
}

/// `date` itself if it is a session, else the first session after it.
///
/// # Errors
///
/// [`CalendarError::DateOutOfRange`] where the search leaves the covered years.
pub fn session_on_or_after(date: NaiveDate) -> Result<NaiveDate, CalendarError> {
    search(date, NaiveDate::succ_opt)
}

/// The last session strictly before `date`.
///
/// # Errors
///
/// [`CalendarError::DateOutOfRange`] where the search leaves the covered years.
pub fn previous_session(date: NaiveDate) -> Result<NaiveDate, CalendarError> {
    session_on_or_before(step(date, NaiveDate::pred_opt)?)
}

/// The first session strictly after `date`.
///
/// # Errors
///
/// [`CalendarError::DateOutOfRange`] where the search leaves the covered years.
pub fn next_session(date: NaiveDate) -> Result<NaiveDate, CalendarError> {
    session_on_or_after(step(date, NaiveDate::succ_opt)?)
}

/// The session `by` sessions after a given one, or before it where `by` is negative.
pub(super) fn moved(session: NaiveDate, by: i16) -> Result<NaiveDate, CalendarError> {
    let step = if by < 0 { previous_session } else { next_session };
    (0..by.unsigned_abs()).try_fold(session, |day, _| step(day))
}

/// The first session of a month, numbered 1 to 12.
///
/// # Errors
///
/// [`CalendarError::YearOutOfRange`] and [`CalendarError::NoSuchMonth`].
pub fn first_session_of_month(year: i32, month: u32) -> Result<NaiveDate, CalendarError> {
    check_year(year)?;
    let first =
        NaiveDate::from_ymd_opt(year, month, 1).ok_or(CalendarError::NoSuchMonth { month })?;
    session_on_or_after(first)
}

/// The last session of a month, numbered 1 to 12.
///
/// # Errors
///
/// [`CalendarError::YearOutOfRange`] and [`CalendarError::NoSuchMonth`].
pub fn last_session_of_month(year: i32, month: u32) -> Result<NaiveDate, CalendarError> {
    check_year(year)?;
    let last = last_of_month(year, month).ok_or(CalendarError::NoSuchMonth { month })?;
    session_on_or_before(last)
}

pub(super) fn last_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// All sessions from `from` to `to`, both ends included, in order; none if `from` is after `to`.
///
/// # Errors
///
/// [`CalendarError::DateOutOfRange`] where an end lies outside the covered years.
pub fn sessions_between(from: NaiveDate, to: NaiveDate) -> Result<Vec<NaiveDate>, CalendarError> {
    day(from)?;
    day(to)?;
    let mut sessions = Vec::new();
    for date in from.iter_days().take_while(|date| *date <= to) {
        if is_session(date)? {
            sessions.push(date);
        }
    }
    Ok(sessions)
}

type Step = fn(&NaiveDate) -> Option<NaiveDate>;

fn search(from: NaiveDate, direction: Step) -> Result<NaiveDate, CalendarError> {
    let mut date = from;
    for _ in 0..LONGEST_GAP {
        if is_session(date)? {
            return Ok(date);
        }
        date = step(date, direction)?;
    }
    Err(CalendarError::Data {
        file: EXCEPTIONS_FILE,
        line: 1,
        problem: format!("no session within {LONGEST_GAP} days of {from}"),
    })
}

fn step(date: NaiveDate, direction: Step) -> Result<NaiveDate, CalendarError> {
    direction(&date).ok_or(CalendarError::DateOutOfRange { date })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn steps_over_the_longest_closure() {
        assert_eq!(next_session(date("2001-09-10")), Ok(date("2001-09-17")));
        assert_eq!(previous_session(date("2001-09-17")), Ok(date("2001-09-10")));
        assert_eq!(session_on_or_before(date("2001-09-16")), Ok(date("2001-09-10")));
    }

    #[test]
    fn the_edges_of_the_calendar_are_errors() {
        // 1 January 1984 was a Sunday: there is no session on or before it in the calendar.
        for result in [
            session_on_or_before(date("1984-01-01")),
            next_session(date("2050-12-31")),
            previous_session(NaiveDate::MIN),
            next_session(NaiveDate::MAX),
        ] {
            assert!(matches!(result, Err(CalendarError::DateOutOfRange { .. })), "{result:?}");
        }
        assert_eq!(
            last_session_of_month(2051, 1),
            Err(CalendarError::YearOutOfRange { year: 2051 })
        );
        for month in [0, 13, u32::MAX] {
            assert_eq!(
                last_session_of_month(2026, month),
                Err(CalendarError::NoSuchMonth { month })
            );
        }
    }

    #[test]
    fn sessions_between_includes_both_ends() {
        let week = sessions_between(date("2026-06-15"), date("2026-06-22")).expect("in range");
        let expected = ["2026-06-15", "2026-06-16", "2026-06-17", "2026-06-18", "2026-06-22"];
        assert_eq!(week, expected.map(date));
        assert_eq!(sessions_between(date("2026-06-22"), date("2026-06-15")), Ok(Vec::new()));
    }
}
