//! Date rules: those of the rule book on known dates, and properties of all of them.

use proptest::prelude::*;
use rankday::calendar::{CalendarError, DateRule, exchange};

use crate::calendar::date;

#[test]
fn rules_give_what_is_published_of_the_september_additions() {
    for (text, day) in [
        ("last session of July", "2026-07-31"),
        ("4 weeks before 3rd Friday of September", "2026-08-21"),
        ("3rd Friday of September", "2026-09-18"),
    ] {
        let rule: DateRule = text.parse().expect("a rule");
        assert_eq!(rule.resolve(2026), Ok(date(day)), "{text}");
    }
}

fn day() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["session", "Monday", "Wednesday", "Friday", "Saturday", "Sunday"])
}

fn simple() -> impl Strategy<Value = String> {
    let ordinals = vec!["1st", "2nd", "3rd", "4th", "last"];
    (prop::sample::select(ordinals), day(), 1..=12_u8).prop_map(|(nth, day, month)| {
        let month = chrono::Month::try_from(month).expect("a month").name();
        format!("{nth} {day} of {month}")
    })
}

fn any_rule() -> impl Strategy<Value = String> {
    simple().prop_recursive(3, 4, 1, |anchor| {
        let side = prop::sample::select(vec!["before", "after"]);
        let shift = prop_oneof![
            (2..20_u16).prop_map(|n| format!("{n} weeks")),
            (2..60_u16).prop_map(|n| format!("{n} sessions")),
            (2..60_u16).prop_map(|n| format!("{n} days")),
            prop::sample::select(vec!["Monday", "Friday", "Sunday", "1 week", "1 session"])
                .prop_map(str::to_owned),
        ];
        (shift, side, anchor).prop_map(|(shift, side, anchor)| format!("{shift} {side} {anchor}"))
    })
}

proptest! {
    #[test]
    fn within_a_month_lands_on_a_session_every_year(text in simple()) {
        let rule: DateRule = text.parse().expect("a rule");
        for year in 1984..=2050 {
            match rule.resolve(year) {
                Ok(day) => prop_assert_eq!(exchange::is_session(day), Ok(true)),
                // 3 January 1984 is the first session of all: nothing in the calendar precedes it.
                Err(error) => {
                    prop_assert_eq!(year, 1984, "{}", error);
                    prop_assert!(["1st Sunday of January", "1st Monday of January"].contains(&&text[..]));
                }
            }
        }
    }

    #[test]
    fn of_any_form_lands_on_a_session_and_reads_back(text in any_rule()) {
        let rule: DateRule = text.parse().expect("a rule");
        prop_assert_eq!(rule.to_string(), &text[..]);
        let json = serde_json::to_string(&rule).expect("a string");
        prop_assert_eq!(&serde_json::from_str::<DateRule>(&json).expect("a rule"), &rule);
        // Two years at either edge: offsets there may leave the calendar, and say so.
        for year in 1986..=2048 {
            let day = rule.resolve(year).expect("inside the calendar");
            prop_assert_eq!(exchange::is_session(day), Ok(true));
        }
        for year in [1984, 1985, 2049, 2050] {
            match rule.resolve(year) {
                Ok(day) => prop_assert_eq!(exchange::is_session(day), Ok(true)),
                Err(error) => prop_assert!(
                    matches!(error, CalendarError::DateOutOfRange { .. }),
                    "{}", error
                ),
            }
        }
    }

    #[test]
    fn nothing_typed_panics(text in ".{0,60}", year: i32) {
        if let Ok(rule) = text.parse::<DateRule>() {
            let _ = rule.resolve(year);
        }
    }
}

#[test]
fn a_fifth_friday_is_missing_in_most_months() {
    let rule: DateRule = "fifth Friday of June".parse().expect("a rule");
    assert_eq!(rule.resolve(2023), Ok(date("2023-06-30")));
    assert_eq!(
        rule.resolve(2026).expect_err("none").to_string(),
        "the rule \"5th Friday of June\" has no date in 2026: June 2026 has no 5th Friday; write one \
         that has a date in every year"
    );
    let rule = DateRule::on(date("2026-06-26"));
    assert_eq!(rule.to_string().parse(), Ok(rule.clone()));
    assert!(matches!(rule.resolve(2027), Err(CalendarError::NoDateInYear { .. })));
}
