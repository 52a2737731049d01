//! How a vendor's file was read, and what of it was left out.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Severity;

/// One thing that was done to a table or to a list of holdings. Rows are given by their position,
/// such as "line 12" or "row 3".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields say what the variant's words name")]
pub enum ReadingNote {
    /// The first sheet with a table, or failing that the first with anything, was taken out of
    /// several; `passed` have other contents.
    FirstSheet { sheet: String, sheets: Vec<String>, passed: Vec<String> },
    /// A workbook that is written as XML.
    XmlWorkbook { sheet: String },
    /// An encoding other than UTF-8.
    Encoding { encoding: String },
    /// A separator other than the comma between cells.
    PartedBy { sign: String },
    /// Columns of 32-bit floats.
    SingleFloats { columns: Vec<String> },
    /// Rows above the header.
    AboveHeader { rows: usize },
    /// Rows that are not part of the table.
    NoRows { rows: Vec<String> },
    /// Lines that exist only for testing trading systems.
    TestIssues { rows: Vec<String> },
    /// A vendor's additions to tickers, which were removed.
    TickersBare { column: String, form: String, tickers: usize },
    /// The order in which a column's dates are written.
    DaysWritten { column: String, order: String },
    /// Rows without a ticker.
    WithoutTicker { rows: Vec<String> },
    /// Rows that do not say where they trade.
    WithoutVenue { rows: Vec<String> },
    /// Negative prices, which are means of bid and ask.
    NegativePrices { prices: usize },
    /// Zeros that mean unknown.
    Zeros { cells: usize },
    /// Percentages above the whole, treated as unknown.
    AboveWhole { rows: Vec<String> },
    /// Rows that state money in currencies other than the US dollar; the amounts are left unknown.
    /// If there are very many, `rows` are the first of them.
    OtherCurrency {
        file: String,
        currencies: Vec<String>,
        count: usize,
        rows: Vec<String>,
        of: usize,
    },
    /// Members whose tickers or names belong to lines other than common shares, with the reasons.
    MembersNotCommon { members: Vec<String>, of: usize },
    /// Words of a column for which no code is known, with their counts.
    WordsUnknown { column: String, words: Vec<String>, rows: usize, of: usize },
    /// Tickers in lower case.
    TickersInCapitals { tickers: usize },
    /// Rows that name several indexes.
    IndexesSplit { rows: usize },
    /// A column whose cells hardly ever fit the known column; `others` are examples of its contents.
    ColumnDoubtful {
        column: String,
        header: String,
        fitting: usize,
        filled: usize,
        others: Vec<String>,
        is_taken: bool,
    },
    /// A unit that looks wrong.
    UnitDoubtful { column: String, seen: String, mend: String },
    /// A column that is not taken because its values do not show what they are; `maps` say how to
    /// take it.
    UnitUntold { column: String, header: String, seen: String, maps: Vec<String> },
    /// A column that is not taken because its values are in two units; `rows` are those in the
    /// other unit.
    UnitsMixed {
        column: String,
        header: String,
        of_unit: String,
        others: String,
        rows: Vec<String>,
    },
    /// Columns from which nothing is read.
    ColumnsNotTaken { columns: Vec<String> },
    /// A stated day that differs from the file's own.
    DayOverruled { own: NaiveDate, stated: NaiveDate },
    /// The day of a table, from the rows above its header.
    DayOfTitle { day: NaiveDate },
    /// The day of members that no input states, assumed to be that of the universe.
    DayAssumed { file: String, day: NaiveDate },
    /// A stated index that differs from the one in the fund's name.
    IndexOverruled { fund: String, own: String, stated: String },
    /// Lines that share a ticker and are distinguished by their classes.
    ToldApart { lines: usize },
    /// Rows that repeat an earlier one.
    Repeated { rows: Vec<String> },
    /// Columns that each say yes or no for one index.
    IndexesByFlags { columns: Vec<String> },
    /// Rows of days other than the day meant.
    OtherDays { rows: usize, day: NaiveDate },
    /// Rows of unknown indexes.
    OtherIndexes { rows: usize },
    /// A panel without returns.
    WithoutReturns,
    /// Returns computed from adjusted prices.
    ReturnsComputed { returns: usize },
    /// Cells in columns of numbers that do not hold a number.
    NoNumbers { cells: usize },
    /// A block below the holdings.
    AnotherBlock { from: String, rows: usize },
    /// A fund that is not known to weight its members as the index does.
    WeighsOtherwise { fund: String },
    /// A fund that holds a sample.
    HoldsSample { fund: String },
    /// Too few members of which the fund holds the same part.
    NoCommonPart { fund: String, least: usize, compared: usize },
    /// Holdings that are impossibly large: for `above` out of `members` members, the fund would
    /// hold more shares than are available.
    HoldsTooMuch { fund: String, part_pct: String, above: usize, members: usize },
    /// Floats inferred from a fund's holdings.
    FloatsInferred { fund: String, members: usize, part_pct: String, companies: usize },
    /// Inferred floats above 100%.
    FloatsAboveWhole { symbols: Vec<String> },
    /// Floats inferred from the holdings of one day and the shares of another, far from it.
    FloatsOfTwoDays { fund: String, held_on: NaiveDate, as_of: NaiveDate, days: i64 },
    /// Members taken from a fund that holds only a sample of the index.
    SampleAsMembers { fund: String, index: String },
    /// Members without a float because the universe has no line for them.
    FloatsWithoutLine { symbols: Vec<String> },
    /// Members without a float because their shares are unknown.
    FloatsWithoutShares { symbols: Vec<String> },
    /// Members without a float because their price has moved too far.
    FloatsOfMovedPrices { symbols: Vec<String> },
    /// Smaller members of which a fund holds a sample.
    FloatsOfSample { members: usize },
}

impl ReadingNote {
    /// The remarks on rows in other currencies, counted by currency; empty if there are none.
    pub(crate) fn other_currency(
        file: &str,
        counts: &BTreeMap<String, usize>,
        rows: Vec<String>,
        of: usize,
    ) -> Option<Self> {
        let currencies = counts.iter().map(|(currency, count)| format!("{currency} {count}"));
        let (file, currencies) = (file.to_owned(), currencies.collect());
        let count = counts.values().sum::<usize>().max(rows.len());
        (count > 0).then_some(Self::OtherCurrency { file, currencies, count, rows, of })
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            // If more than a tenth of the rows have unknown words, a word is probably missing from
            // rankday's own list.
            Self::WordsUnknown { rows, of, .. } if rows * 10 > *of => Severity::Warning,
            Self::ColumnDoubtful { .. }
            | Self::OtherCurrency { .. }
            | Self::MembersNotCommon { .. }
            | Self::UnitDoubtful { .. }
            | Self::UnitUntold { .. }
            | Self::UnitsMixed { .. }
            | Self::DayOverruled { .. }
            | Self::FloatsOfTwoDays { .. }
            | Self::HoldsTooMuch { .. }
            | Self::SampleAsMembers { .. }
            | Self::IndexOverruled { .. } => Severity::Warning,
            Self::Zeros { .. }
            | Self::NegativePrices { .. }
            | Self::AboveWhole { .. }
            | Self::WordsUnknown { .. }
            | Self::WithoutTicker { .. }
            | Self::WithoutVenue { .. }
            | Self::WithoutReturns
            | Self::DayAssumed { .. }
            | Self::NoNumbers { .. }
            | Self::FloatsInferred { .. }
            | Self::FloatsAboveWhole { .. } => Severity::Assumption,
            _ => Severity::Note,
        }
    }
}
