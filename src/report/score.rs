//! Scores: tables and console; [`json`] for programs.

mod confidence;
mod counts;
mod evidence;
pub mod json;
mod names;
mod sure;

use std::collections::BTreeMap;
use std::io::{self, Write};

use rust_decimal::Decimal;

use super::remarks::text;
use super::screen::{billions, cut, row, table, thousands, trimmed};
use super::table::{Description, Table};
use crate::analysis::score::{Cause, Kind, Measure, NameDifference, Score, Tally};

/// The tables of scores.
pub const TABLES: [Description; 4] =
    [counts::TABLE, names::TABLE, evidence::TABLE, confidence::TABLE];

/// The tables of these scores.
pub fn tables(scores: &[Score]) -> [Table<'_>; 4] {
    [
        counts::table(scores),
        names::table(scores),
        evidence::table(scores),
        confidence::table(scores),
    ]
}

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
        differing(score, out)?;
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
fn differing(score: &Score, out: &mut dyn Write) -> io::Result<()> {
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
