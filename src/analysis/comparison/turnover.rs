//! Turnover by cycle: of scheduled events and their parts, of unscheduled events, and in total.
//!
//! An event counts in the cycle of its effective date, whichever close it is applied at. The turnover
//! of a cycle is the sum over its events. Scheduled turnover is the sum of June, December, quarterly
//! additions and quarterly updates; unscheduled turnover is the sum of deletions, fast entries and
//! corporate actions; together they are total turnover. The parts by cause also sum to one-way
//! turnover.

use super::measure::{Forms, Measure, Unit};
use super::{Taken, indexes};
use crate::analysis::backtest::{Backtest, BacktestEvent};
use crate::analysis::turnover::Changes;
use crate::simulation::{CyclePart, EventKind};

/// A measure and how to read it from an index's changes at one event.
type Of = (Measure, fn(&Changes) -> f64);

const fn fraction(name: &'static str, meaning: &'static str) -> Measure {
    Measure::new(name, Unit::Fraction, Forms::Cycles, meaning)
}

/// The measures of a group of events, with a common prefix of their names.
macro_rules! group {
    ($name:literal, $one_way:expr, $like:literal) => {
        [
            (fraction(concat!($name, "_one_way"), $one_way), |c| c.one_way),
            (
                fraction(
                    concat!($name, "_two_way"),
                    concat!("twice ", $name, "_one_way: the sum of abs(w_after - w_before)"),
                ),
                |c| c.two_way,
            ),
            (
                fraction(
                    concat!($name, "_membership"),
                    concat!(
                        "the provider's turnover a cycle, of ",
                        $like,
                        ": the sum over them of max(value entering, value leaving) / value before"
                    ),
                ),
                |c| c.membership_turnover,
            ),
            (
                fraction(
                    concat!($name, "_additions"),
                    concat!(
                        "of ",
                        $name,
                        "_one_way: lines that enter from outside the Russell 3000 (of Microcap: the \
                         3000E)"
                    ),
                ),
                |c| c.causes.additions,
            ),
            (
                fraction(
                    concat!($name, "_deletions"),
                    concat!("of ", $name, "_one_way: lines that leave it"),
                ),
                |c| c.causes.deletions,
            ),
            (
                fraction(
                    concat!($name, "_migrations"),
                    concat!(
                        "of ",
                        $name,
                        "_one_way: lines that come from or go to another index within it"
                    ),
                ),
                |c| c.causes.migrations,
            ),
            (
                fraction(
                    concat!($name, "_share_and_float_changes"),
                    concat!("of ", $name, "_one_way: members whose index shares or float are updated"),
                ),
                |c| c.causes.share_and_float_changes,
            ),
            (
                fraction(
                    concat!($name, "_reweighting"),
                    concat!(
                        "of ",
                        $name,
                        "_one_way: members whose weight gives way to the changes of others"
                    ),
                ),
                |c| c.causes.reweighting,
            ),
        ]
    };
}

/// Turnover of the scheduled events.
static SCHEDULED: [Of; 8] = group!(
    "scheduled",
    "one-way turnover a cycle by all scheduled events: the sum over reconstitutions, quarterly \
     additions and quarterly updates of shares and float of 1/2 sum of abs(w_after - w_before); \
     june_one_way + december_one_way + quarterly_additions_one_way + quarterly_updates_one_way",
    "the scheduled events"
);

