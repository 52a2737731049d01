//! Decimals in eight bytes, for columns of many millions of them.
//!
//! A mantissa of up to 57 bits is stored with its scale: seventeen digits fit. Nothing is rounded; a
//! decimal that does not fit is stored unchanged, outside the column.

use rust_decimal::Decimal;

use super::table::Number;

/// Bits of the scale, which is at most 28.
const SCALE_BITS: u32 = 5;
/// Mantissas below this fit next to a scale.
const MANTISSA: i64 = 1 << 57;
/// Digits that always fit.
const DIGITS: usize = 17;
/// Mantissas below this are exact as `f64`, with two bits to spare.
const FEW_DIGITS: u64 = 1 << 50;
/// The smallest number with more digits than that.
const MOST: u64 = POWERS[DIGITS];
/// The powers of ten that 64 bits hold; those up to 10^22 are exact as `f64`.
const POWERS: [u64; 19] = {
    let mut powers = [1; 19];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// A decimal in eight bytes (see the module's description).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Packed(i64);

impl Packed {
    /// Packs a decimal; `None` if it does not fit.
    #[inline]
    pub(crate) fn new(number: Decimal) -> Option<Self> {
        let mantissa = i64::try_from(number.mantissa()).ok()?;
        // The mantissa cannot represent a negative zero.
        let fits = mantissa.abs() < MANTISSA && (mantissa != 0 || number.is_sign_positive());
        fits.then(|| Self::of(mantissa, number.scale()))
    }

    fn of(mantissa: i64, scale: u32) -> Self {
        Self(mantissa << SCALE_BITS | i64::from(scale))
    }

    /// Reads digits with an optional point and drops trailing zeros of the fraction. `None` means that
    /// the general parser must read the text: it has another form or too many digits, or is out of limits.
    pub(crate) fn parse(text: &str, limits: &Number) -> Option<Self> {
        let (mantissa, scale) = parse_plain(text.as_bytes())?;
        Self::within(mantissa, scale, limits)
    }

    /// A mantissa over a power of ten, without trailing zeros of its fraction. `None` if it does not fit
    /// or is out of limits.
    pub(super) fn within(mut mantissa: u64, mut scale: usize, limits: &Number) -> Option<Self> {
        if mantissa >= MOST {
            return None;
        }
        while scale > 0 && mantissa.is_multiple_of(10) {
            (mantissa, scale) = (mantissa / 10, scale - 1);
        }
        let max = u128::try_from(limits.max.mantissa()).ok().filter(|_| limits.max.scale() == 0)?;
        let is_above = limits.min.is_zero() && (mantissa > 0 || !limits.above_min);
        // The product fits: no limit is above 10^14, and no power above 10^18.
        let most = max.checked_mul(u128::from(*POWERS.get(scale)?))?;
        let scale = u32::try_from(scale).ok()?;
        let is_within = is_above && u128::from(mantissa) <= most && scale <= limits.places;
        is_within.then_some(Self::of(i64::try_from(mantissa).ok()?, scale))
    }

    /// The decimal that was packed.
    #[inline]
    pub(crate) fn get(self) -> Decimal {
        Decimal::new(self.mantissa(), self.scale())
    }

    fn mantissa(self) -> i64 {
        self.0 >> SCALE_BITS
    }

    fn scale(self) -> u32 {
        u32::try_from(self.0 & ((1 << SCALE_BITS) - 1)).unwrap_or_default()
    }

    /// True for zero at any scale.
    pub(crate) fn is_zero(self) -> bool {
        self.mantissa() == 0
    }

    /// Converts to the same `f64` as the decimal does, bit for bit, using 64-bit arithmetic.
    #[inline]
    pub(crate) fn to_f64(self) -> f64 {
        use rust_decimal::prelude::ToPrimitive as _;
        let (mantissa, scale) = (self.mantissa(), self.scale() as usize);
        let Some(&power) = POWERS.get(scale) else {
            return self.get().to_f64().unwrap_or_default();
        };
        // For fewer digits, the longer way with its two roundings gives the same result.
        if scale == 0 || mantissa.unsigned_abs() < FEW_DIGITS {
            return mantissa as f64 / power as f64;
        }
        let (size, power_f64) = (mantissa.unsigned_abs(), power as f64);
        let (whole, rest) = ((size / power) as f64, (size % power) as f64 / power_f64);
        let value = if size.is_multiple_of(power) {
            whole
        } else {
            ((whole + rest) * power_f64).round() / power_f64
        };
        if mantissa < 0 { -value } else { value }
    }
}

/// A decimal in eight bytes that may be unknown: packed, or the index of a decimal that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell(i64);

/// The contents of a [`Cell`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// Nothing is known.
    Unknown,
    /// The decimal.
    Packed(Packed),
    /// Its index in the separate storage.
    Beside(usize),
}

