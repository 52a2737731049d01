//! `rankday help`: the help of a command, or a chapter of the guide.

use std::io::Write;

use clap::Args;

use super::exit::{ExitStatus, Failure};
use super::help::{self, Example};
use crate::guide::{CHAPTERS, Chapter};
use crate::universe::table::closest;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday help topics", "the chapters of the guide"),
    ("rankday help glossary", "a chapter: the field's words"),
    ("rankday help run", "the help of a command"),
];

/// The topic that lists the chapters.
const TOPICS: &str = "topics";

/// Print the help of a command, or a chapter of the guide
#[derive(Debug, Clone, Args)]
pub struct HelpArgs {
    /// A command or a topic of the guide; `topics` lists the latter
    #[arg(value_name = "COMMAND|TOPIC")]
    pub words: Vec<String>,
}

impl HelpArgs {
    /// The equivalent command line with `--help`; `None` if the words name no command.
    pub(super) fn of_command(&self) -> Option<Vec<&str>> {
        let is_command = |word: &String| help::command().find_subcommand(word.as_str()).is_some();
        self.words.first().is_none_or(is_command).then(|| {
            let words = self.words.iter().map(String::as_str);
            std::iter::once("rankday").chain(words).chain(["--help"]).collect()
        })
    }
}

/// Prints a chapter, or the list of them.
///
/// # Errors
/// A word that is neither a topic nor a command, and errors of the writer.
pub fn run(args: &HelpArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let word = args.words.join(" ");
    if word == TOPICS {
        writeln!(out, "{}", topics())?;
        return Ok(ExitStatus::Success);
    }
    let chapter = CHAPTERS.iter().find(|chapter| chapter.topic == word).ok_or_else(|| {
        let commands = help::command();
        let names = commands.get_subcommands().map(clap::Command::get_name);
        let known = CHAPTERS.iter().map(|chapter| chapter.topic).chain(names).chain([TOPICS]);
        let near =
            closest(&word, known).map(|near| format!("did you mean `rankday help {near}`? "));
        Failure::usage(
            format!("there is no command and no topic \"{word}\""),
            format!(
                "{}`rankday help topics` lists the topics, `rankday --help` the commands",
                near.unwrap_or_default()
            ),
        )
    })?;
    chapter.lines().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(ExitStatus::Success)
}

/// The chapters, formatted for the help.
pub(super) fn topics() -> String {
    let width = CHAPTERS.iter().map(|chapter| chapter.topic.len()).max().unwrap_or_default();
    let line = |chapter: &Chapter| format!("\n  {:width$}  {}", chapter.topic, chapter.title());
    let lines: String = CHAPTERS.iter().map(line).collect();
    format!("Topics of the guide, for `rankday help TOPIC`:{lines}")
}
