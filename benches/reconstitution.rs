//! Times of a reconstitution's parts, and how reading grows with the universe.
//!
//! ```text
//! cargo bench                                  # everything, about two minutes
//! cargo bench --bench reconstitution -- parts  # one reconstitution of the shipped data
//! cargo bench --bench reconstitution -- growth # reading 10,000 to 1,000,000 lines
//! ```
//!
//! `parts` takes the shipped data of June step by step, as a run does; `growth` reads universes made
//! in memory out of the shipped one. From its smallest size to its largest, lines per second fall to
//! somewhat less than half, as sorting and look-ups leave the processor's caches; a larger fall
//! would be a regression. `--save-baseline NAME` before a change and `--baseline NAME` after it
//! compare the two. Nothing here fails for being slow, since the time that is acceptable depends on
//! the machine.

#![expect(missing_docs, reason = "criterion's macro makes a public function")]

use std::hint::black_box;
use std::path::Path;

use chrono::NaiveDate;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use rankday::analysis::characteristics::Fundamentals;
use rankday::analysis::company_caps::company_caps;
use rankday::analysis::holdings::{ValuationInputs, holdings};
use rankday::analysis::size::index_sizes;
use rankday::analysis::trades::trades;
use rankday::analysis::turnover::turnover;
use rankday::methodology::eligibility::{Context, judge_line};
use rankday::reconstitution::{Inputs, match_members, reconstitute};
use rankday::report::format::{DEFAULT, File};
use rankday::scenario::{RunScenario, check_run};
use rankday::study::{Run, run};
use rankday::universe::{
    Index, Input, SymbolChanges, Universe, read_membership, read_universe, write_universe,
};

#[path = "../tests/shared/many_lines.rs"]
mod many_lines;

const JUNE: &str = r#"
[event]
season = "june"
year = 2026
[universe]
file = "universe-2026-04-30.csv"
[membership]
file = "membership-2026-06-26.csv"
[effective]
file = "effective-2026-06-26.csv"
"#;

fn rank_day() -> NaiveDate {
    "2026-04-30".parse().expect("a date")
}

fn shipped(name: &str) -> Vec<u8> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    std::fs::read(data.join(name)).expect("a shipped file")
}

fn input(bytes: Vec<u8>) -> Input {
    Input::from_bytes("bench.csv", bytes).expect("text")
}

fn universe(input: &Input) -> Universe {
    read_universe(input, rank_day()).expect("no faults").universe
}

/// The scenario of June on the shipped data.
fn june() -> RunScenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/june.toml");
    let mut june = check_run(&path, JUNE, &|_| None).expect("a scenario");
    // A run hashes its scenario, which is not a file here; another small file takes its place.
    june.path = path.with_file_name("quarterly-rules.csv");
    june
}

fn done() -> Run {
    run(june(), &|_| ()).expect("a run")
}

fn reading(c: &mut Criterion) {
    let mut group = c.benchmark_group("parts");
    let lines = many_lines::SHIPPED.lines().count() as u64 - 1;
    group.throughput(Throughput::Elements(lines));
    let bytes = many_lines::SHIPPED.as_bytes();
    group.bench_function("check text", |b| {
        b.iter_batched(|| bytes.to_vec(), input, BatchSize::LargeInput);
    });
    let file = input(bytes.to_vec());
    group.bench_function("sha256", |b| b.iter(|| file.sha256()));
    group.bench_function("read universe", |b| {
        b.iter_with_large_drop(|| universe(&file));
    });
    let securities = universe(&file).securities;
    group.bench_function("write universe", |b| {
        b.iter_with_large_drop(|| {
            let mut out = Vec::with_capacity(bytes.len());
            write_universe(&securities, None, &mut out).expect("written");
            out
        });
    });
    let held = input(shipped("membership-2026-06-26.csv"));
    group.bench_function("read membership", |b| {
        b.iter_with_large_drop(|| read_membership(&held).expect("no faults"));
    });
    let effective = input(shipped("effective-2026-06-26.csv"));
    group.bench_function("read effective prices", |b| {
        b.iter_with_large_drop(|| universe(&effective));
    });
}

