//! When a large new issue enters: after the exchange's fifth session from its first trade on,
//! whatever closes the panel has.

use rankday::calendar::exchange::sessions_between;
use rankday::simulation::EventKind;
use rankday::universe::{Action, Index};

use crate::timeline::book::{Book, book_of, day, ticker};

/// The closes of all sessions from one day to another.
fn daily(from: &str, to: &str) -> Book {
    let sessions = sessions_between(day(from), day(to)).expect("covered years");
    let texts: Vec<String> = sessions.iter().map(ToString::to_string).collect();
    book_of(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Lists a company of 20,000 million; its first row says how many sessions its return covers.
fn list(book: &mut Book, date: &str, sessions: Option<u16>) {
    book.lists(date, "HUGE", 20_000);
    book.on(date, "HUGE", |r| (r.days, r.price_return) = (sessions, None));
}

/// The close after which it is a member, and the event with its own day; empty where it never is.
fn entry(book: Book) -> String {
    let life = book.lives("annual");
    let told = life.told(Index::R3000E, "HUGE");
    let Some(close) = told.first().map(|row| row[..10].to_owned()) else { return String::new() };
    let at = life.day(&close);
    let huge = life.line(&close, "HUGE");
    let entered = |e: &&crate::timeline::probe::SeenEvent| {
        e.day == at && e.before.indexes[huge].is_empty() && !e.after.indexes[huge].is_empty()
    };
    let event = life.seen.events.iter().position(|e| entered(&e)).expect("an event");
    let event = &life.seen.backtest.events[event];
    let kind = if event.kind == EventKind::FastEntry { "at once" } else { event.name.as_str() };
    format!("{close} {kind} {}", event.date)
}

#[test]
fn sessions_are_counted_from_the_first_trade() {
    for (sessions, expected) in [
        (None, "2026-08-14 at once 2026-08-14"),
        (Some(0), "2026-08-14 at once 2026-08-14"),
        (Some(1), "2026-08-14 at once 2026-08-14"),
        (Some(3), "2026-08-12 at once 2026-08-12"),
        // If it has long traded while the panel lacks it, it counts from when the panel has it.
        (Some(9), "2026-08-10 at once 2026-08-10"),
    ] {
        let mut book = daily("2026-07-31", "2026-08-21");
        list(&mut book, "2026-08-10", sessions);
        assert_eq!(entry(book), expected, "{sessions:?}");
    }
}

#[test]
fn a_stated_listing_is_the_first_trade() {
    let mut book = daily("2026-07-31", "2026-08-21");
    list(&mut book, "2026-08-11", Some(1));
    // The panel lacks it on its first day.
    book.happens("2026-08-10", Action::Ipo { symbol: ticker("HUGE"), offer_price: None });
    assert_eq!(entry(book), "2026-08-14 at once 2026-08-14");
    let mut book = book_of(&["2026-07-31", "2026-08-12", "2026-08-31", "2026-09-30"]);
    list(&mut book, "2026-08-31", None);
    book.happens("2026-08-20", Action::Ipo { symbol: ticker("HUGE"), offer_price: None });
    assert_eq!(entry(book), "2026-08-31 at once 2026-08-26");
}

#[test]
fn who_is_not_there_on_the_day_is_judged_when_it_is() {
    let mut book = daily("2026-07-31", "2026-08-21");
    list(&mut book, "2026-08-10", None);
    book.rows.retain(|r| r.symbol != "HUGE" || r.date != day("2026-08-14"));
    assert_eq!(entry(book), "2026-08-17 at once 2026-08-14");
    let mut book = daily("2026-07-31", "2026-08-21");
    list(&mut book, "2026-08-10", None);
    for date in ["2026-08-14", "2026-08-17"] {
        book.on(date, "HUGE", |r| r.market_cap = None);
    }
    assert_eq!(entry(book), "2026-08-18 at once 2026-08-14");
}

/// Month ends.
fn monthly() -> Book {
    book_of(&[
        "2026-01-30",
        "2026-02-27",
        "2026-03-31",
        "2026-04-30",
        "2026-05-29",
        "2026-06-30",
        "2026-07-31",
    ])
}

#[test]
fn on_month_ends_an_entry_has_its_own_day_and_shows_at_the_next_close() {
    // Good Friday is not a session.
    let mut book = monthly();
    list(&mut book, "2026-03-31", None);
    assert_eq!(entry(book), "2026-04-30 at once 2026-04-07");
    let mut book = monthly();
    list(&mut book, "2026-03-31", Some(20));
    assert_eq!(entry(book), "2026-03-31 at once 2026-03-10");
}

#[test]
fn in_a_lock_down_it_enters_with_the_reconstitution() {
    // The fifth session from 3 June on is the 9th; the lock-down starts on the 8th.
    for (first, expected) in [
        ("2026-06-01", "2026-06-05 at once 2026-06-05"),
        ("2026-06-02", "2026-06-26 june-2026 2026-06-26"),
        ("2026-06-03", "2026-06-26 june-2026 2026-06-26"),
        ("2026-06-22", "2026-06-26 june-2026 2026-06-26"),
        ("2026-06-23", "2026-06-29 at once 2026-06-29"),
    ] {
        let mut book = daily("2026-04-29", "2026-07-02");
        list(&mut book, first, None);
        assert_eq!(entry(book), expected, "{first}");
    }
    // Month ends: June is in force by the close of May, and it enters on its day all the same.
    let mut book = monthly();
    list(&mut book, "2026-06-30", Some(18));
    assert_eq!(entry(book), "2026-06-30 at once 2026-06-26");
    // A history that ends before the reconstitution never has it.
    let mut book = daily("2026-04-29", "2026-06-24");
    list(&mut book, "2026-06-03", None);
    assert_eq!(entry(book), "");
}

#[test]
fn who_enters_before_a_rank_day_is_a_member_on_it_and_after_it_does_not_wait() {
    // Listed on 24 April: five sessions by the rank day, 30 April.
    let mut book = daily("2026-04-20", "2026-05-15");
    list(&mut book, "2026-04-24", None);
    assert_eq!(entry(book), "2026-04-30 at once 2026-04-30");
    // The reconstitution decides on it too, and it is in by the fifth session.
    let mut book = daily("2026-04-20", "2026-07-02");
    list(&mut book, "2026-04-29", None);
    assert_eq!(entry(book), "2026-05-05 at once 2026-05-05");
}
