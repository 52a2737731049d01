//! Stated actions, before the lock-down and in it.

use super::market::{Market, Played};
use rankday::report::remarks::text;

const BEFORE: &str = "2026-05-20";
const IN_LOCK_DOWN: &str = "2026-06-10";

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn nothing_happens_where_nothing_is_stated() {
    let played = Market::new().run();
    assert!(played.rows("left").is_empty() && played.rows("actions").is_empty());
    assert!(played.rows("changes").is_empty());
    assert!(near(played.one_way("R2000"), 0.0));
}

#[test]
fn a_target_paid_in_cash_has_left_before_the_event_and_is_no_deletion() {
    for day in [BEFORE, IN_LOCK_DOWN] {
        let market = Market::new().gone(&["C10"]).action(&format!("{day},merger,C10,,,155"));
        let played = market.run();
        let left = played.row("left", "symbol", "C10");
        let cells = ["held", "decided", "why", "date", "company"].map(|column| &*left[column]);
        assert_eq!(cells, ["R2000", "R2000", "merger", day, "left"]);
        assert_eq!(played.becomes("C10"), ("NONE".to_owned(), "left:merger".to_owned()));
        assert!(played.rows("changes").is_empty(), "{day}");
        assert!(!played.is_traded("C10"), "{day}");
        // It is not replaced, and its weight is not turned over.
        let turnover = played.row("turnover", "index", "R2000");
        let cells = ["members_before", "members_after", "additions", "deletions"];
        assert_eq!(cells.map(|column| &*turnover[column]), ["9", "9", "0", "0"]);
        assert!(near(played.one_way("R2000"), 0.0), "{day}");
        let said = ("yes".to_owned(), "leaves R2000 before the event".to_owned());
        assert_eq!(played.action("C10"), said);
    }
}

/// `C12` gives one share for each of `C09` and has twice as many then.
fn paid_in_shares(day: &str) -> Market {
    let market = Market::new().gone(&["C09"]).at_close("C12", 130, 20_000_000);
    market.action(&format!("{day},merger,C09,C12,1"))
}

#[test]
fn an_acquirer_that_is_a_member_grows_the_same_day_and_trades_nothing() {
    let played = paid_in_shares(IN_LOCK_DOWN).run();
    assert_eq!(played.becomes("C12").0, "R2000");
    assert!(near(played.one_way("R2000"), 0.0), "{}", played.one_way("R2000"));
    let (applied, effect) = played.action("C09");
    assert_eq!(applied, "yes");
    assert!(effect.contains("index shares of C12 grow by 100%"), "{effect}");
    assert!(effect.ends_with("in the lock-down nobody is placed anew"), "{effect}");
    // Without shares at the implementation, those issued count: the same.
    let mut market = paid_in_shares(IN_LOCK_DOWN);
    market.with_shares = false;
    assert!(near(market.run().one_way("R2000"), 0.0));
    assert!(near(paid_in_shares(IN_LOCK_DOWN).without_effective().run().one_way("R2000"), 0.0));
}

/// `C11` gives its shares for those of `C09`, and `C12` for those of `C11`: that is the same as if `C12` had given its
/// shares for both.
#[test]
fn shares_issued_go_on_to_who_takes_their_company_over() {
    let chain = |first: &str, second: &str| {
        let market = Market::new().gone(&["C09", "C11"]);
        let market = market.action(&format!("{first},merger,C09,C11,1"));
        market.action(&format!("{second},merger,C11,C12,1"))
    };
    let at_once = |day: &str| {
        let market = Market::new().gone(&["C09", "C11"]);
        let market = market.action(&format!("{day},merger,C09,C12,1"));
        market.action(&format!("{day},merger,C11,C12,1"))
    };
    for (first, second) in [("2026-05-05", "2026-05-06"), ("2026-06-09", "2026-06-10")] {
        for with_shares in [true, false] {
            let played = |market: Market| {
                let mut market = market.at_close("C12", 130, 30_000_000);
                market.with_shares = with_shares;
                market.run()
            };
            let (chained, direct) = (played(chain(first, second)), played(at_once(second)));
            assert_eq!(chained.becomes("C12"), direct.becomes("C12"), "{first}");
            for index in ["R1000", "R2000", "R3000"] {
                assert!(near(chained.one_way(index), direct.one_way(index)), "{first} {index}");
            }
            assert_eq!(chained.rows("trades"), direct.rows("trades"), "{first}");
        }
    }
    let in_lock_down = chain("2026-06-09", "2026-06-10").without_effective().run();
    assert!(near(in_lock_down.one_way("R2000"), 0.0), "{}", in_lock_down.one_way("R2000"));
}

