//! Other targets of a vendor's table than a universe: a membership, facts, a panel.

use super::by_symbol;
use super::table::{Home, csv};

#[test]
fn memberships_are_of_an_index_of_several_or_of_segments() {
    let home = Home::new();
    home.write("one.csv", "Ticker,Name,Weight\nQZA US,Qzalis,1\nXBR/B US,Xbrok,2\n");
    let (_, members) = home
        .import("one.csv", "--to~membership~--index~R2000~--held-on~2025-05-13")
        .expect("a membership");
    let members = by_symbol(&members);
    assert_eq!(
        (members["XBR/B"]["segment"].as_str(), members["QZA"]["held_on"].as_str()),
        ("R2000", "2025-05-13")
    );
    home.write(
        "all.csv",
        "Ticker,Index,Date,Float Factor\nQZA,Russell 1000,2025-05-13,0.5\nQZA,Russell 3000,2025-05-13,0.5\n\
         XBR,Russell 3000,2025-05-13,1\nQREN,Other,2025-05-13,1\n",
    );
    let map = "--to~membership~--map~symbol=Ticker,index=Index,held_on=Date,index_float_pct=Float Factor*100";
    let (printed, members) = home.import("all.csv", map).expect("a membership");
    let members = by_symbol(&members);
    assert_eq!(members["QZA"]["segment"], "R1000");
    assert_eq!(
        (members["XBR"]["segment"].as_str(), members["QZA"]["index_float_pct"].as_str()),
        ("R2000", "50")
    );
    assert!(printed.contains("left out 1 rows of no index that is known"), "{printed}");
    let (_, said) =
        home.import("one.csv", "--to~membership~--held-on~2025-05-13").expect_err("no index");
    assert!(said.contains("--map"), "{said}");
}

#[test]
fn a_cell_may_name_several_indexes() {
    let home = Home::new();
    let words = "--to~membership~--held-on~2025-05-13";
    home.write(
        "m.csv",
        "Ticker,Index\nQZA,\"Russell 1000, S&P 500\"\nXBR,Russell 3000 and Russell 2000\n\
         QBER,S&P 600; Russell 2000\nQREN,Nasdaq 100 | S&P 500\n",
    );
    let (printed, members) = home.import("m.csv", words).expect("a membership");
    let members = by_symbol(&members);
    let segments: Vec<_> =
        members.iter().map(|(s, m)| (s.as_str(), m["segment"].as_str())).collect();
    assert_eq!(segments, [("QBER", "R2000"), ("QZA", "R1000"), ("XBR", "R2000")], "{printed}");
    // A word on a tenth of the rows is told first; so is a list that cannot be all of its index.
    assert!(printed.contains("WARNING: index: words that are not known"), "{printed}");
    assert!(printed.contains("3 rows name several indexes"), "{printed}");
    assert_eq!(printed.matches("WARNING: ").count(), 3, "{printed}");
    home.write("m.csv", "Ticker,Index\nQZA,Russell 1000/Russell 2000\n");
    let (_, said) = home.import("m.csv", words).expect_err("both");
    assert!(said.contains("m.csv:2: Index, for index: "), "{said}");
    assert!(said.contains("names both the Russell 1000 and the Russell 2000"), "{said}");
}

#[test]
fn many_rows_of_tickers_that_stand_twice_are_one_fault() {
    let home = Home::new();
    let rows: Vec<String> = (0..40).map(|n| format!("Q{},N{n},R2000\n", n % 20)).collect();
    home.write("m.csv", format!("Ticker,Name,Segment\n{}", rows.concat()));
    let (_, said) =
        home.import("m.csv", "--to~membership~--held-on~2025-05-13").expect_err("repeats");
    assert!(said.starts_with("1 fault "), "{said}");
    assert!(said.contains("20 rows have the ticker of an earlier row"), "{said}");
    assert!(said.contains("\"Q0\" (line 2 and line 22)"), "{said}");
}

#[test]
fn facts_have_a_row_each_or_a_column_each() {
    let home = Home::new();
    home.write("wide.csv", "Ticker,Country,FreeFloat\nQZA,Bermuda,75.5\nXBR,,80\n");
    let map =
        "--to~facts~--as-of~2025-04-01~--map~symbol=Ticker,nationality=Country,float=FreeFloat";
    let (_, facts) = home.import("wide.csv", map).expect("facts");
    let expected = "symbol,field,value,as_of,source\nQZA,nationality,BM,2025-04-01,table\n\
                    QZA,float,75.5,2025-04-01,table\nXBR,float,80,2025-04-01,table\n";
    assert_eq!(facts, expected);
    let countries = "symbol,field,value,as_of\nQZA,nationality,Cayman Islands,2025-04-01\n\
                     QZA,issuer,Ireland,2025-04-01\n";
    home.write("names.csv", countries);
    let (_, facts) = home.import("names.csv", "--to~facts").expect("facts");
    assert!(facts.contains("nationality,KY,") && facts.contains("issuer,Ireland,"), "{facts}");
    home.write("long.csv", "symbol,field,value,as_of,source\nQZA,votes,101,2025-04-01,proxy\n");
    let (_, said) = home.import("long.csv", "--to~facts").expect_err("101 per cent");
    assert!(said.contains("long.csv:2: value, for value: \"101\" is out of range"), "{said}");
}

#[test]
fn panels_are_sorted_and_their_returns_computed() {
    let home = Home::new();
    let table = csv(&[
        "Date,Ticker,Close,Adj Close,marketCap",
        "2/28/2025,QZA,20,10,2000",
        "1/31/2025,QZA,18,9,1800",
        "1/31/2025,XBR,5,5,500",
        "3/31/2025,XBR,6,6,600",
        "2/28/2025,QBER,9,9,900",
        "3/31/2025,QBER,6,6,600",
        "3/31/2025,QZA,11,11,2200",
    ]);
    home.write("p.csv", table);
    let (printed, panel) = home.import("p.csv", "--to~panel").expect("a panel");
    let mut lines = panel.lines();
    assert_eq!(
        lines.next(),
        Some("date,symbol,exchange,price,market_cap,price_return,country,adv_usd,days")
    );
    let rows: Vec<&str> = lines.collect();
    let expected = [
        "2025-01-31,QZA,,18,1800,,,,",
        "2025-01-31,XBR,,5,500,,,,",
        "2025-02-28,QBER,,9,900,,,,",
        "2025-02-28,QZA,,20,2000,0.1111111111,,,",
        "2025-03-31,QBER,,6,600,-0.3333333333,,,",
        "2025-03-31,QZA,,11,2200,0.1,,,",
        // XBR has no price of the date before.
        "2025-03-31,XBR,,6,600,,,,",
    ];
    assert_eq!(rows, expected, "{printed}");
    assert!(printed.contains("7 rows of 3 dates"), "{printed}");
}
