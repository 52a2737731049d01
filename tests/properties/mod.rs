//! Properties that must hold for every market, each on hundreds of made-up markets.
//!
//! More of them: `PROPTEST_CASES=100000 cargo test --release --test event -- properties naive`.

use crate::market;

use market::{
    Company, Held, RANKS, Widths, decide, decided, event, markets, membership, parameters,
    securities, universe, widths,
};
use proptest::prelude::*;
use rankday::analysis::holdings::{Holding, Holdings, ValuationInputs, holdings};
use rankday::analysis::turnover::turnover;
use rankday::methodology::Screen;
use rankday::methodology::weights::weights;
use rankday::reconstitution::{Decision, HeldIndexes, Reason, Reconstitution, held_indexes};
use rankday::universe::{
    Index, Indexes, Input, Member, Membership, Segment, SymbolChanges, Universe, read_membership,
    read_universe, write_membership, write_universe,
};
use rust_decimal::prelude::ToPrimitive;
use strum::IntoEnumIterator;

/// The segment that a plain ranking gives.
fn unbanded_segment(rank: usize) -> Segment {
    match rank {
        rank if rank <= RANKS[6] => Segment::R1000,
        rank if rank <= RANKS[8] => Segment::R2000,
        rank if rank <= RANKS[9] => Segment::Micro,
        _ => Segment::None,
    }
}

fn in_index(result: &Reconstitution, index: Index) -> Vec<usize> {
    let companies = result.companies.iter().enumerate();
    companies.filter(|(_, company)| company.indexes.contains(index)).map(|(at, _)| at).collect()
}

/// Two sets that share nothing and together are a third.
fn parts(result: &Reconstitution, one: Index, other: Index, whole: Index) -> bool {
    let mut both = in_index(result, one);
    both.extend(in_index(result, other));
    both.sort_unstable();
    both == in_index(result, whole)
}

/// The tickers of members of the Russell 3000 that stay in it and enter or leave an index of it.
fn movers(market: &[Company], result: &Reconstitution, index: Index) -> Vec<String> {
    let members = membership(market);
    let held = members.members.iter().filter(|m| m.segment.in_r3000());
    let held: std::collections::BTreeMap<&str, &Member> =
        held.map(|m| (m.symbol.as_str(), m)).collect();
    let universe = universe(market);
    let companies = result.companies.iter().filter(|c| c.indexes.contains(Index::R3000));
    companies
        .filter_map(|c| {
            let member = held.get(universe.securities[c.line].symbol())?;
            let was = held_indexes(member).is_in(index)?;
            (was != c.indexes.contains(index)).then(|| member.symbol.clone())
        })
        .collect()
}

/// The membership that a result leaves behind, with the index shares and float of its day.
fn as_held(universe: &Universe, result: &Reconstitution) -> Membership {
    let lines = universe.securities.iter().zip(&result.indexes_after);
    let members = lines.filter(|(_, indexes)| !indexes.is_empty()).map(|(s, indexes)| Member {
        indexes: Some(*indexes),
        in_microcap: Some(indexes.contains(Index::Microcap)),
        index_shares: s.shares_outstanding(),
        index_float_pct: s.free_float_pct(),
        ..Member::new(s.symbol(), indexes.segment(), universe.as_of)
    });
    Membership { members: members.collect(), ..Membership::default() }
}

fn valued(universe: &Universe, membership: &Membership, result: &Reconstitution) -> Holdings {
    let parameters = parameters(&[(0, 0); 4]);
    let inputs = ValuationInputs {
        universe,
        effective: None,
        membership,
        symbol_changes: &SymbolChanges::default(),
        updates: parameters.updates(event().season),
    };
    holdings(&inputs, result)
}

/// The decision on each company, by the ticker that stands for it.
fn decisions(universe: &Universe, result: &Reconstitution) -> Vec<String> {
    let mut all: Vec<String> = result
        .companies
        .iter()
        .map(|c| {
            let symbol = universe.securities[c.line].symbol();
            let indexes: Vec<String> = c.indexes.iter().map(|i| i.to_string()).collect();
            let (rank, percentile) = (c.rank, result.cumulative(c).map(|place| place.percentile));
            format!("{symbol} {rank:?} {percentile:?} {}-{} {} {indexes:?}", c.from, c.to, c.reason)
        })
        .collect();
    all.sort();
    all
}

