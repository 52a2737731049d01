//! `gone.csv`: members without a line on rank day, with the consequence for each. Members that left after
//! rank day are in `left.csv`.

use super::EVENT;
use crate::reconstitution::Reason;
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::Member;

table! {
    TABLE = "gone", "a member without a line on rank day";
    |(run, member, reason): (&Run, &Member, Reason)|
    EVENT: Text = &run.scenario.event.name,
    SYMBOL: Text("symbol", "ticker in the membership") = &member.symbol,
    NAME: Text("name", "its name there") = &member.name,
    SEGMENT: Text("segment", "segment held before") = <&str>::from(member.segment),
    HELD_ON: Date("held_on", "the day on which the membership was held") = member.held_on,
    REASON: Text(
        "reason",
        "gone: left before rank day; kept_unranked: held on that day or later, and missing in the universe; \
         unmatched: nothing says that it was a security of its own on rank day, and it takes no \
         place"
    ) = reason.to_string(),
}

/// The table: members that have left (`gone`), then members still listed but missing from the universe
/// (`kept_unranked`), then entries for which neither is known (`unmatched`).
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| {
        let gone = run.gone_members().map(|member| (run, member, Reason::Gone));
        let missing = run.missing_members().map(|member| (run, member, Reason::KeptUnranked));
        let unmatched = run.unmatched_members().map(|member| (run, member, Reason::Unmatched));
        rows.all(gone.chain(missing).chain(unmatched))
    })
}
