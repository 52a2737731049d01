//! The ranking of a path, in which only the companies near its cuts are sorted.
//!
//! Places change only at the ranks of the breaks and at the edges of their bands. Companies are
//! counted and summed by bins of caps. Only bins with a cut are sorted; their companies get exactly
//! the ranks and the cumulative caps that they have among all. All other companies are in the same
//! part of the ranking as their bin.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::market::model::{BINS, bin, whole_dollars};
use crate::methodology::Parameters;
use crate::methodology::family::{Family, HeldSides, Place};
use crate::methodology::ranking::{CapsTooLarge, ExactUsd, Ranked, Ranking};
use crate::methodology::reserved::Reserved;

/// A company to be ranked, packed into one number so that a single comparison is enough: its cap,
/// the largest first, its turn among equals, and its slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entrant(u128);

impl Entrant {
    fn new(cap: f64, turn: u32, slot: u32) -> Self {
        // The bits of positive numbers are in the order of the numbers.
        Self(u128::from(!cap.to_bits()) << 64 | u128::from(turn) << 32 | u128::from(slot))
    }

    /// Its cap, whole USD.
    fn cap(self) -> f64 {
        let rest = u64::try_from(self.0 >> 64);
        f64::from_bits(!rest.unwrap_or_default())
    }

    fn slot(self) -> usize {
        usize::try_from(self.0 & u128::from(u32::MAX)).unwrap_or_default()
    }
}

/// A number of companies and the sum of their caps, USD.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    usd: u64,
    count: u32,
}

impl Sum {
    fn add(&mut self, usd: u64, count: u32) {
        self.usd = self.usd.saturating_add(usd);
        self.count += count;
    }

    fn exact(self) -> ExactUsd {
        ExactUsd::of_whole(self.usd)
    }
}

/// Companies with similar caps.
#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    /// Sum over the companies of this bin and, once all have been added, of all larger bins.
    down_to: Sum,
    /// True if there is a cut in it or beside it.
    is_near: bool,
    /// The part of the ranking that its largest company is in.
    part: u8,
}

/// The companies that are eligible on a path, and the ranking of those near a cut.
#[derive(Debug)]
pub(super) struct Sieve {
    entrants: Vec<Entrant>,
    /// The bin of each entrant.
    bin_of: Vec<u16>,
    /// Bins by cap, in ascending order; the last one stays empty.
    bins: Vec<Bin>,
    /// The range of bins from the first to the last with companies.
    used: Range<usize>,
    /// The entrants near a cut, in order.
    near: Vec<Entrant>,
    /// The ranking of these entrants.
    ranking: Ranking,
    /// The places in `near` at which the parts of the ranking begin.
    turns: Vec<usize>,
}

/// The parts of a ranking. Within a part, companies held on the same sides get the same place.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    sieve: &'a Sieve,
    family: Family,
}

impl Sieve {
    pub(super) fn new() -> Self {
        Self {
            entrants: Vec::new(),
            bin_of: Vec::new(),
            bins: vec![Bin::default(); BINS + 1],
            used: 0..0,
            near: Vec::new(),
            ranking: Ranking::default(),
            turns: Vec::new(),
        }
    }

    /// Removes all companies.
    pub(super) fn clear(&mut self) {
        self.entrants.clear();
        self.bin_of.clear();
        self.bins[self.used.clone()].fill(Bin::default());
        self.used = 0..0;
    }

    /// Adds the company of a slot: its cap, whole USD above zero, and its turn among equals.
    pub(super) fn push(&mut self, cap: f64, turn: u32, slot: u32) {
        self.entrants.push(Entrant::new(cap, turn, slot));
        let bin = bin(cap);
        self.bins[bin].down_to.add(whole_dollars(cap), 1);
        self.used = if self.used.is_empty() {
            bin..bin + 1
        } else {
            self.used.start.min(bin)..self.used.end.max(bin + 1)
        };
        self.bin_of.push(u16::try_from(bin).unwrap_or(u16::MAX));
    }

