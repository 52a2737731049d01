//! Absence from lists is evidence only where a list could have shown presence.
//!
//! The market has thirteen hundred companies, all of them members except two strangers. These have
//! stood well inside since the rank day of 2025: one among the largest, one among the smallest.

use std::fmt::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use rankday::scenario::check_run;
use rankday::scenario::comparison::check_comparison;
use rankday::study::comparison::compare;
use rankday::study::run;
use rankday::universe::Index;

const COMPANIES: usize = 1_300;
/// By size, from the largest.
const LARGE: usize = 100;
const SMALL: usize = 1_150;

/// A word of letters only for a number.
fn word(at: usize) -> String {
    let letter = |place: usize| char::from(b'A' + u8::try_from(place % 26).expect("a letter"));
    [letter(at / 676), letter(at / 26), letter(at)].iter().collect()
}

fn ticker(at: usize) -> String {
    format!("Q{}", word(at))
}

/// Cap of a company, USD; from 60bn to a fortieth of a per cent less with every rank.
fn cap(at: usize) -> u64 {
    60_000_000_000 - 40_000_000 * u64::try_from(at).expect("few")
}

/// The screener of a day on which the strangers have this cap, USD, or that of their places.
fn screener(strangers: Option<u64>) -> String {
    let mut text = "symbol,name,exchange,price,market_cap,country,sector,industry,ipo_year,volume,\
                    mean_close_30d,adv_usd_3m\n"
        .to_owned();
    for at in 0..COMPANIES {
        let of_stranger = strangers.filter(|_| [LARGE, SMALL].contains(&at));
        let (ticker, name, cap) = (ticker(at), word(at), of_stranger.unwrap_or(cap(at)));
        writeln!(
            text,
            "{ticker},{name}ovex Industries Inc,NYSE,20,{cap},United States,Industrials,,,100,20,2000"
        )
        .expect("text");
    }
    text
}

/// A list of the members among companies, without the strangers.
fn list(among: std::ops::Range<usize>) -> String {
    let members = among.filter(|at| ![LARGE, SMALL].contains(at)).map(ticker);
    members.fold("symbol\n".to_owned(), |text, ticker| text + &ticker + "\n")
}

fn write_market(folder: &Path) {
    let strangers = format!("symbol\n{}\n{}\n", ticker(LARGE), ticker(SMALL));
    for (name, text) in [
        ("market.csv", screener(None)),
        ("outside.csv", screener(Some(100_000_000))),
        ("r1000.csv", list(0..1_000)),
        ("r2000.csv", list(1_000..COMPANIES)),
        ("r3000.csv", list(0..COMPANIES)),
        ("strangers.csv", strangers),
        ("changes.csv", format!("action,symbol\nadd,{}\n", ticker(7))),
        ("left.csv", format!("action,symbol\ndelete,{}\n", ticker(SMALL))),
    ] {
        std::fs::write(folder.join(name), text).expect("a file");
    }
}

fn listed(file: &str, index: &str, held_on: &str, complete: bool) -> String {
    format!(
        "{{ file = \"{file}.csv\", index = \"{index}\", held_on = {held_on}, complete = {complete} }}"
    )
}

/// Which strangers a run of June 2026 excludes.
fn excluded(folder: &Path, held_on: &str, evidence: &str) -> (bool, bool) {
    let held = |index: &str| {
        let file = index.to_lowercase();
        format!("{{ file = \"{file}.csv\", index = \"{index}\", held_on = {held_on} }}")
    };
    let days = [("market", "2025-04-30"), ("outside", "2024-04-30"), ("outside", "2023-04-28")];
    let previous = days.map(|(file, day)| {
        format!(
            "[[previous]]\nfile = \"{file}.csv\"\nformat = \"nasdaq-screener\"\nas_of = {day}\n"
        )
    });
    let text = format!(
        "[event]\nseason = \"june\"\nyear = 2026\n\
         [universe]\nfile = \"market.csv\"\nformat = \"nasdaq-screener\"\n\
         [membership]\nlists = [{}, {}]\n{}[evidence]\n{evidence}\n",
        held("R1000"),
        held("R2000"),
        previous.concat(),
    );
    let path = folder.join("june.toml");
    std::fs::write(&path, &text).expect("written");
    let scenario = check_run(&path, &text, &|_| None).unwrap_or_else(|e| panic!("{e}"));
    let run = run(scenario, &|_| {}).unwrap_or_else(|e| panic!("{e}"));
    let out = |at: usize| {
        let line = run.universe.securities.iter().find(|s| s.symbol() == ticker(at));
        line.expect("a line").excluded.is_some()
    };
    (out(LARGE), out(SMALL))
}

