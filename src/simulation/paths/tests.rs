//! Tests of paths as a whole, on small markets with small breaks.

use std::sync::atomic::{AtomicU64, Ordering};

use strum::VariantArray;

use super::*;
use crate::market::model::{Company, Model, Overrides, Parameters as Figures, Start, Steps};
use crate::methodology::Parameters;

/// Breaks at #40 and #120 in place of #1,000 and #3,000.
fn rules() -> Parameters {
    let mut parameters = Parameters::default();
    parameters.breaks.r1000.rank = 40;
    parameters.breaks.r3000.rank = 120;
    parameters.breaks.r3000e.rank = 160;
    parameters
}

fn companies() -> Vec<Company> {
    // Every 20th of the market, so that sizes are as spread as they are there.
    let curve = Figures::shipped().expect("the file parses").curve;
    (1..=180).map(|n| Company::new(n, curve.cap(20.0 * n as f64))).collect()
}

fn setup_of(companies: Vec<Company>, overrides: &Overrides, steps: Steps) -> Setup {
    let figures = Figures::shipped().expect("the file parses").with(overrides).expect("buckets");
    let model = Model::new(figures, steps).expect("figures");
    Setup {
        start: Start::new(companies, model).expect("companies"),
        parameters: rules(),
        schedules: vec![Schedule::annual(), Schedule::semi_annual()],
        quarters: Event::QUARTERS.to_vec(),
        years: 2,
        start_month: 6.0,
        held: None,
        overlays: Vec::new(),
    }
}

fn setup() -> Setup {
    let overrides = Overrides { listings_factor: Some(0.2), ..Overrides::default() };
    setup_of(companies(), &overrides, Steps::Monthly)
}

fn paths() -> Paths {
    Paths::new(setup()).expect("a setup")
}

fn in_threads(threads: usize, paths: &Paths, range: std::ops::Range<u64>) -> Aggregate {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| run(paths, 9, range, &|_| ()))
}

#[test]
fn threads_and_splits_give_the_same_bytes() {
    let paths = paths();
    let text = |results: &Aggregate| serde_json::to_string(results).expect("JSON");
    let one = in_threads(1, &paths, 0..150);
    for threads in [2, 5, 16] {
        assert_eq!(text(&in_threads(threads, &paths, 0..150)), text(&one), "{threads} threads");
    }
    // Shards of odd sizes, in no order, by way of their text.
    let mut merged = Aggregate::new(&paths, 9);
    for range in [101..150, 0..7, 7..101] {
        let shard = in_threads(2, &paths, range);
        let shard: Aggregate = serde_json::from_str(&text(&shard)).expect("JSON");
        merged.merge(&shard).expect("shards of one run");
    }
    assert_eq!(text(&merged), text(&one));
    assert_eq!((merged.count(), merged.paths.as_slice()), (150, &[(0, 150)][..]));
}

#[test]
fn shards_that_do_not_belong_together_are_refused() {
    let paths = paths();
    let mut results = in_threads(1, &paths, 0..4);
    assert_eq!(results.merge(&in_threads(1, &paths, 3..5)), Err(MergeError::Overlap { path: 3 }));
    let other_seed = run(&paths, 10, 4..5, &|_| ());
    assert_eq!(results.merge(&other_seed), Err(MergeError::Seed { left: 9, right: 10 }));
    let longer = Paths::new(Setup { years: 3, ..setup() }).expect("a setup");
    let refused = results.merge(&in_threads(1, &longer, 4..5)).expect_err("another setup");
    assert!(refused.to_string().starts_with("shards of different setups: "));
    assert_eq!(results, in_threads(1, &paths, 0..4), "refused shards leave no trace");
}

#[test]
fn progress_adds_up() {
    let done = AtomicU64::new(0);
    let add = |count| {
        done.fetch_add(count, Ordering::Relaxed);
    };
    assert_eq!(run(&paths(), 1, 5..105, &add).count(), 100);
    assert_eq!(done.into_inner(), 100);
    assert_eq!(run(&paths(), 1, 5..5, &|_| ()).count(), 0);
}

