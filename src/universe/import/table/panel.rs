//! A panel from a vendor's table: the same lines on many dates, in date order.

use crate::remark::{ReadingNote, Remark};
use std::collections::BTreeMap;

use compact_str::{CompactString, ToCompactString as _};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::TableOptions;
use super::grid::Grid;
use super::lines::one_line_each;
use super::map::TableMap;
use super::own::OwnTable;
use super::target::Target;
use crate::universe::fault::Faults;
use crate::universe::input::Input;

/// Decimal places of a return.
const PLACES: u32 = 10;

/// A panel as it was read.
#[derive(Debug)]
pub struct TablePanel {
    /// The file.
    pub csv: Vec<u8>,
    /// How many rows it has.
    pub rows: usize,
    /// Further remarks on it.
    pub remarks: Vec<Remark>,
}

/// Converts a table to a panel with the target's columns; `check` reads it as a comparison will.
///
/// # Errors
/// Faults of the map, of the cells and those that `check` finds.
pub fn to_panel(
    grid: &Grid,
    map: &TableMap,
    target: &Target,
    options: &TableOptions,
    check: impl FnOnce(&Input) -> Result<(), Faults>,
) -> Result<TablePanel, Faults> {
    let mut table = OwnTable::read(grid, map, target, options)?;
    let mut faults = Faults::default();
    for needed in ["date", "price", "market_cap"] {
        if table.lines.place(target, needed).is_none() {
            let remedy = format!("map it: {needed}=COLUMN");
            faults.file(
                &grid.file,
                format!("has no column that the map names as {needed}"),
                remedy,
            );
        }
    }
    let (date, symbol) = (table.lines.place(target, "date"), table.lines.place(target, "symbol"));
    let (Some(date), Some(symbol)) = (date, symbol) else { return Err(faults) };
    for line in &table.lines.all {
        if line.cells[date].is_empty() {
            let row = &grid.rows[line.row];
            faults.push(grid.fault(
                row,
                None,
                Some("date"),
                ("is empty", "fill the cell, or leave the row out"),
            ));
        }
    }
    faults.into_result(())?;
    one_line_each(&mut table.lines, grid, target, Some(date))?;
    table.lines.all.sort_by(|a, b| {
        (&a.cells[date], &a.cells[symbol]).cmp(&(&b.cells[date], &b.cells[symbol]))
    });
    let (returns, note) = returns(&table, date, symbol);
    table.lines.notes.extend(note);
    let names: Vec<&'static str> =
        target.columns.iter().filter(|own| own.is_in_file()).map(|own| own.name).collect();
    let csv = table.csv(&names, &|line, name| match (name, &returns) {
        ("price_return", Some(returns)) => {
            Some(returns.get(&line.row).cloned().unwrap_or_default())
        }
        ("exchange", _) => line
            .exchange
            .filter(|_| table.cell(line, "exchange").is_empty())
            .map(|e| e.to_compact_string()),
        _ => None,
    });
    let mut written = Vec::new();
    table.taken(csv, |input| {
        written = input.text_bytes().to_vec();
        check(input)
    })?;
    let remarks = table.lines.remarks().collect();
    Ok(TablePanel { csv: written, rows: table.lines.all.len(), remarks })
}

/// The change of the adjusted price since the previous date, by row number, with remarks; `None` if
/// returns are stated or nothing gives them.
fn returns(
    table: &OwnTable<'_>,
    date: usize,
    symbol: usize,
) -> (Option<FxHashMap<usize, CompactString>>, Option<ReadingNote>) {
    if table.lines.place(table.target, "price_return").is_some() {
        return (None, None);
    }
    let Some(adjusted) = table.lines.place(table.target, "adjusted_price") else {
        return (None, Some(ReadingNote::WithoutReturns));
    };
    let lines = &table.lines.all;
    let days: BTreeMap<&str, usize> = lines
        .iter()
        .map(|line| line.cells[date].as_str())
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .zip(0..)
        .collect();
    let mut last: FxHashMap<&str, (usize, Decimal)> = FxHashMap::default();
    let mut returns = FxHashMap::default();
    for line in lines {
        let Ok(price) = line.cells[adjusted].parse::<Decimal>() else { continue };
        let day = days.get(line.cells[date].as_str()).copied().unwrap_or_default();
        let before = last.insert(&line.cells[symbol], (day, price));
        // A change since an earlier date is not the return since the previous date.
        if let Some((_, old)) = before.filter(|(then, _)| then + 1 == day)
            && let Some(change) = price.checked_div(old).map(|ratio| ratio - Decimal::ONE)
        {
            returns.insert(line.row, change.round_dp(PLACES).normalize().to_compact_string());
        }
    }
    let computed = ReadingNote::ReturnsComputed { returns: returns.len() };
    (Some(returns), Some(computed))
}
