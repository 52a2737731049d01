//! Bit masks of the lanes of a block for which a condition holds.

#![expect(clippy::inline_always, reason = "code must be part of the dispatched function")]

use super::slots::BLOCK;

/// Packs the bytes of a block, each 0 or 1, into bits.
#[inline(always)]
pub(crate) fn bits(bytes: &[u8; BLOCK]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    let mut bits = 0;
    for (at, eight) in eights.iter().enumerate() {
        // The multiplication moves every byte to its own bit of the highest byte.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= gathered << (8 * at);
    }
    bits
}

/// Calls back with the index of each set bit, in one loop for a whole block because its end is hard to
/// predict.
#[inline(always)]
pub(crate) fn each_bit(mut bits: u64, mut call: impl FnMut(usize)) {
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
