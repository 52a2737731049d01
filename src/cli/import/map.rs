//! The map of a table's columns, from the command line or a file.

use std::path::Path;

use crate::cli::exit::Failure;
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
    let refused = |problem: String, remedy: String| {
        let mut faults = Faults::default();
        faults.file(text, problem, remedy);
        faults
    };
    let bytes = read_regular(path).map_err(|(problem, remedy)| refused(problem, remedy))?;
    if bytes.len() > crate::limits::SCENARIO_BYTES {
        let most = crate::limits::in_words(crate::limits::SCENARIO_BYTES as u64);
        let remedy = "give a TOML file with a table [map]".to_owned();
        return Err(refused(format!("has more than {most}"), remedy).into());
    }
    let content = String::from_utf8(bytes)
        .map_err(|_| refused("is not UTF-8".to_owned(), "save it as UTF-8".to_owned()))?;
    Ok(TableMap::of_file(text, &content)?)
}
