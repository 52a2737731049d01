//! Console summary of a run.

use std::io::{self, Write};
use std::path::Path;

use comfy_table::Table;

use super::{breakpoints, indexes, turnover};
use crate::reconstitution::Action;
use crate::reconstitution::between::{Outcome as StatedOutcome, Stated};
use crate::report::index_changes::{
    ADDITIONS, DELETIONS, MEMBERS_AFTER, MEMBERS_BEFORE, MOVED_IN, MOVED_OUT, ONE_WAY,
};
use crate::report::page::Quotes;
use crate::report::remarks;
use crate::report::screen::{
    billions, cut, quoted_band, quoted_cap, quoted_count, quoted_percent, rounded, row, table,
    thousands, trimmed, wrapped,
};
use crate::study::Run;
use crate::universe::{Member, Segment};

/// Number of movers shown for each action.
const MOVERS: usize = 2;
/// Maximum number of assumptions shown in full; the reports have all of them.
const REMARKS: usize = 4;
/// Maximum width of a line.
const WIDTH: usize = 96;

/// Writes the summary; `folder` is where the reports are.
///
/// # Errors
/// Errors of the writer.
pub fn write(run: &Run, folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    heading(run, out)?;
    let left = waterfall(run);
    let quotes = Quotes::of(run);
    let right = breakpoints(&quotes);
    side_by_side(&left, &right, out)?;
    writeln!(out)?;
    writeln!(out, "{}", trimmed(&indexes(&quotes).to_string()))?;
    writeln!(out)?;
    movers(run, out)?;
    remarks::assumptions(&run.remarks, REMARKS, WIDTH, out)?;
    writeln!(out, "Reports: {}", folder.display())
}

fn heading(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let event = &run.scenario.event;
    let title = &run.scenario.description;
    writeln!(out, "{}{}{title}", event.name, if title.is_empty() { "" } else { ": " })?;
    remarks::warnings(&run.remarks, WIDTH, out)?;
    let day = |d: chrono::NaiveDate| d.format("%a %Y-%m-%d");
    let basis = &run.scenario.day_basis;
    writeln!(
        out,
        "rank day {}{}, implementation {}{} after the close, effective {}",
        day(event.rank_day),
        basis.rank_day.mark(),
        day(event.implementation),
        basis.implementation.mark(),
        day(event.effective)
    )?;
    if let Some(known) = &run.scenario.calendar
        && let Some(list) = known.preliminary_lists.first()
        && let Some((lockdown, basis)) = known.lockdown_start.zip(known.basis.lockdown_start)
    {
        writeln!(
            out,
            "preliminary lists from {}{}, lock-down from {}{}",
            day(*list),
            known.basis_of_list(*list).mark(),
            day(lockdown),
            basis.mark()
        )?;
    }
    writeln!(out)
}

fn waterfall(run: &Run) -> Table {
    let waterfall = &run.result.screened.waterfall;
    let mut table = table(&["Eligibility", "lines"], 1);
    table.add_row(row(vec!["universe".to_owned(), thousands(waterfall.lines)], 1));
    for step in &waterfall.steps {
        let name = step.screen.to_string().replace('_', " ");
        let dropped = match step.dropped {
            0 => "0".to_owned(),
            n => format!("-{}", thousands(n)),
        };
        table.add_row(row(vec![format!("  {name}"), dropped], 1));
    }
    let companies = thousands(waterfall.eligible_companies);
    let eligible = thousands(waterfall.eligible_lines);
    table.add_row(row(vec![format!("eligible ({companies} companies)"), eligible], 1));
    table
}

fn breakpoints(quotes: &Quotes<'_>) -> Table {
    let header = ["Breakpoint", "rank", "cap $bn", "percentile", "band $bn"];
    let mut table = table(&header, 1);
    for level in quotes.table(breakpoints::TABLE).rows() {
        // Breaks inside the Top 200 are only in the files.
        if ["top10", "top20", "top50", "top100"].contains(&level.text(breakpoints::BREAK).as_ref())
        {
            continue;
        }
        let percentile = level.decimal(breakpoints::PERCENTILE);
        let cells = vec![
            level.text(breakpoints::BREAK).into_owned(),
            quoted_count(level, breakpoints::RANK, "?"),
            quoted_cap(level, breakpoints::MARKET_CAP),
            percentile.map_or_else(String::new, |points| rounded(points, 2)),
            quoted_band(level, breakpoints::LOWER_MARKET_CAP, breakpoints::UPPER_MARKET_CAP),
        ];
        table.add_row(row(cells, 1));
    }
    table
}

