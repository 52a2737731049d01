//! The events of each year against what the provider published and what its rule book says.

use chrono::{Datelike, Weekday};
use rankday::calendar::published::{self, PublishedEvent};
use rankday::calendar::{
    self, AdditionBasis, Basis, Cadence, CalendarError, Event, Quarter, Season, YearSchedule,
    exchange,
};

use crate::calendar::{date, dates};

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
            PublishedEvent::AdditionsMarch
            | PublishedEvent::AdditionsSeptember
            | PublishedEvent::AdditionsDecember => continue,
        };
        let year = published.year;
        let rules = calendar::rules(year, season).expect("in range").expect("a rule version");
        let event = rules.event(year, season).unwrap_or_else(|error| panic!("{error}"));
        let mut lists = event.preliminary_lists.clone();
        lists.retain(|list| published.lists_complete || published.lists.contains(list));
        let rule_is_tested = published.lists_complete || !published.lists.is_empty();
        assert!(!rule_is_tested || lists == published.lists, "{year} {season}: {lists:?}");
        assert_eq!(published.implementation, Some(event.implementation), "{year} {season}");
        assert_eq!(published.rank_day.unwrap_or(event.rank_day), event.rank_day, "{year} {season}");
        if published.lockdown_start.is_some() {
            assert_eq!(published.lockdown_start, event.lockdown_start, "{year} {season}");
        }
        seen += 1;
    }
    assert_eq!(seen, 23, "June 2001, 2005 to 2008, 2010 to 2026 and December 2026");
}

/// Published lists and implementations of the years before the first full schedules.
#[test]
fn published_days_of_early_years() {
    let table = [
        (2001, "", "2001-06-29", "2001-07-02"),
        (2005, "2005-06-10 2005-06-17", "2005-06-24", "2005-06-27"),
        (2006, "2006-06-23", "2006-06-30", "2006-07-03"),
        (2007, "", "2007-06-22", "2007-06-25"),
    ];
    for (year, lists, implementation, open) in table {
        let june = event(year, Season::June);
        assert_eq!(june.published_lists, dates(lists), "{year}");
        assert_eq!(june.implementation, date(implementation), "{year}");
        assert_eq!(june.effective_open, date(open), "{year}");
        assert_eq!(june.basis.implementation, Basis::Published, "{year}");
        assert_eq!((june.basis.rank_day, june.rank_day.month()), (Basis::Rule, 5), "{year}");
    }
    // For 2006 only the update is published: the first list before it follows from a rule.
    let june = event(2006, Season::June);
    assert_eq!(june.preliminary_lists, dates("2006-06-16 2006-06-23"));
    let basis = june.preliminary_lists.iter().map(|list| june.basis_of_list(*list));
    assert_eq!(basis.collect::<Vec<_>>(), [Basis::Rule, Basis::Published]);
    assert!(schedule(2001).notes.iter().any(|note| note.contains("2001-07-01")));
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
    // For 2019 only the first list is published: the updates follow from a rule.
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
        (2004, Cadence::Annual),
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
        "2025 has no December reconstitution: the indexes were reconstituted once a year, in June; \
         choose another year or season"
    );
}

