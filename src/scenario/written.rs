//! A scenario as written in its file: every key that has a default is optional.
//!
//! [`super::check_run`] turns it into what it means. Unknown keys are errors. The comments on
//! the keys are what users read: `rankday init` writes them into scenarios, `rankday schema` into
//! the schemas that editors complete from ([`super::schema`]).

mod values;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

use super::model::WrittenShock;
use super::projection::WrittenProject;
use super::sweep::written::WrittenEventSweep;
use crate::analysis::plausibility::Plausibility;
use crate::calendar::Season;
use crate::market::model::Overrides;
use crate::methodology::WrittenMethodology;
use crate::universe::{Amount, Index};

pub(super) use values::{date, required_date};

/// The pattern of valid folder names; see [`super::checker::names_a_file`].
pub(super) const NAME: &str = "^[A-Za-z0-9_-]([A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?$";

/// A scenario file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenScenario {
    /// Name in reports and of the output folder: letters, digits, hyphens, underscores and dots.
    /// Default: the file's name.
    #[schemars(extend("pattern" = NAME), example = &"my-june")]
    pub name: Option<String>,
    /// What it is about, in a sentence, for the reports.
    #[schemars(example = &"What it is about")]
    pub description: Option<String>,
    /// Which reconstitution: a season and a year, whose days the calendar knows, or days of its own.
    pub event: WrittenEvent,
    /// The universe: every security line at the close of rank day, or of a day before it.
    pub universe: WrittenUniverse,
    /// The membership held just before: a file, or lists of symbols. Without it every member is new.
    pub membership: Option<WrittenMembership>,
    /// Universes of earlier rank days, one table each: they give additions their reasons, and imported
    /// universes evidence.
    #[serde(default)]
    pub previous: Vec<WrittenPrevious>,
    /// What an importer may infer eligibility from. Of imported universes alone.
    pub evidence: Option<WrittenEvidence>,
    /// What companies filed officially: the regulator's bulk file of all filers' headers.
    pub filings: Option<WrittenFilings>,
    /// What the probabilities of changes are learned from.
    #[serde(default)]
    pub confidence: WrittenConfidence,
    /// Prices, shares and float at the close of the implementation day, for weights and turnover.
    /// Without it those of rank day count.
    pub effective: Option<WrittenEffective>,
    /// What happened to companies between rank day and implementation: mergers, spin-offs, delistings.
    pub actions: Option<WrittenActions>,
    /// Who follows the indexes.
    #[serde(default)]
    pub funds: WrittenFunds,
    /// Makes it a projection, for `rankday project`: how many paths, and which.
    pub project: Option<WrittenProject>,
    /// Figures of the market model in place of those of data/market-model.toml. All are of a month.
    pub model: Option<Overrides>,
    /// For `rankday sweep`: which rule books are tried, each of them at this event, or which days and files.
    /// `rankday run` leaves it aside.
    pub sweep: Option<WrittenEventSweep>,
    /// Shocks laid on top of every path, one table each: of everybody, or of one of `segment`,
    /// `members`, `sector` and `symbol`.
    #[serde(default)]
    pub shock: Vec<WrittenShock>,
    /// Overrides of the rule book.
    #[serde(default)]
    pub methodology: WrittenMethodology,
    /// What is plausible: limits past which a result begins with a warning. They are for universes of
    /// the size that the rule book is made for.
    #[serde(default)]
    pub plausibility: Plausibility,
    /// Where reports go.
    #[serde(default)]
    pub output: WrittenOutput,
}

/// A season and year, whose days the calendar knows, or explicit days.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenEvent {
    /// Which of the year's two reconstitutions.
    #[schemars(example = &"june")]
    pub season: Season,
    /// The year, 1984 to 2050; not needed where the days are given.
    #[schemars(example = 2026)]
    pub year: Option<i32>,
    /// The day whose close decides memberships. Default: the calendar's.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2026-04-30")]
    pub rank_day: Option<NaiveDate>,
    /// The day after whose close the changes take effect. Default: the calendar's.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2026-06-26")]
    pub implementation: Option<NaiveDate>,
    /// The rank day before: who listed since then is an IPO. Default: the calendar's.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2025-04-30")]
    pub previous_rank_day: Option<NaiveDate>,
}

/// How a universe file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UniverseFormat {
    /// The project's own CSV: see `rankday columns universe`.
    #[default]
    Rankday,
    /// The export of the exchange's stock screener, imported as `rankday import` does.
    NasdaqScreener,
}