    /// Ranks the companies near a cut; some places are reserved for others.
    ///
    /// # Errors
    /// See [`Ranking::new`].
    pub(super) fn rank(
        &mut self,
        parameters: &Parameters,
        reserved: &Reserved,
    ) -> Result<Parts<'_>, CapsTooLarge> {
        let mut all = Sum::default();
        for bin in self.bins[self.used.clone()].iter_mut().rev() {
            let Sum { usd, count } = bin.down_to;
            all.add(usd, count);
            bin.down_to = all;
        }
        all.exact().comparable()?;
        if let Some(end) = self.used.end.checked_sub(1) {
            // The first part begins with the largest company, and the total may end with the
            // smallest one.
            self.bins[end].is_near = true;
            self.bins[self.used.start].is_near = true;
        }
        for (_, rule) in parameters.breaks.named() {
            let place = reserved.places_to(rule.rank);
            // Reserved places may skip the rank; the company before them is then the last one
            // inside.
            for before in place.saturating_sub(2)..=place {
                if let Some(at) = self.first(|down_to| down_to.count as usize > before) {
                    self.bins[at].is_near = true;
                }
            }
        }
        let last = parameters.breaks.r3000e.rank;
        self.rank_near(reserved, last);
        // The breaks depend only on the sums down to some ranks.
        let family = Family::new(&self.ranking, parameters);
        for edge in family.edges() {
            if let Some(at) = self.first(|down_to| down_to.exact() >= edge) {
                self.mark_around(at);
            }
        }
        self.rank_near(reserved, last);
        family.turns(&self.ranking, &mut self.turns);
        self.set_parts();
        Ok(Parts { sieve: self, family })
    }

    /// The bin of the largest companies for which this holds for the companies down to them. It
    /// must hold for all smaller companies too.
    fn first(&self, is_so: impl Fn(Sum) -> bool) -> Option<usize> {
        let used = &self.bins[self.used.clone()];
        let reached = used.partition_point(|bin| is_so(bin.down_to));
        Some(self.used.start + reached.checked_sub(1)?)
    }

    /// Marks a bin that contains an edge and the nearest bins with companies on both sides, because
    /// the company before the edge and the first one beyond it may be in other bins.
    fn mark_around(&mut self, at: usize) {
        let count = |bin: &Bin| bin.down_to.count;
        let here = count(&self.bins[at]);
        let above = count(&self.bins[at + 1]);
        let larger = (at + 1..self.used.end).find(|&bin| count(&self.bins[bin + 1]) < above);
        let smaller = (self.used.start..at).rev().find(|&bin| count(&self.bins[bin]) > here);
        for bin in [Some(at), larger, smaller].into_iter().flatten() {
            self.bins[bin].is_near = true;
        }
    }

    /// Sorts the companies near a cut, and gives them their ranks and cumulative caps among all
    /// companies.
    fn rank_near(&mut self, reserved: &Reserved, last: usize) {
        let all = self.entrants.iter().zip(&self.bin_of);
        let near = all.filter(|(_, bin)| self.bins[usize::from(**bin)].is_near);
        self.near.clear();
        self.near.extend(near.map(|(entrant, _)| *entrant));
        self.near.sort_unstable();
        let ranking = &mut self.ranking;
        ranking.ranked.clear();
        ranking.total = ExactUsd::default();
        let (mut of, mut sum) = (BINS, Sum::default());
        for entrant in &self.near {
            let (cap, slot) = (entrant.cap(), entrant.slot());
            let bin = bin(cap);
            if bin != of {
                (of, sum) = (bin, self.bins[bin + 1].down_to);
            }
            sum.add(whole_dollars(cap), 1);
            let (rank, cumulative) = (reserved.rank_of(sum.count as usize), sum.exact());
            if rank <= last {
                ranking.total = cumulative;
            }
            let cap = Decimal::from(whole_dollars(cap));
            ranking.ranked.push(Ranked { company: slot, rank, cap, cumulative });
        }
        ranking.base_count = ranking.ranked.partition_point(|ranked| ranked.rank <= last);
    }

    /// Finds the part of the ranking in which each bin begins.
    fn set_parts(&mut self) {
        let mut part = 0;
        for at in self.used.clone().rev() {
            let begins_above = |turn: &usize| bin(self.near[*turn].cap()) > at;
            while self.turns.get(part + 1).is_some_and(begins_above) {
                part += 1;
            }
            self.bins[at].part = u8::try_from(part).unwrap_or(u8::MAX);
        }
    }
}