/// Each action of a day sees the effects of those that it depends on, however the tickers are sorted.
#[test]
fn actions_of_one_day_are_applied_in_the_order_in_which_they_rest_on_each_other() {
    let pairs = [
        ["merger,C11,C09,1", "merger,C09,C12,1"],
        ["offering,C09,,0.2", "merger,C09,C12,1"],
        ["ticker-change,C09,NEW,", "merger,NEW,C12,1"],
    ];
    for [first, second] in pairs {
        let of = |days: [&str; 2]| {
            let market = Market::new().gone(&["C09", "C11"]);
            let market = market.at_close("C12", 130, 30_000_000);
            market
                .action(&format!("{},{first}", days[0]))
                .action(&format!("{},{second}", days[1]))
                .run()
        };
        let (apart, together) =
            (of(["2026-05-06", "2026-05-07"]), of(["2026-05-07", "2026-05-07"]));
        assert_eq!(together.becomes("C12"), apart.becomes("C12"), "{first} {second}");
        assert_eq!(together.becomes("C09"), apart.becomes("C09"), "{first} {second}");
        assert_eq!(together.rows("trades"), apart.rows("trades"), "{first} {second}");
        assert_eq!(together.remark("had left by then"), None, "{first} {second}");
    }
}

#[test]
fn a_class_that_goes_into_another_of_its_company_ends_alone() {
    let market = Market::new().second_class().gone(&["C15B"]);
    let market = market.held_since("2026-04-30", "C15B", "R2000");
    let played = market.action(&format!("{BEFORE},merger,C15B,C15,1")).run();
    assert_eq!(played.becomes("C15").0, "R2000");
    assert_eq!(played.row("left", "symbol", "C15B")["company"], "lives");
    assert!(played.rows("left").iter().all(|row| row["symbol"] != "C15"));
    assert!(played.action("C15B").1.starts_with("the class goes into C15"));
}

/// 10m shares of `C15` for one each and 5m of `C15B` for three: 25m new shares at $130, and 10m old ones.
#[test]
fn classes_of_a_company_that_is_taken_over_may_have_terms_of_their_own() {
    for rows in
        [["merger,C15,C12,1", "merger,C15B,C12,3"], ["merger,C15B,C12,3", "merger,C15,C12,1"]]
    {
        let market = Market::new().second_class().held_since("2026-04-30", "C15B", "R2000");
        let market =
            rows.iter().fold(market, |market, row| market.action(&format!("{BEFORE},{row}")));
        let played = market.without_effective().run();
        assert_eq!(
            played.becomes("C12"),
            ("R1000".to_owned(), "placed_anew (cap 4550000000)".to_owned())
        );
        assert_eq!(played.becomes("C15").0, "NONE");
        assert_eq!(played.action("C15B").0, "yes");
    }
}

#[test]
fn a_child_that_a_screen_dropped_stays_with_its_parent_and_is_not_placed_anew() {
    let market = Market::new().foreign("FOR", 300).at_close("C05", 120, 10_000_000);
    let played = market.action(&format!("{BEFORE},spin-off,C05,FOR,1")).run();
    assert_eq!(played.becomes("FOR"), ("R1000".to_owned(), "split_off".to_owned()));
    let (_, effect) = played.action("C05");
    assert!(effect.contains("FOR was not eligible on rank day and is not placed anew"), "{effect}");
}