fn indexes(quotes: &Quotes<'_>) -> Table {
    let header = [
        "Index",
        "before",
        "after",
        "added",
        "deleted",
        "in",
        "out",
        "one-way",
        "membership",
        "smallest $bn",
        "largest $bn",
    ];
    let mut table = table(&header, 1);
    let sizes = quotes.table(indexes::TABLE).rows();
    for (of, size) in quotes.table(turnover::TABLE).rows().zip(sizes) {
        let index = of.text(turnover::INDEX);
        if ["TOP10", "TOP20", "TOP50", "TOP100"].contains(&index.as_ref()) {
            continue;
        }
        let count = |column| quoted_count(of, column, "?");
        let part = |column| quoted_percent(of, column, 2, "?");
        let cells = vec![
            index.into_owned(),
            count(MEMBERS_BEFORE),
            count(MEMBERS_AFTER),
            count(ADDITIONS),
            count(DELETIONS),
            count(MOVED_IN),
            count(MOVED_OUT),
            part(ONE_WAY),
            part(turnover::MEMBERSHIP_TURNOVER),
            quoted_cap(size, indexes::SMALLEST),
            quoted_cap(size, indexes::LARGEST),
        ];
        table.add_row(row(cells, 1));
    }
    table
}

/// The number of companies that move, by action.
fn counts(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let count = |action, of_r3000| run.count(action, of_r3000).map(thousands);
    let of_microcap = match count(Action::Add, false).zip(count(Action::Delete, false)) {
        Some((enter, leave)) => format!("{enter} enter Microcap below it, {leave} leave."),
        None => "who was in Microcap below it is not known.".to_owned(),
    };
    let moves = match count(Action::Up, true).zip(count(Action::Down, true)) {
        Some((up, down)) => format!("{up} move up to the 1000, {down} down to the 2000"),
        None => "who moves within it is not known".to_owned(),
    };
    writeln!(
        out,
        "Companies: {} enter the Russell 3000, {} leave it, {moves};\n{of_microcap}{}",
        count(Action::Add, true).unwrap_or_default(),
        count(Action::Delete, true).unwrap_or_default(),
        classes(run),
    )
}

fn movers(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    if let Some(said) = super::movers::not_known(run) {
        writeln!(out, "{}\n", wrapped(&said, WIDTH).join("\n"))?;
        return since_rank_day(run, out);
    }
    counts(run, out)?;
    sureness(run, out)?;
    without_line(run, out)?;
    writeln!(out, "The largest:")?;
    let header = ["action", "symbol", "name", "from", "to", "reason", "rank", "cap $bn", "sure"];
    let mut table = table(&header, 6);
    for action in [Action::Add, Action::Delete, Action::Up, Action::Down] {
        let companies = run.movers.iter().zip(&run.confidence.changes);
        let companies = companies.filter(|(m, _)| m.action == action && !m.is_class);
        for (mover, confidence) in companies.take(MOVERS) {
            let result = &run.result.companies[mover.company];
            let security = &run.universe.securities[mover.line];
            // For a deletion the screen alone is shown as the reason.
            let reason = run.reason_of(mover);
            let cells = vec![
                action.to_string(),
                security.symbol().to_owned(),
                cut(security.name(), 22),
                mover.from.to_string(),
                mover.to.to_string(),
                cut(reason.strip_prefix("ineligible:").unwrap_or(&reason), 26),
                result.rank.map_or_else(String::new, thousands),
                result.market_cap.map_or_else(String::new, billions),
                confidence.map_or_else(String::new, |part| format!("{part:.2}")),
            ];
            table.add_row(row(cells, 6));
        }
    }
    writeln!(out, "{}\n", trimmed(&table.to_string()))?;
    since_rank_day(run, out)
}

