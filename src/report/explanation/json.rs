//! The explanation as JSON; amounts are USD and decimals are texts, as in `summary.json`.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use strum::IntoEnumIterator as _;

use super::words::decision;
use crate::analysis::confidence::{Sure, Sureness};
use crate::analysis::explanation::{
    BreakFacts, CompanyFacts, Distance, Explanation, Finding, Formula, LineFacts, Part, Prices,
    Standing, Tick,
};
use crate::reconstitution::{Action, HeldIndexes, Outcome};
use crate::study::explanation::{Explained, Forecast};
use crate::universe::{Index, Indexes, Segment};

/// Version of the layout.
pub const SCHEMA: &str = "rankday.explanation/1";

/// Writes the facts.
///
/// # Errors
/// What the writer reports.
pub fn write(explained: &Explained, mut out: impl Write) -> io::Result<()> {
    let mut document = json!({
        "schema": SCHEMA,
        "tool": crate::TOOL,
        "scenario": explained.scenario,
        "event": explained.event,
        "event_basis": explained.day_basis,
        "as_of": explained.as_of,
        "asked_for": explained.asked,
    });
    if let Some(map) = document.as_object_mut() {
        match &explained.explanation {
            Explanation::Company(facts) => map.insert("company".to_owned(), company(facts)),
            Explanation::Absent(absent) => {
                let member = &absent.member;
                let value = json!({
                    "symbol": member.symbol,
                    "name": member.name,
                    "from": member.segment,
                    "held_on": member.held_on,
                    "indexes_before": held(&absent.held),
                    "reason": absent.reason.to_string(),
                });
                map.insert("absent_member".to_owned(), value)
            }
        };
        if let Some(found) = &explained.forecast {
            map.insert("forecast".to_owned(), forecast(found));
        }
    }
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)
}

fn company(facts: &CompanyFacts) -> Value {
    let vehicle = facts
        .vehicle
        .map(|(at, reason)| json!({ "symbol": facts.lines[at].symbol, "reason": reason }));
    let member = facts.member.as_ref().map(|(member, indexes)| {
        json!({
            "symbol": member.symbol,
            "segment": member.segment,
            "held_on": member.held_on,
            "indexes": held(indexes),
        })
    });
    let if_held = facts.if_held.iter();
    json!({
        "symbol": facts.symbol,
        "name": facts.name,
        "issuer": facts.issuer,
        "from": facts.from,
        "outcome": outcome(&facts.outcome),
        "finding": facts.finding,
        "in_words": decision(facts),
        "confidence": facts.sure.as_ref().map(confidence),
        "member_before": member,
        "others_of_its_ticker": facts.namesakes.iter().map(|other| json!({
            "symbol": other.symbol,
            "name": other.name,
            "from": other.segment,
            "held_on": other.held_on,
        })).collect::<Vec<_>>(),
        "lines": facts.lines.iter().map(line).collect::<Vec<_>>(),
        "pricing_vehicle": vehicle,
        "market_cap": facts.cap.usd,
        "market_cap_is": formula(&facts.cap.formula),
        "rank": facts.rank,
        "ranked_companies": facts.ranked,
        "percentile": facts.percentile,
        "screens": facts.screens.iter().map(finding).collect::<Vec<_>>(),
        "breaks": facts.breaks.iter().map(breakpoint).collect::<Vec<_>>(),
        "prices": facts.prices.as_ref().map(prices),
        "if_held": if_held.map(|other| json!({
            "from": other.from,
            "outcome": outcome(&other.outcome),
        })).collect::<Vec<_>>(),
        "if_eligible": facts.if_eligible.as_ref().map(|then| json!({
            "passing": then.passing,
            "outcome": outcome(&then.outcome),
            "rank": then.rank,
            "market_cap": then.market_cap,
            "prices": then.prices.as_ref().map(prices),
        })),
    })
}

/// How sure the decision is; chances are fractions, null where nothing is known.
fn confidence(sure: &Sure) -> Value {
    json!({
        "probability": sure.probability,
        "sureness": sure.probability.map(Sureness::of),
        "evidence": sure.evidence,
        "is_in": sure.is_in,
        "p_eligible": sure.eligible.map(rounded),
        "sizes": sure.sizes.as_ref().map(|sizes| sizes.iter().map(|size| json!({
            "break": size.level,
            "edge": size.edge,
            "must_be": if size.is_above { "above" } else { "below" },
            "p": rounded(size.chance),
        })).collect::<Vec<_>>()),
    })
}

/// To three decimal places.
fn rounded(chance: f64) -> f64 {
    (chance * 1_000.0).round() / 1_000.0
}

fn outcome(outcome: &Outcome) -> Value {
    json!({
        "segment": outcome.to,
        "indexes": names(outcome.indexes),
        "decision": outcome.decision,
        "reason": outcome.reason.to_string(),
    })
}

