//! Shares given to holders for shares that they had are not a trade; and stated actions are
//! applied, or named.

use rankday::analysis::turnover::Changes;
use rankday::simulation::EventKind;
use rankday::universe::{Action, Index};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::timeline::book::{Life, book, day, million, near, ticker};

impl Life {
    /// The only event on a date, in an index: what changed, and USD that its funds traded.
    fn change(&self, date: &str, index: Index) -> (&Changes, f64) {
        let at = self.day(date);
        let of_day = |kind| matches!(kind, EventKind::Deletion | EventKind::CorporateAction);
        let mut events = self.seen.backtest.events.iter().filter(|e| e.day == at && of_day(e.kind));
        let event = events.next().expect("an event");
        assert!(events.next().is_none(), "several on {date}");
        let changes = event.turnover[index as usize].changes.as_ref().expect("known");
        (changes, event.trades.gross_usd_of(index).unwrap_or_default())
    }

    /// Checks that an event on a date trades nothing in an index; returns what enters and leaves.
    fn trades_nothing(&self, date: &str, index: Index) -> (usize, usize) {
        let (changes, traded) = self.change(date, index);
        let turned = [changes.one_way, changes.two_way, changes.membership_turnover, traded];
        assert!(turned.iter().all(|part| *part == 0.0), "{index}: {turned:?}");
        (changes.additions, changes.deletions)
    }

    /// The stated actions that are not applied, in words.
    fn unapplied(&self) -> Vec<String> {
        self.history.unapplied().iter().map(|found| found.why.to_string()).collect()
    }
}

const DAY: &str = "2026-03-20";

#[test]
fn a_merger_paid_in_shares_trades_nothing_where_both_are_held() {
    let mut book = book();
    book.merges(DAY, "C15", Some("C05"), (10, 0));
    let life = book.lives("semi-annual");
    assert!(near(life.value(DAY, "C05"), 9_500.0 + 8_500.0));
    for index in [Index::R3000E, Index::R3000, Index::R1000] {
        assert_eq!(life.trades_nothing(DAY, index), (0, 1));
    }
    assert_eq!(life.trades_nothing(DAY, Index::R2000), (0, 0));
    // The Top 50 holds only the buyer: its funds buy what others were given.
    let (top50, _) = life.change(DAY, Index::Top50);
    let held: i64 = (1..=6).map(|n| (100 - n) * 100).sum();
    let weight = |value: f64, more: f64| value / (held.to_f64().expect("small") + more);
    assert!(near(top50.one_way, weight(18_000.0, 8_500.0) - weight(9_500.0, 0.0)));
}

#[test]
fn shares_of_a_buyer_that_is_no_member_are_sold() {
    let mut book = book();
    book.merges(DAY, "C30", Some("C74"), (10, 0));
    let life = book.lives("semi-annual");
    let (changes, traded) = life.change(DAY, Index::R2000);
    let held: i64 = (21..=50).map(|n| (100 - n) * 100).sum();
    assert!(near(changes.one_way, 7_000.0 / held.to_f64().expect("small")));
    assert!(traded > 0.0);
}

#[test]
fn a_buyer_that_is_bought_on_the_same_day_passes_on_what_it_pays_with() {
    let mut book = book();
    // In either order of the tickers.
    book.merges(DAY, "C12", Some("C14"), (10, 0));
    book.merges(DAY, "C14", Some("C11"), (10, 0));
    let life = book.lives("semi-annual");
    assert!(near(life.value(DAY, "C11"), 8_900.0 + 8_800.0 + 8_600.0));
    assert_eq!(life.trades_nothing(DAY, Index::R1000), (0, 2));
    for (target, buyer) in [("C12", "C14"), ("C14", "C11")] {
        let told = life.told(Index::R1000, target);
        assert_eq!(told[1..], [format!("{DAY} delete merger:{buyer}")]);
    }
}

