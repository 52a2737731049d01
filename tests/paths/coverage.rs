//! Whether intervals cover: the same market run again and again, with its companies under other names
//! and other seeds. All differences from one run to the next are chance, and intervals must allow for
//! all of it.

use rankday::market::model::{Company, Model, ModelFigures, Overrides, Start, Steps};
use rankday::methodology::Parameters;
use rankday::simulation::measures::{Statistic, drift, moves, turnover};
use rankday::simulation::paths::{Held, Paths, Schedule, Setup, Summary, YearlyEvent, run};
use rankday::study::simulated::half_width;
use rankday::universe::Index;

/// Confidence of the intervals.
const NOMINAL: f64 = 0.95;

/// The measures: turnover, drift and moves, of each index and of the family.
const MEASURES: [Statistic; 8] = [
    turnover::TOTAL.one_way.value(),
    turnover::RECONSTITUTIONS.one_way.value(),
    drift::BEYOND_BAND_WEIGHT.mean(),
    drift::WRONG_SIDE_COUNT.mean(),
    moves::MOVED_IN.value(),
    moves::MOVED_OUT.value(),
    moves::UP.value(),
    moves::DOWN.value(),
];

/// A quantity over all runs.
struct Repeated {
    what: String,
    /// Means and half widths of their intervals.
    runs: Vec<(f64, f64)>,
}

impl Repeated {
    /// The number of runs whose interval contains the mean of all runs.
    fn covered(&self) -> f64 {
        let mean = self.runs.iter().map(|(mean, _)| mean).sum::<f64>() / self.runs.len() as f64;
        self.runs.iter().filter(|(of_run, half)| (of_run - mean).abs() <= *half).count() as f64
    }
}

/// Runs a market several times, each with several paths and with the names and the seed of its number.
fn repeat(market: &dyn Fn(u64) -> Setup, times: u32, size: u64) -> Vec<Repeated> {
    let mut all: Vec<Repeated> = Vec::new();
    for time in 0..u64::from(times) {
        let paths = Paths::new(market(time)).expect("a setup");
        let results = run(&paths, 1_000 + time, 0..size, &|_| ());
        let mut found = Vec::new();
        for (at, quantity) in paths.quantities().iter().enumerate() {
            if !MEASURES.contains(&quantity.statistic) {
                continue;
            }
            let index = quantity.index.map_or_else(String::new, |index| index.to_string());
            let of = |which: &str, summary: Option<&Summary>| {
                let summary = summary.expect("a quantity");
                let half = half_width(summary, NOMINAL).expect("paths");
                let what = format!("{} {index} {which}", quantity.statistic);
                (what, (summary.mean().expect("paths"), half))
            };
            found.push(of("annual", results.schedules[0].summary(at)));
            found.push(of("difference", results.schedules[1].difference(at)));
        }
        if all.is_empty() {
            let empty = |(what, _): &(String, _)| Repeated { what: what.clone(), runs: Vec::new() };
            all = found.iter().map(empty).collect();
        }
        for (repeated, (_, of_run)) in all.iter_mut().zip(found) {
            repeated.runs.push(of_run);
        }
    }
    all
}

/// Every 20th company of the market under breaks on small ranks, companies further apart in beta and
/// deviation than they are; `held` for a membership that the breaks do not give.
fn small(time: u64, is_held: bool) -> Setup {
    let overrides = Overrides { market_deviation: Some(0.08), ..Overrides::default() };
    let mut figures = ModelFigures::shipped().expect("the file").with(&overrides).expect("buckets");
    for bucket in &mut figures.buckets {
        (bucket.beta_spread, bucket.deviation_spread) = (1.0, 1.0);
        bucket.listings *= 0.05;
        // An event that befalls one of the largest once in a hundred paths gives no normally
        // distributed mean.
        if bucket.last_rank <= 1_000 {
            (bucket.listings, bucket.takeover, bucket.failure) = (0.0, 0.0, 0.0);
        }
    }
    let names = time * 1_000_003;
    let company = |n: u64| Company::new(names + n, figures.curve.cap(20.0 * n as f64));
    let companies: Vec<Company> = (1..=180).map(company).collect();
    // Every eighth is held as if it were twelve ranks further down.
    let held = |n: u64| match if n.is_multiple_of(8) { n + 12 } else { n } {
        ..=40 => Held::R1000,
        41..=120 => Held::R2000,
        _ => Held::Outside,
    };
    let mut parameters = Parameters::default();
    for (rule, rank) in [
        (&mut parameters.breaks.top200, 10),
        (&mut parameters.breaks.top500, 22),
        (&mut parameters.breaks.r1000, 40),
        (&mut parameters.breaks.microcap, 80),
        (&mut parameters.breaks.r3000, 120),
        (&mut parameters.breaks.r3000e, 160),
    ] {
        rule.rank = rank;
    }
    setup(companies, figures, parameters, is_held.then(|| (1..=180).map(held).collect()))
}

