//! The page of an overview: the table, with a link to the page of each result.

use super::{Overview, ScheduleRow, comparisons, events};
use crate::report::page::{Block, Page, Quotes, Section};
use crate::report::run::EVENT;
use crate::report::shown::Style::{
    Count, Number, Page as Link, Percent, PercentagePoints, Plain, Usd,
};

/// Maximum number of rows on the page.
const ROWS: usize = 2_000;

/// The page of a batch.
pub(super) fn page(overview: &Overview, quotes: &Quotes<'_>) -> Page {
    let warnings = overview.failed_in_words().into_iter().collect();
    let page = if overview.comparisons.is_empty() {
        events(overview.events.len(), quotes)
    } else {
        comparisons(&overview.comparisons, quotes)
    };
    Page { warnings, ..page }
}

fn comparisons(rows: &[ScheduleRow], quotes: &Quotes<'_>) -> Page {
    let columns = [
        ("comparison", comparisons::SCENARIO, Plain),
        ("report", comparisons::REPORT, Link),
        ("schedule", comparisons::SCHEDULE, Plain),
        ("over", comparisons::SAMPLE, Count),
        ("", comparisons::SAMPLED, Plain),
        ("1000 turns", comparisons::R1000_ONE_WAY, Percent(2)),
        ("2000 turns", comparisons::R2000_ONE_WAY, Percent(2)),
        ("difference", comparisons::DIFFERENCE, PercentagePoints(2)),
        ("from", comparisons::DIFFERENCE_LOW, PercentagePoints(2)),
        ("to", comparisons::DIFFERENCE_HIGH, PercentagePoints(2)),
        ("2000 drift", comparisons::R2000_DRIFT, Percent(2)),
        ("2000 lost", comparisons::R2000_LOST, Number(1)),
        ("up", comparisons::UP, Number(1)),
        ("down", comparisons::DOWN, Number(1)),
        ("traded", comparisons::NET_TRADED, Usd),
        ("warnings", comparisons::WARNINGS, Count),
    ];
    let table = quotes.table(comparisons::TABLE);
    let list = table.list("", &columns, table.rows(), ROWS);
    let mut names: Vec<&str> = rows.iter().map(|row| row.report.as_str()).collect();
    names.dedup();
    Page {
        title: "Comparisons at a glance".to_owned(),
        conclusions: vec![format!(
            "{} comparison{}, a row for each schedule.",
            names.len(),
            if names.len() == 1 { "" } else { "s" }
        )],
        sections: vec![Section {
            id: "comparisons",
            title: "One row for a schedule".to_owned(),
            lead: "Every figure is a mean over cycles from one June implementation to the next. Turns is one-way \
                   turnover by scheduled events; the difference is that of the Russell 2000 to the first schedule of \
                   the comparison, with its confidence interval. Drift is the weight of the Russell 2000 beyond the \
                   band. What funds trade is bought and sold together, after they have crossed."
                .to_owned(),
            blocks: vec![Block::List(list)],
        }],
        ..Page::default()
    }
}

fn events(count: usize, quotes: &Quotes<'_>) -> Page {
    let columns = [
        ("event", EVENT, Plain),
        ("report", events::REPORT, Link),
        ("in force after", events::IMPLEMENTATION, Plain),
        ("break", events::BREAK, Usd),
        ("band from", events::BAND_LOWER, Usd),
        ("to", events::BAND_UPPER, Usd),
        ("R1000", events::R1000_MEMBERS, Count),
        ("R2000", events::R2000_MEMBERS, Count),
        ("R3000", events::R3000_MEMBERS, Count),
        ("adds", events::ADDITIONS, Count),
        ("deletes", events::DELETIONS, Count),
        ("up", events::UP, Count),
        ("down", events::DOWN, Count),
        ("1000 turns", events::R1000_ONE_WAY, Percent(2)),
        ("2000 turns", events::R2000_ONE_WAY, Percent(2)),
        ("traded", events::NET_TRADED, Usd),
        ("warnings", events::WARNINGS, Count),
    ];
    let table = quotes.table(events::TABLE);
    let list = table.list("", &columns, table.rows(), ROWS);
    Page {
        title: "Reconstitutions at a glance".to_owned(),
        conclusions: vec![format!(
            "{} reconstitution{}, by implementation day.",
            count,
            if count == 1 { "" } else { "s" }
        )],
        sections: vec![Section {
            id: "events",
            title: "One row for an event".to_owned(),
            lead: "The break is the cap of the last company of the Russell 1000 without the band. Members are \
                   lines; additions, deletions and moves are companies of the Russell 3000. Turns is one-way \
                   turnover. What funds trade is bought and sold together, after they have crossed."
                .to_owned(),
            blocks: vec![Block::List(list)],
        }],
        ..Page::default()
    }
}
