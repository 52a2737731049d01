//! Matches members to the lines of a universe: by id, or else by ticker, brought forward to the
//! universe's day by the known ticker changes.

use strum::IntoEnumIterator;

use crate::methodology::Breaks;
use crate::universe::{
    Index, Indexes, LineFinder, Member, Membership, Segment, SymbolChanges, Universe,
};

/// The members held just before the event, matched to lines and companies of a universe.
#[derive(Debug, Clone, Default)]
pub struct Matched {
    /// The segment and indexes that held each member, in the order of the membership.
    pub held: Vec<Held>,
    /// True if the membership states for at least one member whether it is in Microcap.
    pub states_microcap: bool,
    /// For each line, the index of the member matched to it.
    pub member_of_line: Vec<Option<usize>>,
    /// For each company, the member that gives its previous segment; with several classes, the one
    /// in the largest segment.
    pub member_of_company: Vec<Option<usize>>,
    /// Members held before rank day that have no line in the universe: they have left since then.
    pub gone: Vec<usize>,
    /// Members held on rank day or later that have no line in the universe: the file is incomplete.
    pub missing: Vec<usize>,
    /// Entries of a list of rank day or later that have no line and may not be securities of their
    /// own ([`Member::unmatched`]); they take no place in the ranking.
    pub unmatched: Vec<usize>,
    /// Tickers of members whose line is already matched to another member.
    pub disputed: Vec<String>,
}

/// The segment and indexes that held a member just before the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Its segment.
    pub segment: Segment,
    /// The indexes that held it, as far as known.
    pub indexes: HeldIndexes,
}

impl Held {
    /// The segment and indexes stated in a member's entry.
    pub fn of(member: &Member) -> Self {
        Self { segment: member.segment, indexes: held_indexes(member) }
    }

    /// The rank that a Russell 1000 member is known not to exceed: the last rank of the smallest
    /// index known to hold it. `None` for other members.
    pub(crate) fn rank_within(&self, breaks: &Breaks) -> Option<usize> {
        let of_indexes = self.indexes.holding.iter().map(|index| breaks.last_rank(index));
        (self.segment == Segment::R1000).then(|| of_indexes.fold(breaks.r1000.rank, usize::min))
    }

    /// A member whose indexes are all known.
    pub fn by(indexes: Indexes) -> Self {
        let known = HeldIndexes { known: Indexes::ALL, holding: indexes };
        Self { segment: indexes.segment(), indexes: known }
    }
}

/// Known data on the indexes that held a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldIndexes {
    /// Indexes whose membership is known, either way.
    pub known: Indexes,
    /// Indexes that hold it.
    pub holding: Indexes,
}

impl HeldIndexes {
    /// Whether the index held it; `None` if unknown.
    pub fn is_in(&self, index: Index) -> Option<bool> {
        self.known.contains(index).then(|| self.holding.contains(index))
    }
}

/// Combines a member's segment, list of indexes and Microcap flag.
pub fn held_indexes(member: &Member) -> HeldIndexes {
    use Index::{Microcap, R1000, R2000, R2500, R3000, R3000E};
    if let Some(holding) = member.indexes {
        // A list that does not say which part of the Russell 3000 held it leaves the indexes it
        // does not name unknown.
        let is_whole = member.segment != Segment::R3000;
        return HeldIndexes { known: if is_whole { Indexes::ALL } else { holding }, holding };
    }
    let set = |indexes: &[Index]| indexes.iter().copied().collect::<Indexes>();
    match member.segment {
        // Its position within the Russell 1000 is unknown.
        Segment::R1000 => HeldIndexes {
            known: set(&[R3000E, R3000, R1000, R2000, Microcap]),
            holding: set(&[R3000E, R3000, R1000]),
        },
        Segment::R2000 => {
            let mut held =
                HeldIndexes { known: Indexes::ALL, holding: set(&[R3000E, R3000, R2000, R2500]) };
            match member.in_microcap {
                Some(true) => held.holding.insert(Microcap),
                Some(false) => {}
                None => held.known = Index::iter().filter(|index| *index != Microcap).collect(),
            }
            held
        }
        // Its part of the Russell 3000 is unknown, although it may be known to lie outside
        // Microcap.
        Segment::R3000 => {
            let mut held =
                HeldIndexes { known: set(&[R3000E, R3000]), holding: set(&[R3000E, R3000]) };
            if member.in_microcap == Some(false) {
                held.known.insert(Microcap);
            }
            held
        }
        Segment::Micro | Segment::None => {
            HeldIndexes { known: Indexes::ALL, holding: set(&[R3000E, Microcap]) }
        }
    }
}

impl Matched {
    /// No members, beside the lines of a universe.
    pub fn nobody(universe: &Universe) -> Self {
        Self {
            member_of_line: vec![None; universe.securities.len()],
            member_of_company: vec![None; universe.companies.len()],
            ..Self::default()
        }
    }

    /// The segment and indexes that held a company; `None` if it was not a member.
    pub fn held_company(&self, company: usize) -> Option<&Held> {
        Some(&self.held[self.member_of_company[company]?])
    }

    /// Whether the members of Microcap are known. Without a membership no company is a member, which
    /// counts as known.
    pub fn knows_microcap(&self) -> bool {
        self.held.is_empty() || self.states_microcap
    }

    /// True if each member is known to have been in the Russell 1000 or not.
    pub fn knows_segments(&self) -> bool {
        self.held.iter().all(|held| held.segment != Segment::R3000)
    }

    /// The segments and indexes of the members that are missing from the universe.
    pub(crate) fn missing_members(&self) -> impl Iterator<Item = &Held> {
        self.missing.iter().map(|&at| &self.held[at])
    }
}

/// Matches members to lines: by id, or else by ticker, carried by the ticker changes to the day of the
/// universe.
pub fn match_members(
    membership: &Membership,
    universe: &Universe,
    changes: &SymbolChanges,
) -> Matched {
    let mut matched = Matched {
        held: membership.members.iter().map(Held::of).collect(),
        states_microcap: membership.knows_microcap(),
        ..Matched::nobody(universe)
    };
    if membership.members.is_empty() {
        return matched;
    }
    let company_of_line = universe.company_of_line();
    let lines = LineFinder::new(universe);
    for (at, member) in membership.members.iter().enumerate() {
        let found = lines.find(member.id.as_deref(), &member.symbol, member.held_on, changes);
        let Some(line) = found else {
            let without_line = if member.unmatched {
                &mut matched.unmatched
            } else if member.held_on >= universe.as_of {
                &mut matched.missing
            } else {
                &mut matched.gone
            };
            without_line.push(at);
            continue;
        };
        if matched.member_of_line[line].replace(at).is_some() {
            matched.disputed.push(member.symbol.clone());
        }
        let held = &mut matched.member_of_company[company_of_line[line]];
        // Segments are ordered from the largest companies down.
        if held.is_none_or(|other| membership.members[other].segment > member.segment) {
            *held = Some(at);
        }
    }
    matched
}
