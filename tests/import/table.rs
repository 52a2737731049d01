//! Any vendor's table: its containers, the names of its columns, its map, what it becomes, and its faults.

use std::path::{Path, PathBuf};

use rankday::cli::exit::ExitStatus;
use serde_json::json;

use super::table_files::{Texts, delimited, gzip, records, with_title_page, xls, xlsx};
use super::{by_symbol, imported, text};

/// A folder to work in.
pub(super) struct Home(tempfile::TempDir);

impl Home {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), bytes).expect("written");
        self.path(name).display().to_string()
    }

    /// Imports the file of that name; what is printed, and the file that is written.
    pub(super) fn import(
        &self,
        file: &str,
        words: &str,
    ) -> Result<(String, String), (ExitStatus, String)> {
        let out = self.path("out.csv");
        let _ = std::fs::remove_file(&out);
        let (file, path) = (self.path(file).display().to_string(), out.display().to_string());
        let mut all = vec!["table", &file, "--out", &path];
        all.extend(words.split('~').map(str::trim).filter(|word| !word.is_empty()));
        let printed = imported(&all, self.0.path())?;
        Ok((printed, text(&out)))
    }

    /// A universe of a file by the names of its columns.
    pub(super) fn universe(&self, name: &str, bytes: impl AsRef<[u8]>) -> (String, String) {
        self.write(name, bytes);
        let read = self.import(name, "--to~universe~--as-of~2025-04-30");
        read.unwrap_or_else(|(_, said)| panic!("{name}: {said}"))
    }
}

/// Rows with a comma between their cells.
pub(super) fn csv(rows: &[&str]) -> String {
    rows.join("\n") + "\n"
}

/// As many rows as are needed to tell units by their values: caps of this size, in USD over `unit`.
pub(super) fn priced(header: &str, row: impl Fn(usize, f64) -> String) -> String {
    let rows = (0_u32..30).map(|n| row(n as usize, 4e9 - f64::from(n) * 1e8));
    std::iter::once(header.to_owned()).chain(rows).map(|row| row + "\n").collect()
}

const PRICES: &Texts<'_> = &[
    &["Ticker", "Company Name", "Exchange", "Price", "Market Cap", "IPO Date"],
    &["QZA", "Qzalis Inc. Common Stock", "NYSE", "10.5", "2500000000.75", "1999-03-01"],
    &["XBR.B", "Xbrok Corp. Class B", "NASDAQ", "0.125", "", "2021-12-31"],
    &["QREN", "Qren, Holdings", "AMEX", "1234.56", "98765432101", ""],
];

#[test]
fn a_table_is_the_same_in_every_container() {
    let home = Home::new();
    let plain = delimited(PRICES, ',');
    let (_, expected) = home.universe("plain.csv", &plain);
    assert_eq!(by_symbol(&expected)["QREN"]["company_market_cap"], "98765432101");
    let all = records(PRICES);
    let lines = all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let with_commas = |cell: &str| cell.replace('.', ",");
    let german: Vec<Vec<String>> = PRICES
        .iter()
        .map(|row| {
            let is_number = |at: usize| at == 3 || at == 4;
            row.iter()
                .enumerate()
                .map(
                    |(at, cell)| if is_number(at) { with_commas(cell) } else { (*cell).to_owned() },
                )
                .collect()
        })
        .collect();
    let german: Vec<Vec<&str>> =
        german.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let german: Vec<&[&str]> = german.iter().map(Vec::as_slice).collect();
    let utf16: Vec<u8> = String::from_utf8(delimited(PRICES, '\t'))
        .expect("text")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let preamble = "Prices of a vendor\nAs of,30 April 2025\n\n".as_bytes();
    for (name, bytes) in [
        ("semicolons", delimited(PRICES, ';')),
        ("decimal commas", delimited(&german, ';')),
        ("tabs", delimited(PRICES, '\t')),
        ("bars", delimited(PRICES, '|')),
        ("mark", [b"\xef\xbb\xbf", plain.as_slice()].concat()),
        ("utf-16", [&b"\xff\xfe"[..], &utf16].concat()),
        ("preamble", [preamble, &plain, b"\n\"Prose of the vendor, at the end\"\n"].concat()),
        ("xlsx", xlsx(PRICES, &[], 5)),
        ("xlsx with a preamble", xlsx(PRICES, &["Prices of a vendor", "30 April 2025"], 5)),
        ("xls", xls(PRICES)),
        ("records", serde_json::to_vec(&all).expect("JSON")),
        (
            "an API's records",
            json!({"status": 200, "data": {"rows": all}}).to_string().into_bytes(),
        ),
        ("lines of JSON", lines.into_bytes()),
        ("gzip", gzip(&plain)),
        ("gzip of a workbook", gzip(&xlsx(PRICES, &[], 5))),
    ] {
        // The content of a file decides its format, whatever its name.
        let (_, universe) = home.universe("file", bytes);
        assert_eq!(universe, expected, "{name}");
    }
}

