//! A scenario as it is meant: days, files and rule book settled, nothing optional that is needed.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::check_event::{CheckedEvent, DayBasis};
use super::confidence::ConfidenceSource;
use super::error::{Kind, ScenarioError};
use super::expand::{expand, resolve};
use super::filings::FilingsSource;
use super::funds::FundsSource;
use super::overrides;
use super::source::{Source, report_name};
use super::written::{UniverseFormat, WrittenList, WrittenMembership, WrittenScenario};
use crate::analysis::confidence::Learned;
use crate::analysis::plausibility::Plausibility;
use crate::calendar;
use crate::limits;
use crate::methodology::Parameters;
use crate::reconstitution::Event;
use crate::remark::Remark;
use crate::universe::{Content, EvidenceKind, Index, Ticker, printable, read_regular};

/// A universe file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UniverseSource {
    /// Where it is.
    pub path: PathBuf,
    /// How it is written.
    pub format: UniverseFormat,
    /// The close that it holds.
    pub as_of: NaiveDate,
}

/// A list of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSource {
    /// Where it is.
    pub path: PathBuf,
    /// Whose members.
    pub index: Index,
    /// When.
    pub held_on: NaiveDate,
}

/// Where the membership held comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MembershipSource {
    /// There is none: every member is new.
    None,
    /// The project's own CSV.
    File(PathBuf),
    /// What a run decided: its membership.csv, and the day from which it was held.
    Outcome(PathBuf, NaiveDate),
    /// Lists of symbols.
    Lists(Vec<ListSource>),
}

/// The universe of an earlier rank day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviousSource {
    /// The universe.
    pub universe: UniverseSource,
    /// The implementation day of that reconstitution.
    pub implementation: NaiveDate,
}

/// What an importer may infer eligibility from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceSources {
    /// Whether a member is eligible whatever its labels say.
    pub membership: bool,
    /// Whether who stood well inside at the previous rank day and is no member is not eligible.
    pub previous_rank: bool,
    /// How far inside that is: times the cap of company #3,000.
    pub inside_multiple: Decimal,
    /// What part of a place companies still take that evidence excludes, by its kind, per cent: in place
    /// of what is learned.
    pub reserve_pct: BTreeMap<EvidenceKind, u8>,
    /// Members of earlier days, and whether the list is complete.
    pub lists: Vec<(ListSource, bool)>,
    /// The provider's changes at earlier reconstitutions, by implementation day.
    pub changes: Vec<(PathBuf, NaiveDate)>,
}

impl EvidenceSources {
    /// The part of a place that companies keep whom evidence excludes, by its kind, per cent: what is
    /// learned, where the scenario says nothing.
    pub(super) fn reserve_pct(&self, learned: &Learned) -> BTreeMap<EvidenceKind, u8> {
        let mut parts = learned.reserve_pct();
        parts.extend(&self.reserve_pct);
        parts
    }
}

/// What is known of the time between rank day and implementation, beside the prices of its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InterimSources {
    /// Corporate actions.
    pub actions: Option<PathBuf>,
    /// First day of the lock-down; `None` where it is not known.
    pub lockdown: Option<NaiveDate>,
    /// Whether the prices of the implementation day are of every line; `None` to infer it.
    pub complete: Option<bool>,
    /// Tickers that live although a complete file lacks them.
    pub alive: Vec<Ticker>,
    /// Universes of later days.
    pub later: Vec<UniverseSource>,
}

/// A scenario ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The scenario's own file.
    pub path: PathBuf,
    /// Its bytes, and the files that it names.
    pub source: Source,
    /// Name in reports and of the output folder.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// The reconstitution.
    pub event: Event,
    /// Where days were set by the scenario against the calendar or are a rule's.
    pub event_remarks: Vec<Remark>,
    /// What the days of `event` rest on.
    pub day_basis: DayBasis,
    /// The calendar's event with its lists and lock-down, where its days are those of `event`.
    pub calendar: Option<calendar::Event>,
    /// The universe of rank day.
    pub universe: UniverseSource,
    /// Facts that override it.
    pub facts: Option<PathBuf>,
    /// Ticker changes.
    pub symbol_changes: Option<PathBuf>,
    /// The membership held before.
    pub membership: MembershipSource,
    /// Caps that the vendor's files have wrong.
    pub cap_corrections: Option<PathBuf>,
    /// Universes of earlier rank days, newest first.
    pub previous: Vec<PreviousSource>,
    /// What may be inferred.
    pub evidence: EvidenceSources,
    /// Official filings.
    pub filings: Option<FilingsSource>,
    /// What the probabilities of changes are learned from.
    pub confidence: ConfidenceSource,
    /// The close of the implementation day.
    pub effective: Option<UniverseSource>,
    /// What happens from rank day to it.
    pub interim: InterimSources,
    /// Who follows the indexes.
    pub funds: FundsSource,
    /// The rule book.
    pub parameters: Parameters,
    /// What is plausible.
    pub plausibility: Plausibility,
    /// Where reports go.
    pub output: PathBuf,
}

