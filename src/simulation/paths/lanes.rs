//! Shared parts of the vector loops over companies: masks, and a count and a sum packed in one
//! number.

#![expect(clippy::inline_always, reason = "code must be part of the dispatched function")]

pub(super) use crate::market::model::{bits, each_bit};

/// 2^52: adding it to a smaller whole number leaves that number in the low bits.
const WHOLE: f64 = 4_503_599_627_370_496.0;
const WHOLE_BITS: u64 = (1 << 52) - 1;
/// One company, counted above the bits in which the caps of a block are summed: caps are below
/// 2^50.
pub(super) const ONE: u64 = 1 << 57;

/// A company and its cap, packed in one number.
#[inline(always)]
pub(super) fn company(cap: f64) -> u64 {
    dollars(cap) | ONE
}

/// All bits set if `is_so`, otherwise none.
#[inline(always)]
pub(super) fn mask(is_so: bool) -> u64 {
    u64::from(is_so).wrapping_neg()
}

/// `one` if all bits of the mask are set, `other` if none is.
#[inline(always)]
pub(super) fn select(mask: u64, one: f64, other: f64) -> f64 {
    f64::from_bits(one.to_bits() & mask | other.to_bits() & !mask)
}

/// A whole cap in dollars, below 2^52, as an integer.
#[inline(always)]
pub(super) fn dollars(cap: f64) -> u64 {
    (cap + WHOLE).to_bits() & WHOLE_BITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::model::whole_dollars;

    #[test]
    fn whole_caps_are_whole_dollars() {
        for cap in [0.0, 1.0, 999.0, 3e9 + 7.0, 4_999_999_999_999.0, 1e15] {
            assert_eq!(dollars(cap), whole_dollars(cap), "{cap}");
        }
    }
}
