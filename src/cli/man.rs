//! `rankday man`: the manual, with one page for each command.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::exit::{ExitStatus, Failure};
use super::help::{self, EXIT_CODES, Example};
use super::options::Replace;
use crate::guide::CHAPTERS;
use crate::report::files::{OutputFile, WriteError};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday man | man -l -", "read the main page"),
    ("rankday man --out ~/.local/share/man/man1", "a page for each command, for `man rankday-run`"),
];

/// Print the manual's main page, or write a page for each command
#[derive(Debug, Clone, Args)]
pub struct ManArgs {
    /// Folder to write into: rankday.1, and a page for each command
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    pub replace: Replace,
}

/// Prints the main page, or writes all.
///
/// # Errors
/// A folder that cannot be written to, and errors of the writer.
pub fn run(args: &ManArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let mut command = help::command();
    command.build();
    let mut pages = Vec::new();
    collect(&command, &mut Vec::new(), &mut pages);
    let Some(folder) = &args.out else {
        if let Some((_, page)) = pages.first() {
            out.write_all(page)?;
        }
        return Ok(ExitStatus::Success);
    };
    // The folder may hold other programs' pages, so each file is replaced individually.
    fs::create_dir_all(folder).map_err(|error| WriteError::new(folder, &error))?;
    let places = pages.iter().map(|(name, _)| folder.join(name));
    let outputs: Vec<OutputFile> = places
        .map(|place| OutputFile::open(&place, [], args.replace.force))
        .collect::<Result<_, _>>()?;
    for (output, (_, page)) in outputs.into_iter().zip(&pages) {
        output.write(page)?;
    }
    Ok(ExitStatus::Success)
}

/// Collects the page of a command and those of its subcommands, with their file names.
fn collect(command: &Command, path: &mut Vec<String>, pages: &mut Vec<(String, Vec<u8>)>) {
    let mut page = Vec::new();
    // Writing to a buffer cannot fail.
    if write(command, path, &mut page).is_err() {
        return;
    }
    let words: Vec<&str> =
        std::iter::once("rankday").chain(path.iter().map(String::as_str)).collect();
    pages.push((format!("{}.1", words.join("-")), page));
    for within in command.get_subcommands() {
        path.push(within.get_name().to_owned());
        collect(within, path, pages);
        path.pop();
    }
}

/// Writes a page.
fn write(command: &Command, path: &[String], out: &mut dyn Write) -> io::Result<()> {
    let is_main = path.is_empty();
    let mut shown = command.clone();
    if is_main {
        // The exit codes have a section of their own.
        shown = shown.after_help(None::<&str>);
    }
    let man = Man::new(shown).date(" ").manual("rankday").source(crate::TOOL);
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    examples(path, out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    if command.get_after_help().is_some() && !is_main {
        man.render_extra_section(out)?;
    }
    if is_main {
        let chapters = CHAPTERS
            .iter()
            .map(|chapter| (format!("rankday help {}", chapter.topic), chapter.title()));
        listed("GUIDE", chapters, out)?;
        listed(
            "EXIT STATUS",
            EXIT_CODES.iter().map(|(code, says)| (code.to_string(), *says)),
            out,
        )?;
    }
    Ok(())
}

fn examples(path: &[String], out: &mut dyn Write) -> io::Result<()> {
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    let examples = help::examples(&words).iter();
    listed("EXAMPLES", examples.map(|(typed, does)| ((*typed).to_owned(), *does)), out)
}

/// Writes a section of terms with their meanings.
fn listed<'a>(
    section: &str,
    terms: impl Iterator<Item = (String, &'a str)>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Roff::new();
    page.control("SH", [section]);
    for (term, meaning) in terms {
        page.control("TP", []);
        page.text([bold(term)]);
        page.text([roman(meaning)]);
    }
    page.to_writer(out)
}
