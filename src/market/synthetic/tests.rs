use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as FilePath;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use strum::{IntoEnumIterator, VariantNames};

use super::event::membership::decide;
use super::event::universe::{could_be_member, is_traded_common};
use super::*;
use crate::methodology::Parameters;
use crate::methodology::Screen;
use crate::methodology::updates::{update_float, update_shares};
use crate::methodology::weights::{investable_cap, weights};
use crate::reconstitution::Reconstitution;
use crate::universe::{
    ActionKind, Exchange, Input, Member, Security, SecurityType, Segment, Structure, Universe,
    read_membership, read_universe, write_membership, write_universe,
};

/// The lines that are members after an event, each with its company's segment.
fn member_lines<'a>(
    universe: &'a Universe,
    result: &'a Reconstitution,
) -> impl Iterator<Item = (usize, Segment)> + 'a {
    let company_of = universe.company_of_line();
    let lines = result.indexes_after.iter().enumerate();
    lines
        .filter(|(_, indexes)| !indexes.is_empty())
        .map(move |(line, _)| (line, result.companies[company_of[line]].to))
}

/// The market of a seed from 1 to 3, with the truth behind its panel.
pub(super) fn made(seed: u64) -> &'static (Published, Vec<SyntheticEvent>) {
    static MARKETS: [LazyLock<(Published, Vec<SyntheticEvent>)>; 3] =
        [LazyLock::new(|| make(1)), LazyLock::new(|| make(2)), LazyLock::new(|| make(3))];
    &MARKETS[usize::try_from(seed - 1).expect("a small number")]
}

fn make(seed: u64) -> (Published, Vec<SyntheticEvent>) {
    history(&Calibration::shipped().expect("calibration"), seed).expect("a market")
}

/// The market that ships, with the true values behind its panel. Tests read it row by row.
pub(super) fn shipped() -> &'static (Published, Vec<SyntheticEvent>) {
    static SHIPPED: LazyLock<&(Published, Vec<SyntheticEvent>)> =
        LazyLock::new(|| made(default_seed().expect("calibration")));
    &SHIPPED
}

/// The events that ship, of June and December.
fn events() -> &'static [SyntheticEvent] {
    &shipped().1
}

/// The outcome of an event, in counts of securities.
#[derive(Debug)]
struct Moves {
    up: usize,
    new_to_r1000: usize,
    down: usize,
    r3000_adds: usize,
    r3000_deletes: usize,
    break_1000: f64,
    break_3000: f64,
    r2000_turnover: f64,
    share_changes: usize,
    float_changes: usize,
    drops: BTreeMap<Screen, usize>,
    base_count: usize,
}

fn outcome(made: &SyntheticEvent) -> Reconstitution {
    decide(&made.event, &made.universe, &made.held, &Parameters::default()).expect("caps fit")
}