impl Parts<'_> {
    /// The ranking of the companies near a cut: those at the ranks of the breaks, and those around
    /// the edges of the bands.
    pub(super) fn ranking(&self) -> &Ranking {
        &self.sieve.ranking
    }

    /// Number of parts.
    pub(super) fn count(&self) -> usize {
        self.sieve.turns.len()
    }

    /// The slot of every company, and the part that it is in.
    pub(super) fn of_entrants(&self) -> impl Iterator<Item = (usize, usize)> {
        let Sieve { entrants, bin_of, bins, near, turns, .. } = self.sieve;
        entrants.iter().zip(bin_of).map(move |(entrant, bin)| {
            let mut part = usize::from(bins[usize::from(*bin)].part);
            while turns.get(part + 1).is_some_and(|turn| near[*turn] <= *entrant) {
                part += 1;
            }
            (entrant.slot(), part)
        })
    }

    /// The place of companies in a part that were held on these sides.
    pub(super) fn place(&self, part: usize, held: &HeldSides) -> Place {
        let first = &self.sieve.ranking.ranked[self.sieve.turns[part]];
        self.family.place(first.rank, first.cumulative, held)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::methodology::BandEdge;
    use crate::methodology::banding::BreakLevel;
    use crate::methodology::ranking::Entry;

    /// A rule book with small ranks, so that a few companies have many cuts among them.
    fn parameters(half_widths: [u32; 4], edge: BandEdge) -> Parameters {
        let mut parameters = Parameters { band_edge: edge, ..Parameters::default() };
        let breaks = &mut parameters.breaks;
        let banded =
            [&mut breaks.top200, &mut breaks.top500, &mut breaks.r1000, &mut breaks.microcap];
        for (rule, width) in banded.into_iter().zip(half_widths) {
            (rule.band_above, rule.band_below) = (width.into(), (2 * width).into());
        }
        for (rule, rank) in [
            (&mut breaks.top10, 1),
            (&mut breaks.top20, 2),
            (&mut breaks.top50, 3),
            (&mut breaks.top100, 5),
            (&mut breaks.top200, 8),
            (&mut breaks.top500, 13),
            (&mut breaks.r1000, 21),
            (&mut breaks.microcap, 34),
            (&mut breaks.r3000, 45),
            (&mut breaks.r3000e, 50),
        ] {
            rule.rank = rank;
        }
        parameters
    }

    fn sides() -> impl Iterator<Item = HeldSides> {
        let answers = [None, Some(true), Some(false)];
        let all = answers.into_iter().flat_map(move |one| answers.map(|other| (one, other)));
        all.map(|(one, other)| HeldSides {
            top200: one,
            top500: other,
            r1000: one,
            above_microcap: other,
        })
    }

    proptest! {
        /// Caps with few distinct values and with very different ones, so that there are ties at
        /// cuts, edges that are met exactly, empty bins and bins with several cuts.
        #[test]
        fn places_and_levels_are_those_of_the_whole_ranking(
            caps in prop::collection::vec(
                prop_oneof![1_u64..=4, 100_u64..110, 1_000_u64..1_020, 1_u64..1_000_000_000],
                0..90,
            ),
            half_widths in prop::array::uniform4(0_u32..6),
            moves in any::<bool>(),
            within in prop::collection::vec(1_usize..60, 0..12),
        ) {
            let edge = if moves { BandEdge::Moves } else { BandEdge::Held };
            let parameters = parameters(half_widths, edge);
            let names: Vec<String> = (0..caps.len()).map(|at| format!("{at:04}")).collect();
            let entries: Vec<Entry<'_>> = caps
                .iter()
                .enumerate()
                .map(|(company, cap)| Entry {
                    company,
                    cap: (*cap).into(),
                    precedence: None,
                    ticker: &names[company],
                    place_pct: 100,
                })
                .collect();
            let last = parameters.breaks.r3000e.rank;
            let reserved: Reserved = within.into_iter().collect();
            let whole = Ranking::with_places(&entries, &reserved, last).expect("small caps");
            let family = Family::new(&whole, &parameters);

            let mut sieve = Sieve::new();
            // Removes the state of an earlier path.
            (0..60).for_each(|slot| sieve.push(f64::from(7 * slot + 1), slot, slot));
            sieve.rank(&parameters, &Reserved::default()).expect("small caps");
            sieve.clear();
            for (slot, cap) in (0_u32..).zip(&caps) {
                sieve.push(*cap as f64, slot, slot);
            }
            let parts = sieve.rank(&parameters, &reserved).expect("small caps");
            prop_assert_eq!(parts.ranking().total, whole.total);
            for (name, rule) in parameters.breaks.named() {
                let level = |ranking| BreakLevel::new(name, ranking, rule);
                prop_assert_eq!(level(parts.ranking()), level(&whole));
            }
            let mut found: Vec<Option<usize>> = vec![None; caps.len()];
            parts.of_entrants().for_each(|(slot, part)| found[slot] = Some(part));
            for ranked in &whole.ranked {
                let part = found[ranked.company].expect("every company is in a part");
                for held in sides() {
                    let expected = family.place(ranked.rank, ranked.cumulative, &held);
                    prop_assert_eq!(parts.place(part, &held), expected, "#{}", ranked.rank);
                }
            }
        }
    }

    #[test]
    fn few_companies_are_sorted_of_many() {
        let mut sieve = Sieve::new();
        for slot in 0..5_000_u32 {
            sieve.push((3e12 / f64::from(slot + 1).powf(1.2)).floor(), slot, slot);
        }
        let parts = sieve.rank(&Parameters::default(), &Reserved::default()).expect("small caps");
        assert!(parts.ranking().ranked.len() < 1_000, "{}", parts.ranking().ranked.len());
    }
}
