//! Trades of index funds and characteristics of indexes on the scenarios that ship: they agree with the
//! turnover, the weights and the universe of the same run.

use std::collections::BTreeMap;

use rankday::analysis::characteristics::{Characteristics, Covered};
use rankday::report::remarks;
use rankday::scenario::check_run;
use rankday::study::{Run, run};
use rankday::universe::Index;
use rust_decimal::prelude::ToPrimitive;

use super::{both, shipped_path, word};

fn near(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * scale
}

#[test]
fn funds_trade_the_turnover_of_their_index_and_stay_invested() {
    for (event, shipped) in both() {
        let run = &shipped.run;
        let followed: Vec<Index> = run.trades.totals.indexes.iter().map(|i| i.index).collect();
        assert_eq!(followed, [Index::R1000, Index::R2000, Index::Midcap, Index::Microcap]);
        for of_index in &run.trades.totals.indexes {
            let turnover = run.turnover.iter().find(|t| t.index == of_index.index);
            let two_way = turnover.and_then(|t| t.changes.as_ref()).expect("known").two_way;
            let (traded, assets) = (of_index.traded.expect("known"), of_index.assets_usd);
            assert!(near(traded.gross_usd(), assets * two_way, assets), "{event} {of_index:?}");
            assert!(near(traded.buys_usd, traded.sells_usd, assets), "{event} {of_index:?}");
        }
        let net = run.trades.totals.net.expect("known");
        assert!(near(net.buys_usd, net.sells_usd, 1e12), "{event}");
        assert!(net.gross_usd() < run.trades.totals.gross_usd(), "{event}: nothing crosses");
    }
}

#[test]
fn lines_stand_by_their_dollars_and_turn_into_shares_and_days() {
    for (event, shipped) in both() {
        let run = &shipped.run;
        let lines = &run.trades.lines;
        let symbol = |line: usize| run.universe.securities[line].symbol();
        for pair in lines.windows(2) {
            let (a, b) = (pair[0].net_usd.abs(), pair[1].net_usd.abs());
            let in_order = a > b
                || (a.to_bits() == b.to_bits() && symbol(pair[0].line) < symbol(pair[1].line));
            assert!(in_order, "{event}: {} {}", symbol(pair[0].line), symbol(pair[1].line));
        }
        let mut unknown = 0;
        for line in lines {
            let legs: f64 = line.legs.iter().map(|leg| leg.usd).sum();
            assert!(near(legs, line.net_usd, 1e9), "{event} {line:?}");
            let shares = line.shares.expect("every line has a price");
            assert!(shares * line.net_usd >= 0.0, "{event} {line:?}");
            let volume = run.universe.securities[line.line].adv_usd().and_then(|usd| usd.to_f64());
            assert_eq!(line.days_of_volume.is_some(), volume.is_some_and(|usd| usd > 0.0));
            if let (Some(days), Some(volume)) = (line.days_of_volume, volume) {
                assert!(near(days * volume, line.net_usd.abs(), 1e9), "{event} {line:?}");
            } else {
                unknown += 1;
            }
        }
        assert!(unknown < lines.len() / 10, "{event}: {unknown} volumes unknown");
        let gross: f64 = lines.iter().map(|line| line.net_usd.abs()).sum();
        assert!(near(gross, run.trades.totals.net_usd().expect("known"), 1e12), "{event}");
    }
}

/// Most companies promoted from the 2000 are sold, and most relegated ones are bought: a company that is
/// large in one index is small in the other.
#[test]
fn a_move_up_is_mostly_a_sale() {
    let [(_, june), _] = both();
    let net: BTreeMap<usize, f64> =
        june.run.trades.lines.iter().map(|l| (l.line, l.net_usd)).collect();
    for (action, sign) in [("up", -1.0), ("down", 1.0)] {
        let moves: Vec<f64> = june
            .run
            .movers
            .iter()
            .filter(|mover| !mover.is_class && mover.action.to_string() == action)
            .map(|mover| net[&mover.line])
            .collect();
        let as_expected = moves.iter().filter(|usd| **usd * sign > 0.0).count();
        assert!(moves.len() > 10 && as_expected * 10 > moves.len() * 9, "{action}: {moves:?}");
    }
}

