//! The slot of each quantity in a path's row of values.
//!
//! Slots are assigned once, when paths are set up, in the order of the quantities. While a path
//! runs, values are added at their slots.

use std::ops::Range;

use super::changes::{Changes, Drift};
use super::closes::Closes;
use super::quantities::Quantity;
use crate::simulation::measures::{
    Form, Forms, Measure, Statistic, costs, drift, moves, performance, size, trades,
    turnover::{self, Group},
};
use crate::simulation::{CyclePart, MONTHS};
use crate::universe::Index;

/// The place of a quantity in a row of values.
pub(super) type Slot = usize;

/// Assigns slots to the quantities of a row of values, in order.
#[derive(Debug, Default)]
struct Row {
    quantities: Vec<Quantity>,
    /// The index whose quantities are added; `None` for the family.
    index: Option<Index>,
}

impl Row {
    fn slot(&mut self, statistic: Statistic) -> Slot {
        self.quantities.push(Quantity { statistic, index: self.index });
        self.quantities.len() - 1
    }
}

/// Defines the slots of some statistics, with a field for each, in their order in the row.
macro_rules! slots {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $statistic:expr,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) struct $name {
            $(pub(super) $field: Slot,)+
        }

        impl $name {
            fn new(row: &mut Row) -> Self {
                Self { $($field: row.slot($statistic),)+ }
            }
        }
    };
}