/// Reads and checks a scenario file.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn read_scenario(path: &Path) -> Result<Scenario, ScenarioError> {
    check_scenario(path, &read_text(path)?, &|name| std::env::var(name).ok())
}

/// The text of a scenario file of either kind.
pub(super) fn read_text(path: &Path) -> Result<String, ScenarioError> {
    if path.symlink_metadata().is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound) {
        let problem = "does not exist; the shipped ones are in scenarios/";
        return Err(ScenarioError::file(path, problem));
    }
    if path.is_dir() {
        return Err(ScenarioError::file(path, "is a directory; name a scenario file"));
    }
    let bytes = read_regular(path)
        .map_err(|(problem, remedy)| ScenarioError::file(path, format!("{problem}; {remedy}")))?;
    if bytes.len() > limits::SCENARIO_BYTES {
        let most = limits::in_words(limits::SCENARIO_BYTES as u64);
        let problem = format!("is longer than {most}; name a scenario file");
        return Err(ScenarioError::file(path, problem));
    }
    let content = Content::of(&bytes);
    let text = String::from_utf8_lossy(&bytes);
    if let Some((problem, remedy)) = content.instead_of_scenario(&text) {
        return Err(ScenarioError::file(path, format!("{problem}; {remedy}")));
    }
    match text {
        Cow::Borrowed(text) => Ok(text.to_owned()),
        Cow::Owned(_) => Err(ScenarioError::file(path, "is not UTF-8; save it as UTF-8")),
    }
}

/// Checks a scenario's text; `lookup` gives the values of `${VAR}`.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn check_scenario(
    path: &Path,
    text: &str,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Result<Scenario, ScenarioError> {
    let written = parse(path, text)?;
    let tables = [
        ("project", written.project.is_some()),
        ("model", written.model.is_some()),
        ("shock", !written.shock.is_empty()),
    ];
    if let Some((table, _)) = tables.into_iter().find(|(_, is_there)| *is_there) {
        return Err(ScenarioError::of_table(path, text, table, Kind::Projection));
    }
    Checker::new(path, text, lookup).scenario(&written)
}

/// A scenario's text as it is written.
pub(super) fn parse(path: &Path, text: &str) -> Result<WrittenScenario, ScenarioError> {
    toml::from_str(text).map_err(|error| {
        ScenarioError::other_kind(path, text, Kind::Comparison, Kind::Run)
            .unwrap_or_else(|| ScenarioError::toml(path, text, &error))
    })
}

