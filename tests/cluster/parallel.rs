//! `parallel.sh` under GNU parallel.

use std::fs;
use std::process::Output;

use crate::cluster::support::{Ended as _, Home, RANKDAY, SCENARIO, cluster_file, installed};

/// With a space, at which scripts split words.
const OUT: &str = "with parallel";

fn run(home: &Home, shards: &str, indexes: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = home.command(cluster_file("parallel.sh"));
    command.args([SCENARIO, shards, OUT]).args(indexes).env("JOBS", "2");
    command.envs(variables.iter().copied()).output().expect("the script starts")
}

/// Index, exit code of every task of the last run.
fn tasks(home: &Home) -> Vec<(String, String)> {
    let log = fs::read_to_string(home.path().join(OUT).join("joblog.tsv")).expect("a log");
    let task = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        let shard = columns[8].split_once("--shard ").expect("a shard").1;
        (shard.split('/').next().unwrap_or_default().to_owned(), columns[6].to_owned())
    };
    let mut tasks: Vec<_> = log.lines().skip(1).map(task).collect();
    tasks.sort();
    tasks
}

fn indexes_of(tasks: &[(String, String)]) -> Vec<&str> {
    tasks.iter().map(|(index, _)| index.as_str()).collect()
}

/// GNU parallel alone: moreutils has another program of that name.
fn is_there(test: &str, home: &Home) -> bool {
    installed(test, "parallel").is_some_and(|parallel| {
        let version = home.command(parallel).arg("--version").output().expect("parallel starts");
        String::from_utf8_lossy(&version.stdout).starts_with("GNU parallel")
    })
}

#[test]
fn parallel_gives_what_a_single_run_gives_and_an_index_mends_it() {
    let home = Home::new(30);
    if !is_there("parallel_gives_what_a_single_run_gives_and_an_index_mends_it", &home) {
        return;
    }
    run(&home, "3", &[], &[]).succeeded();
    assert_eq!(indexes_of(&tasks(&home)), ["1", "2", "3"]);
    home.is_as_the_single_run("with parallel/reports");

    let out = home.path().join(OUT);
    fs::remove_dir_all(out.join("reports")).expect("removed");
    fs::remove_dir_all(out.join("shards/shard-2-of-3")).expect("removed");
    home.merge_is_refused("with parallel/shards", "a shard is missing: 2/3");
    run(&home, "3", &["2"], &[]).succeeded();
    assert_eq!(indexes_of(&tasks(&home)), ["2"], "other shards ran as well");
    home.is_as_the_single_run("with parallel/reports");

    fs::remove_dir_all(out.join("reports")).expect("removed");
    fs::write(out.join("shards/shard-3-of-3/results.json.gz"), "cut short").expect("written");
    home.merge_is_refused("with parallel/shards", "a shard is missing: 3/3");
    let whole = out.join("shards/shard-1-of-3/results.json.gz");
    let made = fs::metadata(&whole).and_then(|m| m.modified()).expect("a time");
    run(&home, "3", &[], &[]).succeeded();
    assert_eq!(fs::metadata(&whole).and_then(|m| m.modified()).expect("a time"), made);
    home.is_as_the_single_run("with parallel/reports");
}

#[test]
fn the_rules_of_a_sweep_are_shards_too() {
    let home = Home::new(1);
    if !is_there("the_rules_of_a_sweep_are_shards_too", &home) {
        return;
    }
    home.becomes_a_sweep();
    run(&home, "3", &[], &[("COMMAND", "sweep")]).succeeded();
    assert_eq!(indexes_of(&tasks(&home)), ["1", "2", "3"]);
    home.is_as_the_single_run("with parallel/reports");
}

#[test]
fn a_task_that_fails_is_tried_again() {
    let home = Home::new(30);
    if !is_there("a_task_that_fails_is_tried_again", &home) {
        return;
    }
    // Fails where it is asked for shard 2 for the first time.
    let script = format!(
        "#!/usr/bin/env bash\n\
         if [[ \"$*\" == *' 2/3 '* && ! -e tried ]]; then touch tried; exit 1; fi\n\
         exec '{RANKDAY}' \"$@\"\n"
    );
    let program = home.script("fails-once", &script);
    run(&home, "3", &[], &[("RANKDAY", &program)]).succeeded();
    assert!(home.path().join("tried").exists());
    home.is_as_the_single_run("with parallel/reports");
}

#[test]
fn a_task_that_fails_for_good_is_named() {
    let home = Home::new(30);
    if !is_there("a_task_that_fails_for_good_is_named", &home) {
        return;
    }
    // A file where the folder of shard 2 goes.
    let in_the_way = home.path().join(OUT).join("shards/shard-2-of-3");
    fs::create_dir_all(in_the_way.parent().expect("a parent")).expect("made");
    fs::write(&in_the_way, "").expect("written");
    let ended = run(&home, "3", &[], &[]);
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(3), "{said}");
    for what in ["there is a file of that name", "INDEX...", "a shard is missing: 2/3"] {
        assert!(said.contains(what), "{said}");
    }
    let failed: Vec<_> = tasks(&home).into_iter().filter(|(_, code)| code != "0").collect();
    assert_eq!(failed, [("2".to_owned(), "4".to_owned())]);

    fs::remove_file(&in_the_way).expect("removed");
    run(&home, "3", &["2"], &[]).succeeded();
    home.is_as_the_single_run("with parallel/reports");
}

/// Hosts are made up. A stand-in for ssh runs the command here, as a login would: from the home
/// folder, to which paths below it are relative, and with a shell that is named.
#[test]
fn hosts_share_the_tasks() {
    let home = Home::new(30);
    if !is_there("hosts_share_the_tasks", &home) {
        return;
    }
    let script = "#!/usr/bin/env bash\n\
                  while [[ $1 == -* ]]; do shift; done\n\
                  shift\n\
                  if [[ ${1-} == -- ]]; then shift; fi\n\
                  cd && exec env -u RANKDAY SHELL=/bin/bash bash -c \"$*\"\n";
    let ssh = home.script("ssh", script);
    let hosts = format!("--ssh {ssh} --sshlogin 1/north,1/south");
    run(&home, "4", &[], &[("PARALLEL", &hosts)]).succeeded();
    let log = fs::read_to_string(home.path().join(OUT).join("joblog.tsv")).expect("a log");
    assert!(log.contains("\tnorth\t") && log.contains("\tsouth\t"), "{log}");
    home.is_as_the_single_run("with parallel/reports");
}

#[test]
fn what_is_no_number_of_shards_is_said() {
    let home = Home::new(1);
    let ended = run(&home, "some", &[], &[]);
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(said.contains("SHARDS is \"some\""), "{said}");
}
