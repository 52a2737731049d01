//! A checked comparison on simulated paths: model, schedules and rule book.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::tried::Tried;
use super::written::{WrittenPaths, WrittenPrecision, WrittenSimulated};
use crate::analysis::plausibility::Plausibility;
use crate::calendar::{end_of_cycle, latest_shift};
use crate::limits;
use crate::market::model::{Company, Start, Steps};
use crate::methodology::{AdditionBreaks, Parameters};
use crate::refusal::Refusal;
use crate::scenario::checked::{RunScenario, read_run};
use crate::scenario::checker::Checker;
use crate::scenario::error::ScenarioError;
use crate::scenario::kind::Kind;
use crate::scenario::model::{Shock, figure_key};
use crate::scenario::source::{Source, report_name};
use crate::scenario::sweep::{Rules, Sweep};
use crate::scenario::text::{Lookup, ScenarioText, environment, read_text};
use crate::simulation::measures::Statistic;
use crate::simulation::paths::{
    INDEXES, PathCycles, Paths, Quantity, Setup, SetupError, TradingCosts, TradingError, month_of,
};
use crate::universe::Index;
use crate::universe::packed::float;
use crate::universe::table::closest;

/// Permitted length of a path, years.
pub(crate) const YEARS: RangeInclusive<u32> = 1..=limits::PATH_YEARS;
/// Permitted number of paths.
pub(crate) const COUNTS: RangeInclusive<u64> = 1..=1_000_000_000;
/// Years in which paths may start: those that the calendar covers.
pub(crate) const START_YEARS: RangeInclusive<i32> = 1984..=2049;

/// Old and new names of renamed measures.
const RENAMED: [(&str, &str); 1] = [("traded_usd", "trades_net")];
/// The highest confidence, per cent: at 100, a thousandth above it, no quantile exists.
const MOST_CONFIDENCE: Decimal = Decimal::from_parts(99_999, 0, 0, false, 3);

/// The precision at which a simulation may stop early.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Precision {
    /// The measure.
    pub measure: Statistic,
    /// Its index; `None` for measures of the family.
    pub index: Option<Index>,
    /// Half the width of the confidence interval, in the measure's unit.
    pub half_width: f64,
}

/// A comparison on simulated paths, ready to run.
#[derive(Debug, Clone)]
pub struct SimulatedScenario {
    /// The scenario's own file.
    pub path: PathBuf,
    /// The scenario's source: its hash, and the files that it names.
    pub source: Source,
    /// Name in reports and of the output folder.
    pub name: String,
    /// The scenario's description.
    pub description: String,
    /// Maximum number of paths.
    pub count: u64,
    /// Seed of the random numbers.
    pub seed: u64,
    /// The day on which paths start.
    pub start: NaiveDate,
    /// Confidence of the intervals, a fraction.
    pub confidence: f64,
    /// The rules of a sweep, in the order of the schedules; `None` for a comparison.
    pub sweep: Option<Sweep>,
    /// The precision at which a simulation may stop early.
    pub precision: Option<Precision>,
    /// Whether reports give the speed of the simulation.
    pub timing: bool,
    /// The paths. Paths that start from a universe have the model's curve until the universe is
    /// read.
    pub paths: Paths,
    /// The scenario whose universe and members the paths start from; `None` for the model's curve.
    pub origin: Option<RunScenario>,
    /// The name of the scenario whose universe the paths start from, once it is read.
    pub begins_with: Option<String>,
    /// The step of each shock.
    pub shock_steps: Vec<u32>,
    /// Shocks added to every path.
    pub shocks: Vec<Shock>,
    /// Days of events that were not published, each with its basis.
    pub unpublished: Vec<String>,
    /// The rule book.
    pub parameters: Parameters,
    /// The plausibility limits, which also apply to a universe that paths start from.
    pub plausibility: Plausibility,
    /// The folder for reports.
    pub output: PathBuf,
}

/// Reads and checks a comparison on simulated paths.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn read_simulated(path: &Path) -> Result<SimulatedScenario, ScenarioError> {
    check_simulated(path, &read_text(path)?, &environment)
}

