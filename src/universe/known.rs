//! Recognises tables by their headers: vendors' tables, and the project's own.
//!
//! If a file is given in place of another, the error says what the file is and names the command or key
//! that takes it.

use super::actions::ACTION_COLUMNS;
use super::announced::ANNOUNCED_COLUMNS;
use super::columns::UNIVERSE_COLUMNS;
use super::facts::FACT_COLUMNS;
use super::funds::FUND_COLUMNS;
use super::import::corrections::CORRECTION_COLUMNS;
use super::import::holdings::vocabulary::is_header;
use super::import::table::is_of_universe;
use super::membership::MEMBERSHIP_COLUMNS;
use super::outcome::OUTCOME_COLUMNS;
use super::symbol::SYMBOL_CHANGE_COLUMNS;
use super::table::Column;
use crate::limits;

/// How many lines are searched for a header: vendors put a preamble before it.
const HEADER_WITHIN: usize = 60;

/// A table recognised by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// The export of the exchange's screener, in any of its forms.
    Screener,
    /// A fund's holdings, as published by its issuer.
    Holdings,
    /// One of the project's own tables.
    Own(Own),
    /// Another table of securities with their prices or caps, recognised by vendors' names for columns.
    Vendors,
}

/// One of the project's own tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    /// The membership table that a run wrote.
    Outcome,
    Membership,
    Facts,
    SymbolChanges,
    CapCorrections,
    CorporateActions,
    AnnouncedChanges,
    Funds,
    Universe,
}

impl Own {
    /// All tables, those with more distinctive columns first.
    const ALL: [Self; 9] = [
        Self::Outcome,
        Self::Membership,
        Self::Facts,
        Self::SymbolChanges,
        Self::CapCorrections,
        Self::CorporateActions,
        Self::AnnouncedChanges,
        Self::Funds,
        Self::Universe,
    ];

    fn columns(self) -> &'static [Column] {
        match self {
            Self::Outcome => OUTCOME_COLUMNS,
            Self::Membership => MEMBERSHIP_COLUMNS,
            Self::Facts => FACT_COLUMNS,
            Self::SymbolChanges => SYMBOL_CHANGE_COLUMNS,
            Self::CapCorrections => CORRECTION_COLUMNS,
            Self::CorporateActions => ACTION_COLUMNS,
            Self::AnnouncedChanges => ANNOUNCED_COLUMNS,
            Self::Funds => FUND_COLUMNS,
            Self::Universe => UNIVERSE_COLUMNS,
        }
    }

    /// The scenario key that names it, if any.
    pub(crate) fn place(self) -> Option<&'static str> {
        match self {
            Self::Outcome => Some("[membership] file with held_on"),
            Self::Membership => Some("[membership] file"),
            Self::Facts => Some("[universe] facts"),
            Self::SymbolChanges => Some("[universe] symbol_changes"),
            Self::CapCorrections => Some("[universe] cap_corrections"),
            Self::CorporateActions => Some("[actions] file"),
            Self::Funds => Some("[funds] file"),
            Self::Universe => Some("[universe] file"),
            Self::AnnouncedChanges => None,
        }
    }
}

