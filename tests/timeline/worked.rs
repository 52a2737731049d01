//! Worked cases: one thing happens in a market that stands still, and its effect is known.
//!
//! #20 of the market has 8,000 million USD.

use rankday::market::history::PanelRow;
use rankday::simulation::EventKind;
use rankday::universe::{Index, SymbolKey};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::timeline::book::{DATES, book, book_of, day, million, near};

#[test]
fn a_market_that_stands_still_changes_nothing() {
    let mut book = book();
    // All prices move, and no shares: values are carried along returns, caps are read.
    for date in &DATES[1..] {
        for n in 1..=75 {
            let up = Decimal::new(1_000 + i64::from(n) * 7 % 13 - 6, 3);
            let symbol = format!("C{n:02}");
            let change = |r: &mut PanelRow| {
                r.price = r.price.map(|price| price * up);
                r.market_cap = r.market_cap.map(|cap| cap * up);
            };
            book.from(date, &symbol, change);
            book.on(date, &symbol, |r| r.price_return = (up - Decimal::ONE).to_f64());
        }
    }
    let life = book.lives("semi-annual");
    let updates: Vec<_> = life.seen.events.iter().map(|e| e.updated.len()).collect();
    assert_eq!(updates, vec![0; updates.len()], "{:?}", life.events());
}

#[test]
fn quarterly_additions_are_placed_by_market_adjusted_breaks() {
    let mut book = book();
    book.parameters.additions.fast_entry = false;
    // The market rises by a tenth after rank day: #20 of April counts as 8,800 million.
    for n in 1..=75 {
        let symbol = format!("C{n:02}");
        let tenth = |r: &mut PanelRow| {
            r.market_cap = r.market_cap.map(|cap| cap * Decimal::new(11, 1));
        };
        book.from("2026-07-31", &symbol, tenth);
        book.on("2026-07-31", &symbol, |r| r.price_return = Some(0.1));
    }
    for (symbol, millions) in [("NEWA", 8_500), ("NEWB", 8_900), ("NEWC", 3_290), ("NEWD", 3_310)] {
        book.lists("2026-07-31", symbol, millions);
    }
    let life = book.lives("semi-annual");
    let joined = |symbol| (life.place("2026-07-31", symbol), life.place("2026-09-18", symbol));
    let place = |text: &str| (String::new(), text.to_owned());
    assert_eq!(joined("NEWA"), place("R2000"), "8,500 is below 8,800");
    assert_eq!(joined("NEWB"), place("R1000"));
    // #70 of April counts as 3,300 million.
    assert_eq!(joined("NEWC"), place(""));
    assert_eq!(joined("NEWD"), place("MICROCAP"));
    assert_eq!(
        life.told(Index::R3000E, "NEWA")[0],
        "2026-09-18 add quarterly_addition (listing inferred)"
    );
    // No company makes room.
    let r1000 = |date| life.seen.members(&life.history, Index::R1000, life.day(date)).len();
    assert_eq!((r1000("2026-07-31"), r1000("2026-09-18")), (20, 21));
}

#[test]
fn a_large_new_issue_enters_at_once_and_in_a_lock_down_with_the_reconstitution() {
    let mut book = book();
    book.lists("2026-05-15", "HUGE", 20_000);
    book.lists("2026-05-15", "HELD", 20_000);
    book.lists("2026-06-10", "LATE", 15_000);
    // #15 has 8,500 million; what is investable of HELD is 8,000.
    book.floats = vec![("HELD", 40), ("LATE", 90)];
    let life = book.lives("semi-annual");
    // The fifth session from 15 May on is the 21st, and the next close that of 5 June.
    assert_eq!(life.place("2026-05-15", "HUGE"), "");
    assert_eq!(life.place("2026-06-05", "HUGE"), "R1000 TOP500");
    assert_eq!(life.told(Index::R3000E, "HUGE"), ["2026-06-05 add fast_entry (listing inferred)"]);
    let entry = life.seen.backtest.events.iter().find(|e| e.kind == EventKind::FastEntry);
    assert_eq!(entry.map(|e| e.date), Some(day("2026-05-21")));
    assert_eq!(
        life.told(Index::R3000E, "HELD"),
        ["2026-09-18 add quarterly_addition (listing inferred)"]
    );
    assert_eq!(life.place("2026-07-31", "HELD"), "", "too little of it is investable");
    assert_eq!(life.place("2026-06-10", "LATE"), "", "membership is locked down");
    assert_eq!(life.place("2026-06-26", "LATE"), "R1000 TOP500");
    assert_eq!(life.told(Index::R3000E, "LATE"), ["2026-06-26 add fast_entry (listing inferred)"]);
    assert!(near(life.value("2026-06-26", "LATE"), 13_500.0));
    assert_eq!(
        life.place("2026-09-18", "HELD"),
        "R1000 TOP500",
        "with the quarter all are counted"
    );
}