#[test]
fn latin_letters_are_read() {
    let home = Home::new();
    let (printed, universe) =
        home.universe("l.csv", b"symbol,name,price,market_cap\nQZA,Gr\xf6\xdfe,1,2000000000\n");
    assert!(printed.contains("Latin-1"), "{printed}");
    assert_eq!(by_symbol(&universe)["QZA"]["name"], "Größe");
}

/// The headers and forms in which each vendor gives a universe, with the cells expected of it.
#[test]
fn vendors_are_known_by_their_headers() {
    let home = Home::new();
    let bloomberg = priced(
        "Ticker,NAME,EXCH_CODE,PX_LAST,CUR_MKT_CAP,EQY_SH_OUT,EQY_FREE_FLOAT_PCT,SECURITY_TYP",
        |n, cap| {
            format!(
                "Q{n} US Equity,Q{n} Inc,UW,20,{},{},{}.5,Common Stock",
                cap / 1e6,
                cap / 20e6,
                60 + n
            )
        },
    );
    let factset = priced("Symbol,Company Name,Exchange,Price,Market Value,Date", |n, cap| {
        format!("Q{n}-US,Q{n} Inc,NASDAQ,20,{},4/30/2025", cap / 1e6)
    });
    let factset_codes =
        priced("TICKER_REGION,PROPER_NAME,Exchange,P_PRICE,FF_MKT_VAL,P_DATE", |n, cap| {
            format!("Q{n}-US,Q{n} Inc,NASDAQ,20,{},4/30/2025", cap / 1e6)
        });
    let refinitiv =
        priced("Instrument,Company Common Name,Price Close,Company Market Cap", |n, cap| {
            format!("Q{n}.OQ,Q{n} Inc,20,{cap}")
        });
    let crsp = priced("PERMNO,date,TICKER,COMNAM,SHRCD,EXCHCD,PRC,SHROUT", |n, cap| {
        format!("{},20250430,Q{n},Q{n} INC,11,3,-20,{}", 10_000 + n, cap / 20e3)
    });
    let compustat = priced("gvkey,datadate,tic,conm,exchg,prccd,cshoc,fic,loc", |n, cap| {
        format!("{:06},30apr2025,Q{n},Q{n} INC,14,20,{},USA,USA", 1_000 + n, cap / 20.0)
    })
    .replace("30apr2025", "30-Apr-2025");
    let yfinance =
        priced("symbol,shortName,exchange,quoteType,regularMarketPrice,marketCap", |n, cap| {
            format!("Q{n},Q{n} Inc,NMS,EQUITY,20,{cap}")
        });
    let tradingview = priced("Symbol,Description,Price,Market capitalization", |n, cap| {
        format!("NASDAQ:Q{n},Q{n} Inc,20,{cap}")
    });
    let finviz = priced(
        "No.,Ticker,Company,Market Cap,Shares Outstanding,Shares Float,Average Volume,Price",
        |n, cap| format!("{n},Q{n},Q{n} Inc,{},{},{},500.5,20", cap / 1e6, cap / 20e6, cap / 40e6),
    );
    let screener = priced("symbol,name,lastsale,marketCap,country", |n, cap| {
        format!("Q{n},Q{n} Inc Common Stock,$20.00,{cap},United States")
    });
    for (vendor, table, exchange) in [
        ("Bloomberg", bloomberg, "nasdaq"),
        ("FactSet", factset, "nasdaq"),
        ("FactSet by its codes", factset_codes, "nasdaq"),
        ("Refinitiv", refinitiv, "nasdaq"),
        ("CRSP", crsp, "nasdaq"),
        ("Compustat", compustat, "nasdaq"),
        ("yfinance", yfinance, "nasdaq"),
        ("TradingView", tradingview, "nasdaq"),
        ("Finviz", finviz, "us-listed"),
        ("the screener's API", screener, "us-listed"),
    ] {
        let (printed, universe) = home.universe("t.csv", &table);
        let lines = by_symbol(&universe);
        assert_eq!(lines.len(), 30, "{vendor}: {printed}");
        let line = &lines["Q3"];
        assert_eq!(
            (line["exchange"].as_str(), line["price"].as_str()),
            (exchange, "20"),
            "{vendor}"
        );
        let stated = [("company_market_cap", "3700000000"), ("shares_outstanding", "185000000")];
        let is_right = |(own, value): &(&str, &str)| line[*own].is_empty() || line[*own] == *value;
        assert!(stated.iter().all(is_right), "{vendor}: {line:?}");
        assert!(stated.iter().any(|(own, _)| !line[*own].is_empty()), "{vendor}: {line:?}");
        assert!(line["inferred"].starts_with("table"), "{vendor}: {line:?}");
    }
    let (_, universe) = home.universe(
        "t.csv",
        priced("Ticker,Price,Shares Outstanding,Shares Float,Average Volume", |n, cap| {
            format!("Q{n},20,{},{},500.5", cap / 20e6, cap / 40e6)
        }),
    );
    let line = &by_symbol(&universe)["Q3"];
    assert_eq!((line["free_float_pct"].as_str(), line["adv_usd"].as_str()), ("50", "10010000"));
}

