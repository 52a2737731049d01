//! The running measures of one schedule along a path.

use super::aggregate::{CycleMeasure, FanMeasure};
use super::changes::{Changes, Drift, TierMoves};
use super::performance::{Performance, Streak};
use super::placement::Placement;
use super::quantities::{Drifted, Layout, OfCycle, OfFamily, OfTrading, Once, Relative, WHIPSAWS};
use super::size::Size;
use super::tiers::{LAST_OF_R3000, SEGMENT, Span, TIERS};
use super::trading::Traded;
use super::unbanded::Part;
use crate::simulation::CyclePart;
use crate::universe::Index;
use strum::{EnumCount as _, VariantArray as _};

/// Days of a month, leap years averaged.
const DAYS_A_MONTH: f64 = 365.25 / 12.0;

/// The measured indexes, and the positions of their quantities.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) indexes: Vec<Index>,
    pub(super) spans: Vec<Span>,
    pub(super) layout: Layout,
    /// The places of the Russell 2000 and of the 1000, where both are measured.
    pub(super) pair: Option<[usize; 2]>,
    /// Cycles of a path, a year each.
    pub(super) cycles: u32,
    /// Months of a path, those before the first cycle included.
    pub(super) months: u32,
    /// The calendar month that the first month of a path is, January being 0.
    pub(super) first_month: usize,
}

/// Values of a path under one schedule.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    /// By quantity; unknown values are not-a-number.
    pub(super) values: Vec<f64>,
    /// By month, index and measure.
    pub(super) fans: Vec<f64>,
    /// By cycle, index and measure.
    pub(super) cycles: Vec<f64>,
    /// The cycle that events count in; `None` before the first and after the last.
    cycle: Option<usize>,
    performance: Vec<Performance>,
    streak: Streak,
    /// One-way turnover of each index since the last month end, and since the start.
    turned: Vec<[f64; 2]>,
    /// The largest drift of the cycle so far, by index and measure.
    largest: Vec<[f64; Drifted::COUNT]>,
    /// Whether an index has been without members, or with members of no weight, at a month end.
    without: Vec<bool>,
    /// Companies that have been in the Russell 3000.
    names: u64,
    /// Members of the Russell 3000 at month ends, and those in another segment than by rank.
    member_months: [u64; 2],
}

/// The outcome of a period for the members that each tier had at its beginning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed {
    /// Members and their values at its beginning.
    pub(super) start: [Part; TIERS],
    /// Values at its end, what was paid for those that left included, USD.
    pub(super) end: [f64; TIERS],
    /// Members that rose.
    pub(super) risen: [u64; TIERS],
}

impl Plan {
    /// Where the fan measures of an index in a month stand, the first month being 0.
    fn fan(&self, month: u32, index: usize) -> usize {
        FanMeasure::COUNT * (month as usize * self.spans.len() + index)
    }

    /// Where a measure of an index in a cycle stands.
    fn place(&self, cycle: usize, index: usize, measure: CycleMeasure) -> usize {
        CycleMeasure::COUNT * (cycle * self.spans.len() + index) + measure as usize
    }
}

impl Drifted {
    /// Of the drift of an index, and the members that it lost.
    fn of(self, d: &Drift, lost: u64) -> f64 {
        match self {
            Self::WrongSideWeight => d.wrong_side_weight,
            Self::WrongSideCount => d.wrong_side_count as f64,
            Self::TooLargeWeight => d.too_large_weight,
            Self::TooSmallWeight => d.too_small_weight,
            Self::BeyondBandWeight => d.beyond_band_weight,
            Self::BeyondBandCount => d.beyond_band_count as f64,
            Self::WouldEnterWeight => d.would_enter_weight,
            Self::WouldEnterCount => d.would_enter_count as f64,
            Self::ActiveShare => d.active_share,
            Self::Lost => lost as f64,
        }
    }
}

impl Tally {
    pub(super) fn new(plan: &Plan) -> Self {
        let indexes = plan.indexes.len();
        let (months, cycles) = (plan.months as usize, plan.cycles as usize);
        Self {
            values: vec![0.0; plan.layout.count],
            fans: vec![0.0; months * indexes * FanMeasure::COUNT],
            cycles: vec![0.0; cycles * indexes * CycleMeasure::COUNT],
            cycle: None,
            performance: vec![Performance::START; indexes],
            streak: Streak::START,
            turned: vec![[0.0; 2]; indexes],
            largest: vec![[0.0; Drifted::COUNT]; indexes],
            without: vec![false; indexes],
            names: 0,
            member_months: [0; 2],
        }
    }