#[test]
fn the_order_of_the_companies_does_not_matter() {
    let mut mixed = companies();
    mixed.reverse();
    mixed.rotate_left(77);
    let overrides = Overrides { listings_factor: Some(0.2), ..Overrides::default() };
    let mixed = Paths::new(setup_of(mixed, &overrides, Steps::Monthly)).expect("a setup");
    assert_eq!(in_threads(2, &mixed, 0..40), in_threads(2, &paths(), 0..40));
}

/// Nobody comes or goes, and no shares are issued.
fn still() -> Overrides {
    Overrides {
        listings_factor: Some(0.0),
        delistings_factor: Some(0.0),
        issuance_factor: Some(0.0),
        ..Overrides::default()
    }
}

#[test]
fn a_market_that_stands_still_changes_nothing() {
    let overrides = Overrides {
        market_deviation: Some(0.0),
        market_log_return: Some(0.0),
        deviation_factor: Some(0.0),
        ..still()
    };
    for steps in [Steps::Monthly, Steps::Daily] {
        let paths = Paths::new(setup_of(companies(), &overrides, steps)).expect("a setup");
        let results = in_threads(1, &paths, 0..2);
        for measure in Measure::VARIANTS {
            for schedule in &results.schedules {
                let largest = schedule.measure(*measure).and_then(Summary::largest);
                assert_eq!(largest, Some(0.0), "{measure:?} {}", schedule.name);
            }
        }
        // Two paths, everybody where its rank is.
        let first = &results.schedules[0].first_rank_day;
        assert_eq!((first[0], first[39]), ([0, 2, 0], [0, 2, 0]));
        assert_eq!((first[40], first[119], first[120]), ([0, 0, 2], [0, 0, 2], [2, 0, 0]));
    }
}

fn mean(results: &Aggregate, schedule: usize, measure: Measure) -> f64 {
    let summary = results.schedules[schedule].measure(measure).expect("a measure");
    summary.mean().expect("paths")
}

#[test]
fn what_must_hold_between_measures_and_schedules_holds() {
    use Measure as M;
    let results = in_threads(2, &paths(), 0..200);
    for schedule in 0..2 {
        let of = |measure| mean(&results, schedule, measure);
        assert!(of(M::WrongSideR1000) >= of(M::BeyondBandR1000));
        assert!(of(M::WrongSideR2000) >= of(M::BeyondBandR2000));
        assert!(of(M::LargestBeyondBandR2000) >= of(M::BeyondBandR2000));
        assert!(of(M::MovesUp) > 0.0 && of(M::LostR2000) > 0.0 && of(M::QuarterlyAdditions) > 0.0);
        for measure in [M::TurnoverR1000, M::TurnoverR2000, M::BeyondBandR2000] {
            assert!((0.0..2.0).contains(&of(measure)), "{measure:?}");
        }
    }
    let of = |measure| [mean(&results, 0, measure), mean(&results, 1, measure)];
    // Who looks twice a year is closer to the market, pays for it in turnover, and misses fewer.
    for measure in [M::BeyondBandR2000, M::WrongSideR2000, M::MissingR2000] {
        let [annual, semi_annual] = of(measure);
        assert!(semi_annual < annual, "{measure:?}: {semi_annual} and {annual}");
    }
    let [annual, semi_annual] = of(M::TurnoverR2000);
    assert!(semi_annual > annual, "{semi_annual} and {annual}");
    // The same paths: differences vary less than two independent sets would make them.
    let difference = results.schedules[1].difference(M::TurnoverR2000).expect("the second");
    let variance = |at: usize| {
        results.schedules[at].measure(M::TurnoverR2000).and_then(Summary::variance).expect("paths")
    };
    assert!(difference.variance().expect("paths") < variance(0) + variance(1));
    assert!((difference.mean().expect("paths") - (semi_annual - annual)).abs() < 1e-9);
    assert_eq!(results.schedules[0].difference(M::MovesUp), None);
    let companies = setup().start.companies().len();
    for schedule in &results.schedules {
        assert_eq!(schedule.first_rank_day.len(), companies);
        assert!(schedule.first_rank_day.iter().all(|counts| counts.iter().sum::<u64>() == 200));
    }
}

