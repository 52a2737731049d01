//! A comparison as written in its file: a market and the schedules to backtest on it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::analysis::backtest::Every;
use crate::analysis::plausibility::Plausibility;
use crate::calendar::{DateRule, Season};
use crate::methodology::WrittenMethodology;
use crate::scenario::sweep::written::WrittenSweep;
use crate::scenario::written::{
    NAME, UniverseFormat, WrittenEvidence, WrittenFunds, WrittenList, WrittenMembership,
    WrittenOutput, date,
};
use crate::universe::Amount;

/// A scenario file for `rankday compare`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenComparison {
    /// Name in reports and of the output folder: letters, digits, hyphens, underscores and dots.
    /// Default: the file's name.
    #[schemars(extend("pattern" = NAME), example = &"my-comparison")]
    pub name: Option<String>,
    /// A sentence on what the comparison is about, for the reports.
    #[schemars(example = &"What it is about")]
    pub description: Option<String>,
    /// The market: closes, caps and returns of every line, and what is known about its companies.
    pub market: WrittenMarket,
    /// Universes that say what the market's lines are, one table each: type, structure, country,
    /// issuer, float.
    #[serde(default)]
    pub labels: Vec<WrittenLabels>,
    /// The membership with which the family begins: a file, or lists of symbols. Without it the
    /// family is formed by the unbanded breaks.
    pub membership: Option<WrittenMembership>,
    /// The evidence from which an importer may infer eligibility; only for labels that are imported.
    pub evidence: Option<WrittenEvidence>,
    /// The schedules that are run on the market.
    pub compare: WrittenCompare,
    /// Schedules of your own, one table each, beside annual, semi-annual, quarterly and none.
    #[serde(default)]
    pub schedule: Vec<WrittenSchedule>,
    /// For `rankday sweep`: the rules to try, each of them on this market. Other commands ignore it.
    pub sweep: Option<WrittenSweep>,
    /// How often drift is measured.
    #[serde(default)]
    pub measure: WrittenMeasure,
    /// Lists of members with which the simulated memberships are compared.
    #[serde(default)]
    pub check: WrittenCheck,
    /// The funds that track the indexes, with their assets.
    #[serde(default)]
    pub funds: WrittenFunds,
    /// Overrides of the rule book.
    #[serde(default)]
    pub methodology: WrittenMethodology,
    /// Plausibility limits: a result beyond one of them begins with a warning. They suit universes of the
    /// size that the rule book is made for.
    #[serde(default)]
    pub plausibility: Plausibility,
    /// The folder for reports.
    #[serde(default)]
    pub output: WrittenOutput,
}

/// A market: what happened to many lines on many dates.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenMarket {
    /// The panel, relative to this file: a CSV, plain or compressed with gzip; see
    /// `rankday columns panel`.
    #[schemars(example = &"panel.csv.gz")]
    pub panel: String,
    /// How lines without a label are treated: as common shares, or as a screener's lines.
    #[serde(default)]
    #[schemars(extend("default" = "rankday"))]
    pub format: UniverseFormat,
    /// A file of ticker changes: see `rankday columns symbol-changes`.
    #[schemars(example = &"symbol-changes.csv")]
    pub symbol_changes: Option<String>,
    /// A file of corporate actions: see `rankday columns corporate-actions`.
    #[schemars(example = &"actions.csv")]
    pub actions: Option<String>,
    /// A file of caps that the panel has wrong, with columns `date`, `symbol`, `cap_expected`.
    #[schemars(example = &"cap-corrections.csv")]
    pub cap_corrections: Option<String>,
    /// A file of facts that override what was read or inferred of lines: see `rankday columns facts`.
    #[schemars(example = &"facts.csv")]
    pub facts: Option<String>,
    /// The factor, up or down, by which the share count implied by a cap must move from one date to the next
    /// to count as an error rather than a change of shares, if no return and no stated action explains it. If
    /// the move is undone within six dates, the last good count is kept; otherwise it counts as the vendor's
    /// recount, which holdings follow without a trade.
    #[schemars(extend("default" = 2))]
    pub share_count_jump: Option<Amount>,
    /// Whether lines take the labels of the next label day rather than of the last one: for a history as
    /// close as possible to what happened, rather than to what was known at the time.
    #[serde(default)]
    pub hindsight: bool,
    /// The first date to be used. Default: the panel's first.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2021-03-31")]
    pub from: Option<NaiveDate>,
    /// The last date to be used. Default: the panel's last.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2026-06-30")]
    pub to: Option<NaiveDate>,
}

/// A universe that says what lines are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenLabels {
    /// The file, relative to this one: a universe; its prices are not used.
    #[schemars(example = &"labels.csv")]
    pub file: String,
    /// How the file is written.
    #[serde(default)]
    #[schemars(extend("default" = "rankday"))]
    pub format: UniverseFormat,
    /// The day of its close. Default: none; its labels then apply to all dates.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2025-04-30")]
    pub as_of: Option<NaiveDate>,
    /// The implementation day of the reconstitution whose rank day is `as_of`. Default: the calendar's.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2025-06-27")]
    pub implementation: Option<NaiveDate>,
}

/// The schedules to compare.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenCompare {
    /// annual, semi-annual, quarterly, none, or the names of `[[schedule]]` tables, at most 40; the others
    /// are compared with the first.
    #[schemars(length(min = 1, max = crate::limits::SCHEDULES), example = &["annual", "semi-annual"])]
    pub schedules: Vec<String>,
}

/// A schedule of the scenario's own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenSchedule {
    /// Its name, for `compare.schedules`.
    #[schemars(extend("pattern" = NAME), example = &"november")]
    pub name: String,
    /// Its reconstitutions in every year.
    #[schemars(length(min = 1))]
    pub events: Vec<WrittenScheduleEvent>,
}

/// A reconstitution of such a schedule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-inline" = true))]
pub struct WrittenScheduleEvent {
    /// Its name; with the year it names the event.
    #[schemars(example = &"november")]
    pub name: String,
    /// The season whose rules for votes, shares and float it follows.
    #[schemars(example = &"december")]
    pub season: Season,
    /// A rule such as "last session of April". Default: the season's own days.
    #[schemars(example = &"last session of September")]
    pub rank_day: Option<DateRule>,
    /// A rule such as "4th Friday of June". Default: the season's own days.
    #[schemars(example = &"2nd Friday of November")]
    pub implementation: Option<DateRule>,
    /// The first day of the lock-down, as a rule; only together with the other two. Default: none.
    #[schemars(example = &"3 weeks before 2nd Friday of November")]
    pub lockdown_start: Option<DateRule>,
}

/// How often drift is measured.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenMeasure {
    /// The closes on which drift and time in the wrong index are measured: those of every session that the
    /// panel has, of the last session of each week or month, or of the events of any of the schedules.
    /// Returns are measured on all closes.
    #[serde(default)]
    #[schemars(extend("default" = "session"))]
    pub every: Every,
}

/// Lists of members with which the simulated memberships are compared.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenCheck {
    /// The lists, one per index and day.
    #[serde(default)]
    pub lists: Vec<WrittenList>,
}
