//! The contents of remarks: one value for each, holding its figures.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Doubt, HistoryNote, InputNote, InterimNote, MeasureNote, MemberDoubt, MemberNote, OutcomeDoubt,
    PanelDoubt, PathNote, ProjectionNote, ReadingNote, Remark, Severity, ValueDoubt, named,
};
use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// What is counted where a remark is a count and nothing more.
    pub enum Quantity {
        /// Held lines without a price on the implementation day.
        NoEffectivePrice,
        /// Held lines without a known float.
        FloatUnknown,
        /// Companies weighted by their whole cap.
        WeightedByCap,
        /// Members without known index shares.
        IndexSharesUnknown,
        /// Held lines that were split since rank day.
        LinesSplit,
        /// Held lines that have no value.
        ValueUnknown,
        /// Members that left before rank day.
        MembersGone,
        /// Members that are still listed and have no line.
        MembersMissing,
        /// Entries of lists without a line.
        EntriesUnmatched,
        /// Members held before today that have no line.
        MembersGoneToday,
        /// Members held today or later that have no line.
        MembersMissingToday,
        /// Entries of lists without a line today.
        EntriesUnmatchedToday,
        /// Lines whose trades have no number of shares.
        TradesWithoutShares,
        /// Lines whose trades have no days of volume.
        TradesWithoutVolume,
        /// Lines of which an import inferred something.
        LinesInferred,
        /// Lines without a label, taken for common shares of US companies.
        UnlabelledTakenForCommon,
        /// Lines without a label, judged by ticker and country.
        UnlabelledJudged,
    }
);

/// The content of a remark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum Kind {
    /// What was done to read a vendor's file.
    Read(ReadingNote),
    /// Remarks on inputs and on the rules: files, facts, days.
    Input(InputNote),
    /// Remarks on members and on the ranking.
    Member(MemberNote),
    /// Remarks on the time between rank day and implementation.
    Interim(InterimNote),
    /// The basis of measures.
    Measure(MeasureNote),
    /// What a projection assumes.
    Projection(ProjectionNote),
    /// Remarks on comparisons on a history.
    History(HistoryNote),
    /// Remarks on simulated paths.
    Path(PathNote),
    /// A mere count.
    Counted { what: Quantity, count: usize },
    /// A remark that holds only for some of a sweep's days and files, given by their label.
    OfInputs { inputs: String, kind: Box<Kind> },
    /// A doubt about inputs or results.
    Doubt(Doubt),
}

macro_rules! said_as {
    ($($note:ident $of:ident => $kind:expr;)+) => {
        $(
            impl From<$note> for Kind {
                fn from($of: $note) -> Self {
                    $kind
                }
            }

            impl From<$note> for Remark {
                fn from(note: $note) -> Self {
                    Kind::from(note).into()
                }
            }
        )+
    };
}

said_as! {
    ReadingNote of => Self::Read(of);
    InputNote of => Self::Input(of);
    MemberNote of => Self::Member(of);
    InterimNote of => Self::Interim(of);
    MeasureNote of => Self::Measure(of);
    ProjectionNote of => Self::Projection(of);
    HistoryNote of => Self::History(of);
    PathNote of => Self::Path(of);
    Doubt of => Self::Doubt(of);
    ValueDoubt of => Self::Doubt(Doubt::Value(of));
    MemberDoubt of => Self::Doubt(Doubt::Member(of));
    OutcomeDoubt of => Self::Doubt(Doubt::Outcome(of));
    PanelDoubt of => Self::Doubt(Doubt::Panel(of));
}

impl Kind {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Read(note) => note.severity(),
            Self::Input(note) => note.severity(),
            Self::Member(note) => note.severity(),
            Self::Measure(note) => note.severity(),
            Self::Projection(note) => note.severity(),
            Self::Path(note) => note.severity(),
            Self::Interim(note) => note.severity(),
            Self::History(note) => note.severity(),
            Self::OfInputs { kind, .. } => kind.severity(),
            Self::Counted {
                what: Quantity::TradesWithoutShares | Quantity::TradesWithoutVolume,
                ..
            } => Severity::Note,
            Self::Counted { .. } => Severity::Assumption,
            Self::Doubt(_) => Severity::Warning,
        }
    }

    /// Its name, such as `no_membership`; for a count, the name of the quantity counted.
    pub fn name(&self) -> String {
        self.named().0
    }

    /// Its figures by name; empty if it has none.
    pub fn figures(&self) -> Map<String, Value> {
        self.named().1
    }

    fn named(&self) -> (String, Map<String, Value>) {
        match self {
            Self::Read(_) => named(self),
            Self::Input(note) => note.named(),
            Self::Member(note) => named(note),
            Self::Interim(note) => named(note),
            Self::Measure(note) => named(note),
            Self::Projection(note) => named(note),
            Self::History(note) => named(note),
            Self::Path(note) => named(note),
            Self::Doubt(doubt) => doubt.named(),
            Self::Counted { what, count } => {
                (what.to_string(), Map::from_iter([("count".to_owned(), (*count).into())]))
            }
            Self::OfInputs { inputs, kind } => {
                let (name, mut figures) = kind.named();
                figures.insert("inputs".to_owned(), inputs.clone().into());
                (name, figures)
            }
        }
    }
}
