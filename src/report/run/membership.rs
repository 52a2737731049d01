//! `membership.csv`: every eligible company with its segment, indexes and decision.
//!
//! Members without a rank come last: those kept with an unknown cap, spin-off children since rank day, and
//! members that are still listed but have no line in the universe. The next event may read the file as the
//! membership before it.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::EVENT;
use super::changes::{POINTS_TO_LOWER_EDGE, POINTS_TO_UPPER_EDGE};
use crate::reconstitution::{CompanyResult, Cumulative, Decision, Held, Reason};
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::{Indexes, Member, Segment, SymbolKey};

/// A company that is in the family, or could be.
struct Row<'a> {
    run: &'a Run,
    of: Of<'a>,
    /// Percentile and distance to the edges of the band; `None` for a company that is not ranked.
    place: Option<Cumulative>,
}

#[derive(Clone, Copy)]
enum Of<'a> {
    /// An eligible company, as a place in the universe, with the decision on it.
    Company(usize, &'a CompanyResult),
    /// A member that is still listed but has no line in the universe, with its segment and indexes.
    Missing(&'a Member, Held),
}

table! {
    TABLE = "membership", "an eligible company, or a member kept without a line";
    |c: Row<'_>|
    EVENT: Text = &c.run.scenario.event.name,
    SYMBOL: Text("symbol", "ticker of the company's main line") = c.symbol(),
    SEGMENT: Text("segment", "R1000, R2000, MICRO (Microcap outside the R2000) or NONE")
        = <&str>::from(c.segment()),
    INDEXES: Text(
        "indexes",
        "every index of the family that it is in, separated by semicolons; empty for a member kept \
         without a rank of which only the segment is known"
    ) = c.indexes(),
    RANK: Count(
        "rank",
        "rank by company cap, which begins after the places that Russell 1000 members without a line or \
         cap take; empty if not ranked"
    ) = c.company().and_then(|company| company.rank),
    MARKET_CAP: Usd("market_cap", "company cap on rank day")
        = c.company().and_then(|company| company.market_cap),
    PERCENTILE: Points("percentile", "cumulative-cap percentile, 0 to 100, its own cap included")
        = c.place.map(|place| place.percentile),
    DECISION: Text("decision", "add, delete, up, down, keep or out")
        = <&str>::from(c.decision()),
    REASON: Text("reason", "why; the codes: `rankday help running`") = c.reason(),
    NAME: Text("name", "its name") = c.name(),
    ISSUER: Text("issuer", "what lines of one company share") = c.issuer(),
    ID: Text("id", "an identity of its main line that survives ticker changes, where one is given")
        = c.id(),
    HELD: Text(
        "held",
        "segment held before; NONE of a company that has left since rank day (left.csv)"
    ) = <&str>::from(c.held()),
    MEMBER_LINES: Text("member_lines", "the lines that are members, separated by ;")
        = c.member_lines(),
    POINTS_TO_UPPER_EDGE: Points = c.place.and_then(|place| Some(place.edges?.to_upper)),
    POINTS_TO_LOWER_EDGE: Points = c.place.and_then(|place| Some(place.edges?.to_lower)),
}

impl<'a> Row<'a> {
    fn company(&self) -> Option<&'a CompanyResult> {
        match self.of {
            Of::Company(_, company) => Some(company),
            Of::Missing(..) => None,
        }
    }

    fn symbol(&self) -> &'a str {
        match self.of {
            Of::Company(_, company) => self.run.universe.securities[company.line].symbol(),
            Of::Missing(member, _) => &member.symbol,
        }
    }

    fn name(&self) -> &'a str {
        match self.of {
            Of::Company(_, company) => self.run.universe.securities[company.line].name(),
            Of::Missing(member, _) => &member.name,
        }
    }

    fn issuer(&self) -> &'a str {
        match self.of {
            Of::Company(_, company) => self.run.universe.securities[company.line].issuer(),
            Of::Missing(member, _) => &member.symbol,
        }
    }

    fn id(&self) -> &'a str {
        let id = match self.of {
            Of::Company(_, company) => self.run.universe.securities[company.line].id(),
            Of::Missing(member, _) => member.id.as_deref(),
        };
        id.unwrap_or_default()
    }

    fn segment(&self) -> Segment {
        self.company().map_or_else(|| self.held(), |company| company.to)
    }

    fn held(&self) -> Segment {
        match self.of {
            Of::Company(_, company) => company.from,
            Of::Missing(_, held) => held.segment,
        }
    }

    fn decision(&self) -> Decision {
        self.company().map_or(Decision::Keep, |company| company.decision)
    }

    fn reason(&self) -> String {
        match self.of {
            Of::Company(at, _) => self.run.reason(at),
            Of::Missing(..) => Reason::KeptUnranked.to_string(),
        }
    }

    fn indexes(&self) -> String {
        let kept = match self.of {
            Of::Company(at, company) if company.reason == Reason::KeptUnranked => {
                self.run.result.matched.held_company(at).copied()
            }
            Of::Company(..) => None,
            Of::Missing(_, held) => Some(held),
        };
        let indexes = match (kept, self.company()) {
            // A company kept without a rank stays in its old indexes, which may be unknown.
            (Some(held), _) if held.indexes.known != Indexes::ALL => Indexes::NONE,
            (Some(held), _) => held.indexes.holding,
            (None, company) => company.map_or(Indexes::NONE, |company| company.indexes),
        };
        let indexes: Vec<&str> = indexes.iter().map(<&str>::from).collect();
        indexes.join(";")
    }

    fn member_lines(&self) -> String {
        let Of::Company(at, _) = self.of else { return self.symbol().to_owned() };
        let lines = self.run.universe.companies[at].lines.iter();
        let members = lines.filter(|&&line| !self.run.result.indexes_after[line].is_empty());
        let symbols: Vec<&str> =
            members.map(|&line| self.run.universe.securities[line].symbol()).collect();
        symbols.join(";")
    }
}

