//! A company of the explanation: its lines, screens and breaks, and what would change the decision.

mod breaks;
mod confidence;
mod line;
mod prices;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;
use strum::IntoEnumIterator as _;

use self::breaks::AtBreak;
use self::confidence::Confidence;
use self::line::Line;
use self::prices::Prices;
use crate::analysis::explanation::{CompanyFacts, Eligible, Finding, Formula, Standing};
use crate::methodology::Screen;
use crate::methodology::company_cap::VehicleReason;
use crate::reconstitution::{Decision, HeldIndexes, Outcome};
use crate::report::explanation::words::decision;
use crate::report::summary::ByName;
use crate::universe::{Index, Indexes, Member, Segment};

/// For every index, whether a member is in it; null if that is unknown.
pub(super) type Held = ByName<Index, Option<bool>>;

/// For every index, whether a member is in it.
pub(super) fn held(indexes: &HeldIndexes) -> Held {
    Index::iter().map(|index| (index, indexes.is_in(index))).collect()
}

/// A company with a line in the universe.
#[derive(Serialize, JsonSchema)]
pub(super) struct Company<'a> {
    /// The ticker of its pricing vehicle, or of its first line.
    symbol: &'a str,
    /// Its name.
    name: &'a str,
    /// The identifier that its lines share.
    issuer: &'a str,
    /// Segment before the event.
    from: Segment,
    /// The decision.
    outcome: Decided,
    /// Anything notable about the decision, in words; null if there is nothing.
    finding: Option<&'a str>,
    /// The decision in words.
    in_words: String,
    /// The confidence of the decision; null if there is no evidence for one.
    confidence: Option<Confidence<'a>>,
    /// The member before the event; null if there is none.
    member_before: Option<MemberBefore<'a>>,
    /// Other members with its ticker.
    others_of_its_ticker: Vec<Namesake<'a>>,
    /// Its lines.
    lines: Vec<Line<'a>>,
    /// The line whose price values it; null if it has none.
    pricing_vehicle: Option<Vehicle<'a>>,
    /// Market cap, USD; null if unknown.
    market_cap: Option<Decimal>,
    /// The parts of the cap.
    market_cap_is: CapOf<'a>,
    /// Rank by cap, from 1; null if it is not ranked.
    rank: Option<usize>,
    /// Number of ranked companies.
    ranked_companies: usize,
    /// Percentile, from 0 to 100; null if it is not ranked.
    percentile: Option<Decimal>,
    /// The result of each screen.
    screens: Vec<Screened<'a>>,
    /// Its position at each breakpoint.
    breaks: Vec<AtBreak<'a>>,
    /// The prices at which the decision changes; null if the decision does not depend on the price.
    prices: Option<Prices<'a>>,
    /// The decisions if it were held in another segment.
    if_held: Vec<IfHeld>,
    /// The decision if it passed the screens; null if it does pass them.
    if_eligible: Option<IfEligible<'a>>,
}

impl<'a> Company<'a> {
    pub(super) fn new(facts: &'a CompanyFacts) -> Self {
        let vehicle =
            |(at, reason): (usize, _)| Vehicle { symbol: &facts.lines[at].symbol, reason };
        let member = |(member, indexes): &'a (Member, HeldIndexes)| MemberBefore {
            symbol: &member.symbol,
            segment: member.segment,
            held_on: member.held_on,
            indexes: held(indexes),
        };
        let if_held = facts.if_held.iter();
        Self {
            symbol: &facts.symbol,
            name: &facts.name,
            issuer: &facts.issuer,
            from: facts.from,
            outcome: Decided::new(&facts.outcome),
            finding: facts.finding.as_deref(),
            in_words: decision(facts),
            confidence: facts.sure.as_ref().map(Confidence::new),
            member_before: facts.member.as_ref().map(member),
            others_of_its_ticker: facts.namesakes.iter().map(Namesake::new).collect(),
            lines: facts.lines.iter().map(Line::new).collect(),
            pricing_vehicle: facts.vehicle.map(vehicle),
            market_cap: facts.cap.usd,
            market_cap_is: CapOf::new(&facts.cap.formula),
            rank: facts.rank,
            ranked_companies: facts.ranked,
            percentile: facts.percentile,
            screens: facts.screens.iter().map(Screened::new).collect(),
            breaks: facts.breaks.iter().map(AtBreak::new).collect(),
            prices: facts.prices.as_ref().map(Prices::new),
            if_held: if_held
                .map(|other| IfHeld { from: other.from, outcome: Decided::new(&other.outcome) })
                .collect(),
            if_eligible: facts.if_eligible.as_ref().map(IfEligible::new),
        }
    }
}

