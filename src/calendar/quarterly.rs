//! The quarterly calendar: updates of shares and float, and the additions of new issues.
//!
//! Rules are rows of `data/quarterly-rules.csv`, which begin where the provider's own statements of
//! them do: September 2018 for additions, 2026 (rule book v7.0, section 6.9 and appendix F) for the
//! updates of shares and float. Dates that the provider published replace those of rules. A date
//! that neither gives is absent.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::Basis;
use super::published::{self, Published, PublishedEvent};
use super::{CalendarError, DateRule, Event, Quarter, exchange, table};

const FILE: &str = "data/quarterly-rules.csv";
const TEXT: &str = include_str!("../../data/quarterly-rules.csv");

/// New issues have joined quarterly since September 2004 (Pensions & Investments, 2004-09-01); before,
/// they waited for the reconstitution.
pub(super) const FIRST_ADDITIONS: (i32, Quarter) = (2004, Quarter::September);

/// A quarterly update of shares and float.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarterlyUpdate {
    /// The month in which it takes effect.
    pub quarter: Quarter,
    /// Information published up to and including this day is used.
    pub cut_off: NaiveDate,
    /// It takes effect after the close of this day.
    pub effective_after_close: NaiveDate,
    /// The first session with the new shares and float.
    pub effective_open: NaiveDate,
    /// The basis of the dates.
    pub basis: Basis,
}

/// The addition of new issues (IPOs) of a quarter; dates that are not known are absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IpoAddition {
    /// The month in which it takes effect.
    pub quarter: Quarter,
    /// Whether it is part of the quarter's reconstitution and announced with its lists.
    pub part_of_reconstitution: bool,
    /// The first day on which an issue may have been priced and traded to be considered: the day after
    /// the previous quarter's rank day, session or not.
    pub window_start: Option<NaiveDate>,
    /// The last day of the window, whose close ranks the issues.
    pub rank_day: Option<NaiveDate>,
    /// The day the additions are announced.
    pub announcement: Option<NaiveDate>,
    /// They join after the close of this day.
    pub effective_after_close: Option<NaiveDate>,
    /// The first session as members.
    pub effective_open: Option<NaiveDate>,
    /// The basis of each of these dates.
    pub basis: AdditionBasis,
}

/// The basis of each date of an [`IpoAddition`]; `None` where there is no such date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdditionBasis {
    /// Basis of the first day of the window: that of the previous rank day.
    pub window_start: Option<Basis>,
    /// Basis of the rank day.
    pub rank_day: Option<Basis>,
    /// Basis of the announcement.
    pub announcement: Option<Basis>,
    /// Basis of the day after whose close they join, and thus of the first session as members.
    pub effective: Option<Basis>,
}

impl IpoAddition {
    /// The dates that are not known, in words and in order.
    pub fn unknown(&self) -> Vec<&'static str> {
        let dates = [
            ("first day of the window", self.window_start),
            ("rank day", self.rank_day),
            ("announcement", self.announcement),
            ("effective day", self.effective_after_close),
        ];
        dates.into_iter().filter(|(_, date)| date.is_none()).map(|(what, _)| what).collect()
    }
}

/// One row of the table of quarterly rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    quarter: Quarter,
    first_year: i32,
    last_year: Option<i32>,
    /// The rule for the day that ranks the new issues.
    rank_day: Option<DateRule>,
    announcement: Option<DateRule>,
    effective: Option<DateRule>,
    /// The rule for the cut-off of shares and float.
    cut_off: Option<DateRule>,
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

/// The rules of a quarter in a year: its cut-off and the day after whose close it takes effect.
pub(super) fn rules(quarter: Quarter, year: i32) -> Result<(DateRule, DateRule), CalendarError> {
    let of_row = row(year, quarter)?.and_then(|row| row.cut_off.clone().zip(row.effective.clone()));
    of_row.ok_or_else(|| {
        let reason = format!("the rule book followed here states those of {quarter} from 2026 on");
        CalendarError::Unknown { year, reason }
    })
}

/// A date with its basis.
type Dated = Option<(NaiveDate, Basis)>;

/// The additions of a year in order, except additions without any known date.
///
/// Additions that are part of a reconstitution take its dates, so that the two cannot disagree.
/// `before` is the last reconstitution of the previous year.
pub(super) fn additions(
    year: i32,
    events: &[Event],
    before: Option<&Event>,
) -> Result<Vec<IpoAddition>, CalendarError> {
    let mut additions = Vec::new();
    let mut previous = match before.filter(|event| Quarter::of(event.season) == Quarter::December) {
        Some(event) => Some((event.rank_day, event.basis.rank_day)),
        None => alone(year - 1, Quarter::December)?.and_then(|addition| addition.ranked()),
    };
    for quarter in Quarter::ALL {
        let event = events.iter().find(|event| Quarter::of(event.season) == quarter);
        let addition = match event {
            Some(event) => with_reconstitution(event)?,
            None => alone(year, quarter)?,
        };
        let ranked = match event {
            // Before quarterly additions began, new issues were ranked at the reconstitution.
            Some(event) => Some((event.rank_day, event.basis.rank_day)),
            None => addition.as_ref().and_then(IpoAddition::ranked),
        };
        additions.extend(addition.map(|addition| addition.since(previous)));
        previous = ranked;
    }
    Ok(additions)
}

