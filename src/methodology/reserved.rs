//! Places in a ranking for companies that are known to be large but have no cap to rank them by.

/// Companies without a cap, by the rank that each is known not to exceed.
///
/// Their exact rank is unknown, so they take the last places before the company on that rank (choice).
/// Companies above them keep their ranks, and the company on the rank itself becomes a correspondingly
/// larger one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reserved(Vec<Within>);

/// The companies known to be within one rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Within {
    rank: usize,
    count: usize,
}

impl Reserved {
    /// Adds a company that is known to be on some rank from 1 to `rank`.
    pub fn add(&mut self, rank: usize) {
        match self.0.binary_search_by_key(&rank, |within| within.rank) {
            Ok(at) => self.0[at].count += 1,
            Err(at) => self.0.insert(at, Within { rank, count: 1 }),
        }
    }

    /// Number of companies.
    pub fn count(&self) -> usize {
        self.0.iter().map(|within| within.count).sum()
    }

    /// The rank of a company when ranked companies take this many places down to and including it.
    pub fn rank_of(&self, places: usize) -> usize {
        self.0.iter().fold(places, |rank, within| {
            if rank + within.count >= within.rank { rank + within.count } else { rank }
        })
    }

    /// The fewest places, at least 1, with which a company has this rank or a later one: the number of
    /// places of the company on the rank of a breakpoint.
    pub fn places_to(&self, rank: usize) -> usize {
        let fewest = rank.saturating_sub(self.count()).max(1);
        (fewest..=rank.max(1)).find(|&places| self.rank_of(places) >= rank).unwrap_or(rank)
    }
}

impl FromIterator<usize> for Reserved {
    fn from_iter<T: IntoIterator<Item = usize>>(ranks: T) -> Self {
        let mut all = Self::default();
        ranks.into_iter().for_each(|rank| all.add(rank));
        all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_within_five_and_one_within_three() {
        let reserved: Reserved = [5, 3, 5].into_iter().collect();
        assert_eq!(reserved.count(), 3);
        // Ranks: 1, one reserved, 3. Two reserved within 5 make the second company the fifth.
        let ranks: Vec<usize> = (1..=5).map(|places| reserved.rank_of(places)).collect();
        assert_eq!(ranks, [1, 5, 6, 7, 8]);
        let reserved: Reserved = [8, 8, 3].into_iter().collect();
        let ranks: Vec<usize> = (1..=7).map(|places| reserved.rank_of(places)).collect();
        assert_eq!(ranks, [1, 3, 4, 5, 8, 9, 10]);
        assert_eq!([1, 2, 3, 6, 8, 9].map(|rank| reserved.places_to(rank)), [1, 2, 2, 5, 5, 6]);
        assert_eq!(Reserved::default().rank_of(7), 7);
    }

    proptest! {
        #[test]
        fn ranks_grow_and_leave_room_for_all_within_their_ranks(
            within in prop::collection::vec(1_usize..30, 0..8),
        ) {
            let reserved: Reserved = within.iter().copied().collect();
            let ranks: Vec<usize> = (1..=60).map(|places| reserved.rank_of(places)).collect();
            prop_assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert_eq!(ranks[59], 60 + within.len());
            for rank in 1..=60 {
                let found = reserved.places_to(rank);
                prop_assert_eq!(found, 1 + ranks.iter().take_while(|own| **own < rank).count());
            }
        }
    }
}
