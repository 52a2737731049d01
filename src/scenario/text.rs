//! A scenario file, parsed once. Its hash, kind, values and positions all come from the same bytes.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::DeTable;

use super::error::ScenarioError;
use super::kind::Kind;
use super::place::{Place, Position, position_of};
use super::reader::{ReadError, read};
use crate::limits;
use crate::refusal::Refusal;
use crate::universe::table::closest;
use crate::universe::{Content, read_regular};

/// Looks up the values of `${VAR}`.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Looks up an environment variable.
pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A scenario file, parsed.
pub(super) struct ScenarioText<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
    pub(super) lookup: Lookup<'a>,
    document: Spanned<DeTable<'a>>,
}

/// The fault of a file without any key.
fn of_nothing(text: &str) -> Refusal {
    let holds = if text.is_empty() {
        "is empty"
    } else if text.trim().trim_start_matches('\u{feff}').is_empty() {
        "is empty but for white space"
    } else {
        "has comments alone, and no section"
    };
    let remedy = "begin with `rankday init my-june.toml`, which writes a scenario with every key and its \
                  meaning (--kind for a comparison or a projection), or with a copy of \
                  scenarios/june-2026.toml";
    Refusal::new(holds, remedy)
}

impl<'a> ScenarioText<'a> {
    /// Parses a text.
    pub(super) fn new(
        path: &'a Path,
        text: &'a str,
        lookup: Lookup<'a>,
    ) -> Result<Self, ScenarioError> {
        let document =
            DeTable::parse(text).map_err(|error| ScenarioError::toml(path, text, &error))?;
        if document.get_ref().is_empty() {
            return Err(ScenarioError::file(path, of_nothing(text)));
        }
        Ok(Self { path, text, lookup, document })
    }

    /// Whether a top-level table or key is present.
    pub(super) fn has(&self, name: &str) -> bool {
        self.document.get_ref().contains_key(name)
    }

    /// Rejects a scenario of a kind that the command does not take.
    pub(super) fn expect(&self, wanted: Kind) -> Result<(), ScenarioError> {
        match wanted.foreign_table(self) {
            None => Ok(()),
            Some((table, kind)) => Err(self.of_kind(table, kind)),
        }
    }

    /// The fault of a file that is for another command, as one of its tables shows.
    pub(super) fn of_kind(&self, table: &str, kind: Kind) -> ScenarioError {
        let (name, command) = kind.name_and_command();
        let command = if self.has("sweep") { "sweep" } else { command };
        let path = self.path.display();
        ScenarioError {
            place: self.place_of(table, 0),
            key: None,
            refusal: Refusal::new(
                format!("[{table}] makes this {name}"),
                format!("run `rankday {command} {path}` instead"),
            ),
        }
    }

    /// Reads the file into a type.
    pub(super) fn written<T: DeserializeOwned>(&self) -> Result<T, ScenarioError> {
        read(&self.document).map_err(|ReadError { span, refusal, .. }| {
            let position = span.map(|span| Position::of(self.text, span.start));
            let place = Place { file: self.path.display().to_string(), position };
            ScenarioError { place, key: None, refusal }
        })
    }

    /// The file name, with the line and column of a key if they are known. In an array of tables,
    /// such as `[[previous]]`, the key is in table number `nth` from 0.
    pub(super) fn place_of(&self, key: &str, nth: usize) -> Place {
        let position = position_of(self.document.get_ref(), self.text, key, nth);
        Place { file: self.path.display().to_string(), position }
    }
}

/// Reads a separate file that has the keys of one scenario table.
pub(super) fn read_table<T: DeserializeOwned>(path: &Path) -> Result<T, ScenarioError> {
    ScenarioText::new(path, &read_text(path)?, &environment)?.written()
}

/// The scenario file in the same folder whose name is nearest to that of a missing one.
fn near(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let stems: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(".toml")?.to_owned())).collect();
    let stem = closest(path.file_stem()?.to_str()?, stems.iter().map(String::as_str))?;
    Some(path.with_file_name(format!("{stem}.toml")))
}

/// Reads the text of a scenario file of any kind.
pub(super) fn read_text(path: &Path) -> Result<String, ScenarioError> {
    if path.symlink_metadata().is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound) {
        let remedy = match near(path) {
            Some(near) => format!("did you mean {}?", near.display()),
            None => "the shipped ones are in scenarios/".to_owned(),
        };
        return Err(ScenarioError::file(path, ("does not exist", remedy)));
    }
    if path.is_dir() {
        return Err(ScenarioError::file(path, ("is a directory", "name a scenario file")));
    }
    let bytes = read_regular(path).map_err(|refusal| ScenarioError::file(path, refusal))?;
    if bytes.len() > limits::SCENARIO_BYTES {
        let most = limits::in_words(limits::SCENARIO_BYTES as u64);
        let refusal = (format!("is longer than {most}"), "name a scenario file");
        return Err(ScenarioError::file(path, refusal));
    }
    let content = Content::of(&bytes);
    let text = String::from_utf8_lossy(&bytes);
    if let Some(refusal) = content.instead_of_scenario(&text) {
        return Err(ScenarioError::file(path, refusal));
    }
    match text {
        Cow::Borrowed(text) => Ok(text.to_owned()),
        Cow::Owned(_) => Err(ScenarioError::file(path, ("is not UTF-8", "save it as UTF-8"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::written::WrittenScenario;

    fn message(text: &str) -> String {
        let text = ScenarioText::new(Path::new("x.toml"), text, &|_| None).expect("TOML");
        text.written::<WrittenScenario>().expect_err("a fault").to_string()
    }

    #[test]
    fn a_table_in_double_brackets_is_rejected_with_its_keys() {
        let text = "[event]\nyear = 2026\nseason = 'june'\n[universe]\nfile = 'u.csv'\n";
        let doubled = message(&format!("{text}[[evidence]]\nkind = 'lists'\n"));
        assert!(
            doubled.contains("[[evidence]] is a table that stands once; write [evidence]"),
            "{doubled}"
        );
        assert!(doubled.contains("lists"), "{doubled}");
        let several = message(&format!("{text}[[previous]]\nfil = 1\n"));
        assert!(!several.contains("that stands once"), "{several}");
    }
}
