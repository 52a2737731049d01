//! Turnover and drift of an index, from companies by tier before and after.
//!
//! With `v / total` for a company's weight, the weight of a company that stays without an update
//! changes by `v |1 / after - 1 / before|`: sums by tier are therefore enough for every sum over
//! companies. Companies whose index shares or float are updated are handled by [`Updated`].

use super::in_use::Update;
use super::lanes::dollars;
use super::placement::{Matrix, Placement, Worth};
use super::tiers::{Span, TIERS};
use super::unbanded::Part;
use super::updated::Updated;
use crate::simulation::CyclePart;

/// The changes an event makes to an index; weights are fractions.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Changes {
    pub(super) additions: u64,
    pub(super) deletions: u64,
    pub(super) moved_in: u64,
    pub(super) moved_out: u64,
    /// One-way turnover, the sum of the causes.
    pub(super) one_way: f64,
    /// The larger of the values added and deleted, over the value held before.
    pub(super) membership: f64,
    pub(super) by_additions: f64,
    pub(super) by_deletions: f64,
    pub(super) by_migrations: f64,
    pub(super) by_updates: f64,
    pub(super) by_reweighting: f64,
}

/// Companies by the tiers between which they move at an event.
#[derive(Debug, Clone, Default)]
pub(super) struct TierMoves {
    /// At the values before the event.
    pub(super) before: Matrix,
    /// At the values after the event.
    pub(super) after: Matrix,
    /// The companies whose index shares or float are updated.
    pub(super) updated: Updated,
}

/// Members of an index before and after.
#[derive(Debug, Clone, Copy, Default)]
struct Flows {
    stay: Part,
    /// Entering from outside the family around the index, and from within it.
    enter: [Part; 2],
    leave: [Part; 2],
}

impl Flows {
    fn new(matrix: &Matrix, span: Span) -> Self {
        let mut flows = Self::default();
        for (from, row) in matrix.iter().enumerate() {
            let inside = |to: usize| usize::from(span.is_around(from) && span.is_around(to));
            if span.holds(from) {
                for (to, part) in row.iter().enumerate() {
                    let way =
                        if span.holds(to) { &mut flows.stay } else { &mut flows.leave[inside(to)] };
                    way.add(*part);
                }
            } else {
                span.tiers().for_each(|to| flows.enter[inside(to)].add(row[to]));
            }
        }
        flows
    }

    fn entering(&self) -> u64 {
        self.enter[0].cap + self.enter[1].cap
    }

    fn leaving(&self) -> u64 {
        self.leave[0].cap + self.leave[1].cap
    }

    /// Caps before and after, USD.
    fn totals(&self) -> (u64, u64) {
        (self.stay.cap + self.leaving(), self.stay.cap + self.entering())
    }

    /// Half the sum of the absolute weight changes of the members that stay.
    fn reweighting(&self) -> f64 {
        let (before, after) = self.totals();
        (weight(self.stay.cap, after) - weight(self.stay.cap, before)).abs() / 2.0
    }

    fn one_way(&self) -> f64 {
        let (before, after) = self.totals();
        let turned = weight(self.leaving(), before) + weight(self.entering(), after);
        self.reweighting() + turned / 2.0
    }
}

/// The weight of a cap, a fraction; zero in an empty index.
pub(super) fn weight(cap: u64, total: u64) -> f64 {
    if total == 0 { 0.0 } else { cap as f64 / total as f64 }
}

impl TierMoves {
    /// Removes all companies.
    pub(super) fn begin(&mut self) {
        (self.before, self.after) = (Matrix::default(), Matrix::default());
        self.updated.clear();
    }

    /// Moves a company from one tier to another.
    pub(super) fn go(&mut self, worth: &Worth<'_>, slot: usize, from: u8, to: u8) {
        let company = Part { count: 1, cap: dollars(worth.values[slot]) };
        self.before[usize::from(from)][usize::from(to)].add(company);
    }

    /// Updates the index shares and floats of some companies. They move between the tiers that the
    /// two lists give by slot; before the call, all companies have the values of before the event.
    pub(super) fn update(&mut self, updates: &[Update], from: &[u8], to: &[u8]) {
        self.after = self.before;
        for update in updates {
            let (from, to) = (from[update.slot], to[update.slot]);
            self.updated.push(update, from, to);
            self.change(update, from, to);
        }
    }

    /// Moves a company's update to another pair of tiers; before, it stayed in tier `stays`.
    pub(super) fn revalue(&mut self, update: &Update, stays: u8, to: u8) {
        let cap = &mut self.after[usize::from(stays)][usize::from(stays)].cap;
        *cap = cap.wrapping_sub(update.dollars);
        self.change(update, stays, to);
    }

    fn change(&mut self, update: &Update, from: u8, to: u8) {
        let cap = &mut self.after[usize::from(from)][usize::from(to)].cap;
        *cap = cap.wrapping_add(update.dollars);
    }
}

