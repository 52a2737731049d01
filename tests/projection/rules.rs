//! Without chance, a projection is the rule book applied today.

use proptest::prelude::*;
use rankday::market::model::ModelFigures;
use rankday::simulation::projection::{Count, Fate, Stretch};
use rankday::universe::{Index, Segment, Universe};

use super::market::{markets, membership, parameters, securities, universe, widths};
use super::{Case, TODAY, still};

fn fate(segment: Segment) -> Fate {
    match segment {
        Segment::R1000 => Fate::R1000,
        Segment::R2000 => Fate::R2000,
        Segment::Micro => Fate::Micro,
        Segment::None => Fate::Out,
        Segment::R3000 => unreachable!("no event puts a company in an unknown part"),
    }
}

/// Whether a move from one segment to another is of a kind.
type Is = fn(Segment, Segment) -> bool;

/// Every company is on every path where the rule book puts it today, and so are the breaks.
fn check(case: &Case, stretches: [Stretch; 2]) -> Result<(), TestCaseError> {
    let paths = 3;
    let (tally, companies, today) = case.project(still(), stretches, 0..paths, |_| {});
    prop_assert_eq!(tally.paths, paths);
    for (row, company) in companies.iter().enumerate() {
        let result = &today.companies[*company];
        for (at, fate_of) in
            [Fate::R1000, Fate::R2000, Fate::Micro, Fate::Out, Fate::Gone].into_iter().enumerate()
        {
            let expected = if fate_of == fate(result.to) { 3 } else { 0 };
            prop_assert_eq!(tally.companies[row][at], expected, "{:?}", result);
        }
        let in_top = |index| if result.indexes.contains(index) { 3 } else { 0 };
        prop_assert_eq!(tally.tops[row], [in_top(Index::Top200), in_top(Index::Top500)]);
    }
    for ranked in &today.ranking.ranked {
        prop_assert!(companies.contains(&ranked.company));
    }
    for (level, summary) in today.levels.iter().zip(&tally.levels) {
        for (cap, summary) in [
            (level.market_cap, &summary.break_bn),
            (level.upper_market_cap, &summary.upper_bn),
            (level.lower_market_cap, &summary.lower_bn),
        ] {
            let billions = cap.map(|cap| cap / rust_decimal::Decimal::from(1_000_000_000));
            let mean = summary.mean().map(|mean| format!("{mean:.8}"));
            prop_assert_eq!(mean, billions.map(|bn| format!("{bn:.8}")));
        }
    }
    // Every company that leaves is counted, whatever the reason.
    let counted = |is_one: Is| {
        let from = |company: usize| {
            today.matched.held_company(company).map_or(Segment::None, |held| held.segment)
        };
        let moved = today.companies.iter().enumerate().filter(|(at, c)| is_one(from(*at), c.to));
        Some(moved.count() as f64)
    };
    let counts: [(Count, Is); 5] = [
        (Count::Ups, |from, to| (from, to) == (Segment::R2000, Segment::R1000)),
        (Count::Downs, |from, to| (from, to) == (Segment::R1000, Segment::R2000)),
        (Count::Adds, |from, to| !from.in_r3000() && to.in_r3000()),
        (Count::Deletes, |from, to| from.in_r3000() && !to.in_r3000()),
        (Count::MicrocapDeletes, |from, to| (from, to) == (Segment::Micro, Segment::None)),
    ];
    for (count, is_one) in counts {
        prop_assert_eq!(tally.count(count).mean(), counted(is_one), "{:?}", count);
    }
    // For Microcap only where its previous members are known.
    let knows = f64::from(u8::from(today.matched.knows_microcap()));
    let entering = counted(|from, to| (from, to) == (Segment::None, Segment::Micro));
    let entering = entering.map(|count| count * knows);
    prop_assert_eq!(tally.count(Count::MicrocapAdds).mean(), entering);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn on_rank_day_itself_all_is_as_the_rule_book_says(market in markets(), widths in widths()) {
        let universe = universe(&market);
        let is_empty = universe.companies.is_empty();
        let case = Case { universe, membership: membership(&market), parameters: parameters(&widths) };
        // A universe in which no company can be ranked makes no market.
        let ranked = super::market::decided(&market, &widths).1.ranking.ranked.len();
        prop_assume!(!is_empty && ranked > 0);
        check(&case, [TODAY, TODAY])?;
        check(&case, [TODAY, Stretch { sessions: 30 }])?;
    }

    #[test]
    fn where_nothing_moves_the_day_makes_no_difference(market in markets(), widths in widths()) {
        let ranked = super::market::decided(&market, &widths).1.ranking.ranked.len();
        prop_assume!(ranked > 0);
        let case = Case {
            universe: universe(&market),
            membership: membership(&market),
            parameters: parameters(&widths),
        };
        check(&case, [Stretch { sessions: 64 }, Stretch { sessions: 29 }])?;
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn neither_rows_nor_threads_nor_shards_change_a_tally(market in markets(), widths in widths()) {
        let ranked = super::market::decided(&market, &widths).1.ranking.ranked.len();
        prop_assume!(ranked > 0);
        let case = Case {
            universe: universe(&market),
            membership: membership(&market),
            parameters: parameters(&widths),
        };
        let figures = || ModelFigures::shipped().expect("the file");
        let stretches = [Stretch { sessions: 40 }, Stretch { sessions: 25 }];
        let run = |case: &Case, paths| case.project(figures(), stretches, paths, |_| {}).0;
        let whole = run(&case, 0..130);
        let mut shards = run(&case, 77..130);
        shards.merge(&run(&case, 0..77));
        prop_assert_eq!(&shards, &whole);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("threads");
        prop_assert_eq!(&pool.install(|| run(&case, 0..130)), &whole);
        let mut rows = securities(&market);
        rows.reverse();
        let reversed = Case { universe: Universe::new(case.universe.as_of, rows), ..case };
        prop_assert_eq!(&run(&reversed, 0..130), &whole);
        for fates in &whole.companies {
            prop_assert_eq!(fates.iter().sum::<u32>(), 130, "{:?}", fates);
        }
    }
}
