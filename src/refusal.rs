//! Why a user's input is refused, and what to do about it. Where its place in a file is known, a
//! refusal becomes a [`Fault`](crate::universe::Fault) of a table or a
//! [`ScenarioError`](crate::scenario::ScenarioError).

use std::borrow::Cow;
use std::fmt;

/// Number of characters of a long sentence shown from its beginning, and again from its end.
const SENTENCE_LIMIT: usize = 400;

/// A problem with a user's input, and its remedy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl Refusal {
    /// A problem with its remedy.
    pub fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        let (problem, remedy) = (problem.into(), remedy.into());
        debug_assert!(!problem.is_empty() && !remedy.is_empty(), "{problem}; {remedy}");
        Self { problem, remedy }
    }

    /// The refusal as an error of the serde crate, which the reader of scenarios takes apart again.
    pub(crate) fn of_value<E: serde::de::Error>(&self) -> E {
        E::invalid_value(serde::de::Unexpected::Other(&self.problem), &self.remedy.as_str())
    }

    /// A fault of the program itself, such as a file compiled into it that cannot be read.
    pub(crate) fn of_program(problem: impl fmt::Display) -> Self {
        Self::new(problem.to_string(), "this is a fault of rankday: please report it")
    }

    /// The refusal with words before the problem, such as the name of its subject.
    #[must_use]
    pub(crate) fn about(self, what: impl fmt::Display) -> Self {
        Self { problem: format!("{what}: {}", self.problem), ..self }
    }
}

impl<P: Into<String>, R: Into<String>> From<(P, R)> for Refusal {
    fn from((problem, remedy): (P, R)) -> Self {
        Self::new(problem, remedy)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", plain(&self.problem), plain(&self.remedy))
    }
}

impl std::error::Error for Refusal {}

/// Implements `Display` for an error of this crate by the message of its [`Refusal`].
macro_rules! refused {
    ($error:ty) => {
        impl std::fmt::Display for $error {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&$crate::refusal::Refusal::from(self), f)
            }
        }

        impl std::error::Error for $error {}

        impl From<$error> for $crate::refusal::Refusal {
            fn from(error: $error) -> Self {
                Self::from(&error)
            }
        }
    };
}
pub(crate) use refused;

/// A sentence that may quote pieces of a file, made safe to print: without characters that control
/// a terminal or reorder text, and with its middle left out where it would fill the screen.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !is_obeyed(c);
    if text.len() <= 2 * SENTENCE_LIMIT && text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut said = String::with_capacity(text.len());
    for c in text.chars() {
        if is_plain(c) {
            said.push(c);
        } else {
            said.extend(c.escape_default());
        }
    }
    let count = said.chars().count();
    if count > 2 * SENTENCE_LIMIT {
        let head = said.chars().take(SENTENCE_LIMIT);
        let tail = said.chars().skip(count - SENTENCE_LIMIT);
        said = head.chain(['…']).chain(tail).collect();
    }
    Cow::Owned(said)
}

/// Whether a terminal interprets a character instead of showing it: control characters, including
/// C1, and characters that end lines or change the direction of text.
pub(crate) fn is_obeyed(c: char) -> bool {
    let reorders = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    c.is_control() || reorders
}

/// True for invisible characters that join, separate or mark the text around them: zero-width
/// spaces, soft hyphens, byte-order marks.
pub(crate) fn shows_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_hold_no_control_characters_and_do_not_fill_the_screen() {
        assert_eq!(plain("of \"Größe\"; mend it"), "of \"Größe\"; mend it");
        assert_eq!(plain("a\u{1b}[2J\nb\u{202e}"), "a\\u{1b}[2J\\nb\\u{202e}");
        let long = plain(&format!("start {} end; mend it", "x".repeat(5_000))).into_owned();
        assert_eq!(long.chars().count(), 2 * SENTENCE_LIMIT + 1);
        assert!(long.starts_with("start ") && long.ends_with("x end; mend it"), "{long}");
    }
}
