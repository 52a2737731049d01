//! Sets a key of a scenario to a value of a sweep.

use toml::{Table, Value};

use super::keys::SIDES;
use crate::refusal::Refusal;

/// Sets a key of a scenario.
///
/// # Errors
/// A schedule or an event that the scenario does not have.
pub(super) fn set(scenario: &mut Table, key: &str, value: &Value) -> Result<(), Refusal> {
    if let Some(rest) = key.strip_prefix("schedule.") {
        return set_of_schedule(scenario, rest, value);
    }
    let (around, last) = key.rsplit_once('.').unwrap_or(("", key));
    let mut table = scenario;
    for name in around.split('.').filter(|name| !name.is_empty()) {
        let inner = table.entry(name).or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(inner) = inner else {
            return Err(Refusal::new(
                format!("\"{name}\" is no table"),
                format!("take \"{last}\" out of the key"),
            ));
        };
        table = inner;
    }
    // A band width is given either as a half width or by its two sides; the varying form replaces
    // the other.
    match last {
        "half_width" => SIDES.iter().for_each(|other| {
            table.remove(*other);
        }),
        "band_above" | "band_below" => {
            if let Some(both) = table.remove("half_width") {
                for side in SIDES {
                    table.insert(side.to_owned(), both.clone());
                }
            }
        }
        _ => {}
    }
    table.insert(last.to_owned(), value.clone());
    Ok(())
}

/// Sets a day of an event in one of the scenario's own schedules: `NAME.EVENT.rank_day`.
fn set_of_schedule(scenario: &mut Table, key: &str, value: &Value) -> Result<(), Refusal> {
    let [name, event, field] = key.split('.').collect::<Vec<_>>()[..] else {
        return Err(Refusal::new(
            "is no day of a schedule",
            "write schedule.NAME.EVENT.rank_day, .implementation or .lockdown_start",
        ));
    };
    if !["rank_day", "implementation", "lockdown_start"].contains(&field) {
        return Err(Refusal::new(
            format!("\"{field}\" is no day of an event"),
            "give rank_day, implementation or lockdown_start",
        ));
    }
    let named = |tables: &mut Value, name: &str| -> Option<usize> {
        let is_it = |table: &Value| table.get("name").and_then(Value::as_str) == Some(name);
        tables.as_array()?.iter().position(is_it)
    };
    let missing = |what: &str, name: &str| {
        Refusal::new(
            format!("there is no {what} \"{name}\""),
            "add it, or name one that the scenario has",
        )
    };
    let schedules = scenario.get_mut("schedule").ok_or_else(|| missing("[[schedule]]", name))?;
    let at = named(schedules, name).ok_or_else(|| missing("[[schedule]]", name))?;
    let events = schedules[at].get_mut("events").ok_or_else(|| missing("event", event))?;
    let at = named(events, event).ok_or_else(|| missing("event", event))?;
    let Some(table) = events[at].as_table_mut() else { return Err(missing("event", event)) };
    table.insert(field.to_owned(), value.clone());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        toml::from_str(text).expect("TOML")
    }

    #[test]
    fn a_half_width_replaces_the_sides_and_vice_versa() {
        let mut scenario =
            table("[methodology.breaks]\nr1000 = { band_above = 1, band_below = 2 }");
        let (half, above) =
            ("methodology.breaks.r1000.half_width", "methodology.breaks.r1000.band_above");
        set(&mut scenario, half, &Value::Integer(3)).expect("set");
        let r1000 = |scenario: &Table| scenario["methodology"]["breaks"]["r1000"].to_string();
        assert_eq!(r1000(&scenario), "{ half_width = 3 }");
        set(&mut scenario, above, &Value::Integer(5)).expect("set");
        assert_eq!(r1000(&scenario), "{ band_above = 5, band_below = 3 }");
    }
}
