//! Remarks on comparisons on a history.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Severity;

/// Remarks on comparisons on a history. Fractions are from 0 to 1, amounts USD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum HistoryNote {
    /// Lines have the labels of the next label day.
    Hindsight,
    /// Event days that fall on an earlier close.
    EventDaysMoved { schedules: Vec<MovedDays>, first: Vec<String> },
    /// Drift is measured on only some of the closes.
    DriftMeasured { every: String, closes: usize, of: usize },
    /// Days moved by a sweep fall on closes of the panel; `closes` is how many there are.
    ShiftsFallOnCloses { closes: usize },
    /// Reconstitutions that are unfinished when the panel ends.
    ReconstitutionsUnfinished { schedules: Vec<Unfinished> },
    /// The members with which the family begins.
    FamilyBegins { on: NaiveDate, with: Beginning },
    /// Lists that memberships are checked against but that were also used as inputs.
    ChecksDependent { lists: usize, begun_with: usize, evidence: usize },
    /// Lines that appear and disappear without a stated action, by schedule.
    LinesComeAndGo { gone: Vec<Named<usize>>, joined: Vec<Named<usize>> },
    /// Lines whose float is not known at the last close.
    FloatUnknownAtLast { lines: usize, of: usize },
    /// Returns of members that are not known, by schedule, with the part of the weight.
    ReturnsUnknown { schedules: Vec<UnknownReturns> },
    /// What was repaired in the panel.
    PanelRepaired {
        caps_held: usize,
        restated: usize,
        jumps_taken: usize,
        returns_corrected: usize,
    },
    /// Stated actions that are not applied, the first of them in words.
    ActionsUnapplied { count: usize, first: Vec<String> },
    /// Tickers that continue after their owners left.
    TickersGoOn { tickers: Vec<String> },
    /// Lines that were missing in a panel for a gap, and are held through it.
    GapsHeld { gaps: usize, lines: usize, first: Vec<String> },
    /// Lines that begin under the ticker of another line that was missing for longer than a gap.
    TickersComeBack { lines: usize, first: Vec<String> },
    /// Initial members whose part of the Russell 3000 is unknown.
    StartPartsUnknown { count: usize, of: usize },
    /// Initial members without a line.
    StartWithoutLine { symbols: Vec<String> },
}

/// A value for a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named<T> {
    /// The schedule.
    pub schedule: String,
    /// Its value, in words.
    pub value: T,
}

/// The number of event days of a schedule that fall on another day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MovedDays {
    /// The schedule.
    pub schedule: String,
    /// Its days that are moved.
    pub moved: usize,
    /// All its days.
    pub of: usize,
}

/// Reconstitutions of a schedule that are unfinished when the panel ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unfinished {
    /// The schedule.
    pub schedule: String,
    /// Its reconstitutions, by name.
    pub events: Vec<String>,
}

/// Unknown returns of members under a schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnknownReturns {
    /// The schedule.
    pub schedule: String,
    /// How many there are.
    pub count: usize,
    /// Their mean part of the weight.
    pub weight: f64,
}

/// The members with which a family begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beginning {
    /// No members are given: the family is formed by the breaks.
    Formed,
    /// The members given.
    Members,
    /// The members of lists of these days.
    Lists(Vec<NaiveDate>),
}

impl HistoryNote {
    /// How much it matters.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::ChecksDependent { .. } => Severity::Note,
            _ => Severity::Assumption,
        }
    }
}