#[test]
fn a_scenario_says_who_follows_what() {
    let path = shipped_path("june-2026");
    let text = std::fs::read_to_string(&path).expect("the scenario");
    let done = |more: &str| -> Run {
        let text = format!("{text}\n{more}");
        let scenario = check_run(&path, &text, &|_| None).expect("a scenario");
        run(scenario, &|_| {}).expect("a run")
    };
    let gross = |run: &Run| run.trades.totals.gross_usd_of(Index::R2000).expect("followed");
    let (as_shipped, twice) = (done(""), done("[funds.assets]\nR2000 = 500e9\nTOP200 = 1e9"));
    assert!(near(2.0 * gross(&as_shipped), gross(&twice), 1e11));
    assert!(twice.trades.totals.gross_usd_of(Index::Top200).is_some_and(|usd| usd > 0.0));
    let said =
        |run: &Run, what: &str| run.remarks.iter().any(|said| remarks::text(said).contains(what));
    assert!(said(&as_shipped, "R2000 $250bn (estimate)"));
    assert!(said(&twice, "R2000 $500bn (assumed), TOP200 $1bn (assumed);"));
    assert_eq!(twice.trades.totals.indexes.len(), 2, "what is not named has none");
    assert!(said(&twice, "at the close of the implementation day, Fri 2026-06-26"));

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("funds.csv");
    let rows =
        "fund,index,assets_usd,expense_ratio_pct,counts,basis,note\nAll,R2000,1000,,total,known,\n";
    std::fs::write(&file, rows).expect("written");
    let own = done(&format!("[funds]\nfile = {:?}", word(&file)));
    assert_eq!(own.trades.totals.indexes.len(), 1);
    assert!(near(gross(&own) * 25e7, gross(&as_shipped), 1e12));
    assert!(own.inputs.iter().any(|input| input.role == "funds" && input.path == "funds.csv"));
    assert!(!as_shipped.inputs.iter().any(|input| input.role == "funds"));
}

/// Each index before and after, where known.
fn sides(run: &Run) -> impl Iterator<Item = (String, &Characteristics)> {
    run.characteristics.iter().flat_map(|c| {
        let before = c.before.as_ref().map(|before| (format!("{} before", c.index), before));
        before.into_iter().chain([(format!("{} after", c.index), &c.after)])
    })
}

#[test]
fn characteristics_agree_with_turnover_and_add_up() {
    for (event, shipped) in both() {
        let run = &shipped.run;
        for (c, turnover) in run.characteristics.iter().zip(&run.turnover) {
            assert_eq!(c.index, turnover.index);
            let before = c.before.as_ref();
            assert_eq!(before.map(|b| b.lines), turnover.members_before, "{event} {}", c.index);
            let companies = turnover.changes.as_ref().map(|changes| changes.companies_before);
            assert_eq!(before.map(|b| b.companies), companies, "{event} {}", c.index);
            assert_eq!(c.after.lines, turnover.members_after, "{event} {}", c.index);
            assert_eq!(c.after.companies, turnover.companies_after, "{event} {}", c.index);
        }
        for (side, c) in sides(run) {
            let weight: f64 = c.sectors.iter().map(|sector| sector.weight).sum();
            assert!(near(weight, c.sector_coverage, 1.0), "{event} {side}");
            assert!(c.sector_coverage > 0.9 && c.caps.coverage > 0.98, "{event} {side} {c:?}");
            let Covered { value, coverage } = c.price_earnings_of_profitable;
            assert!(value.is_some_and(|multiple| multiple > 1.0), "{event} {side} {c:?}");
            let all = c.earnings_yield.coverage;
            assert!(coverage <= all && (0.9..1.0 + 1e-9).contains(&all), "{event} {side} {c:?}");
            let none = c.without_profit.of_weight.expect("earnings");
            assert!(near(coverage, all * (1.0 - none), 1.0), "{event} {side} {c:?}");
            let largest = c.largest.expect("a largest");
            assert!(c.caps.mean.is_some_and(|mean| mean < largest.cap), "{event} {side}");
            assert!(largest.weight > 0.0 && largest.weight < 1.0, "{event} {side}");
        }
    }
}

/// The yield computed in another way: the members' earnings over their caps, in dollars.
#[test]
fn the_yield_is_what_is_earned_for_the_price() {
    let [(_, june), _] = both();
    let run = &june.run;
    let number = |d: rust_decimal::Decimal| d.to_f64().expect("a number");
    for index in [Index::R1000, Index::R2000] {
        let (mut cost, mut earned) = (0.0, 0.0);
        for holding in run.holdings.holdings.iter().filter(|h| h.after.contains(index)) {
            let security = &run.universe.securities[holding.line];
            let Some(earnings) = security.earnings() else { continue };
            let cap = run.result.companies[holding.company].market_cap.expect("a cap");
            // Its value now and on rank day: its cap moved alike, except where floats have changed.
            let then = security.price().zip(security.shares_outstanding());
            let then = then.map_or(number(cap), |(price, shares)| number(price) * number(shares));
            let float = number(security.free_float_pct().unwrap_or(100.into())) / 100.0;
            cost += holding.value_after;
            earned += number(earnings) * then * float / number(cap);
        }
        let found = run.characteristics.iter().find(|c| c.index == index).expect("the index");
        let found = found.after.earnings_yield.value.expect("known");
        assert!((earned / cost - found).abs() < 0.001, "{index}: {} {found}", earned / cost);
    }
}
