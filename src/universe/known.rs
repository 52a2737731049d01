//! Recognises tables by their headers: vendors' tables, and the project's own.
//!
//! When a file is given in place of another, the error names what it is and the command or key that
//! takes it.

use super::actions::ACTION_COLUMNS;
use super::announced::ANNOUNCED_COLUMNS;
use super::columns::UNIVERSE_COLUMNS;
use super::facts::FACT_COLUMNS;
use super::funds::FUND_COLUMNS;
use super::import::corrections::CORRECTION_COLUMNS;
use super::import::holdings::vocabulary::is_header;
use super::membership::MEMBERSHIP_COLUMNS;
use super::symbol::SYMBOL_CHANGE_COLUMNS;
use super::table::Column;

/// How many lines are searched for a header: vendors put a preamble before it.
const HEADER_WITHIN: usize = 60;

/// A table recognised by its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// The export of the exchange's screener, in any of its forms.
    Screener,
    /// A fund's holdings, as published by its issuer.
    Holdings,
    /// A table of the project's own.
    Own(Own),
}

/// A table of the project's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
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
    /// Those with more distinctive columns first.
    const ALL: [Self; 8] = [
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
            Self::Own(own) => match own {
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
            Self::Own(own) => match own {
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
            Self::Own(own) => known(own.columns()) <= known(columns),
        }
    }
}

/// The table that a text contains, if it is recognised and is not the one with the wanted columns.
pub(super) fn other_table(text: &str, wanted: &[Column]) -> Option<Known> {
    let header = names_of(text.lines().find(|line| !line.trim().is_empty())?);
    known_table(text).filter(|known| !known.is_wanted(&header, wanted))
}

/// The table that a text contains, if its header is recognised.
pub(crate) fn known_table(text: &str) -> Option<Known> {
    known_rows(text.lines().filter(|line| !line.trim().is_empty()).map(names_of))
}

/// The table that rows of cells contain, if it is recognised; `rows` are the names of each row as
/// [`plain_name`] gives them.
pub(super) fn known_rows(rows: impl Iterator<Item = Vec<String>>) -> Option<Known> {
    let mut rows = rows.take(HEADER_WITHIN);
    let header = rows.next()?;
    if is_screener(&header) {
        return Some(Known::Screener);
    }
    let has_all = |own: &Own| {
        let mut required = own.columns().iter().filter(|column| column.required);
        required.all(|column| header.contains(&plain_name(column.name)))
    };
    // A panel has the columns of a universe, and a date.
    let is_dated = header.iter().any(|name| name == "date");
    if let Some(own) =
        Own::ALL.into_iter().filter(|own| *own != Own::Universe || !is_dated).find(has_all)
    {
        return Some(Known::Own(own));
    }
    std::iter::once(header).chain(rows).any(|row| is_header(&row)).then_some(Known::Holdings)
}

/// Whether a header is the screener's: its names for price and cap, in any form of the export or in
/// the dated form.
fn is_screener(header: &[String]) -> bool {
    let has = |name: &str| header.iter().any(|own| own == name);
    has("symbol")
        && has("name")
        && (has("marketcap") && (has("lastsale") || has("ipoyear"))
            || has("lastsale") && has("netchange"))
}

/// The names of a header in their plain form.
fn names_of(line: &str) -> Vec<String> {
    line.split([',', ';', '\t', '|']).map(plain_name).collect()
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
        assert_eq!(other_table("date,action,symbol,other,rate,cash\n", ACTION_COLUMNS), None);
    }
}
