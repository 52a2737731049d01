//! The family as tiers: every company is in exactly one tier, and every index is an unbroken run of
//! tiers.
//!
//! The banded sets are nested (RB 6.10), so a company's memberships are one of seven: from the Top
//! 200 down to no index at all.

use crate::methodology::Breaks;
use crate::universe::{Index, Segment};

/// Number of tiers.
pub(super) const TIERS: usize = 7;
/// The last tier of the Russell 1000.
pub(super) const LAST_OF_R1000: u8 = 2;
/// The first tier of the Russell 2000, which is outside Microcap.
pub(super) const ABOVE_MICROCAP: u8 = 3;
/// The last tier of the Russell 3000, which is in Microcap.
pub(super) const LAST_OF_R3000: u8 = 4;
/// The tier in Microcap but not in the Russell 3000.
pub(super) const MICRO: u8 = 5;
/// The tier in no index.
pub(super) const OUTSIDE: u8 = 6;

/// The disjoint segment of each tier.
pub(super) const SEGMENT: [Segment; TIERS] = [
    Segment::R1000,
    Segment::R1000,
    Segment::R1000,
    Segment::R2000,
    Segment::R2000,
    Segment::Micro,
    Segment::None,
];

/// The indexes that paths can measure, in the family's order.
pub const POSSIBLE: [Index; 9] = [
    Index::R3000E,
    Index::R3000,
    Index::R1000,
    Index::R2000,
    Index::R2500,
    Index::Midcap,
    Index::Microcap,
    Index::Top500,
    Index::Top200,
];

/// The tiers of an index, and those of the family around it, within which a move is a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    first: u8,
    last: u8,
    around: u8,
}

impl Span {
    /// The span of one of the possible indexes; any other index gets the span of the Top 200.
    pub(super) fn of(index: Index) -> Self {
        let (first, last) = match index {
            Index::R3000E => (0, MICRO),
            Index::R3000 => (0, LAST_OF_R3000),
            Index::R1000 => (0, LAST_OF_R1000),
            Index::R2000 => (ABOVE_MICROCAP, LAST_OF_R3000),
            Index::R2500 => (2, LAST_OF_R3000),
            Index::Midcap => (1, LAST_OF_R1000),
            Index::Microcap => (LAST_OF_R3000, MICRO),
            Index::Top500 => (0, 1),
            Index::Top200 | Index::Top100 | Index::Top50 | Index::Top20 | Index::Top10 => (0, 0),
        };
        // The family around an index is that in the provider's counts of moves; Microcap reaches
        // beyond the Russell 3000.
        let around = if index == Index::Microcap { MICRO } else { LAST_OF_R3000 };
        Self { first, last, around }
    }

    /// True if the index holds a tier.
    pub(super) fn holds(self, tier: usize) -> bool {
        (usize::from(self.first)..=usize::from(self.last)).contains(&tier)
    }

    /// True if a tier is above all tiers of the index.
    pub(super) fn is_above(self, tier: usize) -> bool {
        tier < usize::from(self.first)
    }

    /// True if the family around the index holds a tier.
    pub(super) fn is_around(self, tier: usize) -> bool {
        tier <= usize::from(self.around)
    }

    /// The tiers of the index.
    pub(super) fn tiers(self) -> std::ops::RangeInclusive<usize> {
        usize::from(self.first)..=usize::from(self.last)
    }
}

/// The banded breaks, largest companies first: #200, #500, #1,000, #2,000.
pub(super) const BANDED: usize = 4;
/// The place of #2,000 among the banded breaks.
pub(super) const AT_MICROCAP: usize = 3;

/// The banded breaks that the indexes need; always #1,000, because moves are counted there.
pub(super) fn needed(indexes: &[Index]) -> [bool; BANDED] {
    let any = |of: &[Index]| indexes.iter().any(|index| of.contains(index));
    [
        any(&[Index::Top200, Index::Midcap]),
        any(&[Index::Top500, Index::R2500]),
        true,
        any(&[Index::Microcap]),
    ]
}

/// True if the indexes can tell Microcap members outside the Russell 3000 apart from non-members;
/// if not, both count as non-members.
pub(super) fn tells_micro(indexes: &[Index]) -> bool {
    indexes.iter().any(|index| [Index::Microcap, Index::R3000E].contains(index))
}

/// True if the ranks of the breaks between the tiers are in order.
pub(super) fn in_order(breaks: &Breaks) -> bool {
    let ranks =
        [breaks.top200, breaks.top500, breaks.r1000, breaks.microcap, breaks.r3000, breaks.r3000e];
    ranks.windows(2).all(|pair| pair[0].rank <= pair[1].rank) && breaks.top200.rank > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methodology::Parameters;
    use crate::methodology::family::Family;
    use crate::methodology::ranking::Ranking;
    use crate::universe::Indexes;

    #[test]
    fn spans_are_the_indexes_of_the_plain_family() {
        let parameters = Parameters::default();
        let ranking = Ranking::new(vec![(0, 1.into(), "X")], 4_000).expect("small caps");
        let family = Family::new(&ranking, &parameters);
        for (tier, rank) in [1, 201, 501, 1_001, 2_001, 3_001, 4_001].into_iter().enumerate() {
            let expected = family.unbanded_place(rank).indexes;
            let found: Indexes =
                POSSIBLE.into_iter().filter(|index| Span::of(*index).holds(tier)).collect();
            let measured: Indexes =
                POSSIBLE.into_iter().filter(|index| expected.contains(*index)).collect();
            assert_eq!(found, measured, "#{rank}");
        }
    }
}