impl Changes {
    /// The changes an event makes to an index.
    pub(super) fn new(event: &TierMoves, span: Span) -> Self {
        let old = Flows::new(&event.before, span);
        // Most events update no company.
        let new = if event.after == event.before { old } else { Flows::new(&event.after, span) };
        let (before, after) = (old.totals().0, new.totals().1);
        let (enter, leave) = (new.enter, old.leave);
        let entering = new.entering();
        let totals = (before as f64, after as f64);
        let stayed = event.updated.stayed(span, old.stay.cap as f64, totals);
        let turned = weight(old.leaving(), before) + weight(entering, after);
        let (had, has) = (before > 0, after > 0);
        // If an index is formed or emptied, the other half of the sum is cash.
        let part = if had == has { 0.5 } else { 1.0 };
        Self {
            additions: enter[0].count,
            deletions: leave[0].count,
            moved_in: enter[1].count,
            moved_out: leave[1].count,
            one_way: (turned + stayed.own + stayed.others) * part,
            membership: match (had, has) {
                (false, true) => 1.0,
                _ => weight(entering.max(old.leaving()), before),
            },
            by_additions: weight(enter[0].cap, after) * part,
            by_deletions: weight(leave[0].cap, before) * part,
            by_migrations: (weight(enter[1].cap, after) + weight(leave[1].cap, before)) * part,
            by_updates: stayed.own / 2.0,
            by_reweighting: stayed.others / 2.0,
        }
    }
}

impl Changes {
    /// Splits the one-way turnover among the parts of a cycle. A quarter has two parts, additions
    /// and updates, which share it in proportion.
    pub(super) fn parts(&self, part: CyclePart) -> [(CyclePart, f64); 2] {
        if part != CyclePart::QuarterlyUpdates {
            return [(part, self.one_way), (CyclePart::QuarterlyAdditions, 0.0)];
        }
        let joining = self.by_additions + self.by_migrations + self.by_deletions;
        let both = joining + self.by_updates;
        let added = if both > 0.0 { self.one_way * joining / both } else { 0.0 };
        [(part, self.one_way - added), (CyclePart::QuarterlyAdditions, added)]
    }
}

/// Drift of an index; weights are fractions.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Drift {
    pub(super) wrong_side_weight: f64,
    pub(super) wrong_side_count: u64,
    pub(super) too_large_weight: f64,
    pub(super) too_small_weight: f64,
    pub(super) beyond_band_weight: f64,
    pub(super) beyond_band_count: u64,
    pub(super) would_enter_weight: f64,
    pub(super) would_enter_count: u64,
    pub(super) active_share: f64,
}

impl Drift {
    /// The drift, from the tiers that hold the companies and those in which a reconstitution would
    /// place them.
    pub(super) fn new(placement: &Placement, span: Span) -> Self {
        let (mut too_large, mut too_small) = (Part::default(), Part::default());
        for held in span.tiers() {
            for tier in (0..TIERS).filter(|tier| !span.holds(*tier)) {
                let side = if span.is_above(tier) { &mut too_large } else { &mut too_small };
                side.add(placement.unbanded[held][tier]);
            }
        }
        let fresh = Flows::new(&placement.fresh, span);
        let (held, rebuilt) = fresh.totals();
        Self {
            wrong_side_weight: weight(too_large.cap + too_small.cap, held),
            wrong_side_count: too_large.count + too_small.count,
            too_large_weight: weight(too_large.cap, held),
            too_small_weight: weight(too_small.cap, held),
            beyond_band_weight: weight(fresh.leaving(), held),
            beyond_band_count: fresh.leave[0].count + fresh.leave[1].count,
            would_enter_weight: weight(fresh.entering(), rebuilt),
            would_enter_count: fresh.enter[0].count + fresh.enter[1].count,
            active_share: fresh.one_way(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tiers::{ABOVE_MICROCAP, LAST_OF_R1000, OUTSIDE};
    use super::*;
    use crate::universe::Index;

    #[test]
    fn an_index_that_is_formed_or_emptied_turns_over_all_of_it() {
        let [large, small, outside] = [LAST_OF_R1000, ABOVE_MICROCAP, OUTSIDE].map(usize::from);
        let mut event = TierMoves::default();
        for (from, to, cap) in [(small, large, 30), (small, outside, 20), (outside, large, 50)] {
            event.before[from][to] = Part { count: 1, cap };
        }
        event.after = event.before;
        for (index, migrations) in [(Index::R1000, 0.375), (Index::R2000, 0.6)] {
            let c = Changes::new(&event, Span::of(index));
            assert!((c.one_way - 1.0).abs() < 1e-15 && (c.membership - 1.0).abs() < 1e-15, "{c:?}");
            assert!((c.by_migrations - migrations).abs() < 1e-15, "{c:?}");
            let others = c.by_additions + c.by_deletions;
            assert!((others + c.by_migrations - 1.0).abs() < 1e-15, "{c:?}");
        }
        let nobody = Changes::new(&event, Span::of(Index::Top500));
        assert_eq!(nobody, Changes::default());
    }
}
