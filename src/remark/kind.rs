//! What remarks say: one value for each, holding its figures.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Doubt, ReadingNote, Severity, named};
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

/// What a remark says. Fractions are from 0 to 1, amounts USD.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "fields are figures of what the variant says, named for it")]
pub enum Kind {
    // Inputs.
    /// A column that no reader knows, with the known one that is closest.
    ColumnUnknown { file: String, column: String, near: Option<String> },
    /// Segments of members that were inferred in one way.
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
    /// What probabilities of changes are learned from: files, and rank days of their events.
    ConfidenceLearned { files: Vec<String>, rank_days: Vec<NaiveDate> },
    /// Some of them are of the event's own day or later; whether the scenario itself names the files.
    ConfidenceHindsight { files: Vec<String>, later: Vec<NaiveDate>, is_own_choice: bool },
    /// A universe of an earlier day than rank day, as the scenario says.
    UniverseEarlier { as_of: NaiveDate, rank_day: NaiveDate },
    /// What holds of one combination of a sweep, by its name, and not of the first.
    OfCombination { combination: String, kind: Box<Kind> },
    /// A day that the scenario sets against the calendar.
    DaySet { what: String, own: NaiveDate, calendar: NaiveDate },
    /// Numbers and choices of the rules that are not the rule book's.
    RulesChanged { rules: Vec<ChangedRule> },
    /// A count.
    Counted { what: Quantity, count: usize },
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
    /// Numbers of own files with more digits than are held, with the count of each file.
    NumbersRounded { count: usize, files: Vec<String> },
    /// What was done to read a vendor's file.
    Read(ReadingNote),
    /// What was done to the cells of a vendor's file of which prices and caps alone are read.
    PricesCleaned { file: String, rounded: usize, placeholders: usize, scaled: usize },
    /// Days that a rule gives, as no publication of them is known.
    DaysByRule { days: Vec<String>, cut_offs: Vec<String> },
    /// Days that the calendar does not know.
    DaysUnknown { days: Vec<String> },
    /// Cut-offs of shares and float that the calendar does not know.
    CutOffsUnknown { days: Vec<String> },

    // Members and ranking.
    /// Members of which it is not known in which part of the Russell 3000 they were.
    SegmentsUnknown { count: usize, of: usize },
    /// No membership is given.
    NoMembership,
    /// A member that may be either of several lines that differ in punctuation alone.
    MemberAmbiguous { symbol: String, line: Option<u64>, lines: String },
    /// Members for a line that another member already refers to.
    MembersDisputed { symbols: Vec<String> },
    /// Russell 1000 members of which the Top 200 and Top 500 are not known.
    TopsUnknown { count: usize },
    /// The members of Microcap before are not known.
    MicrocapUnknown,
    /// Russell 2000 members of which it is not known whether they were in Microcap.
    MicrocapPartsUnknown { count: usize },
    /// Lines whose value for a screen is not known.
    ScreenUnknown { screen: String, lines: usize },
    /// Places in the ranking that are taken without a rank.
    PlacesWithoutRank { whole: usize, in_parts: Decimal },

    // Between rank day and implementation.
    /// Companies placed anew, and on which breaks: those moved to `as_of`, or of rank day.
    PlacedAnew { count: usize, as_of: Option<NaiveDate>, index_return_pct: Decimal },
    /// The first day of the lock-down is not known.
    LockdownUnknown,
    /// A stated action that was left out.
    ActionLeftOut {
        date: NaiveDate,
        action: String,
        symbol: String,
        other: Option<String>,
        why: String,
    },
    /// A stated action that others contradict.
    ActionInDoubt {
        date: NaiveDate,
        action: String,
        symbol: String,
        other: Option<String>,
        why: String,
    },
    /// The prices of the implementation day cover a part of the held lines.
    EffectivePart { as_of: NaiveDate, found: usize, held: usize, weight: Option<f64>, stated: bool },
    /// Lines that have left, as a complete file lacks them.
    EffectiveGone {
        as_of: NaiveDate,
        found: usize,
        held: usize,
        weight: Option<f64>,
        stated: bool,
        gone: usize,
        largest: Vec<String>,
    },
    /// Lines that a complete file lacks and that are still listed.
    EffectiveAlive { as_of: NaiveDate, alive: usize, largest: Vec<String> },
    /// No prices of the implementation day are given.
    NoEffectivePrices,

    // Measures of a run.
    /// Which company caps the characteristics are of.
    CharacteristicsCaps { as_of: Option<NaiveDate> },
    /// What follows the indexes, and how it trades.
    FundAssets { file: String, assets: String, when: String },
    /// Indexes whose funds' trades are not known.
    TradesUnknown { indexes: Vec<String> },

    // Projections.
    /// Eligibility stays as it is but for price and size.
    EligibilityStays,
    /// A price moves as its company's cap.
    PricesMoveAsCaps,
    /// Companies listed before rank day have no name.
    NewListingsUnnamed,
    /// Weights at the implementation.
    WeightsMoveAsCaps,
    /// Companies that leave before the implementation are no deletions.
    LeaversAreNoDeletions,
    /// The model's main figures, per cent a month.
    ModelFigures { log_return_pct: String, deviation_pct: String, shocks: String },
    /// A shock on top of the model, by the step that ends on a day.
    Shock { name: String, return_pct: Decimal, whom: String, on: NaiveDate, by_step: bool },
    /// Prices of the implementation day that a projection does not use.
    EffectiveNotUsed,
    /// Corporate actions that a projection does not use.
    ActionsNotUsed,

