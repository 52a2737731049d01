//! Decides on one company again at another price, with all other companies unchanged.
//!
//! A price changes its company's cap, and with it the ranks below, the total cap and every
//! percentile. The order of the other companies stays the same, so that only the sums are
//! recomputed: this is a hundred times faster than the whole event and follows the same rules.

use rust_decimal::Decimal;

use super::decision;
use super::matching::Matched;
use super::screening::{self, Screened};
use super::{
    CompanyResult, Decision, Inputs, Reason, Reconstitution, Standing, eligible_entry, entries,
    held_sides, set_place,
};
use crate::methodology::family::Family;
use crate::methodology::ranking::{CapsTooLarge, Entry, ExactUsd, Ranking};
use crate::methodology::reserved::Reserved;
use crate::universe::{Indexes, Security, Segment, Universe};

/// The decision on a company at a given price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Segment after the event.
    pub to: Segment,
    /// Indexes after the event.
    pub indexes: Indexes,
    /// The decision.
    pub decision: Decision,
    /// The reason for the decision.
    pub reason: Reason,
}

impl From<&CompanyResult> for Outcome {
    fn from(result: &CompanyResult) -> Self {
        let CompanyResult { to, indexes, decision, reason, .. } = *result;
        Self { to, indexes, decision, reason }
    }
}

/// Scales the prices and stated caps of a company's lines so that the price of `line` becomes
/// `price`: exactly for that line, in proportion for the others.
///
/// Stated caps are rounded to cents, the other prices to hundredths of a cent.
pub fn move_prices(securities: &mut [&mut Security], line: usize, price: Decimal) {
    let Some(was) = securities[line].price().filter(|was| !was.is_zero()) else { return };
    let moved = |value: Decimal, places| {
        let exactly = value.checked_mul(price).and_then(|product| product.checked_div(was));
        exactly.unwrap_or(value).round_dp(places)
    };
    for (at, security) in securities.iter_mut().enumerate() {
        if at == line {
            security.set_price(Some(price));
        } else {
            security.set_price(security.price().map(|own| moved(own, 4)));
        }
        security.set_company_market_cap(security.company_market_cap().map(|cap| moved(cap, 2)));
    }
}

/// One company, with all other companies sorted by cap.
pub struct WhatIf<'a> {
    inputs: Inputs<'a>,
    /// A universe of this company alone, with unchanged prices.
    alone: Universe,
    matched: Matched,
    /// The standing of its lines on the previous rank day.
    previous: Option<Vec<Option<Standing>>>,
    /// The line whose price changes, as an index into the company's own lines.
    line: usize,
    others: Vec<(ExactUsd, Entry<'a>)>,
    reserved: Reserved,
}

/// Scratch memory that is reused from one price to the next.
pub struct Workspace {
    alone: Universe,
    ranking: Ranking,
}

impl<'a> WhatIf<'a> {
    /// Prepares a company of a reconstitution; `line` is the line whose price is to change, as an
    /// index into the universe's lines. `None` if that line has no price.
    pub fn new(
        inputs: &Inputs<'a>,
        result: &Reconstitution,
        company: usize,
        line: usize,
    ) -> Option<Self> {
        let lines = &inputs.universe.companies[company].lines;
        let own = |line: usize| inputs.universe.securities[line].clone();
        let alone =
            Universe::new(inputs.universe.as_of, lines.iter().map(|&line| own(line)).collect());
        let at = lines.iter().position(|own| *own == line)?;
        alone.securities[at].price().filter(|price| !price.is_zero())?;
        // Keep only this company's own lines out of all matched lines and companies.
        let all = &result.matched;
        let matched = Matched {
            held: all.held.clone(),
            states_microcap: all.states_microcap,
            member_of_line: lines.iter().map(|&line| all.member_of_line[line]).collect(),
            member_of_company: vec![all.member_of_company[company]],
            ..Matched::default()
        };
        let (all, reserved) = entries(inputs, &result.screened, &result.matched);
        let others = all.into_iter().filter(|entry| entry.company != company);
        let mut others: Vec<_> = others.map(|entry| (ExactUsd::new(entry.cap), entry)).collect();
        others.sort_by(Entry::in_order);
        Some(Self {
            alone,
            matched,
            previous: inputs.previous.map(|of| lines.iter().map(|&line| of[line]).collect()),
            line: at,
            others,
            reserved,
            inputs: *inputs,
        })
    }

