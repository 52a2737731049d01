//! Scores: console tables, `score.csv` and `score_names.csv`, and JSON.

mod sure;

use std::collections::BTreeMap;
use std::io::{self, Write};

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::remarks::{Said, text};
use super::screen::{billions, cut, row, table, thousands, trimmed};
use super::table::Holds::{Count, Fraction, Text};
use super::table::{Column, col};
use crate::analysis::score::{Cause, Kind, Measure, NameDifference, Score, Tally};
use crate::universe::guarded;

pub use sure::{csv_confidence, csv_evidence};

/// Version of the layout of the JSON.
pub const SCHEMA: &str = "rankday.score/2";

/// The columns of `score.csv`.
pub const SCORES: [Column; 7] = [
    col("event", Text, "the reconstitution; all for several together"),
    col(
        "measure",
        Text,
        "r3000_additions, r3000_deletions, up, down, or migrations for both of them",
    ),
    col("precision", Fraction, "of those that the result names, the part that the lists name too"),
    col("recall", Fraction, "of those that the lists name, the part that the result names too"),
    col("right", Count, "companies that both name"),
    col("predicted", Count, "companies that the result names"),
    col("true", Count, "companies that the lists name"),
];

/// The columns of `score_names.csv`.
pub const NAMES: [Column; 7] = [
    col("event", Text, "the reconstitution"),
    col("measure", Text, "what the name differs in, as score.csv names it"),
    col("kind", Text, "missed: the lists alone name it; wrong: the result alone does"),
    col("symbol", Text, "ticker of the company"),
    col("name", Text, "its name"),
    col("cause", Text, "what the difference comes from"),
    col("detail", Text, "the reason, with cap, rank and distance to the cut as far as known"),
];

/// The tables of scores, by their files.
pub const TABLES: [(&str, &[Column]); 4] = [
    ("score.csv", &SCORES),
    ("score_names.csv", &NAMES),
    ("score_evidence.csv", &sure::EVIDENCE),
    ("score_confidence.csv", &sure::CONFIDENCE),
];

/// Name of the row that sums several events.
const ALL: &str = "all";
/// Maximum number of names of each list on the console.
const SHOWN: usize = 8;
/// Maximum widths of names and details on the console.
const NAME_WIDTH: usize = 26;
const DETAIL_WIDTH: usize = 72;

/// Counts of every event, and of all events together if there are several.
///
/// Counts are summed, so the overall precision is that of the pooled names, not a mean of
/// precisions.
fn rows(scores: &[Score]) -> Vec<(&str, Measure, Tally)> {
    let mut rows = Vec::new();
    let mut sums: BTreeMap<Measure, Tally> = BTreeMap::new();
    for score in scores {
        for (measure, tally) in &score.measures {
            rows.push((score.event.as_str(), *measure, *tally));
            let sum = sums.entry(*measure).or_default();
            *sum = *sum + *tally;
        }
    }
    if scores.len() > 1 {
        rows.extend(sums.into_iter().map(|(measure, tally)| (ALL, measure, tally)));
    }
    rows
}

/// Writes the scores to the console: counts first, then the names that differ.
///
/// # Errors
/// Errors of the writer.
pub fn console(scores: &[Score], out: &mut dyn Write) -> io::Result<()> {
    let header = ["Event", "measure", "precision", "recall", "right", "predicted", "true"];
    let mut counts = table(&header, 2);
    for (event, measure, tally) in rows(scores) {
        let part = |f: Option<f64>| f.map_or_else(|| "none".to_owned(), |f| format!("{f:.3}"));
        let cells = vec![
            event.to_owned(),
            measure.in_words().to_owned(),
            part(tally.precision()),
            part(tally.recall()),
            thousands(tally.right),
            thousands(tally.predicted),
            thousands(tally.actual),
        ];
        counts.add_row(row(cells, 2));
    }
    writeln!(out, "{}", trimmed(&counts.to_string()))?;
    sure::console(scores, out)?;
    for score in scores {
        writeln!(
            out,
            "\n{}: rank day {}, implementation {}",
            score.event, score.rank_day, score.implementation
        )?;
        if let Some(line) = breakpoint(score) {
            writeln!(out, "{line}")?;
        }
        for remark in &score.remarks {
            writeln!(out, "- {}", text(remark))?;
        }
        names(score, out)?;
    }
    Ok(())
}

fn breakpoint(score: &Score) -> Option<String> {
    let b = score.breakpoint?;
    let bn = |usd: Option<Decimal>| usd.map_or_else(|| "none".to_owned(), billions);
    let difference = match b.difference_pct {
        Some(d) => format!("{}{}%", if d.is_sign_negative() { "" } else { "+" }, percent(d)),
        None => "unknown".to_owned(),
    };
    let (is, published) = (bn(b.market_cap), bn(Some(b.published)));
    Some(format!("break #1,000: ${is}bn, published ${published}bn, difference {difference}"))
}

