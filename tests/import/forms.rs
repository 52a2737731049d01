//! Forms in which people have their tables: days, members by yes and no, sums, venues, floats, countries.

use super::table::{Home, priced};
use super::{by_symbol, imported};

#[test]
fn days_of_sas_and_of_spreadsheets_are_days() {
    for (header, day) in
        [("AS_OF_DT", "30APR2025"), ("datadate", "45777.0"), ("Date", "20250430.0")]
    {
        let home = Home::new();
        let table = format!("Ticker,MIC,Price,Market Cap,{header}\nQZA,XNYS,10,4000000000,{day}\n");
        home.write("t.csv", table);
        let (_, universe) = home.import("t.csv", "--to~universe").expect("an import");
        assert_eq!(by_symbol(&universe)["QZA"]["as_of"], "2025-04-30", "{day}");
    }
}

#[test]
fn days_of_a_universe_that_cannot_be_read_are_not_blamed_on_its_members() {
    let home = Home::new();
    let members = home.write("m.csv", "Ticker,Index\nQ1,Russell 1000\n");
    let words = format!("--to~universe~--members~{members}");
    for (day, expected) in [("45777", Ok("2025-04-30")), ("2024-10", Err("write 2024-10-31"))] {
        let header = "Ticker,MIC,Price,Market Cap,Date";
        home.write("t.csv", priced(header, |n, cap| format!("Q{n},XNYS,20,{cap},{day}")));
        match (home.import("t.csv", &words), expected) {
            (Ok((printed, universe)), Ok(day)) => {
                assert_eq!(by_symbol(&universe)["Q1"]["as_of"], day, "{printed}");
                assert!(printed.contains("a spreadsheet's serial days"), "{printed}");
            }
            (Err((_, said)), Err(remedy)) => {
                assert!(said.contains("t.csv: does not say the day of its prices"), "{said}");
                let map = home.import("t.csv", "--to~universe~--suggest").expect("a map").1;
                assert!(map.contains("none of the 30 cells of \"Date\" are dates"), "{map}");
                assert!(map.contains(remedy), "{map}");
            }
            (other, _) => panic!("{day}: {other:?}"),
        }
    }
}

#[test]
fn tickers_in_small_letters_are_taken_in_capitals() {
    let home = Home::new();
    for (form, expected) in [(".us", "Q3"), (" us equity", "Q3"), ("-us", "Q3"), ("", "Q3")] {
        let table = priced("Ticker,Price,Market Cap", |n, cap| format!("q{n}{form},20,{cap}"));
        let (printed, universe) = home.universe("t.csv", table);
        assert!(by_symbol(&universe).contains_key(expected), "{form}: {universe}");
        assert!(printed.contains("30 tickers in small letters"), "{printed}");
    }
}

#[test]
fn codes_of_crsp_and_compustat_say_kinds_and_countries() {
    let home = Home::new();
    let rows = ["NS,COM,Y", "AD,COM,N", "NS,ETF,Y", "NS,COM,N"];
    let table = priced(
        "Ticker,PrimaryExch,ShareType,SecuritySubType,USIncFlg,DlyPrc,Market Cap",
        |n, cap| {
            let [kind, sub_type, here] = rows[n % 4].split(',').collect::<Vec<_>>()[..] else {
                panic!()
            };
            format!("Q{n},N,{kind},{sub_type},{here},20,{cap}")
        },
    );
    let (printed, universe) = home.universe("crsp.csv", table);
    let lines = by_symbol(&universe);
    assert_eq!(lines["Q1"]["security_type"], "depositary-receipt", "{printed}");
    assert_eq!(lines["Q2"]["structure"], "etf", "{printed}");
    assert_eq!(
        (lines["Q0"]["country"].as_str(), lines["Q0"]["security_type"].as_str()),
        ("US", "common")
    );
    assert_ne!(lines["Q3"]["country"], "US", "{printed}");
    let kinds = ["0", "1", "4", "F"];
    let table = priced("tic,exchg,tpci,prccd,Market Cap", |n, cap| {
        format!("Q{n},11,{},20,{cap}", kinds[n % 4])
    });
    let (printed, universe) = home.universe("compustat.csv", table);
    let lines = by_symbol(&universe);
    for (symbol, kind) in
        [("Q0", "common"), ("Q1", "preferred"), ("Q2", "unit"), ("Q3", "depositary-receipt")]
    {
        assert_eq!(lines[symbol]["security_type"], kind, "{printed}");
    }
}

#[test]
fn members_by_columns_of_yes_and_no() {
    let home = Home::new();
    for (header, rows) in [
        ("R1000,R2000", ["Y,N", "N,Y", "N,N"]),
        ("in_russell_1000,in_russell_2000", ["1,0", "0,1", "0,0"]),
        ("Russell 1000 Member,Russell 2000 Member", ["X,", ",x", ","]),
    ] {
        let symbols = ["QZA", "QZB", "QZC"];
        let rows: Vec<String> =
            symbols.iter().zip(rows).map(|(symbol, row)| format!("{symbol},{row}\n")).collect();
        home.write("m.csv", format!("Ticker,{header}\n{}", rows.concat()));
        let (printed, members) =
            home.import("m.csv", "--to~membership~--held-on~2025-05-13").expect(header);
        let members = by_symbol(&members);
        let segment = |symbol: &str| members.get(symbol).map(|row| row["segment"].as_str());
        let found = symbols.map(segment);
        assert_eq!(found, [Some("R1000"), Some("R2000"), None], "{header}: {printed}");
        assert!(printed.contains("columns that say yes or no"), "{printed}");
    }
}

