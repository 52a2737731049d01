//! Console summary of a projection.

use std::io::{self, Write};
use std::path::Path;

use strum::IntoEnumIterator as _;

use super::{breakpoints, turnover};
use crate::analysis::probability::Odds;
use crate::reconstitution::Action;
use crate::report::page::{Quotes, Row};
use crate::report::remarks;
use crate::report::screen::{
    billions, cut, quoted_cap, quoted_count, quoted_number, quoted_percent, row, table, thousands,
    trimmed,
};
use crate::simulation::projection::{Count, Stretch};
use crate::study::projection::Projected;
use crate::universe::Index;

/// Number of companies shown for each action, and number of the most uncertain ones.
const LIKELIEST: usize = 3;
const UNCERTAIN: usize = 4;
/// A move on at least this fraction of paths counts as settled and is not listed.
const SETTLED: f64 = 0.95;
/// Maximum distance from one half of an uncertain probability.
const NEAR: f64 = 0.05;
/// Maximum number of assumptions shown in full; the reports have all of them.
const REMARKS: usize = 6;
/// Maximum width of a line.
const WIDTH: usize = 104;

/// Writes the summary; `folder` is where the reports are.
///
/// # Errors
/// Errors of the writer.
pub fn write(found: &Projected, folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    heading(found, out)?;
    let quotes = Quotes::of(found);
    writeln!(out, "{}\n", trimmed(&breakpoints(&quotes).to_string()))?;
    writeln!(out, "{}", trimmed(&turnover(found, &quotes).to_string()))?;
    if !Index::iter().all(|index| found.known_before.contains(index)) {
        writeln!(out, " other indexes: not known, as their members before are not given")?;
    }
    writeln!(out)?;
    writeln!(out, "{}\n", trimmed(&counts(found, &quotes).to_string()))?;
    companies(found, out)?;
    remarks::assumptions(&found.remarks, REMARKS, WIDTH, out)?;
    writeln!(out, "Reports: {}", folder.display())
}

fn heading(found: &Projected, out: &mut dyn Write) -> io::Result<()> {
    let scenario = &found.scenario;
    let (event, basis) = (&scenario.scenario.event, &scenario.scenario.day_basis);
    let title = &scenario.scenario.description;
    writeln!(out, "{}{}{title}", event.name, if title.is_empty() { "" } else { ": " })?;
    remarks::warnings(&found.remarks, WIDTH, out)?;
    let day = |d: chrono::NaiveDate| d.format("%a %Y-%m-%d");
    let way = |s: Stretch| {
        let plural = if s.steps() == 1 { "" } else { "s" };
        format!("{} sessions in {} step{plural}", s.sessions, s.steps())
    };
    writeln!(
        out,
        "today {}, rank day {}{} ({}),",
        day(found.universe.as_of),
        day(event.rank_day),
        basis.rank_day.mark(),
        way(scenario.to_rank_day)
    )?;
    writeln!(
        out,
        "implementation {}{} after the close ({})",
        day(event.implementation),
        basis.implementation.mark(),
        way(scenario.to_implementation)
    )?;
    writeln!(
        out,
        "{} paths of {} companies, seed {}",
        thousands(found.tally.paths),
        thousands(found.companies),
        scenario.seed
    )?;
    if found.is_partial() {
        writeln!(
            out,
            "PARTIAL: {} of {} paths",
            thousands(found.tally.paths),
            thousands(found.scenario.paths)
        )?;
    }
    writeln!(out)
}

fn breakpoints(quotes: &Quotes<'_>) -> comfy_table::Table {
    let header =
        ["Breakpoint on rank day, $bn", "today", "mean", "5%", "25%", "median", "75%", "95%"];
    let mut table = table(&header, 1);
    let levels = quotes.table(breakpoints::TABLE);
    let mut add = |name: String, of: Row<'_>| {
        let columns = [
            breakpoints::TODAY,
            breakpoints::MEAN,
            breakpoints::P5,
            breakpoints::P25,
            breakpoints::P50,
            breakpoints::P75,
            breakpoints::P95,
        ];
        let cells = columns.map(|column| quoted_cap(of, column));
        table.add_row(row(std::iter::once(name).chain(cells).collect(), 1));
    };
    let is_on_paths = |of: &Row<'_>| of.number(breakpoints::PATHS) > Some(0.0);
    for of in levels.rows().filter(|of| of.is(breakpoints::LEVEL, breakpoints::AT_BREAK)) {
        // Breaks inside the Top 200 are only in the files.
        if of.number(breakpoints::RANK) < Some(200.0) || !is_on_paths(&of) {
            continue;
        }
        let name = of.text(breakpoints::BREAK);
        add(format!("{name} (#{})", quoted_count(of, breakpoints::RANK, "?")), of);
        // The band that matters most.
        if name != "r1000" {
            continue;
        }
        let edge = |level| {
            let keys = [(breakpoints::BREAK, &*name), (breakpoints::LEVEL, level)];
            levels.find(&keys).filter(is_on_paths)
        };
        if let Some((upper, lower)) =
            edge(breakpoints::UPPER_EDGE).zip(edge(breakpoints::LOWER_EDGE))
        {
            add("  upper edge".to_owned(), upper);
            add("  lower edge".to_owned(), lower);
        }
    }
    table
}