#[test]
fn children_come_in_kind_and_together_are_what_the_parent_was() {
    let mut book = book();
    book.from(DAY, "C10", |r| {
        (r.price, r.market_cap) = (Some(Decimal::from(4)), Some(million(3_600)));
    });
    for child in ["KIDA", "KIDB"] {
        book.lists(DAY, child, 2_700);
        let (parent, child) = (ticker("C10"), ticker(child));
        book.happens(DAY, Action::SpinOff { parent, child, ratio: Decimal::new(3, 1) });
    }
    let life = book.lives("none");
    for (symbol, value) in [("C10", 3_600.0), ("KIDA", 2_700.0), ("KIDB", 2_700.0)] {
        assert!(near(life.value(DAY, symbol), value), "{symbol} {}", life.value(DAY, symbol));
        assert_eq!(life.place(DAY, symbol), "R1000 TOP500");
    }
    assert_eq!(life.trades_nothing(DAY, Index::R1000), (2, 0));
    assert!(life.history.repairs.restated.is_empty(), "a spin-off explains the parent's cap");
}

/// Its returns include the child; only the parent joins.
#[test]
fn who_splits_a_part_off_between_rank_day_and_event_joins_without_it() {
    let mut book = book();
    book.from("2026-04-30", "C74", |r| {
        (r.price, r.market_cap) = (Some(Decimal::from(40)), Some(million(10_400)));
    });
    book.on("2026-04-30", "C74", |r| r.price_return = Some(3.0));
    book.from("2026-06-10", "C74", |r| {
        (r.price, r.market_cap) = (Some(Decimal::from(20)), Some(million(5_200)));
    });
    book.lists("2026-06-10", "KID", 5_200);
    let (parent, child) = (ticker("C74"), ticker("KID"));
    book.happens("2026-06-10", Action::SpinOff { parent, child, ratio: Decimal::TWO });
    let life = book.lives("semi-annual");
    assert_eq!(life.told(Index::R3000E, "C74"), ["2026-06-26 add new_by_size"]);
    assert!(near(life.value("2026-06-26", "C74"), 5_200.0), "{}", life.value("2026-06-26", "C74"));
}

#[test]
fn a_child_that_is_held_already_grows_by_what_is_given() {
    let mut book = book();
    book.from(DAY, "C10", |r| {
        (r.price, r.market_cap) = (Some(Decimal::from(5)), Some(million(4_500)));
    });
    let (parent, child) = (ticker("C10"), ticker("C12"));
    book.happens(DAY, Action::SpinOff { parent, child, ratio: Decimal::new(5, 1) });
    let life = book.lives("none");
    assert!(near(life.value(DAY, "C10"), 4_500.0) && near(life.value(DAY, "C12"), 13_300.0));
    assert_eq!(life.trades_nothing(DAY, Index::R1000), (0, 0));
    let told = life.told(Index::R3000E, "C12");
    assert_eq!(told[1], format!("{DAY} update spin_off:C10"));
}

#[test]
fn a_class_that_takes_the_place_of_another_is_given_for_it() {
    let mut book = book();
    book.labels("2026-01-30", &[("C05", "five", 100), ("C05B", "five", 100)]);
    book.lists("2026-01-30", "C05B", 9_500);
    book.goes(DAY, "C05");
    let life = book.lives("none");
    assert_eq!(life.place(DAY, "C05B"), "R1000 TOP500");
    assert_eq!(life.trades_nothing(DAY, Index::R1000), (1, 1));
}

