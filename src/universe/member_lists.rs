//! Plain lists of symbols, one for each index, combined into a membership.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::fault::{Fault, Faults};
use super::index::{Index, Indexes, Segment};
use super::input::Input;
use super::known::{Known, known_table};
use super::lookalikes::Lookalikes;
use super::membership::{Member, Membership};
use super::symbol::{SymbolChanges, SymbolKey};
use super::table::{self, Column};
use crate::limits;
use crate::refusal::Refusal;

/// Columns of a plain list of members; any others are ignored.
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
    /// Symbol and name of each member.
    pub symbols: Vec<(String, String)>,
}

/// Reads a plain list of symbols: the members of `index` on `held_on`.
///
/// # Errors
/// Every fault of the file.
pub fn read_list(input: &Input, index: Index, held_on: NaiveDate) -> Result<ListedMembers, Faults> {
    let mut faults = Faults::default();
    // The screener has a column of symbols, but its lines need not be members.
    if let Some(screener @ Known::Screener) = known_table(input.text()) {
        faults.file(&input.name, screener.problem(), "give the list of an index's members");
        return Err(faults);
    }
    let mut symbols = Vec::new();
    table::read_list(limits::LIST_ROWS, input, LISTED_COLUMNS, &mut faults, |row, faults| {
        if let Some(symbol) = row.ticker_text(0, faults) {
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
            refusal: Refusal::new("has no rows", "give one row per member"),
        });
    }
    faults.into_result(ListedMembers { index, held_on, symbols })
}

