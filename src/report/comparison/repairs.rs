//! `repairs.csv`: what was wrong in the panel and is not taken as it stands.

use super::ComparisonReport;
use crate::report::table::Holds::{Date, Text};
use crate::report::table::{Column, Table, col};

/// The columns.
pub const COLUMNS: [Column; 3] = [
    col("close", Date, "the close"),
    col("symbol", Text, "ticker of the line"),
    col(
        "repair",
        Text,
        "cap_held: at the last good share count; jump_taken: a change of the share count that stayed; return_corrected: a return that left a split out",
    ),
];

/// The table, by close and symbol.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::new("repairs", "a repair of the panel", &COLUMNS, |rows| {
        let (history, repairs) = (&report.compared.history, &report.compared.repairs);
        let kinds = [
            ("cap_held", &repairs.caps_held),
            ("jump_taken", &repairs.jumps_taken),
            ("return_corrected", &repairs.returns_corrected),
        ];
        let mut all: Vec<(usize, &str, &str)> = Vec::new();
        for (kind, places) in kinds {
            all.extend(places.iter().map(|&(line, day)| (day, history.symbol(line, day), kind)));
        }
        all.sort_unstable();
        all.into_iter().try_for_each(|(day, symbol, kind)| {
            rows.date(history.days[day].date).text(symbol).text(kind).end()
        })
    })
}