fn moves(made: &SyntheticEvent) -> Moves {
    let result = outcome(made);
    let members = &made.held.members;
    let mut after: BTreeMap<usize, Segment> = BTreeMap::new();
    let mut new = Vec::new();
    for (line, segment) in member_lines(&made.universe, &result) {
        match result.matched.member_of_line[line] {
            Some(at) => drop(after.insert(at, segment)),
            None => new.push(segment),
        }
    }
    after.extend(result.matched.missing.iter().map(|&at| (at, members[at].segment)));
    let count = |test: &dyn Fn(Segment, Segment) -> bool| {
        let old = members
            .iter()
            .enumerate()
            .filter(|(at, m)| test(m.segment, after.get(at).copied().unwrap_or(Segment::None)));
        old.count() + new.iter().filter(|is| test(Segment::None, **is)).count()
    };
    let (r1, r2) = (Segment::R1000, Segment::R2000);
    let parameters = Parameters::default();
    let buffers = parameters.updates(made.event.season);
    let changed = |line: usize, float: bool| {
        let Some(at) = result.matched.member_of_line[line] else { return false };
        let (m, s) = (&members[at], &made.universe.securities[line]);
        if float {
            m.index_float_pct
                .zip(s.free_float_pct())
                .is_some_and(|(a, b)| update_float(Some(a), b, buffers.float_buffer_points).changed)
        } else {
            m.index_shares
                .zip(s.shares_outstanding())
                .is_some_and(|(a, b)| update_shares(Some(a), b, buffers.shares_buffer_pct).changed)
        }
    };
    let counted =
        |float| member_lines(&made.universe, &result).filter(|(l, _)| changed(*l, float)).count();
    let cap = |rank| result.ranking.at(rank).and_then(|r| r.cap.to_f64()).unwrap_or_default();
    Moves {
        up: count(&|was, is| was == r2 && is == r1),
        new_to_r1000: count(&|was, is| !was.in_r3000() && is == r1),
        down: count(&|was, is| was == r1 && is == r2),
        r3000_adds: count(&|was, is| !was.in_r3000() && is.in_r3000()),
        r3000_deletes: count(&|was, is| was.in_r3000() && !is.in_r3000()),
        break_1000: cap(1_000) / 1e6,
        break_3000: cap(3_000) / 1e6,
        r2000_turnover: turnover(made, &result, r2),
        share_changes: counted(false),
        float_changes: counted(true),
        drops: result.screened.waterfall.steps.iter().map(|s| (s.screen, s.dropped)).collect(),
        base_count: result.ranking.base_count,
    }
}

/// One-way turnover of a segment at the close of the implementation day, per cent.
fn turnover(made: &SyntheticEvent, result: &Reconstitution, segment: Segment) -> f64 {
    let prices: BTreeMap<&str, Decimal> =
        made.effective.securities.iter().filter_map(|s| Some((s.symbol(), s.price()?))).collect();
    let lines = &made.universe.securities;
    let mut caps: Vec<(f64, f64)> = vec![(0.0, 0.0); lines.len()];
    let value = |line: usize, shares: Option<Decimal>, float| {
        let price = prices.get(lines[line].symbol()).copied();
        price.zip(shares).map_or(0.0, |(p, n)| investable_cap(p, n, float))
    };
    for (line, _) in member_lines(&made.universe, result).filter(|(_, is)| *is == segment) {
        let s = &lines[line];
        caps[line].1 = value(line, s.shares_outstanding(), s.free_float_pct());
    }
    for (line, at) in result.matched.member_of_line.iter().enumerate() {
        let member = at.map(|at| &made.held.members[at]).filter(|m| m.segment == segment);
        if let Some(m) = member {
            caps[line].0 = value(line, m.index_shares, m.index_float_pct);
        }
    }
    let before = weights(&caps.iter().map(|c| c.0).collect::<Vec<_>>());
    let after = weights(&caps.iter().map(|c| c.1).collect::<Vec<_>>());
    before.iter().zip(&after).map(|(b, a)| (b - a).abs()).sum::<f64>() * 50.0
}

#[test]
fn june_moves_as_many_companies_as_a_real_reconstitution() {
    let m = moves(&events()[0]);
    let within = |what: &str, value: f64, low: f64, high: f64| {
        assert!((low..=high).contains(&value), "{what} {value} is not in {low}..={high}: {m:?}");
    };
    within("break #1,000", m.break_1000, 5_400.0, 5_900.0);
    within("break #3,000", m.break_3000, 125.0, 145.0);
    within("Russell 1000 additions", (m.up + m.new_to_r1000) as f64, 30.0, 65.0);
    within("of them from the Russell 2000", m.up as f64, 20.0, 45.0);
    within("down", m.down as f64, 20.0, 45.0);
    within("Russell 3000 additions", m.r3000_adds as f64, 180.0, 260.0);
    within("Russell 3000 deletions", m.r3000_deletes as f64, 130.0, 200.0);
    within("Russell 2000 one-way turnover", m.r2000_turnover, 8.0, 14.0);
    within("Russell 3000E", m.base_count as f64, 3_300.0, 3_500.0);
    within("changes of shares", m.share_changes as f64, 1_500.0, 3_300.0);
    within("changes of float", m.float_changes as f64, 800.0, 1_700.0);
}