/// Likewise for a row kept for each index and many times; also defines the list of its statistics.
macro_rules! kept_slots {
    (
        $(#[$doc:meta])* $list:ident;
        $(#[$of_name:meta])* $name:ident { $($field:ident: $statistic:expr,)+ }
    ) => {
        $(#[$doc])*
        pub const $list: &[Statistic] = &[$($statistic),+];

        slots! { $(#[$of_name])* $name { $($field: $statistic,)+ } }
    };
}

slots! {
    /// Moves between the Russell 1000 and the 2000.
    MoveSlots {
        up: moves::UP.value(),
        down: moves::DOWN.value(),
    }
}

slots! {
    /// Time that members of the family spend in the wrong index.
    WrongIndexSlots {
        fraction: moves::WRONG_INDEX_FRACTION.value(),
        mean_days: moves::WRONG_INDEX_MEAN_DAYS.value(),
    }
}

slots! {
    /// Trading at the scheduled events by the family as a whole, per cycle.
    TradingSlots {
        net: trades::NET.value(),
        june: trades::JUNE_NET.value(),
        december: trades::DECEMBER_NET.value(),
        quarterly: trades::QUARTERLY_NET.value(),
        reconstitution: trades::RECONSTITUTION_NET.value(),
        cost: costs::USD.value(),
        cost_of_assets: costs::OF_ASSETS.value(),
    }
}

slots! {
    /// One-way turnover of the parts of a cycle that are scheduled.
    ScheduledSlots {
        june: turnover::JUNE.value(),
        december: turnover::DECEMBER.value(),
        quarterly_additions: turnover::QUARTERLY_ADDITIONS.value(),
        quarterly_updates: turnover::QUARTERLY_UPDATES.value(),
    }
}

slots! {
    /// One-way turnover that is not scheduled, and its parts.
    UnscheduledSlots {
        all: turnover::UNSCHEDULED.value(),
        deletions: turnover::UNSCHEDULED_DELETIONS.value(),
        fast_entries: turnover::FAST_ENTRIES.value(),
    }
}

slots! {
    /// Numbers of lines that enter and leave an index.
    CountSlots {
        additions: moves::ADDITIONS.value(),
        deletions: moves::DELETIONS.value(),
        moved_in: moves::MOVED_IN.value(),
        moved_out: moves::MOVED_OUT.value(),
    }
}

slots! {
    /// Slots of an index at the end of a path.
    SizeSlots {
        members: size::MEMBERS.value(),
        largest_cap: size::LARGEST_CAP.value(),
        median_cap: size::MEDIAN_CAP.value(),
        weighted_mean_cap: size::WEIGHTED_MEAN_CAP.value(),
        top_10_weight: size::TOP_10_WEIGHT.value(),
    }
}

slots! {
    /// Slots of an index over a whole path; tracking is summed over its cycles.
    PerformanceSlots {
        total_return: performance::TOTAL_RETURN.value(),
        annualised_return: performance::ANNUALISED_RETURN.value(),
        volatility: performance::VOLATILITY.value(),
        breadth_mean: performance::BREADTH_MEAN.value(),
        tracking_difference: performance::TRACKING_DIFFERENCE.value(),
        tracking_error: performance::TRACKING_ERROR.value(),
    }
}

slots! {
    /// Slots of the Russell 2000 against the Russell 1000.
    RelativeSlots {
        outperformance: performance::OUTPERFORMANCE.value(),
        streak: performance::OUTPERFORMANCE_STREAK.value(),
        streak_return: performance::OUTPERFORMANCE_STREAK_RETURN.value(),
    }
}

kept_slots! {
    /// The statistics of each index that are kept for every month: drift at its end, and turnover.
    OF_MONTHS;
    /// Slots of an index in a month.
    MonthSlots {
        beyond_band_weight: drift::BEYOND_BAND_WEIGHT.value(),
        wrong_side_weight: drift::WRONG_SIDE_WEIGHT.value(),
        turnover: turnover::TOTAL.one_way.value(),
        turnover_so_far: turnover::TOTAL.one_way.cumulated(),
    }
}

kept_slots! {
    /// The statistics of each index that are kept for every cycle.
    OF_CYCLES;
    /// Slots of an index in a cycle.
    CycleSlots {
        scheduled_one_way: turnover::SCHEDULED.one_way.value(),
        beyond_band_weight: drift::BEYOND_BAND_WEIGHT.mean(),
        lost: drift::LOST.mean(),
    }
}

/// Slots of a kind of whipsaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WhipsawSlots {
    pub(super) count: Slot,
    pub(super) rate: Slot,
}

/// Slots of the family as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FamilySlots {
    pub(super) moves: MoveSlots,
    /// By kind, in the order of [`moves::KINDS`].
    pub(super) whipsaws: [WhipsawSlots; moves::KINDS.len()],
    pub(super) wrong_index: WrongIndexSlots,
}

impl FamilySlots {
    fn new(row: &mut Row) -> Self {
        let moves = MoveSlots::new(row);
        let counts = moves::KINDS.map(|kind| row.slot(kind.count.value()));
        let rates = moves::KINDS.map(|kind| row.slot(kind.rate.value()));
        let whipsaw = |kind| WhipsawSlots { count: counts[kind], rate: rates[kind] };
        Self {
            moves,
            whipsaws: std::array::from_fn(whipsaw),
            wrong_index: WrongIndexSlots::new(row),
        }
    }
}

/// Slots of the turnover of a group of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GroupSlots {
    pub(super) one_way: Slot,
    pub(super) two_way: Slot,
    pub(super) membership: Slot,
    pub(super) additions: Slot,
    pub(super) deletions: Slot,
    pub(super) migrations: Slot,
    pub(super) share_and_float_changes: Slot,
    pub(super) reweighting: Slot,
}

impl GroupSlots {
    fn new(row: &mut Row, group: &'static Group) -> Self {
        let mut slot = |measure: &'static Measure| row.slot(measure.value());
        Self {
            one_way: slot(&group.one_way),
            two_way: slot(&group.two_way),
            membership: slot(&group.membership),
            additions: slot(&group.additions),
            deletions: slot(&group.deletions),
            migrations: slot(&group.migrations),
            share_and_float_changes: slot(&group.share_and_float_changes),
            reweighting: slot(&group.reweighting),
        }
    }

    /// Adds the changes that an event makes.
    pub(super) fn add(&self, values: &mut [f64], changes: &Changes) {
        values[self.one_way] += changes.one_way;
        values[self.two_way] += 2.0 * changes.one_way;
        values[self.membership] += changes.membership;
        values[self.additions] += changes.by_additions;
        values[self.deletions] += changes.by_deletions;
        values[self.migrations] += changes.by_migrations;
        values[self.share_and_float_changes] += changes.by_updates;
        values[self.reweighting] += changes.by_reweighting;
    }
}

impl CountSlots {
    /// Adds the lines that an event moves.
    pub(super) fn add(&self, values: &mut [f64], changes: &Changes) {
        values[self.additions] += changes.additions as f64;
        values[self.deletions] += changes.deletions as f64;
        values[self.moved_in] += changes.moved_in as f64;
        values[self.moved_out] += changes.moved_out as f64;
    }
}

/// A measure of drift, and how to read it from an index's drift and the number of members that it
/// lost.
pub(super) type DriftOf = (&'static Measure, fn(&Drift, u64) -> f64);

/// The measures of drift taken at month ends, in the order of their rows.
pub(super) const DRIFTS: [DriftOf; 10] = [
    (&drift::WRONG_SIDE_WEIGHT, |drift, _| drift.wrong_side_weight),
    (&drift::WRONG_SIDE_COUNT, |drift, _| drift.wrong_side_count as f64),
    (&drift::TOO_LARGE_WEIGHT, |drift, _| drift.too_large_weight),
    (&drift::TOO_SMALL_WEIGHT, |drift, _| drift.too_small_weight),
    (&drift::BEYOND_BAND_WEIGHT, |drift, _| drift.beyond_band_weight),
    (&drift::BEYOND_BAND_COUNT, |drift, _| drift.beyond_band_count as f64),
    (&drift::WOULD_ENTER_WEIGHT, |drift, _| drift.would_enter_weight),
    (&drift::WOULD_ENTER_COUNT, |drift, _| drift.would_enter_count as f64),
    (&drift::ACTIVE_SHARE, |drift, _| drift.active_share),
    (&drift::LOST, |_, lost| lost as f64),
];

/// Slots of the forms of a measure of drift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DriftSlots {
    pub(super) mean: Slot,
    pub(super) max: Slot,
    /// By calendar month, January being 0.
    pub(super) months: [Slot; MONTHS.len()],
}

impl DriftSlots {
    fn new(row: &mut Row, measure: &'static Measure) -> Self {
        Self {
            mean: row.slot(measure.mean()),
            max: row.slot(measure.max()),
            months: std::array::from_fn(|month| row.slot(measure.mean_of_month(month))),
        }
    }
}

/// Slots of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IndexSlots {
    pub(super) scheduled: GroupSlots,
    pub(super) of_schedule: ScheduledSlots,
    pub(super) unscheduled: UnscheduledSlots,
    pub(super) turnover: GroupSlots,
    pub(super) reconstitutions: GroupSlots,
    pub(super) counts: CountSlots,
    /// In the order of [`DRIFTS`].
    pub(super) drifts: [DriftSlots; DRIFTS.len()],
    pub(super) size: SizeSlots,
    pub(super) performance: PerformanceSlots,
    /// All slots of the index except those that are set at the end of a path.
    pub(super) over_the_path: Vec<Slot>,
}

impl IndexSlots {
    fn new(row: &mut Row, index: Index) -> Self {
        row.index = Some(index);
        let first = row.quantities.len();
        let scheduled = GroupSlots::new(row, &turnover::SCHEDULED);
        let of_schedule = ScheduledSlots::new(row);
        let unscheduled = UnscheduledSlots::new(row);
        let turnover = GroupSlots::new(row, &turnover::TOTAL);
        let reconstitutions = GroupSlots::new(row, &turnover::RECONSTITUTIONS);
        let counts = CountSlots::new(row);
        let drifts = DRIFTS.map(|(measure, _)| DriftSlots::new(row, measure));
        let at_the_end = row.quantities.len();
        let size = SizeSlots::new(row);
        let at_the_end = at_the_end..row.quantities.len();
        let performance = PerformanceSlots::new(row);
        let all: Range<Slot> = first..row.quantities.len();
        Self {
            scheduled,
            of_schedule,
            unscheduled,
            turnover,
            reconstitutions,
            counts,
            drifts,
            size,
            performance,
            over_the_path: all.filter(|slot| !at_the_end.contains(slot)).collect(),
        }
    }

    /// The slot of the one-way turnover of a part of the cycle; `None` for parts that do not occur
    /// on paths.
    pub(super) fn of_part(&self, part: CyclePart) -> Option<Slot> {
        match part {
            CyclePart::June => Some(self.of_schedule.june),
            CyclePart::December => Some(self.of_schedule.december),
            CyclePart::QuarterlyAdditions => Some(self.of_schedule.quarterly_additions),
            CyclePart::QuarterlyUpdates => Some(self.of_schedule.quarterly_updates),
            CyclePart::Deletions => Some(self.unscheduled.deletions),
            CyclePart::FastEntries => Some(self.unscheduled.fast_entries),
            CyclePart::CorporateActions => None,
        }
    }
}

/// The slots of all quantities of a setup.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slots {
    pub(super) family: FamilySlots,
    /// `None` if trading is not measured.
    pub(super) trading: Option<TradingSlots>,
    /// Slots of each measured index.
    pub(super) indexes: Vec<IndexSlots>,
    /// `None` if the Russell 1000 or the 2000 is not measured.
    pub(super) relative: Option<RelativeSlots>,
    /// Slots of one index in one month.
    pub(super) month: MonthSlots,
    /// Slots of one index in one cycle.
    pub(super) cycle: CycleSlots,
    /// By slot, the divisor that turns a sum over a path into the mean over its cycles or closes; 1
    /// for a value that is not a sum.
    pub(super) divisors: Vec<f64>,
}

