//! One path: the market moves to rank day, the rule book is applied, the market moves on to the
//! implementation, and the outcome is counted.

use strum::{EnumCount as _, IntoEnumIterator as _};

use super::run::ProjectionError;
use super::setup::{Projection, number_of};
use super::sieve::Sieve;
use super::tally::{Count, Fate, Tally};
use crate::market::model::{Market, PathKey};
use crate::methodology::Breaks;
use crate::methodology::banding::BreakLevel;
use crate::methodology::family::Place;
use crate::methodology::ranking::Ranking;
use crate::universe::packed::float;
use crate::universe::{Index, Indexes, Segment};

/// Offset for the turn of companies listed on a path, which rank after all others with the same
/// cap.
const LISTED: u32 = 1 << 31;

/// The state that a thread reuses from path to path.
#[derive(Debug)]
pub(super) struct Walker<'a> {
    projection: &'a Projection,
    market: Market<'a>,
    /// Caps at the step before rank day.
    before: Vec<f64>,
    sieve: Sieve,
    /// By part of the ranking and sides: the place of such companies, once computed.
    places: Vec<Option<After>>,
    /// By slot: the company's place from the event on; nowhere if it is not eligible.
    after: Vec<After>,
    /// The distinct sets of indexes that hold companies from the event on; the first one is empty.
    sets: Vec<Indexes>,
    /// Values by pairs of sets of indexes, before and after, USD.
    flows: Vec<f64>,
    /// The company in each slot from rank day on.
    tenants: Vec<Tenant>,
}

/// The company in a slot on rank day, if it is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tenant {
    Nobody,
    /// The company that had it at the start.
    Original,
    /// A company listed on the path.
    Listed,
}

/// The place of a company from the event on.
#[derive(Debug, Clone, Copy)]
struct After {
    segment: Segment,
    /// Its set of indexes, as a place in `sets` of the walker.
    set: u16,
}

const NOWHERE: After = After { segment: Segment::None, set: 0 };

impl<'a> Walker<'a> {
    pub(super) fn new(projection: &'a Projection) -> Self {
        Self {
            projection,
            market: Market::new(&projection.start, PathKey::new(0, 0)),
            before: Vec::new(),
            sieve: Sieve::new(),
            places: Vec::new(),
            after: Vec::new(),
            sets: Vec::new(),
            flows: Vec::new(),
            tenants: Vec::new(),
        }
    }

    /// Runs a path and counts its outcome.
    pub(super) fn walk(
        &mut self,
        seed: u64,
        path: u64,
        tally: &mut Tally,
    ) -> Result<(), ProjectionError> {
        let projection = self.projection;
        let (to_rank_day, to_implementation) = projection.steps;
        let key = PathKey::new(seed, path);
        self.market.restart(key);
        for step in 1..=to_rank_day {
            if step == to_rank_day {
                self.before.clear();
                self.before.extend_from_slice(self.market.caps());
            }
            self.market.advance(&projection.overlays);
        }
        self.enter(key);
        self.place(tally)?;
        if let Some(later) = &projection.later {
            self.market.begin(later);
        }
        for _ in 0..to_implementation {
            self.market.advance(&projection.overlays);
            for leaver in self.market.leavers() {
                // Slots beyond those of rank day hold only companies listed since.
                if let Some(tenant) = self.tenants.get_mut(leaver.slot) {
                    *tenant = Tenant::Nobody;
                }
            }
        }
        tally.paths += 1;
        self.count(tally);
        self.measure_turnover(tally);
        Ok(())
    }

