//! Help that opens with examples, in the same layout for every command.
//!
//! Each command keeps its examples in its own file; this module puts them above its help. `-h`
//! shows the first few, `--help` all.

use clap::builder::StyledStr;
use clap::{Command, CommandFactory as _};

use super::{
    Cli, calendar, calibrate, check, columns, compare, completions, diff, explain, generate, guide,
    import, init, man, merge, model, project, run, schema, score, sweep,
};

/// A command line, and what it does.
pub type Example = (&'static str, &'static str);

/// Number of examples that `-h` shows.
const SHORT: usize = 2;

/// Maximum length of a command line whose description is beside it rather than below.
const COLUMN: usize = 54;

/// Exit codes with their meanings.
pub const EXIT_CODES: [(u8, &str); 7] = [
    (0, "done"),
    (1, "internal error: a fault of the program"),
    (2, "wrong usage"),
    (3, "faulty input, or a warning with --strict; in a batch, for at least one scenario"),
    (4, "output not written, or not to be replaced"),
    (5, "a score below the bar that was asked for"),
    (6, "interrupted; what was done is kept"),
];

/// Examples of the program as a whole.
const EXAMPLES: &[Example] = &[
    ("rankday run scenarios/june-2026.toml", "one reconstitution, on the data that ships"),
    ("rankday init my-june.toml", "a commented scenario to begin with"),
    ("rankday check my-june.toml", "its faults and remarks, without running it"),
    ("rankday compare scenarios/annual-vs-semi-annual.toml", "one market under two schedules"),
    ("rankday compare scenarios/two-schedules.toml", "the same on simulated paths"),
    ("rankday sweep scenarios/frontier-history.toml", "many rules on one market: which are better"),
    ("rankday project scenarios/project-december-2026.toml", "the odds before rank day"),
    ("rankday explain ZXS scenarios/june-2026.toml", "why, and what would have changed it"),
    ("rankday diff rankday-out/a rankday-out/b", "what changed between two results"),
    ("rankday calendar 2026", "rank days, lists, lock-down, implementation"),
    ("rankday run --help", "every command has examples of its own"),
];

/// The examples of a command, by its words after `rankday`.
pub fn examples(path: &[&str]) -> &'static [Example] {
    match path {
        [] => EXAMPLES,
        ["run"] => run::EXAMPLES,
        ["check"] => check::EXAMPLES,
        ["init"] => init::EXAMPLES,
        ["compare"] => compare::EXAMPLES,
        ["sweep"] => sweep::EXAMPLES,
        ["merge"] => merge::EXAMPLES,
        ["model"] => model::EXAMPLES,
        ["project"] => project::EXAMPLES,
        ["explain"] => explain::EXAMPLES,
        ["diff"] => diff::EXAMPLES,
        ["calibrate"] => calibrate::EXAMPLES,
        ["score"] => score::EXAMPLES,
        ["calendar"] => calendar::EXAMPLES,
        ["import"] => import::EXAMPLES,
        ["import", file] => import::examples(file),
        ["generate"] => generate::EXAMPLES,
        ["columns"] => columns::EXAMPLES,
        ["schema"] => schema::EXAMPLES,
        ["completions"] => completions::EXAMPLES,
        ["man"] => man::EXAMPLES,
        ["help"] => guide::EXAMPLES,
        _ => &[],
    }
}

/// The clap command with its examples in place.
pub fn command() -> Command {
    with_examples(Cli::command(), &mut Vec::new())
}

/// Adds the examples to a command and its subcommands, above their help.
fn with_examples(mut command: Command, path: &mut Vec<String>) -> Command {
    let names: Vec<String> =
        command.get_subcommands().map(|within| within.get_name().to_owned()).collect();
    for name in names {
        path.push(name.clone());
        command = command.mut_subcommand(name, |within| with_examples(within, path));
        path.pop();
    }
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    let examples = examples(&words);
    if examples.is_empty() {
        return command;
    }
    let title = *command.get_styles().get_header();
    let shown = |number: usize| laid_out(&examples[..number.min(examples.len())], title);
    command.before_help(shown(SHORT)).before_long_help(shown(examples.len()))
}

/// Formats examples in two columns: the command line and what it does. Below a long command line
/// the description has a line of its own.
fn laid_out(examples: &[Example], title: clap::builder::styling::Style) -> StyledStr {
    let lengths = examples.iter().map(|(typed, _)| typed.chars().count());
    let width = lengths.filter(|length| *length <= COLUMN).max().unwrap_or(COLUMN);
    let lines = examples.iter().map(|(typed, does)| {
        if typed.chars().count() > width {
            format!("\n  {typed}\n  {:width$}  {does}", "")
        } else {
            format!("\n  {typed:width$}  {does}")
        }
    });
    let lines: String = lines.collect();
    format!("{title}Examples:{title:#}{lines}").into()
}

/// The text below the help of the program: the topics of the guide and the exit codes.
pub(super) fn after_all() -> String {
    format!("{}\n\n{}", guide::topics(), exit_codes())
}

/// The exit codes, formatted for the help.
fn exit_codes() -> String {
    let codes: Vec<String> =
        EXIT_CODES.iter().map(|(code, says)| format!("\n  {code}  {says}")).collect();
    format!("Exit codes:{}", codes.concat())
}