#[test]
fn units_are_told_by_their_values() {
    let home = Home::new();
    for (unit, float, expected) in
        [(1.0, 0.75, "75"), (1e3, 75.0, "75"), (1e6, 75.0, "75"), (1e9, 0.75, "75")]
    {
        let table = priced("ticker,price,market cap,float pct", |n, cap| {
            format!("Q{n},20,{},{float}", cap / unit)
        });
        let (printed, universe) = home.universe("t.csv", table);
        let line = &by_symbol(&universe)["Q3"];
        assert_eq!(line["company_market_cap"], "3700000000", "{unit}: {printed}");
        assert_eq!(line["free_float_pct"], expected, "{unit}: {printed}");
    }
}

#[test]
fn units_are_told_by_headers() {
    let home = Home::new();
    let table = "Ticker,MIC,Price ($),Market Cap ($mm),Shares Out (000s),Avg Vol (3M)\n\
                 QZA,XNYS,10.5,2500,238000,7\n";
    home.write("t.csv", table);
    let (printed, universe) =
        home.import("t.csv", "--to~universe~--as-of~2025-04-30").expect("an import");
    assert!(printed.contains("inferred from the header, which says \"$mm\""), "{printed}");
    let line = &by_symbol(&universe)["QZA"];
    assert_eq!(
        (line["company_market_cap"].as_str(), line["shares_outstanding"].as_str()),
        ("2500000000", "238000000")
    );
    // A map that takes it as it stands draws a question whether that is meant.
    let map = "--to~universe~--as-of~2025-04-30~--map~symbol=Ticker,exchange=MIC,price=Price ($),\
               company_market_cap=\"Market Cap ($mm)\"";
    let (printed, _) = home.import("t.csv", map).expect("an import");
    assert!(printed.contains("WARNING: company_market_cap: the header is"), "{printed}");
}

/// What is printed before the columns and the counts.
fn warnings(printed: &str) -> Vec<&str> {
    printed.lines().skip(1).take_while(|line| line.starts_with("WARNING: ")).collect()
}

