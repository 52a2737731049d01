//! Lines of a list of holdings that are not members.

use std::fmt;

/// How many lines of a kind are named: more than a genuine list of holdings has.
const NAMED: usize = 50;

/// Why a line is not a member.
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

/// Lines of one kind that are not members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    pub(super) kind: Kind,
    /// The number of lines.
    pub count: usize,
    /// Their names, unless the kind is cash.
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

/// Adds a line to the dropped ones; `named` gives its name and place.
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
