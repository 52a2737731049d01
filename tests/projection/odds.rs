//! Probabilities that are known.

use rankday::market::model::ModelFigures;
use rankday::methodology::Parameters;
use rankday::simulation::projection::{Count, Fate, ModelUniverse, Stretch};
use rankday::universe::{Exchange, Index, Member, Membership, Security, Segment, Universe};
use rust_decimal::Decimal;

use super::{Case, TODAY, still};

/// Companies of these caps in millions of USD, at ten dollars a share.
fn case(millions: &[i64], held: &[Segment]) -> Case {
    named("C", millions, held)
}

/// The same under tickers with this prefix.
fn named(tickers: &str, millions: &[i64], held: &[Segment]) -> Case {
    let day = "2026-04-30".parse().expect("a day");
    let name = |at: usize| format!("{tickers}{at:04}");
    let line = |(at, cap): (usize, &i64)| {
        let mut line = Security::new(&name(at), Exchange::Nyse);
        line.set_price(Some(10.into()));
        line.set_company_market_cap(Some((cap * 1_000_000).into()));
        line
    };
    let member = |(at, segment): (usize, &Segment)| {
        let indexes = match segment {
            Segment::R1000 => vec![Index::R3000E, Index::R3000, Index::R1000],
            Segment::R2000 => vec![Index::R3000E, Index::R3000, Index::R2000],
            Segment::R3000 => vec![Index::R3000E, Index::R3000],
            Segment::Micro => vec![Index::R3000E, Index::Microcap],
            Segment::None => return None,
        };
        Some(Member {
            in_microcap: Some(*segment == Segment::Micro),
            indexes: Some(indexes.into_iter().collect()),
            ..Member::new(name(at), *segment, day)
        })
    };
    let mut parameters = Parameters::default();
    parameters.breaks.r1000.rank = 4;
    parameters.breaks.r3000.rank = 8;
    parameters.breaks.r3000e.rank = 10;
    Case {
        universe: Universe::new(day, millions.iter().enumerate().map(line).collect()),
        membership: Membership {
            members: held.iter().enumerate().filter_map(member).collect(),
            ..Membership::default()
        },
        parameters,
    }
}

/// The standard normal distribution.
fn normal(x: f64) -> f64 {
    libm::erfc(-x / std::f64::consts::SQRT_2) / 2.0
}

/// Lets one company move independently, with this deviation a month.
fn only(company: usize, deviation: f64) -> impl Fn(&mut ModelUniverse) {
    move |universe| {
        for candidate in &mut universe.candidates {
            let own = if candidate.company == company { deviation } else { 0.0 };
            (candidate.model.deviation, candidate.model.beta) = (Some(own), Some(0.0));
        }
    }
}

#[test]
fn one_company_crosses_a_break_as_often_as_the_normal_distribution_says() {
    // C0004 is new, on rank 5; #4 has 1,100 million. Plain breaks: no company is a member.
    let case = case(&[9_000, 5_000, 2_000, 1_100, 1_000, 500, 400, 300], &[]);
    let (deviation, paths) = (0.09, 20_000);
    for (sessions, months) in [(21, 1.0), (63, 3.0), (30, 30.0 / 21.0)] {
        let stretches = [Stretch { sessions }, TODAY];
        let (tally, companies, _) = case.project(still(), stretches, 0..paths, only(4, deviation));
        let row = companies.iter().position(|company| *company == 4).expect("its row");
        let spread = deviation * f64::sqrt(months);
        // Half the variance is subtracted, and the company's cap must be above the other's.
        let expected = normal((libm::log(1_000.0 / 1_100.0) - spread * spread / 2.0) / spread);
        let found = tally.probability(row, Fate::R1000);
        let error = (expected * (1.0 - expected) / paths as f64).sqrt();
        assert!((found - expected).abs() < 4.0 * error, "{sessions}: {found}, not {expected}");
        let both = found + tally.probability(row, Fate::R2000);
        assert!((both - 1.0).abs() < 1e-12, "it cannot leave");
        // The company that is passed moves the other way on the very same paths.
        let passed = companies.iter().position(|company| *company == 3).expect("its row");
        assert_eq!(tally.companies[passed][Fate::R2000 as usize], tally.companies[row][0]);
    }
}