#[test]
fn columns_that_have_changed_places_are_told_by_their_values() {
    let home = Home::new();
    let row =
        |n: usize, cap: f64| format!("Q{n},Q{n} Holdings Inc. Common Stock,NYSE,10,{cap},Ireland");
    let right = priced("Ticker,Name,Exchange,Price,Market Cap,Country", row);
    for (header, doubted) in [
        ("Ticker,Name,Exchange,Price,Market Cap,Country", &[][..]),
        ("Ticker,Exchange,Name,Price,Market Cap,Country", &["name", "exchange"]),
        ("Ticker,Name,Country,Price,Market Cap,Exchange", &["exchange", "country_label"]),
    ] {
        let table = right.replacen("Ticker,Name,Exchange,Price,Market Cap,Country", header, 1);
        let (printed, _) = home.universe("t.csv", table);
        let said = warnings(&printed);
        let are = |column: &&str| {
            said.iter().any(|w| w.starts_with(&format!("WARNING: {column}: none of the")))
        };
        assert!(doubted.iter().all(are), "{header}: {printed}");
        assert_eq!(said.is_empty(), doubted.is_empty(), "{header}: {printed}");
    }
    // If a map says so, it is done all the same.
    home.write("t.csv", &right);
    let map = "--to~universe~--as-of~2025-04-30~--map~symbol=Ticker,exchange=Name,price=Price,\
               company_market_cap=Market Cap";
    let (printed, _) = home.import("t.csv", map).expect("an import");
    assert!(warnings(&printed)[0].contains("\"Q0 Holdings Inc. Common Stock\""), "{printed}");
    let names = right.replacen("Ticker,Name", "Name,Ticker", 1);
    home.write("t.csv", names);
    let (_, said) =
        home.import("t.csv", "--to~universe~--as-of~2025-04-30").expect_err("no tickers");
    assert!(said.contains("no column that is known to be symbol"), "{said}");
}

#[test]
fn prices_in_cents_and_caps_of_other_shares_draw_a_warning() {
    let home = Home::new();
    let header = "Ticker,Exchange,Price,Market Cap,Shares Outstanding,Country";
    for (price, shares, warns) in [
        (10.0, 1.0, ""),
        (1000.0, 0.01, "the median price is 1000 USD"),
        (10.0, 0.6, "not within 25% of company_market_cap for 30 of 30 companies"),
    ] {
        let row = |n: usize, cap: f64| {
            let count = (cap * shares / 10.0).round();
            format!("Q{n},NYSE,{price},{cap},{count},United States")
        };
        let (printed, _) = home.universe("t.csv", priced(header, row));
        let said = warnings(&printed).join("\n");
        assert_eq!(said.is_empty(), warns.is_empty(), "{printed}");
        assert!(said.contains(warns), "{printed}");
    }
}

#[test]
fn the_table_of_a_workbook_is_found_behind_its_title_page() {
    let home = Home::new();
    let (printed, universe) = home.universe("t.xlsx", with_title_page(PRICES));
    assert!(printed.contains("with a table on it (\"Cover\" passed over)"), "{printed}");
    assert_eq!(universe, home.universe("t.csv", delimited(PRICES, ',')).1);
    let cover = "--to~universe~--as-of~2025-04-30~--sheet~Cover";
    home.import("t.xlsx", cover).expect_err("no table");
}

#[test]
fn a_day_without_trading_is_no_day_of_prices() {
    let home = Home::new();
    home.write("t.csv", delimited(PRICES, ','));
    let (printed, _) = home.import("t.csv", "--to~universe~--as-of~2025-04-27").expect("an import");
    assert!(printed.contains("Sunday 2025-04-27 is not a trading day"), "{printed}");
    assert!(printed.contains("2025-04-25, the last session"), "{printed}");
}

#[test]
fn what_is_suggested_is_what_is_done_without_a_map() {
    let home = Home::new();
    let table = priced("Ticker,\"Last, USD\",PX_LAST,CUR_MKT_CAP,Rating", |n, cap| {
        format!("Q{n} US Equity,1,20,{},A", cap / 1e6)
    });
    let (_, without) = home.universe("t.csv", table);
    let map = home.path("map.toml").display().to_string();
    let file = home.path("t.csv").display().to_string();
    let words = ["table", &file, "--to", "universe", "--suggest", "--out", &map];
    imported(&words, home.0.path()).expect("a suggestion");
    let suggested = text(Path::new(&map));
    assert!(
        suggested.contains(
            "company_market_cap = \"CUR_MKT_CAP*1e6\"  # the median is 2600: millions of USD"
        ),
        "{suggested}"
    );
    assert!(suggested.contains("# Not used: Last, USD, Rating"), "{suggested}");
    let with = home.import("t.csv", &format!("--to~universe~--as-of~2025-04-30~--map~{map}"));
    assert_eq!(with.expect("an import").1, without);
}

