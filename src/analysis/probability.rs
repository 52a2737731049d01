//! The odds of a company: on which part of paths it comes to which segment, and by which action.

use rust_decimal::Decimal;
use strum::{EnumCount as _, IntoEnumIterator as _};

use crate::methodology::family::EdgeDistance;
use crate::reconstitution::{Action, Inputs, Reconstitution};
use crate::simulation::projection::{Fate, ModelUniverse, Projection, Tally};
use crate::universe::{Index, Segment};

/// On how many paths a company comes to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chances {
    /// How many paths there are.
    pub paths: u64,
    /// By [`Fate`].
    pub fates: [u64; Fate::COUNT],
}

impl Chances {
    /// Of a company that comes to one fate for certain.
    pub fn certain(paths: u64, fate: Fate) -> Self {
        let mut fates = [0; Fate::COUNT];
        fates[fate as usize] = paths;
        Self { paths, fates }
    }

    /// On how many paths a company comes to a fate.
    pub fn of(&self, fate: Fate) -> u64 {
        self.fates[fate as usize]
    }

    /// On how many paths it is in a segment from the event on; who is gone is in none.
    pub fn in_segment(&self, segment: Segment) -> u64 {
        match segment {
            Segment::R1000 => self.of(Fate::R1000),
            Segment::R2000 => self.of(Fate::R2000),
            Segment::R3000 => self.of(Fate::R1000) + self.of(Fate::R2000),
            Segment::Micro => self.of(Fate::Micro),
            Segment::None => self.of(Fate::Out) + self.of(Fate::Gone),
        }
    }

    /// On how many paths the event does this to a company of a segment. Who is gone before it has
    /// left, and is not deleted by it.
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

    /// The segment of most paths; of several, that of the larger companies.
    pub fn likeliest(&self) -> Segment {
        let all = Segment::PLACES.into_iter().map(|segment| (self.in_segment(segment), segment));
        // The last of equal ones wins.
        all.rev().max_by_key(|(count, _)| *count).map_or(Segment::None, |(_, segment)| segment)
    }

    /// A number of paths as a part of all, 0 to 1.
    pub fn part(&self, count: u64) -> f64 {
        count as f64 / self.paths.max(1) as f64
    }
}

/// The odds of a company of the universe.
#[derive(Debug, Clone, PartialEq)]
pub struct Odds {
    /// The company, as a place in the universe.
    pub company: usize,
    /// The line that stands for it.
    pub line: usize,
    /// The segment it is held in before; Microcap where it is on its ranks and nobody says who was.
    pub from: Segment,
    /// Its cap today, USD; `None` of a member whose cap is not known.
    pub market_cap: Option<Decimal>,
    /// Its rank today; `None` of who is not eligible today.
    pub rank: Option<usize>,
    /// Its percentile of the cumulative cap today.
    pub percentile: Option<Decimal>,
    /// Points to the edges of the #1,000 band today.
    pub edges: Option<EdgeDistance>,
    /// Where it comes to.
    pub chances: Chances,
    /// On how many paths it is in the Top 200 and in the Top 500.
    pub tops: [u64; 2],
    /// Whether it is known who was in Microcap.
    pub knows_microcap: bool,
    /// What the event would do to it if today were its rank day.
    pub if_ranked_today: Option<Action>,
}

impl Odds {
    /// On how many paths the event does this to it.
    ///
    /// Where nobody says who was in Microcap, coming there or leaving it is no change.
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

    /// The part of paths on which the event does this to it, 0 to 1.
    pub fn action(&self, action: Action) -> f64 {
        self.chances.part(self.paths_of(action))
    }

    /// The part of paths on which the event changes its segment.
    pub fn moves(&self) -> f64 {
        Action::iter().map(|action| self.action(action)).sum()
    }
}

/// The odds of all companies that may be members, and of all members: the largest first, those
/// without a known cap last, in the order of their tickers.
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
        // Members that no path moves: kept without a cap, where it is known where they are, or out
        // whatever the market does.
        let settled = || {
            let fate = Fate::of(result.to).filter(|_| is_member)?;
            let tops = [Index::Top200, Index::Top500];
            let tops = tops.map(|top| u64::from(result.indexes.contains(top)) * paths);
            Some((Chances::certain(paths, fate), tops, result.market_cap))
        };
        let Some((chances, tops, market_cap)) = row.or_else(settled) else { continue };
        odds.push(Odds {
            company,
            line: result.line,
            from: result.from,
            market_cap,
            rank: result.rank,
            percentile: result.percentile,
            edges: result.edges,
            chances,
            tops,
            knows_microcap: projection.knows_microcap(),
            if_ranked_today: result.action(),
        });
    }
    odds.sort_by(|a, b| {
        let symbol = |odds: &Odds| &inputs.universe.securities[odds.line].symbol;
        b.market_cap.cmp(&a.market_cap).then_with(|| symbol(a).cmp(symbol(b)))
    });
    odds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_what_segments_before_and_after_make_them() {
        // R1000, R2000, Micro, out, gone.
        let chances = Chances { paths: 100, fates: [10, 30, 20, 35, 5] };
        let of = |action, from| chances.of_action(action, from);
        assert_eq!((of(Action::Up, Segment::R2000), of(Action::Down, Segment::R2000)), (10, 0));
        assert_eq!(of(Action::Down, Segment::R1000), 30);
        assert_eq!(of(Action::Delete, Segment::R1000), 55, "gone is not deleted");
        assert_eq!((of(Action::Add, Segment::None), of(Action::Delete, Segment::None)), (60, 0));
        assert_eq!((of(Action::Add, Segment::Micro), of(Action::Delete, Segment::Micro)), (40, 35));
        assert_eq!(chances.in_segment(Segment::None), 40);
        assert_eq!(chances.likeliest(), Segment::None);
        let tie = Chances { paths: 2, fates: [0, 1, 1, 0, 0] };
        assert_eq!(tie.likeliest(), Segment::R2000);
    }
}
