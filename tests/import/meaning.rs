//! The meaning of vendors' files: currencies, days, kinds of shares, positions of funds, and files that are
//! given to the wrong command.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use rankday::cli::exit::ExitStatus;

use super::table::{Home, priced};
use super::{by_symbol, imported, text};

/// The program in a folder.
fn rankday(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rankday"));
    command.args(words).current_dir(folder).stdin(Stdio::null());
    command.output().expect("rankday")
}

fn warnings(printed: &str) -> String {
    let lines = printed.lines().filter(|line| line.starts_with("WARNING: "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn money_in_another_currency_is_unknown_and_its_rows_are_named() {
    let home = Home::new();
    for (header, row, price, cap) in [
        ("Ticker,MIC,Price,Market Cap,Currency", "QZB,XNYS,10,4000000000,GBp", "", ""),
        ("Ticker,MIC,Price,Market Cap,CRNCY", "QZB,XNYS,10,4000000000,CAD", "", ""),
        ("Ticker,MIC,Price,Market Cap,Currency", "QZB,XNYS,10,4000000000,USD", "10", "4000000000"),
        (
            "Ticker,MIC,Price,Price - Currency,Market Cap,Market capitalization - Currency",
            "QZB,XNYS,10,EUR,4000000000,USD",
            "",
            "4000000000",
        ),
        (
            "Ticker,MIC,Price,Market Cap,financialCurrency",
            "QZB,XNYS,10,4000000000,CNY",
            "10",
            "4000000000",
        ),
        ("Ticker,MIC,Price,Market Cap,Note", "QZB,XNYS,€10,4000000000,x", "", "4000000000"),
    ] {
        let (printed, universe) = home.universe("t.csv", format!("{header}\n{row}\n"));
        let line = &by_symbol(&universe)["QZB"];
        assert_eq!(
            (line["price"].as_str(), line["company_market_cap"].as_str()),
            (price, cap),
            "{row}"
        );
        let is_said = warnings(&printed).contains("another currency than USD");
        assert_eq!(is_said, price.is_empty(), "{printed}");
        assert_eq!(printed.contains("(line 2)"), price.is_empty(), "{printed}");
    }
    let list = "Q Russell 2000 ETF\nFund Holdings as of,\"Mar 31, 2026\"\n\n\
                Ticker,Name,Asset Class,Market Value,Weight (%),Shares (000),Price,Currency\n\
                QZA,QZALIS INC,Equity,1000,50,2,10,USD\nQZB,QZALB INC,Equity,1000,50,2,10,EUR\n";
    let list = home.write("list.csv", list);
    let out = home.path("m.csv").display().to_string();
    let printed = imported(&["holdings", &list, "--index", "R2000", "--out", &out], &home.path(""));
    let printed = printed.unwrap_or_else(|(_, said)| panic!("{said}"));
    assert!(
        warnings(&printed).contains("1 of 2 rows state money in another currency"),
        "{printed}"
    );
}

#[test]
fn a_table_says_its_day_in_the_rows_above_its_header() {
    let home = Home::new();
    let table = "Prices of a vendor\nAs of,31 March 2025\n\nTicker,MIC,Price,Market Cap\n\
                 QZA,XNYS,10.5,2500000000\n";
    home.write("t.csv", table);
    let (printed, universe) = home.import("t.csv", "--to~universe").expect("an import");
    assert_eq!(by_symbol(&universe)["QZA"]["as_of"], "2025-03-31", "{printed}");
    let (printed, universe) =
        home.import("t.csv", "--to~universe~--as-of~2025-04-30").expect("an import");
    assert_eq!(by_symbol(&universe)["QZA"]["as_of"], "2025-04-30");
    assert!(warnings(&printed).contains("the file says that it is of 2025-03-31"), "{printed}");
}

#[test]
fn shares_that_are_not_common_are_told_without_a_column_of_types() {
    let home = Home::new();
    let table = "Ticker,Name,Security Description,MIC,Type,Price,Market Cap\n\
                 ABCD,Qzalis Inc,QZALIS INC,XNAS,EQUITY,10,4000000000\n\
                 ABCDP,Qzalis Inc,,XNAS,EQUITY,25,4000000000\n\
                 ABCDW,Qzalis Inc,,XNAS,EQUITY,2,4000000000\n\
                 BCDE,Qzalb Inc,Depositary Shares of Series A Preferred,XNAS,EQUITY,25,400000000\n\
                 CDEF-PA,Qzalc Inc,,XNYS,EQUITY,20,3000000000\n\
                 CDEFpB,Qzalc Inc,,XNYS,EQUITY,20,3000000000\n\
                 CDEF.PRC,Qzalc Inc,,XNYS,EQUITY,20,3000000000\n\
                 DEFG,Qzald Inc,7% Senior Notes due 2031,XNYS,EQUITY,20,3000000000\n\
                 EFGH,Qzale Inc,,XNYS,ETF,20,3000000000\n";
    let (printed, universe) = home.universe("t.csv", table);
    let lines = by_symbol(&universe);
    for (symbol, kind) in [
        ("ABCD", "common"),
        ("ABCDP", "preferred"),
        ("ABCDW", "warrant"),
        ("BCDE", "preferred"),
        ("CDEF-PA", "preferred"),
        ("CDEFpB", "preferred"),
        ("CDEF.PRC", "preferred"),
        ("DEFG", "note"),
        ("EFGH", "common"),
    ] {
        assert_eq!(lines[symbol]["security_type"], kind, "{symbol}: {printed}");
        assert_eq!(kind != "common", lines[symbol]["inferred"].contains("; type "), "{symbol}");
    }
    // A type that says more is taken as it stands, and reported.
    let stated = "Ticker,Name,MIC,Type,Price,Market Cap\n\
                  ABCD,Qzalis 5% Preferred Stock,XNAS,Common Stock,10,4000000000\n\
                  EFGH,Qzale Inc,XNYS,Preferred,20,3000000000\n";
    let (printed, universe) = home.universe("t.csv", stated);
    assert_eq!(by_symbol(&universe)["ABCD"]["security_type"], "common");
    assert!(printed.contains("though their tickers or names say otherwise: ABCD"), "{printed}");
    let members = "Ticker,Name,Index,Date\nABCD,Qzalis Inc,Russell 2000,2025-04-30\n\
                   ABCDP,Qzalis Inc,Russell 2000,2025-04-30\nPFDB,Preferred Bank,Russell 2000,2025-04-30\n";
    home.write("m.csv", members);
    let (printed, membership) = home.import("m.csv", "--to~membership").expect("an import");
    assert!(warnings(&printed).contains("1 of 3 members look like other lines"), "{printed}");
    assert!(membership.contains("ABCDP,"), "{membership}");
}

#[test]
fn depositary_shares_beside_a_members_common_ones_are_no_common_shares() {
    let home = Home::new();
    let members = "symbol,segment,held_on\nABCD,R2000,2025-04-30\nEFGH,R2000,2025-04-30\n";
    let members = home.write("members.csv", members);
    let table = "Ticker,Name,MIC,Price,Market Cap\n\
                 ABCD,Qzalis Inc. Common Stock,XNAS,10,4000000000\n\
                 ABCDP,Qzalis Inc. Depositary Shares,XNAS,25,200000000\n\
                 EFGH,Qzale Ltd. American Depositary Shares,XNYS,20,3000000000\n";
    home.write("t.csv", table);
    let words = format!("--to~universe~--as-of~2025-04-30~--members~{members}");
    let (_, universe) = home.import("t.csv", &words).expect("an import");
    let lines = by_symbol(&universe);
    let kind = |symbol: &str| lines[symbol]["security_type"].clone();
    assert_eq!(kind("ABCDP"), "depositary-receipt");
    // A member that has no other line is what its list says.
    assert_eq!((kind("ABCD"), kind("EFGH")), ("common".to_owned(), "common".to_owned()));
}

/// Further headers of each vendor, and the column that is suggested for each.
#[test]
fn further_headers_are_known() {
    let home = Home::new();
    let universe = |header: &str, row: &dyn Fn(usize, f64) -> String| {
        let (printed, universe) = home.universe("t.csv", priced(header, row));
        let line = by_symbol(&universe)["Q3"].clone();
        (printed, line)
    };
    let crsp = universe("TICKER,EXCHCD,PRC,SHROUT,VOL", &|n, cap| {
        format!("Q{n},3,-20,{},700000", cap / 20e3)
    });
    let compustat = universe("tic,exchg,prcc_f,csho,mkvaltm,fic,loc", &|n, cap| {
        format!("Q{n},14,20,{},{},USA,USA", cap / 20e6, cap / 1e6)
    });
    let short = universe("Symbol,MIC,px,mcap,shares,float", &|n, cap| {
        format!("Q{n},XNAS,20,{cap},{},{}", cap / 20.0, cap / 40.0)
    });
    for (printed, line) in [&crsp, &compustat, &short] {
        assert_eq!(
            (line["price"].as_str(), line["shares_outstanding"].as_str()),
            ("20", "185000000")
        );
        assert!(!printed.contains("no column"), "{printed}");
    }
    assert_eq!(crsp.1["adv_usd"], "14000000");
    assert_eq!(compustat.1["company_market_cap"], "3700000000");
    assert!(!compustat.0.contains("the file has no country"), "{}", compustat.0);
    assert_eq!(short.1["free_float_pct"], "50");
    let days = ["2025-03-31", "2025-04-30"];
    let panel: String = days
        .iter()
        .flat_map(|day| (0..30).map(move |n| format!("{day},Q{n},20,{}e6,{}\n", 4000 - n, n % 7)))
        .collect();
    home.write("p.csv", format!("datadate,tic,prccm,mkvaltm,trt1m\n{panel}").replace("e6", ""));
    let (printed, panel) = home.import("p.csv", "--to~panel").expect("an import");
    assert!(panel.contains("2025-03-31,Q3,,20,3997000000,0.03"), "{panel}");
    assert!(printed.contains("a total return: dividends are in it"), "{printed}");
}

#[test]
fn what_a_fund_holds_of_a_company_is_not_the_companys() {
    let home = Home::new();
    let row =
        |n: usize, cap: f64| format!("Q{n},Q{n} INC,Equity,{},0.3,{},20", cap / 1e3, cap / 20e3);
    let list = priced("Ticker,Name,Asset Class,Market Value,Weight (%),Shares,Price", row);
    home.write("list.csv", list);
    let (_, said) =
        home.import("list.csv", "--to~universe~--as-of~2025-04-30").expect_err("no caps");
    assert!(
        said.contains("is a fund's list of holdings") && said.contains("import holdings"),
        "{said}"
    );
}

#[test]
fn a_vendors_table_in_the_place_of_another_file_is_told() {
    let home = Home::new();
    let yahoo = home.write(
        "y.csv",
        "symbol,shortName,exchange,regularMarketPrice,marketCap,country\n\
         QZA,Qzalis Inc,NMS,10,4000000000,United States\n",
    );
    let bloomberg = home
        .write("b.csv", "Ticker,NAME,EXCH_CODE,PX_LAST,CUR_MKT_CAP\nQZA US Equity,Q,UW,10,4000\n");
    for words in [
        ["holdings", yahoo.as_str(), "--index", "R2000"].as_slice(),
        &["holdings", &bloomberg, "--index", "R2000"],
        &["nasdaq-screener", &bloomberg, "--as-of", "2025-04-30"],
        &["nasdaq-screener", &yahoo, "--as-of", "2025-04-30"],
        &["classes", "nowhere", "--as-of", "2025-04-30", "--universe", &yahoo],
    ] {
        let out = home.path("made").display().to_string();
        let (status, said) = imported(&[words, &["--out", &out]].concat(), home.path("").as_path())
            .expect_err("refused");
        assert_eq!(status, ExitStatus::Input);
        let is_told =
            said.contains("a vendor's table") && said.contains("rankday import table FILE");
        assert!(is_told && said.lines().count() <= 3, "{words:?}: {said}");
    }
}

#[test]
fn warnings_can_be_errors_and_are_heard_where_all_else_is_not() {
    let home = Home::new();
    home.write("t.csv", "Ticker,MIC,Price,Market Cap,Currency\nQZA,XNYS,10,4000000000,EUR\n");
    let words = ["import", "table", "t.csv", "--to", "universe", "--as-of", "2025-04-30"];
    let folder = home.path("");
    let out = ["--out", "u.csv"];
    let strict = rankday(&folder, &[&words[..], &out, &["--strict"]].concat());
    let said = String::from_utf8_lossy(&strict.stderr).into_owned();
    assert_eq!(strict.status.code(), Some(3), "{said}");
    assert!(said.contains("another currency than USD"), "{said}");
    assert!(!folder.join("u.csv").exists(), "nothing is written");
    let quiet = rankday(&folder, &[&words[..], &out, &["--quiet"]].concat());
    assert!(quiet.status.success() && quiet.stdout.is_empty());
    let said = String::from_utf8_lossy(&quiet.stderr).into_owned();
    assert!(said.lines().all(|line| line.starts_with("rankday: WARNING: ")), "{said}");
    assert!(said.contains("another currency than USD"), "{said}");
    assert!(folder.join("u.csv").exists());
}

#[test]
fn a_frame_and_its_members_become_a_scenario_that_runs() {
    let header = "ticker,name,mic,price,market cap,country,date,russell index";
    let index = |n: usize| ["Russell 1000", "Russell 2000", ""][n % 3];
    let frame = priced(header, |n, cap| {
        format!("Q{n},Q{n} Inc,XNYS,20,{cap},United States,2025-04-30,{}", index(n))
    });
    let apart = |column: &str| {
        let lines = frame.lines().map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let kept = if column == "prices" { &cells[..7] } else { &[cells[0], cells[7]][..] };
            kept.join(",") + "\n"
        });
        lines.collect::<String>()
    };
    let home = Home::new();
    home.write("whole.csv", &frame);
    home.write("prices.csv", apart("prices"));
    home.write("members.csv", apart("members"));
    let folder = home.path("");
    let made = |words: &[&str], out: &str| {
        let all = [&["import", "table"][..], words, &["--to", "scenario", "--out", out]].concat();
        let made = rankday(&folder, &all);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let said = String::from_utf8(made.stdout).expect("text");
        // What the one of two readings of a table takes, is taken.
        assert!(!said.contains("columns that are not taken"), "{said}");
        let next = said.lines().last().expect("a last line").to_owned();
        assert!(next.starts_with("next: rankday run "), "{said}");
        let scenario = next.split('"').nth(1).expect("a path").to_owned();
        let ran = rankday(&folder, &["run", &scenario, "--out", "result", "--force"]);
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        (scenario, text(&folder.join("result/membership.csv")))
    };
    let (scenario, alone) = made(&["whole.csv"], "alone");
    assert_eq!(Path::new(&scenario).file_name().expect("a name"), "june-2025.toml");
    assert!(text(&folder.join(&scenario)).contains("\nyear = 2025\n"));
    let (_, apart) = made(&["prices.csv", "--members", "members.csv"], "apart");
    assert_eq!(alone, apart);
    // A cell that names no index does not make a member.
    for none in ["-", "None", "nan"] {
        let rows = frame.lines().map(|line| match line.strip_suffix(',') {
            Some(line) => format!("{line},{none}\n"),
            None => format!("{line}\n"),
        });
        home.write("none.csv", rows.collect::<String>());
        assert_eq!(made(&["none.csv"], "none").1, alone, "{none}");
        std::fs::remove_dir_all(folder.join("none")).expect("removed");
    }
    // Without members there is no scenario.
    let none = rankday(&folder, &["import", "table", "prices.csv", "--to", "scenario"]);
    assert_eq!(none.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&none.stderr).contains("--members"));
}

