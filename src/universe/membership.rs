//! Who is a member now: the membership held just before a reconstitution.
//!
//! It comes from the project's own membership CSV, or from plain lists of symbols, one list per
//! index, which [`combine_lists`] puts together.

use std::io::Write;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::fault::{Fault, Faults};
use super::formula::guarded;
use super::index::{Index, Segment};
use super::input::Input;
use super::read::{PER_CENT, SHARES};
use super::symbol::{SymbolChanges, SymbolKey};
use super::table::{self, Column};
use crate::limits;

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
        meaning: "R1000, R2000 or MICRO (in the Microcap index and not in the R2000)",
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
];

/// A security that is a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its ticker on the day held, as its source spells it.
    pub symbol: String,
    /// Name of the security; empty where not known.
    pub name: String,
    /// An identity that survives ticker changes.
    pub id: Option<String>,
    /// Its segment.
    pub segment: Segment,
    /// All indexes it is in, where its source says so; `None` where not known beyond the segment.
    pub indexes: Option<Vec<Index>>,
    /// Whether it is in the Microcap index, where its source says so.
    pub in_microcap: Option<bool>,
    /// Day on which it was held.
    pub held_on: NaiveDate,
    /// Shares in the index, before float.
    pub index_shares: Option<Decimal>,
    /// Float in the index, per cent.
    pub index_float_pct: Option<Decimal>,
}

/// The membership held, sorted by symbol.
#[derive(Debug, Clone, Default)]
pub struct Membership {
    /// The members.
    pub members: Vec<Member>,
}

impl Membership {
    /// Whether it says who is in Microcap at all.
    pub fn knows_microcap(&self) -> bool {
        let says = |m: &Member| m.segment == Segment::Micro || m.in_microcap.is_some();
        self.members.iter().any(says)
    }

    fn sorted(mut members: Vec<Member>) -> Self {
        members.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        Self { members }
    }
}

/// Reads a membership CSV.
///
/// # Errors
/// Every fault of the file, a security held in two segments included.
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
        let (Some(symbol), Some(segment), Some(held_on)) = (symbol, segment, held_on) else {
            return;
        };
        if SymbolKey::new(symbol).as_str().is_empty() {
            let remedy = "a ticker has letters from A to Z or digits";
            row.fault(0, Some(symbol), "is no ticker", remedy, faults);
            return;
        }
        if segment == Segment::None {
            let remedy = "leave out whoever is no member";
            row.fault(3, Some("NONE"), "is no membership", remedy, faults);
            return;
        }
        if let Some(all) = &indexes {
            check_indexes(row, segment, all, faults);
        }
        if let Some((line, before)) = seen.insert(SymbolKey::new(symbol), (row.line, segment)) {
            let problem = if before == segment {
                format!("stands on line {line} already")
            } else {
                format!("stands on line {line} already, in {before}")
            };
            row.fault(0, Some(symbol), &problem, "a security is in one segment, once", faults);
        }
        members.push(Member {
            symbol: symbol.to_owned(),
            name: row.text(1).unwrap_or_default().to_owned(),
            id: row.text(2).map(str::to_owned),
            segment,
            in_microcap: indexes.as_ref().map(|all| all.contains(&Index::Microcap)),
            indexes,
            held_on,
            index_shares,
            index_float_pct,
        });
    });
    if members.is_empty() && faults.total() == 0 {
        let remedy = "give one row per member, or leave the membership out of the scenario";
        faults.file(&input.name, "has no rows", remedy);
    }
    faults.into_result(Membership::sorted(members))
}

fn read_indexes(row: &table::Row<'_, '_>, faults: &mut Faults) -> Option<Vec<Index>> {
    let text = row.text(4)?;
    let mut indexes = Vec::with_capacity(1 + text.matches(';').count());
    let mut known_all = true;
    for name in text.split(';').map(str::trim).filter(|n| !n.is_empty()) {
        if let Ok(index) = name.parse() {
            indexes.push(index);
        } else {
            let known = <Index as strum::VariantNames>::VARIANTS.join(", ");
            let remedy = format!("separate them by semicolons; known are {known}");
            row.fault(4, Some(name), "is no index", &remedy, faults);
            known_all = false;
        }
    }
    known_all.then_some(indexes)
}