#[test]
fn chance_decides_on_each_path_who_is_eligible_that_evidence_leaves_in_doubt() {
    // Nothing moves: C0001 is well inside, and C0004 takes the place that it leaves.
    let case = case(&[9_000, 5_000, 2_000, 1_100, 1_000, 500, 400, 300], &[]);
    let doubt = |universe: &mut ModelUniverse| {
        let one = universe.candidates.iter_mut().find(|candidate| candidate.company == 1);
        one.expect("a candidate").chance = 0.3;
    };
    let paths = 20_000;
    let stretches = [Stretch { sessions: 21 }, TODAY];
    let (tally, companies, _) = case.project(still(), stretches, 0..paths, doubt);
    let odds = |company: usize, fate| {
        let row = companies.iter().position(|other| *other == company).expect("its row");
        tally.probability(row, fate)
    };
    let (inside, out) = (odds(1, Fate::R1000), odds(1, Fate::Out));
    let error = (0.3 * 0.7 / paths as f64).sqrt();
    assert!((inside - 0.3).abs() < 4.0 * error, "{inside}");
    assert!((inside + out - 1.0).abs() < 1e-12, "it is there and not eligible, or inside");
    assert!((odds(4, Fate::R1000) - out).abs() < 1e-12, "who follows moves up on the same paths");
    assert!((odds(0, Fate::R1000) - 1.0).abs() < 1e-12, "of the others nothing changes");
}

#[test]
fn a_company_far_inside_stays_for_certain() {
    use Segment::{R1000, R2000};
    let caps = [900_000, 800_000, 700_000, 600_000, 900, 800, 700, 600];
    let held = [R1000, R1000, R1000, R1000, R2000, R2000, R2000, R2000];
    let case = case(&caps, &held);
    let mut figures = ModelFigures::shipped().expect("the file");
    for b in &mut figures.buckets {
        (b.takeover, b.failure, b.listings) = (0.0, 0.0, 0.0);
        (b.deviation_spread, b.tail_dof) = (0.0, 1e6);
    }
    let stretches = [Stretch { sessions: 42 }, Stretch { sessions: 42 }];
    let (tally, companies, today) = case.project(figures, stretches, 0..500, |_| {});
    for (row, company) in companies.iter().enumerate() {
        let from = today.companies[*company].from;
        let stays = if from == R1000 { Fate::R1000 } else { Fate::R2000 };
        assert_eq!(tally.companies[row][stays as usize], 500, "company {company}");
    }
    for count in [Count::Adds, Count::Deletes, Count::Ups, Count::Downs, Count::MembersGone] {
        assert_eq!(tally.count(count).largest(), Some(0.0));
    }
    let turnover = &tally.turnover[Index::R1000 as usize].one_way;
    assert_eq!(turnover.largest(), Some(0.0), "nobody comes and nobody goes");
}

#[test]
fn twins_have_the_same_odds() {
    // Two new companies of one size below the break: chance decides between them.
    let case = case(&[9_000, 5_000, 2_000, 1_100, 1_000, 1_000, 400, 300], &[]);
    let mut figures = still();
    for b in &mut figures.buckets {
        b.deviation = 0.1;
    }
    let paths = 20_000;
    let stretches = [Stretch { sessions: 63 }, TODAY];
    let (tally, companies, _) = case.project(figures, stretches, 0..paths, |_| {});
    let odds = |wanted: usize| {
        let row = companies.iter().position(|company| *company == wanted).expect("its row");
        tally.probability(row, Fate::R1000)
    };
    let (one, other) = (odds(4), odds(5));
    let error = (2.0 * one * (1.0 - one) / paths as f64).sqrt();
    assert!(one > 0.1 && (one - other).abs() < 4.0 * error, "{one} and {other}");
}