/// The file that is written has members under its own day.
#[test]
fn members_of_long_ago_are_told_before_they_get_another_day() {
    let home = Home::new();
    home.write(
        "t.csv",
        "Ticker,Name,MIC,Price,Market Cap,Country\n\
         QZA,Qza Inc,XNYS,10,4000000000,United States\nQZB,Qzb Inc,XNYS,10,5000000000,United States\n",
    );
    let said = |day: &str| {
        home.write("m.csv", format!("symbol,segment,held_on\nQZA,R1000,{day}\nQZB,R1000,{day}\n"));
        let words = ["import", "table", "t.csv", "--to", "universe", "--as-of", "2025-04-30"];
        let words = [&words[..], &["--members", "m.csv", "--out", "u.csv", "--force"]].concat();
        let made = rankday(&home.path(""), &words);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        warnings(&String::from_utf8(made.stdout).expect("text"))
    };
    let early = said("2024-03-28");
    assert!(
        early.contains("held on 2024-03-28, before the reconstitution of 2024-06-28"),
        "{early}"
    );
    assert!(!said("2025-04-29").contains("the membership was held"));
    let late = said("2025-06-30");
    assert!(late.contains("2025-06-30, after the reconstitution of 2025-06-27"), "{late}");
    // No scenario is made that would compare members from after the event with the event.
    let scenario = |day: &str| {
        let words = ["import", "table", "t.csv", "--to", "scenario", "--as-of", day];
        let made = rankday(&home.path(""), &[&words[..], &["--members", "m.csv"]].concat());
        assert_eq!(made.status.code(), Some(3), "{}", String::from_utf8_lossy(&made.stdout));
        String::from_utf8_lossy(&made.stderr).into_owned()
    };
    let late = scenario("2025-04-30");
    assert!(late.contains("on 2025-06-30, after the implementation on 2025-06-27"), "{late}");
    assert!(late.contains("say of which day with --members-on"), "{late}");
    let another = scenario("2025-05-05");
    assert!(another.contains("after the rank day 2025-04-30 of June 2025"), "{another}");
}

