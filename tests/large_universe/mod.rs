//! A universe thirty times the size of any real one is read and decided like the real one, and
//! large inputs stay within memory that is stated.
//!
//! The long form, with a million lines and with 5,000 dates (seconds in release mode, else minutes):
//!
//! ```text
//! cargo test --release --test robustness large_universe -- --ignored
//! ```

use std::io::Write as _;
use std::path::Path;

use rankday::calendar::Season;
use rankday::methodology::Parameters;
use rankday::reconstitution::{Event, Inputs, Reconstitution, match_members, reconstitute};
use rankday::universe::{
    Faults, Index, Input, Membership, ReadUniverse, Segment, SymbolChanges, Universe,
    read_membership, read_universe,
};

use crate::many_dates;
use crate::many_lines;

fn universe(lines: usize) -> Universe {
    let input = Input::from_bytes("many.csv", many_lines::universe_csv(lines)).expect("text");
    read_universe(&input, "2026-04-30".parse().expect("a date")).expect("no faults").universe
}

fn held() -> Membership {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let input = Input::read(&data.join("membership-2026-06-26.csv")).expect("a shipped file");
    read_membership(&input).expect("no faults")
}

fn decide(universe: &Universe, membership: &Membership) -> Reconstitution {
    let day = |text: &str| text.parse().expect("a date");
    let event = Event {
        season: Season::June,
        name: "many".to_owned(),
        rank_day: universe.as_of,
        implementation: day("2026-06-26"),
        effective: day("2026-06-29"),
        previous_rank_day: None,
    };
    let matched = match_members(membership, universe, &SymbolChanges::default());
    let rules = Parameters::default();
    reconstitute(&Inputs::new(&event, universe, &rules), matched).expect("caps fit")
}

fn companies_in(result: &Reconstitution, index: Index) -> usize {
    result.companies.iter().filter(|c| c.indexes.contains(index)).count()
}

/// Whole copies of the shipped universe, decided without members and with the shipped ones.
fn copies_are_decided_like_one(copies: usize) {
    let shipped = universe(many_lines::SHIPPED.lines().count() - 1);
    let many = universe(copies * shipped.securities.len());
    assert_eq!(many.securities.len(), copies * shipped.securities.len());
    assert_eq!(many.companies.len(), copies * shipped.companies.len());

    let nobody = Membership::default();
    let (one, all) = (decide(&shipped, &nobody), decide(&many, &nobody));
    for (one, all) in one.screened.waterfall.steps.iter().zip(&all.screened.waterfall.steps) {
        assert_eq!(all.dropped, copies * one.dropped, "{}", one.screen);
    }
    assert_eq!(all.screened.eligible.len(), copies * one.screened.eligible.len());
    assert_eq!(all.ranking.ranked.len(), copies * one.ranking.ranked.len());
    // Without members every index has as many companies as its ranks say.
    let sizes = [(Index::R1000, 1_000), (Index::R3000, 3_000), (Index::R3000E, 4_000)];
    for (index, companies) in sizes {
        assert_eq!(companies_in(&all, index), companies, "{index}");
    }
    // Every rank of the one is `copies` ranks of the many, with the same cap.
    for rank in [1, 100, 1_000, one.ranking.ranked.len()] {
        let cap = one.ranking.ranked[rank - 1].cap;
        let same = &all.ranking.ranked[(rank - 1) * copies..rank * copies];
        assert!(same.iter().all(|r| r.cap == cap), "rank {rank}");
    }

    let members = held();
    let (one, all) = (decide(&shipped, &members), decide(&many, &members));
    assert_eq!(all.matched.gone, one.matched.gone);
    assert_eq!(all.matched.missing, one.matched.missing);
    let matched = |result: &Reconstitution| result.matched.member_of_line.iter().flatten().count();
    assert_eq!(matched(&all), matched(&one));
    // Among so many companies the smallest members have no place any more, and no company appears
    // from nowhere.
    let from = |result: &Reconstitution, segment| {
        result.companies.iter().filter(|c| c.from == segment).count()
    };
    for segment in [Segment::R1000, Segment::R2000, Segment::Micro] {
        assert_eq!(from(&all, segment), from(&one, segment), "{segment}");
    }
}

