//! Share classes of cover pages, in files of the layout that the regulator publishes.

use std::path::Path;

use rankday::cli::exit::ExitStatus;

use super::{by_symbol, imported, text};

const SUB: &str = "adsh\tcik\tname\tsic\tform\tperiod\tfiled\n\
    0001-26-000001\t17\tQZALIS INC\t3571\t10-K\t20251231\t20260220\n\
    0001-26-000002\t17\tQZALIS INC\t3571\t10-Q\t20260331\t20260507\n\
    0002-26-000001\t18\tPLANIS INC\t3571\t10-K\t20251231\t20260220\n";
const DIM: &str = "dimhash\tsegments\tsegt\n\
    0xa\tClassOfStock=CommonClassA;\t0\n0xb\tClassOfStock=CommonClassB;\t0\n\
    0xe\tClassOfStock=CommonClassA;EntityListingsExchange=NYSE;\t0\n0xs\tBusinessSegments=Rails;\t0\n";
const NUM: &str = "adsh\ttag\tversion\tddate\tqtrs\tuom\tdimh\tiprx\tvalue\tfootnote\tfootlen\tdimn\tcoreg\tdurp\tdatp\tdcml\n\
    0001-26-000001\tEntityCommonStockSharesOutstanding\tdei/2025\t20260131\t0\tshares\t0xa\t0\t100000000\t\t0\t1\t\t0\t0\t0\n\
    0001-26-000001\tEntityCommonStockSharesOutstanding\tdei/2025\t20260131\t0\tshares\t0xb\t0\t200000000.0000\t\t0\t1\t\t0\t0\t0\n\
    0001-26-000001\tRevenues\tus-gaap/2025\t20251231\t4\tUSD\t0xs\t0\t5\t\t0\t1\t\t0\t0\t0\n\
    0001-26-000002\tEntityCommonStockSharesOutstanding\tdei/2025\t20260430\t0\tshares\t0xa\t0\t999\t\t0\t1\t\t0\t0\t0\n\
    0001-26-000002\tEntityCommonStockSharesOutstanding\tdei/2025\t20260430\t0\tshares\t0xb\t0\t999\t\t0\t1\t\t0\t0\t0\n\
    0002-26-000001\tEntityCommonStockSharesOutstanding\tdei/2025\t20260131\t0\tshares\t0x0\t0\t5000000\t\t0\t0\t\t0\t0\t0\n";
const TXT: &str = "adsh\ttag\tversion\tddate\tqtrs\tiprx\tlang\tdcml\tdurp\tdatp\tdimh\tdimn\tcoreg\tescaped\tsrclen\ttxtlen\tfootnote\tfootlen\tcontext\tvalue\n\
    0001-26-000001\tTradingSymbol\tdei/2025\t20251231\t4\t0\ten-US\t0\t0\t0\t0xe\t2\t\t0\t3\t3\t\t0\tc\tQZ-A\n\
    0001-26-000002\tTradingSymbol\tdei/2025\t20260331\t1\t0\ten-US\t0\t0\t0\t0xe\t2\t\t0\t3\t3\t\t0\tc\tQZ-A\n\
    0002-26-000001\tTradingSymbol\tdei/2025\t20251231\t4\t0\ten-US\t0\t0\t0\t0x0\t0\t\t0\t3\t3\t\t0\tc\tPLN\n";
const UNIVERSE: &str = "symbol,name,issuer,exchange,country,price,free_float_pct\n\
    QZ/A,Qzalis Inc.,qzalis,nyse,US,10,80\nPLN,Planis Inc.,planis,nyse,US,10,80\n";

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let files = [
        ("sub.tsv", SUB),
        ("dim.tsv", DIM),
        ("num.tsv", NUM),
        ("txt.tsv", TXT),
        ("u.csv", UNIVERSE),
    ];
    for (name, text) in files {
        std::fs::write(home.path().join(name), text).expect("written");
    }
    home
}

