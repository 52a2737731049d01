//! The library against a second implementation of the rule book, on random markets.

use crate::market;
mod rulebook;
mod turnover;

use market::{
    Fate, Held, RANKS, Widths, decide, decided, event, markets, membership, parameters, ticker,
    universe, widths,
};
use proptest::prelude::*;
use rankday::analysis::holdings::{Holding, ValuationInputs, holdings};
use rankday::reconstitution::{CompanyResult, Decision, Reason};
use rankday::universe::{Index, Membership, Security, Segment, SymbolChanges, Universe};
use rulebook::{Banded, Break, Market, Plain};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use strum::IntoEnumIterator;
use turnover::{Line, measures};

/// The eligible companies of a market for the second implementation.
fn eligible(market: &[market::Company]) -> Vec<rulebook::Company> {
    let companies = market.iter().enumerate();
    let eligible = companies.filter(|(_, company)| company.fate == Fate::Eligible);
    let small = |microcap| rulebook::Held {
        top200: Some(false),
        top500: Some(false),
        r1000: false,
        microcap,
    };
    let large = |top200, top500| rulebook::Held { top200, top500, r1000: true, microcap: None };
    eligible
        .map(|(at, company)| rulebook::Company {
            ticker: ticker(at),
            cap: company.cap(),
            place: 100,
            held: match company.held {
                // Microcap names outside the Russell 2000 are not banded, nor are names that may have been
                // in either part of the Russell 3000.
                Held::Nowhere
                | Held::Micro
                | Held::Only(Segment::R3000 | Segment::Micro | Segment::None) => None,
                Held::R2000 { microcap } => Some(small(Some(microcap))),
                Held::R1000 { top500, top200 } => Some(large(Some(top200), Some(top500))),
                Held::Only(Segment::R2000) => Some(small(None)),
                Held::Only(Segment::R1000) => Some(large(None, None)),
            },
        })
        .collect()
}

fn rules(widths: &Widths) -> (Banded, Plain) {
    let rule = |at: usize| Break { rank: RANKS[at + 4], above: widths[at].0, below: widths[at].1 };
    let banded = Banded { top200: rule(0), top500: rule(1), r1000: rule(2), microcap: rule(3) };
    let [top10, top20, top50, top100, _, _, _, _, r3000, r3000e] = RANKS;
    (banded, Plain { top10, top20, top50, top100, r3000, r3000e })
}

/// Compares every decision of the library on a market with the second implementation's.
fn agree(market: &[market::Company], widths: &Widths) -> Result<(), TestCaseError> {
    let (universe, result) = decided(market, widths);
    let companies = eligible(market);
    let (banded, plain) = rules(widths);
    let naive = Market::new(&companies, Vec::new(), banded, plain);
    let mut compared = 0;
    for decision in &result.companies {
        let symbol = universe.securities[decision.line].symbol();
        let Some(company) = companies.iter().find(|c| c.ticker == *symbol) else {
            prop_assert!(matches!(decision.reason, Reason::Ineligible(_)), "{decision:?}");
            prop_assert!(decision.indexes.is_empty() && decision.to == Segment::None);
            continue;
        };
        let expected = naive.outcome(company);
        let indexes = decision.indexes.iter().map(<&str>::from).collect();
        prop_assert_eq!(decision.rank, Some(expected.rank), "{}", symbol);
        prop_assert_eq!(&expected.indexes, &indexes, "{} {:?}", symbol, company);
        if decision.from == decision.to && decision.to != Segment::None {
            prop_assert_eq!(decision.reason == Reason::KeptByBand, expected.held_by_band);
        }
        let percentile = result.cumulative(decision).map(|place| place.percentile);
        if let Some(percentile) = percentile {
            let (cumulative, total) = expected.percentile;
            let mut millionths = percentile;
            millionths.rescale(6);
            // Rounded to a millionth of a point.
            let off = millionths.mantissa() * total - cumulative * 100_000_000;
            prop_assert!(off.abs() <= total, "{symbol}: {percentile}");
        }
        prop_assert_eq!(percentile.is_some(), indexes.contains("R3000E"));
        compared += 1;
    }
    prop_assert_eq!(compared, companies.len());
    Ok(())
}

proptest! {
    #![proptest_config(market::cases(3_000))]

    #[test]
    fn both_decide_the_same(market in markets(), widths in widths()) {
        agree(&market, &widths)?;
    }

    /// Members of the Russell 3000 whose part of it is not known: no band holds them.
    #[test]
    fn both_decide_the_same_where_the_part_is_not_known(
        mut market in markets(), widths in widths()
    ) {
        for company in &mut market {
            if matches!(
                company.held,
                Held::R1000 { .. } | Held::R2000 { .. } | Held::Only(Segment::R1000 | Segment::R2000)
            ) {
                company.held = Held::Only(Segment::R3000);
            }
        }
        agree(&market, &widths)?;
        let (_, result) = decided(&market, &widths);
        let moved = |c: &CompanyResult| matches!(c.decision, Decision::Up | Decision::Down);
        prop_assert!(!result.companies.iter().any(moved), "nothing says who moved");
    }
}