/// The list of indexes must not speak against the segment, which is what decides.
fn check_indexes(row: &table::Row<'_, '_>, segment: Segment, all: &[Index], faults: &mut Faults) {
    let (own, others): (Index, &[Index]) = match segment {
        Segment::R1000 => (Index::R1000, &[Index::R2000, Index::Microcap]),
        Segment::R2000 => (Index::R2000, &[Index::R1000]),
        Segment::Micro => (Index::Microcap, &[Index::R1000, Index::R2000, Index::R3000]),
        Segment::None => return,
    };
    if !all.contains(&own) || others.iter().any(|other| all.contains(other)) {
        let others = others.iter().map(Index::to_string).collect::<Vec<_>>().join(" or ");
        let remedy = format!("give a list with {own} and without {others}");
        row.fault(4, row.text(4), &format!("speaks against {segment}"), &remedy, faults);
    }
}

/// Writes a membership CSV that [`read_membership`] reads back.
///
/// # Errors
/// What the writer reports.
pub fn write_membership(membership: &Membership, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(MEMBERSHIP_COLUMNS.iter().map(|c| c.name))?;
    let words = |text: &str| guarded(text).into_owned();
    let number = |d: Option<Decimal>| d.map_or_else(String::new, |d| d.to_string());
    for m in &membership.members {
        let indexes = m.indexes.as_ref().map_or_else(String::new, |all| {
            all.iter().map(Index::to_string).collect::<Vec<_>>().join(";")
        });
        writer.write_record([
            words(&m.symbol),
            words(&m.name),
            words(m.id.as_deref().unwrap_or_default()),
            m.segment.to_string(),
            indexes,
            m.held_on.to_string(),
            number(m.index_shares),
            number(m.index_float_pct),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// Columns of a plain list of members; any others mean nothing here.
pub const LISTED_COLUMNS: &[Column] = &[
    Column { name: "symbol", required: true, holds: "ticker", meaning: "the member's ticker" },
    Column { name: "name", required: false, holds: "text", meaning: "name of the security" },
];

/// The members of one index on one day, by symbol alone.
#[derive(Debug, Clone)]
pub struct ListedMembers {
    /// The index: R1000, R2000, R3000 or Microcap.
    pub index: Index,
    /// The day.
    pub held_on: NaiveDate,
    /// Symbol and name of each.
    pub symbols: Vec<(String, String)>,
}

/// Reads a plain list of symbols: the members of `index` on `held_on`.
///
/// # Errors
/// Every fault of the file.
pub fn read_list(input: &Input, index: Index, held_on: NaiveDate) -> Result<ListedMembers, Faults> {
    let mut faults = Faults::default();
    let mut symbols = Vec::new();
    table::read_up_to(limits::LIST_ROWS, input, LISTED_COLUMNS, &mut faults, |row, faults| {
        if let Some(symbol) = row.required(0, faults) {
            let name = row.text(1).unwrap_or_default();
            symbols.push((symbol.to_owned(), name.to_owned()));
        }
    });
    if symbols.is_empty() && faults.total() == 0 {
        faults.push(Fault {
            file: input.name.clone(),
            line: None,
            column: None,
            value: None,
            problem: "has no rows".to_owned(),
            remedy: "give one row per member".to_owned(),
        });
    }
    faults.into_result(ListedMembers { index, held_on, symbols })
}

/// Puts lists of members together into one membership.
///
/// Two spellings of a symbol, and the tickers before and after a change, are one security; it keeps
/// the symbol and the day of the latest list that names it. A name in both the Russell 1000 and the
/// Russell 2000 list belongs to the later of them. A name in a Russell 3000 list alone belongs to
/// the part that no list is given of; where both are, it is taken for the Russell 2000 (inferred).
/// One in Microcap alone is of the Microcap segment. Returns the membership and remarks on what was
/// inferred.
pub fn combine_lists(
    lists: &[ListedMembers],
    changes: &SymbolChanges,
) -> (Membership, Vec<String>) {
    struct Found<'a> {
        symbol: &'a str,
        name: &'a str,
        held_on: NaiveDate,
        r1000: Option<NaiveDate>,
        r2000: Option<NaiveDate>,
        r3000: Option<NaiveDate>,
        micro: Option<NaiveDate>,
    }
    let Some(latest) = lists.iter().map(|l| l.held_on).max() else {
        return (Membership::default(), Vec::new());
    };
    let has = |index| lists.iter().any(|l| l.index == index);
    let rest_of_r3000 =
        if has(Index::R2000) && !has(Index::R1000) { Segment::R1000 } else { Segment::R2000 };
    let has_microcap = lists.iter().any(|l| l.index == Index::Microcap);
    let mut place: FxHashMap<SymbolKey, usize> = FxHashMap::default();
    let mut found: Vec<Found<'_>> = Vec::new();
    for list in lists {
        for (symbol, name) in &list.symbols {
            let own = SymbolKey::new(symbol);
            let key = changes.carry(&own, list.held_on, latest).unwrap_or(own);
            let at = *place.entry(key).or_insert_with(|| {
                let (held_on, [r1000, r2000, r3000, micro]) = (list.held_on, [None; 4]);
                found.push(Found { symbol, name, held_on, r1000, r2000, r3000, micro });
                found.len() - 1
            });
            let entry = &mut found[at];
            if list.held_on > entry.held_on {
                (entry.symbol, entry.held_on) = (symbol, list.held_on);
            }
            let day = match list.index {
                Index::R1000 => &mut entry.r1000,
                Index::R2000 => &mut entry.r2000,
                Index::Microcap => &mut entry.micro,
                _ => &mut entry.r3000,
            };
            *day = (*day).max(Some(list.held_on));
            if entry.name.is_empty() {
                entry.name = name;
            }
        }
    }
    let (mut both, mut only_r3000) = (Vec::new(), Vec::new());
    let members = found.into_iter().map(|f| {
        if f.r1000.is_some() && f.r2000.is_some() {
            both.push(f.symbol);
        }
        let segment = match (f.r1000, f.r2000) {
            (Some(large), Some(small)) if large < small => Segment::R2000,
            (Some(_), _) => Segment::R1000,
            (None, Some(_)) => Segment::R2000,
            (None, None) if f.r3000.is_some() => {
                only_r3000.push(f.symbol);
                rest_of_r3000
            }
            (None, None) => Segment::Micro,
        };
        Member {
            symbol: f.symbol.to_owned(),
            name: f.name.to_owned(),
            id: None,
            segment,
            indexes: None,
            in_microcap: has_microcap.then_some(f.micro.is_some()),
            held_on: f.held_on,
            index_shares: None,
            index_float_pct: None,
        }
    });
    let membership = Membership::sorted(members.collect());
    let mut remarks = Vec::new();
    if !both.is_empty() {
        remarks.push(format!(
            "{} in both a Russell 1000 and a Russell 2000 list; the later list counts: {}",
            both.len(),
            some_of(&mut both)
        ));
    }
    if !only_r3000.is_empty() {
        remarks.push(format!(
            "{} in a Russell 3000 list alone; taken for {rest_of_r3000} members (inferred)",
            only_r3000.len()
        ));
    }
    (membership, remarks)
}

fn some_of(symbols: &mut [&str]) -> String {
    symbols.sort_unstable();
    let shown = symbols.iter().take(8).copied().collect::<Vec<_>>().join(", ");
    if symbols.len() > 8 { format!("{shown}, …") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Segment::{Micro, R1000, R2000};

    fn day(text: &str) -> NaiveDate {
        table::parse_date(text).expect("a date")
    }

    fn list(index: Index, held_on: &str, symbols: &[&str]) -> ListedMembers {
        let symbols = symbols.iter().map(|s| ((*s).to_owned(), String::new())).collect();
        ListedMembers { index, held_on: day(held_on), symbols }
    }

    #[test]
    fn lists_combine_into_segments() {
        let lists = [
            list(Index::R1000, "2024-06-11", &["AAA", "BBB"]),
            list(Index::R2000, "2024-03-28", &["BBB", "CCC"]),
            list(Index::R3000, "2024-03-28", &["AAA", "CCC", "DDD"]),
            list(Index::Microcap, "2024-03-28", &["CCC", "EEE"]),
        ];
        let (membership, remarks) = combine_lists(&lists, &SymbolChanges::default());
        let segments: Vec<_> =
            membership.members.iter().map(|m| (m.symbol.as_str(), m.segment)).collect();
        let expected =
            [("AAA", R1000), ("BBB", R1000), ("CCC", R2000), ("DDD", R2000), ("EEE", Micro)];
        assert_eq!(segments, expected);
        assert_eq!(membership.members[2].in_microcap, Some(true));
        assert_eq!(remarks.len(), 2);
    }

    #[test]
    fn a_membership_survives_writing_and_reading() {
        let csv = "symbol,name,id,segment,indexes,held_on,index_shares,index_float_pct\n\
                   AAA,Aaa Inc,X1,R1000,R3000;R1000;TOP200,2026-06-01,100,95.5\n\
                   BBB,,,MICRO,,2026-06-01,,\n";
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