#[test]
fn shares_paid_for_a_member_go_to_the_buyer() {
    // Half a share at 10 and 5 dollars for each share of C30, which has 7,000 million.
    let mut book = book();
    book.merges("2026-03-20", "C30", Some("C05"), (5, 5));
    let life = book.lives("semi-annual");
    assert!(near(life.value("2026-03-20", "C05"), 9_500.0 + 3_500.0));
    assert_eq!(
        life.told(Index::R2000, "C30"),
        ["2026-01-30 add start", "2026-03-20 delete merger:C05"]
    );
    assert_eq!(life.told(Index::R1000, "C05"), ["2026-01-30 add start"]);
    let grown = ["2026-01-30 add start", "2026-03-20 update took_over:C30"];
    assert_eq!(life.told(Index::R3000E, "C05")[..2], grown);
    let event = &life.seen.backtest.events[0];
    assert_eq!((event.kind, event.date), (EventKind::Deletion, day("2026-03-20")));
    let total: i64 = (1..=50).map(|n| (100 - n) * 100).sum();
    let changes = event.turnover[Index::R3000 as usize].changes.as_ref().expect("known");
    assert_eq!((changes.additions, changes.deletions), (0, 1));
    // Half of the target's weight is kept in the buyer's shares; the cash is spread over the others.
    let weight = 3_500.0 / total.to_f64().expect("small");
    assert!(near(changes.one_way, weight), "{} {weight}", changes.one_way);
    assert!(near(changes.membership_turnover, weight));
    // The Russell 2000 does not hold the buyer: it sells what it is given. The 1000 buys as much.
    let r2000 = event.turnover[Index::R2000 as usize].changes.as_ref().expect("known");
    let held: i64 = (21..=50).map(|n| (100 - n) * 100).sum();
    assert!(near(r2000.one_way, 7_000.0 / held.to_f64().expect("small")));
    let r1000 = event.turnover[Index::R1000 as usize].changes.as_ref().expect("known");
    assert_eq!((r1000.additions, r1000.moved_in, r1000.deletions), (0, 0, 0));
    let causes = r1000.causes;
    let updates = causes.share_and_float_changes.expect("known");
    assert!(updates > 0.0 && causes.deletions == 0.0);
    assert!(near(updates + causes.reweighting, r1000.one_way));
}

#[test]
fn a_target_of_an_outsider_leaves_at_what_is_paid() {
    let mut book = book();
    book.merges("2026-03-20", "C30", None, (0, 12));
    let life = book.lives("semi-annual");
    assert_eq!(life.told(Index::R2000, "C30")[1..], ["2026-03-20 delete merger"]);
    let target = life.line("2026-01-30", "C30");
    assert!(near(life.seen.periods[0].1[target].expect("paid"), 0.2));
    assert!(near(life.value("2026-03-20", "C05"), 9_500.0));
    assert_eq!(life.seen.closes[1].lost[Index::R2000 as usize], 1);
    assert_eq!(life.seen.closes[6].lost[Index::R2000 as usize], 0, "replaced in June");
    // A buyer that is in the panel but is not a member receives nothing.
    let mut book = self::book();
    book.merges("2026-03-20", "C30", Some("C74"), (10, 0));
    let life = book.lives("semi-annual");
    assert_eq!(life.told(Index::R2000, "C30")[1..], ["2026-03-20 delete merger:C74"]);
    assert!(near(life.value("2026-03-20", "C74"), 0.0));
}

#[test]
fn a_child_joins_its_parents_indexes_and_ranks_as_a_member_next() {
    let mut book = book();
    book.splits_off("2026-09-18", "C10", "KID");
    let life = book.lives("semi-annual");
    assert_eq!(life.place("2026-09-18", "KID"), "R1000 TOP500");
    assert!(near(life.value("2026-09-18", "KID"), 4_500.0));
    assert!(near(life.value("2026-09-18", "C10"), 4_500.0));
    // With 4,500 million neither is among the largest fifty any more.
    assert_eq!(life.place("2026-12-11", "KID"), "MICROCAP");
    let told = life.told(Index::R1000, "KID");
    assert_eq!(told, ["2026-09-18 add spin_off:C10", "2026-12-11 delete dropped_by_size"]);
}