/// Checks the text of a comparison on simulated paths.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn check_simulated(
    path: &Path,
    text: &str,
    lookup: Lookup<'_>,
) -> Result<SimulatedScenario, ScenarioError> {
    check(&ScenarioText::new(path, text, lookup)?)
}

/// Checks a parsed comparison on simulated paths.
pub(in crate::scenario) fn check(
    text: &ScenarioText<'_>,
) -> Result<SimulatedScenario, ScenarioError> {
    text.expect(Kind::Simulated)?;
    let written: WrittenSimulated = text.written()?;
    check_with(&Checker::new(text), &written, None)
}

/// As [`check`], with the rules of a sweep instead of the schedules.
pub(in crate::scenario) fn check_with(
    checker: &Checker<'_>,
    written: &WrittenSimulated,
    sweep: Option<(&Sweep, &[Rules])>,
) -> Result<SimulatedScenario, ScenarioError> {
    if written.market.is_some() {
        let refusal = (
            "stands beside [paths]",
            "keep it for a market that was, or [paths] for simulated ones",
        );
        return Err(checker.fault("market", refusal));
    }
    let name = checker.name(written.name.as_deref())?;
    let paths = &written.paths;
    let origin = checker.origin(paths)?;
    let years = checker.years(paths)?;
    let warm_up = checker.warm_up(paths, years)?;
    let start = checker.start(paths, origin.as_ref())?;
    let parameters = checker.parameters(&written.methodology)?;
    let tried = match sweep {
        None => Tried::of_schedules(checker.plans(&written.compare.schedules, &written.schedule)?),
        Some(sweep) => Tried::of_sweep(sweep),
    };
    let place = |key| if sweep.is_some() { "sweep" } else { key };
    let is_refused = |p: &Parameters| p.additions.breaks != AdditionBreaks::MostRecent;
    if tried.rule_books.iter().any(is_refused) || is_refused(&parameters) {
        let refusal =
            ("simulated paths place new issues by the most recent breaks alone", "leave it out");
        return Err(checker.fault(place("methodology.additions.breaks"), refusal));
    }
    let mut schedules = Vec::new();
    let mut unpublished = Vec::new();
    for plan in &tried.plans {
        let key = place("compare.schedules");
        schedules.push(checker.schedule(plan, start, &mut unpublished, key)?);
    }
    let shocks = checker.shocks(&written.shock)?;
    let model = checker.model(&written.model, paths.steps.unwrap_or(Steps::Monthly))?;
    let june = end_of_cycle(start.year() + 1, latest_shift(&tried.plans))
        .map_err(|error| checker.fault("paths.start", error))?;
    // The end of a year is the start of the next.
    let (june, start_month) = (month_of(june), month_of(start) % 12.0);
    let per_month = model.steps().per_month();
    let cycles = PathCycles::new(june, start_month, (warm_up, years), per_month);
    let shock_steps = checker.shock_steps(&shocks, (start, cycles.months()), &model)?;
    let overlays = match &origin {
        // The targets of the shocks are known only once the universe is read.
        Some(_) => Vec::new(),
        None => checker.overlays(&shocks, &shock_steps, &parameters)?,
    };
    let companies = Company::on_curve(model.parameters(), checker.companies(paths)?);
    let ready = Paths::new(Setup {
        start: Start::new(companies, model).map_err(|e| checker.fault("paths", e))?,
        parameters: parameters.clone(),
        rule_books: tried.rule_books,
        measures: tried.measures,
        groups: tried.groups,
        schedules,
        years,
        warm_up,
        june,
        start_month,
        held: None,
        overlays,
        indexes: checker.indexes(paths)?,
        drift_every: paths.drift_every.unwrap_or(1),
        trading: checker.trading(written)?,
    })
    .map_err(|error| {
        let key = match &error {
            SetupError::Event { .. } | SetupError::Overlap { .. } => {
                place("compare.schedules").to_owned()
            }
            SetupError::Trading(error) => trading_key(error),
            SetupError::DriftEvery { .. } => "paths.drift_every".to_owned(),
            _ => place("paths").to_owned(),
        };
        checker.fault(&key, error)
    })?;
    let precision = paths.precision.as_ref();
    Ok(SimulatedScenario {
        path: checker.text.path.to_owned(),
        source: checker.source(),
        description: written.description.clone().unwrap_or_default(),
        count: checker.count(paths)?,
        seed: paths.seed.unwrap_or(1),
        start,
        confidence: checker.confidence(paths)?,
        sweep: sweep.map(|(sweep, _)| sweep.clone()),
        precision: precision.map(|p| checker.precision(p, ready.quantities())).transpose()?,
        timing: paths.timing,
        paths: ready,
        origin,
        begins_with: None,
        shock_steps,
        shocks,
        unpublished,
        parameters,
        plausibility: checker.plausibility(&written.plausibility)?,
        output: checker.output(written.output.directory.as_deref(), &name)?,
        name,
    })
}

