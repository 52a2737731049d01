//! The running measures of one schedule along a path.

use super::changes::{Changes, Drift, TierMoves};
use super::closes::Closes;
use super::performance::{Performance, Streak};
use super::placement::Placement;
use super::size::Size;
use super::slots::{DRIFTS, IndexSlots, OF_CYCLES, OF_MONTHS, Slot, Slots};
use super::tiers::{LAST_OF_R3000, SEGMENT, Span, TIERS};
use super::trading::Traded;
use super::unbanded::Part;
use crate::simulation::CyclePart;
use crate::simulation::measures::moves;
use crate::universe::Index;

/// Days of a month, averaged over leap years.
const DAYS_A_MONTH: f64 = 365.25 / 12.0;

/// The measured indexes, and the slots of their quantities.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) indexes: Vec<Index>,
    pub(super) spans: Vec<Span>,
    pub(super) slots: Slots,
    /// The places of the Russell 2000 and of the 1000, if both are measured.
    pub(super) pair: Option<[usize; 2]>,
    /// Cycles of a path, a year each.
    pub(super) cycles: u32,
    /// Months of a path, including those before the first cycle.
    pub(super) months: u32,
    /// The month ends at which drift is taken.
    pub(super) closes: Closes,
}

/// Values of a path under one schedule.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    /// Values by quantity; unknown values are not-a-number.
    pub(super) values: Vec<f64>,
    /// Values by month, index and statistic.
    pub(super) fans: Vec<f64>,
    /// Values by cycle, index and statistic.
    pub(super) cycles: Vec<f64>,
    /// The cycle in which events count; `None` before the first and after the last.
    cycle: Option<usize>,
    performance: Vec<Performance>,
    streak: Streak,
    /// One-way turnover of each index since the last month end, and since the start.
    turned: Vec<[f64; 2]>,
    /// The largest drift of the cycle so far, by index and measure.
    largest: Vec<[f64; DRIFTS.len()]>,
    /// True for an index that had no members, or members without weight, at some month end.
    without: Vec<bool>,
    /// Number of companies that have been in the Russell 3000.
    names: u64,
    /// Members of the Russell 3000 summed over month ends, and how many of these were not in the
    /// segment that their rank gives.
    member_months: [u64; 2],
}

/// The results of a period for the members that each tier had at its beginning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed {
    /// Number of members and their values at the beginning, by tier.
    pub(super) start: [Part; TIERS],
    /// Values at the end by tier, including what was paid for members that left, USD.
    pub(super) end: [f64; TIERS],
    /// Number of members and number of those that rose, by tier; `None` if not counted.
    pub(super) rose: Option<[[u64; 2]; TIERS]>,
}

impl Plan {
    /// Place at which the statistics of an index in a month begin, the first month being 0.
    fn month(&self, month: u32, index: usize) -> usize {
        OF_MONTHS.len() * (month as usize * self.spans.len() + index)
    }

    /// Place at which the statistics of an index in a cycle begin.
    fn cycle(&self, cycle: usize, index: usize) -> usize {
        OF_CYCLES.len() * (cycle * self.spans.len() + index)
    }
}

impl Tally {
    pub(super) fn new(plan: &Plan) -> Self {
        let indexes = plan.indexes.len();
        let (months, cycles) = (plan.months as usize, plan.cycles as usize);
        Self {
            values: vec![0.0; plan.slots.divisors.len()],
            fans: vec![0.0; months * indexes * OF_MONTHS.len()],
            cycles: vec![0.0; cycles * indexes * OF_CYCLES.len()],
            cycle: None,
            performance: vec![Performance::START; indexes],
            streak: Streak::START,
            turned: vec![[0.0; 2]; indexes],
            largest: vec![[0.0; DRIFTS.len()]; indexes],
            without: vec![false; indexes],
            names: 0,
            member_months: [0; 2],
        }
    }