/// The lists of names, each headed by the counts of its causes.
fn names(score: &Score, out: &mut dyn Write) -> io::Result<()> {
    for group in score.names.chunk_by(|a, b| (a.measure, a.kind) == (b.measure, b.kind)) {
        let mut causes: BTreeMap<Cause, usize> = BTreeMap::new();
        for name in group {
            *causes.entry(name.cause).or_default() += 1;
        }
        let mut causes: Vec<(Cause, usize)> = causes.into_iter().collect();
        // The stable sort keeps causes with the same count in order.
        causes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let causes: Vec<String> =
            causes.iter().map(|(cause, count)| format!("{cause} {count}")).collect();
        let (first, total) = (&group[0], thousands(group.len()));
        let title = format!("{} {}: {total}", first.measure.in_words(), first.kind);
        writeln!(out, "\n{title} ({})", causes.join(", "))?;
        let mut list = table(&["  symbol", "name", "cause", "detail"], 4);
        for name in group.iter().take(SHOWN) {
            let cells = vec![
                format!("  {}", name.symbol),
                cut(&name.name, NAME_WIDTH),
                name.cause.to_string(),
                cut(&detail(name), DETAIL_WIDTH),
            ];
            list.add_row(row(cells, 4));
        }
        writeln!(out, "{}", trimmed(&list.to_string()))?;
        if group.len() > SHOWN {
            let more = thousands(group.len() - SHOWN);
            writeln!(out, "  and {more} more; --out writes all")?;
        }
    }
    Ok(())
}

/// Details of a difference: the reason, and the data of the result.
fn detail(name: &NameDifference) -> String {
    let mut parts: Vec<String> = name.reason.iter().cloned().collect();
    let mut seen = Vec::new();
    if let Some(cap) = name.market_cap {
        seen.push(format!("cap ${}bn", billions(cap)));
    }
    if let Some(rank) = name.rank {
        seen.push(format!("rank {}", thousands(rank)));
    }
    if let (Some(distance), Some(cut)) = (name.distance_pct, name.cut) {
        seen.push(format!("{} the cut of ${}bn", side_of(distance), billions(cut)));
    }
    if !seen.is_empty() {
        parts.push(seen.join(", "));
    }
    // An inference can explain why the result names the company.
    if name.kind == Kind::Wrong && !name.inferred.is_empty() {
        parts.push(format!("inferred: {}", name.inferred));
    }
    parts.join("; ")
}

/// Position of a cap relative to the cut: in per cent, or in multiples if far above.
fn side_of(distance: Decimal) -> String {
    if distance >= Decimal::ONE_HUNDRED {
        let times = distance / Decimal::ONE_HUNDRED + Decimal::ONE;
        return format!("{:.1} times", times.round_dp(1));
    }
    let side = if distance.is_sign_negative() { "below" } else { "above" };
    format!("{}% {side}", percent(distance.abs()))
}

/// Formats per cent with one decimal place.
fn percent(value: Decimal) -> String {
    format!("{:.1}", value.round_dp(1))
}

/// Writes `score.csv`: one row per event and measure; precision and recall are fractions or empty.
///
/// # Errors
/// Errors of the writer.
pub fn csv_scores(scores: &[Score], out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(SCORES.map(|column| column.name))?;
    let part = |f: Option<f64>| f.map_or_else(String::new, |f| format!("{f:.6}"));
    for (event, measure, tally) in rows(scores) {
        writer.write_record([
            guarded(event).as_ref(),
            measure.into(),
            &part(tally.precision()),
            &part(tally.recall()),
            &tally.right.to_string(),
            &tally.predicted.to_string(),
            &tally.actual.to_string(),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// Writes `score_names.csv`: one row per name that differs.
///
/// # Errors
/// Errors of the writer.
pub fn csv_names(scores: &[Score], out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(NAMES.map(|column| column.name))?;
    for score in scores {
        for name in &score.names {
            writer.write_record([
                guarded(&score.event).as_ref(),
                name.measure.into(),
                name.kind.into(),
                &guarded(&name.symbol),
                &guarded(&name.name),
                name.cause.words(),
                &detail(name),
            ])?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// Writes the scores as JSON. Amounts are in USD and decimals are strings, as in `summary.json`;
/// precision and recall are fractions or null.
///
/// # Errors
/// Errors of the writer.
pub fn json(scores: &[Score], mut out: impl Write) -> io::Result<()> {
    let measures = |rows: Vec<(Measure, Tally)>| -> Vec<Value> {
        rows.into_iter()
            .map(|(measure, tally)| {
                json!({
                    "measure": measure,
                    "precision": tally.precision(),
                    "recall": tally.recall(),
                    "right": tally.right,
                    "predicted": tally.predicted,
                    "true": tally.actual,
                })
            })
            .collect()
    };
    let events: Vec<Value> = scores
        .iter()
        .map(|score| {
            json!({
                "event": score.event,
                "rank_day": score.rank_day,
                "implementation": score.implementation,
                "measures": measures(score.measures.clone()),
                "break": score.breakpoint,
                "names": score.names,
                "remarks": Said::all(&score.remarks),
                "confidence": sure::json_confidence(score),
                "evidence": sure::json_evidence(score),
            })
        })
        .collect();
    let all = rows(scores).into_iter().filter(|(event, _, _)| *event == ALL);
    let all: Vec<(Measure, Tally)> = all.map(|(_, measure, tally)| (measure, tally)).collect();
    let document = json!({
        "schema": SCHEMA,
        "tool": crate::TOOL,
        "events": events,
        "all": measures(all),
    });
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)
}
