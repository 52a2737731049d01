//! Faults of an input, with what it takes to correct them: file, line, column, value, remedy.
//!
//! Readers collect every fault of a file and fail once, at the end. A repeated fault (the same value in
//! the same column, with the same problem) is listed once, with its first places and their number, so
//! that it does not hide the others. If very many values of one column have the same problem, the first
//! few are listed and the others counted. Warnings are for oddities that do not stop the work; they go
//! into the report.

mod listed;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};

pub use listed::FAULT_LIMIT;

use crate::refusal::{Refusal, is_obeyed, plain};

/// How many further places of a fault are named; if there are more, one fewer is named and the rest counted.
const PLACES: usize = 4;

/// How many groups are kept for the list, in total and of each kind; faults of further groups are only
/// counted.
const KEPT: usize = 2_000;
const KEPT_OF_A_KIND: usize = 200;

/// How many characters of an offending value are quoted.
const VALUE_LIMIT: usize = 60;

/// How many characters of a problem are used to determine its kind.
const KIND_LIMIT: usize = 400;

/// One fault in one place of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file as the user named it.
    pub file: String,
    /// Line, counted from 1; `None` if the fault concerns the whole file.
    pub line: Option<u64>,
    /// Column name; `None` if the fault concerns the whole row or file.
    pub column: Option<String>,
    /// The value as written; `None` if there is none to quote.
    pub value: Option<String>,
    /// What is wrong and what to do about it.
    pub refusal: Refusal,
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
        self.refusal.fmt(f)
    }
}

/// A value as quoted in a message: without control characters, and no longer than a line can hold.
pub(crate) fn shorten(value: &str) -> String {
    let escaped = |c: char| match c {
        '\'' | '"' => c.to_string(),
        c => c.escape_debug().collect(),
    };
    let short = cut(value);
    short.chars().map(escaped).collect()
}

/// The beginning of a value that is too long for a line.
pub(crate) fn cut(value: &str) -> Cow<'_, str> {
    match value.char_indices().nth(VALUE_LIMIT) {
        Some((end, _)) => Cow::Owned(format!("{}…", &value[..end])),
        None => Cow::Borrowed(value),
    }
}

/// A printable form of a text: characters that terminals interpret, or that reorder text, are
/// spelled out.
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

/// A fault, with the further lines that have the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    /// The first fault of the group.
    first: Fault,
    /// Lines of the next few faults.
    also: Vec<u64>,
    /// The number of faults.
    count: usize,
}

/// The faults of one kind.
#[derive(Debug, Clone, Copy, Default)]
struct OfKind {
    faults: usize,
    /// Number of groups that are kept.
    groups: usize,
}

/// The faults of an input, in the order found; repeated faults form one group.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    groups: Vec<Group>,
    /// The index of each group, by the hash of its identity.
    places: FxHashMap<u64, usize>,
    /// The faults of each kind, by its hash.
    kinds: BTreeMap<u64, OfKind>,
    total: usize,
}

/// Two collections are equal if their messages are.
impl PartialEq for Faults {
    fn eq(&self, other: &Self) -> bool {
        (self.total, &self.groups) == (other.total, &other.groups)
    }
}

impl Eq for Faults {}

impl Faults {
    /// Adds a fault.
    pub fn push(&mut self, fault: Fault) {
        self.add(Group { first: fault, also: Vec::new(), count: 1 });
    }

    fn add(&mut self, mut group: Group) {
        self.total += group.count;
        let of_kind = self.kinds.entry(group.first.kind()).or_default();
        of_kind.faults += group.count;
        let (identity, next) = (group.first.identity(), self.groups.len());
        let known = self.places.get(&identity).map(|at| &mut self.groups[*at]);
        // If two hashes collide, which is extremely rare, each fault is its own group.
        if let Some(known) = known.filter(|known| known.first.repeats(&group.first)) {
            known.count += group.count;
            let places = group.first.line.into_iter().chain(group.also);
            known.also.extend(places.take(PLACES - known.also.len()));
        } else if next < KEPT && of_kind.groups < KEPT_OF_A_KIND {
            of_kind.groups += 1;
            group.also.truncate(PLACES);
            self.groups.push(group);
            self.places.entry(identity).or_insert(next);
        }
    }

