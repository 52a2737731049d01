//! Official filings: the bulk file of headers to facts, and what they decide in a scenario.

use std::io::{Cursor, Write as _};
use std::path::Path;

use rankday::cli::exit::ExitStatus;
use rankday::report::format::Format;
use rankday::scenario::{RunScenario, check_run};
use rankday::study::{self, Run, SharedFiles, run_with};
use rankday::universe::EvidenceKind;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{imported, text};

/// A header: number, tickers, industry, place of incorporation, place of business, latest form.
type Header<'a> = (u64, &'a [&'a str], &'a str, &'a str, &'a str, &'a str);

fn json(&(cik, tickers, sic, home, seat, form): &Header<'_>) -> String {
    let entity = if form == "20-F" { "other" } else { "operating" };
    serde_json::json!({
        "cik": format!("{cik:010}"), "entityType": entity, "sic": sic, "name": format!("Filer {cik}"),
        "insiderTransactionForIssuerExists": 1, "tickers": tickers, "exchanges": ["NYSE"],
        "stateOfIncorporation": home,
        "addresses": {
            "mailing": {"city": "ELSEWHERE", "stateOrCountry": "F4"},
            "business": {"city": "SOMEWHERE", "stateOrCountry": if seat.is_empty() { None } else { Some(seat) }},
        },
        "filings": {"recent": {"form": ["4", form], "filingDate": ["2026-04-29", "2026-02-20"]}, "files": []},
    })
    .to_string()
}

/// The members of a bulk file: headers, and what else there is in it.
fn members(headers: &[Header<'_>]) -> Vec<(String, String)> {
    let named = |h: &Header<'_>| (format!("CIK{:010}.json", h.0), json(h));
    let mut members: Vec<(String, String)> = headers.iter().map(named).collect();
    let person = r#"{"cik":"9","name":"A Person","tickers":[],"filings":{"recent":{"form":[]}}}"#;
    members.push(("CIK0000000009.json".to_owned(), person.to_owned()));
    members.push(("CIK0000000001-submissions-001.json".to_owned(), "{\"form\": []}".to_owned()));
    members.push(("placeholder.txt".to_owned(), "not JSON".to_owned()));
    members
}

fn archive(headers: &[Header<'_>]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, text)) in members(headers).iter().enumerate() {
        // Both ways in which members are held.
        let stored = zip::CompressionMethod::Stored;
        let options = SimpleFileOptions::default();
        let options = if at % 2 == 0 { options } else { options.compression_method(stored) };
        zip.start_file(name, options).expect("a member");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}

const NOW: &[Header<'static>] = &[
    (1, &["QZA", "QZA-PA"], "3571", "DE", "CA", "10-K"),
    (2, &["MOV"], "3571", "A6", "NY", "10-K"),
    (3, &["STA"], "3571", "A6", "A6", "20-F"),
    (4, &["LAB"], "3571", "X0", "TX", "10-K"),
    (5, &["ABR"], "3571", "DE", "C3", "20-F"),
    (6, &["BDC"], "", "MD", "NY", "10-K"),
    (7, &["FBA"], "6022", "NC", "NC", "10-K"),
    (8, &["FBB"], "6022", "PR", "", "10-K"),
    (99, &["NOT"], "3571", "DE", "CA", "10-K"),
];
const BEFORE: &[Header<'static>] =
    &[(2, &["OLDMOV"], "3571", "A6", "A6", "20-F"), (4, &["LAB"], "3571", "X0", "TX", "20-F")];

/// Symbol, name, cap in millions, country label, industry.
const LINES: &[(&str, &str, i64, &str, &str)] = &[
    ("QZA", "Qzalis Inc. Common Stock", 9_000, "United States", "Computers"),
    ("MOV", "Movis Inc. Common Shares", 8_000, "Canada", "Computers"),
    ("STA", "Stanis Inc. Common Shares", 7_000, "Canada", "Computers"),
    ("LAB", "Labis plc Ordinary Shares", 6_000, "United Kingdom", "Computers"),
    ("ABR", "Abris Inc. Common Stock", 5_000, "", "Computers"),
    ("BDC", "Bedis Capital Corp. Common Stock", 4_000, "United States", "Diversified"),
    ("FBA", "Firstis Bancorp Common Stock", 3_000, "United States", "Banks"),
    ("FBB", "Firstis Bancorp Common Stock New", 2_000, "United States", "Banks"),
    ("NUN", "Nunis Inc. Class A Common Stock", 1_000, "United States", "Computers"),
    ("TNY", "Tinis Inc. Common Stock", 100, "United States", "Computers"),
];

fn screener() -> String {
    use std::fmt::Write as _;
    let mut text = "symbol,name,exchange,price,market_cap,country,sector,industry,ipo_year,volume,\
                    mean_close_30d,adv_usd_3m\n"
        .to_owned();
    for (symbol, name, millions, country, industry) in LINES {
        let _ = writeln!(
            text,
            "{symbol},{name},NYSE,10,{millions}000000,{country},Tech,{industry},,,10,9000000"
        );
    }
    text
}

/// The files of a scenario in which every company stood well inside a year before, and MOV, STA and LAB
/// were not added.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let put =
        |name: &str, bytes: &[u8]| std::fs::write(home.path().join(name), bytes).expect("written");
    put("now.csv", screener().as_bytes());
    put("then.csv", screener().replace("QZA,", "QZZ,").as_bytes());
    put("now.zip", &archive(NOW));
    put("before.zip", &archive(BEFORE));
    put("held.csv", b"symbol,segment,held_on\nQZA,R1000,2026-04-01\n");
    home
}

fn path(home: &Path, name: &str) -> String {
    home.join(name).display().to_string()
}

/// Runs a scenario with these tables beside what all have.
fn run(home: &Path, universe: &str, tables: &str) -> Result<Run, String> {
    study::run(checked(home, universe, tables)?, &|_| {}).map_err(|e| e.to_string())
}

fn checked(home: &Path, universe: &str, tables: &str) -> Result<RunScenario, String> {
    let text = format!(
        "name = \"x\"\n[event]\nseason = \"june\"\nyear = 2026\n\
         [universe]\nfile = \"now.csv\"\nformat = \"nasdaq-screener\"\n{universe}\n\
         [membership]\nfile = \"held.csv\"\n{tables}"
    );
    let scenario = home.join("x.toml");
    std::fs::write(&scenario, &text).expect("written");
    check_run(&scenario, &text, &|_| None).map_err(|e| e.to_string())
}

fn import(home: &Path, more: &[&str]) -> Result<String, (ExitStatus, String)> {
    let (universe, out) = (path(home, "now.csv"), path(home, "facts.csv"));
    let words = ["--as-of", "2026-04-30", "--universe", &universe, "--out", &out, "--force"];
    let words: Vec<&str> = ["edgar"].into_iter().chain(more.iter().copied()).chain(words).collect();
    imported(&words, home)
}

#[test]
fn an_archive_and_a_folder_become_the_same_facts() {
    let home = home();
    let home = home.path();
    let printed = import(home, &[&path(home, "now.zip"), "--before", &path(home, "before.zip")]);
    let printed = printed.unwrap_or_else(|(_, error)| panic!("{error}"));
    assert!(printed.contains("10 members, 8 filers kept, of 8 of the 10 lines"), "{printed}");
    let facts = text(&home.join("facts.csv"));
    let of = |symbol: &str| {
        let rows = facts.lines().filter(|row| row.split(',').next() == Some(symbol));
        rows.map(|row| row.split(',').skip(1).take(3).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("MOV"),
        [
            "cik 2 2026-04-30",
            "incorporation CA 2026-04-30",
            "headquarters US 2026-04-30",
            "moved_from CA 2026-04-30",
            "filer domestic 2026-04-30",
        ]
    );
    assert_eq!(of("ABR")[1..3], ["incorporation US 2026-04-30", "headquarters AU 2026-04-30"]);
    assert_eq!(of("BDC")[4], "filed_structure closed-end-fund 2026-04-30");
    // A city without a code is abroad or in Puerto Rico, which is unknown.
    assert_eq!(of("FBB")[1..3], ["incorporation US 2026-04-30", "headquarters ZZ 2026-04-30"]);
    assert_eq!(of("NUN"), [""; 0]);

    for (folder, headers) in [("now", NOW), ("before", BEFORE)] {
        std::fs::create_dir(home.join(folder)).expect("a folder");
        for (name, text) in members(headers) {
            std::fs::write(home.join(folder).join(name), text).expect("written");
        }
    }
    import(home, &[&path(home, "now"), "--before", &path(home, "before")]).expect("imported");
    assert_eq!(text(&home.join("facts.csv")), facts);
}

#[test]
fn what_is_no_bulk_file_is_refused_and_nothing_is_written() {
    let home = home();
    let home = home.path();
    let whole = std::fs::read(home.join("now.zip")).expect("an archive");
    let cut = &whole[..whole.len() / 2];
    let mut broken = whole.clone();
    // Within the first member, of which the checksum no longer holds.
    broken[60] ^= 0xff;
    let empty = {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("readme.txt", SimpleFileOptions::default()).expect("a member");
        zip.finish().expect("an archive").into_inner()
    };
    for (bytes, problem) in [
        (cut, "is not a ZIP archive that can be read"),
        (b"CIK,name\n".as_slice(), "is not a ZIP archive that can be read"),
        (b"".as_slice(), "is not a ZIP archive that can be read"),
        (&broken, "CIK0000000001.json: is not the header of a filer"),
        (&empty, "holds no CIK##########.json"),
    ] {
        std::fs::write(home.join("bad.zip"), bytes).expect("written");
        let (status, error) = import(home, &[&path(home, "bad.zip")]).expect_err("a bad archive");
        assert_eq!(status, ExitStatus::Input);
        assert!(error.contains(problem), "{error}");
        assert!(!home.join("facts.csv").exists());
    }
    let (_, error) = import(home, &[&path(home, "missing.zip")]).expect_err("no archive");
    assert!(error.contains("does not exist"), "{error}");
}

const FILINGS: &str =
    "[filings]\nfile = \"now.zip\"\nas_of = 2026-04-30\nbefore = \"before.zip\"\n";
const PREVIOUS: &str = "[[previous]]\nfile = \"then.csv\"\nformat = \"nasdaq-screener\"\nas_of = 2025-04-30\n\
                        [evidence]\nlists = [ { file = \"list.csv\", index = \"R3000\", \
                        held_on = 2025-07-30, complete = true } ]\n";

/// Segment and evidence of a line.
fn of(run: &Run, symbol: &str) -> (String, EvidenceKind) {
    let line = run.universe.securities.iter().position(|s| s.symbol() == symbol).expect("a line");
    let company = run.universe.companies.iter().position(|c| c.lines.contains(&line)).expect("one");
    let security = &run.universe.securities[line];
    (run.result.companies[company].to.to_string(), security.evidence)
}

#[test]
fn filings_of_one_universe_are_read_once_for_a_batch() {
    let home = home();
    let home = home.path();
    let [one, two] = [(); 2].map(|()| checked(home, "", FILINGS).expect("a scenario"));
    let shared = SharedFiles::read([&one, &two].into_iter());
    let one = run_with(&shared, one, &|_| {}).expect("a run");
    for archive in ["now.zip", "before.zip"] {
        std::fs::remove_file(home.join(archive)).expect("removed");
    }
    let two = run_with(&shared, two, &|_| {}).expect("a run");
    assert_eq!(of(&one, "LAB"), of(&two, "LAB"));
    assert_eq!(of(&two, "LAB").1, EvidenceKind::FilingOverrules);
    assert_eq!(one.inputs, two.inputs);
}

#[test]
fn filings_outweigh_labels_and_a_move_ends_what_kept_a_company_out() {
    use EvidenceKind::{
        FilingAgrees, FilingOverrules, Label, Member, MovedAddress, NotTaken, NotTakenFiledAbroad,
        NotTakenFiledHere,
    };
    let home = home();
    let home = home.path();
    // Added a year before: all but MOV, STA, LAB and NUN.
    let taken = "symbol\nQZZ\nABR\nBDC\nFBA\nFBB\n";
    std::fs::write(home.join("list.csv"), taken).expect("written");
    let with = run(home, "", &format!("{FILINGS}{PREVIOUS}")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(of(&with, "QZA"), ("R1000".to_owned(), Member));
    assert_eq!(of(&with, "MOV"), ("R1000".to_owned(), MovedAddress));
    assert_eq!(of(&with, "STA"), ("NONE".to_owned(), NotTakenFiledAbroad));
    assert_eq!(of(&with, "LAB"), ("NONE".to_owned(), NotTakenFiledHere));
    assert_eq!(of(&with, "NUN"), ("NONE".to_owned(), NotTaken));
    let reserve = |symbol: &str| {
        with.universe.securities.iter().find(|s| s.symbol() == symbol).expect("a line").reserve_pct
    };
    // The shipped figures for each kind of evidence.
    assert_eq!([reserve("STA"), reserve("LAB"), reserve("NUN")], [3, 28, 43]);
    // Two banks of one name are two companies.
    let issuer = |symbol: &str| {
        with.universe.securities.iter().find(|s| s.symbol() == symbol).expect("a line").issuer()
    };
    assert_ne!(issuer("FBA"), issuer("FBB"));

    // Without a year before, labels and filings are all there is.
    let alone = run(home, "", FILINGS).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(of(&alone, "LAB"), ("R1000".to_owned(), FilingOverrules));
    assert_eq!(of(&alone, "STA"), ("NONE".to_owned(), FilingAgrees));
    assert_eq!(of(&alone, "ABR"), ("NONE".to_owned(), FilingOverrules));
    assert_eq!(of(&alone, "BDC"), ("NONE".to_owned(), FilingOverrules));
    assert_eq!(of(&alone, "FBA"), ("R1000".to_owned(), FilingAgrees));
    assert_eq!(of(&alone, "FBB"), ("R1000".to_owned(), Label));
    let without = run(home, "", "").unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(of(&without, "ABR"), ("R1000".to_owned(), Label));
    assert_eq!(of(&without, "LAB"), ("NONE".to_owned(), Label));
    assert_eq!(issuer_of(&without, "FBA"), issuer_of(&without, "FBB"));
}

fn issuer_of<'r>(run: &'r Run, symbol: &str) -> &'r str {
    run.universe.securities.iter().find(|s| s.symbol() == symbol).expect("a line").issuer()
}

#[test]
fn a_scenarios_filings_are_the_facts_that_the_command_writes() {
    let home = home();
    let home = home.path();
    import(home, &[&path(home, "now.zip"), "--before", &path(home, "before.zip")])
        .expect("imported");
    let runs = [
        run(home, "", FILINGS).unwrap_or_else(|e| panic!("{e}")),
        run(home, "facts = \"facts.csv\"", "").unwrap_or_else(|e| panic!("{e}")),
    ];
    let [direct, by_facts] = runs.each_ref().map(|run| {
        let tables = Format::Csv.files(run);
        let texts = tables.iter().map(|file| {
            let mut bytes = Vec::new();
            file.write(&mut bytes).expect("a table");
            (file.name.clone(), String::from_utf8(bytes).expect("text"))
        });
        texts.collect::<Vec<_>>()
    });
    assert!(direct.iter().any(|(name, text)| name == "changes.csv" && text.contains(",MOV,")));
    assert_eq!(direct, by_facts);
    assert_eq!(runs[0].inputs.iter().filter(|i| i.role.starts_with("filings")).count(), 2);
}

#[test]
fn filings_of_after_rank_day_correct_labels_alone() {
    let home = home();
    let home = home.path();
    let late = |more: &str| format!("[filings]\nfile = \"now.zip\"\nas_of = 2026-05-04\n{more}");
    let error = run(home, "", &late("")).expect_err("not known on rank day");
    assert!(error.contains("filings.as_of: 2026-05-04 is after rank day 2026-04-30"), "{error}");
    let error = run(home, "", &late("late = true\nbefore = \"before.zip\"\n")).expect_err("both");
    assert!(error.contains("filings.before: stands beside late = true"), "{error}");
    let corrected = run(home, "", &late("late = true\n")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(of(&corrected, "LAB").1, EvidenceKind::FilingOverrules);
    let kinds = |run: &Run| run.remarks.iter().map(|r| r.kind.name()).collect::<Vec<_>>();
    assert!(kinds(&corrected).contains(&"filings_late".to_owned()), "{:?}", kinds(&corrected));
    assert!(!kinds(&corrected).contains(&"facts_later".to_owned()), "{:?}", kinds(&corrected));
    // They are not used as facts, and a remark says so.
    let (universe, out) = (path(home, "now.csv"), path(home, "facts.csv"));
    let archive = path(home, "now.zip");
    let words =
        ["edgar", &archive, "--as-of", "2026-05-04", "--universe", &universe, "--out", &out];
    imported(&words, home).expect("imported");
    let unused = run(home, "facts = \"facts.csv\"", "").unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(of(&unused, "LAB").1, EvidenceKind::Label);
    assert!(kinds(&unused).contains(&"facts_later".to_owned()), "{:?}", kinds(&unused));
}
