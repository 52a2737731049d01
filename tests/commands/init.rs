//! `rankday init`: the scenarios that it writes run, and no file of the user is lost.

use std::fs;

use crate::commands::{printed, rankday, root};

fn text(path: &std::path::Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn what_is_written_runs_on_the_files_that_are_named() {
    let home = tempfile::tempdir().expect("a folder");
    // In a folder of its own: the files are named from there.
    let folder = home.path().join("scenarios");
    fs::create_dir(&folder).expect("a folder");
    for name in ["universe-2026-04-30.csv", "membership-2026-06-26.csv"] {
        fs::copy(root().join("data").join(name), home.path().join(name)).expect("a copy");
    }
    let init = rankday(&[
        "init",
        "scenarios/mine.toml",
        "--universe",
        "universe-2026-04-30.csv",
        "--membership",
        "membership-2026-06-26.csv",
    ])
    .current_dir(home.path())
    .output()
    .expect("rankday");
    let said = String::from_utf8_lossy(&init.stdout);
    assert_eq!(said, "wrote scenarios/mine.toml\n\nNext:\n  rankday run scenarios/mine.toml\n");
    let run = rankday(&["run", "scenarios/mine.toml"]).current_dir(home.path()).output();
    let run = run.expect("rankday");
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(home.path().join("rankday-out/mine/summary.json").is_file());
}

#[test]
fn simulated_paths_and_projections_run_as_they_are_written() {
    let home = tempfile::tempdir().expect("a folder");
    let in_home = |words: &[&str]| {
        let output = rankday(words).current_dir(home.path()).output().expect("rankday");
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    in_home(&["init", "paths.toml", "--kind", "simulate"]);
    in_home(&["compare", "paths.toml", "--paths", "2"]);
    let data = root().join("data");
    let (universe, membership) =
        (data.join("universe-2026-04-30.csv"), data.join("membership-2026-12-11.csv"));
    let files = ["--universe", text(&universe), "--membership", text(&membership)];
    in_home(&[&["init", "odds.toml", "--kind", "project"], &files[..]].concat());
    in_home(&["project", "odds.toml", "--paths", "5"]);
    let panel = data.join("panel-2023-12-29-to-2026-12-31.csv.gz");
    in_home(&["init", "history.toml", "--kind", "compare", "--panel", text(&panel)]);
    in_home(&["compare", "history.toml"]);
}

#[test]
fn a_file_that_is_there_is_never_written_over() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("mine.toml");
    fs::write(&file, "mine").expect("a file");
    let refused = rankday(&["init", text(&file)]).output().expect("rankday");
    assert_eq!(refused.status.code(), Some(4));
    let said = String::from_utf8_lossy(&refused.stderr);
    let expected = format!(
        "rankday: {} is there already; choose another name, or write over it with --force\n",
        file.display()
    );
    assert_eq!((said.as_ref(), refused.stdout.len()), (expected.as_str(), 0));
    assert_eq!(fs::read_to_string(&file).expect("text"), "mine");
    assert_eq!(printed(&["init", text(&file), "--force", "--quiet"]), "");
    assert_eq!(fs::read_to_string(&file).expect("text"), printed(&["init", "-"]));
    assert_eq!(printed(&["init", "--stdout"]), printed(&["init", "-"]));
}

#[test]
fn what_is_still_missing_is_said() {
    let home = tempfile::tempdir().expect("a folder");
    let said = rankday(&["init"]).current_dir(home.path()).output().expect("rankday").stdout;
    assert_eq!(
        String::from_utf8_lossy(&said),
        "wrote scenario.toml\n\nNext:\n  get universe.csv and membership.csv, or name other files in \
         scenario.toml\n  rankday run scenario.toml\n"
    );
    let wrong = rankday(&["init", "-", "--kind", "simulate", "--panel", "p.csv"]).output();
    assert_eq!(wrong.expect("rankday").status.code(), Some(2));
}