#[test]
fn a_child_of_the_lock_down_leaves_its_parent_as_small_as_it_is() {
    let mut book = book();
    book.splits_off("2026-06-10", "C10", "KID");
    let life = book.lives("semi-annual");
    assert_eq!(life.place("2026-06-26", "C10"), "R1000 TOP500", "judged in April");
    assert_eq!(life.place("2026-06-26", "KID"), "R1000 TOP500", "until the next reconstitution");
    assert!(near(life.value("2026-06-26", "C10"), 4_500.0), "{}", life.value("2026-06-26", "C10"));
    assert!(near(life.value("2026-06-26", "KID"), 4_500.0));
}

#[test]
fn a_child_between_rank_day_and_lock_down_is_placed_by_its_own_size_and_float() {
    let mut book = book();
    book.floats = vec![("C10", 80), ("KID", 60)];
    book.splits_off("2026-05-15", "C10", "KID");
    // Larger than it was born: #35 has 6,500 million.
    book.from("2026-05-15", "KID", |r| r.market_cap = Some(million(6_500)));
    let life = book.lives("semi-annual");
    assert_eq!(life.place("2026-05-15", "KID"), "R1000 TOP500");
    assert_eq!(life.place("2026-06-26", "KID"), "R2000 MICROCAP");
    assert!(near(life.value("2026-06-26", "KID"), 3_900.0), "{}", life.value("2026-06-26", "KID"));
    let told = life.told(Index::R1000, "KID");
    assert_eq!(told, ["2026-05-15 add spin_off:C10", "2026-06-26 delete down"]);
}

#[test]
fn offerings_are_applied_from_the_thresholds_on() {
    // C05 has 9,500 million: 2.6% are 247, 5% are 475, 10% 950 and 11% 1,045; C70 has 3,000.
    for (symbol, per_cent, applies) in [
        ("C05", 4, false),
        ("C05", 5, true),
        ("C05", 11, true),
        ("C70", 6, false),
        ("C70", 9, true),
    ] {
        let mut book = book();
        book.offers("2026-03-20", symbol, per_cent);
        let life = book.lives("none");
        let before = life.value("2026-01-30", symbol);
        let factor = if applies { 1.0 + per_cent.to_f64().expect("small") / 100.0 } else { 1.0 };
        let value = life.value("2026-03-20", symbol);
        assert!(near(value, before * factor), "{symbol} {per_cent}%: {value}");
        let told = life.told(Index::R3000E, symbol);
        assert_eq!(told.contains(&"2026-03-20 update offering".to_owned()), applies);
    }
}

#[test]
fn an_offering_applied_is_not_taken_back_by_older_information() {
    let mut book = book();
    book.offers("2026-06-10", "C05", 8);
    book.from("2026-06-10", "C05", |r| r.market_cap = Some(million(9_500 * 108 / 100)));
    let life = book.lives("semi-annual");
    assert!(near(life.value("2026-06-10", "C05"), 10_260.0));
    assert!(near(life.value("2026-06-26", "C05"), 10_260.0), "{}", life.value("2026-06-26", "C05"));
    let updates = ["2026-01-30 add start", "2026-06-10 update offering"];
    assert_eq!(life.told(Index::R3000E, "C05"), updates);
}

#[test]
fn a_merger_before_the_lock_down_counts_and_one_in_it_does_not() {
    for (date, place) in [("2026-06-05", "R1000 TOP500"), ("2026-06-10", "R2000")] {
        let mut book = book();
        // 7,500 and 6,000 million: alone on #25, together first of all.
        book.merges(date, "C40", Some("C25"), (10, 0));
        book.from(date, "C25", |r| r.market_cap = Some(million(13_500)));
        let life = book.lives("semi-annual");
        assert_eq!(life.place("2026-06-10", "C25"), "R2000");
        assert_eq!(life.place("2026-06-26", "C25"), place, "merged on {date}");
        assert!(near(life.value("2026-06-26", "C25"), 13_500.0));
        let told = life.told(Index::R1000, "C25");
        let up = if place == "R2000" { "2026-12-11 add up" } else { "2026-06-26 add up" };
        assert_eq!(told, [up]);
        assert_eq!(life.place("2026-12-11", "C25"), "R1000 TOP500");
    }
}

