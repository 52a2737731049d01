//! Companies without a line in the prices of the implementation day.

use clap::Parser;
use rankday::cli::explain::{ExplainArgs, run as explain};
use rankday::report::files::Staging;
use rankday::report::format::{DEFAULT, Format, write_reports};
use rankday::report::remarks::text;
use rankday::report::run::console;
use rankday::results::scoring::{Scoring, score_all};
use rankday::universe::{Input, Segment, read_outcome};

use super::market::{Market, Played};

/// A member and an addition without a line.
fn two_missing() -> Market {
    Market::new().not_held("C16").gone(&["C13", "C16"])
}

fn left(played: &Played) -> Vec<String> {
    played.rows("left").iter().map(|row| row["symbol"].clone()).collect()
}

/// What a person reads.
fn screen(played: &Played) -> String {
    let mut screen = Vec::new();
    console::write(&played.run, played.home.path(), &mut screen).expect("text");
    String::from_utf8(screen).expect("text")
}

/// `rankday explain` of a ticker.
fn explained(played: &Played, ticker: &str) -> String {
    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        args: ExplainArgs,
    }
    let scenario = played.home.path().join("small.toml").display().to_string();
    let command = Command::try_parse_from(["explain", ticker, &scenario]).expect("words");
    let mut out = Vec::new();
    explain(&command.args, &mut out).unwrap_or_else(|e| panic!("{e}"));
    String::from_utf8(out).expect("text")
}

#[test]
fn who_has_no_line_in_a_complete_file_is_neither_sold_nor_bought() {
    let played = two_missing().run();
    assert_eq!(left(&played), ["C13", "C16"]);
    assert!(!played.is_traded("C13") && !played.is_traded("C16"));
    assert!(played.rows("changes").is_empty());
    assert_eq!(played.becomes("C16"), ("NONE".to_owned(), "left:no_line".to_owned()));
    assert!(played.one_way("R2000").abs() < 1e-9);
    let said = played.remark("the prices of 2026-06-26 cover 20 of 22 held lines").expect("said");
    assert!(said.contains("complete (inferred)") && said.contains("the largest first C13, C16"));
    let screen = screen(&played);
    let line =
        "Left between rank day and implementation: member lines 1, would-be additions 1 (left.csv)";
    assert!(screen.contains(line), "{screen}");
}

#[test]
fn a_file_that_covers_a_part_says_so_and_nobody_is_gone_for_it() {
    let missing = ["C09", "C10", "C11", "C12", "C13"];
    let partial = Market::new().gone(&missing);
    let played = partial.run();
    assert!(left(&played).is_empty());
    assert_eq!(played.becomes("C13").0, "R2000");
    let said = played.remark("the prices of 2026-06-26 cover 17 of 22 held lines").expect("said");
    assert!(said.contains("% of the weight: a part (inferred)"), "{said}");
    let screen = screen(&played);
    assert!(screen.contains("Implementation-day prices: 17 of 22 held lines, "), "{screen}");
    let stated = partial.keys("complete = true\n").run();
    assert_eq!(left(&stated), missing);
    let kept = two_missing().keys("complete = false\n").run();
    assert!(left(&kept).is_empty() && kept.is_traded("C16"));
    assert!(kept.remark("the prices of").expect("said").contains("a part (stated)"));
}

#[test]
fn live_names_that_a_file_lacks_are_kept_and_named() {
    let stated = two_missing().keys("alive = [\"c13\"]\n").run();
    assert_eq!(left(&stated), ["C16"]);
    assert_eq!(stated.becomes("C13").0, "R2000");
    assert!(stated.is_traded("C13"));
    let named =
        stated.remark("lines without a price of 2026-06-26 that are still listed").expect("named");
    assert!(named.ends_with("1, the largest first C13"), "{named}");
    let later = two_missing().later(&["C01", "C16"]).run();
    assert_eq!(left(&later), ["C13"]);
    assert_eq!(later.row("changes", "symbol", "C16")["action"], "add");
}

#[test]
fn stated_departures_are_not_counted_as_missing() {
    let gone = ["C10", "C11", "C12", "C13"];
    let mut market = Market::new().gone(&gone);
    for symbol in &gone[..3] {
        market = market.action(&format!("2026-05-20,delisting,{symbol}"));
    }
    let played = market.run();
    assert_eq!(left(&played), gone);
    let whys: Vec<String> = played.rows("left").iter().map(|row| row["why"].clone()).collect();
    assert_eq!(whys, ["delisting", "delisting", "delisting", "no_line"]);
}

