//! What else would have changed a decision: another membership before, or other facts of eligibility.
//! For each, the whole reconstitution is run again.

use rust_decimal::Decimal;

use super::{Case, Prices};
use crate::methodology::Screen;
use crate::methodology::eligibility::{Check, Rule, Subject, company_screens, line_screens};
use crate::methodology::ranking::CapsTooLarge;
use crate::reconstitution::{Inputs, Outcome, Reason, context, match_members, reconstitute};
use crate::universe::{Member, Membership, Segment, Universe};

/// What would have been decided, had the company been held elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfHeld {
    /// The segment where it would have been held; `None` if it were new to the family.
    pub from: Segment,
    /// What would have been decided.
    pub outcome: Outcome,
}

/// What would have been decided, had the company passed the screens that no price changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Eligible {
    /// The screens that it does not pass now.
    pub passing: Vec<Screen>,
    /// What would have been decided.
    pub outcome: Outcome,
    /// Its rank in that case.
    pub rank: Option<usize>,
    /// Its cap in that case, USD.
    pub market_cap: Option<Decimal>,
    /// What would be decided at other prices in that case; only if a screen would drop it at its
    /// own price.
    pub prices: Option<Prices>,
}

/// What would have been decided, had the company been new or a member of the Russell 1000 or 2000;
/// empty if the company has no rank.
pub(super) fn if_held(case: &Case<'_>, company: usize) -> Result<Vec<IfHeld>, CapsTooLarge> {
    let Case { inputs, result, symbol_changes, .. } = *case;
    let decided = &result.companies[company];
    if decided.rank.is_none() {
        return Ok(Vec::new());
    }
    let was = result.matched.held_company(company).map_or(Segment::None, |held| held.segment);
    let others = [Segment::None, Segment::R2000, Segment::R1000];
    // Bands hold no company outside the Russell 3000, so such a member is decided as if it were
    // new.
    let others =
        others.into_iter().filter(|&to| to != was && (to != Segment::None || was.in_r3000()));
    others
        .map(|from| {
            let membership = held_elsewhere(case, company, from);
            let matched = match_members(&membership, inputs.universe, symbol_changes);
            let again = reconstitute(inputs, matched)?;
            Ok(IfHeld { from, outcome: Outcome::from(&again.companies[company]) })
        })
        .collect()
}

/// The membership with one company held elsewhere.
fn held_elsewhere(case: &Case<'_>, company: usize, from: Segment) -> Membership {
    let Case { inputs, membership, result, .. } = *case;
    let lines = &inputs.universe.companies[company].lines;
    let is_own = |at: usize| {
        let of = Some(at);
        lines.iter().any(|&line| result.matched.member_of_line[line] == of)
            || result.matched.member_of_company[company] == of
    };
    let members = membership.members.iter().enumerate();
    let mut members: Vec<Member> =
        members.filter(|(at, _)| !is_own(*at)).map(|(_, member)| member.clone()).collect();
    if from != Segment::None {
        let security = &inputs.universe.securities[result.companies[company].line];
        members.push(Member {
            name: security.name().to_owned(),
            id: security.id().map(str::to_owned),
            ..Member::new(security.symbol(), from, inputs.universe.as_of)
        });
    }
    Membership { members, not_given: membership.not_given }
}

/// What would be decided if the company passed the screens that it fails, except those of price and
/// size; `None` if it fails no others.
pub(super) fn if_eligible(
    case: &Case<'_>,
    company: usize,
) -> Result<Option<Eligible>, CapsTooLarge> {
    let Case { inputs, result, .. } = *case;
    let decided = &result.companies[company];
    if !matches!(decided.reason, Reason::Ineligible(_)) {
        return Ok(None);
    }
    let member = result.matched.member_of_company[company].is_some();
    let member_line = result.matched.member_of_line[decided.line].is_some();
    let context = context(inputs, member, member_line);
    let security = &inputs.universe.securities[decided.line];
    let lines = &inputs.universe.companies[company].lines;
    let subject = Subject::company(None, security, &inputs.universe.securities, lines);
    let failed: Vec<&dyn Rule> = line_screens()
        .chain(company_screens())
        .filter(|rule| !rule.is_of_prices())
        .filter(|rule| matches!(rule.check(&subject, &context), Check::Fail(_)))
        .collect();
    let passing: Vec<Screen> = failed.iter().map(|rule| rule.screen()).collect();
    if passing.is_empty() {
        return Ok(None);
    }
    let mut securities = inputs.universe.securities.clone();
    for rule in failed {
        rule.mend(&mut securities[decided.line], &context);
    }
    let universe = Universe::new(inputs.universe.as_of, securities);
    let inputs = Inputs { universe: &universe, ..*inputs };
    let matched = match_members(case.membership, &universe, case.symbol_changes);
    let again = reconstitute(&inputs, matched)?;
    let then = &again.companies[company];
    let prices = if matches!(then.reason, Reason::Ineligible(_)) {
        let lines = &universe.companies[company].lines;
        let (cap, line) = super::cap::cap(&inputs, lines, then.line, member);
        super::prices(&inputs, &again, company, line, &cap)?
    } else {
        None
    };
    Ok(Some(Eligible {
        passing,
        outcome: Outcome::from(then),
        rank: then.rank,
        market_cap: then.market_cap,
        prices,
    }))
}
