use proptest::prelude::*;

use super::*;

fn near(a: Option<f64>, b: f64) -> bool {
    a.is_some_and(|a| (a - b).abs() < 1e-9 * b.abs().max(1.0))
}

/// A company: cap, sector, earnings, book value.
fn facts(
    cap: Option<f64>,
    sector: Option<&str>,
    earnings: Option<f64>,
    book_value: Option<f64>,
) -> Facts<'_> {
    Facts { cap, sector, earnings, book_value }
}

fn of(facts: Vec<Facts<'_>>, lines: &[(usize, f64)]) -> Characteristics {
    let place_of = (0..facts.len()).collect();
    let facts = facts.into_iter().enumerate().collect();
    Fundamentals { facts, place_of }.characteristics(lines.iter().copied())
}

/// Weights .4, .3, .2 and .1. The first company has two lines, the third makes a loss.
fn by_hand() -> Characteristics {
    let companies = vec![
        facts(Some(1_000.0), Some("Energy"), Some(50.0), Some(400.0)),
        facts(Some(600.0), Some("Banks"), Some(30.0), Some(600.0)),
        facts(Some(400.0), Some("Energy"), Some(-20.0), Some(-40.0)),
        facts(Some(200.0), None, Some(0.0), None),
    ];
    of(companies, &[(0, 30.0), (1, 30.0), (2, 20.0), (0, 10.0), (3, 10.0)])
}

#[test]
fn a_worked_index() {
    let c = by_hand();
    assert_eq!((c.lines, c.companies, c.caps.companies), (5, 4, 4));
    assert!(near(c.caps.mean, 550.0) && near(c.caps.median, 500.0));
    assert!(near(c.caps.weighted_mean, 400.0 + 180.0 + 80.0 + 20.0));
    assert!(near(Some(c.caps.coverage), 1.0));
    let largest = c.largest.expect("a cap");
    assert_eq!((largest.company, largest.cap.to_bits()), (0, 1_000_f64.to_bits()));
    assert!(near(Some(largest.weight), 0.4), "both its lines");
}

/// Yields are .05, .05, -.05 and 0: sum w E/P = .02 + .015 - .01 = .025, so price-earnings is 40. The
/// profitable .7 earns .035, so its price-earnings is 20.
#[test]
fn losses_reduce_the_earnings_of_the_index() {
    let c = by_hand();
    assert!(near(c.earnings_yield.value, 0.025));
    assert!(near(c.price_earnings.value, 40.0) && near(Some(c.price_earnings.coverage), 1.0));
    let profitable = c.price_earnings_of_profitable;
    assert!(near(profitable.value, 20.0) && near(Some(profitable.coverage), 0.7));
    let none = c.without_profit;
    assert_eq!((none.known, none.companies), (4, 2), "zero earnings are no profit");
    assert!(near(none.of_companies, 0.5) && near(none.of_weight, 0.3));
    // Coverage is .9, and the sum of the weighted ratios is .4 x .4 + .3 x 1 - .2 x .1.
    assert!(near(c.book_to_price.value, 0.44 / 0.9) && near(Some(c.book_to_price.coverage), 0.9));
}

#[test]
fn losses_above_profits_leave_no_multiple() {
    let companies =
        vec![facts(Some(100.0), None, Some(5.0), None), facts(Some(100.0), None, Some(-9.0), None)];
    let c = of(companies, &[(0, 1.0), (1, 1.0)]);
    assert!(near(c.earnings_yield.value, -0.02));
    assert_eq!(c.price_earnings, Covered { value: None, coverage: 1.0 });
    assert_eq!(c.price_earnings_of_profitable, Covered { value: Some(20.0), coverage: 0.5 });
}

#[test]
fn sectors_are_ordered_by_name_and_sum_to_their_coverage() {
    let c = by_hand();
    let names: Vec<_> = c.sectors.iter().map(|s| (s.sector.as_str(), s.companies)).collect();
    assert_eq!(names, [("Banks", 1), ("Energy", 2)]);
    assert!(near(Some(c.sectors[1].weight), 0.6));
    assert!(near(Some(c.sector_coverage), 0.9));
}

