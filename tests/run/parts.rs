//! A sweep over one reconstitution in parts.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use rankday::cli::exit::ExitStatus;
use rankday::cli::merge::MergeArgs;
use rankday::cli::sweep::SweepArgs;
use rankday::cli::{merge, sweep};

use super::shipped_path;

#[derive(Parser)]
enum Command {
    Sweep(SweepArgs),
    Merge(MergeArgs),
}

fn command(words: &[&str]) -> ExitStatus {
    let words = std::iter::once("rankday").chain(words.iter().copied());
    let done = match Command::try_parse_from(words).expect("a command") {
        Command::Sweep(args) => sweep::run(&args, &mut Vec::new()),
        Command::Merge(args) => merge::run(&args, &mut Vec::new()),
    };
    done.unwrap_or_else(|e| panic!("{e}"))
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.file_name().expect("a name").into(), fs::read(&path).expect("a file")))
        .collect();
    files.sort();
    files
}

#[test]
fn shards_of_an_event_make_the_bytes_of_the_single_run() {
    let home = tempfile::tempdir().expect("a folder");
    let shipped = shipped_path("june-2026");
    let data = shipped.parent().expect("a folder").join("../data").display().to_string();
    let text = fs::read_to_string(&shipped).expect("the scenario").replace("../data", &data);
    let sweep = "\n[sweep.methodology]\nband_edge = [\"held\", \"moves\"]\n\
                 breaks.r1000.half_width = [0, 1, 2.5, 6, 20]\n";
    let scenario = home.path().join("swept.toml");
    fs::write(&scenario, text + sweep).expect("written");
    let (scenario, at) =
        (scenario.display().to_string(), |name: &str| home.path().join(name).display().to_string());
    let (single, merged) = (at("single"), at("merged"));
    command(&["sweep", &scenario, "--out", &single, "--quiet", "--threads", "1"]);
    for number in 1..=3 {
        let (share, out) = (format!("{number}/3"), at(&format!("shards/{number}")));
        command(&["sweep", &scenario, "--out", &out, "--quiet", "--shard", &share]);
    }
    command(&["merge", &at("shards"), "--out", &merged, "--quiet"]);
    assert!(files(Path::new(&merged)) == files(Path::new(&single)));
}