/// Packed decimals are above this, indices of other decimals below it.
const BESIDE: i64 = -(1 << 62);

impl Cell {
    /// An unknown decimal.
    pub(crate) const UNKNOWN: Self = Self(i64::MIN);

    /// A packed decimal.
    pub(crate) fn packed(packed: Packed) -> Self {
        Self(packed.0)
    }

    /// A decimal that does not fit, by its index in the separate storage.
    pub(crate) fn beside(place: usize) -> Self {
        Self(i64::MIN + 1 + i64::try_from(place).unwrap_or_default())
    }

    /// Its contents.
    #[inline]
    pub(crate) fn held(self) -> Held {
        match self.0 {
            i64::MIN => Held::Unknown,
            place if place < BESIDE => {
                Held::Beside(usize::try_from(place - i64::MIN - 1).unwrap_or_default())
            }
            bits => Held::Packed(Packed(bits)),
        }
    }
}

/// A decimal as the nearest `f64`, exactly as [`rust_decimal`] converts it. Nearly all are short enough
/// for 64-bit arithmetic, which takes a fraction of the time.
#[inline]
pub(crate) fn float(number: Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive as _;
    let general = || number.to_f64().unwrap_or_default();
    Packed::new(number).map_or_else(general, Packed::to_f64)
}

/// The digits of a text as a whole number, and the number of digits after its point. `None` for other
/// forms, and for more digits than certainly fit.
pub(super) fn parse_plain(text: &[u8]) -> Option<(u64, usize)> {
    if text.is_empty() || text.len() > DIGITS + 1 {
        return None;
    }
    let (mut number, mut point) = (0_u64, None);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => number = number * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() && at > 0 && at + 1 < text.len() => point = Some(at),
            _ => return None,
        }
    }
    let fits = point.is_some() || text.len() <= DIGITS;
    fits.then(|| (number, point.map_or(0, |point| text.len() - point - 1)))
}

/// The shortest decimal that gives a float, as a whole number and the number of its digits after the
/// point. `None` if it may have more digits than distinguish neighbouring floats, and for negative floats.
pub(super) fn shortest(value: f64) -> Option<(u64, usize)> {
    /// Two different numbers of up to fifteen digits never give the same float.
    const TELLING: f64 = 1e15;
    /// The largest number of decimal places tried.
    const PLACES: usize = 9;
    if value.is_sign_negative() || !value.is_finite() {
        return None;
    }
    for (scale, power) in POWERS.iter().enumerate().take(PLACES + 1) {
        let power = *power as f64;
        let digits = (value * power).round();
        if digits >= TELLING {
            return None;
        }
        // Both are exact, so that the quotient is the float nearest to that decimal.
        if (digits / power).to_bits() == value.to_bits() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "checked above"
            )]
            let digits = digits as u64;
            return Some((digits, scale));
        }
    }
    None
}

