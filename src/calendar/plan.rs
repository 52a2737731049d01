//! Plans: the reconstitutions that a family has in a year: annual, semi-annual, quarterly or
//! user-defined.
//!
//! A plan applies its rules to every year, including years before the rules were made, because a
//! comparison of schedules needs this. Dates that the calendar knows are used; the others follow the
//! rules of 2026, as their basis shows.

use chrono::NaiveDate;

use super::{
    Basis, CalendarError, Event, EventRules, IpoAddition, Quarter, Season, exchange, quarterly,
    rules, schedule,
};

/// The year whose rules apply to years without rules of their own.
const YEAR_OF_RULES: i32 = 2026;

/// A reconstitution that a plan has every year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEvent {
    /// Its name, such as `june`; with the year appended it names the event.
    pub name: String,
    /// The season whose rules for votes, shares and float apply.
    pub season: Season,
    /// The source of its dates.
    pub days: PlannedDays,
}

/// Where the dates of a planned reconstitution come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlannedDays {
    /// The season's own reconstitution.
    OfSeason,
    /// A quarter's cut-off and update, by the rules of 2026.
    OfQuarter(Quarter),
    /// Rules of a scenario.
    Own(EventRules),
}

/// The reconstitutions of every year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its name in reports, such as `annual`.
    pub name: String,
    /// The reconstitutions of a year, in any order.
    pub events: Vec<PlannedEvent>,
    /// The number of sessions by which all of them are moved.
    pub shift: Shift,
}

/// The number of sessions by which reconstitutions are moved: positive is later, negative earlier.
///
/// Preliminary lists and query periods are dropped. The lock-down keeps its distance in sessions
/// from the implementation, but never begins before the session after the rank day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Shift {
    /// For the rank day.
    pub rank_day: i16,
    /// For the implementation.
    pub implementation: i16,
}

impl Shift {
    /// True if no day is moved.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    fn apply(self, event: Event) -> Result<Event, CalendarError> {
        if self.is_none() {
            return Ok(event);
        }
        let rank_day = exchange::moved(event.rank_day, self.rank_day)?;
        let implementation = exchange::moved(event.implementation, self.implementation)?;
        if rank_day >= implementation {
            let (rank, effect) = ("rank day", "implementation");
            return Err(CalendarError::disorder(rank, rank_day, effect, implementation));
        }
        let earliest = exchange::next_session(rank_day)?;
        let lockdown_start = match event.lockdown_start {
            Some(day) => Some(exchange::moved(day, self.implementation)?.max(earliest)),
            None => None,
        };
        Ok(Event {
            rank_day,
            implementation,
            effective_open: exchange::next_session(implementation)?,
            lockdown_start: lockdown_start.filter(|day| *day < implementation),
            preliminary_lists: Vec::new(),
            published_lists: Vec::new(),
            query_period: None,
            basis: super::EventBasis {
                preliminary_lists: None,
                query_period: None,
                ..event.basis.all(Basis::Scenario)
            },
            ..event
        })
    }
}

/// An event of a plan, with its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedEvent {
    /// Its name, such as `june-2026`.
    pub name: String,
    /// Its dates.
    pub event: Event,
}

/// The dates of a quarter in which the plan has no reconstitution: additions of new issues, and
/// updates of shares and float.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarterDays {
    /// The quarter.
    pub quarter: Quarter,
    /// Its year.
    pub year: i32,
    /// The close of this day ranks new issues and fixes shares and float: the published rank day of
    /// the new issues, where that is known.
    pub cut_off: NaiveDate,
    /// The basis of the cut-off.
    pub cut_off_basis: Basis,
    /// The basis of the cut-off for shares and float, for which fewer dates are known.
    pub shares_basis: Basis,
    /// Both take effect after the close of this day.
    pub effective: NaiveDate,
    /// The basis of the effective date.
    pub effective_basis: Basis,
}

impl QuarterDays {
    /// Its name, such as `march-2026`.
    pub fn name(&self) -> String {
        format!("{}-{}", self.quarter, self.year).to_lowercase()
    }
}

/// Names of the built-in plans.
pub const NAMED_PLANS: [&str; 4] = ["annual", "semi-annual", "quarterly", "none"];