/// The universe of rank day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenUniverse {
    /// The file, relative to this one; `${VAR}` stands for an environment variable.
    #[schemars(example = &"universe.csv")]
    pub file: String,
    /// How the file is written.
    #[serde(default)]
    #[schemars(extend("default" = "rankday"))]
    pub format: UniverseFormat,
    /// The close that it holds, rank day or a day before it. Default: rank day.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2026-04-30")]
    pub as_of: Option<NaiveDate>,
    /// A file of what you know and the universe does not say: see `rankday columns facts`.
    #[schemars(example = &"facts.csv")]
    pub facts: Option<String>,
    /// A file of ticker changes between the days of the files: see `rankday columns symbol-changes`.
    #[schemars(example = &"symbol-changes.csv")]
    pub symbol_changes: Option<String>,
    /// A file of caps that a screener's export has wrong, with columns `date`, `symbol`,
    /// `cap_expected`.
    #[schemars(example = &"cap-corrections.csv")]
    pub cap_corrections: Option<String>,
}

/// The membership held: one file of the project's own, or lists of symbols.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-commented" = true))]
pub struct WrittenMembership {
    /// The project's own CSV, relative to this file: see `rankday columns membership`.
    #[schemars(example = &"membership.csv")]
    pub file: Option<String>,
    /// Makes `file` the `membership.csv` that a run wrote, of what it decided: the day from which that
    /// was held, its implementation day.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2026-06-26")]
    pub held_on: Option<NaiveDate>,
    /// Lists of symbols in place of `file`, one per index.
    #[serde(default)]
    pub lists: Vec<WrittenList>,
}

/// A list of symbols.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-inline" = true))]
pub struct WrittenList {
    /// A CSV with a column `symbol`.
    #[schemars(example = &"r1000.csv")]
    pub file: String,
    /// R1000, R2000, R3000 or MICROCAP.
    #[schemars(extend("enum" = ["R1000", "R2000", "R3000", "MICROCAP"]), example = &"R1000")]
    pub index: Index,
    /// The day on which its members were held.
    #[serde(deserialize_with = "required_date")]
    #[schemars(example = &"2026-03-31")]
    pub held_on: NaiveDate,
}

/// The universe of an earlier rank day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenPrevious {
    /// The file, relative to this one.
    #[schemars(example = &"universe-2025-04-30.csv")]
    pub file: String,
    /// How the file is written.
    #[serde(default)]
    #[schemars(extend("default" = "rankday"))]
    pub format: UniverseFormat,
    /// The rank day, whose close it holds.
    #[serde(deserialize_with = "required_date")]
    #[schemars(example = &"2025-04-30")]
    pub as_of: NaiveDate,
    /// The implementation day of that reconstitution. Default: the calendar's.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2025-06-27")]
    pub implementation: Option<NaiveDate>,
}

/// Evidence of eligibility, for imported universes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-commented" = true))]
pub struct WrittenEvidence {
    /// Whether a member held before is eligible whatever its labels say.
    #[serde(default = "yes")]
    pub membership: bool,
    /// Whether a company that stood well inside the Russell 3000 on the previous rank day, and has not
    /// been a member since, is not eligible; only if a list of members held after that event, or its
    /// published changes, would show it as a member if it were one.
    #[serde(default = "yes")]
    pub previous_rank: bool,
    /// How far inside that is: times the cap of company #3,000 of that day.
    #[schemars(extend("default" = 1.2))]
    pub inside_multiple: Option<Amount>,
    /// The fraction of a place that such a company still takes in the ranking, per cent: the chance
    /// that it is added this time. Default: what the figures of `[confidence]` say of its kind of
    /// evidence.
    #[schemars(range(max = 99), example = 30)]
    pub reserve_pct: Option<u8>,
    /// The same for one whose country label speaks against it too.
    #[schemars(range(max = 99), example = 4)]
    pub reserve_foreign_pct: Option<u8>,
    /// The same for one whose official filings have its headquarters abroad.
    #[schemars(range(max = 99), example = 3)]
    pub reserve_filed_abroad_pct: Option<u8>,
    /// The same for one whose official filings have its headquarters here, against its country label.
    #[schemars(range(max = 99), example = 30)]
    pub reserve_filed_here_pct: Option<u8>,
    /// Lists of members of earlier days.
    #[serde(default)]
    pub lists: Vec<WrittenEarlierList>,
    /// The provider's lists of changes at earlier reconstitutions.
    #[serde(default)]
    pub changes: Vec<WrittenEarlierChanges>,
}

impl Default for WrittenEvidence {
    /// What a section says in which nothing stands.
    fn default() -> Self {
        Self {
            membership: true,
            previous_rank: true,
            inside_multiple: None,
            reserve_pct: None,
            reserve_foreign_pct: None,
            reserve_filed_abroad_pct: None,
            reserve_filed_here_pct: None,
            lists: Vec::new(),
            changes: Vec::new(),
        }
    }
}