impl Checker<'_> {
    /// What a scenario means, but for the tables of a projection.
    pub(super) fn scenario(&self, written: &WrittenScenario) -> Result<Scenario, ScenarioError> {
        let checker = self;
        let name = checker.name(written.name.as_deref())?;
        let CheckedEvent { event, calendar, basis: day_basis, remarks: event_remarks } =
            checker.event(&written.event, &name)?;
        let universe = UniverseSource {
            path: checker.file("universe.file", &written.universe.file)?,
            format: written.universe.format,
            as_of: written.universe.as_of.unwrap_or(event.rank_day),
        };
        if universe.as_of > event.rank_day {
            let problem = format!(
                "{} is after rank day {}; give the close of rank day or one before it",
                universe.as_of, event.rank_day
            );
            return Err(checker.fault("universe.as_of", problem));
        }
        let previous = checker.previous(&written.previous, universe.as_of)?;
        let effective = written.effective.as_ref().map(|e| {
            let path = checker.file("effective.file", &e.file)?;
            let as_of = e.as_of.unwrap_or(event.implementation);
            Ok(UniverseSource { path, format: e.format, as_of })
        });
        let effective = effective.transpose()?;
        if let Some(e) = effective.as_ref().filter(|e| e.as_of < event.rank_day) {
            let problem = format!(
                "{} is before rank day {}; give the close of the implementation day",
                e.as_of, event.rank_day
            );
            return Err(checker.fault("effective.as_of", problem));
        }
        let interim = checker.interim(written, &event, calendar.as_ref())?;
        let is_imported = universe.format != UniverseFormat::Rankday;
        let evidence = match &written.evidence {
            // Without the section it is as one in which nothing stands.
            None if !is_imported => EvidenceSources::default(),
            evidence => {
                let evidence = evidence.clone().unwrap_or_default();
                checker.evidence(&evidence, Some(event.implementation))?
            }
        };
        if written.evidence.is_some() && !is_imported {
            let problem = "is for imported universes; in a universe of the project's own the column \
                       \"excluded\" says who is not eligible";
            return Err(checker.fault("evidence", problem));
        }
        let filings = written.filings.as_ref().map(|f| checker.filings(f, event.rank_day));
        let filings = filings.transpose()?;
        let output = checker.output(written.output.directory.as_deref(), &name)?;
        let scenario = Scenario {
            path: self.path.to_owned(),
            source: self.source(),
            description: written
                .description
                .as_deref()
                .map(printable)
                .unwrap_or_default()
                .into_owned(),
            event_remarks,
            day_basis,
            calendar,
            universe,
            facts: checker.optional("universe.facts", written.universe.facts.as_deref())?,
            symbol_changes: checker
                .optional("universe.symbol_changes", written.universe.symbol_changes.as_deref())?,
            cap_corrections: checker.optional(
                "universe.cap_corrections",
                written.universe.cap_corrections.as_deref(),
            )?,
            membership: checker
                .membership(written.membership.as_ref(), Some(event.implementation))?,
            previous,
            evidence,
            filings,
            confidence: checker.learned_from(&written.confidence)?,
            effective,
            interim,
            funds: checker.funds(&written.funds)?,
            parameters: overrides::apply(&written.methodology)
                .map_err(|(key, problem)| checker.fault(&key, problem))?,
            plausibility: checker.plausibility(&written.plausibility)?,
            output,
            name,
            event,
        };
        // Once every file is named.
        Ok(Scenario { source: self.source(), ..scenario })
    }
}

