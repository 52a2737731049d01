//! The times of events on a path: months of the year converted to steps.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::in_use::Buffers;
use crate::calendar::Season;
use crate::market::model::Start;
use crate::methodology::Parameters;
use crate::simulation::CyclePart;

/// A rank day and the implementation that follows it, in months since the beginning of the year.
///
/// The last day of April is 4; the fourth Friday of June, about 5.85. A time falls on the nearest
/// step: with monthly steps 5.85 is the end of June and 11.35, the second Friday of December, the end
/// of November.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearlyEvent {
    /// When companies are ranked: above 0, at most 12.
    pub rank_day: f64,
    /// When the new membership takes effect: after the rank day, at most 12 months.
    pub implementation: f64,
    /// The reconstitution whose lock-down and rules for updates of index shares and floats it has.
    pub season: Season,
}

impl YearlyEvent {
    /// The June reconstitution.
    pub const JUNE: Self = Self { rank_day: 4.0, implementation: 5.85, season: Season::June };
    /// The December reconstitution.
    pub const DECEMBER: Self =
        Self { rank_day: 10.0, implementation: 11.35, season: Season::December };
    /// The days of the quarters, in March, June, September and December.
    pub const QUARTERS: [Self; 4] = [
        Self { rank_day: 1.0, implementation: 2.65, season: Season::December },
        Self::JUNE,
        Self { rank_day: 7.0, implementation: 8.65, season: Season::December },
        Self::DECEMBER,
    ];

    /// The part of a cycle that its reconstitution belongs to.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 12")]
    pub(super) fn part(&self) -> CyclePart {
        CyclePart::reconstitution_in(self.implementation.ceil() as u32)
    }
}

/// The reconstitutions of every year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Its name.
    pub name: String,
    /// Its reconstitutions, in the order of the year; none of them begins before the one before is
    /// implemented.
    pub events: Vec<YearlyEvent>,
    /// The quarters without one: cut-offs and effective days of updates of index shares and floats, and of
    /// additions of new issues where the rule book has them. A reconstitution updates them too.
    pub quarters: Vec<YearlyEvent>,
}

impl Schedule {
    /// Reconstitutions in June only.
    pub fn annual() -> Self {
        let [march, june, september, december] = YearlyEvent::QUARTERS;
        let quarters = vec![march, september, december];
        Self { name: "annual".to_owned(), events: vec![june], quarters }
    }

    /// Reconstitutions in June and December.
    pub fn semi_annual() -> Self {
        let [march, june, september, december] = YearlyEvent::QUARTERS;
        let (events, quarters) = (vec![june, december], vec![march, september]);
        Self { name: "semi-annual".to_owned(), events, quarters }
    }
}

/// Months since the beginning of the year at the end of a day: 4 on 30 April.
pub fn month_of(day: NaiveDate) -> f64 {
    f64::from(day.month0()) + f64::from(day.day()) / f64::from(day.num_days_in_month())
}

/// The actions of a schedule at the end of a step, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each may happen without the others")]
pub(super) struct Actions {
    /// The membership decided on the last rank day takes effect, as this part of a cycle.
    pub(super) implements: Option<CyclePart>,
    /// Quarterly additions decided before take effect.
    pub(super) adds: bool,
    /// Companies are ranked.
    pub(super) ranks: bool,
    /// Companies listed since the last quarterly rank day are considered for a quarterly addition.
    pub(super) considers: bool,
    /// A decided membership takes effect so soon that large new issues wait for it.
    pub(super) locked: bool,
}

/// The treatment of index shares and floats at the end of a step.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Updates {
    /// Current values are recorded for the next update.
    pub(super) cuts_off: bool,
    /// Values of the last cut-off come into use if they differ by more than these buffers.
    pub(super) comes_into_use: Option<Buffers>,
}

/// Length of the lock-down before a reconstitution, in months: from the Monday of the third week
/// before a reconstitution in June, and from that of the second week before one in December.
fn lock_down(season: Season) -> f64 {
    match season {
        Season::June => 18.0 / 30.4,
        Season::December => 11.0 / 30.4,
    }
}

impl Actions {
    /// True if there is any action.
    pub(super) fn any(&self) -> bool {
        self.implements.is_some() || self.adds || self.ranks || self.considers
    }
}

/// A schedule's actions by step, the start included as step 0.
///
/// Events whose rank day is before the start or whose implementation is after the end are left out.
/// So are quarterly additions that share their rank day with a reconstitution, and all quarterly
/// additions if the rule book has none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few steps")]
pub(super) fn actions(
    schedule: &Schedule,
    has_additions: bool,
    start: f64,
    (steps, per_month): (u32, u32),
) -> Vec<Actions> {
    let mut actions = vec![Actions::default(); steps as usize + 1];
    for event in &schedule.events {
        let locked = (lock_down(event.season) * f64::from(per_month)).floor() as usize;
        for (ranks, implements) in spans(*event, start, (steps, per_month)) {
            actions[ranks].ranks = true;
            actions[implements].implements = Some(event.part());
            let locks = (ranks + 1).max(implements.saturating_sub(locked)).min(implements);
            for action in &mut actions[locks..implements] {
                action.locked = true;
            }
        }
    }
    let spans = |event: &YearlyEvent| spans(*event, start, (steps, per_month));
    let quarters = schedule.quarters.iter().filter(|_| has_additions);
    for (ranks, effective) in quarters.flat_map(spans) {
        if !actions[ranks].ranks {
            actions[ranks].considers = true;
            actions[effective].adds = true;
        }
    }
    actions
}