/// Combines lists of members into one membership.
///
/// Two spellings of a symbol, and the tickers before and after a change, are one security; it keeps the
/// symbol and the day of the latest list that names it. A name in both the Russell 1000 and the Russell
/// 2000 list belongs to the later one. A name only in a Russell 3000 list belongs to the segment that has
/// no list. If both segments have lists, it is assigned to the Russell 2000 (inferred). If neither has,
/// its segment is unknown, unless it is also in Microcap, which does not overlap the Russell 1000. A name
/// only in Microcap belongs to the Microcap segment. A Microcap list that shares no name with the others
/// covers only that segment: it does not show which companies of the Russell 2000 are in Microcap.
pub fn combine_lists(lists: &[ListedMembers], changes: &SymbolChanges) -> Membership {
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
        return Membership::default();
    };
    let has = |index| lists.iter().any(|l| l.index == index);
    let rest_of_r3000 = match (has(Index::R1000), has(Index::R2000)) {
        (true, _) => Segment::R2000,
        (false, true) => Segment::R1000,
        (false, false) => Segment::R3000,
    };
    let has_microcap = lists.iter().any(|l| l.index == Index::Microcap);
    let changes = lists.iter().fold(changes.clone(), |changes, list| {
        let symbols = list.symbols.iter().map(|(symbol, _)| (symbol.as_str(), None));
        changes.telling_apart(&Lookalikes::of(symbols))
    });
    let mut place: FxHashMap<SymbolKey, usize> = FxHashMap::default();
    let mut found: Vec<Found<'_>> = Vec::new();
    for list in lists {
        for (symbol, name) in &list.symbols {
            let own = changes.key(symbol);
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
    // The smallest companies of the Russell 2000 are in Microcap. Lists that share no name cover disjoint
    // segments and do not show which members of the Russell 2000 are in Microcap.
    let overlaps = found.iter().any(|f| f.micro.is_some() && (f.r2000.or(f.r3000)).is_some());
    let members = found.into_iter().map(|f| {
        let tells = overlaps || f.micro.is_some() || f.r1000.is_some();
        let in_microcap = (has_microcap && tells).then_some(f.micro.is_some());
        let (segment, inferred) = match (f.r1000, f.r2000) {
            (Some(large), Some(small)) => {
                (if large < small { Segment::R2000 } else { Segment::R1000 }, IN_BOTH.to_owned())
            }
            (Some(_), None) => (Segment::R1000, String::new()),
            (None, Some(_)) => (Segment::R2000, String::new()),
            (None, None) if f.r3000.is_none() => (Segment::Micro, String::new()),
            (None, None) => match rest_of_r3000 {
                Segment::R3000 if in_microcap == Some(true) => (Segment::R2000, String::new()),
                Segment::R3000 => (Segment::R3000, String::new()),
                rest => (rest, format!("in a Russell 3000 list alone, taken for {rest}")),
            },
        };
        let name = f.name.to_owned();
        let member = Member::new(f.symbol, segment, f.held_on);
        Member { name, indexes: all_indexes(segment, in_microcap), in_microcap, inferred, ..member }
    });
    let not_given = not_given([Index::R1000, Index::R2000, Index::R3000].map(has));
    Membership { not_given, ..Membership::new(members.collect()) }
}

/// The indexes whose members the lists do not give; `has` tells if there are lists of the Russell 1000,
/// 2000 and 3000.
fn not_given(has: [bool; 3]) -> Indexes {
    let is_of = |index: &Index| match has {
        [.., true] | [true, true, _] => false,
        [true, false, false] => {
            matches!(
                index,
                Index::R3000E | Index::R3000 | Index::R2000 | Index::R2500 | Index::Microcap
            )
        }
        [false, true, false] => !matches!(index, Index::R2000 | Index::Microcap),
        [false, false, false] => *index != Index::Microcap,
    };
    <Index as strum::IntoEnumIterator>::iter().filter(is_of).collect()
}

/// The remark on a member of both a Russell 1000 and a Russell 2000 list.
const IN_BOTH: &str = "in both a Russell 1000 and a Russell 2000 list, of which the later counts";

/// All indexes of a member of the Russell 2000, if its Microcap membership is known; for other members,
/// the segment in a membership CSV determines them.
fn all_indexes(segment: Segment, in_microcap: Option<bool>) -> Option<Indexes> {
    let in_microcap = in_microcap.filter(|_| segment == Segment::R2000)?;
    let r2000 = [Index::R3000E, Index::R3000, Index::R2000, Index::R2500];
    Some(r2000.into_iter().chain(in_microcap.then_some(Index::Microcap)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remark::{InputNote, Remark};
    use crate::universe::{read_membership, write_membership};
    use Segment::{Micro, R1000, R2000, R3000};

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
        let membership = combine_lists(&lists, &SymbolChanges::default());
        let segments: Vec<_> =
            membership.members.iter().map(|m| (m.symbol.as_str(), m.segment)).collect();
        let expected =
            [("AAA", R1000), ("BBB", R1000), ("CCC", R2000), ("DDD", R2000), ("EEE", Micro)];
        assert_eq!(segments, expected);
        assert_eq!(membership.members[2].in_microcap, Some(true));
        let inferred = |way: &str, symbol: &str| {
            let (way, symbols) = (way.to_owned(), vec![symbol.to_owned()]);
            Remark::from(InputNote::SegmentsInferred { way, members: 1, symbols }).on(1, 5)
        };
        let said = [
            inferred("in a Russell 3000 list alone, taken for R2000", "DDD"),
            inferred(IN_BOTH, "BBB"),
        ];
        assert_eq!(membership.inferences(), said);
        let mut written = Vec::new();
        write_membership(&membership, &mut written).expect("written");
        let input = Input::from_bytes("m.csv", written).expect("text");
        let read = read_membership(&input).expect("membership");
        assert_eq!(read.inferences(), said, "what an import inferred is in its file");
        assert_eq!(read.members[2].in_microcap, Some(true), "as is who is in Microcap");
    }

    /// A list of the smallest segment alone does not show which members of the Russell 2000 are in Microcap.
    #[test]
    fn a_microcap_list_without_names_of_others_is_of_its_segment() {
        let of = |micro: &[&str]| {
            let lists = [
                list(Index::R1000, "2024-06-11", &["AAA"]),
                list(Index::R2000, "2024-06-11", &["BBB", "CCC"]),
                list(Index::Microcap, "2024-06-11", micro),
            ];
            let membership = combine_lists(&lists, &SymbolChanges::default());
            let member = |m: Member| (m.segment, m.in_microcap);
            membership.members.into_iter().map(member).collect::<Vec<_>>()
        };
        let [large, micro] = [(R1000, Some(false)), (Micro, Some(true))];
        assert_eq!(of(&["DDD"]), [large, (R2000, None), (R2000, None), micro]);
        let told = [large, (R2000, Some(false)), (R2000, Some(true)), micro];
        assert_eq!(of(&["CCC", "DDD"]), told);
    }

    #[test]
    fn spellings_are_exact_in_a_list_and_loose_between_lists() {
        let large = list(Index::R1000, "2026-04-29", &["BC-PC", "BCPC", "BRK/B"]);
        let all = list(Index::R3000, "2026-04-29", &["BCPC", "BRKB"]);
        let membership = combine_lists(&[large, all], &SymbolChanges::default());
        let symbols: Vec<&str> = membership.members.iter().map(|m| m.symbol.as_str()).collect();
        assert_eq!(symbols, ["BC-PC", "BCPC", "BRK/B"]);
    }

    #[test]
    fn a_list_headed_ticker_is_read() {
        let input = Input::from_bytes("l.csv", "Ticker,Company\nNA,Nano Labs\n".into());
        let read = read_list(&input.expect("text"), Index::R3000, day("2026-04-29"));
        assert_eq!(read.expect("a list").symbols, [("NA".to_owned(), "Nano Labs".to_owned())]);
        let input = Input::from_bytes("l.csv", "symbol\n--\n".into()).expect("text");
        let faults = read_list(&input, Index::R3000, day("2026-04-29")).expect_err("no ticker");
        assert!(faults.to_string().starts_with("l.csv:2: symbol: \"--\" is no ticker"));
    }

    #[test]
    fn a_list_of_the_russell_3000_alone_does_not_say_the_part() {
        let own = list(Index::R3000, "2026-04-29", &["AAA", "BBB"]);
        let segments = |lists: &[ListedMembers]| -> Vec<Segment> {
            let membership = combine_lists(lists, &SymbolChanges::default());
            membership.members.iter().map(|m| m.segment).collect()
        };
        assert_eq!(segments(std::slice::from_ref(&own)), [R3000, R3000]);
        let micro = list(Index::Microcap, "2026-04-29", &["BBB"]);
        assert_eq!(segments(&[own.clone(), micro]), [R3000, R2000]);
        let small = list(Index::R2000, "2026-04-29", &["BBB"]);
        assert_eq!(segments(&[own.clone(), small]), [R1000, R2000]);
        let large = list(Index::R1000, "2026-04-29", &["AAA"]);
        assert_eq!(segments(&[own, large]), [R1000, R2000]);
    }
}
