//! Console summary of a comparison.

use std::io::{self, Write};
use std::path::Path;

use chrono::Datelike;
use comfy_table::Table;

use super::ComparisonReport;
use crate::analysis::comparison::{ComparisonRow, Cycles, HistoryCycle};
use crate::remark::{InputNote, Kind, Remark};
use crate::report::remarks;
use crate::report::screen::{cut, row, table, thousands, trimmed, wrapped};
use crate::report::story::{self, Line, amount, digits};
use crate::simulation::measures::{
    MONTHS, Statistic, drift, moves, performance, size, trades, turnover,
};
use crate::study::comparison::Schedule;
use crate::universe::Index;

/// Maximum number of assumptions shown; the summary has all of them.
const ASSUMPTIONS: usize = 7;
/// Maximum width of a line.
const WIDTH: usize = 96;
/// Maximum width of a schedule name in a heading.
const NAME: usize = 11;

/// The label of this measure names the first schedule.
pub(in crate::report) const TRACKING_ERROR: Statistic = performance::TRACKING_ERROR.value();

/// Measures shown for the Russell 1000 and 2000, per cycle: scheduled events, their parts, and
/// others.
pub(in crate::report) const HEADLINES: [(&str, Statistic); 20] = [
    ("turnover, scheduled events", turnover::SCHEDULED.one_way.value()),
    ("  June", turnover::JUNE.value()),
    ("  December and others", turnover::DECEMBER.value()),
    ("  quarterly additions", turnover::QUARTERLY_ADDITIONS.value()),
    ("  quarterly updates", turnover::QUARTERLY_UPDATES.value()),
    ("turnover, unscheduled events", turnover::UNSCHEDULED.value()),
    ("  deletions", turnover::UNSCHEDULED_DELETIONS.value()),
    ("  fast entries", turnover::FAST_ENTRIES.value()),
    ("  corporate actions", turnover::CORPORATE_ACTIONS.value()),
    ("turnover, all events", turnover::TOTAL.one_way.value()),
    ("membership, scheduled events", turnover::SCHEDULED.membership.value()),
    ("drift beyond the band, mean", drift::BEYOND_BAND_WEIGHT.mean()),
    ("drift beyond the band, max", drift::BEYOND_BAND_WEIGHT.max()),
    ("on the wrong side, mean", drift::WRONG_SIDE_WEIGHT.mean()),
    ("  of it too large, mean", drift::TOO_LARGE_WEIGHT.mean()),
    ("active share, mean", drift::ACTIVE_SHARE.mean()),
    ("members lost, mean", drift::LOST.mean()),
    ("members at the end", size::MEMBERS.value()),
    ("price return a year", performance::ANNUALISED_RETURN.value()),
    ("tracking error to the first", TRACKING_ERROR),
];

/// Measures shown for the family and other indexes, per cycle. Whipsaws are also shown per move, because
/// a schedule with more reconstitutions has more moves that can be reversed.
pub(in crate::report) const OTHERS: [Line; 14] = [
    ("traded by index funds, net", trades::NET.value(), None),
    ("  at reconstitutions", trades::RECONSTITUTION_NET.value(), None),
    ("moves from R2000 to R1000", moves::UP.value(), None),
    ("moves from R1000 to R2000", moves::DOWN.value(), None),
    ("whipsaws", moves::WHIPSAWS.count.value(), None),
    ("whipsaws for each move", moves::WHIPSAWS.rate.value(), None),
    ("  for each move up", moves::UP_AND_BACK.rate.value(), None),
    ("  for each move down", moves::DOWN_AND_BACK.rate.value(), None),
    ("  for each move into R3000", moves::IN_AND_OUT.rate.value(), None),
    ("member-days in the wrong index", moves::WRONG_INDEX_FRACTION.value(), None),
    ("R3000 membership, scheduled", turnover::SCHEDULED.membership.value(), Some(Index::R3000)),
    ("MIDCAP turnover, scheduled", turnover::SCHEDULED.one_way.value(), Some(Index::Midcap)),
    ("MICROCAP turnover, scheduled", turnover::SCHEDULED.one_way.value(), Some(Index::Microcap)),
    ("R2000 growth over R1000's", performance::OUTPERFORMANCE.value(), Some(Index::R2000)),
];

/// Measures shown cycle by cycle for the Russell 2000.
const BY_CYCLE: [(&str, Statistic); 2] = [
    ("turnover", turnover::SCHEDULED.one_way.value()),
    ("drift", drift::BEYOND_BAND_WEIGHT.mean()),
];
/// Number of cycles shown side by side, the latest ones.
const CYCLES: usize = 7;

/// Writes the summary; `folder` is where the reports are.
///
/// # Errors
/// Errors of the writer.
pub fn write(report: &ComparisonReport<'_>, folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    heading(report, out)?;
    story::write(report, out)?;
    let schedules = &report.compared.schedules;
    let blocks: &[&[Index]] = match schedules.len() {
        // With more schedules, two indexes do not fit side by side.
        1 | 2 => &[&[Index::R1000, Index::R2000]],
        _ => &[&[Index::R1000], &[Index::R2000]],
    };
    for indexes in blocks {
        print(&headlines(report, indexes), out)?;
    }
    print(&others(report), out)?;
    cycles(report, out)?;
    profile(report, out)?;
    checks(report, out)?;
    remarks::assumptions(&report.compared.remarks, ASSUMPTIONS, WIDTH, out)?;
    writeln!(out, "Reports: {}", folder.display())
}

