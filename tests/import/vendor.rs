//! Files as vendors write them: numbers in every form, placeholders, other headers, lookalikes.

use std::collections::BTreeMap;
use std::path::Path;

use rankday::cli::exit::ExitStatus;

use super::{by_symbol, imported, text};

type Rows = BTreeMap<String, BTreeMap<String, String>>;

fn write(home: &Path, name: &str, content: &str) -> String {
    let path = home.join(name);
    std::fs::write(&path, content).expect("written");
    path.display().to_string()
}

/// A screener's text, imported: its lines, and what is printed.
fn screener(content: &str, more: &[&str]) -> Result<(Rows, String), String> {
    let home = tempfile::tempdir().expect("a folder");
    let file = write(home.path(), "screener.csv", content);
    let out = home.path().join("out");
    let folder = out.display().to_string();
    let words = ["nasdaq-screener", &file, "--as-of", "2026-04-30", "--out", &folder];
    let words: Vec<&str> = words.into_iter().chain(more.iter().copied()).collect();
    let printed = imported(&words, &out).map_err(|(status, message)| {
        assert_eq!(status, ExitStatus::Input);
        message
    })?;
    Ok((by_symbol(&text(&out.join("universe.csv"))), printed))
}

const EXPORT: &str = "Symbol,Name,Last Sale,Net Change,% Change,Market Cap,Country,IPO Year,Volume,Sector,Industry\n";

#[test]
fn a_price_and_a_cap_are_read_in_every_dress() {
    let content = format!(
        "{EXPORT}QAA,Qaa Inc. Common Stock,$1234.5699999999999,0,0%,\"$1,500,000,000.00\",USA,2001,1,Tech,X\n\
         QBB,Qbb Inc. Common Stock,\"1,234.50\",0,0%,2.5B,U.S.,2001.0,1,Tech,X\n\
         QCC,Qcc Inc. Common Stock,USD 12.50,0,0%,1.25E+09,US,2001,1,Tech,X\n\
         QDD,Qdd Inc. Common Stock,142.66000366210938,0,0%,999999999.9999999,Bermuda,2001,1,Tech,X\n"
    );
    let (lines, printed) = screener(&content, &[]).expect("an import");
    let found: Vec<String> = lines
        .values()
        .map(|l| [&*l["symbol"], &l["price"], &l["company_market_cap"], &l["country"]].join(" "))
        .collect();
    let expected = [
        "QAA 1234.57 1500000000 US",
        "QBB 1234.5 2500000000 US",
        "QCC 12.5 1250000000 US",
        "QDD 142.66 1000000000 US",
    ];
    assert_eq!(found, expected);
    for said in [
        "numbers rounded, their last digits being the noise of binary numbers: 3\n",
        "numbers with a word for thousands, millions or billions multiplied out: 1\n",
    ] {
        assert!(printed.contains(said), "{printed}");
    }
}

#[test]
fn placeholders_are_unknown_in_every_column_and_no_ticker() {
    let mut content = EXPORT.to_owned();
    let words = ["N/A", "n/a", "nan", "NaN", "null", "-", "--", "#N/A", "#VALUE!", "None"];
    for (nth, word) in words.iter().enumerate() {
        let cells = [*word; 10].join(",");
        content.extend(["Q", &nth.to_string(), "X,", &cells, "\n"]);
    }
    content += "--,Contra Inc. Common Stock,$1.00,0,0%,5,United States,2001,1,Tech,X\n";
    content += "NA,Nano Inc. Common Stock,$1.00,0,0%,5000000,United States,2001,1,Tech,X\n";
    content += "TRUE,True Inc. Common Stock,$1.00,0,0%,5000000,United States,2001,1,Tech,X\n";
    content += ",,,,,,,,,,\n";
    let (lines, printed) = screener(&content, &[]).expect("an import");
    assert_eq!(lines.len(), words.len() + 2);
    for line in lines.values().filter(|line| line["symbol"].starts_with('Q')) {
        for column in ["name", "price", "company_market_cap", "sector", "industry"] {
            assert_eq!(line[column], "", "{column} of {line:?}");
        }
        assert_eq!(line["country"], "US", "as without a label");
        assert_eq!(line["issuer"], line["symbol"], "a company of its own");
    }
    assert!(lines.contains_key("NA") && lines.contains_key("TRUE"));
    assert!(printed.contains("as they have no ticker, on line: 12\n"), "{printed}");
    // Name, price, cap, country, year, sector and industry of each, and one ticker.
    let unknown = words.len() * 7 + 1;
    assert!(printed.contains(&format!("taken for unknown: {unknown}\n")), "{printed}");
}

