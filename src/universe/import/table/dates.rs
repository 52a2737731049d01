//! Days in the forms in which vendors write them.
//!
//! Which of the first two numbers of `03/04/2026` is the day is determined from the whole column: any
//! other day in it that can be read in only one way settles it.

use std::str::FromStr;

use crate::refusal::Refusal;
use chrono::{Datelike as _, NaiveDate};

/// Which of two numbers comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

impl FromStr for Order {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "dmy" => Ok(Self::DayFirst),
            "mdy" => Ok(Self::MonthFirst),
            _ => Err("write dmy or mdy".to_owned()),
        }
    }
}

/// A day as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// An unambiguous day.
    Day(NaiveDate),
    /// Two numbers, either of which may be the day, and the year.
    Either(u32, u32, i32),
}

/// How the days of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::universe::import) struct Reader {
    /// `None` if no day of the column settles it.
    order: Option<Order>,
    /// Whether the other days of the column settled it.
    pub(super) is_settled_by_others: bool,
    /// Whether days are the serial numbers of a spreadsheet.
    has_serials: bool,
}

impl Reader {
    /// The way in which a column is read; `stated` is the user's choice, which takes precedence.
    pub(in crate::universe::import) fn of<'a>(
        column: impl Iterator<Item = &'a str>,
        stated: Option<Order>,
    ) -> Self {
        if stated.is_some() {
            let mut column = column;
            let has_serials = column.any(is_serial);
            return Self { order: stated, is_settled_by_others: false, has_serials };
        }
        let (mut day_first, mut month_first, mut either) = (false, false, false);
        let mut has_serials = false;
        for text in column {
            has_serials |= is_serial(text);
            if let Some(Written::Either(first, second, _)) = written(text) {
                match (first > 12, second > 12) {
                    (true, _) => day_first = true,
                    (_, true) => month_first = true,
                    _ => either |= first != second,
                }
            }
        }
        let order = match (day_first, month_first) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        };
        Self { order, is_settled_by_others: either && order.is_some(), has_serials }
    }

    /// Whether a cell may be either of two days and nothing settles which.
    pub(super) fn may_be_two_days(&self, text: &str) -> bool {
        let is_two = |first, second| first != second && first <= 12 && second <= 12;
        let either = written(text);
        self.order.is_none()
            && matches!(either, Some(Written::Either(first, second, _)) if is_two(first, second))
    }

    /// The day of a cell.
    ///
    /// # Errors
    /// A text that is not a day, or that may be either of two.
    pub(in crate::universe::import) fn day(&self, text: &str) -> Result<NaiveDate, Refusal> {
        let no_day = || {
            if let Some(last) = last_of_month(text) {
                return Refusal::new("is a month, no day", format!("write {last}"));
            }
            let remedy = "write it as 2026-04-30, 4/30/2026, 30-Apr-2026 or 20260430";
            Refusal::new("is not a date", remedy)
        };
        let (first, second, year) = match written(text).ok_or_else(no_day)? {
            Written::Day(day) => return Ok(day),
            Written::Either(first, second, year) => (first, second, year),
        };
        let (day_first, month_first) = either(first, second, year);
        let day = match (self.order, day_first, month_first) {
            (Some(Order::DayFirst), day, _) | (Some(Order::MonthFirst), _, day) => day,
            (None, Some(day), Some(other)) if day != other => {
                let problem = format!("may be {day} or {other}");
                let remedy = "say which with --dates dmy or --dates mdy";
                return Err(Refusal::new(problem, remedy));
            }
            (None, day, other) => day.or(other),
        };
        day.ok_or_else(no_day)
    }

    /// A description in words, if the column as a whole had to decide.
    pub(super) fn said(&self) -> Option<&'static str> {
        if self.has_serials {
            return Some(
                "numbers are taken for a spreadsheet's serial days, of which 45777 is 2025-04-30",
            );
        }
        match self.order.filter(|_| self.is_settled_by_others)? {
            Order::DayFirst => {
                Some("day before month, as others of the column can be nothing else")
            }
            Order::MonthFirst => {
                Some("month before day, as others of the column can be nothing else")
            }
        }
    }
}

/// Whether a text is written as a day, even if it is ambiguous.
pub(super) fn is_day(text: &str) -> bool {
    written(text)
        .is_some_and(|w| !matches!(w, Written::Day(day) if text.len() == 5 && day.year() > 0))
}

/// Whether a text is a spreadsheet's serial number of a day of 1980 to 2099.
pub(super) fn is_serial(text: &str) -> bool {
    let whole = whole_number(text.trim());
    whole.len() == 5 && whole.parse::<u32>().is_ok_and(|day| (29_221..73_051).contains(&day))
}

