//! What is measured of one schedule along a path, as it goes.

use super::aggregate::FanMeasure;
use super::changes::{Changes, Drift, Event};
use super::performance::{Performance, Streak};
use super::placement::Placement;
use super::plain::Part;
use super::quantities::{Drifted, Layout, OfFamily, OfTrading, Once, Relative, Yearly};
use super::size::Size;
use super::tiers::{LAST_OF_R3000, SEGMENT, Span, TIERS};
use super::trading::Traded;
use crate::universe::Index;
use strum::{EnumCount as _, VariantArray as _};

/// Days of a month, leap years averaged.
const DAYS_A_MONTH: f64 = 365.25 / 12.0;

/// Which indexes are measured, and where their quantities stand.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) indexes: Vec<Index>,
    pub(super) spans: Vec<Span>,
    pub(super) layout: Layout,
    /// The places of the Russell 2000 and of the 1000, where both are measured.
    pub(super) pair: Option<[usize; 2]>,
    pub(super) years: u32,
    /// The calendar month that the first month of a path is, January being 0.
    pub(super) first_month: usize,
}

/// Values of a path under one schedule.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    /// By quantity; what is not known is not a number.
    pub(super) values: Vec<f64>,
    /// By month, index and measure.
    pub(super) fans: Vec<f64>,
    performance: Vec<Performance>,
    streak: Streak,
    /// One-way turnover of each index since the last month end, and since the start.
    turned: Vec<[f64; 2]>,
    /// Companies that have been in the Russell 3000.
    names: u64,
    /// Members of the Russell 3000 at month ends, and those in another segment than by rank.
    member_months: [u64; 2],
}

/// How a period went for the members of each tier at its beginning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed {
    /// Members and their values at its beginning.
    pub(super) start: [Part; TIERS],
    /// Values at its end, what was paid for those that left included, USD.
    pub(super) end: [f64; TIERS],
    /// Members that rose.
    pub(super) risen: [u64; TIERS],
}

impl Tally {
    pub(super) fn new(plan: &Plan) -> Self {
        let indexes = plan.indexes.len();
        let months = 12 * plan.years as usize;
        Self {
            values: vec![0.0; plan.layout.count],
            fans: vec![0.0; months * indexes * FanMeasure::COUNT],
            performance: vec![Performance::START; indexes],
            streak: Streak::START,
            turned: vec![[0.0; 2]; indexes],
            names: 0,
            member_months: [0; 2],
        }
    }

    /// Goes to the start of another path, with so many members of the Russell 3000.
    pub(super) fn restart(&mut self, members: u64) {
        self.values.fill(0.0);
        self.performance.fill(Performance::START);
        self.streak = Streak::START;
        self.turned.fill([0.0; 2]);
        self.names = members;
        self.member_months = [0; 2];
    }

    /// An event has changed memberships.
    pub(super) fn event(&mut self, plan: &Plan, event: &Event, is_reconstitution: bool) {
        for (at, span) in plan.spans.iter().enumerate() {
            let c = Changes::new(event, *span);
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
            let counts = [c.additions, c.deletions, c.moved_in, c.moved_out];
            self.add(plan.layout.yearly(at, Yearly::TurnoverOneWay), &turnover);
            if is_reconstitution {
                self.add(plan.layout.yearly(at, Yearly::ReconstitutionOneWay), &turnover);
            }
            let counts = counts.map(|count| count as f64);
            self.add(plan.layout.yearly(at, Yearly::Additions), &counts);
            self.turned[at].iter_mut().for_each(|turned| *turned += c.one_way);
        }
    }

    /// Adds values to a quantity and those after it.
    fn add(&mut self, from: usize, values: &[f64]) {
        self.values[from..].iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
    }

    /// Adds to a quantity of the family.
    pub(super) fn count(&mut self, measure: OfFamily, value: f64) {
        self.values[Layout::family(measure)] += value;
    }

    /// Companies have come into the Russell 3000 that were not in it before.
    pub(super) fn welcome(&mut self, names: u64) {
        self.names += names;
    }

    /// Companies that have been in the Russell 3000.
    #[cfg(test)]
    pub(super) fn names(&self) -> u64 {
        self.names
    }

