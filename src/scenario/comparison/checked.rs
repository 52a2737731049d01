//! A checked comparison: files, schedules and rule book.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::written::{WrittenComparison, WrittenLabels, WrittenSchedule};
use crate::analysis::backtest::Every;
use crate::analysis::plausibility::Plausibility;
use crate::calendar::{EventRules, NAMED_PLANS, Plan, PlannedDays, PlannedEvent, Shift};
use crate::limits;
use crate::methodology::Parameters;
use crate::refusal::Refusal;
use crate::scenario::checker::{Checker, names_a_file};
use crate::scenario::error::ScenarioError;
use crate::scenario::evidence::implementation_of;
use crate::scenario::kind::Kind;
use crate::scenario::source::Source;
use crate::scenario::text::{Lookup, ScenarioText, environment, read_text};
use crate::scenario::written::UniverseFormat;
use crate::scenario::{EvidenceSources, FundsSource, ListSource, MembershipSource};
use crate::universe::printable;
use crate::universe::table::closest;

/// The year in which a scenario's own date rules are tried, so that faults show before any file is
/// read.
const YEAR_OF_TRIAL: i32 = 2026;

/// A universe that labels lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelSource {
    /// Path of the file.
    pub path: PathBuf,
    /// Format of the file.
    pub format: UniverseFormat,
    /// The day of its close; `None` if its labels apply to all dates.
    pub as_of: Option<NaiveDate>,
    /// The implementation day of the reconstitution whose rank day is `as_of`.
    pub implementation: Option<NaiveDate>,
}

/// The source of a market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarketSource {
    /// The panel.
    pub panel: PathBuf,
    /// The format that decides how lines without a label are treated.
    pub format: UniverseFormat,
    /// Ticker changes.
    pub symbol_changes: Option<PathBuf>,
    /// Corporate actions.
    pub actions: Option<PathBuf>,
    /// Caps that the panel has wrong.
    pub cap_corrections: Option<PathBuf>,
    /// Facts that override what was read or inferred.
    pub facts: Option<PathBuf>,
    /// The factor by which an implied share count must jump to be taken as a data error or a
    /// vendor's recount rather than a change of shares; from 1.1 to 1,000.
    pub share_count_jump: Decimal,
    /// Whether lines take the labels of the next label day rather than of the last one.
    pub hindsight: bool,
    /// The first date to be used.
    pub from: Option<NaiveDate>,
    /// The last date to be used.
    pub to: Option<NaiveDate>,
}

/// A comparison ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonScenario {
    /// The scenario's own file.
    pub path: PathBuf,
    /// The scenario's source: its hash, and the files that it names.
    pub source: Source,
    /// Name in reports and of the output folder.
    pub name: String,
    /// The scenario's description.
    pub description: String,
    /// The market.
    pub market: MarketSource,
    /// The universes that label lines, oldest first.
    pub labels: Vec<LabelSource>,
    /// The initial membership.
    pub membership: MembershipSource,
    /// The evidence from which eligibility may be inferred.
    pub evidence: EvidenceSources,
    /// The schedules; the others are compared with the first.
    pub plans: Vec<Plan>,
    /// How often drift is measured.
    pub every: Every,
    /// Lists that simulated memberships are compared with.
    pub checks: Vec<ListSource>,
    /// The funds that track the indexes.
    pub funds: FundsSource,
    /// The rule book.
    pub parameters: Parameters,
    /// The plausibility limits.
    pub plausibility: Plausibility,
    /// The folder for reports.
    pub output: PathBuf,
}

/// Reads and checks a comparison.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn read_comparison(path: &Path) -> Result<ComparisonScenario, ScenarioError> {
    check_comparison(path, &read_text(path)?, &environment)
}

/// Checks a comparison's text.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn check_comparison(
    path: &Path,
    text: &str,
    lookup: Lookup<'_>,
) -> Result<ComparisonScenario, ScenarioError> {
    check(&ScenarioText::new(path, text, lookup)?)
}