#[test]
fn a_company_not_eligible_on_rank_day_is_not_placed_anew() {
    let mut book = book();
    book.on("2026-04-30", "C25", |r| r.price = Some(Decimal::new(50, 2)));
    book.on("2026-03-20", "C25", |r| r.price = Some(Decimal::new(50, 2)));
    book.merges("2026-05-15", "C40", Some("C25"), (10, 0));
    book.from("2026-05-15", "C25", |r| r.market_cap = Some(million(13_500)));
    let life = book.lives("semi-annual");
    assert_eq!(life.place("2026-06-26", "C25"), "");
    assert_eq!(life.told(Index::R2000, "C25")[1..], ["2026-06-26 delete ineligible:price"]);
}

#[test]
fn buffers_are_those_of_the_event() {
    // New shares in per mille, as of the close at which each event's information is cut off.
    let updated = |plan: &str, cut_off: &str, effective: &str, per_mille: i64| {
        let mut book = book();
        book.from(cut_off, "C30", |r| {
            r.market_cap = Some(million(7_000) * Decimal::new(1_000 + per_mille, 3));
        });
        let life = book.lives(plan);
        let value = life.value(effective, "C30");
        let told = life.told(Index::R3000E, "C30");
        let says = told.contains(&format!("{effective} update shares_and_float"));
        assert_eq!(says, (value - 7_000.0).abs() > 1e-6, "{plan} {effective}: {value} {told:?}");
        says
    };
    let (june, december) = (("2026-04-30", "2026-06-26"), ("2026-10-30", "2026-12-11"));
    assert!(updated("semi-annual", june.0, june.1, 1), "June takes every change");
    assert!(!updated("semi-annual", december.0, december.1, 10), "1% is not more than 1%");
    assert!(updated("semi-annual", december.0, december.1, 11));
    assert!(updated("semi-annual", december.0, december.1, -11));
    assert!(!updated("semi-annual", "2026-01-30", "2026-03-20", 0));
    assert!(!updated("semi-annual", "2026-07-31", "2026-09-18", 10));
    assert!(updated("semi-annual", "2026-07-31", "2026-09-18", 11));
    // Without a reconstitution in December the quarter's buffer is the same.
    assert!(!updated("annual", december.0, december.1, 10));
    assert!(updated("annual", december.0, december.1, 11));
}

#[test]
fn floats_are_updated_by_points_and_small_ones_sooner() {
    let updated = |plan: &str, cut_off: &str, effective: &str, floats: (i64, i64)| {
        let mut book = book();
        book.labels("2026-01-30", &[("C30", "C30", floats.0)]);
        book.labels(cut_off, &[("C30", "C30", floats.1)]);
        let life = book.lives(plan);
        let value = life.value(effective, "C30");
        let (old, new) = (70 * floats.0, 70 * floats.1);
        let is = |percents: i64| near(value, percents.to_f64().expect("small"));
        assert!(is(old) != is(new), "{value}");
        is(new)
    };
    assert!(updated("semi-annual", "2026-04-30", "2026-06-26", (80, 81)), "June takes all");
    assert!(!updated("semi-annual", "2026-10-30", "2026-12-11", (80, 83)));
    assert!(updated("semi-annual", "2026-10-30", "2026-12-11", (80, 84)));
    assert!(!updated("semi-annual", "2026-10-30", "2026-12-11", (14, 16)), "no word on small ones");
    assert!(!updated("semi-annual", "2026-07-31", "2026-09-18", (80, 83)));
    assert!(updated("semi-annual", "2026-07-31", "2026-09-18", (80, 84)));
    assert!(!updated("semi-annual", "2026-07-31", "2026-09-18", (16, 18)));
    assert!(!updated("semi-annual", "2026-07-31", "2026-09-18", (15, 16)));
    assert!(updated("semi-annual", "2026-07-31", "2026-09-18", (15, 17)));
}

