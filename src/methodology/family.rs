//! The index family (RB 6.10): from the sides of the breaks to indexes and segments.
//!
//! Banded sets are derived, so that they neither overlap nor leave a gap: Russell 2000 = 3000 minus
//! 1000, Midcap = 1000 minus Top 200, 2500 = 3000 minus Top 500, Microcap = 3000E minus the large
//! side of #2,000.

use rust_decimal::Decimal;

use super::banding::{Breakpoint, Side};
use super::parameters::{Breaks, Parameters};
use super::ranking::{ExactUsd, Ranked, Ranking};
use crate::universe::{Index, Indexes, Segment};

/// On which side of each banded break a current member was; `None` if unknown, or if the company was not
/// in the Russell 3000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HeldSides {
    /// In the Top 200.
    pub top200: Option<bool>,
    /// In the Top 500.
    pub top500: Option<bool>,
    /// In the Russell 1000.
    pub r1000: Option<bool>,
    /// In the Russell 3000 and not in Microcap.
    pub above_microcap: Option<bool>,
}

impl HeldSides {
    /// On which sides of the breaks a member of these indexes is held.
    pub fn of(held: Indexes) -> Self {
        let side = |large| held.contains(Index::R3000).then_some(large);
        Self {
            top200: side(held.contains(Index::Top200)),
            top500: side(held.contains(Index::Top500)),
            r1000: side(held.contains(Index::R1000)),
            above_microcap: side(!held.contains(Index::Microcap)),
        }
    }
}

/// The segment and the indexes of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its segment.
    pub segment: Segment,
    /// Its indexes.
    pub indexes: Indexes,
    /// Its side of the #1,000 break, and whether the band holds it there.
    pub r1000: Side,
    /// Whether a band other than that of #1,000 holds it where it is.
    pub held_elsewhere: bool,
}

impl Place {
    /// On which sides of the breaks a company with this place is held at the next event.
    pub fn sides(&self) -> HeldSides {
        HeldSides::of(self.indexes)
    }
}

impl Breaks {
    /// The rank of the largest company of an index by the unbanded breakpoints.
    pub fn first_rank(&self, index: Index) -> usize {
        let after = match index {
            Index::R2000 => self.r1000,
            Index::R2500 => self.top500,
            Index::Midcap => self.top200,
            Index::Microcap => self.microcap,
            Index::R3000E
            | Index::R3000
            | Index::R1000
            | Index::Top500
            | Index::Top200
            | Index::Top100
            | Index::Top50
            | Index::Top20
            | Index::Top10 => return 1,
        };
        after.rank + 1
    }

    /// The rank of the smallest company of an index by the unbanded breakpoints.
    pub fn last_rank(&self, index: Index) -> usize {
        let last = match index {
            Index::R3000E | Index::Microcap => self.r3000e,
            Index::R3000 | Index::R2000 | Index::R2500 => self.r3000,
            Index::R1000 | Index::Midcap => self.r1000,
            Index::Top500 => self.top500,
            Index::Top200 => self.top200,
            Index::Top100 => self.top100,
            Index::Top50 => self.top50,
            Index::Top20 => self.top20,
            Index::Top10 => self.top10,
        };
        last.rank
    }
}

/// On which side of each banded break a company is put.
struct Sides {
    r1000: Side,
    top500: Side,
    top200: Side,
    above_microcap: Side,
}

/// All breaks of the family in a ranking.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    top200: Breakpoint,
    top500: Breakpoint,
    r1000: Breakpoint,
    microcap: Breakpoint,
    /// The last rank of the Russell 3000.
    last_member: usize,
    /// Index and last rank of the indexes that no band touches.
    unbanded: [(Index, usize); 6],
}

impl Family {
    /// The family's breaks in this ranking.
    pub fn new(ranking: &Ranking, parameters: &Parameters) -> Self {
        let breaks = &parameters.breaks;
        let point = |rule| Breakpoint::new(ranking, rule, parameters.band_edge);
        Self {
            top200: point(&breaks.top200),
            top500: point(&breaks.top500),
            r1000: point(&breaks.r1000),
            microcap: point(&breaks.microcap),
            last_member: breaks.r3000.rank,
            unbanded: [
                (Index::R3000E, breaks.r3000e.rank),
                (Index::R3000, breaks.r3000.rank),
                (Index::Top100, breaks.top100.rank),
                (Index::Top50, breaks.top50.rank),
                (Index::Top20, breaks.top20.rank),
                (Index::Top10, breaks.top10.rank),
            ],
        }
    }

