//! Texts compared with reviewed ones; `RANKDAY_BLESS=1 cargo test` writes the new texts instead,
//! for the next review.

use std::path::Path;

/// The path of a file of this repository's `tests` folder.
pub(crate) fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Compares `text` with the file `name` of the `tests` folder; says how they differ.
pub(crate) fn compare(name: &str, text: &str) -> Result<(), String> {
    let file = path(name);
    if std::env::var_os("RANKDAY_BLESS").is_some_and(|v| v == "1") {
        return std::fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()));
    }
    let reviewed = std::fs::read_to_string(&file).unwrap_or_default();
    if text == reviewed {
        return Ok(());
    }
    let line = text.lines().zip(reviewed.lines()).position(|(a, b)| a != b);
    let line = line.unwrap_or(text.lines().count().min(reviewed.lines().count())) + 1;
    Err(format!(
        "tests/{name} differs from line {line} on; review, and bless with RANKDAY_BLESS=1\n\
         --- reviewed\n{reviewed}\n--- now\n{text}"
    ))
}
