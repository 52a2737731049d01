//! Tests that results do not depend on how paths are run and merged.

use std::sync::atomic::{AtomicU64, Ordering};

use super::*;

#[test]
fn threads_and_splits_give_the_same_bytes() {
    let paths = paths();
    let text = |results: &Aggregate| serde_json::to_string(results).expect("JSON");
    let one = in_threads(1, &paths, 0..150);
    for threads in [2, 5, 16] {
        assert_eq!(text(&in_threads(threads, &paths, 0..150)), text(&one), "{threads} threads");
    }
    // Shards of odd sizes, in arbitrary order, each written to text and read back.
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

/// 95% intervals of a paired difference with a known mean contain it in about 95% of experiments,
/// and are narrower than without pairing.
#[test]
fn paired_intervals_cover_a_known_difference() {
    let overrides = Overrides { market_deviation: Some(0.2), ..still() };
    let mut narrow = 0;
    let (known, experiments, size) = (0.3, 400_u64, 60_u64);
    let mut covered = 0;
    for experiment in 0..experiments {
        let figures = ModelFigures::shipped().expect("the file").with(&overrides).expect("buckets");
        let model = Model::new(figures, Steps::Monthly).expect("figures");
        // Two companies that follow the market strongly and have small shocks of their own. A shock
        // laid on top of the second one raises its mean log return by the known difference.
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
            market.advance(std::slice::from_ref(&shock));
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
    // Five standard deviations (4.4 each) of a binomial count of 400 at 95%.
    assert!((358..=400).contains(&covered), "{covered} of {experiments}");
    assert_eq!(narrow, experiments);
}