/// Lines that indexes hold before or after, worth anything.
fn lines_held() -> impl Strategy<Value = Vec<Holding>> {
    let segment = || {
        prop_oneof![
            Just(vec![]),
            Just(vec![Index::R3000, Index::R1000]),
            Just(vec![Index::R3000, Index::R2000]),
        ]
    };
    let value = || 1_000.0..1e12_f64;
    let line = (segment(), segment(), value(), value(), any::<bool>());
    proptest::collection::vec(line, 0..40).prop_map(|lines| {
        let lines = lines.into_iter().enumerate();
        let held = lines.map(|(line, (before, after, was_worth, worth, updated))| Holding {
            line,
            company: line,
            before: HeldIndexes { known: Indexes::ALL, holding: before.into_iter().collect() },
            after: after.into_iter().collect(),
            value_before: was_worth,
            value_after: if updated { worth } else { was_worth },
            updated: Some(updated),
            float_known: true,
            has_value: true,
            now: None,
        });
        held.collect()
    })
}

proptest! {
    #![proptest_config(market::cases(500))]

    #[test]
    fn indexes_are_made_of_disjoint_parts(market in markets(), widths in widths()) {
        let (_, result) = decided(&market, &widths);
        prop_assert!(parts(&result, Index::R1000, Index::R2000, Index::R3000));
        prop_assert!(parts(&result, Index::Top200, Index::Midcap, Index::R1000));
        prop_assert!(parts(&result, Index::Top500, Index::R2500, Index::R3000));
        for company in &result.companies {
            let is_in = |index| company.indexes.contains(index);
            let segment = match (is_in(Index::R1000), is_in(Index::R2000), is_in(Index::R3000E)) {
                (true, false, true) => Segment::R1000,
                (false, true, true) => Segment::R2000,
                (false, false, true) => Segment::Micro,
                (false, false, false) => Segment::None,
                other => return Err(TestCaseError::fail(format!("{other:?}"))),
            };
            prop_assert_eq!(company.to, segment);
            let micro = company.to == Segment::Micro;
            prop_assert!(!micro || is_in(Index::Microcap), "in Microcap alone, and not in it");
            prop_assert!(!(is_in(Index::Microcap) && is_in(Index::R1000)));
            prop_assert!(!is_in(Index::Top200) || is_in(Index::Top500));
        }
    }

    #[test]
    fn counts_are_the_ranks_of_the_breaks(market in markets(), widths in widths()) {
        let (_, result) = decided(&market, &widths);
        let eligible = result.screened.eligible.len();
        for (index, rank) in [(Index::R3000, RANKS[8]), (Index::R3000E, RANKS[9])] {
            prop_assert_eq!(in_index(&result, index).len(), eligible.min(rank));
        }
        let waterfall = &result.screened.waterfall;
        let dropped: usize = waterfall.steps.iter().map(|step| step.dropped).sum();
        prop_assert_eq!(dropped + waterfall.eligible_lines, waterfall.lines);
        prop_assert_eq!(waterfall.companies, market.len());
    }

    #[test]
    fn every_company_has_one_decision_that_fits_its_segments(
        market in markets(),
        widths in widths(),
    ) {
        let (universe, result) = decided(&market, &widths);
        prop_assert_eq!(result.companies.len(), universe.companies.len());
        for company in &result.companies {
            let fits = match company.decision {
                Decision::Keep => company.from == company.to && company.to != Segment::None,
                Decision::Out => company.from == company.to && company.to == Segment::None,
                Decision::Up => (company.from, company.to) == (Segment::R2000, Segment::R1000),
                Decision::Down => (company.from, company.to) == (Segment::R1000, Segment::R2000),
                Decision::Add => company.to < company.from,
                Decision::Delete => company.to > company.from && company.from < Segment::None,
            };
            prop_assert!(fits, "{company:?}");
            let ineligible = matches!(company.reason, Reason::Ineligible(_));
            prop_assert_eq!(ineligible, company.rank.is_none());
            prop_assert!(company.reason != Reason::Ineligible(Screen::Price));
        }
    }

    #[test]
    fn without_members_the_result_is_the_unbanded_ranking(market in markets(), widths in widths()) {
        let universe = universe(&market);
        let result = decide(&universe, &Membership::default(), &parameters(&widths));
        for company in &result.companies {
            prop_assert_eq!(company.to, company.rank.map_or(Segment::None, unbanded_segment));
        }
    }

    #[test]
    fn wider_bands_move_no_more_names(
        market in markets(),
        narrow in widths(),
        more in proptest::array::uniform2(0_u32..5_000),
    ) {
        let before = decided(&market, &narrow).1;
        for (at, index) in [Index::Top200, Index::Top500, Index::R1000, Index::Microcap]
            .into_iter()
            .enumerate()
        {
            // A break without any band decides every company by rank, members included.
            let mut wide: Widths = narrow;
            wide[at] = (narrow[at].0 + more[0], narrow[at].1 + more[1]);
            let narrow = movers(&market, &before, index);
            for mover in movers(&market, &decided(&market, &wide).1, index) {
                prop_assert!(narrow.contains(&mover), "{index}: {mover} moves in the wider only");
            }
        }
    }

    #[test]
    fn scaling_all_caps_decides_nothing(
        market in markets(),
        widths in widths(),
        factor in 2_u32..50,
    ) {
        let larger: Vec<Company> = market
            .iter()
            .map(|c| Company {
                millions: c.millions * factor,
                second: c.second.map(|millions| millions * factor),
                ..*c
            })
            .collect();
        let (universe, result) = decided(&market, &widths);
        let (universe_of_larger, of_larger) = decided(&larger, &widths);
        prop_assert_eq!(
            decisions(&universe, &result),
            decisions(&universe_of_larger, &of_larger)
        );
    }

    /// Through the files, so that what is written is read back as it was.
    #[test]
    fn the_order_of_rows_decides_nothing(
        (market, order) in markets().prop_flat_map(|market| {
            let order: Vec<usize> = (0..securities(&market).len()).collect();
            (Just(market), Just(order).prop_shuffle())
        }),
        widths in widths(),
    ) {
        let (universe, result) = decided(&market, &widths);
        let lines = securities(&market);
        let shuffled: Vec<_> = order.iter().map(|&at| lines[at].clone()).collect();
        let mut text = Vec::new();
        write_universe(&shuffled, None, &mut text).expect("written");
        let input = Input::from_bytes("u.csv", text).expect("text");
        let read = read_universe(&input, event().rank_day).expect("a universe").universe;
        let mut members = membership(&market);
        members.members.reverse();
        let members = if members.members.is_empty() {
            members
        } else {
            let mut text = Vec::new();
            write_membership(&members, &mut text).expect("written");
            read_membership(&Input::from_bytes("m.csv", text).expect("text")).expect("members")
        };
        let again = decide(&read, &members, &parameters(&widths));
        prop_assert_eq!(decisions(&universe, &result), decisions(&read, &again));
    }

    /// Whatever way caps are stated and whichever screen drops it, a deleted company has its held
    /// value before.
    #[test]
    fn whoever_is_deleted_sells_what_it_held(
        market in markets(), widths in widths(), stated in any::<bool>()
    ) {
        let mut securities = market::securities(&market);
        let cap_of = |symbol: &str| {
            let at = (0..market.len()).find(|&at| symbol.starts_with(&market::ticker(at)));
            market[at.expect("a company of the market")].cap()
        };
        for s in securities.iter_mut().filter(|_| stated) {
            s.set_shares_outstanding(None);
            s.set_company_market_cap(Some(i128::try_from(cap_of(s.symbol())).expect("small").into()));
        }
        let universe = Universe::new(market::event().rank_day, securities);
        let membership = market::membership(&market);
        let result = decide(&universe, &membership, &parameters(&widths));
        let holdings = valued(&universe, &membership, &result);
        for (at, company) in result.companies.iter().enumerate() {
            let line = &universe.securities[company.line];
            if company.decision != Decision::Delete {
                continue;
            }
            prop_assert!(company.market_cap.is_some(), "{} has a cap", line.symbol());
            let of_company = holdings.holdings.iter().filter(|h| h.company == at);
            let before: f64 = of_company.map(|h| h.value_before).sum();
            prop_assert!(before > 0.0, "{} sells what it held", line.symbol());
            if stated {
                let float = line.free_float_pct().and_then(|f| f.to_f64()).expect("known");
                let held = cap_of(line.symbol()) as f64 * float / 100.0;
                prop_assert!((before - held).abs() <= 1e-9 * held, "{}: {before}", line.symbol());
            }
        }
    }

    #[test]
    fn turnover_is_a_fraction_and_its_counts_add_up(market in markets(), widths in widths()) {
        let (universe, result) = decided(&market, &widths);
        let holdings = valued(&universe, &membership(&market), &result);
        for index in Index::iter() {
            let t = turnover(index, &holdings);
            let Some(c) = t.changes else { continue };
            prop_assert!((0.0..=1.0 + 1e-12).contains(&c.one_way), "{index}: {}", c.one_way);
            prop_assert!((0.0..=2.0 + 1e-12).contains(&c.two_way), "{index}: {}", c.two_way);
            prop_assert!(c.membership_turnover >= 0.0);
            let k = c.causes;
            let causes = [
                k.additions,
                k.deletions,
                k.migrations,
                k.share_and_float_changes.unwrap_or_default(),
                k.reweighting,
            ];
            prop_assert!(causes.iter().all(|cause| *cause >= 0.0));
            prop_assert!((causes.iter().sum::<f64>() - c.one_way).abs() < 1e-12);
            let before = t.members_before.expect("known with the changes");
            let after = before + c.additions + c.moved_in - c.deletions - c.moved_out;
            prop_assert_eq!(after, t.members_after);
        }
    }

    #[test]
    fn weights_sum_to_one(market in markets(), widths in widths()) {
        let (universe, result) = decided(&market, &widths);
        let holdings = valued(&universe, &membership(&market), &result);
        for index in Index::iter() {
            let members = holdings.holdings.iter().filter(|h| h.after.contains(index));
            let values: Vec<f64> = members.map(|h| h.value_after).collect();
            let weights = weights(&values);
            prop_assert!(weights.iter().all(|weight| (0.0..=1.0).contains(weight)));
            let sum: f64 = weights.iter().sum();
            prop_assert!(values.is_empty() || (sum - 1.0).abs() < 1e-12, "{index}: {sum}");
        }
    }

    #[test]
    fn turnover_is_none_without_a_change_and_the_same_both_ways(lines in lines_held()) {
        let there =
            Holdings { holdings: lines, known_before: Indexes::ALL, ..Holdings::default() };
        let (mut back, mut still) = (there.clone(), there.clone());
        for h in &mut back.holdings {
            std::mem::swap(&mut h.before.holding, &mut h.after);
            std::mem::swap(&mut h.value_before, &mut h.value_after);
        }
        for h in &mut still.holdings {
            (h.after, h.value_after, h.updated) = (h.before.holding, h.value_before, Some(false));
        }
        for index in [Index::R1000, Index::R2000, Index::R3000] {
            let of = |holdings| turnover(index, holdings).changes;
            let (Some(there), Some(back)) = (of(&there), of(&back)) else {
                let held = |h: &Holding| {
                    h.before.holding.contains(index) || h.after.contains(index)
                };
                prop_assert!(!there.holdings.iter().any(held), "{index} has members");
                continue;
            };
            let Some(still) = of(&still) else {
                prop_assert_eq!((there.companies_before, there.deletions), (0, 0), "{}", index);
                continue;
            };
            prop_assert!((0.0..=1.0 + 1e-12).contains(&there.one_way), "{index}: {there:?}");
            prop_assert!((there.one_way - back.one_way).abs() < 1e-12, "{index}");
            prop_assert!((there.two_way - back.two_way).abs() < 1e-12, "{index}");
            prop_assert_eq!(there.additions + there.moved_in, back.deletions + back.moved_out);
            prop_assert!(still.one_way == 0.0 && still.two_way == 0.0, "{index}: {still:?}");
            prop_assert!(still.membership_turnover == 0.0, "{index}");
        }
    }

    /// The result, held and reconstituted again at once: every company stays, and nothing is
    /// traded.
    ///
    /// The rule book implies no exception. On the same caps the ranks, the percentiles and the
    /// bands are the same. A company that a break put on a side by rank is not beyond the far edge
    /// of the band around it. One that a band held is still inside it, and one that crossed is on
    /// the side that its rank gives. A company that was new the first time is banded the second,
    /// and stays for the same reasons. Index shares and float are those of the day already.
    #[test]
    fn a_repeated_reconstitution_moves_nobody(market in markets(), widths in widths()) {
        let (universe, first) = decided(&market, &widths);
        let held = as_held(&universe, &first);
        let again = decide(&universe, &held, &parameters(&widths));
        for (company, before) in again.companies.iter().zip(&first.companies) {
            prop_assert_eq!(company.from, before.to);
            prop_assert_eq!(company.to, before.to);
            prop_assert_eq!(company.indexes, before.indexes);
        }
        let holdings = valued(&universe, &held, &again);
        for index in Index::iter() {
            let t = turnover(index, &holdings);
            let Some(c) = t.changes else {
                let no_members = t.members_before == Some(0) && t.members_after == 0;
                let no_microcap = in_index(&first, Index::Microcap).is_empty();
                prop_assert!(no_members || held.members.is_empty() || no_microcap);
                continue;
            };
            prop_assert!(c.one_way == 0.0 && c.two_way == 0.0 && c.membership_turnover == 0.0);
            prop_assert_eq!(c.additions + c.deletions + c.moved_in + c.moved_out, 0);
        }
    }
}

/// The markets are good test cases: all kinds of decisions happen on them.
#[test]
fn made_up_markets_exercise_every_decision() {
    use proptest::strategy::{Strategy as _, ValueTree as _};
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..60 {
        let market = markets().new_tree(&mut runner).expect("a market").current();
        let own = [(2_500, 2_500), (2_500, 2_500), (2_500, 2_500), (500, 500)];
        let (_, result) = decided(&market, &own);
        seen.extend(result.companies.iter().map(|c| c.decision.to_string()));
        seen.extend(result.companies.iter().map(|c| c.reason.to_string()));
        seen.extend(market.iter().map(|c| matches!(c.held, Held::Nowhere).to_string()));
    }
    for word in ["add", "delete", "up", "down", "keep", "out", "kept_by_band", "kept_by_rank"] {
        assert!(seen.contains(word), "no {word} in {seen:?}");
    }
}