fn import(home: &Path, more: &[&str]) -> Result<String, (ExitStatus, String)> {
    let path = |name: &str| home.join(name).display().to_string();
    let (folder, universe, out) = (home.display().to_string(), path("u.csv"), path("all.csv"));
    let words = [
        "classes",
        &folder,
        "--as-of",
        "2026-04-30",
        "--universe",
        &universe,
        "--out",
        &out,
        "--force",
    ];
    let words: Vec<&str> = words.into_iter().chain(more.iter().copied()).collect();
    imported(&words, home)
}

#[test]
fn classes_that_trade_nowhere_become_lines_and_every_class_has_its_votes() {
    let home = home();
    let printed = import(home.path(), &[]).unwrap_or_else(|(_, error)| panic!("{error}"));
    assert!(
        printed.contains("1 companies with several classes: 1 lines given votes, 1 classes added")
    );
    assert!(printed.contains("votes a share assumed"), "{printed}");
    let lines = by_symbol(&text(&home.path().join("all.csv")));
    assert_eq!(lines.len(), 3);
    let of = |symbol: &str| {
        ["exchange", "issuer", "shares_outstanding", "free_float_pct", "votes_per_share"]
            .map(|column| lines[symbol][column].clone())
    };
    assert_eq!(of("QZ/A"), ["nyse", "qzalis", "100000000", "80", "1"]);
    assert_eq!(of("QZ/A.CommonClassB"), ["unlisted", "qzalis", "200000000", "0", "10"]);
    assert_eq!(of("PLN"), ["nyse", "planis", "", "80", ""], "a company of one class");
    let evidence = ["QZ/A", "PLN"].map(|symbol| lines[symbol]["evidence"].clone());
    assert_eq!(evidence, ["assumed-votes", ""], "what nothing is learned of is not certain");
    let inferred = &lines["QZ/A.CommonClassB"]["inferred"];
    assert!(
        inferred.contains("10 votes a share assumed, CommonClassB of 2026-01-31"),
        "{inferred}"
    );
}

#[test]
fn votes_that_are_told_come_before_those_assumed() {
    let home = home();
    let votes = home.path().join("votes.csv");
    let told = "symbol,class,votes_per_share\nQZA,CommonClassB,20\nQZ/A,,2\n";
    std::fs::write(&votes, told).expect("written");
    let printed = import(home.path(), &["--votes", &votes.display().to_string()]);
    let printed = printed.unwrap_or_else(|(_, error)| panic!("{error}"));
    assert!(!printed.contains("assumed"), "{printed}");
    let lines = by_symbol(&text(&home.path().join("all.csv")));
    assert_eq!(lines["QZ/A"]["votes_per_share"], "2");
    assert_eq!(lines["QZ/A.CommonClassB"]["votes_per_share"], "20");
    assert!(!lines["QZ/A"].contains_key("evidence"), "told votes are stated");
}

#[test]
fn tables_of_another_layout_are_refused() {
    let home = home();
    for (name, text, problem) in [
        ("num.tsv", "adsh,tag,value\n".to_owned(), "num.tsv: has no column \"adsh\""),
        ("num.tsv", NUM.replace("100000000\t", "many\t"), "num.tsv:2: value: \"many\""),
        (
            "num.tsv",
            NUM.replace("20260131\t0\tshares\t0xa", "soon\t0\tshares\t0xa"),
            "num.tsv:2: ddate: \"soon\"",
        ),
        ("dim.tsv", String::new(), "dim.tsv: is empty"),
    ] {
        std::fs::write(home.path().join(name), text).expect("written");
        let (status, error) = import(home.path(), &[]).expect_err("a bad table");
        assert_eq!(status, ExitStatus::Input);
        assert!(error.contains(problem), "{error}");
        assert!(!home.path().join("all.csv").exists());
        std::fs::write(home.path().join("num.tsv"), NUM).expect("written");
    }
    std::fs::remove_file(home.path().join("txt.tsv")).expect("removed");
    let (_, error) = import(home.path(), &[]).expect_err("a table is missing");
    assert!(error.contains("txt.tsv: does not exist"), "{error}");
}
