//! Tests of the model as a whole. Bounds are five standard errors: chance breaks one of them in two
//! million, and seeds are fixed.

use super::kernels::{mix, normals, student};
use super::returns::{Befallen, Common, Grow, Source};
use super::streams::{Purpose, company_key};
use super::traits::{Expose, Scores, Stated};
use super::*;

const N: u32 = 200_000;

fn within(estimate: f64, expected: f64, variance: f64, what: &str) {
    let error = (variance / f64::from(N)).sqrt();
    assert!((estimate - expected).abs() < 5.0 * error, "{what}: {estimate}, not {expected}");
}

fn mean(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    values.iter().map(|value| of(*value)).sum::<f64>() / values.len() as f64
}

/// Numbers as a path draws them: of many companies in a few steps.
fn drawn(path: u64, of: impl Fn(u64) -> f64) -> Vec<f64> {
    let key = PathKey::new(1, path);
    (0..N)
        .map(|n| {
            let at = key.at(Purpose::Shock, u64::from(n / 5_000));
            of(mix(company_key(u64::from(n % 5_000)).wrapping_add(at)))
        })
        .collect()
}

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

fn shipped() -> ModelFigures {
    ModelFigures::shipped().expect("the file parses")
}

fn quiet() -> ModelFigures {
    let overrides = Overrides {
        listings_factor: Some(0.0),
        delistings_factor: Some(0.0),
        issuance_factor: Some(0.0),
        ..Overrides::default()
    };
    shipped().with(&overrides).expect("no buckets")
}

fn start(parameters: ModelFigures, steps: Steps, companies: Vec<Company>) -> Start {
    Start::new(companies, Model::new(parameters, steps).expect("figures")).expect("companies")
}

