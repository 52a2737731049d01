//! The membership that a run decided, read as the membership held before the next event.
//!
//! The table `membership.csv` of a run has a row for each ranked company, with its share classes in
//! one cell and no date: the date is the run's implementation day.

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::fault::Faults;
use super::index::{Index, Indexes, Segment};
use super::input::Input;
use super::membership::{Member, Membership};
use super::symbol::SymbolKey;
use super::table::{self, Column};

/// The columns of a run's membership that are read.
pub(super) const OUTCOME_COLUMNS: &[Column] = &[
    Column {
        name: "symbol",
        required: true,
        holds: "ticker",
        meaning: "the line that stands for it",
    },
    Column { name: "segment", required: true, holds: "code", meaning: "its segment from then on" },
    Column {
        name: "indexes",
        required: true,
        holds: "codes",
        meaning: "its indexes from then on; empty where the segment alone is known",
    },
    Column { name: "name", required: true, holds: "text", meaning: "its name" },
    Column { name: "member_lines", required: true, holds: "tickers", meaning: "its lines in them" },
    Column {
        name: "id",
        required: false,
        holds: "text",
        meaning: "an identity of the line that stands for it that survives ticker changes",
    },
];

/// Reads the membership that a run decided, as held on a day.
///
/// # Errors
/// Every fault of the file; a file that is not the `membership.csv` of a run lacks columns.
pub fn read_outcome(input: &Input, held_on: NaiveDate) -> Result<Membership, Faults> {
    let mut faults = Faults::default();
    let mut members = Vec::new();
    let mut seen: FxHashSet<SymbolKey> = FxHashSet::default();
    table::read(input, OUTCOME_COLUMNS, &mut faults, |row, faults| {
        let symbol = row.required(0, faults);
        let segment = row.required(1, faults).and_then(|_| row.code::<Segment>(1, faults));
        let (Some(symbol), Some(segment)) = (symbol, segment) else { return };
        if segment == Segment::None {
            return;
        }
        // For a member that was kept without a rank, the file may have only the segment.
        let indexes: Option<Indexes> = match row.text(2).filter(|listed| !listed.is_empty()) {
            None => None,
            Some(listed) => {
                let all: Option<Indexes> =
                    listed.split(';').map(|index| index.trim().parse().ok()).collect();
                if all.is_none() {
                    let fault = ("are not indexes", "give the file as a run wrote it");
                    row.fault(2, Some(listed), fault, faults);
                    return;
                }
                all
            }
        };
        // For a member that cannot be ranked, the symbol is its only line.
        let lines = row.text(4).unwrap_or(symbol);
        for line in lines.split(';').map(str::trim).filter(|line| !line.is_empty()) {
            if !seen.insert(SymbolKey::new(line)) {
                row.fault(
                    4,
                    Some(line),
                    ("stands on an earlier line", "keep one of the two"),
                    faults,
                );
                continue;
            }
            let id = row.text(5).filter(|_| line == symbol);
            members.push(Member {
                id: id.map(str::to_owned),
                name: row.text(3).unwrap_or_default().to_owned(),
                in_microcap: indexes.map(|all| all.contains(Index::Microcap)),
                indexes,
                ..Member::new(line, segment, held_on)
            });
        }
    });
    if members.is_empty() && faults.total() == 0 {
        faults.file(&input.name, "has no members", "give the membership.csv that a run wrote");
    }
    faults.into_result(Membership::new(members))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> Result<Membership, Faults> {
        let header = "event,symbol,segment,indexes,rank,name,member_lines\n";
        let input = Input::from_bytes("m.csv", format!("{header}{rows}").into()).expect("text");
        read_outcome(&input, "2026-06-26".parse().expect("a day"))
    }

    #[test]
    fn every_line_of_a_member_company_is_a_member_and_other_rows_are_left_out() {
        let rows = "e,QZA,R1000,R3000;R1000;TOP200,1,Qzalis,QZA;QZB\ne,SML,R2000,R3000;R2000;MICROCAP,2,S,SML\n\
                    e,OUT,NONE,,3,Out,\ne,KPT,R1000,,,Kept,KPT\n";
        let read = read(rows).expect("members");
        let told: Vec<(&str, Segment, Option<bool>)> =
            read.members.iter().map(|m| (m.symbol.as_str(), m.segment, m.in_microcap)).collect();
        assert_eq!(
            told,
            [
                ("KPT", Segment::R1000, None),
                ("QZA", Segment::R1000, Some(false)),
                ("QZB", Segment::R1000, Some(false)),
                ("SML", Segment::R2000, Some(true))
            ]
        );
    }

    #[test]
    fn a_file_that_no_run_wrote_is_refused() {
        for rows in
            ["", "e,QZA,R1000,R1000,1,Q,QZA\ne,QZB,R1000,R1000,2,Q,QZA\n", "e,Q,R1000,X,1,Q,Q\n"]
        {
            assert!(read(rows).is_err(), "{rows}");
        }
    }
}
