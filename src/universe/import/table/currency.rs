//! Amounts that a table states in a currency other than the US dollar: they are left unknown, and their
//! rows are named. In a universe of US-listed lines, such rows are nearly always foreign listings.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::lines::Lines;
use super::target::{Own, Target};
use crate::remark::ReadingNote;
use crate::universe::currency::is_other;

/// A column that states a currency, and a test for the amounts that it applies to.
type Stating = (&'static str, fn(&Own) -> bool);

/// The columns that state a currency; the first one present that applies to an amount decides.
const STATING: [Stating; 3] = [
    ("cap_currency", |own| own.name.ends_with("cap")),
    ("reporting_currency", |own| matches!(own.name, "earnings" | "book_value")),
    ("currency", |_| true),
];

/// Empties the cells of money in another currency.
pub(super) fn leave_out_other(lines: &mut Lines, grid: &Grid, target: &Target) {
    let place = |name: &str| lines.place(target, name);
    let amounts: Vec<(usize, usize)> = lines
        .columns
        .iter()
        .map(|own| &target.columns[*own])
        .zip(0..)
        .filter(|(own, _)| own.is_money)
        .filter_map(|(own, at)| {
            let mut stating = STATING.iter().filter(|(_, speaks_of)| speaks_of(own));
            Some((at, stating.find_map(|(name, _)| place(name))?))
        })
        .collect();
    let symbol = place("symbol");
    let of = lines.all.len();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    for line in &mut lines.all {
        let mut other = None;
        for (amount, stating) in &amounts {
            if is_other(&line.cells[*stating]) && !line.cells[*amount].is_empty() {
                other = Some(crate::universe::shorten(&line.cells[*stating]));
                line.cells[*amount].clear();
            }
        }
        let Some(currency) = other else { continue };
        *counts.entry(currency).or_default() += 1;
        let ticker = symbol.map_or("", |at| &line.cells[at]);
        let place = grid.place(&grid.rows[line.row]);
        rows.push(format!("{} ({place})", crate::universe::shorten(ticker)));
    }
    // The remaining amounts are in US dollars.
    let stating = STATING.iter().filter_map(|(name, _)| lines.place(target, name));
    for at in stating.collect::<Vec<_>>() {
        lines.all.iter_mut().for_each(|line| line.cells[at].clear());
    }
    lines.notes.extend(ReadingNote::other_currency(&grid.file, &counts, rows, of));
}
