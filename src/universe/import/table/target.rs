//! The target of a vendor's table: the columns of one of the project's own files, and what their cells
//! hold. The columns are those that the files' readers describe; only additional information that a table
//! may have is added here.

use crate::universe::columns::UNIVERSE_COLUMNS;
use crate::universe::facts::FACT_COLUMNS;
use crate::universe::membership::MEMBERSHIP_COLUMNS;
use crate::universe::table::Column;

/// Which of the project's own files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// A universe of one day.
    Universe,
    /// A membership.
    Membership,
    /// A facts file.
    Facts,
    /// A panel of many days.
    Panel,
}

/// What the cells of an own column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Ticker,
    Text,
    Country,
    Date,
    Exchange,
    SecurityType,
    Structure,
    Segment,
    Index,
    /// USD a share; a negative price is the mean of bid and ask, and zero is unknown.
    Price,
    /// USD or shares, with zero for unknown.
    Positive,
    /// Any other amount or count.
    Amount,
    /// 0 to 100.
    PerCent,
    /// A fraction, such as a return.
    Fraction,
}

impl Holds {
    pub(super) fn is_number(self) -> bool {
        use Holds::{Amount, Fraction, PerCent, Positive, Price};
        matches!(self, Price | Positive | Amount | PerCent | Fraction)
    }

    /// Whether a text that is not a column of the table may be a constant.
    pub(super) fn is_code(self) -> bool {
        use Holds::{Date, Exchange, Index, SecurityType, Segment, Structure};
        matches!(self, Date | Exchange | Index | SecurityType | Segment | Structure)
    }

    /// What the cells of a described column hold, by the words of its description.
    fn of(column: &Column) -> Option<Self> {
        Some(match (column.holds, column.name) {
            ("ticker", _) => Self::Ticker,
            ("date", _) => Self::Date,
            ("ISO 3166", _) => Self::Country,
            ("code", "exchange") => Self::Exchange,
            ("code", "security_type") => Self::SecurityType,
            ("code", "structure") => Self::Structure,
            ("code", "segment") => Self::Segment,
            ("text" | "codes" | "yes or no" | "code" | "as the field", _) => Self::Text,
            ("USD a share", _) => Self::Price,
            ("USD", "company_market_cap" | "market_cap") | ("shares", _) => Self::Positive,
            ("USD" | "USD a day" | "days" | "sessions" | "votes", _) => Self::Amount,
            ("per cent", _) => Self::PerCent,
            ("fraction", _) => Self::Fraction,
            _ => return None,
        })
    }
}

/// An own column that can be mapped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Own {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    pub(super) meaning: &'static str,
    /// True if it is written to the file; false if it only describes other columns.
    pub(super) is_written: bool,
    /// Whether it holds amounts of money.
    pub(super) is_money: bool,
}

impl Own {
    /// Whether the file has it. Amounts are left in US dollars only, so a column of currencies is not needed.
    pub(super) fn is_in_file(&self) -> bool {
        self.is_written && self.name != "currency"
    }
}

/// The columns of an own file that can be mapped.
#[derive(Debug, Clone)]
pub struct Target {
    /// Which file.
    pub kind: TargetKind,
    pub(super) columns: Vec<Own>,
}

/// An additional column that a table may have.
const fn besides(name: &'static str, holds: Holds, meaning: &'static str) -> Own {
    Own { name, holds, meaning, is_written: false, is_money: false }
}

const fn money_besides(name: &'static str, holds: Holds, meaning: &'static str) -> Own {
    Own { is_money: true, ..besides(name, holds, meaning) }
}

const CURRENCY: Own = besides(
    "currency",
    Holds::Text,
    "the currency of the row's money; of any but USD it is left unknown",
);

const CAP_CURRENCY: Own =
    besides("cap_currency", Holds::Text, "the currency of caps, where it is not that of prices");

const SHARE_CLASS: Own = besides(
    "share_class",
    Holds::Text,
    "the class, where lines of one company have one ticker: BRK and B are BRK.B",
);

