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
    pub(super) fn toml(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let position = error.span().map(|span| Position::of(text, span.start));
        let place = Place { file: path.display().to_string(), position };
        Self { place, key: None, refusal: of_syntax(error.message()) }
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

/// The refusal of text that is no TOML. The TOML reader tells what is wrong in words alone, and the
/// remedy follows from them.
fn of_syntax(message: &str) -> Refusal {
    const REMEDIES: [(&str, &str); 2] = [
        ("invalid date", "write a day that exists as YYYY-MM-DD"),
        ("duplicate key", "keep one of the two"),
    ];
    if ["recursion limit", "recurse further"].iter().any(|words| message.contains(words)) {
        return Refusal::new("nests too deeply", "no key of a scenario lies deeper than four");
    }
    let remedy = REMEDIES.iter().find(|(words, _)| message.starts_with(words));
    let message = message.trim().replace('\n', ", ").replace('`', "\"");
    Refusal::new(message, remedy.map_or("mend the TOML here", |(_, remedy)| remedy))
}
