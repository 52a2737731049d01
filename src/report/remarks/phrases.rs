//! Parts of sentences that several kinds of remarks share.

use rust_decimal::Decimal;

use crate::report::shown::{thousands, usd};
use crate::universe::packed::float;

/// The first names of a list of `of` names, and the number of the others.
pub(super) fn some(names: &[String], of: usize) -> String {
    let more = of.saturating_sub(names.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    names.join(", ") + &more
}

/// The number of further cases, in brackets: ` (and so it is on 3 more dates)`; nothing without any.
pub(super) fn and_more(others: usize, so: &str, things: &str) -> String {
    let so = if so.is_empty() { String::new() } else { format!("{so} ") };
    match others {
        0 => String::new(),
        1 => format!(" (and {}1 more{})", of_one(&so), singular(things)),
        others => format!(" (and {so}{} more{things})", counts(others)),
    }
}

/// Puts the verb of a phrase about several things into the singular.
fn of_one(so: &str) -> String {
    let verbs = [("are ", "is "), ("have ", "has "), ("do ", "does ")];
    let found = verbs.iter().find_map(|(several, one)| Some((so.strip_suffix(several)?, one)));
    found.map_or_else(|| so.to_owned(), |(begin, one)| format!("{begin}{one}"))
}

/// The singular of a noun.
fn singular(things: &str) -> String {
    match (things.strip_suffix("ies"), things.strip_suffix("xes")) {
        (Some(begin), _) => format!("{begin}y"),
        (_, Some(begin)) => format!("{begin}x"),
        _ => things.strip_suffix('s').unwrap_or(things).to_owned(),
    }
}

/// A number of days.
pub(super) fn days(number: i64) -> String {
    if number == 1 { "1 day".to_owned() } else { format!("{number} days") }
}

/// Parts separated by commas.
pub(super) fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// The name of the event that a sentence is about, if there are several events.
pub(super) fn before(event: Option<&str>) -> String {
    event.map_or_else(String::new, |event| format!("{event}: "))
}

/// A number of things, with thousands separators.
pub(super) fn counts(number: usize) -> String {
    thousands(number as f64, 0)
}

/// A number of shares, with thousands separators.
pub(super) fn grouped(number: Decimal) -> String {
    thousands(shown(number), 0)
}

/// An amount in USD, in short.
pub(super) fn dollars(amount: Decimal) -> String {
    usd(shown(amount))
}

/// An amount as a float, for display only.
pub(super) fn shown(amount: Decimal) -> f64 {
    float(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_thing_is_said_to_be_one() {
        assert_eq!(and_more(0, "so do", " events"), "");
        assert_eq!(and_more(1, "so do", " events"), " (and so does 1 more event)");
        assert_eq!(and_more(2, "so do", " events"), " (and so do 2 more events)");
        assert_eq!(and_more(1, "so have", " companies"), " (and so has 1 more company)");
        assert_eq!(and_more(1, "at", " indexes"), " (and at 1 more index)");
        assert_eq!(and_more(1, "so are", ""), " (and so is 1 more)");
    }
}
