//! What is wrong with a scenario, with file, line, column and remedy.

use std::path::Path;

use super::checked::read_text;
use super::place::{Position, position_of};
use super::schema::schema;
use crate::universe::table::closest;
use crate::universe::{cut, plain, shorten};

/// A fault of a scenario file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", plain(.place), plain(.problem))]
pub struct ScenarioError {
    /// File, and line and column where known.
    pub place: String,
    /// What is wrong and what to do.
    pub problem: String,
}

/// What a scenario file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One reconstitution: `rankday run`.
    Run,
    /// Schedules side by side: `rankday compare`.
    Comparison,
    /// One reconstitution that is still to come: `rankday project`.
    Projection,
    /// Schedules side by side on simulated paths: `rankday compare`.
    Simulated,
}

impl Kind {
    /// Tables that only files of this kind have.
    fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Run => &["event", "universe"],
            Self::Comparison => &["market", "compare"],
            Self::Projection => &["project"],
            Self::Simulated => &["paths"],
        }
    }

    /// Whether a file is of this kind by its tables; of one that is not well formed, by their headings.
    pub(super) fn is_of(self, text: &str) -> bool {
        let has_heading = |own: &str| text.lines().any(|line| line.trim() == format!("[{own}]"));
        match toml::from_str::<toml::Table>(text) {
            Ok(table) => self.tables().iter().any(|own| table.contains_key(*own)),
            Err(_) => self.tables().iter().any(|own| has_heading(own)),
        }
    }

    /// What a file of this kind is, and the command that takes it.
    fn name_and_command(self) -> (&'static str, &'static str) {
        match self {
            Self::Run => ("the scenario of one reconstitution", "run"),
            Self::Comparison => ("a comparison", "compare"),
            Self::Projection => ("a projection", "project"),
            Self::Simulated => ("a comparison on simulated paths", "compare"),
        }
    }
}

/// What a scenario file is for, by its tables; of one that says nothing of it, a run.
///
/// # Errors
/// A file that cannot be read.
pub fn kind_of(path: &Path) -> Result<Kind, ScenarioError> {
    let text = read_text(path)?;
    let kinds = [Kind::Simulated, Kind::Comparison, Kind::Projection];
    Ok(kinds.into_iter().find(|kind| kind.is_of(&text)).unwrap_or(Kind::Run))
}

impl ScenarioError {
    /// Of a file that was given to the command of another kind than its own; `None` where it is not of
    /// `kind`, or of the command's own kind after all.
    pub(super) fn other_kind(path: &Path, text: &str, kind: Kind, own: Kind) -> Option<Self> {
        let written: toml::Table = toml::from_str(text).ok()?;
        let table = kind.tables().iter().find(|table| written.contains_key(**table))?;
        if own.tables().first().is_some_and(|first| written.contains_key(*first)) {
            return None;
        }
        Some(Self::of_table(path, text, table, kind))
    }

    /// Of a table that makes a file one for another command.
    pub(super) fn of_table(path: &Path, text: &str, table: &str, kind: Kind) -> Self {
        let place = place_of(path, text, table, 0);
        let (name, command) = kind.name_and_command();
        let path = path.display();
        Self {
            place,
            problem: format!("[{table}] makes this {name}; run `rankday {command} {path}` instead"),
        }
    }

    /// Of the file as a whole.
    pub fn file(path: &Path, problem: impl Into<String>) -> Self {
        Self { place: path.display().to_string(), problem: problem.into() }
    }

    /// Of the place where the TOML reader stopped.
    pub(super) fn toml(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let place = error.span().map_or_else(
            || path.display().to_string(),
            |span| {
                let Position { line, column } = Position::of(text, span.start);
                format!("{}:{line}:{column}", path.display())
            },
        );
        let doubled = error.span().and_then(|span| doubled(text, span.start));
        Self { place, problem: doubled.unwrap_or_else(|| explain(error.message())) }
    }

    /// Of a key that has a value which cannot be meant; of tables that may stand several times,
    /// such as `[[previous]]`, in table number `nth` from 0.
    pub(super) fn key(
        path: &Path,
        text: &str,
        key: &str,
        nth: usize,
        problem: impl Into<String>,
    ) -> Self {
        let place = place_of(path, text, key, nth);
        Self { place, problem: format!("{}: {}", without_numbers(key), problem.into()) }
    }
}

/// What is wrong with a table that stands once and is written in double brackets, as one of several.
fn doubled(text: &str, at: usize) -> Option<String> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let heading = text[start..].lines().next()?.trim_start().strip_prefix("[[")?;
    let table = heading.split(']').next()?.trim();
    let kinds = [Kind::Simulated, Kind::Comparison, Kind::Projection];
    let kind = kinds.into_iter().find(|kind| kind.is_of(text)).unwrap_or(Kind::Run);
    let schema = schema(kind);
    let own = schema.get("properties")?.get(table)?;
    let keys = own.get("properties")?.as_object()?.keys().cloned().collect::<Vec<_>>().join(", ");
    Some(format!(
        "[[{table}]] stands once: write [{table}] in single brackets; its keys are {keys}"
    ))
}

/// A key without the numbers of list items: line and column tell which is meant.
fn without_numbers(key: &str) -> String {
    let mut parts = key.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |shown, part| match part.split_once(']') {
        Some((number, rest)) if number.bytes().all(|b| b.is_ascii_digit()) => shown + rest,
        _ => shown + "[" + part,
    })
}

/// A file, with the line and column of a key where it is written.
fn place_of(path: &Path, text: &str, key: &str, nth: usize) -> String {
    let path = path.display();
    match position_of(text, key, nth) {
        Some(Position { line, column }) => format!("{path}:{line}:{column}"),
        None => path.to_string(),
    }
}

/// The reader's message in words of the format instead of the program's, with the closest known
/// word where a word is not known, and with what to do.
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
        // A text that was found may hold these words, too.
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
    fn a_table_in_double_brackets_is_answered_with_its_keys() {
        let text = "name = \"x\"\n[[evidence]]\nkind = \"lists\"\n[[previous]]\nfil = 1\n";
        let said = doubled(text, text.find("[[ev").expect("there")).expect("stands once");
        assert!(said.starts_with("[[evidence]] stands once: write [evidence]"), "{said}");
        assert!(said.contains("lists"), "{said}");
        assert_eq!(doubled(text, text.find("[[pr").expect("there")), None);
    }

    #[test]
    fn messages_speak_of_the_file_and_not_of_the_program() {
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
