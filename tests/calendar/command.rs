//! `rankday calendar` as a user types it: golden tables, and the formats other programs read.

use clap::Parser;
use rankday::calendar::{self, YearSchedule};
use rankday::cli::calendar::{CalendarArgs, run};

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: CalendarArgs,
}

fn printed(words: &str) -> Result<String, String> {
    let words = std::iter::once("calendar").chain(words.split_whitespace());
    let command = Command::try_parse_from(words).map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    run(&command.args, &mut out).map_err(|error| error.to_string())?;
    String::from_utf8(out).map_err(|error| error.to_string())
}

#[test]
fn tables_are_as_reviewed() {
    assert_eq!(printed("2026"), Ok(include_str!("golden/2026.txt").to_owned()));
    assert_eq!(printed("2025"), Ok(include_str!("golden/2025.txt").to_owned()));
    assert_eq!(printed("2023"), Ok(include_str!("golden/2023.txt").to_owned()));
    assert_eq!(printed("2011"), Ok(include_str!("golden/2011.txt").to_owned()));
    assert_eq!(printed("2006"), Ok(include_str!("golden/2006.txt").to_owned()));
    assert_eq!(printed("2001"), Ok(include_str!("golden/2001.txt").to_owned()));
    assert_eq!(printed("1985"), Ok(include_str!("golden/1985.txt").to_owned()));
}

#[test]
fn errors_are_as_reviewed() {
    for year in ["1983", "-1"] {
        let outside =
            "is outside the calendar, which covers the years 1984 to 2050; give one of those";
        assert_eq!(printed(year), Err(format!("{year} {outside}")));
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("missing").join("schedule.ics");
    let error = printed(&format!("2026 --out {}", file.display())).expect_err("no such folder");
    assert!(error.starts_with(&format!("cannot write {}: ", file.display())), "{error}");
    assert!(printed("2026 --json --format ics").is_err());
}

#[test]
fn json_reads_back_for_every_year() {
    for year in 1984..=2050 {
        let text = printed(&format!("{year} --json")).expect("a schedule");
        assert_eq!(printed(&format!("{year} --format json")).as_ref(), Ok(&text));
        let read: YearSchedule = serde_json::from_str(&text).expect("a schedule");
        assert_eq!(Ok(read), calendar::schedule(year));
    }
}

#[test]
fn the_calendar_file_keeps_to_its_standard() {
    for year in [1984, 2016, 2026, 2050] {
        let text = printed(&format!("{year} --format ics")).expect("a schedule");
        assert!(text.ends_with("END:VCALENDAR\r\n"), "{year}");
        let bare = text.replace("\r\n", "");
        assert!(!bare.contains(['\r', '\n']), "{year}: every line ends with CRLF");
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{year}");
        let count = |start: &str| text.split("\r\n").filter(|line| line.starts_with(start)).count();
        let events = count("BEGIN:VEVENT");
        for property in ["END:VEVENT", "UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "SUMMARY:"] {
            assert_eq!(count(property), events, "{year}: {property}");
        }
        assert_eq!(printed(&format!("{year} --format ics")), Ok(text), "the same bytes each time");
    }
}

#[test]
fn a_calendar_event_ends_the_day_after_its_last() {
    let text = printed("2026 --format ics").expect("a schedule");
    let query = "UID:2026-june-query-period@rankday\r\nDTSTAMP:20260522T000000Z\r\n\
                 DTSTART;VALUE=DATE:20260522\r\nDTEND;VALUE=DATE:20260606\r\n\
                 SUMMARY:Russell June 2026: Query period\r\n";
    assert!(text.contains(query), "{text}");
    let open = "UID:2026-december-effective@rankday\r\nDTSTAMP:20261214T000000Z\r\n\
                DTSTART;VALUE=DATE:20261214\r\nDTEND;VALUE=DATE:20261215\r\n";
    assert!(text.contains(open), "{text}");
}

#[test]
fn a_file_holds_what_would_be_printed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("schedule.ics");
    let words = format!("2026 --format ics --out {}", file.display());
    assert_eq!(printed(&words), Ok(String::new()));
    let written = std::fs::read_to_string(&file).expect("a file");
    assert_eq!(printed("2026 --format ics"), Ok(written));
}