#[test]
fn december_is_a_smaller_june() {
    let june = moves(&events()[0]);
    let m = moves(&events()[1]);
    assert!((10..=40).contains(&m.up), "{m:?}");
    assert!((8..=30).contains(&m.down), "{m:?}");
    assert!((80..=140).contains(&m.r3000_adds), "{m:?}");
    assert!((60..=115).contains(&m.r3000_deletes), "{m:?}");
    assert!((5.0..=12.0).contains(&m.r2000_turnover), "{m:?}");
    assert!(m.share_changes * 2 < june.share_changes, "{m:?}");
    assert!(m.float_changes * 2 < june.float_changes, "{m:?}");
    let event = &events()[1];
    let held = outcome(event).matched.member_of_line;
    let inside = |change: fn(&Member, &Security) -> Option<Decimal>, buffer: Decimal| {
        let pairs = event.universe.securities.iter().zip(&held);
        let changes = pairs.filter_map(|(s, at)| change(&event.held.members[(*at)?], s));
        changes.filter(|c| *c > Decimal::ZERO && *c <= buffer).count()
    };
    let by_shares = inside(
        |m, s| {
            let (old, new) = m.index_shares.zip(s.shares_outstanding())?;
            Some((new - old).abs() * Decimal::ONE_HUNDRED / old)
        },
        Decimal::ONE,
    );
    let by_float = inside(
        |m, s| m.index_float_pct.zip(s.free_float_pct()).map(|(old, new)| (new - old).abs()),
        Decimal::from(3),
    );
    assert!(by_shares > 500 && by_float > 300, "inside the buffers: {by_shares} {by_float}");
}

#[test]
fn every_seed_makes_a_plausible_market() {
    for seed in [1, 2, 3] {
        let m = moves(&made(seed).1[0]);
        assert!((15..=60).contains(&m.up), "seed {seed}: {m:?}");
        assert!((15..=60).contains(&m.down), "seed {seed}: {m:?}");
        assert!((150..=260).contains(&m.r3000_adds), "seed {seed}: {m:?}");
        assert!((110..=200).contains(&m.r3000_deletes), "seed {seed}: {m:?}");
    }
}

#[test]
fn every_screen_drops_companies_and_every_kind_occurs() {
    for event in events() {
        let (season, drops) = (event.event.season, moves(event).drops);
        for screen in Screen::iter() {
            let count = drops.get(&screen).copied().unwrap_or_default();
            assert!(count >= 5, "{season}: {screen} drops {count}");
        }
        let texts = |column: fn(&Security) -> &'static str| -> BTreeSet<&'static str> {
            event.universe.securities.iter().map(column).collect()
        };
        assert_eq!(texts(|s| s.security_type.into()).len(), SecurityType::VARIANTS.len());
        assert_eq!(texts(|s| s.structure.into()).len(), Structure::VARIANTS.len());
        // The eight that a line can state; marks made by importers do not occur.
        assert_eq!(texts(|s| s.exchange.into()).len(), 8);
    }
}

#[test]
fn members_below_a_dollar_are_on_both_sides_of_the_mean() {
    let event = &events()[0];
    let held = outcome(event).matched.member_of_line;
    let below = event
        .universe
        .securities
        .iter()
        .zip(&held)
        .filter(|(s, held)| held.is_some() && s.price().is_some_and(|p| p < Decimal::ONE));
    let (above, under): (Vec<_>, Vec<_>) =
        below.filter_map(|(s, _)| s.mean_close_30d()).partition(|mean| *mean >= Decimal::ONE);
    assert!(!above.is_empty() && under.len() >= 3, "{above:?} {under:?}");
}

