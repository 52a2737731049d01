//! Faults of scenarios, with file, line, column and remedy.

use std::fmt;
use std::path::Path;

use super::place::{Place, Position};
use crate::refusal::{Refusal, plain};

/// A fault of a scenario file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioError {
    /// Where it is.
    pub place: Place,
    /// The faulty key, dotted; `None` if the fault does not concern a single key.
    pub key: Option<String>,
    /// The problem and its remedy.
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
    pub(super) fn toml(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let position = error.span().map(|span| Position::of(text, span.start));
        let place = Place { file: path.display().to_string(), position };
        Self { place, key: None, refusal: of_syntax(text, error) }
    }

    /// A fault of a key with an invalid value, at a place.
    pub(super) fn key(place: Place, key: &str, refusal: impl Into<Refusal>) -> Self {
        Self { place, key: Some(without_numbers(key)), refusal: refusal.into() }
    }

    /// Converts the fault to a refusal that names the faulty file and key, for a scenario that refers to the
    /// file.
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

/// The problem and remedy for text that is not valid TOML: the problem is worded by the TOML reader, the
/// remedy depends on the text at that place.
fn of_syntax(text: &str, error: &toml::de::Error) -> Refusal {
    let problem = error.message().trim().replace('\n', ", ").replace('`', "\"");
    let (token, rest) = error.span().map_or(("", ""), |span| {
        let rest = text.get(span.end..).unwrap_or_default();
        (text.get(span).unwrap_or_default(), rest.lines().next().unwrap_or_default())
    });
    let is_day = token.len() >= 8 && token.chars().all(|c| c.is_ascii_digit() || c == '-');
    let is_key = rest.trim_start().starts_with(['=', '.', ']']);
    let remedy = if is_day {
        "write a day that exists as YYYY-MM-DD"
    } else if is_key {
        "give each key and each table once; none lies deeper than four"
    } else {
        "mend the TOML here: texts stand in quotes, and no key lies deeper than four"
    };
    Refusal::new(problem, remedy)
}
