//! Several scenarios at once, faulty ones among them, and the exit codes.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use rankday::cli::exit::ExitStatus;
use rankday::scenario::read_run;
use rankday::study::{Run, SharedFiles, run_with};

use super::{REPORTS, command, files, rows, word};

/// Two companies and no members: enough to run.
const UNIVERSE: &str = "symbol,exchange,price,shares_outstanding\n\
                        QAAA,nyse,10,100000000\nQBBB,nasdaq,20,100000000\n";

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        home.write("u.csv", UNIVERSE);
        home.write("bad.csv", &UNIVERSE.replace("20,", "-20,"));
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).expect("written");
        word(&self.path(name))
    }

    fn scenario(&self, name: &str, universe: &str) -> String {
        let text =
            format!("[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \"{universe}\"\n");
        self.write(&format!("{name}.toml"), &text)
    }
}

/// The whole command, exit code included, as `main` runs it.
fn whole(words: &[&str]) -> ExitStatus {
    rankday::cli::main(["rankday", "run"].iter().chain(words).map(OsString::from))
}

#[test]
fn what_scenarios_share_is_read_once() {
    let home = Home::new();
    home.write("own.csv", UNIVERSE);
    let [one, two, other] =
        [("a", "u.csv"), ("b", "u.csv"), ("c", "own.csv")].map(|(name, universe)| {
            read_run(Path::new(&home.scenario(name, universe))).expect("a scenario")
        });
    let shared = SharedFiles::read([&one, &two, &other].into_iter());
    for file in ["u.csv", "own.csv"] {
        std::fs::remove_file(home.path(file)).expect("removed");
    }
    let hash = |run: &Run| {
        run.inputs.iter().find(|input| input.role == "universe").map(|i| i.sha256.clone())
    };
    let [one, two] = [one, two].map(|own| run_with(&shared, own, &|_| {}).expect("a run"));
    assert_eq!((one.universe.securities.len(), hash(&one)), (2, hash(&two)));
    assert_eq!(hash(&one).map(|hash| hash.len()), Some(64));
    run_with(&shared, other, &|_| {}).expect_err("it was not shared, and is gone");
}

#[test]
fn a_faulty_scenario_does_not_stop_the_others() {
    let home = Home::new();
    let out = home.path("out");
    let scenarios = [
        home.scenario("a", "u.csv"),
        home.scenario("b", "bad.csv"),
        home.write("c.toml", "[event]\nseason = \"spring\"\n"),
        home.scenario("d", "u.csv"),
    ];
    let folder = word(&out);
    let words = scenarios.iter().map(String::as_str).chain(["--out", &folder]);
    let words: Vec<&str> = words.collect();
    let (status, printed) = command(&words).expect("a batch");
    assert_eq!(status, ExitStatus::Input);
    let folders: Vec<String> = std::fs::read_dir(&out)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(folders.len(), 2, "a failed run leaves nothing: {folders:?}");
    for name in ["a", "d"] {
        assert_eq!(files(&out.join(name)).len(), REPORTS);
        assert!(printed.contains(&format!("Reports: {}", out.join(name).display())), "{printed}");
    }
    let (a, d) = (printed.find("a\nrank day"), printed.find("d\nrank day"));
    assert!(a.is_some() && a < d, "summaries are in the order of the command line:\n{printed}");
}

