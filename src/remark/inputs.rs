//! Remarks on inputs and on the rules: files, facts, days.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Severity, named};
use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// What an import of the screener counts.
    pub enum ImportCount {
        /// Companies eligible as members against their labels.
        LabelsOverruled,
        /// Companies that ranked well inside and were not added.
        NotTaken,
        /// Companies that ranked well inside, where no list could show whether they were added.
        Untold,
        /// Companies that left since the last reconstitution.
        Left,
        /// Companies held that no list names.
        HeldBeyondLists,
        /// Companies whose headquarters moved here since the rank day before.
        MovedHere,
        /// Companies of the US by filings, against their labels.
        FiledHere,
        /// Companies of other countries by filings, against their labels.
        FiledAbroad,
        /// Companies of another structure by filings.
        FiledStructures,
        /// Lines of another company by filings.
        FiledIssuers,
        /// Caps repaired.
        CapsRepaired,
        /// Companies placed by their dollar volume.
        PlacedByVolume,
        /// Labels inferred.
        Labels,
        /// Numbers rounded.
        Rounded,
        /// Placeholders for no value.
        Placeholders,
        /// Numbers with a word such as `bn`.
        Scaled,
        /// Numbers in another currency.
        OtherCurrency,
    }
);

word_enum!(
    "snake_case",
    /// What an import of the screener lists.
    pub enum ImportList {
        /// Members that are still listed and have no line.
        MembersWithoutLine,
        /// Entries of lists without a line.
        EntriesUnmatched,
        /// Rows that repeat the ticker of an earlier row.
        Repeated,
        /// Rows without a ticker, by their lines.
        WithoutTicker,
        /// Lines whose tickers differ in punctuation alone.
        Lookalikes,
        /// Entries for a line that another entry already refers to.
        HeldTwice,
        /// Lines stated as common shares whose tickers or names say otherwise.
        StatedCommon,
    }
);

/// Remarks on inputs and on the rules: files, facts, days. Fractions are from 0 to 1, amounts USD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum InputNote {
    /// A column that no reader knows, with the known one that is closest.
    ColumnUnknown { file: String, column: String, near: Option<String> },
    /// Members whose segments were inferred in the same way.
    SegmentsInferred { way: String, members: usize, symbols: Vec<String> },
    /// A fact that was used.
    FactUsed { symbol: String, field: String, value: String, source: String, as_of: NaiveDate },
    /// A fact about a ticker without a line.
    FactWithoutLine { symbol: String, field: String, value: String },
    /// Many facts about tickers that no line has.
    FactsWithoutLine { symbols: Vec<String> },
    /// Facts of official filings about lines of the universe.
    FactsFiled { count: usize },
    /// Facts from official filings about companies without a line.
    FactsFiledUnmatched { count: usize },
    /// The headers of filers that were found.
    FilingsRead { day: NaiveDate, lines: usize, of: usize, members: u64 },
    /// Filings dated after rank day, which only correct labels.
    FilingsLate { day: NaiveDate, rank_day: NaiveDate },
    /// No earlier filings are given.
    FilingsWithoutEarlier,
    /// The files, and the rank days of their events, from which probabilities of changes are learned.
    ConfidenceLearned { files: Vec<String>, rank_days: Vec<NaiveDate> },
    /// Some of these files are dated the event's own day or later; `is_own_choice` if the scenario
    /// itself names the files.
    ConfidenceHindsight { files: Vec<String>, later: Vec<NaiveDate>, is_own_choice: bool },
    /// A universe of an earlier day than rank day, as the scenario says.
    UniverseEarlier { as_of: NaiveDate, rank_day: NaiveDate },
    /// A day that the scenario sets differently from the calendar.
    DaySet { what: String, own: NaiveDate, calendar: NaiveDate },
    /// Numbers and choices of the rules that are not the rule book's.
    RulesChanged { rules: Vec<ChangedRule> },
    /// A count of an import.
    ImportCounted { what: ImportCount, count: usize },
    /// What an import left out or keeps without a line, by name.
    ImportListed { what: ImportList, names: Vec<String> },
    /// The screener's export has no countries.
    ImportWithoutCountries,
    /// A file that is dated on a day without trading.
    NoSession { day: NaiveDate, last: NaiveDate },
    /// Lines of a file whose tickers differ in punctuation alone.
    LinesLookAlike { file: String, lines: String },
    /// Members of a file whose tickers differ in punctuation alone.
    MembersLookAlike { file: String, lines: String },
    /// Numbers in the user's own files with more digits than are kept, and the count for each file.
    NumbersRounded { count: usize, files: Vec<String> },
    /// What was changed in a vendor's file from which only prices and caps are read.
    PricesCleaned { file: String, rounded: usize, placeholders: usize, scaled: usize },
    /// Days that follow from a rule because no publication of them is known.
    DaysByRule { days: Vec<String>, cut_offs: Vec<String> },
    /// Days that the calendar does not know.
    DaysUnknown { days: Vec<String> },
    /// Cut-offs of shares and float that the calendar does not know.
    CutOffsUnknown { days: Vec<String> },
}

/// A number or choice of the rules that is not the rule book's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangedRule {
    /// The scenario's key, such as `methodology.breaks.r1000.half_width`.
    pub key: String,
    /// The value; for a list, additions with `+` and omissions with `-`.
    pub value: String,
    /// The rule book's value; `None` for a list.
    pub usual: Option<String>,
}

impl InputNote {
    /// How much it matters.
    pub(super) fn severity(&self) -> Severity {
        match self {
            // A misspelt column name means that the contents of the column are lost.
            Self::ColumnUnknown { near: Some(_), .. }
            | Self::ImportWithoutCountries
            | Self::ConfidenceHindsight { is_own_choice: true, .. } => Severity::Warning,
            Self::ColumnUnknown { near: None, .. }
            | Self::FactUsed { .. }
            | Self::FactsFiled { .. }
            | Self::FactsFiledUnmatched { .. }
            | Self::FilingsRead { .. }
            | Self::ConfidenceLearned { .. }
            | Self::ConfidenceHindsight { is_own_choice: false, .. }
            | Self::ImportCounted { what: ImportCount::Labels, .. }
            | Self::DaysByRule { .. }
            | Self::PricesCleaned { .. } => Severity::Note,
            _ => Severity::Assumption,
        }
    }

    /// Its name and its figures; what is counted or listed is in the name.
    pub(super) fn named(&self) -> (String, Map<String, Value>) {
        let what = match self {
            Self::ImportCounted { what, .. } => what.to_string(),
            Self::ImportListed { what, .. } => what.to_string(),
            note => return named(note),
        };
        let (_, mut figures) = named(self);
        figures.remove("what");
        (format!("import_{what}"), figures)
    }
}
