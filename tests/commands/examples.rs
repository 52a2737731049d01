//! Help opens with examples, and they are true.

use std::collections::BTreeSet;

use clap::Command;
use rankday::cli::help::{command, examples};

use crate::commands::{printed, rankday, root};

/// A command line as a shell would cut it: up to a pipe or a redirection.
fn words(typed: &str) -> Vec<&str> {
    typed.split_whitespace().take_while(|word| !["|", ">", ">>"].contains(word)).collect()
}

fn check(within: &Command, path: &mut Vec<String>) {
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    let own = examples(&names);
    assert!(own.len() >= 2, "{names:?} has {} examples", own.len());
    let (mut short, mut long) = (within.clone(), within.clone());
    let (short, long) = (short.render_help().to_string(), long.render_long_help().to_string());
    for help in [&short, &long] {
        assert!(help.starts_with("Examples:\n  rankday"), "{names:?} begins with {help:.40}");
        let usage = help.find("Usage:").expect("a usage");
        assert!(help.find(own[0].0).is_some_and(|at| at < usage), "{names:?}");
        let widest = help.lines().take_while(|l| !l.is_empty()).map(|l| l.chars().count()).max();
        assert!(widest <= Some(100), "{names:?}: a line of {widest:?}");
    }
    for (typed, does) in own {
        assert!(long.contains(typed) && long.contains(does), "{names:?}: {typed}");
        let parsed = command().try_get_matches_from(words(typed));
        // Asking for help is not a mistake.
        let fault = parsed.err().filter(clap::Error::use_stderr);
        assert!(fault.is_none(), "{typed}: {}", fault.expect("a fault"));
        let files = words(typed).into_iter().filter(|word| word.starts_with("scenarios/"));
        for file in files {
            assert!(root().join(file).is_file(), "{typed}: there is no {file}");
        }
    }
    if !path.is_empty() {
        let is_own = |typed: &&str| words(typed).get(1..=path.len()) == Some(names.as_slice());
        assert!(own.iter().map(|(typed, _)| typed).any(is_own), "{names:?}: none is of it");
    }
    for inner in within.get_subcommands() {
        path.push(inner.get_name().to_owned());
        check(inner, path);
        path.pop();
    }
}

#[test]
fn every_command_opens_with_examples_that_can_be_typed() {
    check(&command(), &mut Vec::new());
}

/// Asking for more is refused before the work; the help says so before that.
#[test]
fn the_help_of_compare_says_how_many_schedules_it_takes() {
    let said = format!("{} at the most", rankday::limits::SCHEDULES);
    assert!(printed(&["compare", "--help"]).contains(&said));
}

#[test]
fn help_is_printed_as_it_is_rendered() {
    assert!(printed(&["--help"]).starts_with("Examples:\n  rankday run scenarios/june-2026.toml "));
    assert!(
        printed(&["import", "ishares", "-h"]).starts_with("Examples:\n  rankday import holdings")
    );
    assert!(printed(&["help", "run"]).starts_with("Examples:\n  rankday run "));
    // The short help has only the first examples.
    let lines =
        |help: &str| printed(&["compare", help]).lines().take_while(|l| !l.is_empty()).count();
    assert!(lines("-h") < lines("--help"));
}

#[test]
fn the_help_the_manual_and_the_guide_have_the_exit_codes() {
    use rankday::cli::help::EXIT_CODES;
    let help = printed(&["--help"]);
    let manual = printed(&["man"]);
    let guide = printed(&["help", "running"]);
    for (code, says) in EXIT_CODES {
        assert!(help.contains(&format!("\n  {code}  {says}")), "{code}");
        assert!(manual.contains(&format!("\\fB{code}\\fR")), "{code}");
        assert!(guide.contains(&format!("\n| {code} | {says} |\n")), "{code}");
    }
}

#[test]
fn help_prints_the_chapters_of_the_guide() {
    let topics = printed(&["help", "topics"]);
    let help = printed(&["--help"]);
    for chapter in rankday::guide::CHAPTERS {
        let text = printed(&["help", chapter.topic]);
        assert!(text.starts_with(&format!("# {}\n", chapter.title())), "{}", chapter.topic);
        assert!(!text.contains("<!--"), "{}", chapter.topic);
        for list in [&topics, &help] {
            assert!(list.contains(chapter.title()), "{}", chapter.topic);
        }
        // A command of the same name would hide it.
        assert!(command().find_subcommand(chapter.topic).is_none(), "{}", chapter.topic);
    }
    let misspelt = rankday(&["help", "glosary"]).output().expect("rankday");
    assert_eq!(misspelt.status.code(), Some(2));
    let said = String::from_utf8_lossy(&misspelt.stderr);
    assert!(said.contains("did you mean `rankday help glossary`?"), "{said}");
    assert!(misspelt.stdout.is_empty());
}

#[test]
fn completions_and_manual_know_every_command() {
    let names: BTreeSet<String> =
        command().get_subcommands().map(|within| within.get_name().to_owned()).collect();
    assert!(names.len() >= 15, "{names:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = printed(&["completions", shell]);
        for name in &names {
            assert!(script.contains(name.as_str()), "{shell} does not know {name}");
        }
    }
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("man1");
    let printed = printed(&["man", "--out", folder.to_str().expect("text")]);
    assert_eq!(printed, "");
    let main = std::fs::read_to_string(folder.join("rankday.1")).expect("the main page");
    for name in &names {
        let page = std::fs::read_to_string(folder.join(format!("rankday-{name}.1")));
        let page = page.unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(page.contains(".SH EXAMPLES") && page.contains(".SH SYNOPSIS"), "{name}");
        assert!(main.contains(&format!("rankday\\-{name}(1)")), "{name}");
    }
    assert!(folder.join("rankday-import-holdings.1").is_file());
}
