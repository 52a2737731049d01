//! Tests of the measures of schedules along the same paths.

use super::*;
use crate::calendar::Season;
use crate::simulation::measures;

#[test]
fn a_market_that_stands_still_changes_nothing() {
    let overrides = Overrides {
        market_deviation: Some(0.0),
        market_log_return: Some(0.0),
        deviation_factor: Some(0.0),
        ..still()
    };
    for steps in [Steps::Monthly, Steps::Daily] {
        let paths = Paths::new(setup_of(companies(), &overrides, steps)).expect("a setup");
        let results = in_threads(1, &paths, 0..2);
        for (at, quantity) in paths.quantities().iter().enumerate() {
            let name = quantity.statistic.name();
            if measures::size::all().any(|measure| measure == quantity.statistic.measure) {
                continue;
            }
            for schedule in &results.schedules {
                let largest = schedule.summary(at).and_then(Summary::largest);
                // No company moves, so no move could be reversed.
                let is_rate = name.starts_with("whipsaw_rate");
                let expected = if is_rate { None } else { Some(0.0) };
                assert_eq!(largest, expected, "{name} {}", schedule.name);
            }
        }
    }
}

#[test]
fn what_must_hold_between_measures_and_schedules_holds() {
    let paths = Paths::new(all_indexes()).expect("a setup");
    let results = in_threads(2, &paths, 0..120);
    for schedule in 0..2 {
        for index in paths.setup().indexes.clone() {
            let of = |name: &str| mean(&results, schedule, at(&paths, name, Some(index)));
            let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-8, "{index}: {a} and {b}");
            assert!(of("drift_wrong_side_weight_mean") >= of("drift_beyond_band_weight_mean"));
            assert!(of("drift_beyond_band_weight_max") >= of("drift_beyond_band_weight_mean"));
            let sides = of("drift_too_large_weight_mean") + of("drift_too_small_weight_mean");
            near(sides, of("drift_wrong_side_weight_mean"));
            near(of("turnover_two_way"), 2.0 * of("turnover_one_way"));
            for kind in ["turnover", "scheduled", "reconstitution"] {
                let cause = |cause: &str| of(&format!("{kind}_{cause}"));
                let moves = cause("additions") + cause("deletions") + cause("migrations");
                let sum = moves + cause("share_and_float_changes") + cause("reweighting");
                near(sum, cause("one_way"));
                assert!(cause("share_and_float_changes") > 0.0, "{index}: {kind}");
                // Each company that enters or leaves causes one trade.
                assert!(cause("membership") >= moves / 2.0);
            }
            assert!(of("turnover_one_way") > of("reconstitution_one_way"), "deletions turn over");
            let parts = [
                "june_one_way",
                "december_one_way",
                "quarterly_additions_one_way",
                "quarterly_updates_one_way",
            ];
            near(parts.iter().map(|part| of(part)).sum(), of("scheduled_one_way"));
            near(of(parts[0]) + of(parts[1]), of("reconstitution_one_way"));
            near(of("scheduled_one_way") + of("unscheduled_one_way"), of("turnover_one_way"));
            let entries = of("unscheduled_fast_entries_one_way");
            near(of("unscheduled_deletions_one_way") + entries, of("unscheduled_one_way"));
            // The mean equals that of the cycles.
            for &statistic in OF_CYCLES {
                let cycle = |cycle| {
                    let summary = results.schedules[schedule].cycle(cycle, statistic, index);
                    summary.and_then(|(of, _)| of.mean()).expect("a cycle")
                };
                near(f64::midpoint(cycle(0), cycle(1)), of(&statistic.name()));
                assert_eq!(results.schedules[schedule].cycle(2, statistic, index), None);
            }
            let months: f64 = crate::simulation::MONTHS
                .iter()
                .map(|month| of(&format!("drift_active_share_mean_{month}")))
                .sum();
            near(months / 12.0, of("drift_active_share_mean"));
            assert!((0.0..1.0).contains(&of("breadth_mean")) && of("volatility") > 0.0);
            // The fan's last month has the turnover of the whole path.
            let last = measures::turnover::TOTAL.one_way.cumulated();
            let all = results.schedules[schedule].fan(24, last, index).expect("a month");
            near(all.mean().expect("paths") / 2.0, of("turnover_one_way"));
            assert_eq!(results.schedules[schedule].fan(25, last, index), None);
            assert_eq!(results.schedules[schedule].fan(0, last, index), None);
            assert_eq!(results.schedules[schedule].fan(1, last, Index::Top50), None);
        }
        let of = |name: &str| mean(&results, schedule, at(&paths, name, None));
        let parts = ["june_trades_net", "december_trades_net", "quarterly_trades_net"];
        let sum: f64 = parts.iter().map(|part| of(part)).sum();
        assert!((sum - of("trades_net")).abs() < 2.0, "{sum}: whole dollars");
        assert!(
            of("quarterly_trades_net") > 0.0 && of("trades_net") > of("reconstitution_trades_net")
        );
        for name in ["moves_up", "moves_down", "whipsaws", "wrong_index_fraction", "trades_net"] {
            assert!(mean(&results, schedule, at(&paths, name, None)) > 0.0, "{name}");
        }
    }
    let small = |name| at(&paths, name, Some(Index::R2000));
    let of = |name| [0, 1].map(|schedule| mean(&results, schedule, small(name)));
    // Two reconstitutions a year track the market more closely, cost more turnover and miss fewer
    // companies.
    for name in ["drift_beyond_band_weight_mean", "drift_wrong_side_weight_mean", "drift_lost_mean"]
    {
        let [annual, semi_annual] = of(name);
        assert!(semi_annual < annual, "{name}: {semi_annual} and {annual}");
    }
    let of_cycle = |cycle, measure| {
        let (_, difference) = results.schedules[1].cycle(cycle, measure, Index::R2000).expect("it");
        difference.and_then(Summary::mean).expect("paths")
    };
    let [annual, semi_annual] = of("drift_lost_mean");
    let lost = [0, 1].map(|cycle| of_cycle(cycle, measures::drift::LOST.mean()));
    assert!((f64::midpoint(lost[0], lost[1]) - (semi_annual - annual)).abs() < 1e-8);
    let turnover = "reconstitution_one_way";
    let [annual, semi_annual] = of(turnover);
    assert!(semi_annual > annual, "{semi_annual} and {annual}");
    // On the same paths, differences vary less than on two independent sets of paths.
    let difference = results.schedules[1].difference(small(turnover)).expect("the second");
    let variance = |schedule: usize| {
        let summary = results.schedules[schedule].summary(small(turnover));
        summary.and_then(Summary::variance).expect("paths")
    };
    assert!(difference.variance().expect("paths") < variance(0) + variance(1));
    assert!((difference.mean().expect("paths") - (semi_annual - annual)).abs() < 1e-9);
    assert_eq!(results.schedules[0].difference(small(turnover)), None);
}

