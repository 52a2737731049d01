//! The membership a second time, by the rule book's words and nothing else. On a rank day every company is ranked,
//! at the implementation the new members are in, and in between members are only lost.
//!
//! Quarterly additions, fast entry and corporate actions are left out.

#[path = "../naive/rulebook.rs"]
mod rulebook;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use compact_str::CompactString;
use proptest::prelude::*;
use rankday::market::history::History;
use rankday::universe::Index;
use rulebook::{Banded, Break, Held, Market, Plain};

use crate::timeline::made_up::{RANKS, Recipe, WIDTHS, market, parameters, recipes};
use crate::timeline::probe::{backtests, indexes, plans};

/// Names of the indexes that a line is in, by the line.
type Members = BTreeMap<usize, BTreeSet<&'static str>>;

fn rules() -> (Banded, Plain) {
    let rule = |at: usize| Break { rank: RANKS[at + 4], above: WIDTHS[at], below: WIDTHS[at] };
    let [top10, top20, top50, top100, _, _, _, _, r3000, r3000e] = RANKS;
    (
        Banded { top200: rule(0), top500: rule(1), r1000: rule(2), microcap: rule(3) },
        Plain { top10, top20, top50, top100, r3000, r3000e },
    )
}

/// The last rank of the smallest index that holds a member of the Russell 1000.
fn rank_within(held: &BTreeSet<&'static str>) -> Option<usize> {
    let [top10, top20, top50, top100, top200, top500, r1000, ..] = RANKS;
    let last = [
        ("TOP10", top10),
        ("TOP20", top20),
        ("TOP50", top50),
        ("TOP100", top100),
        ("TOP200", top200),
        ("TOP500", top500),
        ("R1000", r1000),
    ];
    last.into_iter().find(|(index, _)| held.contains(index)).map(|(_, rank)| rank)
}

/// Decides on every company of a day: lines that stay, move, come or go. A member whose cap is not known stays
/// where it is, and takes a place at the end of the smallest index that holds it if it is in the Russell 1000.
fn judged(history: &History, day: usize, members: &Members) -> Members {
    let mut eligible = Vec::new();
    let mut after = Members::new();
    let mut within = Vec::new();
    for (line, held) in members {
        if history.days[day].quote(*line).is_none() {
            // Not there to be judged.
            after.insert(*line, held.clone());
            within.extend(rank_within(held));
        }
    }
    for quote in history.days[day].quotes() {
        let held = members.get(&quote.line);
        // The price screen: a dollar, or for a member a mean of a dollar with the month before.
        let price = quote.price.and_then(|p| f64::try_from(p).ok()).expect("all have a price");
        let mean = quote.price_return.map(|r| {
            let before = price / (1.0 + r);
            (10_000.0 * f64::midpoint(price, before)).round() / 10_000.0
        });
        let low = price < 1.0 && !(held.is_some() && mean.is_none_or(|mean| mean >= 1.0));
        // An unknown mean passes, except for a line that is not a member.
        if low {
            continue;
        }
        let Some(cap) = quote.market_cap else {
            if let Some(held) = held {
                within.extend(rank_within(held));
                after.insert(quote.line, held.clone());
            }
            continue;
        };
        let cents = u128::try_from((cap * rust_decimal::Decimal::ONE_HUNDRED).trunc().mantissa())
            .expect("caps are positive");
        if cents < 3_000_000_000 {
            continue;
        }
        let is_in = |name| held.is_some_and(|held| held.contains(name));
        eligible.push((
            quote.line,
            rulebook::Company {
                ticker: history.symbol(quote.line, day).to_owned(),
                cap: cents,
                place: 100,
                held: is_in("R3000").then(|| Held {
                    top200: Some(is_in("TOP200")),
                    top500: Some(is_in("TOP500")),
                    r1000: is_in("R1000"),
                    microcap: Some(is_in("MICROCAP")),
                }),
            },
        ));
    }
    let companies: Vec<rulebook::Company> = eligible.iter().map(|(_, c)| c.clone()).collect();
    let (banded, plain) = rules();
    let market = Market::new(&companies, within, banded, plain);
    for (line, company) in &eligible {
        let indexes = market.outcome(company).indexes;
        if !indexes.is_empty() {
            after.insert(*line, indexes);
        }
    }
    after
}

/// The members at every close.
fn membership(history: &History, events: &[(NaiveDate, NaiveDate)]) -> Vec<Members> {
    let falls_on = |date: NaiveDate| {
        history.days.iter().rposition(|day| day.date <= date).expect("within the history")
    };
    let mut members = judged(history, 0, &Members::new());
    let mut pending: Vec<(usize, usize, Members, BTreeSet<usize>)> = Vec::new();
    let mut closes = Vec::new();
    for day in 0..history.days.len() {
        members.retain(|line, _| history.lines[*line].last >= day);
        // Events that fall on one close happen in the order of their own days.
        let mut steps: Vec<(NaiveDate, usize, bool)> = Vec::new();
        for (at, (rank_day, implementation)) in events.iter().enumerate() {
            steps.extend((falls_on(*rank_day) == day).then_some((*rank_day, at, true)));
            steps.extend((falls_on(*implementation) == day).then_some((
                *implementation,
                at,
                false,
            )));
        }
        steps.sort_unstable();
        for (_, event, is_rank_day) in steps {
            if is_rank_day {
                let new = judged(history, day, &members);
                let there = history.days[day].lines().collect();
                pending.push((event, day, new, there));
                continue;
            }
            let at = pending.iter().position(|(e, ..)| *e == event).expect("ranked before");
            let (_, _, new, there) = pending.remove(at);
            members.retain(|line, _| !there.contains(line));
            let live = |line: &usize| history.lines[*line].last >= day;
            members.extend(new.into_iter().filter(|(line, _)| there.contains(line) && live(line)));
        }
        closes.push(members.clone());
    }
    closes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, failure_persistence: None, ..Default::default() })]

    #[test]
    fn both_have_the_same_members_at_every_close(recipe in recipes()) {
        let recipe = Recipe { actions: false, classes: false, ..recipe };
        let mut rules = parameters();
        rules.additions.quarterly = false;
        rules.additions.fast_entry = false;
        let history = market(&recipe).history();
        let plans = plans(&["annual", "semi-annual"]);
        for (seen, plan) in backtests(&history, &plans, &rules).iter().zip(&plans) {
            let events: Vec<(NaiveDate, NaiveDate)> =
                seen.timetable.events.iter().map(|e| (e.event.rank_day, e.event.implementation)).collect();
            prop_assert!(!events.is_empty());
            let closes = membership(&history, &events);
            for (day, (expected, close)) in closes.iter().zip(&seen.closes).enumerate() {
                for index in indexes() {
                    let name: &'static str = Index::into(index);
                    let expected: BTreeSet<&str> = expected
                        .iter()
                        .filter(|(_, indexes)| indexes.contains(name))
                        .map(|(line, _)| history.symbol(*line, day))
                        .collect();
                    let held = seen.members(&history, index, day);
                    let held: BTreeSet<&str> = held.iter().map(CompactString::as_str).collect();
                    prop_assert_eq!(&expected, &held, "{} {} {}", &plan.name, index, close.date);
                }
            }
        }
    }
}
