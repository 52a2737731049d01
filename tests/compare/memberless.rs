//! An index without members: a market of only a few large companies has no Russell 2000.

use std::fmt::Write as _;

use rankday::cli::exit::ExitStatus;

use super::{Row, command, files};

#[test]
fn an_index_without_members_has_no_return_and_no_turnover() {
    let home = tempfile::tempdir().expect("a folder");
    let mut panel = String::from("date,symbol,exchange,price,market_cap,price_return\n");
    // A full cycle, from June to June, and some months on either side of it.
    for at in 0..17 {
        let (year, month) = (2025 + (at + 4) / 12, (at + 4) % 12 + 1);
        let growth = if at == 0 { String::new() } else { "0.01".to_owned() };
        for (symbol, billions) in [("QAAA", 90_u64), ("QBBB", 40), ("QCCC", 20)] {
            let day = if month == 2 { 28 } else { 30 };
            let cap = billions * 1_000_000_000;
            let _ = writeln!(panel, "{year}-{month:02}-{day},{symbol},nyse,50,{cap},{growth}");
        }
    }
    std::fs::write(home.path().join("panel.csv"), panel).expect("written");
    let scenario = home.path().join("s.toml");
    let text =
        "[compare]\nschedules = [\"annual\", \"semi-annual\"]\n[market]\npanel = \"panel.csv\"\n";
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
    for measure in ["total_return", "annualised_return", "level", "scheduled_one_way", "additions"]
    {
        assert!(value(measure, "R1000").is_some(), "{measure}");
    }
    // All that is known of it is that it has no members.
    assert_eq!(value("members", "R2000").as_deref(), Some("0"));
    for name in ["comparison.csv", "cycles.csv"] {
        let all = rows(name);
        let known = all.iter().filter(|row| row["index"] == "R2000" && row["measure"] != "members");
        for row in known {
            assert_eq!((&*row["value"], &*row["difference"]), ("", ""), "{name}: {row:?}");
        }
    }
    let of_small = |row: &&Row| row["index"] == "R2000" && row["measure"] != "members";
    assert_eq!(rows("drift.csv").iter().filter(of_small).count(), 0);
    let events = rows("events.csv");
    let of = |index: &str| events.iter().filter(|row| row["index"] == index).count();
    assert!(of("R1000") > 0 && of("R2000") == 0, "an index without members has no event");
}
