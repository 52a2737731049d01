//! Makes forecasts at the closes before rank days and compares them with the outcomes.

use chrono::NaiveDate;
use strum::IntoEnumIterator as _;

use super::{Move, Pair};
use crate::analysis::probability::Chances;
use crate::calendar::CalendarError;
use crate::calendar::exchange::sessions_between;
use crate::market::history::{History, View};
use crate::market::model::Model;
use crate::methodology::Parameters;
use crate::reconstitution::{Event, Inputs, reconstitute};
use crate::refusal::{Refusal, refused};
use crate::simulation::projection::{
    Fate, ModelUniverse, Outset, Projection, ProjectionError, Stretch, project,
};
use crate::simulation::{Applied, Close, Observer, Period, State, Timetable};
use crate::universe::Segment;

/// Settings of the forecasts.
#[derive(Debug, Clone, Copy)]
pub struct Forecasting<'a> {
    /// The market model.
    pub model: &'a Model,
    /// The rule book.
    pub parameters: &'a Parameters,
    /// How many months before a rank day forecasts start.
    pub months: u32,
    /// Simulated paths per forecast.
    pub paths: u64,
    /// The seed.
    pub seed: u64,
    /// True if forecasts use company data as known on the day of the forecast, false if they use
    /// the data of rank day.
    pub as_known: bool,
}

/// A reconstitution of the history to forecast.
#[derive(Debug)]
struct ForecastEvent {
    event: Event,
    /// Its rank day, and the first day on which it is forecast, as days of the history. Forecasts
    /// start no earlier than the implementation of the previous reconstitution.
    rank_day: usize,
    first: usize,
    forecasts: Vec<Forecast>,
}

/// The forecast for a company.
#[derive(Debug)]
struct Forecast {
    made_on: NaiveDate,
    months: u32,
    symbol: String,
    /// The company's lines in the history, its pricing vehicle first.
    lines: Vec<usize>,
    from: Segment,
    chances: Chances,
    if_ranked_today: Option<Move>,
}

/// Observer of a timeline that forecasts its reconstitutions and records the outcomes.
#[derive(Debug)]
pub struct Recorder<'a> {
    how: Forecasting<'a>,
    events: Vec<ForecastEvent>,
    /// Forecasts with their outcomes, in the order of the events.
    pub pairs: Vec<Pair>,
    /// Number of closes at which a forecast was made.
    pub closes: usize,
    /// The first error.
    pub failed: Option<CalibrationError>,
}

/// Why forecasts along a history failed.
#[derive(Debug, Clone, PartialEq)]
pub enum CalibrationError {
    /// The projection from a close failed.
    Projection {
        /// The close.
        date: NaiveDate,
        /// The projection's error.
        source: ProjectionError,
    },
    /// A date lies outside the exchange calendar.
    Calendar(CalendarError),
}

refused!(CalibrationError);

impl From<CalendarError> for CalibrationError {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}

impl From<&CalibrationError> for Refusal {
    fn from(error: &CalibrationError) -> Self {
        match error {
            CalibrationError::Projection { date, source } => {
                Self::from(source).about(format_args!("from {date}"))
            }
            CalibrationError::Calendar(error) => error.into(),
        }
    }
}

impl<'a> Recorder<'a> {
    /// A recorder for the reconstitutions of a timetable.
    pub fn new(how: Forecasting<'a>, timetable: &Timetable, history: &History) -> Self {
        let mut events = Vec::new();
        let mut first = history.span.start;
        for dated in &timetable.events {
            let e = &dated.event;
            let days = (history.day_at(e.rank_day), history.day_at(e.implementation));
            let (Some(rank_day), Some(implemented)) = days else { continue };
            let event = Event {
                season: e.season,
                name: dated.name.clone(),
                rank_day: history.days[rank_day].date,
                implementation: e.implementation,
                effective: e.effective_open,
                previous_rank_day: None,
            };
            events.push(ForecastEvent { event, rank_day, first, forecasts: Vec::new() });
            first = implemented;
        }
        Self { how, events, pairs: Vec::new(), closes: 0, failed: None }
    }

    fn forecast_events(
        &mut self,
        history: &History,
        close: &Close<'_>,
    ) -> Result<(), CalibrationError> {
        let (day, date) = (close.view.day, close.view.universe.as_of);
        for event_ahead in &mut self.events {
            if day >= event_ahead.rank_day || day < event_ahead.first {
                continue;
            }
            let sessions =
                sessions_between(date, event_ahead.event.rank_day)?.len().saturating_sub(1);
            let ahead = Stretch { sessions: u32::try_from(sessions).unwrap_or(u32::MAX) };
            if ahead.steps() > self.how.months {
                continue;
            }
            let forecasts = forecast(&self.how, event_ahead, history, close, ahead)
                .map_err(|source| CalibrationError::Projection { date, source })?;
            event_ahead.forecasts.extend(forecasts);
            self.closes += 1;
        }
        Ok(())
    }