#[test]
fn several_results_stand_side_by_side() {
    let home = Home::new();
    let out = home.path("out");
    let text = "[event]\nseason = \"december\"\nyear = 2026\n[universe]\nfile = \"u.csv\"\n";
    let scenarios = [
        home.write("l.toml", text),
        home.scenario("b.1", "u.csv"),
        home.scenario("bad", "bad.csv"),
    ];
    let folder = word(&out);
    let words: Vec<&str> = scenarios.iter().map(String::as_str).chain(["--out", &folder]).collect();
    let (status, printed) = command(&words).expect("a batch");
    assert_eq!(status, ExitStatus::Input);
    assert!(printed.contains("Failed, and not among these: "), "{printed}");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    let written = files(&out);
    let table = rows(&text(&written["overview.csv"]));
    let of = |name: &str| table.iter().map(|row| row[name].as_str()).collect::<Vec<_>>();
    assert_eq!(of("event"), ["b.1", "l"], "by the day of implementation");
    assert_eq!(of("report"), ["b.1", "l"]);
    // The reason of a failure is there too, without the folders of the machine.
    let overview: serde_json::Value =
        serde_json::from_slice(&written["overview.json"]).expect("JSON");
    assert_eq!(overview["failed"][0]["scenario"], "bad.toml");
    let reason = overview["failed"][0]["reason"].as_str().expect("a reason");
    assert!(reason.starts_with("bad.csv:3: price: \"-20\" is out of range"), "{reason}");
    let page = text(&written["overview.html"]);
    assert!(
        page.contains("bad.toml failed and is not among these: bad.csv:3"),
        "no reason on the page"
    );
    assert!(!page.contains(&word(home.0.path())), "a folder of the machine");
    // The figures in the row are those of the result.
    for row in &table {
        let result = files(&out.join(&row["report"]));
        let turnover = rows(&text(&result["turnover.csv"]));
        let r1000 = turnover.iter().find(|row| row["index"] == "R1000").expect("the index");
        assert_eq!(row["r1000_members"], r1000["members_after"]);
        assert_eq!(row["r1000_one_way"], r1000["one_way"]);
    }
    let page = text(&written["overview.html"]);
    assert!(page.contains("href=\"./b.1/report.html\""), "{page}");
    // A file that is not rankday's stays, and is named before the work.
    std::fs::write(out.join("overview.csv"), "mine").expect("written");
    let refused = command(&words);
    let (status, said) = refused.expect_err("a file in the way");
    assert!(status == ExitStatus::Output && said.contains("overview.csv"), "{said}");
}

#[test]
fn a_failed_run_leaves_no_folder_behind() {
    let home = Home::new();
    let out = home.path("made/for/it");
    let bad = home.scenario("bad", "bad.csv");
    assert_eq!(whole(&[&bad, "--quiet", "--out", &word(&out)]), ExitStatus::Input);
    assert!(!home.path("made").exists());
    // Nor does it touch the reports of an earlier run.
    let good = home.scenario("good", "u.csv");
    assert_eq!(whole(&[&good, "--quiet", "--out", &word(&out)]), ExitStatus::Success);
    let before = files(&out);
    assert_eq!(whole(&[&bad, "--quiet", "--out", &word(&out)]), ExitStatus::Input);
    assert!(files(&out) == before);
}

#[test]
fn exit_codes_are_the_documented_ones() {
    let home = Home::new();
    let (good, bad) = (home.scenario("good", "u.csv"), home.scenario("bad", "bad.csv"));
    let out = word(&home.path("out"));
    let blocked = home.write("file", "in the way");
    let cases: [(&[&str], u8); 9] = [
        (&[&good, "--quiet", "--out", &out], 0),
        (&["--help"], 0),
        (&[], 2),
        (&[&good, "--frobnicate"], 2),
        (&[&good, "--threads", "0"], 2),
        (&[&good, &good, "--quiet", "--out", &out], 2),
        (&[&bad, "--quiet", "--out", &out], 3),
        (&["no-such.toml", "--quiet"], 3),
        (&[&good, "--quiet", "--out", &blocked], 4),
    ];
    for (words, code) in cases {
        assert_eq!(whole(words) as u8, code, "{words:?}");
    }
    let both = [&*good, &bad, "--quiet", "--out", &blocked];
    assert_eq!(whole(&both) as u8, 4, "of a batch the gravest");
    assert_eq!(std::fs::read_to_string(&blocked).expect("the file"), "in the way");
}

#[test]
fn quiet_prints_nothing() {
    let home = Home::new();
    let good = home.scenario("good", "u.csv");
    let out = word(&home.path("out"));
    assert_eq!(
        command(&[&good, "--quiet", "--out", &out]),
        Ok((ExitStatus::Success, String::new()))
    );
    let (_, printed) = command(&[&good, "--out", &out]).expect("a run");
    assert!(printed.starts_with("good\nrank day Thu 2026-04-30, "), "{printed}");
}