    /// Restarts for another path, with this number of members of the Russell 3000.
    pub(super) fn restart(&mut self, members: u64) {
        self.values.fill(0.0);
        self.cycles.fill(0.0);
        self.turned.fill([0.0; 2]);
        self.largest.fill([0.0; DRIFTS.len()]);
        self.begin_cycles(members);
    }

    /// Begins the first cycle, with this number of members of the Russell 3000. Earlier months are
    /// not measured.
    pub(super) fn begin_cycles(&mut self, members: u64) {
        self.performance.fill(Performance::START);
        self.streak = Streak::START;
        self.without.fill(false);
        self.names = members;
        self.member_months = [0; 2];
    }

    /// Sets the cycle in which events count from now on; `None` for no cycle.
    pub(super) fn count_in(&mut self, cycle: Option<usize>) {
        self.cycle = cycle;
    }

    /// True if events count now.
    pub(super) fn counts(&self) -> bool {
        self.cycle.is_some()
    }

    /// Adds an event that has changed memberships.
    pub(super) fn event(&mut self, plan: &Plan, event: &TierMoves, part: CyclePart) {
        for (at, (span, slots)) in plan.spans.iter().zip(&plan.slots.indexes).enumerate() {
            let c = Changes::new(event, *span);
            self.turned[at].iter_mut().for_each(|turned| *turned += c.one_way);
            let Some(cycle) = self.cycle else { continue };
            let values = &mut self.values;
            slots.turnover.add(values, &c);
            if part.is_scheduled() {
                slots.scheduled.add(values, &c);
                let of_cycle = plan.cycle(cycle, at) + plan.slots.cycle.scheduled_one_way;
                self.cycles[of_cycle] += c.one_way;
            } else {
                values[slots.unscheduled.all] += c.one_way;
            }
            if part.is_reconstitution() {
                slots.reconstitutions.add(values, &c);
            }
            for (part, one_way) in c.parts(part) {
                if let Some(slot) = slots.of_part(part) {
                    values[slot] += one_way;
                }
            }
            slots.counts.add(values, &c);
        }
    }

    /// Adds one company to a quantity that counts companies.
    pub(super) fn count(&mut self, slot: Slot) {
        if self.counts() {
            self.values[slot] += 1.0;
        }
    }

    /// Adds companies that entered the Russell 3000 for the first time.
    pub(super) fn welcome(&mut self, names: u64) {
        self.names += names;
    }

    /// Number of companies that have been in the Russell 3000.
    #[cfg(test)]
    pub(super) fn names(&self) -> u64 {
        self.names
    }

    /// Adds the trades of funds at a scheduled event.
    pub(super) fn trade(&mut self, plan: &Plan, part: CyclePart, traded: &Traded, assets: f64) {
        let Some(slots) = plan.slots.trading.as_ref().filter(|_| self.counts()) else { return };
        let of_part = match part {
            CyclePart::June => slots.june,
            CyclePart::December => slots.december,
            _ => slots.quarterly,
        };
        let values = &mut self.values;
        values[slots.net] += traded.usd;
        values[of_part] += traded.usd;
        if part.is_reconstitution() {
            values[slots.reconstitution] += traded.usd;
        }
        values[slots.cost] += traded.cost;
        if assets > 0.0 {
            values[slots.cost_of_assets] += traded.cost / assets;
        }
    }

    /// Adds a period.
    pub(super) fn pass(&mut self, plan: &Plan, passed: &Passed) {
        for (performance, span) in self.performance.iter_mut().zip(&plan.spans) {
            let start: u64 = span.tiers().map(|tier| passed.start[tier].cap).sum();
            let end: f64 = span.tiers().map(|tier| passed.end[tier]).sum();
            let growth = if start == 0 { 1.0 } else { end / start as f64 };
            let rose = passed.rose.and_then(|rose| {
                let sum = |at: usize| span.tiers().map(|tier| rose[tier][at]).sum::<u64>();
                let [members, risen] = [0, 1].map(sum);
                (members > 0).then(|| risen as f64 / members as f64)
            });
            performance.pass(growth, rose);
        }
    }

