//! The reconstitutions of the synthetic market, and their outcome as the membership held next.

use chrono::NaiveDate;

use super::calibration::Calibration;
use crate::calendar::{CalendarError, Season, exchange};
use crate::methodology::Parameters;
use crate::methodology::ranking::CapsTooLarge;
use crate::reconstitution::{Event, Inputs, Reconstitution, match_members, reconstitute};
use crate::universe::{
    Index, Indexes, Member, Membership, Security, Segment, SymbolChanges, Universe,
};

/// The event of a season, on the dates of the calibration.
///
/// # Errors
/// Days that the exchange's calendar does not cover.
pub(super) fn event(calibration: &Calibration, season: Season) -> Result<Event, CalendarError> {
    let dates = &calibration.dates;
    let (rank_day, implementation, previous) = match season {
        Season::June => {
            let year_ago = &calibration.curves[calibration.curves.len() - 2];
            (dates.rank_day_june, dates.implementation_june, year_ago.date)
        }
        Season::December => {
            (dates.rank_day_december, dates.implementation_december, dates.rank_day_june)
        }
    };
    Ok(Event {
        season,
        name: season.to_string(),
        rank_day,
        implementation,
        effective: exchange::next_session(implementation)?,
        previous_rank_day: Some(previous),
    })
}

/// Applies an event to a universe whose members are `held`.
///
/// # Errors
/// Caps too large to be compared exactly.
pub(super) fn decide(
    event: &Event,
    universe: &Universe,
    held: &Membership,
    parameters: &Parameters,
) -> Result<Reconstitution, CapsTooLarge> {
    // Renamed tickers are matched by id alone.
    let matched = match_members(held, universe, &SymbolChanges::default());
    reconstitute(&Inputs::new(event, universe, parameters), matched)
}

/// The lines that are members after an event, each with its company's segment.
pub(super) fn member_lines<'a>(
    universe: &'a Universe,
    result: &'a Reconstitution,
) -> impl Iterator<Item = (usize, Segment)> + 'a {
    let company_of = universe.company_of_line();
    let lines = result.indexes_after.iter().enumerate();
    lines
        .filter(|(_, indexes)| !indexes.is_empty())
        .map(move |(line, _)| (line, result.companies[company_of[line]].to))
}

/// A line as an entry of a membership file.
pub(super) fn member(
    s: &Security,
    segment: Segment,
    indexes: Indexes,
    held_on: NaiveDate,
) -> Member {
    Member {
        name: s.name.clone(),
        id: s.id.clone(),
        indexes: Some(indexes),
        in_microcap: Some(indexes.contains(Index::Microcap)),
        index_shares: s.shares_outstanding,
        index_float_pct: s.free_float_pct,
        ..Member::new(s.symbol.clone(), segment, held_on)
    }
}
