//! A line with a weight is sold with that weight, and no value is made up for a blank cell: runs of
//! small made-up markets.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rankday::report::remarks::text;
use rankday::scenario::check_run;
use rankday::study::{Run, run};
use rankday::universe::Index;

use super::{Row, rows, tables};

/// A run of a market of a few lines, with its tables.
struct Small {
    run: Run,
    tables: BTreeMap<String, String>,
}

impl Small {
    /// June 2026 on a universe and a membership, with more of the scenario.
    fn new(universe: &str, membership: &str, more: &str) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            std::fs::write(home.path().join(name), text).expect("written");
        };
        write("u.csv", universe);
        write("m.csv", membership);
        let text = format!(
            "name = \"small\"\n[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \
             \"u.csv\"\n[membership]\nfile = \"m.csv\"\n{more}\n"
        );
        write("s.toml", &text);
        let path = home.path().join("s.toml");
        let scenario = check_run(&path, &text, &|_| None).expect("a scenario");
        let run = run(scenario, &|_| {}).expect("a run");
        let tables = tables(&run);
        Self { run, tables }
    }

    /// A row of a table by its symbol.
    fn row(&self, table: &str, symbol: &str) -> Row {
        let all = rows(&self.tables[table]);
        let found = all.into_iter().find(|row| row["symbol"] == symbol);
        found.unwrap_or_else(|| panic!("no {symbol} in {table}: {}", self.tables[table]))
    }

    /// One-way turnover of an index, a fraction.
    fn one_way(&self, index: Index) -> Option<f64> {
        let of_index = self.run.turnover.iter().find(|turnover| turnover.index == index);
        Some(of_index?.changes.as_ref()?.one_way)
    }

    fn says(&self, what: &str) -> bool {
        self.run.remarks.iter().any(|said| text(said).contains(what))
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// Funds of a billion on the Russell 1000 only.
const A_BILLION: &str = "[funds]\nassets = { R1000 = 1e9 }";

/// Cells that drop a member: price, mean, type, structure, exchange, country, float, votes, listing
/// and statement, with the screen that they fail.
const SPOILT: [(&str, &str); 9] = [
    ("0.5,0.5,common,corporation,nyse,US,90,90,,", "price"),
    ("5,5,warrant,corporation,nyse,US,90,90,,", "share_type"),
    ("5,5,common,blank-cheque,nyse,US,90,90,,", "structure"),
    ("5,5,common,corporation,otc,US,90,90,,", "exchange"),
    ("5,5,common,corporation,nyse,FR,90,90,,", "country"),
    ("5,5,common,corporation,nyse,US,3,90,,", "float"),
    ("5,5,common,corporation,nyse,US,90,3,,", "votes"),
    ("5,5,common,corporation,nyse,US,90,90,2026-06-01,", "listing"),
    ("5,5,common,corporation,nyse,US,90,90,,said so", "stated"),
];

/// Breaks; that of the Russell 1000 is #7, without a band.
const SEVEN_LARGE: &str = "[methodology.breaks]\ntop10 = { rank = 1 }\ntop20 = { rank = 2 }\n\
                           top50 = { rank = 3 }\ntop100 = { rank = 4 }\ntop200 = { rank = 5 }\n\
                           top500 = { rank = 6 }\nr1000 = { rank = 7, half_width = 0 }\n";

/// Six large lines, AAA on #7, BBB on #8, and one below a dollar, all of them members of a segment.
fn nine_lines(segment: &str) -> (String, String) {
    let mut universe = "symbol,exchange,price,shares_outstanding\nAAA,nyse,10,900000000\n\
                        BBB,nyse,10,100000000\nLOW,nyse,0.2,90000000\n"
        .to_owned();
    let mut held = "symbol,segment,held_on\n".to_owned();
    for at in 0..6 {
        let _ = writeln!(universe, "L{at},nyse,10,{}00000000", 90 - at);
    }
    for symbol in ["AAA", "BBB", "LOW", "L0", "L1", "L2", "L3", "L4", "L5"] {
        let _ = writeln!(held, "{symbol},{segment},2026-04-29");
    }
    (universe, held)
}

const HEADER: &str = "symbol,issuer,price,mean_close_30d,security_type,structure,exchange,country,\
                      free_float_pct,unrestricted_votes_pct,documented_date,excluded,\
                      shares_outstanding,company_market_cap\n";

#[test]
fn a_member_is_sold_whatever_screen_drops_it_and_however_its_cap_is_stated() {
    let stays = "5,5,common,corporation,nyse,US,90,90,,";
    for stated in [true, false] {
        let size = if stated { ",80000000" } else { "16000000," };
        let mut universe = format!("{HEADER}STAY,STAY,{stays},{size}\n");
        let mut members = "symbol,segment,held_on\nSTAY,R1000,2026-04-30\n".to_owned();
        for (at, (cells, _)) in SPOILT.iter().enumerate() {
            let _ = writeln!(universe, "DROP{at},DROP{at},{cells},{size}");
            let _ = writeln!(members, "DROP{at},R1000,2026-04-30");
        }
        let small = Small::new(&universe, &members, A_BILLION);
        let mut sold = 0.0;
        for (at, (_, screen)) in SPOILT.iter().enumerate() {
            let symbol = format!("DROP{at}");
            let change = small.row("changes.csv", &symbol);
            assert!(change["reason"].starts_with(&format!("ineligible:{screen}")), "{change:?}");
            let by_shares = if *screen == "price" { "8000000" } else { "80000000" };
            let cap = if stated { "80000000" } else { by_shares };
            assert_eq!(change["market_cap"], cap, "{change:?}");
            let trade = small.row("trades.csv", &symbol);
            let cells = ["action", "side", "from", "to", "float_known"].map(|c| &*trade[c]);
            assert_eq!(cells, ["delete", "sell", "R1000", "NONE", "yes"], "{trade:?}");
            sold -= number(&trade, "net_usd");
        }
        // The remaining lines buy what the others sell: their weight before, of a billion.
        let legs = rows(&small.tables["trade_legs.csv"]);
        let weight: f64 =
            legs.iter().filter(|l| l["symbol"] != "STAY").map(|l| number(l, "weight_before")).sum();
        assert!(near(sold, weight * 1e9), "{sold} {weight}");
        assert!(near(number(&small.row("trades.csv", "STAY"), "net_usd"), sold));
        assert!(weight > 0.8 && near(small.one_way(Index::R1000).expect("known"), weight));
    }
}

#[test]
fn the_cap_of_a_company_with_two_classes_is_held_once() {
    let held = "symbol,segment,held_on\nSTAY,R1000,2026-04-30\nTWOA,R1000,2026-04-30\n\
                TWOB,R1000,2026-04-30\n";
    let cells = "common,corporation,nyse,US,100,90,,,";
    let universe = |price: &str| {
        format!(
            "{HEADER}STAY,STAY,5,5,{cells},3000000000\nTWOA,TWO,{price},{price},{cells},1000000000\n\
             TWOB,TWO,{price},{price},{cells},1000000000\n"
        )
    };
    // Dropped or not, the company is a quarter of the index before.
    let dropped = Small::new(&universe("0.5"), held, A_BILLION);
    assert!(near(dropped.one_way(Index::R1000).expect("known"), 0.25));
    let sold = |symbol| dropped.row("trades.csv", symbol)["net_usd"].clone();
    assert_eq!(sold("TWOA"), "-250000000.00");
    assert_eq!(sold("TWOB"), "", "what is sold of it is not known, and not nothing");
    assert_eq!(dropped.row("changes.csv", "TWOB")["what"], "class", "it leaves with its company");
    assert_eq!(dropped.row("trades.csv", "TWOB")["action"], "delete");
    assert_eq!(dropped.run.count_classes(rankday::reconstitution::Action::Delete), 1);
    let kept = Small::new(&universe("6"), held, A_BILLION);
    assert!(near(kept.one_way(Index::R1000).expect("known"), 0.0));
    // A class that was not held is a new one, although it prices the company: an unknown value keeps
    // it out.
    let one = "symbol,segment,held_on\nSTAY,R1000,2026-04-30\nTWOB,R1000,2026-04-30\n";
    let alone = Small::new(&universe("6"), one, A_BILLION);
    assert!(near(alone.one_way(Index::R1000).expect("known"), 0.0));
    assert_eq!(rows(&alone.tables["changes.csv"]), Vec::<Row>::new());
    // If it is let in, it joins beside the class that was held: nothing is bought twice.
    let let_in = format!("{A_BILLION}\n[methodology.share_classes]\nunknown = \"pass\"");
    let joined = Small::new(&universe("6"), one, &let_in);
    assert!(near(joined.one_way(Index::R1000).expect("known"), 0.0));
    let class = joined.row("changes.csv", "TWOA");
    let cells = ["action", "from", "to", "what", "reason"].map(|column| &*class[column]);
    assert_eq!(cells, ["add", "NONE", "R1000", "class", "class_joins"]);
    assert_eq!(joined.row("trades.csv", "TWOA")["action"], "add");
}

#[test]
fn a_class_with_known_shares_leaves_the_rest_of_the_cap_to_the_other() {
    let cells = "5,5,common,corporation,nyse,US,100,90,,,";
    let universe = format!(
        "{HEADER}STAY,STAY,{cells}600000000,\nTWOA,TWO,{cells}100000000,1000000000\nTWOB,TWO,{cells},\n"
    );
    let held = "symbol,segment,held_on\nSTAY,R1000,2026-04-30\nTWOA,R1000,2026-04-30\n\
                TWOB,R1000,2026-04-30\n";
    let small = Small::new(&universe, held, A_BILLION);
    let weights: Vec<f64> =
        rows(&small.tables["trade_legs.csv"]).iter().map(|l| number(l, "weight_before")).collect();
    assert_eq!(weights.len(), 3);
    let mut weights = weights;
    weights.sort_by(f64::total_cmp);
    // 3,000 for the one; for the other 500 by its shares, and 500 that its cap leaves.
    assert!(near(weights[0], 0.125) && near(weights[1], 0.125) && near(weights[2], 0.75));
}

#[test]
fn what_the_universe_leaves_blank_of_a_member_stays_as_the_membership_has_it() {
    let header = "symbol,exchange,price,shares_outstanding,company_market_cap,free_float_pct\n";
    let membership = "symbol,segment,held_on,index_shares,index_float_pct\n\
                      FLOAT,R1000,2026-04-30,100000000,40\nSHARES,R1000,2026-04-30,20000000,100\n\
                      CAP,R1000,2026-04-30,,50\nPLAIN,R1000,2026-04-30,300000000,100\n";
    let universe = format!(
        "{header}FLOAT,nyse,10,100000000,,\nSHARES,nyse,10,,200000000,100\nCAP,nyse,10,,400000000,\n\
         PLAIN,nyse,10,300000000,,100\n"
    );
    let small = Small::new(&universe, membership, A_BILLION);
    assert!(near(small.one_way(Index::R1000).expect("known"), 0.0));
    let weight = |symbol: &str| {
        let legs = rows(&small.tables["trade_legs.csv"]);
        let leg = legs.iter().find(|leg| leg["symbol"] == symbol).expect("a leg");
        number(leg, "weight_after")
    };
    let total = 400.0 + 200.0 + 200.0 + 3_000.0;
    for (symbol, value) in [("FLOAT", 400.0), ("SHARES", 200.0), ("CAP", 200.0), ("PLAIN", 3e3)] {
        assert!(near(weight(symbol), value / total), "{symbol}");
    }
    assert!(!small.says("without a known float"), "every float is known");
}

#[test]
fn a_member_without_a_price_is_kept_and_ranked_by_a_cap_that_is_stated() {
    let universe = "symbol,exchange,price,shares_outstanding,company_market_cap\n\
                    LARGE,nyse,10,100000000,\nBLANK,nyse,,50000000,\nSTATED,nyse,,50000000,700000000\n\
                    NEW,nyse,,50000000,700000000\n";
    let held = "symbol,segment,held_on\nLARGE,R1000,2026-04-30\nBLANK,R1000,2026-04-30\n\
                STATED,R1000,2026-04-30\n";
    let small = Small::new(universe, held, A_BILLION);
    assert_eq!(rows(&small.tables["changes.csv"]), Vec::<Row>::new());
    let of = |symbol: &str| {
        let row = small.row("membership.csv", symbol);
        ["segment", "rank", "market_cap", "reason"].map(|c| row[c].clone())
    };
    // A member kept without a rank takes the place before rank 1,000.
    assert_eq!(of("BLANK"), ["R1000", "", "", "kept_unranked"]);
    assert_eq!(of("STATED"), ["R1000", "2", "700000000", "kept_by_rank"]);
    assert!(small.says("is not known for 2 lines of members, which stay"));
    assert!(small.row("eligibility.csv", "NEW")["reason"].contains("price unknown"));
}

#[test]
fn a_membership_without_the_segment_takes_the_unbanded_break_and_claims_no_moves() {
    let (universe, held) = nine_lines("R3000");
    let small = Small::new(&universe, &held, SEVEN_LARGE);
    assert!(small.says("whether 9 of 9 members were in the Russell 1000"));
    let segments = ["L0", "AAA", "BBB"].map(|s| {
        let row = small.row("membership.csv", s);
        [row["held"].clone(), row["segment"].clone(), row["decision"].clone()].join(" ")
    });
    assert_eq!(segments, ["R3000 R1000 keep", "R3000 R1000 keep", "R3000 R2000 keep"]);
    let moves: Vec<String> = rows(&small.tables["changes.csv"])
        .iter()
        .map(|row| format!("{} {} {}", row["symbol"], row["action"], row["from"]))
        .collect();
    assert_eq!(moves, ["LOW delete R3000"]);
    assert_eq!([Index::R1000, Index::R2000].map(|index| small.one_way(index)), [None, None]);
    assert!(small.one_way(Index::R3000).is_some_and(|one_way| one_way > 0.0));
}

#[test]
fn members_that_the_universe_lacks_are_in_a_table_by_name() {
    let universe = "symbol,exchange,price,shares_outstanding\nAAA,nyse,10,900000000\n";
    let held = "symbol,name,segment,held_on,unmatched\nAAA,Aaa Inc,R1000,2026-05-20,\n\
                LIVE,Live Corp,R1000,2026-05-20,\nLEFT,Left Co,R2000,2026-03-31,\n\
                SPUN,Spun Off Inc,R1000,2026-05-20,yes\n";
    let small = Small::new(universe, held, "");
    let gone: Vec<String> = rows(&small.tables["gone.csv"])
        .iter()
        .map(|row| ["symbol", "name", "segment", "held_on", "reason"].map(|c| &*row[c]).join("|"))
        .collect();
    let expected = [
        "LEFT|Left Co|R2000|2026-03-31|gone",
        "LIVE|Live Corp|R1000|2026-05-20|kept_unranked",
        "SPUN|Spun Off Inc|R1000|2026-05-20|unmatched",
    ];
    assert_eq!(gone, expected);
    assert_eq!(small.row("membership.csv", "AAA")["rank"], "1");
}

#[test]
fn an_index_that_is_formed_turns_over_once_and_one_without_members_not_at_all() {
    let (universe, held) = nine_lines("R1000");
    let more = format!("[funds]\nassets = {{ R2000 = 1e9 }}\n{SEVEN_LARGE}");
    let formed = Small::new(&universe, &held, &more);
    assert!(near(formed.one_way(Index::R2000).expect("known"), 1.0));
    let bought = number(&formed.row("trades.csv", "BBB"), "net_usd");
    assert!(near(bought, 1e9), "{bought}");
    let followed: Vec<Index> = formed.run.trades.totals.indexes.iter().map(|i| i.index).collect();
    assert_eq!(followed, [Index::R2000], "what the list of assets does not name has none");
    let emptied = Small::new(&universe, &held.replace("BBB,R1000", "BBB,R2000"), "");
    assert!(near(emptied.one_way(Index::R2000).expect("known"), 1.0));
    let nobody = Small::new(&universe, &held, "");
    assert_eq!(nobody.one_way(Index::R2000), None);
    let row = rows(&nobody.tables["turnover.csv"]).into_iter().find(|r| r["index"] == "R2000");
    let row = row.expect("a row");
    let cells = ["members_before", "additions", "one_way", "membership_turnover"];
    assert_eq!(cells.map(|column| &*row[column]), ["0", "0", "", ""]);
}
