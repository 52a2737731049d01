//! What is wrong with a scenario, with file, line, column and remedy.

use std::path::Path;

use crate::universe::table::closest;

/// A fault of a scenario file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct ScenarioError {
    /// File, and line and column where known.
    pub place: String,
    /// What is wrong and what to do.
    pub problem: String,
}

impl ScenarioError {
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

    /// Of a key that has a value which cannot be meant.
    pub(super) fn key(path: &Path, text: &str, key: &str, problem: impl Into<String>) -> Self {
        let place = find_key(text, key).map_or_else(
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

/// The line on which a dotted key is given a value: the last part, below a heading of the rest.
fn find_key(text: &str, key: &str) -> Option<usize> {
    let (table, last) = key.rsplit_once('.').unwrap_or(("", key));
    let mut current = String::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(heading) = line.strip_prefix('[') {
            heading.trim_matches(|c| c == '[' || c == ']').trim().clone_into(&mut current);
        }
        let assigned = line.split_once('=').map(|(name, _)| name.trim());
        let full = match assigned {
            Some(name) if current.is_empty() => name.to_owned(),
            Some(name) => format!("{current}.{name}"),
            None => continue,
        };
        if full == key || (current == table && assigned == Some(last)) {
            return Some(at + 1);
        }
    }
    text.lines()
        .position(|l| l.trim().trim_matches(|c| c == '[' || c == ']') == table && !table.is_empty())
        .map(|at| at + 1)
}

/// The reader's message, with the closest known word where a word is not known.
fn explain(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    match quoted.split_first() {
        Some((word, known)) if unknown => {
            let what = if message.starts_with("unknown field") { "key" } else { "value" };
            let hint = closest(word, known.iter().copied()).map_or_else(
                || format!("known are {}", known.join(", ")),
                |near| format!("did you mean \"{near}\"?"),
            );
            format!("unknown {what} \"{word}\"; {hint}")
        }
        _ => message.trim().to_owned(),
    }
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
        assert_eq!(explain("missing field `file`"), "missing field `file`");
    }

    #[test]
    fn keys_are_found_by_their_line() {
        let text = "name = 'x'\n[event]\nyear = 1\n[methodology.breaks]\nr1000 = { rank = 1 }\n";
        assert_eq!(find_key(text, "event.year"), Some(3));
        assert_eq!(find_key(text, "name"), Some(1));
        assert_eq!(find_key(text, "event.rank_day"), Some(2));
    }
}
