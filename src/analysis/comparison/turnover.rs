//! Turnover by cycle along a history. [`measures::turnover`](crate::simulation::measures::turnover)
//! defines each measure.

use strum::VariantArray as _;

use super::{Taken, indexes};
use crate::analysis::backtest::{Backtest, BacktestEvent};
use crate::analysis::turnover::Changes;
use crate::simulation::measures::{
    Measure,
    turnover::{self, Group, RECONSTITUTIONS, SCHEDULED, TOTAL, UNSCHEDULED},
};
use crate::simulation::{CyclePart, EventKind};

/// A measure and how to read it from an index's changes at one event.
type Of = (&'static Measure, fn(&Changes) -> f64);

fn of_group(group: &'static Group) -> [Of; 8] {
    [
        (&group.one_way, |c| c.one_way),
        (&group.two_way, |c| c.two_way),
        (&group.membership, |c| c.membership_turnover),
        (&group.additions, |c| c.causes.additions),
        (&group.deletions, |c| c.causes.deletions),
        (&group.migrations, |c| c.causes.migrations),
        // A history knows all index shares before its events.
        (&group.share_and_float_changes, |c| c.causes.share_and_float_changes.unwrap_or_default()),
        (&group.reweighting, |c| c.causes.reweighting),
    ]
}

/// The part of the cycle that an event belongs to. A quarterly event belongs to two parts; this
/// returns the one for quarterly updates.
pub fn part_of(event: &BacktestEvent) -> CyclePart {
    match event.kind {
        EventKind::Reconstitution(_) => CyclePart::reconstitution_on(event.date),
        EventKind::Quarter => CyclePart::QuarterlyUpdates,
        EventKind::FastEntry => CyclePart::FastEntries,
        EventKind::Deletion => CyclePart::Deletions,
        EventKind::CorporateAction => CyclePart::CorporateActions,
    }
}

/// Splits an event's one-way turnover of an index among the parts of the cycle; the two parts sum
/// to it.
pub fn parts_of(event: &BacktestEvent, changes: &Changes) -> [(CyclePart, f64); 2] {
    let part = part_of(event);
    if part != CyclePart::QuarterlyUpdates {
        return [(part, changes.one_way), (CyclePart::QuarterlyAdditions, 0.0)];
    }
    let causes = &changes.causes;
    let joining = causes.additions + causes.migrations + causes.deletions;
    let both = joining + causes.share_and_float_changes.unwrap_or_default();
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
    group(backtest, taken, &TOTAL, |_| true);
    group(backtest, taken, &RECONSTITUTIONS, |event| part_of(event).is_reconstitution());
}

fn parts(backtest: &Backtest, taken: &mut Taken<'_>, is_scheduled: bool) {
    for &part in CyclePart::VARIANTS.iter().filter(|part| part.is_scheduled() == is_scheduled) {
        for index in indexes() {
            let sums = taken.sums_of_index(backtest, index, |event| {
                let changes = event.turnover[index as usize].changes.as_ref();
                let of = |changes| parts_of(event, changes).into_iter().filter(|(p, _)| *p == part);
                changes.map_or(0.0, |changes| of(changes).map(|(_, one_way)| one_way).sum())
            });
            taken.by_cycle(turnover::of_part(part), Some(index), sums);
        }
    }
}

fn group(
    backtest: &Backtest,
    taken: &mut Taken<'_>,
    measures: &'static Group,
    counts: impl Fn(&BacktestEvent) -> bool,
) {
    for (measure, of) in of_group(measures) {
        sum(backtest, taken, measure, of, &counts);
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
        let updates = share_and_float_changes.unwrap_or_default();
        let one_way = additions + deletions + migrations + updates + reweighting;
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
                share_and_float_changes: Some(updates),
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
