//! Mistakes in a few lines that make up most of an index: few by number, but large by weight.

use crate::plausibility::{Changed, Table};

const WORTH: [&str; 2] = ["price", "shares_outstanding"];

fn without_largest(table: &mut Table) {
    let largest = table.largest_rows(&WORTH, 50);
    table.without(&largest);
}

/// The tickers of the largest companies of one class.
fn largest(june: &Changed, companies: usize) -> Vec<String> {
    let table = Table::read(&june.path("universe.csv"));
    let rows = table.largest_rows(&WORTH, 2 * companies);
    let symbols = rows.into_iter().map(|row| table.cell(row, "symbol").to_owned());
    symbols.filter(|symbol| !symbol.contains('.')).take(companies).collect()
}

#[test]
fn lines_that_are_missing() {
    let universe = Changed::june().with("universe.csv", without_largest);
    universe.warns("members of the Russell 1000 have no line in the universe (");
    universe.warns("are its largest lines missing?");
    let closes = Changed::june().with("effective.csv", without_largest);
    closes.warns("prices of the implementation day are there of ");
    closes.warns("% of the weight): is the file of another universe, or cut short");
    let mut at = 0;
    let members = Changed::june().with("membership.csv", |table| {
        table.keep_rows("segment", |segment| {
            at += 1;
            segment != "R1000" || at % 12 > 0
        });
    });
    members.warns("lines enter the Russell 1000, which had ");
}

#[test]
fn floats_and_facts_of_the_largest() {
    let floats = Changed::june().with("universe.csv", |table| {
        let rows = table.largest_rows(&WORTH, 30);
        let known: Vec<usize> =
            rows.into_iter().filter(|row| !table.cell(*row, "free_float_pct").is_empty()).collect();
        for row in known {
            table.scale_row(row, "free_float_pct", 0.01);
        }
    });
    floats.warns("universe.csv: free_float_pct is at most 1 of ");
    for (field, value, companies, told) in [
        ("issuer", "Quince", 20, "makes one company of lines with unlike names"),
        ("nationality", "CN", 3, "members are dropped by the screen country ("),
    ] {
        let june = Changed::june();
        let fact = |symbol: &String| format!("{symbol},{field},{value},2026-03-20,notice\n");
        let rows: String = largest(&june, companies).iter().map(fact).collect();
        june.write("facts.csv", &format!("symbol,field,value,as_of,source\n{rows}"));
        let facts = june
            .saying("file = \"universe.csv\"", "file = \"universe.csv\"\nfacts = \"facts.csv\"");
        facts.warns(told);
    }
}

#[test]
fn lines_that_leave_and_have_prices() {
    let june = Changed::june();
    let row = |symbol: &String| format!("2026-05-20,delisting,{symbol},,,\n");
    let rows: String = largest(&june, 20).iter().map(row).collect();
    june.write("actions.csv", &format!("date,action,symbol,other,ratio,cash\n{rows}"));
    let leaving = june.saying("[effective]", "[actions]\nfile = \"actions.csv\"\n[effective]");
    leaving.warns(" of 20 lines that a merger or delisting takes away until 2026-06-26");
}
