use super::*;
use crate::universe::{Country, Exchange};

#[test]
fn facts_override_and_say_so() {
    let csv = "symbol,field,value,as_of,source\nAAA,nationality,US,2025-01-01,notice\n\
               BBB,votes,3.2,2025-01-01,proxy\nAAA,cap,5000,2027-01-01,later\n";
    let input = Input::from_bytes("f.csv", csv.into()).expect("text");
    let facts = Facts::read(&input).expect("facts");
    let mut lines = [Security::new("AAA", Exchange::Nyse)];
    lines[0].country.assigned = "CA".parse().ok();
    let day = table::parse_date("2026-04-30").expect("a date");
    let came_of = facts.apply(&mut lines, day, &SymbolChanges::default());
    assert_eq!(lines[0].country.assigned, Some(Country::US));
    assert_eq!(lines[0].company_market_cap(), None, "known only later");
    let text = str::to_owned;
    let nationality = InputNote::FactUsed {
        symbol: text("AAA"),
        field: text("nationality"),
        value: text("US"),
        source: text("notice"),
        as_of: table::parse_date("2025-01-01").expect("a date"),
    };
    assert_eq!(came_of.used, [nationality.into()]);
    let (symbol, field, value) = (text("BBB"), text("votes"), text("3.2"));
    assert_eq!(came_of.unmatched, [InputNote::FactWithoutLine { symbol, field, value }.into()]);
}

#[test]
fn facts_of_filings_are_kept_apart_and_read_back() {
    let csv = "symbol,field,value,as_of,source\nAAA,headquarters,CA,2025-01-01,x\n\
               AAA,headquarters,US,2025-02-01,x\nAAA,moved_from,CA,2025-02-01,x\n\
               AAA,filer,domestic,2025-02-01,x\nAAA,cik,17,2025-02-01,x\n\
               AAA,filed_structure,blank-cheque,2025-06-01,x\nBBB,incorporation,ZZ,2025-01-01,x\n";
    let input = Input::from_bytes("f.csv", csv.into()).expect("text");
    let mut facts = Facts::read(&input).expect("facts");
    let mut written = Vec::new();
    write_facts(&facts.facts, &mut written).expect("written");
    assert_eq!(String::from_utf8(written).as_deref(), Ok(csv));

    let day = table::parse_date("2025-04-30").expect("a day");
    let none = SymbolChanges::default();
    let known = facts.filed(day, &none);
    let a = &known[&SymbolKey::new("AAA")];
    assert!(a.moved_to(Country::US) && a.cik == Some(17));
    assert_eq!((a.filer, a.structure), (Some(FilerKind::Domestic), None));
    let mut lines = [Security::new("AAA", Exchange::Nyse)];
    let came_of = facts.apply(&mut lines, day, &none);
    assert_eq!(lines[0], Security::new("AAA", Exchange::Nyse), "weighed elsewhere");
    assert_eq!((came_of.filed, came_of.filed_unmatched), (5, 1));
    // A year later it no longer counts as a move.
    facts.facts.push(Fact { value: "US".to_owned(), as_of: day, ..facts.facts[1].clone() });
    assert!(!facts.filed(day, &none)[&SymbolKey::new("AAA")].moved_to(Country::US));
    // Later facts are admitted up to a given day.
    facts.add_filings(Vec::new(), table::parse_date("2025-06-01"));
    let structure = facts.filed(day, &none)[&SymbolKey::new("AAA")].structure;
    assert_eq!(structure, Some(Structure::BlankCheque));
}

#[test]
fn a_fact_matches_the_exact_spelling_of_its_line() {
    let csv = "symbol,field,value,as_of,source\nBCPC,float,50,2025-01-01,proxy\n\
               BC-PC,float,60,2025-01-01,proxy\nBC.PC,float,70,2025-01-01,proxy\n";
    let input = Input::from_bytes("f.csv", csv.into()).expect("text");
    let facts = Facts::read(&input).expect("facts");
    let mut lines = ["BC-PC", "BCPC"].map(|symbol| Security::new(symbol, Exchange::Nyse));
    let day = table::parse_date("2026-04-30").expect("a date");
    let came_of = facts.apply(&mut lines, day, &SymbolChanges::default());
    assert_eq!(lines[0].free_float_pct(), Some(60.into()));
    assert_eq!(lines[1].free_float_pct(), Some(50.into()));
    let [symbol, field, value] = ["BC.PC", "float", "70"].map(str::to_owned);
    assert_eq!(came_of.unmatched, [InputNote::FactWithoutLine { symbol, field, value }.into()]);
}

#[test]
fn a_value_its_field_cannot_hold_is_a_fault() {
    let csv = "symbol,field,value,as_of,source\nAAA,votes,101,2025-01-01,x\n";
    let input = Input::from_bytes("f.csv", csv.into()).expect("text");
    let faults = Facts::read(&input).expect_err("101 per cent");
    assert_eq!(
        faults.to_string(),
        "f.csv:2: value: \"101\" is out of range; it must be at least 0 and at most 100"
    );
}
