use proptest::prelude::*;

use super::super::turnover::turnover;
use super::*;
use crate::methodology::Updates;
use crate::reconstitution::HeldIndexes;
use crate::universe::{Exchange, Indexes, Membership, Security, SymbolChanges, Universe};

const LARGE: &[Index] = &[Index::R3000, Index::R1000, Index::Midcap];
const SMALL: &[Index] = &[Index::R3000, Index::R2000];

fn set(indexes: &[Index]) -> Indexes {
    indexes.iter().copied().collect()
}

fn holding(line: usize, before: &[Index], after: &[Index], values: (f64, f64)) -> Holding {
    Holding {
        line,
        company: line,
        before: HeldIndexes { known: Indexes::ALL, holding: set(before) },
        after: set(after),
        value_before: values.0,
        value_after: values.1,
        updated: Some((values.0 - values.1).abs() > 0.0),
        float_known: true,
        has_value: true,
        now: None,
    }
}

fn holdings(holdings: Vec<Holding>) -> Holdings {
    Holdings { holdings, known_before: Indexes::ALL, ..Holdings::default() }
}

/// Trades in lines given by price and daily dollar volume.
fn traded(
    lines: &[(Option<i64>, Option<i64>)],
    holdings: &Holdings,
    assets: &[(Index, f64)],
) -> Trades {
    let securities = lines.iter().zip('A'..).map(|((price, volume), symbol)| {
        let mut security = Security::new(&symbol.to_string(), Exchange::Nyse);
        security.set_price(price.map(Decimal::from));
        security.set_adv_usd(volume.map(Decimal::from));
        security
    });
    let day = "2026-04-30".parse().expect("a day");
    let universe = Universe::new(day, securities.collect());
    let inputs = ValuationInputs {
        universe: &universe,
        effective: None,
        membership: &Membership::default(),
        symbol_changes: &SymbolChanges::default(),
        updates: &Updates {
            shares_buffer_pct: Decimal::ZERO,
            float_buffer_points: Decimal::ZERO,
            votes_reviewed: true,
        },
    };
    trades(&inputs, holdings, &assets.iter().copied().collect())
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// B is promoted. It was large in the Russell 2000, whose funds sell 250 x 40/100 of it, and is small in
/// the 1000, whose funds buy 120 x 40/1040.
#[test]
fn a_promotion_is_a_net_sale() {
    let held = holdings(vec![
        holding(0, &LARGE[..2], &LARGE[..2], (1_000.0, 1_000.0)),
        holding(1, SMALL, &LARGE[..2], (40.0, 40.0)),
        holding(2, SMALL, SMALL, (60.0, 60.0)),
    ]);
    let lines = [(Some(500), Some(10)), (Some(8), Some(16)), (Some(2), None)];
    let found = traded(&lines, &held, &[(Index::R1000, 120.0), (Index::R2000, 250.0)]);
    let (sold, bought) = (250.0 * 40.0 / 100.0, 120.0 * 40.0 / 1_040.0);
    // The funds on the 2000 reinvest in C, which is the largest trade. The funds on the 1000 sell
    // A, which is the smallest.
    let order: Vec<usize> = found.lines.iter().map(|line| line.line).collect();
    assert_eq!(order, [2, 1, 0]);
    let promoted = &found.lines[1];
    assert_eq!(promoted.side(), Some(Side::Sell));
    assert!(near(promoted.net_usd, bought - sold), "{}", promoted.net_usd);
    let legs: Vec<_> = promoted.legs.iter().map(|leg| (leg.index, leg.usd > 0.0)).collect();
    assert_eq!(legs, [(Index::R1000, true), (Index::R2000, false)]);
    assert!(near(promoted.shares.expect("a price"), (bought - sold) / 8.0));
    assert!(near(promoted.days_of_volume.expect("a volume"), (sold - bought) / 16.0));
    // The purchase of one fund crosses with the sale of the other: both sides count.
    let totals = &found.totals;
    assert!(near(totals.gross_usd(), 2.0 * sold + 2.0 * bought));
    assert!(near(totals.net_usd().expect("known"), 2.0 * sold));
    assert!(near(totals.crossed_usd().expect("known"), 2.0 * bought));
    assert_eq!(totals.net.expect("known").lines, 3);
}

#[test]
fn midcap_funds_trade_beside_those_of_the_1000() {
    let held = holdings(vec![
        holding(0, LARGE, &LARGE[..2], (10.0, 10.0)),
        holding(1, LARGE, LARGE, (30.0, 30.0)),
    ]);
    let both = [(Index::R1000, 120.0), (Index::Midcap, 80.0)];
    let found = traded(&[(None, None), (None, None)], &held, &both);
    // The 1000 does not change; a quarter of Midcap leaves.
    assert!(found.lines.iter().all(|line| near(line.net_usd.abs(), 20.0)));
    assert_eq!(found.lines[0].side(), Some(Side::Sell));
    assert!(near(found.totals.gross_usd_of(Index::R1000).expect("followed"), 0.0));
    assert!(near(found.totals.gross_usd_of(Index::Midcap).expect("followed"), 40.0));
}

#[test]
fn unknown_data_gives_none() {
    let mut held = holdings(vec![holding(0, &[], SMALL, (5.0, 5.0))]);
    let lines = [(None, Some(0))];
    let found = traded(&lines, &held, &[(Index::R2000, 10.0), (Index::R1000, 0.0)]);
    let line = &found.lines[0];
    assert_eq!((line.shares, line.days_of_volume), (None, None), "days of volume need a volume");
    assert_eq!(found.totals.indexes.len(), 1, "the other has no fund assets");
    assert_eq!((line.is_known, found.totals.known_assets_usd()), (true, 10.0));
    // A class that is weighted on another line of its company must not show a trade of zero.
    held.holdings.push(Holding { has_value: false, ..holding(1, &[], SMALL, (0.0, 0.0)) });
    let found = traded(&[(None, Some(0)), (Some(7), Some(7))], &held, &[(Index::R2000, 10.0)]);
    let class = found.lines.iter().find(|own| own.line == 1).expect("a line");
    assert_eq!((class.is_known, class.shares, class.days_of_volume), (false, None, None));
    held.holdings.pop();

    held.known_before = Indexes::NONE;
    let found = traded(&lines, &held, &[(Index::R2000, 10.0)]);
    assert!(found.lines.is_empty());
    assert_eq!(found.totals.indexes[0].traded, None);
    assert_eq!(found.totals.unknown(), [Index::R2000]);
    assert_eq!(found.totals.net, None);
    assert!(!found.totals.is_known() && found.totals.known_assets_usd() == 0.0);
    assert_eq!(found.totals.gross_usd().to_bits(), 0_f64.to_bits());
}

#[test]
fn ties_are_in_symbol_order_and_unchanged_lines_do_not_trade() {
    let held =
        holdings(vec![holding(0, SMALL, SMALL, (5.0, 5.0)), holding(1, SMALL, SMALL, (7.0, 7.0))]);
    let found = traded(&[(Some(1), None), (Some(1), None)], &held, &[(Index::R2000, 10.0)]);
    let order: Vec<_> = found.lines.iter().map(|line| (line.line, line.side())).collect();
    assert_eq!(order, [(0, None), (1, None)]);
    assert_eq!(found.totals.net, Some(Traded::default()));
}

/// A line that is outside, small or large before and after, with its values.
fn any_line() -> impl Strategy<Value = (usize, usize, f64, f64)> {
    (0..4_usize, 0..4_usize, 1.0..1e9, 1.0..1e9)
}

proptest! {
    #[test]
    fn funds_stay_invested_and_trade_their_turnover(
        lines in proptest::collection::vec(any_line(), 1..40)
    ) {
        let places: [&[Index]; 4] = [&[], SMALL, &LARGE[..2], LARGE];
        let line = |(at, &(from, to, before, after)): (usize, &(usize, usize, f64, f64))| {
            holding(at, places[from], places[to], (before, after))
        };
        // Every index has a member on both sides.
        let mut all: Vec<Holding> = lines.iter().enumerate().map(line).collect();
        all.push(holding(lines.len(), LARGE, LARGE, (1e6, 1e6)));
        all.push(holding(lines.len() + 1, SMALL, SMALL, (1e6, 1e6)));
        let held = holdings(all);
        let assets = BTreeMap::from(
            [(Index::R1000, 120e9), (Index::R2000, 250e9), (Index::Midcap, 80e9)]
        );
        let totals = event_trades(&held, &assets);
        for index in &totals.indexes {
            let traded = index.traded.expect("known");
            prop_assert!((traded.buys_usd - traded.sells_usd).abs() < 1e-6 * index.assets_usd);
            let turnover = turnover(index.index, &held).changes.expect("known");
            let expected = index.assets_usd * turnover.two_way;
            prop_assert!((traded.gross_usd() - expected).abs() < 1e-9 * index.assets_usd);
        }
        let net = totals.net.expect("known");
        prop_assert!((net.buys_usd - net.sells_usd).abs() < 1e-3);
        let lines = walk_net(&held, &assets);
        prop_assert!((lines - totals.net_usd().expect("known")).abs() < 1e-3);
        prop_assert!(totals.net_usd().expect("known") <= totals.gross_usd() * (1.0 + 1e-12));
    }
}

/// The net of all lines, computed line by line.
fn walk_net(holdings: &Holdings, assets: &BTreeMap<Index, f64>) -> f64 {
    let total = |index: &Index, side: usize| -> f64 {
        holdings.holdings.iter().filter_map(|h| held(h, *index, &[])[side]).sum()
    };
    let net = |holding: &Holding| -> f64 {
        let weight = |index: &Index, side: usize| {
            held(holding, *index, &[])[side].unwrap_or_default() / total(index, side)
        };
        assets.iter().map(|(index, usd)| usd * (weight(index, 1) - weight(index, 0))).sum()
    };
    holdings.holdings.iter().map(|holding| net(holding).abs()).sum()
}
