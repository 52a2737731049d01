//! The contract with users: the files, their columns, the measures, and how a comparison ends.

use std::collections::BTreeSet;

use rankday::cli::columns::{ColumnsArgs, ColumnsOf};
use rankday::cli::exit::ExitStatus;
use rankday::simulation::measures::{MONTHS, Measure, all, of_history};

use super::{BOTH, Done, SCHEDULES, command, market};

const COLUMNS: [(&str, &str); 10] = [
    (
        "trade_totals.csv",
        "schedule,event,kind,scheduled,date,cycle,index,assets_usd,lines,buys_usd,sells_usd,gross_usd",
    ),
    (
        "comparison.csv",
        "measure,index,schedule,unit,value,cycles,standard_error,low,high,difference_unit,difference,\
         difference_cycles,difference_standard_error,difference_low,difference_high",
    ),
    (
        "cycles.csv",
        "cycle,after,through,complete,closes,measure,index,schedule,unit,value,difference_unit,\
         difference",
    ),
    ("drift.csv", "date,schedule,index,measure,value"),
    (
        "events.csv",
        "schedule,event,kind,scheduled,date,cycle,close,index,members_before,members_after,additions,deletions,\
         moved_in,moved_out,one_way,two_way,membership,one_way_additions,one_way_deletions,\
         one_way_migrations,one_way_share_and_float_changes,one_way_reweighting,date_basis",
    ),
    ("contributions.csv", "date,schedule,index,symbol,weight,price_return,contribution"),
    ("whipsaws.csv", "schedule,symbol,home,away,there,there_date,back,back_date"),
    ("membership_check.csv", "schedule,index,held_on,close,listed,held,both,of_listed,of_held"),
    ("ledger-annual.csv", "date,event,index,symbol,action,reason,weight_before,weight_after"),
    ("ledger-semi-annual.csv", "date,event,index,symbol,action,reason,weight_before,weight_after"),
];

#[test]
fn the_files_and_their_columns_are_those_that_others_build_on() {
    assert_eq!(BOTH.text("repairs.csv").lines().next(), Some("close,symbol,repair,factor,note"));
    for (report, columns) in COLUMNS {
        assert_eq!(BOTH.text(report).lines().next(), Some(columns), "{report}");
        assert!(BOTH.rows(report).len() > 1, "{report} has no rows");
    }
    let mut expected: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    expected.extend(["rankday-manifest.json", "repairs.csv", "report.html", "summary.json"]);
    expected.sort_unstable();
    assert_eq!(BOTH.files.keys().map(String::as_str).collect::<Vec<_>>(), expected);
}

/// The name of a measure as it is described: months are letters there.
fn described(name: &str) -> String {
    let Some((stem, end)) = name.rsplit_once('_') else { return name.to_owned() };
    let is_month = stem.ends_with("_mean") && MONTHS.contains(&end);
    if is_month { format!("{stem}_mmm") } else { name.to_owned() }
}

#[test]
fn every_measure_is_described_and_every_description_is_of_a_measure() {
    let mut found: Vec<String> =
        BOTH.rows("comparison.csv").iter().map(|row| described(&row["measure"])).collect();
    found.sort();
    found.dedup();
    let mut known: Vec<String> = of_history().flat_map(Measure::names).collect();
    known.sort();
    assert_eq!(found, known);
    let mut printed = Vec::new();
    let args = ColumnsArgs { file: ColumnsOf::Comparison, json: false };
    rankday::cli::columns::run(&args, &mut printed).expect("a table");
    let printed = String::from_utf8(printed).expect("text");
    let described = printed.lines().filter(|line| line.starts_with('|')).count();
    assert_eq!(described, 2 + all().count());
}

