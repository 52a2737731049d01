//! Bins of caps, and the boundaries of the size buckets at the start of a year.

use super::lanes::{bits, each_bit};
use super::parameters::Bucket;
use super::slots::{BLOCK, Slots};

/// Bits of a cap that its bin leaves out: each power of two has 64 bins.
const DROPPED_BITS: u32 = 52 - 6;
/// The bin of one dollar, the smallest cap.
const FIRST: u64 = 1_f64.to_bits() >> DROPPED_BITS;
/// Bins up to 2^50, which no cap reaches.
pub(crate) const BINS: usize = 50 * 64;

/// The smallest cap of each bucket, USD, by rank, to the width of a bin, at most 1.6%. Caps are counted
/// by bins instead of sorted, because a bucket only determines a company's future figures. `counts` is
/// overwritten; buckets without any company keep their value in `smallest`.
pub(super) fn smallest_caps(
    caps: &[f64],
    buckets: &[Bucket],
    counts: &mut Vec<u32>,
    smallest: &mut [f64],
) {
    counts.clear();
    counts.resize(2 * BINS, 0);
    // Neighbouring companies are often in the same bin: two sets of counts mean that one increment need
    // not wait for the last.
    let (even, odd) = counts.split_at_mut(BINS);
    let (pairs, rest) = caps.as_chunks::<2>();
    for pair in pairs {
        even[bin(pair[0])] += u32::from(pair[0] > 0.0);
        odd[bin(pair[1])] += u32::from(pair[1] > 0.0);
    }
    for cap in rest {
        odd[bin(*cap)] += u32::from(*cap > 0.0);
    }
    let (mut bin, mut passed) = (BINS, 0);
    for (bucket, smallest) in buckets.iter().zip(smallest) {
        while passed < bucket.last_rank && bin > 0 {
            bin -= 1;
            passed += (even[bin] + odd[bin]) as usize;
        }
        if passed < bucket.last_rank {
            break;
        }
        *smallest = f64::from_bits((FIRST + bin as u64) << DROPPED_BITS);
    }
}

/// The bin of a cap, USD; a larger cap never has a lower bin.
pub(crate) fn bin(cap: f64) -> usize {
    ((cap.to_bits() >> DROPPED_BITS).saturating_sub(FIRST) as usize).min(BINS - 1)
}

/// Finds the slots of companies that are by now in another bucket than the one recorded.
pub(super) struct Moved<'a> {
    pub(super) slots: &'a Slots,
    /// The smallest cap of each bucket, descending; zero for the last.
    pub(super) smallest: &'a [f64],
    /// Slots by their new bucket, in ascending order; overwritten.
    pub(super) found: &'a mut [Vec<usize>],
}

impl pulp::WithSimd for Moved<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { slots, smallest, found } = self;
        found.iter_mut().for_each(Vec::clear);
        let caps = slots.caps.as_chunks::<BLOCK>().0;
        let buckets = slots.bucket.as_chunks::<BLOCK>().0;
        for (block, (caps, buckets)) in caps.iter().zip(buckets).enumerate() {
            // The first bucket for which the company is large enough.
            let mut new = [0_u64; BLOCK];
            for smallest in smallest {
                for i in 0..BLOCK {
                    new[i] += u64::from(caps[i] < *smallest);
                }
            }
            let mut hits = [0_u8; BLOCK];
            for i in 0..BLOCK {
                let is_other = u64::from(buckets[i]) != new[i];
                hits[i] = u8::from(caps[i] > 0.0) & u8::from(is_other);
            }
            each_bit(bits(&hits), |at| {
                let bucket = usize::try_from(new[at]).expect("a bucket");
                found[bucket].push(BLOCK * block + at);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parameters::ModelFigures;
    use super::*;

    #[test]
    fn boundaries_are_the_caps_of_their_ranks_to_a_bins_width() {
        let parameters = ModelFigures::shipped().expect("the file parses");
        let caps: Vec<f64> =
            (1..=2_500).map(|rank| parameters.curve.cap(f64::from(rank))).collect();
        let mut smallest = [0.0; 6];
        smallest_caps(&caps, &parameters.buckets, &mut Vec::new(), &mut smallest);
        for (bucket, smallest) in parameters.buckets.iter().zip(smallest).take(4) {
            let cap = caps[bucket.last_rank - 1];
            assert!(smallest <= cap && cap < smallest * 1.016, "{}: {smallest}", bucket.name);
        }
        // No company is on the last ranks of the other buckets.
        assert_eq!(smallest[4..], [0.0, 0.0]);
    }
}
