//! What happens to companies between rank day and implementation (RB 6.4, 9; methodology sections 1 and 7).
//!
//! A reconstitution is decided on rank day and takes effect weeks later. A company that was taken
//! over, delisted or dropped from the prices of the implementation day has left by then: it is
//! neither a deletion nor an addition of the event, and its weight is not traded. An acquirer's
//! shares grow and a spin-off's child joins before the event, so that neither counts as a trade of
//! the event. A company that issues shares or is split before the lock-down is placed anew
//! ([`crate::methodology::reevaluation`]), unless it was not eligible on rank day.

mod absent;
mod acting;
mod anew;
mod leaving;
mod merging;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Inputs, Reconstitution};
use crate::remark::{InterimNote, Remark};
use crate::universe::{
    ActionKind, CorporateAction, LineFinder, Membership, Segment, SymbolChanges, Ticker, Universe,
};
use crate::word_enum::word_enum;

pub use absent::{COMPLETE_PCT, Coverage, FEW};

word_enum!(
    "snake_case",
    /// How a company or a class of it left between rank day and implementation.
    pub enum Departure {
        /// It was taken over.
        Merger,
        /// It was delisted.
        Delisting,
        /// It has no line in a complete file of the implementation day.
        NoLine,
    }
);

/// Data on the time between rank day and implementation.
#[derive(Debug, Clone, Copy)]
pub struct Interim<'a> {
    /// Corporate actions, in their order.
    pub actions: &'a [CorporateAction],
    /// The first day of the lock-down; if it is unknown, companies are placed anew until the
    /// implementation.
    pub lockdown: Option<NaiveDate>,
    /// All lines at the close of the implementation day, or a part of them.
    pub effective: Option<&'a Universe>,
    /// Whether `effective` has all lines; `None` if that is to be inferred.
    pub complete: Option<bool>,
    /// Tickers that are still listed although `effective` lacks them.
    pub alive: &'a [Ticker],
    /// Universes of later days: a line there shows that the company is still listed.
    pub later: &'a [Universe],
    /// Ticker changes between the days of all these universes.
    pub symbol_changes: &'a SymbolChanges,
}

/// A line that left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The line, as a place in the universe of rank day.
    pub line: usize,
    /// Its company.
    pub company: usize,
    /// The member that it was, as an index into the membership.
    pub member: Option<usize>,
    /// Segment that the line was held in; [`Segment::None`] if it was not a member.
    pub held: Segment,
    /// Segment that rank day put it in.
    pub decided: Segment,
    /// How it left.
    pub why: Departure,
    /// The day from which it was gone, where an action states it.
    pub date: Option<NaiveDate>,
    /// Who took it over, where an action states it.
    pub buyer: Option<String>,
    /// True if the company left with it: no other class of the company remains listed.
    pub with_company: bool,
}

/// A stated action and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The day from which it is in effect.
    pub date: NaiveDate,
    /// What it is.
    pub kind: ActionKind,
    /// The company it happens to.
    pub symbol: String,
    /// The other company involved.
    pub other: Option<String>,
    /// Its effects in order, or the reason why it was left out.
    pub outcome: Outcome,
}

/// The outcome of a stated action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was applied, with these effects.
    Applied(Vec<Effect>),
    /// It was left out, for this reason.
    LeftOut(LeftOut),
}

/// What an action did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A line left.
    Left(Segment),
    /// A member's index shares grew by a fraction.
    SharesGrew(String, Decimal),
    /// A child joined the indexes of its parent's segment.
    Joined(String, Segment),
    /// A company was placed anew: where rank day had put it, and where it is now.
    PlacedAnew(String, Segment, Segment),
    /// No company is re-evaluated in the lock-down.
    InLockDown,
    /// A company that was not eligible on rank day is not placed anew.
    NotEligible(String),
    /// The buyer had left by then.
    BuyerHadLeft(String),
    /// It is not known by how many shares a member grows.
    GrowthUnknown(String),
    /// It is part of a takeover that another action of the day has applied.
    TakenOverTogether,
    /// A class went into another class of its company.
    ClassEnded(String),
    /// A ticker was carried on.
    Renamed,
    /// The new ticker belonged to another line, and nothing says that that line left or was renamed.
    TickerTaken(String),
    /// It changed no membership and no shares in an index.
    Nothing,
}

