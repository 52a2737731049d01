//! The members of the indexes over time, by the rule book: decisions of reconstitutions, departures,
//! quarterly additions and fast entries, and updates of shares and float.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::universe::{Slice, split};
use crate::market::synthetic::SyntheticError;
use crate::market::synthetic::draw::{Draw, rounded};
use crate::market::synthetic::world::Market;
use crate::market::synthetic::world::firm::{Firm, Left};
use crate::market::synthetic::world::line::{Holding, Line};
use crate::methodology::Parameters;
use crate::methodology::additions::AdjustedBreaks;
use crate::methodology::family::Family;
use crate::methodology::ranking::{CapsTooLarge, Ranking};
use crate::methodology::updates::{update_float, update_shares};
use crate::reconstitution::{Event, Inputs, Matched, Reconstitution, match_members, reconstitute};
use crate::universe::{Index, Member, Membership, SymbolChanges, Universe};

/// Time before a new issue can enter fast, in calendar days.
const SEASONING: Days = Days::new(8);

/// The breaks of the last reconstitution.
#[derive(Debug)]
pub(super) struct Standing {
    /// Its rank day; companies listed since are new.
    pub(super) rank_day: NaiveDate,
    ranking: Ranking,
    family: Family,
    /// Log level of the market on its rank day.
    level: f64,
}

impl Standing {
    pub(super) fn new(
        rank_day: NaiveDate,
        result: &Reconstitution,
        level: f64,
        parameters: &Parameters,
    ) -> Self {
        let family = Family::new(&result.ranking, parameters);
        Self { rank_day, ranking: result.ranking.clone(), family, level }
    }
}

/// Applies an event to a universe whose members are `held`.
///
/// # Errors
/// Caps too large to be compared exactly.
pub(in crate::market::synthetic) fn decide(
    event: &Event,
    universe: &Universe,
    held: &Membership,
    parameters: &Parameters,
) -> Result<Reconstitution, CapsTooLarge> {
    // Members whose tickers changed are matched by id alone.
    let matched = match_members(held, universe, &SymbolChanges::default());
    reconstitute(&Inputs::new(event, universe, parameters), matched)
}

/// The entry of a line in a membership file.
pub(super) fn member(line: &Line, held: &Holding, held_on: NaiveDate) -> Member {
    let s = &line.security;
    Member {
        name: s.name().to_owned(),
        id: s.id().map(str::to_owned),
        indexes: Some(held.indexes),
        in_microcap: Some(held.indexes.contains(Index::Microcap)),
        index_shares: held.shares,
        index_float_pct: held.float,
        ..Member::new(s.symbol(), held.indexes.segment(), held_on)
    }
}

/// The lines of companies listed by a rank day (`since`) that are held on a later day; lines of companies
/// that left in between are dated the last month end before they left.
pub(super) fn members(
    market: &Market<'_>,
    (since, held_on): (NaiveDate, NaiveDate),
    month_ends: &[NaiveDate],
) -> Vec<Member> {
    let mut members = Vec::new();
    let was_there = |f: &&Firm| f.lines[0].security.listing_date.is_none_or(|day| day <= since);
    for firm in market.firms.iter().filter(was_there) {
        let listed = match firm.left {
            None => held_on,
            Some(left) if left.date > since => {
                let before = month_ends.partition_point(|end| *end < left.date);
                month_ends[before.saturating_sub(1)]
            }
            Some(_) => continue,
        };
        let held = firm.lines.iter().filter_map(|line| Some((line, line.held.as_ref()?)));
        members.extend(held.map(|(line, held)| member(line, held, listed)));
    }
    members
}