#[test]
fn quarterly_additions_and_updates() {
    let year = schedule(2027);
    let additions: Vec<_> = year
        .ipo_additions
        .iter()
        .map(|a| {
            let days = [a.window_start, a.rank_day, a.announcement, a.effective_after_close];
            (a.quarter, days.into_iter().flatten().collect::<Vec<_>>())
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
    let march = &year.ipo_additions[0];
    assert_eq!(march.window_start, Some(date("2025-11-01")), "by the rule of late 2025");
    assert_eq!(march.basis.window_start, Some(Basis::Rule));
    let september = &year.ipo_additions[2];
    assert_eq!(september.rank_day, Some(date("2026-07-31")));
    assert_eq!(september.announcement, Some(date("2026-08-21")));
    assert_eq!(september.effective_after_close, Some(date("2026-09-18")));
    let published = Some(Basis::Published);
    let AdditionBasis { window_start, rank_day, announcement, effective } = september.basis;
    assert_eq!([window_start, rank_day, announcement, effective], [published; 4]);
    assert!(schedule(2025).share_updates.is_empty());
}

/// Published dates of additions between reconstitutions: rank day, announcement, effective day.
#[test]
fn published_days_of_quarterly_additions() {
    let table = [
        (2004, Quarter::September, ["2004-08-31", "2004-09-15", "2004-09-30"]),
        (2005, Quarter::March, ["2005-02-28", "", "2005-03-31"]),
        (2011, Quarter::December, ["", "", "2011-12-16"]),
        (2018, Quarter::September, ["2018-08-17", "2018-08-31", "2018-09-21"]),
        (2018, Quarter::December, ["2018-11-16", "2018-11-30", "2018-12-21"]),
        (2019, Quarter::March, ["2019-02-08", "2019-02-22", "2019-03-15"]),
        (2021, Quarter::March, ["", "", "2021-03-26"]),
        (2023, Quarter::March, ["2023-02-10", "", ""]),
        (2023, Quarter::September, ["2023-07-31", "", ""]),
        (2023, Quarter::December, ["2023-10-31", "", ""]),
    ];
    for (year, quarter, days) in table {
        let schedule = schedule(year);
        let addition = schedule.ipo_additions.iter().find(|a| a.quarter == quarter).expect("known");
        let basis = addition.basis;
        let found = [
            (addition.rank_day, basis.rank_day),
            (addition.announcement, basis.announcement),
            (addition.effective_after_close, basis.effective),
        ];
        let published = found.map(|(day, basis)| day.filter(|_| basis == Some(Basis::Published)));
        let stated = days.map(|day| day.parse().ok());
        assert_eq!(published, stated, "{year} {quarter}");
    }
    // The first session with the issues of late 2011 is the day that was published.
    assert_eq!(schedule(2011).ipo_additions[1].effective_open, Some(date("2011-12-19")));
}

/// The basis of each quarter's additions: rank day and effective day.
#[test]
fn what_a_rule_gives_of_a_quarter_is_told_from_what_is_unknown() {
    let (published, rule) = (Some(Basis::Published), Some(Basis::Rule));
    for (year, quarter, days, basis) in [
        (2020, Quarter::September, ["2020-08-14", "2020-09-18"], [rule, rule]),
        (2021, Quarter::March, ["", "2021-03-26"], [None, published]),
        (2023, Quarter::March, ["2023-02-10", "2023-03-17"], [published, rule]),
        (2023, Quarter::December, ["2023-10-31", "2023-12-15"], [published, rule]),
        (2025, Quarter::December, ["2025-10-31", "2025-12-19"], [rule, rule]),
    ] {
        let schedule = schedule(year);
        let addition = schedule.ipo_additions.iter().find(|a| a.quarter == quarter).expect("known");
        let found = [addition.rank_day, addition.effective_after_close];
        assert_eq!(found, days.map(|day| day.parse().ok()), "{year} {quarter}");
        assert_eq!([addition.basis.rank_day, addition.basis.effective], basis, "{year} {quarter}");
    }
    let gaps = |year| schedule(year).gaps.into_iter().map(|gap| gap.what).collect::<Vec<_>>();
    assert!(
        gaps(2021).contains(&"March 2021 new issues, rank day, announcement".to_owned()),
        "{:?}",
        gaps(2021)
    );
    assert!(
        gaps(2012).contains(&"2012 quarterly additions of March, September, December".to_owned()),
        "{:?}",
        gaps(2012)
    );
}

/// Every quarter and every reconstitution has its days, each on a stated basis, or a gap that names it.
#[test]
fn every_quarter_is_published_by_rule_or_unknown() {
    for year in 1996..=2035 {
        let schedule = schedule(year);
        let names = |what: &str| schedule.gaps.iter().any(|gap| gap.what.contains(what));
        assert!(
            schedule.reconstitution(Season::June).is_some()
                || names(&format!("June {year} implementation")),
            "{year}"
        );
        for quarter in Quarter::ALL {
            let addition = schedule.ipo_additions.iter().find(|a| a.quarter == quarter);
            // New issues have joined quarterly since September 2004.
            let is_due = (year, quarter) >= (2004, Quarter::September);
            let additions_of = format!("{year} quarterly additions of ");
            let missing = schedule.gaps.iter().find_map(|gap| gap.what.strip_prefix(&additions_of));
            let has_gap = missing.is_some_and(|names| names.contains(&quarter.to_string()));
            assert!(addition.is_some() || !is_due || has_gap, "{year} {quarter}");
            let Some(addition) = addition else { continue };
            assert!(is_due, "{year} {quarter}");
            let basis = addition.basis;
            for (day, basis) in [
                (addition.window_start, basis.window_start),
                (addition.rank_day, basis.rank_day),
                (addition.announcement, basis.announcement),
                (addition.effective_after_close, basis.effective),
            ] {
                assert_eq!(day.is_some(), basis.is_some(), "{year} {quarter}");
                assert!(matches!(basis, None | Some(Basis::Published | Basis::Rule)));
            }
            let unknown = addition.unknown();
            assert!(
                unknown.is_empty()
                    || names(&format!("{quarter} {year} new issues, {}", unknown.join(", "))),
                "{year} {quarter}: {unknown:?}"
            );
        }
        let update = |quarter| schedule.share_updates.iter().any(|u| u.quarter == quarter);
        let all = Quarter::ALL.into_iter().all(update);
        assert_ne!(all, names(&format!("{year} share and float updates")), "{year}");
    }
}

#[test]
fn every_schedule_to_2050_is_in_order_and_on_sessions() {
    for year in 2005..=2050 {
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
        let of_additions = additions
            .flat_map(|a| [a.rank_day, a.announcement, a.effective_after_close, a.effective_open])
            .flatten();
        let updates = schedule.share_updates.iter();
        let of_updates = updates.flat_map(|u| [u.cut_off, u.effective_after_close]);
        for day in of_additions.chain(of_updates) {
            assert_eq!(exchange::is_session(day), Ok(true), "{year}: {day}");
        }
        assert_eq!(schedule.share_updates.len(), if year < 2026 { 0 } else { 4 }, "{year}");
    }
}
