//! Small inputs that would take all memory or time: the command ends on its own, within 2 GB, and says which
//! limit was passed.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use rankday::limits;

use crate::harm::{BREAKS, Home, PATHS, run, said};

/// A head and a piece that is repeated, compressed as well as can be.
fn compressed(head: &str, piece: &str, times: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(head.as_bytes()).expect("memory");
    let many = piece.repeat(1_000);
    for _ in 0..times / 1_000 {
        encoder.write_all(many.as_bytes()).expect("memory");
    }
    let bytes = encoder.finish().expect("memory");
    assert!(bytes.len() < 1_000_000, "{} bytes", bytes.len());
    bytes
}

/// The command within 2 GB of address space: its exit code and what it says.
fn within_two_gb(home: &Home, line: &str) -> (Option<i32>, String) {
    let mut command = home.command("bash");
    let script = format!("ulimit -v 2000000; RAYON_NUM_THREADS=2 exec \"$RANKDAY\" {line}");
    let output = command.args(["-c", &script]).output().expect("bash");
    (output.status.code(), said(&output))
}

#[test]
fn a_small_file_takes_no_more_than_two_gb() {
    let home = Home::new();
    home.write("gz.toml", run("").replace("universe.csv", "u.csv.gz"));
    for (name, head, piece, times, told) in [
        ("two cells", "symbol,exchange\n", "A,nyse\n", 10_000_000, "more than"),
        ("the most rows", "symbol,exchange\n", "A,nyse\n", 900_000, "fault"),
        ("columns", "symbol,exchange", ",x", 10_000_000, "columns"),
        ("one quote", "symbol,exchange\n\"", "a,\n", 10_000_000, "more than"),
        ("one cell", "symbol,exchange\n", "a", 10_000_000, "more than 1 MiB"),
        ("one quoted cell", "symbol,exchange\n\"", "a,", 10_000_000, "more than 1 MiB"),
        ("zeros", "", "\0", 60_000_000, "NUL"),
        ("more zeros", "", "\0", 100_000_000, "more than 64 MiB"),
        ("empty lines", "symbol,exchange\nA,nyse\n", "\n", 60_000_000, "lines"),
    ] {
        home.write("u.csv.gz", compressed(head, piece, times));
        let (code, said) = within_two_gb(&home, "run gz.toml --out o");
        assert_eq!(code, Some(3), "{name}: {said}");
        assert!(said.contains(told), "{name}: {said}");
    }
}

/// A workbook of one sheet that holds these rows, as XML, compressed as well as can be; `strings` is what follows
/// the name of the table of texts.
fn workbook(rows: &str, strings: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let link = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r\" \
             Type=\"{LINKS}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let files = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        ("_rels/.rels", link("officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><sheets>\
                 <sheet name=\"S\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", link("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let strings = ("xl/sharedStrings.xml", format!("<sst xmlns=\"{MAIN}\"{strings}</sst>"));
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files.into_iter().chain([strings]) {
        let options = zip::write::SimpleFileOptions::default().compression_level(Some(9));
        archive.start_file(name, options).expect("memory");
        archive.write_all(content.as_bytes()).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

#[test]
fn a_small_table_of_a_vendor_takes_no_more_than_two_gb() {
    let home = Home::new();
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
               <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let row = "<row><c><v>1</v></c></row>";
    let announced = " count = \"4294967295\" uniqueCount = \"4294967295\">";
    let same = "<row><c t=\"s\"><v>0</v></c></row>";
    let long = format!(" uniqueCount=\"1\"><si><t>{}</t></si>", "A".repeat(30_000));
    for (name, bytes, told) in [
        ("cells", compressed("symbol,price\n", "A,1\n", 10_000_000), "more than 16000000 cells"),
        ("objects", compressed("[", "{\"symbol\":1},", 1_900_000), "more than 1000000 objects"),
        ("the most objects", compressed("[", "{\"a\":1,\"b\":1,\"c\":1},", 999_000), "is no JSON"),
        ("objects a line", compressed("", "{\"s\":1}\n", 5_000_000), "has no column"),
        ("cells far apart", workbook(far, ">"), "column 16384"),
        ("a large sheet", workbook(&row.repeat(3_000_000), ">"), "unpacks to more than 64 MiB"),
        ("texts announced", workbook(row, announced), "more texts than it can hold"),
        ("one long text", workbook(&same.repeat(200_000), &long), "cells of more than 64 MiB"),
    ] {
        home.write("t", bytes);
        let line = "import table t --to universe --as-of 2026-04-30 --out o.csv";
        let (code, said) = within_two_gb(&home, line);
        assert_eq!(code, Some(3), "{name}: {said}");
        assert!(said.contains(told), "{name}: {said}");
    }
}

#[test]
fn a_small_panel_takes_no_more_than_two_gb() {
    let home = Home::new();
    let scenario =
        format!("[compare]\nschedules = [\"annual\"]\n[market]\npanel = \"p.csv.gz\"\n{BREAKS}");
    home.write("p.toml", scenario);
    let head = "date,symbol,price,market_cap,price_return\n";
    for (name, piece, times) in [
        ("rows", "2026-01-30,A,1,1,0\n", 3_000_000),
        ("empty rows", "2026-01-30,A,,,\n", 4_000_000),
        ("empty lines", "\n", 60_000_000),
    ] {
        home.write("p.csv.gz", compressed(head, piece, times));
        let (code, said) = within_two_gb(&home, "compare p.toml --out o");
        assert_eq!(code, Some(3), "{name}: {said}");
        assert!(said.contains("p.csv.gz"), "{name}: {said}");
    }
}

#[test]
fn a_file_that_is_named_often_is_read_once_and_named_seldom() {
    let home = Home::new();
    let members: Vec<String> = (0..60_000).map(|n| format!("A{n}\n")).collect();
    let members = members.concat();
    home.write("l.csv", format!("symbol\n{members}"));
    let entry = "{ file = \"l.csv\", index = \"R1000\", held_on = 2026-03-31 }";
    let lists = |times: usize| {
        let entries = vec![entry; times].join(",\n");
        run(&format!("[membership]\nlists = [{entries}]\n"))
    };
    home.write("l.toml", lists(12_000));
    let (code, said) = within_two_gb(&home, "run l.toml --out o");
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("100 are taken at the most"), "{said}");
    let members: Vec<String> = (0..49_000).map(|n| format!("A{n}\n")).collect();
    let members = members.concat();
    home.write("l.csv", format!("symbol\n{members}"));
    home.write("l.toml", lists(100));
    let (code, said) = within_two_gb(&home, "run l.toml --out o --quiet");
    assert!(matches!(code, Some(0 | 3)), "{code:?}: {said}");
    let schedules: Vec<String> = (0..400).map(|n| format!("\"s{n}\"")).collect();
    let schedules = format!("schedules = [{}]", schedules.join(", "));
    home.write("s.toml", PATHS.replace("schedules = [\"annual\", \"semi-annual\"]", &schedules));
    home.is_refused("compare s.toml --out o", 3, "has 400 schedules, and 40 at the most");
}

