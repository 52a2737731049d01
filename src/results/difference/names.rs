//! Lists of companies: those with different decisions, and those whose odds differ.

use std::io::{self, Write};

use rust_decimal::Decimal;

use crate::analysis::difference::{CompanyDifference, Decided, Group, OddsDifference};
use crate::report::screen::{billions, cut, row, table, thousands, trimmed};

/// Width to which cells are truncated.
const NAME: usize = 20;
const DECIDED: usize = 28;

/// The heading of a group of companies.
pub(super) fn title(group: Group) -> &'static str {
    match group {
        Group::InA => "Move in A alone",
        Group::InB => "Move in B alone",
        Group::InBoth => "Move in both, otherwise",
        Group::InNeither => "Move in neither, and stand otherwise",
        Group::Indexes => "In the same segment, in different indexes",
    }
}

/// Writes the companies, one table per group, of at most `most` rows.
pub(super) fn companies(
    all: &[CompanyDifference],
    most: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for group in all.chunk_by(|x, y| x.group == y.group) {
        let kind = group[0].group;
        writeln!(out, "\n{}: {}", title(kind), companies_in_words(group.len()))?;
        let header = ["  symbol", "name", "in A", "in B", "rank A", "rank B", "$bn A", "$bn B"];
        let mut table = table(&header, 4);
        for one in group.iter().take(most) {
            let name = one.a.as_ref().or(one.b.as_ref()).map_or("", |decided| &decided.name);
            let rank = |one: &Option<Decided>| {
                one.as_ref().map_or_else(String::new, |decided| count(&decided.rank))
            };
            let cap = |one: &Option<Decided>| {
                let usd = one.as_ref().and_then(|decided| decided.market_cap.parse().ok());
                usd.map_or_else(String::new, billions)
            };
            let other = |one: Option<&Decided>, other: Option<&Decided>| match kind {
                Group::Indexes => only_in(one, other),
                _ => decided(one),
            };
            let (a, b) = (one.a.as_ref(), one.b.as_ref());
            let cells = vec![
                format!("  {}", one.symbol),
                cut(name, NAME),
                cut(&other(a, b), DECIDED),
                cut(&other(b, a), DECIDED),
                rank(&one.a),
                rank(&one.b),
                cap(&one.a),
                cap(&one.b),
            ];
            table.add_row(row(cells, 4));
        }
        writeln!(out, "{}", trimmed(&table.to_string()))?;
        more(group.len(), most, out)?;
    }
    Ok(())
}

fn companies_in_words(count: usize) -> String {
    let plural = if count == 1 { "company" } else { "companies" };
    format!("{} {plural}", thousands(count))
}

/// Writes the number of rows that are left out.
pub(super) fn more(count: usize, most: usize, out: &mut dyn Write) -> io::Result<()> {
    if count > most {
        writeln!(out, "  and {} more; --all lists them", thousands(count - most))?;
    }
    Ok(())
}

/// A whole number from a cell, with thousands separators.
fn count(cell: &str) -> String {
    if cell.is_empty() { String::new() } else { thousands(cell) }
}

fn decided(one: Option<&Decided>) -> String {
    let Some(one) = one else { return "outside the family".to_owned() };
    let reason = one.reason.split(" (").next().unwrap_or_default();
    if one.from == one.to {
        format!("{} {reason}", one.to)
    } else {
        format!("{} > {} {reason}", one.from, one.to)
    }
}

/// The indexes that only one side has.
fn only_in(one: Option<&Decided>, other: Option<&Decided>) -> String {
    let list = |of: Option<&Decided>| -> Vec<String> {
        let indexes = of.map_or("", |decided| decided.indexes.as_str());
        indexes.split(';').map(str::to_owned).collect()
    };
    let theirs = list(other);
    let own: Vec<String> = list(one).into_iter().filter(|index| !theirs.contains(index)).collect();
    own.join(" ")
}

/// Writes the companies whose odds differ most, at most `most` rows.
pub(super) fn odds(all: &[OddsDifference], most: usize, out: &mut dyn Write) -> io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nOdds of {} names, in per cent of paths: A > B", thousands(all.len()))?;
    let header = ["  symbol", "name", "from", "moved", "R1000", "R2000", "Micro", "none"];
    let mut table = table(&header, 3);
    for one in all.iter().take(most) {
        let mut cells = vec![
            format!("  {}", one.symbol),
            cut(&one.name, NAME),
            one.from.clone(),
            per_cent(one.moved()),
        ];
        for at in 0..4 {
            let of = |odds: Option<[Decimal; 4]>| {
                odds.map_or_else(|| "?".to_owned(), |odds| per_cent(odds[at]))
            };
            let (a, b) = (of(one.a), of(one.b));
            cells.push(if a == b { a } else { format!("{a} > {b}") });
        }
        table.add_row(row(cells, 3));
    }
    writeln!(out, "{}", trimmed(&table.to_string()))?;
    more(all.len(), most, out)
}

fn per_cent(part: Decimal) -> String {
    format!("{:.1}", part * Decimal::ONE_HUNDRED)
}
