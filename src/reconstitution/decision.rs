//! The decision on a company and its single reason.

use std::fmt;

use rayon::prelude::*;

use super::between::Departure;
use super::matching::Matched;
use super::screening::Screened;
use super::{CompanyResult, Inputs};
use crate::methodology::Screen;
use crate::methodology::family::Place;
use crate::universe::{Indexes, Segment};
use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// How a company's segment changes.
    pub enum Action {
        /// Enters the Russell 3000, or Microcap from outside the family.
        Add,
        /// Leaves the Russell 3000, or Microcap for outside the family.
        Delete,
        /// From the Russell 2000 to the Russell 1000.
        Up,
        /// From the Russell 1000 to the Russell 2000.
        Down,
    }
);

impl Action {
    /// The action that takes a company from one segment to another.
    pub fn between(from: Segment, to: Segment) -> Option<Self> {
        match (from, to) {
            (Segment::R2000, Segment::R1000) => Some(Self::Up),
            (Segment::R1000, Segment::R2000) => Some(Self::Down),
            (a, b) if a == b => None,
            // Its part of the Russell 3000 is unknown, so no move can be established.
            (Segment::R3000, b) if b.in_r3000() => None,
            (a, Segment::R3000) if a.in_r3000() => None,
            (a, _) if a.in_r3000() => Some(Self::Delete),
            (_, b) if b.in_r3000() => Some(Self::Add),
            (Segment::None, _) => Some(Self::Add),
            (_, _) => Some(Self::Delete),
        }
    }
}

word_enum!(
    "snake_case",
    /// The decision on a company.
    pub enum Decision {
        /// As [`Action::Add`].
        Add,
        /// As [`Action::Delete`].
        Delete,
        /// As [`Action::Up`].
        Up,
        /// As [`Action::Down`].
        Down,
        /// Stays in its segment.
        Keep,
        /// Was not a member and does not become one.
        Out,
    }
);

/// The reason for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// New, by its size alone.
    NewBySize,
    /// New: listed since the rank day before.
    Ipo,
    /// New: it passes this screen, which dropped it on the rank day before.
    NewlyEligible(Screen),
    /// Moved up: beyond the band's upper edge.
    Up,
    /// Moved down: beyond the band's lower edge.
    Down,
    /// Its rank alone keeps it in its segment.
    KeptByRank,
    /// The band keeps it in its segment; its rank alone would have moved it.
    KeptByBand,
    /// Its rank lies below the last rank of the index.
    DroppedBySize,
    /// This screen drops it.
    Ineligible(Screen),
    /// A member held before rank day that no longer has a line in the universe.
    Gone,
    /// A live member that cannot be ranked because its cap or its line is missing; it is kept.
    KeptUnranked,
    /// An entry of a list held on rank day or later that has no line in the universe and may not
    /// have been a security of its own on rank day.
    Unmatched,
    /// Ranks within Microcap; whether it was a Microcap member before is unknown.
    MicrocapUnknown,
    /// Eligible, not a member before, and too small to become one.
    TooSmall,
    /// Left between rank day and implementation, so that it is neither a deletion nor an addition.
    Left(Departure),
    /// Spun off from a member since rank day; it stays in the parent's indexes.
    SplitOff,
    /// Placed anew because of a corporate action since rank day, in another place than on rank day.
    PlacedAnew,
}

impl Reason {
    /// The reason for a move from one segment to another that follows from size alone.
    pub fn by_size(from: Segment, place: &Place) -> Self {
        match Action::between(from, place.segment) {
            Some(Action::Add) => Self::NewBySize,
            Some(Action::Delete) => Self::DroppedBySize,
            Some(Action::Up) => Self::Up,
            Some(Action::Down) => Self::Down,
            None if place.segment == Segment::None => Self::TooSmall,
            None if place.r1000.held => Self::KeptByBand,
            None => Self::KeptByRank,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewBySize => f.write_str("new_by_size"),
            Self::Ipo => f.write_str("ipo"),
            Self::NewlyEligible(screen) => write!(f, "newly_eligible:{screen}"),
            Self::Up => f.write_str("up"),
            Self::Down => f.write_str("down"),
            Self::KeptByRank => f.write_str("kept_by_rank"),
            Self::KeptByBand => f.write_str("kept_by_band"),
            Self::DroppedBySize => f.write_str("dropped_by_size"),
            Self::Ineligible(screen) => write!(f, "ineligible:{screen}"),
            Self::Gone => f.write_str("gone"),
            Self::KeptUnranked => f.write_str("kept_unranked"),
            Self::Unmatched => f.write_str("unmatched"),
            Self::MicrocapUnknown => f.write_str("microcap_unknown"),
            Self::TooSmall => f.write_str("too_small"),
            Self::Left(departure) => write!(f, "left:{departure}"),
            Self::SplitOff => f.write_str("split_off"),
            Self::PlacedAnew => f.write_str("placed_anew"),
        }
    }
}

