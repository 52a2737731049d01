//! One schedule's membership along a path.

use super::changes::TierMoves;
use super::cuts::Cuts;
use super::in_use::Update;
use super::last_moves::LastMoves;
use super::period::Gone;
use super::placement::{Edges, Placement, Worth, differing};
use super::setup::Paths;
use super::tally::{Passed, Plan, Tally};
use super::tiers::{LAST_OF_R3000, OUTSIDE, TIERS};
use super::trading::Desk;
use super::unbanded::{Part, Unbanded};
use super::{TradingCosts, tiers};
use crate::simulation::CyclePart;

/// The market at a step, as all schedules see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) plan: &'a Plan,
    pub(super) caps: &'a [f64],
    /// Values before the day's updates of index shares and floats, and after them.
    pub(super) before: Worth<'a>,
    pub(super) after: Worth<'a>,
    pub(super) updated: &'a [Update],
    /// Companies whose price is too low for non-members; set only on rank days and days of
    /// additions.
    pub(super) low: &'a [usize],
    pub(super) cuts: &'a Cuts,
    pub(super) unbanded: &'a Unbanded,
    pub(super) edges: &'a Edges,
    /// The market's level, 1 at the start.
    pub(super) level: f64,
    /// The cap of the smallest company of the Top 500; set only on rank days.
    pub(super) top500: f64,
}

/// The membership at the start, by slot, with what is derived from it.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) tiers: Vec<u8>,
    /// Number of members of the Russell 3000, and by slot 1 for each of them.
    members: u64,
    are_members: Vec<u8>,
}

/// The membership of one schedule, by slot.
#[derive(Debug, Clone)]
pub(super) struct Family {
    members: Vec<u8>,
    /// The tiers decided on the last rank day.
    decided: Vec<u8>,
    /// The membership with a quarter's additions; a buffer that is overwritten.
    joined: Vec<u8>,
    /// 1 for companies that have been in the Russell 3000.
    were_members: Vec<u8>,
    last_moves: LastMoves,
    /// Companies listed since the last look at new issues.
    waiting: Vec<usize>,
    /// Quarterly additions that are decided but not yet in effect.
    additions: Vec<(usize, u8)>,
    /// Large new issues that wait for the reconstitution.
    held_back: Vec<usize>,
    last_ranked: Breaks,
    event: TierMoves,
    /// Members lost since the last reconstitution.
    lost: [u64; TIERS],
    /// Members that left since the last look: their number, and the amount paid for them.
    gone: [Part; TIERS],
    /// Members that left since the last look at all schedules: their number, and how many of them
    /// rose.
    gone_of_all: [[u64; 2]; TIERS],
    /// Members at the last look, after its events.
    start: [Part; TIERS],
    placement: Placement,
    /// Slots that need individual treatment; a buffer.
    slots: Vec<usize>,
    pub(super) tally: Tally,
}

/// The breaks of a rank day.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Breaks {
    /// The smallest cap of each tier, USD.
    pub(super) smallest: [f64; TIERS - 1],
    /// The smallest cap of the Top 500, USD.
    pub(super) top500: f64,
    /// The market's level on the day.
    pub(super) level: f64,
}

impl Breaks {
    /// The tier of a new issue by the breaks, adjusted to a level of the market.
    fn place(&self, cap: f64, level: f64) -> Option<u8> {
        let up = level / self.level;
        (0..).zip(self.smallest).find(|(_, smallest)| cap >= smallest * up).map(|(tier, _)| tier)
    }
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
    pub(super) fn new(plan: &Plan, held: &Held, breaks: &Breaks) -> Self {
        let mut family = Self {
            members: Vec::new(),
            decided: Vec::new(),
            joined: Vec::new(),
            were_members: Vec::new(),
            last_moves: LastMoves::default(),
            waiting: Vec::new(),
            additions: Vec::new(),
            held_back: Vec::new(),
            last_ranked: *breaks,
            event: TierMoves::default(),
            lost: [0; TIERS],
            gone: [Part::default(); TIERS],
            gone_of_all: [[0; 2]; TIERS],
            start: [Part::default(); TIERS],
            placement: Placement::default(),
            slots: Vec::new(),
            tally: Tally::new(plan),
        };
        family.restart(held, breaks);
        family
    }