    /// The cumulative caps at the edges of its bands: see [`Breakpoint::edges`].
    pub(crate) fn edges(&self) -> impl Iterator<Item = ExactUsd> {
        let breaks = [&self.top200, &self.top500, &self.r1000, &self.microcap];
        breaks.into_iter().filter_map(Breakpoint::edges).flatten()
    }

    /// The place of the company on `rank`.
    pub fn place(&self, rank: usize, cumulative: ExactUsd, held: &HeldSides) -> Place {
        let sides = Sides {
            r1000: self.r1000.side(rank, cumulative, held.r1000),
            top500: self.top500.side(rank, cumulative, held.top500),
            top200: self.top200.side(rank, cumulative, held.top200),
            above_microcap: self.microcap.side(rank, cumulative, held.above_microcap),
        };
        self.place_on(rank, &sides)
    }

    /// The places along a ranking where results change, as ascending indices into its companies: between
    /// two of them, all companies that were held on the same sides get the same result.
    pub fn turns(&self, ranking: &Ranking, turns: &mut Vec<usize>) {
        let ranked = &ranking.ranked;
        turns.clear();
        turns.push(0);
        for breakpoint in [&self.top200, &self.top500, &self.r1000, &self.microcap] {
            for held in [None, Some(true), Some(false)] {
                let is_large = |r: &Ranked| breakpoint.side(r.rank, r.cumulative, held).large;
                turns.push(ranked.partition_point(is_large));
            }
        }
        let last = self.unbanded.iter().map(|(_, last)| *last);
        turns.extend(last.map(|last| ranked.partition_point(|r| r.rank <= last)));
        turns.retain(|turn| *turn < ranked.len());
        turns.sort_unstable();
        turns.dedup();
    }

    /// The unbanded place of a company on `rank`: by rank alone, as for a non-member.
    pub fn unbanded_place(&self, rank: usize) -> Place {
        self.place(rank, ExactUsd::default(), &HeldSides::default())
    }

    /// The place of a company on `rank` that is known to be in the Russell 3000 whatever its rank.
    /// `in_r1000`, if known, decides the side of the #1,000 break; at the other breaks the unbanded
    /// breakpoints decide.
    pub fn place_as_held(&self, rank: usize, in_r1000: Option<bool>) -> Place {
        let unbanded = |breakpoint: &Breakpoint| breakpoint.side(rank, ExactUsd::default(), None);
        let known = |large| Side { large, held: false };
        let sides = Sides {
            r1000: in_r1000.map_or_else(|| unbanded(&self.r1000), known),
            top500: unbanded(&self.top500),
            top200: unbanded(&self.top200),
            above_microcap: unbanded(&self.microcap),
        };
        // A member's rank counts as 3,000 at most.
        self.place_on(rank.min(self.last_member), &sides)
    }

    fn place_on(&self, rank: usize, sides: &Sides) -> Place {
        let &Sides { r1000, top500, top200, above_microcap } = sides;
        let mut indexes: Indexes = self
            .unbanded
            .iter()
            .filter(|(_, last)| rank <= *last)
            .map(|(index, _)| *index)
            .collect();
        let in_r3000 = indexes.contains(Index::R3000);
        // These never differ from the sides unless bands cross; if a scenario's bands do, the smaller set
        // stays inside the larger one.
        let in_r1000 = in_r3000 && r1000.large;
        let in_top500 = in_r1000 && top500.large;
        let in_top200 = in_top500 && top200.large;
        if !in_top200 {
            for index in [Index::Top100, Index::Top50, Index::Top20, Index::Top10] {
                indexes.remove(index);
            }
        }
        let below_r3000 = indexes.contains(Index::R3000E) && !in_r3000;
        // Beyond #3,000 no company can be on the large side, so that the bands leave no gap there.
        let in_microcap = below_r3000 || in_r3000 && !in_r1000 && !above_microcap.large;
        let derived = [
            (Index::R1000, in_r1000),
            (Index::R2000, in_r3000 && !in_r1000),
            (Index::R2500, in_r3000 && !in_top500),
            (Index::Midcap, in_r1000 && !in_top200),
            (Index::Microcap, in_microcap),
            (Index::Top500, in_top500),
            (Index::Top200, in_top200),
        ];
        derived.iter().filter(|(_, is_in)| *is_in).for_each(|(index, _)| indexes.insert(*index));
        let segment = match (in_r3000, in_r1000) {
            (true, true) => Segment::R1000,
            (true, false) => Segment::R2000,
            (false, _) if in_microcap => Segment::Micro,
            (false, _) => Segment::None,
        };
        let held_elsewhere = top200.held || top500.held || above_microcap.held;
        Place { segment, indexes, r1000, held_elsewhere }
    }
}