impl Plan {
    /// A plan by its name, one of [`NAMED_PLANS`]: June alone, June and December, all four
    /// quarters, or no reconstitution at all.
    ///
    /// # Errors
    /// Tables of rules that cannot be read.
    pub fn named(name: &str) -> Result<Option<Self>, CalendarError> {
        let days = PlannedDays::OfSeason;
        let own =
            |name: &str, season| PlannedEvent { name: name.to_owned(), season, days: days.clone() };
        let (june, december) = (own("june", Season::June), own("december", Season::December));
        let events = match name {
            "annual" => vec![june],
            "semi-annual" => vec![june, december],
            "quarterly" => {
                let mut events = vec![june, december];
                events.extend([Quarter::March, Quarter::September].map(|quarter| PlannedEvent {
                    name: quarter.to_string().to_lowercase(),
                    // Reviews that take place only in June are skipped in these quarters too.
                    season: Season::December,
                    days: PlannedDays::OfQuarter(quarter),
                }));
                events
            }
            "none" => Vec::new(),
            _ => return Ok(None),
        };
        Ok(Some(Self { name: name.to_owned(), events, shift: Shift::default() }))
    }

    /// Its events implemented from `from` to `to`, in the order of their implementation.
    ///
    /// # Errors
    /// Years that the calendar does not cover, and rules whose dates are out of order.
    pub fn events(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<DatedEvent>, CalendarError> {
        let mut events = Vec::new();
        // A moved event may fall in the year before or after its own.
        let margin = chrono::Days::new(if self.shift.is_none() { 0 } else { 366 });
        for year in years(from - margin, to + margin) {
            for planned in &self.events {
                let event = self.shift.apply(planned.in_year(year)?)?;
                if (from..=to).contains(&event.implementation) {
                    events.push(DatedEvent { name: format!("{}-{year}", planned.name), event });
                }
            }
        }
        events.sort_by(|a, b| {
            let days = |e: &DatedEvent| (e.event.implementation, e.event.rank_day);
            days(a).cmp(&days(b)).then_with(|| a.name.cmp(&b.name))
        });
        Ok(events)
    }

    /// Its last rank day before a day; `None` where there is none in the year before.
    ///
    /// # Errors
    /// As [`Plan::events`].
    pub fn last_rank_day_before(&self, day: NaiveDate) -> Result<Option<NaiveDate>, CalendarError> {
        let events = self.events(day - chrono::Days::new(366), day + chrono::Days::new(366))?;
        Ok(events.iter().map(|e| e.event.rank_day).filter(|rank_day| *rank_day < day).max())
    }

    /// The quarterly dates that take effect from `from` to `to` and are not part of a
    /// reconstitution: those of quarters in whose month no event of the plan is implemented. A
    /// moved event takes its quarter with it.
    ///
    /// # Errors
    /// As [`Plan::events`].
    pub fn quarters(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<QuarterDays>, CalendarError> {
        use chrono::Datelike as _;
        let mut quarters = Vec::new();
        for year in years(from, to) {
            let own: Vec<NaiveDate> = self
                .events
                .iter()
                .map(|planned| planned.in_year(year).map(|event| event.implementation))
                .collect::<Result<_, _>>()?;
            let known = schedule(year)?.ipo_additions;
            for quarter in Quarter::ALL {
                let addition = known.iter().find(|addition| addition.quarter == quarter);
                let days = quarter_days(quarter, year, addition)?;
                let part_of_event = own.iter().any(|day| day.month() == days.effective.month());
                if !part_of_event && (from..=to).contains(&days.effective) {
                    quarters.push(days);
                }
            }
        }
        Ok(quarters)
    }
}

/// The dates of a quarter: the calendar's where known, else by the rules of 2026.
fn quarter_days(
    quarter: Quarter,
    year: i32,
    known: Option<&IpoAddition>,
) -> Result<QuarterDays, CalendarError> {
    let (cut_off, effective) = quarterly::rules(quarter, YEAR_OF_RULES)?;
    let known_cut_off = known.and_then(|a| a.rank_day.zip(a.basis.rank_day));
    let known_effective = known.and_then(|a| a.effective_after_close.zip(a.basis.effective));
    let or = |known: Option<(NaiveDate, Basis)>, rule: &super::DateRule| match known {
        Some(known) => Ok(known),
        None => rule.resolve(year).map(|day| (day, Basis::Assumed)),
    };
    let (cut_off, cut_off_basis) = or(known_cut_off, &cut_off)?;
    let (effective, effective_basis) = or(known_effective, &effective)?;
    let shares_basis = if year < YEAR_OF_RULES { Basis::Assumed } else { Basis::Rule };
    Ok(QuarterDays {
        quarter,
        year,
        cut_off,
        cut_off_basis,
        shares_basis,
        effective,
        effective_basis,
    })
}

impl PlannedEvent {
    fn in_year(&self, year: i32) -> Result<Event, CalendarError> {
        let on = |rules: &EventRules, basis: Basis| {
            let event = rules.event(year, self.season)?;
            Ok(Event { basis: event.basis.all(basis), ..event })
        };
        let of_rules = if year < YEAR_OF_RULES { Basis::Assumed } else { Basis::Rule };
        match &self.days {
            PlannedDays::Own(rules) => on(rules, Basis::Scenario),
            PlannedDays::OfQuarter(quarter) => {
                let (cut_off, effective) = quarterly::rules(*quarter, YEAR_OF_RULES)?;
                on(&EventRules::new(cut_off, effective), of_rules)
            }
            PlannedDays::OfSeason => {
                let known = schedule(year)?;
                if let Some(known) = known.reconstitution(self.season) {
                    return Ok(known.clone());
                }
                match rules(YEAR_OF_RULES, self.season)? {
                    Some(rules) => on(&rules, Basis::Assumed),
                    None => known.require(self.season).cloned(),
                }
            }
        }
    }
}

fn years(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = i32> {
    use chrono::Datelike as _;
    (from.year()..=to.year()).filter(|year| exchange::check_year(*year).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn names(plan: &str, from: &str, to: &str) -> Vec<String> {
        let plan = Plan::named(plan).expect("rules").expect("a plan");
        let events = plan.events(day(from), day(to)).expect("events");
        events.iter().map(|e| format!("{} {}", e.name, e.event.rank_day)).collect()
    }

    #[test]
    fn a_second_reconstitution_applies_to_years_that_had_none() {
        assert_eq!(
            names("semi-annual", "2021-01-01", "2022-08-01"),
            ["june-2021 2021-05-07", "december-2021 2021-10-29", "june-2022 2022-05-06"]
        );
        assert_eq!(names("annual", "2025-07-01", "2026-12-31"), ["june-2026 2026-04-30"]);
    }

    #[test]
    fn a_quarterly_plan_has_four_events_and_no_quarter_beside_them() {
        assert_eq!(names("quarterly", "2024-01-01", "2024-12-31").len(), 4);
        let plan = Plan::named("quarterly").expect("rules").expect("a plan");
        let (from, to) = (day("2024-01-01"), day("2024-12-31"));
        assert_eq!(plan.quarters(from, to).expect("quarters"), []);
    }

    #[test]
    fn moved_events_keep_their_quarter() {
        let plan = Plan::named("semi-annual").expect("rules").expect("a plan");
        let year = (day("2026-01-01"), day("2026-12-31"));
        let shift = Shift { rank_day: -1, implementation: 4 };
        let moved = Plan { shift, ..plan.clone() };
        let events = moved.events(year.0, year.1).expect("events");
        let days: Vec<_> =
            events.iter().map(|e| (e.event.rank_day, e.event.implementation)).collect();
        // In 2026 the fourth of July is a Saturday, and the Friday before it has no session.
        assert_eq!(days[0], (day("2026-04-29"), day("2026-07-02")));
        assert_eq!(days[1], (day("2026-10-29"), day("2026-12-17")));
        assert_eq!(moved.quarters(year.0, year.1), plan.quarters(year.0, year.1));
        let far = Plan { shift: Shift { rank_day: 60, implementation: 0 }, ..plan.clone() };
        assert!(far.events(year.0, year.1).is_err());
        // An event that is moved into the next year.
        let late = Plan { shift: Shift { rank_day: 0, implementation: 20 }, ..plan };
        let events = late.events(day("2027-01-01"), day("2027-01-31")).expect("events");
        assert_eq!(events[0].name, "december-2026");
    }

    #[test]
    fn quarters_without_a_reconstitution_keep_their_days() {
        let plan = Plan::named("annual").expect("rules").expect("a plan");
        let quarters = plan.quarters(day("2026-01-01"), day("2026-12-31")).expect("quarters");
        let shown: Vec<_> = quarters
            .iter()
            .map(|q| format!("{} {} {}", q.quarter, q.cut_off, q.effective))
            .collect();
        assert_eq!(
            shown,
            [
                "March 2026-01-30 2026-03-20",
                "September 2026-07-31 2026-09-18",
                "December 2026-10-30 2026-12-11"
            ]
        );
    }
}
