//! `combinations.csv`: the settings of each combination.

use rust_decimal::Decimal;

use crate::report::table::kind::Text;
use crate::report::table::{Cell, Fits, Table, table};
use crate::scenario::sweep::Combination;
use crate::study::sweep::Swept;

/// A key of a combination.
struct Setting<'a> {
    /// Number of the combination, from 0.
    at: usize,
    combination: &'a Combination,
    key: &'a str,
    value: SetTo<'a>,
}

/// The value of a key.
#[derive(Clone, Copy)]
struct SetTo<'a>(&'a str);

impl<'a> Fits<'a, Text> for SetTo<'a> {
    fn into_cell(self) -> Cell<'a> {
        // Write numbers as numbers, so that a sign is not taken for the start of a formula.
        match Decimal::from_str_exact(self.0) {
            Ok(number) => Cell::Decimal(number),
            Err(_) => Cell::Text(self.0.into()),
        }
    }
}

table! {
    TABLE = "combinations", "a key of a combination";
    |c: Setting<'_>|
    COMBINATION: Count("combination", "the number of the combination; 1 is the rule as it is")
        = c.at + 1,
    RULE: Text("rule", "the combination by name") = &c.combination.name,
    KEY: Text("key", "a key that varies") = c.key,
    VALUE: Text("value", "its value; empty where it is as the scenario has it") = c.value,
}

/// The table: by combination and key.
pub(super) fn table(swept: &Swept) -> Table<'_> {
    Table::of(move |rows| {
        for (at, combination) in swept.sweep.combinations.iter().enumerate() {
            let settings = swept.sweep.keys.iter().zip(&combination.settings);
            rows.all(settings.map(|(key, value)| Setting {
                at,
                combination,
                key,
                value: SetTo(value.as_deref().unwrap_or_default()),
            }))?;
        }
        Ok(())
    })
}
