//! The keys of a scenario that a sweep may vary.

use super::keys::{GRIDS, SCHEDULES, SHIFTS};
use crate::refusal::Refusal;
use crate::universe::table::closest;

/// The keys that may vary in a scenario: those of some of its tables, and schedules if it has them.
#[derive(Debug)]
pub(super) struct Variable {
    /// Tables whose keys may vary.
    pub(super) tables: &'static [&'static str],
    /// Whether schedules and the shifts of their days may vary.
    pub(super) has_schedules: bool,
    /// Tables of the scenario that may not vary.
    others: &'static [&'static str],
    /// The problem and remedy reported for these, after their name.
    why: (&'static str, &'static str),
}

/// The keys that may vary on a market, historical or simulated.
pub(super) const ON_A_MARKET: Variable = Variable {
    tables: &["methodology", "schedule"],
    has_schedules: true,
    others: &[
        "market",
        "labels",
        "membership",
        "evidence",
        "check",
        "funds",
        "paths",
        "model",
        "trading",
        "shock",
        "universe",
        "effective",
        "event",
        "name",
        "description",
        "compare",
        "measure",
        "output",
        "plausibility",
    ],
    why: (
        "is of the market that all rules share, or of the reports",
        "leave it out: schedules, their days and methodology may vary",
    ),
};

/// The tables that a sweep over one reconstitution may vary.
pub(super) const OF_AN_EVENT: Variable = Variable {
    tables: &[
        "methodology",
        "event",
        "universe",
        "membership",
        "previous",
        "evidence",
        "filings",
        "effective",
        "actions",
    ],
    has_schedules: false,
    others: &["name", "description", "confidence", "funds", "plausibility", "output"],
    why: (
        "is of the reports and decides nothing",
        "leave it out: the event, its files and methodology may vary",
    ),
};

impl Variable {
    /// Rejects keys that may not vary.
    pub(super) fn check(&self, key: &str) -> Result<(), Refusal> {
        let table = key.split('.').next().unwrap_or(key);
        let is_of_schedules = key == SCHEDULES || SHIFTS.contains(&key);
        if key == GRIDS || is_of_schedules && self.has_schedules {
            return Ok(());
        }
        if is_of_schedules {
            return Err(Refusal::new(
                "is of schedules, and this is one reconstitution",
                "leave it out, or sweep a comparison",
            ));
        }
        let is_within = key.len() > table.len();
        // For an array of tables such as `[[previous]]`, each value replaces the whole array.
        if self.tables.contains(&table) && (is_within || table == "previous") {
            return Ok(());
        }
        if self.others.contains(&table) {
            let (problem, remedy) = self.why;
            return Err(Refusal::new(format!("\"{table}\" {problem}"), remedy));
        }
        let of_schedules: &[&str] = if self.has_schedules { &[SCHEDULES] } else { &[] };
        let shifts: &[&str] = if self.has_schedules { &SHIFTS } else { &[] };
        let known = of_schedules.iter().chain([&GRIDS]).chain(shifts).chain(self.tables).copied();
        // The name of a table without a key is not a valid suggestion.
        let may_be_meant = |name: &&str| *name != key && (is_within || !self.tables.contains(name));
        let remedy = if let Some(near) = closest(table, known.filter(may_be_meant)) {
            format!("did you mean \"{near}\"?")
        } else {
            let tables = self.tables.iter().map(|table| format!("{table}.*"));
            let named = of_schedules.iter().chain(shifts).map(|name| (*name).to_owned());
            format!("give {}", named.chain(tables).collect::<Vec<_>>().join(", "))
        };
        Err(Refusal::new(format!("\"{key}\" is no key that may vary"), remedy))
    }
}
