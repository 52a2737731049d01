//! Several scenarios in one command: a folder for each, and an overview beside them.

use std::io::{self, Write};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::exit::Failure;
use super::format::FormatArgs;
use super::options::{Printing, Replace, print_array};
use super::say;
use crate::report::files::{Destination, Staging, may_write, real_place};
use crate::report::format::write_reports;
use crate::report::manifest::ResultKind;
use crate::report::overview::{self, Failed, Overview};
use crate::scenario::{Place, ScenarioError, report_name};
use crate::study::InputError;
use crate::universe::Fault;

/// A scenario of a batch: its file, its name and its own folder for reports.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) file: &'a Path,
    pub(super) name: &'a str,
    pub(super) output: &'a Path,
}

/// The folder for the reports of each scenario, in their order; no two may share one. `None` stands
/// for a scenario that cannot be read, which needs no folder.
///
/// # Errors
/// Two scenarios that write to one folder, or one that would write where the overview goes.
pub(super) fn folders(
    out: Option<&Path>,
    scenarios: &[Option<Named<'_>>],
) -> Result<Vec<PathBuf>, Failure> {
    let folder = |named: Named<'_>| match out {
        Some(out) if scenarios.len() == 1 => out.to_owned(),
        Some(out) => out.join(named.name),
        None => named.output.to_owned(),
    };
    let folders: Vec<Option<PathBuf>> = scenarios.iter().map(|named| named.map(folder)).collect();
    let places: Vec<Option<PathBuf>> =
        folders.iter().map(|folder| folder.as_deref().map(real_place)).collect();
    let known = || {
        scenarios
            .iter()
            .zip(&folders)
            .enumerate()
            .filter_map(|(at, (named, folder))| Some((at, (*named)?, folder.as_ref()?)))
    };
    for (at, named, folder) in known() {
        let earlier = known().find(|(other, ..)| *other < at && places[*other] == places[at]);
        let Some((_, other, _)) = earlier else { continue };
        if real_place(other.file) == real_place(named.file) {
            let problem = format!("{} is given twice", named.file.display());
            return Err(Failure::usage(problem, "give it once"));
        }
        let (one, two) = (other.file.display(), named.file.display());
        return Err(Failure::usage(
            format!("{one} and {two} both write to {}", folder.display()),
            "give them different names",
        ));
    }
    if let Some((_, named, _)) =
        known().find(|(.., folder)| scenarios.len() > 1 && is_of_overview(folder))
    {
        return Err(Failure::usage(
            format!("{}: \"{}\" is a file of the overview", named.file.display(), named.name),
            "give the scenario another name",
        ));
    }
    Ok(folders.into_iter().map(Option::unwrap_or_default).collect())
}

/// Whether a folder's name is one that a file of an overview may have.
fn is_of_overview(folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| may_write(ResultKind::Overview, name))
}

/// A scenario of a batch that failed, as the overview shows it: without the machine's folders.
pub(super) fn failed(path: &Path, failure: &Failure) -> Failed {
    let (said, of) = match failure {
        Failure::Input(InputError::Faults(faults)) => {
            let named = |fault: Fault| Fault { file: report_name(&fault.file), ..fault };
            (faults.clone().said_anew(named).to_string(), faults.total())
        }
        Failure::Input(InputError::Scenario(error)) => {
            let place = Place { file: report_name(&error.place.file), ..error.place.clone() };
            (ScenarioError { place, ..error.clone() }.to_string(), 1)
        }
        Failure::Warnings(warnings) => {
            let first = warnings.first().map(String::as_str).unwrap_or_default();
            (format!("warnings are errors here: {first}"), warnings.len())
        }
        other => (other.to_string(), 1),
    };
    // Other absolute names lie beside the scenario, and lose their folder.
    let folder = path.parent().filter(|_| path.is_absolute());
    let folder = folder.map(|folder| format!("{}{MAIN_SEPARATOR}", folder.display()));
    let first = said.lines().next().unwrap_or_default();
    let mut reason = folder.map_or_else(|| first.to_owned(), |folder| first.replace(&folder, ""));
    if of > 1 {
        reason = format!("{reason} (and {} more)", of - 1);
    }
    Failed { scenario: report_name(&path.to_string_lossy()), reason }
}

