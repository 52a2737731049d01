//! Who may be a member at all (RB 5, App. B): the screens in order, one rule per file.
//!
//! A line or company is dropped by the first screen that it fails, so that the drops and what is
//! left add up to the universe. What a thing is comes first, how large it is comes last.

mod country;
mod exchange;
mod failure;
mod float;
mod listing;
mod price;
mod share_type;
mod size;
mod stated;
mod structure;
mod votes;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use smallvec::SmallVec;

pub use country::assign_country;
pub use failure::Failure;
pub use votes::{UnrestrictedVotes, unrestricted_votes};

use super::parameters::{Parameters, Unknown};
use crate::universe::Security;
use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// The screens, in the order in which they are applied.
    pub enum Screen {
        /// Only common shares.
        ShareType,
        /// No trusts, funds, partnerships, LLCs or blank-cheque companies.
        Structure,
        /// Only the exchanges of the rule book.
        Exchange,
        /// Assigned to the US.
        Country,
        /// Trading and documented by rank day.
        Listing,
        /// A close of a dollar at least.
        Price,
        /// A float of 5% at least.
        Float,
        /// A company cap of $30m at least.
        Size,
        /// Votes of 5% at least with unrestricted holders.
        Votes,
        /// Not known, or inferred on evidence, to be ineligible beyond what the columns show.
        Stated,
    }
);

impl Screen {
    /// The rule, in a few words for a report.
    pub fn rule(self) -> &'static str {
        match self {
            Self::ShareType => "common shares only",
            Self::Structure => "no trusts, funds, partnerships, LLCs, SPACs",
            Self::Exchange => "listed on an eligible exchange",
            Self::Country => "assigned to the US",
            Self::Listing => "trading and documented by rank day",
            Self::Price => "close at or above the minimum",
            Self::Float => "free float at or above the minimum",
            Self::Size => "company cap at or above the minimum",
            Self::Votes => "unrestricted votes at or above the minimum",
            Self::Stated => "not known or inferred to be ineligible",
        }
    }
}

/// What one screen says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// It passes.
    Pass,
    /// What the screen looks at is unknown, and unknown passes.
    PassUnknown,
    /// It fails, for this.
    Fail(Failure),
}

/// Why a line is out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drop {
    /// The first screen that it failed.
    pub screen: Screen,
    /// What fails it.
    pub failure: Failure,
}

/// What the screens need to know beside the line.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The rule book.
    pub parameters: &'a Parameters,
    /// Rank day.
    pub rank_day: NaiveDate,
    /// Whether votes are researched at this event; where not, members keep their standing.
    pub votes_reviewed: bool,
    /// Whether the line's company is a member now.
    pub member: bool,
    /// Whether the line itself is.
    pub member_line: bool,
}

impl Context<'_> {
    /// The verdict on an unknown value.
    fn unknown(&self, what: &'static str) -> Check {
        match self.parameters.eligibility.unknown {
            Unknown::Pass => Check::PassUnknown,
            Unknown::Fail => Check::Fail(Failure::Unknown(what)),
        }
    }
}

/// What all screens of a line or a company say together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// The first screen failed; `None` for a line that passes all.
    pub drop: Option<Drop>,
    /// Screens passed because what they look at is unknown.
    pub unknown: SmallVec<[Screen; 4]>,
}

impl Verdict {
    /// Applies a screen; returns whether the next is to follow.
    fn and(&mut self, screen: Screen, check: impl FnOnce() -> Check) -> bool {
        match check() {
            Check::Pass => true,
            Check::PassUnknown => {
                self.unknown.push(screen);
                true
            }
            Check::Fail(failure) => {
                self.drop = Some(Drop { screen, failure });
                false
            }
        }
    }
}

/// The screens of a line, in order.
pub fn judge_line(s: &Security, context: &Context<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let _all = verdict.and(Screen::ShareType, || share_type::check(s, context))
        && verdict.and(Screen::Structure, || structure::check(s, context))
        && verdict.and(Screen::Exchange, || exchange::check(s, context))
        && verdict.and(Screen::Country, || country::check(s, context))
        && verdict.and(Screen::Listing, || listing::check(s, context))
        && verdict.and(Screen::Price, || price::check(s, context))
        && verdict.and(Screen::Float, || float::check(s, context));
    verdict
}

/// What every screen says of a line, whatever those before it say, in order.
pub fn examine_line(s: &Security, context: &Context<'_>) -> [(Screen, Check); 7] {
    [
        (Screen::ShareType, share_type::check(s, context)),
        (Screen::Structure, structure::check(s, context)),
        (Screen::Exchange, exchange::check(s, context)),
        (Screen::Country, country::check(s, context)),
        (Screen::Listing, listing::check(s, context)),
        (Screen::Price, price::check(s, context)),
        (Screen::Float, float::check(s, context)),
    ]
}

/// What every screen says of a company: its cap in USD, the line that stands for it, and all its lines.
pub fn examine_company<'a>(
    cap: Option<Decimal>,
    s: &Security,
    classes: impl Iterator<Item = &'a Security> + Clone,
    context: &Context<'_>,
) -> [(Screen, Check); 3] {
    [
        (Screen::Size, size::check(cap, context)),
        (Screen::Votes, votes::check(s, classes, context)),
        (Screen::Stated, stated::check(s)),
    ]
}

/// Whether what a line is keeps it out on every day, whatever its price and its size: its share type,
/// its structure, its country, or a statement that leaves it no place at all.
pub fn out_by_nature(s: &Security, parameters: &Parameters) -> bool {
    let context = Context {
        parameters,
        rank_day: NaiveDate::MAX,
        votes_reviewed: true,
        member: false,
        member_line: false,
    };
    let checks = [share_type::check, structure::check, country::check];
    let stated_out = s.excluded.is_some() && s.reserve_pct == 0;
    stated_out || checks.iter().any(|check| matches!(check(s, &context), Check::Fail(_)))
}

/// The screens of a company: its cap in USD, the line that stands for it, and all its lines.
pub fn judge_company<'a>(
    cap: Option<Decimal>,
    s: &Security,
    classes: impl Iterator<Item = &'a Security> + Clone,
    context: &Context<'_>,
) -> Verdict {
    let mut verdict = Verdict::default();
    let _all = verdict.and(Screen::Size, || size::check(cap, context))
        && verdict.and(Screen::Votes, || votes::check(s, classes, context))
        && verdict.and(Screen::Stated, || stated::check(s));
    verdict
}

#[cfg(test)]
mod tests;