#[test]
fn the_summary_says_what_was_compared_and_what_was_assumed() {
    let summary = BOTH.summary();
    assert_eq!(summary["schema"], "rankday.comparison/3");
    assert_eq!(summary["scenario"], "made-up");
    assert_eq!(summary["history"]["first_close"], "2022-12-30");
    assert_eq!(summary["history"]["last_close"], "2026-01-30");
    let cycles = summary["cycles"].as_array().expect("cycles").iter();
    let cycles: Vec<_> =
        cycles.map(|cycle| (cycle["name"].as_str(), cycle["complete"].as_bool())).collect();
    let expected = [("2022/23", false), ("2023/24", true), ("2024/25", true), ("2025/26", false)];
    assert_eq!(cycles, expected.map(|(name, complete)| (Some(name), Some(complete))));
    let names: Vec<_> = summary["schedules"].as_array().expect("schedules").iter().collect();
    assert_eq!(names.len(), SCHEDULES.len());
    for (schedule, (name, events)) in names.iter().zip([("annual", 3), ("semi-annual", 6)]) {
        assert_eq!(schedule["name"], name);
        let events_found = schedule["reconstitutions"].as_array().expect("events");
        assert_eq!(events_found.len(), events, "{name}");
        assert_eq!(events_found[0]["rank_day"], "2023-04-28");
        assert_eq!(events_found[0]["implementation"], "2023-06-23");
        assert_eq!(events_found[0]["implementation_close"], "2023-05-31");
        assert!(!schedule["moved"].as_array().expect("moved days").is_empty());
    }
    let said = summary["remarks"].to_string();
    for part in ["begins on 2022-12-30", "taken for deletions", "float unknown", "count as zero"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    for input in summary["inputs"].as_array().expect("inputs") {
        assert_eq!(input["sha256"].as_str().map(str::len), Some(64));
    }
    assert_eq!(summary["membership_checks"]["2023"].as_array().map(Vec::len), Some(2));
    assert_eq!(summary["streaks"].as_array().map(Vec::len), Some(2));
    assert_eq!(summary["parameters"]["breaks"]["r1000"]["rank"], 20);
}

/// The panel begins before the calendar knows a December reconstitution.
#[test]
fn days_that_the_calendar_does_not_know_are_named_wherever_people_look() {
    let day =
        "december-2024 (rank day 2024-10-31, lock-down 2024-12-02, implementation 2024-12-13)";
    let shares = "cut-offs of shares and float that the calendar does not know";
    let one_line = BOTH.printed.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [&*one_line, BOTH.text("report.html"), BOTH.text("summary.json")] {
        assert!(text.contains(day) && text.contains(shares), "{text:.3000}");
    }
    let basis = |event: &str| {
        let rows = BOTH.rows("events.csv");
        let of: BTreeSet<String> = rows
            .iter()
            .filter(|row| row["event"] == event)
            .map(|row| row["date_basis"].clone())
            .collect();
        of.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(basis("december-2024"), ["assumed"]);
    assert_eq!(basis("june-2024"), ["published"]);
    assert_eq!(basis("december-2024-quarter"), ["rule"]);
    for row in BOTH.rows("events.csv").iter().filter(|row| row["scheduled"] == "no") {
        assert_eq!(row["date_basis"], "", "{row:?}");
    }
    let summary = BOTH.summary();
    let quarter = &summary["schedules"][0]["quarters"][0];
    assert_eq!(quarter["name"], "march-2023");
    assert_eq!(quarter["basis"]["cut_off"], "published");
    assert_eq!(quarter["basis"]["cut_off_of_shares"], "assumed");
    assert_eq!(quarter["basis"]["effective"], "rule");
}

#[test]
fn threads_change_no_byte() {
    let [one, two] = ["1", "2"].map(|threads| {
        let done = Done::new("\"annual\", \"semi-annual\"", &["--threads", threads]);
        (done.printed, done.files)
    });
    assert_eq!(one.0, two.0);
    for (name, text) in &one.1 {
        assert!(two.1[name] == *text, "{name}");
    }
    assert_eq!(one.1.len(), two.1.len());
}

#[test]
fn one_schedule_and_three_are_reported_too() {
    for (schedules, count) in [("\"twice\"", 1), ("\"none\", \"twice\", \"quarterly\"", 3)] {
        let done = Done::new(schedules, &[]);
        let ledgers = done.files.keys().filter(|name| name.starts_with("ledger-")).count();
        assert_eq!(ledgers, count);
        let rows = done.rows("comparison.csv");
        let of_one = rows.iter().filter(|r| r["measure"] == "level" && r["index"] == "R2000");
        assert_eq!(of_one.count(), count);
        for line in done.printed.lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
    // Cycles are the same whatever the schedule, one without a June included.
    let known = |done: &Done| {
        let cycles = done.summary()["cycles"].clone();
        let conclusions = done.summary()["conclusions"].as_array().map(Vec::len);
        (cycles, conclusions)
    };
    let (three, one) = (
        known(&Done::new("\"none\", \"twice\", \"quarterly\"", &[])),
        known(&Done::new("\"twice\"", &[])),
    );
    assert_eq!((&three.0, three.1, one.1), (&one.0, Some(2), Some(0)));
    // A schedule of the user's own with the days of a named one is that one.
    let (own, named) = (Done::new("\"twice\"", &[]), Done::new("\"semi-annual\"", &[]));
    assert_eq!(own.text("ledger-twice.csv"), named.text("ledger-semi-annual.csv"));
}

#[test]
fn a_schedule_differs_from_itself_by_nothing() {
    // The same days under another name.
    let done = Done::new("\"twice\", \"semi-annual\"", &[]);
    let is_zero = |text: &str| text.is_empty() || super::decimal(text).is_zero();
    for (table, columns) in [
        ("comparison.csv", &["difference", "difference_standard_error", "difference_low"][..]),
        ("cycles.csv", &["difference"]),
    ] {
        for row in done.rows(table) {
            for column in columns {
                assert!(is_zero(&row[*column]), "{table} {column}: {row:?}");
            }
        }
    }
    let said = &done.summary()["conclusions"][0];
    assert_eq!(
        (&said["turnover"]["sign"], &said["drift"]["sign"]),
        (&"same".into(), &"same".into())
    );
}

#[test]
fn every_close_and_every_event_is_in_one_cycle() {
    let summary = BOTH.summary();
    let cycles = summary["cycles"].as_array().expect("cycles");
    let closes: u64 = cycles.iter().filter_map(|cycle| cycle["closes"].as_u64()).sum();
    assert_eq!(Some(closes), summary["history"]["closes"].as_u64());
    let day = |cycle: &serde_json::Value, key: &str| cycle[key].as_str().expect("a day").to_owned();
    for row in BOTH.rows("events.csv") {
        let is_in = |cycle: &&serde_json::Value| {
            day(cycle, "after") < row["date"] && row["date"] <= day(cycle, "through")
        };
        let found: Vec<_> = cycles.iter().filter(is_in).map(|cycle| day(cycle, "name")).collect();
        assert_eq!(found, [row["cycle"].clone()], "{row:?}");
    }
}

#[test]
fn quiet_is_quiet_and_the_screen_is_one() {
    assert_eq!(Done::new("\"annual\"", &["--quiet"]).printed, "");
    let lines: Vec<&str> = BOTH.printed.lines().collect();
    assert!(lines.len() <= 100, "{} lines", lines.len());
    for line in &lines {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let end = ["Reports: OUT", "Open in a browser: OUT/report.html"];
    assert_eq!(lines[lines.len() - 2..], end);
}

#[test]
fn a_folder_that_cannot_be_is_said_before_anything_is_read() {
    let home = tempfile::tempdir().expect("a folder");
    let scenario = market::write(home.path(), "\"annual\"");
    std::fs::remove_file(home.path().join("panel.csv")).expect("removed");
    let words = |out: &std::path::Path| {
        command(&[&scenario.display().to_string(), "--out", &out.display().to_string()])
    };
    let file = home.path().join("list.csv");
    let (status, message) = words(&file.join("out")).expect_err("a file is no folder");
    assert_eq!(status, ExitStatus::Output, "{message}");
    let (status, message) = words(&home.path().join("out")).expect_err("there is no panel");
    assert_eq!(status, ExitStatus::Input, "{message}");
    assert!(message.contains("panel.csv") && !home.path().join("out").exists(), "{message}");
}

#[test]
fn a_fact_overrides_a_label_of_the_own_format() {
    let home = tempfile::tempdir().expect("a folder");
    let scenario = market::write(home.path(), "\"annual\"");
    let write = |name: &str, text: &str| {
        std::fs::write(home.path().join(name), text).expect("a file");
    };
    write("labels.csv", "symbol,exchange,price,shares_outstanding\nC00,NYSE,10,1000000\n");
    write(
        "facts.csv",
        "symbol,field,value,as_of,source\nC00,nationality,CA,2022-01-03,filing\n\
         NONE,nationality,CA,2022-01-03,filing\n",
    );
    let text = std::fs::read_to_string(&scenario).expect("the scenario").replace(
        "panel = \"panel.csv\"",
        "panel = \"panel.csv\"\nfacts = \"facts.csv\"\n\n[[labels]]\nfile = \"labels.csv\"",
    );
    write("scenario.toml", &text);
    let out = home.path().join("out");
    let words = [scenario.display().to_string(), "--out".into(), out.display().to_string()];
    command(&words.each_ref().map(String::as_str)).expect("a comparison");
    let read = |name: &str| std::fs::read_to_string(out.join(name)).expect("a report");

    let summary: serde_json::Value = serde_json::from_str(&read("summary.json")).expect("JSON");
    let said = summary["remarks"].to_string();
    assert!(said.contains("fact used: C00 nationality = CA"), "{said}");
    assert!(said.contains("fact not used: NONE"), "{said}");
    // The largest company of all, which is a member wherever it is not foreign.
    let held = |text: &str| text.contains(",C00,");
    assert!(held(BOTH.text("ledger-annual.csv")));
    assert!(!held(&read("ledger-annual.csv")));
}

/// The small market's comparison and one on two paths, in one command.
#[test]
fn an_overview_has_the_figures_of_each_comparison() {
    let home = tempfile::tempdir().expect("a folder");
    let history = market::write(home.path(), "\"annual\", \"semi-annual\"");
    let paths = home.path().join("paths.toml");
    let text = "[compare]\nschedules = [\"annual\", \"semi-annual\"]\n\
                [paths]\ncount = 2\nyears = 2\nstart = 2026-06-30\n";
    std::fs::write(&paths, text).expect("written");
    let faulty = home.path().join("faulty.toml");
    std::fs::write(&faulty, "[compare]\nschedules = [\"yearly\"]\n").expect("written");
    let out = home.path().join("all");
    let words = [&history, &paths, &faulty, &out].map(|path| path.display().to_string());
    let command_line = [&*words[0], &words[1], &words[2], "--out", &words[3]];
    let (status, printed) = command(&command_line).expect("a batch");
    assert_eq!(status, ExitStatus::Input, "the last one fails");
    let rows = |file: &str| -> Vec<super::Row> {
        let mut reader = csv::Reader::from_path(out.join(file)).expect("a table");
        reader.deserialize().map(|row| row.expect("a row")).collect()
    };
    let overview = rows("comparisons.csv");
    assert_eq!(overview.len(), 4, "two schedules each");
    assert_eq!(
        overview.iter().map(|row| &*row["sampled"]).collect::<Vec<_>>(),
        ["cycles", "cycles", "paths", "paths"]
    );
    for row in &overview {
        let value = if row["sampled"] == "paths" { "mean" } else { "value" };
        let own = rows(&format!("{}/comparison.csv", row["report"]));
        let is_it = |of: &&super::Row| {
            of["measure"] == "scheduled_one_way"
                && of["index"] == "R2000"
                && of["schedule"] == row["schedule"]
        };
        let own = own.iter().find(is_it).expect("a row");
        assert_eq!(row["r2000_one_way"], own[value]);
        let is_first = row["schedule"] == "annual";
        assert_eq!(row["difference"], if is_first { "" } else { &own["difference"] });
        assert_eq!(row["difference_low"], if is_first { "" } else { &own["difference_low"] });
    }
    assert!(printed.contains("faulty.toml"), "{printed}");
}
