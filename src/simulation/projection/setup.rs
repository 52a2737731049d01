//! The start of a projection and the distances to its days.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;
use strum::IntoEnumIterator as _;

use super::companies::ModelUniverse;
use super::run::ProjectionError;
use super::seats::{Leaver, Seat};
use crate::market::model::{Leg, Model, Overlay, Start};
use crate::methodology::Parameters;
use crate::methodology::family::HeldSides;
use crate::methodology::reserved::Reserved;
use crate::reconstitution::{Inputs, Matched, Reconstitution, reserved};
use crate::universe::packed::float;
use crate::universe::{Index, Indexes, Segment};

/// Sessions in a month.
const MONTH: u32 = 21;

/// The distance from one day to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stretch {
    /// Exchange sessions after the first day, up to and including the last.
    pub sessions: u32,
}

impl Stretch {
    /// Number of equal steps, of about a month each; zero if both days are the same.
    pub fn steps(self) -> u32 {
        match self.sessions {
            0 => 0,
            sessions => ((sessions + MONTH / 2) / MONTH).max(1),
        }
    }

    /// The step, counted from 1, at whose end a number of sessions has passed.
    pub fn step_of(self, sessions: u32) -> u32 {
        (sessions * self.steps()).div_ceil(self.sessions.max(1)).max(1)
    }
}

/// The inputs of a projection.
#[derive(Debug, Clone, Copy)]
pub struct Outset<'a> {
    /// The universe of today; the event is the one to be projected.
    pub inputs: &'a Inputs<'a>,
    /// That event applied to the members held, as if today were its rank day.
    pub today: &'a Reconstitution,
    /// The universe as the model sees it.
    pub universe: &'a ModelUniverse,
    /// The market model that moves it.
    pub model: &'a Model,
    /// The distance from today to rank day.
    pub to_rank_day: Stretch,
    /// The distance from rank day to the implementation.
    pub to_implementation: Stretch,
    /// Shocks laid on top; their steps are counted from today.
    pub overlays: &'a [Overlay],
}

/// A projection ready to be run.
#[derive(Debug, Clone)]
pub struct Projection {
    pub(super) start: Start,
    /// The distance after rank day, if its steps have another length than those before it.
    pub(super) later: Option<Leg>,
    /// Number of steps to rank day, and from there to the implementation.
    pub(super) steps: (u32, u32),
    pub(super) overlays: Vec<Overlay>,
    /// The seats, by the slots of the start.
    pub(super) seats: Vec<Seat>,
    /// The distinct sides on which companies are held; the first one is for non-members.
    pub(super) sides: Vec<HeldSides>,
    /// The distinct sets of indexes that hold companies before the event; the first one is empty.
    pub(super) befores: Vec<Indexes>,
    /// Members that leave on every path.
    pub(super) leaving: Leaving,
    /// Places in the ranking that members without a rank take.
    pub(super) reserved: Reserved,
    pub(super) parameters: Parameters,
    pub(super) knows_microcap: bool,
    /// The cap that companies listed on a path must reach to be eligible, USD.
    pub(super) listed_floor: f64,
    known_before: Indexes,
}

impl Projection {
    /// Prepares a projection.
    ///
    /// # Errors
    /// If a universe has no company that can be ranked, or invalid caps.
    pub fn new(outset: &Outset<'_>) -> Result<Self, ProjectionError> {
        let Outset { inputs, today, universe, to_rank_day, to_implementation, .. } = *outset;
        let first = if to_rank_day.sessions > 0 { to_rank_day } else { to_implementation };
        let model = outset.model.in_steps(first.sessions, first.steps());
        let start = Start::new(universe.companies(), model)?;
        let later = (to_rank_day.sessions > 0 && to_implementation.sessions > 0)
            .then(|| Leg::new(&start, to_implementation.sessions, to_implementation.steps()));
        let mut sides = vec![HeldSides::default()];
        let mut befores = vec![Indexes::NONE];
        let mut seats = Vec::with_capacity(universe.candidates.len());
        for candidate in &universe.candidates {
            let (mut seat, held, before) = Seat::new(inputs, today, candidate);
            if to_rank_day.sessions == 0 {
                seat = seat.settled(candidate);
            }
            // There are three answers to each of four questions, so at most 81 combinations.
            seat.sides = u8::try_from(number_of(&mut sides, held)).unwrap_or_default();
            seat.before = number_of(&mut befores, before);
            seats.push(seat);
        }
        set_turns(outset, &mut seats);
        let simulated: FxHashSet<usize> = universe.candidates.iter().map(|c| c.company).collect();
        let leavers = Leaver::all(inputs, today, |company| simulated.contains(&company));
        let leaving = Leaving::new(&leavers, &mut befores);
        Ok(Self {
            seats: by_slot(&start, universe, seats),
            start,
            later,
            steps: (to_rank_day.steps(), to_implementation.steps()),
            overlays: outset.overlays.to_vec(),
            sides,
            befores,
            leaving,
            reserved: reserved(&inputs.parameters.breaks, &today.screened, &today.matched),
            parameters: inputs.parameters.clone(),
            knows_microcap: today.matched.knows_microcap(),
            listed_floor: float(inputs.parameters.eligibility.min_market_cap),
            known_before: known_before(&today.matched),
        })
    }