#[test]
fn sums_are_no_rows_and_a_venue_that_nobody_states_is_assumed() {
    let home = Home::new();
    let table = "Ticker,Name,Exchange,Price,Market Cap,Country\n\
                 QZA,Qza Inc,NASD,10,4000000000,USA\nQZB,Qzb Inc,,10,5000000000,USA\n\
                 Total,,,,9000000000,\n";
    let (printed, universe) = home.universe("t.csv", table);
    let lines = by_symbol(&universe);
    assert_eq!(lines.len(), 2, "{printed}");
    assert_eq!((&*lines["QZA"]["exchange"], &*lines["QZB"]["exchange"]), ("nasdaq", "us-listed"));
    assert!(printed.contains("\"Total\" (line 4)") && printed.contains("line 3"), "{printed}");
}

#[test]
fn a_float_in_shares_is_a_part_of_the_cap_over_the_price() {
    let home = Home::new();
    let table = "symbol,exchange,currentPrice,marketCap,floatShares\n\
                 QZA,NMS,10,4000000000,300000000\nQZB,NMS,20,6000000000,150000000\n";
    let (printed, universe) = home.universe("t.csv", table);
    let lines = by_symbol(&universe);
    let floats = ["QZA", "QZB"].map(|symbol| lines[symbol]["free_float_pct"].as_str());
    assert_eq!(floats, ["75", "50"], "{printed}");
}

/// By the rule book incorporation alone settles nothing: it is a label, like a code of CRSP.
#[test]
fn incorporation_alone_is_a_label_of_the_country() {
    let home = Home::new();
    let compustat = "gvkey,tic,conm,exchg,prccm,cshoq,fic\n\
                     1,QZA,Qza Inc,11,10,400,USA\n2,QZB,Qzb Ltd,11,10,400,ISR\n\
                     3,QZC,Qzc plc,11,10,400,BMU\n";
    let crsp = "ticker,comnam,exchcd,prc,shrout,shrcd\nQZA,QZA INC,1,10,400000,11\n\
                QZB,QZB LTD,1,10,400000,12\n";
    for (table, countries) in [(compustat, ["US", "IL", "US"].as_slice()), (crsp, &["US", "ZZ"])] {
        let (printed, universe) = home.universe("t.csv", table);
        let lines = by_symbol(&universe);
        let found: Vec<&str> = lines.values().map(|row| row["country"].as_str()).collect();
        assert_eq!(found, countries, "{printed}");
    }
}

#[test]
fn a_column_of_dressed_tickers_is_known_whatever_it_is_called() {
    let home = Home::new();
    let table = "ID,Security Name,PX_LAST,CUR_MKT_CAP\nQZA US Equity,Qza Inc,10,4000\n\
                 QZB US Equity,Qzb Inc,10,5000\n";
    let (printed, universe) = home.universe("t.csv", table);
    assert!(by_symbol(&universe).contains_key("QZA"), "{printed}");
}

#[test]
fn days_beside_json_records_are_theirs() {
    let home = Home::new();
    let holding = |symbol: &str| {
        format!(
            "{{\"ticker\": \"{symbol}\", \"shortName\": \"{symbol} Inc\", \"percentWeight\": \"0.1\", \
             \"marketValue\": 10.0, \"sharesHeld\": \"5\"}}"
        )
    };
    let list = format!(
        "{{\"size\": 2, \"asOfDate\": \"2025-03-31T00:00:00-04:00\", \
         \"fund\": {{\"entity\": [{}, {}]}}}}",
        holding("QZA"),
        holding("QZB")
    );
    let list = home.write("v.json", list);
    let out = home.path("m.csv");
    let words = ["holdings", &list, "--index", "R1000", "--out", out.to_str().expect("text")];
    let printed = imported(&words, &home.path("")).unwrap_or_else(|(_, said)| panic!("{said}"));
    assert!(printed.contains("2 members of R1000 on 2025-03-31"), "{printed}");
    assert!(
        printed.contains("WARNING: ") && printed.contains("has 2 members of R1000"),
        "{printed}"
    );
}

#[test]
fn what_cannot_be_a_table_of_lines_is_told_with_its_remedy() {
    let home = Home::new();
    let files: [(&str, &[u8], &str); 4] = [
        ("gbp.csv", b"Ticker,MIC,Price (GBP),Market Cap\nQZA,XNYS,10,4000\n", "from GBP to USD"),
        (
            "wide.csv",
            b",2025-04-29,2025-04-30\nQZA,10,11\nQZB,20,21\n",
            "a row for each line and day",
        ),
        ("frame.pkl", b"\x80\x04\x95\x0b\0\0\0", "to_csv"),
        ("t.json", b"{\"fields\": [\"cik\", \"ticker\"], \"data\": [[1, \"QZA\"]]}", "price"),
    ];
    for (name, bytes, remedy) in files {
        home.write(name, bytes);
        let (_, said) = home.import(name, "--to~universe~--as-of~2025-04-30").expect_err("refused");
        assert!(said.contains(remedy), "{name}: {said}");
    }
}
