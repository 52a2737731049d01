//! Doubts about a panel.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// What a column of returns holds in the place of returns.
    pub enum ReturnForm {
        /// Their logarithms.
        Log,
        /// Returns with the opposite sign.
        Negated,
    }
);

/// Doubts about a panel. Ratios are multiples, `pct` per cent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields say what the variant's words name")]
pub enum PanelDoubt {
    /// Too many returns of a panel that are too large.
    PanelReturnsFar { returns: usize, of: usize, most_pct: f64 },
    /// A return of a large company in a panel that is too large.
    PanelReturnFar { returns: usize, symbol: String, return_pct: f64 },
    /// Returns of a panel that do not agree with its caps.
    PanelReturnAgainstCap { returns: usize, symbol: String, return_pct: f64, cap_pct: Option<f64> },
    /// A panel that does not state the country of any company, with no other file that does.
    PanelCountriesUnknown { lines: usize },
    /// A panel without returns, or with returns that are all zero.
    PanelReturnsNone { returns: usize, quotes: usize },
    /// A panel in which only a part of the lines has a label.
    LabelsPartial { labelled: usize, of: usize, first: Vec<String>, least_pct: f64 },
    /// Dates of a panel on which no exchange was open; `before` is the last session before the first of them.
    DatesWithoutSession { file: String, before: NaiveDate, dates: usize },
    /// A date of a panel with far fewer lines than the dates next to it.
    DateThin { file: String, lines: usize, beside: usize, dates: usize },
    /// Two dates of a panel that lie far apart; `usual` is the median distance, days.
    PanelGap { file: String, from: NaiveDate, to: NaiveDate, usual: f64, gaps: usize },
    /// A panel that hardly any line leaves.
    PanelOfSurvivors { file: String, gone: usize, of: usize, from: NaiveDate, to: NaiveDate },
    /// A date of a panel whose prices do not continue those of the date before.
    PanelDayApart { file: String, returns: usize, of: usize, dates: usize },
    /// Large returns of a panel that equal the returns by its prices, but in another form.
    PanelReturnsForm { file: String, form: ReturnForm, returns: usize, of: usize },
    /// A date of a panel whose prices are those of the date before.
    PanelDayRepeated { file: String, before: NaiveDate, lines: usize, of: usize },
    /// Too many returns of a panel differ from those of its prices to be due to splits and dividends.
    PanelReturnsDiffer { file: String, returns: usize, of: usize },
    /// Too many caps of a panel that were computed from an earlier share count; and the date with
    /// the most.
    PanelCapsRepaired {
        file: String,
        caps: usize,
        of: usize,
        day: NaiveDate,
        lines: usize,
        of_day: usize,
    },
    /// Returns of a panel given as one plus the return.
    PanelReturnsGross { returns: usize, of: usize, median: f64 },
    /// Returns of many lines of a panel that differ from those of prices and caps, which agree with
    /// each other; and the date with the most.
    PanelReturnsPartial { file: String, returns: usize, of: usize, day: NaiveDate, of_day: usize },
}