#[test]
fn actions_that_contradict_one_another_are_warned_of() {
    let market = Market::new().gone(&["C09", "C12"]);
    let market = market.action("2026-05-11,merger,C09,C12,1");
    let played = market.action("2026-05-18,merger,C12,C09,1").run();
    let (applied, effect) = played.action("C12");
    assert_eq!(applied, "yes");
    assert!(effect.ends_with("C09 had left by then, so that nobody's shares grow"), "{effect}");
    let said = played.remark("corporate action of 2026-05-18, merger of C12, C09: C09 had left");
    assert!(said.is_some());

    let played = Market::new().gone(&["C12"]).action("2026-05-15,ticker-change,C12,C03,").run();
    let said =
        played.remark("corporate action of 2026-05-15, ticker-change of C12, C03: another line");
    assert!(said.is_some());
    // The line that had it may continue under another ticker.
    let market = Market::new().gone(&["C12"]).at_close("NEW", 400, 10_000_000);
    let market = market.action("2026-05-15,ticker-change,C03,NEW,");
    let played = market.action("2026-05-15,ticker-change,C12,C03,").run();
    assert_eq!(played.remark("corporate action of"), None);
}

#[test]
fn before_the_lock_down_an_acquirer_is_placed_anew() {
    let moved = |played: &Played| {
        let (segment, reason) = played.becomes("C12");
        assert_eq!(segment, "R1000");
        assert!(reason.starts_with("placed_anew (cap "), "{reason}");
        assert_eq!(played.row("changes", "symbol", "C12")["action"], "up");
        let (_, effect) = played.action("C09");
        assert!(effect.ends_with("C12 is placed anew in R1000 instead of R2000"), "{effect}");
        // All other companies stay where rank day put them.
        assert_eq!(played.becomes("C08").0, "R1000");
    };
    moved(&paid_in_shares(BEFORE).run());
    let mut market = paid_in_shares(BEFORE);
    market.with_shares = false;
    moved(&market.run());
    moved(&paid_in_shares(BEFORE).without_effective().run());
}

#[test]
fn the_day_before_the_lock_down_is_the_last_on_which_companies_are_placed_anew() {
    assert_eq!(paid_in_shares("2026-06-05").run().becomes("C12").0, "R1000");
    assert_eq!(paid_in_shares("2026-06-08").run().becomes("C12").0, "R2000");
    // A scenario may have a lock-down of its own.
    let text = "[actions]\nfile = \"actions.csv\"\nlockdown = 2026-06-11\n";
    let mut market = paid_in_shares(IN_LOCK_DOWN);
    let rows = "date,action,symbol,other,ratio,cash\n2026-06-10,merger,C09,C12,1,\n";
    market = market.own_actions(text, rows);
    assert_eq!(market.run().becomes("C12").0, "R1000");
}

/// `C23`, which is in no index, gives seven shares for each of `C11`.
fn by_an_outsider(day: &str) -> Market {
    let market = Market::new().gone(&["C11"]).at_close("C23", 20, 80_000_000);
    market.action(&format!("{day},merger,C11,C23,7"))
}

#[test]
fn an_acquirer_of_no_index_is_placed_anew_before_the_lock_down_alone() {
    let early = by_an_outsider(BEFORE).run();
    let decided = early.becomes("C23");
    assert_eq!(decided, ("R2000".to_owned(), "placed_anew (cap 1600000000)".to_owned()));
    assert_eq!(early.row("changes", "symbol", "C23")["action"], "add");
    assert!(early.is_traded("C23"));
    let late = by_an_outsider(IN_LOCK_DOWN).run();
    assert_eq!(late.becomes("C23").0, "NONE");
    assert!(!late.is_traded("C23") && !late.is_traded("C11"));
    assert!(near(late.one_way("R2000"), 0.0));
}

#[test]
fn who_was_not_eligible_on_rank_day_is_never_placed_anew() {
    let market = Market::new().foreign("FOR", 300).gone(&["C11"]);
    let played = market.action(&format!("{BEFORE},merger,C11,FOR,1")).run();
    assert!(played.rows("changes").is_empty() && !played.is_traded("FOR"));
    let (applied, effect) = played.action("C11");
    assert_eq!(applied, "yes");
    assert!(
        effect.ends_with("FOR was not eligible on rank day and is not placed anew"),
        "{effect}"
    );
}

/// `C05` at $200 becomes $120, and a child at $80 for each share.
fn split(day: &str) -> Market {
    let market = Market::new().at_close("C05", 120, 10_000_000).at_close("KID", 80, 10_000_000);
    market.action(&format!("{day},spin-off,C05,KID,1"))
}

