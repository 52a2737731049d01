//! The texts that identify a line: ticker, issuer, id and name. The texts of many lines share one string.

use arcstr::{ArcStr, Substr};
use compact_str::CompactString;

/// The names of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineNames<'a> {
    /// Ticker as the source spells it.
    pub symbol: &'a str,
    /// Groups the lines of one company: lines with the same issuer are its classes.
    pub issuer: &'a str,
    /// An identity that survives ticker changes; `None` or empty if unknown.
    pub id: Option<&'a str>,
    /// Name of the security; empty if unknown.
    pub name: &'a str,
}

impl<'a> LineNames<'a> {
    /// The names of a line that is its own issuer and has no id or name.
    pub fn of_symbol(symbol: &'a str) -> Self {
        Self { symbol, issuer: symbol, id: None, name: "" }
    }

    /// All four texts, in the order in which they are stored.
    fn texts(&self) -> [&'a str; 4] {
        [self.symbol, self.issuer, self.id.unwrap_or_default(), self.name]
    }
}

/// The names of a line as they are stored. The string that they are part of stays in memory as long as
/// any line that has its names in it.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    /// The four texts, without separators.
    texts: Substr,
    /// The ends of the first three texts, in bytes.
    ends: [u32; 3],
}

impl Identity {
    /// The identity of a line that has no names yet.
    pub(super) const EMPTY: Self = Self { texts: Substr::new(), ends: [0; 3] };

    pub(super) fn new(names: &LineNames<'_>) -> Self {
        // Most lines that are made one by one have short names, for which this allocates nothing.
        let texts: CompactString = names.texts().into_iter().collect();
        Self { texts: ArcStr::from(texts.as_str()).into(), ends: ends(names) }
    }

    pub(super) fn symbol(&self) -> &str {
        &self.texts[..self.ends[0] as usize]
    }

    pub(super) fn issuer(&self) -> &str {
        &self.texts[self.ends[0] as usize..self.ends[1] as usize]
    }

    /// The id; `None` if unknown.
    pub(super) fn id(&self) -> Option<&str> {
        Some(&self.texts[self.ends[1] as usize..self.ends[2] as usize]).filter(|id| !id.is_empty())
    }

    pub(super) fn name(&self) -> &str {
        &self.texts[self.ends[2] as usize..]
    }

    pub(super) fn names(&self) -> LineNames<'_> {
        LineNames { symbol: self.symbol(), issuer: self.issuer(), id: self.id(), name: self.name() }
    }

    /// The identity without id and name.
    pub(super) fn without_id_and_name(&self) -> Self {
        let [symbol, issuer, _] = self.ends;
        Self { texts: self.texts.substr(..issuer as usize), ends: [symbol, issuer, issuer] }
    }
}

impl PartialEq for Identity {
    fn eq(&self, other: &Self) -> bool {
        (self.ends, &self.texts) == (other.ends, &other.texts)
    }
}

/// The ends of the first three texts when all are concatenated.
fn ends(names: &LineNames<'_>) -> [u32; 3] {
    let mut end = 0;
    let [symbol, issuer, id, _] = names.texts();
    [symbol, issuer, id].map(|text| {
        end += u32::try_from(text.len()).unwrap_or_else(|_| unreachable!("no name has gigabytes"));
        end
    })
}

/// The names of lines that are read one after another, collected in one string.
#[derive(Debug, Default)]
pub(super) struct Identities {
    texts: String,
    /// For each line, the start of its texts, and the ends of the first three relative to that start.
    lines: Vec<(usize, [u32; 3])>,
}

impl Identities {
    /// Adds the names of a line.
    pub(super) fn push(&mut self, names: &LineNames<'_>) {
        self.lines.push((self.texts.len(), ends(names)));
        self.texts.extend(names.texts());
    }

    /// The identities of all lines, in order.
    pub(super) fn finish(self) -> impl Iterator<Item = Identity> {
        let (texts, lines) = (ArcStr::from(self.texts), self.lines);
        (0..lines.len()).map(move |line| {
            let (start, ends) = lines[line];
            let end = lines.get(line + 1).map_or(texts.len(), |(start, _)| *start);
            Identity { texts: texts.substr(start..end), ends }
        })
    }

    /// Moves the texts of these identities into one string, in this order.
    pub(super) fn gather<'i>(identities: impl Iterator<Item = &'i mut Identity>) {
        let (mut together, mut lines) = (Self::default(), Vec::new());
        for identity in identities {
            together.push(&identity.names());
            lines.push(identity);
        }
        for (line, identity) in lines.into_iter().zip(together.finish()) {
            *line = identity;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUAZAR: LineNames<'_> =
        LineNames { symbol: "QZA", issuer: "Quazar", id: Some("SYN1"), name: "Quazar Inc" };

    #[test]
    fn names_are_held_as_they_are() {
        let unknown = LineNames { id: None, name: "", ..QUAZAR };
        for names in [QUAZAR, unknown, LineNames::of_symbol("É"), LineNames::of_symbol("")] {
            assert_eq!(Identity::new(&names).names(), names);
        }
        let line = Identity::new(&QUAZAR);
        assert_eq!(line.without_id_and_name().names(), unknown);
    }

    #[test]
    fn those_of_many_lines_are_held_together() {
        let mut lines = [
            Identity::new(&QUAZAR),
            Identity::EMPTY,
            Identity::new(&LineNames { name: "Éclat", ..LineNames::of_symbol("É") }),
        ];
        let before = lines.clone();
        Identities::gather(lines.iter_mut());
        assert_eq!(lines, before);
        assert_eq!(lines[2].name(), "Éclat");
    }
}
