//! The page of an overview: the table, with a link to the page of each result.

use super::{Overview, ScheduleRow};
use crate::report::page::{Block, Page, Quotes, Section};
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
        ("comparison", "scenario", Plain),
        ("report", "report", Link),
        ("schedule", "schedule", Plain),
        ("over", "sample", Count),
        ("", "sampled", Plain),
        ("1000 turns", "r1000_one_way", Percent(2)),
        ("2000 turns", "r2000_one_way", Percent(2)),
        ("difference", "difference", PercentagePoints(2)),
        ("from", "difference_low", PercentagePoints(2)),
        ("to", "difference_high", PercentagePoints(2)),
        ("2000 drift", "r2000_drift", Percent(2)),
        ("2000 lost", "r2000_lost", Number(1)),
        ("up", "up", Number(1)),
        ("down", "down", Number(1)),
        ("traded", "net_traded", Usd),
        ("warnings", "warnings", Count),
    ];
    let table = quotes.table("comparisons");
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
        ("event", "event", Plain),
        ("report", "report", Link),
        ("in force after", "implementation", Plain),
        ("break", "break", Usd),
        ("band from", "band_lower", Usd),
        ("to", "band_upper", Usd),
        ("R1000", "r1000_members", Count),
        ("R2000", "r2000_members", Count),
        ("R3000", "r3000_members", Count),
        ("adds", "additions", Count),
        ("deletes", "deletions", Count),
        ("up", "up", Count),
        ("down", "down", Count),
        ("1000 turns", "r1000_one_way", Percent(2)),
        ("2000 turns", "r2000_one_way", Percent(2)),
        ("traded", "net_traded", Usd),
        ("warnings", "warnings", Count),
    ];
    let table = quotes.table("overview");
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