    /// Goes to the start of another path, with so many members of the Russell 3000.
    pub(super) fn restart(&mut self, members: u64) {
        self.values.fill(0.0);
        self.cycles.fill(0.0);
        self.turned.fill([0.0; 2]);
        self.largest.fill([0.0; Drifted::COUNT]);
        self.begin_cycles(members);
    }

    /// The first cycle begins, with so many members of the Russell 3000: earlier months are not
    /// measured.
    pub(super) fn begin_cycles(&mut self, members: u64) {
        self.performance.fill(Performance::START);
        self.streak = Streak::START;
        self.without.fill(false);
        self.names = members;
        self.member_months = [0; 2];
    }

    /// Events count in a cycle from now on, or in none.
    pub(super) fn count_in(&mut self, cycle: Option<usize>) {
        self.cycle = cycle;
    }

    /// Whether events count now.
    pub(super) fn counts(&self) -> bool {
        self.cycle.is_some()
    }

    /// An event has changed memberships.
    pub(super) fn event(&mut self, plan: &Plan, event: &TierMoves, part: CyclePart) {
        for (at, span) in plan.spans.iter().enumerate() {
            let c = Changes::new(event, *span);
            self.turned[at].iter_mut().for_each(|turned| *turned += c.one_way);
            let Some(cycle) = self.cycle else { continue };
            let turnover = [
                c.one_way,
                2.0 * c.one_way,
                c.membership,
                c.by_additions,
                c.by_deletions,
                c.by_migrations,
                c.by_updates,
                c.by_reweighting,
            ];
            let mut add = |measure, values: &[f64]| {
                let from = plan.layout.cycle(at, measure);
                self.values[from..].iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
            };
            add(OfCycle::TurnoverOneWay, &turnover);
            if part.is_scheduled() {
                add(OfCycle::ScheduledOneWay, &turnover);
                let place = plan.place(cycle, at, CycleMeasure::ScheduledOneWay);
                self.cycles[place] += c.one_way;
            } else {
                add(OfCycle::UnscheduledOneWay, &[c.one_way]);
            }
            if part.is_reconstitution() {
                add(OfCycle::ReconstitutionOneWay, &turnover);
            }
            for (part, one_way) in c.parts(part) {
                if let Some(measure) = OfCycle::of_part(part) {
                    add(measure, &[one_way]);
                }
            }
            let counts = [c.additions, c.deletions, c.moved_in, c.moved_out];
            add(OfCycle::Additions, &counts.map(|count| count as f64));
        }
    }

    /// Adds to a quantity of the family.
    pub(super) fn count(&mut self, measure: OfFamily, value: f64) {
        if self.counts() {
            self.values[Layout::family(measure)] += value;
        }
    }

    /// Counts companies that entered the Russell 3000 for the first time.
    pub(super) fn welcome(&mut self, names: u64) {
        self.names += names;
    }

    /// Companies that have been in the Russell 3000.
    #[cfg(test)]
    pub(super) fn names(&self) -> u64 {
        self.names
    }

    /// Adds the trades of funds at a scheduled event.
    pub(super) fn trade(&mut self, plan: &Plan, part: CyclePart, traded: &Traded, assets: f64) {
        if !self.counts() {
            return;
        }
        let fraction = if assets > 0.0 { traded.cost / assets } else { 0.0 };
        let of_part = match part {
            CyclePart::June => OfTrading::JuneTradesNet,
            CyclePart::December => OfTrading::DecemberTradesNet,
            _ => OfTrading::QuarterlyTradesNet,
        };
        let of_reconstitution = if part.is_reconstitution() { traded.usd } else { 0.0 };
        for (measure, value) in [
            (OfTrading::TradesNet, traded.usd),
            (of_part, traded.usd),
            (OfTrading::ReconstitutionTradesNet, of_reconstitution),
            (OfTrading::TradingCostUsd, traded.cost),
            (OfTrading::TradingCostFraction, fraction),
        ] {
            self.values[plan.layout.trading(measure)] += value;
        }
    }

    /// A period ends.
    pub(super) fn pass(&mut self, plan: &Plan, passed: &Passed) {
        for (performance, span) in self.performance.iter_mut().zip(&plan.spans) {
            let (mut start, mut end, mut risen) = (Part::default(), 0.0, 0);
            for tier in span.tiers() {
                start.add(passed.start[tier]);
                end += passed.end[tier];
                risen += passed.risen[tier];
            }
            let growth = if start.cap == 0 { 1.0 } else { end / start.cap as f64 };
            let rose = (start.count > 0).then(|| risen as f64 / start.count as f64);
            performance.pass(growth, rose);
        }
    }

