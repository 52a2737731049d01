//! Who a line is: its ticker, issuer, id and name. Those of many lines stand one behind the other in one text.

use arcstr::{ArcStr, Substr};
use compact_str::CompactString;

/// The ticker, issuer, id and name of a line.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    /// All four, with nothing between them.
    texts: Substr,
    /// Where the first three of them end.
    ends: [u32; 3],
}

/// One of the four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Symbol,
    Issuer,
    Id,
    Name,
}

impl Part {
    /// All of them, in order.
    const ALL: [Self; 4] = [Self::Symbol, Self::Issuer, Self::Id, Self::Name];
}

impl Identity {
    /// Of a line whose identity comes later.
    pub(super) const NONE: Self = Self { texts: Substr::new(), ends: [0; 3] };

    /// The four in the order of [`Part`]; an empty id is unknown.
    pub(super) fn new(parts: [&str; 4]) -> Self {
        let texts: CompactString = parts.into_iter().collect();
        Self { texts: ArcStr::from(texts.as_str()).into(), ends: ends(parts) }
    }

    /// One of them.
    pub(super) fn get(&self, part: Part) -> &str {
        let end = |part: usize| self.ends.get(part).map_or(self.texts.len(), |end| *end as usize);
        let at = part as usize;
        &self.texts[at.checked_sub(1).map_or(0, end)..end(at)]
    }

    /// All of them.
    fn parts(&self) -> [&str; 4] {
        Part::ALL.map(|part| self.get(part))
    }

    /// The same without an id and a name.
    pub(super) fn unnamed(&self) -> Self {
        let [symbol, issuer, _] = self.ends;
        let texts = self.texts.substr(..issuer as usize);
        Self { texts, ends: [symbol, issuer, issuer] }
    }

    /// The same with another text as one of them.
    pub(super) fn with(&self, part: Part, text: &str) -> Self {
        let mut parts = self.parts();
        parts[part as usize] = text;
        Self::new(parts)
    }
}

impl PartialEq for Identity {
    fn eq(&self, other: &Self) -> bool {
        (self.ends, &self.texts) == (other.ends, &other.texts)
    }
}

/// Where the first three texts end that stand one behind the other.
fn ends(parts: [&str; 4]) -> [u32; 3] {
    let mut end = 0;
    [0, 1, 2].map(|part| {
        end += place(parts[part].len());
        end
    })
}

/// A place in the texts of some lines.
fn place(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or_else(|_| unreachable!("a few lines have no gigabytes of text"))
}

/// The identities of lines that are read one after another.
#[derive(Debug, Default)]
pub(super) struct Identities {
    texts: String,
    /// Where those of each line begin, and where the first three end from there.
    lines: Vec<(usize, [u32; 3])>,
}

impl Identities {
    /// Adds the identity of a line.
    pub(super) fn push(&mut self, parts: [&str; 4]) {
        self.lines.push((self.texts.len(), ends(parts)));
        self.texts.extend(parts);
    }

    /// All of them, in order.
    pub(super) fn finish(self) -> impl Iterator<Item = Identity> {
        let (texts, lines) = (ArcStr::from(self.texts), self.lines);
        (0..lines.len()).map(move |line| {
            let (start, ends) = lines[line];
            let end = lines.get(line + 1).map_or(texts.len(), |(start, _)| *start);
            Identity { texts: texts.substr(start..end), ends }
        })
    }

    /// Lets identities stand together, in the order in which they are given.
    pub(super) fn gather<'i>(identities: impl Iterator<Item = &'i mut Identity>) {
        let (mut together, mut lines) = (Self::default(), Vec::new());
        for identity in identities {
            together.push(identity.parts());
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

    #[test]
    fn each_text_is_kept_beside_the_others() {
        let line = Identity::new(["QZA", "Quazar", "", "Quazar Inc"]);
        assert_eq!((line.get(Part::Symbol), line.get(Part::Id)), ("QZA", ""));
        let line = line.with(Part::Id, "SYN1").with(Part::Symbol, "Q").with(Part::Name, "");
        assert_eq!(line.parts(), ["Q", "Quazar", "SYN1", ""]);
        let mut lines = [line, Identity::NONE, Identity::new(["É", "É", "", "Éclat"])];
        let before = lines.clone();
        Identities::gather(lines.iter_mut());
        assert_eq!(lines, before);
        assert_eq!(lines[2].parts(), ["É", "É", "", "Éclat"]);
    }
}
