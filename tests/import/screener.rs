//! The exchange's screener: what is inferred of each line, members, facts and corrections.

use std::collections::BTreeMap;
use std::path::Path;

use rankday::cli::exit::ExitStatus;

use super::{by_symbol, golden, imported, small, text};

type Rows = BTreeMap<String, BTreeMap<String, String>>;

/// The screener alone, with more words.
fn import(out: &Path, more: &[&str]) -> (Rows, String) {
    let (screener, folder) = (small("screener.csv"), out.display().to_string());
    let words = ["nasdaq-screener", &screener, "--as-of", "2026-04-30", "--out", &folder];
    let words: Vec<&str> = words.into_iter().chain(more.iter().copied()).collect();
    let printed = imported(&words, out).unwrap_or_else(|(_, error)| panic!("{error}"));
    (by_symbol(&text(&out.join("universe.csv"))), printed)
}

#[test]
fn every_label_has_its_reason() {
    let home = tempfile::tempdir().expect("a folder");
    let (lines, _) = import(home.path(), &[]);
    assert_eq!(lines.len(), 24, "the repeated line is left out");
    // Symbol, type, structure, country, and the reason.
    let expected = "\
        QZA^C preferred corporation US; type preferred: ticker has a caret\n\
        ZSPAW warrant blank-cheque US; type warrant: name says warrant\n\
        ZSPAU unit blank-cheque US; type unit: name says units\n\
        ZSPAR right blank-cheque US; type right: name says right\n\
        ZSPA common blank-cheque US; structure blank-cheque: the issuer still lists units\n\
        ZNEW common blank-cheque US; structure blank-cheque: the issuer still lists units\n\
        QADR depositary-receipt corporation CN; type depositary-receipt: name says depositary shares\n\
        QNTE note corporation US; type note: name says notes\n\
        QLPX common limited-partnership US; structure limited-partnership: name says partnership or LLC\n\
        QFND common closed-end-fund US; structure closed-end-fund: name says fund\n\
        QROY common royalty-trust US; structure royalty-trust: name says royalty trust\n\
        QCAN common corporation CA; country CA: label\n\
        QBER common corporation US; country US: label of benefit-driven incorporation\n\
        QPUE common corporation US; country US: label Puerto Rico\n\
        QIRL common corporation ZZ; country ZZ: no country label, foreign form of company\n\
        QCOM2 common corporation ZZ; country ZZ: no country label, name says common shares";
    for line in expected.lines() {
        let (labels, reason) = line.split_once("; ").expect("a reason");
        let symbol = labels.split(' ').next().expect("a symbol");
        let row = &lines[symbol];
        let found = [symbol, &row["security_type"], &row["structure"], &row["country"]].join(" ");
        assert_eq!(found, labels);
        assert!(row["inferred"].split("; ").any(|note| note == reason), "{row:?}");
    }
    // For a plain line, only what the file does not say is inferred.
    assert_eq!(lines["QZA"]["inferred"], "exchange: the screener covers no other");
}

#[test]
fn classes_are_one_company_and_tracking_stocks_are_two() {
    let home = tempfile::tempdir().expect("a folder");
    let (lines, _) = import(home.path(), &[]);
    let issuer = |symbol: &str| &lines[symbol]["issuer"];
    assert_eq!(issuer("XBR/A"), issuer("XBR/B"));
    assert_eq!(issuer("ZSPA"), issuer("ZSPAW"));
    assert_ne!(issuer("QTRA"), issuer("QTRB"));
}

#[test]
fn zero_and_empty_are_unknown() {
    let home = tempfile::tempdir().expect("a folder");
    let (lines, _) = import(home.path(), &[]);
    assert_eq!(lines["QNOC"]["company_market_cap"], "");
    assert_eq!(lines["QNOP"]["price"], "");
    assert_eq!(lines["QZA"]["company_market_cap"], "5000000000");
    assert_eq!(lines["XBR/A"]["price"], "300");
}

