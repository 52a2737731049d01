//! Turnover of an index at an event, split by cause.
//!
//! With weights `w` at the close of the implementation day, of the old members and index shares before
//! and the new ones after (methodology section 9):
//!
//! - one-way `= 1/2 sum |w_after - w_before|`, two-way `= sum |w_after - w_before|`;
//! - membership turnover `= max(value entering, value leaving) / value before`, the provider's own
//!   measure, which excludes changes of shares, float and style.
//!
//! Each line's term of the sum is attributed to a cause. A line enters from or leaves to outside
//! (additions, deletions), or comes from or goes to another index of the family (migrations). The term
//! of a member that stays is split between the update of its index shares or float,
//! `|value_after - value_before| / total_after`, and the change of the index total (reweighting),
//! `value_before |1/total_after - 1/total_before|`, in proportion to the two. Counts are of
//! securities, as the provider's are.
//!
//! An index without members before is formed, and one without members after is emptied. All of it is
//! bought or sold for cash, which is the other half of the sum, so one-way and membership turnover are
//! 100%. An index without members on both sides has no turnover. Turnover is unknown if the members of
//! one side have no known value.
//!
//! Distributions in kind do not count as turnover. In an index that holds both lines, the
//! acquirer's shares count as held before in place of the target's, and those of a spin-off child
//! in place of part of its parent's.

use serde::Serialize;

use super::holdings::{Holding, Holdings};
use crate::methodology::weights::weights;
use crate::simulation::InKind;
use crate::universe::{Index, Indexes};

/// One-way turnover by cause, as fractions; they sum to the one-way turnover.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, schemars::JsonSchema)]
pub struct Causes {
    /// Lines that enter from outside.
    pub additions: f64,
    /// Lines that leave to outside.
    pub deletions: f64,
    /// Lines that come from or go to another index of the family.
    pub migrations: f64,
    /// Members whose index shares or float are updated; `None` if neither is known before the event for any
    /// member that stays.
    pub share_and_float_changes: Option<f64>,
    /// Members whose weight changes only because of changes to others.
    pub reweighting: f64,
}

/// Turnover of one index at one event.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Turnover {
    /// The index.
    pub index: Index,
    /// Number of securities before; `None` if unknown.
    pub members_before: Option<usize>,
    /// Number of securities after.
    pub members_after: usize,
    /// Number of companies after.
    pub companies_after: usize,
    /// Changes; `None` if the membership before is unknown, if the index has no members before and
    /// after, or if the members of one side have no value.
    pub changes: Option<Changes>,
}

impl Turnover {
    /// A count from [`Changes`]; zero for an index known to have no members before and after, and
    /// `None` if unknown.
    pub fn count(&self, of: fn(&Changes) -> usize) -> Option<usize> {
        let is_empty = self.members_before == Some(0) && self.members_after == 0;
        self.changes.as_ref().map(of).or(is_empty.then_some(0))
    }

    /// A fraction from [`Changes`]; `None` if unknown.
    pub fn part(&self, of: fn(&Changes) -> f64) -> Option<f64> {
        self.changes.as_ref().map(of)
    }
}

/// Changes of an index whose membership before is known.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Changes {
    /// Number of companies before.
    pub companies_before: usize,
    /// Number of securities that enter from outside.
    pub additions: usize,
    /// Number of securities that leave to outside.
    pub deletions: usize,
    /// Number of securities that come from another index of the Russell 3000 (of the 3000E for
    /// Microcap).
    pub moved_in: usize,
    /// Number of securities that go to another such index.
    pub moved_out: usize,
    /// One-way turnover, a fraction.
    pub one_way: f64,
    /// Two-way turnover, a fraction.
    pub two_way: f64,
    /// Membership turnover, a fraction.
    pub membership_turnover: f64,
    /// One-way turnover by cause.
    pub causes: Causes,
}

/// Turnover of an index at an event.
///
/// Members without a line on rank day count on neither side: they have no weight, or left before the
/// event.
pub fn turnover(index: Index, holdings: &Holdings) -> Turnover {
    let lines: Vec<Line<'_>> = holdings
        .holdings
        .iter()
        .map(|h| Line {
            holding: h,
            was: h.before.holding.contains(index),
            is: h.after.contains(index),
        })
        .filter(|line| line.was || line.is)
        .collect();
    let known = holdings.known_before.contains(index);
    Turnover {
        index,
        members_before: known.then(|| lines.iter().filter(|line| line.was).count()),
        members_after: lines.iter().filter(|line| line.is).count(),
        companies_after: count_companies(lines.iter().filter(|line| line.is)),
        changes: known.then(|| changes(index, &lines, &holdings.in_kind_of(index))).flatten(),
    }
}

/// A line that an index holds before, after, or both.
struct Line<'a> {
    holding: &'a Holding,
    was: bool,
    is: bool,
}

