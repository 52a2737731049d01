//! `turnover.csv`: members, changes and turnover of every index; fractions, counts of securities.

use crate::report::index_changes::{
    ADDITIONS, BY_ADDITIONS, BY_DELETIONS, BY_MIGRATIONS, BY_REWEIGHTING, BY_UPDATES, DELETIONS,
    MEMBERS_AFTER, MEMBERS_BEFORE, MOVED_IN, MOVED_OUT, ONE_WAY, TWO_WAY, cells, membership,
};
use crate::report::table::Holds::{Count, Text};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// The columns.
pub const COLUMNS: [Column; 18] = [
    col("event", Text, "the reconstitution"),
    col("index", Text, "the index"),
    MEMBERS_BEFORE,
    MEMBERS_AFTER,
    ADDITIONS,
    DELETIONS,
    MOVED_IN,
    MOVED_OUT,
    ONE_WAY,
    TWO_WAY,
    membership("membership_turnover"),
    BY_ADDITIONS,
    BY_DELETIONS,
    BY_MIGRATIONS,
    BY_UPDATES,
    BY_REWEIGHTING,
    col("companies_before", Count, "companies in it before"),
    col("companies_after", Count, "companies in it after"),
];

/// The table, in the family's order; cells are empty if the membership before is unknown.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("turnover", "an index", &COLUMNS, |rows| {
        run.turnover.iter().try_for_each(|turnover| {
            rows.text(&run.scenario.event.name).text(turnover.index.into());
            cells(rows, turnover);
            rows.known_count(turnover.count(|c| c.companies_before))
                .count(turnover.companies_after)
                .end()
        })
    })
}
