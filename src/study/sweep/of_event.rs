//! The measures of a sweep over one reconstitution, named as in a run's `turnover.csv`.

use strum::IntoEnumIterator as _;

use crate::analysis::comparison::Values;
use crate::analysis::turnover::Turnover;
use crate::reconstitution::Action;
use crate::simulation::measures::{Forms, Measure, Subject, Unit};
use crate::simulation::paths::Quantity;
use crate::study::Run;
use crate::universe::Index;

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

/// Lines that leave the Russell 3000.
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

/// A measure of an index, and how to read it from the turnover of the event.
type OfIndex = (&'static Measure, fn(&Turnover) -> Option<f64>);

const OF_INDEX: [OfIndex; 7] = [
    (&ONE_WAY, |of| of.changes.as_ref().map(|changes| changes.one_way)),
    (&MEMBERS_AFTER, |of| Some(of.members_after as f64)),
    (&COMPANIES_AFTER, |of| Some(of.companies_after as f64)),
    (&ADDITIONS, |of| of.count(|changes| changes.additions).map(|n| n as f64)),
    (&DELETIONS, |of| of.count(|changes| changes.deletions).map(|n| n as f64)),
    (&MOVED_IN, |of| of.count(|changes| changes.moved_in).map(|n| n as f64)),
    (&MOVED_OUT, |of| of.count(|changes| changes.moved_out).map(|n| n as f64)),
];

const OF_FAMILY: [(&Measure, Action); 2] = [(&MOVES_UP, Action::Up), (&MOVES_DOWN, Action::Down)];

/// The measures of every index and of the family, in the order of the rows.
pub(super) fn quantities() -> Vec<Quantity> {
    let of = |measure: &'static Measure, index| Quantity { statistic: measure.value(), index };
    let of_indexes = OF_INDEX
        .iter()
        .flat_map(|(measure, _)| Index::iter().map(|index| of(measure, Some(index))));
    of_indexes.chain(OF_FAMILY.iter().map(|(measure, _)| of(measure, None))).collect()
}

/// Their values under the rules of a run.
pub(super) fn values(run: &Run) -> Vec<Values> {
    let of_indexes = OF_INDEX
        .iter()
        .flat_map(|(_, of)| Index::iter().map(|index| of(&run.turnover[index as usize])));
    let moves = |action| run.result.companies.iter().filter(|c| c.action() == Some(action)).count();
    let of_family = OF_FAMILY.iter().map(|(_, action)| Some(moves(*action) as f64));
    // NaN and infinity cannot be stored, so they become unknown.
    let known = |value: Option<f64>| Values::Once(value.filter(|value| value.is_finite()));
    of_indexes.chain(of_family).map(known).collect()
}
