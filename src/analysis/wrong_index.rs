//! Time in the wrong index: how long members are in a segment other than their unbanded one.
//!
//! A member is in the wrong index on a day if its segment differs from the one that its rank that day
//! gives without bands (methodology sections 4 and 9). Each date counts for the calendar days until the
//! next one. Then:
//!
//! - for a company: `days in the wrong index / days as a member`;
//! - for all: `sum of days in the wrong index / sum of member-days`, so that a company counts for
//!   as long as it is a member.
//!
//! A company in no segment is not a member and does not count, whatever its unbanded segment. A member
//! whose rank gives no segment is in the wrong index.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::universe::Segment;

/// Segments of a company on a date, actual and unbanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Placed<K> {
    /// Identifies the company.
    pub key: K,
    /// The segment it is in.
    pub segment: Segment,
    /// The segment that its rank that day gives without bands.
    pub unbanded: Segment,
}

/// Segments of all companies on a date, each at most once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Observation<K> {
    /// Calendar days until the next date.
    pub days: u32,
    /// The companies.
    pub names: Vec<Placed<K>>,
}

/// Days of one company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NameDays<K> {
    /// Identifies the company.
    pub key: K,
    /// Calendar days as a member.
    pub member: u64,
    /// Calendar days in the wrong index.
    pub wrong: u64,
}

/// Time that companies spend in the wrong index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrongIndexTime<K> {
    /// One per company that was a member on some date, in the order of the keys.
    pub names: Vec<NameDays<K>>,
    /// Calendar days of all companies as members.
    pub member_days: u64,
    /// Calendar days of all companies in the wrong index.
    pub wrong_days: u64,
}

impl<K> WrongIndexTime<K> {
    /// Fraction of the member-days in the wrong index; `None` without member-days.
    pub fn fraction(&self) -> Option<f64> {
        (self.member_days > 0).then(|| self.wrong_days as f64 / self.member_days as f64)
    }

    /// Mean calendar days in the wrong index over all companies that were members; `None` without
    /// any.
    pub fn mean_days(&self) -> Option<f64> {
        (!self.names.is_empty()).then(|| self.wrong_days as f64 / self.names.len() as f64)
    }
}

/// Time in the wrong index over consecutive dates. The iterator is consumed without keeping its
/// items.
pub fn time_in_wrong_index<K: Copy + Ord + Hash>(
    dates: impl IntoIterator<Item = impl Borrow<Observation<K>>>,
) -> WrongIndexTime<K> {
    let mut place_of: FxHashMap<K, usize> = FxHashMap::default();
    let mut names: Vec<NameDays<K>> = Vec::new();
    for date in dates {
        let Observation { days, names: placed } = date.borrow();
        let days = u64::from(*days);
        for name in placed.iter().filter(|name| name.segment != Segment::None) {
            let place = *place_of.entry(name.key).or_insert_with(|| {
                names.push(NameDays { key: name.key, member: 0, wrong: 0 });
                names.len() - 1
            });
            names[place].member += days;
            names[place].wrong += if name.segment == name.unbanded { 0 } else { days };
        }
    }
    names.sort_unstable_by_key(|name| name.key);
    let member_days = names.iter().map(|name| name.member).sum();
    let wrong_days = names.iter().map(|name| name.wrong).sum();
    WrongIndexTime { names, member_days, wrong_days }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Segment::{Micro, None as Out, R1000, R2000};

    fn on(days: u32, names: &[(u32, Segment, Segment)]) -> Observation<u32> {
        let placed = |&(key, segment, unbanded)| Placed { key, segment, unbanded };
        Observation { days, names: names.iter().map(placed).collect() }
    }

    #[test]
    fn days_of_each_name_and_of_all() {
        let time = time_in_wrong_index([
            on(31, &[(2, R2000, R1000), (1, R1000, R1000), (3, Out, R2000)]),
            on(28, &[(1, R1000, R2000), (2, R2000, R2000), (3, R2000, Micro)]),
            on(31, &[(1, R1000, Out), (2, Out, R2000)]),
        ]);
        let days = |key, member, wrong| NameDays { key, member, wrong };
        assert_eq!(time.names, [days(1, 90, 59), days(2, 59, 31), days(3, 28, 28)]);
        assert_eq!((time.member_days, time.wrong_days), (177, 118));
        assert!((time.fraction().expect("members") - 118.0 / 177.0).abs() < 1e-12);
        assert!((time.mean_days().expect("members") - 118.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn without_members_there_is_no_mean() {
        let time = time_in_wrong_index([on(31, &[(1, Out, R2000)])]);
        assert!(time.names.is_empty());
        assert_eq!((time.fraction(), time.mean_days()), (None, None));
        assert_eq!(time_in_wrong_index::<u32>([] as [Observation<u32>; 0]).fraction(), None);
    }

    proptest! {
        #[test]
        fn a_date_split_in_two_changes_nothing(
            names in proptest::collection::btree_map(
                0u32..20,
                proptest::sample::select(vec![(R1000, R1000), (R1000, R2000), (R2000, R1000), (Out, R2000)]),
                0..20,
            ),
            days in 1u32..100,
            cut in 0u32..100
        ) {
            let names: Vec<_> = names.into_iter().map(|(key, (is, unbanded))| (key, is, unbanded)).collect();
            let first = cut.min(days);
            let whole = time_in_wrong_index([on(days, &names)]);
            let parts = time_in_wrong_index([on(first, &names), on(days - first, &names)]);
            prop_assert_eq!(&whole, &parts);
            prop_assert!(whole.wrong_days <= whole.member_days);
        }
    }
}