/// Initial results with every company unranked; [`decide_ranked`] then decides on the ranked ones.
pub(super) fn unranked(
    inputs: &Inputs<'_>,
    screened: &Screened,
    matched: &Matched,
) -> Vec<CompanyResult> {
    let held =
        |company: usize| matched.held_company(company).map_or(Segment::None, |held| held.segment);
    let mut results: Vec<CompanyResult> = (0..inputs.universe.companies.len())
        .into_par_iter()
        .with_min_len(4_096)
        .map(|company| {
            let from = held(company);
            CompanyResult {
                line: inputs.universe.companies[company].lines[0],
                market_cap: None,
                rank: None,
                from,
                to: Segment::None,
                indexes: Indexes::default(),
                decision: decision(from, Segment::None),
                // Placeholder: every company is either ineligible or eligible, so that it is
                // overwritten below.
                reason: Reason::TooSmall,
            }
        })
        .collect();
    for out in &screened.ineligible {
        let result = &mut results[out.company];
        result.line = out.line;
        result.market_cap = out.market_cap;
        result.reason = Reason::Ineligible(out.screen);
    }
    for eligible in &screened.eligible {
        let result = &mut results[eligible.company];
        result.line = eligible.line;
        if let (None, Some(held)) = (eligible.market_cap, matched.held_company(eligible.company)) {
            result.to = result.from;
            result.decision = decision(result.from, result.to);
            result.reason = Reason::KeptUnranked;
            result.indexes = held.indexes.holding;
        }
    }
    results
}

fn decision(from: Segment, to: Segment) -> Decision {
    match Action::between(from, to) {
        Some(Action::Add) => Decision::Add,
        Some(Action::Delete) => Decision::Delete,
        Some(Action::Up) => Decision::Up,
        Some(Action::Down) => Decision::Down,
        None if to == Segment::None => Decision::Out,
        None => Decision::Keep,
    }
}

/// Decides on an eligible company whose segments before and after are set.
///
/// If the previous Microcap members are unknown, ranking within Microcap is not a change.
pub(super) fn decide_ranked(
    result: &mut CompanyResult,
    place: &Place,
    inputs: &Inputs<'_>,
    knows_microcap: bool,
) {
    if !knows_microcap && (result.from, result.to) == (Segment::None, Segment::Micro) {
        result.from = Segment::Micro;
        (result.decision, result.reason) = (Decision::Keep, Reason::MicrocapUnknown);
        return;
    }
    result.decision = decision(result.from, result.to);
    result.reason = match result.decision {
        Decision::Add => reason_for_entering(result, inputs),
        _ => Reason::by_size(result.from, place),
    };
}

fn reason_for_entering(result: &CompanyResult, inputs: &Inputs<'_>) -> Reason {
    let security = &inputs.universe.securities[result.line];
    // A company that was already in the family grew into the index; it is neither an IPO nor newly
    // eligible.
    if result.from != Segment::None {
        return Reason::NewBySize;
    }
    let before = inputs.previous.map(|standings| standings[result.line]);
    match before.flatten().and_then(|standing| standing.dropped_by) {
        Some(Screen::Size) => return Reason::NewBySize,
        Some(screen) => return Reason::NewlyEligible(screen),
        None => {}
    }
    let new_since =
        security.listing_date.zip(inputs.event.previous_rank_day).map(|(listed, day)| listed > day);
    // A line that the previous rank day's universe lacks was listed since then.
    let absent_before = before.map(|standing| standing.is_none());
    match new_since.or(absent_before) {
        Some(true) => Reason::Ipo,
        _ => Reason::NewBySize,
    }
}
