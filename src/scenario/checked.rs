//! A scenario as it is meant: days, files and rule book settled, nothing optional that is needed.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::error::ScenarioError;
use super::expand::resolve;
use super::overrides;
use super::written::{
    UniverseFormat, WrittenEvent, WrittenEvidence, WrittenList, WrittenMembership, WrittenPrevious,
    WrittenScenario,
};
use crate::calendar::{self, CalendarError, exchange};
use crate::methodology::Parameters;
use crate::reconstitution::Event;
use crate::universe::Index;

/// Well inside the Russell 3000: times the cap of company #3,000. Results hardly change between 1.0
/// and 2.0.
const INSIDE_MULTIPLE: Decimal = Decimal::from_parts(12, 0, 0, false, 1);
/// Of the companies that stood well inside and were not taken, the share that is taken the next
/// June, per cent, as measured on 2022-2025.
const RESERVE_PCT: u8 = 20;
/// The same of those with a foreign country label.
const RESERVE_FOREIGN_PCT: u8 = 5;

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
    /// What part of a place such a company still takes, per cent.
    pub reserve_pct: u8,
    /// The same where its country label speaks against it too.
    pub reserve_foreign_pct: u8,
    /// Members of earlier days, and whether the list is complete.
    pub lists: Vec<(ListSource, bool)>,
    /// The provider's changes at earlier reconstitutions, by implementation day.
    pub changes: Vec<(PathBuf, NaiveDate)>,
}

/// A scenario ready to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The scenario's own file.
    pub path: PathBuf,
    /// Name in reports and of the output folder.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// The reconstitution.
    pub event: Event,
    /// Where days were set by the scenario against the calendar, in words.
    pub event_remarks: Vec<String>,
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
    /// The close of the implementation day.
    pub effective: Option<UniverseSource>,
    /// The rule book.
    pub parameters: Parameters,
    /// Where reports go.
    pub output: PathBuf,
}

/// Reads and checks a scenario file.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn read_scenario(path: &Path) -> Result<Scenario, ScenarioError> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let problem = match error.kind() {
            std::io::ErrorKind::NotFound => {
                "does not exist; the shipped ones are in scenarios/".to_owned()
            }
            std::io::ErrorKind::InvalidData => "is not UTF-8; save it as UTF-8".to_owned(),
            _ if path.is_dir() => "is a directory; name a scenario file".to_owned(),
            _ => format!("cannot be read: {error}"),
        };
        ScenarioError::file(path, problem)
    })?;
    check_scenario(path, &text, &|name| std::env::var(name).ok())
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
    let written: WrittenScenario =
        toml::from_str(text).map_err(|error| ScenarioError::toml(path, text, &error))?;
    let checker = Checker { path, text, folder: path.parent().unwrap_or(Path::new("")), lookup };
    let name = checker.name(written.name.as_deref())?;
    let (event, event_remarks) = checker.event(&written.event, &name)?;
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
    let evidence = written
        .evidence
        .as_ref()
        .map_or_else(|| Ok(EvidenceSources::default()), |e| checker.evidence(e, &event))?;
    if written.evidence.is_some() && universe.format == UniverseFormat::Rankday {
        let problem = "is for imported universes; in a universe of the project's own the column \
                       \"excluded\" says who is not eligible";
        return Err(checker.fault("evidence", problem));
    }
    let output = written
        .output
        .directory
        .as_deref()
        .map_or_else(|| Path::new("rankday-out").join(&name), PathBuf::from);
    Ok(Scenario {
        path: path.to_owned(),
        description: written.description.clone().unwrap_or_default(),
        event_remarks,
        universe,
        facts: checker.optional("universe.facts", written.universe.facts.as_deref())?,
        symbol_changes: checker
            .optional("universe.symbol_changes", written.universe.symbol_changes.as_deref())?,
        cap_corrections: checker
            .optional("universe.cap_corrections", written.universe.cap_corrections.as_deref())?,
        membership: checker.membership(written.membership.as_ref(), &event)?,
        previous,
        evidence,
        effective,
        parameters: overrides::apply(&written.methodology)
            .map_err(|(key, problem)| checker.fault(&key, problem))?,
        output,
        name,
        event,
    })
}

struct Checker<'a> {
    path: &'a Path,
    text: &'a str,
    folder: &'a Path,
    lookup: &'a dyn Fn(&str) -> Option<String>,
}