fn print(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n", trimmed(&table.to_string()))
}

fn heading(report: &ComparisonReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let compared = report.compared;
    let (name, title) = (&compared.scenario.name, &compared.scenario.description);
    let colon = if title.is_empty() { "" } else { ": " };
    writeln!(out, "{}", cut(&format!("{name}{colon}{title}"), WIDTH))?;
    remarks::warnings(&compared.remarks, WIDTH, out)?;
    let days = compared.history.backtest_days();
    let (first, last) = (days[0].date, days[days.len() - 1].date);
    writeln!(
        out,
        "{} closes, {first} to {last}, {} lines\n{}",
        thousands(days.len()),
        thousands(compared.lines),
        complete(&report.comparison.cycles)
    )?;
    for Schedule { name, timetable, .. } in &compared.schedules {
        let names: Vec<&str> = timetable.events.iter().map(|e| e.name.as_str()).collect();
        let span = match names[..] {
            [] => String::new(),
            [one] => format!(": {one}"),
            [first, .., last] => format!(": {first} to {last}"),
        };
        let end = if names.len() == 1 { "" } else { "s" };
        writeln!(out, "{name}: {} reconstitution{end}{span}", names.len())?;
    }
    // Not cut, because the reader has to check these days.
    let is_unknown = |r: &&Remark| {
        matches!(
            r.kind,
            Kind::Input(InputNote::DaysUnknown { .. } | InputNote::CutOffsUnknown { .. })
        )
    };
    for remark in compared.remarks.iter().filter(is_unknown) {
        for line in wrapped(&remarks::text(remark), WIDTH) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out)
}

/// The cycles that means are taken over, in words.
fn complete(cycles: &Cycles) -> String {
    let names: Vec<String> = cycles.complete().map(|of| of.cycle.name()).collect();
    let cut: Vec<String> = cycles.cut().map(|of| of.cycle.name()).collect();
    let cut = if cut.is_empty() { String::new() } else { format!("; cut: {}", cut.join(", ")) };
    match names.as_slice() {
        [] => format!("no complete cycle{cut}"),
        [one] => format!("one complete cycle, {one}{cut}"),
        [first, .., last] => format!("{} complete cycles, {first} to {last}{cut}", names.len()),
    }
}

/// Headings of the columns of an index or the family: the schedules, then the differences to the
/// first.
fn headings(report: &ComparisonReport<'_>, above: &str) -> Vec<String> {
    let names: Vec<&str> = report.compared.schedules.iter().map(|s| s.name.as_str()).collect();
    let mut headings: Vec<String> = names.iter().map(|name| cut(name, NAME)).collect();
    headings.extend(names.iter().skip(1).map(|_| "difference".to_owned()));
    for (at, heading) in headings.iter_mut().enumerate() {
        *heading = format!("{}\n{heading}", if at == 0 { above } else { "" });
    }
    headings
}

/// Cells below these headings.
fn cells(rows: &[ComparisonRow], schedules: usize) -> Vec<String> {
    if rows.is_empty() {
        return vec!["?".to_owned(); 2 * schedules - 1];
    }
    let values = rows.iter().map(|row| shown(row, row.value, false));
    values.chain(rows.iter().skip(1).map(|row| shown(row, row.difference, true))).collect()
}

/// A number in readable units.
fn shown(of: &ComparisonRow, value: Option<f64>, is_difference: bool) -> String {
    let is_whole = of.places == 0;
    value.map_or_else(|| "?".to_owned(), |value| amount(of.unit(), value, is_difference, is_whole))
}

fn headlines(report: &ComparisonReport<'_>, indexes: &[Index]) -> Table {
    let schedules = report.compared.schedules.len();
    let mut header = vec!["\nIndex".to_owned()];
    header.extend(indexes.iter().flat_map(|index| headings(report, <&str>::from(index))));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = table(&header, 1);
    for (label, statistic) in HEADLINES {
        // A single schedule has no benchmark.
        if statistic == TRACKING_ERROR && schedules == 1 {
            continue;
        }
        let label = if statistic == TRACKING_ERROR {
            format!("tracking error to {}", cut(&report.compared.schedules[0].name, NAME))
        } else {
            label.to_owned()
        };
        let mut all = vec![label];
        for index in indexes {
            all.extend(cells(report.comparison.of(statistic, Some(*index)), schedules));
        }
        table.add_row(row(all, 1));
    }
    table
}

fn others(report: &ComparisonReport<'_>) -> Table {
    let mut header = vec!["Family and other indexes".to_owned()];
    header.extend(headings(report, "").into_iter().map(|heading| heading.replace('\n', "")));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = table(&header, 1);
    for (label, statistic, index) in OTHERS {
        let mut all = vec![label.to_owned()];
        let rows = report.comparison.of(statistic, index);
        all.extend(cells(rows, report.compared.schedules.len()));
        table.add_row(row(all, 1));
    }
    table
}