    /// The returns of the indexes since the last month end.
    pub(super) fn returns(&self) -> impl Iterator<Item = f64> + '_ {
        self.performance.iter().map(Performance::of_month)
    }

    /// Ends a month, the first being 0; `first` are the indexes' returns of the month under the
    /// first schedule.
    pub(super) fn end_month(&mut self, plan: &Plan, month: u32, first: &[f64]) {
        if let Some(pair) = plan.pair {
            self.streak.add(pair.map(|at| self.performance[at].of_month()));
        }
        for (at, performance) in self.performance.iter_mut().enumerate() {
            performance.end_month(first[at]);
            let [of_month, so_far] = self.turned[at];
            self.turned[at][0] = 0.0;
            let first = plan.month(month, at);
            self.fans[first + plan.slots.month.turnover] = of_month;
            self.fans[first + plan.slots.month.turnover_so_far] = so_far;
        }
    }

    /// Ends a cycle, whose last month has just ended.
    pub(super) fn end_cycle(&mut self, plan: &Plan) {
        for (at, slots) in plan.slots.indexes.iter().enumerate() {
            let [difference, error] = self.performance[at].end_cycle();
            self.values[slots.performance.tracking_difference] += difference;
            self.values[slots.performance.tracking_error] += error;
            let largest = std::mem::take(&mut self.largest[at]);
            for (drift, largest) in slots.drifts.iter().zip(largest) {
                self.values[drift.max] += largest;
            }
        }
    }

    /// Takes the measures at the close of a month, 0 being the start, from the placement of all
    /// companies and the members of each tier that are lost and not replaced. `cycle` is the cycle
    /// of the next month, if any.
    pub(super) fn close(
        &mut self,
        plan: &Plan,
        month: u32,
        cycle: Option<usize>,
        placement: &Placement,
        lost: &[u64; TIERS],
    ) {
        let (is_taken, calendar) = (plan.closes.is_taken(month), plan.closes.calendar(month));
        for (at, span) in plan.spans.iter().enumerate() {
            let d = is_taken.then(|| Drift::new(placement, *span));
            let is_without = span.tiers().all(|tier| placement.held[tier].cap == 0);
            if let Some(month) = month.checked_sub(1) {
                let first = plan.month(month, at);
                let slots = &plan.slots.month;
                let [beyond, wrong] = d.as_ref().map_or([f64::NAN; 2], |drift| {
                    [drift.beyond_band_weight, drift.wrong_side_weight]
                });
                self.fans[first + slots.beyond_band_weight] = beyond;
                self.fans[first + slots.wrong_side_weight] = wrong;
                if is_without {
                    self.fans[first..first + OF_MONTHS.len()].fill(f64::NAN);
                }
            }
            let Some(cycle) = cycle else { continue };
            let first = plan.cycle(cycle, at);
            if is_without {
                self.without[at] = true;
                self.cycles[first..first + OF_CYCLES.len()].fill(f64::NAN);
                continue;
            }
            let Some(d) = d else { continue };
            let lost: u64 = span.tiers().map(|tier| lost[tier]).sum();
            let slots = &plan.slots.indexes[at].drifts;
            for (((_, of), slots), largest) in DRIFTS.iter().zip(slots).zip(&mut self.largest[at]) {
                let value = of(&d, lost);
                self.values[slots.mean] += value;
                self.values[slots.months[calendar]] += value;
                *largest = largest.max(value);
            }
            let slots = &plan.slots.cycle;
            let closes = plan.closes.of_cycle();
            self.cycles[first + slots.beyond_band_weight] += d.beyond_band_weight / closes;
            self.cycles[first + slots.lost] += lost as f64 / closes;
        }
        if is_taken && cycle.is_some() {
            self.count_placements(placement);
        }
    }

    /// Counts members, and members in the wrong segment, for the months until drift is taken again.
    fn count_placements(&mut self, placement: &Placement) {
        for (held, row) in
            placement.unbanded.iter().enumerate().take(usize::from(LAST_OF_R3000) + 1)
        {
            let wrong = row.iter().enumerate().filter(|(tier, _)| SEGMENT[*tier] != SEGMENT[held]);
            self.member_months[0] += placement.held[held].count;
            self.member_months[1] += wrong.map(|(_, part)| part.count).sum::<u64>();
        }
    }

    /// Ends the path: takes the measures of its end and turns sums into means. `members` writes the
    /// caps and the values of an index's members into two lists.
    pub(super) fn finish(
        &mut self,
        plan: &Plan,
        movable: &[u64; moves::KINDS.len()],
        scratch: &mut [Vec<f64>; 2],
        members: &dyn Fn(Span, &mut [Vec<f64>; 2]),
    ) {
        let part = |a: f64, b: f64| if b > 0.0 { a / b } else { f64::NAN };
        let family = &plan.slots.family;
        for (slots, movable) in family.whipsaws.iter().zip(movable) {
            self.values[slots.rate] = part(self.values[slots.count], *movable as f64);
        }
        let [all, wrong] = self.member_months.map(|months| months as f64);
        self.values[family.wrong_index.fraction] = part(wrong, all);
        let days = DAYS_A_MONTH * f64::from(plan.closes.every);
        self.values[family.wrong_index.mean_days] = part(wrong * days, self.names as f64);
        for (at, (span, slots)) in plan.spans.iter().zip(&plan.slots.indexes).enumerate() {
            scratch.iter_mut().for_each(Vec::clear);
            members(*span, scratch);
            let performance = self.performance[at];
            // A cycle lasts one year.
            self.end(slots, &performance, f64::from(plan.cycles), scratch);
            if self.without[at] {
                // A mean over the whole path would count the time without members as time without
                // turnover.
                slots.over_the_path.iter().for_each(|slot| self.values[*slot] = f64::NAN);
            }
        }
        if let Some((slots, [small, large])) = plan.slots.relative.as_ref().zip(plan.pair) {
            let growth = |at: usize| self.performance[at].growth();
            let is_known = !self.without[small] && !self.without[large];
            for (slot, value) in [
                (slots.outperformance, part(growth(small), growth(large)) - 1.0),
                (slots.streak, f64::from(self.streak.months())),
                (slots.streak_return, self.streak.outperformance()),
            ] {
                self.values[slot] = if is_known { value } else { f64::NAN };
            }
        }
        for (value, divisor) in self.values.iter_mut().zip(&plan.slots.divisors) {
            *value /= divisor;
        }
    }

    /// Takes the measures of an index at the end of the path and over all of it, from the caps and
    /// values of its members.
    fn end(
        &mut self,
        slots: &IndexSlots,
        performance: &Performance,
        years: f64,
        [caps, values]: &mut [Vec<f64>; 2],
    ) {
        let size = Size::new(caps, values);
        let of = |of: fn(&Size) -> f64| size.as_ref().map_or(f64::NAN, of);
        self.values[slots.size.members] = caps.len() as f64;
        self.values[slots.size.largest_cap] = of(|size| size.largest);
        self.values[slots.size.median_cap] = of(|size| size.median);
        self.values[slots.size.weighted_mean_cap] = of(|size| size.weighted_mean);
        self.values[slots.size.top_10_weight] = of(|size| size.top_10_weight);
        self.values[slots.performance.total_return] = performance.growth() - 1.0;
        self.values[slots.performance.annualised_return] = performance.annualised(years);
        self.values[slots.performance.volatility] = performance.volatility();
        self.values[slots.performance.breadth_mean] = performance.breadth();
    }
}
