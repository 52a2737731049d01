//! The user's files: inputs, devices, links, other results.

use std::fs;
use std::os::unix::fs::{FileTypeExt as _, symlink};

use crate::harm::{Home, PATHS, run};

/// A membership with the members of the universe's first lines.
fn membership() -> String {
    let member = |n: usize| format!("M{n:03},R1000,2026-03-31\n");
    let members: String = (0..20).map(member).collect();
    format!("symbol,segment,held_on\n{members}")
}

/// Every command that is given an output path leaves its inputs as they were, whatever is asked for.
#[test]
fn nothing_that_a_command_reads_is_replaced() {
    let home = Home::new();
    home.write("membership.csv", membership());
    home.write("changes.csv", "date,old,new\n2026-05-01,AAA,BBB\n");
    let text = run("[membership]\nfile = \"membership.csv\"\n");
    let changes = "\"universe.csv\"\nsymbol_changes = \"changes.csv\"\n";
    home.write("held.toml", text.replace("\"universe.csv\"\n", changes));
    let before = home.files(".");
    for (line, named) in [
        ("run held.toml --out .", "csv: this command reads that file"),
        ("run held.toml --out ../{}/x/..", "csv: this command reads that file"),
        ("run june.toml held.toml --out x", ""),
        ("import nasdaq-screener universe.csv --as-of 2026-04-30 --out .", "universe.csv"),
        ("import ishares membership.csv --out membership.csv", "membership.csv"),
        ("init held.toml --universe held.toml", "held.toml"),
    ] {
        let folder = home.at("").file_name().expect("a name").to_string_lossy().into_owned();
        fs::create_dir_all(home.at("x")).expect("a folder");
        for force in ["", " --force"] {
            let line = format!("{}{force}", line.replace("{}", &folder));
            if named.is_empty() {
                // A folder of its own for each: nothing is in the way.
                home.succeeds(&line);
            } else {
                home.is_refused(&line, 4, named);
            }
            assert!(home.files(".") == before, "{line}");
        }
    }
}

/// A result that is read is an input like any other.
#[test]
fn results_that_are_read_back_stay() {
    let home = Home::new();
    home.succeeds("run june.toml --out o --quiet");
    home.write("announced.csv", "symbol,action\n");
    let before = home.files("o");
    for force in ["", " --force"] {
        home.is_refused(&format!("score o --changes announced.csv --out o{force}"), 4, "o");
        assert!(home.files("o") == before);
    }
    home.write("paths.toml", PATHS);
    home.succeeds("compare paths.toml --shard 1/1 --out s --quiet");
    let before = home.files("s");
    for force in ["", " --force"] {
        home.is_refused(&format!("merge s --out s{force}"), 4, "s");
        assert!(home.files("s") == before);
    }
}

/// A file that rankday did not write is replaced only on request; so is a result of another kind.
#[test]
fn a_folder_belongs_to_one_result() {
    let home = Home::new();
    home.write("july.toml", run("").replace("\"d\"", "\"another\""));
    home.write("paths.toml", PATHS);
    home.succeeds("run june.toml --out o --quiet");
    // The same kind: the new result alone is there, and says so.
    home.succeeds("run july.toml --out o --format json --quiet");
    let names: Vec<String> = home.files("o").into_keys().collect();
    assert_eq!(names, ["rankday-manifest.json", "summary.json"]);
    home.succeeds("run june.toml --out p --quiet");
    // Tables of another result beside it are not believed.
    fs::copy(home.at("p/changes.csv"), home.at("o/changes.csv")).expect("copied");
    home.is_refused("diff p o", 3, "changes.csv");
    fs::remove_file(home.at("o/changes.csv")).expect("removed");
    // Neither is one that was changed.
    let text = fs::read_to_string(home.at("p/turnover.csv")).expect("a table");
    home.write("p/turnover.csv", text.replace("R2000", "R1000"));
    home.is_refused("diff p p", 3, "turnover.csv: was changed after it was written");
    home.is_refused("run june.toml --out p", 4, "p/turnover.csv is there and was changed");
    home.succeeds("run june.toml --out p --quiet --force");
    // Another kind, and files that are not rankday's.
    home.is_refused("compare paths.toml --out o", 4, "rankday-manifest.json");
    home.succeeds("compare paths.toml --out o --force --quiet");
    assert!(home.files("o").contains_key("fan.csv"));
    home.is_refused("run june.toml --out o", 4, "comparison on simulated paths");
    home.write("o/notes.txt", "mine");
    home.is_refused("compare paths.toml --out o", 4, "o/notes.txt is there");
    home.succeeds("compare paths.toml --out o --force --quiet");
    assert_eq!(home.files("o")["notes.txt"], b"mine");
    // All refusals come before the work.
    fs::remove_file(home.at("universe.csv")).expect("removed");
    home.is_refused("run june.toml --out o", 4, "o");
}