/// The members with index shares that are not those of the day, in different ways.
fn with_old_shares(mut membership: Membership, universe: &Universe) -> Membership {
    for (at, member) in membership.members.iter_mut().enumerate() {
        let line = universe.securities.iter().find(|s| s.symbol() == member.symbol);
        let now = line.and_then(Security::shares_outstanding).expect("a line of the market");
        let per_cent = [None, Some(100), Some(110), Some(50)][at % 4];
        member.index_shares =
            per_cent.map(|part| (now * Decimal::from(part) / Decimal::ONE_HUNDRED).round());
    }
    membership
}

/// The value of a line before and after: price, index shares and float multiplied.
fn values(universe: &Universe, membership: &Membership, holding: &Holding) -> (f64, f64) {
    let line = &universe.securities[holding.line];
    let now = line.shares_outstanding().expect("known");
    let member = membership.members.iter().find(|m| m.symbol == line.symbol());
    let old = member.and_then(|m| m.index_shares).unwrap_or(now);
    let value = |shares: Decimal| {
        let (price, float) = (line.price().expect("known"), line.free_float_pct().expect("known"));
        (price * shares * float / Decimal::ONE_HUNDRED).to_f64().expect("a number")
    };
    (value(old), value(now))
}

proptest! {
    #![proptest_config(market::cases(3_000))]

    #[test]
    fn both_measure_the_same_turnover(market in markets(), widths in widths()) {
        let universe = universe(&market);
        let membership = with_old_shares(membership(&market), &universe);
        let parameters = parameters(&widths);
        let result = decide(&universe, &membership, &parameters);
        let inputs = ValuationInputs {
            universe: &universe,
            effective: None,
            membership: &membership,
            symbol_changes: &SymbolChanges::default(),
            updates: parameters.updates(event().season),
        };
        let held = holdings(&inputs, &result);
        for index in Index::iter() {
            let lines = held.holdings.iter().map(|holding| {
                let (before, after) = values(&universe, &membership, holding);
                let was_in = holding.before.holding.contains(index);
                Line {
                    before: was_in.then_some(before),
                    after: holding.after.contains(index).then_some(after),
                }
            });
            let expected = measures(&lines.collect::<Vec<_>>());
            let measured = rankday::analysis::turnover::turnover(index, &held).changes;
            let is_known = held.known_before.contains(index) && expected.is_some();
            prop_assert_eq!(measured.is_some(), is_known);
            let (Some(found), Some(expected)) = (measured, expected) else { continue };
            for (found, expected) in [
                (found.one_way, expected.one_way),
                (found.two_way, expected.two_way),
                (found.membership_turnover, expected.membership),
            ] {
                let off = (found - expected).abs();
                prop_assert!(off <= 1e-12 * expected.max(1.0), "{index}: {found} {expected}");
            }
        }
    }
}

/// The second implementation of turnover by hand: of .5, .3 and .2 one leaves, and one of a quarter joins.
#[test]
fn the_second_implementation_measures_a_small_index() {
    let line = |before, after| Line { before, after };
    let kept = line(Some(50.0), Some(50.0));
    let lines =
        [kept, line(Some(30.0), None), line(Some(20.0), Some(25.0)), line(None, Some(25.0))];
    let found = measures(&lines).expect("it holds lines");
    // After: .5, .25 and .25; differences 0, .3, .05 and .25.
    assert!((found.one_way - 0.3).abs() < 1e-12, "{found:?}");
    assert!((found.two_way - 0.6).abs() < 1e-12, "{found:?}");
    assert!((found.membership - 0.3).abs() < 1e-12, "{found:?}");
}

/// The second implementation is also compared with the rule book's own example (RB 6.11), scaled down: it
/// says which of #995 to #1,003 change sides.
#[test]
fn the_second_implementation_knows_the_rule_books_example() {
    let printed = [
        (2_115, true, true),
        (2_105, false, true),
        (2_100, true, true),
        (2_011, false, false),
        (2_010, false, false),
        (2_000, false, false),
        (1_995, true, true),
        (1_950, false, false),
        (1_923, true, false),
    ];
    // What is larger and what is smaller in as few companies as keep the order, with
    // the sums as printed.
    let member = |r1000| rulebook::Held { top200: None, top500: None, r1000, microcap: None };
    let company = |ticker: String, cap, held| rulebook::Company { ticker, cap, place: 100, held };
    let before = 154_000 - 2_115;
    let mut companies = vec![company("A".to_owned(), before, None)];
    for (at, (cap, was, _)) in printed.into_iter().enumerate() {
        companies.push(company(format!("B{at}"), cap, Some(member(was))));
    }
    for part in 0..10_u128 {
        let rest = 182_500 - 170_094;
        let cap = rest / 10 + u128::from(part < rest % 10);
        companies.push(company(format!("C{part}"), cap, None));
    }
    let none = |rank| Break { rank, above: 0, below: 0 };
    let banded = Banded {
        top200: none(1),
        top500: none(1),
        // #1,000 is the sixth of the nine, after the one that stands for 994.
        r1000: Break { rank: 7, above: 2_500, below: 2_500 },
        microcap: none(20),
    };
    let plain = Plain { top10: 1, top20: 1, top50: 1, top100: 1, r3000: 20, r3000e: 20 };
    let naive = Market::new(&companies, Vec::new(), banded, plain);
    for (at, (_, _, becomes)) in printed.into_iter().enumerate() {
        let outcome = naive.outcome(&companies[at + 1]);
        assert_eq!(outcome.indexes.contains("R1000"), becomes, "#{}", 995 + at);
    }
}