impl Known {
    /// A description of the table, for messages.
    pub(crate) fn problem(self) -> &'static str {
        match self {
            Self::Screener => "is an export of the exchange's screener",
            Self::Holdings => "is a fund's list of holdings",
            Self::Vendors => "is a vendor's table of securities",
            Self::Own(own) => match own {
                Own::Outcome => "is the membership.csv of a run",
                Own::Membership => "is a membership",
                Own::Facts => "is a file of facts",
                Own::SymbolChanges => "is a file of ticker changes",
                Own::CapCorrections => "is a file of cap corrections",
                Own::CorporateActions => "is a file of corporate actions",
                Own::AnnouncedChanges => "is a list of announced changes",
                Own::Funds => "is a list of the funds that follow indexes",
                Own::Universe => "is a universe",
            },
        }
    }

    /// The command or key that takes it.
    pub(crate) fn remedy(self) -> &'static str {
        match self {
            Self::Screener => {
                "`rankday import nasdaq-screener FILE --as-of DATE` makes a universe of it, and a \
                 scenario's [universe] takes it with format = \"nasdaq-screener\""
            }
            Self::Holdings => "`rankday import holdings FILE` makes a membership of it",
            Self::Vendors => {
                "`rankday import table FILE --to universe` makes a universe of it (--to panel of many dates a panel)"
            }
            Self::Own(own) => match own {
                Own::Outcome => {
                    "name it as [membership] file, and say there with held_on from which day it was held: the \
                     implementation day of that run"
                }
                Own::Membership => "name it as [membership] file, or with --members",
                Own::Facts => "name it as [universe] facts, or with --facts",
                Own::SymbolChanges => {
                    "name it as [universe] symbol_changes, or with --symbol-changes"
                }
                Own::CapCorrections => {
                    "name it as [universe] cap_corrections, or with --cap-corrections"
                }
                Own::CorporateActions => "name it as [actions] file",
                Own::AnnouncedChanges => {
                    "give it to `rankday score --changes` or [evidence] changes"
                }
                Own::Funds => "name it as [funds] file",
                Own::Universe => "name it as [universe] file, without a format",
            },
        }
    }

    /// Whether a table with these columns is the one asked for, or at least as close to it.
    fn is_wanted(self, header: &[String], columns: &[Column]) -> bool {
        let wants = |name: &str| columns.iter().any(|column| column.name == name);
        let known = |columns: &[Column]| {
            columns.iter().filter(|column| header.contains(&plain_name(column.name))).count()
        };
        match self {
            Self::Screener => wants("Last Sale") || wants("ipo_year"),
            Self::Holdings => false,
            // A misspelt column does not turn an own table into a vendor's.
            Self::Vendors => !wants("ipo_year") && 2 * known(columns) >= header.len(),
            Self::Own(own) => known(own.columns()) <= known(columns),
        }
    }
}

/// The table that a text contains, if it is recognised and is not the one with the wanted columns.
pub(super) fn other_table(text: &str, wanted: &[Column]) -> Option<Known> {
    let header = cells_of(text.lines().find(|line| !line.trim().is_empty())?);
    let header: Vec<String> = header.iter().map(|name| plain_name(name)).collect();
    known_table(text).filter(|known| !known.is_wanted(&header, wanted))
}

/// The table that a text contains, if its header is recognised.
pub(crate) fn known_table(text: &str) -> Option<Known> {
    known_rows(text.lines().filter(|line| !line.trim().is_empty()).map(cells_of))
}

/// Whether a text is a membership in the project's own form.
pub(crate) fn is_membership(text: &str) -> bool {
    known_table(text) == Some(Known::Own(Own::Membership))
}

/// The table that rows of cells contain, if it is recognised.
pub(super) fn known_rows(rows: impl Iterator<Item = Vec<String>>) -> Option<Known> {
    let rows: Vec<Vec<String>> = rows.take(HEADER_WITHIN).collect();
    let plain = |row: &Vec<String>| row.iter().map(|name| plain_name(name)).collect::<Vec<_>>();
    let first = rows.first()?;
    let header = plain(first);
    if is_screener(&header) {
        return Some(Known::Screener);
    }
    let has_all = |own: &Own| {
        if *own == Own::Universe {
            return is_own_universe(first);
        }
        let mut required = own.columns().iter().filter(|column| column.required);
        required.all(|column| header.contains(&plain_name(column.name)))
    };
    // A panel has the columns of a universe and also a date.
    let is_dated = header.iter().any(|name| name == "date");
    if let Some(own) =
        Own::ALL.into_iter().filter(|own| *own != Own::Universe || !is_dated).find(has_all)
    {
        return Some(Known::Own(own));
    }
    let is_of_fund = || rows.iter().any(|row| is_header(&plain(row)));
    let is_of_vendor = || rows.iter().any(|row| is_of_universe(row));
    is_of_fund().then_some(Known::Holdings).or_else(|| is_of_vendor().then_some(Known::Vendors))
}

