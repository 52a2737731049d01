//! `changes.csv`: one row per company that changes segment, and per further share class that does.

use super::EVENT;
use crate::analysis::movers::Mover;
use crate::reconstitution::{CompanyResult, Cumulative};
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::Security;

/// A change of a company or of a further share class.
struct Change<'a> {
    run: &'a Run,
    mover: &'a Mover,
    company: &'a CompanyResult,
    place: Option<Cumulative>,
    security: &'a Security,
    confidence: Option<f64>,
}

table! {
    TABLE = "changes", "a company or share class that changes segment";
    |c: Change<'_>|
    EVENT: Text = &c.run.scenario.event.name,
    RANK_DAY: Date("rank_day", "rank day") = c.run.scenario.event.rank_day,
    EFFECTIVE: Date("effective", "the first day on which the change holds")
        = c.run.scenario.event.effective,
    SYMBOL: Text("symbol", "ticker of the company's main line, or of the class")
        = c.security.symbol(),
    NAME: Text("name", "its name") = c.security.name(),
    ACTION: Text("action", "add, delete, up (to the 1000) or down (to the 2000)")
        = <&str>::from(c.mover.action),
    FROM: Text("from", "segment held before") = <&str>::from(c.mover.from),
    TO: Text("to", "segment after") = <&str>::from(c.mover.to),
    REASON: Text(
        "reason",
        "why, with the finding of the screen where one drops it; the codes: `rankday help running`"
    ) = c.run.reason_of(c.mover),
    RANK: Count(
        "rank",
        "rank by company cap, which begins after the places that Russell 1000 members without a line or \
         cap take; empty if not ranked"
    ) = c.company.rank,
    MARKET_CAP: Usd(
        "market_cap",
        "company cap on rank day, whatever drops it; empty where it is unknown"
    ) = c.company.market_cap,
    PERCENTILE: Points("percentile", "cumulative-cap percentile, 0 to 100, its own cap included")
        = c.place.map(|place| place.percentile),
    POINTS_TO_UPPER_EDGE: Points(
        "points_to_upper_edge",
        "points of the percentile from the company up to the edge of larger caps of the #1,000 band; \
         negative beyond it"
    ) = c.place.and_then(|place| Some(place.edges?.to_upper)),
    POINTS_TO_LOWER_EDGE: Points(
        "points_to_lower_edge",
        "points of the percentile from the company down to the edge of smaller caps of the #1,000 band; \
         negative beyond it"
    ) = c.place.and_then(|place| Some(place.edges?.to_lower)),
    INFERRED: Text("inferred", "what an import inferred about the line") = &c.security.inferred,
    WHAT: Text(
        "what",
        "company, or class: a share class that joins or leaves beside its company's main line"
    ) = if c.mover.is_class { "class" } else { "company" },
    CONFIDENCE: Fraction(
        "confidence",
        "probability that the change comes true, by eligibility and by size, learned from past \
         events: near-certain from 0.9, likely from 0.6, open below; empty where it is not known, \
         and for classes"
    ) = (c.confidence, 3),
    EVIDENCE: Text(
        "evidence",
        "what eligibility is known or inferred from, beside price, float and size; the codes: \
         `rankday help data`"
    ) = <&str>::from(c.security.evidence),
}

/// The table: by action, then by cap, with share classes after their company. Members that left before rank
/// day are not changes of this event; they are in `gone.csv`.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| {
        let changes = run.movers.iter().zip(&run.confidence.changes);
        rows.all(changes.map(|(mover, confidence)| {
            let company = &run.result.companies[mover.company];
            Change {
                run,
                mover,
                company,
                place: run.result.cumulative(company),
                security: &run.universe.securities[mover.line],
                confidence: *confidence,
            }
        }))
    })
}
