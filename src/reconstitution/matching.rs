//! Members matched to the lines of a universe: by id, else by ticker carried to the universe's day.

use strum::IntoEnumIterator;

use crate::universe::{
    Index, Indexes, LineFinder, Member, Membership, Segment, SymbolChanges, Universe,
};

/// Members and the lines and companies they are.
#[derive(Debug, Clone, Default)]
pub struct Matched {
    /// For each line its member.
    pub member_of_line: Vec<Option<usize>>,
    /// For each company the member that says where it was held: of several classes, the one in the
    /// largest segment.
    pub member_of_company: Vec<Option<usize>>,
    /// Members held before rank day that have no line in the universe: they have left since.
    pub gone: Vec<usize>,
    /// Members held on rank day or later that have no line in the universe: the file lacks them.
    pub missing: Vec<usize>,
    /// Entries of a list of rank day or later without a line that may be no security of their own
    /// ([`Member::unmatched`]): they take no place.
    pub unmatched: Vec<usize>,
    /// Members that stand for a line which another member stands for already, by ticker.
    pub disputed: Vec<String>,
}

/// What is known of a member's indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldIndexes {
    /// Those that are known to hold or not to hold it.
    pub known: Indexes,
    /// Those that hold it.
    pub holding: Indexes,
}

impl HeldIndexes {
    /// Whether the index held it; `None` where that is not known.
    pub fn is_in(&self, index: Index) -> Option<bool> {
        self.known.contains(index).then(|| self.holding.contains(index))
    }
}

/// What a member's segment, list of indexes and Microcap flag say together.
pub fn held_indexes(member: &Member) -> HeldIndexes {
    use Index::{Microcap, R1000, R2000, R2500, R3000, R3000E};
    if let Some(holding) = member.indexes {
        // A list without the part of the Russell 3000 leaves it open with all that hangs on it.
        let is_whole = member.segment != Segment::R3000;
        return HeldIndexes { known: if is_whole { Indexes::ALL } else { holding }, holding };
    }
    let set = |indexes: &[Index]| indexes.iter().copied().collect::<Indexes>();
    match member.segment {
        // Where it was among the large companies is not known.
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
        // Where in the Russell 3000 it was is not known; outside Microcap it may be known to be.
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

/// Matches members to lines.
pub(super) fn match_members(
    membership: &Membership,
    universe: &Universe,
    changes: &SymbolChanges,
) -> Matched {
    let mut matched = Matched {
        member_of_line: vec![None; universe.securities.len()],
        member_of_company: vec![None; universe.companies.len()],
        ..Matched::default()
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