/// Whether a header is that of an own universe: all its names are own ones, or those of price and size
/// are. Other tables have `symbol`, `exchange` and further own names, too.
fn is_own_universe(header: &[String]) -> bool {
    let has = |name: &str| header.iter().any(|own| own.eq_ignore_ascii_case(name));
    let is_own =
        |name: &String| UNIVERSE_COLUMNS.iter().any(|own| own.name.eq_ignore_ascii_case(name));
    let is_sized = has("price") && (has("shares_outstanding") || has("company_market_cap"));
    has("symbol") && has("exchange") && (is_sized || header.iter().all(is_own))
}

/// Whether a header is the screener's: it has the screener's names for price and cap, in any form of the
/// export or in the dated form.
fn is_screener(header: &[String]) -> bool {
    let has = |name: &str| header.iter().any(|own| own == name);
    has("symbol")
        && has("name")
        && (has("marketcap") && (has("lastsale") || has("ipoyear"))
            || has("lastsale") && has("netchange"))
}

/// The cells of a header, up to the maximum number of columns of a table.
fn cells_of(line: &str) -> Vec<String> {
    let bare = |cell: &str| cell.trim_matches(|c: char| c.is_whitespace() || c == '"').to_owned();
    line.trim_start_matches('\u{feff}')
        .split([',', ';', '\t', '|'])
        .take(limits::COLUMNS)
        .map(bare)
        .collect()
}

/// A name in lower case, without blanks and punctuation.
pub(super) fn plain_name(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_recognised_by_their_headers() {
        for (header, known) in [
            ("Symbol,Name,Last Sale,Net Change,% Change,Market Cap,Country", Some(Known::Screener)),
            (
                "\"Symbol\",\"Name\",\"LastSale\",\"MarketCap\",\"IPOyear\",\"Sector\"",
                Some(Known::Screener),
            ),
            ("symbol,name,exchange,price,market_cap,country,ipo_year", Some(Known::Screener)),
            ("Q Fund\n\nTicker,Name,Sector,Asset Class,Weight (%)", Some(Known::Holdings)),
            ("Ticker;Name;% of fund;Shares", Some(Known::Holdings)),
            ("symbol,segment,held_on", Some(Known::Own(Own::Membership))),
            ("symbol,exchange,price", Some(Known::Own(Own::Universe))),
            ("date,old,new", Some(Known::Own(Own::SymbolChanges))),
            ("date,symbol,exchange,price,market_cap", None),
            ("ticker,name", None),
            ("symbol,shortName,exchange,sector,regularMarketPrice,marketCap", Some(Known::Vendors)),
            ("Ticker,NAME,EXCH_CODE,PX_LAST,CUR_MKT_CAP", Some(Known::Vendors)),
            ("Symbol,Description,Exchange,Price,Market capitalization", Some(Known::Vendors)),
            ("symbol,exchange,price,company_market_cap,Note", Some(Known::Own(Own::Universe))),
            ("", None),
        ] {
            assert_eq!(known_table(header), known, "{header}");
        }
    }

    #[test]
    fn the_wanted_table_is_not_another_one() {
        let membership = "symbol,segment,held_on\n";
        assert_eq!(other_table(membership, MEMBERSHIP_COLUMNS), None);
        assert!(other_table(membership, UNIVERSE_COLUMNS).is_some());
        // A misspelt column does not make it another table.
        assert_eq!(
            other_table("symbol,exchnge,price,shares_outstanding\n", UNIVERSE_COLUMNS),
            None
        );
        assert_eq!(other_table("date,action,symbol,other,rate,cash\n", ACTION_COLUMNS), None);
    }
}
