//! Checks the parts of a scenario: names, files, lists, limits.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::checked::{ListSource, MembershipSource};
use super::error::ScenarioError;
use super::expand::{expand, resolve};
use super::source::{Source, report_name};
use super::text::ScenarioText;
use super::written::{WrittenList, WrittenMembership};
use crate::analysis::plausibility::Plausibility;
use crate::limits;
use crate::methodology::{Parameters, WrittenMethodology};
use crate::refusal::Refusal;
use crate::universe::Index;

pub(super) struct Checker<'a> {
    pub(super) text: &'a ScenarioText<'a>,
    folder: &'a Path,
    /// Names in reports of the files seen so far.
    names: RefCell<BTreeMap<PathBuf, String>>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(text: &'a ScenarioText<'a>) -> Self {
        let folder = text.path.parent().unwrap_or(Path::new(""));
        Self { text, folder, names: RefCell::default() }
    }

    /// The scenario's source, with the files seen so far.
    pub(super) fn source(&self) -> Source {
        let mut source = Source::new(self.text.path, self.text.text, self.names.borrow().clone());
        source.has_sweep = self.text.has("sweep");
        source
    }

    /// The folder for reports, relative to the working directory.
    pub(super) fn output(
        &self,
        written: Option<&str>,
        name: &str,
    ) -> Result<PathBuf, ScenarioError> {
        let Some(written) = written else { return Ok(Path::new("rankday-out").join(name)) };
        let fault = |refusal: Refusal| self.fault("output.directory", refusal);
        if written.is_empty() || written.chars().any(char::is_control) {
            let refusal = (
                format!("\"{}\" cannot name a folder", written.escape_debug()),
                "give a path without control characters, or leave it out",
            );
            return Err(fault(refusal.into()));
        }
        Ok(PathBuf::from(expand(written, self.text.lookup).map_err(fault)?))
    }

    pub(super) fn fault(&self, key: &str, refusal: impl Into<Refusal>) -> ScenarioError {
        self.fault_of(key, 0, refusal)
    }

    /// A fault of the `nth` table of an array of tables, from 0.
    pub(super) fn fault_of(
        &self,
        key: &str,
        nth: usize,
        refusal: impl Into<Refusal>,
    ) -> ScenarioError {
        ScenarioError::key(self.text.place_of(key, nth), key, refusal)
    }

    /// Rejects more than `most` things of a kind.
    pub(super) fn limit(&self, key: &str, number: usize, most: usize) -> Result<(), ScenarioError> {
        if number <= most {
            return Ok(());
        }
        Err(self.fault(
            key,
            (
                format!("stands {number} times"),
                format!("leave some out: {most} are taken at the most"),
            ),
        ))
    }

    /// The rule book with the scenario's changes.
    pub(super) fn parameters(
        &self,
        written: &WrittenMethodology,
    ) -> Result<Parameters, ScenarioError> {
        Parameters::with(written).map_err(|(key, refusal)| self.fault(&key, refusal))
    }

    /// Checks the name, which also names a folder.
    pub(super) fn name(&self, written: Option<&str>) -> Result<String, ScenarioError> {
        let stem = self.text.path.file_stem().map(|s| s.to_string_lossy().into_owned());
        let name = written.map(str::to_owned).or(stem).unwrap_or_default();
        names_a_file(&name).map_err(|refusal| self.fault("name", refusal))?;
        Ok(name)
    }

    pub(super) fn file(&self, key: &str, text: &str) -> Result<PathBuf, ScenarioError> {
        self.file_of(key, 0, text)
    }

    /// A file of the `nth` table of an array of tables, from 0.
    pub(super) fn file_of(
        &self,
        key: &str,
        nth: usize,
        text: &str,
    ) -> Result<PathBuf, ScenarioError> {
        let resolved = resolve(self.folder, text, self.text.lookup);
        let path = resolved.map_err(|refusal| self.fault_of(key, nth, refusal))?;
        self.names.borrow_mut().insert(path.clone(), report_name(text));
        Ok(path)
    }

    pub(super) fn optional(
        &self,
        key: &str,
        text: Option<&str>,
    ) -> Result<Option<PathBuf>, ScenarioError> {
        text.map(|text| self.file(key, text)).transpose()
    }

    pub(super) fn lists(
        &self,
        key: &str,
        lists: &[WrittenList],
        before: Option<NaiveDate>,
    ) -> Result<Vec<ListSource>, ScenarioError> {
        self.limit(key, lists.len(), limits::FILES_OF_A_KIND)?;
        let checked = |(at, l): (usize, &WrittenList)| {
            self.list(&format!("{key}[{at}]"), &l.file, l.index, l.held_on, before)
        };
        lists.iter().enumerate().map(checked).collect()
    }

    /// Checks a list of members at `key`; its day must be before `before`, if given.
    pub(super) fn list(
        &self,
        key: &str,
        file: &str,
        index: Index,
        held_on: NaiveDate,
        before: Option<NaiveDate>,
    ) -> Result<ListSource, ScenarioError> {
        if ![Index::R1000, Index::R2000, Index::R3000, Index::Microcap].contains(&index) {
            let refusal = (
                format!("{index} lists are not read"),
                "give one of R1000, R2000, R3000 or MICROCAP",
            );
            return Err(self.fault(&format!("{key}.index"), refusal));
        }
        if let Some(implementation) = before.filter(|day| held_on >= *day) {
            let refusal = (
                format!(
                    "a list held on {held_on} is not of before the implementation on \
                         {implementation}"
                ),
                "give a list of an earlier day",
            );
            return Err(self.fault(&format!("{key}.held_on"), refusal));
        }
        Ok(ListSource { path: self.file(&format!("{key}.file"), file)?, index, held_on })
    }

    /// Checks the membership held; the days of lists must be before `before`, if given.
    pub(super) fn membership(
        &self,
        written: Option<&WrittenMembership>,
        before: Option<NaiveDate>,
    ) -> Result<MembershipSource, ScenarioError> {
        match written {
            None => Ok(MembershipSource::None),
            Some(WrittenMembership { file: Some(file), held_on, lists }) if lists.is_empty() => {
                let path = self.file("membership.file", file)?;
                let Some(day) = *held_on else { return Ok(MembershipSource::File(path)) };
                if let Some(implementation) = before.filter(|implementation| day >= *implementation)
                {
                    let refusal = (
                        format!("{day} is not before the implementation on {implementation}"),
                        "give what an earlier event decided",
                    );
                    return Err(self.fault("membership.held_on", refusal));
                }
                Ok(MembershipSource::Outcome(path, day))
            }
            Some(WrittenMembership { held_on: Some(_), .. }) => {
                let refusal = (
                    "is of a file that a run wrote, and stands without one",
                    "leave it out: lists have days of their own",
                );
                Err(self.fault("membership.held_on", refusal))
            }
            Some(WrittenMembership { file: None, lists, .. }) if !lists.is_empty() => {
                Ok(MembershipSource::Lists(self.lists("membership.lists", lists, before)?))
            }
            Some(WrittenMembership { file: Some(_), .. }) => {
                let refusal = ("stands beside membership.lists", "give one of the two");
                Err(self.fault("membership.file", refusal))
            }
            Some(WrittenMembership { file: None, .. }) => {
                let refusal = (
                    "neither file nor lists is given",
                    "give one of the two, or leave the section out if there are no members",
                );
                Err(self.fault("membership", refusal))
            }
        }
    }

    /// Checks the plausibility limits.
    pub(super) fn plausibility(
        &self,
        written: &Plausibility,
    ) -> Result<Plausibility, ScenarioError> {
        match written.fault() {
            Some((key, refusal)) => Err(self.fault(&format!("plausibility.{key}"), refusal)),
            None => Ok(written.clone()),
        }
    }
}

/// Checks that a name is valid for files and folders on every system.
///
/// # Errors
/// The name is invalid.
pub(crate) fn names_a_file(name: &str) -> Result<(), Refusal> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let shown = name.escape_debug();
    if name.is_empty() || name.starts_with('.') || name.ends_with('.') || !name.chars().all(plain) {
        return Err(Refusal::new(
            format!("\"{shown}\" cannot name a file"),
            "use letters, digits, hyphens, underscores, and dots between them",
        ));
    }
    if name.len() > LONGEST_NAME {
        return Err(Refusal::new(
            format!("a name of {} characters is too long for a file", name.len()),
            format!("use {LONGEST_NAME} at the most"),
        ));
    }
    // Windows reserves these names for devices, with any extension.
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let is_numbered = |device: &str| {
        stem.strip_prefix(device)
            .is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    if ["con", "prn", "aux", "nul"].contains(&stem.as_str())
        || is_numbered("com")
        || is_numbered("lpt")
    {
        return Err(Refusal::new(
            format!("\"{name}\" is no file but a device on Windows"),
            "use another name",
        ));
    }
    Ok(())
}

/// Maximum length of a name in bytes: with added suffixes it stays below the 255 of most systems.
const LONGEST_NAME: usize = 100;
