//! What a list of holdings has beside members.

use std::fmt;

/// How many are named of a kind: more than lists have that are what they seem.
const NAMED: usize = 50;

/// Why a line is no member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    SecondRow,
    Nameless,
    NoMarket,
    OverTheCounter,
    OtherClass,
    Right,
    Cash,
}

impl Kind {
    fn what(self) -> &'static str {
        match self {
            Self::SecondRow => "a second row of a ticker",
            Self::Nameless => "an equity without a ticker",
            Self::NoMarket => "an equity without a market",
            Self::OverTheCounter => "an equity that trades over the counter",
            Self::OtherClass => "of a class that is not known to be equity",
            Self::Right => "a right, an escrow or a warrant",
            Self::Cash => "cash, collateral or a derivative",
        }
    }
}

/// Lines of one kind that are no members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    pub(super) kind: Kind,
    /// How many there are.
    pub count: usize,
    /// Who, where they are lines of companies.
    names: Vec<String>,
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>6}  dropped: {}", self.count, self.kind.what())?;
        if !self.names.is_empty() {
            let more = if self.count > self.names.len() { ", …" } else { "" };
            write!(f, ": {}{more}", self.names.join(", "))?;
        }
        Ok(())
    }
}

/// Adds a line to those dropped; `named` says who it is and where.
pub(super) fn add(all: &mut Vec<Dropped>, kind: Kind, named: impl FnOnce() -> String) {
    let at = all.iter().position(|dropped| dropped.kind == kind).unwrap_or_else(|| {
        all.push(Dropped { kind, count: 0, names: Vec::new() });
        all.len() - 1
    });
    let dropped = &mut all[at];
    dropped.count += 1;
    if kind != Kind::Cash && dropped.names.len() < NAMED {
        dropped.names.push(named());
    }
}
