//! Random draws and rounding with identical results on every machine.
//!
//! The generator is `ChaCha8` keyed by the seed alone. Logarithms and exponentials come from the
//! `libm` crate, never from the platform; everything else is IEEE 754 arithmetic, which is exact
//! everywhere. Prices, shares and per cents become decimals as soon as they are drawn.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rust_decimal::Decimal;

/// The purpose of a stream of draws: each part has its own stream, so that a change in one does not
/// affect the draws of the others.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub(super) enum Stream {
    Names = 1,
    Maker,
    Market,
    Moves,
    Events,
    Closes,
    Panel,
    Files,
}

/// A stream of draws.
#[derive(Debug)]
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    pub(super) fn new(seed: u64, stream: Stream) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(stream as u64);
        Self(rng)
    }

    /// Uniform on 0 (included) to 1 (excluded).
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform between two numbers.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Uniform on `0..count`.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let scaled = (u128::from(self.0.next_u64()) * count as u128) >> 64;
        usize::try_from(scaled).unwrap_or_default()
    }

    /// True with this probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A random whole number with the given mean: the whole number below it or above it.
    pub(super) fn times(&mut self, expected: f64) -> usize {
        usize::try_from(to_i64((expected + self.unit()).floor())).unwrap_or_default()
    }

    /// One element of a non-empty slice.
    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// `count` different numbers out of `0..of`, ascending; all of them where there are fewer.
    pub(super) fn sample(&mut self, of: usize, count: usize) -> Vec<usize> {
        let mut left = count.min(of);
        let mut chosen = Vec::with_capacity(left);
        for at in 0..of {
            if self.below(of - at) < left {
                chosen.push(at);
                left -= 1;
            }
        }
        chosen
    }

    /// Standard normal (Box and Muller).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.unit())).sqrt();
        radius * libm::cos(2.0 * std::f64::consts::PI * self.unit())
    }

    /// Student's t of `dof` > 2 degrees of freedom, scaled to variance one.
    pub(super) fn student(&mut self, dof: u32) -> f64 {
        let squares: f64 = (0..dof).map(|_| self.normal()).map(|z| z * z).sum();
        self.normal() * (f64::from(dof - 2) / squares).sqrt()
    }

    /// Log-normal, by its median and the standard deviation of its log.
    pub(super) fn log_normal(&mut self, median: f64, spread: f64) -> f64 {
        median * libm::exp(spread * self.normal())
    }

    /// Laplace, by its scale.
    pub(super) fn laplace(&mut self, scale: f64) -> f64 {
        let size = -scale * libm::log(1.0 - self.unit());
        if self.chance(0.5) { size } else { -size }
    }
}

/// Rounds to a whole number within 64 bits.
#[expect(clippy::cast_possible_truncation, reason = "rounded and far inside the range")]
pub(super) fn to_i64(x: f64) -> i64 {
    x.round().clamp(-9e17, 9e17) as i64
}

/// A decimal rounded to `places`.
pub(super) fn rounded(x: f64, places: u32) -> Decimal {
    let factor = f64::from(10_u32.pow(places));
    Decimal::new(to_i64(x * factor), places).normalize()
}

/// A price, USD a share: to the cent, and to a hundredth of a cent below a dollar; never zero.
pub(super) fn price(x: f64) -> Decimal {
    if x < 1.0 { rounded(x.max(0.0001), 4) } else { rounded(x, 2) }
}

/// Whole shares; never zero.
pub(super) fn shares(x: f64) -> Decimal {
    Decimal::from(to_i64(x).max(1))
}

/// A number rounded to this many significant digits, as vendors round large ones.
pub(super) fn significant(x: f64, digits: u32) -> Decimal {
    let mut unit = 1.0;
    while x.abs() / unit >= f64::from(10_u32.pow(digits)) {
        unit *= 10.0;
    }
    Decimal::from(to_i64((x / unit).round() * unit))
}
