use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::*;
use crate::calendar::exchange;
use crate::market::synthetic::calibration::Calibration;
use crate::market::synthetic::tests;
use crate::universe::{
    ActionKind, Input, SecurityType, Structure, SymbolChanges, SymbolKey, read_actions,
    read_universe,
};

mod rates;

fn shipped() -> &'static Published {
    &tests::shipped().0
}

fn panel() -> &'static Panel {
    &shipped().panel
}

/// The dates, ascending, each with its rows by ticker.
fn dates() -> &'static BTreeMap<NaiveDate, BTreeMap<&'static str, usize>> {
    static DATES: LazyLock<BTreeMap<NaiveDate, BTreeMap<&'static str, usize>>> =
        LazyLock::new(|| {
            let mut dates: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
            for (at, row) in panel().rows.iter().enumerate() {
                let before = dates.entry(row.date).or_default().insert(row.symbol.as_str(), at);
                assert_eq!(before, None, "{} twice on {}", row.symbol, row.date);
            }
            dates
        });
    &DATES
}

/// The first month end on or after a day, and the one before it.
fn around(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let after = *dates().range(day..).next().expect("a month end").0;
    let before = *dates().range(..day).next_back().expect("a month end").0;
    (before, after)
}

fn labels() -> BTreeMap<&'static str, &'static Security> {
    panel().securities.iter().map(|s| (s.symbol(), s)).collect()
}

/// For each row, the index of its line's previous row under any ticker.
fn rows_before() -> Vec<Option<usize>> {
    let mut renamed: BTreeMap<&str, Vec<(NaiveDate, &str)>> = BTreeMap::new();
    for action in panel().actions.iter().filter(|a| a.kind == ActionKind::TickerChange) {
        let new = action.other.as_deref().expect("a new ticker");
        renamed.entry(new).or_default().push((action.date, &action.symbol));
    }
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let mut before = Vec::new();
    for (at, row) in panel().rows.iter().enumerate() {
        let symbol = row.symbol.as_str();
        let old = renamed.get(symbol).into_iter().flatten().find(|(d, _)| *d <= row.date);
        before.push(last.get(symbol).copied().or_else(|| last.get(old?.1).copied()));
        last.insert(symbol, at);
    }
    before
}

#[test]
fn rows_are_sorted_and_dates_are_month_ends() {
    let keys: Vec<_> = panel().rows.iter().map(|r| (r.date, r.symbol.as_str())).collect();
    assert!(keys.is_sorted_by(|a, b| a < b));
    let dates: Vec<NaiveDate> = dates().keys().copied().collect();
    assert_eq!(dates.len(), 37);
    assert_eq!(dates[0].to_string(), "2023-12-29");
    assert_eq!(dates[36].to_string(), "2026-12-31");
    for pair in dates.windows(2) {
        let next = exchange::next_session(pair[0]).expect("covered");
        let month = |d: NaiveDate| d.format("%Y-%m").to_string();
        assert!(month(next) != month(pair[0]) && month(next) == month(pair[1]));
    }
}

#[test]
fn numbers_are_in_range_and_written_short() {
    let mut unknown = 0;
    for row in &panel().rows {
        assert!(row.price > Decimal::ZERO && row.price.scale() <= 4, "{row:?}");
        assert!(row.adv_usd.is_none_or(|v| v > Decimal::ZERO), "{row:?}");
        assert!(row.price_return.is_none_or(|r| r > -Decimal::ONE && r.scale() <= 6), "{row:?}");
        assert_eq!(row.price_return.is_none(), row.days == 0, "{row:?}");
        match row.market_cap {
            Some(cap) => assert!(cap > Decimal::ZERO && cap.scale() == 0, "{row:?}"),
            None => unknown += 1,
        }
    }
    // Unknown are the caps of preferred shares and warrants, of five classes, and of three lines a month.
    assert!((1_000..2_500).contains(&unknown), "{unknown} unknown caps");
}

#[test]
fn returns_are_those_of_the_prices_but_for_splits_and_spin_offs() {
    let (rows, adjustments) = (&panel().rows, &shipped().adjustments);
    let mut adjusted = 0;
    for (at, before) in rows_before().into_iter().enumerate() {
        let row = &rows[at];
        let Some(before) = before else {
            assert_eq!(row.price_return, None, "{row:?}");
            continue;
        };
        let was = number(Some(rows[before].price)) * adjustments[at];
        let change = number(Some(row.price)) / was - 1.0;
        let stated = number(row.price_return);
        assert!((change - stated).abs() < 1e-6, "{row:?}: {change}");
        adjusted += usize::from((adjustments[at] - 1.0).abs() > 1e-9);
        let sessions = exchange::sessions_between(rows[before].date, row.date).expect("covered");
        assert_eq!(row.days, sessions.len() - 1, "{row:?}");
    }
    let spin_offs = panel().actions.iter().filter(|a| a.kind == ActionKind::SpinOff).count();
    assert!(adjusted > spin_offs + 100 && adjusted < 700, "{adjusted} splits and spin-offs");
}

