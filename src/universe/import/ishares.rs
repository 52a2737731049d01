//! Holdings of index funds as their issuer exports them, turned into lists of members.
//!
//! A fund that replicates an index holds its members: the holdings say who is in it. The export has
//! a preamble of varying length, quoted thousands, cash and futures among the rows, and a footer of
//! prose. What is no member (cash, collateral, futures, escrows, private placements, securities
//! that trade over the counter only) is dropped, with a count of each kind.

use chrono::NaiveDate;

use crate::universe::fault::{Fault, Faults};
use crate::universe::index::Index;
use crate::universe::input::Input;
use crate::universe::member_lists::ListedMembers;
use crate::universe::table::{self, Column};

/// Columns of the holdings that are read.
pub const COLUMNS: &[Column] = &[
    Column { name: "Ticker", required: true, holds: "ticker", meaning: "the holding's ticker" },
    Column { name: "Name", required: true, holds: "text", meaning: "the holding's name" },
    Column { name: "Asset Class", required: true, holds: "text", meaning: "Equity for a share" },
    Column { name: "Exchange", required: false, holds: "text", meaning: "where it trades" },
];

/// Members that a fund's holdings show, and what was dropped.
#[derive(Debug, Clone)]
pub struct FundHoldings {
    /// The members.
    pub members: ListedMembers,
    /// Name of the fund.
    pub fund: String,
    /// Kind of row and how many were dropped.
    pub dropped: Vec<(&'static str, usize)>,
}

/// Reads a fund's holdings; `index` and `held_on` take the place of what the preamble says.
///
/// # Errors
/// A file without the header of holdings, or whose fund or day cannot be told.
pub fn read_fund_holdings(
    input: &Input,
    index: Option<Index>,
    held_on: Option<NaiveDate>,
) -> Result<FundHoldings, Faults> {
    let mut faults = Faults::default();
    let text = input.text();
    let Some((skip, end)) = find_table(text) else {
        faults.file(
            &input.name,
            "has no line that starts with \"Ticker,Name\"",
            "give the holdings file as the fund's site exports it (CSV)",
        );
        return Err(faults);
    };
    let fund = text.lines().next().unwrap_or_default().trim().to_owned();
    let index = index.or_else(|| index_of(&fund));
    let held_on = held_on.or_else(|| day_of(&text[..skip]));
    if index.is_none() {
        let remedy = "say which with --index R1000, R2000, R3000 or MICROCAP";
        faults.file(&input.name, format!("is of a fund (\"{fund}\") of no known index"), remedy);
    }
    if held_on.is_none() {
        let remedy = "say which with --held-on YYYY-MM-DD";
        faults.file(&input.name, "does not say the day of its holdings", remedy);
    }
    let (Some(index), Some(held_on)) = (index, held_on) else { return Err(faults) };
    let table = Input::from_bytes(&input.name, text.as_bytes()[..end].to_vec())?;
    let mut members = ListedMembers { index, held_on, symbols: Vec::new() };
    let mut dropped: Vec<(&'static str, usize)> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    table::read_from(&table, skip, COLUMNS, &mut faults, &mut |row, _| {
        let cell = |column| row.text(column).unwrap_or_default();
        let (ticker, name) = (cell(0), cell(1));
        match no_member(ticker, cell(2), cell(3)) {
            Some(kind) => count(&mut dropped, kind),
            None if !seen.insert(ticker.to_owned()) => {
                count(&mut dropped, "a second row of a ticker");
            }
            None => members.symbols.push((ticker.to_owned(), name.to_owned())),
        }
    });
    if members.symbols.is_empty() && faults.total() == 0 {
        faults.push(Fault {
            file: input.name.clone(),
            line: None,
            column: None,
            value: None,
            problem: "holds no equity".to_owned(),
            remedy: "is this the fund's complete list of holdings?".to_owned(),
        });
    }
    dropped.sort_unstable();
    faults.into_result(FundHoldings { members, fund, dropped })
}

