//! Shocks as they are drawn.

use super::*;

#[test]
fn normal_shocks_have_normal_moments_and_tails() {
    for (which, shocks) in
        [("first", drawn(3, |bits| normals(bits).0)), ("second", drawn(3, |bits| normals(bits).1))]
    {
        within(mean(&shocks, |x| x), 0.0, 1.0, which);
        within(mean(&shocks, |x| x * x), 1.0, 2.0, which);
        within(mean(&shocks, |x| x.powi(3)), 0.0, 15.0, which);
        within(mean(&shocks, |x| x.powi(4)), 3.0, 96.0, which);
        for bound in [0.1, 0.5, 1.0, 2.0, 3.0, 4.0] {
            let beyond = libm::erfc(bound / std::f64::consts::SQRT_2) / 2.0;
            let variance = beyond * (1.0 - beyond);
            within(mean(&shocks, |x| f64::from(x > bound)), beyond, variance, which);
            within(mean(&shocks, |x| f64::from(x < -bound)), beyond, variance, which);
        }
    }
}

#[test]
fn student_shocks_have_variance_one_and_their_tails() {
    // E x^4 = 3 (v - 2) / (v - 4) and E x^8 = 105 (v - 2)^3 / ((v - 4) (v - 6) (v - 8)).
    let dof = 12.0;
    let shocks = drawn(4, |bits| student(bits, -2.0 / dof, dof - 2.0));
    let fourth = 3.0 * 10.0 / 8.0;
    let eighth = 105.0 * 1_000.0 / (8.0 * 6.0 * 4.0);
    within(mean(&shocks, |x| x), 0.0, 1.0, "mean");
    within(mean(&shocks, |x| x * x), 1.0, fourth - 1.0, "variance");
    within(mean(&shocks, |x| x.powi(4)), fourth, eighth - fourth * fourth, "fourth moment");
    // Two-sided critical values of Student's t with 5 degrees of freedom, from printed tables.
    let shocks = drawn(5, |bits| student(bits, -2.0 / 5.0, 3.0));
    for (critical, beyond) in [(0.7267, 0.5), (2.5706, 0.05), (4.0321, 0.01), (6.8688, 0.001)] {
        let bound = critical * (3.0_f64 / 5.0).sqrt();
        let part = mean(&shocks, |x| f64::from(x.abs() > bound));
        within(part, beyond, beyond * (1.0 - beyond), "tail");
    }
}

#[test]
fn shocks_of_paths_steps_and_companies_are_independent() {
    let first = drawn(6, |bits| normals(bits).0);
    let second = drawn(6, |bits| normals(bits).1);
    let next_path = drawn(7, |bits| normals(bits).0);
    let rotated = |by: usize| {
        let mut shocks = first.clone();
        shocks.rotate_left(by);
        shocks
    };
    for (what, others) in [
        ("the second of the pair", second),
        ("the next path", next_path),
        ("the next company", rotated(1)),
        ("the next step", rotated(5_000)),
    ] {
        let product = |f: fn(f64) -> f64| {
            first.iter().zip(&others).map(|(x, y)| f(*x) * f(*y)).sum::<f64>() / f64::from(N)
        };
        within(product(|x| x), 0.0, 1.0, what);
        // Squares, less their mean of 1, have variance 2.
        within(product(|x| x * x - 1.0), 0.0, 4.0, what);
    }
}