impl Checker<'_> {
    fn fault(&self, key: &str, problem: impl Into<String>) -> ScenarioError {
        ScenarioError::key(self.path, self.text, key, 0, problem)
    }

    /// The name, which is also that of a folder.
    fn name(&self, written: Option<&str>) -> Result<String, ScenarioError> {
        let stem = self.path.file_stem().map(|s| s.to_string_lossy().into_owned());
        let name = written.map(str::to_owned).or(stem).unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
            let problem = format!(
                "\"{name}\" cannot name a folder; use letters, digits, hyphens, underscores and dots"
            );
            return Err(self.fault("name", problem));
        }
        Ok(name)
    }

    fn file(&self, key: &str, text: &str) -> Result<PathBuf, ScenarioError> {
        resolve(self.folder, text, self.lookup).map_err(|problem| self.fault(key, problem))
    }

    fn optional(&self, key: &str, text: Option<&str>) -> Result<Option<PathBuf>, ScenarioError> {
        text.map(|text| self.file(key, text)).transpose()
    }

    fn lists(
        &self,
        key: &str,
        lists: &[WrittenList],
        event: &Event,
    ) -> Result<Vec<ListSource>, ScenarioError> {
        let checked = |l: &WrittenList| self.list(key, &l.file, l.index, l.held_on, event);
        lists.iter().map(checked).collect()
    }

    fn list(
        &self,
        key: &str,
        file: &str,
        index: Index,
        held_on: NaiveDate,
        event: &Event,
    ) -> Result<ListSource, ScenarioError> {
        if ![Index::R1000, Index::R2000, Index::R3000, Index::Microcap].contains(&index) {
            let problem =
                format!("{index} lists are not read; R1000, R2000, R3000 and MICROCAP are");
            return Err(self.fault(key, problem));
        }
        if held_on >= event.implementation {
            let problem = format!(
                "a list held on {held_on} is not of before the implementation on {}; give a list \
                 of an earlier day",
                event.implementation
            );
            return Err(self.fault(key, problem));
        }
        Ok(ListSource { path: self.file(key, file)?, index, held_on })
    }

    /// Earlier rank days, newest first.
    fn previous(
        &self,
        written: &[WrittenPrevious],
        as_of: NaiveDate,
    ) -> Result<Vec<PreviousSource>, ScenarioError> {
        let mut previous = Vec::new();
        for (nth, p) in written.iter().enumerate() {
            let fault = |key, problem| ScenarioError::key(self.path, self.text, key, nth, problem);
            if p.as_of >= as_of {
                let problem = format!(
                    "{} is not before the universe's own day {as_of}; give an earlier rank day",
                    p.as_of
                );
                return Err(fault("previous.as_of", problem));
            }
            let implementation =
                p.implementation.or_else(|| implementation_of(p.as_of)).ok_or_else(|| {
                    let problem = format!(
                        "is missing, and {} is no rank day that the calendar knows; give the \
                         implementation day of that reconstitution",
                        p.as_of
                    );
                    fault("previous.implementation", problem)
                })?;
            let path = resolve(self.folder, &p.file, self.lookup)
                .map_err(|problem| fault("previous.file", problem))?;
            let universe = UniverseSource { path, format: p.format, as_of: p.as_of };
            previous.push(PreviousSource { universe, implementation });
        }
        previous.sort_by_key(|p| std::cmp::Reverse(p.universe.as_of));
        Ok(previous)
    }

    fn evidence(
        &self,
        written: &WrittenEvidence,
        event: &Event,
    ) -> Result<EvidenceSources, ScenarioError> {
        let per_cent =
            |key: &str, value: Option<u8>, default: u8| match value {
                Some(above) if above > 99 => Err(self
                    .fault(key, format!("{above} is no part of a place; give 0 to 99 per cent"))),
                value => Ok(value.unwrap_or(default)),
            };
        let mut lists = Vec::new();
        for l in &written.lists {
            let list = self.list("evidence.lists", &l.file, l.index, l.held_on, event)?;
            lists.push((list, l.complete));
        }
        let mut changes = Vec::new();
        for c in &written.changes {
            if c.implementation >= event.implementation {
                let problem = format!(
                    "{} is not before this event; give lists of earlier ones",
                    c.implementation
                );
                return Err(self.fault("evidence.changes", problem));
            }
            changes.push((self.file("evidence.changes", &c.file)?, c.implementation));
        }
        changes.sort_by_key(|(_, day)| *day);
        Ok(EvidenceSources {
            membership: written.membership,
            previous_rank: written.previous_rank,
            inside_multiple: written.inside_multiple.map_or(INSIDE_MULTIPLE, |m| m.0),
            reserve_pct: per_cent("evidence.reserve_pct", written.reserve_pct, RESERVE_PCT)?,
            reserve_foreign_pct: per_cent(
                "evidence.reserve_foreign_pct",
                written.reserve_foreign_pct,
                RESERVE_FOREIGN_PCT,
            )?,
            lists,
            changes,
        })
    }

    fn membership(
        &self,
        written: Option<&WrittenMembership>,
        event: &Event,
    ) -> Result<MembershipSource, ScenarioError> {
        match written {
            None => Ok(MembershipSource::None),
            Some(WrittenMembership { file: Some(file), lists }) if lists.is_empty() => {
                Ok(MembershipSource::File(self.file("membership.file", file)?))
            }
            Some(WrittenMembership { file: None, lists }) if !lists.is_empty() => {
                Ok(MembershipSource::Lists(self.lists("membership.lists", lists, event)?))
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

    /// The event's days: the calendar's, or the scenario's own, in an order that can be.
    fn event(
        &self,
        written: &WrittenEvent,
        name: &str,
    ) -> Result<(Event, Vec<String>), ScenarioError> {
        let known = match written.year {
            Some(year) => Some(self.calendar_event(year, written)?),
            None => None,
        };
        let missing =
            |key: &str| self.fault("event.year", format!("is missing; give it, or {key}"));
        let rank_day = written
            .rank_day
            .or(known.as_ref().map(|k| k.rank_day))
            .ok_or_else(|| missing("event.rank_day and event.implementation"))?;
        let implementation = written
            .implementation
            .or(known.as_ref().map(|k| k.implementation))
            .ok_or_else(|| missing("event.implementation"))?;
        for (key, day) in [("rank_day", rank_day), ("implementation", implementation)] {
            let session = exchange::is_session(day)
                .map_err(|e| self.fault(&format!("event.{key}"), e.to_string()))?;
            if !session {
                let before = exchange::session_on_or_before(day).map_or_else(
                    |_| String::new(),
                    |before| format!("; the session before is {before}"),
                );
                let problem = format!("{day} is no session of the exchange{before}");
                return Err(self.fault(&format!("event.{key}"), problem));
            }
        }
        if rank_day >= implementation {
            let problem = format!(
                "rank day {rank_day} is not before implementation {implementation}; check both"
            );
            return Err(self.fault("event.rank_day", problem));
        }
        let previous_rank_day = written.previous_rank_day.or_else(|| previous_rank_day(rank_day));
        let effective = exchange::next_session(implementation)
            .map_err(|e| self.fault("event.implementation", e.to_string()))?;
        let mut remarks = Vec::new();
        if let Some(known) = known {
            for (what, own, calendars) in [
                ("rank day", rank_day, known.rank_day),
                ("implementation", implementation, known.implementation),
            ] {
                if own != calendars {
                    remarks.push(format!("{what} is set to {own}; the calendar has {calendars}"));
                }
            }
        }
        let event = Event {
            season: written.season,
            name: name.to_owned(),
            rank_day,
            implementation,
            effective,
            previous_rank_day,
        };
        Ok((event, remarks))
    }

    fn calendar_event(
        &self,
        year: i32,
        written: &WrittenEvent,
    ) -> Result<calendar::Event, ScenarioError> {
        let found =
            calendar::schedule(year).and_then(|schedule| schedule.require(written.season).cloned());
        // A year without such an event may still be played through on days of the scenario's own.
        match found {
            Ok(event) => Ok(event),
            Err(error) => match (written.rank_day, written.implementation) {
                (Some(rank_day), Some(implementation)) => calendar::schedule(2026)
                    .and_then(|schedule| schedule.require(written.season).cloned())
                    .map(|event| calendar::Event { year, rank_day, implementation, ..event })
                    .map_err(|e| self.fault("event.year", e.to_string())),
                _ => Err(self.fault("event.year", no_event(&error))),
            },
        }
    }
}

/// Why there is no such event, and what to do.
fn no_event(error: &CalendarError) -> String {
    let remedy = match error {
        CalendarError::YearOutOfRange { .. } => "; give one of those",
        CalendarError::NoSuchEvent { .. } => {
            "; to play it all the same, give event.rank_day and event.implementation"
        }
        _ => "",
    };
    format!("{error}{remedy}")
}

/// The implementation day of the reconstitution with this rank day.
fn implementation_of(rank_day: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike as _;
    let schedule = calendar::schedule(rank_day.year()).ok()?;
    let event = schedule.reconstitutions.iter().find(|e| e.rank_day == rank_day)?;
    Some(event.implementation)
}

/// The latest rank day before `day` that the calendar knows.
fn previous_rank_day(day: NaiveDate) -> Option<NaiveDate> {
    use chrono::Datelike as _;
    (day.year() - 1..=day.year())
        .filter_map(|year| calendar::schedule(year).ok())
        .flat_map(|schedule| schedule.reconstitutions)
        .map(|event| event.rank_day)
        .filter(|rank_day| *rank_day < day)
        .max()
}
