//! `repairs.csv`: faulty data of the panel and stated actions that are not used as given.

use chrono::NaiveDate;

use super::ComparisonReport;
use crate::market::history::Jump;
use crate::report::table::{Table, table};

/// Decimal places of a factor.
const PLACES: usize = 6;

/// One row.
#[derive(PartialEq, PartialOrd)]
struct Row<'a> {
    close: NaiveDate,
    symbol: &'a str,
    kind: &'static str,
    factor: Option<f64>,
    note: String,
}

table! {
    TABLE = "repairs", "a repair of the panel";
    |row: Row<'_>|
    CLOSE: Date("close", "the close; for an action that shows at none, its own day") = row.close,
    SYMBOL: Text("symbol", "ticker of the line") = row.symbol,
    REPAIR: Text(
        "repair",
        "cap_held: at the last good share count; share_count_restated: a change of the share \
         count that stayed and that nothing explains, which holdings follow without a trade; \
         jump_taken: one that a stated action explains; return_corrected: a return that left a \
         split out; ticker_goes_on: a line that is there under the ticker of one that left by a \
         stated action, taken for another company; action_left_out: a stated action that is not \
         applied; action_in_part: one of which a part is not"
    ) = row.kind,
    FACTOR: Number("factor", "new share count over the old one; empty for other repairs")
        = (row.factor, PLACES),
    NOTE: Text(
        "note",
        "for an action, what it is and why it is not applied; empty for other repairs"
    ) = &row.note,
}

/// The table, by close and symbol.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::of(move |rows| {
        let (history, repairs) = (&report.compared.history, &report.compared.repairs);
        let row = |kind, line, day: usize, factor| Row {
            close: history.days[day].date,
            symbol: history.symbol(line, day),
            kind,
            factor,
            note: String::new(),
        };
        let mut all = Vec::new();
        for (kind, places) in [
            ("cap_held", &repairs.caps_held),
            ("return_corrected", &repairs.returns_corrected),
            ("ticker_goes_on", &repairs.goes_on),
        ] {
            all.extend(places.iter().map(|&(line, day)| row(kind, line, day, None)));
        }
        for (kind, jumps) in
            [("share_count_restated", &repairs.restated), ("jump_taken", &repairs.jumps_taken)]
        {
            let jumped = |jump: &Jump| row(kind, jump.line, jump.day, Some(jump.factor));
            all.extend(jumps.iter().map(jumped));
        }
        all.extend(report.compared.unapplied.iter().map(|found| Row {
            close: found.day.map_or(found.action.date, |day| history.days[day].date),
            symbol: &found.action.symbol().written,
            kind: if found.in_part { "action_in_part" } else { "action_left_out" },
            factor: None,
            note: found.in_words(),
        }));
        all.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        rows.all(all)
    })
}