    /// Adds a fault of a whole file.
    pub fn file(&mut self, file: &str, problem: impl Into<String>, remedy: impl Into<String>) {
        self.push(Fault {
            file: file.to_owned(),
            line: None,
            column: None,
            value: None,
            refusal: Refusal::new(problem, remedy),
        });
    }

    /// A collection of one fault, for a file that is refused as a whole.
    pub(crate) fn of_file(file: &str, refusal: impl Into<Refusal>) -> Self {
        let Refusal { problem, remedy } = refusal.into();
        let mut faults = Self::default();
        faults.file(file, problem, remedy);
        faults
    }

    /// The number of faults, followed by those listed.
    pub(crate) fn counted(&self) -> impl fmt::Display {
        let s = if self.total == 1 { "" } else { "s" };
        format!("{} fault{s} in the input:\n{self}", self.total)
    }

    /// The number of faults, listed or not.
    pub fn total(&self) -> usize {
        self.total
    }

    /// The faults, each changed by a function: for example to another file and other lines.
    pub(crate) fn said_anew(self, say: impl Fn(Fault) -> Fault) -> Self {
        let mut anew = Self::default();
        let dropped = self.dropped();
        let mut kinds: BTreeMap<u64, u64> = BTreeMap::new();
        for Group { first, also, count } in self.groups {
            let moved = also.into_iter().filter_map(|line| {
                let other = Fault { line: Some(line), ..first.clone() };
                say(other).line
            });
            let also = moved.collect();
            let (kind, first) = (first.kind(), say(first));
            kinds.entry(kind).or_insert_with(|| first.kind());
            anew.add(Group { first, also, count });
        }
        for (kind, count) in dropped {
            anew.count_more(kinds.get(&kind).copied().unwrap_or(kind), count);
        }
        anew
    }

    /// The faults, marked as belonging to one combination of a sweep.
    pub(crate) fn with(self, combination: &str) -> Self {
        self.said_anew(|fault| {
            let Refusal { problem, remedy } = fault.refusal;
            let refusal = Refusal::new(format!("{problem} (with {combination})"), remedy);
            Fault { refusal, ..fault }
        })
    }

    /// The number of faults of each kind that are not in any group.
    fn dropped(&self) -> BTreeMap<u64, usize> {
        let mut dropped: BTreeMap<u64, usize> =
            self.kinds.iter().map(|(kind, of)| (*kind, of.faults)).collect();
        for group in &self.groups {
            if let Some(count) = dropped.get_mut(&group.first.kind()) {
                *count -= group.count;
            }
        }
        dropped
    }

    fn count_more(&mut self, kind: u64, count: usize) {
        self.total += count;
        self.kinds.entry(kind).or_default().faults += count;
    }

    /// `value` if there are no faults, the faults otherwise.
    pub fn into_result<T>(self, value: T) -> Result<T, Faults> {
        if self.total == 0 { Ok(value) } else { Err(self) }
    }

    /// Adds the faults of another input.
    pub fn extend(&mut self, other: Faults) {
        let dropped = other.dropped();
        for group in other.groups {
            self.add(group);
        }
        for (kind, count) in dropped {
            self.count_more(kind, count);
        }
    }
}

impl Fault {
    /// A hash of everything that the faults of a group share: all except the line.
    fn identity(&self) -> u64 {
        let mut hasher = FxHasher::default();
        (&self.file, &self.column, &self.value, &self.refusal).hash(&mut hasher);
        hasher.finish()
    }

    /// Whether another fault is the same fault in another place.
    fn repeats(&self, other: &Self) -> bool {
        (&self.file, &self.column, &self.value, &self.refusal)
            == (&other.file, &other.column, &other.value, &other.refusal)
    }

    /// A hash of the kind of a fault: its file, its column and its problem, ignoring numbers and quoted
    /// values in the problem.
    fn kind(&self) -> u64 {
        let mut hasher = FxHasher::default();
        (&self.file, &self.column).hash(&mut hasher);
        let mut is_quoted = false;
        for byte in self.refusal.problem.bytes().take(KIND_LIMIT) {
            is_quoted ^= byte == b'"';
            if !is_quoted && !byte.is_ascii_digit() {
                hasher.write_u8(byte);
            }
        }
        hasher.finish()
    }
}

