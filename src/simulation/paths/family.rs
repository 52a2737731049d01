//! One schedule's membership along a path.

use super::cuts::Cuts;
use super::period::{Gone, Period};
use super::placement::{Edges, Matrix, Placement, differing};
use super::plain::{Part, Plain};
use super::quantities::{OfFamily, WHIPSAWS};
use super::tally::{Passed, Plan, Tally};
use super::tiers::{LAST_OF_R3000, OUTSIDE, SEGMENT, TIERS};
use super::trading::Desk;
use super::{TradingCosts, tiers};
use crate::market::model::whole_dollars;
use crate::simulation::CyclePart;

/// The market at a step, as all schedules see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) plan: &'a Plan,
    pub(super) caps: &'a [f64],
    pub(super) cuts: &'a Cuts,
    pub(super) plain: &'a Plain,
    pub(super) edges: &'a Edges,
    /// The market's level, 1 at the start.
    pub(super) level: f64,
}

/// Where everybody is held at the start, by slot, and what follows from it.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) tiers: Vec<u8>,
    /// Members of the Russell 3000: how many, and 1 for each of them.
    members: u64,
    are_members: Vec<u8>,
}

/// The membership of one schedule, by slot.
#[derive(Debug, Clone)]
pub(super) struct Family {
    members: Vec<u8>,
    /// What the last rank day decided.
    decided: Vec<u8>,
    /// The membership with a quarter's additions; overwritten.
    joined: Vec<u8>,
    /// 1 for companies that have been in the Russell 3000.
    were_members: Vec<u8>,
    last_moves: LastMoves,
    /// Companies listed since the last look at new issues.
    waiting: Vec<usize>,
    /// Quarterly additions decided and not yet in effect.
    additions: Vec<(usize, u8)>,
    /// The smallest cap of each tier on the last rank day, and the market's level then.
    last_ranked: ([f64; TIERS - 1], f64),
    /// Members lost since the last reconstitution.
    lost: [u64; TIERS],
    /// Members that left since the last look: how many, what was paid for them, how many rose.
    gone: [Part; TIERS],
    gone_risen: [u64; TIERS],
    /// Members at the last look, after its events.
    start: [Part; TIERS],
    placement: Placement,
    /// Slots that are looked at one by one.
    slots: Vec<usize>,
    pub(super) tally: Tally,
}

/// Moves between segments at the last reconstitution.
#[derive(Debug, Clone, Default)]
struct LastMoves {
    /// By slot; 0 for none.
    of: Vec<u8>,
    slots: Vec<usize>,
    /// How many there were, by kind of whipsaw.
    counts: [u64; WHIPSAWS.len()],
    /// Moves that have had a reconstitution of a cycle after them.
    movable: [u64; WHIPSAWS.len()],
}

/// A move, as a number above 0.
fn coded(from: u8, to: u8) -> u8 {
    1 + 4 * from + to
}

impl Held {
    pub(super) fn new(tiers: Vec<u8>) -> Self {
        let are_members: Vec<u8> =
            tiers.iter().map(|tier| u8::from(*tier <= LAST_OF_R3000)).collect();
        let members = are_members.iter().map(|is_one| u64::from(*is_one)).sum();
        Self { tiers, members, are_members }
    }
}

impl Family {
    pub(super) fn new(plan: &Plan, held: &Held, cuts: &Cuts) -> Self {
        let mut family = Self {
            members: Vec::new(),
            decided: Vec::new(),
            joined: Vec::new(),
            were_members: Vec::new(),
            last_moves: LastMoves::default(),
            waiting: Vec::new(),
            additions: Vec::new(),
            last_ranked: (cuts.smallest(), 1.0),
            lost: [0; TIERS],
            gone: [Part::default(); TIERS],
            gone_risen: [0; TIERS],
            start: [Part::default(); TIERS],
            placement: Placement::default(),
            slots: Vec::new(),
            tally: Tally::new(plan),
        };
        family.restart(held, cuts);
        family
    }

    /// Goes to the start of another path.
    pub(super) fn restart(&mut self, held: &Held, cuts: &Cuts) {
        self.members.clone_from(&held.tiers);
        self.decided.clone_from(&held.tiers);
        self.were_members.clone_from(&held.are_members);
        self.last_moves.restart(held.tiers.len());
        self.waiting.clear();
        self.additions.clear();
        self.last_ranked = (cuts.smallest(), 1.0);
        self.lost = [0; TIERS];
        self.gone = [Part::default(); TIERS];
        self.gone_risen = [0; TIERS];
        self.start = [Part::default(); TIERS];
        self.tally.restart(held.members);
    }

