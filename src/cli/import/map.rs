//! The map of a table's columns, from the command line or a file.

use std::path::Path;

use crate::cli::exit::Failure;
use crate::refusal::Refusal;
use crate::universe::import::table::TableMap;
use crate::universe::{Faults, read_regular};

/// Reads a map given on the command line, or a file that contains one.
pub(super) fn read_map(text: &str) -> Result<TableMap, Failure> {
    let path = Path::new(text);
    let is_file =
        path.extension().is_some_and(|end| end.eq_ignore_ascii_case("toml")) || path.is_file();
    if !is_file {
        let typed = TableMap::typed(text);
        return typed.map_err(|refusal| Failure::Usage(refusal.about("--map")));
    }
    let refused = |refusal: Refusal| Faults::of_file(text, refusal);
    let bytes = read_regular(path).map_err(refused)?;
    if bytes.len() > crate::limits::SCENARIO_BYTES {
        let most = crate::limits::in_words(crate::limits::SCENARIO_BYTES as u64);
        let remedy = "give a TOML file with a table [map]";
        return Err(refused(Refusal::new(format!("has more than {most}"), remedy)).into());
    }
    let content = String::from_utf8(bytes)
        .map_err(|_| refused(Refusal::new("is not UTF-8", "save it as UTF-8")))?;
    Ok(TableMap::of_file(text, &content)?)
}