#[test]
fn a_year_has_the_markets_mean_and_deviation_whatever_the_step() {
    for steps in [Steps::Monthly, Steps::Daily] {
        // One company that is the market, but for nothing of its own.
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

/// Caps by slot after some steps of path 5.
fn after(start: &Start, steps: u32, overlays: &[Overlay]) -> Vec<f64> {
    let mut market = Market::new(start, PathKey::new(3, 5));
    (0..steps).for_each(|_| market.advance(overlays));
    market.caps().to_vec()
}

#[test]
fn those_who_come_and_go_change_nobody_elses_path() {
    for shocks in [Shocks::Gaussian, Shocks::Student] {
        let of = |parameters: ModelFigures| {
            let parameters = ModelFigures { shocks, ..parameters };
            let companies = Company::on_curve(&parameters, 1_000);
            start(parameters, Steps::Monthly, companies)
        };
        let many = Overrides {
            listings_factor: Some(8.0),
            delistings_factor: Some(4.0),
            issuance_factor: Some(0.0),
            ..Overrides::default()
        };
        let (calm, busy) = (of(quiet()), of(shipped().with(&many).expect("no buckets")));
        // Expected returns differ by the growth of share counts alone, which both leave out.
        let (alone, mut together) = (after(&calm, 7, &[]), Market::new(&busy, PathKey::new(3, 5)));
        let (mut came, mut went) = (0, 0);
        for _ in 0..7 {
            together.advance(&[]);
            came += together.listed().len();
            went += together.leavers().len();
        }
        assert!(came > 300 && went > 30, "{came} came, {went} went");
        let stayed: Vec<usize> = (0..1_000).filter(|slot| together.is_original(*slot)).collect();
        assert!((1_000 - went..1_000).contains(&stayed.len()));
        for slot in stayed {
            assert!((together.caps()[slot] - alone[slot]).abs() < 0.5, "slot {slot}");
        }
    }
}

#[test]
fn vector_code_gives_the_bits_of_scalar_code() {
    let mut companies = Company::on_curve(&shipped(), 1_000);
    (companies[70].beta, companies[71].deviation) = (Some(2.0), Some(0.3));
    let start = start(shipped(), Steps::Monthly, companies);
    let common = Common { key: 12_345, market: 0.03, size: -1.2, largest: 2.0 };
    for source in [Source::FirstNormal, Source::SecondNormal, Source::Student] {
        let run = |arch: pulp::Arch| {
            let mut slots = start.slots.clone();
            arch.dispatch(Expose { slots: &mut slots, model: &start.model, draw: Some(99) });
            let mut kept: Vec<f64> =
                (0..slots.caps.len()).map(|n| 1.0 - 0.001 * n as f64).collect();
            let kept_by = &mut kept[..];
            let total = arch.dispatch(Grow { slots: &mut slots, kept: kept_by, common, source });
            let mut found = Vec::new();
            arch.dispatch(Befallen { slots: &slots, key: 77, found: &mut found });
            (total, slots.caps, kept, found)
        };
        let (widest, scalar) = (run(pulp::Arch::new()), run(pulp::Arch::Scalar));
        assert!(!widest.3.is_empty());
        assert_eq!(widest, scalar, "{source:?}");
        let sum: f64 = widest.1.iter().sum();
        assert!((widest.0 as f64 - sum).abs() < 0.5, "sums of whole dollars are exact");
    }
}

/// What companies have of their buckets on some paths, one after another.
fn exposed(start: &Start, paths: std::ops::Range<u64>) -> Vec<super::slots::Slots> {
    let of_path = |path| {
        let mut slots = start.slots.clone();
        let draw = Some(PathKey::new(2, path).at(Purpose::Traits, 0));
        pulp::Arch::new().dispatch(Expose { slots: &mut slots, model: &start.model, draw });
        slots
    };
    paths.map(of_path).collect()
}

#[test]
fn every_path_draws_betas_and_deviations_of_the_bucket() {
    let mut figures = quiet();
    for bucket in &mut figures.buckets {
        (bucket.size_factor, bucket.excess_log_return) = (0.0, 0.01);
    }
    let bucket = figures.buckets[0].clone();
    let start = start(figures.clone(), Steps::Monthly, Company::on_curve(&figures, 200));
    let paths = exposed(&start, 0..u64::from(N) / 200);
    let all = |of: &dyn Fn(&super::slots::Slots, usize) -> f64| -> Vec<f64> {
        paths.iter().flat_map(|slots| (0..200).map(|slot| of(slots, slot))).collect()
    };
    let betas = all(&|slots, slot| (slots.beta[slot] - bucket.beta) / bucket.beta_spread);
    let deviations = all(&|slots, slot| {
        libm::log(slots.deviation[slot] / bucket.deviation) / bucket.deviation_spread
    });
    for (what, scores) in [("beta", &betas), ("deviation", &deviations)] {
        within(mean(scores, |x| x), 0.0, 1.0, what);
        within(mean(scores, |x| x * x), 1.0, 2.0, what);
        // Nothing is left of a path's on the next, nor of a company's with the next one.
        for by in [200, 1] {
            let products: Vec<f64> = scores.iter().zip(&scores[by..]).map(|(a, b)| a * b).collect();
            within(mean(&products, |x| x), 0.0, 1.0, what);
        }
    }
    let both: Vec<f64> = betas.iter().zip(&deviations).map(|(a, b)| a * b).collect();
    within(mean(&both, |x| x), 0.0, 1.0, "beta and deviation");
    for slots in &paths[..3] {
        for slot in 0..200 {
            let half = slots.deviation[slot].powi(2) / 2.0;
            assert!((slots.drift[slot] - (0.01 - half)).abs() < 1e-15);
        }
    }
}

#[test]
fn what_is_stated_of_a_company_holds_on_every_path_until_it_leaves() {
    let mut companies = Company::on_curve(&shipped(), 300);
    (companies[0].beta, companies[0].deviation) = (Some(2.5), Some(0.25));
    (companies[210].beta, companies[211].deviation) = (Some(-1.5), Some(0.0));
    let start = start(shipped(), Steps::Monthly, companies);
    let stated = [(0, 2.5), (210, -1.5)];
    let paths = exposed(&start, 0..20);
    let is_drawn =
        |slot: usize| paths[1..].iter().all(|s| (s.beta[slot] - paths[0].beta[slot]).abs() > 1e-9);
    for slots in &paths {
        for (slot, beta) in stated {
            assert!((slots.beta[slot] - beta).abs() < 1e-15);
        }
        let own = (0.25_f64.powi(2) - shipped().buckets[0].size_factor.powi(2)).sqrt();
        assert!((slots.deviation[0] - own).abs() < 1e-15);
        assert!(slots.deviation[211].abs() < 1e-15);
    }
    assert!(!is_drawn(0) && !is_drawn(210) && is_drawn(211) && is_drawn(5));
    // Whoever has the slot next has none of it.
    let mut slots = paths[0].clone();
    slots.clear(210);
    assert_eq!(slots.put(9, 1e9, 0, Scores::default()), 210);
    slots.expose(&start.model, 210, 1);
    assert_eq!(slots.stated[210], Stated::default());
    assert!((slots.beta[210] - shipped().buckets[1].beta).abs() < 1e-15);
}

#[test]
fn the_order_of_the_companies_does_not_matter() {
    let mut companies = Company::on_curve(&shipped(), 300);
    let forward = start(shipped(), Steps::Monthly, companies.clone());
    companies.reverse();
    companies.rotate_left(100);
    let backward = start(shipped(), Steps::Monthly, companies);
    assert_eq!(forward.companies(), backward.companies());
    assert_eq!(after(&forward, 14, &[]), after(&backward, 14, &[]));
}

#[test]
fn shocks_go_with_a_companys_number() {
    // All in the same bucket, and of the same figures.
    let company = |number, cap| Company {
        beta: Some(1.0),
        deviation: Some(0.1),
        ..Company::new(number, cap)
    };
    let growth = |number_of: &dyn Fn(u64) -> u64| {
        let companies = (0..150).map(|n| company(number_of(n), 1e11 + 1e9 * n as f64)).collect();
        let start = start(quiet(), Steps::Monthly, companies);
        let caps = after(&start, 5, &[]);
        let of = |(company, cap): (&Company, &f64)| (company.number, cap / company.cap);
        let mut growth: Vec<(u64, f64)> = start.companies().iter().zip(&caps).map(of).collect();
        growth.sort_by_key(|(number, _)| *number);
        growth
    };
    for (forward, backward) in growth(&|n| n).into_iter().zip(growth(&|n| 149 - n)) {
        assert_eq!(forward.0, backward.0);
        assert!((forward.1 - backward.1).abs() < 1e-9, "company {}", forward.0);
    }
}

#[test]
fn a_restarted_market_is_a_new_one() {
    let start = start(shipped(), Steps::Monthly, Company::on_curve(&shipped(), 500));
    let mut market = Market::new(&start, PathKey::new(3, 4));
    (0..26).for_each(|_| market.advance(&[]));
    market.restart(PathKey::new(3, 5));
    (0..26).for_each(|_| market.advance(&[]));
    let sum: f64 = market.caps().iter().sum();
    assert!((market.total() as f64 - sum).abs() < 0.5, "the total is that of the caps");
    let fresh = after(&start, 26, &[]);
    let sorted = |caps: &[f64]| {
        let mut caps: Vec<f64> = caps.iter().copied().filter(|cap| *cap > 0.0).collect();
        caps.sort_by(f64::total_cmp);
        caps
    };
    assert_eq!(sorted(market.caps()), sorted(&fresh));
}

#[test]
fn shocks_laid_on_top_hit_their_targets_in_their_step() {
    let mut companies = Company::on_curve(&quiet(), 100);
    companies.iter_mut().step_by(2).for_each(|company| company.sector = 7);
    let start = start(quiet(), Steps::Monthly, companies);
    let without = after(&start, 2, &[]);
    let hit_by = |target, step| {
        let with = after(&start, 2, &[Overlay { step, target, log_return: -0.5 }]);
        let is_hit = |slot: &usize| (with[*slot] / without[*slot] - (-0.5_f64).exp()).abs() < 1e-6;
        let same = |slot: &usize| (with[*slot] / without[*slot] - 1.0).abs() < 1e-6;
        assert!((0..100).all(|slot| is_hit(&slot) || same(&slot)));
        (0..100).filter(is_hit).collect::<Vec<usize>>()
    };
    assert_eq!(hit_by(Target::Market, 1).len(), 100);
    assert_eq!(hit_by(Target::Sector(7), 2), (0..100).step_by(2).collect::<Vec<_>>());
    // Companies on the curve are numbered by rank, and slots are by rank at the start.
    assert_eq!(hit_by(Target::Company(31), 1), [30]);
    assert_eq!(hit_by(Target::Companies([31, 7, 99_999].into()), 1), [6, 30]);
    assert!(hit_by(Target::Market, 3).is_empty());
    let mut largest: Vec<usize> = (0..100).collect();
    largest.sort_by(|a, b| without[*b].total_cmp(&without[*a]));
    let mut expected = largest[4..20].to_vec();
    expected.sort_unstable();
    assert_eq!(hit_by(Target::Ranks { first: 5, last: 20 }, 2), expected);
}

#[test]
fn companies_that_make_no_sense_are_refused() {
    let refused = |companies| {
        let model = Model::new(shipped(), Steps::Monthly).expect("figures");
        Start::new(companies, model).expect_err("a fault").to_string()
    };
    assert_eq!(refused(vec![]), "there are no companies; a market needs at least one");
    assert_eq!(
        refused(vec![Company::new(3, 1e9), Company::new(3, 2e9)]),
        "company 3 is there twice; numbers tell companies' shocks apart: give each its own"
    );
    assert_eq!(
        refused(vec![Company::new(3, f64::NAN)]),
        "company 3: cap = NaN is out of range; it must be from 1 to 10^15 USD"
    );
    let wild = Company { deviation: Some(-1.0), ..Company::new(9, 1e9) };
    assert_eq!(
        refused(vec![wild]),
        "company 9: deviation = -1 is out of range; it must be from 0 to 3, a month's"
    );
}

/// Of the companies of a bucket that are there and above $30m a year later, the share that is still
/// in the bucket, against what was measured on 2021-2026.
#[test]
fn companies_change_their_buckets_about_as_often_as_measured() {
    let start = start(shipped(), Steps::Monthly, Company::on_curve(&shipped(), 4_500));
    let mut market = Market::new(&start, PathKey::new(0, 0));
    // Last rank, share that stayed, share that left or was no longer eligible.
    let measured = [
        (200, 0.8664, 0.0125),
        (500, 0.7583, 0.0230),
        (1_000, 0.7127, 0.0481),
        (2_000, 0.7427, 0.0606),
        (3_000, 0.6644, 0.1203),
    ];
    let mut counts = [(0_u32, 0_u32); 5];
    for path in 0..10 {
        market.restart(PathKey::new(21, path));
        (0..12).for_each(|_| market.advance(&[]));
        let mut sorted = market.caps().to_vec();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let (mut first, mut above) = (0, f64::INFINITY);
        for ((last, ..), (stayed, there)) in measured.into_iter().zip(&mut counts) {
            let from = sorted[last - 1];
            for slot in (first..last).filter(|slot| market.is_original(*slot)) {
                let cap = market.caps()[slot];
                *stayed += u32::from((from..above).contains(&cap));
                *there += u32::from(cap >= 30e6);
            }
            (first, above) = (last, from);
        }
    }
    for ((last, stayed, left), (count, there)) in measured.into_iter().zip(counts) {
        let (modelled, measured) = (f64::from(count) / f64::from(there), stayed / (1.0 - left));
        // The years measured differ from one another by about as much; companies that became or
        // ceased to be eligible for other reasons than size are in what was measured alone.
        assert!((modelled - measured).abs() < 0.065, "#{last}: {modelled}, measured {measured}");
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

/// The names of the figures of something that is serialised, joined by underscores.
fn figures(of: &serde_json::Value, under: &str, found: &mut Vec<String>) {
    for (name, value) in of.as_object().expect("figures") {
        let name = format!("{under}{name}");
        if value.is_object() {
            figures(value, &format!("{name}_"), found);
        } else {
            found.push(name);
        }
    }
}

#[test]
fn every_figure_can_be_overridden() {
    let shipped = ModelFigures::shipped().expect("the file parses");
    let names = |of: serde_json::Result<serde_json::Value>| {
        let mut found = Vec::new();
        figures(&of.expect("JSON"), "", &mut found);
        found
    };
    let overrides = names(serde_json::to_value(Overrides::default()));
    for figure in names(serde_json::to_value(&shipped)) {
        let known = match figure.as_str() {
            // Its buckets are a table of their own, and its points are the curve.
            "bucket" => continue,
            "curve_points" => "curve".to_owned(),
            other => other.to_owned(),
        };
        assert!(overrides.contains(&known), "{figure} cannot be overridden");
    }
    let of_bucket = names(serde_json::to_value(BucketOverrides::default()));
    for figure in names(serde_json::to_value(&shipped.buckets[0])) {
        // The name is what a bucket is found by.
        assert!(figure == "name" || of_bucket.contains(&figure), "{figure} cannot be overridden");
    }
}
