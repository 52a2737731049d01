//! Steps and legs: a year is a year whatever the length of steps.

use super::*;

#[test]
fn a_year_has_the_markets_mean_and_deviation_whatever_the_step() {
    for steps in [Steps::Monthly, Steps::Daily] {
        // One company that moves exactly with the market, without shocks of its own.
        let company = Company { beta: Some(1.0), deviation: Some(0.0), ..Company::new(1, 1e12) };
        let start = start(quiet(), steps, vec![company]);
        let mut market = Market::new(&start, PathKey::new(0, 0));
        let paths = 400_u32;
        let years: Vec<f64> = (0..paths)
            .map(|path| {
                market.restart(PathKey::new(11, u64::from(path)));
                (0..steps.per_year()).for_each(|_| market.advance(&[]));
                libm::log(market.caps()[0] / 1e12)
            })
            .collect();
        let (average, deviation) = (0.0087 * 12.0, 0.0457 * 12.0_f64.sqrt());
        let n = f64::from(paths);
        assert!((mean(&years, |x| x) - average).abs() < 5.0 * deviation / n.sqrt(), "{steps:?}");
        let variance = mean(&years, |x| (x - average).powi(2)) / deviation.powi(2);
        assert!((variance - 1.0).abs() < 5.0 * (2.0 / n).sqrt(), "{steps:?}: {variance}");
    }
}

/// Caps after two months of a path of a few companies.
fn after_two_months(start: &Start, path: u64, leg: Option<&Leg>, steps: u32) -> Vec<f64> {
    let mut market = Market::new(start, PathKey::new(1, path));
    for step in 0..steps {
        if step == steps / 2
            && let Some(leg) = leg
        {
            market.begin(leg);
        }
        market.advance(&[]);
    }
    market.caps().to_vec()
}

#[test]
fn steps_of_a_month_or_a_day_are_the_same_in_whatever_words() {
    for (steps, per_month) in [(Steps::Monthly, 1), (Steps::Daily, 21)] {
        let parameters = ModelFigures::shipped().expect("the file parses");
        let companies = Company::on_curve(&parameters, 700);
        let model = Model::new(parameters, steps).expect("figures");
        let other = model.in_steps(42, 2 * per_month);
        let start = Start::new(companies.clone(), model).expect("a start");
        let in_words = Start::new(companies, other).expect("a start");
        let leg = Leg::new(&start, 21, per_month);
        for path in 0..3 {
            let caps = after_two_months(&start, path, None, 2 * per_month);
            assert_eq!(caps, after_two_months(&in_words, path, None, 2 * per_month));
            assert_eq!(caps, after_two_months(&start, path, Some(&leg), 2 * per_month));
        }
    }
}

#[test]
fn legs_of_other_lengths_have_their_own_variance() {
    // A month in one step, then a week in one: 26 sessions in all.
    let mut parameters = ModelFigures::shipped().expect("the file parses");
    (parameters.market.deviation, parameters.market.log_return) = (0.0, 0.0);
    for bucket in &mut parameters.buckets {
        (bucket.deviation, bucket.deviation_spread, bucket.size_factor) = (0.1, 0.0, 0.0);
        (bucket.takeover, bucket.failure, bucket.share_changes) = (0.0, 0.0, [0.0; 13]);
        (bucket.tail_dof, bucket.listings) = (1e6, 0.0);
    }
    let companies = (0..4_000).map(|number| Company::new(number, 1e9)).collect();
    let model = Model::new(parameters, Steps::Monthly).expect("figures");
    let start = Start::new(companies, model).expect("a start");
    let leg = Leg::new(&start, 5, 1);
    let caps: Vec<f64> =
        (0..50).flat_map(|path| after_two_months(&start, path, Some(&leg), 2)).collect();
    let logs: Vec<f64> =
        caps.into_iter().filter(|cap| *cap > 0.0).map(|cap| (cap / 1e9).ln()).collect();
    let variance = 0.01 * 26.0 / 21.0;
    within(mean(&logs, |x| x), -variance / 2.0, variance, "mean");
    let second = mean(&logs, |x| (x + variance / 2.0).powi(2));
    within(second, variance, 2.0 * variance * variance, "variance");
}