fn turnover(found: &Projected, quotes: &Quotes<'_>) -> comfy_table::Table {
    let header = [
        "Turnover",
        "one-way",
        "+-",
        "5%",
        "median",
        "95%",
        "membership",
        "+-",
        "5%",
        "median",
        "95%",
    ];
    let mut table = table(&header, 1);
    let shown = |index: &Index| {
        !matches!(index, Index::Top10 | Index::Top20 | Index::Top50 | Index::Top100)
    };
    let known = |index: &Index| shown(index) && found.known_before.contains(*index);
    for index in Index::iter().filter(known) {
        let mut cells = vec![index.to_string()];
        for measure in [turnover::ONE_WAY, turnover::MEMBERSHIP] {
            let keys = [(turnover::INDEX, index.into()), (turnover::MEASURE, measure)];
            let of = quotes.table(turnover::TABLE).find(&keys);
            let columns = [
                turnover::MEAN,
                turnover::STANDARD_ERROR,
                turnover::P5,
                turnover::P50,
                turnover::P95,
            ];
            let shown = |of: Row<'_>, column| quoted_percent(of, column, 2, "?");
            cells.extend(columns.map(|column| of.map_or_else(String::new, |of| shown(of, column))));
        }
        table.add_row(row(cells, 1));
    }
    table
}

fn counts(found: &Projected, quotes: &Quotes<'_>) -> comfy_table::Table {
    let mut table = table(&["Companies", "mean", "5%", "median", "95%", "if ranked today"], 1);
    for (count, what) in [
        (Count::Adds, "enter the Russell 3000"),
        (Count::UnlistedAdds, "  of them not listed today"),
        (Count::Deletes, "leave it at the event"),
        (Count::MembersGone, "leave it before, taken over or failed"),
        (Count::Ups, "move up to the 1000"),
        (Count::Downs, "move down to the 2000"),
        (Count::MicrocapAdds, "enter Microcap below it"),
        (Count::MicrocapDeletes, "leave Microcap"),
    ] {
        // If Microcap's members are unknown, entering it does not count as a change.
        let of_microcap = matches!(count, Count::MicrocapAdds | Count::MicrocapDeletes);
        if of_microcap && !found.known_before.contains(Index::Microcap) {
            continue;
        }
        let keys = [(turnover::INDEX, ""), (turnover::MEASURE, count.into())];
        let Some(of) = quotes.table(turnover::TABLE).find(&keys) else { continue };
        let quantile = |column| quoted_number(of, column, 0, "");
        let cells = vec![
            what.to_owned(),
            quoted_number(of, turnover::MEAN, 1, ""),
            quantile(turnover::P5),
            quantile(turnover::P50),
            quantile(turnover::P95),
            quoted_count(of, turnover::TODAY, ""),
        ];
        table.add_row(row(cells, 1));
    }
    table
}

fn companies(found: &Projected, out: &mut dyn Write) -> io::Result<()> {
    let settled = found.odds.iter().filter(|odds| odds.moves() >= SETTLED).count();
    writeln!(
        out,
        "{} companies move on 95% of paths or more. The likeliest of the others by action, and the \
         largest whose\nmove has a probability near one half (in per cent of paths):",
        thousands(settled)
    )?;
    let header = [
        "  action", "symbol", "name", "from", "today", "moves", "R1000", "R2000", "Micro", "none",
        "rank", "cap $bn",
    ];
    let mut table = table(&header, 5);
    for action in Action::iter() {
        for odds in likeliest(found, action) {
            table.add_row(row(cells(found, odds, &action.to_string(), odds.action(action)), 5));
        }
    }
    let is_open = |odds: &&Odds| (odds.moves() - 0.5).abs() <= NEAR;
    // The odds are ordered by size.
    for odds in found.odds.iter().filter(is_open).take(UNCERTAIN) {
        table.add_row(row(cells(found, odds, "open", odds.moves()), 5));
    }
    writeln!(out, "{}\n", trimmed(&table.to_string()))
}

/// The most likely companies for an action, without settled ones; ties by size.
fn likeliest(found: &Projected, action: Action) -> Vec<&Odds> {
    let is_unsettled = |odds: &&Odds| odds.paths_of(action) > 0 && odds.action(action) < SETTLED;
    let mut all: Vec<&Odds> = found.odds.iter().filter(is_unsettled).collect();
    // The stable sort keeps ties ordered by size.
    all.sort_by_key(|odds| std::cmp::Reverse(odds.paths_of(action)));
    all.truncate(LIKELIEST);
    all
}

fn cells(found: &Projected, odds: &Odds, action: &str, probability: f64) -> Vec<String> {
    let security = &found.universe.securities[odds.line];
    let chances = &odds.chances;
    let part = |segment| {
        let count = chances.in_segment(segment);
        if count == 0 { "-".to_owned() } else { format!("{:.1}", chances.part(count) * 100.0) }
    };
    let stays = if odds.from == crate::universe::Segment::None { "out" } else { "keep" };
    let mut cells = vec![
        format!("  {action}"),
        security.symbol().to_owned(),
        cut(security.name(), 20),
        odds.from.to_string(),
        odds.if_ranked_today.map_or_else(|| stays.to_owned(), |action| action.to_string()),
        format!("{:.1}", probability * 100.0),
    ];
    cells.extend(crate::universe::Segment::PLACES.into_iter().map(part));
    cells.push(odds.rank.map_or_else(String::new, thousands));
    cells.push(odds.market_cap.map_or_else(String::new, billions));
    cells
}
