//! Small files, made by hand: only checks that do not depend on size give warnings.

use crate::plausibility::Changed;

const JUNE: &str = "[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \"u.csv\"\n";
const MEMBERS: &str = "[membership]\nfile = \"m.csv\"\n";

/// A universe of classes, by price and the ratio of the dearer class.
fn classes(ratio: &str) -> String {
    format!(
        "symbol,name,issuer,exchange,price,shares_outstanding,conversion_ratio\n\
         HOLD/A,Holding A,Holding,nyse,600000,400000,{ratio}\n\
         HOLD/B,Holding B,Holding,nyse,400,1200000000,\n\
         SOLO,Solo Inc,,nasdaq,100,900000000,\n"
    )
}

#[test]
fn classes_far_apart_need_a_ratio() {
    let run = |ratio| Changed::of(JUNE, &[("u.csv", &classes(ratio))]);
    run("").warns("HOLD/A at $600000 and HOLD/B at $400 are classes of one company and 1500 times");
    assert!(!run("1500").begins("run").contains("WARNING"));
}

#[test]
fn one_company_in_two_lines_needs_an_issuer() {
    let universe = "symbol,name,exchange,price,company_market_cap\n\
                    TWINA,Twin Corp. Class A,nasdaq,150,1900000000000\n\
                    TWINC,Twin Corp. Class C,nasdaq,152,1925000000000\n\
                    OTHER,Other Corp.,nyse,90,300000000000\n";
    Changed::of(JUNE, &[("u.csv", universe)]).warns("TWINA and TWINC have one name");
    let apart = universe.replace("1925000000000", "19250000000");
    let apart = Changed::of(JUNE, &[("u.csv", &apart)]);
    assert!(!apart.begins("run").contains("WARNING"), "as large as they are, they are two");
}

#[test]
fn four_lines_are_enough_for_units_tickers_days_and_facts() {
    let universe = "symbol,exchange,price,shares_outstanding,free_float_pct\n\
                    AAAA,nasdaq,250,15000000000,0.98\nBBBB,nyse,40,100000000,0.75\n\
                    CCCC,nyse,10,50000000,0.4\nDDDD,nyse,12,60000000,1\n";
    let members = |symbol: &str, day: &str| {
        format!("symbol,segment,held_on\n{symbol},R1000,{day}\nBBBB,R2000,{day}\n")
    };
    let scenario = format!("{JUNE}{MEMBERS}");
    let run = |universe: &str, members: &str| {
        Changed::of(&scenario, &[("u.csv", universe), ("m.csv", members)])
    };
    let good = universe.replace("0.98", "98");
    run(universe, &members("AAAA", "2026-06-11")).warns("all 4 values of free_float_pct");
    run(&good, &members("AAAA US Equity", "2026-06-11")).warns("looks like \"AAAA\"");
    run(&good, &members("AAAA", "2025-01-31")).warns("before the reconstitution of 2025-06-27");
    let quiet = run(&good, &members("AAAA", "2026-06-11")).begins("run");
    assert!(!quiet.contains("WARNING"), "{quiet}");
    let dressed = ["AAAA", "BBBB", "CCCC", "DDDD"]
        .iter()
        .fold(good.clone(), |text, ticker| text.replace(ticker, &format!("{ticker}.O")));
    run(&dressed, &members("AAAA", "2026-06-11")).warns("\"AAAA\" looks like \"AAAA.O\"");
}
