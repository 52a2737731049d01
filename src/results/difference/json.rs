//! The difference as JSON, with every cell as in its table.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::decisions::SEGMENTS;
use crate::analysis::difference::{Cell, Decided, Group, OddsDifference};
use crate::results::difference::{Difference, ResultFolder};

/// Version of the layout.
pub const SCHEMA: &str = "rankday.diff/1";

/// Writes the whole difference.
///
/// # Errors
/// What the writer reports.
pub fn write(found: &Difference, mut out: impl Write) -> io::Result<()> {
    let tables: Vec<Value> = found
        .tables
        .iter()
        .map(|table| {
            json!({
                "file": table.layout.file,
                "title": table.layout.title,
                "keys": table.layout.keys,
                "differences": cells(&table.cells),
            })
        })
        .collect();
    let companies: Vec<Value> = found
        .companies
        .iter()
        .map(|one| {
            json!({
                "symbol": one.symbol,
                "moves": moves(one.group),
                "a": one.a.as_ref().map(decided),
                "b": one.b.as_ref().map(decided),
            })
        })
        .collect();
    let inputs: Vec<Value> = found
        .inputs
        .cells
        .iter()
        .map(|cell| {
            json!({
                "input": cell.key[0],
                "path_a": Difference::input_path(&found.a, cell),
                "sha256_a": cell.a,
                "path_b": Difference::input_path(&found.b, cell),
                "sha256_b": cell.b,
            })
        })
        .collect();
    let document = json!({
        "schema": SCHEMA,
        "tool": crate::TOOL,
        "a": side(&found.a),
        "b": side(&found.b),
        "same": found.is_none(),
        "settings": cells(&found.settings.cells),
        "inputs": inputs,
        "companies": companies,
        "odds": found.odds.iter().map(odds).collect::<Vec<_>>(),
        "tables": tables,
    });
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)
}

fn side(result: &ResultFolder) -> Value {
    json!({
        "folder": result.folder,
        "schema": result.text(&["schema"]),
        "scenario": result.text(&["scenario"]),
        "event": result.summary.get("event"),
    })
}

fn cells(cells: &[Cell]) -> Vec<Value> {
    let cell = |cell: &Cell| {
        json!({
            "key": cell.key,
            "column": cell.column,
            "a": cell.a,
            "b": cell.b,
            "change_pct": cell.change_pct().map(|pct| pct.round_dp(6)),
        })
    };
    cells.iter().map(cell).collect()
}

fn moves(group: Group) -> &'static str {
    match group {
        Group::InA => "in_a",
        Group::InB => "in_b",
        Group::InBoth => "in_both",
        Group::InNeither => "in_neither",
        Group::Indexes => "indexes",
    }
}

fn decided(one: &Decided) -> Value {
    json!({
        "name": one.name,
        "from": one.from,
        "to": one.to,
        "decision": one.decision,
        "reason": one.reason,
        "rank": one.rank,
        "market_cap": one.market_cap,
        "indexes": one.indexes,
    })
}

fn odds(one: &OddsDifference) -> Value {
    let side = |odds: Option<[rust_decimal::Decimal; 4]>| {
        odds.map(|odds| {
            let pairs =
                SEGMENTS.iter().zip(odds).map(|(column, p)| (column.name.to_owned(), json!(p)));
            Value::Object(pairs.collect())
        })
    };
    json!({
        "symbol": one.symbol,
        "name": one.name,
        "segment_before": one.from,
        "moved": one.moved(),
        "a": side(one.a),
        "b": side(one.b),
    })
}
