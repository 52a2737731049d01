//! What else would have changed a decision: another place held before, or other facts of eligibility.
//! Each is a whole reconstitution of its own.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Prices;
use crate::methodology::Screen;
use crate::methodology::eligibility::{Check, examine_company, examine_line};
use crate::methodology::ranking::CapsTooLarge;
use crate::reconstitution::{Inputs, Outcome, Reason, Reconstitution, context, reconstitute};
use crate::universe::{Member, Membership, Security, SecurityType, Segment, Structure, Universe};

/// What would have been decided, had the company been held elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfHeld {
    /// Where; `None` of the family for one that is new to it.
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
    /// Its rank then.
    pub rank: Option<usize>,
    /// Its cap then, USD.
    pub market_cap: Option<Decimal>,
    /// What other prices would lead to then, where its own is one at which a screen drops it.
    pub prices: Option<Prices>,
}

/// Had it been new, or a member of the Russell 1000 or the 2000; of a company with a rank.
pub(super) fn if_held(
    inputs: &Inputs<'_>,
    result: &Reconstitution,
    company: usize,
) -> Result<Vec<IfHeld>, CapsTooLarge> {
    let decided = &result.companies[company];
    if decided.rank.is_none() {
        return Ok(Vec::new());
    }
    let held = result.matched.member_of_company[company];
    let was = held.map_or(Segment::None, |at| inputs.membership.members[at].segment);
    let others = [Segment::None, Segment::R2000, Segment::R1000];
    // Below the Russell 3000 nobody is banded: there it is as if it were new.
    let others =
        others.into_iter().filter(|&to| to != was && (to != Segment::None || was.in_r3000()));
    others
        .map(|from| {
            let membership = held_elsewhere(inputs, result, company, from);
            let again = reconstitute(&Inputs { membership: &membership, ..*inputs })?;
            Ok(IfHeld { from, outcome: Outcome::from(&again.companies[company]) })
        })
        .collect()
}

/// The membership, but for one company.
fn held_elsewhere(
    inputs: &Inputs<'_>,
    result: &Reconstitution,
    company: usize,
    from: Segment,
) -> Membership {
    let lines = &inputs.universe.companies[company].lines;
    let is_own = |at: usize| {
        let of = Some(at);
        lines.iter().any(|&line| result.matched.member_of_line[line] == of)
            || result.matched.member_of_company[company] == of
    };
    let members = inputs.membership.members.iter().enumerate();
    let mut members: Vec<Member> =
        members.filter(|(at, _)| !is_own(*at)).map(|(_, member)| member.clone()).collect();
    if from != Segment::None {
        let security = &inputs.universe.securities[result.companies[company].line];
        members.push(Member {
            name: security.name.clone(),
            id: security.id.clone(),
            ..Member::new(security.symbol.clone(), from, inputs.universe.as_of)
        });
    }
    Membership { members }
}

/// Had it passed the screens that it fails, but for price and size; `None` of one that fails none of
/// them.
pub(super) fn if_eligible(
    inputs: &Inputs<'_>,
    result: &Reconstitution,
    company: usize,
) -> Result<Option<Eligible>, CapsTooLarge> {
    let decided = &result.companies[company];
    if !matches!(decided.reason, Reason::Ineligible(_)) {
        return Ok(None);
    }
    let member = result.matched.member_of_company[company].is_some();
    let member_line = result.matched.member_of_line[decided.line].is_some();
    let context = context(inputs, member, member_line);
    let security = &inputs.universe.securities[decided.line];
    let line = examine_line(security, &context);
    let lines = &inputs.universe.companies[company].lines;
    let classes = lines.iter().map(|&line| &inputs.universe.securities[line]);
    let of_company = examine_company(None, security, classes, &context);
    let fails = |(screen, check): &(Screen, Check)| {
        matches!(check, Check::Fail(_)) && !matches!(screen, Screen::Price | Screen::Size)
    };
    let passing: Vec<Screen> = line
        .iter()
        .chain(&of_company)
        .filter(|one| fails(one))
        .map(|(screen, _)| *screen)
        .collect();
    if passing.is_empty() {
        return Ok(None);
    }
    let mut securities = inputs.universe.securities.clone();
    for screen in &passing {
        remedy(&mut securities[decided.line], *screen, inputs);
    }
    let universe = Universe::new(inputs.universe.as_of, securities);
    let inputs = Inputs { universe: &universe, ..*inputs };
    let again = reconstitute(&inputs)?;
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

/// Makes a line pass a screen, by as little as there is.
fn remedy(s: &mut Security, screen: Screen, inputs: &Inputs<'_>) {
    let rules = &inputs.parameters.eligibility;
    let by_rank_day =
        |day: &mut Option<NaiveDate>| *day = day.map(|d| d.min(inputs.event.rank_day));
    match screen {
        Screen::ShareType => {
            s.security_type = rules.security_types.first().copied().unwrap_or(SecurityType::Common);
        }
        Screen::Structure => s.structure = Structure::Corporation,
        Screen::Exchange => {
            s.exchange = rules.exchanges.first().copied().unwrap_or(s.exchange);
        }
        Screen::Country => s.country.assigned = Some(rules.country),
        Screen::Listing => {
            by_rank_day(&mut s.listing_date);
            by_rank_day(&mut s.documented_date);
        }
        Screen::Float => s.free_float_pct = Some(rules.min_free_float_pct),
        Screen::Votes => s.unrestricted_votes_pct = Some(rules.min_unrestricted_votes_pct),
        Screen::Stated => s.readmit(),
        // What a price does is found by prices.
        Screen::Price | Screen::Size => {}
    }
}
