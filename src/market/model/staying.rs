//! The number of companies of a size bucket that are still in it a year later.

use rayon::prelude::*;

use super::market::Market;
use super::start::Start;
use super::streams::PathKey;

/// For each bucket, over all paths: the number of companies at the start, and the number of these that
/// are in the same bucket a year later. Ranks are among companies of `floor` USD or more; smaller
/// companies and departed ones are in no bucket.
pub fn staying(start: &Start, seed: u64, paths: u64, floor: f64) -> Vec<(u64, u64)> {
    let before = buckets(start, start.caps(), floor);
    let steps = start.model().steps().per_year();
    let empty = || vec![(0, 0); start.model().parameters().buckets.len()];
    let of_path = |mut counts: Vec<(u64, u64)>, path: u64| {
        let mut market = Market::new(start, PathKey::new(seed, path));
        (0..steps).for_each(|_| market.advance(&[]));
        let after = buckets(start, market.caps(), floor);
        for (slot, bucket) in before.iter().enumerate() {
            if let Some(bucket) = *bucket {
                counts[bucket].0 += 1;
                let stays = market.is_original(slot) && after[slot] == Some(bucket);
                counts[bucket].1 += u64::from(stays);
            }
        }
        counts
    };
    let sum = |mut left: Vec<(u64, u64)>, right: Vec<(u64, u64)>| {
        left.iter_mut().zip(right).for_each(|(l, r)| *l = (l.0 + r.0, l.1 + r.1));
        left
    };
    (0..paths).into_par_iter().fold(empty, of_path).reduce(empty, sum)
}

/// The bucket of each slot by the rank of its cap.
fn buckets(start: &Start, caps: &[f64], floor: f64) -> Vec<Option<usize>> {
    let figures = &start.model().parameters().buckets;
    let mut order: Vec<usize> = (0..caps.len()).filter(|slot| caps[*slot] >= floor).collect();
    order.sort_by(|a, b| caps[*b].total_cmp(&caps[*a]).then(a.cmp(b)));
    let mut buckets = vec![None; caps.len()];
    for (at, slot) in order.into_iter().enumerate() {
        let bucket = figures.partition_point(|bucket| bucket.last_rank <= at);
        buckets[slot] = (bucket < figures.len()).then_some(bucket);
    }
    buckets
}
