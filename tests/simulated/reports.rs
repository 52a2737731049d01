//! The content of a simulation's reports.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rankday::report::remarks;
use rankday::report::simulated::TABLES;
use rankday::scenario::read_run;
use rankday::simulation::measures::{Statistic, moves, size, turnover};
use rankday::simulation::paths::Summary;
use rankday::universe::{Index, Segment};
use serde_json::Value;

use crate::simulated::{args, compare, home};

type Row = BTreeMap<String, String>;

fn rows(folder: &Path, name: &str) -> Vec<Row> {
    let table = TABLES.iter().find(|table| table.name == name).expect("a table");
    let mut reader = csv::Reader::from_path(folder.join(table.file)).expect("a table");
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    assert_eq!(reader.headers().expect("a header").iter().collect::<Vec<_>>(), names);
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn summary(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("summary.json")).expect("JSON")).expect("JSON")
}

#[test]
fn the_summary_says_what_the_table_says() {
    let (home, scenario) = home(&[("count = 600", "count = 40")]);
    let out = home.path().join("out");
    compare(&args(&scenario, &out)).expect("a run");
    let (table, summary) = (rows(&out, "comparison"), summary(&out));
    assert_eq!((&summary["standing"], &summary["paths"]), (&"complete".into(), &40.into()));
    assert!(table.len() > 100, "{} rows", table.len());
    let mut some = 0;
    for row in &table {
        let index = if row["index"].is_empty() { "family" } else { &row["index"] };
        let said = &summary["measures"][&row["measure"]][index][&row["schedule"]];
        let check = |cell: &str, value: &Value| match row[cell].parse::<f64>() {
            Ok(number) => assert_eq!(Some(number), value.as_f64(), "{row:?}"),
            Err(_) => assert!(value.is_null(), "{row:?}"),
        };
        check("mean", &said["mean"]);
        check("low", &said["interval"][0]);
        check("p95", &said["quantiles"]["p95"]);
        check("difference", &said["difference"]["mean"]);
        check("difference_high", &said["difference"]["interval"][1]);
        some += usize::from(!row["difference"].is_empty());
    }
    assert!(some > 50, "{some} differences");
    // The sentence with the conclusion has the table's numbers.
    let said = &summary["conclusions"][0];
    assert_eq!(
        (&said["n"], &said["n_of"], &said["cycles"]),
        (&40.into(), &"paths".into(), &20.into())
    );
    for (part, measure) in
        [("turnover", "scheduled_one_way"), ("drift", "drift_beyond_band_weight_mean")]
    {
        let is_it = |row: &&Row| {
            row["measure"] == measure && row["index"] == "R2000" && row["schedule"] == "semi-annual"
        };
        let row = table.iter().find(is_it).expect("a row");
        for (key, column) in
            [("difference", "difference"), ("low", "difference_low"), ("high", "difference_high")]
        {
            assert_eq!(said[part][key].as_f64(), row[column].parse().ok(), "{part} {key}");
        }
        assert_eq!(row["difference_unit"], "pp as a fraction");
    }
    // The mean over the paths' cycles is the mean of the cycles.
    let cycles = rows(&out, "cycles");
    let of = |row: &&Row| {
        (&*row["measure"], &*row["index"], &*row["schedule"])
            == ("scheduled_one_way", "R2000", "semi-annual")
    };
    let found: Vec<f64> =
        cycles.iter().filter(of).map(|row| row["mean"].parse().expect("a number")).collect();
    assert_eq!(found.len(), 20);
    let mean: f64 = table.iter().find(of).expect("a row")["mean"].parse().expect("a number");
    assert!((found.iter().sum::<f64>() / 20.0 - mean).abs() < 1e-8);
    // Nothing that depends on the clock.
    assert!(summary.get("path_years_per_second").is_none());
}

#[test]
fn the_rate_is_said_where_it_is_asked_for() {
    let (home, scenario) = home(&[("count = 600", "count = 10\ntiming = true")]);
    let out = home.path().join("out");
    compare(&args(&scenario, &out)).expect("a run");
    assert!(summary(&out)["path_years_per_second"].as_f64().is_some_and(|rate| rate > 0.0));
}