/// Why a stated action was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// It is dated rank day or before: the universe of rank day already reflects it.
    BeforeRankDay,
    /// It is dated after the implementation day: it takes effect with the new membership or later.
    AfterImplementation,
    /// No line has that ticker.
    NoLine,
    /// The child has no line in the universe or in the prices of the implementation day.
    NoChild,
    /// The line had left by then.
    HadLeft,
    /// The child is already a member in its own right.
    IsMember,
    /// Neither the company's shares nor its cap are known.
    SharesUnknown,
    /// A new listing is judged at the next rank date.
    NewListing,
}

/// What happened between rank day and implementation.
#[derive(Debug, Clone, Default)]
pub struct Between {
    /// The membership just before the implementation: as held, with grown share counts, and with
    /// the children of spin-offs after the original members. Departed members are still in it,
    /// without a matching line.
    pub membership: Membership,
    /// Lines that left, in the order of the universe.
    pub left: Vec<Left>,
    /// The stated actions, in their order.
    pub actions: Vec<Stated>,
    /// The part of the held lines that the prices of the implementation day cover.
    pub coverage: Option<Coverage>,
    /// Assumptions made, for the report.
    pub remarks: Vec<Remark>,
}

impl Between {
    /// The line by which a company left, if it did.
    pub fn departure_of(&self, company: usize) -> Option<&Left> {
        self.left.iter().find(|left| left.company == company && left.with_company)
    }

    /// Restores the members of lines that have left since rank day, and the segments of their companies.
    pub(crate) fn restore_members(&self, result: &mut Reconstitution) {
        for left in self.left.iter().filter(|left| left.member.is_some()) {
            result.matched.member_of_line[left.line] = left.member;
            if left.with_company {
                result.matched.member_of_company[left.company] = left.member;
                result.companies[left.company].from = left.held;
            }
        }
    }
}

/// Applies what happened since rank day to what was decided on it.
///
/// `membership` must be the one from which [`Reconstitution::matched`] was made.
pub fn apply(
    inputs: &Inputs<'_>,
    membership: &Membership,
    interim: &Interim<'_>,
    result: &mut Reconstitution,
) -> Between {
    let mut work = Work::new(inputs, membership, interim, result);
    work.act();
    work.find_absent_lines();
    work.place_anew();
    let mut between = work.between;
    between.left.sort_by_key(|left| left.line);
    between.remarks.extend(between.actions.iter().filter_map(Stated::remark));
    between
}

/// The work on one reconstitution.
struct Work<'a, 'b> {
    inputs: &'b Inputs<'a>,
    interim: &'b Interim<'b>,
    result: &'b mut Reconstitution,
    company_of: Vec<usize>,
    /// Lines that have left.
    is_gone: Vec<bool>,
    /// Index of the action being applied.
    acting: usize,
    /// Companies to be placed anew, each with the action whose outcome reports it.
    touched: Vec<(usize, usize)>,
    between: Between,
}

impl<'a, 'b> Work<'a, 'b> {
    fn new(
        inputs: &'b Inputs<'a>,
        membership: &Membership,
        interim: &'b Interim<'b>,
        result: &'b mut Reconstitution,
    ) -> Self {
        let between = Between { membership: membership.clone(), ..Between::default() };
        let company_of = inputs.universe.company_of_line();
        let is_gone = vec![false; company_of.len()];
        let touched = Vec::new();
        Self { inputs, interim, result, company_of, is_gone, acting: 0, touched, between }
    }

    /// The member matched to a line.
    fn member_of(&self, line: usize) -> Option<usize> {
        self.result.matched.member_of_line[line]
    }