    /// The caps of all other companies that take a place, USD, largest first, down to the first
    /// that is in no index.
    pub fn caps_above(&self) -> impl Iterator<Item = Decimal> {
        let mut places_pct = 0;
        let last = self.reserved.places_to(self.inputs.parameters.breaks.r3000e.rank) * 100;
        self.others.iter().map_while(move |(_, entry)| {
            let is_in = places_pct <= last;
            places_pct += usize::from(entry.place_pct);
            is_in.then_some(entry.cap)
        })
    }

    /// Scratch memory for [`WhatIf::at`].
    pub fn workspace(&self) -> Workspace {
        Workspace { alone: self.alone.clone(), ranking: Ranking::default() }
    }

    /// The decision at another price, USD a share.
    ///
    /// # Errors
    /// Caps are too large to be compared exactly.
    pub fn at(&self, price: Decimal, workspace: &mut Workspace) -> Result<Outcome, CapsTooLarge> {
        let Workspace { alone, ranking } = workspace;
        for (moved, own) in alone.securities.iter_mut().zip(&self.alone.securities) {
            moved.set_price(own.price());
            moved.set_company_market_cap(own.company_market_cap());
        }
        let mut lines: Vec<&mut Security> = alone.securities.iter_mut().collect();
        move_prices(&mut lines, self.line, price);
        let inputs = Inputs { universe: alone, previous: self.previous.as_deref(), ..self.inputs };
        let mut screened = Screened::default();
        let mut place = None;
        match screening::judge(0, &inputs, &self.matched).outcome {
            Ok(eligible) => {
                place = eligible_entry(&inputs, &eligible);
                screened.eligible.push(eligible);
            }
            // The company itself is not ranked, whatever fraction of a place it takes, and the
            // ranks of the others are not needed.
            Err(ineligible) => screened.ineligible.push(ineligible),
        }
        let mut results = decision::unranked(&inputs, &screened, &self.matched);
        let Some(result) = results.first_mut() else { return Ok(NOTHING) };
        if let Some(own) = place {
            self.rank(own, ranking)?;
            let family = Family::new(ranking, inputs.parameters);
            if let Some(ranked) = ranking.ranked.iter().find(|r| r.company == OWN) {
                let sides = held_sides(&self.matched, 0);
                let place = family.place(ranked.rank, ranked.cumulative, &sides);
                set_place(result, ranked, &place);
                decision::decide_ranked(result, &place, &inputs, self.matched.knows_microcap());
            }
        }
        Ok(Outcome::from(&*result))
    }

    /// Ranks all companies, including this one.
    fn rank(&self, own: Entry<'_>, ranking: &mut Ranking) -> Result<(), CapsTooLarge> {
        let own = (ExactUsd::new(own.cap), Entry { company: OWN, ..own });
        let before = self.others.partition_point(|other| Entry::in_order(other, &own).is_lt());
        let (larger, smaller) = self.others.split_at(before);
        let all = larger.iter().chain(std::iter::once(&own)).chain(smaller);
        let all = all.map(|(exact, entry)| (entry.company, entry.cap, *exact, entry.place_pct));
        ranking.refill(all, &self.reserved, self.inputs.parameters.breaks.r3000e.rank)
    }
}

/// The id of the company itself in the ranking.
const OWN: usize = usize::MAX;

/// The outcome for a company that is absent from the ranking.
const NOTHING: Outcome = Outcome {
    to: Segment::None,
    indexes: Indexes::NONE,
    decision: Decision::Out,
    reason: Reason::TooSmall,
};
