//! Odds of a company: the share of simulated paths for each segment and action at the event.

use rust_decimal::Decimal;
use strum::{EnumCount as _, IntoEnumIterator as _};

use crate::methodology::family::EdgeDistance;
use crate::reconstitution::{Action, Inputs, Reconstitution};
use crate::simulation::projection::{Fate, ModelUniverse, Projection, Tally};
use crate::universe::{Index, Segment};

/// Number of paths by fate of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chances {
    /// Total number of paths.
    pub paths: u64,
    /// By [`Fate`].
    pub fates: [u64; Fate::COUNT],
}

impl Chances {
    /// Chances of a company with the same fate on every path.
    pub fn certain(paths: u64, fate: Fate) -> Self {
        let mut fates = [0; Fate::COUNT];
        fates[fate as usize] = paths;
        Self { paths, fates }
    }

    /// Number of paths with a fate.
    pub fn of(&self, fate: Fate) -> u64 {
        self.fates[fate as usize]
    }

    /// Number of paths on which it is in a segment after the event; a company gone before counts in
    /// `None`.
    pub fn in_segment(&self, segment: Segment) -> u64 {
        match segment {
            Segment::R1000 => self.of(Fate::R1000),
            Segment::R2000 => self.of(Fate::R2000),
            Segment::R3000 => self.of(Fate::R1000) + self.of(Fate::R2000),
            Segment::Micro => self.of(Fate::Micro),
            Segment::None => self.of(Fate::Out) + self.of(Fate::Gone),
        }
    }

    /// Number of paths on which the event has this action on a company that is in `from`. A company
    /// gone before the event counts as left, not as deleted.
    pub fn of_action(&self, action: Action, from: Segment) -> u64 {
        let there = [
            (Fate::R1000, Segment::R1000),
            (Fate::R2000, Segment::R2000),
            (Fate::Micro, Segment::Micro),
            (Fate::Out, Segment::None),
        ];
        let does = there.into_iter().filter(|(_, to)| Action::between(from, *to) == Some(action));
        does.map(|(fate, _)| self.of(fate)).sum()
    }

    /// The segment on most paths; ties go to the segment of larger companies.
    pub fn likeliest(&self) -> Segment {
        let all = Segment::PLACES.into_iter().map(|segment| (self.in_segment(segment), segment));
        // `max_by_key` takes the last of equals.
        all.rev().max_by_key(|(count, _)| *count).map_or(Segment::None, |(_, segment)| segment)
    }

    /// A number of paths as a fraction of all, 0 to 1.
    pub fn part(&self, count: u64) -> f64 {
        count as f64 / self.paths.max(1) as f64
    }
}

/// The odds of a company of the universe.
#[derive(Debug, Clone, PartialEq)]
pub struct Odds {
    /// The company, as a place in the universe.
    pub company: usize,
    /// Its pricing vehicle, as a place in the universe.
    pub line: usize,
    /// Segment held before; Microcap if it is ranked there and Microcap's members are unknown.
    pub from: Segment,
    /// Cap today, USD; `None` for a member without a known cap.
    pub market_cap: Option<Decimal>,
    /// Rank today; `None` if it is not eligible today.
    pub rank: Option<usize>,
    /// Percentile of cumulative cap today.
    pub percentile: Option<Decimal>,
    /// Distance to the edges of the #1,000 band today, in percentage points.
    pub edges: Option<EdgeDistance>,
    /// Its fates over the paths.
    pub chances: Chances,
    /// Number of paths on which it is in the Top 200 and in the Top 500.
    pub tops: [u64; 2],
    /// Whether Microcap's members before the event are known.
    pub knows_microcap: bool,
    /// The event's action on it if today were rank day.
    pub if_ranked_today: Option<Action>,
}

