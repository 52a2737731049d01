//! The outcomes of paths: counts and summaries that merge in any order.

use strum::{EnumCount, EnumIter, IntoStaticStr};

use crate::methodology::Parameters;
use crate::simulation::paths::Summary;
use crate::universe::{Index, Segment};

/// The status of a company at the implementation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumCount, EnumIter)]
#[repr(usize)]
pub enum Fate {
    /// In the Russell 1000.
    R1000,
    /// In the Russell 2000.
    R2000,
    /// In Microcap outside the Russell 2000.
    Micro,
    /// Still listed, but in none of these.
    Out,
    /// Taken over or failed before the implementation.
    Gone,
}

impl Fate {
    /// The fate of a company that is put in a segment; `None` if the segment is not known exactly.
    pub fn of(segment: Segment) -> Option<Self> {
        match segment {
            Segment::R1000 => Some(Self::R1000),
            Segment::R2000 => Some(Self::R2000),
            Segment::R3000 => None,
            Segment::Micro => Some(Self::Micro),
            Segment::None => Some(Self::Out),
        }
    }
}

/// The events counted on a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumCount, EnumIter, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[repr(usize)]
pub enum Count {
    /// Companies that enter the Russell 3000.
    Adds,
    /// Companies that enter the Russell 3000 and were not listed at the start.
    UnlistedAdds,
    /// Companies that leave the Russell 3000.
    Deletes,
    /// From the Russell 2000 to the Russell 1000.
    Ups,
    /// From the Russell 1000 to the Russell 2000.
    Downs,
    /// Companies that enter Microcap below the Russell 3000 from outside the family.
    MicrocapAdds,
    /// Companies that leave Microcap below the Russell 3000 for outside the family.
    MicrocapDeletes,
    /// Members of the Russell 3000 that are taken over or fail before the implementation.
    MembersGone,
}

impl Count {
    /// The count for a company that moves from one segment to another; `None` if that is not a
    /// change.
    pub(super) fn of(from: Segment, to: Segment, knows_microcap: bool) -> Option<Self> {
        match (from, to) {
            (Segment::R2000, Segment::R1000) => Some(Self::Ups),
            (Segment::R1000, Segment::R2000) => Some(Self::Downs),
            (from, to) if from.in_r3000() && !to.in_r3000() => Some(Self::Deletes),
            (from, to) if !from.in_r3000() && to.in_r3000() => Some(Self::Adds),
            // If Microcap membership is unknown, being in it is not a change.
            (Segment::None, Segment::Micro) if knows_microcap => Some(Self::MicrocapAdds),
            (Segment::Micro, Segment::None) => Some(Self::MicrocapDeletes),
            _ => None,
        }
    }
}

/// A break and its band over paths, billions of USD; paths without the break do not count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LevelSummary {
    /// Cap of the company on the break's rank.
    pub break_bn: Summary,
    /// Cap of the largest company inside the band.
    pub upper_bn: Summary,
    /// Cap of the smallest company inside the band.
    pub lower_bn: Summary,
}

/// Turnover of an index over paths, fractions. Reweighting counts only as far as the membership
/// causes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TurnoverSummary {
    /// Half the sum of all absolute changes of weights.
    pub one_way: Summary,
    /// The larger of the value entering and leaving, over the value before.
    pub membership: Summary,
}

/// Results of a set of paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Number of paths.
    pub paths: u64,
    /// For each company, in the order of [`Projection::candidates`](super::Projection::candidates):
    /// the number of paths with each [`Fate`].
    pub companies: Vec<[u32; Fate::COUNT]>,
    /// For each company: the number of paths on which it is in the Top 200 and in the Top 500.
    pub tops: Vec<[u32; 2]>,
    /// The breaks, in the order of [`Breaks::named`](crate::methodology::Breaks::named).
    pub levels: Vec<LevelSummary>,
    /// Turnover by index, in the family's order.
    pub turnover: Vec<TurnoverSummary>,
    /// Summaries by [`Count`].
    pub counts: Vec<Summary>,
}

impl Tally {
    /// An empty tally.
    pub(super) fn new(companies: usize, parameters: &Parameters) -> Self {
        Self {
            paths: 0,
            companies: vec![[0; Fate::COUNT]; companies],
            tops: vec![[0; 2]; companies],
            levels: vec![LevelSummary::default(); parameters.breaks.named().len()],
            turnover: vec![TurnoverSummary::default(); Index::COUNT],
            counts: vec![Summary::default(); Count::COUNT],
        }
    }

    /// Adds the results of other paths of the same projection.
    pub fn merge(&mut self, other: &Self) {
        self.paths += other.paths;
        let add = |to: &mut [u32], from: &[u32]| {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        };
        for (to, from) in self.companies.iter_mut().zip(&other.companies) {
            add(to, from);
        }
        for (to, from) in self.tops.iter_mut().zip(&other.tops) {
            add(to, from);
        }
        for (to, from) in self.levels.iter_mut().zip(&other.levels) {
            to.break_bn.merge(&from.break_bn);
            to.upper_bn.merge(&from.upper_bn);
            to.lower_bn.merge(&from.lower_bn);
        }
        for (to, from) in self.turnover.iter_mut().zip(&other.turnover) {
            to.one_way.merge(&from.one_way);
            to.membership.merge(&from.membership);
        }
        for (to, from) in self.counts.iter_mut().zip(&other.counts) {
            to.merge(from);
        }
    }

    /// The fraction of paths on which a company has a fate, 0 to 1.
    pub fn probability(&self, company: usize, fate: Fate) -> f64 {
        f64::from(self.companies[company][fate as usize]) / self.paths.max(1) as f64
    }

    /// The summary of a count.
    pub fn count(&self, count: Count) -> &Summary {
        &self.counts[count as usize]
    }
}
