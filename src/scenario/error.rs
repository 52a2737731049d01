//! Faults of scenarios, with file, line, column and remedy.

use std::fmt;
use std::path::Path;

use super::place::{Place, Position};
use crate::refusal::{Refusal, plain};
use crate::universe::table::closest;
use crate::universe::{cut, shorten};

/// A fault of a scenario file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioError {
    /// Where it is.
    pub place: Place,
    /// The key that is faulty, dotted; `None` where it is no single one.
    pub key: Option<String>,
    /// What is wrong and what to do about it.
    pub refusal: Refusal,
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if let Some(key) = &self.key {
            write!(f, "{}: ", plain(key))?;
        }
        self.refusal.fmt(f)
    }
}

impl std::error::Error for ScenarioError {}

impl ScenarioError {
    /// A fault of the file as a whole.
    pub fn file(path: &Path, refusal: impl Into<Refusal>) -> Self {
        let place = Place { file: path.display().to_string(), position: None };
        Self { place, key: None, refusal: refusal.into() }
    }

    /// A fault at the place where the TOML reader stopped.
    pub(super) fn toml(path: &Path, position: Option<Position>, error: &toml::de::Error) -> Self {
        let place = Place { file: path.display().to_string(), position };
        Self { place, key: None, refusal: explain(error.message()) }
    }

    /// A fault of a key with an invalid value, at a place.
    pub(super) fn key(place: Place, key: &str, refusal: impl Into<Refusal>) -> Self {
        Self { place, key: Some(without_numbers(key)), refusal: refusal.into() }
    }

    /// The same as the refusal of whatever names the faulty file.
    pub(super) fn of_named_file(self) -> Refusal {
        let refusal = match self.key {
            Some(key) => self.refusal.about(key),
            None => self.refusal,
        };
        refusal.about(self.place)
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
pub(super) fn explain(message: &str) -> Refusal {
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
                return Refusal::new(format!("unknown {what} \"{}\"", shorten(word)), hint);
            }
        }
        if message.starts_with("missing field") {
            let example = match *word {
                "event" | "universe" => "june-2026",
                "market" | "compare" => "annual-vs-semi-annual",
                key => return Refusal::new(format!("key \"{key}\" is missing"), "add it"),
            };
            let or = match *word {
                "market" => ", or [paths], as scenarios/two-schedules.toml has it",
                _ => "",
            };
            return Refusal::new(
                format!("section [{word}] is missing"),
                format!("add it, as scenarios/{example}.toml has it{or}"),
            );
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
        return Refusal::new(format!("{found} cannot stand here"), format!("write {wanted}"));
    }
    if message.contains("recursion limit") || message.contains("recurse further") {
        return Refusal::new("nests too deeply", "no key of a scenario lies deeper than four");
    }
    if message.contains("overflow") || message.contains("too large") {
        return Refusal::new(
            "the number is larger than a scenario can say",
            "write 9223372036854775807 at the most (a larger seed is given with --seed)",
        );
    }
    let remedy = match message {
        has_one if has_one.contains(';') => {
            let (problem, remedy) = has_one.split_once("; ").unwrap_or((has_one, "mend it"));
            return Refusal::new(problem, remedy);
        }
        date if date.starts_with("invalid date") => "write a day that exists as YYYY-MM-DD",
        list if list.starts_with("wanted exactly 1 element") => "write [name] in single brackets",
        twice if twice.starts_with("duplicate key") => "keep one of the two",
        _ => "mend the TOML here",
    };
    Refusal::new(message.replace('`', "\""), remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_name_the_closest_known_one() {
        let message = "unknown field `univers`, expected one of `name`, `universe`, `event`";
        assert_eq!(
            explain(message).to_string(),
            "unknown key \"univers\"; did you mean \"universe\"?"
        );
        let message = "unknown variant `jun`, expected `june` or `december`";
        assert_eq!(explain(message).to_string(), "unknown value \"jun\"; did you mean \"june\"?");
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
            assert_eq!(explain(message).to_string(), expected);
        }
    }
}
