//! The schedule of a year: its reconstitutions and quarterly dates, and the gaps in what is known.
//!
//! Dates come from the rule versions of [`super::version`] and [`super::quarterly`]; dates that the
//! provider published replace them. Nothing is guessed: a date that no source states is absent, and
//! [`YearSchedule::gaps`] names it and the reason.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::event::{Basis, Event};
use super::published::{self, Published, PublishedEvent};
use super::quarterly::{self, IpoAddition, QuarterlyUpdate};
use super::version::{self, Version};
use super::{CalendarError, Quarter, Season, exchange};

/// The parallel run of 2025 ranked companies on 30 September 2025 and changed no index: it was not
/// an event, and the schedule of 2025 has no December. A membership "as of November 2025" that
/// differs from the June one comes from that run, not from the indexes.
pub const PARALLEL_RUN: &str =
    "the parallel run ranked on 2025-09-30 was a rehearsal: no index changed";

/// The day published in 2001 is not a session.
const IN_FORCE_ON_A_SUNDAY: &str = "the membership of June 2001 was in force from 2001-07-01, a \
     Sunday: after the close of the Friday before, and traded from the Monday on";

/// The reason for gaps in the quarterly calendar.
const NO_DATES: &str = "no publication of the dates was found, nor a rule for the year";

/// How often the indexes were reconstituted in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cadence {
    /// Four times a year: 1984 to 1986.
    Quarterly,
    /// Twice a year: 1987 and 1988, and again since 2026.
    SemiAnnual,
    /// Once a year, in June: 1989 to 2025.
    Annual,
}

impl Cadence {
    fn of(year: i32) -> Self {
        match year {
            ..=1986 => Self::Quarterly,
            1989..=2025 => Self::Annual,
            _ => Self::SemiAnnual,
        }
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Quarterly => "quarterly",
            Self::SemiAnnual => "semi-annual",
            Self::Annual => "annual",
        })
    }
}

/// Something that takes place on a date that no source states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The unknown date, such as "June 2016 lock-down".
    pub what: String,
    /// The reason.
    pub reason: String,
}

/// Every dated event of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearSchedule {
    /// The year.
    pub year: i32,
    /// How often the indexes were reconstituted.
    pub cadence: Cadence,
    /// The reconstitutions whose dates are known, in order.
    pub reconstitutions: Vec<Event>,
    /// The quarterly additions of new issues, in order; those of June and December included.
    pub ipo_additions: Vec<IpoAddition>,
    /// The quarterly updates of shares and float, in order.
    pub share_updates: Vec<QuarterlyUpdate>,
    /// The dates of this year that are not known, and why.
    pub gaps: Vec<Gap>,
    /// Possible misunderstandings.
    pub notes: Vec<String>,
}

impl YearSchedule {
    /// The year's reconstitution of a season; `None` if there was none, or its dates are not known.
    pub fn reconstitution(&self, season: Season) -> Option<&Event> {
        self.reconstitutions.iter().find(|event| event.season == season)
    }

    /// The year's reconstitution of a season, or the reason why there is none.
    ///
    /// # Errors
    ///
    /// [`CalendarError::NoSuchEvent`] if the year had none, [`CalendarError::Unknown`] if no source
    /// states its dates.
    pub fn require(&self, season: Season) -> Result<&Event, CalendarError> {
        self.reconstitution(season).ok_or_else(|| self.absence(season))
    }

    fn absence(&self, season: Season) -> CalendarError {
        let year = self.year;
        if self.cadence == Cadence::Annual && season == Season::December {
            let reason = "the indexes were reconstituted once a year, in June".to_owned();
            return CalendarError::NoSuchEvent { year, season, reason };
        }
        let reason = match self.gaps.first() {
            Some(gap) => format!("{}: {}", gap.what, gap.reason),
            None => "no rule covers the year".to_owned(),
        };
        CalendarError::Unknown { year, reason }
    }
}

/// The schedule of a year from 1984 to 2050.
///
/// ```
/// use chrono::NaiveDate;
/// use rankday::calendar::{self, Basis, CalendarError, Season};
///
/// let schedule = calendar::schedule(2026)?;
/// let december = schedule.require(Season::December)?;
/// assert_eq!(Some(december.rank_day), NaiveDate::from_ymd_opt(2026, 10, 30));
/// assert_eq!(Some(december.effective_open), NaiveDate::from_ymd_opt(2026, 12, 14));
/// assert_eq!(december.overall_basis(), Basis::Published);
///
/// // The December reconstitution is new in 2026.
/// let error = calendar::schedule(2025)?.require(Season::December).cloned();
/// assert!(matches!(error, Err(CalendarError::NoSuchEvent { .. })));
/// # Ok::<(), CalendarError>(())
/// ```
///
/// # Errors
///
/// [`CalendarError::YearOutOfRange`] outside those years.
pub fn schedule(year: i32) -> Result<YearSchedule, CalendarError> {
    exchange::check_year(year)?;
    let mut gaps = early_gaps(year);
    for season in Season::ALL {
        if let Some(Version::Partial { rank_day, source }) = version::version(year, season)? {
            gaps.push(Gap {
                what: format!("{season} {year} implementation"),
                reason: format!("ranked on {} by rule ({source})", rank_day.resolve(year)?),
            });
        }
    }
    let reconstitutions = reconstitutions_of(year)?;
    gaps.extend(reconstitutions.iter().flat_map(event_gaps));
    let before = match exchange::check_year(year - 1) {
        Ok(()) => reconstitutions_of(year - 1)?,
        Err(_) => Vec::new(),
    };
    let ipo_additions = quarterly::additions(year, &reconstitutions, before.last())?;
    let share_updates = quarterly::updates(year, &ipo_additions)?;
    gaps.extend(quarterly_gaps(year, &ipo_additions, &share_updates));
    Ok(YearSchedule {
        year,
        cadence: Cadence::of(year),
        reconstitutions,
        ipo_additions,
        share_updates,
        gaps,
        notes: notes(year),
    })
}

