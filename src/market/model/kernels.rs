//! Elementary functions written so that the compiler vectorises loops over them.
//!
//! They are branchless sequences of IEEE 754 additions, multiplications, divisions and square
//! roots and of integer operations. None is fused (no `mul_add`), and each is correctly rounded by
//! every processor, so that results have the same bits whatever instruction set the loop runs on.
//! Errors are below 2e-9, absolute for the logarithm and the angles and relative for the
//! exponential: a shock of a log return is not known to a millionth of that.

#![expect(clippy::inline_always, reason = "a call inside a vector loop would keep it scalar")]

/// Adding this to a number below 2^51 rounds the number to a whole one, which is in the low bits of the sum.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// The bits of 1.0: with a fraction in the low 52 bits they make a number from 1 up to 2.
const ONE: u64 = 0x3ff0_0000_0000_0000;

/// e to the power of `x`, which is clamped to -700 to 700.
#[inline(always)]
pub(super) fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    // The logarithm of two in two parts: the first has enough trailing zeros for an exact product.
    let r = (x - n * 0.693_147_180_369_123_8) - n * 1.908_214_929_270_587_7e-10;
    let mut p = 1.0 / 40_320.0;
    p = p * r + 1.0 / 5_040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    p * f64::from_bits((shifted.to_bits() << 52).wrapping_add(ONE))
}

/// Natural logarithm of a positive number that is not subnormal.
#[inline(always)]
pub(super) fn ln(x: f64) -> f64 {
    const SQRT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    let above = x.to_bits().wrapping_sub(SQRT_HALF);
    let mantissa = f64::from_bits(x.to_bits().wrapping_sub(above & 0xfff0_0000_0000_0000));
    // The exponent, shifted above zero and read as the low bits of 2^52.
    let exponent = f64::from_bits(((above >> 52) ^ 0x800) | 0x4330_0000_0000_0000)
        - (4_503_599_627_370_496.0 + 2_048.0);
    let f = (mantissa - 1.0) / (mantissa + 1.0);
    let s = f * f;
    let mut p = 2.0 / 9.0;
    p = p * s + 2.0 / 7.0;
    p = p * s + 2.0 / 5.0;
    p = p * s + 2.0 / 3.0;
    p = p * s + 2.0;
    exponent * std::f64::consts::LN_2 + f * p
}

/// Sine and cosine of an angle between minus and plus an eighth of a turn.
#[inline(always)]
fn sin_cos(a: f64) -> (f64, f64) {
    let s = a * a;
    let mut p = 1.0 / 362_880.0;
    p = p * s - 1.0 / 5_040.0;
    p = p * s + 1.0 / 120.0;
    p = p * s - 1.0 / 6.0;
    p = p * s + 1.0;
    let mut q = -1.0 / 3_628_800.0;
    q = q * s + 1.0 / 40_320.0;
    q = q * s - 1.0 / 720.0;
    q = q * s + 1.0 / 24.0;
    q = q * s - 0.5;
    q = q * s + 1.0;
    (a * p, q)
}

/// Mixes 64 bits (Stafford's 13th variant of the `MurmurHash3` finaliser, as in `SplitMix64`).
#[inline(always)]
pub(super) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Uniform between 0 and 1, both excluded, from the upper 38 bits.
#[inline(always)]
fn unit_38(bits: u64) -> f64 {
    f64::from_bits((bits >> 26 << 14) | ONE | 1 << 13) - 1.0
}

/// Uniform from 0 up to 1, from the upper 52 bits.
#[inline(always)]
pub(super) fn unit(bits: u64) -> f64 {
    f64::from_bits((bits >> 12) | ONE) - 1.0
}

/// A point on the unit circle, uniform, from the lower 26 bits.
///
/// 24 of the bits give an angle of at most an eighth of a turn from zero; the other two swap the
/// coordinates and flip their signs, which maps that quarter onto the other three.
#[inline(always)]
fn on_circle(bits: u64) -> (f64, f64) {
    let part = f64::from_bits(((bits & 0x03ff_fffc) << 26) | ONE | 1 << 27) - 1.5;
    let (s, c) = sin_cos(part * std::f64::consts::FRAC_PI_2);
    let exchange = (s.to_bits() ^ c.to_bits()) & (bits & 1).wrapping_neg();
    let sign = (bits & 2) << 62;
    let part = |x: f64| f64::from_bits(x.to_bits() ^ exchange ^ sign);
    (part(c), part(s))
}

/// Two independent standard normal numbers from 64 random bits (Box and Muller).
#[inline(always)]
pub(super) fn normals(bits: u64) -> (f64, f64) {
    let radius = (-2.0 * ln(unit_38(bits))).sqrt();
    let (x, y) = on_circle(bits);
    (radius * x, radius * y)
}

/// One number with Student's t distribution scaled to variance one, from 64 random bits (Bailey,
/// Mathematics of Computation 62, 1994): `sqrt((dof - 2) (u^(-2/dof) - 1))` in place of the radius
/// of the normal pair. Only one of the two coordinates is used, as they are not independent.
///
/// `power` is `-2/dof`, `excess` is `dof - 2`.
#[inline(always)]
pub(super) fn student(bits: u64, power: f64, excess: f64) -> f64 {
    let radius = (excess * (exp(power * ln(unit_38(bits))) - 1.0)).max(0.0).sqrt();
    radius * on_circle(bits).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_as_exact_as_they_say() {
        for n in 0..200_000_u32 {
            let x = f64::from(n) / 200_000.0;
            let power = -6.0 + 12.0 * x;
            assert!((exp(power) / libm::exp(power) - 1.0).abs() < 2e-9, "exp {power}");
            let argument = 1e-11 + x * x * x;
            assert!((ln(argument) - libm::log(argument)).abs() < 2e-9, "ln {argument}");
            let angle = (x - 0.5) * std::f64::consts::FRAC_PI_2;
            let (s, c) = sin_cos(angle);
            assert!((s - libm::sin(angle)).abs() < 2e-9, "sin {angle}");
            assert!((c - libm::cos(angle)).abs() < 2e-9, "cos {angle}");
        }
    }

    #[test]
    fn the_ends_of_the_ranges_are_numbers() {
        for bits in [0, u64::MAX, 3, u64::MAX << 26] {
            let (x, y) = normals(bits);
            assert!(x.is_finite() && y.is_finite() && x.hypot(y) < 7.5);
            assert!(student(bits, -2.0 / 3.0, 1.0).is_finite());
        }
        assert!(exp(-1e9) > 0.0 && exp(1e9).is_finite());
    }
}
