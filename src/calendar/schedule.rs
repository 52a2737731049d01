//! The schedule of a year: its reconstitutions and quarterly dates, and what is not known of them.
//!
//! Dates come from the rule versions of [`super::version`] and [`super::quarterly`], with the dates
//! the provider published laid over them. Nothing is guessed: what no source found states is absent,
//! and [`YearSchedule::gaps`] says so and why.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::{Basis, Event};
use super::published::{self, Published, PublishedEvent};
use super::quarterly::{self, IpoAddition, QuarterlyUpdate};
use super::version::{self, Version};
use super::{CalendarError, Season, exchange};

/// The parallel run of 2025 ranked companies on 30 September 2025 and changed no index: it was no
/// event, and the schedule of 2025 has no December. A membership "as of November 2025" that differs
/// from the June one comes from that run, not from the indexes.
pub const PARALLEL_RUN: &str =
    "the parallel run ranked on 2025-09-30 was a rehearsal: no index changed";

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

/// Something that took or takes place, on a date that nothing found states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// What is not known, such as "June 2016 lock-down".
    pub what: String,
    /// Why not.
    pub reason: String,
}

/// Everything dated in a year.
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
    /// What is not known of this year, and why.
    pub gaps: Vec<Gap>,
    /// What could be mistaken.
    pub notes: Vec<String>,
}

impl YearSchedule {
    /// The year's reconstitution of a season; `None` if there was none, or its dates are not known.
    pub fn reconstitution(&self, season: Season) -> Option<&Event> {
        self.reconstitutions.iter().find(|event| event.season == season)
    }

    /// The year's reconstitution of a season, or why there is none to give.
    ///
    /// # Errors
    ///
    /// [`CalendarError::NoSuchEvent`] if the year had none, [`CalendarError::Unknown`] if it had one
    /// whose dates nothing found states.
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
    let mut reconstitutions = Vec::new();
    for season in Season::ALL {
        match version::version(year, season)? {
            Some(Version::Full { rules }) => {
                let event = overlay(rules.event(year, season)?)?;
                gaps.extend(event_gaps(&event));
                reconstitutions.push(event);
            }
            Some(Version::Partial { rank_day, source }) => gaps.push(Gap {
                what: format!("{season} {year} implementation"),
                reason: format!("ranked on {} by rule ({source})", rank_day.resolve(year)?),
            }),
            None => {}
        }
    }
    let ipo_additions = quarterly::additions(year, &reconstitutions)?;
    let share_updates = quarterly::updates(year, &ipo_additions)?;
    gaps.extend(quarterly_gaps(year, &ipo_additions));
    Ok(YearSchedule {
        year,
        cadence: Cadence::of(year),
        reconstitutions,
        ipo_additions,
        share_updates,
        gaps,
        notes: if year == 2025 { vec![PARALLEL_RUN.to_owned()] } else { Vec::new() },
    })
}

/// Lays the provider's published dates over those of the rules.
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
    let Some(&last) = published.lists.last() else {
        return;
    };
    let by_rule = std::mem::take(&mut event.preliminary_lists);
    event.preliminary_lists.clone_from(&published.lists);
    if published.lists_complete {
        event.basis.preliminary_lists = Some(Basis::Published);
    } else {
        let later = |date: &NaiveDate| *date > last;
        event.preliminary_lists.extend(by_rule.into_iter().filter(later));
    }
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

fn quarterly_gaps(year: i32, additions: &[IpoAddition]) -> Vec<Gap> {
    if additions.is_empty() {
        let what = if year < quarterly::FIRST_YEAR_OF_ADDITIONS {
            "share and float updates"
        } else {
            "quarterly additions, share and float updates"
        };
        return vec![Gap {
            what: format!("{year} {what}"),
            reason: quarterly::UNKNOWN_BEFORE.to_owned(),
        }];
    }
    additions
        .iter()
        .filter(|addition| addition.window_start.is_none())
        .map(|addition| Gap {
            what: format!("{} {year} window of new issues, its first day", addition.quarter),
            reason: format!(
                "it follows the rank day of the quarter before, and {}",
                quarterly::UNKNOWN_BEFORE
            ),
        })
        .collect()
}
