//! The quarterly calendar: updates of shares and float, and the additions of new issues.
//!
//! Rules are rows of `data/quarterly-rules.csv` (rule book v7.0, sections 6.9 and appendix F), which
//! begin with 2026. Before, the provider ranked new issues on other days (five weeks before the
//! effective date in 2018, 10 February in 2023), and nothing found gives them for every year.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::Basis;
use super::published::{self, PublishedEvent};
use super::{CalendarError, DateRule, Event, Quarter, exchange, table};

const FILE: &str = "data/quarterly-rules.csv";
const TEXT: &str = include_str!("../../data/quarterly-rules.csv");

/// New issues have joined quarterly since September 2004 (Pensions & Investments, 2004-09-01); before,
/// they waited for the reconstitution.
pub(super) const FIRST_YEAR_OF_ADDITIONS: i32 = 2004;

/// Why earlier years have no quarterly dates.
pub(super) const UNKNOWN_BEFORE: &str = "the rule book followed here states the quarterly calendar \
     from 2026 on";

/// A quarterly update of shares and float.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarterlyUpdate {
    /// The month in which it takes effect.
    pub quarter: Quarter,
    /// Information up to and including this day counts.
    pub cut_off: NaiveDate,
    /// It takes effect after the close of this day.
    pub effective_after_close: NaiveDate,
    /// The first session with the new shares and float.
    pub effective_open: NaiveDate,
    /// What the dates rest on.
    pub basis: Basis,
}

/// The addition of new issues (IPOs) of a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IpoAddition {
    /// The month in which it takes effect.
    pub quarter: Quarter,
    /// Whether it is part of the quarter's reconstitution, whose lists then announce it.
    pub part_of_reconstitution: bool,
    /// The first day on which an issue may have been priced and traded to be considered: the day after
    /// the previous quarter's rank day, session or not. `None` where that rank day is not known.
    pub window_start: Option<NaiveDate>,
    /// The last day of the window, whose close ranks the issues.
    pub rank_day: NaiveDate,
    /// The day the additions are announced.
    pub announcement: NaiveDate,
    /// They join after the close of this day.
    pub effective_after_close: NaiveDate,
    /// The first session as members.
    pub effective_open: NaiveDate,
    /// What the dates rest on.
    pub basis: Basis,
}

/// One row of the table of quarterly rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    quarter: Quarter,
    first_year: i32,
    last_year: Option<i32>,
    cut_off: DateRule,
    announcement: DateRule,
    effective: DateRule,
    #[serde(rename = "source")]
    _source: String,
}

static ROWS: LazyLock<Result<Vec<(u64, Row)>, CalendarError>> =
    LazyLock::new(|| table::rows(FILE, TEXT));

fn row(year: i32, quarter: Quarter) -> Result<Option<&'static Row>, CalendarError> {
    let rows = ROWS.as_deref().map_err(Clone::clone)?;
    Ok(rows.iter().map(|(_, row)| row).find(|row| {
        row.quarter == quarter
            && row.first_year <= year
            && row.last_year.is_none_or(|last_year| year <= last_year)
    }))
}

/// The rules of a quarter as of a year: its cut-off and the day after whose close it takes effect.
pub(super) fn rules(quarter: Quarter, year: i32) -> Result<(DateRule, DateRule), CalendarError> {
    let row = row(year, quarter)?
        .ok_or_else(|| CalendarError::Unknown { year, reason: UNKNOWN_BEFORE.to_owned() })?;
    Ok((row.cut_off.clone(), row.effective.clone()))
}

/// The additions of a year in order; empty where no rule is known.
///
/// Those of a reconstitution take its dates, so that the two can never disagree.
pub(super) fn additions(year: i32, events: &[Event]) -> Result<Vec<IpoAddition>, CalendarError> {
    let mut additions = Vec::new();
    for quarter in Quarter::ALL {
        let Some(row) = row(year, quarter)? else {
            continue;
        };
        let event = quarter
            .reconstitution()
            .and_then(|season| events.iter().find(|event| event.season == season));
        additions.push(match event {
            Some(event) => with_reconstitution(row, event)?,
            None => alone(row, year)?,
        });
    }
    Ok(additions)
}

fn with_reconstitution(row: &Row, event: &Event) -> Result<IpoAddition, CalendarError> {
    let announcement = match event.preliminary_lists.first() {
        Some(&first) => first,
        None => row.announcement.resolve(event.year)?,
    };
    Ok(IpoAddition {
        quarter: row.quarter,
        part_of_reconstitution: true,
        window_start: window_start(event.year, row.quarter)?,
        rank_day: event.rank_day,
        announcement,
        effective_after_close: event.implementation,
        effective_open: event.effective_open,
        basis: event.overall_basis(),
    })
}

fn alone(row: &Row, year: i32) -> Result<IpoAddition, CalendarError> {
    let published = match row.quarter {
        Quarter::March => published::find(year, PublishedEvent::AdditionsMarch)?,
        Quarter::September => published::find(year, PublishedEvent::AdditionsSeptember)?,
        Quarter::June | Quarter::December => None,
    };
    let stated = published.and_then(|published| {
        Some((published.rank_day?, *published.lists.first()?, published.implementation?))
    });
    let basis = if stated.is_some() { Basis::Published } else { Basis::Rule };
    let (rank_day, announcement, effective) = match stated {
        Some(dates) => dates,
        None => (
            row.cut_off.resolve(year)?,
            row.announcement.resolve(year)?,
            row.effective.resolve(year)?,
        ),
    };
    Ok(IpoAddition {
        quarter: row.quarter,
        part_of_reconstitution: false,
        window_start: window_start(year, row.quarter)?,
        rank_day,
        announcement,
        effective_after_close: effective,
        effective_open: exchange::next_session(effective)?,
        basis,
    })
}

fn window_start(year: i32, quarter: Quarter) -> Result<Option<NaiveDate>, CalendarError> {
    let (year, previous) = match quarter {
        Quarter::March => (year - 1, Quarter::December),
        Quarter::June => (year, Quarter::March),
        Quarter::September => (year, Quarter::June),
        Quarter::December => (year, Quarter::September),
    };
    match row(year, previous)? {
        Some(row) => Ok(row.cut_off.resolve(year)?.succ_opt()),
        None => Ok(None),
    }
}

/// The share and float updates that go with the additions, quarter by quarter.
pub(super) fn updates(
    year: i32,
    additions: &[IpoAddition],
) -> Result<Vec<QuarterlyUpdate>, CalendarError> {
    let mut updates = Vec::new();
    for addition in additions {
        let Some(row) = row(year, addition.quarter)? else {
            continue;
        };
        updates.push(QuarterlyUpdate {
            quarter: addition.quarter,
            cut_off: row.cut_off.resolve(year)?,
            effective_after_close: addition.effective_after_close,
            effective_open: addition.effective_open,
            basis: Basis::Rule,
        });
    }
    Ok(updates)
}