impl Odds {
    /// Number of paths on which the event has this action on it.
    ///
    /// If Microcap's members are unknown, entering or leaving it is no change.
    pub fn paths_of(&self, action: Action) -> u64 {
        let chances = &self.chances;
        match action {
            _ if self.knows_microcap || self.from.in_r3000() => {
                chances.of_action(action, self.from)
            }
            Action::Add => chances.of(Fate::R1000) + chances.of(Fate::R2000),
            Action::Delete | Action::Up | Action::Down => 0,
        }
    }

    /// Fraction of paths on which the event has this action on it, 0 to 1.
    pub fn action(&self, action: Action) -> f64 {
        self.chances.part(self.paths_of(action))
    }

    /// Fraction of paths on which the event changes its segment, 0 to 1.
    pub fn moves(&self) -> f64 {
        Action::iter().map(|action| self.action(action)).sum()
    }
}

/// Odds of all candidates and of all members: the largest first, then those without a known cap by
/// ticker.
pub fn odds(
    inputs: &Inputs<'_>,
    today: &Reconstitution,
    universe: &ModelUniverse,
    projection: &Projection,
    tally: &Tally,
) -> Vec<Odds> {
    let paths = tally.paths;
    let mut rows = vec![None; today.companies.len()];
    for (row, at) in projection.candidates().enumerate() {
        let candidate = &universe.candidates[at];
        let fates = tally.companies[row].map(u64::from);
        let chances = Chances { paths, fates };
        let tops = tally.tops[row].map(u64::from);
        rows[candidate.company] = Some((chances, tops, Some(candidate.market_cap)));
    }
    let mut odds: Vec<Odds> = Vec::new();
    for (company, (result, row)) in today.companies.iter().zip(rows).enumerate() {
        let is_member = today.matched.member_of_company[company].is_some();
        // Members that are not simulated: kept without a known cap, or out on every path.
        let unsimulated = || {
            let fate = Fate::of(result.to).filter(|_| is_member)?;
            let tops = [Index::Top200, Index::Top500];
            let tops = tops.map(|top| u64::from(result.indexes.contains(top)) * paths);
            Some((Chances::certain(paths, fate), tops, result.market_cap))
        };
        let Some((chances, tops, market_cap)) = row.or_else(unsimulated) else { continue };
        let cumulative = today.cumulative(result);
        odds.push(Odds {
            company,
            line: result.line,
            from: result.from,
            market_cap,
            rank: result.rank,
            percentile: cumulative.map(|place| place.percentile),
            edges: cumulative.and_then(|place| place.edges),
            chances,
            tops,
            knows_microcap: projection.knows_microcap(),
            if_ranked_today: result.action(),
        });
    }
    odds.sort_by(|a, b| {
        let symbol = |odds: &Odds| inputs.universe.securities[odds.line].symbol();
        b.market_cap.cmp(&a.market_cap).then_with(|| symbol(a).cmp(symbol(b)))
    });
    odds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_follow_from_segments_before_and_after() {
        // R1000, R2000, Micro, out, gone.
        let chances = Chances { paths: 100, fates: [10, 30, 20, 35, 5] };
        let of = |action, from| chances.of_action(action, from);
        assert_eq!((of(Action::Up, Segment::R2000), of(Action::Down, Segment::R2000)), (10, 0));
        assert_eq!(of(Action::Down, Segment::R1000), 30);
        assert_eq!(of(Action::Delete, Segment::R1000), 55, "a company gone before is not deleted");
        assert_eq!((of(Action::Add, Segment::None), of(Action::Delete, Segment::None)), (60, 0));
        assert_eq!((of(Action::Add, Segment::Micro), of(Action::Delete, Segment::Micro)), (40, 35));
        assert_eq!(chances.in_segment(Segment::None), 40);
        assert_eq!(chances.likeliest(), Segment::None);
        let tie = Chances { paths: 2, fates: [0, 1, 1, 0, 0] };
        assert_eq!(tie.likeliest(), Segment::R2000);
    }
}