/// A decision.
#[derive(Serialize, JsonSchema)]
struct Decided {
    /// Segment after the event.
    segment: Segment,
    /// Indexes after the event.
    indexes: Vec<Index>,
    /// The change of its membership, or that it stays in or out.
    decision: Decision,
    /// The reason, in words.
    reason: String,
}

impl Decided {
    fn new(outcome: &Outcome) -> Self {
        Self {
            segment: outcome.to,
            indexes: names(outcome.indexes),
            decision: outcome.decision,
            reason: outcome.reason.to_string(),
        }
    }
}

fn names(indexes: Indexes) -> Vec<Index> {
    indexes.iter().collect()
}

/// The member before the event.
#[derive(Serialize, JsonSchema)]
struct MemberBefore<'a> {
    /// Its ticker in the list.
    symbol: &'a str,
    /// Its segment.
    segment: Segment,
    /// The day of the list.
    held_on: NaiveDate,
    /// For every index, whether it is a member; null if that is unknown.
    indexes: Held,
}

/// Another member with the same ticker.
#[derive(Serialize, JsonSchema)]
struct Namesake<'a> {
    /// The ticker.
    symbol: &'a str,
    /// Its name.
    name: &'a str,
    /// Its segment.
    from: Segment,
    /// The day of the list.
    held_on: NaiveDate,
}

impl<'a> Namesake<'a> {
    fn new(other: &'a Member) -> Self {
        let Member { symbol, name, segment, held_on, .. } = other;
        Self { symbol, name, from: *segment, held_on: *held_on }
    }
}

/// The result of a screen.
#[derive(Serialize, JsonSchema)]
struct Screened<'a> {
    /// The screen.
    screen: Screen,
    /// The value that the screen tests; null if it is unknown.
    value: Option<&'a str>,
    /// The requirement of the screen.
    needs: &'a str,
    /// Whether the screen was passed.
    standing: Standing,
}

impl<'a> Screened<'a> {
    fn new(finding: &'a Finding) -> Self {
        let Finding { screen, value, needs, standing } = finding;
        Self { screen: *screen, value: value.as_deref(), needs, standing: *standing }
    }
}

/// The line whose price values the company.
#[derive(Serialize, JsonSchema)]
struct Vehicle<'a> {
    /// Its ticker.
    symbol: &'a str,
    /// The reason why this line prices the company.
    reason: VehicleReason,
}

/// The parts of a cap: one value that a line states, or a price times shares.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum CapOf<'a> {
    Stated {
        /// The line that states the company's cap.
        stated_by: &'a str,
    },
    Shares {
        /// The line whose price is used.
        price_of: &'a str,
        /// Its close, USD.
        price: Option<Decimal>,
        /// The shares of every class.
        classes: Vec<Class<'a>>,
    },
}

/// A class whose shares count towards the cap.
#[derive(Serialize, JsonSchema)]
struct Class<'a> {
    /// Its ticker.
    symbol: &'a str,
    /// Its shares outstanding.
    shares: Option<Decimal>,
    /// Number of shares of the priced class that one share of this class counts as.
    conversion_ratio: Decimal,
}

impl<'a> CapOf<'a> {
    fn new(formula: &'a Formula) -> Self {
        match formula {
            Formula::Stated { symbol } => Self::Stated { stated_by: symbol },
            Formula::Shares { symbol, price, classes } => {
                let classes = classes.iter().map(|class| Class {
                    symbol: &class.symbol,
                    shares: class.shares,
                    conversion_ratio: class.conversion_ratio,
                });
                Self::Shares { price_of: symbol, price: *price, classes: classes.collect() }
            }
        }
    }
}

/// The decision if the company were held in another segment.
#[derive(Serialize, JsonSchema)]
struct IfHeld {
    /// The segment.
    from: Segment,
    /// The decision.
    outcome: Decided,
}

/// The decision if the company passed screens that it fails.
#[derive(Serialize, JsonSchema)]
struct IfEligible<'a> {
    /// The screens that it would pass.
    passing: &'a [Screen],
    /// The decision.
    outcome: Decided,
    /// Its rank.
    rank: Option<usize>,
    /// Its cap, USD.
    market_cap: Option<Decimal>,
    /// The prices at which that decision changes.
    prices: Option<Prices<'a>>,
}

impl<'a> IfEligible<'a> {
    fn new(then: &'a Eligible) -> Self {
        Self {
            passing: &then.passing,
            outcome: Decided::new(&then.outcome),
            rank: then.rank,
            market_cap: then.market_cap,
            prices: then.prices.as_ref().map(Prices::new),
        }
    }
}
