//! The membership held just before a reconstitution.
//!
//! It comes from the project's own membership CSV, or from plain lists of symbols, one for each
//! index, combined by [`combine_lists`](super::combine_lists).

use std::collections::BTreeMap;
use std::io::Write;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::fault::Faults;
use super::formula::guarded;
use super::index::{Index, Indexes, Segment};
use super::input::Input;
use super::lookalikes::Lookalikes;
use super::placeholder::no_ticker;
use super::read::{PER_CENT, SHARES};
use super::symbol::SymbolKey;
use super::table::{self, Column};
use crate::remark::{InputNote, Remark};
use crate::word_enum::word_enum;

/// How many members a remark names.
const NAMED: usize = 8;

word_enum!(
    "lowercase",
    /// An answer in a cell.
    pub enum YesNo {
        /// It is so.
        Yes,
        /// It is not.
        No,
    }
);

/// Columns of a membership CSV.
pub const MEMBERSHIP_COLUMNS: &[Column] = &[
    Column {
        name: "symbol",
        required: true,
        holds: "ticker",
        meaning: "the member's ticker on the day held",
    },
    Column { name: "name", required: false, holds: "text", meaning: "name of the security" },
    Column {
        name: "id",
        required: false,
        holds: "text",
        meaning: "an identity that survives ticker changes",
    },
    Column {
        name: "segment",
        required: true,
        holds: "code",
        meaning: "R1000, R2000 or MICRO (in the Microcap index and not in the R2000); R3000 where it is not known in which of its two parts",
    },
    Column {
        name: "indexes",
        required: false,
        holds: "codes",
        meaning: "all indexes it is in, separated by semicolons; empty where not known beyond the segment",
    },
    Column { name: "held_on", required: true, holds: "date", meaning: "day on which it was held" },
    Column {
        name: "index_shares",
        required: false,
        holds: "shares",
        meaning: "shares in the index, before float",
    },
    Column {
        name: "index_float_pct",
        required: false,
        holds: "per cent",
        meaning: "float in the index, 0 to 100",
    },
    Column {
        name: "inferred",
        required: false,
        holds: "text",
        meaning: "how an import inferred the segment or the float; empty where a source says them",
    },
    Column {
        name: "unmatched",
        required: false,
        holds: "yes or no",
        meaning: "yes: should the universe have no line for it, it takes no place in the ranking, as nothing says that it was a security of its own on rank day (default: no)",
    },
];

/// A security that is a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its ticker on the day held, as its source spells it.
    pub symbol: String,
    /// Name of the security; empty if unknown.
    pub name: String,
    /// An identity that survives ticker changes.
    pub id: Option<String>,
    /// Its segment.
    pub segment: Segment,
    /// All indexes that it is in, if its source states them; `None` if only the segment is known.
    pub indexes: Option<Indexes>,
    /// Whether it is in the Microcap index; `None` if its source does not say.
    pub in_microcap: Option<bool>,
    /// Day on which it was held.
    pub held_on: NaiveDate,
    /// Shares in the index, before float.
    pub index_shares: Option<Decimal>,
    /// Float in the index, per cent.
    pub index_float_pct: Option<Decimal>,
    /// How its segment or float was inferred, separated by semicolons; empty if its source states them.
    pub inferred: String,
    /// For an entry without a line in the universe: true if it may not have been a separate security on
    /// rank day, false if the universe file lacks a member.
    pub unmatched: bool,
}

impl Member {
    /// A member of a segment, with everything else unknown.
    pub fn new(symbol: impl Into<String>, segment: Segment, held_on: NaiveDate) -> Self {
        Self {
            symbol: symbol.into(),
            name: String::new(),
            id: None,
            segment,
            indexes: None,
            in_microcap: None,
            held_on,
            index_shares: None,
            index_float_pct: None,
            inferred: String::new(),
            unmatched: false,
        }
    }
}

/// The membership held, sorted by symbol.
#[derive(Debug, Clone, Default)]
pub struct Membership {
    /// The members.
    pub members: Vec<Member>,
    /// Indexes whose members are not given although those of others are, so that membership in them is
    /// unknown.
    pub not_given: Indexes,
}

impl Membership {
    /// Members whose tickers differ only in punctuation.
    pub fn lookalikes(&self) -> Lookalikes {
        Lookalikes::of(self.members.iter().map(|member| (member.symbol.as_str(), None)))
    }

    /// Whether it states Microcap membership for any member.
    pub fn knows_microcap(&self) -> bool {
        let says = |m: &Member| m.segment == Segment::Micro || m.in_microcap.is_some();
        self.members.iter().any(says)
    }

