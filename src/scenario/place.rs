//! The position of a key in a scenario, from the spans of the TOML reader rather than a text
//! search.

use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::refusal::plain;

/// A place in a scenario file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it.
    pub file: String,
    /// The position in the file; `None` for the file as a whole.
    pub position: Option<Position>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(&self.file))?;
        match self.position {
            Some(Position { line, column }) => write!(f, ":{line}:{column}"),
            None => Ok(()),
        }
    }
}

/// Line and column, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Position {
    /// The position of a byte offset; columns are counted in characters.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Self { line, column }
    }
}

/// The position of the value of a dotted key. If the key is not in the file, the position of the
/// nearest enclosing table or value; `None` if there is none.
///
/// In an array of tables, such as `[[previous]]`, the key is in table number `nth` from 0. An item
/// of a list is given by its number from 0 in brackets: `compare.schedules[1]`. Names may
/// themselves contain dots.
pub(super) fn position_of(
    document: &DeTable<'_>,
    text: &str,
    key: &str,
    nth: usize,
) -> Option<Position> {
    let mut nearest = None;
    descend(document, key, nth, &mut nearest);
    nearest.map(|span| Position::of(text, span.start))
}

/// Follows a key down from a table as far as it is present in the file.
fn descend(table: &DeTable<'_>, key: &str, nth: usize, nearest: &mut Option<Range<usize>>) {
    // The longest name is tried first, because names given by users may contain dots.
    let ends = std::iter::once(key.len()).chain(key.rmatch_indices('.').map(|(at, _)| at));
    for end in ends {
        let (name, items) = parts(&key[..end]);
        let Some((own, value)) = table.get_key_value(name) else { continue };
        let rest = key.get(end + 1..);
        *nearest = Some(place(own, value));
        follow(value, &items, rest, nth, nearest);
        return;
    }
}

/// Follows a key into a value: first the items of lists, then the rest of the key.
fn follow(
    value: &Spanned<DeValue<'_>>,
    items: &[usize],
    rest: Option<&str>,
    nth: usize,
    nearest: &mut Option<Range<usize>>,
) {
    match (value.get_ref(), items) {
        (DeValue::Array(list), [item, items @ ..]) => {
            if let Some(value) = list.get(*item) {
                *nearest = Some(value.span());
                follow(value, items, rest, nth, nearest);
            }
        }
        (DeValue::Table(table), []) => {
            if let Some(rest) = rest {
                descend(table, rest, nth, nearest);
            }
        }
        // In an array of tables, the table with the requested number, or else the last.
        (DeValue::Array(list), []) if rest.is_some() => {
            if let Some(value) = list.get(nth).or_else(|| list.iter().last()) {
                *nearest = Some(value.span());
                follow(value, items, rest, nth, nearest);
            }
        }
        _ => {}
    }
}

/// The span of a table's heading, or of any other value itself.
fn place(own: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) -> Range<usize> {
    match value.get_ref() {
        DeValue::Table(_) => own.span(),
        _ => value.span(),
    }
}

/// Splits `name[1][2]` into the name and its numbers. If the brackets do not contain a number, the
/// whole text is the name. Quotation marks around a name are removed.
fn parts(key: &str) -> (&str, Vec<usize>) {
    if let Some(quoted) = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
        return (quoted, Vec::new());
    }
    let whole = || (key, Vec::new());
    let Some((name, numbers)) = key.strip_suffix(']').and_then(|key| key.split_once('[')) else {
        return whole();
    };
    let items: Result<Vec<usize>, _> = numbers.split("][").map(str::parse).collect();
    items.map_or_else(|_| whole(), |items| (name, items))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, key: &str, nth: usize) -> Option<(usize, usize)> {
        let document = DeTable::parse(text).ok()?;
        let found = position_of(document.get_ref(), text, key, nth)?;
        Some((found.line, found.column))
    }

    #[test]
    fn a_key_has_the_position_of_its_value() {
        let text = "name = 'x'\n[event]\nyear = 1\n[methodology.breaks]\nr1000 = { rank = 1 }\n\
                    [compare]\nschedules = [\n  'a',\n  'b' ]\n";
        assert_eq!(at(text, "event.year", 0), Some((3, 8)));
        assert_eq!(at(text, "name", 0), Some((1, 8)));
        assert_eq!(at(text, "methodology.breaks.r1000.rank", 0), Some((5, 18)));
        assert_eq!(at(text, "compare.schedules[1]", 0), Some((9, 3)));
        assert_eq!(at(text, "output.directory", 0), None);
        assert_eq!(at("x = ", "x", 0), None);
    }

    #[test]
    fn a_missing_key_has_the_position_of_the_enclosing_table() {
        let text = "[event]\nyear = 1\n[a.b]\nc = { d = 1 }\n";
        assert_eq!(at(text, "event.rank_day", 0), Some((1, 2)));
        assert_eq!(at(text, "a.b.c.e", 0), Some((4, 1)));
        assert_eq!(at(text, "a.x.y", 0), Some((3, 2)));
    }

    #[test]
    fn keys_are_found_in_repeated_tables_and_multiline_texts() {
        let text = "about = '''\n[[previous]]\nas_of = 0\n'''\n[[previous]]\nas_of = 1\n\
                    [universe] # two\nas_of = 0\n[[previous]]\nas_of = 2\n";
        assert_eq!(at(text, "previous.as_of", 0), Some((6, 9)));
        assert_eq!(at(text, "previous.as_of", 1), Some((10, 9)));
        assert_eq!(at(text, "previous.file", 1), Some((9, 1)));
        assert_eq!(at(text, "universe.as_of", 0), Some((8, 9)));
    }

    #[test]
    fn names_may_contain_dots_and_brackets() {
        let text = "[schedule.'a.b']\n'c[x]' = 1\n";
        assert_eq!(at(text, "schedule.a.b.c[x]", 0), Some((2, 10)));
        let text = "[sweep]\n\"a.b\" = [1]\n";
        assert_eq!(at(text, "sweep.\"a.b\"", 0), Some((2, 9)));
        assert_eq!(at(text, "sweep.\"a.b[0]\"", 0), Some((1, 2)));
    }
}
