//! The texts for every kind of company, and for names about which nothing can be said.

use rankday::cli::exit::ExitStatus;
use serde_json::Value;

use crate::document::faults;

use super::{explained, golden, of_june, scenario};

/// A company of every kind that the shipped market has.
const KINDS: [(&str, &str); 13] = [
    ("held-in-the-band", "ZXS"),
    ("up", "QGNI"),
    ("down", "QCDX"),
    ("added", "ZVUR"),
    ("deleted-by-a-screen", "QZIC"),
    ("deleted-by-size", "QORA"),
    ("two-classes", "ZKOD.B"),
    ("gone", "QPRL"),
    ("left-since-rank-day", "QCV"),
    ("missing", "XKM"),
    ("microcap", "XTER"),
    ("largest", "QTAM"),
    ("a-ticker-taken-over", "ZLRX"),
];

#[test]
fn every_kind_of_company_is_explained_as_reviewed() {
    let wrong: Vec<String> = KINDS
        .iter()
        .filter_map(|(kind, ticker)| {
            let text = of_june(ticker);
            let long = text.lines().find(|line| line.chars().count() > 100);
            assert_eq!(long, None, "{ticker}");
            golden::compare(&format!("explain/golden/{kind}.txt"), &text).err()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn tickers_are_found_in_any_spelling_and_any_class_is_its_company() {
    let first = |ticker: &str| of_june(ticker).lines().next().map(str::to_owned);
    for ticker in ["ZKOD", "zkod", "ZKOD.B", "zkod/b", "ZKODB", "ZKOD-B"] {
        assert_eq!(first(ticker).as_deref(), Some("ZKOD  Kalovakord Services Co Class A"));
    }
    assert!(of_june("zkod-b").contains("asked for as zkod-b"));
}

#[test]
fn a_company_is_found_by_the_ticker_that_it_has_since() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
    let june = std::fs::read_to_string(scenario("june-2026.toml")).expect("the scenario");
    let data = std::env::current_dir().expect("a folder").join("data");
    let june = june.replace("../data/", &format!("{}/", data.display()));
    write("june.toml", &format!("{june}\n[actions]\nfile = \"actions.csv\"\n")).expect("written");
    let actions = "date,action,symbol,other,ratio,cash\n2026-05-20,ticker-change,ZXS,ZXSNEW,,\n";
    write("actions.csv", actions).expect("written");
    let june = folder.path().join("june.toml").display().to_string();
    let said = explained(&["zxsnew", &june]).expect("an explanation");
    assert!(said.starts_with("ZXS  ") && said.contains("asked for as zxsnew"), "{said}");
}

#[test]
fn a_stranger_is_told_who_is_near() {
    let june = scenario("june-2026.toml");
    let (status, said) = explained(&["ZZZY", &june]).expect_err("no such ticker");
    assert_eq!(status, ExitStatus::Input);
    let expected = "\"ZZZY\" is no ticker of scenarios/../data/universe-2026-04-30.csv or of the \
                    membership; did you mean ";
    assert!(said.starts_with(expected) && said.ends_with('?'), "{said}");
    let (_, said) = explained(&["12345", &june]).expect_err("no such ticker");
    assert!(said.ends_with("; eligibility.csv of a run lists every ticker of it"), "{said}");
}

#[test]
fn scenarios_of_other_kinds_and_arguments_that_mean_nothing_are_errors() {
    for kind in ["annual-vs-semi-annual.toml", "two-schedules.toml"] {
        let (status, said) = explained(&["ZXS", &scenario(kind)]).expect_err("a comparison");
        assert_eq!(status, ExitStatus::Input);
        let expected = "compares schedules along many events and explains no company; name the \
                        scenario of one reconstitution, such as scenarios/june-2026.toml, or of a \
                        projection";
        assert_eq!(said, format!("scenarios/{kind}: {expected}"));
    }
    let june = scenario("june-2026.toml");
    let (status, said) = explained(&["ZXS", &june, "--paths", "9"]).expect_err("no paths");
    assert_eq!(status, ExitStatus::Usage);
    let expected = "leave it out, or name the scenario of a projection";
    let problem = format!("--paths is for projections, and {june} has no [project]");
    assert_eq!(said, format!("{problem}; {expected}"));
    let (status, _) = explained(&["ZXS", "scenarios/nowhere.toml"]).expect_err("no file");
    assert_eq!(status, ExitStatus::Input);
}

#[test]
fn the_facts_are_there_as_json_too() {
    let june = scenario("june-2026.toml");
    let json = |ticker: &str| -> Value {
        let text = explained(&[ticker, &june, "--json", "--threads", "1"]).expect("JSON");
        assert_eq!(text, explained(&[ticker, &june, "--json", "--threads", "3"]).expect("JSON"));
        let facts = serde_json::from_str(&text).expect("JSON");
        assert_eq!(faults("explanation", &facts), [""; 0], "{ticker}");
        facts
    };
    for (_, ticker) in KINDS {
        json(ticker);
    }
    let facts = json("ZXS");
    assert_eq!(facts["schema"], "rankday.explanation/2");
    let company = &facts["company"];
    assert_eq!(company["outcome"]["reason"], "kept_by_band");
    assert_eq!(company["rank"], 748);
    assert_eq!(company["prices"]["changes"][0]["price"], "28.70");
    assert_eq!(company["prices"]["changes"][0]["outcome"]["segment"], "R1000");
    let ranges = company["prices"]["ranges"].as_array().expect("ranges");
    assert_eq!(ranges[0]["from"], "0.0001");
    assert_eq!(ranges.iter().filter(|range| range["here"] == true).count(), 1);
    let absent = &json("QPRL")["absent_member"];
    assert_eq!((&absent["reason"], &absent["from"]), (&"gone".into(), &"R2000".into()));
}

#[test]
fn a_projection_is_explained_as_if_ranked_today_with_its_odds() {
    let december = scenario("project-december-2026.toml");
    let words = ["ZXS", &december, "--paths", "60"];
    let text = explained(&words).expect("an explanation");
    assert!(text.contains("as if today, Thu 2026-04-30, were rank day, which is Fri 2026-10-30"));
    assert!(text.contains("Odds for project-december-2026, from 60 paths (seed 1)"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let json = explained(&[&words[..], &["--json"]].concat()).expect("JSON");
    let facts: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(faults("explanation", &facts), [""; 0]);
    let segments = &facts["forecast"]["odds"]["segments"];
    let sum: f64 = ["R1000", "R2000", "MICRO", "NONE"]
        .iter()
        .map(|segment| segments[*segment].as_f64().expect("a part"))
        .sum();
    assert!((sum - 1.0).abs() < 1e-9, "{segments}");
}

/// A company has two classes, and one of them was asked for: it fails a screen, or has left since.
#[test]
fn a_class_that_was_asked_for_is_told_of_by_itself() {
    const FILES: [(&str, &str); 4] = [
        (
            "universe.csv",
            "symbol,issuer,exchange,country,price,shares_outstanding,free_float_pct,adv_usd\n\
             XA,X,nyse,US,100,100000000,90,9000000\nXB,X,nyse,US,100,50000000,3,500000\n\
             YA,Y,nyse,US,90,100000000,90,9000000\nYB,Y,nyse,US,91,50000000,90,500000\n",
        ),
        (
            "membership.csv",
            "symbol,segment,held_on\nXA,R1000,2026-04-30\nXB,R1000,2026-04-30\n\
             YA,R1000,2026-04-30\nYB,R1000,2026-04-30\n",
        ),
        ("actions.csv", "date,action,symbol,other,ratio,cash\n2026-05-12,delisting,YB,,,\n"),
        (
            "june.toml",
            "[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \"universe.csv\"\n\
             [membership]\nfile = \"membership.csv\"\n[actions]\nfile = \"actions.csv\"\n",
        ),
    ];
    let home = tempfile::tempdir().expect("a folder");
    for (name, text) in FILES {
        std::fs::write(home.path().join(name), text).expect("written");
    }
    let june = home.path().join("june.toml").display().to_string();
    let said =
        |ticker: &str| explained(&[ticker, &june]).expect("an explanation").replace('\n', " ");
    for (ticker, answer) in [
        (
            "XB",
            "The class asked for, XB, leaves the indexes (out: float). Of its company: Stays in",
        ),
        (
            "YB",
            "The class asked for, YB, was held, and leaves before the event: it was delisted on 2026-05-12.",
        ),
    ] {
        assert!(said(ticker).contains(answer), "{}", said(ticker));
    }
    assert!(!said("XA").contains("The class asked for"));
}
