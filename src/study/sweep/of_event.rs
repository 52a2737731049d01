//! The measures of a sweep over one reconstitution, named as in a run's `turnover.csv`.

use crate::simulation::measures::{Forms, Measure, Subject, Unit};

const fn of_index(name: &'static str, unit: Unit, meaning: &'static str) -> Measure {
    Measure { name, unit, subject: Subject::EachIndex, forms: Forms::Once, meaning }
}

const fn of_family(name: &'static str, meaning: &'static str) -> Measure {
    Measure { name, unit: Unit::Count, subject: Subject::Family, forms: Forms::Once, meaning }
}

/// One-way turnover.
pub static ONE_WAY: Measure =
    of_index("one_way", Unit::Fraction, "one-way turnover of the index by the event");

/// Members after the event.
pub static MEMBERS_AFTER: Measure =
    of_index("members_after", Unit::Count, "members of the index after the event");

/// Companies after the event.
pub static COMPANIES_AFTER: Measure =
    of_index("companies_after", Unit::Count, "companies in the index after the event");

/// Lines that enter from outside.
pub static ADDITIONS: Measure =
    of_index("additions", Unit::Count, "lines that enter from outside the Russell 3000");

/// Lines that leave.
pub static DELETIONS: Measure = of_index("deletions", Unit::Count, "lines that leave it");

/// Lines that come from another index.
pub static MOVED_IN: Measure =
    of_index("moved_in", Unit::Count, "lines that come from another index within it");

/// Lines that go to another index.
pub static MOVED_OUT: Measure =
    of_index("moved_out", Unit::Count, "lines that go to another index within it");

/// Companies that move up.
pub static MOVES_UP: Measure =
    of_family("moves_up", "companies that move from the Russell 2000 to the 1000");

/// Companies that move down.
pub static MOVES_DOWN: Measure =
    of_family("moves_down", "companies that move from the Russell 1000 to the 2000");