/// 95% intervals of a paired difference of known mean cover it in about 95% of experiments, and are
/// as narrow as the pairing makes them.
#[test]
fn paired_intervals_cover_a_known_difference() {
    let overrides = Overrides { market_deviation: Some(0.2), ..still() };
    let mut narrow = 0;
    let (known, experiments, size) = (0.3, 400_u64, 60_u64);
    let mut covered = 0;
    for experiment in 0..experiments {
        let figures = Figures::shipped().expect("the file").with(&overrides).expect("buckets");
        let model = Model::new(figures, Steps::Monthly).expect("figures");
        // Two companies that the market moves much and their own shocks little: the second's log
        // return is on average that much higher, by the shock laid on top of it.
        let company = |number| Company {
            beta: Some(1.0),
            deviation: Some(0.1),
            ..Company::new(number, 1e12 - number as f64)
        };
        let start = Start::new(vec![company(1), company(2)], model).expect("companies");
        let shock = crate::market::model::Overlay {
            step: 1,
            target: crate::market::model::Target::Company(2),
            log_return: known,
        };
        let mut market =
            crate::market::model::Market::new(&start, crate::market::model::PathKey::new(0, 0));
        let (mut differences, mut alone) = (Summary::default(), Summary::default());
        for path in 0..size {
            market.restart(crate::market::model::PathKey::new(experiment, path));
            market.advance(&[shock]);
            let logs = [0, 1].map(|slot| libm::log(market.caps()[slot] / 1e12));
            differences.push(logs[1] - logs[0]);
            alone.push(logs[0]);
        }
        let (mean, error) = (differences.mean(), differences.standard_error());
        let (mean, error) = (mean.expect("paths"), error.expect("paths"));
        // Student's t with 59 degrees of freedom.
        covered += u64::from((mean - known).abs() <= 2.001 * error);
        narrow += u64::from(error < alone.standard_error().expect("paths"));
    }
    // Five deviations of a binomial count of 400 at 95%: 4.4 each.
    assert!((358..=400).contains(&covered), "{covered} of {experiments}");
    assert_eq!(narrow, experiments);
}

#[test]
fn setups_that_make_no_sense_are_refused() {
    let refused = |change: &dyn Fn(&mut Setup)| {
        let mut setup = setup();
        change(&mut setup);
        Paths::new(setup).expect_err("a fault").to_string()
    };
    let table = [
        (refused(&|s| s.schedules.clear()), "0 schedules: there must be from 1 to 8"),
        (refused(&|s| s.years = 0), "years = 0: a path must have from 1 to 100"),
        (
            refused(&|s| s.start_month = 12.0),
            "start_month = 12: it must be from 0 up to 12, months since the year began",
        ),
        (
            refused(&|s| s.held = Some(vec![Held::R1000])),
            "held: 1 memberships for 180 companies; there must be one for each",
        ),
        (
            refused(&|s| s.schedules[1].events.reverse()),
            "semi-annual: companies are ranked at month 4 before what was decided earlier is \
             implemented; put events in the order of the year, each after the one before",
        ),
        (
            refused(&|s| s.schedules[0].events[0].implementation = 4.2),
            "annual: rank day at month 4, implementation at month 4.2: months must be above 0 and \
             at most 12, and the implementation at least half a step after the rank day",
        ),
        (
            refused(&|s| s.parameters.breaks.r3000.band_above = 1.into()),
            "there is a band at #3,000; simulated paths know that of #1,000 alone",
        ),
    ];
    for (message, expected) in table {
        assert_eq!(message, expected);
    }
}