#[test]
fn standard_errors_allow_for_other_names_and_other_paths() {
    use Segment::{R1000, R2000};
    let caps = [9_000, 5_000, 2_000, 1_100, 1_000, 900, 700, 500, 450, 400, 380, 360];
    let held = [R1000, R1000, R1000, R1000, R2000, R2000, R2000, R2000];
    let mut figures = ModelFigures::shipped().expect("the file");
    figures.market.deviation = 0.1;
    for b in &mut figures.buckets {
        (b.beta_spread, b.deviation_spread) = (1.0, 1.0);
    }
    let (times, size) = (300_u32, 50_u64);
    let counts = [Count::Ups, Count::Downs, Count::Deletes, Count::Adds];
    let mut found = [const { Vec::new() }; 4];
    for time in 0..u64::from(times) {
        let mut case = named(&format!("N{time}X"), &caps, &held);
        // Without a band there are enough moves for a normally distributed mean.
        let r1000 = &mut case.parameters.breaks.r1000;
        (r1000.band_above, r1000.band_below) = (Decimal::ZERO, Decimal::ZERO);
        let stretches = [Stretch { sessions: 63 }, Stretch { sessions: 40 }];
        let (tally, ..) =
            case.project(figures.clone(), stretches, time * size..(time + 1) * size, |_| {});
        for (found, count) in found.iter_mut().zip(counts) {
            let summary = tally.count(count);
            found.push((summary.mean().expect("paths"), summary.standard_error().expect("paths")));
        }
    }
    for (found, count) in found.iter().zip(counts) {
        let mean = found.iter().map(|(mean, _)| mean).sum::<f64>() / f64::from(times);
        // Student's t with 49 degrees of freedom, at 95%.
        let covers = |(of_run, error): &&(f64, f64)| (of_run - mean).abs() <= 2.01 * error;
        let share = found.iter().filter(covers).count() as f64 / f64::from(times);
        // Four and a half deviations of a count.
        let off = 4.5 * (0.95 * 0.05 / f64::from(times)).sqrt();
        assert!((share - 0.95).abs() < off, "{count:?}, {mean} on average: {share}");
    }
}

#[test]
fn who_leaves_before_the_implementation_is_in_nothing() {
    let case = case(&[9_000, 5_000, 2_000, 1_100, 1_000, 500, 400, 300], &[Segment::R1000; 4]);
    let mut figures = still();
    for b in &mut figures.buckets {
        b.failure = 0.1;
    }
    let paths = 4_000_u64;
    for stretches in [[Stretch { sessions: 42 }, TODAY], [TODAY, Stretch { sessions: 42 }]] {
        let (tally, ..) = case.project(figures.clone(), stretches, 0..paths, |_| {});
        // Two months: 1 - 0.9^2 = 19%.
        for row in 0..8 {
            let gone = tally.probability(row, Fate::Gone);
            let error = (0.19 * 0.81 / paths as f64).sqrt();
            assert!((gone - 0.19).abs() < 4.0 * error, "{gone}");
        }
        let gone = tally.count(Count::MembersGone).mean().expect("paths");
        assert!((gone - 4.0 * 0.19).abs() < 0.05, "{gone}");
    }
}

#[test]
fn who_leaves_whatever_the_market_does_is_part_of_the_turnover() {
    let mut case = case(&[9_000, 5_000, 3_000, 2_000, 1_000], &[Segment::R1000; 5]);
    case.universe.securities[3].country.assigned = "CA".parse().ok();
    let (tally, companies, today) = case.project(still(), [TODAY, TODAY], 0..1, |_| {});
    assert!(!companies.contains(&3) && today.companies[3].to == Segment::None);
    assert_eq!(tally.count(Count::Deletes).mean(), Some(1.0));
    // Two billions of twenty leave, and the companies that stay take their weight.
    let turnover = &tally.turnover[Index::R1000 as usize];
    for summary in [&turnover.one_way, &turnover.membership] {
        let mean = summary.mean().expect("a path");
        assert!((mean - 0.1).abs() < 1e-9, "{mean}");
    }
}

#[test]
fn companies_grow_over_the_floors_and_fall_below_them() {
    // The last is half too small; the one before at half a dollar: both need a doubling.
    let mut case = case(&[9_000, 5_000, 2_000, 1_100, 800, 15], &[]);
    case.universe.securities[4].set_price(Some(Decimal::new(5, 1)));
    let (deviation, paths) = (0.4, 10_000);
    for company in [4, 5] {
        let stretches = [Stretch { sessions: 21 }, TODAY];
        let (tally, companies, _) =
            case.project(still(), stretches, 0..paths, only(company, deviation));
        let row = companies.iter().position(|at| *at == company).expect("its row");
        let out = tally.probability(row, Fate::Out);
        let expected = normal((libm::log(2.0) + deviation * deviation / 2.0) / deviation);
        let error = (expected * (1.0 - expected) / paths as f64).sqrt();
        assert!((out - expected).abs() < 4.0 * error, "{company}: {out}, not {expected}");
    }
}