fn notes(year: i32) -> Vec<String> {
    let notes: &[&str] = match year {
        2001 => &[IN_FORCE_ON_A_SUNDAY],
        2025 => &[PARALLEL_RUN],
        _ => &[],
    };
    notes.iter().map(|note| (*note).to_owned()).collect()
}

/// The reconstitutions of a year whose dates are known, in order.
fn reconstitutions_of(year: i32) -> Result<Vec<Event>, CalendarError> {
    let mut events = Vec::new();
    for season in Season::ALL {
        if let Some(Version::Full { rules }) = version::version(year, season)? {
            events.push(overlay(rules.event(year, season)?)?);
        }
    }
    Ok(events)
}

/// Replaces dates that follow from rules by those that the provider published.
fn overlay(mut event: Event) -> Result<Event, CalendarError> {
    let kind = match event.season {
        Season::June => PublishedEvent::June,
        Season::December => PublishedEvent::December,
    };
    let Some(published) = published::find(event.year, kind)? else {
        return Ok(event);
    };
    if let Some(rank_day) = published.rank_day {
        event.rank_day = rank_day;
        event.basis.rank_day = Basis::Published;
    }
    if let Some(lockdown_start) = published.lockdown_start {
        event.lockdown_start = Some(lockdown_start);
        event.basis.lockdown_start = Some(Basis::Published);
    }
    if let Some(implementation) = published.implementation {
        event.implementation = implementation;
        event.effective_open = exchange::next_session(implementation)?;
        event.basis.implementation = Basis::Published;
    }
    overlay_lists(&mut event, published);
    event.check_order()?;
    Ok(event)
}

fn overlay_lists(event: &mut Event, published: &Published) {
    if published.lists.is_empty() {
        return;
    }
    event.published_lists.clone_from(&published.lists);
    if published.lists_complete {
        event.preliminary_lists.clone_from(&published.lists);
        event.basis.preliminary_lists = Some(Basis::Published);
    } else {
        event.preliminary_lists.extend(&published.lists);
        event.preliminary_lists.sort();
        event.preliminary_lists.dedup();
        event.basis.preliminary_lists = Some(Basis::Rule);
    }
}

/// The reconstitutions of some years, as far as the calendar knows these years.
pub fn reconstitutions(years: RangeInclusive<i32>) -> impl Iterator<Item = Event> {
    years.filter_map(|year| schedule(year).ok()).flat_map(|schedule| schedule.reconstitutions)
}

/// The latest rank day before `day` that the calendar knows, with its basis.
pub fn previous_rank_day(day: NaiveDate) -> Option<(NaiveDate, Basis)> {
    reconstitutions(day.year() - 1..=day.year())
        .map(|event| (event.rank_day, event.basis.rank_day))
        .filter(|(rank_day, _)| *rank_day < day)
        .max_by_key(|(rank_day, _)| *rank_day)
}

fn early_gaps(year: i32) -> Vec<Gap> {
    let (what, times) = match year {
        ..=1986 => ("quarterly reconstitutions", "four times a year until 1986"),
        1987 | 1988 => ("semi-annual reconstitutions", "twice a year in 1987 and 1988"),
        _ => return Vec::new(),
    };
    vec![Gap {
        what: format!("{year} {what}"),
        reason: format!("the indexes were reconstituted {times}; nothing found states the dates"),
    }]
}

fn event_gaps(event: &Event) -> Vec<Gap> {
    let gap = |what: &str, reason: &str| Gap {
        what: format!("{event} {what}"),
        reason: reason.to_owned(),
    };
    let mut gaps = Vec::new();
    if event.query_period.is_none() {
        gaps.push(gap("query period", "the rule book followed here states it from 2026 on"));
    }
    if event.lockdown_start.is_none() {
        gaps.push(gap("lock-down", "the first published one found is that of 2022"));
    }
    gaps
}

fn quarterly_gaps(year: i32, additions: &[IpoAddition], updates: &[QuarterlyUpdate]) -> Vec<Gap> {
    let gap = |what: String, reason: &str| Gap { what, reason: reason.to_owned() };
    let mut gaps = Vec::new();
    let is_missing = |quarter: &Quarter| {
        (year, *quarter) >= quarterly::FIRST_ADDITIONS
            && additions.iter().all(|addition| addition.quarter != *quarter)
    };
    let missing: Vec<String> =
        Quarter::ALL.iter().filter(|q| is_missing(q)).map(Quarter::to_string).collect();
    if !missing.is_empty() {
        gaps.push(gap(format!("{year} quarterly additions of {}", missing.join(", ")), NO_DATES));
    }
    for addition in additions {
        let unknown = addition.unknown();
        if !unknown.is_empty() {
            let what = format!("{} {year} new issues, {}", addition.quarter, unknown.join(", "));
            gaps.push(gap(what, NO_DATES));
        }
    }
    if updates.is_empty() {
        let what = format!("{year} share and float updates");
        gaps.push(gap(what, "the rule book followed here states them from 2026 on"));
    }
    gaps
}
