//! Scenarios on Parquet files: they give what a CSV of the same table gives, and faults name the record.

use std::collections::BTreeMap;
use std::path::Path;

use rankday::market::history::read_panel;
use rankday::universe::import::corrections::CapCorrections;
use rankday::universe::{Faults, Input, Security, read_universe};

use super::{command, files, market};
use crate::parquet_file::{Is, of_csv, of_numbers};

const HEADER: &str = "date,symbol,exchange,price,market_cap,price_return";
const FLOATS: [Is; 6] = [Is::Day, Is::Text, Is::Text, Is::Double, Is::Double, Is::Double];

/// All that `compare` writes, with a word in place of the panel's hash.
fn compared(scenario: &Path) -> Vec<(String, String)> {
    let out = scenario.with_file_name("out");
    let words = [scenario, &out].map(|path| path.display().to_string());
    command(&[&words[0], "--out", &words[1], "--force"])
        .unwrap_or_else(|(_, said)| panic!("{said}"));
    let panel = Input::open(&scenario.with_file_name("panel.csv")).expect("a panel");
    let hash = panel.sha256();
    let mut files = files(&out);
    // It has the hashes of the others.
    files.remove("rankday-manifest.json").expect("a manifest");
    files.into_iter().map(|(name, text)| (name, text.replace(&hash, "HASH"))).collect()
}

#[test]
fn a_panel_in_parquet_gives_the_bytes_of_its_csv() {
    let home = tempfile::tempdir().expect("a folder");
    let scenario = market::write(home.path(), "\"annual\", \"semi-annual\"");
    let panel = home.path().join("panel.csv");
    let csv = std::fs::read_to_string(&panel).expect("a panel");
    let expected = compared(&scenario);
    assert!(expected.len() > 5, "few files");
    let exact = [Is::Moment, Is::Text, Is::Text, Is::Decimal(6), Is::Integer, Is::Double];
    let kinds = [("floats", FLOATS, 700), ("exact", exact, 100_000), ("texts", [Is::Text; 6], 64)];
    for (kind, types, group) in kinds {
        // A file is known by its content, whatever its name.
        std::fs::write(&panel, of_csv(&csv, &types, group)).expect("a panel");
        let found = compared(&scenario);
        assert_eq!(found.len(), expected.len(), "{kind}");
        for ((file, found), (_, expected)) in found.iter().zip(&expected) {
            assert!(found == expected, "{kind}: {file} differs");
        }
    }
}

#[test]
fn lists_in_parquet_are_read_and_single_floats_are_told() {
    let home = tempfile::tempdir().expect("a folder");
    let path = market::write(home.path(), "\"annual\", \"semi-annual\"");
    let read = |name: &str| std::fs::read_to_string(home.path().join(name)).expect("a file");
    let write = |name: &str, bytes: Vec<u8>| {
        std::fs::write(home.path().join(name), bytes).expect("a file");
    };
    let all = |path: &Path| compared(path).into_iter().collect::<BTreeMap<String, String>>();
    let expected = all(&path);
    write("list.csv", of_csv(&read("list.csv"), &[Is::Text], 7));
    let mut single = FLOATS;
    single[3] = Is::Single;
    write("panel.csv", of_csv(&read("panel.csv"), &single, 700));
    let found = all(&path);
    let told =
        "32-bit floats taken as the shortest decimals that are those floats: \\\"price\\\" of ";
    assert!(found["summary.json"].contains(told), "{}", found["summary.json"]);
    assert_eq!(found["membership_check.csv"], expected["membership_check.csv"]);
}

fn panel(rows: &str, types: &[Is]) -> Result<usize, Faults> {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("p.parquet");
    std::fs::write(&path, of_csv(&format!("{HEADER}\n{rows}"), types, 2)).expect("a file");
    let name = format!("{}/", home.path().display());
    let mut input = Input::open(&path)?;
    input.name = input.name.replace(&name, "");
    read_panel(&input, &CapCorrections::default()).map(|panel| panel.rows())
}

#[test]
fn faults_of_a_panel_name_the_record() {
    let good = "2024-01-31,A,nyse,10,1000,\n2024-01-31,B,nyse,0.1,1e300,\n2024-02-29,A,nyse,,,-1\n";
    for (rows, told) in [
        (
            good.replace("-1", "-1.5"),
            "p.parquet (records):3: price_return: \"-1.5\" is out of range; it must be at least -1",
        ),
        (good.replace("-1", "inf"), "p.parquet (records):3: price_return: \"inf\" "),
        (good.replace("0.1", "-3"), "p.parquet (records):2: price: \"-3\" is out of range"),
        (good.replace("1e300", "7e15"), "p.parquet (records):2: market_cap: \"7000000000000000\""),
        (good.replace(",B,", ",A,"), "p.parquet (records):2: \"A\" stands twice on 2024-01-31"),
        (good.replace("02-29,A", "02-29,"), "p.parquet (records):3: symbol: is empty"),
        (
            good.replace("2024-02-29", "2023-02-28"),
            "p.parquet (records):3: the date 2023-02-28 comes after 2024-01-31",
        ),
        (
            good.replace(",B,", ",B\u{1b},"),
            "p.parquet (records):2: holds the control character U+001B",
        ),
    ] {
        let said = panel(&rows, &FLOATS).expect_err("a fault").to_string();
        assert!(said.contains(told), "{told}\n{said}");
    }
    let fine = good.replace("1e300", "1e12");
    assert_eq!(panel(&fine, &FLOATS).map_err(|faults| faults.to_string()), Ok(3));
}