#[test]
fn two_hundred_thousand_lines_are_decided_like_a_real_universe() {
    copies_are_decided_like_one(32);
}

/// A file that is large enough to be read piece by piece.
fn large() -> Vec<u8> {
    many_lines::universe_csv(50_000)
}

#[test]
fn a_large_file_is_read_as_a_small_one() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("u.csv");
    let day = "2026-04-30".parse().expect("a date");
    let header = many_lines::SHIPPED.lines().next().expect("a header");
    let commas = ",".repeat(header.matches(',').count() - 4);
    let quoted = format!("\"ZZZ9\",\"Zed, \"\"Z\"\"\",,,nyse{commas}\n");
    for csv in [large(), [large(), quoted.into_bytes()].concat()] {
        std::fs::write(&path, &csv).expect("written");
        let (opened, held) = (Input::open(&path).expect("a file"), Input::read(&path));
        let (opened_lines, held_lines) =
            (read_universe(&opened, day), read_universe(held.as_ref().expect("text"), day));
        let lines = |read: Result<ReadUniverse, Faults>| {
            let read = read.expect("no faults");
            (read.universe.securities, read.universe.companies, read.remarks)
        };
        assert!(lines(opened_lines) == lines(held_lines));
        assert_eq!(opened.sha256(), held.expect("text").sha256());
    }
    let faulty = String::from_utf8(large()).expect("text").replace(",272.69,", ",-272.69,");
    std::fs::write(&path, faulty).expect("written");
    let said = |input: Input| read_universe(&input, day).map(drop).map_err(|f| f.to_string());
    let (opened, held) = (Input::open(&path), Input::read(&path));
    let opened = said(opened.expect("a file"));
    assert!(opened.is_err());
    assert_eq!(opened, said(held.expect("text")));
}

#[test]
fn what_a_large_file_is_and_what_its_cells_are_is_said_as_of_a_small_one() {
    let home = tempfile::tempdir().expect("a folder");
    let (path, day) = (home.path().join("u.csv"), "2026-04-30".parse().expect("a date"));
    let text = String::from_utf8(large()).expect("text");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&path, [&b"\xff\xfe"[..], &utf16].concat()).expect("written");
    let opened = Input::open(&path).expect("a file");
    let said = read_universe(&opened, day).map(drop).expect_err("no text").to_string();
    assert!(said.ends_with("u.csv: is UTF-16; save it as UTF-8"), "{said}");
    // A quotation mark within an unquoted cell quotes nothing, compressed or not.
    let marked = text.replacen(" Power Inc", " 7\" Power Inc", 1);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(marked.as_bytes()).expect("memory");
    let input = Input::from_bytes("u.csv.gz", encoder.finish().expect("memory")).expect("text");
    assert_eq!(read_universe(&input, day).expect("no faults").universe.securities.len(), 50_000);
}

