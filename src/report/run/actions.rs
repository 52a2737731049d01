//! `actions.csv`: every stated corporate action with its effect, or why it was left out.

use super::EVENT;
use crate::reconstitution::between::{Effect, Outcome, Stated};
use crate::report::table::{Table, table};
use crate::study::Run;

table! {
    TABLE = "actions", "a stated corporate action";
    |(run, stated): (&Run, &Stated)|
    EVENT: Text = &run.scenario.event.name,
    DATE: Date("date", "the day from which it is in effect") = stated.date,
    ACTION: Text("action", "merger, spin-off, delisting, ticker-change, offering or ipo")
        = <&str>::from(stated.kind),
    SYMBOL: Text("symbol", "ticker of the line affected") = &stated.symbol,
    OTHER: Text("other", "the acquirer, the child or the new ticker")
        = stated.other.as_deref().unwrap_or_default(),
    APPLIED: Text("applied", "yes or no")
        = if matches!(stated.outcome, Outcome::Applied(_)) { "yes" } else { "no" },
    EFFECT: Text("effect", "what it did, or why it was left out") = effect(&stated.outcome),
}

fn effect(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Applied(effects) => {
            let effects: Vec<String> = effects.iter().map(Effect::to_string).collect();
            effects.join("; ")
        }
        Outcome::LeftOut(why) => why.to_string(),
    }
}

/// The table, by date, action and symbol.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| rows.all(run.between.actions.iter().map(|stated| (run, stated))))
}