    /// Resets to the start of another path.
    pub(super) fn restart(&mut self, held: &Held, breaks: &Breaks) {
        self.members.clone_from(&held.tiers);
        self.decided.clone_from(&held.tiers);
        self.were_members.clone_from(&held.are_members);
        self.last_moves.restart(held.tiers.len());
        self.waiting.clear();
        self.additions.clear();
        self.held_back.clear();
        self.last_ranked = *breaks;
        self.lost = [0; TIERS];
        self.gone = [Part::default(); TIERS];
        self.gone_of_all = [[0; 2]; TIERS];
        self.start = [Part::default(); TIERS];
        self.tally.restart(held.members);
    }

    /// Removes companies that left; they are not replaced.
    pub(super) fn lose(&mut self, gone: &[Gone]) {
        for &Gone { slot, paid, rose } in gone {
            let tier = usize::from(self.members[slot]);
            self.lost[tier] += 1;
            self.gone[tier].add(Part { count: 1, cap: paid });
            self.gone_of_all[tier][0] += 1;
            self.gone_of_all[tier][1] += u64::from(rose);
            self.members[slot] = OUTSIDE;
            self.decided[slot] = OUTSIDE;
            self.were_members[slot] = 0;
            self.last_moves.forget(slot);
            self.waiting.retain(|waiting| *waiting != slot);
            self.additions.retain(|(addition, _)| *addition != slot);
            self.held_back.retain(|held| *held != slot);
        }
    }

    /// Adds new listings to the waiting list.
    pub(super) fn welcome(&mut self, listed: &[usize], slots: usize) {
        self.members.resize(slots, OUTSIDE);
        self.decided.resize(slots, OUTSIDE);
        self.were_members.resize(slots, 0);
        self.last_moves.resize(slots);
        self.waiting.extend_from_slice(listed);
    }

    /// Compares where companies are held with where a reconstitution would place them.
    pub(super) fn look(&mut self, scene: &Scene<'_>) {
        self.look_at(scene, &scene.before);
    }

    /// Only values the members, before the updates of the day. Nothing acts, and drift is not
    /// taken.
    pub(super) fn value(&mut self, before: &[f64], values: &[f64]) {
        self.placement.value(&self.members, before, values);
    }

    fn look_at(&mut self, scene: &Scene<'_>, worth: &Worth<'_>) {
        let Scene { caps, unbanded, edges, .. } = *scene;
        self.placement.look(&self.members, unbanded, (caps, worth), edges);
    }

    /// The members among some companies.
    pub(super) fn members_of<'s>(&'s self, slots: &'s [usize]) -> impl Iterator<Item = usize> + 's {
        slots.iter().copied().filter(|slot| self.members[*slot] < OUTSIDE)
    }

