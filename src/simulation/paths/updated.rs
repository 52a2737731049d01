//! Members that stay at an event and whose index shares or float are updated. Their turnover
//! depends on the difference between their own change and that of their index.
//!
//! With values `v` before and `v r` after, and an index that goes from `b` to `a`, a member's
//! weight changes by `v / a |r - a/b|`. If the member and its index change in opposite directions,
//! sums are enough.

use super::in_use::Update;
use super::tiers::{OUTSIDE, Span, TIERS};
use crate::market::model::BLOCK;

/// Number of sums that are added side by side, so that their order is the same on every processor.
const LANES: usize = 8;

/// Members that move between the same tiers and all gain value, or all lose value.
#[derive(Debug, Clone, Default)]
struct Side {
    /// Values before, USD.
    values: Vec<f64>,
    /// Size of each member's change as a fraction of its value before, above 0.
    changes: Vec<f64>,
    /// Sum of the values before, and of the sizes of their changes, USD.
    sums: [f64; 2],
}

/// The members by the tiers between which they move.
#[derive(Debug, Clone)]
pub(super) struct Updated {
    /// By pair of tiers: members that gain value, and members that lose value.
    sides: Vec<[Side; 2]>,
    is_empty: bool,
}

/// Turnover of the members that stay, as fractions of the value of the index afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Stayed {
    /// Turnover by their own updates.
    pub(super) own: f64,
    /// Turnover by the change of the index total.
    pub(super) others: f64,
}

impl Default for Updated {
    fn default() -> Self {
        Self { sides: vec![<[Side; 2]>::default(); TIERS * TIERS], is_empty: true }
    }
}

impl Updated {
    /// Removes all members.
    pub(super) fn clear(&mut self) {
        if !self.is_empty {
            for side in self.sides.iter_mut().flatten() {
                side.values.clear();
                side.changes.clear();
                side.sums = [0.0; 2];
            }
            self.is_empty = true;
        }
    }

    /// Adds a member that moves from one tier to another.
    pub(super) fn push(&mut self, update: &Update, from: u8, to: u8) {
        let &Update { before, change, .. } = update;
        if from >= OUTSIDE || to >= OUTSIDE || before <= 0.0 || change == 0.0 {
            return;
        }
        let way = TIERS * usize::from(from) + usize::from(to);
        let side = &mut self.sides[way][usize::from(change < 0.0)];
        side.values.push(before);
        side.changes.push(update.part);
        side.sums[0] += before;
        side.sums[1] += change.abs();
        self.is_empty = false;
    }

    /// Turnover of the members of an index that stay, which had a total value of `stay` before; the
    /// index goes from the value `before` to `after`, USD.
    pub(super) fn stayed(&self, span: Span, stay: f64, (before, after): (f64, f64)) -> Stayed {
        if before <= 0.0 || after <= 0.0 {
            return Stayed::default();
        }
        let growth = after / before;
        let of_index = (growth - 1.0).abs();
        // Members without an update change only with the index total.
        let (mut rest, mut own, mut others) = (stay, 0.0, 0.0);
        if !self.is_empty {
            for (way, sides) in self.sides.iter().enumerate() {
                if !(span.holds(way / TIERS) && span.holds(way % TIERS)) {
                    continue;
                }
                for (side, goes_with_it) in sides.iter().zip([growth > 1.0, growth < 1.0]) {
                    let [values, changes] = side.sums;
                    rest -= values;
                    if goes_with_it {
                        let part = side.with_index(of_index);
                        own += part.own;
                        others += part.others;
                    } else {
                        own += changes;
                        others += values * of_index;
                    }
                }
            }
        }
        others += rest * of_index;
        Stayed { own: own / after, others: others / after }
    }
}

impl Side {
    /// Turnover of members that change in the same direction as their index, whose own change is
    /// the fraction `of_index`, USD. It is shared in proportion to the change of each member and
    /// that of the index.
    fn with_index(&self, of_index: f64) -> Stayed {
        if self.values.is_empty() {
            return Stayed::default();
        }
        let (values, changes) = (&self.values[..], &self.changes[..]);
        pulp::Arch::new().dispatch(WithIndex { values, changes, of_index })
    }
}

