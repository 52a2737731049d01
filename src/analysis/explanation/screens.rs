//! Every screen of a line and of a company: what it looked at, what it asks for, what it said.

use rust_decimal::Decimal;

use crate::methodology::eligibility::{
    Check, Context, UnrestrictedVotes, examine_company, examine_line, unrestricted_votes,
};
use crate::methodology::{Screen, assign_country};
use crate::reconstitution::{Inputs, context};
use crate::universe::Security;

/// How a screen was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It passes.
    Passed,
    /// What the screen looks at is unknown, and unknown passes.
    PassedUnknown,
    /// It fails.
    Failed,
}

/// One screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The screen.
    pub screen: Screen,
    /// What it looked at; `None` where that is unknown.
    pub value: Option<String>,
    /// What it asks for.
    pub needs: String,
    /// How it was answered.
    pub standing: Standing,
}

/// The screens of a line, by whether its company is a member, and whether it is itself.
pub(super) fn of_line(
    inputs: &Inputs<'_>,
    s: &Security,
    (member, member_line): (bool, bool),
) -> Vec<Finding> {
    let context = context(inputs, member, member_line);
    let all = examine_line(s, &context);
    let finding = |(screen, check)| finding(screen, &check, s, (None, None), &context);
    all.into_iter().map(finding).collect()
}

/// The screens of a company: by its cap, and by the line that stands for it.
pub(super) fn of_company(
    inputs: &Inputs<'_>,
    cap: Option<Decimal>,
    (company, line): (usize, usize),
    member: bool,
) -> Vec<Finding> {
    let context = context(inputs, member, member);
    let securities = &inputs.universe.securities;
    let s = &securities[line];
    let classes = inputs.universe.companies[company].lines.iter().map(|&line| &securities[line]);
    let all = examine_company(cap, s, classes.clone(), &context);
    let of_company = (cap, unrestricted_votes(s, classes));
    let finding = |(screen, check)| finding(screen, &check, s, of_company, &context);
    all.into_iter().map(finding).collect()
}

fn finding(
    screen: Screen,
    check: &Check,
    s: &Security,
    of_company: (Option<Decimal>, Option<UnrestrictedVotes>),
    context: &Context<'_>,
) -> Finding {
    let standing = match check {
        Check::Pass => Standing::Passed,
        Check::PassUnknown => Standing::PassedUnknown,
        Check::Fail(_) => Standing::Failed,
    };
    Finding {
        screen,
        value: value(screen, s, of_company, context),
        needs: needs(screen, context),
        standing,
    }
}

/// What a screen looks at.
fn value(
    screen: Screen,
    s: &Security,
    (cap, votes): (Option<Decimal>, Option<UnrestrictedVotes>),
    context: &Context<'_>,
) -> Option<String> {
    let rules = &context.parameters.eligibility;
    let per_cent = |value: Option<Decimal>| value.map(|value| format!("{}%", value.normalize()));
    match screen {
        Screen::ShareType => Some(s.security_type.to_string()),
        Screen::Structure => Some(s.structure.to_string()),
        Screen::Exchange => Some(s.exchange.to_string()),
        Screen::Country => {
            let country = assign_country(&s.country, &rules.benefit_driven_incorporation)?;
            let how = if s.country.assigned.is_some() { "assigned" } else { "by its indicators" };
            Some(format!("{country} ({how})"))
        }
        Screen::Listing => {
            let day = |what, day: Option<chrono::NaiveDate>| day.map(|day| format!("{what} {day}"));
            let late = day("documented", s.documented_date.filter(|d| *d > context.rank_day));
            late.or_else(|| day("listed", s.listing_date))
        }
        Screen::Price => {
            let price = s.price?;
            let mean = s.mean_close_30d.filter(|_| price < rules.min_price && context.member);
            let mean = mean
                .map_or_else(String::new, |mean| format!(", 30-day mean ${}", mean.normalize()));
            Some(format!("${}{mean}", price.normalize()))
        }
        Screen::Float => per_cent(s.free_float_pct),
        Screen::Size => cap.map(|cap| format!("${}", cap.round_dp(2).normalize())),
        Screen::Votes if context.member && !context.votes_reviewed => {
            Some("a member's are not reviewed".to_owned())
        }
        Screen::Votes => votes.map(|votes| votes.to_string()),
        Screen::Stated => {
            let said = s.excluded.clone().unwrap_or_else(|| "nothing".to_owned());
            let reserved = match s.reserve_pct {
                0 => String::new(),
                pct => format!(" (takes {pct}% of a place in the ranking all the same)"),
            };
            Some(format!("{said}{reserved}"))
        }
    }
}

/// What a screen asks for.
fn needs(screen: Screen, context: &Context<'_>) -> String {
    let rules = &context.parameters.eligibility;
    match screen {
        Screen::ShareType | Screen::Structure | Screen::Listing => screen.rule().to_owned(),
        Screen::Exchange => "an exchange of the rule book".to_owned(),
        Screen::Country => format!("{}", rules.country),
        Screen::Price if context.member => format!(
            "at least ${}, or a 30-day mean of ${}",
            rules.min_price.normalize(),
            rules.min_member_mean_close.normalize()
        ),
        Screen::Price => format!("at least ${}", rules.min_price.normalize()),
        Screen::Float => format!("at least {}% of shares", rules.min_free_float_pct.normalize()),
        Screen::Size => format!("at least ${}", rules.min_market_cap.normalize()),
        Screen::Votes => {
            format!("at least {}% of votes", rules.min_unrestricted_votes_pct.normalize())
        }
        Screen::Stated => "no statement that it is ineligible".to_owned(),
    }
}
