//! A year's schedule as an iCalendar file (RFC 5545) of all-day events.
//!
//! The file depends only on the schedule. The same schedule gives the same bytes, so that a subscribed
//! calendar sees a change only if a date has changed.

use std::io::{self, Write};

use super::{Milestone, milestones};
use crate::calendar::YearSchedule;

/// Maximum line length in octets, without the line break (RFC 5545, section 3.1).
const LONGEST_LINE: usize = 75;

/// Writes one all-day event per date.
///
/// # Errors
///
/// Errors of the writer.
pub fn write(schedule: &YearSchedule, out: &mut impl Write) -> io::Result<()> {
    line(out, "BEGIN:VCALENDAR")?;
    line(out, "VERSION:2.0")?;
    line(out, concat!("PRODID:-//rankday//rankday ", env!("CARGO_PKG_VERSION"), "//EN"))?;
    line(out, "CALSCALE:GREGORIAN")?;
    for milestone in milestones(schedule) {
        event(out, &milestone)?;
    }
    line(out, "END:VCALENDAR")
}

fn event(out: &mut impl Write, milestone: &Milestone) -> io::Result<()> {
    // DTEND is the day after the last (section 3.6.1).
    let end = milestone.last.succ_opt().unwrap_or(milestone.last);
    let summary = format!("Russell {}: {}", milestone.event, milestone.what);
    line(out, "BEGIN:VEVENT")?;
    line(out, &format!("UID:{}@rankday", milestone.id))?;
    // DTSTAMP is required. It should be the time of writing; the event's day keeps the file
    // reproducible.
    line(out, &format!("DTSTAMP:{}T000000Z", milestone.first.format("%Y%m%d")))?;
    line(out, &format!("DTSTART;VALUE=DATE:{}", milestone.first.format("%Y%m%d")))?;
    line(out, &format!("DTEND;VALUE=DATE:{}", end.format("%Y%m%d")))?;
    line(out, &format!("SUMMARY:{}", escape(&summary)))?;
    line(out, &format!("DESCRIPTION:{}", escape(&format!("Basis: {}", milestone.basis))))?;
    line(out, "TRANSP:TRANSPARENT")?;
    line(out, "END:VEVENT")
}

/// Escapes a TEXT value (section 3.3.11).
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Writes a content line, folded at the maximum length but never inside a character.
fn line(out: &mut impl Write, content: &str) -> io::Result<()> {
    let mut rest = content;
    let mut room = LONGEST_LINE;
    while rest.len() > room {
        let fits = |at: &usize| rest.is_char_boundary(*at);
        let (head, tail) = rest.split_at((0..=room).rev().find(fits).unwrap_or(0));
        write!(out, "{head}\r\n ")?;
        rest = tail;
        // The leading space of a continuation line counts.
        room = LONGEST_LINE - 1;
    }
    write!(out, "{rest}\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(content: &str) -> String {
        let mut out = Vec::new();
        line(&mut out, content).expect("a vector takes all");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn folds_at_75_octets_and_not_before() {
        assert_eq!(folded(&"x".repeat(75)), format!("{}\r\n", "x".repeat(75)));
        let twice = folded(&"x".repeat(75 + 74 + 1));
        assert_eq!(twice, format!("{}\r\n {}\r\n x\r\n", "x".repeat(75), "x".repeat(74)));
        // Two octets each: the 75th octet is inside a character.
        let text = "é".repeat(60);
        let lines = folded(&text);
        assert!(lines.split("\r\n").all(|line| line.len() <= 75), "{lines}");
        assert_eq!(lines.replace("\r\n ", ""), format!("{text}\r\n"));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a, b; c\\d\ne"), "a\\, b\\; c\\\\d\\ne");
    }
}
