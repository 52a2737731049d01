//! Lists of holdings in the forms that issuers and spreadsheets write, files given in their place, and
//! the floats that they show.

use std::fmt::Write as _;
use std::path::Path;

use rankday::cli::exit::ExitStatus;
use rust_xlsxwriter::Workbook;

use super::{by_symbol, imported, small, text};

/// A folder for the files of a test.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.at(name), bytes).expect("written");
        self.at(name)
    }

    /// What the command prints, and the tickers of the membership that it writes with their day.
    fn members(&self, words: &[&str]) -> Result<(Vec<String>, String), (ExitStatus, String)> {
        let out = self.at("m.csv");
        let words = [&["holdings"], words, &["--force", "--out", &out]].concat();
        imported(&words, self.0.path())?;
        let members = by_symbol(&text(Path::new(&out)));
        let day = members.values().next().map_or_else(String::new, |m| m["held_on"].clone());
        Ok((members.into_keys().collect(), day))
    }

    fn refused(&self, words: &[&str]) -> String {
        let (status, message) = self.members(words).expect_err("refused");
        assert_eq!(status, ExitStatus::Input, "{message}");
        assert!(!Path::new(&self.at("m.csv")).exists());
        message
    }
}

const TITLE: &str = "iShares Russell 2000 ETF";
const HEADER: &str = "Ticker,Name,Sector,Asset Class,Exchange";
const ROWS: [&str; 3] = [
    "QZA,QZALIS CORP,IT,Equity,NASDAQ",
    "QBER,QBERYL RE,IT,Equity,NYSE",
    "-,USD CASH,Cash and/or Derivatives,Cash,-",
];

fn list(day: &str) -> String {
    format!("{TITLE}\n{day}\n\n{HEADER}\n{}\n", ROWS.join("\n"))
}

#[test]
fn a_list_is_read_however_it_was_saved() {
    let home = Home::new();
    let plain = list("Fund Holdings as of,\"May 05, 2026\"");
    let padded: Vec<String> = plain
        .lines()
        .map(|line| match line.matches(',').count() {
            0 => format!("{line},,,,\r\n"),
            2 => format!("{line},,,\r\n"),
            _ => format!("{line}\r\n"),
        })
        .collect();
    let spaced = plain.replace("NASDAQ\n", "NASDAQ\n\n").replace("NYSE\n", "NYSE\n \u{a0}\n");
    let footer = format!("{plain}\n\"Prose, about\nfunds\"\n");
    let renamed = plain.replace("Ticker,Name", "Issuer Ticker,Name");
    let swapped = plain
        .replace("Ticker,Name", "Name,Ticker")
        .replace("QZA,QZALIS CORP", "QZALIS CORP,QZA")
        .replace("QBER,QBERYL RE", "QBERYL RE,QBER")
        .replace("-,USD CASH", "USD CASH,-");
    let forms = [
        plain.clone(),
        padded.concat(),
        spaced,
        footer,
        renamed,
        swapped,
        format!("\u{feff}{}", plain.replace('\n', "\r\n")),
        plain
            .replace(HEADER, &HEADER.replace(',', ";"))
            .replace(&ROWS.join("\n"), &ROWS.join("\n").replace(',', ";")),
        plain
            .replace(HEADER, &HEADER.replace(',', "\t"))
            .replace(&ROWS.join("\n"), &ROWS.join("\n").replace(',', "\t")),
        list("Fund Holdings as of,5-May-26"),
        list("Fund Holdings as of,\"05/May/2026\""),
        list("Fund Holdings as of,05.05.2026"),
        list("Inception Date,\"May 22, 2000\"\nFund Holdings as of,2026-05-05"),
        list("Positions du fonds au,\"5 mai 2026\""),
        list("Partecipazioni del fondo al,\"5/mag/2026\""),
        list("Posiciones del fondo a,\"05 de mayo de 2026\""),
    ];
    for form in forms {
        let file = home.write("fund.csv", &form);
        let (symbols, day) =
            home.members(&[&file]).unwrap_or_else(|(_, message)| panic!("{message}\n{form}"));
        assert_eq!(
            (symbols, day.as_str()),
            (vec!["QBER".into(), "QZA".into()], "2026-05-05"),
            "{form}"
        );
    }
    let utf16: Vec<u8> =
        format!("\u{feff}{plain}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = home.write("fund.csv", utf16);
    assert_eq!(home.members(&[&file]).expect("read").0, ["QBER", "QZA"]);
}

#[test]
fn workbooks_of_both_kinds_are_read() {
    let home = Home::new();
    let rows: [&[&str]; 7] = [
        &["Fund Name:", "SPDR® Russell 1000 ETF"],
        &["Ticker Symbol:", "QONE"],
        &["Holdings:", "As of 30-Apr-2026"],
        &[],
        &[
            "Name",
            "Ticker",
            "Identifier",
            "SEDOL",
            "Weight",
            "Sector",
            "Shares Held",
            "Local Currency",
        ],
        &["QZALIS CORP", "QZA", "Q1", "QSED1", "7.12", "-", "1234", "USD"],
        &["US DOLLAR", "-", "Q9", "-", "0.02", "-", "9", "USD"],
    ];
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, *cell).expect("a cell");
        }
    }
    let file = home.write("fund.xlsx", workbook.save_to_buffer().expect("a workbook"));
    let (symbols, day) = home.members(&[&file]).expect("holdings");
    assert_eq!((symbols, day.as_str()), (vec!["QZA".to_owned()], "2026-04-30"));

    let mut xml = "\u{feff}<?xml version=\"1.0\"?>\n<ss:Workbook \
        xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><ss:Worksheet ss:Name=\"Holdings\">\
        <ss:Table>"
        .to_owned();
    for line in list("05-May-2026").lines().filter(|line| !line.is_empty()) {
        xml.push_str("<ss:Row>");
        for cell in line.split(',') {
            write!(xml, "<ss:Cell><ss:Data ss:Type=\"String\">{cell}</ss:Data></ss:Cell>")
                .expect("written");
        }
        xml.push_str("</ss:Row>");
    }
    xml.push_str("</ss:Table></ss:Worksheet></ss:Workbook>");
    let file = home.write("fund.xls", xml);
    let (symbols, day) = home.members(&[&file]).expect("holdings");
    assert_eq!((symbols, day.as_str()), (vec!["QBER".into(), "QZA".into()], "2026-05-05"));
}

