//! One schedule's membership along a path.

use super::cuts::Cuts;
use super::decision::decide;
use super::drift::drift;
use super::measures::{Measure, Record};
use super::setup::{Held, plain};
use super::turnover::Flows;
use crate::market::model::Leaver;

/// Cuts of a rank day and the market's level then.
#[derive(Debug, Clone, Copy)]
pub(super) struct LastRanked {
    cuts: Cuts,
    level: f64,
}

/// The membership of one schedule, by slot; segments are numbers of [`Held`].
#[derive(Debug, Clone)]
pub(super) struct Family {
    members: Vec<u8>,
    /// What the last rank day decided.
    decided: Vec<u8>,
    /// Segments before the last reconstitution (times three) and after it.
    last_move: Vec<u8>,
    /// Companies listed since the last look at new issues.
    waiting: Vec<usize>,
    /// Quarterly additions decided and not yet in effect.
    additions: Vec<(usize, u8)>,
    last_ranked: LastRanked,
    /// Members lost since the last reconstitution.
    missing: [u64; 2],
    pub(super) record: Record,
}

impl Family {
    pub(super) fn new(held: &[u8], cuts: Cuts) -> Self {
        Self {
            members: held.to_vec(),
            decided: held.to_vec(),
            last_move: vec![0; held.len()],
            waiting: Vec::new(),
            additions: Vec::new(),
            last_ranked: LastRanked { cuts, level: 1.0 },
            missing: [0; 2],
            record: Record::default(),
        }
    }

    /// Goes to the start of another path.
    pub(super) fn restart(&mut self, held: &[u8], cuts: Cuts) {
        self.members.clear();
        self.members.extend_from_slice(held);
        self.last_move.clear();
        self.last_move.resize(held.len(), 0);
        self.waiting.clear();
        self.additions.clear();
        self.last_ranked = LastRanked { cuts, level: 1.0 };
        self.missing = [0; 2];
        self.record = Record::default();
    }

    /// Companies leave: nobody takes their places.
    pub(super) fn lose(&mut self, leavers: &[Leaver]) {
        for &Leaver { slot, .. } in leavers {
            let lost = [(Held::R1000, Measure::LostR1000), (Held::R2000, Measure::LostR2000)];
            for (index, (held, measure)) in lost.into_iter().enumerate() {
                if self.members[slot] == held as u8 {
                    self.missing[index] += 1;
                    self.record.add(measure, 1.0);
                }
            }
            self.members[slot] = 0;
            self.decided[slot] = 0;
            self.last_move[slot] = 0;
            self.waiting.retain(|waiting| *waiting != slot);
            self.additions.retain(|(addition, _)| *addition != slot);
        }
    }

    /// Companies are listed: they wait.
    pub(super) fn welcome(&mut self, listed: &[usize], slots: usize) {
        for figures in [&mut self.members, &mut self.decided, &mut self.last_move] {
            figures.resize(slots, 0);
        }
        self.waiting.extend_from_slice(listed);
    }

    /// A rank day: decides everybody's segment (RB 6.10-6.11).
    pub(super) fn rank(&mut self, caps: &[f64], cuts: &Cuts, level: f64) {
        decide(caps, &self.members, cuts, &mut self.decided);
        self.last_ranked = LastRanked { cuts: *cuts, level };
        self.waiting.clear();
        self.additions.clear();
    }

    /// What the last rank day decided takes effect.
    pub(super) fn implement(&mut self, caps: &[f64]) {
        use Held::{Outside, R1000, R2000};
        use Measure as M;
        let flows = Flows::new(caps, &self.members, &self.decided);
        for (measure, value) in [
            (M::TurnoverR1000, flows.one_way(R1000)),
            (M::TurnoverR2000, flows.one_way(R2000)),
            (M::MovesUp, flows.count(R2000, R1000)),
            (M::MovesDown, flows.count(R1000, R2000)),
            (M::AddsR1000, flows.count(Outside, R1000)),
            (M::AddsR2000, flows.count(Outside, R2000)),
            (M::DeletesR1000, flows.count(R1000, Outside)),
            (M::DeletesR2000, flows.count(R2000, Outside)),
        ] {
            self.record.add(measure, value);
        }
        let mut whipsaws = 0_u32;
        for ((member, decided), last) in
            self.members.iter_mut().zip(&self.decided).zip(&mut self.last_move)
        {
            let (before, after) = (*member, *decided);
            // The last move, undone; one that a quarterly addition came after is none.
            whipsaws += u32::from(before != after && *last == 3 * after + before);
            *last = 3 * before + after;
            *member = after;
        }
        self.record.add(M::Whipsaws, f64::from(whipsaws));
        self.missing = [0; 2];
    }

    /// A rank day of quarterly additions: companies listed since the last one whose cap is above
    /// the market-adjusted breaks are placed by those, without a band (RB 6.8-6.9).
    pub(super) fn consider(&mut self, caps: &[f64], level: f64) {
        let LastRanked { cuts, level: then } = self.last_ranked;
        let moved = |cap: f64| cap * level / then;
        let adjusted = Cuts { r1000: moved(cuts.r1000), r3000: moved(cuts.r3000), ..cuts };
        let placed = self.waiting.iter().map(|slot| (*slot, plain(caps[*slot], &adjusted)));
        self.additions.extend(placed.filter(|(_, segment)| *segment != Held::Outside as u8));
        self.waiting.clear();
    }

