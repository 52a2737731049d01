//! `score_names.csv`: the names that differ.

use super::detail;
use crate::analysis::score::{NameDifference, Score};
use crate::report::run::EVENT;
use crate::report::table::{Table, table};

table! {
    TABLE = "score_names", "a name that differs";
    |(score, name): (&Score, &NameDifference)|
    EVENT: Text = &score.event,
    MEASURE: Text("measure", "what the name differs in, as score.csv names it")
        = <&str>::from(name.measure),
    KIND: Text("kind", "missed: the lists alone name it; wrong: the result alone does")
        = <&str>::from(name.kind),
    SYMBOL: Text("symbol", "ticker of the company") = &name.symbol,
    NAME: Text("name", "its name") = &name.name,
    CAUSE: Text("cause", "what the difference comes from") = name.cause.words(),
    DETAIL: Text("detail", "the reason, with cap, rank and distance to the cut as far as known")
        = detail(name),
}

/// The table, by event.
pub(super) fn table(scores: &[Score]) -> Table<'_> {
    Table::of(move |rows| {
        rows.all(scores.iter().flat_map(|score| score.names.iter().map(move |name| (score, name))))
    })
}