/// What the probabilities of changes are learned from.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-commented" = true))]
pub struct WrittenConfidence {
    /// How often decisions of past events came true, by kind of evidence: `score_evidence.csv` as
    /// `rankday score --out` writes it. Figures of the event itself are left out. Default: the shipped
    /// data/evidence.csv.
    #[schemars(example = &["score_evidence.csv"])]
    pub learned_from: Option<Vec<String>>,
}

/// A list of members of an earlier day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-inline" = true))]
pub struct WrittenEarlierList {
    /// A CSV with a column `symbol`.
    #[schemars(example = &"r3000-2025.csv")]
    pub file: String,
    /// R1000, R2000, R3000 or MICROCAP.
    #[schemars(extend("enum" = ["R1000", "R2000", "R3000", "MICROCAP"]), example = &"R3000")]
    pub index: Index,
    /// The day on which its members were held.
    #[serde(deserialize_with = "required_date")]
    #[schemars(example = &"2025-06-30")]
    pub held_on: NaiveDate,
    /// Whether it is the provider's own list, or one cleaned of what a fund had not sold yet.
    #[serde(default)]
    pub complete: bool,
}

/// The provider's additions and deletions at an earlier reconstitution.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-inline" = true))]
pub struct WrittenEarlierChanges {
    /// A CSV with columns `action` (add, delete) and `symbol`.
    #[schemars(example = &"changes-2025.csv")]
    pub file: String,
    /// The implementation day.
    #[serde(deserialize_with = "required_date")]
    #[schemars(example = &"2025-06-27")]
    pub implementation: NaiveDate,
}

/// Official filings, read as `rankday import edgar` does.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-commented" = true))]
pub struct WrittenFilings {
    /// The regulator's submissions.zip, or a folder of what it holds.
    #[schemars(example = &"submissions.zip")]
    pub file: String,
    /// The day on which it was published: nothing in it says so.
    #[serde(deserialize_with = "required_date")]
    #[schemars(example = &"2026-04-30")]
    pub as_of: NaiveDate,
    /// The same file of about the previous rank day: shows whose headquarters has moved since.
    #[schemars(example = &"submissions-2025.zip")]
    pub before: Option<String>,
    /// Whether its day may be after rank day: then it only corrects labels.
    #[serde(default)]
    pub late: bool,
}

fn yes() -> bool {
    true
}

/// The implementation day's close.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenEffective {
    /// The file, relative to this one: a universe, of which price, shares, float and company cap are
    /// used.
    #[schemars(example = &"implementation-friday.csv")]
    pub file: String,
    /// How the file is written.
    #[serde(default)]
    #[schemars(extend("default" = "rankday"))]
    pub format: UniverseFormat,
    /// The close that it holds. Default: the implementation day.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2026-06-26")]
    pub as_of: Option<NaiveDate>,
    /// Whether the file has every line, so that who is not in it has left. Default: inferred, true where
    /// it has at least 95% of the held lines, or lacks two at the most.
    #[schemars(example = true)]
    pub complete: Option<bool>,
    /// Tickers that still trade although a complete file lacks them: real exports occasionally lack a line
    /// that trades.
    #[serde(default)]
    #[schemars(example = &["AAA"])]
    pub alive: Vec<String>,
    /// Universes of later days: a line there still trades, too.
    #[serde(default)]
    pub later: Vec<WrittenLater>,
}

/// A universe of a day after the implementation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-inline" = true))]
pub struct WrittenLater {
    /// A universe file.
    #[schemars(example = &"universe-2026-10-30.csv")]
    pub file: String,
    /// How the file is written.
    #[serde(default)]
    #[schemars(extend("default" = "rankday"))]
    pub format: UniverseFormat,
    /// The close that it holds.
    #[serde(deserialize_with = "required_date")]
    #[schemars(example = &"2026-10-30")]
    pub as_of: NaiveDate,
}

/// Corporate actions between rank day and implementation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-commented" = true))]
pub struct WrittenActions {
    /// A file of corporate actions: see `rankday columns corporate-actions`.
    #[schemars(example = &"actions.csv")]
    pub file: String,
    /// First day of the lock-down, from which on no company is placed anew. Default: the calendar's.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2026-06-08")]
    pub lockdown: Option<NaiveDate>,
}

/// Who follows the indexes, with how much money.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenFunds {
    /// A file in place of the shipped data/funds.csv, with the same columns: `rankday columns funds`.
    #[schemars(example = &"my-funds.csv")]
    pub file: Option<String>,
    /// All assets, by index, USD, in place of those of the file: an index that is not named has none.
    pub assets: Option<BTreeMap<Index, Amount>>,
}

/// Where reports go.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenOutput {
    /// The folder, relative to where the command runs. Default: rankday-out/NAME.
    #[schemars(example = &"results")]
    pub directory: Option<String>,
}