#[test]
fn a_universe_in_parquet_is_its_csv() {
    let csv = "symbol,exchange,name,price,shares_outstanding,listing_date\n\
               AAA,nyse,\"Alpha, \"\"A\"\"\",142.66,100,2001-05-07\nBBB,nasdaq,,0.1,,\n";
    let types = [Is::Text, Is::Text, Is::Text, Is::Double, Is::Decimal(3), Is::Day];
    let day = "2026-04-30".parse().expect("a day");
    let home = tempfile::tempdir().expect("a folder");
    // As the CSV that says the same, and in columns.
    let read = |name: &str, bytes: Vec<u8>| {
        let path = home.path().join(name);
        std::fs::write(&path, &bytes).expect("a file");
        let lines = |input: Result<Input, Faults>| {
            let mut input = input?;
            name.clone_into(&mut input.name);
            read_universe(&input, day).map(|read| read.universe.securities)
        };
        let (as_csv, opened) = (lines(Input::from_bytes(name, bytes)), lines(Input::open(&path)));
        let words = |read: &Result<Vec<Security>, Faults>| read.clone().map_err(|f| f.to_string());
        assert_eq!(words(&as_csv), words(&opened));
        opened
    };
    let expected = read("u.csv", csv.into()).expect("a universe");
    for group in [1, 2] {
        assert_eq!(read("u.parquet", of_csv(csv, &types, group)).expect("a universe"), expected);
    }
    let refused =
        |csv: &str| read("u.parquet", of_csv(csv, &types, 9)).expect_err("a fault").to_string();
    let said = refused(&csv.replace("0.1", "-1"));
    assert!(said.starts_with("u.parquet (records):2: price: \"-1\" is out of range"), "{said}");
    let said = refused(&csv.replace("Alpha, ", "Alpha\n").replace("BBB", "AAA"));
    assert!(
        said.starts_with("u.parquet (records):2: symbol: \"AAA\" stands on record 1 already"),
        "{said}"
    );
    let said = refused(
        &csv.replace("name,price,shares_outstanding", "shortName,regularMarketPrice,marketCap"),
    );
    assert!(said.starts_with("u.parquet: is a vendor's table of securities"), "{said}");
    let said = refused(&csv.replace("symbol,", "ric,"));
    assert!(said.starts_with("u.parquet: has no column \"symbol\""), "{said}");
}

/// Every answer is a table or a fault, although the reader of the format panics on some damaged files.
#[test]
fn damage_is_a_fault() {
    let row = |at: usize| format!("2024-0{}-28,A{},nyse,1{at}.5,1000,\n", 1 + at / 20, at % 20);
    let rows = (0..40).map(row).collect::<Vec<_>>().concat();
    let whole = of_csv(&format!("{HEADER}\n{rows}"), &FLOATS, 25);
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("p.parquet");
    let read = |bytes: &[u8]| {
        std::fs::write(&path, bytes).expect("a file");
        Input::open(&path)
            .and_then(|input| read_panel(&input, &CapCorrections::default()))
            .map(|panel| panel.rows())
    };
    assert_eq!(read(&whole).map_err(|faults| faults.to_string()), Ok(40));
    for length in (4..whole.len()).step_by(97) {
        let said = read(&whole[..length]).expect_err("cut short").to_string();
        assert!(said.contains("is a Parquet file that cannot be read"), "{said}");
    }
    let (mut as_text, mut refused) = (0, 0);
    for at in (4..whole.len()).step_by(11) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x15;
        refused += usize::from(read(&damaged).is_err());
        as_text += usize::from(Input::from_bytes("p.parquet", damaged).is_err());
    }
    assert!(refused > 10 && as_text > 10, "{refused} {as_text}");
}

/// A few bytes that claim to be many million rows.
#[test]
fn a_small_file_of_many_rows_is_refused() {
    let bytes = of_numbers("price", &vec![10; 4_300_000]);
    assert!(bytes.len() < 100_000, "{}", bytes.len());
    let said = Input::from_bytes("p.parquet", bytes).expect_err("too many").to_string();
    assert!(said.contains("unpacks to more than 64 MiB"), "{said}");
}
