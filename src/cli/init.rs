//! `rankday init PATH`: writes a commented scenario to start from.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use clap::Args;

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::kind::Kind;
use crate::report::files::{OutputFile, WriteError};
use crate::scenario::schema::{Files, template};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday init my-june.toml", "one reconstitution, of universe.csv and membership.csv"),
    ("rankday init my-june.toml --universe all.csv --membership held.csv", "of files of yours"),
    ("rankday init paths.toml --kind simulate", "two schedules on simulated paths: needs no files"),
    ("rankday init history.toml --kind compare --panel panel.csv.gz", "two schedules on a history"),
    ("rankday init --kind project --stdout", "print it instead"),
];

/// Write a commented scenario to begin with: every key with its meaning and default
#[derive(Debug, Clone, Args)]
pub struct InitArgs {
    /// The scenario to write; `-` prints it
    #[arg(value_name = "PATH", default_value = "scenario.toml")]
    pub path: PathBuf,
    /// The kind of scenario
    #[arg(long, value_enum, value_name = "KIND", default_value_t)]
    pub kind: Kind,
    /// With --kind run or project: your universe [default: universe.csv beside the scenario]
    #[arg(long, value_name = "FILE")]
    pub universe: Option<PathBuf>,
    /// With --kind run, project or compare: your membership [default: membership.csv beside the scenario]
    #[arg(long, value_name = "FILE")]
    pub membership: Option<PathBuf>,
    /// With --kind compare: your panel [default: panel.csv beside the scenario]
    #[arg(long, value_name = "FILE")]
    pub panel: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,
    /// Print the scenario instead of writing it
    #[arg(long)]
    pub stdout: bool,
    /// Do not print what to do next
    #[arg(long, short)]
    pub quiet: bool,
}

impl InitArgs {
    /// Rejects options for files that this kind of scenario does not have.
    fn check(&self) -> Result<(), Failure> {
        let is_event = matches!(self.kind, Kind::Run | Kind::Project);
        for (option, is_given, is_known, of) in [
            ("--universe", self.universe.is_some(), is_event, "run and project"),
            (
                "--membership",
                self.membership.is_some(),
                self.kind != Kind::Simulate,
                "run, project and compare",
            ),
            ("--panel", self.panel.is_some(), self.kind == Kind::Compare, "compare"),
        ] {
            if is_given && !is_known {
                return Err(Failure::usage(
                    format!("{option} is of the kinds {of}"),
                    "leave it out, or choose one of them with --kind",
                ));
            }
        }
        Ok(())
    }
}

/// Writes or prints the scenario and says what to do next.
///
/// # Errors
/// The file already exists, or cannot be written.
pub fn run(args: &InitArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    args.check()?;
    let prints = args.stdout || args.path == Path::new("-");
    let folder = if prints { Path::new("") } else { args.path.parent().unwrap_or(Path::new("")) };
    let named = |file: &Option<PathBuf>| file.as_deref().map(|file| from_folder(folder, file));
    let files = Files {
        universe: named(&args.universe),
        membership: named(&args.membership),
        panel: named(&args.panel),
        ..Files::default()
    };
    let text = template(args.kind.into(), &files);
    if prints {
        out.write_all(text.as_bytes())?;
        return Ok(ExitStatus::Success);
    }
    save(args, &text)?;
    if !args.quiet {
        next(args, folder, &text, out)?;
    }
    Ok(ExitStatus::Success)
}

/// Writes the file; an existing one is only overwritten with `--force`.
fn save(args: &InitArgs, text: &str) -> Result<(), Failure> {
    let path = &args.path;
    if args.force {
        let named = [&args.universe, &args.membership, &args.panel];
        let named = named.into_iter().flatten().map(PathBuf::as_path);
        return Ok(OutputFile::open(path, named, true)?.write(text.as_bytes())?);
    }
    // The check and the creation are one atomic operation, so that no existing file is lost.
    let mut file = fs::File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Exists(path.clone()),
        _ => WriteError::new(path, &error).into(),
    })?;
    file.write_all(text.as_bytes()).map_err(|error| {
        // This process created the file, and half a scenario is useless.
        let _ = fs::remove_file(path);
        WriteError::new(path, &error).into()
    })
}

/// Prints the next steps.
fn next(args: &InitArgs, folder: &Path, text: &str, out: &mut impl Write) -> Result<(), Failure> {
    let path = args.path.display();
    let command = match args.kind {
        Kind::Run => "run",
        Kind::Compare | Kind::Simulate => "compare",
        Kind::Project => "project",
    };
    let keys = ["file = \"", "panel = \""];
    let named = text.lines().filter_map(|line| keys.iter().find_map(|key| line.strip_prefix(key)));
    let missing: Vec<&str> = named
        .map(|rest| rest.trim_end_matches('"'))
        .filter(|file| !file.contains("${") && !folder.join(file).exists())
        .collect();
    writeln!(out, "wrote {path}\n\nNext:")?;
    if !missing.is_empty() {
        writeln!(out, "  get {}, or name other files in {path}", missing.join(" and "))?;
    }
    writeln!(out, "  rankday {command} {path}")?;
    Ok(())
}

/// The path of a file, given relative to the working directory, as written in a scenario in
/// `folder`.
fn from_folder(folder: &Path, file: &Path) -> String {
    let is_there = folder.as_os_str().is_empty() || folder == Path::new(".");
    if is_there || file.is_absolute() || file.starts_with("${") {
        return slashed(file.components());
    }
    let real = |path: &Path| fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    let (Ok(from), Ok(to)) = (real(folder), real(file)) else { return slashed(file.components()) };
    let same = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(same).map(|_| Component::ParentDir);
    slashed(up.chain(to.components().skip(same)))
}

/// A path with forward slashes, as scenarios write it on every system.
fn slashed<'a>(parts: impl Iterator<Item = Component<'a>>) -> String {
    let path: PathBuf = parts.collect();
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_relative_to_the_scenario() {
        let home = tempfile::tempdir().expect("a folder");
        let home = fs::canonicalize(home.path()).expect("a path");
        fs::create_dir_all(home.join("a/b")).expect("folders");
        let of = |folder: &str, file: &str| from_folder(&home.join(folder), Path::new(file));
        // Absolute paths stay unchanged.
        let file = home.join("u.csv");
        assert_eq!(from_folder(&home.join("a"), &file), file.to_string_lossy());
        let here = std::env::current_dir().expect("a folder");
        assert_eq!(from_folder(Path::new(""), Path::new("x/u.csv")), "x/u.csv");
        assert_eq!(from_folder(Path::new("src"), Path::new("data/u.csv")), "../data/u.csv");
        assert_eq!(from_folder(Path::new("src/cli"), Path::new("src/u.csv")), "../u.csv");
        assert_eq!(from_folder(&here.join("src"), Path::new("src/u.csv")), "u.csv");
        assert!(of("a/b", "u.csv").starts_with("../"));
    }
}
