//! Classes of one company: which of them is held, and which takes the place of one that is gone.

use rankday::universe::{Index, SecurityType};

use crate::timeline::book::{Life, book, day, row};

/// `C76` is to join in June by the class that stands for it, which leaves on a day; another class
/// stays.
fn joins_and_loses_a_class(date: &str) -> Life {
    let mut book = book();
    book.parameters.additions.fast_entry = false;
    book.lists("2026-04-30", "C76", 9_550);
    book.lists("2026-04-30", "C76B", 9_550);
    book.labels("2026-04-30", &[("C76", "seventy-six", 100), ("C76B", "seventy-six", 100)]);
    book.goes(date, "C76");
    book.lives("semi-annual")
}

#[test]
fn who_is_to_join_joins_by_another_class_where_its_own_is_gone() {
    for date in ["2026-05-15", "2026-06-10", "2026-06-26"] {
        let life = joins_and_loses_a_class(date);
        assert_eq!(life.place("2026-06-10", "C76B"), "", "{date}");
        assert_eq!(life.place("2026-06-26", "C76B"), "R1000 TOP500", "{date}");
        let last = life.told(Index::R3000E, "C76B");
        assert_eq!(last, ["2026-06-26 add new_by_size"], "{date}");
        assert!(life.told(Index::R3000E, "C76").is_empty(), "{date}");
    }
    // Once it has joined, the other class takes its place.
    let life = joins_and_loses_a_class("2026-07-31");
    assert_eq!(life.place("2026-06-26", "C76"), "R1000 TOP500");
    assert_eq!(life.told(Index::R3000E, "C76B"), ["2026-07-31 add class_change:C76"]);
}

/// The line that stands for `C05` is a share that may be a member; of its company's others, one is not.
#[test]
fn a_member_whose_line_the_panel_lacks_is_not_judged_by_a_line_that_is_no_share() {
    let mut book = book();
    book.labels("2026-01-30", &[("C05", "five", 100), ("C05P", "five", 100)]);
    book.labels[0].universe.securities[1].security_type = SecurityType::Preferred;
    book.lists("2026-01-30", "C05P", 9_500);
    book.rows.retain(|r| r.symbol != "C05" || r.date != day("2026-04-30"));
    let life = book.lives("semi-annual");
    assert_eq!(life.place("2026-06-26", "C05"), "R1000 TOP500");
    assert_eq!(life.place("2026-06-26", "C05P"), "");
}

#[test]
fn a_preferred_share_takes_no_place_of_a_class() {
    let mut book = book();
    book.labels(
        "2026-01-30",
        &[("C05", "five", 100), ("C05A", "five", 100), ("C05B", "five", 100)],
    );
    book.labels[0].universe.securities[1].security_type = SecurityType::Preferred;
    book.lists("2026-01-30", "C05A", 9_500);
    book.lists("2026-01-30", "C05B", 9_500);
    book.goes("2026-05-15", "C05");
    let life = book.lives("semi-annual");
    assert_eq!(life.place("2026-06-26", "C05A"), "");
    assert_eq!(life.place("2026-06-26", "C05B"), "R1000 TOP500");
}

/// Rank day has a line of it and no cap; it is split off after that.
#[test]
fn a_child_that_rank_day_could_not_place_stays_until_the_next_one() {
    let mut book = book();
    book.splits_off("2026-06-10", "C05", "KID");
    book.rows.push(row(day("2026-04-30"), "KID", 1));
    book.on("2026-04-30", "KID", |r| r.market_cap = None);
    let life = book.lives("semi-annual");
    assert_eq!(life.place("2026-06-10", "KID"), "R1000 TOP500");
    assert_eq!(life.place("2026-06-26", "KID"), "R1000 TOP500");
    // The next one ranks it by its own 4,750 million, below #50.
    assert_eq!(life.place("2026-12-11", "KID"), "MICROCAP");
}