#[test]
fn a_delisting_is_applied_though_its_ticker_goes_on() {
    for merger in [false, true] {
        let mut book = book();
        // From 20 March on the ticker is a small company's.
        book.from(DAY, "C30", |r| {
            (r.price, r.market_cap) = (Some(Decimal::from(3)), Some(million(500)));
        });
        book.on(DAY, "C30", |r| r.price_return = None);
        let (symbol, cash) = (ticker("C30"), Some(Decimal::from(8)));
        book.happens(
            "2026-03-10",
            if merger {
                Action::Merger { target: symbol, acquirer: None, cash }
            } else {
                Action::Delisting { symbol, last_value: cash }
            },
        );
        let life = book.lives("semi-annual");
        let reason = if merger { "merger" } else { "delisting" };
        let told = life.told(Index::R2000, "C30");
        assert_eq!(told, ["2026-01-30 add start", &format!("{DAY} delete {reason}")]);
        let old = life.line("2026-01-30", "C30");
        assert!(near(life.seen.periods[0].1[old].expect("paid"), -0.2));
        assert_ne!(life.line(DAY, "C30"), old);
        assert_eq!(life.history.repairs.goes_on, [(life.line(DAY, "C30"), life.day(DAY))]);
        assert!(life.unapplied().is_empty());
    }
}

#[test]
fn what_is_not_applied_is_named_and_the_rest_is_done() {
    let mut book = book();
    book.merges(DAY, "C30", Some("XXX"), (5, 5));
    let (parent, child) = (ticker("C10"), ticker("KID"));
    book.happens(DAY, Action::SpinOff { parent, child, ratio: Decimal::ONE });
    book.happens(DAY, Action::Ipo { symbol: ticker("C40"), offer_price: None });
    book.offers(DAY, "YYY", 10);
    let (old, new) = (ticker("C41"), ticker("C41X"));
    book.happens(DAY, Action::TickerChange { old, new });
    book.happens("2026-01-30", Action::Delisting { symbol: ticker("C42"), last_value: None });
    book.happens("2027-01-30", Action::Delisting { symbol: ticker("C42"), last_value: None });
    let life = book.lives("none");
    assert_eq!(
        life.unapplied(),
        [
            "not after the first date, 2026-01-30",
            "the panel has no XXX on 2026-01-30",
            "the panel has no KID on 2026-03-20",
            "the panel has had C40 since 2026-01-30",
            "the panel has no YYY on 2026-03-20",
            "the panel has no C41X on 2026-03-20",
            "after the last date, 2026-12-31",
        ]
    );
    let in_part: Vec<bool> = life.history.unapplied().iter().map(|found| found.in_part).collect();
    assert_eq!(in_part, [false, true, false, false, false, false, false]);
    assert_eq!(life.told(Index::R2000, "C30")[1..], ["2026-03-20 delete merger:XXX"]);
    assert!(near(life.value(DAY, "C10"), 9_000.0), "no child, no split");
}

#[test]
fn a_prices_absence_is_named_too() {
    let mut book = book();
    book.splits_off(DAY, "C10", "KID");
    book.on(DAY, "KID", |r| r.price = None);
    let life = book.lives("none");
    assert_eq!(life.unapplied(), ["the panel has no price of KID on 2026-03-20"]);
}

#[test]
fn a_vendors_counting_anew_restates_what_is_held_and_what_is_pending() {
    let mut book = book();
    // Between rank day and implementation the vendor finds sixteen times the shares.
    book.from("2026-05-15", "C30", |r| r.market_cap = Some(million(7_000 * 16)));
    let life = book.lives("semi-annual");
    for date in ["2026-05-15", "2026-06-26", "2026-10-30"] {
        assert!(near(life.value(date, "C30"), 112_000.0), "{date}");
    }
    let told = life.told(Index::R3000E, "C30");
    assert_eq!(told[1], "2026-05-15 update share_count_restated");
    let before_december = life.seen.backtest.events.iter().filter(|e| e.date < day("2026-12-01"));
    for event in before_december {
        let changes = event.turnover[Index::R3000 as usize].changes.as_ref().expect("known");
        assert!(changes.one_way < 1e-12, "{}: {}", event.name, changes.one_way);
    }
    assert_eq!(life.place("2026-12-11", "C30"), "R1000 TOP500", "by the new count");
    let jumps: Vec<f64> = life.history.repairs.restated.iter().map(|jump| jump.factor).collect();
    assert_eq!(jumps, [16.0]);
}
