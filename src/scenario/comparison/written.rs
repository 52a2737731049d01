//! A comparison as its file writes it: a market and the schedules that live through it.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::calendar::{DateRule, Season};
use crate::scenario::written::{
    UniverseFormat, WrittenEvidence, WrittenFunds, WrittenList, WrittenMembership,
    WrittenMethodology, WrittenOutput, date,
};

/// A scenario file for `rankday compare`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenComparison {
    /// Name in reports and of the output folder; default: the file's name.
    pub name: Option<String>,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// What happens.
    pub market: WrittenMarket,
    /// Universes that say what the market's lines are.
    #[serde(default)]
    pub labels: Vec<WrittenLabels>,
    /// The membership with which the family begins; without it, it is formed by the plain breaks.
    pub membership: Option<WrittenMembership>,
    /// What an importer may infer eligibility from.
    pub evidence: Option<WrittenEvidence>,
    /// Which schedules, by name; the first is what the others are compared with.
    pub compare: WrittenCompare,
    /// Schedules beside those that have a name of their own.
    #[serde(default)]
    pub schedule: Vec<WrittenSchedule>,
    /// Lists of members that the memberships are held against.
    #[serde(default)]
    pub check: WrittenCheck,
    /// Who follows the indexes.
    #[serde(default)]
    pub funds: WrittenFunds,
    /// Overrides of the rule book.
    #[serde(default)]
    pub methodology: WrittenMethodology,
    /// Where reports go.
    #[serde(default)]
    pub output: WrittenOutput,
}

/// A market: what happened to many lines on many dates.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenMarket {
    /// The panel: a CSV, plain or compressed with gzip.
    pub panel: String,
    /// How lines without a label are understood: as a screener's, or as common shares.
    #[serde(default)]
    pub format: UniverseFormat,
    /// A file of ticker changes.
    pub symbol_changes: Option<String>,
    /// A file of corporate actions.
    pub actions: Option<String>,
    /// A file of caps that the panel has wrong.
    pub cap_corrections: Option<String>,
    /// A file of facts that override what was read or inferred of lines.
    pub facts: Option<String>,
    /// Whether lines have the labels of the next label day rather than of the last one: for a
    /// history that is to be as near as it can to what was, not to what was known.
    #[serde(default)]
    pub hindsight: bool,
    /// The first date to be used; default: the panel's first.
    #[serde(default, deserialize_with = "date")]
    pub from: Option<NaiveDate>,
    /// The last date to be used; default: the panel's last.
    #[serde(default, deserialize_with = "date")]
    pub to: Option<NaiveDate>,
}

/// A universe that says what lines are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenLabels {
    /// The file.
    pub file: String,
    /// How it is written.
    #[serde(default)]
    pub format: UniverseFormat,
    /// The close that it is of; without it, its labels hold throughout.
    #[serde(default, deserialize_with = "date")]
    pub as_of: Option<NaiveDate>,
    /// The implementation day of the reconstitution of which it is the rank day.
    #[serde(default, deserialize_with = "date")]
    pub implementation: Option<NaiveDate>,
}

/// What is compared.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenCompare {
    /// annual, semi-annual, quarterly, none, or the names of `[[schedule]]` tables.
    pub schedules: Vec<String>,
}

/// A schedule of one's own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenSchedule {
    /// Its name.
    pub name: String,
    /// Its reconstitutions in every year.
    pub events: Vec<WrittenScheduleEvent>,
}

/// A reconstitution of a schedule of one's own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenScheduleEvent {
    /// Its name; with the year it names the event.
    pub name: String,
    /// The season whose rules for votes, shares and float it follows.
    pub season: Season,
    /// Such as "last session of April"; without it, the season's own days.
    pub rank_day: Option<DateRule>,
    /// Such as "4th Friday of June".
    pub implementation: Option<DateRule>,
    /// The first day of the lock-down, such as "3 weeks before 4th Friday of June".
    pub lockdown_start: Option<DateRule>,
}

/// Lists of members that the memberships are held against.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenCheck {
    /// The lists, one per index and day.
    #[serde(default)]
    pub lists: Vec<WrittenList>,
}
