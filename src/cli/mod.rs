//! The command line: one file per command, arguments and exit codes only.

mod batch;
pub mod calendar;
pub mod calibrate;
pub mod check;
pub mod columns;
pub mod compare;
pub mod completions;
mod deliver;
pub mod diff;
pub mod exit;
pub mod explain;
pub mod format;
pub mod generate;
pub mod guide;
pub mod help;
pub mod import;
pub mod init;
pub mod interrupt;
pub mod kind;
pub mod limits;
pub mod man;
pub mod merge;
pub mod model;
pub mod options;
mod parts;
pub mod progress;
pub mod project;
pub mod run;
pub mod schema;
pub mod score;
pub mod simulate;
pub mod sweep;
mod terminal;

use std::io::{self, BufWriter, Write};

use clap::{FromArgMatches as _, Parser, Subcommand};

use self::exit::{ExitStatus, Failure, contained};
use self::terminal::Terminal;
use crate::limits::THREADS_PER_CORE;

/// Simulate the reconstitution of the Russell US indexes.
#[derive(Debug, Parser)]
#[command(
    name = "rankday",
    version,
    about,
    after_help = help::after_all(),
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::RunArgs),
    Init(init::InitArgs),
    Check(check::CheckArgs),
    Compare(compare::ComparisonsArgs),
    Sweep(sweep::SweepArgs),
    Merge(merge::MergeArgs),
    Model(model::ModelArgs),
    Project(project::ProjectArgs),
    Explain(explain::ExplainArgs),
    Diff(diff::DiffArgs),
    Calibrate(calibrate::CalibrateArgs),
    Score(score::ScoreArgs),
    Calendar(calendar::CalendarArgs),
    Import(import::ImportArgs),
    Generate(generate::GenerateArgs),
    Columns(columns::ColumnsArgs),
    Schema(schema::SchemaArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
    Help(guide::HelpArgs),
}

/// A pool of `number` threads; if `None`, as many as the environment says, or else one per core.
/// The number is bounded by the size of the machine.
fn threads(number: Option<u16>) -> Result<rayon::ThreadPool, Failure> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(bounded(number.map(usize::from).or_else(threads_of_environment)))
        .build()
        .map_err(|e| {
            Failure::usage(format!("cannot start the threads: {e}"), "ask for fewer with --threads")
        })
}

/// The requested number of threads, up to a maximum per core; 0 stands for one per core.
fn bounded(asked: Option<usize>) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    asked.unwrap_or(0).min(cores.saturating_mul(THREADS_PER_CORE))
}

/// The number of threads set in the environment.
fn threads_of_environment() -> Option<usize> {
    let of = |name| std::env::var(name).ok()?.parse::<usize>().ok();
    of("RAYON_NUM_THREADS").or_else(|| of("RAYON_RS_NUM_CPUS"))
}

/// Runs the command given by `arguments`; results go to standard output, everything else to
/// standard error.
pub fn main(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> ExitStatus {
    limits::let_writes_fail();
    if let Some(asked) = threads_of_environment() {
        // The global pool, for work that has no pool of its own. It has not been built before, so
        // this succeeds.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(bounded(Some(asked)));
        let _ = pool.build_global();
    }
    let mut command = help::command();
    let parsed = command
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .and_then(|cli| help_of_command(&cli.command).map(|()| cli))
        .map_err(|error| error.format(&mut command));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            if error.use_stderr() {
                // The message quotes the arguments, which may come from an untrusted source.
                let _ = print_error(format_args!("{}", error.render()));
                return ExitStatus::Usage;
            }
            let printed = error.print();
            // Clap reports help and version through the same path; they are not errors.
            return printed.map_or_else(|e| fail(&e.into()), |()| ExitStatus::Success);
        }
    };
    let mut out = Terminal::new(BufWriter::new(io::stdout().lock()));
    let done = contained(|| {
        let status = dispatch(&cli.command, &mut out)?;
        out.finish()?;
        Ok(status)
    });
    match done {
        Ok(status) => status,
        Err(failure) => fail(&failure),
    }
}

/// For `rankday help COMMAND`, fails with the help of that command, as `--help` does.
fn help_of_command(command: &Command) -> clap::error::Result<()> {
    if let Command::Help(args) = command
        && let Some(asked) = args.of_command()
    {
        help::command().try_get_matches_from(asked)?;
    }
    Ok(())
}

/// Limits the panic message to its location: the payload may contain text from a file and is
/// reported by the code that catches the panic.
pub fn tell_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            say(format_args!("rankday: a fault of the program at {place}"));
        }
    }));
}

/// Prints why a command failed.
fn fail(failure: &Failure) -> ExitStatus {
    if failure.is_closed_pipe() {
        return ExitStatus::Success;
    }
    say(format_args!("rankday: {failure}"));
    failure.status()
}

/// Prints a line on standard error; a failure to do so does not change the exit code.
fn say(line: std::fmt::Arguments<'_>) {
    let _ = print_error(format_args!("{line}\n"));
}

/// Prints on standard error.
fn print_error(text: std::fmt::Arguments<'_>) -> io::Result<()> {
    let mut out = Terminal::new(io::stderr());
    out.write_all(text.to_string().as_bytes())?;
    out.finish()
}

fn dispatch(command: &Command, out: &mut dyn Write) -> Result<ExitStatus, Failure> {
    let mut out = out;
    match command {
        Command::Run(args) => run::run(args, &mut out),
        Command::Init(args) => init::run(args, &mut out),
        Command::Check(args) => check::run(args, &mut out),
        Command::Compare(args) => compare::run_all(args, &mut out),
        Command::Sweep(args) => sweep::run(args, &mut out),
        Command::Merge(args) => merge::run(args, &mut out),
        Command::Model(args) => model::run(args, &mut out),
        Command::Project(args) => project::run(args, &mut out),
        Command::Explain(args) => explain::run(args, &mut out),
        Command::Diff(args) => diff::run(args, &mut out),
        Command::Calibrate(args) => calibrate::run(args, &mut out),
        Command::Score(args) => score::run(args, &mut out),
        Command::Calendar(args) => calendar::run(args, &mut out),
        Command::Import(args) => import::run(args, &mut out),
        Command::Generate(args) => generate::run(args, &mut out),
        Command::Columns(args) => columns::run(args, &mut out),
        Command::Schema(args) => schema::run(args, &mut out),
        Command::Completions(args) => completions::run(args, &mut out),
        Command::Man(args) => man::run(args, &mut out),
        Command::Help(args) => guide::run(args, &mut out),
    }
}
