//! A run that replaces older reports is killed.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::kill::{Dice, Home, RANKDAY, is_temporary, kill_after, kills, say};

const FORMATS: &str = "csv,html,md,json";

/// Two sets of reports in which no file is the same, and how long a run takes.
struct Sets {
    home: Home,
    old: BTreeMap<String, Vec<u8>>,
    new: BTreeMap<String, Vec<u8>>,
    took: Duration,
}

/// What a folder holds after a kill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Old,
    Between,
    New,
}

impl Sets {
    fn new() -> Self {
        let home = Home::new();
        home.succeeds(&run("old", "old"));
        let took = home.succeeds(&run("new", "new"));
        let (old, new) = (home.files("old"), home.files("new"));
        assert_eq!(old.keys().collect::<Vec<_>>(), new.keys().collect::<Vec<_>>());
        assert!(old.contains_key("summary.json") && old.len() > 6, "{:?}", old.keys());
        // Some tables say the same; the page and the summary tell the runs apart.
        assert!(old.iter().filter(|(name, bytes)| new[*name] != **bytes).count() > 3);
        fs::create_dir(home.path().join("out")).expect("a folder");
        Self { home, old, new, took }
    }

    /// Puts the old reports back; what was left over stays.
    fn put_old_back(&self) {
        for (name, bytes) in &self.old {
            fs::write(self.home.path().join("out").join(name), bytes).expect("written");
        }
    }

    /// What is found must be whole, and a summary one of its set.
    fn look(&self) -> Found {
        let mut files = self.home.files("out");
        files.retain(|name, _| !is_temporary(name));
        for (name, bytes) in &files {
            let (old, new) = (&self.old[name], &self.new[name]);
            let is_whole = bytes == old || bytes == new || is_incomplete_list(name, bytes);
            assert!(is_whole, "{name} is neither the old nor the new file");
        }
        match files.get("summary.json") {
            Some(summary) if *summary == self.new["summary.json"] => {
                assert!(files == self.new, "a new summary beside old reports");
                Found::New
            }
            Some(_) => {
                assert!(files == self.old, "an old summary beside new reports");
                Found::Old
            }
            None => Found::Between,
        }
    }

    /// The next run is not disturbed by anything, and leaves nothing but reports.
    fn next_run_is_whole(&self) {
        self.home.succeeds(&run("new", "out"));
        let files = self.home.files("out");
        assert_eq!(files.keys().collect::<Vec<_>>(), self.new.keys().collect::<Vec<_>>());
        assert!(files == self.new, "another run makes other reports");
    }
}

/// Whether a file is the list of a set that is not complete, and says so.
fn is_incomplete_list(name: &str, bytes: &[u8]) -> bool {
    let said = String::from_utf8_lossy(bytes);
    name == "rankday-manifest.json" && said.contains("\"complete\": false") && said.ends_with("}\n")
}

fn run(scenario: &str, out: &str) -> String {
    format!("run {scenario}.toml --out {out} --format {FORMATS} --quiet")
}

#[test]
fn reports_are_old_or_new_whenever_a_run_is_killed() {
    let sets = Sets::new();
    let (mut dice, mut found, mut left, mut alive) = (Dice(1), BTreeMap::new(), 0, 0);
    let all = kills(50);
    for at in 0..all {
        sets.put_old_back();
        let life = dice.part(sets.took);
        alive += u32::from(kill_after(sets.home.rankday(&run("new", "out")), life));
        *found.entry(sets.look()).or_insert(0) += 1;
        left = left.max(sets.home.files("out").keys().filter(|name| is_temporary(name)).count());
        if at % 10 == 9 {
            sets.next_run_is_whole();
        }
    }
    sets.next_run_is_whole();
    say(&format!("{alive} of {all} runs killed: {found:?}, up to {left} leftovers"));
    assert!(alive * 20 > all, "{alive} of {all} lived long enough to be killed");
}

/// Kills as soon as something happens in the folder, at moments that a clock seldom meets.
#[test]
fn reports_are_old_or_new_where_a_run_is_killed_as_it_writes() {
    let sets = Sets::new();
    let mut found = BTreeMap::new();
    let all = kills(20);
    for at in 0..all {
        sets.put_old_back();
        let entries = || fs::read_dir(sets.home.path().join("out")).expect("a folder").count();
        let before = entries();
        let mut command = sets.home.rankday(&run("new", "out"));
        let mut child = command.stderr(Stdio::null()).spawn().expect("rankday");
        // More and more files are staged, then the summary goes, then it comes.
        let goal = before + at as usize % 8;
        while child.try_wait().expect("a child").is_none() {
            let summary = sets.home.path().join("out/summary.json");
            if (at % 2 == 0 && entries() > goal) || !summary.exists() {
                child.kill().expect("killed");
            }
        }
        *found.entry(sets.look()).or_insert(0) += 1;
    }
    sets.next_run_is_whole();
    say(&format!("{all} runs killed as they wrote: {found:?}"));
}

/// Every rename and every removal in turn is the last thing that a run does.
#[test]
fn reports_are_old_or_new_whatever_a_run_does_last() {
    let sets = Sets::new();
    let traced = |call: &str, nth: usize, line: &str| {
        let mut command: Command = sets.home.command("strace");
        let inject = format!("inject={call}:signal=KILL:when={nth}");
        command.args([
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &format!("trace={call}"),
            "-e",
            &inject,
        ]);
        command.arg(RANKDAY).args(line.split(' '));
        command.output()
    };
    // A command that renames nothing.
    if !traced("rename", 1, "--version").is_ok_and(|o| o.status.success()) {
        say("kills at every rename skipped: strace is not installed or may not trace");
        return;
    }
    let mut found = BTreeMap::new();
    for call in ["/^rename", "/^unlink"] {
        for nth in 1.. {
            sets.put_old_back();
            let output = traced(call, nth, &run("new", "out")).expect("strace");
            let seen = sets.look();
            if output.status.success() {
                assert_eq!(seen, Found::New);
                break;
            }
            *found.entry(seen).or_insert(0) += 1;
            assert!(nth < 100, "{call} without end");
        }
    }
    sets.next_run_is_whole();
    say(&format!("killed at every rename and removal: {found:?}"));
    assert!(found.get(&Found::Between).is_some_and(|n| *n >= sets.new.len()), "{found:?}");
}

#[test]
fn of_two_runs_into_one_folder_one_is_refused() {
    let sets = Sets::new();
    let start = |name| sets.home.rankday(&run(name, "out")).spawn().expect("rankday");
    for _ in 0..5 {
        let (one, other) = (start("old"), start("new"));
        let mut done = 0;
        for child in [one, other] {
            let output = child.wait_with_output().expect("an end");
            let said = crate::kill::said(&output);
            match output.status.code() {
                Some(0) => done += 1,
                Some(4) => assert!(said.contains("another process is writing there"), "{said}"),
                other => panic!("{other:?}: {said}"),
            }
        }
        // Both where one had ended before the other began.
        assert!(done > 0);
        assert!(matches!(sets.look(), Found::Old | Found::New));
    }
}
