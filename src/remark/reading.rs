//! What was done to read a file of somebody else's, and what of it was left out.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Severity;

/// One thing that was done to a table or to a list of holdings. Rows are given by their places, such as
/// "line 12" or "row 3".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields say what the variant's words name")]
pub enum ReadingNote {
    /// The first sheet that holds a table, or else anything, of several; `passed` hold something else.
    FirstSheet { sheet: String, sheets: Vec<String>, passed: Vec<String> },
    /// A workbook that is written as XML.
    XmlWorkbook { sheet: String },
    /// An encoding other than UTF-8.
    Encoding { encoding: String },
    /// A sign other than the comma between cells.
    PartedBy { sign: String },
    /// Columns of 32-bit floats.
    SingleFloats { columns: Vec<String> },
    /// Rows above the header.
    AboveHeader { rows: usize },
    /// Rows that are no part of the table.
    NoRows { rows: Vec<String> },
    /// Lines that exist to try systems with.
    TestIssues { rows: Vec<String> },
    /// What vendors put around tickers.
    TickersBare { column: String, form: String, tickers: usize },
    /// In which order a column's days are written.
    DaysWritten { column: String, order: String },
    /// Rows without a ticker.
    WithoutTicker { rows: Vec<String> },
    /// Rows that do not say where they trade.
    WithoutVenue { rows: Vec<String> },
    /// Negative prices, which are means of bid and ask.
    NegativePrices { prices: usize },
    /// Zeros that mean unknown.
    Zeros { cells: usize },
    /// Parts of more than the whole.
    AboveWhole { rows: Vec<String> },
    /// Rows that state money in other currencies than the US dollar, which is left unknown.
    /// Where there are very many, `rows` are the first of them.
    OtherCurrency {
        file: String,
        currencies: Vec<String>,
        count: usize,
        rows: Vec<String>,
        of: usize,
    },
    /// Members whose tickers or names are those of other lines than common shares, with the reasons.
    MembersNotCommon { members: Vec<String>, of: usize },
    /// Words of a column that no code is known for, with their counts.
    WordsUnknown { column: String, words: Vec<String>, rows: usize, of: usize },
    /// Tickers in small letters.
    TickersInCapitals { tickers: usize },
    /// Rows that name several indexes.
    IndexesSplit { rows: usize },
    /// A column of which hardly any cell is what the own column holds; `others` are what it has instead.
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
    /// A column that is not taken, as its values do not tell what they are; `maps` say how to take it.
    UnitUntold { column: String, header: String, seen: String, maps: Vec<String> },
    /// A column that is not taken, as its values are of two units; `rows` are those of the other one.
    UnitsMixed {
        column: String,
        header: String,
        of_unit: String,
        others: String,
        rows: Vec<String>,
    },
    /// Columns that nothing is read from.
    ColumnsNotTaken { columns: Vec<String> },
    /// A day that is stated against the file's own.
    DayOverruled { own: NaiveDate, stated: NaiveDate },
    /// The day of a table, from the rows above its header.
    DayOfTitle { day: NaiveDate },
    /// The day of members that nothing says, assumed to be that of the universe.
    DayAssumed { file: String, day: NaiveDate },
    /// An index that is stated against the one that the fund's name says.
    IndexOverruled { fund: String, own: String, stated: String },
    /// Lines that share a ticker and are distinguished by their classes.
    ToldApart { lines: usize },
    /// Rows that repeat an earlier one.
    Repeated { rows: Vec<String> },
    /// Columns that say yes or no of an index each.
    IndexesByFlags { columns: Vec<String> },
    /// Rows of other days than the one that is meant.
    OtherDays { rows: usize, day: NaiveDate },
    /// Rows of no index that is known.
    OtherIndexes { rows: usize },
    /// A panel without returns.
    WithoutReturns,
    /// Returns by adjusted prices.
    ReturnsComputed { returns: usize },
    /// Cells of numbers that hold none.
    NoNumbers { cells: usize },
    /// A block below the holdings.
    AnotherBlock { from: String, rows: usize },
    /// A fund of which it is not known that it weighs its members as the index does.
    WeighsOtherwise { fund: String },
    /// A fund that holds a sample.
    HoldsSample { fund: String },
    /// Too few members that the fund holds the same part of.
    NoCommonPart { fund: String, least: usize, compared: usize },
    /// Holdings that are more than there can be; of so many members beyond their company.
    HoldsTooMuch { fund: String, part_pct: String, above: usize, members: usize },
    /// Floats by what a fund holds.
    FloatsInferred { fund: String, members: usize, part_pct: String, companies: usize },
    /// Floats above the whole.
    FloatsAboveWhole { symbols: Vec<String> },
    /// Floats by the holdings of one day and the shares of another, far from it.
    FloatsOfTwoDays { fund: String, held_on: NaiveDate, as_of: NaiveDate, days: i64 },
    /// Members of an index of which the fund holds a sample.
    SampleAsMembers { fund: String, index: String },
    /// Members without a float, as the universe has no line of theirs.
    FloatsWithoutLine { symbols: Vec<String> },
    /// Members without a float, as their shares are not known.
    FloatsWithoutShares { symbols: Vec<String> },
    /// Members without a float, as their price has moved too far.
    FloatsOfMovedPrices { symbols: Vec<String> },
    /// Smaller members that a fund holds a sample of.
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
            // Of a tenth of the rows, a word that is not known is rather one that is missing here.
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
