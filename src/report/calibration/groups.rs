//! The groups of forecasts: all of them, by move, by months ahead, and by both.

use crate::analysis::calibration::Move;
use crate::analysis::reliability::Reliability;
use crate::report::page::Row;
use crate::report::table::table;
use crate::study::comparison::Calibrated;

/// Forecasts of one kind; `None` stands for all moves or months.
pub(super) struct Group<'a> {
    what: Option<Move>,
    months: Option<u32>,
    pub(super) of: &'a Reliability,
}

/// The cell of all moves or months.
pub(super) const ALL: &str = "all";

table! {
    |group: Group<'_>|
    MOVE: Text("move", "the move, as forecasts.csv names it; all for all of them")
        = group.what.map_or_else(|| ALL.to_owned(), |what| what.to_string()),
    MONTHS: Text("months", "months from the forecast to rank day; all for all of them")
        = group.months.map_or_else(|| ALL.to_owned(), |months| months.to_string()),
}

/// Whether a row covers all moves and months.
pub(super) fn is_pooled(row: &Row<'_>) -> bool {
    row.is(MOVE, ALL) && row.is(MONTHS, ALL)
}

/// The groups of a calibration: pooled, by move, by months, and by both.
pub(super) fn groups(found: &Calibrated) -> impl Iterator<Item = Group<'_>> {
    let all = &found.calibration;
    let group = |what, months, of| Group { what, months, of };
    let by_move = all.by_move.iter().map(move |(what, of)| group(Some(*what), None, of));
    let by_months = all.by_months.iter().map(move |(months, of)| group(None, Some(*months), of));
    let both = all.by_both.iter();
    let by_both = both.map(move |((what, months), of)| group(Some(*what), Some(*months), of));
    [group(None, None, &all.pooled)].into_iter().chain(by_move).chain(by_months).chain(by_both)
}