#[test]
fn a_member_is_eligible_whatever_its_labels_say() {
    let home = tempfile::tempdir().expect("a folder");
    let words = ["--members", &small("members.csv"), "--symbol-changes", &small("changes.csv")];
    let (lines, printed) = import(home.path(), &words);
    let foreign = &lines["QIRL"];
    assert_eq!(foreign["country"], "US");
    assert!(
        foreign["inferred"].ends_with(
            "eligible: member held before (against: no country label, foreign form of company)"
        ),
        "{foreign:?}"
    );
    // Held under the ticker that it has had since the day after rank day.
    assert_eq!(lines["QCAN"]["country"], "US");
    assert!(
        printed.contains("list entries that are no line of the screener: QGONE\n"),
        "{printed}"
    );
    let members = by_symbol(&text(&home.path().join("membership.csv")));
    let held: Vec<_> =
        members.values().map(|m| [&*m["symbol"], &m["segment"], &m["held_on"]].join(" ")).collect();
    let expected = [
        "QCAN R2000 2026-05-02",
        "QGONE R2000 2026-03-31",
        "QIRL R1000 2026-05-02",
        "QZA R1000 2026-05-02",
        "XBR/B R1000 2026-05-02",
    ];
    assert_eq!(held, expected);
}

#[test]
fn facts_override_what_is_inferred_and_are_shown() {
    let home = tempfile::tempdir().expect("a folder");
    let (lines, printed) = import(home.path(), &["--facts", &small("facts.csv")]);
    let cell = |symbol: &str, column: &str| lines[symbol][column].clone();
    assert_eq!(cell("QCOM2", "country"), "US");
    assert_eq!(cell("XBR/B", "free_float_pct"), "55.5");
    assert_eq!(cell("QFND", "structure"), "corporation");
    assert_eq!(cell("QNOC", "company_market_cap"), "123000000");
    assert_eq!(cell("QZA", "unrestricted_votes_pct"), "", "known only after the day");
    assert!(
        cell("QCOM2", "inferred").ends_with("fact: nationality = US (annual report)"),
        "{}",
        cell("QCOM2", "inferred")
    );
    assert!(printed.contains("fact used: QCOM2 nationality = US (annual report, 2026-04-01)\n"));
    assert!(printed.contains("fact not used: QXXX votes = 4.5 (no such line)\n"), "{printed}");
}

#[test]
fn a_ticker_in_any_spelling_is_the_same() {
    let home = tempfile::tempdir().expect("a folder");
    for spelling in ["XBR/B", "XBR-B", "XBR.B", "XBR B", "XBRB", "xbr.b"] {
        let facts = home.path().join("facts.csv");
        let header = "symbol,field,value,as_of,source";
        let rows = format!("{header}\n{spelling},float,55.5,2026-04-01,proxy\n");
        std::fs::write(&facts, rows).expect("written");
        let members = home.path().join("members.csv");
        let rows = format!("symbol,segment,held_on\n{spelling},R1000,2026-04-30\n");
        std::fs::write(&members, rows).expect("written");
        let [facts, members] = [facts, members].map(|path| path.display().to_string());
        let out = home.path().join("out");
        let (lines, _) = import(&out, &["--facts", &facts, "--members", &members]);
        assert_eq!(lines["XBR/B"]["free_float_pct"], "55.5", "{spelling}");
        let held = by_symbol(&text(&out.join("membership.csv")));
        assert_eq!(held.keys().collect::<Vec<_>>(), ["XBR/B"], "{spelling}");
    }
}

#[test]
fn corrections_of_the_day_take_the_place_of_caps() {
    let home = tempfile::tempdir().expect("a folder");
    let (lines, _) = import(home.path(), &["--cap-corrections", &small("corrections.csv")]);
    assert_eq!(lines["QBER"]["company_market_cap"], "2100000000");
    assert!(lines["QBER"]["inferred"].contains("cap: corrected by the file of corrections"));
    assert_eq!(lines["QZA"]["company_market_cap"], "5000000000", "another day's correction");
}

#[test]
fn files_and_report_are_as_reviewed() {
    let home = tempfile::tempdir().expect("a folder");
    let words = [
        "--members",
        &small("members.csv"),
        "--symbol-changes",
        &small("changes.csv"),
        "--facts",
        &small("facts.csv"),
        "--cap-corrections",
        &small("corrections.csv"),
    ];
    let (_, printed) = import(home.path(), &words);
    let compared = [
        golden::compare("import/small/expected.txt", &printed),
        golden::compare(
            "import/small/expected-universe.csv",
            &text(&home.path().join("universe.csv")),
        ),
        golden::compare(
            "import/small/expected-membership.csv",
            &text(&home.path().join("membership.csv")),
        ),
    ];
    assert_eq!(compared, [Ok(()), Ok(()), Ok(())]);
}

