//! Whipsaws: companies that move at one reconstitution and move back at the next.
//!
//! A whipsaw is a move from A to B at event `i` followed by a move from B to A at event `i + 1`: two
//! trades after which an index fund is back where it was. Bands exist to avoid them (methodology section
//! 5; the term is from trading). Three alternating moves in a row are two whipsaws. The rate
//! `= whipsaws / moves` counts only moves that have an event after them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::universe::Segment;

/// A change of segment at an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Move<K> {
    /// Identifies the company.
    pub key: K,
    /// Segment before the event.
    pub from: Segment,
    /// Segment after the event.
    pub to: Segment,
}

/// A move and its reversal at consecutive events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Whipsaw<K> {
    /// Identifies the company.
    pub key: K,
    /// Position of the event at which it moves away.
    pub there: usize,
    /// Position of the event at which it moves back, the next one.
    pub back: usize,
    /// Segment before the first move and after the second.
    pub home: Segment,
    /// Segment between the two moves.
    pub away: Segment,
}

/// All whipsaws of consecutive events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Whipsaws<K> {
    /// The whipsaws, ordered by event and then by its moves.
    pub list: Vec<Whipsaw<K>>,
    /// Number of companies with at least one whipsaw.
    pub names: usize,
    /// Number of moves that have an event after them, and so could have been reversed.
    pub moves: usize,
}

impl<K> Whipsaws<K> {
    /// Number of whipsaws from `home` to `away` and back.
    pub fn count(&self, home: Segment, away: Segment) -> usize {
        self.list.iter().filter(|whipsaw| (whipsaw.home, whipsaw.away) == (home, away)).count()
    }

    /// Fraction of the moves that the next event reversed; `None` if there is no such move.
    pub fn rate(&self) -> Option<f64> {
        (self.moves > 0).then(|| self.list.len() as f64 / self.moves as f64)
    }
}

/// Finds the whipsaws in the moves of consecutive events. Each event has at most one move per
/// company.
///
/// An entry with equal segments before and after is ignored.
pub fn whipsaws<K: Ord + Clone, E: AsRef<[Move<K>]>>(events: &[E]) -> Whipsaws<K> {
    let mut list = Vec::new();
    let mut moves = 0;
    for (there, pair) in events.windows(2).enumerate() {
        let next: BTreeMap<&K, &Move<K>> = pair[1].as_ref().iter().map(|m| (&m.key, m)).collect();
        for away in pair[0].as_ref().iter().filter(|m| m.from != m.to) {
            moves += 1;
            let reverses = |back: &&Move<K>| (back.from, back.to) == (away.to, away.from);
            if next.get(&away.key).is_some_and(reverses) {
                list.push(Whipsaw {
                    key: away.key.clone(),
                    there,
                    back: there + 1,
                    home: away.from,
                    away: away.to,
                });
            }
        }
    }
    let names = list.iter().map(|whipsaw| &whipsaw.key).collect::<BTreeSet<_>>().len();
    Whipsaws { list, names, moves }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Segment::{Micro, None as Out, R1000, R2000};

    fn moved(key: u32, from: Segment, to: Segment) -> Move<u32> {
        Move { key, from, to }
    }

    #[test]
    fn there_and_back_at_the_next_event() {
        let events = [
            vec![moved(7, R2000, R1000), moved(3, R1000, R2000), moved(5, R2000, Micro)],
            vec![moved(3, R2000, R1000), moved(7, R1000, R2000), moved(5, Micro, Out)],
            vec![moved(3, R1000, R2000), moved(9, Out, R2000)],
        ];
        let result = whipsaws(&events);
        let whipsaw = |key, there, home, away| Whipsaw { key, there, back: there + 1, home, away };
        let expected =
            [whipsaw(7, 0, R2000, R1000), whipsaw(3, 0, R1000, R2000), whipsaw(3, 1, R2000, R1000)];
        assert_eq!(result.list, expected);
        assert_eq!((result.names, result.moves), (2, 6));
        assert_eq!((result.count(R2000, R1000), result.count(R1000, R2000)), (2, 1));
        assert_eq!(result.rate(), Some(0.5));
    }

    #[test]
    fn coming_back_later_is_no_whipsaw() {
        let events = [vec![moved(1, R2000, R1000)], vec![], vec![moved(1, R1000, R2000)]];
        let result = whipsaws(&events);
        assert_eq!((result.list.len(), result.names, result.moves), (0, 0, 1));
        assert_eq!(result.rate(), Some(0.0));
    }

    #[test]
    fn equal_segments_are_no_move() {
        let result = whipsaws(&[vec![moved(1, R2000, R2000)], vec![moved(1, R2000, R2000)]]);
        assert_eq!((result.list.len(), result.moves, result.rate()), (0, 0, None));
    }

    #[test]
    fn a_single_event_has_no_whipsaws() {
        assert_eq!(whipsaws(&[vec![moved(1, R2000, R1000)]]).rate(), None);
        assert_eq!(whipsaws::<u32, Vec<Move<u32>>>(&[]).rate(), None);
    }

    /// Moves between dates, given the segments of all companies on each date.
    fn moves_of(dates: &[Vec<Segment>]) -> Vec<Vec<Move<u32>>> {
        let event = |pair: &[Vec<Segment>]| {
            let both = pair[0].iter().zip(&pair[1]);
            let all = (0..).zip(both).map(|(key, (&from, &to))| moved(key, from, to));
            all.filter(|m| m.from != m.to).collect()
        };
        dates.windows(2).map(event).collect()
    }

    proptest! {
        #[test]
        fn whipsaws_return_to_their_segment_two_dates_later(
            dates in proptest::collection::vec(
                proptest::collection::vec(proptest::sample::select(vec![R1000, R2000, Out]), 6),
                0..8,
            )
        ) {
            let mut expected = 0;
            for three in dates.windows(3) {
                expected += (0..6)
                    .filter(|&key| three[0][key] == three[2][key] && three[0][key] != three[1][key])
                    .count();
            }
            let result = whipsaws(&moves_of(&dates));
            prop_assert_eq!(result.list.len(), expected);
            prop_assert!(result.list.len() <= result.moves && result.names <= result.list.len());
        }
    }
}