    /// The number of members of the Russell 3000 whose segment is unknown.
    pub fn parts_unknown(&self) -> usize {
        self.members.iter().filter(|member| member.segment == Segment::R3000).count()
    }

    /// The inferences about its members: a remark for each kind, with the number and names of
    /// members.
    pub fn inferences(&self) -> Vec<Remark> {
        let mut by_way: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for member in self.members.iter().filter(|member| !member.inferred.is_empty()) {
            for way in member.inferred.split("; ") {
                by_way.entry(way).or_default().push(&member.symbol);
            }
        }
        let remark = |(way, mut symbols): (&str, Vec<&str>)| {
            symbols.sort_unstable();
            let members = symbols.len();
            let first = symbols.into_iter().take(NAMED).map(str::to_owned).collect();
            Remark::from(InputNote::SegmentsInferred {
                way: way.to_owned(),
                members,
                symbols: first,
            })
            .on(members, self.members.len())
        };
        by_way.into_iter().map(remark).collect()
    }

    /// A membership of these members, in any order.
    pub fn new(mut members: Vec<Member>) -> Self {
        members.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        Self { members, ..Self::default() }
    }
}

/// Reads a membership CSV.
///
/// # Errors
/// Every fault of the file, including a security held in two segments.
pub fn read_membership(input: &Input) -> Result<Membership, Faults> {
    let mut faults = Faults::default();
    let mut members = Vec::new();
    let mut seen: FxHashMap<SymbolKey, (u64, Segment)> = FxHashMap::default();
    table::read(input, MEMBERSHIP_COLUMNS, &mut faults, |row, faults| {
        let symbol = row.required(0, faults);
        let segment = row.required(3, faults).and_then(|_| row.code::<Segment>(3, faults));
        let held_on = row.required(5, faults).and_then(|_| row.date(5, faults));
        let indexes = read_indexes(row, faults);
        let index_shares = row.decimal(6, &SHARES, faults);
        let index_float_pct = row.decimal(7, &PER_CENT, faults);
        let unmatched = row.code::<YesNo>(9, faults) == Some(YesNo::Yes);
        let (Some(symbol), Some(segment), Some(held_on)) = (symbol, segment, held_on) else {
            return;
        };
        if let Some(fault) = no_ticker(symbol) {
            row.fault(0, Some(symbol), fault, faults);
            return;
        }
        if segment == Segment::None {
            let remedy = "leave out whoever is no member";
            row.fault(3, Some("NONE"), ("is no membership", remedy), faults);
            return;
        }
        if let Some(all) = indexes {
            check_indexes(row, segment, all, faults);
        }
        if let Some((line, before)) = seen.insert(SymbolKey::exact(symbol), (row.line, segment)) {
            let line = row.name_of_line(line);
            let problem = if before == segment {
                format!("stands on {line} already")
            } else {
                format!("stands on {line} already, in {before}")
            };
            row.fault(0, Some(symbol), (problem, "a security is in one segment, once"), faults);
        }
        members.push(Member {
            symbol: symbol.to_owned(),
            name: row.text(1).unwrap_or_default().to_owned(),
            id: row.telling_text(2, faults).map(str::to_owned),
            segment,
            in_microcap: indexes.map(|all| all.contains(Index::Microcap)),
            indexes,
            held_on,
            index_shares,
            index_float_pct,
            inferred: row.text(8).unwrap_or_default().to_owned(),
            unmatched,
        });
    });
    if members.is_empty() && faults.total() == 0 {
        let remedy = "give one row per member, or leave the membership out of the scenario";
        faults.file(&input.name, "has no rows", remedy);
    }
    faults.into_result(Membership::new(members))
}

/// A remark for each group of members whose tickers differ only in punctuation, with their lines.
pub fn membership_lookalikes(input: &Input, membership: &Membership) -> Vec<Remark> {
    // Few files have lookalikes, and only these are read again for line numbers.
    if membership.lookalikes().is_empty() {
        return Vec::new();
    }
    let symbols = lines_of_members(input);
    let symbols = symbols.iter().map(|(symbol, line)| (symbol.as_str(), Some(*line)));
    let file = || input.report_name.clone();
    let remark = |lines: String| InputNote::MembersLookAlike { file: file(), lines }.into();
    Lookalikes::of(symbols).groups().map(remark).collect()
}

