//! Rounding of the figures of a comparison.

/// Rounds to the float nearest to the decimal with `places` places, which is what gets printed.
pub(super) fn rounded(value: f64, places: usize) -> f64 {
    let scale = libm::pow(10.0, places as f64);
    let rounded = (value * scale).round() / scale;
    // Never print -0.
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_gives_the_printed_number() {
        for value in [0.123_456_789_012_3, -0.000_000_000_04, 1.0 / 3.0, 2_345.999_999_999_999] {
            let ten = rounded(value, 10);
            assert_eq!(format!("{ten:.10}").parse::<f64>(), Ok(ten), "{value}");
        }
        assert!(rounded(-1e-14, 10).is_sign_positive());
        assert_eq!(rounded(-2.5, 0).to_bits(), (-3.0_f64).to_bits());
    }
}