#[test]
fn some_companies_are_priced_by_shares_and_some_by_volume() {
    let universe = &events()[0].universe;
    let (mut by_shares, mut by_volume, mut converted, mut stated) = (0, 0, 0, 0);
    for company in &universe.companies {
        let lines: Vec<&Security> = universe.lines(company).collect();
        converted += usize::from(lines.iter().any(|s| s.conversion_ratio != Decimal::ONE));
        stated += usize::from(lines.iter().any(|s| s.company_market_cap().is_some()));
        let mut volumes: Vec<Decimal> =
            lines.iter().filter(|s| is_traded_common(s)).filter_map(|s| s.volume_2y()).collect();
        volumes.sort_unstable();
        if let [.., second, first] = volumes[..] {
            let near = (first - second) * Decimal::from(5) < first;
            *if near { &mut by_shares } else { &mut by_volume } += 1;
        }
    }
    assert!(by_shares >= 10 && by_volume >= 20, "{by_shares} {by_volume}");
    assert!(converted >= 10 && stated >= 3, "{converted} {stated}");
}

#[test]
fn some_members_have_left_and_some_have_new_tickers() {
    for event in events() {
        let matched = outcome(event).matched;
        let held = matched.member_of_line;
        let gone = matched.gone.len();
        assert!((3..=12).contains(&gone), "{gone} gone");
        let members = &event.held.members;
        let missing: Vec<Segment> = matched.missing.iter().map(|&m| members[m].segment).collect();
        assert_eq!(missing.len(), 2);
        assert!(missing.contains(&Segment::R1000) && missing.contains(&Segment::R2000));
        let lines = event.universe.securities.iter().zip(&held);
        let renamed = lines
            .filter(|(s, at)| at.is_some_and(|at| event.held.members[at].symbol != s.symbol()))
            .count();
        assert!((4..=12).contains(&renamed), "{renamed} renamed");
        let symbols: BTreeSet<&str> =
            event.effective.securities.iter().map(Security::symbol).collect();
        let missing = event
            .universe
            .securities
            .iter()
            .zip(&held)
            .filter(|(s, at)| at.is_some() && !symbols.contains(s.symbol()))
            .filter(|(s, _)| !matches!(s.exchange, Exchange::Otc | Exchange::Other))
            .count();
        assert!((10..=45).contains(&missing), "{missing} missing");
    }
}

/// Apart from two members' lines that the files lack on purpose, a universe is the panel's market.
#[test]
fn universes_are_slices_of_the_panel() {
    let (published, events) = made(1);
    for event in events {
        let as_of = event.universe.as_of;
        let mut lines: BTreeMap<&str, &Security> = BTreeMap::new();
        let mut shares_of: BTreeMap<&str, f64> = BTreeMap::new();
        for s in &event.universe.securities {
            lines.insert(s.symbol(), s);
            let count = s.shares_outstanding().and_then(|n| (n * s.conversion_ratio).to_f64());
            if matches!(s.security_type, SecurityType::Common | SecurityType::DepositaryReceipt) {
                *shares_of.entry(s.issuer()).or_default() += count.unwrap_or_default();
            }
        }
        let (mut same, mut without) = (0, Vec::new());
        for (at, row) in published.panel.rows.iter().enumerate().filter(|(_, r)| r.date == as_of) {
            let Some(s) = lines.get(row.symbol.as_str()) else {
                without.push(row.symbol.as_str());
                continue;
            };
            assert_eq!(
                (s.price(), s.adv_usd(), s.exchange),
                (Some(row.price), row.adv_usd, row.exchange)
            );
            let stated =
                s.company_market_cap().is_some() || (published.miscounts[at] - 1.0).abs() > 1e-9;
            let cap = row.market_cap.filter(|_| !stated).and_then(|cap| cap.to_f64());
            let Some(cap) = cap else { continue };
            let shares = cap / row.price.to_f64().expect("a price");
            let off =
                shares_of[s.issuer()] / s.conversion_ratio.to_f64().expect("a ratio") / shares
                    - 1.0;
            assert!(off.abs() < 1e-4, "{row:?}: {off}");
            same += 1;
        }
        assert!(same > 4_000, "{as_of}: {same}");
        assert_eq!(without.len(), 2, "{as_of}: {without:?}");
    }
}

