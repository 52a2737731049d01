//! Names of the indexes and of the disjoint segments that they are made of.

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

word_enum!(
    "UPPERCASE",
    /// The disjoint parts of the family; every company is in exactly one, though a source may leave
    /// open in which of two.
    pub enum Segment {
        /// Russell 1000.
        R1000,
        /// Russell 2000.
        R2000,
        /// Russell 3000, where it is not known in which of its two parts: never where an event puts
        /// a company.
        R3000,
        /// Russell Microcap outside the Russell 2000: ranks 3,001 to 4,000.
        Micro,
        /// None of them.
        None,
    }
);

impl Segment {
    /// Where an event may put a company, from the largest companies down.
    pub const PLACES: [Self; 4] = [Self::R1000, Self::R2000, Self::Micro, Self::None];

    /// Whether it is part of the Russell 3000, or all of it.
    pub fn in_r3000(self) -> bool {
        matches!(self, Self::R1000 | Self::R2000 | Self::R3000)
    }
}