#[test]
fn caps_follow_returns_and_share_counts() {
    let (rows, miscounts) = (&panel().rows, &shipped().miscounts);
    let (mut all, mut same) = (0.0, 0.0);
    for (at, before) in rows_before().into_iter().enumerate() {
        let Some(before) = before else { continue };
        let (Some(now), Some(was)) = (rows[at].market_cap, rows[before].market_cap) else {
            continue;
        };
        let counts = miscounts[at] / miscounts[before];
        let growth = number(Some(now)) / number(Some(was)) / counts;
        let shares = growth / (1.0 + number(rows[at].price_return));
        all += 1.0;
        same += f64::from(u8::from((shares - 1.0).abs() < 5e-4));
        // An offering at most almost doubles the count; a spin-off lowers it by a third; an acquirer pays
        // in shares.
        assert!((0.6..3.0).contains(&shares), "{:?}: {shares}", rows[at]);
    }
    assert!((0.55..0.80).contains(&(same / all)), "{} stand still", same / all);
}

#[test]
fn classes_of_a_company_show_the_same_shares() {
    let labels = labels();
    let mut classes: BTreeMap<(NaiveDate, &str), Vec<&PanelRow>> = BTreeMap::new();
    for row in &panel().rows {
        let s = labels[row.symbol.as_str()];
        if s.security_type == SecurityType::Common && row.market_cap.is_some() {
            classes.entry((row.date, s.issuer())).or_default().push(row);
        }
    }
    let mut pairs = 0;
    for rows in classes.values().filter(|rows| rows.len() > 1) {
        let count = |row: &PanelRow| {
            let per_main = number(Some(labels[row.symbol.as_str()].conversion_ratio));
            number(row.market_cap) / number(Some(row.price)) * per_main
        };
        assert!((count(rows[0]) / count(rows[1]) - 1.0).abs() < 1e-4, "{rows:?}");
        pairs += 1;
    }
    assert!(pairs > 1_000, "{pairs}");
}

#[test]
fn lines_have_rows_until_they_leave_and_from_when_they_list() {
    let (mut left, mut came) = (BTreeSet::new(), BTreeSet::new());
    for action in &panel().actions {
        assert_eq!(exchange::is_session(action.date), Ok(true), "{action:?}");
        let (before, after) = around(action.date);
        let is_there = |date: &NaiveDate, symbol: &str| dates()[date].contains_key(symbol);
        let other = action.other.as_deref();
        match action.kind {
            ActionKind::Merger | ActionKind::Delisting => {
                assert!(is_there(&before, &action.symbol), "{action:?}");
                let later = dates().range(after..);
                assert!(later.clone().all(|(_, rows)| !rows.contains_key(action.symbol.as_str())));
                assert!(left.insert(&action.symbol), "{action:?} twice");
            }
            ActionKind::Ipo | ActionKind::SpinOff => {
                let new = if action.kind == ActionKind::Ipo {
                    &action.symbol
                } else {
                    other.expect("a child")
                };
                assert!(is_there(&after, new) && !is_there(&before, new), "{action:?}");
                assert!(came.insert(new), "{action:?} twice");
            }
            ActionKind::TickerChange => {
                let new = other.expect("a new ticker");
                assert!(is_there(&before, &action.symbol) && !is_there(&before, new), "{action:?}");
                assert!(is_there(&after, new) && !is_there(&after, &action.symbol), "{action:?}");
            }
            ActionKind::Offering => {
                // Its line may be missing at one of the two.
                let ends = [before, after];
                assert!(ends.iter().any(|end| is_there(end, &action.symbol)), "{action:?}");
                assert!(action.ratio > Some(Decimal::new(5, 2)), "{action:?}");
            }
        }
        if action.kind == ActionKind::Merger {
            assert!(action.cash.is_some() != action.ratio.is_some(), "{action:?}");
            assert!(action.ratio.is_none() || action.other.is_some(), "{action:?}");
        }
    }
    // Every listing and departure has an action.
    let all: Vec<_> = dates().values().collect();
    let renamed = |symbol: &str, new: bool| {
        panel().actions.iter().any(|a| {
            let ticker = if new { a.other.as_deref() } else { Some(a.symbol.as_str()) };
            a.kind == ActionKind::TickerChange && ticker == Some(symbol)
        })
    };
    for symbol in labels().keys() {
        let first = all.iter().position(|rows| rows.contains_key(symbol)).expect("a row");
        let last = all.iter().rposition(|rows| rows.contains_key(symbol)).expect("a row");
        assert!(first == 0 || came.contains(*symbol) || renamed(symbol, true), "{symbol} came");
        assert!(
            last == 36 || left.contains(&(*symbol).to_owned()) || renamed(symbol, false),
            "{symbol} left"
        );
    }
}

