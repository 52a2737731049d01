//! Tests of paths as a whole, on small markets with small breaks.

mod merging;
mod schedules;

use strum::IntoEnumIterator;

use super::*;
use crate::market::model::{Company, Model, ModelFigures, Overrides, Start, Steps};
use crate::methodology::Parameters;
use crate::universe::Index;

/// Breaks at #40 and #120 in place of #1,000 and #3,000.
fn rules() -> Parameters {
    let mut parameters = Parameters::default();
    parameters.breaks.top200.rank = 10;
    parameters.breaks.top500.rank = 22;
    parameters.breaks.r1000.rank = 40;
    parameters.breaks.microcap.rank = 80;
    parameters.breaks.r3000.rank = 120;
    parameters.breaks.r3000e.rank = 160;
    parameters
}

fn companies() -> Vec<Company> {
    // Every 20th company of the market, so that sizes are as widely spread as in the market.
    let curve = ModelFigures::shipped().expect("the file parses").curve;
    (1..=180).map(|n| Company::new(n, curve.cap(20.0 * n as f64))).collect()
}

fn setup_of(companies: Vec<Company>, overrides: &Overrides, steps: Steps) -> Setup {
    let figures =
        ModelFigures::shipped().expect("the file parses").with(overrides).expect("buckets");
    let model = Model::new(figures, steps).expect("figures");
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
        indexes: vec![Index::R1000, Index::R2000],
        drift_every: 1,
        trading: None,
    }
}

fn setup() -> Setup {
    let overrides = Overrides { listings_factor: Some(0.2), ..Overrides::default() };
    setup_of(companies(), &overrides, Steps::Monthly)
}

pub(super) fn paths() -> Paths {
    Paths::new(setup()).expect("a setup")
}

fn in_threads(threads: usize, paths: &Paths, range: std::ops::Range<u64>) -> Aggregate {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| run(paths, 9, range, &|_| ()))
}

/// A market in which no company is listed or leaves, and no shares are issued.
fn still() -> Overrides {
    Overrides {
        listings_factor: Some(0.0),
        delistings_factor: Some(0.0),
        issuance_factor: Some(0.0),
        ..Overrides::default()
    }
}

/// The position of a quantity.
fn at(paths: &Paths, name: &str, index: Option<Index>) -> usize {
    let is_it = |quantity: &Quantity| quantity.statistic.name() == name && quantity.index == index;
    paths.quantities().iter().position(is_it).unwrap_or_else(|| panic!("{name} {index:?}"))
}

fn mean(results: &Aggregate, schedule: usize, at: usize) -> f64 {
    let summary = results.schedules[schedule].summary(at).expect("a quantity");
    summary.mean().expect("paths")
}

/// A setup with all indexes that paths can measure, and with trading.
fn all_indexes() -> Setup {
    let costs = TradingCosts::shipped().expect("the file parses");
    let indexes = Index::iter().filter(|index| tiers::POSSIBLE.contains(index)).collect();
    Setup { indexes, trading: Some(costs), ..setup() }
}

#[test]
fn setups_that_make_no_sense_are_refused() {
    let refused = |change: &dyn Fn(&mut Setup)| {
        let mut setup = setup();
        change(&mut setup);
        Paths::new(setup).expect_err("a fault").to_string()
    };
    let table = [
        (refused(&|s| s.schedules.clear()), "has 0 schedules; give from 1 to 8"),
        (refused(&|s| s.years = 0), "years = 0 is no length; give from 1 to 100 years"),
        (
            refused(&|s| s.june = 0.0),
            "june = 0 is out of range; it must be above 0 and at most 12, months since the year began",
        ),
        (
            refused(&|s| s.start_month = 12.0),
            "start_month = 12 is out of range; it must be from 0 up to 12, months since the year began",
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
            "annual: rank day at month 4, implementation at month 4.2; months must be above 0 and \
             at most 12, and the implementation at least half a step after the rank day",
        ),
        (
            refused(&|s| s.parameters.breaks.r3000.band_above = 1.into()),
            "there is a band at #3,000; simulated paths know those of #200, #500, #1,000 and #2,000",
        ),
        (refused(&|s| s.indexes.clear()), "no index is to be measured; give one at least"),
        (
            refused(&|s| s.indexes.push(Index::R2000)),
            "R2000 is not measured on paths, or is named twice; give each once of R3000E, R3000, \
             R1000, R2000, R2500, MIDCAP, MICROCAP, TOP500, TOP200",
        ),
        (
            refused(&|s| s.parameters.breaks.top500.rank = 50),
            "the breaks top200, top500, r1000, microcap, r3000 and r3000e are not in the order of \
             their ranks; give ranks from 1 on that do not fall",
        ),
    ];
    for (message, expected) in table {
        assert_eq!(message, expected);
    }
}
