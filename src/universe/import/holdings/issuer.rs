//! Where issuers' lists differ beyond the names of their columns.

use super::sheet::Sheet;
use super::vocabulary::Field;
use crate::universe::import::table::dates::Order;

/// An issuer of funds, by what its lists look like.
pub(super) trait Issuer: Sync {
    /// Whether a list is one of its own.
    fn is_of(&self, sheet: &Sheet) -> bool;

    /// Which of two numbers of a day it writes first, where it writes them as numbers.
    fn order(&self) -> Option<Order> {
        None
    }
}

/// Its sites write days in the ways of their countries.
struct IShares;

impl Issuer for IShares {
    fn is_of(&self, sheet: &Sheet) -> bool {
        sheet.header.place(Field::AssetClass).is_some() && sheet.says("ishares")
    }
}

/// Sections of a title with the day, of which the first holds the equity; JSON of its site.
struct Vanguard;

impl Issuer for Vanguard {
    fn is_of(&self, sheet: &Sheet) -> bool {
        let names = &sheet.header.names;
        let has = |own: &str| names.iter().any(|name| name == own);
        sheet.says("holdings details")
            || sheet.says("vanguard")
            || has("offunds")
            || has("percentweight")
    }

    fn order(&self) -> Option<Order> {
        Some(Order::MonthFirst)
    }
}

/// Workbooks with `Fund Name:`, `Ticker Symbol:` and `Holdings:` above the table.
struct StateStreet;

impl Issuer for StateStreet {
    fn is_of(&self, sheet: &Sheet) -> bool {
        sheet.says("fund name:") && sheet.says("holdings:")
    }
}

/// The day in every row, and no name of the fund.
struct Schwab;

impl Issuer for Schwab {
    fn is_of(&self, sheet: &Sheet) -> bool {
        sheet.header.names.iter().any(|name| name == "percentofassets") || sheet.says("schwab")
    }

    fn order(&self) -> Option<Order> {
        Some(Order::MonthFirst)
    }
}

/// The day and the fund's ticker in every row.
struct Invesco;

impl Issuer for Invesco {
    fn is_of(&self, sheet: &Sheet) -> bool {
        sheet.header.place(Field::FundTicker).is_some() || sheet.says("invesco")
    }

    fn order(&self) -> Option<Order> {
        Some(Order::MonthFirst)
    }
}

const ALL: [&dyn Issuer; 5] = [&IShares, &StateStreet, &Invesco, &Schwab, &Vanguard];

/// Which of two numbers of a day comes first, by the issuer of a list.
pub(super) fn order_of(sheet: &Sheet) -> Option<Order> {
    ALL.into_iter().find(|issuer| issuer.is_of(sheet)).and_then(Issuer::order)
}