#[test]
fn gaps_are_rare_and_last_one_month() {
    let all: Vec<_> = dates().values().collect();
    let mut holes = 0;
    for symbol in labels().keys() {
        let at: Vec<usize> = (0..all.len()).filter(|&m| all[m].contains_key(symbol)).collect();
        for pair in at.windows(2).filter(|pair| pair[1] > pair[0] + 1) {
            assert_eq!(pair[1], pair[0] + 2, "{symbol}");
            holes += 1;
        }
    }
    assert!((30..=70).contains(&holes), "{holes} holes");
}

#[test]
fn wrong_counts_are_few_and_temporary() {
    let wrong: Vec<usize> = (0..panel().rows.len())
        .filter(|&at| (shipped().miscounts[at] - 1.0).abs() > 1e-9)
        .collect();
    let part = wrong.len() as f64 / panel().rows.len() as f64;
    assert!((0.001..0.004).contains(&part), "{part} of the rows");
    let last = panel().rows.last().expect("rows").date;
    assert!(wrong.iter().all(|&at| panel().rows[at].date < last));
}

#[test]
fn every_ticker_has_its_labels_and_renamed_ones_the_same() {
    let labels = labels();
    let occur: BTreeSet<&str> = panel().rows.iter().map(|r| r.symbol.as_str()).collect();
    assert!(labels.keys().copied().eq(occur));
    for action in panel().actions.iter().filter(|a| a.kind == ActionKind::TickerChange) {
        let (old, new) =
            (labels[action.symbol.as_str()], labels[action.other.as_deref().expect("new")]);
        let mut as_old = new.clone();
        as_old.set_symbol(old.symbol());
        assert_eq!(&as_old, old);
    }
    assert!(panel().securities.iter().all(|s| s.id().is_none() && s.price().is_none()));
}

#[test]
fn the_files_are_read_by_their_readers() {
    let files: BTreeMap<String, Vec<u8>> =
        panel().files_beside().expect("files").into_iter().collect();
    let input = |name: &str| Input::from_bytes(name, files[name].clone()).expect("text");
    let day = panel().rows.last().expect("rows").date;
    let read = read_universe(&input("panel-securities.csv"), day).expect("no faults");
    assert_eq!(read.remarks, Vec::new());
    let mut securities = read.universe.securities;
    for s in &mut securities {
        s.line = 0;
    }
    assert!(securities == panel().securities);
    let changes = SymbolChanges::read(&input("panel-symbol-changes.csv")).expect("no faults");
    let actions = read_actions(&input("panel-actions.csv")).expect("no faults");
    assert_eq!(actions.len(), panel().actions.len());
    for (read, made) in actions.iter().zip(&panel().actions) {
        assert_eq!((read.date, read.kind()), (made.date, made.kind));
        assert_eq!(read.symbol().key, SymbolKey::new(&made.symbol));
    }
    let of = |kind| actions.iter().filter(move |a| a.kind() == kind);
    assert!(of(ActionKind::TickerChange).all(|a| changes.concerns(&a.symbol().key)));
}

fn unpacked(bytes: Vec<u8>) -> Input {
    Input::from_bytes("panel.csv.gz", bytes).expect("gzip of text")
}

#[test]
fn the_compressed_file_names_no_time_and_no_file() {
    let rows = panel().rows[..50].to_vec();
    let (name, bytes) = Panel { rows, ..Panel::default() }.files().expect("files").remove(0);
    assert_eq!(name, "panel-2023-12-29-to-2023-12-29.csv.gz");
    // RFC 1952: magic, deflate, no flags, no time, usual compression, unknown system.
    assert_eq!(bytes[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    assert!(unpacked(bytes).text().starts_with("date,symbol,exchange,price,market_cap,"));
}
