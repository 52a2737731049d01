//! `combinations.csv`: the settings of each combination.

use rust_decimal::Decimal;

use crate::report::table::Holds::{Count, Text};
use crate::report::table::{Column, Table, col};
use crate::study::sweep::Swept;

/// The number of a combination, in every table that has it.
pub(super) const COMBINATION: Column =
    col("combination", Count, "the number of the combination; 1 is the rule as it is");
/// The name of a combination, in every table that has it.
pub(super) const RULE: Column = col("rule", Text, "the combination by name");

/// The columns.
pub(super) const COLUMNS: [Column; 4] = [
    COMBINATION,
    RULE,
    col("key", Text, "a key that varies"),
    col("value", Text, "its value; empty where it is as the scenario has it"),
];

/// The table: by combination and key.
pub(super) fn table(swept: &Swept) -> Table<'_> {
    Table::new("combinations", "a key of a combination", &COLUMNS, |rows| {
        for (at, combination) in swept.sweep.combinations.iter().enumerate() {
            for (key, value) in swept.sweep.keys.iter().zip(&combination.settings) {
                let value = value.as_deref().unwrap_or_default();
                rows.count(at + 1).text(&combination.name).text(key);
                // Write numbers as numbers, so that a sign is not taken for the start of a formula.
                match Decimal::from_str_exact(value) {
                    Ok(number) => rows.decimal(Some(number)),
                    Err(_) => rows.text(value),
                }
                .end()?;
            }
        }
        Ok(())
    })
}
