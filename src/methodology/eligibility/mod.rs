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

use super::{Parameters, Unknown};
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

/// The screens of a line, in order.
const OF_LINES: [&dyn Rule; 7] = [
    &share_type::ShareType,
    &structure::Structure,
    &exchange::Exchange,
    &country::AssignedCountry,
    &listing::Listing,
    &price::Price,
    &float::Float,
];

/// The screens of a company, which come after those of its lines, in order.
const OF_COMPANIES: [&dyn Rule; 3] = [&size::Size, &votes::Votes, &stated::Stated];

/// Everything about a screen.
pub trait Rule: Sync {
    /// Which it is.
    fn screen(&self) -> Screen;

    /// The rule, in a few words for a report.
    fn rule(&self) -> &'static str;

    /// What it decides by, in a word, where a result is held against a list.
    fn finds(&self) -> &'static str {
        self.screen().into()
    }

    /// What it drops of a plausible universe.
    fn drops(&self) -> Drops;

    /// Whether a line or a company passes.
    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check;

    /// What it looks at; `None` where that is unknown.
    fn value(&self, of: &Subject<'_>, context: &Context<'_>) -> Option<String>;

    /// What it asks for.
    fn needs(&self, _: &Context<'_>) -> String {
        self.rule().to_owned()
    }

    /// Whether what it looks at is what a line is on every day, whatever its price.
    fn is_by_nature(&self) -> bool {
        false
    }

    /// Whether another price may be enough to pass it.
    fn is_of_prices(&self) -> bool {
        false
    }

    /// Makes a line pass by as little as there is; nothing where a price would do it.
    fn mend(&self, _: &mut Security, _: &Context<'_>) {}
}

/// What a screen drops of a plausible universe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drops {
    /// What those lines are.
    pub what: &'static str,
    /// How many they are at the most, per cent of all lines, unless a scenario says otherwise.
    pub most_pct: f64,
}

impl Screen {
    /// Everything about it.
    pub fn definition(self) -> &'static dyn Rule {
        OF_LINES
            .into_iter()
            .chain(OF_COMPANIES)
            .find(|rule| rule.screen() == self)
            .unwrap_or(&stated::Stated)
    }

    /// The rule, in a few words for a report.
    pub fn rule(self) -> &'static str {
        self.definition().rule()
    }
}

/// What a screen judges: a line, or a company by the line that stands for it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The line.
    pub line: &'a Security,
    /// Cap of the company, USD; `None` of a line alone, and where it is unknown.
    pub cap: Option<Decimal>,
    /// All securities, and the places of the company's own among them.
    classes: (&'a [Security], &'a [usize]),
}

impl<'a> Subject<'a> {
    /// A line by itself.
    pub fn line(line: &'a Security) -> Self {
        Self { line, cap: None, classes: (&[], &[]) }
    }

    /// A company with its cap in USD, the line that stands for it, and the places of all its lines among
    /// the securities.
    pub fn company(
        cap: Option<Decimal>,
        line: &'a Security,
        securities: &'a [Security],
        lines: &'a [usize],
    ) -> Self {
        Self { line, cap, classes: (securities, lines) }
    }

    /// All lines of the company.
    fn classes(&self) -> impl Iterator<Item = &'a Security> + Clone + use<'a> {
        let (securities, lines) = self.classes;
        lines.iter().map(move |&line| &securities[line])
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
    fn and(&mut self, screen: Screen, check: Check) -> bool {
        match check {
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

/// The screens of a line, in order, up to the first that drops it.
pub fn judge_line(line: &Security, context: &Context<'_>) -> Verdict {
    judge(&OF_LINES, &Subject::line(line), context)
}

/// The screens of a company, in order, up to the first that drops it.
pub fn judge_company(company: &Subject<'_>, context: &Context<'_>) -> Verdict {
    judge(&OF_COMPANIES, company, context)
}

fn judge(rules: &[&dyn Rule], of: &Subject<'_>, context: &Context<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let _all = rules.iter().all(|rule| verdict.and(rule.screen(), rule.check(of, context)));
    verdict
}

/// Every screen of a line, whatever those before it say, in order.
pub fn line_screens() -> impl Iterator<Item = &'static dyn Rule> {
    OF_LINES.into_iter()
}

/// Every screen of a company, whatever those before it say, in order.
pub fn company_screens() -> impl Iterator<Item = &'static dyn Rule> {
    OF_COMPANIES.into_iter()
}

/// Whether what a line is keeps it out on every day, whatever its price and its size, or a statement leaves
/// it no place at all.
pub fn out_by_nature(line: &Security, parameters: &Parameters) -> bool {
    let context = Context {
        parameters,
        rank_day: NaiveDate::MAX,
        votes_reviewed: true,
        member: false,
        member_line: false,
    };
    let fails = |rule: &dyn Rule| {
        let check = rule.check(&Subject::line(line), &context);
        rule.is_by_nature() && matches!(check, Check::Fail(_))
    };
    let stated_out = line.excluded.is_some() && line.reserve_pct == 0;
    stated_out || line_screens().any(fails)
}

#[cfg(test)]
mod tests;