    /// On rank day, pairs the forecasts of an event with their outcomes.
    fn record_outcomes(&mut self, close: &Close<'_>) {
        for event_ahead in self.events.iter_mut().filter(|e| e.rank_day == close.view.day) {
            for forecast in event_ahead.forecasts.drain(..) {
                let to = outcome(close, &forecast.lines);
                let actual = to.and_then(|to| Move::between(forecast.from, to));
                for what in Move::iter().filter(|what| what.is_open_to(forecast.from)) {
                    let chances = &forecast.chances;
                    self.pairs.push(Pair {
                        event: event_ahead.event.name.clone(),
                        from: forecast.made_on,
                        months: forecast.months,
                        symbol: forecast.symbol.clone(),
                        what,
                        probability: chances.part(paths_of(chances, what, forecast.from)),
                        came_true: actual == Some(what),
                        if_ranked_today: forecast.if_ranked_today == Some(what),
                    });
                }
            }
        }
    }
}

impl Observer for Recorder<'_> {
    fn period(&mut self, _: &History, _: &Period<'_>) {}

    fn applied(&mut self, _: &History, _: &Applied<'_>) {}

    fn close(&mut self, history: &History, close: &Close<'_>) {
        if self.failed.is_some() {
            return;
        }
        self.record_outcomes(close);
        self.failed = self.forecast_events(history, close).err();
    }
}

/// Number of paths on which a company that starts in `from` makes this move.
fn paths_of(chances: &Chances, what: Move, from: Segment) -> u64 {
    let there = [Segment::R1000, Segment::R2000, Segment::Micro, Segment::None];
    let moves = there.into_iter().filter(|to| Move::between(from, *to) == Some(what));
    moves.filter_map(Fate::of).map(|fate| chances.of(fate)).sum()
}

/// The forecasts for all companies at a close.
fn forecast(
    how: &Forecasting<'_>,
    event_ahead: &ForecastEvent,
    history: &History,
    close: &Close<'_>,
    ahead: Stretch,
) -> Result<Vec<Forecast>, ProjectionError> {
    let (day, state) = (close.view.day, close.state);
    // Only the market is forecast: without `as_known`, a change of nationality before rank day is
    // treated as known already.
    let known_on = if how.as_known { day } else { event_ahead.rank_day };
    let view = &history.view_labelled(day, known_on);
    let event = &event_ahead.event;
    let inputs = Inputs::new(event, &view.universe, how.parameters);
    let today = reconstitute(&inputs, state.matched(history, view))?;
    let universe = ModelUniverse::new(&inputs, &today);
    let projection = Projection::new(&Outset {
        inputs: &inputs,
        today: &today,
        universe: &universe,
        model: how.model,
        to_rank_day: ahead,
        to_implementation: Stretch::default(),
        overlays: &[],
    })?;
    // Each close has its own random paths, so that sampling errors are independent.
    let seed = how.seed.wrapping_add((view.day as u64) << 32);
    let tally = project(&projection, seed, 0..how.paths, &|_| {})?;
    let mut forecasts = Vec::new();
    for (row, at) in projection.candidates().enumerate() {
        let candidate = &universe.candidates[at];
        if candidate.is_excluded {
            continue;
        }
        let result = &today.companies[candidate.company];
        let mut lines = vec![view.line_of[candidate.line]];
        let classes = &view.universe.companies[candidate.company].lines;
        lines.extend(classes.iter().map(|&line| view.line_of[line]));
        forecasts.push(Forecast {
            made_on: view.universe.as_of,
            months: ahead.steps(),
            symbol: history.lines[lines[0]].ticker(view.day).symbol.to_string(),
            lines,
            from: result.from,
            chances: Chances { paths: tally.paths, fates: tally.companies[row].map(u64::from) },
            if_ranked_today: Move::between(result.from, result.to),
        });
    }
    Ok(forecasts)
}

/// The segment of a company after rank day; `None` if it is no longer listed.
fn outcome(close: &Close<'_>, lines: &[usize]) -> Option<Segment> {
    let Close { view, state, fresh, .. } = *close;
    let there = lines.iter().find_map(|&line| view.security_of(line));
    match there {
        Some(security) => Some(fresh.companies[view.company_of[security]].to),
        None => held_through_a_hole(view, state, lines),
    }
}

/// The segment of a member that is missing from the panel today but returns later: it keeps its
/// segment.
fn held_through_a_hole(view: &View, state: &State, lines: &[usize]) -> Option<Segment> {
    debug_assert!(lines.iter().all(|&line| view.security_of(line).is_none()));
    let held = lines.iter().map(|&line| state.indexes[line]).find(|indexes| !indexes.is_empty());
    held.map(crate::universe::Indexes::segment)
}
