//! Writing reports of some 4,500 companies: `cargo bench --bench reports`.

#![expect(missing_docs, reason = "criterion's macro makes a public function")]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use rankday::report::files::Staging;
use rankday::report::format::{Format, write_reports};
use rankday::scenario::read_run;
use rankday::study::run;

fn reports(c: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/june-2026.toml");
    let run = run(read_run(&path).expect("a scenario"), &|_| {}).expect("a run");
    let home = tempfile::tempdir().expect("a folder");
    let mut group = c.benchmark_group("reports of a run");
    let all_but_xlsx = [Format::Csv, Format::Html, Format::Md, Format::Parquet, Format::Json];
    let kinds: [(&str, &[Format]); 6] = [
        ("csv", &[Format::Csv]),
        ("html", &[Format::Html]),
        ("md", &[Format::Md]),
        ("json", &[Format::Json]),
        ("xlsx", &[Format::Xlsx]),
        ("all but xlsx", &all_but_xlsx),
    ];
    for (name, formats) in kinds {
        group.bench_function(name, |b| {
            b.iter(|| {
                let staging = Staging::open(home.path()).expect("staging");
                write_reports(black_box(&run), formats, staging).expect("written");
            });
        });
    }
    group.finish();
}

criterion_group!(benches, reports);
criterion_main!(benches);
