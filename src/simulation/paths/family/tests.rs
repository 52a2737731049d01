//! One schedule's membership, compared with results worked out by hand.

use super::super::closes::Closes;
use super::super::cuts::Sides;
use super::super::slots::{IndexSlots, Slot, quantities};
use super::super::tiers::{MICRO, Span};
use super::*;
use crate::market::model::BLOCK;
use crate::simulation::paths::slots::FamilySlots;
use crate::universe::Index;

/// Tiers 2, 3 and 5 begin at caps of 50, 10 and 5; the band of #1,000 is 30 to 70.
const CUTS: Cuts = {
    const fn all(cap: f64) -> Sides {
        Sides { unbanded: cap, upper: cap, lower: cap }
    }
    let r1000 = Sides { unbanded: 50.0, upper: 70.0, lower: 30.0 };
    let breaks = [all(f64::INFINITY), all(f64::INFINITY), r1000, all(0.0)];
    Cuts { floor: 1.0, breaks, r3000: 10.0, r3000e: 5.0, total: 0, tells_micro: true }
};

/// Drift is taken at every month end, starting at the end of June.
const CLOSES: Closes = Closes { every: 1, run_in: 0, first_month: 6 };

fn block(caps: &[f64]) -> Vec<f64> {
    let mut block = caps.to_vec();
    block.resize(BLOCK, 0.0);
    block
}

/// A family and everything that it needs to act.
struct Stage {
    plan: Plan,
    unbanded: Unbanded,
    edges: Edges,
    family: Family,
}

impl Stage {
    /// Places all companies by the unbanded breakpoints.
    fn new(caps: &[f64]) -> Self {
        let indexes = vec![Index::R1000, Index::R2000];
        let plan = Plan {
            spans: indexes.iter().map(|index| Span::of(*index)).collect(),
            slots: quantities(&indexes, false, 1, &CLOSES).1,
            indexes,
            pair: Some([1, 0]),
            cycles: 1,
            months: 12,
            closes: CLOSES,
        };
        let caps = block(caps);
        let mut by_rank = Unbanded::default();
        by_rank.place(&caps, &caps, &caps, &CUTS);
        let held = Held::new(by_rank.tiers.clone());
        let breaks = Breaks { smallest: CUTS.smallest(), top500: 50.0, level: 1.0 };
        let mut family = Family::new(&plan, &held, &breaks);
        family.tally.count_in(Some(0));
        Self { plan, unbanded: by_rank, edges: Edges::new(&CUTS), family }
    }

