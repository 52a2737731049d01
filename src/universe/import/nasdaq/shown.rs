//! Decides whether a company's absence is evidence: it is only if a given file could have shown its
//! presence.
//!
//! Whether a company was added at an event shows in two places: in membership lists dated after the
//! event's implementation but not after that of the next later rank day given, and in the provider's
//! additions at the event itself. A list of the Russell 3000 shows every member. A list of the Russell
//! 1000 or 2000 shows the members on its side of #1,000, and near that rank both lists are needed. The
//! membership held before the event under decision counts as a list of each index whose members it names.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::day::{Line, ScreenerDay};
use super::evidence::{EarlierChanges, EarlierList, Evidence, Judge};
use crate::universe::index::Index;

/// How long after an implementation published changes may be dated and still belong to its event:
/// some are dated by their effective date.
const DATED_LATER: Days = Days::new(7);

/// Where a company appears, by the indices of the lists and changes in the evidence.
pub(super) struct Appearances {
    pub(super) lists: Vec<bool>,
    pub(super) added: Vec<bool>,
    pub(super) deleted: Vec<bool>,
}

/// The caps at the breakpoints of an earlier rank day, USD; `None` if it has too few companies.
pub(super) struct Cuts {
    /// Cap of company #1,000.
    pub(super) r1000: Option<Decimal>,
    /// Cap of company #3,000, or of the smallest company if there are fewer.
    pub(super) r3000: Option<Decimal>,
}

impl Cuts {
    /// Computed from companies with clean labels or on any list. Accurate enough for thresholds on
    /// which results hardly depend.
    pub(super) fn new(day: &ScreenerDay, evidence: &Evidence) -> Self {
        let listed = |line: &Line| {
            let key = &line.row.key;
            evidence.lists.iter().any(|l| l.index != Index::Microcap && l.keys.contains(key))
                || evidence.changes.iter().any(|c| c.added.contains(key))
        };
        let mut caps: Vec<Decimal> = day
            .companies(|_| false)
            .iter()
            .map(|lines| &day.lines[lines[0]])
            .filter(|line| line.row.price.is_some_and(|p| p >= Decimal::ONE))
            .filter(|line| line.is_clean() || listed(line))
            .filter_map(|line| line.row.market_cap)
            .collect();
        caps.sort_unstable_by(|a, b| b.cmp(a));
        Self { r1000: caps.get(999).copied(), r3000: caps.get(2_999).or(caps.last()).copied() }
    }
}

impl Judge<'_> {
    /// Whether any given file shows which companies were added on the earlier rank day of index `at`.
    pub(super) fn tells(&self, at: usize) -> bool {
        let mut changes = self.evidence.changes.iter();
        self.listed_after(at).next().is_some() || changes.any(|c| self.is_of_event(at, c))
    }

    /// Whether any given file could have shown that a company with this cap and these appearances was
    /// added on the earlier rank day of index `at`.
    pub(super) fn could_show(&self, at: usize, cap: Decimal, seen: &Appearances) -> bool {
        let given = |index| self.listed_after(at).any(|of| of == index);
        // Well to one side of #1,000, by the same multiple as from #3,000.
        let multiple = self.evidence.inside_multiple;
        let exceeds = |large: Decimal, small: Decimal| {
            small.checked_mul(multiple).is_some_and(|limit| large >= limit)
        };
        let side = self.cuts[at].r1000.map(|cut| (exceeds(cap, cut), exceeds(cut, cap)));
        let listed = match side {
            Some((true, _)) => given(Index::R1000),
            Some((_, true)) => given(Index::R2000),
            _ => given(Index::R1000) && given(Index::R2000),
        };
        listed || given(Index::R3000) || self.changes_show(at, seen)
    }

    /// Whether the provider's changes of an event are given and would have named the company; additions
    /// omit companies that were already members.
    fn changes_show(&self, at: usize, seen: &Appearances) -> bool {
        let implementation = self.evidence.rank_days[at].implementation;
        let was_listed = || {
            let before = |list: &EarlierList| {
                list.index != Index::Microcap && list.held_on <= implementation
            };
            self.lists(seen).any(before)
        };
        let changes = self.evidence.changes.iter();
        let was_added = || {
            let mut added = changes.clone().zip(&seen.added);
            added.any(|(c, added)| *added && c.implementation < implementation)
        };
        let mut of_event = changes.clone().zip(&seen.deleted);
        of_event.any(|(c, deleted)| {
            self.is_of_event(at, c) && (*deleted || !(was_listed() || was_added()))
        })
    }

    fn is_of_event(&self, at: usize, changes: &EarlierChanges) -> bool {
        let implementation = self.evidence.rank_days[at].implementation;
        (implementation..=implementation + DATED_LATER).contains(&changes.implementation)
    }

    /// The indexes of the lists that show the outcome of the earlier rank day of index `at`.
    fn listed_after(&self, at: usize) -> impl Iterator<Item = Index> + '_ {
        let earlier = self.evidence.lists.iter().map(|l| (l.index, l.held_on, l.complete));
        let (large, small) = self.held_days;
        let held = [(Index::R1000, large), (Index::R2000, small)];
        let held = held.into_iter().filter_map(|(index, day)| Some((index, day?, false)));
        let event = &self.evidence.rank_days[at];
        let next = at.checked_sub(1).map(|next| &self.evidence.rank_days[next]);
        let shows = move |(_, held_on, complete): &(Index, NaiveDate, bool)| {
            // A fund's list dated on the day itself may be from before the close.
            let after = |implementation: NaiveDate| {
                if *complete { *held_on >= implementation } else { *held_on > implementation }
            };
            after(event.implementation) && !next.is_some_and(|next| after(next.implementation))
        };
        earlier.chain(held).filter(shows).map(|(index, ..)| index)
    }
}