#[test]
fn who_stood_inside_is_out_only_where_a_list_could_have_shown_it() {
    let home = tempfile::tempdir().expect("a folder");
    write_market(home.path());
    // The membership is from before the reconstitution of 2023: it says nothing of later ones.
    let old = "2023-06-09";
    let lists = |all: &[String]| format!("lists = [{}]", all.join(", "));
    let of = |file: &str, index: &str, day: &str, complete: bool| {
        lists(&[listed(file, index, day, complete)])
    };
    let changes = |file: &str, day: &str| {
        format!("changes = [{{ file = \"{file}.csv\", implementation = {day} }}]")
    };
    // The reconstitution of 2025 was implemented on 27 June.
    for (evidence, expected) in [
        (String::new(), (false, false)),
        (of("r1000", "R1000", "2025-07-31", false), (true, false)),
        (of("r2000", "R2000", "2025-07-31", false), (false, true)),
        (of("r3000", "R3000", "2025-07-31", false), (true, true)),
        (of("r3000", "MICROCAP", "2025-07-31", false), (false, false)),
        // On the day itself, only a list of the provider's is from after the close.
        (of("r3000", "R3000", "2025-06-27", true), (true, true)),
        (of("r3000", "R3000", "2025-06-27", false), (false, false)),
        // Lists from before it show an earlier reconstitution.
        (of("r3000", "R3000", "2025-06-26", false), (false, false)),
        (changes("changes", "2025-06-27"), (true, true)),
        (changes("changes", "2025-06-30"), (true, true)),
        (changes("changes", "2025-12-12"), (false, false)),
        // Additions do not name the previous members; deletions do.
        (
            lists(&[listed("strangers", "R3000", "2023-06-20", false)])
                + "\n"
                + &changes("changes", "2025-06-27"),
            (false, false),
        ),
        (
            lists(&[listed("strangers", "R3000", "2023-06-20", false)])
                + "\n"
                + &changes("left", "2025-06-27"),
            (false, true),
        ),
        // A company on a list from after it was added.
        (
            lists(&[
                listed("r3000", "R3000", "2025-07-31", false),
                listed("strangers", "R3000", "2026-01-30", false),
            ]),
            (false, false),
        ),
    ] {
        assert_eq!(excluded(home.path(), old, &evidence), expected, "{evidence}");
    }
    // A membership from after it is a list of each of its indexes.
    assert_eq!(excluded(home.path(), "2026-04-02", ""), (true, true));
}

/// The lists end before June 2025: later facts do not show which companies were added then.
#[test]
fn a_label_day_beyond_the_last_list_bars_nobody_who_stood_inside_before_it() {
    let home = tempfile::tempdir().expect("a folder");
    write_market(home.path());
    let mut panel =
        "date,symbol,exchange,price,market_cap,country,sector,price_return,adv_usd,days\n"
            .to_owned();
    for date in ["2025-03-31", "2025-04-30", "2025-05-30", "2025-06-30"] {
        for at in 0..COMPANIES {
            let (ticker, cap) = (ticker(at), cap(at));
            writeln!(panel, "{date},{ticker},NYSE,20,{cap},United States,Industrials,0,2000,21")
                .expect("text");
        }
    }
    std::fs::write(home.path().join("panel.csv"), panel).expect("written");
    let file = |name: &str| home.path().join(name);
    std::fs::copy(file("market.csv"), file("market-then.csv")).expect("the same labels later");
    let label = |file: &str, day: &str| {
        format!("[[labels]]\nfile = \"{file}.csv\"\nformat = \"nasdaq-screener\"\nas_of = {day}\n")
    };
    let held = format!(
        "{}, {}",
        listed("r1000", "R1000", "2025-03-31", false),
        listed("r2000", "R2000", "2025-03-31", false)
    );
    let entered = |evidence: &str| {
        let text = format!(
            "[compare]\nschedules = [\"annual\", \"none\"]\n\
             [market]\npanel = \"panel.csv\"\nformat = \"nasdaq-screener\"\nhindsight = true\n\
             [membership]\nlists = [{}]\n{}{}{}[evidence]\nlists = [{held}{evidence}]\n",
            held.replace(", complete = false", ""),
            // Small then, so that the lists of March 2025 say nothing against them.
            label("outside", "2024-04-30"),
            label("market", "2025-04-30"),
            label("market-then", "2025-08-29"),
        );
        let path = home.path().join("compare.toml");
        std::fs::write(&path, &text).expect("written");
        let scenario = check_comparison(&path, &text, &|_| None).unwrap_or_else(|e| panic!("{e}"));
        let compared = compare(scenario, &|_| {}).unwrap_or_else(|e| panic!("{e}"));
        let after = NaiveDate::from_ymd_opt(2025, 6, 30).expect("a day");
        let members = compared.schedules[0].ledger.members(Index::R3000, after);
        [LARGE, SMALL].map(|at| members.contains(&*ticker(at)))
    };
    assert_eq!(entered(""), [true, true]);
    let july = listed("r2000", "R2000", "2025-07-31", false);
    assert_eq!(entered(&format!(", {july}")), [true, false]);
}