    /// The candidate of each row of [`Tally::companies`](super::Tally::companies), as a place in
    /// [`ModelUniverse::candidates`].
    pub fn candidates(&self) -> impl Iterator<Item = usize> {
        self.seats.iter().map(|seat| seat.candidate)
    }

    /// The segment that holds each of these candidates before the event, in the same order.
    pub fn held(&self) -> impl Iterator<Item = Segment> {
        self.seats.iter().map(|seat| seat.from)
    }

    /// Indexes whose members before the event are known; the turnover of the others is unknown.
    pub fn known_before(&self) -> Indexes {
        self.known_before
    }

    /// True if the members of Microcap before the event are known; otherwise being in it is not a
    /// change.
    pub fn knows_microcap(&self) -> bool {
        self.knows_microcap
    }

    /// Number of steps to rank day, and from there to the implementation.
    pub fn steps(&self) -> (u32, u32) {
        self.steps
    }
}

/// Members that leave on every path, summed up.
#[derive(Debug, Clone, Default)]
pub(super) struct Leaving {
    /// Number of members that leave the Russell 3000.
    pub(super) deletes: u32,
    /// Number of members that leave Microcap below the Russell 3000.
    pub(super) microcap_deletes: u32,
    /// Values that indexes hold of them, USD at the start, by set of indexes in
    /// [`Projection::befores`].
    pub(super) values: Vec<f64>,
}

impl Leaving {
    fn new(leavers: &[Leaver], befores: &mut Vec<Indexes>) -> Self {
        let mut leaving = Self::default();
        for leaver in leavers {
            leaving.deletes += u32::from(leaver.from.in_r3000());
            leaving.microcap_deletes += u32::from(leaver.from == Segment::Micro);
            let before = number_of(befores, leaver.before);
            leaving.values.resize(befores.len(), 0.0);
            leaving.values[before] += leaver.value;
        }
        leaving
    }
}

/// The place of an item among a few distinct ones; a new item is added.
pub(super) fn number_of<T: PartialEq>(distinct: &mut Vec<T>, item: T) -> usize {
    distinct.iter().position(|known| *known == item).unwrap_or_else(|| {
        distinct.push(item);
        distinct.len() - 1
    })
}

/// Sets the order among companies with equal caps: by the scenario's choice, then by ticker.
fn set_turns(outset: &Outset<'_>, seats: &mut [Seat]) {
    let Outset { inputs, universe, .. } = *outset;
    let mut order: Vec<usize> = (0..seats.len()).collect();
    order.sort_by_key(|&at| {
        let security = &inputs.universe.securities[universe.candidates[at].line];
        let precedence = inputs.parameters.tie_break.precedence(security);
        (Reverse(precedence), security.symbol())
    });
    for (turn, at) in (0..).zip(order) {
        seats[at].turn = turn;
    }
}

/// The seats in the order of the start's slots.
fn by_slot(start: &Start, universe: &ModelUniverse, mut seats: Vec<Seat>) -> Vec<Seat> {
    for (at, seat) in seats.iter_mut().enumerate() {
        seat.candidate = at;
    }
    let mut places: Vec<(u64, usize)> =
        universe.candidates.iter().zip(0..).map(|(c, at)| (c.model.number, at)).collect();
    places.sort_unstable();
    let place = |number: u64| {
        let found = places.partition_point(|(known, _)| *known < number);
        places.get(found).map_or(0, |(_, at)| *at)
    };
    start.companies().iter().map(|company| seats[place(company.number)].clone()).collect()
}

fn known_before(matched: &Matched) -> Indexes {
    Index::iter()
        .filter(|_| !matched.held.is_empty())
        .filter(|index| matched.held.iter().all(|held| held.indexes.known.contains(*index)))
        .filter(|index| {
            matched.states_microcap || !matches!(index, Index::R3000E | Index::Microcap)
        })
        .collect()
}