fn count_companies<'a>(held: impl Iterator<Item = &'a Line<'a>>) -> usize {
    let mut companies: Vec<usize> = held.map(|line| line.holding.company).collect();
    companies.sort_unstable();
    companies.dedup();
    companies.len()
}

fn changes(index: Index, lines: &[Line<'_>], in_kind: &[InKind]) -> Option<Changes> {
    let before: Vec<f64> = lines.iter().map(|l| l.holding.before_trades(l.was, in_kind)).collect();
    let after: Vec<f64> =
        lines.iter().map(|l| if l.is { l.holding.value_after } else { 0.0 }).collect();
    let (total_before, total_after): (f64, f64) = (before.iter().sum(), after.iter().sum());
    let (had, has) = (lines.iter().any(|line| line.was), lines.iter().any(|line| line.is));
    if !(had || has) || (had && total_before <= 0.0) || (has && total_after <= 0.0) {
        return None;
    }
    // If an index is formed or emptied, the other half of the turnover is cash.
    let part = if had && has { 0.5 } else { 1.0 };
    let companies_before = count_companies(lines.iter().filter(|line| line.was));
    let mut c = Changes {
        companies_before,
        additions: 0,
        deletions: 0,
        moved_in: 0,
        moved_out: 0,
        one_way: 0.0,
        two_way: 0.0,
        membership_turnover: 0.0,
        causes: Causes::default(),
    };
    let mut staying = lines.iter().filter(|line| line.was && line.is).peekable();
    let sees_updates =
        staying.peek().is_none() || staying.any(|line| line.holding.updated.is_some());
    c.causes.share_and_float_changes = sees_updates.then_some(0.0);
    // Without any change, skip the weights, so that rounding does not cause turnover.
    let same_value = |h: &Holding| h.value_before.to_bits() == h.value_after.to_bits();
    if lines
        .iter()
        .all(|l| l.was && l.is && l.holding.updated != Some(true) && same_value(l.holding))
    {
        return Some(c);
    }
    let (weights_before, weights_after) = (weights(&before), weights(&after));
    let (mut value_in, mut value_out, mut by_updates) = (0.0, 0.0, 0.0);
    for (at, &Line { holding: h, was, is }) in lines.iter().enumerate() {
        let half = (weights_after[at] - weights_before[at]).abs() * part;
        let inside = stays_in_family(index, h.before.holding, h.after);
        let counted = match (was, is) {
            (true, true) => None,
            (false, _) if inside => Some(&mut c.moved_in),
            (false, _) => Some(&mut c.additions),
            (true, false) if inside => Some(&mut c.moved_out),
            (true, false) => Some(&mut c.deletions),
        };
        if let Some(count) = counted {
            *count += 1;
        }
        match (was, is) {
            (true, true) => {
                let (values, totals) = ((before[at], after[at]), (total_before, total_after));
                let own = if h.updated == Some(true) { own_part(values, totals) } else { 0.0 };
                by_updates += half * own;
                c.causes.reweighting += half * (1.0 - own);
            }
            _ if inside => c.causes.migrations += half,
            (false, _) => c.causes.additions += half,
            (true, false) => c.causes.deletions += half,
        }
        if !was {
            value_in += after[at] - before[at];
        } else if !is {
            value_out += before[at];
        }
        c.one_way += half;
    }
    c.causes.share_and_float_changes = sees_updates.then_some(by_updates);
    c.two_way = 2.0 * c.one_way;
    c.membership_turnover = if had { value_in.max(value_out) / total_before } else { 1.0 };
    Some(c)
}

/// Fraction of the change of a staying member's weight that is due to its own update.
fn own_part((before, after): (f64, f64), (total_before, total_after): (f64, f64)) -> f64 {
    let own = (after - before).abs() / total_after;
    let others = before * (1.0 / total_after - 1.0 / total_before).abs();
    if own > 0.0 { own / (own + others) } else { 0.0 }
}

/// Whether a line that enters or leaves `index` stays in the family, which makes it a migration.
///
/// The family is the Russell 3000, as in the provider's counts of moves between the 1000 and the 2000;
/// for Microcap, which reaches beyond the 3000, it is the 3000E.
fn stays_in_family(index: Index, before: Indexes, after: Indexes) -> bool {
    let around = if index == Index::Microcap { Index::R3000E } else { Index::R3000 };
    before.contains(around) && after.contains(around)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconstitution::HeldIndexes;

    fn holding(line: usize, before: &[Index], after: &[Index], values: (f64, f64)) -> Holding {
        let set = |indexes: &[Index]| indexes.iter().copied().collect::<Indexes>();
        let known = <Index as strum::IntoEnumIterator>::iter().collect();
        Holding {
            line,
            company: line,
            before: HeldIndexes { known, holding: set(before) },
            after: set(after),
            value_before: values.0,
            value_after: values.1,
            updated: Some((values.0 - values.1).abs() > 0.0),
            float_known: true,
            has_value: true,
            now: None,
        }
    }

    fn family() -> Holdings {
        use Index::{R1000, R2000, R3000};
        let holdings = vec![
            holding(0, &[R3000, R2000], &[R3000, R2000], (50.0, 50.0)),
            holding(1, &[R3000, R2000], &[R3000, R1000], (30.0, 30.0)),
            holding(2, &[R3000, R2000], &[], (20.0, 20.0)),
            holding(3, &[], &[R3000, R2000], (25.0, 25.0)),
            holding(4, &[R3000, R1000], &[R3000, R2000], (25.0, 25.0)),
        ];
        let known_before = [R1000, R2000, R3000].into_iter().collect();
        Holdings { holdings, known_before, ..Holdings::default() }
    }

    #[test]
    fn a_worked_index() {
        // Weights before .5 .3 .2, after .5 .25 .25: (.3 + .2 + .25 + .25) / 2 is one half.
        let t = turnover(Index::R2000, &family());
        let c = t.changes.expect("known before");
        assert!((c.one_way - 0.5).abs() < 1e-12 && (c.two_way - 1.0).abs() < 1e-12);
        assert!((c.membership_turnover - 0.5).abs() < 1e-12);
        assert_eq!((c.additions, c.deletions, c.moved_in, c.moved_out), (1, 1, 1, 1));
        assert!((c.causes.additions - 0.125).abs() < 1e-12);
        assert!((c.causes.deletions - 0.1).abs() < 1e-12);
        assert!((c.causes.migrations - 0.275).abs() < 1e-12);
    }

    #[test]
    fn causes_sum_to_the_total_and_counts_add_up() {
        for index in [Index::R1000, Index::R2000, Index::R3000] {
            let t = turnover(index, &family());
            let c = t.changes.expect("known before");
            let k = c.causes;
            let sum = k.additions
                + k.deletions
                + k.migrations
                + k.share_and_float_changes.expect("known")
                + k.reweighting;
            assert!((sum - c.one_way).abs() < 1e-12, "{index}");
            let before = t.members_before.expect("known");
            let after = before + c.additions + c.moved_in - c.deletions - c.moved_out;
            assert_eq!(after, t.members_after, "{index}");
        }
    }

    #[test]
    fn updates_that_nothing_shows_are_unknown() {
        let mut holdings = family();
        let updates = |holdings: &Holdings| {
            let changes = turnover(Index::R3000, holdings).changes.expect("known before");
            changes.causes.share_and_float_changes
        };
        assert!(updates(&holdings).is_some());
        for holding in &mut holdings.holdings {
            holding.updated = None;
        }
        assert_eq!(updates(&holdings), None);
        // Where nobody stays, there is nothing to be seen.
        holdings.holdings.retain(|h| {
            !(h.before.holding.contains(Index::R3000) && h.after.contains(Index::R3000))
        });
        assert_eq!(updates(&holdings), Some(0.0));
    }

    #[test]
    fn a_formed_or_emptied_index_has_full_turnover() {
        use Index::{R1000, R2000, R3000};
        let large = [R3000, R1000];
        let holdings = vec![
            holding(0, &[R3000, R2000], &large, (30.0, 30.0)),
            holding(1, &[R3000, R2000], &[], (20.0, 20.0)),
            holding(2, &[], &large, (50.0, 50.0)),
        ];
        let known_before = [R1000, R2000, R3000, Index::Top10].into_iter().collect();
        let held = Holdings { holdings, known_before, ..Holdings::default() };
        for (index, migrations) in [(R1000, 0.375), (R2000, 0.6)] {
            let c = turnover(index, &held).changes.expect("known before");
            assert!((c.one_way - 1.0).abs() < 1e-12 && (c.two_way - 2.0).abs() < 1e-12, "{c:?}");
            assert!((c.membership_turnover - 1.0).abs() < 1e-12, "{c:?}");
            assert!((c.causes.migrations - migrations).abs() < 1e-12, "{c:?}");
            let others = c.causes.additions + c.causes.deletions;
            assert!((others + c.causes.migrations - 1.0).abs() < 1e-12, "{c:?}");
        }
        let empty = turnover(Index::Top10, &held);
        assert_eq!((empty.members_before, empty.changes.as_ref()), (Some(0), None));
        assert_eq!(empty.count(|c| c.additions), Some(0), "no addition, which is known");
    }

    #[test]
    fn members_without_value_have_no_turnover() {
        let lines = [holding(0, &[Index::R3000], &[Index::R3000], (0.0, 0.0))].into();
        let known_before = [Index::R3000].into_iter().collect();
        let held = Holdings { holdings: lines, known_before, ..Holdings::default() };
        let found = turnover(Index::R3000, &held);
        assert_eq!((found.members_before, found.changes), (Some(1), None));
    }

    #[test]
    fn an_index_whose_members_before_are_unknown_has_no_turnover() {
        assert_eq!(turnover(Index::Top200, &family()).changes, None);
    }
}
