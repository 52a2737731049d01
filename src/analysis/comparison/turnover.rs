//! Turnover by calendar year: of all events, and of the reconstitutions alone.
//!
//! An event counts in the year of its own day, whatever the close on which it falls. What a year
//! turns over is the sum of its events; the parts by cause sum to the one-way turnover.

use super::measure::{Forms, Measure, Unit};
use super::{Taken, indexes};
use crate::analysis::lived::{Lived, LivedEvent};
use crate::analysis::turnover::Changes;
use crate::simulation::EventKind;

/// A measure, with what it is of one event.
type Part = (Measure, fn(&Changes) -> f64);

const fn part(name: &'static str, of: fn(&Changes) -> f64, meaning: &'static str) -> Part {
    (Measure::new(name, Unit::Fraction, Forms::Yearly, meaning), of)
}

/// Of all events.
static ALL: [Part; 8] = [
    part(
        "turnover_one_way",
        |c| c.one_way,
        "one-way turnover a year: the sum over its events (reconstitutions, quarters, fast entries, \
         deletions, corporate actions) of 1/2 sum of abs(w_after - w_before)",
    ),
    part("turnover_two_way", |c| c.two_way, "two-way turnover a year: twice the one-way"),
    part(
        "turnover_membership",
        |c| c.membership_turnover,
        "the provider's turnover a year: the sum over its events of max(value entering, value \
         leaving) / value before",
    ),
    part(
        "turnover_additions",
        |c| c.causes.additions,
        "of turnover_one_way: lines that enter from outside the Russell 3000 (of Microcap: the 3000E)",
    ),
    part("turnover_deletions", |c| c.causes.deletions, "of turnover_one_way: lines that leave it"),
    part(
        "turnover_migrations",
        |c| c.causes.migrations,
        "of turnover_one_way: lines that come from or go to another index within it",
    ),
    part(
        "turnover_share_and_float_changes",
        |c| c.causes.share_and_float_changes,
        "of turnover_one_way: members whose index shares or float are updated",
    ),
    part(
        "turnover_reweighting",
        |c| c.causes.reweighting,
        "of turnover_one_way: members whose weight gives way to the changes of others",
    ),
];

/// Of the reconstitutions alone.
static ALONE: [Part; 8] = [
    part(
        "reconstitution_one_way",
        |c| c.one_way,
        "as turnover_one_way, of the reconstitutions alone",
    ),
    part(
        "reconstitution_two_way",
        |c| c.two_way,
        "as turnover_two_way, of the reconstitutions alone",
    ),
    part(
        "reconstitution_membership",
        |c| c.membership_turnover,
        "as turnover_membership, of the reconstitutions alone",
    ),
    part(
        "reconstitution_additions",
        |c| c.causes.additions,
        "as turnover_additions, of the reconstitutions alone",
    ),
    part(
        "reconstitution_deletions",
        |c| c.causes.deletions,
        "as turnover_deletions, of the reconstitutions alone",
    ),
    part(
        "reconstitution_migrations",
        |c| c.causes.migrations,
        "as turnover_migrations, of the reconstitutions alone",
    ),
    part(
        "reconstitution_share_and_float_changes",
        |c| c.causes.share_and_float_changes,
        "as turnover_share_and_float_changes, of the reconstitutions alone",
    ),
    part(
        "reconstitution_reweighting",
        |c| c.causes.reweighting,
        "as turnover_reweighting, of the reconstitutions alone",
    ),
];

pub(super) fn measures() -> impl Iterator<Item = &'static Measure> {
    ALL.iter().chain(&ALONE).map(|(measure, _)| measure)
}

pub(super) fn take(lived: &Lived, taken: &mut Taken<'_>) {
    let is_reconstitution = |event: &LivedEvent| matches!(event.kind, EventKind::Reconstitution(_));
    for (measure, of) in &ALL {
        sum(lived, taken, measure, *of, |_| true);
    }
    for (measure, of) in &ALONE {
        sum(lived, taken, measure, *of, is_reconstitution);
    }
}

fn sum(
    lived: &Lived,
    taken: &mut Taken<'_>,
    measure: &'static Measure,
    of: fn(&Changes) -> f64,
    counts: impl Fn(&LivedEvent) -> bool,
) {
    let sums: Vec<_> = indexes()
        .map(|index| {
            let mut of_years = vec![0.0; taken.years.all.len()];
            for event in lived.events.iter().filter(|event| counts(event)) {
                let changes = event.turnover[index as usize].changes.as_ref();
                if let Some(year) = taken.years.place(event.date) {
                    // A year with an event of which nothing is known is not known.
                    of_years[year] += changes.map_or(f64::NAN, of);
                }
            }
            (Some(index), of_years)
        })
        .collect();
    taken.yearly(measure, &sums);
}