/// Points of the percentile from a company to the edges of a band: positive inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeDistance {
    /// Points below the upper edge: negative for a company larger than the band.
    pub to_upper: Decimal,
    /// Points above the lower edge: negative for a company smaller than the band.
    pub to_lower: Decimal,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(rank: usize, held: &HeldSides) -> Place {
        place_by(&Parameters::default(), rank, held)
    }

    fn place_by(parameters: &Parameters, rank: usize, held: &HeldSides) -> Place {
        // 5,000 companies, each a little smaller than the one before.
        let caps: Vec<_> = (0..5_000_usize)
            .map(|n| (n, Decimal::from(1_000_000_000_000 / (n as u64 + 1)), "X"))
            .collect();
        let ranking = Ranking::new(caps, 4_000).expect("small caps");
        let family = Family::new(&ranking, parameters);
        family.place(rank, ranking.at(rank).expect("a company").cumulative, held)
    }

    fn names(rank: usize) -> String {
        let all: Vec<_> =
            place(rank, &HeldSides::default()).indexes.iter().map(|i| i.to_string()).collect();
        all.join(" ")
    }

    #[test]
    fn ranks_without_members_give_the_unbanded_family() {
        assert_eq!(names(10), "R3000E R3000 R1000 TOP500 TOP200 TOP100 TOP50 TOP20 TOP10");
        assert_eq!(names(200), "R3000E R3000 R1000 TOP500 TOP200");
        assert_eq!(names(201), "R3000E R3000 R1000 MIDCAP TOP500");
        assert_eq!(names(501), "R3000E R3000 R1000 R2500 MIDCAP");
        assert_eq!(names(1_001), "R3000E R3000 R2000 R2500");
        assert_eq!(names(2_001), "R3000E R3000 R2000 R2500 MICROCAP");
        assert_eq!(names(3_001), "R3000E MICROCAP");
        assert_eq!(names(4_001), "");
    }

    #[test]
    fn no_band_holds_anybody_in_the_russell_3000() {
        let held =
            HeldSides { r1000: Some(true), above_microcap: Some(true), ..Default::default() };
        assert_eq!(place(3_001, &held).segment, Segment::Micro);
        assert_eq!(place(4_001, &held).segment, Segment::None);
    }

    #[test]
    fn a_wide_band_at_2000_leaves_no_gap_beyond_3000() {
        let mut parameters = Parameters::default();
        parameters.breaks.microcap.band_below = Decimal::ONE_HUNDRED;
        let held =
            HeldSides { r1000: Some(false), above_microcap: Some(true), ..Default::default() };
        assert!(!place_by(&parameters, 3_000, &held).indexes.contains(Index::Microcap));
        assert_eq!(place_by(&parameters, 3_001, &held).segment, Segment::Micro);
    }

    #[test]
    fn a_band_that_holds_the_largest_company_holds_it_out_of_all_tops() {
        let mut parameters = Parameters::default();
        parameters.breaks.r1000.band_above = Decimal::ONE_HUNDRED;
        let held = HeldSides { r1000: Some(false), ..HeldSides::default() };
        let indexes = place_by(&parameters, 1, &held).indexes;
        let names: Vec<_> = indexes.iter().map(|index| index.to_string()).collect();
        assert_eq!(names.join(" "), "R3000E R3000 R2000 R2500");
    }

    #[test]
    fn the_band_holds_members_on_the_side_they_were_on() {
        let small = HeldSides { r1000: Some(false), ..Default::default() };
        let place = place(1_000, &small);
        assert_eq!(place.segment, Segment::R2000);
        assert!(place.r1000.held && !place.r1000.large);
    }
}