    /// Adds the companies that are eligible on rank day to the ranking.
    fn enter(&mut self, path: PathKey) {
        let projection = self.projection;
        let seats = &projection.seats;
        let smallest = projection.listed_floor;
        self.sieve.clear();
        self.tenants.clear();
        for (slot, &cap) in (0_u32..).zip(self.market.caps()) {
            let at = slot as usize;
            if cap <= 0.0 {
                self.tenants.push(Tenant::Nobody);
                continue;
            }
            let turn = match seats.get(at) {
                Some(seat) if self.market.is_original(at) => {
                    self.tenants.push(Tenant::Original);
                    let before = self.before.get(at).copied().unwrap_or(cap);
                    let is_eligible = seat.is_eligible(cap, before) && seat.is_let_in(path);
                    is_eligible.then_some(seat.turn)
                }
                _ => {
                    self.tenants.push(Tenant::Listed);
                    (cap >= smallest).then_some(LISTED + slot)
                }
            };
            if let Some(turn) = turn {
                self.sieve.push(cap, turn, slot);
            }
        }
    }

    /// Gives every eligible company its place, and measures the breaks.
    fn place(&mut self, tally: &mut Tally) -> Result<(), ProjectionError> {
        let projection = self.projection;
        let parts = self.sieve.rank(&projection.parameters, &projection.reserved)?;
        measure_levels(parts.ranking(), &projection.parameters.breaks, tally);
        let sides = projection.sides.len();
        self.places.clear();
        self.places.resize(parts.count() * sides, None);
        self.after.clear();
        self.after.resize(self.market.caps().len(), NOWHERE);
        self.sets.clear();
        self.sets.push(Indexes::NONE);
        for (slot, part) in parts.of_entrants() {
            let held = match self.tenants[slot] {
                Tenant::Original => usize::from(projection.seats[slot].sides),
                _ => 0,
            };
            let place = self.places[part * sides + held].get_or_insert_with(|| {
                let Place { segment, indexes, .. } = parts.place(part, &projection.sides[held]);
                // There are at most as many sets as combinations of parts and sides.
                let set = number_of(&mut self.sets, indexes);
                After { segment, set: u16::try_from(set).unwrap_or(u16::MAX) }
            });
            self.after[slot] = *place;
        }
        Ok(())
    }

    fn count(&self, tally: &mut Tally) {
        let mut counts = [0_u32; Count::COUNT];
        let leaving = &self.projection.leaving;
        counts[Count::Deletes as usize] = leaving.deletes;
        counts[Count::MicrocapDeletes as usize] = leaving.microcap_deletes;
        let mut moves = [[0_u32; Segment::COUNT]; Segment::COUNT];
        for (slot, seat) in self.projection.seats.iter().enumerate() {
            let After { segment: to, set } = self.after[slot];
            let indexes = self.sets[usize::from(set)];
            if self.tenants[slot] != Tenant::Original {
                tally.companies[slot][Fate::Gone as usize] += 1;
                counts[Count::MembersGone as usize] += u32::from(seat.from.in_r3000());
                continue;
            }
            if let Some(fate) = Fate::of(to) {
                tally.companies[slot][fate as usize] += 1;
            }
            tally.tops[slot][0] += u32::from(indexes.contains(Index::Top200));
            tally.tops[slot][1] += u32::from(indexes.contains(Index::Top500));
            moves[seat.from as usize][to as usize] += 1;
        }
        for (from, moves) in Segment::iter().zip(moves) {
            for (to, times) in Segment::iter().zip(moves) {
                if let Some(count) = Count::of(from, to, self.projection.knows_microcap) {
                    counts[count as usize] += times;
                }
            }
        }
        let mut add = |count: Count| counts[count as usize] += 1;
        for (after, tenant) in self.after.iter().zip(&self.tenants) {
            if *tenant != Tenant::Listed {
                continue;
            }
            if after.segment.in_r3000() {
                add(Count::Adds);
                add(Count::UnlistedAdds);
            } else if after.segment == Segment::Micro && self.projection.knows_microcap {
                add(Count::MicrocapAdds);
            }
        }
        for (count, summary) in counts.into_iter().zip(&mut tally.counts) {
            summary.push(f64::from(count));
        }
    }

