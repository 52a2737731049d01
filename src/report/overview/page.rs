//! The page of an overview: the table, with a link to the page of each result.

use super::{EventRow, Failed, Overview, ScheduleRow, comparisons, events};
use crate::analysis::interval::Sign;
use crate::report::page::{Block, List, Page, Quote, Quotes, Section};
use crate::report::run::EVENT;
use crate::report::shown::Style::{
    Count, Number, Page as Link, Percent, PercentagePoints, Plain, Usd,
};
use crate::report::shown::{usd, with_minus_signs};
use crate::report::story::amount;
use crate::report::table::Column;
use crate::simulation::Unit;
use crate::universe::packed::float;

/// Maximum number of rows on the page.
const ROWS: usize = 2_000;

/// The page of a batch.
pub(super) fn page(overview: &Overview, quotes: &Quotes<'_>) -> Page {
    let failed = |Failed { scenario, reason }: &Failed| {
        format!("{scenario} failed and is not among these: {reason}")
    };
    let warnings = overview.failed.iter().map(failed).collect();
    let page = if overview.comparisons.is_empty() {
        events(&overview.events, quotes)
    } else {
        comparisons(&overview.comparisons, quotes)
    };
    Page { warnings, ..page }
}

/// A list whose first column links to the report, under the name in a column of its table.
fn named(mut list: List, table: &Quote, name: Column) -> List {
    for (cells, row) in list.rows.iter_mut().zip(table.rows()) {
        cells[0].shown = row.text(name).into_owned();
    }
    list
}

