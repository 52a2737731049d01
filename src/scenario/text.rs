//! The text of a scenario file.

use std::borrow::Cow;
use std::path::Path;

use super::error::ScenarioError;
use crate::limits;
use crate::universe::{Content, read_regular};

/// The text of a scenario file of either kind.
pub(crate) fn read_text(path: &Path) -> Result<String, ScenarioError> {
    if path.symlink_metadata().is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound) {
        let problem = "does not exist; the shipped ones are in scenarios/";
        return Err(ScenarioError::file(path, problem));
    }
    if path.is_dir() {
        return Err(ScenarioError::file(path, "is a directory; name a scenario file"));
    }
    let bytes = read_regular(path)
        .map_err(|(problem, remedy)| ScenarioError::file(path, format!("{problem}; {remedy}")))?;
    if bytes.len() > limits::SCENARIO_BYTES {
        let most = limits::in_words(limits::SCENARIO_BYTES as u64);
        let problem = format!("is longer than {most}; name a scenario file");
        return Err(ScenarioError::file(path, problem));
    }
    let content = Content::of(&bytes);
    let text = String::from_utf8_lossy(&bytes);
    if let Some((problem, remedy)) = content.instead_of_scenario(&text) {
        return Err(ScenarioError::file(path, format!("{problem}; {remedy}")));
    }
    match text {
        Cow::Borrowed(text) => Ok(text.to_owned()),
        Cow::Owned(_) => Err(ScenarioError::file(path, "is not UTF-8; save it as UTF-8")),
    }
}
