//! The value that failed a screen.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::universe::{Country, Exchange, SecurityType, Structure};

/// The value that failed a screen. It is formatted only when shown, because most lines of a
/// universe fail a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The type of the line.
    ShareType(SecurityType),
    /// The structure of the company.
    Structure(Structure),
    /// Where the line trades.
    Exchange(Exchange),
    /// The country that the company is assigned to.
    Country(Country),
    /// Listed after rank day.
    Listed(NaiveDate),
    /// Documented after rank day.
    Documented(NaiveDate),
    /// Close, USD a share.
    Close(Decimal),
    /// Close and 30-day mean close, USD a share; for members.
    CloseAndMean(Box<[Decimal; 2]>),
    /// Free float, per cent.
    Float(Decimal),
    /// Company cap, USD.
    Cap(Decimal),
    /// Votes with unrestricted holders, per cent.
    Votes(Decimal),
    /// The upper end of the range of votes with unrestricted holders, per cent.
    VotesAtMost(Decimal),
    /// The stated reason, or the one inferred on evidence.
    Stated(Box<str>),
    /// The value that the screen tests is unknown; its name.
    Unknown(&'static str),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShareType(kind) => write!(f, "{kind}"),
            Self::Structure(structure) => write!(f, "{structure}"),
            Self::Exchange(exchange) => write!(f, "{exchange}"),
            Self::Country(country) => write!(f, "assigned to {country}"),
            Self::Listed(day) => write!(f, "listed on {day}"),
            Self::Documented(day) => write!(f, "documented on {day}"),
            Self::Close(price) => write!(f, "close {price} USD"),
            Self::CloseAndMean(both) => {
                let [price, mean] = **both;
                write!(f, "close {price}, 30-day mean {mean} USD")
            }
            Self::Float(float) => write!(f, "float {float}%"),
            Self::Cap(cap) => write!(f, "cap {} USD", cap.round_dp(2).normalize()),
            Self::Votes(votes) => write!(f, "votes {votes}%"),
            Self::VotesAtMost(votes) => write!(f, "votes {votes}% at the most"),
            Self::Stated(statement) => f.write_str(statement),
            Self::Unknown(what) => write!(f, "{what} unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Dropped;

    #[test]
    fn a_failure_is_small() {
        assert!(size_of::<Option<Dropped>>() <= 32);
    }
}
