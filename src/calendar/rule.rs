//! Date rules: "last session of April", "5 weeks before 4th Friday of June".
//!
//! A rule is data: it is written as text in a scenario or a table, and gives a date for each year.
//! `parse` reads the text. This module does not know which rule the provider followed in which year
//! (see `version`), nor the purpose of the day.

mod parse;

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Month, NaiveDate, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::{CalendarError, exchange};
use crate::refusal::Refusal;

/// One example of each form that is accepted.
pub const EXAMPLES: [&str; 7] = [
    "last session of April",
    "4th Friday of June",
    "last Friday of May",
    "5 weeks before 4th Friday of June",
    "Monday after 3 weeks before 4th Friday of June",
    "1 session after 2nd Friday of December",
    "2026-06-26",
];

/// A rule that gives one exchange session a year.
///
/// Written as text, in any case and with or without "the"; "business day" and "trading day" mean
/// session, "in" means "of". [`Display`](fmt::Display) gives the canonical spelling, which reads
/// back as the same rule. [`EXAMPLES`] shows each form.
///
/// ```
/// use chrono::NaiveDate;
/// use rankday::calendar::DateRule;
///
/// let rule: DateRule = "the fourth Friday in June".parse()?;
/// assert_eq!(rule.to_string(), "4th Friday of June");
/// assert_eq!(Some(rule.resolve(2026)?), NaiveDate::from_ymd_opt(2026, 6, 26));
///
/// // Juneteenth 2026 is a Friday without a session: the Thursday before stands in for it.
/// let list: DateRule = "1 week before 4th Friday of June".parse()?;
/// assert_eq!(Some(list.resolve(2026)?), NaiveDate::from_ymd_opt(2026, 6, 18));
///
/// let error = "4th Fryday of June".parse::<DateRule>().unwrap_err().to_string();
/// assert!(error.contains("\"fryday\" is neither a weekday nor \"session\""), "{error}");
/// # Ok::<(), rankday::calendar::CalendarError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(into = "String")]
#[schemars(with = "String")]
pub struct DateRule(Node);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Node {
    /// "last session of April", "1st session of May".
    SessionOf { nth: Ordinal, month: Month },
    /// "4th Friday of June".
    WeekdayOf { nth: Ordinal, weekday: Weekday, month: Month },
    /// "5 weeks before ...".
    Offset { count: u16, unit: Unit, side: Side, anchor: Box<Node> },
    /// "Monday after ...".
    Nearest { weekday: Weekday, side: Side, anchor: Box<Node> },
    /// "2026-06-26".
    On(NaiveDate),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Ordinal {
    /// From 1.
    Nth(u8),
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Unit {
    Day,
    Week,
    Session,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Before,
    After,
}

impl DateRule {
    /// The rule that gives `date` in its own year, and no date in any other.
    pub fn on(date: NaiveDate) -> Self {
        Self(Node::On(date))
    }

    /// The session that this rule gives for `year`; a date without a session moves to the previous
    /// one.
    ///
    /// Offsets count from the anchor's nominal date, before it moves: one week before a Friday
    /// holiday is the Friday before. Sessions are counted from the anchor's session.
    ///
    /// # Errors
    ///
    /// [`CalendarError::YearOutOfRange`] outside 1984 to 2050, [`CalendarError::DateOutOfRange`]
    /// where an offset leaves those years, and [`CalendarError::NoDateInYear`] where the month has
    /// no such day (a fifth Friday) or an explicit date lies in another year.
    pub fn resolve(&self, year: i32) -> Result<NaiveDate, CalendarError> {
        exchange::session_on_or_before(self.nominal(year)?)
    }

    /// The date that the rule names, which need not be a session.
    pub(super) fn nominal(&self, year: i32) -> Result<NaiveDate, CalendarError> {
        exchange::check_year(year)?;
        self.0.nominal(year)
    }
}

impl Node {
    fn nominal(&self, year: i32) -> Result<NaiveDate, CalendarError> {
        match self {
            Self::SessionOf { nth, month } => self.session_of(*nth, *month, year),
            Self::WeekdayOf { nth, weekday, month } => {
                self.weekday_of(*nth, *weekday, *month, year)
            }
            Self::Offset { count, unit, side, anchor } => {
                offset(anchor.nominal(year)?, *count, *unit, *side)
            }
            Self::Nearest { weekday, side, anchor } => {
                nearest(anchor.nominal(year)?, *weekday, *side)
            }
            Self::On(date) if date.year() == year => Ok(*date),
            Self::On(date) => {
                Err(self.no_date(year, format!("it is a date of {} only", date.year())))
            }
        }
    }

    fn session_of(
        &self,
        nth: Ordinal,
        month: Month,
        year: i32,
    ) -> Result<NaiveDate, CalendarError> {
        let number = month.number_from_month();
        let Ordinal::Nth(nth) = nth else {
            return exchange::last_session_of_month(year, number);
        };
        let mut date = exchange::first_session_of_month(year, number)?;
        for _ in 1..nth {
            date = exchange::next_session(date)?;
        }
        if date.month() == number {
            Ok(date)
        } else {
            Err(self.no_date(year, format!("{} {year} has fewer sessions", month.name())))
        }
    }

    fn weekday_of(
        &self,
        nth: Ordinal,
        weekday: Weekday,
        month: Month,
        year: i32,
    ) -> Result<NaiveDate, CalendarError> {
        let number = month.number_from_month();
        let on = |n| NaiveDate::from_weekday_of_month_opt(year, number, weekday, n);
        let date = match nth {
            Ordinal::Nth(n) => on(n),
            Ordinal::Last => on(5).or_else(|| on(4)),
        };
        date.ok_or_else(|| {
            self.no_date(year, format!("{} {year} has no {nth} {}", month.name(), long(weekday)))
        })
    }

    fn no_date(&self, year: i32, reason: String) -> CalendarError {
        CalendarError::NoDateInYear { rule: self.to_string(), year, reason }
    }
}

fn offset(
    anchor: NaiveDate,
    count: u16,
    unit: Unit,
    side: Side,
) -> Result<NaiveDate, CalendarError> {
    let days = match unit {
        Unit::Day => Days::new(count.into()),
        Unit::Week => Days::new(7 * u64::from(count)),
        Unit::Session => {
            let mut date = exchange::session_on_or_before(anchor)?;
            for _ in 0..count {
                date = match side {
                    Side::Before => exchange::previous_session(date)?,
                    Side::After => exchange::next_session(date)?,
                };
            }
            return Ok(date);
        }
    };
    match side {
        Side::Before => anchor.checked_sub_days(days),
        Side::After => anchor.checked_add_days(days),
    }
    .ok_or(CalendarError::DateOutOfRange { date: anchor })
}

/// The weekday strictly before or after the anchor.
fn nearest(anchor: NaiveDate, weekday: Weekday, side: Side) -> Result<NaiveDate, CalendarError> {
    let days = match side {
        Side::Before => anchor.weekday().days_since(weekday),
        Side::After => weekday.days_since(anchor.weekday()),
    };
    // If the anchor falls on that weekday, the nearest other one is a whole week away.
    let days = if days == 0 { 7 } else { days };
    offset(anchor, u16::try_from(days).unwrap_or(7), Unit::Day, side)
}

const fn long(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

impl FromStr for DateRule {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse::node(text)
            .map(Self)
            .map_err(|problem| CalendarError::UnreadableRule { text: text.to_owned(), problem })
    }
}

impl<'de> Deserialize<'de> for DateRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error: CalendarError| Refusal::from(error).of_value())
    }
}

impl From<DateRule> for String {
    fn from(rule: DateRule) -> Self {
        rule.to_string()
    }
}

impl fmt::Display for DateRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SessionOf { nth, month } => write!(f, "{nth} session of {}", month.name()),
            Self::WeekdayOf { nth, weekday, month } => {
                write!(f, "{nth} {} of {}", long(*weekday), month.name())
            }
            Self::Offset { count, unit, side, anchor } => {
                let plural = if *count == 1 { "" } else { "s" };
                write!(f, "{count} {unit}{plural} {side} {anchor}")
            }
            Self::Nearest { weekday, side, anchor } => {
                write!(f, "{} {side} {anchor}", long(*weekday))
            }
            Self::On(date) => write!(f, "{date}"),
        }
    }
}

impl fmt::Display for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Nth(n) = self else {
            return f.write_str("last");
        };
        let suffix = match n {
            11..=13 => "th",
            n if n % 10 == 1 => "st",
            n if n % 10 == 2 => "nd",
            n if n % 10 == 3 => "rd",
            _ => "th",
        };
        write!(f, "{n}{suffix}")
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Session => "session",
        })
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Before => "before",
            Self::After => "after",
        })
    }
}
