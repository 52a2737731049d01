//! Simulated paths against a slow and obvious reading of the same rules, quantity by quantity.

mod coverage;
mod naive;
mod values;

use rankday::market::model::{
    BucketOverrides, Company, Model, ModelFigures, Overrides, Start, Steps,
};
use rankday::methodology::Parameters;
use rankday::simulation::paths::{Paths, Schedule, Setup, Summary, YearlyEvent, run};
use rankday::universe::Index;
use strum::IntoEnumIterator as _;

/// Breaks on small ranks in place of #200 to #4,000.
fn rules() -> Parameters {
    let mut parameters = Parameters::default();
    let breaks = &mut parameters.breaks;
    for (rule, rank) in [
        (&mut breaks.top200, 10),
        (&mut breaks.top500, 22),
        (&mut breaks.r1000, 40),
        (&mut breaks.microcap, 80),
        (&mut breaks.r3000, 120),
        (&mut breaks.r3000e, 160),
    ] {
        rule.rank = rank;
    }
    parameters
}

fn setup(indexes: Vec<Index>) -> Setup {
    // Every 20th company of the market. Many come and go, some of them large, and many are cheap.
    // The float of every third is known.
    let of_bucket = BucketOverrides {
        listings: Some(1.0),
        price: Some(4.0),
        price_spread: Some(1.2),
        ..BucketOverrides::default()
    };
    let overrides = Overrides {
        listings_factor: Some(0.4),
        delistings_factor: Some(3.0),
        issuance_factor: Some(2.0),
        reverse_split_probability: Some(0.3),
        float_change_probability: Some(0.5),
        bucket: [("mega_1_200".to_owned(), of_bucket)].into(),
        ..Overrides::default()
    };
    let figures = ModelFigures::shipped().expect("the file").with(&overrides).expect("buckets");
    let company = |n: u64| Company {
        float: n.is_multiple_of(3).then_some(0.08 + 0.005 * n as f64),
        ..Company::new(n, figures.curve.cap(20.0 * n as f64))
    };
    let companies = (1..=180).map(company).collect();
    let model = Model::new(figures, Steps::Monthly).expect("figures");
    Setup {
        start: Start::new(companies, model).expect("companies"),
        parameters: rules(),
        schedules: vec![Schedule::annual(), Schedule::semi_annual()],
        rule_books: Vec::new(),
        measures: None,
        groups: Vec::new(),
        years: 2,
        warm_up: 0,
        june: YearlyEvent::JUNE.implementation,
        start_month: 6.0,
        held: None,
        overlays: Vec::new(),
        indexes,
        drift_every: 1,
        trading: None,
    }
}

#[test]
fn every_quantity_is_that_of_the_slow_reading() {
    let all: Vec<Index> = Index::iter().take(9).collect();
    for indexes in [vec![Index::R1000, Index::R2000], all] {
        let paths = Paths::new(setup(indexes)).expect("a setup");
        for path in 0..6 {
            let results = run(&paths, 11, path..path + 1, &|_| ());
            let expected = naive::follow(&paths, 11, path);
            for (schedule, expected) in results.schedules.iter().zip(&expected) {
                for (at, quantity) in paths.quantities().iter().enumerate() {
                    let found = schedule.summary(at).and_then(Summary::mean);
                    let key = (quantity.statistic.to_string(), quantity.index);
                    let of = format!("{key:?} of {} on path {path}", schedule.name);
                    let expected = expected.get(&key).unwrap_or_else(|| panic!("no {of}"));
                    match (found, expected) {
                        (None, None) => {}
                        (Some(found), Some(expected)) => {
                            // Values are held to 2^-32, or to whole dollars.
                            let off = (found - expected).abs();
                            assert!(
                                off < 1e-9
                                    + 1e-9 * expected.abs()
                                    + if *expected > 1e6 { 1.0 } else { 0.0 },
                                "{found} is not {expected}: {of}"
                            );
                        }
                        _ => panic!("{found:?} is not {expected:?}: {of}"),
                    }
                }
            }
        }
    }
}
