//! The reason why hardly any column of a table was recognised, if its header shows it.

use super::dates;
use super::grid::Grid;
use crate::universe::currency;

/// A description of the table, and the remedy.
pub(super) fn hint(grid: &Grid) -> Option<(String, String)> {
    let header = || grid.header.iter().filter(|name| !name.is_empty());
    let days = header().filter(|name| dates::is_day(name)).count();
    if days >= 2 && days * 2 >= grid.header.len() {
        let remedy = "write a row for each line and day (of a DataFrame: stack, then reset_index)";
        return Some(("has a column for each day".to_owned(), remedy.to_owned()));
    }
    let other = header().find_map(|name| {
        let (_, rest) = name.split_once(['(', '['])?;
        let said = rest.trim_end_matches([')', ']']).trim();
        (currency::may_be(said) && currency::is_other(said)).then_some((name, said))
    });
    other.map(|(name, said)| {
        let remedy = format!("convert it from {said} to USD, and name it without {said}");
        (format!("states \"{}\" in another currency", crate::universe::shorten(name)), remedy)
    })
}
