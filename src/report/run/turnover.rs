//! `turnover.csv`: members, changes and turnover of every index; fractions, counts of securities.

use super::EVENT;
use crate::analysis::turnover::Turnover;
use crate::report::index_changes::{ByCause, membership};
use crate::report::table::{Column, Table, table};
use crate::study::Run;

/// Membership turnover.
pub(crate) const MEMBERSHIP_TURNOVER: Column = membership("membership_turnover");

table! {
    TABLE = "turnover", "an index";
    |(run, turnover): (&Run, &Turnover)|
    EVENT: Text = &run.scenario.event.name,
    INDEX: Text("index", "the index") = <&str>::from(turnover.index),
    Turnover = *turnover,
    MEMBERSHIP_TURNOVER: Fraction = turnover.part(|c| c.membership_turnover),
    ByCause = &ByCause(turnover),
    COMPANIES_BEFORE: Count("companies_before", "companies in it before")
        = turnover.count(|c| c.companies_before),
    COMPANIES_AFTER: Count("companies_after", "companies in it after") = turnover.companies_after,
}

/// The table, in the family's order; cells are empty if the membership before is unknown.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| rows.all(run.turnover.iter().map(|turnover| (run, turnover))))
}