/// Paths that begin in another month first run up to June, and still measure whole cycles.
#[test]
fn a_path_from_any_month_has_whole_cycles() {
    for (start_month, run_in) in [(4.0, 2), (0.0, 6), (8.0, 10)] {
        let setup = Setup { start_month, ..setup() };
        let paths = Paths::new(setup).expect("a setup");
        assert_eq!((paths.cycles().run_in(), paths.cycles().months()), (run_in, run_in + 24));
        let results = in_threads(1, &paths, 0..30);
        for schedule in 0..2 {
            let of = |name: &str, index| mean(&results, schedule, at(&paths, name, index));
            let small = Some(Index::R2000);
            // There is one June a cycle, and one December if the schedule has it.
            assert!(of("june_one_way", small) > 0.0, "{start_month}");
            assert_eq!(of("december_one_way", small) > 0.0, schedule == 1, "{start_month}");
            // Every calendar month has one close in every cycle.
            let months = crate::simulation::MONTHS.iter();
            let months: f64 =
                months.map(|month| of(&format!("drift_lost_mean_{month}"), small)).sum();
            assert!((months / 12.0 - of("drift_lost_mean", small)).abs() < 1e-7, "{start_month}");
            // The fan includes the months before the first cycle; the mean turnover does not.
            let last = measures::turnover::TOTAL.one_way.cumulated();
            let all = results.schedules[schedule].fan(run_in + 24, last, Index::R2000);
            let all = all.and_then(Summary::mean).expect("a month");
            assert!(all > 2.0 * of("turnover_one_way", small), "{start_month}");
        }
    }
}

/// After a warm-up, measures equal those of the same months on paths without it.
#[test]
fn a_warm_up_leaves_out_the_first_cycles_of_the_same_paths() {
    let whole = Paths::new(Setup { years: 4, ..setup() }).expect("a setup");
    let warm = Paths::new(Setup { years: 2, warm_up: 2, ..setup() }).expect("a setup");
    assert_ne!(whole.fingerprint(), warm.fingerprint());
    let [whole, warm] = [&whole, &warm].map(|paths| in_threads(1, paths, 0..30));
    for schedule in 0..2 {
        for name in [measures::turnover::SCHEDULED.one_way.value(), measures::drift::LOST.mean()] {
            let of = |results: &Aggregate, cycle: u32| {
                let (own, _) = results.schedules[schedule].cycle(cycle, name, Index::R2000)?;
                own.mean()
            };
            for cycle in 0..2 {
                let (of_whole, of_warm) = (of(&whole, cycle + 2), of(&warm, cycle));
                assert!(of_warm.is_some() && of_whole == of_warm, "{name:?}");
            }
        }
    }
}

