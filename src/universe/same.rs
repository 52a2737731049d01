//! Finds items with the same key, without a table of all keys.

use std::hash::{Hash, Hasher as _};

use rayon::prelude::*;
use rustc_hash::FxHasher;

/// The sorted hashes of the items that have a key, each with the index of its item: items with the same
/// key are adjacent, rarely mixed with others.
pub(crate) fn by_hash<'i, T: Sync, K: Hash>(
    items: &'i [T],
    key: impl Fn(&'i T) -> Option<K> + Sync,
) -> Vec<(u64, usize)> {
    /// Number of items that a core takes at a time.
    const SOME: usize = 1 << 13;
    let some = items.par_chunks(SOME).enumerate();
    let mut hashes: Vec<(u64, usize)> = some
        .flat_map_iter(|(number, some)| {
            let places = (number * SOME..).zip(some);
            places.filter_map(|(place, item)| Some((hash(&key(item)?), place)))
        })
        .collect();
    hashes.par_sort_unstable();
    hashes
}

/// The indices, in order, of items that may have a key, found among the sorted hashes.
pub(super) fn of_hash<K: Hash + ?Sized>(
    hashes: &[(u64, usize)],
    key: &K,
) -> impl DoubleEndedIterator<Item = usize> {
    let own = hash(key);
    let from = &hashes[hashes.partition_point(|(hash, _)| *hash < own)..];
    let same = from.iter().take_while(|(hash, _)| *hash == own).count();
    from[..same].iter().map(|(_, place)| *place)
}

fn hash<K: Hash + ?Sized>(key: &K) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish()
}

/// For each item, the index of the first item with the same key; its own index if there is none before it
/// or if it has no key.
pub(super) fn first_of_same<'i, T: Sync, K: Eq + Hash>(
    items: &'i [T],
    key: impl Fn(&'i T) -> Option<K> + Sync,
) -> Vec<usize> {
    let mut first: Vec<usize> = (0..items.len()).collect();
    for group in by_hash(items, &key).chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        // Different keys rarely have the same hash.
        let mut firsts: Vec<(Option<K>, usize)> = Vec::new();
        for &(_, place) in group {
            let own = key(&items[place]);
            match firsts.iter().find(|(key, _)| *key == own) {
                Some((_, earlier)) => first[place] = *earlier,
                None => firsts.push((own, place)),
            }
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A key whose hash distinguishes little.
    #[derive(PartialEq, Eq)]
    struct Coarse(u8);

    impl Hash for Coarse {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            (self.0 % 3).hash(state);
        }
    }

    proptest! {
        #[test]
        fn the_first_of_the_same_is_found(keys in proptest::collection::vec(0..12_u8, 0..40)) {
            let found = first_of_same(&keys, |key| (*key > 0).then_some(Coarse(*key)));
            for (place, key) in keys.iter().enumerate() {
                let first = keys.iter().position(|own| own == key).filter(|_| *key > 0);
                prop_assert_eq!(found[place], first.unwrap_or(place));
            }
            let hashes = by_hash(&keys, |key| Some(Coarse(*key)));
            let own = &keys;
            let like = |key: u8| (0..own.len()).filter(move |place| own[*place] % 3 == key % 3);
            for key in 0..12 {
                prop_assert!(of_hash(&hashes, &Coarse(key)).eq(like(key)));
            }
        }
    }
}
