//! The contract with users: the files, their columns, the days, and the summary on one screen.

use std::path::Path;

use rankday::cli::exit::ExitStatus;
use rankday::report::format::{DEFAULT, Format};
use rankday::report::manifest::MANIFEST_FILE;
use rankday::report::run::console;

use super::{both, command, files, golden, header, shipped_path, word};

/// The columns that come first, by report; more may follow.
const CONTRACT: [(&str, &str); 3] = [
    (
        "changes.csv",
        "event,rank_day,effective,symbol,name,action,from,to,reason,rank,market_cap,percentile",
    ),
    ("membership.csv", "event,symbol,segment,indexes,rank,market_cap,percentile,decision,reason"),
    (
        "turnover.csv",
        "event,index,members_before,members_after,additions,deletions,moved_in,moved_out,one_way,\
         two_way,membership_turnover",
    ),
];

#[test]
fn the_columns_are_those_that_others_build_on() {
    for (event, shipped) in both() {
        for (report, first) in CONTRACT {
            let header = header(&shipped.reports[report]).join(",");
            assert!(header.starts_with(&format!("{first},")), "{event} {report}: {header}");
            let events = shipped.rows(report).iter().filter(|row| row["event"] == event).count();
            assert_eq!(events, shipped.rows(report).len(), "{event} {report}");
        }
    }
}

#[test]
fn the_days_are_the_calendars() {
    for ((event, shipped), days) in both().into_iter().zip([
        ["2026-04-30", "2026-06-26", "2026-06-29", "2025-04-30"],
        ["2026-10-30", "2026-12-11", "2026-12-14", "2026-04-30"],
    ]) {
        let summary = shipped.summary();
        assert_eq!(summary["schema"], "rankday.summary/8");
        assert_eq!(summary["scenario"], event);
        let keys = ["rank_day", "implementation", "effective", "previous_rank_day"];
        assert_eq!(keys.map(|key| summary["event"][key].as_str()), days.map(Some), "{event}");
        assert_eq!(summary["universe_as_of"], days[0]);
        assert_eq!(summary["weighed_at"], days[1]);
        for change in shipped.rows("changes.csv") {
            assert_eq!([&*change["rank_day"], &*change["effective"]], [days[0], days[2]]);
        }
    }
}

/// The data that ships is the same everywhere, so the numbers may be compared to the last digit.
#[test]
fn the_summary_is_as_reviewed() {
    let compared = both().map(|(event, shipped)| {
        let mut out = Vec::new();
        let folder = Path::new("rankday-out").join(event);
        console::write(&shipped.run, &folder, &mut out).expect("a summary");
        let text = String::from_utf8(out).expect("text");
        golden::compare(&format!("run/golden/{event}.txt"), &text)
    });
    assert_eq!(compared, [Ok(()), Ok(())]);
}

#[test]
fn the_command_writes_the_reports_and_nothing_else() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("not/yet");
    let scenario = word(&shipped_path("june-2026"));
    let (status, printed) = command(&[&scenario, "--out", &word(&folder)]).expect("a run");
    assert_eq!(status, ExitStatus::Success);
    let page = folder.join("report.html");
    let end = format!("Reports: {}\nOpen in a browser: {}\n", folder.display(), page.display());
    assert!(printed.ends_with(&end), "{printed}");
    let (_, june) = both()[0];
    let written = files(&folder);
    let names: Vec<&str> = written.keys().map(String::as_str).collect();
    let formats = DEFAULT.iter().flat_map(|format: &Format| format.files(&june.run));
    let mut expected: Vec<String> = formats.map(|file| file.name).collect();
    expected.push(MANIFEST_FILE.to_owned());
    expected.sort();
    assert_eq!(names, expected);
    for (name, text) in &june.reports {
        assert_eq!(String::from_utf8_lossy(&written[name]), *text, "{name}");
    }
}

#[test]
fn the_inputs_are_named_with_their_hashes() {
    for (event, shipped) in both() {
        let summary = shipped.summary();
        let inputs = summary["inputs"].as_array().expect("inputs");
        let roles: Vec<_> = inputs.iter().filter_map(|i| i["role"].as_str()).collect();
        for role in ["scenario", "universe", "membership", "effective prices"] {
            assert!(roles.contains(&role), "{event}: {roles:?}");
        }
        for input in inputs {
            // Named as the scenario names it, wherever the scenario is.
            let named = Path::new(input["path"].as_str().expect("a path"));
            assert!(named.is_relative(), "{}", named.display());
            let path = shipped_path(event).with_file_name("").join(named);
            let input_again = rankday::universe::Input::read(&path).expect("an input");
            assert_eq!(input["sha256"], input_again.sha256(), "{}", path.display());
            assert_eq!(input_again.sha256().len(), 64);
        }
    }
}