fn with_reconstitution(event: &Event) -> Result<Option<IpoAddition>, CalendarError> {
    let quarter = Quarter::of(event.season);
    if row(event.year, quarter)?.is_none() {
        return Ok(None);
    }
    let announcement = event.preliminary_lists.first().copied();
    Ok(Some(IpoAddition {
        quarter,
        part_of_reconstitution: true,
        window_start: None,
        rank_day: Some(event.rank_day),
        announcement,
        effective_after_close: Some(event.implementation),
        effective_open: Some(event.effective_open),
        basis: AdditionBasis {
            window_start: None,
            rank_day: Some(event.basis.rank_day),
            announcement: announcement.map(|day| event.basis_of_list(day)),
            effective: Some(event.basis.implementation),
        },
    }))
}

/// The additions of a quarter without a reconstitution; `None` where no date is known.
fn alone(year: i32, quarter: Quarter) -> Result<Option<IpoAddition>, CalendarError> {
    let kind = match quarter {
        Quarter::March => PublishedEvent::AdditionsMarch,
        Quarter::June => return Ok(None),
        Quarter::September => PublishedEvent::AdditionsSeptember,
        Quarter::December => PublishedEvent::AdditionsDecember,
    };
    // In the first year covered by the calendar, the year before is out of range.
    if exchange::check_year(year).is_err() {
        return Ok(None);
    }
    let (row, published) = (row(year, quarter)?, published::find(year, kind)?);
    let date = |rule: fn(&Row) -> Option<&DateRule>,
                stated: fn(&Published) -> Option<NaiveDate>| {
        if let Some(date) = published.and_then(stated) {
            return Ok(Some((date, Basis::Published)));
        }
        let by_rule = row.and_then(rule).map(|rule| rule.resolve(year)).transpose()?;
        Ok::<Dated, CalendarError>(by_rule.map(|date| (date, Basis::Rule)))
    };
    let rank_day = date(|row| row.rank_day.as_ref(), |published| published.rank_day)?;
    let announcement =
        date(|row| row.announcement.as_ref(), |published| published.lists.first().copied())?;
    let effective = date(|row| row.effective.as_ref(), |published| published.implementation)?;
    if [rank_day, announcement, effective].iter().all(Option::is_none) {
        return Ok(None);
    }
    let day = |dated: Dated| dated.map(|(date, _)| date);
    let basis = |dated: Dated| dated.map(|(_, basis)| basis);
    Ok(Some(IpoAddition {
        quarter,
        part_of_reconstitution: false,
        window_start: None,
        rank_day: day(rank_day),
        announcement: day(announcement),
        effective_after_close: day(effective),
        effective_open: day(effective).map(exchange::next_session).transpose()?,
        basis: AdditionBasis {
            window_start: None,
            rank_day: basis(rank_day),
            announcement: basis(announcement),
            effective: basis(effective),
        },
    }))
}

impl IpoAddition {
    fn ranked(&self) -> Dated {
        self.rank_day.zip(self.basis.rank_day)
    }

    /// Starts its window after the rank day of the previous quarter.
    fn since(mut self, previous: Dated) -> Self {
        self.window_start = previous.and_then(|(day, _)| day.succ_opt());
        self.basis.window_start = self.window_start.and(previous.map(|(_, basis)| basis));
        self
    }
}

/// The share and float updates that go with the additions, quarter by quarter.
pub(super) fn updates(
    year: i32,
    additions: &[IpoAddition],
) -> Result<Vec<QuarterlyUpdate>, CalendarError> {
    let mut updates = Vec::new();
    for addition in additions {
        let cut_off = row(year, addition.quarter)?.and_then(|row| row.cut_off.as_ref());
        let effective = addition.effective_after_close.zip(addition.effective_open);
        let Some((cut_off, (effective_after_close, effective_open))) = cut_off.zip(effective)
        else {
            continue;
        };
        updates.push(QuarterlyUpdate {
            quarter: addition.quarter,
            cut_off: cut_off.resolve(year)?,
            effective_after_close,
            effective_open,
            basis: Basis::Rule,
        });
    }
    Ok(updates)
}