/// The parts of a cycle, in the order of [`CyclePart`].
static PARTS: [(Measure, CyclePart); 7] = [
    (
        fraction("june_one_way", "of scheduled_one_way: reconstitutions implemented in June"),
        CyclePart::June,
    ),
    (
        fraction(
            "december_one_way",
            "of scheduled_one_way: reconstitutions implemented in another month than June, such as \
             December",
        ),
        CyclePart::December,
    ),
    (
        fraction(
            "quarterly_additions_one_way",
            "of scheduled_one_way: new issues that join with a quarter, and those who make way for them",
        ),
        CyclePart::QuarterlyAdditions,
    ),
    (
        fraction(
            "quarterly_updates_one_way",
            "of scheduled_one_way: shares and float updated with a quarter, and those who make way; \
             what makes way for both is shared between the two in proportion",
        ),
        CyclePart::QuarterlyUpdates,
    ),
    (
        fraction(
            "unscheduled_deletions_one_way",
            "of unscheduled_one_way: members that leave between the scheduled days (mergers, delistings, \
             failures)",
        ),
        CyclePart::Deletions,
    ),
    (
        fraction(
            "unscheduled_fast_entries_one_way",
            "of unscheduled_one_way: very large new issues that join at once",
        ),
        CyclePart::FastEntries,
    ),
    (
        fraction(
            "unscheduled_corporate_actions_one_way",
            "of unscheduled_one_way: spin-offs, mergers and offerings that change what members hold",
        ),
        CyclePart::CorporateActions,
    ),
];

static UNSCHEDULED: Measure = fraction(
    "unscheduled_one_way",
    "one-way turnover a cycle by what no schedule says: the sum of the three parts that its name begins",
);

/// Turnover of all events.
static ALL: [Of; 8] = group!(
    "turnover",
    "one-way turnover a cycle by all events: scheduled_one_way + unscheduled_one_way",
    "all events"
);

/// Turnover of the reconstitutions alone.
static ALONE: [Of; 8] = group!(
    "reconstitution",
    "one-way turnover a cycle by the reconstitutions alone: june_one_way + december_one_way; what a \
     schedule without a December does in December's quarter is not in it",
    "the reconstitutions alone"
);

pub(super) fn measures() -> impl Iterator<Item = &'static Measure> {
    let of = |all: &'static [Of; 8]| all.iter().map(|(measure, _)| measure);
    let parts = |is_scheduled| {
        let parts = PARTS.iter().filter(move |(_, part)| part.is_scheduled() == is_scheduled);
        parts.map(|(measure, _)| measure)
    };
    of(&SCHEDULED)
        .chain(parts(true))
        .chain([&UNSCHEDULED])
        .chain(parts(false))
        .chain(of(&ALL))
        .chain(of(&ALONE))
}

/// The part of the cycle that an event belongs to. A quarterly event belongs to two; this gives the
/// updates.
pub fn part_of(event: &BacktestEvent) -> CyclePart {
    match event.kind {
        EventKind::Reconstitution(_) => CyclePart::reconstitution_on(event.date),
        EventKind::Quarter => CyclePart::QuarterlyUpdates,
        EventKind::FastEntry => CyclePart::FastEntries,
        EventKind::Deletion => CyclePart::Deletions,
        EventKind::CorporateAction => CyclePart::CorporateActions,
    }
}

/// Splits an event's one-way turnover of an index among the parts of the cycle; the two sum to it.
pub fn parts_of(event: &BacktestEvent, changes: &Changes) -> [(CyclePart, f64); 2] {
    let part = part_of(event);
    if part != CyclePart::QuarterlyUpdates {
        return [(part, changes.one_way), (CyclePart::QuarterlyAdditions, 0.0)];
    }
    let causes = &changes.causes;
    let joining = causes.additions + causes.migrations + causes.deletions;
    let both = joining + causes.share_and_float_changes;
    let share = if both > 0.0 { joining / both } else { 0.0 };
    let added = changes.one_way * share;
    [(part, changes.one_way - added), (CyclePart::QuarterlyAdditions, added)]
}

pub(super) fn take(backtest: &Backtest, taken: &mut Taken<'_>) {
    let is_scheduled = |event: &BacktestEvent| part_of(event).is_scheduled();
    group(backtest, taken, &SCHEDULED, is_scheduled);
    parts(backtest, taken, true);
    sum(backtest, taken, &UNSCHEDULED, |c| c.one_way, |event| !is_scheduled(event));
    parts(backtest, taken, false);
    group(backtest, taken, &ALL, |_| true);
    group(backtest, taken, &ALONE, |event| part_of(event).is_reconstitution());
}