/// The table, by rank, then unranked members by symbol.
pub fn table(run: &Run) -> Table<'_> {
    rows(run, |_| true, true)
}

/// The rows of the table for some companies, chosen by their results.
pub(super) fn some<'a>(
    run: &'a Run,
    is_wanted: impl Fn(&CompanyResult) -> bool + Send + Sync + 'a,
) -> Table<'a> {
    rows(run, is_wanted, false)
}

fn rows<'a>(
    run: &'a Run,
    is_wanted: impl Fn(&CompanyResult) -> bool + Send + Sync + 'a,
    with_missing: bool,
) -> Table<'a> {
    Table::by_place(move || {
        let result = &run.result;
        let ranked = result.ranking.ranked.iter().map(|ranked| ranked.company);
        let unranked = result.companies.iter().enumerate();
        let unranked = unranked.filter(|(_, result)| {
            // Spin-off children since rank day are also members without a rank.
            let is_member = result.rank.is_none() && !result.indexes.is_empty();
            result.reason == Reason::KeptUnranked || is_member
        });
        let companies = ranked.chain(unranked.map(|(at, _)| at));
        let wanted: Vec<usize> = companies.filter(|at| is_wanted(&result.companies[*at])).collect();
        let missing = if with_missing { missing(run) } else { Vec::new() };
        let count = wanted.len() + missing.len();
        let row = move |place: usize| {
            let Some(&at) = wanted.get(place) else {
                return Row { run, of: missing[place - wanted.len()], place: None };
            };
            let company = &run.result.companies[at];
            Row { run, of: Of::Company(at, company), place: run.result.cumulative(company) }
        };
        (count, row)
    })
}

/// Members that are still listed but have no line, by symbol. If another line has taken over the ticker, the
/// ticker would not identify the member: such a member is only in `gone.csv`.
fn missing(run: &Run) -> Vec<Of<'_>> {
    let matched = &run.result.matched;
    if matched.missing.is_empty() {
        return Vec::new();
    }
    let key = |&at: &usize| SymbolKey::new(&run.membership.members[at].symbol);
    // There may be very many lines, so only the requested tickers are kept.
    let asked: FxHashSet<SymbolKey> = matched.missing.iter().map(key).collect();
    let lines = run.universe.securities.par_iter().map(|line| SymbolKey::new(line.symbol()));
    let taken: Vec<SymbolKey> = lines.filter(|key| asked.contains(key)).collect();
    let members = matched.missing.iter().filter(|at| !taken.contains(&key(at)));
    members.map(|&at| Of::Missing(&run.membership.members[at], matched.held[at])).collect()
}