/// Drift taken at some month ends equals the drift there when it is taken at all of them, and
/// nothing else changes.
#[test]
fn drift_may_be_taken_on_some_month_ends() {
    for (start_month, every) in [(6.0, 3), (4.0, 3), (9.0, 2), (6.0, 12)] {
        let whole = Paths::new(Setup { start_month, ..setup() }).expect("a setup");
        let setup = Setup { drift_every: every, ..whole.setup().clone() };
        let some = Paths::new(setup).expect("a setup");
        assert_ne!(some.fingerprint(), whole.fingerprint());
        let [all, few] = [&whole, &some].map(|paths| in_threads(1, paths, 0..20));
        for (schedule, index) in [(0, Index::R2000), (1, Index::R1000)] {
            let of = |results: &Aggregate, name: &str| {
                mean(results, schedule, at(&whole, name, Some(index)))
            };
            for name in ["turnover_one_way", "annualised_return", "volatility", "tracking_error"] {
                assert_eq!(of(&all, name).to_bits(), of(&few, name).to_bits(), "{name}");
            }
            let (mut sum, mut months) = (0.0, 0);
            for month in crate::simulation::MONTHS {
                let name = format!("drift_active_share_mean_{month}");
                let quantity = at(&whole, &name, Some(index));
                let summary = few.schedules[schedule].summary(quantity).expect("a summary");
                if summary.count() == 0 {
                    continue;
                }
                assert_eq!(of(&all, &name).to_bits(), of(&few, &name).to_bits(), "{name}");
                sum += of(&few, &name);
                months += 1;
            }
            assert_eq!(months, 12 / every);
            let found = of(&few, "drift_active_share_mean");
            assert!((found - sum / f64::from(months)).abs() < 1e-7, "every {every}: {found}");
        }
    }
    for every in [0, 5, 24] {
        let error = Paths::new(Setup { drift_every: every, ..setup() }).expect_err("no divisor");
        assert_eq!(error, SetupError::DriftEvery { months: every });
    }
}

/// The measures of a schedule do not depend on the other schedules: neither on the companies that
/// these screen out, nor on the days on which they act.
#[test]
fn schedules_do_not_depend_on_those_beside_them() {
    let odd = YearlyEvent { rank_day: 2.3, implementation: 4.4, season: Season::December };
    let quarters = YearlyEvent::QUARTERS.to_vec();
    let odd = Schedule { name: "odd".to_owned(), events: vec![odd], quarters };
    let schedules = vec![odd, Schedule::semi_annual(), Schedule::annual()];
    // Prices that let many companies fall below one dollar.
    let low = |company: Company| Company { price: Some(1.1), float: Some(0.7), ..company };
    let companies: Vec<Company> = companies().into_iter().map(low).collect();
    let overrides = Overrides { listings_factor: Some(1.0), ..Overrides::default() };
    for (steps, paths) in [(Steps::Monthly, 12), (Steps::Daily, 3)] {
        let Setup { start, .. } = setup_of(companies.clone(), &overrides, steps);
        let setup = Setup { start, schedules: schedules.clone(), ..all_indexes() };
        let beside = Paths::new(setup.clone()).expect("a setup");
        let all = in_threads(2, &beside, 0..paths);
        for (schedule, results) in schedules.iter().zip(&all.schedules) {
            let setup = Setup { schedules: vec![schedule.clone()], ..setup.clone() };
            let alone = in_threads(2, &Paths::new(setup).expect("a setup"), 0..paths);
            for (at, quantity) in beside.quantities().iter().enumerate() {
                // Tracking is against the first schedule, so it does depend on another one.
                if quantity.statistic.name().starts_with("tracking_") {
                    continue;
                }
                let [found, expected] = [&alone.schedules[0], results].map(|of| of.summary(at));
                assert_eq!(found, expected, "{quantity:?}, {}, {steps:?}", schedule.name);
            }
        }
    }
}

/// A schedule compared with itself does not differ on any path.
#[test]
fn a_schedule_differs_from_itself_by_nothing() {
    let twice = vec![
        Schedule::semi_annual(),
        Schedule { name: "again".to_owned(), ..Schedule::semi_annual() },
    ];
    let paths = Paths::new(Setup { schedules: twice, ..all_indexes() }).expect("a setup");
    let results = in_threads(1, &paths, 0..20);
    for (at, quantity) in paths.quantities().iter().enumerate() {
        let difference = results.schedules[1].difference(at).expect("the second");
        let ends = (difference.smallest(), difference.largest());
        assert!(matches!(ends, (None, None) | (Some(0.0), Some(0.0))), "{quantity:?}: {ends:?}");
    }
}

/// Days that fall on the same steps are one choice of days, and a single choice has no deviation.
#[test]
fn days_on_the_same_steps_count_once() {
    let moved = |by: f64| {
        let implementation = YearlyEvent::JUNE.implementation + by;
        let events = vec![YearlyEvent { implementation, ..YearlyEvent::JUNE }];
        Schedule { events, ..Schedule::annual() }
    };
    let schedules = vec![moved(0.0), moved(0.05), moved(1.0), moved(1.05)];
    let groups = vec![vec![0, 1, 2, 3], vec![2, 3]];
    let paths = Paths::new(Setup { schedules, groups, ..setup() }).expect("a setup");
    assert_eq!(paths.groups(), [[0, 2]]);
}