fn names(indexes: Indexes) -> Vec<&'static str> {
    indexes.iter().map(<&str>::from).collect()
}

/// Every index: true, false, or null where that is not known.
fn held(indexes: &HeldIndexes) -> Value {
    let all = Index::iter().map(|index| (index.to_string(), indexes.is_in(index).into()));
    Value::Object(all.collect::<Map<_, _>>())
}

fn line(line: &LineFacts) -> Value {
    let (part, why_not) = match &line.part {
        Part::Stands => ("stands", None),
        Part::Extra(Ok(())) => ("extra_class_joins", None),
        Part::Extra(Err(why)) => ("extra_class_out", Some(why)),
        Part::Out => ("dropped", None),
    };
    json!({
        "symbol": line.symbol,
        "name": line.name,
        "security_type": line.security_type,
        "exchange": line.exchange,
        "price": line.price,
        "shares_outstanding": line.shares,
        "free_float_pct": line.free_float_pct,
        "volume_2y": line.volume_2y,
        "adv_usd": line.adv_usd,
        "member_before": line.member,
        "part": part,
        "why_not": why_not,
        "indexes": names(line.indexes),
        "screens": line.screens.iter().map(finding).collect::<Vec<_>>(),
        "inferred": line.inferred,
    })
}

fn finding(finding: &Finding) -> Value {
    let standing = match finding.standing {
        Standing::Passed => "passed",
        Standing::PassedUnknown => "passed_unknown",
        Standing::Failed => "failed",
    };
    json!({
        "screen": finding.screen,
        "value": finding.value,
        "needs": finding.needs,
        "standing": standing,
    })
}

fn formula(formula: &Formula) -> Value {
    match formula {
        Formula::Stated { symbol } => json!({ "stated_by": symbol }),
        Formula::Shares { symbol, price, classes } => json!({
            "price_of": symbol,
            "price": price,
            "classes": classes.iter().map(|class| json!({
                "symbol": class.symbol,
                "shares": class.shares,
                "conversion_ratio": class.conversion_ratio,
            })).collect::<Vec<_>>(),
        }),
    }
}

fn breakpoint(facts: &BreakFacts) -> Value {
    let side = |large: bool| if large { "large" } else { "small" };
    let distance = |to: &Option<Distance>| {
        to.map(|d| {
            json!({
                "usd": d.usd,
                "pct": d.pct.map(|pct| pct.round_dp(6)),
                "points": d.points,
                "ranks": d.ranks,
            })
        })
    };
    json!({
        "break": facts.level,
        "upper_rank": facts.edge_ranks.map(|edges| edges.0),
        "lower_rank": facts.edge_ranks.map(|edges| edges.1),
        "side_before": facts.held.map(side),
        "side": side(facts.large),
        "by_band": facts.by_band,
        "to_break": distance(&facts.to_break),
        "to_upper_edge": distance(&facts.to_upper),
        "to_lower_edge": distance(&facts.to_lower),
    })
}

fn prices(prices: &Prices) -> Value {
    let turns = prices.turns();
    json!({
        "symbol": prices.symbol,
        "price": prices.price,
        "others_move_along": prices.moves_along,
        "changes": turns.iter().map(|turn| json!({
            "higher": turn.higher,
            "price": turn.at.price(),
            "change_pct": prices.change_pct(turn.at).round_dp(6),
            "until": turn.until.map(Tick::price),
            "at_some_prices_from": turn.some_from.map(Tick::price),
            "outcome": outcome(&turn.outcome),
        })).collect::<Vec<_>>(),
        "ranges": prices.ranges.iter().enumerate().map(|(at, range)| json!({
            "from": range.from.price(),
            "to": range.to.price(),
            "here": at == prices.here,
            "outcome": outcome(&range.outcome),
        })).collect::<Vec<_>>(),
    })
}

fn forecast(found: &Forecast) -> Value {
    let odds = found.odds.as_ref().map(|odds| {
        let part = |count: u64| odds.chances.part(count);
        let segments = Segment::PLACES
            .into_iter()
            .map(|s| (s.to_string(), part(odds.chances.in_segment(s)).into()));
        let actions = Action::iter().map(|a| (a.to_string(), odds.action(a).into()));
        json!({
            "segments": segments.collect::<Map<String, Value>>(),
            "actions": actions.collect::<Map<String, Value>>(),
            "gone": part(odds.chances.of(crate::simulation::projection::Fate::Gone)),
            "top200": part(odds.tops[0]),
            "top500": part(odds.tops[1]),
        })
    });
    json!({
        "paths": found.paths,
        "paths_asked_for": found.asked_for,
        "seed": found.seed,
        "odds": odds,
    })
}