#[test]
fn explain_and_summary_say_who_left() {
    let played = two_missing().run();
    let said = explained(&played, "C16").split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = "Rank day put it in the Russell 2000, and it is not added: it has no line in the \
                    complete prices of the implementation day";
    assert!(said.contains(expected), "{said}");
    assert!(said.contains("no price of rank day changes it"), "{said}");
    let said = explained(&played, "C13").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Was in the Russell 2000 and is no deletion of this event"), "{said}");
    let summary = Format::Json.files(&played.run);
    let mut text = Vec::new();
    summary[0].write(&mut text).expect("JSON");
    let summary: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    let since = &summary["since_rank_day"];
    assert_eq!((&since["members_left"], &since["others_left"]), (&1.into(), &1.into()));
    assert_eq!(since["effective_prices"]["complete"], true);
    assert_eq!(since["lockdown"], "2026-06-08");
}

/// The provider's final lists lack companies that left before, so these are neither right nor wrong; if a list
/// has one all the same, the score gives the cause.
#[test]
fn who_left_is_no_change_when_scored() {
    let played = two_missing().run();
    let result = played.home.path().join("result");
    write_reports(&played.run, &DEFAULT, Staging::open(&result).expect("a folder")).expect("files");
    let changes = played.home.path().join("changes.csv");
    let score = |rows: &str| {
        std::fs::write(&changes, format!("action,symbol\n{rows}")).expect("written");
        let scoring = Scoring {
            result: result.clone(),
            changes: Some(changes.clone()),
            ..Scoring::default()
        };
        score_all(&[scoring], None).unwrap_or_else(|e| panic!("{e}")).remove(0)
    };
    let names = score("add,C23\n").names;
    assert_eq!(names.iter().map(|name| &*name.symbol).collect::<Vec<_>>(), ["C23"]);
    let names = score("add,C16\ndelete,C13\n").names;
    let causes: Vec<String> = names.iter().map(|name| name.cause.to_string()).collect();
    assert_eq!(causes, ["left before the implementation"; 2]);
}

/// The next event reads the membership that this one wrote. A company kept without a line is a member in it; the
/// part of the Russell 1000 that it is in stays unknown.
#[test]
fn a_member_that_is_kept_without_a_line_is_one_for_the_next_event() {
    let played = Market::new().held_since("2026-06-20", "KEP", "R1000").run();
    let result = played.home.path().join("result");
    write_reports(&played.run, &DEFAULT, Staging::open(&result).expect("a folder")).expect("files");
    let bytes = std::fs::read(result.join("membership.csv")).expect("a file");
    let input = Input::from_bytes("membership.csv", bytes).expect("text");
    let membership = read_outcome(&input, "2026-06-26".parse().expect("a day")).expect("members");
    let kept = membership.members.iter().find(|member| member.symbol == "KEP").expect("a member");
    assert_eq!((kept.segment, kept.indexes), (Segment::R1000, None));
    let of_r1000 = membership.members.iter().filter(|member| member.segment == Segment::R1000);
    let turnover = played.row("turnover", "index", "R1000");
    // It has no value and so no weight in this event.
    assert_eq!(of_r1000.count().to_string(), format!("{}", count(&turnover["members_after"]) + 1));
    // The scoring of the result reads it as well.
    let scoring =
        Scoring { result, changes: Some(played.home.path().join("c.csv")), ..Scoring::default() };
    std::fs::write(played.home.path().join("c.csv"), "action,symbol\nadd,C23\n").expect("written");
    score_all(&[scoring], None).unwrap_or_else(|e| panic!("{e}"));
}

fn count(cell: &str) -> usize {
    cell.parse().expect("a count")
}

#[test]
fn a_company_that_goes_on_under_another_ticker_is_warned_of() {
    let market = || Market::new().gone(&["C13"]).at_close("NEW", 120, 10_000_000);
    let named = market().named(&["C13", "NEW"], "Thirteen Inc Common Stock");
    let said = "effective.csv: C13 (Thirteen Inc Common Stock) counts as gone, and NEW there has its name:";
    assert!(named.clone().run().remark(said).is_some());
    // It is told by its name, and where the change is stated nobody is gone.
    for silent in [market(), named.action("2026-05-20,ticker-change,C13,NEW")] {
        let remarks = silent.run().run.remarks;
        assert!(remarks.iter().map(text).all(|said| !said.contains("counts as gone")));
    }
}
