//! Properties of companies on every path.

use super::*;

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
        // Expected returns differ only by the growth of share counts, which both leave out.
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

/// The state of all slots on each of some paths, with figures drawn from the buckets.
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
        // Draws are uncorrelated from path to path and from company to company.
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
    // The next company in the slot inherits none of the stated figures.
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
    // All are in the same bucket and have the same figures.
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
