//! The decision rule against the exact one of the methodology, company by company.

use rust_decimal::Decimal;

use super::super::decision::decide;
use super::super::setup::{Held, plain};
use super::*;
use crate::market::model::{Company, Market, Model, Parameters as Figures, PathKey, Start, Steps};
use crate::methodology::family::{Family, HeldSides};
use crate::methodology::ranking::Ranking;
use crate::methodology::{BandEdge, Parameters};
use crate::universe::Segment;

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
    let curve = Figures::shipped().expect("the file parses").curve;
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

/// The segments that the methodology gives, slot by slot.
fn exact(caps: &[f64], members: &[u8], parameters: &Parameters) -> Vec<u8> {
    let floor = parameters.eligibility.min_market_cap;
    let dollars = |cap: f64| Decimal::from(whole(cap));
    let eligible = caps
        .iter()
        .enumerate()
        .map(|(slot, cap)| (slot, dollars(*cap), ""))
        .filter(|(_, cap, _)| *cap >= floor)
        .collect();
    let ranking = Ranking::new(eligible, parameters.breaks.r3000e.rank).expect("small caps");
    let family = Family::new(&ranking, parameters);
    let mut segments = vec![0; caps.len()];
    for company in &ranking.ranked {
        let r1000 = match members[company.company] {
            0 => None,
            member => Some(member == Held::R1000 as u8),
        };
        let sides = HeldSides { r1000, ..HeldSides::default() };
        let place = family.place(company.rank, company.cumulative, &sides);
        segments[company.company] = match place.segment {
            Segment::R1000 => Held::R1000 as u8,
            Segment::R2000 => Held::R2000 as u8,
            _ => Held::Outside as u8,
        };
    }
    segments
}

fn rules_with(change: impl Fn(&mut Parameters)) -> (Parameters, Rules) {
    let mut parameters = Parameters::default();
    change(&mut parameters);
    let rules = Rules::new(&parameters).expect("rules");
    (parameters, rules)
}

#[test]
fn everybody_is_placed_as_by_the_methodology() {
    let bands = |above: i64, below: i64, edge| {
        rules_with(move |p: &mut Parameters| {
            p.breaks.r1000.band_above = Decimal::new(above, 3);
            p.breaks.r1000.band_below = Decimal::new(below, 3);
            p.band_edge = edge;
        })
    };
    let variants = [
        bands(2_500, 2_500, BandEdge::Held),
        bands(5_000, 2_500, BandEdge::Moves),
        bands(0, 0, BandEdge::Held),
        // Beyond #3,000, and beyond the largest company.
        bands(100_000, 100_000, BandEdge::Held),
        rules_with(|p| p.breaks.r3000e.rank = 3_100),
        rules_with(|p| p.eligibility.min_market_cap = 5_000_000_000_i64.into()),
    ];
    let mut moved = 0;
    for (seed, count) in [(1, 4_500), (2, 3_100), (3, 5_000), (4, 900), (5, 2_000), (6, 1)] {
        let mut next = numbers(seed);
        for (parameters, rules) in &variants {
            let (before, now) = (caps(count, &mut next), caps(count, &mut next));
            let mut tracker = Tracker::new();
            let old = tracker.find(rules, &before, None);
            let mut members: Vec<u8> = before.iter().map(|cap| plain(*cap, &old)).collect();
            let no_members = vec![0; before.len()];
            assert_eq!(members, exact(&before, &no_members, parameters), "{count} plain");
            // Some are new, whatever their size.
            for slot in (0..count).step_by(11) {
                members[slot] = 0;
            }
            // From a guess that is quite wrong, and from none.
            for guess in [Some(&old), None] {
                let cuts = tracker.find(rules, &now, guess);
                let mut decided = vec![0; now.len()];
                decide(&now, &members, &cuts, &mut decided);
                assert_eq!(decided, exact(&now, &members, parameters), "{count} banded");
                moved += members.iter().zip(&decided).filter(|(m, d)| **m * **d == 2).count();
            }
        }
    }
    assert!(moved > 1_000, "bands that nobody crosses show nothing: {moved}");
}

#[test]
fn the_rule_books_example_comes_out() {
    // In millions of USD; 994 larger companies share what the example says they sum to, and one
    // that is not printed takes the rest.
    let (parameters, rules) = rules_with(|p| {
        p.eligibility.min_market_cap = Decimal::ONE;
        p.breaks.r1000.rank = 7;
    });
    let shown = [2_115, 2_105, 2_100, 2_011, 2_010, 2_000, 1_995, 1_950, 1_923];
    let mut caps = vec![154_000.0 - 2_115.0];
    caps.extend(shown.map(f64::from));
    caps.push(1_900.0);
    // The rest, to the printed total, in companies smaller than those.
    let mut rest = 182_500 - 170_094 - 1_900;
    while rest > 0 {
        caps.push(f64::from(rest.min(1_800)));
        rest -= rest.min(1_800);
    }
    caps.resize(BLOCK, 0.0);
    let mut members = vec![0; BLOCK];
    let was = [1, 1, 2, 1, 2, 2, 2, 1, 2, 1];
    members[..10].copy_from_slice(&was);
    let cuts = Tracker::new().find(&rules, &caps, None);
    let mut decided = vec![0; BLOCK];
    decide(&caps, &members, &cuts, &mut decided);
    assert_eq!(decided[1..10], [1, 1, 1, 2, 2, 2, 1, 2, 2]);
    assert_eq!(decided, exact(&caps, &members, &parameters));
}

#[test]
fn guesses_are_good_and_cuts_do_not_depend_on_them() {
    let model = Model::new(Figures::shipped().expect("the file"), Steps::Monthly).expect("model");
    let companies = Company::on_curve(model.parameters(), 4_500);
    let start = Start::new(companies, model).expect("companies");
    let (_, rules) = rules_with(|_| ());
    let mut tracker = Tracker::new();
    let mut market = Market::new(&start, PathKey::new(5, 5));
    let mut cuts = tracker.find(&rules, market.caps(), None);
    tracker.misses = 0;
    let months = 24;
    for _ in 0..months {
        let before = (market.bucket_levels().to_vec(), market.total() as f64);
        market.advance(&[]);
        let growth =
            [2, 2, 3, 4, 5].map(|bucket: usize| market.bucket_levels()[bucket] / before.0[bucket]);
        let guess = cuts.grown(growth, market.total() as f64 / before.1);
        cuts = tracker.find(&rules, market.caps(), Some(&guess));
        let afresh = Tracker::new().find(&rules, market.caps(), None);
        let members: Vec<u8> = (0..3).cycle().take(market.caps().len()).collect();
        let mut decided = [vec![0; members.len()], vec![0; members.len()]];
        decide(market.caps(), &members, &cuts, &mut decided[0]);
        decide(market.caps(), &members, &afresh, &mut decided[1]);
        assert_eq!(decided[0], decided[1]);
        assert_eq!(cuts.total, afresh.total);
    }
    assert!(tracker.misses < months / 2, "{} windows widened in {months} months", tracker.misses);
}