/// Checks that a name can be that of a file or folder, anywhere.
///
/// # Errors
/// The name, and what to use.
pub(super) fn names_a_file(name: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let shown = name.escape_debug();
    if name.is_empty() || name.starts_with('.') || name.ends_with('.') || !name.chars().all(plain) {
        return Err(format!(
            "\"{shown}\" cannot name a file; use letters, digits, hyphens, underscores, and dots \
             between them"
        ));
    }
    if name.len() > LONGEST_NAME {
        return Err(format!(
            "a name of {} characters is too long for a file; use {LONGEST_NAME} at the most",
            name.len()
        ));
    }
    // Windows keeps them for devices, whatever follows the dot.
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let is_numbered = |device: &str| {
        stem.strip_prefix(device)
            .is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    if ["con", "prn", "aux", "nul"].contains(&stem.as_str())
        || is_numbered("com")
        || is_numbered("lpt")
    {
        return Err(format!("\"{name}\" is no file but a device on Windows; use another name"));
    }
    Ok(())
}

/// The longest name in bytes: with what is put after it still less than the 255 of most systems.
const LONGEST_NAME: usize = 100;

pub(super) struct Checker<'a> {
    path: &'a Path,
    text: &'a str,
    folder: &'a Path,
    lookup: &'a dyn Fn(&str) -> Option<String>,
    /// What reports call the files that were named so far.
    names: RefCell<BTreeMap<PathBuf, String>>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        path: &'a Path,
        text: &'a str,
        lookup: &'a dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let folder = path.parent().unwrap_or(Path::new(""));
        Self { path, text, folder, lookup, names: RefCell::default() }
    }

    /// Where the scenario comes from, with the files that were named so far.
    pub(super) fn source(&self) -> Source {
        Source::new(self.path, self.text, self.names.borrow().clone())
    }

    /// Where reports go, relative to where the command runs.
    pub(super) fn output(
        &self,
        written: Option<&str>,
        name: &str,
    ) -> Result<PathBuf, ScenarioError> {
        let Some(written) = written else { return Ok(Path::new("rankday-out").join(name)) };
        let fault = |problem: String| self.fault("output.directory", problem);
        if written.is_empty() || written.chars().any(char::is_control) {
            let problem = format!(
                "\"{}\" cannot name a folder; give a path without control characters, or leave it out",
                written.escape_debug()
            );
            return Err(fault(problem));
        }
        Ok(PathBuf::from(expand(written, self.lookup).map_err(fault)?))
    }

    pub(super) fn fault(&self, key: &str, problem: impl Into<String>) -> ScenarioError {
        self.fault_of(key, 0, problem)
    }

    /// A fault of the `nth` table of an array of tables, from 0.
    pub(super) fn fault_of(
        &self,
        key: &str,
        nth: usize,
        problem: impl Into<String>,
    ) -> ScenarioError {
        ScenarioError::key(self.path, self.text, key, nth, problem)
    }

    /// Refuses more things of a kind than scenarios have use for.
    pub(super) fn few(&self, key: &str, number: usize, most: usize) -> Result<(), ScenarioError> {
        if number <= most {
            return Ok(());
        }
        Err(self.fault(key, format!("stands {number} times; {most} are taken at the most")))
    }

    /// The name, which is also that of a folder.
    pub(super) fn name(&self, written: Option<&str>) -> Result<String, ScenarioError> {
        let stem = self.path.file_stem().map(|s| s.to_string_lossy().into_owned());
        let name = written.map(str::to_owned).or(stem).unwrap_or_default();
        names_a_file(&name).map_err(|problem| self.fault("name", problem))?;
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
        let resolved = resolve(self.folder, text, self.lookup);
        let path = resolved.map_err(|problem| self.fault_of(key, nth, problem))?;
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
        self.few(key, lists.len(), limits::FILES_OF_A_KIND)?;
        let checked = |(at, l): (usize, &WrittenList)| {
            self.list(&format!("{key}[{at}]"), &l.file, l.index, l.held_on, before)
        };
        lists.iter().enumerate().map(checked).collect()
    }

    /// A list of members, which stands at `key`; of a day before `before`, where that is given.
    pub(super) fn list(
        &self,
        key: &str,
        file: &str,
        index: Index,
        held_on: NaiveDate,
        before: Option<NaiveDate>,
    ) -> Result<ListSource, ScenarioError> {
        if ![Index::R1000, Index::R2000, Index::R3000, Index::Microcap].contains(&index) {
            let problem =
                format!("{index} lists are not read; R1000, R2000, R3000 and MICROCAP are");
            return Err(self.fault(&format!("{key}.index"), problem));
        }
        if let Some(implementation) = before.filter(|day| held_on >= *day) {
            let problem = format!(
                "a list held on {held_on} is not of before the implementation on \
                 {implementation}; give a list of an earlier day"
            );
            return Err(self.fault(&format!("{key}.held_on"), problem));
        }
        Ok(ListSource { path: self.file(&format!("{key}.file"), file)?, index, held_on })
    }

    /// The membership held; lists must be of days before `before`, where that is given.
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
                    let problem = format!(
                        "{day} is not before the implementation on {implementation}; give what an \
                         earlier event decided"
                    );
                    return Err(self.fault("membership.held_on", problem));
                }
                Ok(MembershipSource::Outcome(path, day))
            }
            Some(WrittenMembership { held_on: Some(_), .. }) => {
                let problem = "is of a file that a run wrote, and stands without one; lists have days of \
                               their own";
                Err(self.fault("membership.held_on", problem))
            }
            Some(WrittenMembership { file: None, lists, .. }) if !lists.is_empty() => {
                Ok(MembershipSource::Lists(self.lists("membership.lists", lists, before)?))
            }
            Some(WrittenMembership { file: Some(_), .. }) => {
                let problem = "stands beside membership.lists; give one of the two";
                Err(self.fault("membership.file", problem))
            }
            Some(WrittenMembership { file: None, .. }) => {
                let problem = "neither file nor lists is given; give one of the two, or leave the \
                               section out where nobody is a member";
                Err(self.fault("membership", problem))
            }
        }
    }
}
