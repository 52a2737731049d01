//! Faults of scenarios, with file, line, column and remedy.

use std::path::Path;

use super::place::Position;
use crate::universe::table::closest;
use crate::universe::{cut, plain, shorten};

/// A fault of a scenario file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", plain(.place), plain(.problem))]
pub struct ScenarioError {
    /// File, with line and column if known.
    pub place: String,
    /// What is wrong and what to do.
    pub problem: String,
}

impl ScenarioError {
    /// A fault of the file as a whole.
    pub fn file(path: &Path, problem: impl Into<String>) -> Self {
        Self { place: path.display().to_string(), problem: problem.into() }
    }

    /// A fault at the place where the TOML reader stopped.
    pub(super) fn toml(path: &Path, place: Option<Position>, error: &toml::de::Error) -> Self {
        let path = path.display();
        let place = place.map_or_else(
            || path.to_string(),
            |Position { line, column }| format!("{path}:{line}:{column}"),
        );
        Self { place, problem: explain(error.message()) }
    }

    /// A fault of a key with an invalid value, at a place.
    pub(super) fn key(place: String, key: &str, problem: impl Into<String>) -> Self {
        Self { place, problem: format!("{}: {}", without_numbers(key), problem.into()) }
    }
}

/// A key without the numbers of list items; line and column identify the item.
fn without_numbers(key: &str) -> String {
    let mut parts = key.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shown, part| match part.split_once(']') {
        Some((number, rest)) if number.bytes().all(|b| b.is_ascii_digit()) => shown + rest,
        _ => shown + "[" + part,
    })
}

/// Rewords the TOML reader's message in the terms of the file format, with the closest known word
/// for an unknown one, and a remedy.
pub(super) fn explain(message: &str) -> String {
    let message = &message.trim().replace('\n', ", ");
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let after = |start: &str| message.strip_prefix(start).map(|rest| rest.replace('`', ""));
    if let Some((word, known)) = quoted.split_first() {
        let unknown = [("unknown field", "key"), ("unknown variant", "value")];
        for (start, what) in unknown {
            if message.starts_with(start) {
                let hint = closest(word, known.iter().copied()).map_or_else(
                    || format!("known are {}", known.join(", ")),
                    |near| format!("did you mean \"{near}\"?"),
                );
                return format!("unknown {what} \"{}\"; {hint}", shorten(word));
            }
        }
        if message.starts_with("missing field") {
            return match *word {
                "event" | "universe" => {
                    format!(
                        "section [{word}] is missing; add it, as scenarios/june-2026.toml has it"
                    )
                }
                "market" => "section [market] is missing; add it, as \
                             scenarios/annual-vs-semi-annual.toml has it, or [paths], as \
                             scenarios/two-schedules.toml has it"
                    .to_owned(),
                "compare" => "section [compare] is missing; add it, as \
                              scenarios/annual-vs-semi-annual.toml has it"
                    .to_owned(),
                key => format!("key \"{key}\" is missing; add it"),
            };
        }
    }
    if let Some(rest) = after("invalid type: ").or_else(|| after("invalid value: "))
        // The quoted text may itself contain these words, so the last occurrence is taken.
        && let Some((found, wanted)) = rest.rsplit_once(", expected ")
    {
        let wanted = match wanted {
            "i32" | "u8" | "u32" => "a whole number",
            "usize" | "u64" => "a whole number that is not negative",
            "a boolean" => "true or false",
            "a string" => "text in quotation marks",
            "a sequence" => "a list in square brackets",
            table if table.starts_with("struct ") => "a table of keys",
            other => other,
        };
        let found = match found.strip_suffix(" as i128").unwrap_or(found) {
            "map" => "a table",
            "sequence" => "a list",
            other => &match other.strip_prefix("string \"").and_then(|s| s.strip_suffix('"')) {
                Some(text) => format!("string \"{}\"", cut(text)),
                None => cut(other).into_owned(),
            },
        };
        return format!("{found} cannot stand here; write {wanted}");
    }
    if message.contains("recursion limit") || message.contains("recurse further") {
        return "nests too deeply; no key of a scenario lies deeper than four".to_owned();
    }
    if message.contains("overflow") || message.contains("too large") {
        return "the number is larger than a scenario can say; write 9223372036854775807 at the most (a \
                larger seed is given with --seed)"
            .to_owned();
    }
    let remedy = match message {
        has_one if has_one.contains(';') => return message.replace('`', "\""),
        date if date.starts_with("invalid date") => "write a day that exists as YYYY-MM-DD",
        list if list.starts_with("wanted exactly 1 element") => "write [name] in single brackets",
        twice if twice.starts_with("duplicate key") => "keep one of the two",
        _ => "mend the TOML here",
    };
    format!("{}; {remedy}", message.replace('`', "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_name_the_closest_known_one() {
        let message = "unknown field `univers`, expected one of `name`, `universe`, `event`";
        assert_eq!(explain(message), "unknown key \"univers\"; did you mean \"universe\"?");
        let message = "unknown variant `jun`, expected `june` or `december`";
        assert_eq!(explain(message), "unknown value \"jun\"; did you mean \"june\"?");
    }

    #[test]
    fn messages_describe_the_file_and_not_the_program() {
        for (message, expected) in [
            ("missing field `file`", "key \"file\" is missing; add it"),
            (
                "invalid type: string \"x\", expected i32",
                "string \"x\" cannot stand here; write a whole number",
            ),
            (
                "invalid type: string \"x, expected y\", expected i32",
                "string \"x, expected y\" cannot stand here; write a whole number",
            ),
            ("duplicate key", "duplicate key; keep one of the two"),
            ("\"x\" is not a date; write it", "\"x\" is not a date; write it"),
        ] {
            assert_eq!(explain(message), expected);
        }
    }
}