impl Market<'_> {
    /// Removes companies that had left by a day from the indexes.
    pub(super) fn drop_left(&mut self, by: NaiveDate) {
        let left = |f: &&mut Firm| f.left.is_some_and(|left| left.date <= by);
        for line in self.firms.iter_mut().filter(left).flat_map(|f| &mut f.lines) {
            line.held = None;
        }
    }

    /// Puts a reconstitution of a slice into effect.
    pub(super) fn implement(
        &mut self,
        (event, slice): (&Event, &Slice),
        result: &Reconstitution,
        parameters: &Parameters,
    ) {
        let buffers = parameters.updates(event.season);
        for (line, place) in slice.places.iter().enumerate() {
            let Some((at, number)) = *place else { continue };
            let s = &slice.universe.securities[line];
            let shares = split(s.shares_outstanding(), slice.splits_since(self, at));
            let indexes = result.indexes_after[line];
            let held = &mut self.firms[at].lines[number].held;
            let old = *held;
            *held = (!indexes.is_empty()).then(|| Holding {
                indexes,
                shares: updated_shares(old, shares, buffers.shares_buffer_pct),
                float: updated_float(old, s.free_float_pct(), |_| buffers.float_buffer_points),
            });
        }
    }

    /// The share and float updates of a quarter, with the values of its cut-off.
    pub(super) fn update(&mut self, parameters: &Parameters) {
        let quarterly = &parameters.quarterly;
        for firm in self.firms.iter_mut().filter(|f| f.left.is_none()) {
            let counts = firm.shares_by_line();
            for (line, now) in firm.lines.iter_mut().zip(counts) {
                let float = line.security.free_float_pct();
                if let Some(held) = &mut line.held {
                    let old = Some(*held);
                    held.shares = updated_shares(old, Some(now), quarterly.shares_buffer_pct);
                    held.float = updated_float(old, float, |old| quarterly.float_buffer(old));
                }
            }
        }
    }

    /// Adds new issues: at a quarterly addition all that are large enough, otherwise only fast entries.
    ///
    /// # Errors
    /// Caps too large to be compared exactly.
    pub(super) fn add_new_issues(
        &mut self,
        (event, standing): (&Event, &Standing),
        (as_of, level): (NaiveDate, f64),
        is_quarter: bool,
        (draw, parameters): (&mut Draw, &Parameters),
    ) -> Result<(), SyntheticError> {
        let seasoned = as_of.checked_sub_days(SEASONING);
        let is_new = |f: &Firm| {
            let listed = f.lines[0].security.listing_date;
            f.left.is_none()
                && !f.is_held()
                && listed > Some(standing.rank_day)
                && (is_quarter || listed <= seasoned)
        };
        let slice = Slice::of(self, as_of, draw, is_new);
        let today = Event { rank_day: as_of, ..event.clone() };
        let inputs = Inputs::new(&today, &slice.universe, parameters);
        let new = reconstitute(&inputs, Matched::nobody(&slice.universe))?;
        let breaks = AdjustedBreaks {
            ranking: &standing.ranking,
            family: &standing.family,
            index_return: rounded(libm::exp(level - standing.level) - 1.0, 6),
        };
        let fast = breaks.cap_at(parameters.breaks.top500.rank);
        for eligible in &new.screened.eligible {
            let s = &slice.universe.securities[eligible.line];
            let Some((cap, (at, number))) = eligible.market_cap.zip(slice.places[eligible.line])
            else {
                continue;
            };
            let float = s.free_float_pct().unwrap_or(Decimal::ONE_HUNDRED);
            let is_fast = Some(cap * float / Decimal::ONE_HUNDRED) > fast;
            let Some(place) = breaks.place(cap).filter(|_| is_quarter || is_fast) else { continue };
            self.firms[at].lines[number].held = Some(Holding {
                indexes: place.indexes,
                shares: s.shares_outstanding(),
                float: s.free_float_pct(),
            });
        }
        Ok(())
    }

    /// Members that left their exchange, filtered by a test on how they left.
    pub(super) fn members_that_left(&self, test: impl Fn(Left) -> bool) -> Vec<usize> {
        let left = |f: &Firm| f.left.is_some_and(&test) && f.is_held();
        (0..self.firms.len()).filter(|&at| left(&self.firms[at])).collect()
    }
}

fn updated_shares(
    old: Option<Holding>,
    new: Option<Decimal>,
    buffer_pct: Decimal,
) -> Option<Decimal> {
    let old = old.and_then(|held| held.shares);
    new.map(|new| update_shares(old, new, buffer_pct).value).or(old)
}

fn updated_float(
    old: Option<Holding>,
    new: Option<Decimal>,
    buffer: impl Fn(Decimal) -> Decimal,
) -> Option<Decimal> {
    let old = old.and_then(|held| held.float);
    let points = buffer(old.or(new).unwrap_or_default());
    new.map(|new| update_float(old, new, points).value).or(old)
}