/// Checks a parsed comparison.
pub(in crate::scenario) fn check(
    text: &ScenarioText<'_>,
) -> Result<ComparisonScenario, ScenarioError> {
    text.expect(Kind::Comparison)?;
    let written: WrittenComparison = text.written()?;
    let checker = Checker::new(text);
    let name = checker.name(written.name.as_deref())?;
    let m = &written.market;
    if let (Some(from), Some(to)) = (m.from, m.to)
        && from >= to
    {
        let refusal =
            (format!("{from} is not before market.to {to}"), "give an earlier day, or none");
        return Err(checker.fault("market.from", refusal));
    }
    let market = MarketSource {
        panel: checker.file("market.panel", &m.panel)?,
        format: m.format,
        symbol_changes: checker.optional("market.symbol_changes", m.symbol_changes.as_deref())?,
        actions: checker.optional("market.actions", m.actions.as_deref())?,
        cap_corrections: checker
            .optional("market.cap_corrections", m.cap_corrections.as_deref())?,
        facts: checker.optional("market.facts", m.facts.as_deref())?,
        share_count_jump: checker.share_count_jump(m.share_count_jump.map(|factor| factor.0))?,
        hindsight: m.hindsight,
        from: m.from,
        to: m.to,
    };
    let labels = checker.labels(&written.labels)?;
    let imported = labels.iter().any(|l| l.format == UniverseFormat::NasdaqScreener);
    let evidence = match &written.evidence {
        None if !imported => EvidenceSources::default(),
        // A missing section is treated as an empty one.
        evidence if imported => checker.evidence(&evidence.clone().unwrap_or_default(), None)?,
        _ => {
            let refusal = (
                "is for imported universes",
                "add [[labels]] with format = \"nasdaq-screener\", or leave the section out",
            );
            return Err(checker.fault("evidence", refusal));
        }
    };
    let scenario = ComparisonScenario {
        path: text.path.to_owned(),
        source: checker.source(),
        description: written.description.as_deref().map(printable).unwrap_or_default().into_owned(),
        market,
        labels,
        membership: checker.membership(written.membership.as_ref(), None)?,
        evidence,
        plans: checker.plans(&written.compare.schedules, &written.schedule)?,
        checks: checker.lists("check.lists", &written.check.lists, None)?,
        funds: checker.funds(&written.funds)?,
        parameters: checker.parameters(&written.methodology)?,
        plausibility: checker.plausibility(&written.plausibility)?,
        every: written.measure.every,
        output: checker.output(written.output.directory.as_deref(), &name)?,
        name,
    };
    // The source is complete only after every file has been named.
    Ok(ComparisonScenario { source: checker.source(), ..scenario })
}