/// The tickers of a membership CSV, as spelled there, each with its line number.
pub fn lines_of_members(input: &Input) -> Vec<(String, u64)> {
    let mut lines = Vec::new();
    table::read(input, MEMBERSHIP_COLUMNS, &mut Faults::default(), |row, _| {
        lines.extend(row.text(0).map(|symbol| (symbol.to_owned(), row.line)));
    });
    lines
}

fn read_indexes(row: &table::Row<'_, '_>, faults: &mut Faults) -> Option<Indexes> {
    let text = row.text(4)?;
    let mut indexes = Indexes::default();
    let mut known_all = true;
    for name in text.split(';').map(str::trim).filter(|n| !n.is_empty()) {
        if let Ok(index) = name.parse() {
            indexes.insert(index);
        } else {
            let known = <Index as strum::VariantNames>::VARIANTS.join(", ");
            let remedy = format!("separate them by semicolons; known are {known}");
            row.fault(4, Some(name), ("is no index", remedy), faults);
            known_all = false;
        }
    }
    known_all.then_some(indexes)
}

/// Checks that the list of indexes does not contradict the segment, which takes precedence.
fn check_indexes(row: &table::Row<'_, '_>, segment: Segment, all: Indexes, faults: &mut Faults) {
    let (own, others): (Index, &[Index]) = match segment {
        Segment::R1000 => (Index::R1000, &[Index::R2000, Index::Microcap]),
        Segment::R2000 => (Index::R2000, &[Index::R1000]),
        Segment::R3000 => (Index::R3000, &[Index::R1000, Index::R2000]),
        Segment::Micro => (Index::Microcap, &[Index::R1000, Index::R2000, Index::R3000]),
        Segment::None => return,
    };
    if !all.contains(own) || others.iter().any(|&other| all.contains(other)) {
        let others = others.iter().map(Index::to_string).collect::<Vec<_>>().join(" or ");
        let remedy = format!("give a list with {own} and without {others}");
        row.fault(4, row.text(4), (format!("speaks against {segment}"), remedy), faults);
    }
}

/// Columns that every membership CSV has; later ones are written only where any member has a value.
const PLAIN_COLUMNS: usize = 8;

/// Writes a membership CSV that [`read_membership`] reads back.
///
/// # Errors
/// Errors of the CSV writer.
pub fn write_membership(membership: &Membership, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let is_plain = |m: &Member| m.inferred.is_empty() && !m.unmatched;
    let all_plain = membership.members.iter().all(is_plain);
    let columns = if all_plain { PLAIN_COLUMNS } else { MEMBERSHIP_COLUMNS.len() };
    writer.write_record(MEMBERSHIP_COLUMNS[..columns].iter().map(|c| c.name))?;
    let words = |text: &str| guarded(text).into_owned();
    let number = |d: Option<Decimal>| d.map_or_else(String::new, |d| d.to_string());
    for m in &membership.members {
        let indexes = m.indexes.map_or_else(String::new, |all| {
            all.iter().map(|index| index.to_string()).collect::<Vec<_>>().join(";")
        });
        let cells = [
            words(&m.symbol),
            words(&m.name),
            words(m.id.as_deref().unwrap_or_default()),
            m.segment.to_string(),
            indexes,
            m.held_on.to_string(),
            number(m.index_shares),
            number(m.index_float_pct),
            words(&m.inferred),
            if m.unmatched { "yes".to_owned() } else { String::new() },
        ];
        writer.write_record(&cells[..columns])?;
    }
    writer.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_membership_survives_writing_and_reading() {
        let csv = "symbol,name,id,segment,indexes,held_on,index_shares,index_float_pct,inferred,\
                   unmatched\n\
                   AAA,Aaa Inc,X1,R1000,R3000;R1000;TOP200,2026-06-01,100,95.5,,\n\
                   BBB,,,MICRO,,2026-06-01,,,,yes\n\
                   CCC,,,R3000,,2026-06-01,,,by guess,\n";
        let input = Input::from_bytes("m.csv", csv.into()).expect("text");
        let read = read_membership(&input).expect("membership");
        let mut out = Vec::new();
        write_membership(&read, &mut out).expect("written");
        assert_eq!(String::from_utf8(out).expect("text"), csv);
    }

    #[test]
    fn two_segments_for_one_name_are_a_fault() {
        let csv = "symbol,segment,held_on\nAAA,R1000,2026-06-01\nAAA,R2000,2026-06-01\n";
        let input = Input::from_bytes("m.csv", csv.into()).expect("text");
        let faults = read_membership(&input).expect_err("two segments");
        assert_eq!(
            faults.to_string(),
            "m.csv:3: symbol: \"AAA\" stands on line 2 already, in R1000; \
             a security is in one segment, once"
        );
    }
}
