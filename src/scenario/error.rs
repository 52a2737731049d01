//! What is wrong with a scenario, with file, line, column and remedy.

use std::path::Path;

use super::checked::read_text;
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
        let line = find_key(text, table, 0).map_or_else(String::new, |line| format!(":{line}"));
        let (name, command) = kind.name_and_command();
        let path = path.display();
        Self {
            place: format!("{path}{line}"),
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
                let (line, column) = line_and_column(text, span.start);
                format!("{}:{line}:{column}", path.display())
            },
        );
        Self { place, problem: explain(error.message()) }
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
        let place = find_key(text, key, nth).map_or_else(
            || path.display().to_string(),
            |line| format!("{}:{line}", path.display()),
        );
        Self { place, problem: format!("{key}: {}", problem.into()) }
    }
}

/// Line and column, both from 1, of a byte offset.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line, column)
}

/// How many tables around a key may be asked for: more than scenarios have. What users name may hold
/// any number of dots.
const DEPTH: usize = 8;

/// The line on which a dotted key is given a value, in the `nth` table of its heading; of a key
/// that is not written, or stands inside a value, the line of the nearest table or key around it.
fn find_key(text: &str, key: &str, nth: usize) -> Option<usize> {
    let keys = key.matches('.').count();
    // From the key itself outwards; of too many, the outermost.
    std::iter::successors(Some(key), |&key| key.rsplit_once('.').map(|(table, _)| table))
        .skip(keys.saturating_sub(DEPTH))
        .find_map(|key| find_written(text, key, nth))
}

/// As [`find_key`], of a key that is written.
fn find_written(text: &str, key: &str, nth: usize) -> Option<usize> {
    let (mut heading, mut seen) = (String::new(), 0);
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(start) = line.strip_prefix('[') {
            let end = start.find(']').unwrap_or(start.len());
            start[..end].trim_matches(['[', ' ']).clone_into(&mut heading);
            let is_around = key.starts_with(&heading);
            if is_around && line.starts_with("[[") {
                seen += 1;
            }
            if heading == key && (seen == nth + 1 || !line.starts_with("[[")) {
                return Some(at + 1);
            }
            continue;
        }
        let Some((name, _)) = line.split_once('=') else { continue };
        let dot = if heading.is_empty() { "" } else { "." };
        if format!("{heading}{dot}{}", name.trim()) == key && (seen == 0 || seen == nth + 1) {
            return Some(at + 1);
        }
    }
    None
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

    #[test]
    fn keys_are_found_by_their_line() {
        let text = "name = 'x'\n[event]\nyear = 1\n[methodology.breaks]\nr1000 = { rank = 1 }\n";
        assert_eq!(find_key(text, "event.year", 0), Some(3));
        assert_eq!(find_key(text, "name", 0), Some(1));
        assert_eq!(find_key(text, "event.rank_day", 0), Some(2));
        assert_eq!(find_key(text, "methodology.breaks.r1000.rank", 0), Some(5));
        assert_eq!(find_key(text, "output.directory", 0), None);
    }

    #[test]
    fn repeated_tables_are_told_apart() {
        let text =
            "[[previous]]\nas_of = 1\n[universe] # two\nas_of = 0\n[[previous]]\nas_of = 2\n";
        assert_eq!(find_key(text, "previous.as_of", 0), Some(2));
        assert_eq!(find_key(text, "previous.as_of", 1), Some(6));
        assert_eq!(find_key(text, "previous.file", 1), Some(5));
        assert_eq!(find_key(text, "universe.as_of", 0), Some(4));
    }
}
