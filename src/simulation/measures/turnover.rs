//! Turnover by cycle: of scheduled events and their parts, of unscheduled events, and in total.
//!
//! An event counts in the cycle of its effective date, whichever close it is applied at. The turnover
//! of a cycle is the sum over its events. Scheduled turnover is the sum of June, December, quarterly
//! additions and quarterly updates; unscheduled turnover is the sum of deletions, fast entries and
//! corporate actions; together they are total turnover. The parts by cause also sum to one-way
//! turnover.

use super::{Forms, Measure, Subject, Unit};
use crate::simulation::CyclePart;

const fn fraction(name: &'static str, meaning: &'static str) -> Measure {
    Measure {
        name,
        unit: Unit::Fraction,
        subject: Subject::EachIndex,
        forms: Forms::Cycles,
        meaning,
    }
}

/// The turnover of a group of events: in total, as the provider counts it, and by cause.
#[derive(Debug)]
pub struct Group {
    /// Half the sum of the changes of weights.
    pub one_way: Measure,
    /// The sum of the changes of weights, twice the one-way turnover.
    pub two_way: Measure,
    /// The larger of the values entering and leaving, over the value before.
    pub membership: Measure,
    /// One-way turnover by lines from outside.
    pub additions: Measure,
    /// One-way turnover by lines that leave.
    pub deletions: Measure,
    /// One-way turnover by lines from or to another index.
    pub migrations: Measure,
    /// One-way turnover by updates of shares and float.
    pub share_and_float_changes: Measure,
    /// One-way turnover by the weight that other members lose to these changes.
    pub reweighting: Measure,
}

impl Group {
    /// All measures of the group, in the order of their rows.
    pub fn all(&'static self) -> [&'static Measure; 8] {
        [
            &self.one_way,
            &self.two_way,
            &self.membership,
            &self.additions,
            &self.deletions,
            &self.migrations,
            &self.share_and_float_changes,
            &self.reweighting,
        ]
    }
}

/// The measures of a group of events, with a common prefix of their names.
macro_rules! group {
    ($name:literal, $one_way:expr, $like:literal) => {
        Group {
            one_way: fraction(concat!($name, "_one_way"), $one_way),
            two_way: fraction(
                concat!($name, "_two_way"),
                concat!("twice ", $name, "_one_way: the sum of abs(w_after - w_before)"),
            ),
            membership: fraction(
                concat!($name, "_membership"),
                concat!(
                    "the provider's turnover a cycle, of ",
                    $like,
                    ": the sum over them of max(value entering, value leaving) / value before"
                ),
            ),
            additions: fraction(
                concat!($name, "_additions"),
                concat!(
                    "of ",
                    $name,
                    "_one_way: lines that enter from outside the Russell 3000 (of Microcap: the \
                     3000E)"
                ),
            ),
            deletions: fraction(
                concat!($name, "_deletions"),
                concat!("of ", $name, "_one_way: lines that leave it"),
            ),
            migrations: fraction(
                concat!($name, "_migrations"),
                concat!(
                    "of ",
                    $name,
                    "_one_way: lines that come from or go to another index within it"
                ),
            ),
            share_and_float_changes: fraction(
                concat!($name, "_share_and_float_changes"),
                concat!("of ", $name, "_one_way: members whose index shares or float are updated"),
            ),
            reweighting: fraction(
                concat!($name, "_reweighting"),
                concat!(
                    "of ",
                    $name,
                    "_one_way: members whose weight gives way to the changes of others"
                ),
            ),
        }
    };
}

/// Turnover of the scheduled events.
pub static SCHEDULED: Group = group!(
    "scheduled",
    "one-way turnover a cycle by all scheduled events: the sum over reconstitutions, quarterly \
     additions and quarterly updates of shares and float of 1/2 sum of abs(w_after - w_before); \
     june_one_way + december_one_way + quarterly_additions_one_way + quarterly_updates_one_way",
    "the scheduled events"
);

/// Reconstitutions of June.
pub static JUNE: Measure =
    fraction("june_one_way", "of scheduled_one_way: reconstitutions implemented in June");

/// Other reconstitutions.
pub static DECEMBER: Measure = fraction(
    "december_one_way",
    "of scheduled_one_way: reconstitutions implemented in another month than June, such as \
     December",
);

/// New issues of a quarter.
pub static QUARTERLY_ADDITIONS: Measure = fraction(
    "quarterly_additions_one_way",
    "of scheduled_one_way: new issues that join with a quarter, and the weight that other members lose to them",
);

/// Updates of a quarter.
pub static QUARTERLY_UPDATES: Measure = fraction(
    "quarterly_updates_one_way",
    "of scheduled_one_way: shares and float updated with a quarter, and the weight that other members lose to \
     them; what they lose to additions and updates together is divided between the two in proportion",
);

/// All unscheduled events.
pub static UNSCHEDULED: Measure = fraction(
    "unscheduled_one_way",
    "one-way turnover a cycle by what no schedule says: the sum of the three parts that its name begins",
);

/// Members that leave between the scheduled days.
pub static UNSCHEDULED_DELETIONS: Measure = fraction(
    "unscheduled_deletions_one_way",
    "of unscheduled_one_way: members that leave between the scheduled days (mergers, delistings, \
     failures)",
);

/// Large new issues that join at once.
pub static FAST_ENTRIES: Measure = fraction(
    "unscheduled_fast_entries_one_way",
    "of unscheduled_one_way: very large new issues that join at once",
);

/// Corporate actions that change what members hold.
pub static CORPORATE_ACTIONS: Measure = fraction(
    "unscheduled_corporate_actions_one_way",
    "of unscheduled_one_way: spin-offs, mergers and offerings that change what members hold",
);

/// Turnover of all events.
pub static TOTAL: Group = group!(
    "turnover",
    "one-way turnover a cycle by all events: scheduled_one_way + unscheduled_one_way",
    "all events"
);

/// Turnover of the reconstitutions alone.
pub static RECONSTITUTIONS: Group = group!(
    "reconstitution",
    "one-way turnover a cycle by the reconstitutions alone: june_one_way + december_one_way; what a \
     schedule without a December does in December's quarter is not in it",
    "the reconstitutions alone"
);

/// The measure of a part of the cycle.
pub fn of_part(part: CyclePart) -> &'static Measure {
    match part {
        CyclePart::June => &JUNE,
        CyclePart::December => &DECEMBER,
        CyclePart::QuarterlyAdditions => &QUARTERLY_ADDITIONS,
        CyclePart::QuarterlyUpdates => &QUARTERLY_UPDATES,
        CyclePart::Deletions => &UNSCHEDULED_DELETIONS,
        CyclePart::FastEntries => &FAST_ENTRIES,
        CyclePart::CorporateActions => &CORPORATE_ACTIONS,
    }
}

/// All measures of turnover, in the order of their rows.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    let parts = [&JUNE, &DECEMBER, &QUARTERLY_ADDITIONS, &QUARTERLY_UPDATES];
    let unscheduled = [&UNSCHEDULED, &UNSCHEDULED_DELETIONS, &FAST_ENTRIES, &CORPORATE_ACTIONS];
    SCHEDULED
        .all()
        .into_iter()
        .chain(parts)
        .chain(unscheduled)
        .chain(TOTAL.all())
        .chain(RECONSTITUTIONS.all())
}