/// Counts of changes of the Russell 3000 by [`Sureness`](crate::analysis::confidence::Sureness);
/// nothing if no change has a probability.
fn sureness(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let of = |(action, word): (Action, &str)| {
        let [near_certain, likely, open, unknown] = run.count_by_sureness(action, true);
        let known = [near_certain, likely, open].map(|(_, count)| thousands(count));
        let unknown = match unknown.1 {
            0 => String::new(),
            count => format!(" ({} unknown)", thousands(count)),
        };
        let any = near_certain.1 + likely.1 + open.1 > 0;
        any.then(|| format!("{word} {}{unknown}", known.join(" / ")))
    };
    let actions =
        [(Action::Add, "in"), (Action::Delete, "out"), (Action::Up, "up"), (Action::Down, "down")];
    let parts: Vec<String> = actions.into_iter().filter_map(of).collect();
    if parts.is_empty() {
        return Ok(());
    }
    writeln!(out, "Of these near-certain / likely / open: {}.", parts.join(", "))
}

/// Counts of lines that left between rank day and implementation, and of stated actions applied.
fn since_rank_day(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let between = &run.between;
    let part = between.coverage.as_ref().filter(|c| !c.complete && c.found < c.held);
    if between.left.is_empty() && between.actions.is_empty() && part.is_none() {
        return Ok(());
    }
    let members = between.left.iter().filter(|left| left.held != Segment::None).count();
    let additions = between.left.len() - members;
    let applied = |stated: &&Stated| matches!(stated.outcome, StatedOutcome::Applied(_));
    if !between.left.is_empty() {
        writeln!(
            out,
            "Left between rank day and implementation: member lines {}, would-be additions {} (left.csv)",
            thousands(members),
            thousands(additions)
        )?;
    }
    if !between.actions.is_empty() {
        writeln!(
            out,
            "Corporate actions: {} of {} applied, {} companies placed anew (actions.csv)",
            thousands(between.actions.iter().filter(applied).count()),
            thousands(between.actions.len()),
            thousands(run.result.placed_anew.len())
        )?;
    }
    if let Some(part) = part {
        let weight =
            part.weight.map_or_else(String::new, |w| format!(", {:.2}% of weight", w * 100.0));
        writeln!(
            out,
            "Implementation-day prices: {} of {} held lines{weight}; rank-day prices for the rest",
            thousands(part.found),
            thousands(part.held)
        )?;
    }
    writeln!(out)
}

/// Members without a line in the universe, by number and ticker; nothing if there are none.
fn without_line(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let symbols = |members: &mut dyn Iterator<Item = &Member>| -> Vec<String> {
        members.map(|member| member.symbol.clone()).collect()
    };
    for (found, what) in [
        (symbols(&mut run.missing_members()), "kept without a rank, in no count"),
        (symbols(&mut run.gone_members()), "left before rank day"),
        (symbols(&mut run.unmatched_members()), "no security of their own, as far as known"),
    ] {
        if !found.is_empty() {
            let text = format!("{} {what} ({})", found.len(), found.join(", "));
            writeln!(out, "Without a line in the universe: {}", cut(&text, WIDTH - 31))?;
        }
    }
    Ok(())
}

/// Moves of further share classes; empty if there are none.
fn classes(run: &Run) -> String {
    let actions =
        [(Action::Add, "in"), (Action::Delete, "out"), (Action::Up, "up"), (Action::Down, "down")];
    let of = |(action, word): (Action, &str)| {
        let classes = run.movers.iter().filter(|mover| mover.is_class && mover.action == action);
        let symbols: Vec<&str> =
            classes.map(|mover| run.universe.securities[mover.line].symbol()).collect();
        let shown = symbols.iter().take(MOVERS).copied().collect::<Vec<_>>().join(", ");
        let more = if symbols.len() > MOVERS { ", …" } else { "" };
        (!symbols.is_empty()).then(|| format!("{} {word} ({shown}{more})", symbols.len()))
    };
    let parts: Vec<String> = actions.into_iter().filter_map(of).collect();
    if parts.is_empty() {
        return String::new();
    }
    format!("\nShare classes beside them: {}.", parts.join(", "))
}

/// Writes two tables side by side.
fn side_by_side(left: &Table, right: &Table, out: &mut dyn Write) -> io::Result<()> {
    let (left, right) = (left.to_string(), right.to_string());
    let width = left.lines().map(|l| l.trim_end().chars().count()).max().unwrap_or(0);
    let (mut l, mut r) = (left.lines(), right.lines());
    loop {
        let (a, b) = (l.next(), r.next());
        if a.is_none() && b.is_none() {
            return Ok(());
        }
        let a = a.unwrap_or_default().trim_end();
        let line = format!("{a:<width$}   {}", b.unwrap_or_default());
        writeln!(out, "{}", line.trim_end())?;
    }
}