/// The scenario key of a fault in the trading costs.
fn trading_key(error: &TradingError) -> String {
    match error {
        TradingError::Figure { bucket, name, .. } => figure_key("trading", Some(bucket), name),
        TradingError::UnknownBucket { name, .. } => format!("trading.bucket.{name}"),
        TradingError::Index { index } | TradingError::Assets { index, .. } => {
            format!("trading.assets.{index}")
        }
        TradingError::Buckets | TradingError::Shipped { .. } => "trading".to_owned(),
    }
}

impl Checker<'_> {
    fn years(&self, paths: &WrittenPaths) -> Result<u32, ScenarioError> {
        let years = paths.years.unwrap_or(10);
        if YEARS.contains(&years) {
            return Ok(years);
        }
        Err(self
            .fault("paths.years", (format!("{years} is no length"), "give from 1 to 100 years")))
    }

    fn warm_up(&self, paths: &WrittenPaths, years: u32) -> Result<u32, ScenarioError> {
        let (warm_up, most) = (paths.warm_up.unwrap_or(0), *YEARS.end() - years);
        if warm_up <= most {
            return Ok(warm_up);
        }
        let problem = format!("{warm_up} years before {years} are too many");
        let remedy = format!("give up to {most}: a path has {} years at the most", YEARS.end());
        Err(self.fault("paths.warm_up", (problem, remedy)))
    }

    /// The scenario whose universe the paths start from.
    fn origin(&self, paths: &WrittenPaths) -> Result<Option<RunScenario>, ScenarioError> {
        let Some(file) = &paths.from else { return Ok(None) };
        for (key, is_given) in
            [("paths.start", paths.start.is_some()), ("paths.companies", paths.companies.is_some())]
        {
            if is_given {
                let refusal =
                    ("stands beside paths.from, whose universe says it", "keep one of the two");
                return Err(self.fault(key, refusal));
            }
        }
        let mut origin = read_run(&self.file("paths.from", file)?)
            .map_err(|error| self.fault("paths.from", error.of_named_file()))?;
        origin.source = origin.source.named_from(&report_name(file));
        Ok(Some(origin))
    }

    fn start(
        &self,
        paths: &WrittenPaths,
        origin: Option<&RunScenario>,
    ) -> Result<NaiveDate, ScenarioError> {
        let of_universe = origin.map(|scenario| scenario.universe.as_of);
        let default = || NaiveDate::from_ymd_opt(2026, 6, 30);
        let start = of_universe.or(paths.start).or_else(default).unwrap_or_default();
        // The days of events are those of the following year.
        if START_YEARS.contains(&start.year()) {
            return Ok(start);
        }
        let refusal = (format!("{start} is outside the calendar"), "give a day from 1984 to 2049");
        Err(self.fault("paths.start", refusal))
    }

    fn count(&self, paths: &WrittenPaths) -> Result<u64, ScenarioError> {
        let count = paths.count.unwrap_or(1_000);
        if COUNTS.contains(&count) {
            return Ok(count);
        }
        Err(self.fault(
            "paths.count",
            (format!("{count} is none"), "give from 1 to 1,000,000,000 paths"),
        ))
    }

    fn companies(&self, paths: &WrittenPaths) -> Result<usize, ScenarioError> {
        let companies = paths.companies.unwrap_or(4_500);
        if (1..=100_000).contains(&companies) {
            return Ok(companies);
        }
        Err(self.fault(
            "paths.companies",
            (format!("{companies} is none"), "give from 1 to 100,000 companies"),
        ))
    }

    fn indexes(&self, paths: &WrittenPaths) -> Result<Vec<Index>, ScenarioError> {
        let Some(written) = &paths.indexes else { return Ok(INDEXES.to_vec()) };
        let known = || INDEXES.map(|index| index.to_string()).join(", ");
        if written.is_empty() {
            let refusal = ("is empty", format!("give one or more of {}", known()));
            return Err(self.fault("paths.indexes", refusal));
        }
        if let Some(at) = written.iter().position(|index| !INDEXES.contains(index)) {
            let other = written[at];
            let refusal =
                (format!("{other} is not measured on paths"), format!("give some of {}", known()));
            return Err(self.fault(&format!("paths.indexes[{at}]"), refusal));
        }
        // In the family's order, whatever the order in the file.
        Ok(INDEXES.into_iter().filter(|index| written.contains(index)).collect())
    }

    /// The trading costs; `None` if they are not measured.
    fn trading(&self, written: &WrittenSimulated) -> Result<Option<TradingCosts>, ScenarioError> {
        if written.paths.trading == Some(false) {
            return Ok(None);
        }
        let shipped = TradingCosts::shipped().map_err(|e| self.fault("trading", e))?;
        let costs = shipped.with(&written.trading);
        costs.map(Some).map_err(|e| self.fault(&trading_key(&e), e))
    }

    fn confidence(&self, paths: &WrittenPaths) -> Result<f64, ScenarioError> {
        let percent = paths.confidence_pct.map_or(Decimal::from(95), |amount| amount.0);
        let range = Decimal::from(50)..=MOST_CONFIDENCE;
        let confidence = Some(float(percent)).filter(|_| range.contains(&percent));
        confidence.map(|percent| percent / 100.0).ok_or_else(|| {
            let refusal = (
                format!("{percent} is no confidence"),
                format!("give from 50 to {MOST_CONFIDENCE}"),
            );
            self.fault("paths.confidence_pct", refusal)
        })
    }

    fn precision(
        &self,
        written: &WrittenPrecision,
        quantities: &[Quantity],
    ) -> Result<Precision, ScenarioError> {
        let WrittenPrecision { measure, index, half_width } = written;
        if let Some((old, new)) = RENAMED.iter().find(|(old, _)| old == measure) {
            let refusal = (
                format!("\"{old}\" is \"{new}\" now, of all scheduled events of a cycle"),
                "give that",
            );
            return Err(self.fault("paths.precision.measure", refusal));
        }
        let named = Statistic::named(measure);
        let of_name = || quantities.iter().filter(|quantity| Some(quantity.statistic) == named);
        let Some(statistic) = named.filter(|_| of_name().next().is_some()) else {
            let measured: Vec<_> = quantities.iter().map(|q| q.statistic.name()).collect();
            let near = closest(measure, measured.iter().map(AsRef::as_ref));
            let hint = near.map_or_else(
                || "`rankday columns comparison` says what there is".to_owned(),
                |near| format!("did you mean \"{near}\"?"),
            );
            let refusal = (format!("\"{measure}\" is not measured on paths"), hint);
            return Err(self.fault("paths.precision.measure", refusal));
        };
        if !of_name().any(|quantity| quantity.index == *index) {
            let own: Vec<String> = of_name().filter_map(|q| Some(q.index?.to_string())).collect();
            let refusal = match (index, own.is_empty()) {
                (_, true) => Refusal::new(
                    format!("{measure} is of the family as a whole"),
                    "leave index out",
                ),
                (Some(index), _) => Refusal::new(
                    format!("{measure} is not measured of {index} (paths.indexes)"),
                    format!("give one of {}", own.join(", ")),
                ),
                (None, _) => Refusal::new("is missing", format!("give one of {}", own.join(", "))),
            };
            return Err(self.fault("paths.precision.index", refusal));
        }
        let half = float(half_width.0);
        if half <= 0.0 {
            let refusal = (format!("{} is no width", half_width.0), "give a number above 0");
            return Err(self.fault("paths.precision.half_width", refusal));
        }
        Ok(Precision { measure: statistic, index: *index, half_width: half })
    }
}
