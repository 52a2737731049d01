//! Whipsaws: moves at a reconstitution that the next one undoes.

use super::slots::FamilySlots;
use super::tally::Tally;
use super::tiers::SEGMENT;
use crate::simulation::measures::moves::KINDS;
use crate::universe::Segment;

/// Moves between segments at the last reconstitution.
#[derive(Debug, Clone, Default)]
pub(super) struct LastMoves {
    /// The move of each slot; 0 for none.
    of: Vec<u8>,
    slots: Vec<usize>,
    /// Number of these moves, by kind of whipsaw.
    counts: [u64; KINDS.len()],
    /// Number of moves that were followed by a reconstitution of a measured cycle, by kind of
    /// whipsaw.
    movable: [u64; KINDS.len()],
}

/// A move, as a number above 0.
fn coded(from: Segment, to: Segment) -> u8 {
    1 + 8 * from as u8 + to as u8
}

impl LastMoves {
    pub(super) fn restart(&mut self, slots: usize) {
        self.of.clear();
        self.of.resize(slots, 0);
        self.slots.clear();
        (self.counts, self.movable) = Default::default();
    }

    /// Makes room for newly listed companies.
    pub(super) fn resize(&mut self, slots: usize) {
        self.of.resize(slots, 0);
    }

    /// Forgets the move of a slot whose company has left.
    pub(super) fn forget(&mut self, slot: usize) {
        self.of[slot] = 0;
    }

    /// Number of moves that were followed by a reconstitution of a measured cycle, by kind of
    /// whipsaw.
    pub(super) fn movable(&self) -> &[u64; KINDS.len()] {
        &self.movable
    }

    /// Records a reconstitution that takes the companies of some slots from one tier to another.
    pub(super) fn take(
        &mut self,
        slots: &[usize],
        before: &[u8],
        after: &[u8],
        (of_family, tally): (&FamilySlots, &mut Tally),
    ) {
        let segments = |slot: &usize| {
            let segment = |tiers: &[u8]| SEGMENT[usize::from(tiers[*slot])];
            (*slot, segment(before), segment(after))
        };
        let moves = || slots.iter().map(segments).filter(|(_, from, to)| from != to);
        if tally.counts() {
            self.movable.iter_mut().zip(self.counts).for_each(|(all, moves)| *all += moves);
        }
        for (slot, from, to) in moves() {
            match (from, to) {
                (Segment::R2000, Segment::R1000) => tally.count(of_family.moves.up),
                (Segment::R1000, Segment::R2000) => tally.count(of_family.moves.down),
                _ => {}
            }
            // The last move is undone. It is forgotten if a quarterly addition came after it.
            if self.of[slot] == coded(to, from) {
                for (kind, measured) in KINDS.iter().zip(&of_family.whipsaws) {
                    if (kind.covers)(to, from) {
                        tally.count(measured.count);
                    }
                }
            }
        }
        for slot in self.slots.drain(..) {
            self.of[slot] = 0;
        }
        self.counts = Default::default();
        for (slot, from, to) in moves() {
            self.of[slot] = coded(from, to);
            self.slots.push(slot);
            for (count, kind) in self.counts.iter_mut().zip(KINDS) {
                *count += u64::from((kind.covers)(from, to));
            }
        }
    }
}
