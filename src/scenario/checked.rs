//! A checked scenario: its days, files and rule book, with everything required present.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::checker::Checker;
use super::confidence::ConfidenceSource;
use super::error::ScenarioError;
use super::event::{CheckedEvent, DayBasis};
use super::filings::FilingsSource;
use super::funds::FundsSource;
use super::kind::Kind;
use super::source::Source;
use super::text::{Lookup, ScenarioText, environment, read_text};
use super::written::{UniverseFormat, WrittenScenario};
use crate::analysis::confidence::Learned;
use crate::analysis::plausibility::Plausibility;
use crate::calendar;
use crate::methodology::Parameters;
use crate::reconstitution::Event;
use crate::remark::Remark;
use crate::universe::{EvidenceKind, Index, Ticker, printable};

/// The source of a universe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UniverseSource {
    /// Path of the file.
    pub path: PathBuf,
    /// Format of the file.
    pub format: UniverseFormat,
    /// The day of its close.
    pub as_of: NaiveDate,
}

/// The source of a list of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListSource {
    /// Path of the file.
    pub path: PathBuf,
    /// The index.
    pub index: Index,
    /// The day on which its members were held.
    pub held_on: NaiveDate,
}

/// The source of the membership held before the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MembershipSource {
    /// No membership: every member is new.
    None,
    /// The project's own CSV.
    File(PathBuf),
    /// The outcome of a run: its membership.csv, and the day from which it was held.
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

/// The evidence from which an importer may infer eligibility.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceSources {
    /// Whether a member counts as eligible whatever its labels.
    pub membership: bool,
    /// Whether a company that ranked well inside on the previous rank day but is not a member
    /// counts as ineligible.
    pub previous_rank: bool,
    /// The cap that counts as well inside, as a multiple of the cap of company #3,000.
    pub inside_multiple: Decimal,
    /// Overrides of the fraction of a place that companies excluded on evidence still take, by kind
    /// of evidence, per cent.
    pub reserve_pct: BTreeMap<EvidenceKind, u8>,
    /// Members of earlier days, and whether the list is complete.
    pub lists: Vec<(ListSource, bool)>,
    /// The provider's changes at earlier reconstitutions, by implementation day.
    pub changes: Vec<(PathBuf, NaiveDate)>,
}

impl EvidenceSources {
    /// The fraction of a place that companies excluded on evidence still take, by kind of evidence,
    /// per cent: the scenario's values, or else the learned ones.
    pub(crate) fn reserve_pct(&self, learned: &Learned) -> BTreeMap<EvidenceKind, u8> {
        let mut parts = learned.reserve_pct();
        parts.extend(&self.reserve_pct);
        parts
    }
}

/// Sources on the time between rank day and implementation, apart from the closing prices of the
/// implementation day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InterimSources {
    /// Corporate actions.
    pub actions: Option<PathBuf>,
    /// First day of the lock-down; `None` if unknown.
    pub lockdown: Option<NaiveDate>,
    /// Whether the prices of the implementation day cover every line; `None` to infer it.
    pub complete: Option<bool>,
    /// Tickers that still trade although a complete file lacks them.
    pub alive: Vec<Ticker>,
    /// Universes of later days.
    pub later: Vec<UniverseSource>,
}