    /// Turnover at the close of the implementation, between the old members and the new ones,
    /// weighted by their available caps.
    fn measure_turnover(&mut self, tally: &mut Tally) {
        let befores = &self.projection.befores;
        self.flows.clear();
        self.flows.resize(befores.len() * self.sets.len(), 0.0);
        let (mut now, mut then) = (0.0, 0.0);
        for (slot, tenant) in self.tenants.iter().enumerate() {
            let (before, available) = match tenant {
                Tenant::Nobody => continue,
                Tenant::Original => {
                    let seat = &self.projection.seats[slot];
                    (seat.before, seat.available)
                }
                // The float of a listed company is unknown.
                Tenant::Listed => (0, 1.0),
            };
            let flow = before * self.sets.len() + usize::from(self.after[slot].set);
            let value = self.market.caps()[slot] * available;
            self.flows[flow] += value;
            if before > 0 {
                now += value;
                then += self.projection.seats[slot].value;
            }
        }
        // Members whose caps are not simulated move like the other members as a whole.
        let growth = if then > 0.0 { now / then } else { 1.0 };
        for (before, value) in self.projection.leaving.values.iter().enumerate() {
            self.flows[before * self.sets.len()] += value * growth;
        }
        let mut flows = [Flows::default(); Index::COUNT];
        for (before, of_before) in befores.iter().zip(self.flows.chunks(self.sets.len())) {
            for (after, value) in self.sets.iter().zip(of_before) {
                for (at, flow) in flows.iter_mut().enumerate() {
                    let was = usize::from(before.bits() >> at & 1);
                    let is = usize::from(after.bits() >> at & 1);
                    flow.0[2 * was + is] += value;
                }
            }
        }
        for (flow, summary) in flows.iter().zip(&mut tally.turnover) {
            if let Some((one_way, membership)) = flow.turnover() {
                summary.one_way.push(one_way);
                summary.membership.push(membership);
            }
        }
    }
}

fn measure_levels(ranking: &Ranking, breaks: &Breaks, tally: &mut Tally) {
    for ((name, rule), summary) in breaks.named().into_iter().zip(&mut tally.levels) {
        let level = BreakLevel::new(name, ranking, rule);
        for (cap, summary) in [
            (level.market_cap, &mut summary.break_bn),
            (level.upper_market_cap, &mut summary.upper_bn),
            (level.lower_market_cap, &mut summary.lower_bn),
        ] {
            if let Some(cap) = cap {
                summary.push(float(cap) / 1e9);
            }
        }
    }
}

/// Values of an index, USD: companies outside before and after, entering, leaving, and staying.
#[derive(Debug, Clone, Copy, Default)]
struct Flows([f64; 4]);

impl Flows {
    /// One-way and membership turnover, fractions; `None` for an index that holds nothing before
    /// and after. An index that is formed or emptied is bought or sold as a whole. A member with
    /// value `c` that stays changes its weight by `c |1 / after - 1 / before|`.
    fn turnover(&self) -> Option<(f64, f64)> {
        let Self([_, enter, leave, stay]) = *self;
        let (before, after) = (stay + leave, stay + enter);
        match (before > 0.0, after > 0.0) {
            (false, false) => return None,
            (true, true) => {}
            _ => return Some((1.0, 1.0)),
        }
        let kept = (stay / after - stay / before).abs();
        Some(((kept + leave / before + enter / after) / 2.0, enter.max(leave) / before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turnover_is_that_of_weights() {
        // Before .5 .3 .2, after .5 .25 .25: half the sum of .3 + .2 + .25 + .25 is one half.
        let flows = Flows([7.0, 50.0, 50.0, 50.0]);
        assert_eq!(flows.turnover(), Some((0.5, 0.5)));
        let shrunk = Flows([0.0, 0.0, 20.0, 80.0]);
        let (one_way, membership) = shrunk.turnover().expect("held before and after");
        assert!((one_way - 0.2).abs() < 1e-12 && (membership - 0.2).abs() < 1e-12);
        assert_eq!(Flows([1.0, 0.0, 0.0, 0.0]).turnover(), None);
        assert_eq!(Flows([1.0, 1.0, 0.0, 0.0]).turnover(), Some((1.0, 1.0)));
        assert_eq!(Flows([0.0, 0.0, 1.0, 0.0]).turnover(), Some((1.0, 1.0)));
    }
}