impl Checker<'_> {
    fn share_count_jump(&self, written: Option<Decimal>) -> Result<Decimal, ScenarioError> {
        let factor = written.unwrap_or(Decimal::TWO);
        if (Decimal::new(11, 1)..=Decimal::ONE_THOUSAND).contains(&factor) {
            return Ok(factor);
        }
        let refusal = (
            format!("{factor} is no factor by which a share count jumps"),
            "give one from 1.1 to 1000, such as 2 for halved or doubled",
        );
        Err(self.fault("market.share_count_jump", refusal))
    }

    fn labels(&self, written: &[WrittenLabels]) -> Result<Vec<LabelSource>, ScenarioError> {
        self.limit("labels", written.len(), limits::FILES_OF_A_KIND)?;
        let mut labels: Vec<LabelSource> = Vec::new();
        for (nth, l) in written.iter().enumerate() {
            if l.format == UniverseFormat::NasdaqScreener && l.as_of.is_none() {
                let refusal = (
                    "is missing, and a screener's file does not say it",
                    "give the close that it is of",
                );
                return Err(self.fault_of("labels.as_of", nth, refusal));
            }
            let path = self.file_of("labels.file", nth, &l.file)?;
            if labels.iter().any(|other| other.path == path) {
                let refusal = (
                    "is that of other labels too",
                    "labels hold until the next ones do: name each file once",
                );
                return Err(self.fault_of("labels.file", nth, refusal));
            }
            labels.push(LabelSource {
                path,
                format: l.format,
                as_of: l.as_of,
                implementation: l.implementation.or_else(|| implementation_of(l.as_of?)),
            });
        }
        labels.sort_by_key(|l| l.as_of);
        Ok(labels)
    }

    /// Checks the schedules to compare.
    pub(crate) fn plans(
        &self,
        names: &[String],
        own: &[WrittenSchedule],
    ) -> Result<Vec<Plan>, ScenarioError> {
        if names.is_empty() {
            let refusal = ("is empty", format!("give one or more of {}", NAMED_PLANS.join(", ")));
            return Err(self.fault("compare.schedules", refusal));
        }
        if names.len() > limits::SCHEDULES {
            let problem = format!(
                "has {} schedules, and {} at the most are compared with each other",
                names.len(),
                limits::SCHEDULES
            );
            let refusal = (problem, "leave some out, or compare them in several scenarios");
            return Err(self.fault("compare.schedules", refusal));
        }
        self.limit("schedule", own.len(), limits::SCHEDULES)?;
        for (nth, schedule) in own.iter().enumerate() {
            let name = &schedule.name;
            if NAMED_PLANS.contains(&name.as_str()) {
                let refusal = (format!("\"{name}\" is a schedule already"), "choose another name");
                return Err(self.fault_of("schedule.name", nth, refusal));
            }
            if own[..nth].iter().any(|other| other.name == *name) {
                let refusal =
                    (format!("\"{name}\" stands twice"), "give each schedule its own name");
                return Err(self.fault_of("schedule.name", nth, refusal));
            }
        }
        let mut plans: Vec<Plan> = Vec::new();
        for (at, name) in names.iter().enumerate() {
            if plans.iter().any(|plan| plan.name == *name) {
                let refusal = (format!("\"{name}\" stands twice"), "give each schedule once");
                return Err(self.fault(&format!("compare.schedules[{at}]"), refusal));
            }
            plans.push(self.plan(at, name, own)?);
        }
        Ok(plans)
    }

    /// The schedule with this name, at position `at` of the list.
    fn plan(&self, at: usize, name: &str, own: &[WrittenSchedule]) -> Result<Plan, ScenarioError> {
        let fault = |refusal: Refusal| self.fault(&format!("compare.schedules[{at}]"), refusal);
        if let Some(nth) = own.iter().position(|schedule| schedule.name == name) {
            return self.own_plan(nth, &own[nth]);
        }
        if let Some(plan) = Plan::named(name).map_err(|e| fault(e.into()))? {
            return Ok(plan);
        }
        let known = || NAMED_PLANS.into_iter().chain(own.iter().map(|s| s.name.as_str()));
        let remedy = match closest(name, known()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!(
                "give one of {}, or add a [[schedule]] of that name",
                NAMED_PLANS.join(", ")
            ),
        };
        Err(fault(Refusal::new(format!("\"{name}\" is no schedule"), remedy)))
    }

    /// A schedule of the scenario's own.
    fn own_plan(&self, nth: usize, written: &WrittenSchedule) -> Result<Plan, ScenarioError> {
        names_a_file(&written.name)
            .map_err(|refusal| self.fault_of("schedule.name", nth, refusal))?;
        self.limit("schedule.events", written.events.len(), limits::EVENTS)?;
        let mut events: Vec<PlannedEvent> = Vec::new();
        if written.events.is_empty() {
            let refusal = ("is empty", "give an event at least, or compare with \"none\"");
            return Err(self.fault_of("schedule.events", nth, refusal));
        }
        for (at, event) in written.events.iter().enumerate() {
            let key = format!("schedule.events[{at}]");
            let fault = |refusal: Refusal| self.fault_of(&key, nth, refusal);
            if events.iter().any(|other| other.name == event.name) {
                let refusal =
                    (format!("\"{}\" stands twice", event.name), "give each event its own name");
                return Err(fault(refusal.into()));
            }
            let rules = match (&event.rank_day, &event.implementation) {
                (Some(rank_day), Some(implementation)) => {
                    let mut rules = EventRules::new(rank_day.clone(), implementation.clone());
                    rules.lockdown_start.clone_from(&event.lockdown_start);
                    Some(rules)
                }
                (None, None) if event.lockdown_start.is_some() => {
                    let refusal = (
                        format!("\"{}\" has a lockdown_start alone", event.name),
                        "give rank_day and implementation too, or none of the three for \
                             the season's own days",
                    );
                    return Err(fault(refusal.into()));
                }
                (None, None) => None,
                _ => {
                    let refusal = (
                        format!("\"{}\" has one of rank_day and implementation", event.name),
                        "give both, or neither for the season's own days",
                    );
                    return Err(fault(refusal.into()));
                }
            };
            if let Some(Err(error)) = rules.as_ref().map(|r| r.event(YEAR_OF_TRIAL, event.season)) {
                let about = format!("\"{}\"", event.name);
                return Err(fault(Refusal::from(error).about(about)));
            }
            let days = rules.map_or(PlannedDays::OfSeason, PlannedDays::Own);
            events.push(PlannedEvent { name: event.name.clone(), season: event.season, days });
        }
        Ok(Plan { name: written.name.clone(), events, shift: Shift::default() })
    }
}