const UNIVERSE_BESIDES: [Own; 7] = [
    besides("date", Holds::Date, "the day of the row; those of --as-of are taken"),
    besides(
        "country_label",
        Holds::Text,
        "a vendor's country of the company, from which the assigned one is inferred as for the screener",
    ),
    SHARE_CLASS,
    besides(
        "description",
        Holds::Text,
        "what the security is, in words, where the name is that of the company alone",
    ),
    CAP_CURRENCY,
    besides(
        "us_incorporated",
        Holds::Text,
        "yes or no: a company that is not incorporated in the US has a label of another country",
    ),
    besides(
        "reporting_currency",
        Holds::Text,
        "the currency of earnings and book values, where it is not that of prices",
    ),
];

const MEMBERSHIP_BESIDES: [Own; 2] = [
    besides("index", Holds::Index, "the index that the row is a member of; gives the segment"),
    SHARE_CLASS,
];

const FACT_BESIDES: [Own; 12] = [
    besides("nationality", Holds::Country, "a fact: the country assigned to the company"),
    besides("incorporation", Holds::Country, "a fact: where the company is incorporated"),
    besides("headquarters", Holds::Country, "a fact: where its headquarters is"),
    besides("votes", Holds::PerCent, "a fact: votes of unrestricted holders, per cent"),
    besides("float", Holds::PerCent, "a fact: free float, per cent"),
    besides("structure", Holds::Structure, "a fact: the company's structure"),
    besides("security_type", Holds::SecurityType, "a fact: the kind of security"),
    besides("issuer", Holds::Text, "a fact: the issuer whose class the line is"),
    besides("shares", Holds::Positive, "a fact: shares outstanding of the line"),
    money_besides("cap", Holds::Positive, "a fact: cap of the whole company, USD"),
    SHARE_CLASS,
    CURRENCY,
];

const PANEL_BESIDES: [Own; 3] = [
    money_besides(
        "adjusted_price",
        Holds::Price,
        "the price adjusted for splits; price_return is its change since the date before",
    ),
    SHARE_CLASS,
    CAP_CURRENCY,
];

impl Target {
    /// A universe of one day.
    pub fn universe() -> Self {
        Self::of(TargetKind::Universe, UNIVERSE_COLUMNS, &UNIVERSE_BESIDES)
    }

    /// A membership.
    pub fn membership() -> Self {
        Self::of(TargetKind::Membership, MEMBERSHIP_COLUMNS, &MEMBERSHIP_BESIDES)
    }

    /// A facts file.
    pub fn facts() -> Self {
        Self::of(TargetKind::Facts, FACT_COLUMNS, &FACT_BESIDES)
    }

    /// A panel of these columns.
    pub fn panel(columns: &[Column]) -> Self {
        Self::of(TargetKind::Panel, columns, &PANEL_BESIDES)
    }

    fn of(kind: TargetKind, columns: &[Column], besides: &[Own]) -> Self {
        let own = columns.iter().filter_map(|column| {
            let holds = Holds::of(column)?;
            let is_money = column.holds.starts_with("USD");
            let (name, meaning) = (column.name, column.meaning);
            Some(Own { name, holds, meaning, is_written: true, is_money })
        });
        Self { kind, columns: own.chain(besides.iter().copied()).collect() }
    }

    /// The index of an own column by its name, which is one of those above.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|own| own.name == name)
    }

    /// The additional columns that can be mapped: name and meaning.
    pub fn besides(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.columns.iter().filter(|own| !own.is_written).map(|own| (own.name, own.meaning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_described_column_can_be_mapped_and_no_name_is_twice() {
        for (described, target) in [
            (UNIVERSE_COLUMNS, Target::universe()),
            (MEMBERSHIP_COLUMNS, Target::membership()),
            (FACT_COLUMNS, Target::facts()),
        ] {
            let written = target.columns.iter().filter(|own| own.is_written).count();
            assert_eq!(written, described.len(), "{:?}", target.kind);
            let names: std::collections::BTreeSet<_> =
                target.columns.iter().map(|own| own.name).collect();
            assert_eq!(names.len(), target.columns.len(), "{:?}", target.kind);
        }
    }
}