/// The last day of a month that is written without a day: `2024-10`, `10/2024`, `Oct 2024`.
pub(crate) fn last_of_month(text: &str) -> Option<NaiveDate> {
    let (one, two) = text.trim().split_once(['-', '/', '.', ' '])?;
    let number = |part: &str| match month(part) {
        Some(month) => Some(month),
        None if part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()) => part.parse().ok(),
        None => None,
    };
    let (year, month) = if one.len() == 4 { (one, two) } else { (two, one) };
    let year = if year.len() == 4 { year.parse().ok()? } else { return None };
    NaiveDate::from_ymd_opt(year, number(month)?, 1)?
        .checked_add_months(chrono::Months::new(1))?
        .pred_opt()
}

/// Whether a text is an existing day in either order of day and month.
pub(in crate::universe::import) fn is_some_day(text: &str) -> bool {
    match written(text) {
        None => false,
        Some(Written::Day(_)) => true,
        Some(Written::Either(first, second, year)) => {
            let (day_first, month_first) = either(first, second, year);
            day_first.or(month_first).is_some()
        }
    }
}

/// The days that two numbers and a year give if the day comes first, and if the month comes first.
fn either(first: u32, second: u32, year: i32) -> (Option<NaiveDate>, Option<NaiveDate>) {
    (NaiveDate::from_ymd_opt(year, second, first), NaiveDate::from_ymd_opt(year, first, second))
}

fn written(text: &str) -> Option<Written> {
    let text = without_time(text.trim());
    let whole = whole_number(text);
    if let Ok(number) = whole.parse::<i64>() {
        return numbered(whole.len(), number).map(Written::Day);
    }
    let parts: Vec<&str> =
        text.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [one, two, three] = match parts.as_slice() {
        [one, two, three] => [*one, *two, *three],
        [word] => in_one_word(word)?,
        _ => return None,
    };
    let number = |part: &str| {
        let is_short = part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        if is_short { part.parse::<u32>().ok() } else { None }
    };
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map(Written::Day);
    // A month by its name, in either of the first two positions.
    if let (Some(d @ 1..=31), Some(m)) = (number(one), month(two)) {
        return day(year(three)?, m, d);
    }
    if let (Some(m), Some(d)) = (month(one), number(two)) {
        return day(year(three)?, m, d);
    }
    if one.len() == 4 {
        let y = i32::try_from(number(one)?).ok()?;
        return match month(two) {
            Some(m) => day(y, m, number(three)?),
            None => day(y, number(two)?, number(three)?),
        };
    }
    let (first, second) = (number(one)?, number(two)?);
    let is_possible = (1..=31).contains(&first) && (1..=31).contains(&second);
    // Dates with points have the day first.
    if text.contains('.') {
        return day(year(three)?, second, first);
    }
    let is_possible = is_possible && (first <= 12 || second <= 12);
    is_possible.then_some(Written::Either(first, second, year(three)?))
}

/// Day, month and year as SAS writes them: `30APR2025`.
fn in_one_word(text: &str) -> Option<[&str; 3]> {
    let (day, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let (month, year) = rest.split_at(rest.find(|c: char| !c.is_ascii_alphabetic())?);
    (!day.is_empty() && !month.is_empty()).then_some([day, month, year])
}

/// A number without its decimals, which are the time of day in spreadsheets and meaningless in `20260430.0`.
fn whole_number(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, part)) if whole.len() >= 5 && part.bytes().all(|b| b.is_ascii_digit()) => {
            whole
        }
        _ => text,
    }
}

/// A day without the time of day that follows it: `2026-04-30T00:00:00.000Z`, `4/30/2026 4:00 PM`.
fn without_time(text: &str) -> &str {
    match text.find(['T', ' ']) {
        Some(at)
            if text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
                && text[at + 1..].contains(':') =>
        {
            &text[..at]
        }
        _ => text,
    }
}

