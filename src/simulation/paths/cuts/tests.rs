//! Compares the decision rule with the exact one of the methodology, company by company.

use rust_decimal::Decimal;

use super::super::placement::Edges;
use super::super::tiers::{MICRO, OUTSIDE, POSSIBLE, Span};
use super::super::unbanded::Unbanded;
use super::*;
use crate::market::model::{Company, Market, Model, ModelFigures, PathKey, Start, Steps};
use crate::methodology::family::{Family, HeldSides};
use crate::methodology::ranking::Ranking;
use crate::methodology::{BandEdge, Parameters};
use crate::universe::{Index, Indexes};

/// Small whole numbers, the same on every run.
fn numbers(mut state: u64) -> impl FnMut(u64) -> u64 {
    move |below| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

/// Caps of about the market's shape in whole dollars, in whole blocks, with free slots among them.
fn caps(count: usize, next: &mut impl FnMut(u64) -> u64) -> Vec<f64> {
    let curve = ModelFigures::shipped().expect("the file parses").curve;
    let mut caps: Vec<f64> = (1..=count)
        .map(|rank| {
            let noise = next(1_000_000) as f64 / 1e6 - 0.5;
            (curve.cap(rank as f64) * libm::exp(1.4 * noise)).round()
        })
        .collect();
    for at in (0..count).step_by(37) {
        caps[at] = 0.0;
    }
    caps.resize(count.next_multiple_of(BLOCK), 0.0);
    caps
}

/// The indexes of a tier among the given indexes.
fn indexes_of(tier: u8, looked_at: &[Index]) -> Indexes {
    let holds = |index: &&Index| Span::of(**index).holds(usize::from(tier));
    looked_at.iter().filter(holds).copied().collect()
}

/// The indexes given by the methodology, slot by slot; `members` are the tiers in which companies
/// are held.
fn exact(caps: &[f64], members: &[u8], parameters: &Parameters) -> Vec<Indexes> {
    let floor = parameters.eligibility.min_market_cap;
    let dollars = |cap: f64| Decimal::from(crate::market::model::whole_dollars(cap));
    let eligible = caps
        .iter()
        .enumerate()
        .map(|(slot, cap)| (slot, dollars(*cap), ""))
        .filter(|(_, cap, _)| *cap >= floor)
        .collect();
    let ranking = Ranking::new(eligible, parameters.breaks.r3000e.rank).expect("small caps");
    let family = Family::new(&ranking, parameters);
    let mut indexes = vec![Indexes::default(); caps.len()];
    for company in &ranking.ranked {
        let sides = HeldSides::of(indexes_of(members[company.company], &POSSIBLE));
        let place = family.place(company.rank, company.cumulative, &sides);
        indexes[company.company] = place.indexes;
    }
    indexes
}

/// The tiers decided, slot by slot.
fn decide(caps: &[f64], members: &[u8], cuts: &Cuts) -> Vec<u8> {
    let (mut unbanded, edges) = (Unbanded::default(), Edges::new(cuts));
    unbanded.place(caps, caps, caps, cuts);
    let (mut decided, mut misplaced) = (unbanded.tiers.clone(), Vec::new());
    edges.misplaced(members, &unbanded.tiers, &mut misplaced);
    for slot in misplaced {
        decided[slot] = edges.fresh(members[slot], unbanded.tiers[slot], caps[slot]);
    }
    decided
}

fn rules_with(change: impl Fn(&mut Parameters)) -> (Parameters, Rules) {
    let mut parameters = Parameters::default();
    change(&mut parameters);
    let rules = Rules::new(&parameters, &POSSIBLE).expect("rules");
    (parameters, rules)
}

fn assert_decided(found: &[u8], expected: &[Indexes], looked_at: &[Index], of: &str) {
    for (slot, (tier, expected)) in found.iter().zip(expected).enumerate() {
        let found = indexes_of(*tier, looked_at);
        let expected: Indexes =
            looked_at.iter().copied().filter(|index| expected.contains(*index)).collect();
        assert_eq!(found, expected, "{of}: slot {slot}, tier {tier}");
    }
}

/// Rules with several widths of bands, in thousandths of a percentage point, and several breaks.
fn variants() -> Vec<(Parameters, Rules)> {
    let bands = |above: i64, below: i64, edge| {
        rules_with(move |p: &mut Parameters| {
            let (above, below) = (Decimal::new(above, 3), Decimal::new(below, 3));
            let breaks = &mut p.breaks;
            for rule in
                [&mut breaks.top200, &mut breaks.top500, &mut breaks.r1000, &mut breaks.microcap]
            {
                (rule.band_above, rule.band_below) = (above, below);
            }
            p.band_edge = edge;
        })
    };
    vec![
        rules_with(|_| ()),
        bands(2_500, 2_500, BandEdge::Held),
        bands(5_000, 2_500, BandEdge::Moves),
        bands(0, 0, BandEdge::Held),
        // Bands at whose edge the break's own company moves.
        bands(500, 0, BandEdge::Moves),
        bands(0, 500, BandEdge::Moves),
        // Bands that cross, because they reach beyond #3,000 and beyond the largest company.
        bands(100_000, 100_000, BandEdge::Held),
        rules_with(|p| p.breaks.r3000e.rank = 3_100),
        rules_with(|p| p.eligibility.min_market_cap = 5_000_000_000_i64.into()),
    ]
}

#[test]
fn everybody_is_placed_as_by_the_methodology() {
    let mut held = 0;
    for (seed, count) in [(1, 4_500), (2, 3_100), (3, 5_000), (4, 900), (5, 2_000), (6, 1)] {
        let mut next = numbers(seed);
        for (at, (parameters, rules)) in variants().iter().enumerate() {
            let of = format!("{count} companies, variant {at}");
            let (before, now) = (caps(count, &mut next), caps(count, &mut next));
            let mut tracker = Tracker::new(rules);
            let old = tracker.find(rules, &before, None);
            let nobody = vec![OUTSIDE; before.len()];
            let mut members = decide(&before, &nobody, &old);
            let expected = exact(&before, &nobody, parameters);
            assert_decided(&members, &expected, &POSSIBLE, &format!("{of}, unbanded"));
            // Some companies of every size are new, and some come from Microcap.
            for slot in (0..count).step_by(11) {
                members[slot] = if slot % 2 == 0 { OUTSIDE } else { MICRO };
            }
            let expected = exact(&now, &members, parameters);
            // Once from an estimate that is quite wrong, and once from none.
            for guess in [Some(&old), None] {
                let cuts = tracker.find(rules, &now, guess);
                let decided = decide(&now, &members, &cuts);
                assert_decided(&decided, &expected, &POSSIBLE, &of);
                let mut unbanded = Unbanded::default();
                unbanded.place(&now, &now, &now, &cuts);
                held += unbanded.tiers.iter().zip(&decided).filter(|(p, d)| p != d).count();
            }
        }
    }
    assert!(held > 1_000, "bands that hold nobody show nothing: {held}");
}

#[test]
fn fewer_indexes_are_placed_like_all() {
    let mut next = numbers(7);
    let (before, now) = (caps(4_400, &mut next), caps(4_400, &mut next));
    let parameters = Parameters::default();
    for looked_at in [
        &[Index::R1000, Index::R2000][..],
        &[Index::R3000, Index::Midcap],
        &[Index::Microcap],
        &[Index::R2500, Index::R3000E],
        &[Index::Top200, Index::Top500, Index::R2000],
    ] {
        let rules = Rules::new(&parameters, looked_at).expect("rules");
        let mut tracker = Tracker::new(&rules);
        let old = tracker.find(&rules, &before, None);
        let members = decide(&before, &vec![OUTSIDE; before.len()], &old);
        let cuts = tracker.find(&rules, &now, Some(&old));
        // The members as held in all of the family's indexes; the tiers of paths show only some
        // indexes.
        let all = Rules::new(&parameters, &POSSIBLE).expect("rules");
        let of_all = Tracker::new(&all).find(&all, &before, None);
        let held = decide(&before, &vec![OUTSIDE; before.len()], &of_all);
        let expected = exact(&now, &held, &parameters);
        assert_decided(&decide(&now, &members, &cuts), &expected, looked_at, "some");
    }
}

#[test]
fn the_rule_books_example_comes_out() {
    // Caps in millions of USD. 994 larger companies share the sum that the example gives for them,
    // and one company that is not printed takes the rest.
    let parameters = {
        let mut parameters = Parameters::default();
        parameters.eligibility.min_market_cap = Decimal::ONE;
        for rule in [&mut parameters.breaks.top200, &mut parameters.breaks.top500] {
            rule.rank = 1;
        }
        parameters.breaks.r1000.rank = 7;
        parameters
    };
    let rules = Rules::new(&parameters, &[Index::R1000, Index::R2000]).expect("rules");
    let shown = [2_115, 2_105, 2_100, 2_011, 2_010, 2_000, 1_995, 1_950, 1_923];
    let mut caps = vec![154_000.0 - 2_115.0];
    caps.extend(shown.map(f64::from));
    caps.push(1_900.0);
    // The rest, up to the printed total, in companies smaller than the ones above.
    let mut rest = 182_500 - 170_094 - 1_900;
    while rest > 0 {
        caps.push(f64::from(rest.min(1_800)));
        rest -= rest.min(1_800);
    }
    caps.resize(BLOCK, 0.0);
    let mut members = vec![OUTSIDE; BLOCK];
    members[..10].copy_from_slice(&[2, 2, 3, 2, 3, 3, 3, 2, 3, 2]);
    let cuts = Tracker::new(&rules).find(&rules, &caps, None);
    let decided = decide(&caps, &members, &cuts);
    assert_eq!(decided[1..10], [2, 2, 2, 3, 3, 3, 2, 3, 3]);
    let expected = exact(&caps, &members, &parameters);
    assert_decided(&decided, &expected, &[Index::R1000, Index::R2000], "the example");
}

#[test]
fn guesses_are_good_and_cuts_do_not_depend_on_them() {
    let model =
        Model::new(ModelFigures::shipped().expect("the file"), Steps::Monthly).expect("model");
    let companies = Company::on_curve(model.parameters(), 4_500);
    let start = Start::new(companies, model).expect("companies");
    let (_, rules) = rules_with(|_| ());
    let ranks = windows_in_use(&rules);
    let mut tracker = Tracker::new(&rules);
    let mut market = Market::new(&start, PathKey::new(5, 5));
    let mut cuts = tracker.find(&rules, market.caps(), None);
    tracker.misses = 0;
    let months = 48;
    for _ in 0..months {
        let before = (market.bucket_levels().to_vec(), market.total() as f64);
        market.advance(&[]);
        let mut growth = [1.0; WINDOWS];
        for (window, rank) in &ranks {
            let buckets = &start.model().parameters().buckets;
            let bucket = buckets.partition_point(|bucket| bucket.last_rank < *rank);
            growth[*window] = market.bucket_levels()[bucket] / before.0[bucket];
        }
        let guess = cuts.grown(&growth, market.total() as f64 / before.1);
        cuts = tracker.find(&rules, market.caps(), Some(&guess));
        let afresh = Tracker::new(&rules).find(&rules, market.caps(), None);
        let members: Vec<u8> = (0..7).cycle().take(market.caps().len()).collect();
        let decided = decide(market.caps(), &members, &cuts);
        assert_eq!(decided, decide(market.caps(), &members, &afresh));
        assert_eq!(cuts.total, afresh.total);
    }
    assert!(tracker.misses < months / 2, "{} windows widened in {months} months", tracker.misses);
}