#[test]
fn a_table_whose_columns_cannot_be_told_is_refused_with_the_command_that_helps() {
    let home = Home::new();
    home.write("t.csv", "Code,Last,Cap\nQZA,1,2\n");
    let (status, said) =
        home.import("t.csv", "--to~universe~--as-of~2025-04-30").expect_err("unknown");
    assert_eq!(status, ExitStatus::Input);
    assert!(said.contains("--to universe --suggest"), "{said}");
    assert!(!home.path("out.csv").exists());
    for (other, what) in [
        ("A fund\n\nTicker,Name,Asset Class,Weight (%)\nQZA,Qzalis,Equity,1\n", "import holdings"),
        ("symbol,segment,held_on\nQZA,R1000,2025-04-30\n", "[membership] file"),
        ("[event]\nseason = \"june\"\nyear = 2025\n", "is a TOML file"),
    ] {
        home.write("o.csv", other);
        let (_, said) =
            home.import("o.csv", "--to~universe~--as-of~2025-04-30").expect_err("another");
        assert!(said.contains(what), "{said}");
    }
    let typed = "--to~universe~--as-of~2025-04-30~--map~symbol=Code,price=Last,company_market_cap=Cap*1e9,\
                 exchange='nyse'";
    let (_, universe) = home.import("t.csv", typed).expect("an import");
    assert_eq!(by_symbol(&universe)["QZA"]["company_market_cap"], "2000000000");
}

#[test]
fn every_mistake_is_answered_with_its_place_and_a_remedy() {
    let home = Home::new();
    let table = "Ticker,Price,Cap,Day,P/E\nQZA,10,5,2025-04-30,3\nXBR,20,6,2025-04-30,4\n";
    for (file, words, expected) in [
        (table, "--map~symbol=Tickr", "no column \"Tickr\"; did you mean \"Ticker\"?"),
        (table, "--map~symbols=Ticker", "\"symbols\" is no own column; did you mean \"symbol\"?"),
        (table, "--map~symbol=Ticker,price=Price*x", "\"x\" is neither a number nor a column"),
        (table, "--map~symbol=Ticker,price=Price*0", "leaves nothing"),
        (table, "--map~symbol=Ticker,name=Ticker*2", "cannot be computed"),
        (table, "--map~symbol=Ticker,exchange=nyse", "for a constant write exchange='nyse'"),
        (
            table,
            "--map~symbol=Ticker,price=Day",
            "t.csv:2: Day, for price: \"2025-04-30\" is no number",
        ),
        (table, "--map~symbol=Ticker,exchange='x y z'~--as-of~2025-04-30", ""),
        (table, "--map~price=Price", "no column that the map names as symbol"),
        (table, "--map~price", "is no pair"),
        (table, "--sheet~x", "is no workbook"),
        (table, "--map~none.toml", "does not exist"),
        ("a,b\n1,2,3\n", "--map~symbol=a", "t.csv:2: has 3 cells where the header has 2"),
        (
            "symbol,price\nQZA,1\nQZA,2\n",
            "--as-of~2025-04-30~--map~symbol=symbol,price=price,exchange='nyse'",
            "\"QZA\" stands in line 2 already",
        ),
        (
            "symbol,date\nQZA,2025-04-30\nXBR,2025-05-30\n",
            "--map~symbol=symbol,date=date,exchange='nyse'",
            "has rows of 2 days: 2025-04-30 (1), 2025-05-30 (1)",
        ),
        (
            "symbol,listed\nQZA,03/04/2020\n",
            "--map~symbol=symbol,listing_date=listed,exchange='nyse'",
            "may be 2020-04-03 or 2020-03-04; say which with --dates",
        ),
        (
            "symbol;price\nQZA;1,234\n",
            "--map~symbol=symbol,price=price",
            "--decimal point or --decimal comma",
        ),
        (
            "symbol,price\nQZA,1\n",
            "--map~symbol=symbol,price=price,exchange='nyse'",
            "does not say the day",
        ),
        ("<!doctype html><html>", "", "is a web page"),
        ("PAR1....", "", "Parquet"),
        ("", "", "is empty"),
        ("symbol,price\n", "", "has no rows"),
    ] {
        home.write("t.csv", file);
        let read = home.import("t.csv", &format!("--to~universe~{words}"));
        if expected.is_empty() {
            let (printed, universe) = read.expect("taken");
            assert!(printed.contains("words that are not known"), "{printed}");
            assert_eq!(by_symbol(&universe)["QZA"]["exchange"], "other");
            continue;
        }
        let (_, said) = read.expect_err(words);
        assert!(said.contains(expected), "{words}: {said}");
        assert!(!home.path("out.csv").exists(), "{words}");
    }
}

