//! The results of a path that was followed, quantity by quantity.

use std::collections::BTreeMap;

use rankday::analysis::concentration::{SizedMember, concentration};
use rankday::analysis::drift::Drift;
use rankday::analysis::whipsaw::whipsaws;
use rankday::simulation::MONTHS;
use rankday::universe::{Index, Segment};

use super::naive::{Backtest, Caps, Values, in_index};

/// Whether a move from one segment to another is of a kind.
type IsOfKind = fn(Segment, Segment) -> bool;

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

fn growth(returns: &[f64]) -> f64 {
    returns.iter().map(|r| 1.0 + r).product()
}

pub(crate) fn values(
    backtest: &Backtest,
    indexes: &[Index],
    [caps, values_held]: [&Caps; 2],
    first: &BTreeMap<Index, Vec<f64>>,
    years: f64,
) -> Values {
    let mut values = Values::new();
    for ((name, index), sum) in &backtest.sums {
        values.insert((name.clone(), *index), Some(sum / years));
    }
    for index in indexes {
        // A quantity that never occurred has no sum.
        for part in
            ["june", "december", "quarterly_additions", "unscheduled", "unscheduled_deletions"]
        {
            values.entry((format!("{part}_one_way"), Some(*index))).or_insert(Some(0.0));
        }
    }
    let found = whipsaws(&backtest.moves);
    let between = |home: bool, away: bool| {
        let is_it = |w: &&rankday::analysis::whipsaw::Whipsaw<usize>| {
            w.home.in_r3000() == home && w.away.in_r3000() == away
        };
        found.list.iter().filter(is_it).count()
    };
    let mut family = |name: &str, value| _ = values.insert((name.to_owned(), None), value);
    let counts = [
        ("whipsaws", found.list.len()),
        ("whipsaws_up_and_back", found.count(Segment::R2000, Segment::R1000)),
        ("whipsaws_down_and_back", found.count(Segment::R1000, Segment::R2000)),
        ("whipsaws_in_and_out", between(false, true)),
        ("whipsaws_out_and_in", between(true, false)),
    ];
    for (name, count) in counts {
        family(name, Some(count as f64 / years));
    }
    family("whipsaw_rate", found.rate());
    // Moves with a reconstitution after them.
    let moves = backtest.moves.iter().rev().skip(1).flatten();
    let kinds: [(&str, usize, IsOfKind); 4] = [
        ("up_and_back", counts[1].1, |from, to| (from, to) == (Segment::R2000, Segment::R1000)),
        ("down_and_back", counts[2].1, |from, to| (from, to) == (Segment::R1000, Segment::R2000)),
        ("in_and_out", counts[3].1, |from, to| !from.in_r3000() && to.in_r3000()),
        ("out_and_in", counts[4].1, |from, to| from.in_r3000() && !to.in_r3000()),
    ];
    for (kind, undone, is_it) in kinds {
        let all = moves.clone().filter(|m| is_it(m.from, m.to)).count();
        let rate = (all > 0).then(|| undone as f64 / all as f64);
        family(&format!("whipsaw_rate_{kind}"), rate);
    }
    let [months, wrong] = backtest.months;
    family("wrong_index_fraction", Some(wrong / months));
    let days = wrong * 365.25 / 12.0;
    family("wrong_index_mean_days", Some(days / backtest.names.len() as f64));
    for index in indexes {
        let mut push =
            |name: String, value: f64| _ = values.insert((name, Some(*index)), Some(value));
        drifts(&backtest.drifts[index], &mut push);
        let returns = &backtest.returns[index];
        let differences: Vec<f64> =
            returns.iter().zip(&first[index]).map(|(own, first)| own - first).collect();
        let total = growth(returns) - 1.0;
        let of_cycles = || returns.chunks(12).zip(first[index].chunks(12));
        let behind: f64 = of_cycles().map(|(own, first)| growth(own) - growth(first)).sum();
        let error: f64 = differences.chunks(12).map(deviation).sum();
        let breadth = &backtest.breadth[index];
        let held = |id: &&usize| in_index(&backtest.held, **id, *index);
        let members: Vec<usize> = caps.keys().filter(held).copied().collect();
        let sum: f64 = members.iter().map(|id| values_held[id]).sum();
        let sized: Vec<SizedMember<usize>> = members
            .iter()
            .map(|id| SizedMember { key: *id, cap: caps[id], weight: values_held[id] / sum })
            .collect();
        let size = concentration(&sized).expect("members");
        for (name, value) in [
            ("total_return", total),
            ("annualised_return", (1.0 + total).powf(1.0 / years) - 1.0),
            ("volatility", deviation(returns) * 12.0_f64.sqrt()),
            ("breadth_mean", breadth.iter().sum::<f64>() / breadth.len() as f64),
            ("tracking_difference", behind / years),
            ("tracking_error", error / years * 12.0_f64.sqrt()),
            ("members", size.members as f64),
            ("largest_cap", size.largest.cap),
            ("median_cap", size.median_cap),
            ("weighted_mean_cap", size.weighted_mean_cap.expect("weights")),
            ("top_10_weight", size.top_10_weight.expect("weights")),
        ] {
            push(name.to_owned(), value);
        }
    }
    let (small, large) = (&backtest.returns[&Index::R2000], &backtest.returns[&Index::R1000]);
    let mut longest = (0, 0.0);
    for from in 0..small.len() {
        let won = small[from..].iter().zip(&large[from..]).take_while(|(s, l)| s > l).count();
        if won > longest.0 {
            let run = from..from + won;
            longest = (won, growth(&small[run.clone()]) - growth(&large[run]));
        }
    }
    for (name, value) in [
        ("outperformance", growth(small) / growth(large) - 1.0),
        ("outperformance_streak", longest.0 as f64),
        ("outperformance_streak_return", longest.1),
    ] {
        values.insert((name.to_owned(), Some(Index::R2000)), Some(value));
    }
    values
}

fn drifts(drifts: &[(Drift, f64)], push: &mut dyn FnMut(String, f64)) {
    type Part = (&'static str, fn(&(Drift, f64)) -> f64);
    let parts: [Part; 10] = [
        ("wrong_side_weight", |(d, _)| d.wrong_side.weight),
        ("wrong_side_count", |(d, _)| d.wrong_side.count as f64),
        ("too_large_weight", |(_, too_large)| *too_large),
        ("too_small_weight", |(d, too_large)| d.wrong_side.weight - too_large),
        ("beyond_band_weight", |(d, _)| d.beyond_band.weight),
        ("beyond_band_count", |(d, _)| d.beyond_band.count as f64),
        ("would_enter_weight", |(d, _)| d.would_enter.weight),
        ("would_enter_count", |(d, _)| d.would_enter.count as f64),
        ("active_share", |(d, _)| d.active_share),
        ("lost", |(d, _)| d.lost as f64),
    ];
    for (name, of) in parts {
        let all: Vec<f64> = drifts.iter().map(of).collect();
        push(format!("drift_{name}_mean"), all.iter().sum::<f64>() / all.len() as f64);
        let largest = all.chunks(12).map(|cycle| cycle.iter().copied().fold(0.0, f64::max));
        push(format!("drift_{name}_max"), largest.sum::<f64>() / (all.len() / 12) as f64);
        for (calendar, month) in MONTHS.iter().enumerate() {
            // The first close is that of June.
            let of_month = all.iter().skip((calendar + 7) % 12).step_by(12);
            let count = of_month.clone().count() as f64;
            push(format!("drift_{name}_mean_{month}"), of_month.sum::<f64>() / count);
        }
    }
}