/// The overview of several scenarios.
pub(super) struct Batch {
    /// The path and the open folder; `None` if the results have no common folder.
    place: Option<(PathBuf, Staging)>,
}

impl Batch {
    /// Opens the common folder of the results: `out`, or the folder that holds all of `folders`,
    /// where empty paths stand for scenarios that cannot be read. `None` for a single scenario.
    ///
    /// # Errors
    /// A folder that cannot be written to.
    pub(super) fn open(
        out: Option<&Path>,
        folders: &[PathBuf],
        inputs: &[PathBuf],
        replace: &Replace,
    ) -> Result<Option<Self>, Failure> {
        if folders.len() < 2 {
            return Ok(None);
        }
        let mut parents = folders
            .iter()
            .filter(|folder| !folder.as_os_str().is_empty())
            .map(|folder| folder.parent().unwrap_or(Path::new("")));
        let common = out.or_else(|| {
            let first = parents.next()?;
            parents.all(|parent| parent == first).then_some(first)
        });
        let Some(folder) = common.filter(|folder| !folder.as_os_str().is_empty()) else {
            return Ok(Some(Self { place: None }));
        };
        let staging = Destination::new(folder, ResultKind::Overview)
            .reading(inputs.iter().map(PathBuf::as_path))
            .forced(replace.force)
            .open()?;
        Ok(Some(Self { place: Some((folder.to_owned(), staging)) }))
    }

    /// Writes the overview and returns its summary; nothing where no scenario was completed.
    ///
    /// # Errors
    /// The reports cannot be written.
    pub(super) fn write(
        self,
        overview: &Overview,
        format: &FormatArgs,
        printing: &Printing,
    ) -> Result<Vec<u8>, Failure> {
        if overview.is_empty() {
            return Ok(Vec::new());
        }
        let folder = self.place.as_ref().map(|(folder, _)| folder.clone());
        if let Some((_, staging)) = self.place {
            write_reports(overview, format.formats(), staging)?;
        }
        let mut printed = Vec::new();
        if !printing.quiet && !printing.json {
            overview::console::write(overview, folder.as_deref(), &mut printed)?;
            if let Some(folder) = &folder {
                format.point_to_page(overview, folder, &mut printed)?;
            }
        }
        Ok(printed)
    }
}

/// Prints the results of scenarios one after another: summaries, or all of them as one JSON array at
/// the end; failures on the standard error.
pub(super) struct Printer<'a> {
    printing: &'a Printing,
    /// Whether there is more than one scenario.
    several: bool,
    array: Vec<Vec<u8>>,
}

impl<'a> Printer<'a> {
    /// Prints the results of this number of scenarios.
    pub(super) fn new(printing: &'a Printing, scenarios: usize) -> Self {
        Self { printing, several: scenarios > 1, array: Vec::new() }
    }

    /// Prints the summary of one scenario, or why it failed.
    ///
    /// # Errors
    /// Errors of the writer.
    pub(super) fn print(
        &mut self,
        path: &Path,
        done: Result<Vec<u8>, Failure>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        match done {
            Ok(summary) if self.several && self.printing.json => self.array.push(summary),
            Ok(summary) => {
                out.write_all(&summary)?;
                if self.several && !self.printing.quiet {
                    writeln!(out)?;
                }
            }
            Err(failure) => {
                out.flush()?;
                // Faults of the scenario itself already name the file.
                let named = matches!(failure, Failure::Input(InputError::Scenario(_)));
                let which = if self.several && !named {
                    format!("{}: ", path.display())
                } else {
                    String::new()
                };
                say(format_args!("rankday: {which}{failure}"));
            }
        }
        Ok(())
    }

    /// Prints what is left.
    ///
    /// # Errors
    /// Errors of the writer.
    pub(super) fn finish(self, out: &mut impl Write) -> io::Result<()> {
        if self.several && self.printing.json { print_array(&self.array, out) } else { Ok(()) }
    }
}

/// The name of a result's folder, as links beside it have it.
pub(super) fn folder_name(folder: &Path) -> String {
    folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