#[test]
fn faults_of_workbooks_and_records_have_their_places() {
    let home = Home::new();
    let rows: &Texts<'_> = &[&["symbol", "exchange", "price"], &["QZA", "nyse", "dear"]];
    let words =
        "--to~universe~--as-of~2025-04-30~--map~symbol=symbol,exchange=exchange,price=price";
    home.write("t.xlsx", xlsx(rows, &["above"], 9));
    let (_, said) = home.import("t.xlsx", words).expect_err("no price");
    assert!(said.contains("t.xlsx (Prices):3: price (column C), for price: \"dear\""), "{said}");
    home.write("t.json", serde_json::to_vec(&records(rows)).expect("JSON"));
    let (_, said) = home.import("t.json", words).expect_err("no price");
    assert!(said.contains("t.json (records):1: price, for price: \"dear\""), "{said}");
    // Faults that only rankday's own reader finds have the vendor's place and value, too.
    home.write("t.csv", "symbol,exchange,price\nQZA,nyse,1\nXBR,nyse,5000\n");
    let words = words.replace("price=price", "price=price*1e6");
    let (_, said) = home.import("t.csv", &words).expect_err("too dear");
    assert!(
        said.contains("t.csv:3: price, for price: \"5000\" (taken as 5000000000) is out of range"),
        "{said}"
    );
}

#[test]
fn maps_of_files_are_answered_with_their_lines() {
    let home = Home::new();
    home.write("t.csv", "Ticker,Price\nQZA,1\n");
    let map = home.write("m.toml", "[map]\nsymbol = \"Ticker\"\nprice = \"Prices\"\n");
    let words = format!("--to~universe~--as-of~2025-04-30~--map~{map}");
    let (_, said) = home.import("t.csv", &words).expect_err("no such column");
    assert!(
        said.contains("m.toml:3: price: \"Prices\" in the map: the file has no column"),
        "{said}"
    );
}

#[test]
fn signs_zeros_classes_and_footers_are_undone_and_counted() {
    let home = Home::new();
    let table = csv(&[
        "ticker,shrcls,prc,shrout,shrcd",
        "XBR,A,-400,100,11",
        "XBR,B,-20,200,11",
        "QZA,,0,300,11",
        "QZA,,0,300,11",
        "--,,1,1,11",
        "QREN,A,5,1,14",
    ]);
    home.write("t.csv", table);
    let (printed, universe) =
        home.import("t.csv", "--to~universe~--as-of~2025-04-30").expect("an import");
    let lines = by_symbol(&universe);
    let symbols: Vec<&str> = lines.keys().map(String::as_str).collect();
    assert_eq!(symbols, ["QREN", "QZA", "XBR.A", "XBR.B"]);
    assert_eq!((lines["XBR.A"]["price"].as_str(), lines["QZA"]["price"].as_str()), ("400", ""));
    assert_eq!(lines["QREN"]["structure"], "closed-end-fund");
    for said in [
        "2 negative prices",
        "of zero taken for unknown",
        "distinguished 2 lines",
        "left out 1 rows without a ticker: line 6",
        "left out 1 rows that repeat an earlier one: line 5",
    ] {
        assert!(printed.contains(said), "{said}: {printed}");
    }
}