    /// Companies leave: nobody takes their places.
    pub(super) fn lose(&mut self, gone: &[Gone]) {
        for &Gone { slot, paid, rose } in gone {
            let tier = usize::from(self.members[slot]);
            self.lost[tier] += 1;
            self.gone[tier].add(Part { count: 1, cap: paid });
            self.gone_risen[tier] += u64::from(rose);
            self.members[slot] = OUTSIDE;
            self.decided[slot] = OUTSIDE;
            self.were_members[slot] = 0;
            self.last_moves.of[slot] = 0;
            self.waiting.retain(|waiting| *waiting != slot);
            self.additions.retain(|(addition, _)| *addition != slot);
        }
    }

    /// Companies are listed: they wait.
    pub(super) fn welcome(&mut self, listed: &[usize], slots: usize) {
        self.members.resize(slots, OUTSIDE);
        self.decided.resize(slots, OUTSIDE);
        self.were_members.resize(slots, 0);
        self.last_moves.of.resize(slots, 0);
        self.waiting.extend_from_slice(listed);
    }

    /// Looks at where everybody is held and would be.
    pub(super) fn look(&mut self, scene: &Scene<'_>) {
        let Scene { caps, plain, edges, .. } = *scene;
        self.placement.look(&self.members, plain, caps, edges, &mut self.slots);
    }

    /// A period ends, before anything takes effect: its returns, and the deletion of who left.
    pub(super) fn settle(&mut self, scene: &Scene<'_>, period: &Period) {
        let mut end = [0.0; TIERS];
        let mut risen = self.placement.risen;
        for tier in 0..TIERS {
            let cap = self.placement.held[tier].cap.wrapping_add(self.gone[tier].cap);
            end[tier] = cap as f64;
            risen[tier] = risen[tier].wrapping_add(self.gone_risen[tier]);
        }
        for (slot, raised) in period.raised(scene.caps) {
            end[usize::from(self.members[slot])] -= raised;
        }
        self.tally.pass(scene.plan, &Passed { start: self.start, end, risen });
        let gone = &self.gone[..usize::from(OUTSIDE)];
        if gone.iter().any(|part| part.count > 0) {
            let mut matrix = Matrix::default();
            for (tier, part) in gone.iter().enumerate() {
                matrix[tier][usize::from(OUTSIDE)] = *part;
                matrix[tier][tier] = self.placement.held[tier];
            }
            self.tally.event(scene.plan, &matrix, CyclePart::Deletions);
        }
        self.gone = [Part::default(); TIERS];
        self.gone_risen = [0; TIERS];
    }

    /// A rank day: decides everybody's tier (RB 6.10-6.11).
    pub(super) fn rank(&mut self, scene: &Scene<'_>) {
        let Scene { caps, plain, edges, .. } = *scene;
        self.decided.copy_from_slice(&plain.tiers);
        // Those that the last look found: nobody was moved since.
        for &slot in &self.slots {
            self.decided[slot] = edges.fresh(self.members[slot], plain.tiers[slot], caps[slot]);
        }
        self.last_ranked = (scene.cuts.smallest(), scene.level);
        self.waiting.clear();
        self.additions.clear();
    }

    /// What the last rank day decided takes effect; funds trade if there are any.
    pub(super) fn implement(
        &mut self,
        scene: &Scene<'_>,
        part: CyclePart,
        funds: Option<(&TradingCosts, &mut Desk)>,
    ) {
        differing(&self.members, &self.decided, &mut self.slots);
        let mut matrix = Matrix::default();
        for &slot in &self.slots {
            let (from, to) = (self.members[slot], self.decided[slot]);
            let company = Part { count: 1, cap: whole_dollars(scene.caps[slot]) };
            matrix[usize::from(from)][usize::from(to)].add(company);
        }
        self.placement.fill(&mut matrix);
        self.tally.event(scene.plan, &matrix, part);
        if let Some((costs, desk)) = funds {
            let sides = (&self.members[..], &self.decided[..]);
            let traded = desk.trade(costs, scene.caps, sides, &matrix);
            self.tally.trade(scene.plan, part, &traded, costs.total_assets());
        }
        self.last_moves.take(&self.slots, &self.members, &self.decided, &mut self.tally);
        for at in 0..self.slots.len() {
            let slot = self.slots[at];
            self.hold(slot, self.decided[slot]);
        }
        self.lost = [0; TIERS];
        self.look(scene);
    }

    fn hold(&mut self, slot: usize, tier: u8) {
        let is_new = tier <= LAST_OF_R3000 && self.were_members[slot] == 0;
        self.were_members[slot] |= u8::from(is_new);
        self.tally.welcome(u64::from(is_new));
        self.members[slot] = tier;
    }

