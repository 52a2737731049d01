//! What is wrong with an input, said so that it can be mended: file, line, column, value, remedy.
//!
//! Readers collect every fault of a file up to [`FAULT_LIMIT`] and fail once, at the end. Warnings
//! are for what is odd but lets the work go on; they reach the report.

use std::borrow::Cow;
use std::fmt;

/// How many faults are listed in full; more are counted.
pub const FAULT_LIMIT: usize = 50;

/// How much of an offending value is quoted.
const VALUE_LIMIT: usize = 60;

/// How many characters of a sentence about a fault are said from its beginning, and from its end.
const SENTENCE_LIMIT: usize = 400;

/// One thing wrong in one place of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file as the user named it.
    pub file: String,
    /// Line, counted from 1; `None` where the fault is of the whole file.
    pub line: Option<u64>,
    /// Column name; `None` where the fault is of the whole row or file.
    pub column: Option<String>,
    /// The value as written; `None` where there is none to quote.
    pub value: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", printable(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": ")?;
        if let Some(column) = &self.column {
            write!(f, "{}: ", plain(column))?;
        }
        if let Some(value) = &self.value {
            write!(f, "\"{}\" ", shorten(value))?;
        }
        write!(f, "{}; {}", plain(&self.problem), plain(&self.remedy))
    }
}

/// A sentence that may hold pieces of a file: without what a terminal would obey or could not show in
/// order, and with the middle left out where it would fill the screen.
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

/// Whether a terminal obeys a character instead of showing it: controls, those of C1 among them, and what
/// ends lines or turns the direction of the text after it.
pub(crate) fn is_obeyed(c: char) -> bool {
    let reorders = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    c.is_control() || reorders
}

/// Quotes no control characters and no more than a line can hold.
pub(crate) fn shorten(value: &str) -> String {
    let escaped = |c: char| match c {
        '\'' | '"' => c.to_string(),
        c => c.escape_debug().collect(),
    };
    let short = cut(value);
    short.chars().map(escaped).collect()
}

/// The beginning of a value, where it is longer than a line can hold.
pub(crate) fn cut(value: &str) -> Cow<'_, str> {
    match value.char_indices().nth(VALUE_LIMIT) {
        Some((end, _)) => Cow::Owned(format!("{}…", &value[..end])),
        None => Cow::Borrowed(value),
    }
}

/// A text as it may be printed: what terminals obey, and what reorders text, is spelled out.
pub fn printable(text: &str) -> Cow<'_, str> {
    let spelled = |c: char| is_obeyed(c) && c != '\n';
    if !text.contains(spelled) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if spelled(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// The faults of an input, in the order found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    listed: Vec<Fault>,
    total: usize,
}

impl Faults {
    /// Adds one; beyond [`FAULT_LIMIT`] it is only counted.
    pub fn push(&mut self, fault: Fault) {
        self.total += 1;
        if self.listed.len() < FAULT_LIMIT {
            self.listed.push(fault);
        }
    }

    /// Adds a fault of a whole file.
    pub fn file(&mut self, file: &str, problem: impl Into<String>, remedy: impl Into<String>) {
        self.push(Fault {
            file: file.to_owned(),
            line: None,
            column: None,
            value: None,
            problem: problem.into(),
            remedy: remedy.into(),
        });
    }

    /// How many there are, listed or not.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Those listed in full.
    pub fn listed(&self) -> &[Fault] {
        &self.listed
    }

    /// The same faults, each said anew.
    pub(crate) fn said_anew(self, say: impl FnMut(Fault) -> Fault) -> Self {
        Self { listed: self.listed.into_iter().map(say).collect(), total: self.total }
    }

    /// `value` when nothing is wrong, the faults otherwise.
    pub fn into_result<T>(self, value: T) -> Result<T, Faults> {
        if self.total == 0 { Ok(value) } else { Err(self) }
    }

    /// Takes over the faults of another input.
    pub fn extend(&mut self, other: Faults) {
        let unlisted = other.total - other.listed.len();
        for fault in other.listed {
            self.push(fault);
        }
        self.total += unlisted;
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.listed.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        if self.total > self.listed.len() {
            write!(f, "\n… and {} more", self.total - self.listed.len())?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_hold_nothing_that_a_terminal_obeys_and_do_not_fill_the_screen() {
        assert_eq!(plain("of \"Größe\"; mend it"), "of \"Größe\"; mend it");
        assert_eq!(plain("a\u{1b}[2J\nb\u{202e}"), "a\\u{1b}[2J\\nb\\u{202e}");
        let long = plain(&format!("start {} end; mend it", "x".repeat(5_000))).into_owned();
        assert_eq!(long.chars().count(), 2 * SENTENCE_LIMIT + 1);
        assert!(long.starts_with("start ") && long.ends_with("x end; mend it"), "{long}");
    }
}