/// Whether the Russell 2000 had members in any cycle.
fn has_small(report: &ComparisonReport<'_>) -> bool {
    !report.comparison.of(BY_CYCLE[0].1, Some(Index::R2000)).is_empty()
}

/// The Russell 2000 cycle by cycle, with the mean of the complete cycles and its standard error.
fn cycles(report: &ComparisonReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !has_small(report) {
        return Ok(());
    }
    let all = &report.comparison.cycles.all;
    let from = all.len().saturating_sub(CYCLES);
    // Without the century: 25/26.
    let name = |of: &HistoryCycle| {
        format!("{}{}", &of.cycle.name()[2..], if of.is_complete { "" } else { "*" })
    };
    let mut heads = vec![String::new()];
    heads.extend(all[from..].iter().map(name));
    heads.extend(["mean".to_owned(), "std. error".to_owned()]);
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = table(&heads, 1);
    let percent = |value: Option<f64>, signed| {
        value.map_or_else(String::new, |value| digits(value * 100.0, 2, signed))
    };
    for (label, statistic) in BY_CYCLE {
        let rows = report.comparison.of(statistic, Some(Index::R2000));
        let mut add = |name: &str, of: &[Option<f64>], mean, error, signed| {
            let mut cells = vec![format!("{label}, {}", cut(name, NAME))];
            cells.extend(of.iter().skip(from).map(|value| percent(*value, signed)));
            cells.extend([percent(mean, signed), percent(error, false)]);
            table.add_row(row(cells, 1));
        };
        for row in rows {
            add(&row.schedule, &row.of_cycles, row.value, row.spread.standard_error, false);
        }
        for row in rows.iter().skip(1) {
            let error = row.difference_spread.standard_error;
            add("difference", &row.differences_of_cycles, row.difference, error, true);
        }
    }
    let cut = if all.iter().any(|of| !of.is_complete) { "; * cut, in no mean" } else { "" };
    writeln!(
        out,
        " R2000 by cycle: scheduled turnover, drift beyond the band, %; differences in pp{cut}"
    )?;
    print(&table, out)
}

/// The Russell 2000's drift beyond the band by calendar month.
fn profile(report: &ComparisonReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    if !has_small(report) {
        return Ok(());
    }
    let mut table = table(&[&["" as &str], &MONTHS[..]].concat(), 1);
    let of_month = |month| drift::BEYOND_BAND_WEIGHT.mean_of_month(month);
    let months: Vec<&[ComparisonRow]> = (0..MONTHS.len())
        .map(|month| report.comparison.of(of_month(month), Some(Index::R2000)))
        .collect();
    let mut add = |label: String, at: usize, of: fn(&ComparisonRow) -> Option<f64>, signed| {
        let percent = |rows: &&[ComparisonRow]| {
            let value = rows.get(at).and_then(of);
            value.map_or_else(String::new, |value| digits(value * 100.0, 1, signed))
        };
        let cells = months.iter().map(percent);
        table.add_row(row(std::iter::once(label).chain(cells).collect(), 1));
    };
    let schedules = &report.compared.schedules;
    for (at, schedule) in schedules.iter().enumerate() {
        add(cut(&schedule.name, NAME), at, |row| row.value, false);
    }
    for at in 1..schedules.len() {
        add("difference".to_owned(), at, |row| row.difference, true);
    }
    writeln!(out, " R2000: mean drift beyond the band by month, % of weight; differences in pp")?;
    print(&table, out)
}

/// Memberships compared with lists, by year: the part of the list that the index holds, and the part of the
/// index that is on the list. If a year has several lists, the last one is used.
fn checks(report: &ComparisonReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let schedules = &report.compared.schedules;
    let all = || schedules.iter().flat_map(|s| &s.backtest.checked);
    let mut years: Vec<i32> = all().map(|check| check.held_on.year()).collect();
    years.sort_unstable();
    years.dedup();
    let shown_years = &years[years.len().saturating_sub(6)..];
    if shown_years.is_empty() {
        return Ok(());
    }
    let mut header = vec!["Of lists, % held/% of held".to_owned()];
    header.extend(shown_years.iter().map(ToString::to_string));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = table(&header, 1);
    for schedule in schedules {
        for index in <Index as strum::IntoEnumIterator>::iter() {
            if !all().any(|check| check.index == index) {
                continue;
            }
            let mut line = vec![format!("{} {index}", cut(&schedule.name, 2 * NAME))];
            for year in shown_years {
                let is_it = |check: &&crate::analysis::backtest::Checked| {
                    check.index == index && check.held_on.year() == *year
                };
                let last = schedule.backtest.checked.iter().filter(is_it).max_by_key(|c| c.held_on);
                let both = last.and_then(|c| c.of_listed().zip(c.of_held()));
                let percent = |(listed, held): (f64, f64)| {
                    format!("{:.1}/{:.1}", listed * 100.0, held * 100.0)
                };
                line.push(both.map_or_else(String::new, percent));
            }
            table.add_row(row(line, 1));
        }
    }
    print(&table, out)
}