    /// Whether an index holds a line before or after.
    fn is_held(&self, line: usize) -> bool {
        self.member_of(line).is_some() || !self.result.indexes_after[line].is_empty()
    }

    fn symbol(&self, line: usize) -> &'a str {
        self.inputs.universe.securities[line].symbol()
    }

    /// The line of rank day that has a ticker on a day.
    fn line_on(&self, finder: &LineFinder<'_>, ticker: &Ticker, day: NaiveDate) -> Option<usize> {
        finder.find(None, &ticker.written, day, self.interim.symbol_changes)
    }

    /// The line of another universe that matches a line of rank day.
    fn line_in(&self, finder: &LineFinder<'_>, line: usize) -> Option<usize> {
        let security = &self.inputs.universe.securities[line];
        let day = self.inputs.universe.as_of;
        finder.find(security.id(), security.symbol(), day, self.interim.symbol_changes)
    }
}

impl Stated {
    /// A remark on an action that was left out, or that others contradict.
    fn remark(&self) -> Option<Remark> {
        let doubt = |effect: &&Effect| {
            use Effect::{BuyerHadLeft, GrowthUnknown, TickerTaken};
            matches!(effect, BuyerHadLeft(_) | GrowthUnknown(_) | TickerTaken(_))
        };
        let (is_left_out, why) = match &self.outcome {
            Outcome::LeftOut(why) => (true, why.to_string()),
            Outcome::Applied(effects) => (false, effects.iter().find(doubt)?.to_string()),
        };
        let (date, action, symbol) = (self.date, self.kind.to_string(), self.symbol.clone());
        let other = self.other.clone();
        Some(Remark::from(if is_left_out {
            InterimNote::ActionLeftOut { date, action, symbol, other, why }
        } else {
            InterimNote::ActionInDoubt { date, action, symbol, other, why }
        }))
    }
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::BeforeRankDay => "not after rank day",
            Self::AfterImplementation => "after the implementation",
            Self::NoLine => "the universe has no such line",
            Self::NoChild => "no file has a line of the child",
            Self::HadLeft => "it had left by then",
            Self::IsMember => "the child is held already",
            Self::SharesUnknown => "no file has the company's shares or its cap",
            Self::NewListing => "a new listing is judged at the next rank date",
        })
    }
}

impl std::fmt::Display for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Left(Segment::None) => f.write_str("is not added"),
            Self::Left(segment) => write!(f, "leaves {segment} before the event"),
            Self::SharesGrew(symbol, part) => {
                let percent = (part * Decimal::ONE_HUNDRED).round_dp(2).normalize();
                write!(f, "index shares of {symbol} grow by {percent}%")
            }
            Self::Joined(symbol, segment) => write!(f, "{symbol} joins {segment} before the event"),
            Self::PlacedAnew(symbol, was, is) if was == is => {
                write!(f, "{symbol} is placed anew in {is}, as on rank day")
            }
            Self::PlacedAnew(symbol, was, is) => {
                write!(f, "{symbol} is placed anew in {is} instead of {was}")
            }
            Self::InLockDown => f.write_str("in the lock-down nobody is placed anew"),
            Self::NotEligible(symbol) => {
                write!(f, "{symbol} was not eligible on rank day and is not placed anew")
            }
            Self::BuyerHadLeft(buyer) => {
                write!(f, "{buyer} had left by then, so that nobody's shares grow")
            }
            Self::GrowthUnknown(symbol) => {
                write!(
                    f,
                    "the index shares of {symbol} stay as they were, for no file says by how much they grow"
                )
            }
            Self::TakenOverTogether => {
                f.write_str("is part of the takeover of its company on this day")
            }
            Self::ClassEnded(other) => write!(f, "the class goes into {other}"),
            Self::Renamed => f.write_str("the ticker is carried on"),
            Self::TickerTaken(ticker) => write!(
                f,
                "another line had the ticker {ticker}, and nothing says that it left or was renamed"
            ),
            Self::Nothing => f.write_str("changes no index"),
        }
    }
}