fn deciding(c: &mut Criterion) {
    let mut group = c.benchmark_group("parts");
    let run = done();
    group.throughput(Throughput::Elements(run.universe.securities.len() as u64));
    let (event, parameters) = (&run.scenario.event, &run.scenario.parameters);
    let context = Context {
        parameters,
        rank_day: event.rank_day,
        votes_reviewed: true,
        member: false,
        member_line: false,
    };
    group.bench_function("screen lines", |b| {
        b.iter(|| {
            let judged = run.universe.securities.iter().map(|s| judge_line(s, &context));
            judged.filter(|verdict| verdict.drop.is_none()).count()
        });
    });
    let changes = SymbolChanges::default();
    let inputs = Inputs::new(event, &run.universe, parameters);
    group.bench_function("match, screen, rank and band", |b| {
        b.iter_with_large_drop(|| {
            let matched = match_members(&run.membership, &run.universe, &changes);
            reconstitute(black_box(&inputs), matched).expect("caps fit")
        });
    });
    let effective = universe(&input(shipped("effective-2026-06-26.csv")));
    let valuation = ValuationInputs {
        universe: &run.universe,
        effective: Some(&effective),
        membership: &run.membership,
        symbol_changes: &changes,
        updates: parameters.updates(event.season),
    };
    group.bench_function("holdings", |b| {
        b.iter_with_large_drop(|| holdings(black_box(&valuation), &run.result));
    });
    group.bench_function("turnover and sizes", |b| {
        b.iter_with_large_drop(|| {
            let all = <Index as strum::IntoEnumIterator>::iter();
            let turnover: Vec<_> = all.map(|i| turnover(i, &run.holdings)).collect();
            (turnover, index_sizes(&run.result, parameters))
        });
    });
    let assets = run.funds.followed();
    group.bench_function("trades", |b| {
        b.iter_with_large_drop(|| trades(black_box(&valuation), &run.holdings, &assets));
    });
    group.bench_function("characteristics", |b| {
        b.iter_with_large_drop(|| {
            let caps = company_caps(black_box(&valuation), &run.result, &run.holdings);
            let fundamentals = Fundamentals::new(&run.universe, &run.result, &caps);
            let all = <Index as strum::IntoEnumIterator>::iter();
            all.map(|index| fundamentals.of(index, &run.holdings)).collect::<Vec<_>>()
        });
    });
}

fn reporting(c: &mut Criterion) {
    let mut group = c.benchmark_group("parts");
    let run = done();
    let mut out = Vec::with_capacity(1 << 22);
    group.bench_function("write all reports", |b| {
        b.iter(|| {
            out.clear();
            for file in DEFAULT.iter().flat_map(|format| format.files(&run)) {
                File::write(&file, &mut out).expect("written");
            }
            out.len()
        });
    });
    drop(run);
    group.bench_function("run from files, all reports to memory", |b| {
        b.iter_batched(
            june,
            |june| {
                let run = rankday::study::run(june, &|_| ()).expect("a run");
                out.clear();
                for file in DEFAULT.iter().flat_map(|format| format.files(&run)) {
                    File::write(&file, &mut out).expect("written");
                }
                run
            },
            BatchSize::LargeInput,
        );
    });
}

fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("growth");
    group.sample_size(10);
    for lines in [10_000, 100_000, 1_000_000] {
        let file = input(many_lines::universe_csv(lines));
        group.throughput(Throughput::Elements(lines as u64));
        group.bench_function(format!("read {lines} lines"), |b| {
            b.iter_with_large_drop(|| universe(&file));
        });
    }
}

criterion_group!(benches, reading, deciding, reporting, growth);
criterion_main!(benches);