fn count(dropped: &mut Vec<(&'static str, usize)>, kind: &'static str) {
    match dropped.iter_mut().find(|(k, _)| *k == kind) {
        Some((_, n)) => *n += 1,
        None => dropped.push((kind, 1)),
    }
}

/// Where the table starts and ends: from its header to the blank line before the footer.
fn find_table(text: &str) -> Option<(usize, usize)> {
    let header =
        |line: &str| line.starts_with("Ticker,Name") || line.starts_with("\"Ticker\",\"Name\"");
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let blank = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}').is_empty();
        match start {
            None if header(line) => start = Some(at),
            Some(start) if blank => return Some((start, at)),
            _ => {}
        }
        at += line.len();
    }
    start.map(|start| (start, text.len()))
}

/// The index that a fund replicates, by its name.
fn index_of(fund: &str) -> Option<Index> {
    let fund = fund.to_ascii_lowercase();
    let styled = ["growth", "value", "mid-cap", "top 200", "factor", "2500"];
    if !fund.contains("russell") && !fund.contains("micro-cap")
        || styled.iter().any(|s| fund.contains(s))
    {
        return None;
    }
    [
        ("russell 1000", Index::R1000),
        ("russell 2000", Index::R2000),
        ("russell 3000", Index::R3000),
        ("micro-cap", Index::Microcap),
    ]
    .into_iter()
    .find_map(|(name, index)| fund.contains(name).then_some(index))
}

/// The day in the preamble: `Fund Holdings as of,"May 05, 2026"`.
fn day_of(preamble: &str) -> Option<NaiveDate> {
    let line = preamble.lines().find(|line| line.starts_with("Fund Holdings as of"))?;
    let (_, day) = line.split_once(',')?;
    NaiveDate::parse_from_str(day.trim().trim_matches('"'), "%b %d, %Y").ok()
}

/// Why a row is no member of an index.
fn no_member(ticker: &str, asset_class: &str, exchange: &str) -> Option<&'static str> {
    if !asset_class.eq_ignore_ascii_case("equity") {
        Some("cash, collateral or a derivative")
    } else if ticker.is_empty() || ticker == "-" {
        Some("an equity without a ticker")
    } else if exchange.to_ascii_uppercase().starts_with("NO MARKET") {
        Some("an equity without a market")
    } else if exchange.to_ascii_lowercase().starts_with("non-nms") {
        Some("an equity that trades over the counter")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPORT: &str = "\u{feff}iShares Russell 2000 ETF\n\
        Fund Holdings as of,\"May 05, 2026\"\nStock,\"-\"\n\u{a0}\n\
        Ticker,Name,Sector,Asset Class,Market Value,Exchange\n\
        \"QQZA\",\"QZALIS CORP\",\"Industrials\",\"Equity\",\"1,532.50\",\"NYSE\"\n\
        \"QQZA\",\"QZALIS CORP CVR\",\"Industrials\",\"Equity\",\"1.00\",\"NYSE\"\n\
        \"XTSLA\",\"CASH FUND\",\"Cash\",\"Money Market\",\"5.00\",\"-\"\n\
        \"-\",\"ESCROW\",\"Health Care\",\"Equity\",\"0.00\",\"NASDAQ\"\n\
        \"QQZB\",\"QZBROK INC\",\"Health Care\",\"Equity\",\"0.00\",\"NO MARKET (E.G. UNLISTED)\"\n\
        \u{a0}\n\"Prose, \"\"quoted\"\", over\nlines.\"\n";

    fn input(text: &str) -> Input {
        Input::from_bytes("fund.csv", text.into()).expect("text")
    }

    #[test]
    fn an_export_becomes_members() {
        let read = read_fund_holdings(&input(EXPORT), None, None).expect("holdings");
        assert_eq!(read.members.index, Index::R2000);
        assert_eq!(read.members.held_on.to_string(), "2026-05-05");
        assert_eq!(read.members.symbols, [("QQZA".to_owned(), "QZALIS CORP".to_owned())]);
        let dropped: usize = read.dropped.iter().map(|(_, n)| n).sum();
        assert_eq!(dropped, 4);
    }

    #[test]
    fn a_fund_of_no_known_index_must_be_named() {
        let text = EXPORT.replace("Russell 2000 ETF", "Russell 2000 Growth ETF");
        let faults = read_fund_holdings(&input(&text), None, None).expect_err("growth");
        assert!(faults.to_string().contains("--index"), "{faults}");
        assert!(read_fund_holdings(&input(&text), Some(Index::R2000), None).is_ok());
    }
}