/// A run on what was imported: each line meets the screen that its labels call for.
#[test]
fn a_run_on_imported_files_screens_by_the_labels() {
    let home = tempfile::tempdir().expect("a folder");
    let words = ["--members", &small("members.csv"), "--symbol-changes", &small("changes.csv")];
    import(home.path(), &words);
    let scenario = home.path().join("june.toml");
    let lines = "[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \"universe.csv\"\n\
                 [membership]\nfile = \"membership.csv\"\n";
    std::fs::write(&scenario, lines).expect("written");
    let result = home.path().join("result");
    let words = ["rankday", "run", "--quiet", "--out"].map(std::ffi::OsString::from);
    let words = words.into_iter().chain([result.clone().into(), scenario.into()]);
    assert_eq!(rankday::cli::main(words), ExitStatus::Success);
    let lines = by_symbol(&text(&result.join("eligibility.csv")));
    for (screen, symbols) in [
        ("share_type", "QADR QNTE QZA^C ZNEWU ZSPAR ZSPAU ZSPAW"),
        ("structure", "QFND QLPX QROY ZNEW ZSPA"),
        ("country", "QCOM2"),
        ("price", "QNOP"),
        ("size", "QNOC"),
        // XBR/B is a member below a dollar, whose 30-day mean the file does not say.
        ("", "QBER QCAN QIRL QPUE QTRA QTRB QZA XBR/A XBR/B"),
    ] {
        let found = lines.values().filter(|line| line["screen"] == screen);
        let found: Vec<&str> = found.map(|line| line["symbol"].as_str()).collect();
        assert_eq!(found.join(" "), symbols, "{screen}");
    }
}

#[test]
fn a_failed_import_writes_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("made/for/it");
    let folder = out.display().to_string();
    let missing = home.path().join("none.csv").display().to_string();
    let screener = small("screener.csv");
    let on = |file: &str, day: &str| {
        let words = ["nasdaq-screener", file, "--as-of", day, "--out", &folder];
        imported(&words, &out).expect_err("a failure")
    };
    let (status, message) = on(&missing, "2026-04-30");
    assert_eq!(status, ExitStatus::Input);
    assert!(message.starts_with("1 fault in the input:\n"), "{message}");
    let (status, message) = on(&screener, "30.04.2026");
    assert_eq!(status, ExitStatus::Usage);
    assert!(message.contains("write a day that exists as YYYY-MM-DD"), "{message}");
    let (status, message) = on(&small("members.csv"), "2026-04-30");
    assert_eq!(status, ExitStatus::Input);
    assert!(message.contains("is a membership; name it as"), "{message}");
    assert!(!home.path().join("made").exists());
    let words = ["nasdaq-screener", &screener, "--as-of", "2026-04-30", "--out", &screener];
    assert_eq!(imported(&words, &out).expect_err("a file").0, ExitStatus::Output);
}

#[test]
fn members_that_the_screener_lacks_are_neither_lost_nor_moved() {
    let home = tempfile::tempdir().expect("a folder");
    let members = "symbol,name,segment,held_on,index_shares,index_float_pct\n\
                   QZA,,R1000,2026-05-02,7000000,60\n\
                   QLACK,Qlack Corp,R1000,2026-05-02,,\n\
                   QLESS,Qless Inc,R2000,2026-05-02,,\n\
                   QLEFT,Qleft Co,R2000,2026-03-31,,\n";
    let (held, out) = (home.path().join("held.csv"), home.path().join("imported"));
    std::fs::write(&held, members).expect("written");
    import(&out, &["--members", &held.display().to_string()]);
    let written = by_symbol(&text(&out.join("membership.csv")));
    let cells = ["symbol", "name", "segment", "held_on", "unmatched"];
    let rows: Vec<String> =
        written.values().map(|m| cells.map(|column| &*m[column]).join(" ")).collect();
    let expected = [
        // No earlier list says that it was not a member then: it still trades, and keeps its place.
        "QLACK Qlack Corp R1000 2026-05-02 ",
        "QLEFT Qleft Co R2000 2026-03-31 ",
        "QLESS Qless Inc R2000 2026-05-02 yes",
    ];
    assert_eq!(rows[..3], expected);
    let line = &written["QZA"];
    let known = ["held_on", "index_shares", "index_float_pct"].map(|column| &*line[column]);
    assert_eq!(known, ["2026-05-02", "7000000", "60"], "what is known of it goes along");
}