#[test]
fn the_symbol_directory_says_its_day_and_its_end_is_no_row() {
    let home = Home::new();
    let table = "Symbol|Security Name|Market Category|Test Issue|ETF\n\
                 QZA|Qzalis Inc. - Common Stock|Q|N|N\nQF|Qf Trust - Warrant|G|N|N\n\
                 QTEST|Qtest - Common Stock|G|Y|N\nFile Creation Time: 0430202521:32||||\n";
    home.write("d.txt", table);
    let map = "--to~universe~--map~symbol=Symbol,name=Security Name,exchange=Market Category";
    let (printed, universe) = home.import("d.txt", map).expect("an import");
    assert!(printed.contains("2 lines of 2 issuers on 2025-04-30"), "{printed}");
    assert!(printed.contains("left out as test issues: QTEST (line 4)"), "{printed}");
    let lines = by_symbol(&universe);
    assert_eq!(
        (lines["QF"]["security_type"].as_str(), lines["QZA"]["exchange"].as_str()),
        ("warrant", "nasdaq")
    );
    // The flag makes a line a fund; without it, the structure of the line stays unknown.
    home.write("d.txt", table.replace("QZA|Qzalis Inc. - Common Stock|Q|N|N", "QZA|Qzalis|Q|N|Y"));
    let (_, facts) = home.import("d.txt", "--to~facts").expect("facts");
    assert_eq!(facts, "symbol,field,value,as_of,source\nQZA,structure,etf,2025-04-30,table\n");
}

#[test]
fn what_a_table_states_is_not_inferred() {
    let home = Home::new();
    let table = csv(&[
        "symbol,name,type,incorporation,headquarters,price,market cap",
        "QZA,Qzalis Acquisition Corp. Common Stock,Common Stock,US,US,1,2000000000",
        "XBR,Xbrok plc Ordinary Shares,ETF,Ireland,CHE,1,2000000000",
    ]);
    let (_, universe) = home.universe("t.csv", table);
    let lines = by_symbol(&universe);
    assert_eq!(lines["QZA"]["structure"], "blank-cheque");
    assert_eq!(
        (lines["XBR"]["structure"].as_str(), lines["XBR"]["security_type"].as_str()),
        ("etf", "common")
    );
    assert_eq!(
        (lines["XBR"]["incorporation"].as_str(), lines["XBR"]["headquarters"].as_str()),
        ("IE", "CH")
    );
    assert_eq!(lines["XBR"]["country"], "");
    let read = home.import("t.csv", "--to~universe~--as-of~2025-04-30~--no-inference");
    assert_eq!(by_symbol(&read.expect("an import").1)["QZA"]["structure"], "corporation");
}

/// A universe in rankday's format keeps what it states: every cell of the one that ships, except
/// inferences on lines of which it says nothing.
#[test]
fn a_universe_of_rankday_stays_as_it_is() {
    let shipped = text(Path::new("data/universe-2026-04-30.csv"));
    let home = Home::new();
    home.write("own.csv", &shipped);
    let (_, imported) =
        home.import("own.csv", "--to~universe~--as-of~2026-04-30").expect("a universe");
    let (shipped, imported) = (by_symbol(&shipped), by_symbol(&imported));
    let inferred = ["inferred", "issuer", "security_type", "structure", "country", "excluded"];
    for (symbol, line) in &shipped {
        for (column, cell) in line.iter().filter(|(_, cell)| !cell.is_empty()) {
            let found = &imported[symbol][column];
            let is_said = inferred.contains(&column.as_str()) || cell == found;
            let is_number = || cell.parse::<f64>().ok() == found.parse().ok();
            assert!(is_said || is_number(), "{symbol} {column}: {cell}, {found}");
        }
        for column in ["country", "excluded", "structure"] {
            let (cell, found) = (&line[column], &imported[symbol][column]);
            assert!(cell.is_empty() || cell == found, "{symbol} {column}: {cell}, {found}");
        }
    }
}

#[test]
fn no_country_is_inferred_where_headquarters_and_incorporation_are_stated() {
    let home = Home::new();
    let (printed, universe) = home.universe(
        "both.csv",
        csv(&[
            "Ticker,Name,Exchange,Price,Market Cap,Country of Incorporation,Country of Headquarters",
            "QBE,Qbeta Inc Common Stock,NYSE,20,6000000000,Ireland,Ireland",
            "QGA,Qgamma Inc Common Stock,NYSE,20,6000000000,,",
        ]),
    );
    let lines = by_symbol(&universe);
    assert_eq!(
        (lines["QBE"]["country"].as_str(), lines["QBE"]["headquarters"].as_str()),
        ("", "IE")
    );
    assert!(!lines["QBE"]["inferred"].contains("country"), "{}", lines["QBE"]["inferred"]);
    assert!(lines["QGA"]["inferred"].contains("country US: no country label"), "{printed}");
}

