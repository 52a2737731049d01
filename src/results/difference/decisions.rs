//! Reads the decisions and odds of a result by ticker.

use std::collections::BTreeMap;

use super::folder::ResultFolder;
use crate::analysis::difference::{CompanyOdds, Decided, GONE};
use crate::reconstitution::{Decision, Reason};
use crate::report::projection::probabilities;
use crate::report::run::{changes, gone, membership};
use crate::report::table::{Column, Description};

/// The tables of a run that have its decisions, with the columns that are read.
pub(super) const DECISIONS: &[(Description, &[Column])] = &[
    (
        membership::TABLE,
        &[
            membership::SYMBOL,
            membership::NAME,
            membership::ID,
            membership::SEGMENT,
            membership::HELD,
            membership::INDEXES,
            membership::RANK,
            membership::MARKET_CAP,
            membership::DECISION,
            membership::REASON,
        ],
    ),
    (
        changes::TABLE,
        &[
            changes::WHAT,
            changes::SYMBOL,
            changes::NAME,
            changes::ACTION,
            changes::FROM,
            changes::TO,
            changes::REASON,
            changes::RANK,
            changes::MARKET_CAP,
        ],
    ),
    (gone::TABLE, &[gone::SYMBOL, gone::NAME, gone::SEGMENT, gone::REASON]),
];

/// The odds of each segment after the event.
pub(super) const SEGMENTS: [Column; 4] =
    [probabilities::P_R1000, probabilities::P_R2000, probabilities::P_MICRO, probabilities::P_NONE];

/// The table of a projection that has its odds, with the columns that are read.
pub(super) const ODDS: &[(Description, &[Column])] = &[(
    probabilities::TABLE,
    &[
        probabilities::SYMBOL,
        probabilities::NAME,
        SEGMENTS[0],
        SEGMENTS[1],
        SEGMENTS[2],
        SEGMENTS[3],
    ],
)];

/// Decisions of a run by ticker.
pub(super) fn decided(result: &ResultFolder) -> BTreeMap<String, Decided> {
    let mut all = BTreeMap::new();
    let table = result.table(membership::TABLE.file);
    for row in &table.rows {
        let cell = |column: Column| table.cell(row, column.name).to_owned();
        let decided = Decided {
            name: cell(membership::NAME),
            id: cell(membership::ID),
            from: cell(membership::HELD),
            to: cell(membership::SEGMENT),
            decision: cell(membership::DECISION),
            reason: cell(membership::REASON),
            rank: cell(membership::RANK),
            market_cap: cell(membership::MARKET_CAP),
            indexes: cell(membership::INDEXES),
        };
        all.insert(cell(membership::SYMBOL), decided);
    }
    // Eligible companies are in both tables; ineligible former members are only in this one. Rows of further
    // share classes are not companies and are skipped.
    let table = result.table(changes::TABLE.file);
    for row in &table.rows {
        let cell = |column: Column| table.cell(row, column.name).to_owned();
        if cell(changes::WHAT) == "class" {
            continue;
        }
        all.entry(cell(changes::SYMBOL)).or_insert_with(|| Decided {
            name: cell(changes::NAME),
            id: String::new(),
            from: cell(changes::FROM),
            to: cell(changes::TO),
            decision: cell(changes::ACTION),
            reason: cell(changes::REASON),
            rank: cell(changes::RANK),
            market_cap: cell(changes::MARKET_CAP),
            indexes: String::new(),
        });
    }
    let table = result.table(gone::TABLE.file);
    for row in &table.rows {
        let cell = |column: Column| table.cell(row, column.name).to_owned();
        let (from, reason) = (cell(gone::SEGMENT), cell(gone::REASON));
        let (to, decision) = if reason == Reason::KeptUnranked.to_string() {
            (from.clone(), Decision::Keep.to_string())
        } else {
            ("NONE".to_owned(), GONE.to_owned())
        };
        let name = cell(gone::NAME);
        let decided = Decided { name, from, to, decision, reason, ..Decided::default() };
        // Another company may have taken the ticker since; its entry stays.
        all.entry(cell(gone::SYMBOL)).or_insert(decided);
    }
    all.retain(|_, decided| !decided.is_outside());
    all
}

/// Odds of a projection by ticker.
pub(super) fn odds(result: &ResultFolder) -> BTreeMap<&str, CompanyOdds<'_>> {
    let table = result.table(probabilities::TABLE.file);
    let of = |row| {
        let cell = |column: Column| table.cell(row, column.name);
        let odds = SEGMENTS.map(|column| cell(column).parse().unwrap_or_default());
        let (name, from) = (cell(probabilities::NAME), cell(probabilities::SEGMENT_BEFORE));
        (cell(probabilities::SYMBOL), CompanyOdds { name, from, odds })
    };
    table.rows.iter().map(|row| of(row.as_slice())).collect()
}
