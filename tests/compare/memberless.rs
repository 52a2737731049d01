//! An index without members: a market of a few large companies alone has no Russell 2000.

use std::fmt::Write as _;

use rankday::cli::exit::ExitStatus;

use super::{Row, command, files};

#[test]
fn an_index_without_members_has_no_return_and_no_turnover() {
    let home = tempfile::tempdir().expect("a folder");
    let mut panel = String::from("date,symbol,exchange,price,market_cap,price_return\n");
    for (at, month) in (1..=9).enumerate() {
        let growth = if at == 0 { String::new() } else { "0.01".to_owned() };
        for (symbol, billions) in [("QAAA", 90_u64), ("QBBB", 40), ("QCCC", 20)] {
            let day = if month == 2 { 28 } else { 30 };
            let cap = billions * 1_000_000_000;
            let _ = writeln!(panel, "2026-{month:02}-{day},{symbol},nyse,50,{cap},{growth}");
        }
    }
    std::fs::write(home.path().join("panel.csv"), panel).expect("written");
    let scenario = home.path().join("s.toml");
    let text = "[compare]\nschedules = [\"annual\"]\n[market]\npanel = \"panel.csv\"\n";
    std::fs::write(&scenario, text).expect("written");
    let out = home.path().join("out");
    let words = [scenario.display().to_string(), "--out".to_owned(), out.display().to_string()];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (status, _) = command(&words).expect("a comparison");
    assert_eq!(status, ExitStatus::Success);
    let files = files(&out);
    let rows = |name: &str| -> Vec<Row> {
        let mut reader = csv::Reader::from_reader(files[name].as_bytes());
        reader.deserialize().map(|row| row.expect("a row")).collect()
    };
    let value = |measure: &str, index: &str| {
        let all = rows("comparison.csv");
        let found = all.iter().find(|row| row["measure"] == measure && row["index"] == index);
        found.map(|row| row["value"].clone()).filter(|value| !value.is_empty())
    };
    for measure in ["total_return", "annualised_return", "level"] {
        assert!(value(measure, "R1000").is_some(), "{measure}");
        assert_eq!(value(measure, "R2000"), None, "{measure}");
    }
    for measure in ["outperformance", "outperformance_streak"] {
        assert_eq!(value(measure, "R2000"), None, "{measure}");
    }
    let of_small = |row: &&Row| row["index"] == "R2000" && row["measure"] == "return";
    assert_eq!(rows("drift.csv").iter().filter(of_small).count(), 0);
    let small = rows("events.csv").into_iter().filter(|row| row["index"] == "R2000");
    assert!(small.into_iter().all(|row| row["one_way"].is_empty()));
}