/// A scenario names files that nothing is read from: of several earlier universes the latest counts.
#[test]
fn every_file_that_is_named_has_its_hash_and_its_faults() {
    let home = tempfile::tempdir().expect("a folder");
    let at = |name: &str| home.path().join(name);
    std::fs::write(at("u.csv"), many_lines::SHIPPED).expect("written");
    std::fs::write(at("earlier.csv"), "symbol,exchange\nQTAM,nyse\n").expect("written");
    std::fs::write(at("old.csv"), large()).expect("written");
    let previous = |day, file| format!("[[previous]]\nas_of = {day}\nfile = \"{file}\"\n");
    let scenario = format!(
        "event = {{ season = \"june\", year = 2026 }}\nuniverse.file = \"u.csv\"\n{}{}",
        previous("2025-04-30", "earlier.csv"),
        previous("2024-04-30", "old.csv"),
    );
    std::fs::write(at("s.toml"), scenario).expect("written");
    let run = || {
        let mut rankday = std::process::Command::new(env!("CARGO_BIN_EXE_rankday"));
        let words = ["run", "s.toml", "--out", "out", "--format", "json", "--quiet"];
        rankday.current_dir(home.path()).args(words).output().expect("rankday")
    };
    let done = run();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let summary = std::fs::read_to_string(at("out/summary.json")).expect("a summary");
    let hash = rankday::universe::sha256_of(&at("old.csv")).expect("a hash");
    assert!(summary.contains(&hash), "{summary}");
    std::fs::write(at("old.csv"), [&large()[..], b"\xff"].concat()).expect("written");
    let said = String::from_utf8_lossy(&run().stderr).into_owned();
    assert!(said.contains("old.csv:50002: is not UTF-8"), "{said}");
}

#[test]
#[ignore = "a million lines need a gigabyte of memory"]
fn a_million_lines_are_decided_like_a_real_universe() {
    copies_are_decided_like_one(158);
}

/// The most memory that the program takes for a scenario of a folder, MiB: as the system counts it
/// (`VmHWM`), asked for again and again until the end.
#[cfg(target_os = "linux")]
fn peak_mib(folder: &Path, command: &str, scenario: &str) -> u64 {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_rankday"))
        .current_dir(folder)
        .args([command, scenario, "--out", "out", "--format", "csv,json", "--quiet"])
        .spawn()
        .expect("rankday");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().expect("a child").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = peak.max(kib.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(child.wait().expect("an end").success());
    assert!(peak > 0, "nothing was measured");
    peak / 1024
}

/// Says what was measured; not `eprintln!`, which the test harness swallows.
#[cfg(target_os = "linux")]
fn say(line: &str) {
    use std::io::Write as _;
    writeln!(std::io::stderr(), "{line}").expect("stderr takes a line");
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "a million lines need a gigabyte of memory"]
fn a_run_of_a_million_lines_stays_within_a_gibibyte_and_a_half() {
    let home = tempfile::tempdir().expect("a folder");
    let csv = many_lines::universe_csv(1_000_000);
    std::fs::write(home.path().join("u.csv"), csv).expect("written");
    let scenario = "event = { season = \"june\", year = 2026 }\nuniverse.file = \"u.csv\"\n";
    std::fs::write(home.path().join("s.toml"), scenario).expect("written");
    let peak = peak_mib(home.path(), "run", "s.toml");
    say(&format!("a run of 1,000,000 lines takes {peak} MiB"));
    assert!(peak < 1_536, "{peak} MiB");
}

/// Twenty years of every session: 300 lines on 5,000 dates, a million and a half rows.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "a million and a half rows take a while"]
fn a_panel_of_five_thousand_dates_stays_within_half_a_gibibyte() {
    let home = tempfile::tempdir().expect("a folder");
    let csv = many_dates::panel_csv(5_000, 300);
    std::fs::write(home.path().join("p.csv"), csv).expect("written");
    let scenario = "market.panel = \"p.csv\"\ncompare.schedules = [\"annual\", \"semi-annual\"]\n\
                    [methodology.breaks]\ntop10.rank = 2\ntop20.rank = 3\ntop50.rank = 4\n\
                    top100.rank = 5\ntop200.rank = 20\ntop500.rank = 40\nr1000.rank = 80\n\
                    microcap.rank = 120\nr3000.rank = 200\nr3000e.rank = 250\n";
    std::fs::write(home.path().join("s.toml"), scenario).expect("written");
    let peak = peak_mib(home.path(), "compare", "s.toml");
    say(&format!("a comparison on 300 lines and 5,000 dates takes {peak} MiB"));
    assert!(peak < 512, "{peak} MiB");
}