#[test]
fn a_type_that_is_the_same_of_all_settles_nothing_against_names() {
    let home = Home::new();
    let table = |kind: &str, last: &str| {
        csv(&[
            "symbol,name,quoteType,price,market cap",
            &format!("QZA,Qzalis Inc.,{kind},10,2000000000"),
            &format!("QZA-WS,Qzalis Inc. Warrants,{kind},1,"),
            &format!("XBRP,Xbrok Inc. 6% Series A Preferred Stock,{kind},25,"),
            &format!("YUR,Yurt Ltd American Depositary Shares,{kind},25,3000000000"),
            &format!("ZON,Zonal Inc.,{last},25,3000000000"),
        ])
    };
    let types = |table: String| {
        let (_, universe) = home.universe("t.csv", table);
        let lines = by_symbol(&universe);
        ["QZA", "QZA-WS", "XBRP", "YUR"].map(|symbol| lines[symbol]["security_type"].clone())
    };
    for kind in ["EQUITY", "Stock", "Common Stock"] {
        let inferred = ["common", "warrant", "preferred", "depositary-receipt"];
        assert_eq!(types(table(kind, kind)), inferred, "{kind}");
    }
    // A column that tells kinds apart is taken at its word.
    assert_eq!(types(table("EQUITY", "Preferred")), ["common"; 4]);
}

#[test]
fn volume_is_worth_what_the_price_is_without_its_sign() {
    let home = Home::new();
    home.write("m.csv", csv(&["S,N,P,V,Q", "QZA,Qzalis Inc.,-20,1000,1", "nat,Nat Inc.,5,nan%,1"]));
    let map = "--to~universe~--as-of~2025-04-30~--map~symbol=S,name=N,price=P,adv_usd=P*V,exchange='nyse'";
    let (printed, universe) = home.import("m.csv", map).expect("an import");
    let lines = by_symbol(&universe);
    assert_eq!(lines["QZA"]["adv_usd"], "20000");
    assert_eq!((lines["NAT"]["price"].as_str(), lines["NAT"]["adv_usd"].as_str()), ("5", ""));
    assert!(printed.contains("columns that are not taken (--map takes them): Q\n"), "{printed}");
}

#[test]
fn the_folder_of_reports_is_made_and_no_other() {
    let home = Home::new();
    let file = home
        .write("t.csv", csv(&["symbol,name,price,market cap", "QZA,Qzalis Inc.,10,2000000000"]));
    let import = |more: &[&str]| {
        let words = ["import", "table", &file, "--to", "universe", "--as-of", "2025-04-30"];
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rankday"));
        command.args(words).args(more).current_dir(home.0.path()).output().expect("rankday")
    };
    let refused = import(&["--map", "symbol=Nothing"]);
    assert!(!refused.status.success());
    assert!(!home.path("rankday-out").exists(), "nothing is left of what was refused");
    assert!(!import(&["--out", "other/universe.csv"]).status.success());
    let done = import(&[]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let printed = String::from_utf8(done.stdout).expect("text");
    assert!(printed.contains("next: rankday init scenario.toml --universe"), "{printed}");
    assert!(home.path("rankday-out/universe.csv").exists());
}

#[test]
fn somebody_s_file_stays() {
    let home = Home::new();
    let file = home.write("t.csv", delimited(PRICES, ','));
    let words =
        ["table", &file, "--to", "universe", "--as-of", "2025-04-30", "--force", "--out", &file];
    assert_eq!(imported(&words, home.0.path()).expect_err("the input").0, ExitStatus::Output);
    let other = home.write("u.csv", "mine");
    let words = ["table", &file, "--to", "universe", "--as-of", "2025-04-30", "--out", &other];
    assert_eq!(imported(&words, home.0.path()).expect_err("another file").0, ExitStatus::Output);
    assert_eq!(text(Path::new(&other)), "mine");
}
