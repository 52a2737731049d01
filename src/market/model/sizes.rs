//! Where the size buckets are at the start of a year.

use super::parameters::Bucket;

/// Bits of a cap that a bin leaves out: bins are a 64th of a power of two wide.
const DROPPED_BITS: u32 = 52 - 6;
/// The bin of one dollar, the smallest cap.
const FIRST: u64 = 1_f64.to_bits() >> DROPPED_BITS;
/// Bins up to 2^50, which no cap reaches.
const BINS: usize = 50 * 64;

/// The smallest cap of each bucket, USD, by rank; to the width of a bin, 1.6% at the most. Caps are
/// counted by bins instead of sorted, as nothing hangs on a bucket but a company's future volatility.
/// `counts` is overwritten; buckets of which there are no companies keep what `smallest` has.
pub(super) fn smallest_caps(
    caps: &[f64],
    buckets: &[Bucket],
    counts: &mut Vec<u32>,
    smallest: &mut [f64],
) {
    counts.clear();
    counts.resize(BINS, 0);
    for cap in caps.iter().filter(|cap| **cap > 0.0) {
        counts[bin(*cap)] += 1;
    }
    let mut ranks = buckets.iter().map(|bucket| bucket.last_rank).zip(smallest).peekable();
    let mut passed = 0;
    for (bin, count) in counts.iter().enumerate().rev() {
        passed += *count as usize;
        while let Some((_, smallest)) = ranks.next_if(|(last_rank, _)| *last_rank <= passed) {
            *smallest = f64::from_bits((FIRST + bin as u64) << DROPPED_BITS);
        }
    }
}

fn bin(cap: f64) -> usize {
    ((cap.to_bits() >> DROPPED_BITS).saturating_sub(FIRST) as usize).min(BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::super::parameters::Parameters;
    use super::*;

    #[test]
    fn boundaries_are_the_caps_of_their_ranks_to_a_bins_width() {
        let parameters = Parameters::shipped().expect("the file parses");
        let caps: Vec<f64> =
            (1..=2_500).map(|rank| parameters.curve.cap(f64::from(rank))).collect();
        let mut smallest = [0.0; 6];
        smallest_caps(&caps, &parameters.buckets, &mut Vec::new(), &mut smallest);
        for (bucket, smallest) in parameters.buckets.iter().zip(smallest).take(4) {
            let cap = caps[bucket.last_rank - 1];
            assert!(smallest <= cap && cap < smallest * 1.016, "{}: {smallest}", bucket.name);
        }
        // There is no company on the last ranks of the others.
        assert_eq!(smallest[4..], [0.0, 0.0]);
    }
}