#[test]
fn two_names_of_one_folder_are_one() {
    let home = Home::new();
    home.write("a.toml", format!("output.directory = \"res\"\n{}", run("")));
    home.write("b.toml", format!("output.directory = \"x/../res\"\n{}", run("")));
    home.is_refused("run a.toml b.toml --quiet", 2, "a.toml and b.toml both write to x/../res");
    fs::create_dir(home.at("real")).expect("a folder");
    symlink(home.at("real"), home.at("res")).expect("a link");
    home.write("b.toml", format!("output.directory = \"real\"\n{}", run("")));
    home.is_refused("run a.toml b.toml --quiet", 2, "a.toml and b.toml both write to real");
    assert!(home.files("real").is_empty());
}

/// As many as there are commands that write a single file.
#[test]
fn single_files_go_to_regular_files_alone() {
    let home = Home::new();
    home.write("held.csv", membership());
    let fund = "Fund Holdings as of,\"Apr 30, 2026\"\n\nTicker,Name,Asset Class\nAAA,A,Equity\n";
    home.write("fund.csv", format!("iShares Russell 2000 ETF\n{fund}"));
    symlink("/dev/full", home.at("device")).expect("a link");
    symlink(home.at("nowhere"), home.at("dangling")).expect("a link");
    let made = home.command("mkfifo").arg("pipe").status().expect("mkfifo");
    assert!(made.success());
    for place in ["device", "dangling", "pipe", "."] {
        for line in [
            "calendar 2026 --force --out",
            "import ishares fund.csv --index R2000 --force --out",
            "init --force",
        ] {
            let said = home.is_refused(&format!("{line} {place}"), 4, place);
            assert!(said.starts_with("rankday: cannot write "), "{said}");
        }
        fs::create_dir(home.at("man")).expect("a folder");
        symlink(home.at(place), home.at("man/rankday-run.1")).expect("a link");
        home.is_refused("man --out man --force", 4, "rankday-run.1");
        fs::remove_dir_all(home.at("man")).expect("a folder");
    }
    let kind = |name: &str| fs::symlink_metadata(home.at(name)).expect("there").file_type();
    assert!(kind("device").is_symlink() && kind("dangling").is_symlink() && kind("pipe").is_fifo());
    // A link to a file is followed to it.
    home.write("real.ics", "mine");
    symlink(home.at("real.ics"), home.at("link.ics")).expect("a link");
    home.is_refused("calendar 2026 --format ics --out link.ics", 4, "--force");
    assert_eq!(fs::read(home.at("real.ics")).expect("a file"), b"mine");
    home.succeeds("calendar 2026 --format ics --out link.ics --force");
    assert!(kind("link.ics").is_symlink());
    assert!(fs::read(home.at("real.ics")).expect("a file").starts_with(b"BEGIN:VCALENDAR"));
    // The same bytes once more do no harm.
    home.succeeds("calendar 2026 --format ics --out link.ics");
}
