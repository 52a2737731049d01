//! Errors of the calendar, each with a remedy.

use chrono::NaiveDate;

use super::Season;
use crate::refusal::{Refusal, refused};

/// Why a date or a schedule is not available.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CalendarError {
    /// The date lies outside the years the exchange calendar covers.
    DateOutOfRange {
        /// The date asked for, or another date that was needed.
        date: NaiveDate,
    },
    /// The year lies outside the years the calendar covers.
    YearOutOfRange {
        /// The year asked for.
        year: i32,
    },
    /// The month is not between 1 and 12.
    NoSuchMonth {
        /// The number given.
        month: u32,
    },
    /// A date rule could not be read.
    UnreadableRule {
        /// The rule as written.
        text: String,
        /// The words that were understood, and where reading stopped.
        problem: String,
    },
    /// A date rule has no date in the year asked for.
    NoDateInYear {
        /// The rule in its canonical spelling.
        rule: String,
        /// The year asked for.
        year: i32,
        /// Why there is none.
        reason: String,
    },
    /// The year had no such reconstitution.
    NoSuchEvent {
        /// The year asked for.
        year: i32,
        /// The season asked for.
        season: Season,
        /// How often the indexes were reconstituted that year.
        reason: String,
    },
    /// The event took place, but no source states its dates.
    Unknown {
        /// The year asked for.
        year: i32,
        /// What is missing, and why.
        reason: String,
    },
    /// The dates of an event are out of order.
    Disorder {
        /// The date that should come first.
        earlier: &'static str,
        /// The earlier date as resolved.
        earlier_date: NaiveDate,
        /// The date that should come after.
        later: &'static str,
        /// The later date as resolved.
        later_date: NaiveDate,
    },
    /// A table compiled into the library is malformed: an internal error.
    Data {
        /// The table, as a path in the repository.
        file: &'static str,
        /// Line in that file, the header being line 1.
        line: u64,
        /// What is wrong with it.
        problem: String,
    },
}

refused!(CalendarError);

impl From<&CalendarError> for Refusal {
    fn from(error: &CalendarError) -> Self {
        match error {
            CalendarError::DateOutOfRange { date } => Self::new(
                format!(
                    "{date} is outside the exchange calendar, which covers 1984-01-01 to 2050-12-31"
                ),
                "use a date in that range",
            ),
            CalendarError::YearOutOfRange { year } => Self::new(
                format!("{year} is outside the calendar, which covers the years 1984 to 2050"),
                "give one of those",
            ),
            CalendarError::NoSuchMonth { month } => {
                Self::new(format!("{month} is no month"), "months are numbered 1 to 12")
            }
            CalendarError::UnreadableRule { text, problem } => Self::new(
                format!("cannot read the date rule \"{text}\": {problem}"),
                format!("write one such as \"{}\"", super::rule::EXAMPLES.join("\", \"")),
            ),
            CalendarError::NoDateInYear { rule, year, reason } => Self::new(
                format!("the rule \"{rule}\" has no date in {year}: {reason}"),
                "write one that has a date in every year",
            ),
            CalendarError::NoSuchEvent { year, season, reason } => Self::new(
                format!("{year} has no {season} reconstitution: {reason}"),
                "choose another year or season",
            ),
            CalendarError::Unknown { year, reason } => Self::new(
                format!("the dates of the {year} reconstitution are not known: {reason}"),
                "give the rank day and the implementation yourself",
            ),
            CalendarError::Disorder { earlier, earlier_date, later, later_date } => Self::new(
                format!(
                    "the {earlier} ({earlier_date}) does not come before the {later} ({later_date})"
                ),
                "check the rules of both",
            ),
            CalendarError::Data { file, line, problem } => {
                Self::of_program(format_args!("internal: {file}, line {line}: {problem}"))
            }
        }
    }
}

impl CalendarError {
    pub(super) fn disorder(
        earlier: &'static str,
        earlier_date: NaiveDate,
        later: &'static str,
        later_date: NaiveDate,
    ) -> Self {
        Self::Disorder { earlier, earlier_date, later, later_date }
    }
}