/// The market that a scenario has by default.
fn whole(time: u64) -> Setup {
    let figures = ModelFigures::shipped().expect("the file");
    let company = |rank: u32| {
        Company::new(time * 1_000_003 + u64::from(rank), figures.curve.cap(f64::from(rank)))
    };
    let companies = (1..=4_500).map(company).collect();
    Setup { years: 10, ..setup(companies, figures, Parameters::default(), None) }
}

fn setup(
    companies: Vec<Company>,
    figures: ModelFigures,
    parameters: Parameters,
    held: Option<Vec<Held>>,
) -> Setup {
    let model = Model::new(figures, Steps::Monthly).expect("figures");
    Setup {
        start: Start::new(companies, model).expect("companies"),
        parameters,
        schedules: vec![Schedule::annual(), Schedule::semi_annual()],
        rule_books: Vec::new(),
        measures: None,
        groups: Vec::new(),
        years: 1,
        warm_up: 0,
        june: YearlyEvent::JUNE.implementation,
        start_month: 6.0,
        held,
        overlays: Vec::new(),
        indexes: vec![Index::R1000, Index::R2000],
        drift_every: 1,
        trading: None,
    }
}

/// The share of runs whose interval covers, quantity by quantity; printed with `--nocapture`.
#[expect(clippy::print_stdout, reason = "figures for whoever asks for them")]
fn shares(repeated: &[Repeated]) -> Vec<f64> {
    let share = |r: &Repeated| {
        let share = r.covered() / r.runs.len() as f64;
        println!("{:5.1}% {}", 100.0 * share, r.what);
        share
    };
    let shares: Vec<f64> = repeated.iter().map(share).collect();
    let differences = shares.iter().zip(repeated).filter(|(_, r)| r.what.ends_with("difference"));
    let of_differences: Vec<f64> = differences.map(|(share, _)| *share).collect();
    println!(
        "{:5.1}% of all, {:5.1}% of differences",
        100.0 * mean(&shares),
        100.0 * mean(&of_differences)
    );
    shares
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn check(market: &dyn Fn(u64) -> Setup, times: u32, size: u64) {
    let repeated = repeat(market, times, size);
    let shares = shares(&repeated);
    let error = (NOMINAL * (1.0 - NOMINAL) / f64::from(times)).sqrt();
    // Four and a half deviations of a count of independent runs: chance makes one of the quantities
    // fail once in five thousand changes of the random numbers.
    for (share, repeated) in shares.iter().zip(&repeated) {
        assert!((share - NOMINAL).abs() < 4.5 * error, "{}: {share}", repeated.what);
    }
    // Quantities of one run are correlated: their mean varies less than one of them, and by how much
    // less is not known.
    assert!((mean(&shares) - NOMINAL).abs() < 0.02 + error, "{}", mean(&shares));
}

#[test]
fn intervals_cover_under_other_names_and_seeds() {
    for is_held in [false, true] {
        check(&|time| small(time, is_held), 60, 50);
    }
}

/// `cargo test --release --test history coverage -- --ignored --nocapture` prints the shares.
#[test]
#[ignore = "minutes, even in a release build"]
fn intervals_cover_on_the_market_as_it_is() {
    check(&whole, 100, 100);
}