#[test]
fn what_is_no_number_is_refused_with_its_place() {
    let content = format!("{EXPORT}QAA,Qaa Inc. Common Stock,12.3.4,0,0%,1000,USA,2001,1,Tech,X\n");
    let message = screener(&content, &[]).expect_err("no number");
    assert!(
        message.contains("screener.csv:2: Last Sale: \"12.3.4\" is not a number; "),
        "{message}"
    );
}

#[test]
fn headers_of_other_years_and_of_the_interface_are_known() {
    for header in [
        "Symbol,Name,LastSale,MarketCap,IPOyear,Sector,industry,Summary Quote",
        "symbol,name,lastsale,marketCap,ipoyear,sector,industry,url",
        "Ticker,Company Name,Last Sale,Market Capitalization,IPO Year,Sector,Industry,Link",
    ] {
        let content =
            format!("{header}\nQAA,Qaa Inc. Common Stock,$12.50,$1.25B,2001,Tech,X,https://x\n");
        let (lines, printed) = screener(&content, &[]).expect(header);
        assert_eq!(lines["QAA"]["company_market_cap"], "1250000000", "{header}");
        assert_eq!(lines["QAA"]["price"], "12.5", "{header}");
        assert!(printed.contains("the file has no country"), "{printed}");
    }
    let misspelt = "Symbol,Name,Last Sale,Mrket Cap,Country\nQAA,Qaa,$1.00,5,US\n";
    let message = screener(misspelt, &[]).expect_err("no cap");
    assert!(message.contains("rename \"Mrket Cap\" if that is meant"), "{message}");
}

#[test]
fn lines_that_differ_in_punctuation_alone_are_both_there() {
    let content = format!(
        "{EXPORT}QC-PC,Qboat Corporation 6.375% Notes due 2049,25.1,0,0,0.00,United States,,1000,Cars,X\n\
         QCPC,Qchem Corporation Common Stock,126.48,0,0,4064000000.00,United States,,100000,Chem,Y\n\
         QCPC,Qchem Corporation Common Stock,126.48,0,0,4064000000.00,United States,,100000,Chem,Y\n"
    );
    let home = tempfile::tempdir().expect("a folder");
    let members = write(
        home.path(),
        "members.csv",
        "symbol,segment,held_on\nQCPC,R2000,2026-04-30\nQC.PC,R2000,2026-04-30\n",
    );
    let corrections = write(
        home.path(),
        "corrections.csv",
        "date,symbol,cap_expected\n2026-04-30,QC-PC,1\n2026-04-30,QCPC,$5bn\n",
    );
    let more = ["--members", &members, "--cap-corrections", &corrections];
    let (lines, printed) = screener(&content, &more).expect("an import");
    assert_eq!(lines.len(), 2);
    assert_eq!(lines["QC-PC"]["security_type"], "note");
    assert_eq!(lines["QCPC"]["company_market_cap"], "5000000000");
    for said in [
        "each meant by its exact spelling: QC-PC (line 2) and QCPC (line 3)\n",
        "as their ticker stands on an earlier row: QCPC (line 4, as line 3)\n",
        "list entries that are no line of the screener: QC.PC\n",
    ] {
        assert!(printed.contains(said), "{said}{printed}");
    }
}

#[test]
fn holdings_without_a_ticker_are_named_and_rows_of_commas_are_blank() {
    let home = tempfile::tempdir().expect("a folder");
    let fund = write(
        home.path(),
        "fund.csv",
        "Ticker,Name,Asset Class,Exchange\nQAA,QAA INC,Equity,NYSE\n--,QBB CONTRA,Equity,NYSE\n\
         NA,QNA LTD,Equity,NASDAQ\n,,,\nQAA,QAA INC CVR,Equity,NYSE\nUSD,USD CASH,Cash,--\n,,,\n",
    );
    let out = home.path().join("members.csv").display().to_string();
    let words = ["ishares", &fund, "--index", "R3000", "--held-on", "2026-06-25", "--out", &out];
    let printed = imported(&words, home.path()).expect("an import");
    let members = by_symbol(&text(out.as_ref()));
    assert_eq!(members.keys().collect::<Vec<_>>(), ["NA", "QAA"]);
    for said in [
        "1  dropped: an equity without a ticker: QBB CONTRA (line 3)\n",
        "1  dropped: a right, an escrow or a warrant: QAA QAA INC CVR (line 6)\n",
        "1  dropped: cash, collateral or a derivative\n",
    ] {
        assert!(printed.contains(said), "{printed}");
    }
}