    /// Quarterly additions take effect.
    pub(super) fn add(&mut self) {
        self.record.add(Measure::QuarterlyAdditions, self.additions.len() as f64);
        for (slot, segment) in self.additions.drain(..) {
            self.members[slot] = segment;
        }
    }

    /// A month ends: its drift is measured.
    pub(super) fn measure(&mut self, caps: &[f64], cuts: &Cuts) {
        use Measure as M;
        let [large, small] = drift(caps, &self.members, cuts);
        let beyond = [large.weight(large.beyond_band), small.weight(small.beyond_band)];
        for (measure, value) in [
            (M::WrongSideR1000, large.weight(large.wrong_side)),
            (M::WrongSideR2000, small.weight(small.wrong_side)),
            (M::WrongSideCountR1000, large.wrong_side.count as f64),
            (M::WrongSideCountR2000, small.wrong_side.count as f64),
            (M::BeyondBandR1000, beyond[0]),
            (M::BeyondBandR2000, beyond[1]),
            (M::BeyondBandCountR1000, large.beyond_band.count as f64),
            (M::BeyondBandCountR2000, small.beyond_band.count as f64),
            (M::MissingR1000, self.missing[0] as f64),
            (M::MissingR2000, self.missing[1] as f64),
        ] {
            self.record.add(measure, value);
        }
        self.record.raise(M::LargestBeyondBandR1000, beyond[0]);
        self.record.raise(M::LargestBeyondBandR2000, beyond[1]);
    }

    /// What the last rank day decided, by slot.
    pub(super) fn decided(&self) -> &[u8] {
        &self.decided
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::model::{BLOCK, Departure};

    const CUTS: Cuts = Cuts {
        floor: 1.0,
        r1000: 50.0,
        upper: 70.0,
        lower: 30.0,
        r3000: 10.0,
        r3000e: 1.0,
        total: 0,
    };

    fn block(caps: &[f64]) -> Vec<f64> {
        let mut block = caps.to_vec();
        block.resize(BLOCK, 0.0);
        block
    }

    /// A reconstitution on the spot.
    fn reconstitute(family: &mut Family, caps: &[f64]) {
        family.rank(caps, &CUTS, 1.0);
        family.implement(caps);
    }

    fn held(caps: &[f64]) -> Family {
        let held: Vec<u8> = caps.iter().map(|cap| plain(*cap, &CUTS)).collect();
        Family::new(&held, CUTS)
    }

    fn recorded(family: &Family, measure: Measure) -> u32 {
        (0..99)
            .find(|n| (family.record.get(measure) - f64::from(*n)).abs() < 1e-9)
            .expect("a count")
    }

    #[test]
    fn there_and_back_at_the_next_event_is_a_whipsaw() {
        let mut family = held(&block(&[60.0, 40.0, 40.0]));
        // The first falls and rises, the second rises and stays, the third rises later and falls
        // after an event at which it stays.
        for caps in [[20.0, 80.0, 40.0], [80.0, 80.0, 80.0], [80.0, 80.0, 60.0], [80.0, 80.0, 9.0]]
        {
            reconstitute(&mut family, &block(&caps));
        }
        assert_eq!(recorded(&family, Measure::Whipsaws), 1);
        assert_eq!(recorded(&family, Measure::MovesUp), 3);
        assert_eq!(recorded(&family, Measure::MovesDown), 1);
        assert_eq!(recorded(&family, Measure::DeletesR1000), 1);
    }

    #[test]
    fn who_leaves_is_not_replaced_and_comes_in_nowhere() {
        let caps = block(&[60.0, 40.0, 40.0]);
        let mut family = held(&caps);
        family.rank(&caps, &CUTS, 1.0);
        let leaver = Leaver { slot: 1, departure: Departure::Failure, cap: 40.0, paid: 0.0 };
        family.lose(&[leaver]);
        // Another company is listed into the slot before the implementation.
        family.welcome(&[1], BLOCK);
        family.measure(&caps, &CUTS);
        assert_eq!(recorded(&family, Measure::MissingR2000), 1);
        family.implement(&caps);
        assert_eq!(family.members[..3], [1, 0, 2]);
        family.measure(&caps, &CUTS);
        assert_eq!(recorded(&family, Measure::MissingR2000), 1, "none is missing any more");
        assert_eq!(recorded(&family, Measure::LostR2000), 1);
        assert_eq!(recorded(&family, Measure::DeletesR2000), 0);
    }

    #[test]
    fn new_issues_are_placed_by_the_market_adjusted_breaks() {
        let caps = block(&[60.0, 55.0, 11.0, 13.0]);
        let mut family = held(&block(&[60.0]));
        family.welcome(&[1, 2, 3], BLOCK);
        // The market is up by a fifth: the breaks are 60 and 12.
        family.consider(&caps, 1.2);
        assert_eq!(family.members[1..4], [0, 0, 0], "not yet in effect");
        family.add();
        assert_eq!(family.members[..4], [1, 2, 0, 2]);
        assert_eq!(recorded(&family, Measure::QuarterlyAdditions), 2);
        // They have been looked at.
        family.consider(&caps, 0.1);
        family.add();
        assert_eq!(family.members[..4], [1, 2, 0, 2]);
    }
}
