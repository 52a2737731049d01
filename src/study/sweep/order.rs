//! The order in which the combinations of a sweep are tried, and the combinations that share work.
//!
//! Combinations that read the market in the same way are adjacent; among them those with the same rule book,
//! and among these those with the same rules. A shard is a contiguous part of this order, so that it reads
//! the market as seldom as possible.

use crate::methodology::Parameters;
use crate::scenario::RunScenario;
use crate::scenario::sweep::{Rules, Sweep};

/// The parameters by which a market is read: eligibility, and the offerings that are applied.
fn of_market(p: &Parameters) -> impl PartialEq + '_ {
    (&p.eligibility, &p.offerings)
}

/// Whether two rule sets read the market in the same way.
pub(super) fn are_of_one_market(one: &Rules, other: &Rules) -> bool {
    of_market(&one.parameters) == of_market(&other.parameters)
}

/// All combinations, from 0, in the order in which they are tried, beginning with the first. A shard is a
/// contiguous part of this order.
pub fn order(rules: &[Rules]) -> Vec<usize> {
    let same_rule_book = |one: &Rules, other: &Rules| one.parameters == other.parameters;
    by_likeness(rules, &[&are_of_one_market, &same_rule_book, &PartialEq::eq])
}

/// As [`order`], for combinations that are scenarios of reconstitutions: those with the same days and files
/// are adjacent.
pub fn order_of_events((scenarios, sweep): (&[RunScenario], &Sweep)) -> Vec<usize> {
    let all: Vec<(usize, &RunScenario)> =
        sweep.combinations.iter().map(|of| of.event).zip(scenarios).collect();
    by_likeness(&all, &[&|one, other| one.0 == other.0, &PartialEq::eq])
}

/// Whether two items are alike in some respect.
type IsAlike<'a, R> = &'a dyn Fn(&R, &R) -> bool;

/// Orders items so that similar ones are adjacent; earlier criteria weigh more.
fn by_likeness<R>(all: &[R], ways: &[IsAlike<'_, R>]) -> Vec<usize> {
    let place = |at: &usize| -> Vec<Option<usize>> {
        let first =
            |is_alike: &IsAlike<'_, R>| all.iter().position(|other| is_alike(other, &all[*at]));
        ways.iter().map(first).collect()
    };
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_cached_key(place);
    order
}

/// Combinations with the same rules, which are computed once.
pub(super) type Alike = Vec<usize>;

/// Groups adjacent combinations with the same rules, in their given order.
pub(super) fn alike<R: PartialEq>(rules: &[R], combinations: &[usize]) -> Vec<Alike> {
    combinations.chunk_by(|a, b| rules[*a] == rules[*b]).map(<[usize]>::to_vec).collect()
}

/// Splits groups of combinations by the market that they read.
pub(super) fn by_market<'a>(rules: &[Rules], all: &'a [Alike]) -> Vec<&'a [Alike]> {
    all.chunk_by(|a, b| are_of_one_market(&rules[a[0]], &rules[b[0]])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Plan, Shift};

    /// Rules with a schedule of this name and a band of this width; `is_other` makes them read the market in
    /// another way.
    fn rules((name, band_above, is_other): (&str, i64, bool)) -> Rules {
        let mut parameters = Parameters::default();
        parameters.breaks.r1000.band_above = band_above.into();
        if is_other {
            parameters.eligibility.min_market_cap += rust_decimal::Decimal::ONE;
        }
        let plan = Plan { name: name.to_owned(), events: Vec::new(), shift: Shift::default() };
        Rules { plan, parameters }
    }

    #[test]
    fn combinations_that_share_work_come_together() {
        let all = [
            ("annual", 2, false),
            ("annual", 5, true),
            ("annual", 5, false),
            ("none", 2, false),
            ("none", 5, true),
            ("annual", 2, false),
            ("none", 5, false),
        ]
        .map(rules);
        let order = order(&all);
        assert_eq!(order, [0, 5, 3, 2, 6, 1, 4]);
        let alike = alike(&all, &order);
        assert_eq!(alike, [vec![0, 5], vec![3], vec![2], vec![6], vec![1], vec![4]]);
        let markets: Vec<usize> = by_market(&all, &alike).iter().map(|of| of.len()).collect();
        assert_eq!(markets, [4, 2]);
    }
}