/// A year of four digits, or of two: 69 to 99 belong to the last century.
fn year(text: &str) -> Option<i32> {
    let number = text.parse::<i32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()))?;
    match text.len() {
        4 => Some(number),
        2 if number < 69 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

fn month(text: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_ascii_lowercase();
    let is_meant = |name: &str| text == name || text.len() >= 3 && name.starts_with(&text);
    let at = if text == "sept" { Some(8) } else { NAMES.iter().position(|name| is_meant(name)) };
    at.and_then(|at| u32::try_from(at + 1).ok())
}

/// A day as one number: `20260430`, a serial number of a spreadsheet, or a moment of Unix time in seconds,
/// milliseconds, microseconds or nanoseconds.
fn numbered(digits: usize, number: i64) -> Option<NaiveDate> {
    let from = |start: (i32, u32, u32), days: i64| {
        let days = u64::try_from(days).ok()?;
        NaiveDate::from_ymd_opt(start.0, start.1, start.2)?
            .checked_add_days(chrono::Days::new(days))
    };
    let of_moment = |second: i64| from((1970, 1, 1), number / second / 86_400);
    match digits {
        8 => {
            let (y, m, d) = (number / 10_000, number / 100 % 100, number % 100);
            NaiveDate::from_ymd_opt(y.try_into().ok()?, m.try_into().ok()?, d.try_into().ok()?)
        }
        5 if number >= 10_000 => from((1899, 12, 30), number),
        10 => of_moment(1),
        12 | 13 => of_moment(1_000),
        15 | 16 => of_moment(1_000_000),
        18 | 19 => of_moment(1_000_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(column: &[&str]) -> Result<Vec<String>, String> {
        let reader = Reader::of(column.iter().copied(), None);
        let days = column.iter().map(|text| reader.day(text).map(|day| day.to_string()));
        days.collect::<Result<_, _>>().map_err(|refusal| refusal.problem)
    }

    #[test]
    fn a_day_is_read_in_every_usual_form() {
        for text in [
            "2026-04-30",
            "2026/04/30",
            "2026-4-30",
            "20260430",
            "4/30/2026",
            "30/4/2026",
            "04/30/26",
            "30.04.2026",
            "30.4.26",
            "30-Apr-26",
            "30-Apr-2026",
            "30 April 2026",
            "Apr 30, 2026",
            "April 30 2026",
            "30/Apr/2026",
            "46142",
            "46142.0",
            "46142.6667",
            "20260430.0",
            "30APR2026",
            "30apr26",
            "2026-04-30T00:00:00.000",
            "2026-04-30 16:00:00",
            "4/30/2026 4:00 PM",
            "1777507200",
            "1777507200000",
            "1777507200000000000",
            "2026-Apr-30",
        ] {
            assert_eq!(read(&[text]), Ok(vec!["2026-04-30".to_owned()]), "{text}");
        }
        for text in [
            "30/30/2026",
            "2026-02-30",
            "today",
            "31APR2026",
            "APR2026",
            "Q22026",
            "123",
            "4/2026",
            "1.5",
            "",
            "30 Foo 2026",
        ] {
            assert!(read(&[text]).is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_is_no_day_and_its_last_one_is_named() {
        for text in ["2024-10", "10/2024", "Oct 2024", "2024-Oct"] {
            let said = Reader::of([text].into_iter(), None).day(text).expect_err(text);
            assert_eq!(said.to_string(), "is a month, no day; write 2024-10-31", "{text}");
        }
    }

    #[test]
    fn an_ambiguous_day_is_settled_by_others_of_its_column_or_by_the_user() {
        assert_eq!(read(&["03/04/2026"]), Err("may be 2026-04-03 or 2026-03-04".to_owned()));
        assert_eq!(read(&["04/04/2026"]), Ok(vec!["2026-04-04".to_owned()]));
        let settled = read(&["03/04/2026", "03/31/2026"]).expect("settled");
        assert_eq!(settled, ["2026-03-04", "2026-03-31"]);
        let settled = read(&["03/04/2026", "31/03/2026"]).expect("settled");
        assert_eq!(settled, ["2026-04-03", "2026-03-31"]);
        assert!(read(&["03/04/2026", "31/03/2026", "03/31/2026"]).is_err());
        let stated = Reader::of(["03/04/2026"].into_iter(), Some(Order::DayFirst));
        assert_eq!(stated.day("03/04/2026").map(|d| d.to_string()), Ok("2026-04-03".to_owned()));
        assert!(stated.day("03/31/2026").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_a_day_or_none(text in "[0-9/. -]{0,12}") {
            let _ = read(&[&text]);
        }

        #[test]
        fn every_day_is_read_back(days in 0_i32..60_000) {
            let day = NaiveDate::from_num_days_from_ce_opt(711_000 + days).expect("a day");
            for format in ["%Y-%m-%d", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y", "%d.%m.%Y"] {
                let text = day.format(format).to_string();
                prop_assert_eq!(read(&[&text]), Ok(vec![day.to_string()]));
            }
            let stated = Reader::of(std::iter::empty(), Some(Order::MonthFirst));
            prop_assert_eq!(stated.day(&day.format("%m/%d/%Y").to_string()), Ok(day));
        }
    }
}
