//! The packages that the command is built of: only those of the public registry, with known checksums,
//! permissive licences and no newer compiler than the project's own.
//!! The tests cover this platform and the default features. They need no network if the fuzzer's packages,
//!which tests do not need, have been fetched. `RANKDAY_SUPPLY_CHAIN=all cargo test --test robustness
//!supply_chain` takes all platforms and features, and fetches what is missing. Advisories are not part of
//!it: they change by the day, and `cargo deny check` fetches them, with the same list of licences.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Further licences that crates may have if only tests use them: copyleft of their own files.
const TESTS_ONLY: [&str; 2] = ["MPL-2.0", "NCSA"];

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn read(name: &str) -> toml::Table {
    let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    text.parse().unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The platform that tests run on, as the compiler calls it.
fn platform() -> String {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let said = Command::new(rustc).arg("-vV").output().expect("the compiler");
    let said = String::from_utf8(said.stdout).expect("text");
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("a platform").to_owned()
}

/// Cargo's metadata of every package; it refuses if `Cargo.lock` is not current.
fn metadata() -> Value {
    let of = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(["metadata", "--format-version", "1", "--locked", "--manifest-path"]);
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).args(more);
        command.output().expect("cargo")
    };
    let said = if std::env::var("RANKDAY_SUPPLY_CHAIN").is_ok_and(|which| which == "all") {
        of(&["--all-features"])
    } else {
        let platform = platform();
        let offline = of(&["--offline", "--filter-platform", &platform]);
        if offline.status.success() { offline } else { of(&["--filter-platform", &platform]) }
    };
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).expect("JSON")
}

/// The licences that crates which become part of the command may ask for.
fn allowed_licences() -> Vec<String> {
    read(".deny.toml")["licenses"]["allow"].clone().try_into().expect("a list of licences")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The packages that are part of the command, or of building it.
fn shipped(metadata: &Value) -> BTreeSet<&str> {
    let nodes = metadata["resolve"]["nodes"].as_array().expect("packages");
    let by_id: BTreeMap<&str, &Value> = nodes.iter().map(|node| (text(node, "id"), node)).collect();
    let mut reached = BTreeSet::new();
    let mut next = vec![text(&metadata["resolve"], "root")];
    while let Some(id) = next.pop() {
        if !reached.insert(id) {
            continue;
        }
        for needed in by_id[id]["deps"].as_array().into_iter().flatten() {
            let kinds = needed["dep_kinds"].as_array().expect("kinds");
            if kinds.iter().any(|kind| text(kind, "kind") != "dev") {
                next.push(text(needed, "pkg"));
            }
        }
    }
    reached
}

/// Whether an expression such as `(MIT OR Apache-2.0) AND Unicode-3.0` can be met.
fn is_met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let expression = expression.replace('/', " OR ");
    let mut depth = 0_i32;
    // Split at the operator that binds least, outside parentheses.
    for (word, is_any) in [(" OR ", true), (" AND ", false)] {
        let mut parts = Vec::new();
        let mut from = 0;
        for (at, c) in expression.char_indices() {
            depth += i32::from(c == '(') - i32::from(c == ')');
            if depth == 0 && expression[at..].starts_with(word) {
                parts.push(&expression[from..at]);
                from = at + word.len();
            }
        }
        if !parts.is_empty() {
            parts.push(&expression[from..]);
            let mut met = parts.into_iter().map(|part| is_met(part.trim(), allowed));
            return if is_any { met.any(|met| met) } else { met.all(|met| met) };
        }
    }
    let inner = expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.map_or_else(|| allowed(&expression), |inner| is_met(inner.trim(), allowed))
}

#[test]
fn licences_are_permissive() {
    let metadata = metadata();
    let shipped = shipped(&metadata);
    let packages = metadata["packages"].as_array().expect("packages");
    let everywhere = allowed_licences();
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| {
            let is_shipped = shipped.contains(text(package, "id"));
            let allowed = |licence: &str| {
                everywhere.iter().any(|allowed| allowed == licence)
                    || !is_shipped && TESTS_ONLY.contains(&licence)
            };
            !is_met(text(package, "license"), &allowed)
        })
        .map(|package| format!("{}: {}", text(package, "name"), text(package, "license")))
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(
        shipped.len() > 30 && packages.len() > shipped.len(),
        "{} of {}",
        shipped.len(),
        packages.len()
    );
}

#[test]
fn licence_expressions_are_understood() {
    let allowed = |licence: &str| ["MIT", "Unicode-3.0"].contains(&licence);
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("", false),
        ("MIT/GPL-3.0", true),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0 AND MIT", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("GPL-3.0 OR (MIT AND Unicode-3.0)", true),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}

#[test]
fn no_package_needs_a_newer_compiler() {
    let number = |version: &str| -> Vec<u64> {
        version.split('.').map(|part| part.parse().expect("a number")).chain([0]).take(3).collect()
    };
    let manifest = read("Cargo.toml");
    let own = manifest["package"]["rust-version"].as_str().expect("a version");
    for package in metadata()["packages"].as_array().expect("packages") {
        let Some(needed) = package["rust_version"].as_str() else { continue };
        let name = text(package, "name");
        assert!(number(needed) <= number(own), "{name} needs Rust {needed}, later than {own}");
    }
}

#[test]
fn every_package_is_of_the_registry_and_has_a_checksum() {
    let lock = read("Cargo.lock");
    for package in lock["package"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name");
        let source = package.get("source").and_then(toml::Value::as_str);
        if [env!("CARGO_PKG_NAME"), "rankday-fuzz"].contains(&name) {
            assert_eq!(source, None, "{name}");
            continue;
        }
        assert_eq!(source, Some(REGISTRY), "{name}");
        let checksum = package.get("checksum").and_then(toml::Value::as_str);
        assert!(checksum.is_some_and(|sum| sum.len() == 64), "{name} has no checksum");
    }
    let manifest = read("Cargo.toml");
    assert!(!manifest.contains_key("patch") && !manifest.contains_key("replace"));
}

#[test]
fn unsafe_code_is_forbidden() {
    let manifest = read("Cargo.toml");
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}
