//! Faults as a list, one group a line. Of very many groups of one kind, only the first few and the number
//! of faults are listed. If many values of a column are out of range, the unit or the column is wrong,
//! and this becomes a single line.

use std::collections::BTreeMap;
use std::fmt;

use super::{Fault, Faults, Group, PLACES, printable};
use crate::refusal::{Refusal, plain};
use crate::universe::table::OUT_OF_RANGE;

/// How many groups of faults are listed; the rest are counted.
pub const FAULT_LIMIT: usize = 50;

/// How many groups of one kind (the same column and problem) are listed if not all fit; the rest are counted.
pub(super) const OF_A_KIND: usize = 10;

/// A line of a list of faults.
enum Listed<'f> {
    /// A group.
    Group(&'f Group),
    /// The number of further faults of the same kind as the group before.
    More(&'f Fault, usize),
    /// Very many values of one column that are out of range, in one sentence, and their number.
    Column(Fault, usize),
}

impl Faults {
    /// The first fault of each listed group. No kind may take all the room.
    pub fn listed(&self) -> Vec<Fault> {
        let lines = self.lines().into_iter();
        lines
            .filter_map(|line| match line {
                Listed::Group(group) => Some(group.first.clone()),
                Listed::Column(fault, _) => Some(fault),
                Listed::More(..) => None,
            })
            .collect()
    }

    fn lines(&self) -> Vec<Listed<'_>> {
        let mut groups_of: BTreeMap<u64, usize> = BTreeMap::new();
        for group in &self.groups {
            *groups_of.entry(group.first.kind()).or_default() += 1;
        }
        let is_all = self.groups.len() <= FAULT_LIMIT;
        let mut lines = Vec::new();
        let mut seen: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
        for group in &self.groups {
            let kind = group.first.kind();
            let (groups, faults) = seen.entry(kind).or_default();
            let is_many = groups_of[&kind] > OF_A_KIND;
            let is_column = is_many && group.first.refusal.problem == OUT_OF_RANGE;
            let is_full = lines.len() >= FAULT_LIMIT || (is_many && *groups == OF_A_KIND);
            if (is_full && !is_all) || (is_column && *groups > 0) {
                continue;
            }
            *groups += 1;
            *faults += group.count;
            if is_column {
                let count = self.kinds[&kind].faults;
                lines.push(Listed::Column(of_column(&group.first, count), count));
                continue;
            }
            lines.push(Listed::Group(group));
            if is_many && !is_all && *groups == OF_A_KIND {
                lines.push(Listed::More(&group.first, self.kinds[&kind].faults - *faults));
            }
        }
        lines
    }
}

/// The fault of a column with many values out of range: what the column holds, and the remedy.
fn of_column(first: &Fault, count: usize) -> Fault {
    let Refusal { problem, remedy } = &first.refusal;
    let problem = format!("and {} more values of this column: each {problem}", count - 1);
    let looks = looks(first.column.as_deref().unwrap_or_default(), first.value.as_deref());
    let refusal = Refusal::new(problem, format!("{remedy}: {looks}"));
    Fault { refusal, ..first.clone() }
}

/// What a column with many values out of range, such as `value`, probably holds, and the remedy.
fn looks(column: &str, value: Option<&str>) -> &'static str {
    let is_negative = value.is_some_and(|value| value.starts_with('-'));
    match column {
        "price_return" if is_negative => "are they per cent? Divide all of the column by 100",
        "price" | "mean_close_30d" if is_negative => {
            "are they returns, or means of bid and ask? Give closes, and leave the others empty"
        }
        "price" | "mean_close_30d" => "are they shares or caps? Let the two columns change places",
        "market_cap" | "company_market_cap" | "shares_outstanding" | "index_shares" | "adv_usd"
            if !is_negative =>
        {
            "is it another column, or multiplied twice? Write USD and single shares"
        }
        column if column.ends_with("_pct") && !is_negative => {
            "are they basis points, or numbers of shares? Write per cent, 12.5 for an eighth"
        }
        _ => "is it another column, or another unit? Let it hold what its name says",
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
                Listed::Column(fault, count) => {
                    told += count;
                    write!(f, "{fault}")?;
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