#[test]
fn a_file_of_another_kind_is_answered_with_what_it_is() {
    let home = Home::new();
    for (content, answers) in [
        (&b"<!DOCTYPE html><html><body>Sign in</body></html>"[..], ["a web page", "download"]),
        (b"{\"aaData\":[[\"QZA\",\"QZALIS\"]]}", ["JSON", "as CSV"]),
        (b"%PDF-1.7\n", ["a PDF document", "as CSV"]),
        (b"PK\x03\x04 prices.csv", ["a zip archive", "unpack it"]),
        (
            b"Symbol,Name,Last Sale,Market Cap,Country\nQZA,Q,$1,2,US\n",
            ["the exchange's screener", "rankday import nasdaq-screener"],
        ),
        (b"symbol,segment,held_on\nQZA,R1000,2026-05-05\n", ["a membership", "[membership]"]),
        (b"[event]\nseason = \"june\"\n", ["a TOML file", "give a table"]),
    ] {
        let file = home.write("fund.csv", content);
        let message = home.refused(&[&file]);
        assert!(answers.iter().all(|answer| message.contains(answer)), "{message}");
    }
    let file = home.write("fund.csv", list("Fund Holdings as of,03/04/2026"));
    let message = home.refused(&[&file]);
    assert!(message.contains("2026-04-03") && message.contains("--held-on"), "{message}");
    assert_eq!(home.members(&[&file, "--held-on", "2026-04-03"]).expect("read").1, "2026-04-03");
}

/// Holdings and exports given where a scenario or another command wants its own.
#[test]
fn lists_given_elsewhere_are_sent_to_their_command() {
    let home = Home::new();
    let fund = home.write("fund.csv", list("Fund Holdings as of,\"May 05, 2026\""));
    let words = ["nasdaq-screener", &fund, "--as-of", "2026-05-05", "--out", &home.at("out")];
    let (_, message) = imported(&words, Path::new("/")).expect_err("holdings");
    assert!(message.contains("rankday import holdings"), "{message}");
    let scenario = |universe: &str, membership: &str| {
        let text = format!(
            "[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = {universe:?}\n\
             [membership]\nfile = {membership:?}\n"
        );
        let path = home.write("s.toml", text);
        let scenario = rankday::scenario::read_run(Path::new(&path)).expect("a scenario");
        rankday::study::run(scenario, &|_| {}).expect_err("refused").to_string()
    };
    let message = scenario(&small("screener.csv"), &fund);
    assert!(message.contains("rankday import nasdaq-screener"), "{message}");
    assert!(message.contains("rankday import holdings"), "{message}");
    let message = scenario(&fund, &small("screener.csv"));
    assert!(message.contains("list of holdings") && message.contains("screener"), "{message}");
    let message = rankday::scenario::read_run(Path::new(&fund)).expect_err("a table");
    assert!(message.to_string().contains("a fund's list of holdings"), "{message}");
}

/// A fund that holds 2% of the available shares; one in four companies is not wholly available.
#[test]
fn floats_are_inferred_with_a_universe_and_stand_in_the_membership() {
    let home = Home::new();
    let mut fund = format!(
        "{TITLE}\nFund Holdings as of,\"May 05, 2026\"\n\n\
         Ticker,Name,Asset Class,Market Value,Weight (%),Quantity,Price\n"
    );
    let mut export =
        "Symbol,Name,Last Sale,Market Cap,Country,Sector,Industry,IPO Year\n".to_owned();
    for number in 0..40_u8 {
        let letter = |n: u8| char::from(b'A' + n);
        let name = format!("Q{}{}", letter(number / 26), letter(number % 26));
        let shares = if number % 4 == 0 { 8_000 } else { 20_000 };
        // The price has risen by a tenth since the close of the universe.
        writeln!(fund, "{name},{name} CORP,Equity,\"{}\",0.1,\"{shares}\",11.00", shares * 11)
            .expect("written");
        writeln!(
            export,
            "{name},{name} Corp. Common Stock,$10.00,10000000.00,United States,IT,IT,"
        )
        .expect("written");
    }
    let (fund, export) = (home.write("fund.csv", fund), home.write("export.csv", export));
    let out = home.at("m.csv");
    let words = ["holdings", &fund, "--universe", &export, "--as-of", "2026-04-30", "--out", &out];
    let said = imported(&words, home.0.path()).expect("an import");
    assert!(said.contains("floats inferred of 40 members; the fund holds 2.0000%"), "{said}");
    assert!(said.contains("40 of the members with a float inferred"), "{said}");
    let members = by_symbol(&text(Path::new(&out)));
    assert_eq!(members["QAA"]["index_float_pct"], "40");
    assert_eq!(members["QAB"]["index_float_pct"], "100");
    assert!(members["QAB"]["inferred"].contains("float inferred"));
    let (status, _) = imported(&["holdings", &fund, "--universe", &export], home.0.path())
        .expect_err("no day of the universe");
    assert_eq!(status, ExitStatus::Usage);
}
