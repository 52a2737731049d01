//! The explanation as JSON; amounts are USD and decimals are texts, as in `summary.json`.

mod company;

use std::io::{self, Write};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use self::company::{Company, Held};
use crate::analysis::explanation::{AbsentFacts, Explanation};
use crate::reconstitution::Event;
use crate::report::summary::{self, ByAction, ByName, Document};
use crate::scenario::DayBasis;
use crate::simulation::projection::Fate;
use crate::study::explanation::{Explained, Forecast};
use crate::universe::Segment;

/// Version of the layout.
pub const SCHEMA: &str = "rankday.explanation/2";

/// Why a company is where it is after a reconstitution, and what would change that. Amounts are in USD,
/// probabilities are fractions.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Answer<'a> {
    /// Name of the scenario.
    scenario: &'a str,
    /// Days of the event.
    event: &'a Event,
    /// Basis of each of these days: a publication, a rule, or the scenario.
    event_basis: &'a DayBasis,
    /// The day of the universe.
    as_of: NaiveDate,
    /// The ticker that was asked for, as written.
    asked_for: &'a str,
    /// The company; missing if a member without a line was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<Company<'a>>,
    /// The member; missing unless it has no line in the universe.
    #[serde(skip_serializing_if = "Option::is_none")]
    absent_member: Option<AbsentMember<'a>>,
    /// The odds of its place after the event; missing unless a projection was explained.
    #[serde(skip_serializing_if = "Option::is_none")]
    forecast: Option<Outlook>,
}

impl Document for Answer<'_> {
    const SCHEMA: &'static str = SCHEMA;
}

/// A member without a line in the universe.
#[derive(Serialize, JsonSchema)]
struct AbsentMember<'a> {
    /// Its ticker.
    symbol: &'a str,
    /// Its name.
    name: &'a str,
    /// Segment before the event.
    from: Segment,
    /// The day of the list that has it.
    held_on: NaiveDate,
    /// For every index, whether it is a member; null if that is unknown.
    indexes_before: Held,
    /// Why it is absent, in words.
    reason: String,
}

/// Odds of a company over the paths of a projection.
#[derive(Serialize, JsonSchema)]
struct Outlook {
    /// Number of paths that were run.
    paths: u64,
    /// Number of paths that the scenario asks for.
    paths_asked_for: u64,
    /// Seed of the random numbers.
    seed: u64,
    /// Fractions of the paths; null if the company does not move along them.
    odds: Option<Chances>,
}

/// Fractions of the paths.
#[derive(Serialize, JsonSchema)]
struct Chances {
    /// Fraction in which it is in each segment.
    segments: ByName<Segment, f64>,
    /// Fraction in which each action applies to it.
    actions: ByAction<f64>,
    /// Fraction in which it has left the market.
    gone: f64,
    /// Fraction in which it is in the Top 200.
    top200: f64,
    /// Fraction in which it is in the Top 500.
    top500: f64,
}

/// Writes the explanation.
///
/// # Errors
/// Errors of the writer.
pub fn write(explained: &Explained, mut out: impl Write) -> io::Result<()> {
    let (mut company, mut absent_member) = (None, None);
    match &explained.explanation {
        Explanation::Company(facts) => company = Some(Company::new(facts)),
        Explanation::Absent(facts) => absent_member = Some(AbsentMember::new(facts)),
    }
    let answer = Answer {
        scenario: &explained.scenario,
        event: &explained.event,
        event_basis: &explained.day_basis,
        as_of: explained.as_of,
        asked_for: &explained.asked,
        company,
        absent_member,
        forecast: explained.forecast.as_ref().map(Outlook::new),
    };
    summary::write(&answer, &mut out)
}

impl<'a> AbsentMember<'a> {
    fn new(facts: &'a AbsentFacts) -> Self {
        let member = &facts.member;
        Self {
            symbol: &member.symbol,
            name: &member.name,
            from: member.segment,
            held_on: member.held_on,
            indexes_before: company::held(&facts.held),
            reason: facts.reason.to_string(),
        }
    }
}

impl Outlook {
    fn new(found: &Forecast) -> Self {
        let odds = found.odds.as_ref().map(|odds| {
            let part = |count: u64| odds.chances.part(count);
            let segments =
                Segment::PLACES.into_iter().map(|s| (s, part(odds.chances.in_segment(s))));
            Chances {
                segments: segments.collect(),
                actions: ByAction::new(|action| odds.action(action)),
                gone: part(odds.chances.of(Fate::Gone)),
                top200: part(odds.tops[0]),
                top500: part(odds.tops[1]),
            }
        });
        Self { paths: found.paths, paths_asked_for: found.asked_for, seed: found.seed, odds }
    }
}