fn parts(backtest: &Backtest, taken: &mut Taken<'_>, is_scheduled: bool) {
    for (measure, part) in PARTS.iter().filter(|(_, part)| part.is_scheduled() == is_scheduled) {
        for index in indexes() {
            let sums = taken.sums_of_index(backtest, index, |event| {
                let changes = event.turnover[index as usize].changes.as_ref();
                let of = |changes| parts_of(event, changes).into_iter().filter(|(p, _)| p == part);
                changes.map_or(0.0, |changes| of(changes).map(|(_, one_way)| one_way).sum())
            });
            taken.by_cycle(measure, Some(index), sums);
        }
    }
}

fn group(
    backtest: &Backtest,
    taken: &mut Taken<'_>,
    measures: &'static [Of; 8],
    counts: impl Fn(&BacktestEvent) -> bool,
) {
    for (measure, of) in measures {
        sum(backtest, taken, measure, *of, &counts);
    }
}

fn sum(
    backtest: &Backtest,
    taken: &mut Taken<'_>,
    measure: &'static Measure,
    of: fn(&Changes) -> f64,
    counts: impl Fn(&BacktestEvent) -> bool,
) {
    for index in indexes() {
        let sums = taken.sums_of_index(backtest, index, |event| {
            let changes = event.turnover[index as usize].changes.as_ref();
            changes.filter(|_| counts(event)).map_or(0.0, of)
        });
        taken.by_cycle(measure, Some(index), sums);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::trades::EventTrades;
    use crate::analysis::turnover::Causes;

    fn event(kind: EventKind, date: &str) -> BacktestEvent {
        BacktestEvent {
            name: "an event".to_owned(),
            kind,
            date: date.parse().expect("a date"),
            day: 0,
            turnover: Vec::new(),
            trades: EventTrades::default(),
        }
    }

    fn changes(causes: Causes) -> Changes {
        let Causes { additions, deletions, migrations, share_and_float_changes, reweighting } =
            causes;
        let one_way = additions + deletions + migrations + share_and_float_changes + reweighting;
        Changes {
            companies_before: 10,
            additions: 1,
            deletions: 0,
            moved_in: 0,
            moved_out: 0,
            one_way,
            two_way: 2.0 * one_way,
            membership_turnover: additions,
            causes,
        }
    }

    #[test]
    fn a_quarter_has_two_parts_and_every_other_event_one() {
        let quarter = event(EventKind::Quarter, "2025-12-12");
        for (additions, updates, reweighting, added) in [
            (0.03, 0.01, 0.02, 0.045),
            (0.0, 0.01, 0.01, 0.0),
            (0.02, 0.0, 0.02, 0.04),
            (0.0, 0.0, 0.0, 0.0),
        ] {
            let causes = Causes {
                additions,
                share_and_float_changes: updates,
                reweighting,
                ..Causes::default()
            };
            let all = changes(causes);
            let [(first, of_updates), (second, of_additions)] = parts_of(&quarter, &all);
            assert_eq!(
                (first, second),
                (CyclePart::QuarterlyUpdates, CyclePart::QuarterlyAdditions)
            );
            assert!((of_additions - added).abs() < 1e-15, "{of_additions}");
            assert!((of_updates + of_additions - all.one_way).abs() < 1e-15);
        }
        let causes = Causes { additions: 0.1, ..Causes::default() };
        for (kind, date, part) in [
            (EventKind::Reconstitution(0), "2025-06-27", CyclePart::June),
            (EventKind::Reconstitution(1), "2026-12-11", CyclePart::December),
            (EventKind::Reconstitution(1), "2026-11-13", CyclePart::December),
            (EventKind::Deletion, "2026-06-30", CyclePart::Deletions),
        ] {
            assert_eq!(parts_of(&event(kind, date), &changes(causes))[0], (part, 0.1));
        }
    }
}