/// Members that change in the same direction as their index.
struct WithIndex<'a> {
    values: &'a [f64],
    changes: &'a [f64],
    of_index: f64,
}

impl pulp::WithSimd for WithIndex<'_> {
    type Output = Stayed;

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Stayed {
        let Self { values, changes, of_index } = self;
        let (mut own, mut others) = ([0.0; LANES], [0.0; LANES]);
        let (value_blocks, last_values) = values.as_chunks::<BLOCK>();
        let (change_blocks, last_changes) = changes.as_chunks::<BLOCK>();
        for (values, changes) in value_blocks.iter().zip(change_blocks) {
            // Loops of this length are compiled to vector code; loops over eight lanes are not.
            let [mut of_own, mut of_others] = [[0.0; BLOCK]; 2];
            for i in 0..BLOCK {
                let moved = values[i] * (changes[i] - of_index).abs() / (changes[i] + of_index);
                of_own[i] = moved * changes[i];
                of_others[i] = moved * of_index;
            }
            add_lanes(&mut own, &of_own);
            add_lanes(&mut others, &of_others);
        }
        let (values, last_values) = last_values.as_chunks::<LANES>();
        let (changes, last_changes) = last_changes.as_chunks::<LANES>();
        for (values, changes) in values.iter().zip(changes) {
            for lane in 0..LANES {
                let moved =
                    values[lane] * (changes[lane] - of_index).abs() / (changes[lane] + of_index);
                own[lane] += moved * changes[lane];
                others[lane] += moved * of_index;
            }
        }
        for (value, change) in last_values.iter().zip(last_changes) {
            let moved = value * (change - of_index).abs() / (change + of_index);
            own[0] += moved * change;
            others[0] += moved * of_index;
        }
        Stayed { own: own.iter().sum(), others: others.iter().sum() }
    }
}

/// Adds the numbers of a block to the sums of the lanes.
#[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
#[inline(always)]
fn add_lanes(sums: &mut [f64; LANES], block: &[f64; BLOCK]) {
    for numbers in block.as_chunks::<LANES>().0 {
        for lane in 0..LANES {
            sums[lane] += numbers[lane];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::Index;

    #[test]
    fn every_member_by_itself_gives_the_same() {
        let span = Span::of(Index::R2000);
        let members: Vec<(f64, f64)> = (1..=40)
            .map(|n| {
                let value = f64::from(1_000 + 37 * n);
                (value, (value * (1.0 + 0.004 * f64::from(n % 9 - 4))).round())
            })
            .collect();
        for entering in [0.0, 300.0, 9_000.0] {
            for leaving in [0.0, 500.0, 7_000.0] {
                let mut updated = Updated::default();
                for (slot, &(before, after)) in members.iter().enumerate() {
                    let to = 3 + u8::from(slot % 5 == 0);
                    updated.push(&Update::new(slot, before, after), 3, to);
                    // An update in another index, which must not count.
                    updated.push(&Update::new(slot, before, after), 2, 2);
                }
                let stay: f64 = members.iter().map(|(before, _)| before).sum();
                let before = stay + leaving;
                let after = members.iter().map(|(_, after)| after).sum::<f64>() + entering;
                let found = updated.stayed(span, stay, (before, after));
                let mut expected = Stayed::default();
                for (value, new) in &members {
                    let weight = (new / after - value / before).abs();
                    let own = (new - value).abs() / after;
                    let others = value * (1.0 / after - 1.0 / before).abs();
                    let part = if own > 0.0 { own / (own + others) } else { 0.0 };
                    expected.own += weight * part;
                    expected.others += weight * (1.0 - part);
                }
                assert!((found.own - expected.own).abs() < 1e-12, "{found:?} {expected:?}");
                assert!((found.others - expected.others).abs() < 1e-12, "{found:?} {expected:?}");
                updated.clear();
                assert_eq!(updated.stayed(span, stay, (before, before)), Stayed::default());
            }
        }
    }
}
