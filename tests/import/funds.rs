//! Holdings of index funds: members, what is dropped, and what the files do not say.

use rankday::cli::exit::ExitStatus;

use super::{by_symbol, golden, imported, small, text};

#[test]
fn holdings_of_two_funds_make_one_membership() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("members.csv");
    let (large, small_caps) = (small("fund-1000.csv"), small("fund-2000.csv"));
    let (changes, file) = (small("changes.csv"), out.display().to_string());
    let words = ["ishares", &large, &small_caps, "--symbol-changes", &changes, "--out", &file];
    let printed = imported(&words, home.path()).expect("an import");
    let compared = [
        golden::compare("import/small/expected-funds.txt", &printed),
        golden::compare("import/small/expected-funds.csv", &text(&out)),
    ];
    assert_eq!(compared, [Ok(()), Ok(())]);
    let members = by_symbol(&text(&out));
    let held: Vec<_> = members.values().map(|m| [&*m["symbol"], &m["segment"]].join(" ")).collect();
    // QREN became QREO between the days of the files: one member, where the later file has it.
    assert_eq!(held, ["QBER R2000", "QREO R2000", "QZA R1000", "XBRB R1000"]);
}

#[test]
fn what_a_file_does_not_say_is_asked_for_and_may_be_given() {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name).display().to_string();
    let nameless = text(small("fund-2000.csv").as_ref())
        .replace("iShares Russell 2000 ETF", "Qfunds Small Companies")
        .replace("May 12, 2026", "-");
    std::fs::write(path("fund.csv"), nameless).expect("written");
    let (fund, out) = (path("fund.csv"), path("members.csv"));
    let words = ["ishares", &fund, "--out", &out];
    let (status, message) = imported(&words, home.path()).expect_err("no index, no day");
    assert_eq!(status, ExitStatus::Input);
    assert!(message.contains("--index R1000, R2000") && message.contains("--held-on"), "{message}");
    assert!(!home.path().join("members.csv").exists());
    let given = ["--index", "R2000", "--held-on", "2026-05-12"];
    let words: Vec<&str> = words.into_iter().chain(given).collect();
    imported(&words, home.path()).expect("an import");
    assert_eq!(by_symbol(&text(out.as_ref()))["QBER"]["held_on"], "2026-05-12");
    let style = ["ishares", &fund, "--index", "MIDCAP"];
    assert_eq!(imported(&style, home.path()).expect_err("no such list").0, ExitStatus::Usage);
}

#[test]
fn one_faulty_file_stops_the_membership_and_all_are_named() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("members.csv").display().to_string();
    let [good, bad, missing] = ["fund-1000.csv", "changes.csv", "none.csv"].map(small);
    let words = ["ishares", &good, &bad, &missing, "--out", &out];
    let (status, message) = imported(&words, home.path()).expect_err("two faulty files");
    assert_eq!(status, ExitStatus::Input);
    assert!(message.starts_with("2 faults in the input:\n"), "{message}");
    assert!(message.contains(&bad) && message.contains(&missing), "{message}");
    assert!(!home.path().join("members.csv").exists());
}

/// What an import infers stands in its file, and a run on it repeats it.
#[test]
fn a_run_says_what_the_import_of_its_members_inferred() {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name).display().to_string();
    let fund = text(small("fund-1000.csv").as_ref()).replace("Russell 1000", "Russell 3000");
    std::fs::write(path("all.csv"), fund).expect("written");
    let said = |files: &[&str]| -> serde_json::Value {
        let members = path("m.csv");
        let words = ["ishares"].into_iter().chain(files.iter().copied());
        let words: Vec<&str> = words.chain(["--force", "--out", members.as_str()]).collect();
        imported(&words, home.path()).expect("an import");
        let universe = "symbol,exchange,price,shares_outstanding\nQZA,nyse,10,900000000\n\
                        QREN,nyse,10,800000000\nXBRB,nyse,10,700000000\n";
        std::fs::write(path("u.csv"), universe).expect("written");
        let scenario = "[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \"u.csv\"\n\
                        [membership]\nfile = \"m.csv\"\n";
        std::fs::write(path("s.toml"), scenario).expect("written");
        let words = ["rankday", "run", "--quiet", "--out"].map(std::ffi::OsString::from);
        let words = words.into_iter().chain([path("out").into(), path("s.toml").into()]);
        assert_eq!(rankday::cli::main(words), ExitStatus::Success);
        let summary = text(&home.path().join("out/summary.json"));
        serde_json::from_str(&summary).expect("JSON")
    };
    let first = |summary: &serde_json::Value| summary["remarks"][0]["text"].clone();
    let alone = said(&[&path("all.csv")]);
    let expected = "whether 3 of 3 members were in the Russell 1000 or the 2000 is not known";
    assert!(first(&alone).as_str().is_some_and(|s| s.starts_with(expected)), "{alone}");
    assert_eq!(alone["changes"]["r3000"]["up"], serde_json::Value::Null);
    let (large, small_caps, changes) =
        (small("fund-1000.csv"), small("fund-2000.csv"), small("changes.csv"));
    let both = said(&[&large, &small_caps, "--symbol-changes", &changes]);
    let all = both["remarks"].as_array().expect("a list");
    let repeated =
        |what: &str| all.iter().any(|s| s["text"].as_str().is_some_and(|s| s.contains(what)));
    assert!(repeated("in both a Russell 1000 and a Russell 2000 list"), "{all:?}");
}