    /// A rank day of quarterly additions: companies listed since the last one whose cap is above
    /// the market-adjusted breaks are placed by those, without a band (RB 6.8-6.9).
    pub(super) fn consider(&mut self, scene: &Scene<'_>) {
        let (smallest, then) = self.last_ranked;
        let adjusted = smallest.map(|cap| cap * scene.level / then);
        for slot in self.waiting.drain(..) {
            let cap = scene.caps[slot];
            let tier = (0..).zip(adjusted).find(|(_, smallest)| cap >= *smallest);
            if let Some((tier, _)) = tier.filter(|_| cap >= scene.cuts.floor) {
                self.additions.push((slot, tier));
            }
        }
    }

    /// Whether there are quarterly additions to take effect.
    pub(super) fn has_additions(&self) -> bool {
        !self.additions.is_empty()
    }

    /// Quarterly additions take effect; funds trade if there are any.
    pub(super) fn add(&mut self, scene: &Scene<'_>, funds: Option<(&TradingCosts, &mut Desk)>) {
        if self.additions.is_empty() {
            return;
        }
        let mut matrix = Matrix::default();
        for at in 0..self.additions.len() {
            let (slot, tier) = self.additions[at];
            let company = Part { count: 1, cap: whole_dollars(scene.caps[slot]) };
            matrix[usize::from(self.members[slot])][usize::from(tier)].add(company);
        }
        self.placement.fill(&mut matrix);
        let part = CyclePart::QuarterlyAdditions;
        self.tally.event(scene.plan, &matrix, part);
        if let Some((costs, desk)) = funds {
            self.joined.clone_from(&self.members);
            for &(slot, tier) in &self.additions {
                self.joined[slot] = tier;
            }
            let sides = (&self.members[..], &self.joined[..]);
            let traded = desk.trade(costs, scene.caps, sides, &matrix);
            self.tally.trade(scene.plan, part, &traded, costs.total_assets());
        }
        for at in 0..self.additions.len() {
            let (slot, tier) = self.additions[at];
            self.hold(slot, tier);
        }
        self.additions.clear();
        self.look(scene);
    }

    /// Everything has taken effect: another period begins.
    pub(super) fn begin(&mut self) {
        self.start = self.placement.held;
    }

    /// A month ends, the first being 0; `first` are the indexes' returns under the first schedule.
    pub(super) fn end_month(&mut self, plan: &Plan, month: u32, first: &[f64]) {
        self.tally.end_month(plan, month, first);
    }

    /// The first cycle begins: what is measured of names begins with the members of today.
    pub(super) fn begin_cycles(&mut self) {
        for (was, tier) in self.were_members.iter_mut().zip(&self.members) {
            *was = u8::from(*tier <= LAST_OF_R3000);
        }
        let members = self.were_members.iter().map(|was| u64::from(*was)).sum();
        self.tally.begin_cycles(members);
    }

    /// The close of a month, 0 being the start; the month after it belongs to a cycle, or to none.
    pub(super) fn close(&mut self, plan: &Plan, month: u32, cycle: Option<usize>) {
        self.tally.close(plan, month, cycle, &self.placement, &self.lost);
    }

    /// The path ends.
    pub(super) fn finish(&mut self, plan: &Plan, caps: &[f64], scratch: &mut Vec<f64>) {
        let held = &self.members;
        let members = |span: tiers::Span, found: &mut Vec<f64>| {
            let all = caps.iter().zip(held).filter(|(_, tier)| span.holds(usize::from(**tier)));
            found.extend(all.map(|(cap, _)| *cap));
        };
        self.tally.finish(plan, &self.last_moves.movable, scratch, &members);
    }
}

impl LastMoves {
    fn restart(&mut self, slots: usize) {
        self.of.clear();
        self.of.resize(slots, 0);
        self.slots.clear();
        (self.counts, self.movable) = Default::default();
    }

    /// A reconstitution takes companies of some slots from one tier to another.
    fn take(&mut self, slots: &[usize], before: &[u8], after: &[u8], tally: &mut Tally) {
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
                (1, 0) => tally.count(OfFamily::MovesUp, 1.0),
                (0, 1) => tally.count(OfFamily::MovesDown, 1.0),
                _ => {}
            }
            // The last move, undone; one that a quarterly addition came after is none.
            if self.of[slot] == coded(to, from) {
                for (kind, _, is_of_kind) in WHIPSAWS {
                    if is_of_kind(to, from) {
                        tally.count(kind, 1.0);
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
            for (count, (_, _, is_of_kind)) in self.counts.iter_mut().zip(WHIPSAWS) {
                *count += u64::from(is_of_kind(from, to));
            }
        }
    }
}

#[cfg(test)]
mod tests;
