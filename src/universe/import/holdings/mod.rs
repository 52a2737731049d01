//! Lists of holdings of index funds, as published by their issuers, converted to lists of members.
//!
//! A fund that replicates an index holds its members, so its holdings show which companies are in the
//! index. Every issuer has its own preamble, column names, date formats and footer; what they have in
//! common is read here. In a day such as 03/04/2026, the issuer's name does not show which number is the
//! month. Rows that are not members (cash, collateral, futures, escrows, rights, private placements,
//! securities that trade only over the counter) are dropped, counted by kind, and named if they are lines
//! of companies.

pub(in crate::universe::import) mod day;
mod dropped;
mod floats;
mod fund;
mod lines;
mod sheet;
pub(crate) mod vocabulary;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use self::day::Found;
use self::fund::Follows;
use self::sheet::Sheet;
use crate::refusal::Refusal;
use crate::remark::{ReadingNote, Remark};
use crate::universe::fault::{Fault, Faults};
use crate::universe::import::cell::CellCounts;
use crate::universe::import::not_common::members_not_common;
use crate::universe::index::Index;
use crate::universe::member_lists::ListedMembers;

pub use self::dropped::Dropped;
pub use self::floats::{FLOAT_INFERRED, InferredFloat, InferredFloats, infer_floats, state_floats};
pub use self::vocabulary::HOLDING_COLUMNS;

/// What the user states about a file; it overrides the file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stated {
    /// The index that the fund follows.
    pub index: Option<Index>,
    /// The day of its holdings.
    pub held_on: Option<NaiveDate>,
}

/// A member as the fund holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Its ticker, as the fund spells it.
    pub symbol: String,
    /// Its name.
    pub name: String,
    /// Shares that the fund holds.
    pub shares: Option<Decimal>,
    /// Value of the holding, USD.
    pub market_value: Option<Decimal>,
    /// Part of the fund, per cent.
    pub weight_pct: Option<Decimal>,
    /// Price of a share, USD.
    pub price: Option<Decimal>,
}

/// Members that a fund's holdings show, and what was dropped.
#[derive(Debug, Clone)]
pub struct FundHoldings {
    /// The index.
    pub index: Index,
    /// The day.
    pub held_on: NaiveDate,
    /// Name of the fund, or its ticker; empty if the file states neither.
    pub fund: String,
    /// Whether the fund holds its members in proportion to their weights in the index.
    pub by_cap: bool,
    /// The members.
    pub holdings: Vec<Holding>,
    /// What was dropped, by kind.
    pub dropped: Vec<Dropped>,
    /// How the file was read, as far as it is worth reporting.
    pub notes: Vec<ReadingNote>,
    /// The changes made to cells.
    pub cells: CellCounts,
}

impl FundHoldings {
    /// Remarks on how the file was read and on the changes made to its cells.
    pub fn remarks(&self) -> impl Iterator<Item = Remark> + '_ {
        self.notes.iter().cloned().map(Remark::from).chain(self.cells.remarks())
    }

    /// The members alone.
    pub fn members(&self) -> ListedMembers {
        let symbols = self.holdings.iter().map(|h| (h.symbol.clone(), h.name.clone())).collect();
        ListedMembers { index: self.index, held_on: self.held_on, symbols }
    }
}

/// Reads a fund's list of holdings, in any of the forms in which issuers hand it out.
///
/// # Errors
/// A file that is not such a list, or whose index or day cannot be determined, and faults of its rows.
pub fn read_holdings(name: &str, bytes: Vec<u8>, stated: Stated) -> Result<FundHoldings, Faults> {
    let mut faults = Faults::default();
    let sheet = Sheet::read(name, bytes)?;
    let fund = sheet.fund();
    let fund_ticker = sheet.fund_ticker();
    let follows = fund::index_of(&fund, fund_ticker);
    let index = stated.index.or(follows.map(|f| f.index));
    let shown = if fund.is_empty() { fund_ticker.unwrap_or_default().to_owned() } else { fund };
    if index.is_none() {
        let problem = if shown.is_empty() {
            "does not name its fund".to_owned()
        } else {
            format!("is of a fund (\"{shown}\") that is not known to hold the members of one index")
        };
        let remedy = "say whose members it holds with --index R1000, R2000, R3000 or MICROCAP";
        faults.file(name, problem, remedy);
    }
    let held_on = stated.held_on.or_else(|| day_of(name, &sheet, &mut faults));
    let read = lines::read(&sheet, &mut faults);
    if read.holdings.is_empty() && faults.total() == 0 {
        let remedy = "is this the fund's complete list of holdings?";
        faults.file(name, "holds no equity", remedy);
    }
    let (Some(index), Some(held_on)) = (index, held_on) else { return Err(faults) };
    let mut sampled = None;
    // Funds on the Russell 3000 and on Microcap hold only a sample.
    let is_whole = matches!(index, Index::R1000 | Index::R2000);
    if !is_whole {
        let (fund, index) = (shown.clone(), index.to_string());
        sampled = Some(ReadingNote::SampleAsMembers { fund, index });
    }
    let by_cap = match follows {
        Some(Follows { index: own, by_cap }) => is_whole && by_cap && own == index,
        // A name that is not understood may be that of a fund on a part of the index.
        None => is_whole && shown.is_empty(),
    };
    let mut notes = sheet.table.notes.clone();
    notes.extend(read.notes);
    notes.extend(sampled);
    let members = read.holdings.iter().map(|h| (h.symbol.as_str(), h.name.as_str()));
    notes.extend(members_not_common(members));
    if let Some(own) = follows.map(|f| f.index).filter(|own| *own != index) {
        let (own, stated) = (own.to_string(), index.to_string());
        notes.push(ReadingNote::IndexOverruled { fund: shown.clone(), own, stated });
    }
    if let Found::Day(own) = sheet.day()
        && own != held_on
    {
        notes.push(ReadingNote::DayOverruled { own, stated: held_on });
    }
    faults.into_result(FundHoldings {
        index,
        held_on,
        fund: shown,
        by_cap,
        holdings: read.holdings,
        dropped: read.dropped,
        notes,
        cells: read.cells,
    })
}

/// The day that the file states, or a fault.
fn day_of(name: &str, sheet: &Sheet, faults: &mut Faults) -> Option<NaiveDate> {
    let remedy = "say which with --held-on YYYY-MM-DD";
    match sheet.day() {
        Found::Day(day) => return Some(day),
        Found::Unclear(value, problem) => faults.push(Fault {
            file: name.to_owned(),
            line: None,
            column: Some("day of the holdings".to_owned()),
            value: Some(value),
            refusal: Refusal::new(problem, remedy),
        }),
        Found::Nothing => faults.file(name, "does not say the day of its holdings", remedy),
    }
    None
}

#[cfg(test)]
mod tests;