impl std::error::Error for Faults {}

/// The first few items of a list, and their total number if not all are shown.
pub(crate) fn some_of(all: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = all.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if all.len() > SHOWN { format!("{shown}, … ({} in all)", all.len()) } else { shown }
}

/// All values, or else the faults of all failed readings.
pub(crate) fn all<T>(read: Vec<Result<T, Faults>>) -> Result<Vec<T>, Faults> {
    let mut faults = Faults::default();
    let values = read.into_iter().filter_map(|r| r.map_err(|found| faults.extend(found)).ok());
    let values = values.collect();
    faults.into_result(values)
}

/// Both results, or else the faults of both.
pub(crate) fn both<A, B>(a: Result<A, Faults>, b: Result<B, Faults>) -> Result<(A, B), Faults> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(mut faults), Err(more)) => {
            faults.extend(more);
            Err(faults)
        }
        (Err(faults), _) | (_, Err(faults)) => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::listed::OF_A_KIND;
    use super::*;

    fn fault(line: u64, column: &str, value: &str, problem: &str) -> Fault {
        Fault {
            file: "u.csv".to_owned(),
            line: Some(line),
            column: Some(column.to_owned()),
            value: Some(value.to_owned()),
            refusal: Refusal::new(problem, "mend it"),
        }
    }

    fn said(faults: impl IntoIterator<Item = Fault>) -> String {
        let mut all = Faults::default();
        faults.into_iter().for_each(|fault| all.push(fault));
        all.to_string()
    }

    #[test]
    fn repeated_faults_are_listed_once_with_their_places() {
        let repeated = |lines: &[u64]| -> Vec<Fault> {
            lines.iter().map(|line| fault(*line, "price", "x", "is odd")).collect()
        };
        let one = "u.csv:2: price: \"x\" is odd; mend it";
        assert_eq!(said(repeated(&[2])), one);
        assert_eq!(said(repeated(&[2, 3])), format!("{one} (also on line 3)"));
        assert_eq!(said(repeated(&[2, 3, 5, 9])), format!("{one} (also on lines 3, 5 and 9)"));
        let five = said(repeated(&[2, 3, 5, 9, 10]));
        assert_eq!(five, format!("{one} (also on lines 3, 5, 9 and 10)"));
        let many: Vec<u64> = (2..202).collect();
        let mut faults = repeated(&many);
        faults.insert(100, fault(7, "shares", "x", "is odd"));
        assert_eq!(
            said(faults),
            format!(
                "{one} (also on lines 3, 4, 5 and 196 more)\nu.csv:7: shares: \"x\" is odd; mend it"
            )
        );
    }

    #[test]
    fn many_values_of_one_column_leave_room_for_other_columns() {
        let mut faults: Vec<Fault> =
            (0..500).map(|n| fault(n + 2, "price", &format!("x{n}"), "is odd")).collect();
        faults.push(fault(900, "shares", "y", "is odd"));
        faults.push(fault(901, "symbol", "Z", "stands on line 3 already"));
        let said = said(faults);
        assert_eq!(said.lines().count(), OF_A_KIND + 3, "{said}");
        assert!(said.contains("u.csv:900: shares") && said.contains("u.csv:901: symbol"), "{said}");
        assert!(said.contains("u.csv: price: 490 more like these; "), "{said}");
    }

    #[test]
    fn extending_equals_collecting_at_once() {
        let all: Vec<Fault> =
            (0..300).map(|n| fault(n, "price", &format!("x{}", n % 70), "is odd")).collect();
        let mut whole = Faults::default();
        all.iter().cloned().for_each(|fault| whole.push(fault));
        let mut together = Faults::default();
        for part in all.chunks(37) {
            let mut faults = Faults::default();
            part.iter().cloned().for_each(|fault| faults.push(fault));
            together.extend(faults);
        }
        assert_eq!(together, whole);
        assert_eq!(whole.total(), 300);
    }
}