/// Two plain lists belong to two indexes.
#[test]
fn lists_that_do_not_say_their_index_are_told_it_one_by_one() {
    let home = Home::new();
    home.write(
        "t.csv",
        "Ticker,MIC,Price,Market Cap\nQZA,XNYS,10,4000000000\nQZB,XNYS,9,900000000\n",
    );
    home.write("large.csv", "Ticker\nQZA\n");
    home.write("small.csv", "Ticker\nQZB\n");
    let import = |members: [&str; 2]| {
        let words = ["import", "table", "t.csv", "--to", "scenario", "--as-of", "2025-04-30"];
        let members = members.map(|file| ["--members", file]).concat();
        rankday(&home.path(""), &[&words[..], &members, &["--out", "s", "--force"]].concat())
    };
    let made = import(["R1000=large.csv", "r2000=small.csv"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let members = by_symbol(&text(&home.path("s/membership.csv")));
    let held = [&*members["QZA"]["segment"], &*members["QZB"]["segment"]];
    assert_eq!(held, ["R1000", "R2000"]);
    let made = import(["large.csv", "small.csv"]);
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(said.contains("say it with --members R1000=FILE"), "{said}");
}

/// Members of a universe have an option of their own for their day.
#[test]
fn members_without_a_day_are_answered_with_the_option_that_helps() {
    let home = Home::new();
    home.write("t.csv", "Ticker,MIC,Price,Market Cap\nQZA,XNYS,10,4000000000\n");
    for (members, said) in [
        ("symbol,index\nQZA,R1000\n", "(--members-on says otherwise)"),
        ("symbol,index,held_on\nQZA,R1000,2025-04-01\nQZB,R2000,\n", "--members-on"),
    ] {
        home.write("m.csv", members);
        let words = ["import", "table", "t.csv", "--to", "universe", "--as-of", "2025-04-30"];
        let words = [&words[..], &["--members", "m.csv", "--out", "u.csv", "--force"]].concat();
        let made = rankday(&home.path(""), &words);
        let printed = [made.stdout, made.stderr].concat();
        let printed = String::from_utf8_lossy(&printed);
        assert!(printed.contains(said), "{members}: {printed}");
    }
}

/// A market beside which a list of some names is a part of an index; beside a few lines it is not.
#[test]
fn members_of_several_indexes_that_are_a_part_of_them() {
    let home = Home::new();
    let word = |at: usize| {
        let letter = |by: usize| char::from(b'A' + u8::try_from(at / by % 26).expect("a letter"));
        [letter(676), letter(26), letter(1)].iter().collect::<String>()
    };
    let table = |lines: usize| {
        let header = "Ticker,Name,Exchange,Price,Market Cap\n".to_owned();
        (0..lines).fold(header, |text, at| {
            let (name, cap) = (word(at), 4_000_000_000 - at * 1_000_000);
            text + &format!("Q{name},Q{name} Inc. Common Stock,NYSE,10,{cap}\n")
        })
    };
    let header = "Ticker,Index,Date\n".to_owned();
    let members = (0..60).fold(header, |text, at| {
        let index = if at < 20 { "Russell 1000" } else { "Russell 2000" };
        text + &format!("Q{},{index},2025-04-30\n", word(at))
    });
    let members = home.write("members.csv", &members);
    let words = format!("--to~universe~--as-of~2025-04-30~--members~{members}");
    let printed = |lines| {
        home.write("t.csv", table(lines));
        home.import("t.csv", &words).expect("an import").0
    };
    let market = printed(1_100);
    for said in ["has 20 members of R1000, which has", "has 40 members of R2000, which has"] {
        assert!(warnings(&market).contains(said), "{market}");
    }
    assert!(!printed(100).contains("members of R1000, which has"));
}
