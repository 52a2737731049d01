//! Rates of the generated panel against the measured ones.

use super::*;
use crate::methodology::{assign_country, benefit_driven_countries};
use crate::universe::Country;

/// True caps of the companies that pass the screens on a date, largest first, by issuer.
fn eligible(date: &NaiveDate) -> Vec<(f64, &'static str)> {
    let (labels, countries) = (labels(), benefit_driven_countries());
    let minimum = Decimal::from(5);
    let mut caps: BTreeMap<&str, f64> = BTreeMap::new();
    for (symbol, &at) in &dates()[date] {
        let (s, row) = (labels[symbol], &panel().rows[at]);
        let above = |d: Option<Decimal>| d.is_none_or(|d| d >= minimum);
        let cap = row.market_cap.map_or(0.0, |c| number(Some(c)) / shipped().miscounts[at]);
        let passes = s.security_type == SecurityType::Common
            && s.structure == Structure::Corporation
            && assign_country(&s.country, &countries).is_none_or(|c| c == Country::US)
            && above(s.free_float_pct())
            && above(s.unrestricted_votes_pct())
            && row.price >= Decimal::ONE
            && cap >= 30e6;
        if passes {
            let all = caps.entry(s.issuer()).or_default();
            *all = cap.max(*all);
        }
    }
    let mut caps: Vec<_> = caps.into_iter().map(|(issuer, cap)| (cap, issuer)).collect();
    caps.sort_by(|a, b| b.0.total_cmp(&a.0));
    caps
}

/// The ranks of every month end, by issuer.
fn ranks() -> &'static [BTreeMap<&'static str, usize>] {
    static RANKS: LazyLock<Vec<BTreeMap<&'static str, usize>>> = LazyLock::new(|| {
        let ranked = |date| eligible(date).into_iter().enumerate().map(|(at, (_, i))| (i, at + 1));
        dates().keys().map(|date| ranked(date).collect()).collect()
    });
    &RANKS
}

#[test]
fn breaks_and_counts_match_those_of_the_years() {
    let measured = [
        ("2024-04-30", 4_562.0, 135.0),
        ("2025-04-30", 4_604.0, 111.0),
        ("2026-04-30", 5_631.0, 136.0),
    ];
    for (day, thousand, three_thousand) in measured {
        let caps = eligible(&day.parse().expect("a date"));
        let near = |rank: usize, cap: f64, factor: f64| {
            let is = caps[rank - 1].0 / 1e6;
            assert!((cap / factor..cap * factor).contains(&is), "{day} #{rank}: {is}");
        };
        near(1_000, thousand, 1.1);
        near(3_000, three_thousand, 1.35);
    }
    for date in dates().keys() {
        let count = eligible(date).len();
        assert!((3_200..=3_520).contains(&count), "{date}: {count} eligible");
        assert!((4_000..=4_900).contains(&dates()[date].len()), "{date}");
    }
}

