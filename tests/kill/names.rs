//! No name in a scenario puts a file where it is not expected.

use std::path::{Component, Path};

use rankday::scenario::comparison::check_comparison;
use rankday::scenario::simulated::check_simulated;
use rankday::scenario::{ScenarioError, check_run};

use crate::kill::{Home, ends, said};

/// Names that must be refused: they lead elsewhere, cannot be told from others, or are devices.
fn refused() -> Vec<String> {
    let mut names: Vec<String> = [
        "",
        ".",
        "..",
        "../up",
        "..\\up",
        "/etc",
        "C:",
        "C:\\x",
        "\\\\server\\share",
        "a/b",
        "a\\b",
        "~",
        ".hidden",
        "ends.",
        "with space",
        "line\nbreak",
        "tab\t",
        "nul\0byte",
        "bell\u{7}",
        "escape\u{1b}[31m",
        "right\u{202e}left",
        "${HOME}",
        "*",
        "a:b",
        "a;b",
        "$(x)",
        "übung",
        "con",
        "CON",
        "Nul",
        "aux.toml",
        "com1",
        "LPT9.txt",
        "prn",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("x".repeat(101));
    names
}

/// Names that are fine.
const ACCEPTED: [&str; 9] = ["june-2026", "a", "-", "_", "a..b", "v1.2", "console", "com", "com10"];

type Check = fn(&str) -> Result<std::path::PathBuf, ScenarioError>;

/// A TOML string with everything escaped that has to be.
fn written(text: &str) -> String {
    let escaped: Vec<String> = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    format!("\"{}\"", escaped.concat())
}

fn nothing(_: &str) -> Option<String> {
    None
}

const PATHS: &str = "[paths]\ncount = 1\nyears = 2\ncompanies = 20\nindexes = [\"R1000\"]\n";
const EVENT: &str = "[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \"u.csv\"\n";

/// Scenarios of every kind, from the text before their tables to where their reports go.
fn kinds() -> [(&'static str, Check); 3] {
    [
        ("run", |head| {
            let text = format!("{head}\n{EVENT}");
            check_run(Path::new("s.toml"), &text, &nothing).map(|s| s.output)
        }),
        ("compare", |head| {
            let text =
                format!("{head}\ncompare.schedules = [\"annual\"]\nmarket.panel = \"p.csv\"\n");
            check_comparison(Path::new("s.toml"), &text, &nothing).map(|s| s.output)
        }),
        ("simulate", |head| {
            let text = format!("{head}\ncompare.schedules = [\"annual\", \"none\"]\n{PATHS}");
            check_simulated(Path::new("s.toml"), &text, &nothing).map(|s| s.output)
        }),
    ]
}

#[test]
fn a_name_is_that_of_one_folder_or_is_refused() {
    for (kind, check) in kinds() {
        for name in refused() {
            let error = check(&format!("name = {}", written(&name))).expect_err(&name);
            assert!(error.refusal.remedy.starts_with("use "), "{error}");
            let said = error.to_string();
            assert!(said.starts_with("s.toml:1:8: name: "), "{said}");
            assert!(!said.chars().any(char::is_control), "{kind}: {said:?}");
        }
        for name in ACCEPTED {
            let output = check(&format!("name = {}", written(name)));
            let output = output.unwrap_or_else(|e| panic!("{kind}: {e}"));
            let parts: Vec<_> = output.components().collect();
            let expected = ["rankday-out", name].map(|part| Component::Normal(part.as_ref()));
            assert_eq!(parts, expected, "{kind}");
        }
    }
}

#[test]
fn the_name_of_a_schedule_is_that_of_one_file_or_is_refused() {
    let check = |name: &str| {
        let name = written(name);
        let text = format!(
            "compare.schedules = [\"annual\", {name}]\n{PATHS}\
             [[schedule]]\nname = {name}\nevents = [{{ name = \"june\", season = \"june\", rank_day = \
             \"last session of April\", implementation = \"4th Friday of June\" }}]\n"
        );
        check_simulated(Path::new("s.toml"), &text, &nothing)
    };
    for name in refused() {
        let error = check(&name).expect_err(&name);
        assert!(error.refusal.remedy.starts_with("use "), "{error}");
        assert!(!error.to_string().chars().any(char::is_control), "{error:?}");
    }
    for name in ACCEPTED {
        // What else may be wrong with the schedule is not about its name.
        let error = check(name).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(!error.contains("schedule.name"), "{error}");
    }
}

#[test]
fn the_folder_for_reports_is_a_plain_path() {
    for (kind, check) in kinds() {
        let directory = |text: &str| check(&format!("output.directory = {}", written(text)));
        for text in ["", "a\nb", "a\0b", "a\u{1b}[2J"] {
            let error = directory(text).expect_err(text);
            assert_eq!(error.key.as_deref(), Some("output.directory"), "{error}");
            assert!(error.refusal.remedy.starts_with("give a path"), "{error}");
            assert!(!error.to_string().chars().any(char::is_control), "{kind}: {error:?}");
        }
        let error = directory("${RESULTS}/june").expect_err("not set").to_string();
        assert!(
            error.contains("the environment variable RESULTS is not set; run it as"),
            "{error}"
        );
        assert_eq!(directory("../results/june").expect("a path"), Path::new("../results/june"));
    }
}

#[test]
fn files_of_variables_that_are_not_set_are_refused() {
    let home = Home::new();
    home.write("odd.toml", EVENT.replace("u.csv", "${RANKDAY_NOT_SET}/u.csv"));
    let mut command = home.rankday("run odd.toml --out out");
    command.env_remove("RANKDAY_NOT_SET");
    let output = ends(command);
    assert_eq!(output.status.code(), Some(3));
    let said = said(&output);
    assert!(said.contains("the environment variable RANKDAY_NOT_SET is not set; run it"), "{said}");
    assert!(!home.path().join("out").exists());
}

/// Several scenarios go into one folder, each into one of its name.
#[test]
fn scenarios_of_a_batch_stay_in_its_folder() {
    let home = Home::new();
    home.write("odd.toml", crate::kill::scenario("../../odd", 60));
    let output = ends(home.rankday("run new.toml odd.toml --out a/b --quiet"));
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    let entries = std::fs::read_dir(home.path().join("a/b")).expect("a folder");
    let folders = entries.map(|entry| entry.expect("an entry")).filter(|e| e.path().is_dir());
    let names: Vec<_> = folders.map(|entry| entry.file_name()).collect();
    assert_eq!(names, ["new"]);
    assert!(!home.path().join("odd").exists());
}