#[test]
fn results_of_nothing_but_numbers_are_refused() {
    let home = Home::new();
    home.write("paths.toml", PATHS);
    home.succeeds("compare paths.toml --shard 1/1 --out s --quiet");
    let zeros = compressed("{\"header\":{\"trading\":[0", ",0", 30_000_000);
    let refused = |bytes: &[u8], told: &str| {
        use sha2::{Digest as _, Sha256};
        home.write("s/results.json.gz", bytes);
        let path = home.at("s/manifest.json");
        let manifest = std::fs::read(&path).expect("a manifest");
        let mut manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
        manifest["results_sha256"] = format!("{:x}", Sha256::digest(bytes)).into();
        std::fs::write(&path, manifest.to_string()).expect("written");
        let mut command = home.command("bash");
        let script = "ulimit -v 2000000; exec \"$RANKDAY\" merge s --out m";
        let output = command.args(["-c", script]).output().expect("bash");
        let said = said(&output);
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains(told), "{said}");
    };
    refused(&zeros, &format!("{} values", limits::JSON_VALUES));
    refused(&compressed("", "0", 100_000_000), "64 MiB");
    let nested = compressed("{\"header\":", "[", 3_000_000);
    refused(&nested, "is damaged");
}

#[test]
fn a_number_of_threads_is_bounded() {
    let home = Home::new();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    for (asked, line) in [("1000000", ""), ("0", " --threads 1024"), ("1000000", " --threads 1024")]
    {
        let mut command = home.command(env!("CARGO_BIN_EXE_rankday"));
        command.env("RAYON_NUM_THREADS", asked);
        home.write("long.toml", PATHS.replace("count = 4\n", "count = 100000000\n"));
        let line = format!("compare long.toml --out {}{line}", asked.len() + line.len());
        let mut child = command.args(line.split(' ')).spawn().expect("rankday");
        thread::sleep(Duration::from_millis(500));
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
        child.kill().expect("killed");
        child.wait().expect("an end");
        let Ok(status) = status else { return };
        let threads = status.lines().find_map(|line| line.strip_prefix("Threads:"));
        let threads: usize = threads.expect("a line").trim().parse().expect("a number");
        // Both pools, and those that listen to signals.
        assert!(threads <= 2 * cores * limits::THREADS_PER_CORE + 4, "{threads} threads");
    }
}

/// One path that takes minutes.
const LONG_PATH: &str = "[compare]\nschedules = [\"annual\", \"semi-annual\", \"none\"]\n\
    [paths]\ncount = 2\nyears = 100\ncompanies = 100000\nsteps = \"daily\"\n";

#[test]
fn a_path_is_left_where_that_is_asked_for() {
    let home = Home::new();
    home.write("long.toml", LONG_PATH);
    let mut command: Command = home.command(env!("CARGO_BIN_EXE_rankday"));
    command.args("compare long.toml --out o".split(' ')).stdout(Stdio::null());
    let mut child = command.spawn().expect("rankday");
    let began = Instant::now();
    // Once there is a folder, the paths begin.
    while !home.at("o").exists() && began.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_secs(2));
    let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(asked.expect("kill").success());
    let began = Instant::now();
    while child.try_wait().expect("a child").is_none() {
        // The path itself would go on for many times as long.
        assert!(began.elapsed() < Duration::from_secs(30), "it does not end");
        thread::sleep(Duration::from_millis(10));
    }
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("text");
    assert_eq!(child.wait().expect("an end").code(), Some(6), "{said}");
    assert!(said.contains("interrupted after 0 of 2 paths"), "{said}");
}