    /// The returns of the indexes since the last month end.
    pub(super) fn returns(&self) -> impl Iterator<Item = f64> + '_ {
        self.performance.iter().map(Performance::of_month)
    }

    /// A month ends, the first being 0; `first` are its returns under the first schedule.
    pub(super) fn end_month(&mut self, plan: &Plan, month: u32, first: &[f64]) {
        if let Some(pair) = plan.pair {
            self.streak.add(pair.map(|at| self.performance[at].of_month()));
        }
        for (at, performance) in self.performance.iter_mut().enumerate() {
            performance.end_month(first[at]);
            let [of_month, so_far] = self.turned[at];
            self.turned[at][0] = 0.0;
            let fan = plan.fan(month, at);
            self.fans[fan + FanMeasure::TurnoverOneWay as usize] = of_month;
            self.fans[fan + FanMeasure::TurnoverOneWayCumulated as usize] = so_far;
        }
    }

    /// A cycle ends with the month that ended last.
    pub(super) fn end_cycle(&mut self, plan: &Plan) {
        for (at, performance) in self.performance.iter_mut().enumerate() {
            let [difference, error] = performance.end_cycle();
            for (measure, value) in
                [(Once::TrackingDifference, difference), (Once::TrackingError, error)]
            {
                self.values[plan.layout.once(at, measure)] += value;
            }
            let largest = std::mem::take(&mut self.largest[at]);
            for (measure, largest) in Drifted::VARIANTS.iter().zip(largest) {
                self.values[plan.layout.drift(at, *measure) + 1] += largest;
            }
        }
    }

    /// The close of a month, 0 being the start: where everybody is placed, and the members of each tier
    /// that are lost and not replaced. The month after it belongs to a cycle, or to none.
    pub(super) fn close(
        &mut self,
        plan: &Plan,
        month: u32,
        cycle: Option<usize>,
        placement: &Placement,
        lost: &[u64; TIERS],
    ) {
        // The month that ends; at the start, the one before the first.
        let calendar = (plan.first_month + month as usize + 11) % 12;
        for (at, span) in plan.spans.iter().enumerate() {
            let d = Drift::new(placement, *span);
            let is_without = span.tiers().all(|tier| placement.held[tier].cap == 0);
            if let Some(month) = month.checked_sub(1) {
                let fan = plan.fan(month, at);
                self.fans[fan + FanMeasure::DriftBeyondBandWeight as usize] = d.beyond_band_weight;
                self.fans[fan + FanMeasure::DriftWrongSideWeight as usize] = d.wrong_side_weight;
                if is_without {
                    self.fans[fan..fan + FanMeasure::COUNT].fill(f64::NAN);
                }
            }
            let Some(cycle) = cycle else { continue };
            if is_without {
                self.without[at] = true;
                let place = plan.place(cycle, at, CycleMeasure::ScheduledOneWay);
                self.cycles[place..place + CycleMeasure::COUNT].fill(f64::NAN);
                continue;
            }
            let lost: u64 = span.tiers().map(|tier| lost[tier]).sum();
            for (place, measure) in Drifted::VARIANTS.iter().enumerate() {
                let (value, form) = (measure.of(&d, lost), plan.layout.drift(at, *measure));
                self.values[form] += value;
                self.values[form + 2 + calendar] += value;
                self.largest[at][place] = self.largest[at][place].max(value);
            }
            for (measure, value) in [
                (CycleMeasure::DriftBeyondBandWeightMean, d.beyond_band_weight),
                (CycleMeasure::DriftLostMean, lost as f64),
            ] {
                self.cycles[plan.place(cycle, at, measure)] += value / 12.0;
            }
        }
        if cycle.is_some() {
            self.stand(placement);
        }
    }

    /// Where members stand for a month.
    fn stand(&mut self, placement: &Placement) {
        for (held, row) in
            placement.unbanded.iter().enumerate().take(usize::from(LAST_OF_R3000) + 1)
        {
            let wrong = row.iter().enumerate().filter(|(tier, _)| SEGMENT[*tier] != SEGMENT[held]);
            self.member_months[0] += placement.held[held].count;
            self.member_months[1] += wrong.map(|(_, part)| part.count).sum::<u64>();
        }
    }

    /// The path ends: sums become means, and what is of its end is taken. `members` puts the caps and the
    /// values of an index's members into two lists.
    pub(super) fn finish(
        &mut self,
        plan: &Plan,
        movable: &[u64; WHIPSAWS.len()],
        scratch: &mut [Vec<f64>; 2],
        members: &dyn Fn(Span, &mut [Vec<f64>; 2]),
    ) {
        let cycles = f64::from(plan.cycles);
        let part = |a: f64, b: f64| if b > 0.0 { a / b } else { f64::NAN };
        for moves in [OfFamily::MovesUp, OfFamily::MovesDown] {
            self.values[Layout::family(moves)] /= cycles;
        }
        for ((count, rate, _), movable) in WHIPSAWS.into_iter().zip(movable) {
            let whipsaws = &mut self.values[Layout::family(count)];
            let of_moves = part(*whipsaws, *movable as f64);
            *whipsaws /= cycles;
            self.values[Layout::family(rate)] = of_moves;
        }
        let [all, wrong] = self.member_months.map(|months| months as f64);
        for (measure, value) in [
            (OfFamily::WrongIndexFraction, part(wrong, all)),
            (OfFamily::WrongIndexMeanDays, part(wrong * DAYS_A_MONTH, self.names as f64)),
        ] {
            self.values[Layout::family(measure)] = value;
        }
        let of_trading = plan.layout.trading(OfTrading::TradesNet);
        for value in &mut self.values[of_trading..plan.layout.first_index()] {
            *value /= cycles;
        }
        for (at, span) in plan.spans.iter().enumerate() {
            let sums = plan.layout.cycle(at, OfCycle::ScheduledOneWay);
            self.values[sums..sums + OfCycle::COUNT].iter_mut().for_each(|sum| *sum /= cycles);
            for measure in Drifted::VARIANTS {
                let form = plan.layout.drift(at, *measure);
                self.values[form] /= 12.0 * cycles;
                self.values[form + 1..form + 14].iter_mut().for_each(|sum| *sum /= cycles);
            }
            scratch.iter_mut().for_each(Vec::clear);
            members(*span, scratch);
            self.end(plan, at, scratch);
            if self.without[at] {
                self.forget(plan, at);
            }
        }
        if let Some([small, large]) = plan.pair {
            let growth = |at: usize| self.performance[at].growth();
            let is_known = !self.without[small] && !self.without[large];
            for (measure, value) in [
                (Relative::Outperformance, part(growth(small), growth(large)) - 1.0),
                (Relative::OutperformanceStreak, f64::from(self.streak.months())),
                (Relative::OutperformanceStreakReturn, self.streak.outperformance()),
            ] {
                let value = if is_known { value } else { f64::NAN };
                self.values[plan.layout.relative(measure)] = value;
            }
        }
    }

    /// The values of an index that was empty for a time are unknown: a mean over the whole path
    /// would count that time as one without turnover.
    fn forget(&mut self, plan: &Plan, at: usize) {
        let sums = plan.layout.cycle(at, OfCycle::ScheduledOneWay);
        self.values[sums..sums + OfCycle::COUNT].fill(f64::NAN);
        for measure in Drifted::VARIANTS {
            let form = plan.layout.drift(at, *measure);
            self.values[form..form + 14].fill(f64::NAN);
        }
        for measure in Once::VARIANTS.iter().filter(|measure| !measure.is_of_the_end()) {
            self.values[plan.layout.once(at, *measure)] = f64::NAN;
        }
    }

    /// What is of the end of an index, from its members' caps and values.
    fn end(&mut self, plan: &Plan, at: usize, [caps, values]: &mut [Vec<f64>; 2]) {
        let size = Size::new(caps, values);
        let of = |of: fn(&Size) -> f64| size.as_ref().map_or(f64::NAN, of);
        let performance = &self.performance[at];
        // A cycle is a year.
        let cycles = f64::from(plan.cycles);
        for measure in Once::VARIANTS {
            let place = plan.layout.once(at, *measure);
            self.values[place] = match measure {
                Once::Members => caps.len() as f64,
                Once::LargestCap => of(|size| size.largest),
                Once::MedianCap => of(|size| size.median),
                Once::WeightedMeanCap => of(|size| size.weighted_mean),
                Once::Top10Weight => of(|size| size.top_10_weight),
                Once::TotalReturn => performance.growth() - 1.0,
                Once::AnnualisedReturn => performance.annualised(cycles),
                Once::Volatility => performance.volatility(),
                Once::BreadthMean => performance.breadth(),
                // Sums over the cycles.
                Once::TrackingDifference | Once::TrackingError => self.values[place] / cycles,
            };
        }
    }
}