/// The smallest and the largest of some values, each with the name of its row; `None` for fewer than two
/// values.
fn extremes<'n>(values: impl Iterator<Item = (&'n str, f64)>) -> Option<[(&'n str, f64); 2]> {
    let values: Vec<(&str, f64)> = values.collect();
    let least = values.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let most = values.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (values.len() > 1).then_some([*least, *most])
}

/// The range of the break and of turnover over the events, one sentence each.
fn of_events(rows: &[EventRow]) -> Vec<String> {
    let caps = rows.iter().filter_map(|row| Some((row.event.as_str(), float(row.at_break?))));
    let breaks = between(caps, usd)
        .map(|between| format!("The break between the Russell 1000 and the 2000 {between}."));
    let turnover = |at: usize| {
        let known = rows.iter().filter_map(|row| Some((row.event.as_str(), row.one_way[at]?)));
        between(known, |part| format!("{:.2}%", part * 100.0))
    };
    let turns = turnover(1).map(|r2000| {
        let r1000 = turnover(0).map(|r1000| format!(", that of the 1000 {r1000}"));
        format!("One-way turnover of the Russell 2000 {r2000}{}.", r1000.unwrap_or_default())
    });
    breaks.into_iter().chain(turns).collect()
}

/// The range of a figure, with the names of the rows at its ends, in words; `None` for fewer than two values.
fn between<'n>(
    values: impl Iterator<Item = (&'n str, f64)> + Clone,
    shown: fn(f64) -> String,
) -> Option<String> {
    let count = values.clone().count();
    let [(least, low), (most, high)] = extremes(values)?;
    let [low, high] = [low, high].map(shown);
    Some(match (low == high, count) {
        (false, _) => format!("lies between {low} ({least}) and {high} ({most})"),
        (true, 2) => format!("is {low} in both"),
        (true, count) => format!("is {low} in all {count}"),
    })
}

/// The range of the difference between schedules over the comparisons, and how many of these differences are
/// significantly different from zero; `None` for fewer than two.
fn of_comparisons(rows: &[ScheduleRow]) -> Option<String> {
    let compared: Vec<(String, &ScheduleRow, f64)> = rows
        .iter()
        .filter_map(|row| {
            let first = rows.iter().find(|other| other.report == row.report)?;
            let name = format!("{}: {} against {}", row.scenario, row.schedule, first.schedule);
            Some((name, row, row.difference?))
        })
        .collect();
    let known = compared.iter().map(|(name, _, difference)| (name.as_str(), *difference));
    let [(least, low), (most, high)] = extremes(known)?;
    let [low, high] = [low, high].map(|value| amount(Unit::Fraction, value, true, false));
    let is_told = |row: &ScheduleRow| Sign::of(row.interval) != Sign::NotIdentified;
    let told = compared.iter().filter(|(_, row, _)| is_told(row)).count();
    let told = match told {
        0 => "none of these differences is".to_owned(),
        1 => "1 of these differences is".to_owned(),
        told => format!("{told} of these differences are"),
    };
    Some(with_minus_signs(&format!(
        "Turnover of the Russell 2000 less that of the first schedule lies between {low} ({least}) and {high} ({most}); \
         of {}, {told} significantly different from zero.",
        compared.len()
    )))
}

fn comparisons(rows: &[ScheduleRow], quotes: &Quotes<'_>) -> Page {
    let columns = [
        ("comparison", comparisons::REPORT, Link),
        ("schedule", comparisons::SCHEDULE, Plain),
        ("mean of", comparisons::SAMPLE, Count),
        ("what", comparisons::SAMPLED, Plain),
        ("R1000 one-way", comparisons::R1000_ONE_WAY, Percent(2)),
        ("R2000 one-way", comparisons::R2000_ONE_WAY, Percent(2)),
        ("R2000 difference", comparisons::DIFFERENCE, PercentagePoints(2)),
        ("difference from", comparisons::DIFFERENCE_LOW, PercentagePoints(2)),
        ("difference to", comparisons::DIFFERENCE_HIGH, PercentagePoints(2)),
        ("R2000 drift", comparisons::R2000_DRIFT, Percent(2)),
        ("R2000 lost", comparisons::R2000_LOST, Number(1)),
        ("up", comparisons::UP, Number(1)),
        ("down", comparisons::DOWN, Number(1)),
        ("bought plus sold", comparisons::NET_TRADED, Usd),
        ("warnings", comparisons::WARNINGS, Count),
    ];
    let table = quotes.table(comparisons::TABLE);
    let list = named(table.list("", &columns, table.rows(), ROWS), table, comparisons::SCENARIO);
    let mut names: Vec<&str> = rows.iter().map(|row| row.report.as_str()).collect();
    names.dedup();
    Page {
        title: "Comparisons at a glance".to_owned(),
        conclusions: of_comparisons(rows).into_iter().collect(),
        origin: vec![format!(
            "{} comparison{}, a row for each schedule.",
            names.len(),
            if names.len() == 1 { "" } else { "s" }
        )],
        sections: vec![Section {
            id: "comparisons",
            title: "One row for a schedule".to_owned(),
            lead: "Every figure is a mean over cycles from one June implementation to the next. One-way turnover is that \
                   of scheduled events; the difference is that from the first schedule of the comparison, with its \
                   confidence interval, from and to. Drift is the weight of the Russell 2000 beyond the band, lost are \
                   members that left it between events, up and down companies that change between the Russell 2000 and \
                   the 1000. What funds buy plus what they sell is net of what crosses between them."
                .to_owned(),
            blocks: vec![Block::List(list)],
        }],
        ..Page::default()
    }
}

fn events(rows: &[EventRow], quotes: &Quotes<'_>) -> Page {
    let columns = [
        ("event", events::REPORT, Link),
        ("in force after", events::IMPLEMENTATION, Plain),
        ("break", events::BREAK, Usd),
        ("band from", events::BAND_LOWER, Usd),
        ("band to", events::BAND_UPPER, Usd),
        ("R1000", events::R1000_MEMBERS, Count),
        ("R2000", events::R2000_MEMBERS, Count),
        ("R3000", events::R3000_MEMBERS, Count),
        ("adds", events::ADDITIONS, Count),
        ("deletes", events::DELETIONS, Count),
        ("up", events::UP, Count),
        ("down", events::DOWN, Count),
        ("R1000 one-way", events::R1000_ONE_WAY, Percent(2)),
        ("R2000 one-way", events::R2000_ONE_WAY, Percent(2)),
        ("R3000 one-way", events::R3000_ONE_WAY, Percent(2)),
        ("bought plus sold", events::NET_TRADED, Usd),
        ("by funds with", events::TRADED_ASSETS, Usd),
        ("warnings", events::WARNINGS, Count),
    ];
    // If it is the same for all events, it is stated once.
    let common = events::traded_assets(rows).filter(|(least, most)| least >= most);
    let columns: Vec<_> = columns
        .into_iter()
        .filter(|(_, column, _)| common.is_none() || column.name != events::TRADED_ASSETS.name)
        .collect();
    let of_funds = match common {
        Some((assets, _)) => {
            format!("is that of funds with {}, whose trades are known.", usd(assets))
        }
        None => "has beside it the assets of the funds whose trades are known.".to_owned(),
    };
    let table = quotes.table(events::TABLE);
    let list = named(table.list("", &columns, table.rows(), ROWS), table, EVENT);
    Page {
        title: "Reconstitutions at a glance".to_owned(),
        conclusions: of_events(rows),
        origin: vec![format!(
            "{} reconstitution{}, by implementation day.",
            rows.len(),
            if rows.len() == 1 { "" } else { "s" }
        )],
        sections: vec![Section {
            id: "events",
            title: "Events, a row each".to_owned(),
            lead: format!(
                "The break is the cap of the last company of the Russell 1000 without the band. Members are lines; \
                 additions, deletions and moves are companies of the Russell 3000. What is bought plus what is sold is \
                 net of what crosses between funds, and {of_funds}"
            ),
            blocks: vec![Block::List(list)],
        }],
        ..Page::default()
    }
}
