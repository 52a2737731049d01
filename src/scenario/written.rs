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
    /// A sentence on what the scenario is about, for the reports.
    #[schemars(example = &"What it is about")]
    pub description: Option<String>,
    /// The reconstitution: a season and a year, whose days the calendar knows, or days of its own.
    pub event: WrittenEvent,
    /// The universe: every security line at the close of rank day, or of a day before it.
    pub universe: WrittenUniverse,
    /// The membership held just before: a file, or lists of symbols. Without it, every member is new.
    pub membership: Option<WrittenMembership>,
    /// Universes of earlier rank days, one table each: they give the reasons for additions, and evidence for
    /// imported universes.
    #[serde(default)]
    pub previous: Vec<WrittenPrevious>,
    /// The evidence from which an importer may infer eligibility; only for imported universes.
    pub evidence: Option<WrittenEvidence>,
    /// Official filings of companies: the regulator's bulk file of all filers' headers.
    pub filings: Option<WrittenFilings>,
    /// The figures from which the probabilities of changes are learned.
    #[serde(default)]
    pub confidence: WrittenConfidence,
    /// Prices, shares and float at the close of the implementation day, for weights and turnover. Without it,
    /// those of rank day are used.
    pub effective: Option<WrittenEffective>,
    /// Corporate actions between rank day and implementation: mergers, spin-offs, delistings.
    pub actions: Option<WrittenActions>,
    /// The funds that track the indexes, with their assets.
    #[serde(default)]
    pub funds: WrittenFunds,
    /// Makes the scenario a projection, for `rankday project`: the number of paths, and their seed.
    pub project: Option<WrittenProject>,
    /// Figures of the market model that replace those of data/market-model.toml. All are monthly.
    pub model: Option<Overrides>,
    /// For `rankday sweep`: the rule books to try at this event, or the days and files to try. `rankday run`
    /// ignores it.
    pub sweep: Option<WrittenEventSweep>,
    /// Shocks added to every path, one table each: to all companies, or to those of one `segment`, `members`,
    /// `sector` or `symbol`.
    #[serde(default)]
    pub shock: Vec<WrittenShock>,
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

/// A season and year, whose days the calendar knows, or explicit days.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenEvent {
    /// The season of the reconstitution.
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
    /// The previous rank day: companies listed since then count as IPOs. Default: the calendar's.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2025-04-30")]
    pub previous_rank_day: Option<NaiveDate>,
}

/// The format of a universe file.
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
    /// The day of its close, rank day or earlier. Default: rank day.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2026-04-30")]
    pub as_of: Option<NaiveDate>,
    /// A file of facts that you know and the universe does not state: see `rankday columns facts`.
    #[schemars(example = &"facts.csv")]
    pub facts: Option<String>,
    /// A file of ticker changes between the days of the files: see `rankday columns symbol-changes`.
    #[schemars(example = &"symbol-changes.csv")]
    pub symbol_changes: Option<String>,
    /// A file of corrections of caps that a screener's export has wrong, with columns `date`, `symbol`,
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
    /// Only if `file` is the `membership.csv` that a run wrote, with what it decided: the day from which that
    /// membership was held, which is the implementation day of that run.
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
    /// The rank day, which is the day of its close.
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
    /// Whether a company that ranked well inside the Russell 3000 on the previous rank day, and has not been
    /// a member since, counts as ineligible; only if a list of members held after that event, or its
    /// published changes, would show it as a member if it were one.
    #[serde(default = "yes")]
    pub previous_rank: bool,
    /// The cap that counts as well inside, as a multiple of the cap of company #3,000 on that day.
    #[schemars(extend("default" = 1.2))]
    pub inside_multiple: Option<Amount>,
    /// The fraction of a place that such a company still takes in the ranking, per cent: the chance that it
    /// is added this time. Default: the figures of `[confidence]` for its kind of evidence.
    #[schemars(range(max = 99), example = 30)]
    pub reserve_pct: Option<u8>,
    /// As `reserve_pct`, for such a company whose country label also speaks against it.
    #[schemars(range(max = 99), example = 4)]
    pub reserve_foreign_pct: Option<u8>,
    /// As `reserve_pct`, for such a company whose official filings place its headquarters abroad.
    #[schemars(range(max = 99), example = 3)]
    pub reserve_filed_abroad_pct: Option<u8>,
    /// As `reserve_pct`, for such a company whose official filings place its headquarters in the indexes'
    /// country, contrary to its country label.
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
    /// The values of an empty section.
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

/// The figures from which the probabilities of changes are learned.
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
    /// Whether the list is exact: the provider's own, or a fund's list cleaned of stocks that the fund had
    /// not sold yet.
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
    /// The regulator's submissions.zip, or a folder of its unpacked files.
    #[schemars(example = &"submissions.zip")]
    pub file: String,
    /// The day on which it was published, which nothing in it states.
    #[serde(deserialize_with = "required_date")]
    #[schemars(example = &"2026-04-30")]
    pub as_of: NaiveDate,
    /// An earlier such file, from about the previous rank day: shows which headquarters have moved since.
    #[schemars(example = &"submissions-2025.zip")]
    pub before: Option<String>,
    /// Whether its day may be after rank day; it then only corrects labels.
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
    /// The day of its close. Default: the implementation day.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2026-06-26")]
    pub as_of: Option<NaiveDate>,
    /// Whether the file has every line, so that a line that is not in it has left. Default: inferred; true if
    /// it has at least 95% of the held lines, or lacks at most two.
    #[schemars(example = true)]
    pub complete: Option<bool>,
    /// Tickers that still trade although a complete file lacks them: real exports sometimes lack a line that
    /// trades.
    #[serde(default)]
    #[schemars(example = &["AAA"])]
    pub alive: Vec<String>,
    /// Universes of later days: a line in one of them still trades, too.
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
    /// The day of its close.
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
    /// First day of the lock-down; from that day on, no company is placed anew. Default: the calendar's.
    #[serde(default, deserialize_with = "date")]
    #[schemars(example = &"2026-06-08")]
    pub lockdown: Option<NaiveDate>,
}

/// The funds that track the indexes, with their assets.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenFunds {
    /// A file in place of the shipped data/funds.csv, with the same columns: `rankday columns funds`.
    #[schemars(example = &"my-funds.csv")]
    pub file: Option<String>,
    /// Total assets by index, USD, in place of those of the file: an index that is not named has none.
    pub assets: Option<BTreeMap<Index, Amount>>,
}

/// The folder for reports.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenOutput {
    /// The folder, relative to the working directory. Default: rankday-out/NAME.
    #[schemars(example = &"results")]
    pub directory: Option<String>,
}