#[test]
fn an_event_falls_on_the_close_at_or_before_its_day() {
    let book = book_of(&["2026-01-30", "2026-04-29", "2026-05-29", "2026-06-30", "2026-07-31"]);
    let life = book.lives("annual");
    assert_eq!(
        life.seen.timetable.moved,
        [
            "june-2026 rank day 2026-04-30 on 2026-04-29",
            "june-2026 implementation 2026-06-26 on 2026-05-29"
        ]
    );
    let events: Vec<_> =
        life.seen.backtest.events.iter().map(|e| (&*e.name, e.date, e.day)).collect();
    let quarter = ("march-2026-quarter", day("2026-03-20"), 0);
    assert_eq!(events, [quarter, ("june-2026", day("2026-06-26"), 2)]);
    // An event that ends after the history is reported as unfinished.
    let book = book_of(&["2026-01-30", "2026-04-30", "2026-06-25"]);
    let life = book.lives("annual");
    assert_eq!(life.seen.timetable.unfinished, ["june-2026"]);
    assert!(life.seen.timetable.events.is_empty());
}

#[test]
fn another_class_takes_the_place_of_one_that_is_gone() {
    // Between rank day and implementation, the decision still applies to the company.
    let mut book = book();
    book.labels("2026-01-30", &[("C05", "five", 100), ("C05B", "five", 100)]);
    book.lists("2026-01-30", "C05B", 9_500);
    book.goes("2026-05-15", "C05");
    let life = book.lives("semi-annual");
    assert_eq!(life.place("2026-04-30", "C05B"), "", "a company is held once");
    for date in ["2026-05-15", "2026-06-26", "2026-07-31"] {
        assert_eq!(life.place(date, "C05B"), "R1000 TOP500", "{date}");
    }
    assert_eq!(life.told(Index::R3000E, "C05B"), ["2026-05-15 add class_change:C05"]);
    let last = life.told(Index::R3000E, "C05");
    assert_eq!(last, ["2026-01-30 add start", "2026-05-15 delete class_change:C05B"]);
}

#[test]
fn a_class_that_the_panel_lacks_for_a_date_is_still_the_one_that_is_held() {
    let mut book = book();
    book.labels("2026-01-30", &[("C05", "five", 100), ("C05B", "five", 100)]);
    book.lists("2026-01-30", "C05B", 9_500);
    book.rows.retain(|r| r.symbol != "C05" || r.date != day("2026-04-30"));
    let life = book.lives("semi-annual");
    assert_eq!(life.place("2026-06-26", "C05"), "R1000 TOP500");
    assert_eq!(life.place("2026-06-26", "C05B"), "");
    let r1000 = life.seen.backtest.closes[2].indexes[Index::R1000 as usize].clone();
    assert_eq!(r1000.drift.would_enter.count, 0);
}

#[test]
fn a_buyer_may_take_the_ticker_of_its_target() {
    let mut book = book();
    book.merges("2026-03-20", "C30", Some("C05"), (10, 0));
    book.from("2026-03-20", "C05", |r| r.symbol = "C30".into());
    let changed = (day("2026-03-19"), SymbolKey::new("C05"), SymbolKey::new("C30"));
    book.changes.push(changed);
    let life = book.lives("semi-annual");
    assert_eq!(life.place("2026-03-20", "C30"), "R1000 TOP500");
    let members = life.seen.ledger.members(Index::R1000, day("2026-03-20"));
    assert!(members.contains("C30") && !members.contains("C05"));
    assert!(!life.seen.ledger.members(Index::R2000, day("2026-03-20")).contains("C30"));
    assert!(near(life.value("2026-03-20", "C30"), 16_500.0), "its shares are known by either name");
}

#[test]
fn without_reconstitutions_only_deletions_and_share_updates_trade() {
    let mut book = book();
    book.parameters.additions.quarterly = false;
    book.parameters.additions.fast_entry = false;
    book.lists("2026-03-20", "HUGE", 50_000);
    book.goes("2026-05-15", "C30");
    book.from("2026-07-31", "C20", |r| r.market_cap = Some(million(8_200)));
    let life = book.lives("none");
    let kinds: Vec<_> = life.seen.events.iter().map(|e| (e.kind, e.updated.len())).collect();
    let (quarter, deletion) = (EventKind::Quarter, EventKind::Deletion);
    // March, the deletion, June, September with new shares, December.
    assert_eq!(kinds, [(quarter, 0), (deletion, 0), (quarter, 0), (quarter, 1), (quarter, 0)]);
    for (event, traded) in life.seen.backtest.events.iter().zip([false, true, false, true, false]) {
        let changes = event.turnover[Index::R3000 as usize].changes.as_ref().expect("known");
        assert_eq!(changes.one_way > 1e-12, traded, "{}", event.name);
        assert_eq!(changes.additions + changes.moved_in + changes.moved_out, 0);
    }
    assert_eq!(life.events(), ["deletions", "september-2026-quarter"]);
}
