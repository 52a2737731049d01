//! Parts of a simulation are killed, go on, and are put together.

use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::kill::{Dice, Home, is_temporary, kill_after, kills, said, say, scenario};

pub(crate) const SCENARIO: &str = "\
name = \"small\"
[compare]
schedules = [\"annual\", \"semi-annual\"]
[paths]
count = 1500
years = 10
companies = 20
indexes = [\"R1000\"]
[model]
shocks = \"gaussian\"
listings_factor = 0
delistings_factor = 0
";

fn home() -> Home {
    let home = Home::new();
    home.write("small.toml", SCENARIO);
    home.succeeds("compare small.toml --out single --quiet");
    home
}

/// A sweep over one reconstitution with many rules.
fn swept() -> Home {
    let home = Home::new();
    let widths: Vec<String> =
        (0..120).map(|width| format!("{}.{}", width / 10, width % 10)).collect();
    let sweep =
        format!("\n[sweep]\n\"methodology.breaks.r1000.half_width\" = [{}]\n", widths.join(", "));
    home.write("swept.toml", scenario("swept", 60) + &sweep);
    home.succeeds("sweep swept.toml --out single --quiet");
    home
}

/// Asks a process to end after some time, and kills it some time after that.
fn interrupt_and_kill(mut command: Command, life: Duration, rest: Duration) {
    let mut child = command.stderr(Stdio::null()).spawn().expect("rankday");
    thread::sleep(life);
    let mut ask = Command::new("kill");
    ask.args(["-TERM", &child.id().to_string()]).stderr(Stdio::null());
    ask.status().expect("kill");
    thread::sleep(rest);
    // Ended already, or killed while it saves what is done.
    child.kill().expect("killed");
    child.wait().expect("an end");
}

/// Kills a command again and again, then lets it end; returns how often it had saved something.
fn disturb(home: &Home, command: &str, folder: &str, kills: u32, dice: &mut Dice) -> u32 {
    // What an undisturbed part of the whole takes.
    let took = home.succeeds(&command.replace(folder, "undisturbed"));
    std::fs::remove_dir_all(home.path().join("undisturbed")).expect("a folder");
    let resumed = format!("{command} --resume");
    let mut kept = 0;
    for at in 0..kills {
        let life = dice.part(took);
        if at % 2 == 0 {
            interrupt_and_kill(home.rankday(&resumed), life, dice.part(took / 8));
        } else {
            kill_after(home.rankday(&resumed), life);
        }
        kept += u32::from(home.path().join(folder).join("unfinished.json.gz").exists());
    }
    let output = home.rankday(&resumed).output().expect("rankday");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    kept
}

#[test]
fn shards_that_are_killed_go_on_and_make_the_same_reports() {
    let home = home();
    let (mut dice, mut kept) = (Dice(2), 0);
    let each = kills(21).div_ceil(3);
    for number in 1..=3 {
        let folder = format!("shards/{number}");
        let line = format!("compare small.toml --shard {number}/3 --out {folder} --quiet");
        kept += disturb(&home, &line, &folder, each, &mut dice);
        let files = home.files(&folder);
        assert_eq!(
            files.keys().collect::<Vec<_>>(),
            ["manifest.json", "rankday-manifest.json", "results.json.gz"]
        );
    }
    home.succeeds("merge shards --out merged --quiet");
    assert!(home.files("merged") == home.files("single"), "other reports than of a single run");
    say(&format!("{} shards killed, {kept} times with something kept", each * 3));
}

#[test]
fn a_simulation_that_is_killed_goes_on_and_makes_the_same_reports() {
    let home = home();
    let line = "compare small.toml --out killed --quiet";
    let kept = disturb(&home, line, "killed", kills(10), &mut Dice(3));
    let files = home.files("killed");
    assert!(files.keys().all(|name| !is_temporary(name)), "{:?}", files.keys());
    assert!(files == home.files("single"), "other reports than of a single run");
    say(&format!("{} simulations killed, {kept} times with something kept", kills(10)));
}

#[test]
fn a_sweep_that_is_killed_goes_on_and_makes_the_same_reports() {
    let home = swept();
    let line = "sweep swept.toml --out killed --quiet";
    let mut kept = disturb(&home, line, "killed", kills(6), &mut Dice(4));
    let files = home.files("killed");
    assert!(files.keys().all(|name| !is_temporary(name)), "{:?}", files.keys());
    assert!(files == home.files("single"), "other reports than of a single run");
    for number in 1..=2 {
        let folder = format!("shards/{number}");
        let line = format!("sweep swept.toml --shard {number}/2 --out {folder} --quiet");
        kept += disturb(&home, &line, &folder, kills(4).div_ceil(2), &mut Dice(5 + number));
    }
    home.succeeds("merge shards --out merged --quiet");
    assert!(home.files("merged") == home.files("single"), "other reports than of a single run");
    say(&format!("{} sweeps killed, {kept} times with something kept", kills(10)));
}

/// Rules are not compared before all are tried: what is done is kept, and no report is written.
#[test]
fn a_sweep_that_is_asked_to_end_keeps_what_is_done_and_reports_nothing() {
    let home = swept();
    let command = "sweep swept.toml --out asked --quiet";
    let mut child = home.rankday(command).spawn().expect("rankday");
    // The signal is listened to before there is a folder.
    while !home.path().join("asked").exists() {
        assert!(child.try_wait().expect("a child").is_none(), "ended before it had a folder");
        thread::sleep(Duration::from_millis(1));
    }
    let asked = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(asked.expect("kill").success());
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(6), "{}", said(&output));
    let words = "of 120 combinations; the same command with --resume goes on";
    assert!(said(&output).contains(words), "{}", said(&output));
    assert_eq!(home.files("asked").keys().collect::<Vec<_>>(), ["unfinished.json.gz"]);
    home.succeeds(&format!("{command} --resume"));
    assert!(home.files("asked") == home.files("single"), "other reports than of a single run");
}
