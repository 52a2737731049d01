//! An event has the same days in the calendar, in a run's scenario and in a comparison's plan.

use std::path::Path;

use chrono::NaiveDate;
use rankday::calendar::{self, Basis, Plan, Quarter, Season};
use rankday::remark::{InputNote, Kind};
use rankday::scenario::{RunScenario, check_run};

use crate::calendar::date;

fn scenario(season: Season, year: i32, more: &str) -> RunScenario {
    let season = season.to_string().to_lowercase();
    let text = format!(
        "[event]\nseason = \"{season}\"\nyear = {year}\n{more}[universe]\nfile = \"u.csv\"\n\
         [membership]\nfile = \"m.csv\"\n"
    );
    check_run(Path::new("s.toml"), &text, &|_| None).unwrap_or_else(|e| panic!("{year}: {e}"))
}

fn year_of(year: i32) -> (NaiveDate, NaiveDate) {
    (date(&format!("{year}-01-01")), date(&format!("{year}-12-31")))
}

#[test]
fn a_reconstitution_has_the_same_days_and_basis_everywhere() {
    let mut compared = 0;
    let plan = Plan::named("semi-annual").expect("rules").expect("a plan");
    for year in 2001..=2035 {
        let (from, to) = year_of(year);
        let planned = plan.events(from, to).expect("events");
        for known in calendar::schedule(year).expect("in range").reconstitutions {
            let run = scenario(known.season, year, "");
            assert_eq!(run.calendar.as_ref(), Some(&known), "{known}");
            assert_eq!(
                (run.event.rank_day, run.event.implementation, run.event.effective),
                (known.rank_day, known.implementation, known.effective_open),
                "{known}"
            );
            let basis = (run.day_basis.rank_day, run.day_basis.implementation);
            assert_eq!(basis, (known.basis.rank_day, known.basis.implementation), "{known}");
            let said = run
                .event_remarks
                .iter()
                .any(|r| matches!(r.kind, Kind::Input(InputNote::DaysByRule { .. })));
            let is_by_rule = known.overall_basis() == Basis::Rule
                || known.basis.lockdown_start == Some(Basis::Rule)
                || run.day_basis.previous_rank_day == Some(Basis::Rule);
            assert_eq!(said, is_by_rule, "{known}: {:?}", run.event_remarks);
            let of_plan = planned.iter().find(|planned| planned.event.season == known.season);
            assert_eq!(of_plan.map(|planned| &planned.event), Some(&known), "{known}");
            compared += 1;
        }
    }
    assert_eq!(compared, 1 + 21 + 2 * 10, "2001, 2005 to 2025 and 2026 to 2035");
}

#[test]
fn a_quarter_has_the_calendars_days_where_it_knows_them_and_says_where_it_does_not() {
    let plan = Plan::named("none").expect("rules").expect("a plan");
    let mut assumed = 0;
    for year in 1996..=2035 {
        let (from, to) = year_of(year);
        let quarters = plan.quarters(from, to).expect("quarters");
        let known = calendar::schedule(year).expect("in range").ipo_additions;
        assert_eq!(quarters.len(), 4, "{year}");
        for days in quarters {
            let addition = known.iter().find(|addition| addition.quarter == days.quarter);
            let rank_day = addition.and_then(|a| a.rank_day.zip(a.basis.rank_day));
            let effective = addition.and_then(|a| a.effective_after_close.zip(a.basis.effective));
            for (known, day, basis) in [
                (rank_day, days.cut_off, days.cut_off_basis),
                (effective, days.effective, days.effective_basis),
            ] {
                assert_eq!((day, basis), known.unwrap_or((day, Basis::Assumed)), "{}", days.name());
                assumed += usize::from(known.is_none());
            }
            assert!(days.cut_off < days.effective, "{}", days.name());
        }
    }
    assert!(assumed > 0, "most quarters before 2018");
}

#[test]
fn days_that_no_calendar_has_are_marked_as_assumed() {
    let plan = Plan::named("semi-annual").expect("rules").expect("a plan");
    let (from, to) = year_of(2021);
    let december = plan.events(from, to).expect("events").remove(1).event;
    assert_eq!((december.season, december.rank_day), (Season::December, date("2021-10-29")));
    assert_eq!(december.basis.rank_day, Basis::Assumed);
    assert_eq!(december.basis.implementation, Basis::Assumed);
    let march = Plan::named("annual").expect("rules").expect("a plan").quarters(from, to);
    let march = march.expect("quarters").remove(0);
    assert_eq!((march.quarter, march.effective), (Quarter::March, date("2021-03-26")));
    assert_eq!(march.effective_basis, Basis::Published);
    assert_eq!((march.cut_off, march.cut_off_basis), (date("2021-01-29"), Basis::Assumed));
}

#[test]
fn days_of_a_scenarios_own_are_its_own() {
    let own = "rank_day = 2026-04-29\n";
    let run = scenario(Season::June, 2026, own);
    let basis = (run.day_basis.rank_day, run.day_basis.implementation);
    assert_eq!(basis, (Basis::Scenario, Basis::Published));
    assert_eq!(run.calendar, None);
}
