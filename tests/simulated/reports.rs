//! What is in the reports of a simulation.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rankday::reconstitution::Action;
use rankday::report::simulated::{FAN_COLUMNS, MEASURE_COLUMNS};
use rankday::report::table::Column;
use rankday::scenario::read_scenario;
use rankday::simulation::paths::Summary;
use serde_json::Value;

use crate::{args, compare, home, run};

type Row = BTreeMap<String, String>;

fn rows(path: &Path, columns: &[Column]) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
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
    let (table, summary) = (rows(&out.join("comparison.csv"), &MEASURE_COLUMNS), summary(&out));
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
    // Nothing that hangs on the clock.
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
    let fan = rows(&out.join("fan.csv"), &FAN_COLUMNS);
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
    let of = |half: &str| {
        let precision = format!(
            "precision = {{ measure = \"reconstitution_one_way\", index = \"R2000\", half_width = \
             {half} }}\nyears = 20"
        );
        let (home, scenario) = home(&[("years = 20", precision.as_str())]);
        let out = home.path().join("out");
        compare(&args(&scenario, &out)).expect("a run");
        (run(&scenario).results.count(), summary(&out)["standing"].clone())
    };
    let (few, standing) = of("0.5");
    assert!((100..600).contains(&few), "{few}");
    assert_eq!(standing, "precise");
    assert_eq!(of("0.000000001"), (600, "complete".into()));
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
    let run = rankday::scenario::run(read_scenario(&root).expect("a scenario"), &|_| ());
    let run = run.expect("the shipped data");
    let home = tempfile::tempdir().expect("a folder");
    let scenario = home.path().join("still.toml");
    let text = format!(
        "[compare]\nschedules = [\"annual\"]\n[paths]\ncount = 1\nyears = 1\nfrom = {:?}\n{STILL}",
        root.display().to_string()
    );
    fs::write(&scenario, text).expect("written");
    let simulated = crate::run(&scenario);
    let of = |name: &str| {
        let at = simulated.header.quantities.iter().position(|q| q.name == name);
        simulated.results.schedules[0].summary(at.expect(name)).and_then(Summary::mean)
    };
    // The only event of the year is the one that the scenario is of: on rank day, by the same members.
    // A member that the universe lacks takes a place in the run, and none on paths: one company.
    for (name, action) in [("moves_up", Action::Up), ("moves_down", Action::Down)] {
        let (moved, expected) = (of(name).expect("a path"), run.count(action, true) as f64);
        assert!((moved - expected).abs() <= 1.0, "{name}: {moved}, not {expected}");
    }
    assert!(simulated.header.assumptions[0].contains("of the universe of june-2026"));
}