#[test]
fn a_child_split_off_in_the_lock_down_stays_where_its_parent_is() {
    let played = split(IN_LOCK_DOWN).run();
    assert_eq!(played.becomes("KID"), ("R1000".to_owned(), "split_off".to_owned()));
    assert_eq!(played.becomes("C05").0, "R1000");
    assert!(played.rows("changes").is_empty());
    assert!(near(played.one_way("R1000"), 0.0), "{}", played.one_way("R1000"));
    let turnover = played.row("turnover", "index", "R1000");
    assert_eq!([&*turnover["members_before"], &*turnover["members_after"]], ["9", "9"]);
    let (_, effect) = played.action("C05");
    assert!(effect.starts_with("KID joins R1000 before the event"), "{effect}");
    // The listing screen keeps it from the ranking of rank day.
    assert_eq!(played.row("eligibility", "symbol", "KID")["screen"], "listing");
}

#[test]
fn parent_and_child_are_placed_anew_before_the_lock_down() {
    let played = split(BEFORE).run();
    let of = |cap: &str| ("R2000".to_owned(), format!("placed_anew (cap {cap})"));
    assert_eq!(played.becomes("C05"), of("1200000000"));
    assert_eq!(played.becomes("KID"), of("800000000"));
    let (_, effect) = played.action("C05");
    assert!(effect.contains("C05 is placed anew in R2000 instead of R1000"), "{effect}");
    assert!(effect.contains("KID is placed anew in R2000 instead of R1000"), "{effect}");
}

/// A child may have nothing but a price: it has the shares that its parent's holders were given.
#[test]
fn a_child_of_unknown_shares_is_placed_by_those_of_its_parent() {
    let mut market = split(BEFORE);
    market.with_shares = false;
    let played = market.run();
    let of = |cap: &str| ("R2000".to_owned(), format!("placed_anew (cap {cap})"));
    assert_eq!(played.becomes("KID"), of("800000000"));
}

/// A small offering in the lock-down waits for the next update of shares, as in a history.
#[test]
fn a_small_offering_in_the_lock_down_is_no_trade_of_the_event() {
    let offered = |day: &str| Market::new().action(&format!("{day},offering,C12,,0.01"));
    for with_effective in [true, false] {
        let played = |market: Market| {
            let mut market = if with_effective { market } else { market.without_effective() };
            market.with_shares = false;
            market.run().one_way("R2000")
        };
        assert!(near(played(offered(IN_LOCK_DOWN)), played(Market::new())));
    }
}

/// A membership from after the split has the child already: it is the same event.
#[test]
fn a_child_that_the_membership_has_is_as_one_that_it_lacks() {
    for day in [BEFORE, IN_LOCK_DOWN] {
        let held = split(day).held_since("2026-06-25", "KID", "R1000").run();
        let lacked = split(day).run();
        assert_eq!(held.becomes("KID"), lacked.becomes("KID"), "{day}");
        assert_eq!(held.becomes("C05"), lacked.becomes("C05"), "{day}");
        assert_eq!(held.action("C05"), lacked.action("C05"), "{day}");
        assert_eq!(held.rows("changes"), lacked.rows("changes"), "{day}");
        assert!(near(held.one_way("R1000"), lacked.one_way("R1000")), "{day}");
    }
}

#[test]
fn breaks_are_moved_along_the_market_before_a_company_is_placed() {
    // Everything but C09 doubles, so C09 is worth half as much relative to the market, though it sold
    // shares.
    let mut market = Market::new();
    for at in 1..=24_u64 {
        market = market.at_close(&format!("C{at:02}"), 2 * (250 - 10 * at), 10_000_000);
    }
    let market = market.at_close("C09", 160, 12_000_000);
    let played = market.action(&format!("{BEFORE},offering,C09,,0.2")).run();
    assert_eq!(played.becomes("C09").0, "R2000");
    let how = played.remark("companies placed anew").expect("a remark");
    assert!(how.contains("+100.00%"), "{how}");
    // Had nothing moved, it would have been $1.92bn: more than C06's break.
    let still = Market::new().at_close("C09", 160, 12_000_000);
    let still = still.action(&format!("{BEFORE},offering,C09,,0.2")).run();
    assert_eq!(still.becomes("C09").0, "R1000");
}