    /// Funds have traded at a reconstitution.
    pub(super) fn trade(&mut self, plan: &Plan, traded: &Traded, assets: f64) {
        let fraction = if assets > 0.0 { traded.cost / assets } else { 0.0 };
        for (measure, value) in [
            (OfTrading::TradingCostUsd, traded.cost),
            (OfTrading::TradingCostFraction, fraction),
            (OfTrading::TradedUsd, traded.usd),
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

    /// A month ends, the first being 1; `first` are its returns under the first schedule, `lost` the
    /// members of each tier that are not replaced.
    pub(super) fn end_month(
        &mut self,
        plan: &Plan,
        month: u32,
        placement: &Placement,
        lost: &[u64; TIERS],
        first: &[f64],
    ) {
        let at_month = month as usize - 1;
        let calendar = (plan.first_month + at_month) % 12;
        if let Some(pair) = plan.pair {
            self.streak.add(pair.map(|at| self.performance[at].of_month()));
        }
        for (at, span) in plan.spans.iter().enumerate() {
            self.performance[at].end_month(first[at]);
            let d = Drift::new(placement, *span);
            let lost: u64 = span.tiers().map(|tier| lost[tier]).sum();
            let of = |measure: &Drifted| match measure {
                Drifted::WrongSideWeight => d.wrong_side_weight,
                Drifted::WrongSideCount => d.wrong_side_count as f64,
                Drifted::TooLargeWeight => d.too_large_weight,
                Drifted::TooSmallWeight => d.too_small_weight,
                Drifted::BeyondBandWeight => d.beyond_band_weight,
                Drifted::BeyondBandCount => d.beyond_band_count as f64,
                Drifted::WouldEnterWeight => d.would_enter_weight,
                Drifted::WouldEnterCount => d.would_enter_count as f64,
                Drifted::ActiveShare => d.active_share,
                Drifted::Lost => lost as f64,
            };
            for measure in Drifted::VARIANTS {
                let (value, form) = (of(measure), plan.layout.drift(at, *measure));
                self.values[form] += value;
                self.values[form + 1] = self.values[form + 1].max(value);
                self.values[form + 2 + calendar] += value;
            }
            let [of_month, so_far] = self.turned[at];
            self.turned[at][0] = 0.0;
            let fan = FanMeasure::COUNT * (at_month * plan.spans.len() + at);
            for measure in FanMeasure::VARIANTS {
                self.fans[fan + *measure as usize] = match measure {
                    FanMeasure::DriftBeyondBandWeight => d.beyond_band_weight,
                    FanMeasure::DriftWrongSideWeight => d.wrong_side_weight,
                    FanMeasure::TurnoverOneWay => of_month,
                    FanMeasure::TurnoverOneWayCumulated => so_far,
                };
            }
        }
    }

    /// A month begins with everybody placed so.
    pub(super) fn begin_month(&mut self, placement: &Placement) {
        for (held, row) in placement.plain.iter().enumerate().take(usize::from(LAST_OF_R3000) + 1) {
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
        movable: u64,
        scratch: &mut [Vec<f64>; 2],
        members: &dyn Fn(Span, &mut [Vec<f64>; 2]),
    ) {
        let years = f64::from(plan.years);
        let part = |a: f64, b: f64| if b > 0.0 { a / b } else { f64::NAN };
        for yearly in [OfFamily::MovesUp, OfFamily::MovesDown] {
            self.values[Layout::family(yearly)] /= years;
        }
        let whipsaws = self.values[Layout::family(OfFamily::Whipsaws)];
        let [all, wrong] = self.member_months.map(|months| months as f64);
        for (measure, value) in [
            (OfFamily::WhipsawRate, part(whipsaws, movable as f64)),
            (OfFamily::WrongIndexFraction, part(wrong, all)),
            (OfFamily::WrongIndexMeanDays, part(wrong * DAYS_A_MONTH, self.names as f64)),
        ] {
            self.values[Layout::family(measure)] = value;
        }
        let of_trading = plan.layout.trading(OfTrading::TradingCostUsd);
        for value in &mut self.values[of_trading..plan.layout.first_index()] {
            *value /= years;
        }
        for (at, span) in plan.spans.iter().enumerate() {
            let yearly = plan.layout.yearly(at, Yearly::TurnoverOneWay);
            self.values[yearly..yearly + Yearly::COUNT].iter_mut().for_each(|sum| *sum /= years);
            for measure in Drifted::VARIANTS {
                let form = plan.layout.drift(at, *measure);
                self.values[form] /= 12.0 * years;
                self.values[form + 2..form + 14].iter_mut().for_each(|sum| *sum /= years);
            }
            scratch.iter_mut().for_each(Vec::clear);
            members(*span, scratch);
            self.end(plan, at, scratch);
        }
        if let Some([small, large]) = plan.pair {
            let growth = |at: usize| self.performance[at].growth();
            for (measure, value) in [
                (Relative::Outperformance, part(growth(small), growth(large)) - 1.0),
                (Relative::OutperformanceStreak, f64::from(self.streak.months())),
                (Relative::OutperformanceStreakReturn, self.streak.outperformance()),
            ] {
                self.values[plan.layout.relative(measure)] = value;
            }
        }
    }

    /// What is of the end of an index, from its members' caps and values.
    fn end(&mut self, plan: &Plan, at: usize, [caps, values]: &mut [Vec<f64>; 2]) {
        let size = Size::new(caps, values);
        let of = |of: fn(&Size) -> f64| size.as_ref().map_or(f64::NAN, of);
        let performance = &self.performance[at];
        let years = f64::from(plan.years);
        for measure in Once::VARIANTS {
            self.values[plan.layout.once(at, *measure)] = match measure {
                Once::Members => caps.len() as f64,
                Once::LargestCap => of(|size| size.largest),
                Once::MedianCap => of(|size| size.median),
                Once::WeightedMeanCap => of(|size| size.weighted_mean),
                Once::Top10Weight => of(|size| size.top_10_weight),
                Once::TotalReturn => performance.growth() - 1.0,
                Once::AnnualisedReturn => performance.annualised(years),
                Once::Volatility => performance.volatility(),
                Once::BreadthMean => performance.breadth(),
                Once::TrackingDifference => performance.tracking_difference(),
                Once::TrackingError => performance.tracking_error(),
            };
        }
    }
}