    /// Lets the family act on caps at a level of the market.
    fn act(&mut self, caps: &[f64], level: f64, act: impl Fn(&mut Family, &Scene<'_>)) {
        self.act_with(caps, &[], level, act);
    }

    /// Likewise, with updates of some index shares, in the order of their slots.
    fn act_with(
        &mut self,
        caps: &[f64],
        updated: &[Update],
        level: f64,
        act: impl Fn(&mut Family, &Scene<'_>),
    ) {
        let caps = block(caps);
        self.unbanded.place(&caps, &caps, &caps, &CUTS);
        let mut values = caps.clone();
        for update in updated {
            values[update.slot] += update.change;
        }
        let totals = self.unbanded.totals_after(updated);
        let Self { plan, unbanded, edges, family } = self;
        let scene = Scene {
            plan,
            caps: &caps,
            before: Worth { values: &caps, totals: &unbanded.totals },
            after: Worth { values: &values, totals: &totals },
            updated,
            low: &[],
            cuts: &CUTS,
            unbanded,
            edges,
            level,
            top500: 50.0,
        };
        family.look(&scene);
        act(family, &scene);
    }

    fn reconstitute(&mut self, caps: &[f64]) {
        self.act(caps, 1.0, |family, scene| {
            family.rank(scene);
            family.implement(scene, CyclePart::December, None);
        });
    }

    fn counted(&self, slot: impl Fn(&FamilySlots) -> Slot) -> f64 {
        self.family.tally.values[slot(&self.plan.slots.family)]
    }

    fn of_cycle(&self, index: usize, slot: impl Fn(&IndexSlots) -> Slot) -> f64 {
        self.family.tally.values[slot(&self.plan.slots.indexes[index])]
    }
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} and {expected}");
}

#[test]
fn there_and_back_at_the_next_event_is_a_whipsaw() {
    let mut stage = Stage::new(&[60.0, 40.0, 40.0, 4.0]);
    // The first company falls and rises. The second rises and stays. The third rises later, and
    // falls after an event at which it stays. The last one comes in and goes out again.
    for caps in [
        [20.0, 80.0, 40.0, 12.0],
        [80.0, 80.0, 80.0, 4.0],
        [80.0, 80.0, 60.0, 4.0],
        [80.0, 80.0, 9.0, 4.0],
    ] {
        stage.reconstitute(&caps);
    }
    assert_near(stage.counted(|of| of.whipsaws[0].count), 2.0);
    assert_near(stage.counted(|of| of.whipsaws[2].count), 1.0);
    assert_near(stage.counted(|of| of.whipsaws[3].count), 1.0);
    assert_near(stage.counted(|of| of.whipsaws[1].count), 0.0);
    assert_near(stage.counted(|of| of.moves.up), 3.0);
    assert_near(stage.counted(|of| of.moves.down), 1.0);
    // There are three moves at each of the first two events, and none at the third.
    assert_eq!(stage.family.last_moves.movable()[0], 6);
    // The numbers of these moves that go up, down, in and out.
    assert_eq!(stage.family.last_moves.movable()[1..], [3, 1, 1, 1]);
    assert_near(stage.of_cycle(0, |of| of.counts.deletions), 1.0);
}

#[test]
fn who_leaves_is_not_replaced_and_comes_in_nowhere() {
    let caps = [60.0, 40.0, 40.0];
    let mut stage = Stage::new(&caps);
    stage.act(&caps, 1.0, |family, scene| {
        family.rank(scene);
        family.begin();
    });
    // It is taken over at 60; another company is listed into the slot before the implementation.
    stage.family.lose(&[Gone { slot: 1, paid: 60, rose: true }]);
    stage.family.welcome(&[1], BLOCK);
    stage.act(&caps, 1.0, |family, scene| family.settle(scene.plan, true));
    assert_eq!(stage.family.lost[3], 1);
    // 60 of 100 leave, which is the turnover. Half of it comes from reweighting the member that
    // stays.
    assert_near(stage.of_cycle(1, |of| of.turnover.one_way), 0.6);
    assert_near(stage.of_cycle(1, |of| of.turnover.reweighting), 0.3);
    assert_near(stage.of_cycle(1, |of| of.turnover.membership), 0.6);
    assert_near(stage.of_cycle(1, |of| of.counts.deletions), 1.0);
    let returns: Vec<f64> = stage.family.tally.returns().collect();
    assert_near(returns[1], 100.0 / 80.0 - 1.0);
    stage.act(&caps, 1.0, |family, scene| family.implement(scene, CyclePart::December, None));
    assert_eq!(stage.family.members[..3], [2, OUTSIDE, 3]);
    assert_eq!(stage.family.lost, [0; TIERS], "none is missing any more");
    assert_near(stage.of_cycle(1, |of| of.counts.deletions), 1.0);
}

#[test]
fn new_issues_are_placed_by_the_market_adjusted_breaks() {
    let caps = [60.0, 55.0, 11.0, 13.0, 5.5];
    let mut stage = Stage::new(&[60.0]);
    stage.family.welcome(&[1, 2, 3, 4], BLOCK);
    // The market is up by a fifth: the breaks are 60, 12 and 6.
    stage.act(&caps, 1.2, Family::consider);
    assert_eq!(stage.family.members[1..5], [OUTSIDE; 4], "not yet in effect");
    stage.act(&caps, 1.2, |family, scene| family.add(scene, (true, false), None));
    assert_eq!(stage.family.members[..5], [2, 3, MICRO, 3, OUTSIDE]);
    assert_near(stage.of_cycle(1, |of| of.counts.additions), 2.0);
    // Issues that have been considered are not considered again.
    stage.act(&caps, 0.1, Family::consider);
    stage.act(&caps, 0.1, |family, scene| family.add(scene, (true, false), None));
    assert_eq!(stage.family.members[..5], [2, 3, MICRO, 3, OUTSIDE]);
    assert_eq!(stage.family.tally.names(), 3, "one was there from the start");
}

#[test]
fn large_new_issues_join_at_once_or_with_the_reconstitution_they_meet() {
    let caps = [60.0, 40.0, 65.0, 55.0];
    for is_locked in [false, true] {
        let mut stage = Stage::new(&caps[..2]);
        stage.act(&caps[..2], 1.0, Family::rank);
        stage.family.welcome(&[2, 3], BLOCK);
        // The market is up by a fifth, so the break of the Top 500 is 60, and so is that of the
        // Russell 1000.
        stage.act(&caps, 1.2, |family, scene| family.add_at_once(scene, &[2, 3], is_locked));
        let joined = if is_locked { OUTSIDE } else { 2 };
        assert_eq!(stage.family.members[..4], [2, 3, joined, OUTSIDE]);
        // Decisions made before they were listed do not delete them.
        stage.act(&caps, 1.2, |family, scene| family.implement(scene, CyclePart::June, None));
        assert_eq!(stage.family.members[..4], [2, 3, 2, OUTSIDE]);
        assert_near(stage.of_cycle(0, |of| of.counts.additions), 1.0);
        // 65 of 125 join.
        assert_near(stage.of_cycle(0, |of| of.turnover.one_way), 65.0 / 125.0);
        let of_event = if is_locked { 65.0 / 125.0 } else { 0.0 };
        assert_near(stage.of_cycle(0, |of| of.reconstitutions.one_way), of_event);
    }
}

#[test]
fn updates_of_shares_turn_over_by_themselves_and_with_additions() {
    let caps = [60.0, 40.0, 20.0, 20.0];
    let update = |slot: usize, after| Update::new(slot, caps[slot], after);
    let mut stage = Stage::new(&caps[..3]);
    // Values of 40 and 20 become 50 and 20: the weights go from 2/3 and 1/3 to 5/7 and 2/7.
    stage.act_with(&caps, &[update(1, 50.0)], 1.0, |family, scene| {
        family.add(scene, (false, false), None);
    });
    assert_near(stage.of_cycle(1, |of| of.turnover.one_way), 5.0 / 7.0 - 2.0 / 3.0);
    assert_near(stage.of_cycle(1, |of| of.reconstitutions.one_way), 0.0);
    let own = stage.of_cycle(1, |of| of.turnover.share_and_float_changes);
    // In the change of the first, 10 of 70 are due to its own update, and 40 (1/60 - 1/70) to the
    // index total.
    let (change, index) = (10.0 / 70.0, 40.0 / 60.0 - 40.0 / 70.0);
    assert_near(own, (5.0 / 7.0 - 2.0 / 3.0) / 2.0 * change / (change + index));
    assert_eq!(stage.family.placement.held[3], Part { count: 2, cap: 70 });
    // Another company joins with 20 and is updated to 30 on the same day: 30 of 90.
    let mut stage = Stage::new(&caps[..3]);
    stage.family.welcome(&[3], BLOCK);
    stage.act(&caps, 1.0, Family::consider);
    stage.act_with(&caps, &[update(3, 30.0)], 1.0, |family, scene| {
        family.add(scene, (true, false), None);
    });
    assert_near(stage.of_cycle(1, |of| of.turnover.one_way), 30.0 / 90.0);
    assert_near(stage.of_cycle(1, |of| of.turnover.additions), 30.0 / 90.0 / 2.0);
    assert_near(stage.of_cycle(1, |of| of.turnover.share_and_float_changes), 0.0);
    assert_eq!(stage.family.placement.held[3], Part { count: 3, cap: 90 });
}