#[test]
fn volatilities_by_size_match_those_measured() {
    let calibration = Calibration::shipped().expect("calibration");
    let mut own: Vec<Vec<f64>> = vec![Vec::new(); calibration.buckets.len()];
    let labels = labels();
    for (at, (date, rows)) in dates().iter().enumerate().skip(1) {
        let before = &ranks()[at - 1];
        let of_month: Vec<(usize, f64)> = rows
            .iter()
            .filter_map(|(symbol, &row)| {
                let rank = before.get(labels[symbol].issuer())?;
                let change = panel().rows[row].price_return?;
                Some((*rank, libm::log(1.0 + number(Some(change)))))
            })
            .collect();
        let middle = median(of_month.iter().map(|m| m.1).collect());
        assert!(middle.abs() < 0.15, "{date}: {middle}");
        for (rank, log) in of_month {
            own[calibration.bucket(rank)].push((log - middle).abs());
        }
    }
    // The scaled median deviation of all months together, measured in the same way.
    let measured = [0.0652, 0.0700, 0.0793, 0.0947, 0.1162, 0.1365];
    for (deviations, measured) in own.into_iter().zip(measured) {
        let is = 1.4826 * median(deviations);
        assert!((0.8..1.25).contains(&(is / measured)), "{is} for {measured}");
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[test]
fn companies_change_buckets_at_the_measured_rates() {
    // Share of the companies of a bucket that are still in it a year later, and of those that have
    // left.
    let measured = [(0.866, 0.013), (0.758, 0.023), (0.713, 0.048), (0.743, 0.061), (0.664, 0.120)];
    let calibration = Calibration::shipped().expect("calibration");
    for (bucket, (stay, gone)) in measured.into_iter().enumerate() {
        let (mut all, mut stayed, mut left) = (0.0, 0.0, 0.0);
        for pair in ranks().windows(13) {
            let inside = pair[0].iter().filter(|(_, rank)| calibration.bucket(**rank) == bucket);
            for (issuer, _) in inside {
                let now = pair[12].get(issuer).map(|rank| calibration.bucket(*rank));
                all += 1.0;
                stayed += f64::from(u8::from(now == Some(bucket)));
                left += f64::from(u8::from(now.is_none()));
            }
        }
        let (stayed, left) = (stayed / all, left / all);
        assert!((stayed - stay).abs() < 0.08, "bucket {bucket}: {stayed} stay");
        assert!((left - gone).abs() < 0.05, "bucket {bucket}: {left} gone");
    }
}

#[test]
fn companies_list_and_leave_at_the_measured_rates() {
    let labels = labels();
    let is_ranked = |symbol: &str| {
        let s = labels[symbol];
        s.structure == Structure::Corporation
            && s.security_type == SecurityType::Common
            && s.country.exchange.is_none_or(|c| c == Country::US)
    };
    let count = |kind: ActionKind, year: &str| {
        let issuers: BTreeSet<(NaiveDate, &str)> = panel()
            .actions
            .iter()
            .filter(|a| a.kind == kind && a.date.to_string().starts_with(year))
            .filter(|a| is_ranked(&a.symbol))
            .map(|a| (a.date, labels[a.symbol.as_str()].issuer()))
            .collect();
        issuers.len()
    };
    for (year, monthly) in [("2024", 9.3), ("2025", 11.6), ("2026", 16.2)] {
        let new = (count(ActionKind::Ipo, year) + count(ActionKind::SpinOff, year)) as f64 / 12.0;
        assert!((new - monthly).abs() < 1.5, "{year}: {new} listings a month");
        let (merged, failed) =
            (count(ActionKind::Merger, year), count(ActionKind::Delisting, year));
        let gone = (merged + failed) as f64 / 12.0;
        assert!((13.0..20.0).contains(&gone), "{year}: {gone} leave a month");
        let taken = merged as f64 / (merged + failed) as f64;
        assert!((0.5..0.72).contains(&taken), "{year}: {taken} of them taken over");
        let renamed = count(ActionKind::TickerChange, year);
        assert!((60..=80).contains(&renamed), "{year}: {renamed} ticker changes");
        let children = count(ActionKind::SpinOff, year);
        assert!((3..=10).contains(&children), "{year}: {children} spin-offs");
    }
}

#[test]
fn some_listings_are_large_enough_for_fast_entry() {
    let large = panel().actions.iter().filter(|a| a.kind == ActionKind::Ipo).filter(|a| {
        let (_, date) = around(a.date);
        let caps = eligible(&date);
        let row = dates()[&date][a.symbol.as_str()];
        panel().rows[row].market_cap.is_some_and(|c| number(Some(c)) > caps[499].0)
    });
    assert!((5..=40).contains(&large.count()));
}

#[test]
fn some_prices_stay_below_a_dollar_and_splits_go_both_ways() {
    for (date, rows) in dates() {
        let below = rows.values().filter(|&&at| panel().rows[at].price < Decimal::ONE).count();
        assert!((5..=150).contains(&below), "{date}: {below}");
    }
    let of = |test: fn(f64) -> bool| shipped().adjustments.iter().filter(|a| test(**a)).count();
    let (two_or_more_for_one, fewer_for_more) = (of(|a| a < 0.55), of(|a| a > 1.5));
    assert!((60..300).contains(&two_or_more_for_one), "{two_or_more_for_one}");
    assert!((60..400).contains(&fewer_for_more), "{fewer_for_more}");
}