    /// True if any new issue waits for a quarterly addition.
    pub(super) fn is_awaited(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Ends a period, before anything takes effect: adds its returns, the deletion of companies
    /// that left, and, if this is a look at all schedules, how many members rose since the last
    /// such look.
    pub(super) fn settle(&mut self, plan: &Plan, at_all: bool) {
        let Placement { held, risen, .. } = &self.placement;
        let end = |tier: usize| held[tier].cap.wrapping_add(self.gone[tier].cap) as f64;
        let rose = |tier: usize| {
            let [gone, gone_risen] = self.gone_of_all[tier];
            [held[tier].count.wrapping_add(gone), risen[tier].wrapping_add(gone_risen)]
        };
        self.tally.pass(
            plan,
            &Passed {
                start: self.start,
                end: std::array::from_fn(end),
                rose: at_all.then(|| std::array::from_fn(rose)),
            },
        );
        if at_all {
            self.gone_of_all = [[0; 2]; TIERS];
        }
        let gone = &self.gone[..usize::from(OUTSIDE)];
        if gone.iter().any(|part| part.count > 0) {
            self.event.begin();
            let matrix = &mut self.event.before;
            for (tier, part) in gone.iter().enumerate() {
                matrix[tier][usize::from(OUTSIDE)] = *part;
                matrix[tier][tier] = self.placement.held[tier];
            }
            self.event.after = self.event.before;
            self.tally.event(plan, &self.event, CyclePart::Deletions);
        }
        self.gone = [Part::default(); TIERS];
    }

    /// Decides the tier of every company on a rank day (RB 6.10-6.11).
    pub(super) fn rank(&mut self, scene: &Scene<'_>) {
        let Scene { caps, unbanded, edges, .. } = *scene;
        self.decided.copy_from_slice(&unbanded.tiers);
        edges.misplaced(&self.members, &unbanded.tiers, &mut self.slots);
        for &slot in &self.slots {
            self.decided[slot] = edges.fresh(self.members[slot], unbanded.tiers[slot], caps[slot]);
        }
        let (smallest, top500, level) = (scene.cuts.smallest(), scene.top500, scene.level);
        self.last_ranked = Breaks { smallest, top500, level };
        self.waiting.clear();
        self.additions.clear();
    }

    /// Puts the decisions of the last rank day into effect; funds trade if there are any.
    pub(super) fn implement(
        &mut self,
        scene: &Scene<'_>,
        part: CyclePart,
        funds: Option<(&TradingCosts, &Desk)>,
    ) {
        while let Some(slot) = self.held_back.pop() {
            let tier = self.last_ranked.place(scene.caps[slot], scene.level);
            if let Some(tier) = tier.filter(|_| self.decided[slot] == OUTSIDE) {
                self.decided[slot] = tier;
            }
        }
        differing(&self.members, &self.decided, &mut self.slots);
        self.event.begin();
        for &slot in &self.slots {
            let (from, to) = (self.members[slot], self.decided[slot]);
            self.event.go(&scene.before, slot, from, to);
        }
        self.placement.fill(&mut self.event.before);
        self.event.update(scene.updated, &self.members, &self.decided);
        self.tally.event(scene.plan, &self.event, part);
        if let Some((costs, desk)) = funds {
            let tiers = [&self.members[..], &self.decided[..]];
            let values = [scene.before.values, scene.after.values];
            let traded = desk.trade(costs, scene.caps, values, tiers, &self.event);
            self.tally.trade(scene.plan, part, &traded, costs.total_assets());
        }
        let measured = (&scene.plan.slots.family, &mut self.tally);
        self.last_moves.take(&self.slots, &self.members, &self.decided, measured);
        for at in 0..self.slots.len() {
            let slot = self.slots[at];
            self.hold(slot, self.decided[slot]);
        }
        self.lost = [0; TIERS];
        self.look_at(scene, &scene.after);
    }

    fn hold(&mut self, slot: usize, tier: u8) {
        let is_new = tier <= LAST_OF_R3000 && self.were_members[slot] == 0;
        self.were_members[slot] |= u8::from(is_new);
        self.tally.welcome(u64::from(is_new));
        self.members[slot] = tier;
    }

    /// Decides the quarterly additions on their rank day: companies listed since the last such day
    /// whose cap is above the market-adjusted breaks are placed by these, without a band (RB
    /// 6.8-6.9).
    pub(super) fn consider(&mut self, scene: &Scene<'_>) {
        for slot in self.waiting.drain(..) {
            let cap = scene.caps[slot];
            let tier = self.last_ranked.place(cap, scene.level);
            let is_eligible = cap >= scene.cuts.floor && !scene.low.contains(&slot);
            if let Some(tier) = tier.filter(|_| is_eligible) {
                self.additions.push((slot, tier));
            }
        }
    }

    /// True if a new issue with this investable cap, which has traded for five sessions, joins at
    /// once: it must be above the market-adjusted break of the Top 500 (RB 6.6).
    pub(super) fn is_large(&self, value: f64, level: f64) -> bool {
        value > self.last_ranked.top500 * level / self.last_ranked.level
    }

    /// Adds large new issues: at once or, in a lock-down, with the reconstitution.
    pub(super) fn add_at_once(&mut self, scene: &Scene<'_>, large: &[usize], is_locked: bool) {
        let joins = |slot: &&usize| {
            self.members[**slot] == OUTSIDE
                && self.is_large(scene.after.values[**slot], scene.level)
        };
        let joining: Vec<usize> = large.iter().filter(joins).copied().collect();
        if is_locked {
            self.held_back.extend(joining);
            return;
        }
        let place =
            |slot: usize| Some((slot, self.last_ranked.place(scene.caps[slot], scene.level)?));
        let joining: Vec<(usize, u8)> = joining.into_iter().filter_map(place).collect();
        if !joining.is_empty() {
            self.event.begin();
            for &(slot, tier) in &joining {
                self.event.go(&scene.after, slot, OUTSIDE, tier);
                self.waiting.retain(|waiting| *waiting != slot);
                self.additions.retain(|(addition, _)| *addition != slot);
                // A reconstitution decided before the listing does not delete it.
                if self.decided[slot] == OUTSIDE {
                    self.decided[slot] = tier;
                }
                self.hold(slot, tier);
            }
            self.placement.fill(&mut self.event.before);
            self.event.after = self.event.before;
            self.tally.event(scene.plan, &self.event, CyclePart::FastEntries);
            self.look_at(scene, &scene.after);
        }
    }

    /// Puts the day's quarterly additions and updates of index shares and floats into effect,
    /// except those that a reconstitution on the same day has already put into effect. Funds trade
    /// if there are any.
    pub(super) fn add(
        &mut self,
        scene: &Scene<'_>,
        (adds, is_updated): (bool, bool),
        funds: Option<(&TradingCosts, &Desk)>,
    ) {
        let count = if adds { self.additions.len() } else { 0 };
        let updated = if is_updated { &[] } else { scene.updated };
        let worth = if is_updated { &scene.after } else { &scene.before };
        if count == 0 && updated.is_empty() {
            return;
        }
        self.event.begin();
        for &(slot, tier) in &self.additions[..count] {
            self.event.go(worth, slot, self.members[slot], tier);
        }
        self.placement.fill(&mut self.event.before);
        // Additions have no earlier value that could be updated.
        self.event.update(updated, &self.members, &self.members);
        for at in 0..count {
            let (slot, tier) = self.additions[at];
            if let Ok(at) = updated.binary_search_by_key(&slot, |update| update.slot) {
                self.event.revalue(&updated[at], self.members[slot], tier);
            }
        }
        let part = CyclePart::QuarterlyUpdates;
        self.tally.event(scene.plan, &self.event, part);
        if let Some((costs, desk)) = funds {
            self.joined.clone_from(&self.members);
            for &(slot, tier) in &self.additions[..count] {
                self.joined[slot] = tier;
            }
            let tiers = [&self.members[..], &self.joined[..]];
            let values = [worth.values, scene.after.values];
            let traded = desk.trade(costs, scene.caps, values, tiers, &self.event);
            self.tally.trade(scene.plan, part, &traded, costs.total_assets());
        }
        for at in 0..count {
            let (slot, tier) = self.additions[at];
            self.hold(slot, tier);
        }
        self.additions.drain(..count);
        self.look_at(scene, &scene.after);
    }

    /// Begins another period, after everything has taken effect.
    pub(super) fn begin(&mut self) {
        self.start = self.placement.held;
    }

    /// Ends a month, 0 being the start; `first` are the indexes' returns of the month under the
    /// first schedule.
    pub(super) fn pass_month(&mut self, paths: &Paths, month: u32, first: &[f64]) {
        if month > 0 {
            self.tally.end_month(&paths.plan, month - 1, first);
        }
        if month == paths.cycles().run_in() {
            self.begin_cycles();
        }
        let since = month.checked_sub(paths.cycles().run_in());
        if since.is_some_and(|since| since > 0 && since.is_multiple_of(12)) {
            self.tally.end_cycle(&paths.plan);
        }
        // The month that begins now belongs to a cycle, or to none.
        let cycle = paths.cycles().of_month_after(month);
        self.tally.close(&paths.plan, month, cycle, &self.placement, &self.lost);
    }

    /// Begins the first cycle: names are counted from the members of this day on.
    fn begin_cycles(&mut self) {
        for (was, tier) in self.were_members.iter_mut().zip(&self.members) {
            *was = u8::from(*tier <= LAST_OF_R3000);
        }
        let members = self.were_members.iter().map(|was| u64::from(*was)).sum();
        self.tally.begin_cycles(members);
    }

    /// Ends the path.
    pub(super) fn finish(
        &mut self,
        plan: &Plan,
        (caps, values): (&[f64], &[f64]),
        scratch: &mut [Vec<f64>; 2],
    ) {
        let held = &self.members;
        let members = |span: tiers::Span, found: &mut [Vec<f64>; 2]| {
            let holds: [bool; TIERS] = std::array::from_fn(|tier| span.holds(tier));
            for (of, found) in [caps, values].into_iter().zip(found) {
                found.resize(of.len(), 0.0);
                let mut count = 0;
                // Always written, member or not, to keep the loop free of branches.
                for (figure, tier) in of.iter().zip(held) {
                    found[count] = *figure;
                    count += usize::from(holds[usize::from(*tier)]);
                }
                found.truncate(count);
            }
        };
        self.tally.finish(plan, self.last_moves.movable(), scratch, &members);
    }
}

#[cfg(test)]
mod tests;
