//! Warnings as errors, and limits that a scenario sets.

use serde_json::Value;

use crate::plausibility::{Changed, rankday};

/// Floats that are fractions.
fn absurd() -> Changed {
    Changed::june().with("universe.csv", |table| table.scale("free_float_pct", 0.01, 4))
}

#[test]
fn strict_refuses_and_writes_nothing() {
    let by_option = absurd();
    let by_scenario = absurd().saying("[event]", "[plausibility]\nstrict = true\n[event]");
    for (changed, more) in [(&by_option, &["--strict"][..]), (&by_scenario, &[])] {
        let output = changed.ends("run", more);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains("warnings are errors here"), "{said}");
        assert!(said.contains("values of free_float_pct are at most 1"), "{said}");
        assert!(output.stdout.is_empty());
        assert!(!changed.path("out").exists(), "nothing is written");
        assert_eq!(changed.ends("check", more).status.code(), Some(3));
    }
    assert_eq!(by_option.ends("check", &[]).status.code(), Some(0));
}

#[test]
fn a_scenario_has_limits_of_its_own() {
    let part = Changed::june().with("effective.csv", |table| table.keep(2));
    part.warns("prices of the implementation day are there of");
    let part = part.saying("[event]", "[plausibility]\neffective_pct = 40\n[event]");
    assert!(!part.begins("run").contains("prices of the implementation day are there of"));
    let wrong = part.saying("effective_pct = 40", "effective_pct = -1");
    let output = wrong.ends("run", &[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("plausibility.effective_pct: -1 is no limit"), "{said}");
}

#[test]
fn check_says_all_of_it_to_programs() {
    let changed = absurd();
    let output = changed.ends("check", &["--format", "json"]);
    let all: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let found = &all[0];
    assert_eq!((&found["schema"], &found["scenario"]), (&"rankday.check/2".into(), &"case".into()));
    let remarks = found["remarks"].as_array().expect("remarks");
    let first = &remarks[0];
    assert_eq!(first["severity"], "warning");
    assert_eq!(first["kind"], "at_most_one");
    assert_eq!(first["figures"]["column"], "free_float_pct");
    assert_eq!(first["places"][0]["file"], "universe.csv");
    let rank = |remark: &Value| match remark["severity"].as_str() {
        Some("warning") => 0,
        Some("assumption") => 1,
        _ => 2,
    };
    assert!(remarks.is_sorted_by_key(rank));
    let parts = remarks.iter().filter(|remark| rank(remark) == 1);
    let parts: Vec<f64> = parts.filter_map(|remark| remark["effect"]["part"].as_f64()).collect();
    assert!(parts.len() > 2 && parts.is_sorted_by(|a, b| a >= b), "{parts:?}");

    let faulty = Changed::of("[event]\nseason = \"june\"\n", &[]);
    let output = faulty.ends("check", &["--format", "json"]);
    assert_eq!(output.status.code(), Some(3));
    let all: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let fault = &all[0]["faults"][0];
    assert_eq!(fault["problem"], "section [universe] is missing");
    assert_eq!(fault["remedy"], "add it, as scenarios/june-2026.toml has it");
    assert!(fault["file"].is_string(), "{fault}");
    assert_eq!((&fault["line"], &fault["column"]), (&1.into(), &1.into()), "{fault}");
}

#[test]
fn what_ships_draws_no_warning() {
    let scenarios = [
        "scenarios/june-2026.toml",
        "scenarios/december-2026.toml",
        "scenarios/annual-vs-semi-annual.toml",
        "scenarios/two-schedules.toml",
        "scenarios/speed.toml",
        "scenarios/project-december-2026.toml",
        "scenarios/small-cap-rally-2026.toml",
    ];
    let output = rankday(&[&["check", "--strict"], &scenarios[..]].concat());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    assert_eq!(said.matches("no faults, 0 warnings").count(), scenarios.len(), "{said}");
}
