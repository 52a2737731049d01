//! What remarks say: one value for each, holding its figures.

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

/// What a remark says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum Kind {
    /// What was done to read a vendor's file.
    Read(ReadingNote),
    /// What is said of inputs and of the rules: files, facts, days.
    Input(InputNote),
    /// What is said of members and of the ranking.
    Member(MemberNote),
    /// What is said of the time between rank day and implementation.
    Interim(InterimNote),
    /// What measures rest on.
    Measure(MeasureNote),
    /// What a projection assumes.
    Projection(ProjectionNote),
    /// What is said of comparisons on a history.
    History(HistoryNote),
    /// What is said of simulated paths.
    Path(PathNote),
    /// A count of what has no value.
    Counted { what: Quantity, count: usize },
    /// What holds for some of a sweep's days and files, by their label, and not for all.
    OfInputs { inputs: String, kind: Box<Kind> },
    /// A doubt whether inputs or results are right.
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

    /// Its name, such as `no_membership`; of counts, the name of what is counted.
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
