//! Eligibility (RB 5, App. B): the screens in order, one rule per file.
//!
//! A line or company is dropped by the first screen that it fails, so that the drops and the
//! remaining lines sum to the universe. Screens on the nature of a line come first, those on its
//! size last.

mod country;
mod exchange;
mod failure;
mod float;
mod listing;
mod price;
mod share_type;
mod size;
mod stated;
mod steady;
mod structure;
mod votes;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use smallvec::SmallVec;

pub use country::assign_country;
pub use failure::Failure;
pub use steady::Steady;
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
        /// Only the eligible exchanges of the rule book.
        Exchange,
        /// Assigned to the US.
        Country,
        /// Trading and documented by rank day.
        Listing,
        /// A close of at least one dollar.
        Price,
        /// A free float of at least 5%.
        Float,
        /// A company cap of at least $30m.
        Size,
        /// At least 5% of the votes with unrestricted holders.
        Votes,
        /// Neither stated nor inferred on evidence to be ineligible for reasons that the other
        /// columns do not show.
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

/// The screens of a company, in order; they follow those of its lines.
const OF_COMPANIES: [&dyn Rule; 3] = [&size::Size, &votes::Votes, &stated::Stated];

/// A screen: its test, and its descriptions for reports.
pub trait Rule: Sync {
    /// The screen that this rule implements.
    fn screen(&self) -> Screen;

    /// The rule, in a few words for a report.
    fn rule(&self) -> &'static str;

    /// What it decides by, in a word, for comparisons of a result with a list.
    fn finds(&self) -> &'static str {
        self.screen().into()
    }

    /// The lines that it drops from a plausible universe.
    fn drops(&self) -> Drops;

    /// Whether a line or a company passes.
    fn check(&self, of: &Subject<'_>, context: &Context<'_>) -> Check;

    /// The value that it tests, as text; `None` if unknown.
    fn value(&self, of: &Subject<'_>, context: &Context<'_>) -> Option<String>;

    /// Its requirement, as text.
    fn needs(&self, _: &Context<'_>) -> String {
        self.rule().to_owned()
    }

    /// Whether it tests the nature of a line, which does not depend on its price.
    fn is_by_nature(&self) -> bool {
        false
    }

    /// Whether a different price may be enough to pass.
    fn is_of_prices(&self) -> bool {
        false
    }

    /// Changes a line by the least amount that makes it pass; does nothing if a price change
    /// suffices.
    fn mend(&self, _: &mut Security, _: &Context<'_>) {}
}

/// The lines that a screen drops from a plausible universe.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drops {
    /// What the dropped lines are, as text.
    pub what: &'static str,
    /// The columns of a universe that it looks at, as text.
    pub columns: &'static str,
    /// Their maximum number, per cent of all lines, unless a scenario overrides it.
    pub most_pct: f64,
}

impl Screen {
    /// The rule that implements it.
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

/// The subject of a screen: a line, or a company with the line that represents it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The line.
    pub line: &'a Security,
    /// Cap of the company, USD; `None` for a line alone, or if unknown.
    pub cap: Option<Decimal>,
    /// All securities, and the indices of the company's own lines.
    classes: (&'a [Security], &'a [usize]),
}

impl<'a> Subject<'a> {
    /// A line alone.
    pub fn line(line: &'a Security) -> Self {
        Self { line, cap: None, classes: (&[], &[]) }
    }

    /// A company with its cap in USD, the line that represents it, and the indices of all its lines
    /// in `securities`.
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

/// The outcome of one screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// It passes.
    Pass,
    /// The tested value is unknown, and unknown values pass.
    PassUnknown,
    /// It fails, because of this value.
    Fail(Failure),
}

/// Why a line was dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The first screen that it failed.
    pub screen: Screen,
    /// The failing value.
    pub failure: Failure,
}

/// What the screens need besides the line.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The rule book.
    pub parameters: &'a Parameters,
    /// Rank day.
    pub rank_day: NaiveDate,
    /// Whether votes are researched at this event; if not, members keep their status.
    pub votes_reviewed: bool,
    /// Whether the line's company is a member now.
    pub member: bool,
    /// Whether the line itself is a member.
    pub member_line: bool,
}

impl Context<'_> {
    /// The outcome for an unknown value; `what` names it.
    fn unknown(&self, what: &'static str) -> Check {
        match self.parameters.eligibility.unknown {
            Unknown::Pass => Check::PassUnknown,
            Unknown::Fail => Check::Fail(Failure::Unknown(what)),
        }
    }
}

/// The combined outcome of all screens of a line or a company.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// The first screen failed; `None` for a line that passes all.
    pub drop: Option<Dropped>,
    /// Screens passed because the tested value is unknown.
    pub unknown: SmallVec<[Screen; 4]>,
}

impl Verdict {
    /// Records the outcome of a screen; returns whether to continue with the next.
    fn and(&mut self, screen: Screen, check: Check) -> bool {
        match check {
            Check::Pass => true,
            Check::PassUnknown => {
                self.unknown.push(screen);
                true
            }
            Check::Fail(failure) => {
                self.drop = Some(Dropped { screen, failure });
                false
            }
        }
    }
}

/// Applies the screens of a line, in order, up to the first that drops it.
pub fn judge_line(line: &Security, context: &Context<'_>) -> Verdict {
    judge(&OF_LINES, &Subject::line(line), context)
}

/// Applies the screens of a company, in order, up to the first that drops it.
pub fn judge_company(company: &Subject<'_>, context: &Context<'_>) -> Verdict {
    judge(&OF_COMPANIES, company, context)
}

fn judge(rules: &[&dyn Rule], of: &Subject<'_>, context: &Context<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let _all = rules.iter().all(|rule| verdict.and(rule.screen(), rule.check(of, context)));
    verdict
}

/// All screens of a line, in order.
pub fn line_screens() -> impl Iterator<Item = &'static dyn Rule> {
    OF_LINES.into_iter()
}

/// All screens of a company, in order.
pub fn company_screens() -> impl Iterator<Item = &'static dyn Rule> {
    OF_COMPANIES.into_iter()
}

/// Whether a line is ineligible at any price and size: by its nature, or because it is stated to be
/// ineligible and no fraction of a place is reserved for it.
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
