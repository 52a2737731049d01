//! The exchange's recurring full closures and early closes, rule by rule.
//!
//! The rules are those of NYSE Rule 7.2 (formerly Rule 51) and its yearly holiday notices: a holiday
//! on a Sunday is kept on the Monday after, one on a Saturday on the Friday before, except where
//! that Friday ends an accounting period, which in practice means New Year's Day.
//! Closures that follow no rule (mourning, storms, attacks) are in `data/exchange-closures.csv`,
//! which [`super::exchange`] reads.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// How a holiday with a fixed date is observed when it falls on a weekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weekend {
    /// Saturday observed on the Friday before, Sunday on the Monday after.
    Nearest,
    /// Sunday observed on the Monday after; Saturday not observed.
    MondayOnly,
    /// Not observed.
    Dropped,
}

/// A day of the year in the exchange's own terms.
#[derive(Debug, Clone, Copy)]
enum Day {
    /// A fixed month and day.
    Fixed(u32, u32, Weekend),
    /// The nth weekday of a month, counted from 1.
    Nth(u8, Weekday, u32),
    /// The last Monday of May.
    LastMondayOfMay,
    /// Two days before Easter Sunday.
    GoodFriday,
    /// The day after the fourth Thursday of November.
    FridayAfterThanksgiving,
    /// The day before Independence Day; the day after where that is a Friday (as observed until
    /// 2012).
    BesideFourthOfJuly,
}

/// A holiday or an early close, with the years in which it applied.
#[derive(Debug)]
struct Rule {
    name: &'static str,
    first_year: i32,
    day: Day,
}

const fn rule(name: &'static str, first_year: i32, day: Day) -> Rule {
    Rule { name, first_year, day }
}

/// First year of the calendar, 1984: rules with this year are older than the calendar.
const ALWAYS: i32 = 1984;

/// Full closures. Presidential election days were closures until 1980 only.
const CLOSURES: &[Rule] = &[
    rule("New Year's Day", ALWAYS, Day::Fixed(1, 1, Weekend::MondayOnly)),
    rule("Martin Luther King Jr. Day", 1998, Day::Nth(3, Weekday::Mon, 1)),
    rule("Washington's Birthday", ALWAYS, Day::Nth(3, Weekday::Mon, 2)),
    rule("Good Friday", ALWAYS, Day::GoodFriday),
    rule("Memorial Day", ALWAYS, Day::LastMondayOfMay),
    rule("Juneteenth", 2022, Day::Fixed(6, 19, Weekend::Nearest)),
    rule("Independence Day", ALWAYS, Day::Fixed(7, 4, Weekend::Nearest)),
    rule("Labor Day", ALWAYS, Day::Nth(1, Weekday::Mon, 9)),
    rule("Thanksgiving Day", ALWAYS, Day::Nth(4, Weekday::Thu, 11)),
    rule("Christmas Day", ALWAYS, Day::Fixed(12, 25, Weekend::Nearest)),
];

/// Early closes (2 p.m. in the first years, 1 p.m. since 1993). One that falls on a full closure,
/// such as Christmas Eve on a Friday, gives way to it.
const EARLY_CLOSES: &[Rule] = &[
    rule("Independence Day holiday", 1995, Day::BesideFourthOfJuly),
    rule("Day after Thanksgiving", 1992, Day::FridayAfterThanksgiving),
    rule("Christmas Eve", 1990, Day::Fixed(12, 24, Weekend::Dropped)),
];

/// Full closures of a year, in the order of the rules that give them.
pub(super) fn closures(year: i32) -> impl Iterator<Item = (NaiveDate, &'static str)> {
    dates(CLOSURES, year)
}

/// Early closes of a year; the caller drops those that coincide with a full closure.
pub(super) fn early_closes(year: i32) -> impl Iterator<Item = (NaiveDate, &'static str)> {
    dates(EARLY_CLOSES, year)
}

fn dates(rules: &[Rule], year: i32) -> impl Iterator<Item = (NaiveDate, &'static str)> {
    rules
        .iter()
        .filter(move |rule| year >= rule.first_year)
        .filter_map(move |rule| Some((observed(rule.day, year)?, rule.name)))
}

fn observed(day: Day, year: i32) -> Option<NaiveDate> {
    match day {
        Day::Fixed(month, day, weekend) => {
            on_weekday(NaiveDate::from_ymd_opt(year, month, day)?, weekend)
        }
        Day::Nth(n, weekday, month) => {
            NaiveDate::from_weekday_of_month_opt(year, month, weekday, n)
        }
        Day::LastMondayOfMay => {
            let last = NaiveDate::from_ymd_opt(year, 5, 31)?;
            last.checked_sub_days(Days::new(u64::from(last.weekday().num_days_from_monday())))
        }
        Day::GoodFriday => easter(year)?.checked_sub_days(Days::new(2)),
        Day::FridayAfterThanksgiving => observed(Day::Nth(4, Weekday::Thu, 11), year)?.succ_opt(),
        Day::BesideFourthOfJuly => {
            let eve = NaiveDate::from_ymd_opt(year, 7, 3)?;
            // Until 2012 a Thursday holiday shortened the Friday after it; since 2013 the Wednesday
            // before.
            if eve.weekday() == Weekday::Wed && year < 2013 {
                NaiveDate::from_ymd_opt(year, 7, 5)
            } else {
                on_weekday(eve, Weekend::Dropped)
            }
        }
    }
}

fn on_weekday(date: NaiveDate, weekend: Weekend) -> Option<NaiveDate> {
    match (date.weekday(), weekend) {
        (Weekday::Sat, Weekend::Nearest) => date.pred_opt(),
        (Weekday::Sun, Weekend::Nearest | Weekend::MondayOnly) => date.succ_opt(),
        (Weekday::Sat | Weekday::Sun, _) => None,
        _ => Some(date),
    }
}

/// Easter Sunday of the Gregorian calendar.
///
/// The anonymous algorithm printed in *Nature*, 20 April 1876, and in Meeus, *Astronomical
/// Algorithms*, chapter 8; the letters are those of the book.
#[expect(clippy::many_single_char_names, reason = "the algorithm's published letters")]
fn easter(year: i32) -> Option<NaiveDate> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = (u32::try_from(n / 31).ok()?, u32::try_from(n % 31).ok()? + 1);
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_matches_the_book_and_its_extremes() {
        // Meeus, chapter 8, table 8.A; 2008 is among the earliest, 2038 the latest possible.
        for (year, month, day) in [
            (1991, 3, 31),
            (1992, 4, 19),
            (1993, 4, 11),
            (2000, 4, 23),
            (2008, 3, 23),
            (2038, 4, 25),
        ] {
            assert_eq!(easter(year), NaiveDate::from_ymd_opt(year, month, day), "{year}");
        }
    }

    #[test]
    fn new_year_on_a_saturday_is_not_observed() {
        let saturday = closures(2022).any(|(_, name)| name == "New Year's Day");
        assert!(!saturday, "1 January 2022 was a Saturday");
        let monday = closures(2023).find(|(_, name)| *name == "New Year's Day");
        assert_eq!(monday.map(|(date, _)| date), NaiveDate::from_ymd_opt(2023, 1, 2));
    }
}
