//! Times of a history's parts: reading it, one event, one year, a whole comparison.
//!
//! ```text
//! cargo bench --bench timeline                       # the shipped synthetic market
//! RANKDAY_REAL_DATA=... cargo bench --bench timeline # and the real one
//! ```
//!
//! `load` is the panel from the compressed file to linked and labelled lines; `event` what a
//! reconstitution at one close decides; `year` twelve months under one schedule, measured; `compare`
//! a scenario from its files to its measures; `growth` reads panels of 1,250 to 5,000 dates made in
//! memory, whose rows per second should hardly change. Nothing here fails for being slow, since the time that
//! is acceptable depends on the machine.

#![expect(missing_docs, reason = "criterion's macro makes a public function")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rankday::analysis::backtest::Recorder;
use rankday::calendar::{Plan, Season};
use rankday::market::history::{
    History, Known, LabelDay, LabelRules, Panel, as_common_shares, read_panel,
};
use rankday::methodology::Parameters;
use rankday::methodology::eligibility::out_by_nature;
use rankday::reconstitution::{Event, Inputs, Matched, reconstitute};
use rankday::scenario::comparison::read_comparison;
use rankday::simulation::{Corporate, Setup, Start, backtest};
use rankday::study::comparison::compare;
use rankday::universe::import::corrections::CapCorrections;
use rankday::universe::{Funds, Input, SymbolChanges, read_universe};
use rust_decimal::Decimal;

#[path = "../tests/shared/many_dates.rs"]
mod many_dates;

fn project(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

fn input(file: &str) -> Input {
    Input::read(&project(file)).expect("a shipped file")
}

const PANEL: &str = "data/panel-2023-12-29-to-2026-12-31.csv.gz";

fn dates() -> Panel {
    read_panel(&input(PANEL), &CapCorrections::default()).expect("no faults")
}

fn history(dates: Panel) -> History {
    let changes = SymbolChanges::read(&input("data/panel-symbol-changes.csv")).expect("changes");
    let first = dates.dates().next().expect("a date");
    let labels = read_universe(&input("data/panel-securities.csv"), first).expect("labels");
    let days = vec![LabelDay { as_of: None, universe: labels.universe }];
    let rules = LabelRules {
        hindsight: false,
        unlabelled: &|line, _| as_common_shares(line),
        may_be_member: &|security| !out_by_nature(security, &Parameters::default()),
        mean_close_below: Decimal::ONE,
    };
    History::new(dates, Known::changes(&changes), days, rules)
}

fn loading(c: &mut Criterion) {
    let mut group = c.benchmark_group("load");
    let rows = dates().rows();
    group.throughput(Throughput::Elements(rows as u64)).sample_size(20);
    group.bench_function("decompress and read", |b| b.iter(|| black_box(dates())));
    group.bench_function("from the file to a history", |b| b.iter(|| black_box(history(dates()))));
    group.finish();
}

fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("growth");
    group.sample_size(10);
    for dates in [1_250, 2_500, 5_000] {
        let file = Input::from_bytes("many.csv", many_dates::panel_csv(dates, 100)).expect("text");
        group.throughput(Throughput::Elements(dates as u64 * 100));
        group.bench_function(format!("read {dates} dates"), |b| {
            b.iter_with_large_drop(|| read_panel(&file, &CapCorrections::default()));
        });
    }
}

fn living(c: &mut Criterion) {
    let history = history(dates());
    let parameters = Parameters::default();
    let view = history.view(history.days.len() - 1);
    let date = view.universe.as_of;
    let event = Event {
        season: Season::June,
        name: "today".to_owned(),
        rank_day: date,
        implementation: date,
        effective: date,
        previous_rank_day: None,
    };
    let mut group = c.benchmark_group("event");
    group.bench_function("the universe of a close", |b| {
        b.iter(|| black_box(history.view(history.days.len() - 1)));
    });
    group.bench_function("a reconstitution at a close", |b| {
        b.iter(|| {
            let inputs = Inputs::new(&event, &view.universe, &parameters);
            reconstitute(black_box(&inputs), Matched::nobody(&view.universe))
        });
    });
    group.finish();

    let mut year = history.clone();
    let last = year.days[12].date;
    assert!(year.restrict(None, Some(last)), "a year");
    let (start, changes, corporate) =
        (Start::Formed, SymbolChanges::default(), Corporate::default());
    let assets = Funds::shipped().expect("the file").followed();
    let mut group = c.benchmark_group("year");
    group.sample_size(20);
    for name in ["annual", "semi-annual"] {
        let plan = Plan::named(name).expect("rules").expect("a plan");
        group.bench_function(name, |b| {
            b.iter(|| {
                let setup = Setup {
                    plan: &plan,
                    start: &start,
                    symbol_changes: &changes,
                    corporate: &corporate,
                    parameters: &parameters,
                };
                let mut recorders = [Recorder::new(&parameters, &[], &changes, &assets)];
                backtest(&year, &[setup], &mut recorders, &|_| ()).expect("a year")
            });
        });
    }
    group.finish();
}

fn comparing(c: &mut Criterion) {
    let mut group = c.benchmark_group("compare");
    group.sample_size(10).measurement_time(Duration::from_secs(15));
    let mut scenarios = vec!["scenarios/annual-vs-semi-annual.toml"];
    if std::env::var_os("RANKDAY_REAL_DATA").is_some() {
        scenarios.push("scenarios/real/annual-vs-semi-annual.toml");
    }
    for scenario in scenarios {
        group.bench_function(scenario, |b| {
            b.iter(|| {
                let read = read_comparison(&project(scenario)).expect("a scenario");
                compare(read, &|_| ()).expect("a comparison")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, loading, growth, living, comparing);
criterion_main!(benches);