/// The treatment of index shares and floats under a schedule and its rule book by step, including
/// the first month's start as step 0. Schedules whose buffers differ only in figures that never
/// change on paths from `start` have the same updates.
pub(super) fn updates(
    schedule: &Schedule,
    parameters: &Parameters,
    start: &Start,
    (month, length): (f64, (u32, u32)),
) -> Vec<Updates> {
    let mut updates = vec![Updates::default(); length.0 as usize + 1];
    let of_season = |event: &YearlyEvent| Buffers::of_season(parameters.updates(event.season));
    let reconstitutions = schedule.events.iter().map(|event| (event, of_season(event)));
    let quarterly = Buffers::quarterly(&parameters.quarterly);
    let quarters = schedule.quarters.iter().map(|event| (event, quarterly));
    for (event, buffers) in reconstitutions.chain(quarters) {
        let buffers = buffers.of_what_changes(start);
        for (cut_off, effective) in spans(*event, month, length) {
            updates[cut_off].cuts_off = true;
            updates[effective].comes_into_use = Some(buffers);
        }
    }
    updates
}

/// The steps of a yearly event's rank day and implementation, if both are on the path.
fn spans(
    event: YearlyEvent,
    start: f64,
    (steps, per_month): (u32, u32),
) -> impl Iterator<Item = (usize, usize)> {
    let years = steps / (12 * per_month) + 2;
    let at = move |month: f64, year: u32| {
        step((month + f64::from(12 * year) - start) * f64::from(per_month), steps)
    };
    // The start may lie in the year after that of the event's rank day.
    (0..years).filter_map(move |year| at(event.rank_day, year).zip(at(event.implementation, year)))
}

/// The step of a time; `None` if it is not on the path.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the steps")]
fn step(time: f64, steps: u32) -> Option<usize> {
    let nearest = time.round();
    (0.0..=f64::from(steps)).contains(&nearest).then_some(nearest as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::model::{Company, Model, ModelFigures, Steps};

    fn start_of(companies: Vec<Company>) -> Start {
        let figures = ModelFigures::shipped().expect("the file parses");
        let model = Model::new(figures, Steps::Monthly).expect("figures");
        Start::new(companies, model).expect("companies")
    }

    fn shown(schedule: &Schedule, start: f64, steps: u32, per_month: u32) -> Vec<String> {
        let named = |(step, a): (usize, Actions)| {
            let words = [
                (a.implements.is_some(), "implements"),
                (a.adds, "adds"),
                (a.ranks, "ranks"),
                (a.considers, "considers"),
            ];
            let words: Vec<_> = words.iter().filter(|w| w.0).map(|w| w.1).collect();
            (!words.is_empty()).then(|| format!("{step} {}", words.join(" ")))
        };
        let actions = actions(schedule, true, start, (steps, per_month));
        actions.into_iter().enumerate().filter_map(named).collect()
    }

    #[test]
    fn a_year_from_the_end_of_june() {
        // Step 1 is the end of July, step 12 the end of June.
        let annual = shown(&Schedule::annual(), 6.0, 12, 1);
        let expected = [
            "1 considers",
            "3 adds",
            "4 considers",
            "5 adds",
            "7 considers",
            "9 adds",
            "10 ranks",
            "12 implements",
        ];
        assert_eq!(annual, expected);
        let semi_annual = shown(&Schedule::semi_annual(), 6.0, 12, 1);
        assert_eq!(semi_annual[2..4], ["4 ranks", "5 implements"]);
        assert_eq!(semi_annual.len(), expected.len());
    }

    #[test]
    fn a_start_on_a_rank_day_ranks_at_once() {
        assert_eq!(shown(&Schedule::annual(), 4.0, 2, 1), ["0 ranks", "2 implements"]);
    }

    #[test]
    fn days_are_a_21st_of_a_month() {
        let days = shown(&Schedule::semi_annual(), 4.0, 252, 21);
        assert_eq!(days[..2], ["0 ranks", "39 implements"]);
        assert!(days.contains(&"154 implements".to_owned()), "{days:?}");
    }

    #[test]
    fn a_moved_reconstitution_takes_its_update_along() {
        let moved = YearlyEvent { implementation: 6.1, ..YearlyEvent::JUNE };
        let annual = Schedule { events: vec![moved], ..Schedule::annual() };
        let rules = Parameters::default();
        let stated = Company { float: Some(0.1), ..Company::new(1, 1e10) };
        let start = start_of(vec![stated, Company::new(2, 1e9)]);
        let in_use = |schedule: &Schedule| -> Vec<(usize, Buffers)> {
            let updates = updates(schedule, &rules, &start, (6.0, (252, 21)));
            let due = updates.into_iter().enumerate();
            due.filter_map(|(step, of)| Some((step, of.comes_into_use?))).collect()
        };
        let quarterly = Buffers::quarterly(&rules.quarterly);
        let [june, december] = Season::ALL.map(|of| Buffers::of_season(rules.updates(of)));
        // The steps of September, December, March and June, counted from the end of June.
        let usual = [(56, quarterly), (112, quarterly), (182, quarterly), (249, june)];
        assert_eq!(in_use(&Schedule::annual()), usual);
        let twice = [usual[0], (112, december), usual[2], usual[3]];
        assert_eq!(in_use(&Schedule::semi_annual()), twice);
        assert_eq!(in_use(&annual), usual[..3], "its next June is after the end");
    }

    #[test]
    fn buffers_of_floats_that_never_change_tell_no_schedules_apart() {
        let all_free = start_of(vec![Company::new(1, 1e10), Company::new(2, 1e9)]);
        let rules = Parameters::default();
        let of = |schedule: &Schedule| updates(schedule, &rules, &all_free, (6.0, (12, 1)));
        assert_eq!(of(&Schedule::annual()), of(&Schedule::semi_annual()));
        assert_ne!(of(&Schedule::annual())[3], Updates::default());
    }
}
