//! `actions.csv`: every stated corporate action with its effect, or why it was left out.

use crate::reconstitution::between::{Effect, Outcome};
use crate::report::table::Holds::{Date, Text};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// The columns.
pub const COLUMNS: [Column; 7] = [
    col("event", Text, "the reconstitution"),
    col("date", Date, "the day from which it is in effect"),
    col("action", Text, "merger, spin-off, delisting, ticker-change, offering or ipo"),
    col("symbol", Text, "ticker of the line affected"),
    col("other", Text, "the acquirer, the child or the new ticker"),
    col("applied", Text, "yes or no"),
    col("effect", Text, "what it did, or why it was left out"),
];

/// The table, by date, action and symbol.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("actions", "a stated corporate action", &COLUMNS, |rows| {
        run.between.actions.iter().try_for_each(|stated| {
            let (applied, effect) = match &stated.outcome {
                Outcome::Applied(effects) => {
                    let effects: Vec<String> = effects.iter().map(Effect::to_string).collect();
                    ("yes", effects.join("; "))
                }
                Outcome::LeftOut(why) => ("no", why.to_string()),
            };
            rows.text(&run.scenario.event.name)
                .date(stated.date)
                .text(stated.kind.into())
                .text(&stated.symbol)
                .text(stated.other.as_deref().unwrap_or_default())
                .text(applied)
                .text(&effect)
                .end()
        })
    })
}