#[test]
fn a_delisted_member_has_left() {
    let played = Market::new().gone(&["C15"]).action(&format!("{BEFORE},delisting,C15")).run();
    assert_eq!(played.becomes("C15"), ("NONE".to_owned(), "left:delisting".to_owned()));
    assert!(played.rows("changes").is_empty() && near(played.one_way("R2000"), 0.0));
}

#[test]
fn another_class_that_lives_takes_the_place_of_one_that_left() {
    let market = Market::new().second_class().gone(&["C15"]);
    for market in [market.clone().action(&format!("{BEFORE},delisting,C15")), market] {
        let played = market.run();
        assert_eq!(played.row("left", "symbol", "C15")["company"], "lives");
        let row = played.row("membership", "symbol", "C15B");
        let cells = ["segment", "held", "member_lines"].map(|column| &*row[column]);
        assert_eq!(cells, ["R2000", "R2000", "C15B"]);
        assert!(played.rows("changes").is_empty());
        assert!(played.is_traded("C15B") && !played.is_traded("C15"));
    }
    // A takeover is the end of all classes.
    let market = Market::new().second_class().gone(&["C15", "C15B"]);
    let played = market.action(&format!("{BEFORE},merger,C15,C01,,101")).run();
    assert_eq!(played.becomes("C15").0, "NONE");
    assert!(!played.is_traded("C15") && !played.is_traded("C15B"));
}

#[test]
fn a_stated_action_is_applied_whatever_goes_on_under_the_ticker() {
    let played = Market::new().action(&format!("{BEFORE},delisting,C15")).run();
    assert_eq!(played.becomes("C15").0, "NONE");
}

#[test]
fn an_addition_that_is_taken_over_is_not_added() {
    let market = Market::new().not_held("C16").gone(&["C16"]);
    let played = market.action(&format!("{IN_LOCK_DOWN},merger,C16,C01,,95")).run();
    assert!(played.rows("changes").is_empty() && !played.is_traded("C16"));
    let left = played.row("left", "symbol", "C16");
    let cells = ["held", "decided", "buyer"].map(|column| &*left[column]);
    assert_eq!(cells, ["NONE", "R2000", "C01"]);
    assert_eq!(played.action("C16").1, "is not added");
}

#[test]
fn a_ticker_that_changes_between_the_days_is_carried() {
    let market = Market::new().gone(&["C14"]).at_close("NEW", 110, 10_000_000);
    let played = market.action(&format!("{BEFORE},ticker-change,C14,NEW")).run();
    assert!(played.rows("left").is_empty());
    assert_eq!(played.becomes("C14").0, "R2000");
    assert_eq!(played.action("C14"), ("yes".to_owned(), "the ticker is carried on".to_owned()));
    assert!(near(played.one_way("R2000"), 0.0));
}

#[test]
fn what_cannot_be_applied_is_named() {
    let market = Market::new()
        .gone(&["C10"])
        .action("2026-04-30,delisting,C09")
        .action("2026-06-29,delisting,C12")
        .action(&format!("{BEFORE},delisting,ZZZ"))
        .action(&format!("{BEFORE},spin-off,C05,LOST,1"))
        .action(&format!("{BEFORE},ipo,NEWCO"))
        .action(&format!("{BEFORE},delisting,C10"))
        .action("2026-05-21,merger,C10,,,1");
    let played = market.run();
    let outcome = |symbol: &str| played.action(symbol).1;
    assert_eq!(outcome("C09"), "not after rank day");
    assert_eq!(outcome("C12"), "after the implementation");
    assert_eq!(outcome("ZZZ"), "the universe has no such line");
    assert_eq!(outcome("C05"), "no file has a line of the child");
    assert_eq!(outcome("NEWCO"), "a new listing is judged at the next rank date");
    let named = played.run.remarks.iter().filter(|r| text(r).starts_with("corporate action of"));
    let named = named.count();
    assert_eq!(named, 6, "{:?}", played.run.remarks);
    let twice = "corporate action of 2026-05-21, merger of C10: it had left by then; left out";
    assert_eq!(played.remark("corporate action of 2026-05-21").as_deref(), Some(twice));
    assert_eq!(played.becomes("C09").0, "R2000");
}
