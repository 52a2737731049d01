//! The events: the market on their rank days, the members before them, and the closes of their
//! implementation days.
//!
//! The first membership is formed by ranks alone in the first month and then follows the rule book
//! through the market's history, so that incumbents lie within the bands as they do after years of
//! banding. The files are those of the two events of 2026.

mod blemishes;
mod effective;
pub(super) mod membership;
pub(super) mod universe;

use chrono::{Datelike, NaiveDate};

use super::SyntheticError;
use super::calibration::Calibration;
use super::draw::{Draw, Stream};
use super::world::Market;
use super::world::months::Month;
use crate::calendar::Season;
use crate::methodology::Parameters;
use crate::reconstitution::Event;
use crate::universe::{Membership, Universe};

use membership::{Standing, decide, members};
use universe::Slice;

/// The year of the events whose files are written.
const YEAR: i32 = 2026;

/// The input of one reconstitution.
#[derive(Debug, Clone)]
pub struct SyntheticEvent {
    /// Its dates.
    pub event: Event,
    /// All security lines on rank day.
    pub universe: Universe,
    /// The membership held just before the implementation.
    pub held: Membership,
    /// Lines of common shares on the implementation day: symbol, exchange, price, shares and float.
    pub effective: Universe,
}

/// The reconstitutions over the market's history: every June on the day of its curve, and December 2026.
///
/// # Errors
/// Years that the calendar does not cover.
pub(super) fn events(calibration: &Calibration) -> Result<Vec<Event>, SyntheticError> {
    let mut events: Vec<Event> = Vec::new();
    for curve in &calibration.curves {
        let previous_rank_day = events.last().map(|event| event.rank_day);
        let event = Event::scheduled(Season::June, curve.date.year())?;
        events.push(Event { rank_day: curve.date, previous_rank_day, ..event });
    }
    events.push(Event::scheduled(Season::December, YEAR)?);
    Ok(events)
}

/// Keeps track of the membership over the market's history, and produces the files of the events.
pub(super) struct Book {
    parameters: Parameters,
    /// Oldest first.
    events: Vec<Event>,
    month_ends: Vec<NaiveDate>,
    draw: Draw,
    standing: Option<Standing>,
    /// An event between rank day and implementation, with its universe and the market's level on rank day.
    pending: Option<(Event, Slice, f64)>,
    /// The contents of the files, in the order of the events.
    pub(super) cut: Vec<SyntheticEvent>,
}

impl Book {
    pub(super) fn new(events: Vec<Event>, months: &[Month], seed: u64) -> Self {
        Self {
            parameters: Parameters::default(),
            events,
            month_ends: months.iter().map(|month| month.end).collect(),
            draw: Draw::new(seed, Stream::Files),
            standing: None,
            pending: None,
            cut: Vec::new(),
        }
    }

    /// Runs between the halves of a month: implements the event whose day this is.
    ///
    /// # Errors
    /// Caps too large to be compared exactly.
    pub(super) fn implement(
        &mut self,
        market: &mut Market<'_>,
        month: &Month,
    ) -> Result<(), SyntheticError> {
        let Some(day) = month.implementation else { return Ok(()) };
        let Some((event, mut slice, level)) = self.pending.take() else { return Ok(()) };
        let mut held = members(market, (event.rank_day, day), &self.month_ends);
        if event.rank_day.year() == YEAR {
            market.exclude(&mut slice, &mut self.draw);
            market.choose_unseen(&mut self.draw);
            let announced = market.announced(&slice);
            slice.change(|at| !market.firms[at].unseen, announced);
            let before = self.month_ends.partition_point(|end| *end < event.rank_day);
            held.extend(market.gone((self.month_ends[before - 1], event.rank_day)));
        }
        held.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        let held = Membership { members: held, ..Membership::default() };
        let result = decide(&event, &slice.universe, &held, &self.parameters)?;
        if event.rank_day.year() == YEAR {
            let effective = effective::effective(market, &slice, (day, month), &mut self.draw);
            let universe = slice.universe.clone();
            self.cut.push(SyntheticEvent { event: event.clone(), universe, held, effective });
        }
        market.implement((&event, &slice), &result, &self.parameters);
        market.drop_left(day);
        self.standing = Some(Standing::new(event.rank_day, &result, level, &self.parameters));
        Ok(())
    }

    /// Runs at the close of the month of index `at`, at market log level `level`: takes the universe of a
    /// rank day, and adds new issues.
    ///
    /// # Errors
    /// Caps too large to be compared exactly.
    pub(super) fn close_month(
        &mut self,
        market: &mut Market<'_>,
        (at, level): (usize, f64),
    ) -> Result<(), SyntheticError> {
        let end = self.month_ends[at];
        if self.pending.is_none() && at > 0 {
            market.drop_left(self.month_ends[at - 1]);
        }
        if let Some(event) = self.events.iter().find(|event| event.rank_day == end).cloned() {
            let slice = Slice::of(market, end, &mut self.draw, |_| true);
            if self.standing.is_none() {
                // The first membership, by ranks alone.
                let nobody = Membership::default();
                let result = decide(&event, &slice.universe, &nobody, &self.parameters)?;
                market.implement((&event, &slice), &result, &self.parameters);
                self.standing = Some(Standing::new(end, &result, level, &self.parameters));
            } else {
                self.pending = Some((event, slice, level));
            }
            return Ok(());
        }
        // The cut-offs of the quarters without a reconstitution.
        let is_quarter = [1, 7, 10].contains(&end.month());
        let (Some(standing), None) = (&self.standing, &self.pending) else { return Ok(()) };
        let Some(event) = self.events.first() else { return Ok(()) };
        let parts = (&mut self.draw, &self.parameters);
        market.add_new_issues((event, standing), (end, level), is_quarter, parts)?;
        if is_quarter {
            market.update(&self.parameters);
        }
        Ok(())
    }
}
