//! Paths in a scenario are relative to its file; `${VAR}` stands for an environment variable.
//!
//! A path that starts with a variable is relative to the working directory, as a shell would
//! resolve it.

use std::path::{Path, PathBuf};

use crate::refusal::Refusal;
use crate::universe::shorten;

/// Expands `${VAR}` with the values that `lookup` returns.
///
/// # Errors
/// The variable is not set, or a `${` is not closed.
pub(super) fn expand(
    text: &str,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Result<String, Refusal> {
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        expanded.push_str(&rest[..at]);
        let inside = &rest[at + 2..];
        let Some(end) = inside.find('}') else {
            let text = shorten(text);
            return Err(Refusal::new(
                format!("\"{text}\" opens \"${{\" and does not close it"),
                "add \"}\"",
            ));
        };
        let name = &inside[..end];
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            let name = shorten(name);
            return Err(Refusal::new(
                format!("\"${{{name}}}\" names no environment variable"),
                "write letters, digits and underscores between the braces",
            ));
        }
        let value = lookup(name).filter(|v| !v.is_empty()).ok_or_else(|| {
            let name = shorten(name);
            Refusal::new(
                format!("the environment variable {name} is not set"),
                format!("run it as {name}=... rankday ..."),
            )
        })?;
        expanded.push_str(&value);
        rest = &inside[end + 1..];
    }
    expanded.push_str(rest);
    Ok(expanded)
}

/// Resolves a path written in a scenario that lies in `folder`.
///
/// # Errors
/// As [`expand`].
pub(crate) fn resolve(
    folder: &Path,
    text: &str,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Result<PathBuf, Refusal> {
    let expanded = PathBuf::from(expand(text, lookup)?);
    Ok(if text.starts_with("${") { expanded } else { folder.join(expanded) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_expand_and_missing_ones_are_errors() {
        let lookup = |name: &str| (name == "DATA").then(|| "/d".to_owned());
        assert_eq!(expand("${DATA}/u.csv", &lookup), Ok("/d/u.csv".to_owned()));
        assert_eq!(expand("plain $5", &lookup), Ok("plain $5".to_owned()));
        let missing = expand("${NONE}/u.csv", &lookup).expect_err("not set");
        assert!(
            missing.problem.starts_with("the environment variable NONE is not set"),
            "{missing}"
        );
        assert!(expand("${DATA/u.csv", &lookup).is_err());
        // Messages stay short even if the name is very long.
        let named = |name: &str| expand(&format!("${{{}}}", name.repeat(500)), &lookup);
        let long = named("RA").expect_err("not set");
        assert!(long.problem.len() < 120 && long.remedy.len() < 120, "{long}");
        let wrong = named("RA{").expect_err("no name");
        assert!(wrong.problem.len() < 120, "{wrong}");
    }

    #[test]
    fn paths_are_relative_to_the_scenario_unless_they_start_with_a_variable() {
        let lookup = |_: &str| Some("../real".to_owned());
        let path = |text| resolve(Path::new("scenarios"), text, &lookup);
        assert_eq!(path("../data/u.csv"), Ok(PathBuf::from("scenarios/../data/u.csv")));
        assert_eq!(path("/data/u.csv"), Ok(PathBuf::from("/data/u.csv")));
        assert_eq!(path("${DATA}/u.csv"), Ok(PathBuf::from("../real/u.csv")));
    }
}
