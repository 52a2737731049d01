//! Names of the indexes and of the disjoint segments that make them up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumCount, EnumIter, EnumString, IntoStaticStr, VariantArray, VariantNames};

use crate::word_enum::word_enum;

/// An index of the family (methodology section 4).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Display,
    EnumCount,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantArray,
    VariantNames,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[strum(ascii_case_insensitive)]
#[expect(missing_docs, reason = "the names are the indexes' own")]
pub enum Index {
    R3000E,
    R3000,
    R1000,
    R2000,
    R2500,
    #[strum(serialize = "MIDCAP")]
    #[serde(rename = "MIDCAP")]
    Midcap,
    #[strum(serialize = "MICROCAP")]
    #[serde(rename = "MICROCAP")]
    Microcap,
    #[strum(serialize = "TOP500")]
    #[serde(rename = "TOP500")]
    Top500,
    #[strum(serialize = "TOP200")]
    #[serde(rename = "TOP200")]
    Top200,
    #[strum(serialize = "TOP100")]
    #[serde(rename = "TOP100")]
    Top100,
    #[strum(serialize = "TOP50")]
    #[serde(rename = "TOP50")]
    Top50,
    #[strum(serialize = "TOP20")]
    #[serde(rename = "TOP20")]
    Top20,
    #[strum(serialize = "TOP10")]
    #[serde(rename = "TOP10")]
    Top10,
}

/// A set of indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Indexes(u16);

impl Indexes {
    /// All of them.
    pub const ALL: Self = Self((1 << <Index as strum::EnumCount>::COUNT) - 1);

    /// None of them.
    pub const NONE: Self = Self(0);

    /// Adds an index.
    pub fn insert(&mut self, index: Index) {
        self.0 |= 1 << index as u16;
    }

    /// Removes an index.
    pub fn remove(&mut self, index: Index) {
        self.0 &= !(1 << index as u16);
    }

    /// Whether it contains an index.
    pub fn contains(self, index: Index) -> bool {
        self.0 & (1 << index as u16) != 0
    }

    /// One bit for each index, the lowest for the first.
    pub(crate) fn bits(self) -> u16 {
        self.0
    }

    /// Whether it contains no index.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The segment of a company that is in these indexes.
    pub fn segment(self) -> Segment {
        if self.contains(Index::R1000) {
            Segment::R1000
        } else if self.contains(Index::R2000) {
            Segment::R2000
        } else if self.contains(Index::R3000) {
            Segment::R3000
        } else if self.contains(Index::Microcap) {
            Segment::Micro
        } else {
            Segment::None
        }
    }

    /// The indexes in the family's order.
    pub fn iter(self) -> impl Iterator<Item = Index> {
        // Bit by bit, since this runs for every member of every day.
        let mut left = self.0;
        std::iter::from_fn(move || {
            let index = *<Index as VariantArray>::VARIANTS.get(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(index)
        })
    }
}

impl FromIterator<Index> for Indexes {
    fn from_iter<T: IntoIterator<Item = Index>>(indexes: T) -> Self {
        let mut set = Self::default();
        indexes.into_iter().for_each(|index| set.insert(index));
        set
    }
}

word_enum!(
    "UPPERCASE",
    /// The disjoint segments of the family; every company is in exactly one, though a source may
    /// leave open which of two.
    pub enum Segment {
        /// Russell 1000.
        R1000,
        /// Russell 2000.
        R2000,
        /// Russell 3000, where it is not known which of its two segments: never the outcome of an
        /// event.
        R3000,
        /// Russell Microcap outside the Russell 2000: ranks 3,001 to 4,000.
        Micro,
        /// None of them.
        None,
    }
);

impl Segment {
    /// The possible outcomes of an event, from the largest companies down.
    pub const PLACES: [Self; 4] = [Self::R1000, Self::R2000, Self::Micro, Self::None];

    /// Whether it is part of the Russell 3000, or all of it.
    pub fn in_r3000(self) -> bool {
        matches!(self, Self::R1000 | Self::R2000 | Self::R3000)
    }
}