#[test]
fn unknown_data_is_left_out_and_lowers_coverage() {
    let companies = vec![
        facts(Some(100.0), Some("Energy"), None, Some(50.0)),
        facts(None, None, Some(7.0), Some(9.0)),
    ];
    let c = of(companies, &[(0, 3.0), (1, 1.0)]);
    assert_eq!((c.companies, c.caps.companies), (2, 1));
    assert!(near(c.caps.mean, 100.0) && near(Some(c.caps.coverage), 0.75));
    assert_eq!(c.price_earnings, Covered { value: None, coverage: 0.0 }, "earnings or cap missing");
    assert_eq!(c.without_profit.known, 1, "earnings count without a cap");
    assert!(near(Some(c.without_profit.coverage), 0.25));
    assert!(near(c.book_to_price.value, 0.5) && near(Some(c.book_to_price.coverage), 0.75));
}

#[test]
fn an_empty_index_has_no_characteristics() {
    let none = of(vec![facts(Some(1.0), Some("Energy"), Some(1.0), Some(1.0))], &[]);
    assert_eq!(none, Characteristics::default());
    assert_eq!(none.price_earnings.coverage.to_bits(), 0_f64.to_bits(), "and no -0");
}

#[test]
fn without_weights_only_counts_are_known() {
    let c = of(vec![facts(Some(8.0), Some("Energy"), Some(-1.0), None)], &[(0, 0.0)]);
    assert!(near(c.caps.mean, 8.0));
    assert_eq!(c.caps.weighted_mean, None);
    let none = c.without_profit;
    assert_eq!((none.of_companies, none.of_weight), (Some(1.0), None));
}

/// A company with any of its data possibly unknown, and the value of its line.
fn any_company() -> impl Strategy<Value = (Facts<'static>, f64)> {
    let sector = proptest::sample::select(vec![None, Some("Energy"), Some("Banks"), Some("Tech")]);
    let unknown = proptest::option::of;
    (unknown(1.0..1e12), sector, unknown(-1e9..1e10), unknown(-1e9..1e11), 0.0..1e9_f64).prop_map(
        |(cap, sector, earnings, book, value)| (facts(cap, sector, earnings, book), value),
    )
}

proptest! {
    #[test]
    fn parts_and_coverages_add_up(all in proptest::collection::vec(any_company(), 1..40)) {
        let (companies, values): (Vec<_>, Vec<f64>) = all.into_iter().unzip();
        let lines: Vec<(usize, f64)> = values.into_iter().enumerate().collect();
        let whole = of(companies.clone(), &lines);
        let sum: f64 = whole.sectors.iter().map(|sector| sector.weight).sum();
        prop_assert!((sum - whole.sector_coverage).abs() < 1e-12);
        for coverage in [
            whole.caps.coverage,
            whole.sector_coverage,
            whole.without_profit.coverage,
            whole.price_earnings.coverage,
            whole.book_to_price.coverage,
        ] {
            prop_assert!((0.0..=1.0 + 1e-12).contains(&coverage));
        }
        let profitable = whole.price_earnings_of_profitable;
        prop_assert!(profitable.coverage <= whole.price_earnings.coverage);
        // Losses can only raise the multiple.
        if let (Some(all), Some(profitable)) = (whole.price_earnings.value, profitable.value)
            && whole.price_earnings.coverage > 0.0
        {
            // Earnings of all companies are those of the profitable less the losses.
            let earned = 1.0 / profitable * whole.price_earnings_of_profitable.coverage;
            let left = 1.0 / all * whole.price_earnings.coverage;
            prop_assert!(left <= earned * (1.0 + 1e-9));
        }
        // Splitting a company into two lines changes nothing.
        let halves: Vec<(usize, f64)> =
            lines.iter().chain(&lines).map(|(company, value)| (*company, value / 2.0)).collect();
        let halved = of(companies, &halves);
        prop_assert_eq!(halved.companies, whole.companies);
        prop_assert_eq!(halved.caps.median, whole.caps.median);
        let (a, b) = (halved.book_to_price.value, whole.book_to_price.value);
        prop_assert_eq!(a.is_some(), b.is_some());
        if let (Some(a), Some(b)) = (a, b) {
            prop_assert!((a - b).abs() <= 1e-9 * b.abs().max(1e-12));
        }
    }
}