/// Reads digits with an optional sign and point as the nearest `f64`. `None` means that the general
/// parser must read the text: it has another form, or too many digits for one division to be exact.
pub(super) fn parse_plain_float(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-');
    let (number, scale) = parse_plain(digits.unwrap_or(text).as_bytes())?;
    // Both are exact as `f64`, so that the quotient is the nearest one to the number.
    let power = POWERS.get(scale).filter(|_| number < 1 << 53)?;
    let value = number as f64 / *power as f64;
    Some(if digits.is_some() { -value } else { value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::prelude::ToPrimitive;

    use super::*;
    use crate::universe::table::{ANY_PLACES, read_number};

    const LIMITS: Number = Number {
        min: Decimal::ZERO,
        above_min: false,
        max: Decimal::from_parts(276_447_232, 23_283, 0, false, 0),
        places: ANY_PLACES,
    };

    fn decimals() -> impl Strategy<Value = Decimal> {
        (any::<i64>(), 0_u32..64, 0_u32..=28)
            .prop_map(|(n, bits, scale)| Decimal::new(n >> bits, scale))
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(number in decimals()) {
            prop_assert_eq!(Some(float(number).to_bits()), number.to_f64().map(f64::to_bits));
            if let Some(packed) = Packed::new(number) {
                let back = packed.get();
                prop_assert_eq!((back, back.scale()), (number, number.scale()));
                prop_assert_eq!(packed.to_f64().to_bits(), float(number).to_bits(), "{}", number);
                prop_assert_eq!(packed.is_zero(), number.is_zero());
            } else {
                prop_assert!(number.mantissa().unsigned_abs() >= 1 << 57);
            }
        }

        #[test]
        fn texts_are_read_as_by_the_general_parser(
            text in "[0-9]{0,14}\\.?[0-9]{0,5}|[0-9]{1,16}0{0,3}|0{0,3}\\.0{0,4}|-?[0-9.e]{0,6}"
        ) {
            let general = read_number(&text, &LIMITS);
            if let Some(packed) = Packed::parse(&text, &LIMITS) {
                let general = general.expect("a number").value;
                prop_assert_eq!((packed.get(), packed.get().scale()), (general, general.scale()));
            }
            if let Some(number) = parse_plain_float(&text) {
                let general: f64 = text.parse().expect("a number");
                prop_assert_eq!(number.to_bits(), general.to_bits());
            }
        }

        #[test]
        fn the_shortest_decimal_is_that_of_the_text(
            digits in 0_u64..10_000_000_000_000_000,
            shift in 0_u32..50,
            scale in 0_u32..12,
            noise in -2_i32..3,
        ) {
            let value = (digits >> shift) as f64 / 10_f64.powi(scale.try_into().expect("small"));
            let bits = value.to_bits().saturating_add_signed(noise.into());
            for value in [value, f64::from_bits(bits)] {
                let text = value.to_string();
                if let Some((mantissa, scale)) = shortest(value) {
                    let found = Packed::within(mantissa, scale, &LIMITS);
                    prop_assert_eq!(found, Packed::parse(&text, &LIMITS), "{}", text);
                }
            }
        }

        #[test]
        fn ordinary_numbers_take_the_fast_way(whole in 0_u64..1_000_000_000_000, cents in 0_u8..100) {
            let text = format!("{whole}.{cents:02}");
            prop_assert!(Packed::parse(&text, &LIMITS).is_some());
            prop_assert!(parse_plain_float(&text).is_some());
            let float: f64 = text.parse().expect("a number");
            prop_assert!(shortest(float).is_some());
        }
    }

    #[test]
    fn limits_are_exact() {
        let limits = Number { max: Decimal::TEN, above_min: true, places: 2, ..LIMITS };
        for (text, is_within) in [
            ("10", true),
            ("10.00", true),
            ("10.01", false),
            ("0", false),
            ("1.234", false),
            ("0.01", true),
        ] {
            assert_eq!(Packed::parse(text, &limits).is_some(), is_within, "{text}");
        }
    }

    #[test]
    fn a_negative_zero_does_not_fit() {
        let mut zero = Decimal::ZERO;
        zero.set_sign_negative(true);
        assert_eq!(Packed::new(zero), None);
    }
}
