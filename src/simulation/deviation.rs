//! Dispersion of the results of one schedule run in several variants.

/// The sample standard deviation of results, in their unit; `None` for fewer than two.
pub fn deviation(results: &[f64]) -> Option<f64> {
    if results.len() < 2 {
        return None;
    }
    let count = results.len() as f64;
    let mean = results.iter().sum::<f64>() / count;
    let squares: f64 = results.iter().map(|result| (result - mean) * (result - mean)).sum();
    Some((squares / (count - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_results_by_hand() {
        assert_eq!(deviation(&[1.0, 2.0, 3.0]), Some(1.0));
        assert_eq!(deviation(&[4.0, 4.0]), Some(0.0));
        assert_eq!(deviation(&[4.0]), None);
    }
}