#[test]
fn two_scenarios_of_one_name_are_refused_before_anything_is_written() {
    let home = Home::new();
    let good = home.scenario("good", "u.csv");
    let out = home.path("out");
    let (status, message) =
        command(&[&good, &good, "--out", &word(&out)]).expect_err("one folder for two");
    assert_eq!(status, ExitStatus::Usage);
    assert_eq!(message, format!("{good} is given twice; give it once"));
    let other = home.scenario("other", "u.csv");
    let text = std::fs::read_to_string(&other).expect("a scenario");
    std::fs::write(&other, format!("name = \"good\"\n{text}")).expect("written");
    let (_, message) = command(&[&good, &other, "--out", &word(&out)]).expect_err("one folder");
    let folder = out.join("good");
    assert_eq!(
        message,
        format!("{good} and {other} both write to {}; give them different names", folder.display())
    );
    // Nor may a scenario have the name of a file of the overview.
    let overview = home.write("x.toml", &format!("name = \"overview.csv\"\n{text}"));
    let (status, message) =
        command(&[&good, &overview, "--out", &word(&out)]).expect_err("a file of the overview");
    assert_eq!(status, ExitStatus::Usage);
    assert!(message.contains("\"overview.csv\" is a file of the overview"), "{message}");
    assert!(!out.exists());
}

/// Nobody may write into `/proc`, not even a user that may write everywhere.
#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_cannot_be_written_to_fails_at_once() {
    let home = Home::new();
    let slow = home.scenario("slow", "bad.csv");
    assert_eq!(whole(&[&slow, "--quiet", "--out", "/proc/rankday"]), ExitStatus::Output);
    assert!(!Path::new("/proc/rankday").exists());
}

#[test]
fn a_universe_of_few_companies_is_all_large() {
    let home = Home::new();
    let good = home.scenario("good", "u.csv");
    let out = home.path("out");
    assert_eq!(whole(&[&good, "--quiet", "--out", &word(&out)]), ExitStatus::Success);
    let members = std::fs::read_to_string(out.join("membership.csv")).expect("a report");
    let segments: Vec<&str> =
        members.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
    assert_eq!(segments, ["R1000", "R1000"]);
}

/// A regression test: such a member was in the counts and in no row.
#[test]
fn a_member_without_a_cap_keeps_its_place_and_its_row() {
    let home = Home::new();
    home.write("u.csv", &format!("{UNIVERSE}QCCC,nyse,30,\nQDDD,nyse,30,\n"));
    home.write("m.csv", "symbol,segment,held_on\nQAAA,R1000,2026-04-30\nQCCC,R1000,2026-04-30\n");
    let scenario = home.scenario("kept", "u.csv");
    let text = std::fs::read_to_string(&scenario).expect("a scenario");
    home.write("kept.toml", &format!("{text}[membership]\nfile = \"m.csv\"\n"));
    let out = home.path("out");
    assert_eq!(whole(&[&scenario, "--quiet", "--out", &word(&out)]), ExitStatus::Success);
    let text = std::fs::read_to_string(out.join("membership.csv")).expect("a report");
    let rows = rows(&text);
    let cells: Vec<_> = rows.iter().map(|r| [&*r["symbol"], &r["rank"], &r["reason"]]).collect();
    let expected = [
        // The place of the member that cannot be ranked is the one before rank 1,000.
        ["QBBB", "1", "new_by_size"],
        ["QAAA", "2", "kept_by_rank"],
        ["QCCC", "", "kept_unranked"],
    ];
    assert_eq!(cells, expected);
}

/// A list of the Russell 1000 does not say which companies were in the Russell 2000, nor which were new to
/// the Russell 3000.
#[test]
fn a_list_of_one_part_alone_tells_of_no_moves() {
    let home = Home::new();
    home.write("u.csv", UNIVERSE);
    home.write("l.csv", "symbol,name\nQAAA,Aaa\n");
    let scenario = home.scenario("part", "u.csv");
    let text = std::fs::read_to_string(&scenario).expect("a scenario");
    let list =
        "[membership]\nlists = [{ file = \"l.csv\", index = \"R1000\", held_on = 2026-04-30 }]\n";
    home.write("part.toml", &format!("{text}{list}"));
    let out = home.path("out");
    assert_eq!(whole(&[&scenario, "--quiet", "--out", &word(&out)]), ExitStatus::Success);
    let summary = std::fs::read_to_string(out.join("summary.json")).expect("a summary");
    let summary: serde_json::Value = serde_json::from_str(&summary).expect("JSON");
    for action in ["add", "delete", "up", "down"] {
        assert!(summary["changes"]["r3000"][action].is_null(), "{action}");
    }
    let turnover = std::fs::read_to_string(out.join("turnover.csv")).expect("a report");
    let of = |index: &str| {
        let row = rows(&turnover).into_iter().find(|row| row["index"] == index).expect("a row");
        row["members_before"].clone()
    };
    assert_eq!([of("R1000"), of("R2000"), of("R3000")], ["1", "", ""]);
}