/// A scenario ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunScenario {
    /// The scenario's own file.
    pub path: PathBuf,
    /// The scenario's source: its hash, and the files that it names.
    pub source: Source,
    /// Name in reports and of the output folder.
    pub name: String,
    /// The scenario's description.
    pub description: String,
    /// The reconstitution.
    pub event: Event,
    /// Remarks on days that differ from the calendar's or follow from a rule.
    pub event_remarks: Vec<Remark>,
    /// The basis of the days of `event`.
    pub day_basis: DayBasis,
    /// The calendar's event with its preliminary lists and lock-down, if its days are those of
    /// `event`.
    pub calendar: Option<calendar::Event>,
    /// The universe of rank day.
    pub universe: UniverseSource,
    /// Facts that override the universe.
    pub facts: Option<PathBuf>,
    /// Ticker changes.
    pub symbol_changes: Option<PathBuf>,
    /// The membership held before.
    pub membership: MembershipSource,
    /// Caps that the vendor's files have wrong.
    pub cap_corrections: Option<PathBuf>,
    /// Universes of earlier rank days, newest first.
    pub previous: Vec<PreviousSource>,
    /// The evidence from which eligibility may be inferred.
    pub evidence: EvidenceSources,
    /// Official filings.
    pub filings: Option<FilingsSource>,
    /// The figures from which the probabilities of changes are learned.
    pub confidence: ConfidenceSource,
    /// The close of the implementation day.
    pub effective: Option<UniverseSource>,
    /// Corporate actions and survivors between rank day and implementation.
    pub interim: InterimSources,
    /// The funds that track the indexes.
    pub funds: FundsSource,
    /// The rule book.
    pub parameters: Parameters,
    /// The plausibility limits.
    pub plausibility: Plausibility,
    /// The folder for reports.
    pub output: PathBuf,
}

/// Reads and checks the scenario of a run.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn read_run(path: &Path) -> Result<RunScenario, ScenarioError> {
    check_run(path, &read_text(path)?, &environment)
}

/// Checks the text of a run's scenario.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn check_run(
    path: &Path,
    text: &str,
    lookup: Lookup<'_>,
) -> Result<RunScenario, ScenarioError> {
    run(&Checker::new(&ScenarioText::new(path, text, lookup)?))
}

/// Checks the parsed scenario of a run.
pub(super) fn run(checker: &Checker<'_>) -> Result<RunScenario, ScenarioError> {
    checker.text.expect(Kind::Run)?;
    checker.scenario(&checker.text.written()?)
}

impl Checker<'_> {
    /// Checks a scenario, except for the tables of a projection.
    pub(super) fn scenario(&self, written: &WrittenScenario) -> Result<RunScenario, ScenarioError> {
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
            let refusal = (
                format!("{} is after rank day {}", universe.as_of, event.rank_day),
                "give the close of rank day or one before it",
            );
            return Err(checker.fault("universe.as_of", refusal));
        }
        let previous = checker.previous(&written.previous, universe.as_of)?;
        let effective = written.effective.as_ref().map(|e| {
            let path = checker.file("effective.file", &e.file)?;
            let as_of = e.as_of.unwrap_or(event.implementation);
            Ok(UniverseSource { path, format: e.format, as_of })
        });
        let effective = effective.transpose()?;
        if let Some(e) = effective.as_ref().filter(|e| e.as_of < event.rank_day) {
            let refusal = (
                format!("{} is before rank day {}", e.as_of, event.rank_day),
                "give the close of the implementation day",
            );
            return Err(checker.fault("effective.as_of", refusal));
        }
        let interim = checker.interim(written, &event, calendar.as_ref())?;
        let is_imported = universe.format != UniverseFormat::Rankday;
        let evidence = match &written.evidence {
            // A missing section is treated as an empty one.
            None if !is_imported => EvidenceSources::default(),
            evidence => {
                let evidence = evidence.clone().unwrap_or_default();
                checker.evidence(&evidence, Some(event.implementation))?
            }
        };
        if written.evidence.is_some() && !is_imported {
            let refusal = (
                "is for imported universes",
                "leave it out: in a universe of the project's own the column \"excluded\" says who is not \
                 eligible",
            );
            return Err(checker.fault("evidence", refusal));
        }
        let filings = written.filings.as_ref().map(|f| checker.filings(f, event.rank_day));
        let filings = filings.transpose()?;
        let output = checker.output(written.output.directory.as_deref(), &name)?;
        let scenario = RunScenario {
            path: self.text.path.to_owned(),
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
            parameters: checker.parameters(&written.methodology)?,
            plausibility: checker.plausibility(&written.plausibility)?,
            output,
            name,
            event,
        };
        // The source is complete only after every file has been named.
        Ok(RunScenario { source: self.source(), ..scenario })
    }
}
