//! The events of each year against what the provider published and what its rule book says.

use chrono::{Datelike, Weekday};
use rankday::calendar::published::{self, PublishedEvent};
use rankday::calendar::{
    self, Basis, Cadence, CalendarError, Event, Quarter, Season, YearSchedule, exchange,
};

use crate::{date, dates};

fn schedule(year: i32) -> YearSchedule {
    calendar::schedule(year).unwrap_or_else(|error| panic!("{year}: {error}"))
}

fn event(year: i32, season: Season) -> Event {
    schedule(year).require(season).cloned().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn both_reconstitutions_of_2026_to_the_day() {
    let june = event(2026, Season::June);
    assert_eq!(june.rank_day, date("2026-04-30"));
    let lists = "2026-05-22 2026-05-29 2026-06-05 2026-06-12 2026-06-18";
    assert_eq!(june.preliminary_lists, dates(lists));
    assert_eq!(june.query_period.map(|period| period.first), Some(date("2026-05-22")));
    assert_eq!(june.query_period.map(|period| period.last), Some(date("2026-06-05")));
    assert_eq!(june.lockdown_start, Some(date("2026-06-08")));
    assert_eq!(june.implementation, date("2026-06-26"));
    assert_eq!(june.effective_open, date("2026-06-29"));
    assert_eq!(june.overall_basis(), Basis::Published);

    let december = event(2026, Season::December);
    assert_eq!(december.rank_day, date("2026-10-30"));
    let lists = "2026-11-13 2026-11-20 2026-11-27 2026-12-04";
    assert_eq!(december.preliminary_lists, dates(lists));
    assert_eq!(december.query_period.map(|period| period.last), Some(date("2026-11-27")));
    assert_eq!(december.lockdown_start, Some(date("2026-11-30")));
    assert_eq!(december.implementation, date("2026-12-11"));
    assert_eq!(december.effective_open, date("2026-12-14"));
    assert_eq!(december.overall_basis(), Basis::Published);
}

#[test]
fn both_reconstitutions_of_2027_by_rule() {
    for (season, days) in [
        (Season::June, "2027-04-30 2027-05-21 2027-06-07 2027-06-25 2027-06-28"),
        (Season::December, "2027-10-29 2027-11-12 2027-11-29 2027-12-10 2027-12-13"),
    ] {
        let event = event(2027, season);
        let found = [
            event.rank_day,
            event.preliminary_lists[0],
            event.lockdown_start.expect("a lock-down"),
            event.implementation,
            event.effective_open,
        ];
        assert_eq!(found.to_vec(), dates(days), "{season}");
        assert_eq!(event.overall_basis(), Basis::Rule);
    }
}

#[test]
fn rules_alone_give_every_published_date() {
    let mut seen = 0;
    for published in published::all().expect("the table reads") {
        let season = match published.event {
            PublishedEvent::June => Season::June,
            PublishedEvent::December => Season::December,
            PublishedEvent::AdditionsMarch | PublishedEvent::AdditionsSeptember => continue,
        };
        let year = published.year;
        let rules = calendar::rules(year, season).expect("in range").expect("a rule version");
        let event = rules.event(year, season).unwrap_or_else(|error| panic!("{error}"));
        let mut lists = event.preliminary_lists.clone();
        if !published.lists_complete {
            lists.truncate(published.lists.len());
        }
        assert_eq!(lists, published.lists, "{year} {season}");
        assert_eq!(published.implementation, Some(event.implementation), "{year} {season}");
        assert_eq!(published.rank_day.unwrap_or(event.rank_day), event.rank_day, "{year} {season}");
        if published.lockdown_start.is_some() {
            assert_eq!(published.lockdown_start, event.lockdown_start, "{year} {season}");
        }
        seen += 1;
    }
    assert_eq!(seen, 19, "June 2008, 2010 to 2026 and December 2026");
}

#[test]
fn rank_days_in_the_middle_of_may() {
    for day in dates("2017-05-12 2018-05-11 2019-05-10 2020-05-08 2021-05-07 2022-05-06") {
        assert_eq!(event(day.year(), Season::June).rank_day, day);
    }
}

#[test]
fn a_date_that_no_publication_gives_says_so() {
    // No publication of the 2014 rank day was found; its implementation was published.
    let june = event(2014, Season::June);
    assert_eq!((june.rank_day, june.basis.rank_day), (date("2014-05-30"), Basis::Rule));
    assert_eq!(june.basis.implementation, Basis::Published);
    assert_eq!(june.overall_basis(), Basis::Rule);
    // Of 2019 only the first list is published: the updates are a rule's.
    let june = event(2019, Season::June);
    let lists = "2019-06-07 2019-06-14 2019-06-21 2019-06-28";
    assert_eq!(june.preliminary_lists, dates(lists));
    assert_eq!(june.basis.preliminary_lists, Some(Basis::Rule));
    assert_eq!((june.lockdown_start, june.query_period), (None, None));
    assert!(schedule(2019).gaps.iter().any(|gap| gap.what == "June 2019 lock-down"));
}

#[test]
fn early_years_are_unknown_rather_than_guessed() {
    for (year, cadence) in [
        (1984, Cadence::Quarterly),
        (1986, Cadence::Quarterly),
        (1987, Cadence::SemiAnnual),
        (1988, Cadence::SemiAnnual),
        (1989, Cadence::Annual),
        (2007, Cadence::Annual),
    ] {
        let schedule = schedule(year);
        assert_eq!(schedule.cadence, cadence, "{year}");
        assert!(schedule.reconstitutions.is_empty(), "{year}");
        let error = schedule.require(Season::June).expect_err("unknown");
        assert!(matches!(error, CalendarError::Unknown { .. }), "{error}");
    }
    let gap = &schedule(1995).gaps[0];
    assert_eq!(gap.what, "June 1995 implementation");
    assert!(gap.reason.starts_with("ranked on 1995-05-31 by rule"), "{}", gap.reason);
    for year in [1983, 2051, i32::MIN, i32::MAX] {
        assert_eq!(calendar::schedule(year), Err(CalendarError::YearOutOfRange { year }));
    }
}

#[test]
fn the_parallel_run_of_2025_was_no_event() {
    let schedule = schedule(2025);
    assert_eq!(schedule.reconstitutions.len(), 1);
    assert!(schedule.notes.iter().any(|note| note == calendar::PARALLEL_RUN));
    let error = schedule.require(Season::December).expect_err("none in 2025").to_string();
    assert_eq!(
        error,
        "2025 has no December reconstitution: the indexes were reconstituted once a year, in June"
    );
}

#[test]
fn quarterly_additions_and_updates() {
    let year = schedule(2027);
    let additions: Vec<_> = year
        .ipo_additions
        .iter()
        .map(|a| {
            let start = a.window_start.expect("known");
            (a.quarter, [start, a.rank_day, a.announcement, a.effective_after_close].to_vec())
        })
        .collect();
    assert_eq!(
        additions,
        [
            (Quarter::March, dates("2026-10-31 2027-01-29 2027-02-19 2027-03-19")),
            (Quarter::June, dates("2027-01-30 2027-04-30 2027-05-21 2027-06-25")),
            (Quarter::September, dates("2027-05-01 2027-07-30 2027-08-20 2027-09-17")),
            (Quarter::December, dates("2027-07-31 2027-10-29 2027-11-12 2027-12-10")),
        ]
    );
    let cut_offs: Vec<_> = year.share_updates.iter().map(|update| update.cut_off).collect();
    assert_eq!(cut_offs, dates("2027-01-29 2027-04-30 2027-07-30 2027-10-29"));

    let year = schedule(2026);
    assert_eq!(year.ipo_additions[0].window_start, None, "the rank day of late 2025 is not known");
    let september = &year.ipo_additions[2];
    assert_eq!(september.rank_day, date("2026-07-31"));
    assert_eq!(september.announcement, date("2026-08-21"));
    assert_eq!(september.effective_after_close, date("2026-09-18"));
    assert_eq!(september.basis, Basis::Published);
    assert!(schedule(2025).ipo_additions.is_empty());
}

#[test]
fn every_schedule_to_2050_is_in_order_and_on_sessions() {
    for year in 2008..=2050 {
        let schedule = schedule(year);
        assert_eq!(schedule.reconstitutions.len(), if year < 2026 { 1 } else { 2 }, "{year}");
        for event in &schedule.reconstitutions {
            let mut days = event.preliminary_lists.clone();
            days.extend([event.rank_day, event.implementation, event.effective_open]);
            days.extend(event.lockdown_start);
            for day in days {
                assert_eq!(exchange::is_session(day), Ok(true), "{event}: {day}");
            }
            assert!(event.rank_day < event.preliminary_lists[0], "{event}");
            assert_eq!(event.implementation.weekday(), Weekday::Fri, "{event}");
            assert_eq!(event.effective_open.weekday(), Weekday::Mon, "{event}");
        }
        let additions = schedule.ipo_additions.iter();
        let of_additions =
            additions.flat_map(|a| [a.rank_day, a.announcement, a.effective_after_close]);
        let updates = schedule.share_updates.iter();
        let of_updates = updates.flat_map(|u| [u.cut_off, u.effective_after_close]);
        for day in of_additions.chain(of_updates) {
            assert_eq!(exchange::is_session(day), Ok(true), "{year}: {day}");
        }
        let count = schedule.ipo_additions.len();
        assert_eq!(
            (count, schedule.share_updates.len()),
            if year < 2026 { (0, 0) } else { (4, 4) }
        );
    }
}