/// Closes of the implementation day lie roughly between the month ends on either side; a line without
/// such a close was taken over or delisted since rank day.
#[test]
fn effective_closes_lie_on_the_panels_way() {
    let (published, events) = made(1);
    for (event, ends) in
        events.iter().zip([["2026-05-29", "2026-06-30"], ["2026-11-30", "2026-12-31"]])
    {
        let rows = ends.map(|end| -> BTreeMap<&str, f64> {
            let day = end.parse().expect("a date");
            let rows = published.panel.rows.iter().filter(|row| row.date == day);
            rows.map(|r| (r.symbol.as_str(), r.price.to_f64().expect("a price"))).collect()
        });
        let (mut all, mut between) = (0.0, 0.0);
        for s in &event.effective.securities {
            let symbol = s.symbol();
            let Some((from, to)) = rows[0].get(symbol).zip(rows[1].get(symbol)) else { continue };
            let close = s.price().and_then(|p| p.to_f64()).expect("a close");
            all += 1.0;
            between += f64::from((close > from.min(*to) * 0.85) && (close < from.max(*to) * 1.15));
        }
        assert!(all > 3_500.0 && between / all > 0.96, "{between} of {all}");
        let days = event.event.rank_day..=event.event.implementation;
        let left: BTreeSet<&str> = published
            .panel
            .actions
            .iter()
            .filter(|a| matches!(a.kind, ActionKind::Merger | ActionKind::Delisting))
            .filter(|a| days.contains(&a.date))
            .map(|a| a.symbol.as_str())
            .collect();
        let there: BTreeSet<&str> =
            event.effective.securities.iter().map(Security::symbol).collect();
        let announced = |s: &Security| s.price().is_none();
        for s in event.universe.securities.iter().filter(|s| could_be_member(s) && !announced(s)) {
            let symbol = s.symbol();
            assert!(there.contains(symbol) != left.contains(symbol), "{symbol}");
        }
    }
}

#[test]
fn the_files_are_read_back_unchanged() {
    for event in [1, 2, 3].into_iter().flat_map(|seed| &made(seed).1) {
        let as_of = event.universe.as_of;
        let mut bytes = Vec::new();
        write_universe(&event.universe.securities, None, &mut bytes).expect("written");
        let input = Input::from_bytes("universe.csv", bytes).expect("text");
        let mut read = read_universe(&input, as_of).expect("no faults");
        assert_eq!(read.remarks, Vec::new());
        read.universe.securities.iter_mut().for_each(|s| s.line = 0);
        assert!(read.universe.securities == event.universe.securities);

        let mut bytes = Vec::new();
        write_membership(&event.held, &mut bytes).expect("written");
        let input = Input::from_bytes("membership.csv", bytes).expect("text");
        let read = read_membership(&input).expect("no faults");
        assert!(read.members == event.held.members);

        let mut bytes = Vec::new();
        write_effective(&event.effective, &mut bytes).expect("written");
        let input = Input::from_bytes("effective.csv", bytes).expect("text");
        let read = read_universe(&input, event.effective.as_of).expect("no faults");
        assert_eq!(read.universe.securities.len(), event.effective.securities.len());
    }
}

fn files(seed: u64) -> Vec<(String, Vec<u8>)> {
    let (published, events) = made(seed).clone();
    Synthetic { panel: published.panel, events }.files().expect("files")
}

#[test]
fn a_seed_determines_every_byte() {
    assert!(generate(2).expect("a market").files().expect("files") == files(2));
    assert!(files(2) != files(3));
}

/// The data that ships equals what `rankday generate` writes; after a change here, run it again.
#[test]
fn the_committed_files_are_those_of_the_default_seed() {
    let data = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("data");
    // Compressed bytes may change with the compression library; the content may not.
    let text = |name: &str, bytes| Input::from_bytes(name, bytes).expect("text").text().to_owned();
    for (name, bytes) in files(default_seed().expect("calibration")) {
        let committed = std::fs::read(data.join(&name)).expect("a committed file");
        let same = text(&name, committed) == text(&name, bytes);
        assert!(same, "data/{name} is stale: run `rankday generate --out data`");
    }
}