#[test]
fn the_fan_has_every_month() {
    let (home, scenario) = home(&[("count = 600", "count = 40"), ("years = 20", "years = 3")]);
    let out = home.path().join("out");
    compare(&args(&scenario, &out)).expect("a run");
    let fan = rows(&out, "fan");
    let months: Vec<&str> = fan
        .iter()
        .filter(|row| {
            row["measure"] == "drift_beyond_band_weight"
                && row["index"] == "R2000"
                && row["schedule"] == "annual"
        })
        .map(|row| row["date"].as_str())
        .collect();
    assert_eq!(months.len(), 36);
    assert_eq!((months[0], months[35]), ("2026-07-31", "2029-06-30"));
    for row in &fan {
        let at = |name: &str| row[name].parse::<f64>().expect("a number");
        assert!(at("p5") <= at("p50") && at("p50") <= at("p95"), "{row:?}");
    }
}

#[test]
fn a_run_ends_where_it_is_precise_enough() {
    let of = |half: &str, paths: u64| {
        let precision = format!(
            "precision = {{ measure = \"reconstitution_one_way\", index = \"R2000\", half_width = \
             {half} }}\nyears = 20"
        );
        let count = format!("count = {paths}");
        let changes = [("years = 20", precision.as_str()), ("count = 600", count.as_str())];
        let (home, scenario) = home(&changes);
        let out = home.path().join("out");
        compare(&args(&scenario, &out)).expect("a run");
        let summary = summary(&out);
        (summary["paths"].as_u64().expect("a number"), summary["standing"].clone())
    };
    let (few, standing) = of("1", 300);
    assert!((100..300).contains(&few), "{few}");
    assert_eq!(standing, "precise");
    assert_eq!(of("0.000000001", 110), (110, "complete".into()));
}

/// A model in which nothing ever happens.
const STILL: &str = "[model]
shocks = \"gaussian\"
market_deviation = 0
market_log_return = 0
deviation_factor = 0
listings_factor = 0
delistings_factor = 0
issuance_factor = 0
";

#[test]
fn paths_may_begin_with_a_universe_and_its_members() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/june-2026.toml");
    let run = rankday::study::run(read_run(&root).expect("a scenario"), &|_| ());
    let run = run.expect("the shipped data");
    let home = tempfile::tempdir().expect("a folder");
    let scenario = home.path().join("still.toml");
    let text = format!(
        "[compare]\nschedules = [\"annual\"]\n[paths]\ncount = 1\nyears = 1\nfrom = {:?}\n{STILL}",
        root.display().to_string()
    );
    fs::write(&scenario, text).expect("written");
    let simulated = crate::simulated::run(&scenario);
    let of = |statistic: Statistic, index| {
        let at = simulated.header.place(statistic, index).expect("it is measured");
        simulated.results.schedules[0].summary(at).and_then(Summary::mean)
    };
    // The paths begin on the rank day of the scenario's event, with the same members. The event is
    // implemented before the first cycle, in which no company then moves.
    assert_eq!(simulated.header.cycles.run_in(), 2);
    for measure in [&moves::UP, &moves::DOWN] {
        assert_eq!(of(measure.value(), None), Some(0.0), "{}", measure.name);
    }
    // A member that the universe lacks takes a place in the run, and none on paths: one company.
    let index = Index::R1000;
    let members = of(size::MEMBERS.value(), Some(index)).expect("a path");
    // A company that left between rank day and implementation is not in the run any more; paths,
    // which begin on rank day, know nothing of it.
    let decided = run.result.companies.iter().filter(|c| c.indexes.contains(index)).count();
    let left = run.between.left.iter().filter(|l| l.with_company && l.decided == Segment::R1000);
    let expected = decided + left.count();
    assert!((members - expected as f64).abs() <= 1.0, "{members}, not {expected}");
    let fan = simulated.results.schedules[0].fan(2, turnover::TOTAL.one_way.value(), index);
    assert!(fan.and_then(Summary::mean).expect("a month") > 0.0, "the fan shows the event");
    let mut said = simulated.header.remarks.iter().map(remarks::text);
    assert!(said.any(|said| said.contains("of the universe of june-2026")));
}
