//! What the vector loops over companies have in common: masks, and a count and a sum in one number.

#![expect(clippy::inline_always, reason = "code must be part of the dispatched function")]

use crate::market::model::BLOCK;

/// 2^52: added to a smaller whole number, it leaves that in the low bits.
const WHOLE: f64 = 4_503_599_627_370_496.0;
const WHOLE_BITS: u64 = (1 << 52) - 1;
/// One company, above the bits that the caps of a block sum to: caps are below 2^50.
pub(super) const ONE: u64 = 1 << 57;

/// A company and its cap.
#[inline(always)]
pub(super) fn company(cap: f64) -> u64 {
    (cap + WHOLE).to_bits() & WHOLE_BITS | ONE
}

/// All bits where `is_so`.
#[inline(always)]
pub(super) fn mask(is_so: bool) -> u64 {
    u64::from(is_so).wrapping_neg()
}

/// The bytes of a block that are 1 and not 0, as bits.
#[inline(always)]
pub(super) fn bits(bytes: &[u8; BLOCK]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    let mut bits = 0;
    for (at, eight) in eights.iter().enumerate() {
        // Every byte is moved to its own bit of the highest one.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= gathered << (8 * at);
    }
    bits
}

/// Calls back with each set bit's place; one loop for a whole block, as its end is hard to predict.
#[inline(always)]
pub(super) fn each_bit(mut bits: u64, mut call: impl FnMut(usize)) {
    while bits != 0 {
        call(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_bits_in_their_order() {
        let mut bytes = [0; BLOCK];
        for at in [0, 1, 7, 8, 20, 62, 63] {
            bytes[at] = 1;
        }
        let mut found = Vec::new();
        each_bit(bits(&bytes), |at| found.push(at));
        assert_eq!(found, [0, 1, 7, 8, 20, 62, 63]);
        assert_eq!(bits(&[1; BLOCK]), u64::MAX);
    }
}
