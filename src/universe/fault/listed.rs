//! Faults as a list: a group on a line, and of very many of one kind the first few and their number.

use std::collections::BTreeMap;
use std::fmt;

use super::{Fault, Faults, Group, PLACES, printable};
use crate::refusal::plain;

/// How many groups of faults are listed; the others are counted.
pub const FAULT_LIMIT: usize = 50;

/// How many groups of one kind, that is of one column and problem, are listed where not all fit; the others
/// are counted.
pub(super) const OF_A_KIND: usize = 10;

/// A line of a list of faults.
enum Listed<'f> {
    /// A group.
    Group(&'f Group),
    /// How many further faults there are of the kind of the group before it.
    More(&'f Fault, usize),
}

impl Faults {
    /// Those listed, the first of each group; one kind leaves room for the others.
    pub fn listed(&self) -> Vec<&Fault> {
        let lines = self.lines().into_iter();
        lines
            .filter_map(
                |line| if let Listed::Group(group) = line { Some(&group.first) } else { None },
            )
            .collect()
    }

    fn lines(&self) -> Vec<Listed<'_>> {
        if self.groups.len() <= FAULT_LIMIT {
            return self.groups.iter().map(Listed::Group).collect();
        }
        let mut groups_of: BTreeMap<u64, usize> = BTreeMap::new();
        for group in &self.groups {
            *groups_of.entry(group.first.kind()).or_default() += 1;
        }
        let mut lines = Vec::new();
        let mut seen: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
        for group in &self.groups {
            let kind = group.first.kind();
            let (groups, faults) = seen.entry(kind).or_default();
            let is_many = groups_of[&kind] > OF_A_KIND;
            if lines.len() >= FAULT_LIMIT || (is_many && *groups == OF_A_KIND) {
                continue;
            }
            *groups += 1;
            *faults += group.count;
            lines.push(Listed::Group(group));
            if is_many && *groups == OF_A_KIND {
                lines.push(Listed::More(&group.first, self.kinds[&kind].faults - *faults));
            }
        }
        lines
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        let others = self.count - 1;
        if others == 0 {
            return Ok(());
        }
        let shown = if others > self.also.len() { PLACES - 1 } else { PLACES };
        let lines: Vec<String> = self.also.iter().take(shown).map(u64::to_string).collect();
        let unnamed = others - lines.len();
        match (lines.as_slice(), unnamed) {
            ([], _) => write!(f, " ({} times)", self.count),
            ([line], 0) => write!(f, " (also on line {line})"),
            ([first @ .., last], 0) => {
                write!(f, " (also on lines {} and {last})", first.join(", "))
            }
            (lines, unnamed) => {
                write!(f, " (also on lines {} and {unnamed} more)", lines.join(", "))
            }
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = 0;
        for (i, line) in self.lines().into_iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            match line {
                Listed::Group(group) => {
                    told += group.count;
                    write!(f, "{group}")?;
                }
                Listed::More(fault, count) => {
                    told += count;
                    let column = fault.column.iter().map(|column| format!("{}: ", plain(column)));
                    let column: String = column.collect();
                    write!(
                        f,
                        "{}: {column}{count} more like these; if they are most of the file, are two columns \
                         swapped, or is it another unit?",
                        printable(&fault.file)
                    )?;
                }
            }
        }
        if self.total > told {
            write!(f, "\n… and {} more", self.total - told)?;
        }
        Ok(())
    }
}