    // Comparisons on a history.
    /// Lines have the labels of the next label day.
    Hindsight,
    /// Event days that fall on an earlier close.
    EventDaysMoved { schedules: Vec<MovedDays>, first: Vec<String> },
    /// Drift is measured on some closes alone.
    DriftMeasured { every: String, closes: usize, of: usize },
    /// Days that a sweep moves fall on closes, of which there are so many.
    ShiftsFallOnCloses { closes: usize },
    /// Reconstitutions that the panel ends before.
    ReconstitutionsUnfinished { schedules: Vec<Unfinished> },
    /// The members with which the family begins.
    FamilyBegins { on: NaiveDate, with: Beginning },
    /// Lists that memberships are held against and that went in as well.
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
    /// Tickers that go on after their owners left.
    TickersGoOn { tickers: Vec<String> },
    /// Lines that were missing in a panel for a gap, and are held through it.
    GapsHeld { gaps: usize, lines: usize, first: Vec<String> },
    /// Lines that begin under a ticker that another had until it was missing for longer than a gap.
    TickersComeBack { lines: usize, first: Vec<String> },
    /// Members of the start of which it is not known in which part they were.
    StartPartsUnknown { count: usize, of: usize },
    /// Members of the start without a line.
    StartWithoutLine { symbols: Vec<String> },

    // Simulated paths.
    /// The companies and members with which paths begin.
    PathsBegin { companies: usize, origin: Option<String>, largest_ten_pct: String },
    /// On which days of the simulation events fall.
    PathEvents { daily: bool, days: Vec<String> },
    /// Days of events that no publication states.
    PathDaysUnpublished { days: Vec<String> },
    /// Paths on which an index was without members or weight, by schedule and index.
    PathsWithoutIndex { of: u64, paths: Vec<String> },
    /// Which part of a path is measured.
    PathCycles { run_in_months: u32 },
    /// On how many of the month ends of paths drift is measured.
    PathDrift { every_months: u32 },
    /// How weights change on paths.
    PathWeights { floats_known: usize },
    /// Screens that paths know.
    PathScreens,
    /// What trading is assumed to cost.
    TradingCosts { assets: Vec<String> },

    // Scores.
    /// Listed additions that are further classes.
    FurtherClasses { symbols: Vec<String> },
    /// Members for which nothing was decided.
    MembersUndecided { left: usize, kept: usize },

    /// A doubt whether inputs or results are right.
    Doubt(Doubt),
}

/// Something of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named<T> {
    /// The schedule.
    pub schedule: String,
    /// Its value, in words.
    pub value: T,
}

/// A number or choice of the rules that is not the rule book's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangedRule {
    /// The scenario's key, such as `methodology.breaks.r1000.half_width`.
    pub key: String,
    /// The value; of a list, what is added with `+`, and what is left out with `-`.
    pub value: String,
    /// The rule book's value; `None` of a list.
    pub usual: Option<String>,
}

/// How many event days of a schedule fall on another day.
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

/// Reconstitutions of a schedule that the panel ends before.
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
    /// None: it is formed by the breaks.
    Formed,
    /// The members given.
    Members,
    /// The members of lists of these days.
    Lists(Vec<NaiveDate>),
}

impl Kind {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        use Severity::{Assumption, Note, Warning};
        match self {
            Self::Read(reading) => reading.severity(),
            Self::OfCombination { kind, .. } => kind.severity(),
            // Whoever misspells a column loses what stands in it.
            Self::ColumnUnknown { near: Some(_), .. }
            | Self::MembersDisputed { .. }
            | Self::MemberAmbiguous { .. }
            | Self::ImportWithoutCountries
            | Self::ConfidenceHindsight { is_own_choice: true, .. }
            | Self::ActionInDoubt { .. }
            | Self::Doubt(_) => Warning,
            Self::ColumnUnknown { near: None, .. }
            | Self::FactUsed { .. }
            | Self::FactsFiled { .. }
            | Self::FactsFiledUnmatched { .. }
            | Self::FilingsRead { .. }
            | Self::ConfidenceLearned { .. }
            | Self::ConfidenceHindsight { is_own_choice: false, .. }
            | Self::CharacteristicsCaps { .. }
            | Self::PathCycles { .. }
            | Self::ChecksDependent { .. }
            | Self::EffectiveNotUsed
            | Self::ActionsNotUsed
            | Self::FurtherClasses { .. }
            | Self::MembersUndecided { .. }
            | Self::Shock { .. }
            | Self::ImportCounted { what: ImportCount::Labels, .. }
            | Self::DaysByRule { .. }
            | Self::PricesCleaned { .. }
            | Self::Counted {
                what: Quantity::TradesWithoutShares | Quantity::TradesWithoutVolume,
                ..
            } => Note,
            _ => Assumption,
        }
    }

    /// Its name, such as `no_membership`; of counts, the name of what is counted.
    pub fn name(&self) -> String {
        match self {
            Self::Counted { what, .. } => what.to_string(),
            Self::ImportCounted { what, .. } => format!("import_{what}"),
            Self::ImportListed { what, .. } => format!("import_{what}"),
            Self::Doubt(doubt) => doubt.name(),
            Self::OfCombination { kind, .. } => kind.name(),
            kind => named(kind).0,
        }
    }

    /// Its figures by name; empty if it has none.
    pub fn figures(&self) -> serde_json::Map<String, serde_json::Value> {
        let (_, mut figures) = match self {
            Self::OfCombination { combination, kind } => {
                let mut figures = kind.figures();
                figures.insert("combination".to_owned(), combination.clone().into());
                return figures;
            }
            Self::Doubt(doubt) => named(doubt),
            kind => named(kind),
        };
        if let Self::Counted { .. } | Self::ImportCounted { .. } | Self::ImportListed { .. } = self
        {
            figures.remove("what");
        }
        figures
    }
}
