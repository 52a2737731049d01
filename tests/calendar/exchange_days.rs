//! The exchange's closures: all of them where the list to compare with is at hand; otherwise by
//! count and by hand-picked days.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use rankday::calendar::exchange::{self, Day};

use crate::calendar::date;

/// Closures and early closes of the given years, as `date,kind` lines.
fn closures(first: i32, last: i32) -> String {
    let mut lines = String::new();
    let from = NaiveDate::from_ymd_opt(first, 1, 1).expect("a date");
    for day in from.iter_days().take_while(|day| day.year() <= last) {
        let kind = match exchange::day(day).expect("in range") {
            Day::Closed { .. } => "closed",
            Day::EarlyClose { .. } => "early",
            Day::Session | Day::Weekend => continue,
        };
        writeln!(lines, "{day},{kind}").expect("a string takes all");
    }
    lines
}

#[test]
fn every_known_closure_and_no_other() {
    let Some(folder) = std::env::var_os("RANKDAY_REAL_DATA") else {
        // Not `eprintln!`, which the test harness swallows.
        let text = "every_known_closure_and_no_other skipped: RANKDAY_REAL_DATA is not set";
        writeln!(std::io::stderr(), "{text}").expect("stderr takes a line");
        return;
    };
    let file = Path::new(&folder).join("../nyse_closures.csv");
    let expected = std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let expected: Vec<&str> = expected.lines().skip(1).collect();
    let found = closures(1984, 2040);
    assert!(expected.len() > 600, "only {} rows in {}", expected.len(), file.display());
    assert_eq!(found.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn full_closures_counted_by_year() {
    // New Year's Day on a Saturday is the one holiday that is lost.
    let lost = [1994, 2000, 2005, 2011, 2022, 2028, 2033, 2039, 2050];
    let more = [
        (1985, 1), // Hurricane Gloria
        (1994, 1), // Nixon
        (2001, 4), // September 11
        (2004, 1), // Reagan
        (2007, 1), // Ford
        (2012, 2), // Hurricane Sandy
        (2018, 1), // Bush
        (2025, 1), // Carter
    ];
    for year in 1984..=2050 {
        let holidays = match year {
            ..=1997 => 8,
            1998..=2021 => 9, // with Martin Luther King Day
            _ => 10,          // with Juneteenth
        };
        let more: usize = more.iter().filter(|(at, _)| *at == year).map(|(_, count)| count).sum();
        let lost = usize::from(lost.contains(&year));
        let closed = closures(year, year).lines().filter(|line| line.ends_with("closed")).count();
        assert_eq!(closed, holidays + more - lost, "{year}");
    }
}

#[test]
fn early_closes_counted_by_year() {
    let expected =
        "0 0 0 14 0 0 1 1 2 1 2 2 4 5 2 1 2 3 3 4 1 2 2 3 3 2 1 1 3 3 3 2 1 2 3 3 2 1 1 2 3 3 2";
    for (year, count) in (1984..).zip(expected.split_whitespace()) {
        let early = closures(year, year).lines().filter(|line| line.ends_with("early")).count();
        assert_eq!(early.to_string(), count, "{year}");
    }
}

#[test]
fn days_worth_knowing_by_heart() {
    for (day, expected) in [
        ("1984-11-06", Day::Session), // the first presidential election day with a session
        ("1985-09-27", Day::Closed { reason: "Hurricane Gloria" }),
        ("1987-10-19", Day::Session),
        ("1993-12-31", Day::Session), // New Year 1994 fell on a Saturday
        ("1998-01-19", Day::Closed { reason: "Martin Luther King Jr. Day" }),
        ("1997-01-20", Day::Session),
        ("2001-09-14", Day::Closed { reason: "attack on the World Trade Center" }),
        ("2002-07-05", Day::EarlyClose { reason: "Independence Day holiday" }),
        ("2013-07-03", Day::EarlyClose { reason: "Independence Day holiday" }),
        ("2013-07-05", Day::Session),
        ("2012-10-29", Day::Closed { reason: "Hurricane Sandy" }),
        ("2020-07-03", Day::Closed { reason: "Independence Day" }), // the 4th fell on a Saturday
        ("2021-06-18", Day::Session),                               // a holiday only from 2022
        ("2021-12-24", Day::Closed { reason: "Christmas Day" }),
        ("2022-06-20", Day::Closed { reason: "Juneteenth" }),
        ("2024-03-29", Day::Closed { reason: "Good Friday" }),
        ("2026-11-27", Day::EarlyClose { reason: "Day after Thanksgiving" }),
        ("2026-12-12", Day::Weekend),
        ("2050-12-26", Day::Closed { reason: "Christmas Day" }),
    ] {
        assert_eq!(exchange::day(date(day)), Ok(expected), "{day}");
    }
}
