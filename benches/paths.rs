//! Simulated path-years per second.
//!
//! ```text
//! cargo bench --bench paths               # the default: a few seconds for each case
//! cargo bench --bench paths -- 20 5       # 20 years a path, best of 5
//! cargo bench --bench paths -- 10 1 9999   # 9,999 paths in each case
//! cargo bench --bench paths -- nobody     # cases with this in their names
//! ```
//!
//! Each case is run on one thread and on two, alternately, several times. The best run counts, as
//! other work on the machine can only slow a run down. CPU time is that of the process.

#![expect(clippy::print_stdout, reason = "a table is all that this makes")]

use std::time::Instant;

use rankday::market::model::{Company, Model, ModelFigures, Overrides, Shocks, Start, Steps};
use rankday::methodology;
use rankday::simulation::paths::{Paths, Schedule, Setup, TradingCosts, YearlyEvent, run};
use rankday::universe::Index;
use strum::IntoEnumIterator as _;

/// A case: its name, the model's changes, its steps, the indexes measured, whether funds trade, and
/// how many paths make up a year.
type Case = (&'static str, Overrides, Steps, Vec<Index>, bool, u32);

fn setup(companies: usize, years: u32, case: &Case) -> Paths {
    let (_, overrides, steps, indexes, trading, _) = case;
    let (steps, trading) = (*steps, *trading);
    let parameters = ModelFigures::shipped().expect("the file").with(overrides).expect("buckets");
    let companies = Company::on_curve(&parameters, companies);
    let model = Model::new(parameters, steps).expect("figures in range");
    Paths::new(Setup {
        start: Start::new(companies, model).expect("companies"),
        parameters: methodology::Parameters::default(),
        schedules: vec![Schedule::annual(), Schedule::semi_annual()],
        rule_books: Vec::new(),
        measures: None,
        groups: Vec::new(),
        years,
        warm_up: 0,
        june: YearlyEvent::JUNE.implementation,
        start_month: 6.0,
        held: None,
        overlays: Vec::new(),
        indexes: indexes.clone(),
        drift_every: 1,
        trading: trading.then(|| TradingCosts::shipped().expect("the file")),
    })
    .expect("a setup")
}

/// CPU seconds of this process, where the system says so.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks: f64 = [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<f64>().ok()).sum();
    Some(ticks / 100.0)
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let wanted = words.iter().find(|word| word.parse::<u32>().is_err());
    let mut numbers = std::env::args().skip(1).filter_map(|a| a.parse::<u32>().ok());
    let years = numbers.next().unwrap_or(10);
    let rounds = numbers.next().unwrap_or(5);
    let fixed = numbers.next();
    let still = Overrides {
        shocks: Some(Shocks::Gaussian),
        listings_factor: Some(0.0),
        delistings_factor: Some(0.0),
        issuance_factor: Some(0.0),
        ..Overrides::default()
    };
    let gaussian = Overrides { shocks: Some(Shocks::Gaussian), ..Overrides::default() };
    let two = vec![Index::R1000, Index::R2000];
    let all: Vec<Index> = Index::iter().take(9).collect();
    let student = Overrides::default();
    let cases: [Case; 7] = [
        ("gaussian, nobody comes or goes", still, Steps::Monthly, two.clone(), false, 500),
        ("gaussian, full model", gaussian, Steps::Monthly, two.clone(), false, 300),
        ("student, full model", student.clone(), Steps::Monthly, two.clone(), false, 200),
        ("student, all indexes", student.clone(), Steps::Monthly, all.clone(), false, 150),
        ("student, trading", student.clone(), Steps::Monthly, two.clone(), true, 150),
        ("student, all indexes, trading", student.clone(), Steps::Monthly, all, true, 150),
        ("student, full model, daily", student, Steps::Daily, two, false, 12),
    ];
    println!(
        "{:34} {:>8} {:>14} {:>16}",
        "4,500 companies, two schedules", "threads", "path-years/s", "CPU ms/path-year"
    );
    for case in cases {
        let (name, paths_per_year) = (case.0, case.5);
        if wanted.is_some_and(|wanted| !name.contains(wanted.as_str())) {
            continue;
        }
        let paths = setup(4_500, years, &case);
        let count = u64::from(fixed.unwrap_or((paths_per_year * 10 / years).max(8)));
        let path_years = (count * u64::from(years)) as f64;
        let mut best = [(f64::INFINITY, f64::INFINITY); 2];
        for _ in 0..rounds {
            for threads in [1, 2] {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
                let pool = pool.expect("threads");
                let (cpu, began) = (cpu_seconds(), Instant::now());
                let results = pool.install(|| run(&paths, 1, 0..count, &|_| ()));
                let wall = began.elapsed().as_secs_f64() / path_years;
                let used = cpu_seconds().zip(cpu).map_or(0.0, |(now, then)| now - then);
                assert_eq!(results.count(), count);
                let best = &mut best[threads - 1];
                *best = (best.0.min(wall), best.1.min(used / path_years));
            }
        }
        for (threads, (wall, cpu)) in (1..).zip(best) {
            println!("{name:34} {threads:>8} {:>14.0} {:>16.3}", 1.0 / wall, 1e3 * cpu);
        }
    }
}
