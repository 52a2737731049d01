//! `gone.csv`: members without a line on rank day, with the consequence for each. Members that left after
//! rank day are in `left.csv`.

use crate::reconstitution::Reason;
use crate::report::table::Holds::{Date, Text};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// The columns.
pub const COLUMNS: [Column; 6] = [
    col("event", Text, "the reconstitution"),
    col("symbol", Text, "ticker in the membership"),
    col("name", Text, "its name there"),
    col("segment", Text, "segment held before"),
    col("held_on", Date, "the day on which the membership was held"),
    col(
        "reason",
        Text,
        "gone: left before rank day; kept_unranked: lives, and is missing in the universe; unmatched: \
         nothing says that it was a security of its own on rank day, and it takes no place",
    ),
];

/// The table: members that have left (`gone`), then members still listed but missing from the universe
/// (`kept_unranked`), then entries for which neither is known (`unmatched`).
pub fn table(run: &Run) -> Table<'_> {
    Table::new("gone", "a member without a line on rank day", &COLUMNS, |rows| {
        let gone = run.gone_members().map(|member| (member, Reason::Gone));
        let missing = run.missing_members().map(|member| (member, Reason::KeptUnranked));
        let unmatched = run.unmatched_members().map(|member| (member, Reason::Unmatched));
        gone.chain(missing).chain(unmatched).try_for_each(|(member, reason)| {
            rows.text(&run.scenario.event.name)
                .text(&member.symbol)
                .text(&member.name)
                .text(member.segment.into())
                .date(member.held_on)
                .text(&reason.to_string())
                .end()
        })
    })
}