/// The quantities of some indexes over paths of this many cycles, in order, and their slots.
pub(super) fn quantities(
    indexes: &[Index],
    has_trading: bool,
    cycles: u32,
    closes: &Closes,
) -> (Vec<Quantity>, Slots) {
    let mut row = Row::default();
    let family = FamilySlots::new(&mut row);
    let trading = has_trading.then(|| TradingSlots::new(&mut row));
    let of_indexes = indexes.iter().map(|index| IndexSlots::new(&mut row, *index)).collect();
    let has_relative = [Index::R1000, Index::R2000].iter().all(|index| indexes.contains(index));
    row.index = Some(Index::R2000);
    let relative = has_relative.then(|| RelativeSlots::new(&mut row));
    let slots = Slots {
        family,
        trading,
        indexes: of_indexes,
        relative,
        month: MonthSlots::new(&mut Row::default()),
        cycle: CycleSlots::new(&mut Row::default()),
        divisors: row
            .quantities
            .iter()
            .map(|of| divisor(of.statistic, cycles.into(), closes))
            .collect(),
    };
    (row.quantities, slots)
}

/// The divisor for the sum of a statistic over a path.
fn divisor(statistic: Statistic, cycles: f64, closes: &Closes) -> f64 {
    match statistic.form {
        Form::Mean => closes.of_cycle() * cycles,
        // A division of zero by zero marks the mean as unknown.
        Form::Month(month) if !closes.months()[month] => 0.0,
        Form::Max | Form::Month(_) => cycles,
        Form::Value if statistic.measure.forms == Forms::Cycles => cycles,
        Form::Value | Form::Cumulated => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tiers::POSSIBLE;
    use super::*;

    #[test]
    fn every_quantity_stands_in_its_slot() {
        for has_trading in [false, true] {
            let closes = Closes { every: 1, run_in: 0, first_month: 6 };
            let (all, slots) = quantities(&POSSIBLE, has_trading, 2, &closes);
            let at = |slot: Slot| (all[slot].statistic.name().into_owned(), all[slot].index);
            let named = |name: &str, index| (name.to_owned(), index);
            let last = slots.family.whipsaws[4];
            assert_eq!(at(last.count), named("whipsaws_out_and_in", None));
            assert_eq!(at(last.rate), named("whipsaw_rate_out_and_in", None));
            let (second, of) = (Some(POSSIBLE[1]), &slots.indexes[1]);
            assert_eq!(at(of.counts.moved_out), named("moved_out", second));
            assert_eq!(at(of.drifts[9].mean), named("drift_lost_mean", second));
            assert_eq!(at(of.drifts[9].months[11]), named("drift_lost_mean_dec", second));
            assert_eq!(at(of.size.top_10_weight), named("top_10_weight", second));
            assert!(of.over_the_path.contains(&of.performance.total_return));
            assert!(!of.over_the_path.contains(&of.size.members));
            let relative = slots.relative.expect("both indexes are measured");
            assert_eq!(at(relative.streak), named("outperformance_streak", Some(Index::R2000)));
            assert_eq!(
                slots.trading.map(|of| at(of.net)),
                has_trading.then(|| named("trades_net", None))
            );
            assert_eq!(slots.divisors.len(), all.len());
            assert!((slots.divisors[of.drifts[0].mean] - 24.0).abs() < 1e-12);
            // Each quantity occurs once, and is read back from a file unchanged.
            for (place, quantity) in all.iter().enumerate() {
                assert!(!all[..place].contains(quantity), "{quantity:?}");
                let text = serde_json::to_string(quantity).expect("JSON");
                assert_eq!(serde_json::from_str::<Quantity>(&text).expect("JSON"), *quantity);
            }
        }
    }
}
