//! The commented scenarios: they run once their files are there, they have every key, and the
//! defaults that they state are right.

use std::collections::BTreeSet;
use std::path::Path;

use rankday::scenario::comparison::check_comparison;
use rankday::scenario::comparison::written::WrittenComparison;
use rankday::scenario::projection::check_projection;
use rankday::scenario::schema::{Files, schema, template};
use rankday::scenario::simulated::check_simulated;
use rankday::scenario::simulated::written::WrittenSimulated;
use rankday::scenario::written::WrittenScenario;
use rankday::scenario::{Kind, check_run};
use serde_json::Value;

use crate::schema::{faults, validator};

/// The full meaning of a text, or its faults.
fn meaning(kind: Kind, text: &str) -> Result<String, String> {
    let path = Path::new("x.toml");
    match kind {
        Kind::Run => check_run(path, text, &|_| None).map(|s| format!("{s:?}")),
        Kind::Comparison => check_comparison(path, text, &|_| None).map(|s| format!("{s:?}")),
        Kind::Simulated => check_simulated(path, text, &|_| None).map(|s| format!("{s:?}")),
        Kind::Projection => check_projection(path, text, &|_| None).map(|s| format!("{s:?}")),
    }
    .map(|meant| without_trailing_zeros(&without_hash(&meant)))
    .map_err(|error| error.to_string())
}

/// The hash of the text depends on how it is written, not on what it means.
fn without_hash(text: &str) -> String {
    match text.split_once("sha256: \"") {
        Some((before, after)) => {
            before.to_owned() + after.trim_start_matches(|c: char| c.is_ascii_hexdigit())
        }
        None => text.to_owned(),
    }
}

/// Exact numbers are printed with the places that they are written with: 2.500 is 2.5.
fn without_trailing_zeros(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_ascii_digit() && c != '.') {
        let number = part.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.');
        let short = match number.split_once('.') {
            Some((whole, _)) if !whole.is_empty() => {
                number.trim_end_matches('0').trim_end_matches('.')
            }
            _ => number,
        };
        plain.push_str(short);
        plain.push_str(&part[number.len()..]);
    }
    // A hash over the numbers as they are written: it differs where their places do.
    match plain.split_once("fingerprint: \"") {
        Some((before, after)) => format!("{before}{}", after.get(64..).unwrap_or_default()),
        None => plain,
    }
}

/// Whether a text is of the shape that its kind is read in.
fn is_read(kind: Kind, text: &str) -> Result<(), String> {
    let said = |error: toml::de::Error| error.to_string();
    match kind {
        Kind::Run | Kind::Projection => {
            toml::from_str::<WrittenScenario>(text).map(|_| ()).map_err(said)
        }
        Kind::Comparison => toml::from_str::<WrittenComparison>(text).map(|_| ()).map_err(said),
        Kind::Simulated => toml::from_str::<WrittenSimulated>(text).map(|_| ()).map_err(said),
    }
}

/// A template with all of its settings made.
fn uncommented(text: &str) -> String {
    let line = |line: &str| {
        let is_setting = line.starts_with('#') && !line.starts_with("# ") && line != "#";
        format!("{}\n", if is_setting { &line[1..] } else { line })
    };
    text.lines().map(line).collect()
}

/// The full names of all keys of a schema; for buckets, which are alike, the one that is given.
fn keys(schema: &Value, place: &str, bucket: &str, found: &mut BTreeSet<String>) {
    let properties = schema["properties"].as_object().into_iter().flatten();
    for (key, property) in
        properties.filter(|(key, _)| !place.ends_with(".bucket") || *key == bucket)
    {
        let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
        keys(property, &place, bucket, found);
        keys(&property["items"], &place, bucket, found);
        found.insert(place);
    }
}

/// The full names of all keys of a file.
fn written(value: &toml::Value, place: &str, found: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                written(value, &place, found);
                found.insert(place);
            }
        }
        toml::Value::Array(values) => values.iter().for_each(|value| written(value, place, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_a_schema_stands_in_the_template_and_is_read() {
    for kind in Kind::ALL {
        let all = uncommented(&template(kind, &Files::default()));
        is_read(kind, &all).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert_eq!(faults(&validator(kind), &all), Vec::<String>::new(), "{kind:?}");
        let (mut known, mut there) = (BTreeSet::new(), BTreeSet::new());
        keys(&schema(kind), "", "1001_2000", &mut known);
        let table: toml::Table = toml::from_str(&all).expect("TOML");
        written(&toml::Value::Table(table), "", &mut there);
        // The other way to write the band of a break.
        let known: BTreeSet<String> = known
            .into_iter()
            .filter(|key| !key.ends_with(".half_width") || key.contains("precision"))
            .collect();
        let missing: Vec<_> = known.difference(&there).collect();
        let unknown: Vec<_> = there.difference(&known).collect();
        assert!(missing.is_empty() && unknown.is_empty(), "{kind:?}: {missing:?}, {unknown:?}");
        assert!(known.len() > 70, "{kind:?}: {} keys", known.len());
    }
}

#[test]
fn a_template_is_a_scenario_as_it_stands() {
    for kind in Kind::ALL {
        let text = template(kind, &Files::default());
        meaning(kind, &text).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        let first = text.lines().next().unwrap_or_default();
        let says = match kind {
            Kind::Run | Kind::Projection => {
                "# To get universe.csv and membership.csv: see `rankday import --help`, or try \
                 `rankday generate`."
            }
            Kind::Comparison => {
                "# To get panel.csv: see `rankday columns panel`, or try `rankday generate`."
            }
            Kind::Simulated => "# Runs as it stands: it needs no files.",
        };
        assert_eq!(first, says);
        let longest = text.lines().filter(|l| l.starts_with("# ")).map(str::len).max();
        assert!(longest <= Some(100), "{kind:?}: a line of {longest:?}");
    }
}

/// Each setting alone, with the headers around it, as a user would uncomment it.
#[test]
fn every_setting_can_be_made_alone() {
    for kind in Kind::ALL {
        let text = template(kind, &Files::default());
        let lines: Vec<&str> = text.lines().collect();
        let is_setting =
            |line: &str| line.starts_with('#') && !line.starts_with("# ") && line != "#";
        let mut tried = 0;
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_setting(line)) {
            // Those of a table that is commented out need its header and the rest of it.
            let header =
                lines[..at].iter().rev().find(|l| l.trim_start_matches('#').starts_with('['));
            if line.starts_with("#[") || header.is_some_and(|header| header.starts_with('#')) {
                continue;
            }
            let mut with: Vec<&str> = lines.clone();
            with[at] = &line[1..];
            let with = with.join("\n");
            is_read(kind, &with).unwrap_or_else(|error| panic!("{kind:?}: {line}: {error}"));
            tried += 1;
        }
        assert!(tried > 40, "{kind:?}: {tried} settings");
    }
}

/// Where the tables of a schema have defaults, with their places.
fn defaults(schema: &Value, place: &mut Vec<String>, found: &mut Vec<(Vec<String>, Value)>) {
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        place.push(key.clone());
        if let Some(default) = property.get("default") {
            found.push((place.clone(), default.clone()));
        }
        // Keys that need other keys beside them are not tried.
        if property.get("required").is_none() || ["universe", "market"].contains(&key.as_str()) {
            defaults(property, place, found);
        }
        place.pop();
    }
}

/// A scenario with some keys set to their defaults.
fn with_defaults(base: &toml::Table, defaults: &[(Vec<String>, Value)]) -> String {
    let mut with = base.clone();
    for (place, default) in defaults {
        let mut table = &mut with;
        for key in &place[..place.len() - 1] {
            let within = table.entry(key).or_insert_with(|| toml::Table::new().into());
            table = within.as_table_mut().expect("a table");
        }
        let value: toml::Value =
            serde_json::from_value(default.clone()).expect("a value that TOML has");
        let value = match value {
            toml::Value::String(day) if place.ends_with(&["start".to_owned()]) => {
                toml::Value::Datetime(day.parse().expect("a day"))
            }
            other => other,
        };
        table.insert(place[place.len() - 1].clone(), value);
    }
    with.to_string()
}

#[test]
fn defaults_are_defaults() {
    let mut all = 0;
    for kind in Kind::ALL {
        let text = template(kind, &Files::default());
        let mut base: toml::Table = toml::from_str(&text).expect("TOML");
        if kind == Kind::Run {
            // Evidence needs an imported universe.
            let universe = base["universe"].as_table_mut().expect("a table");
            universe.insert("format".to_owned(), "nasdaq-screener".into());
            base.insert("evidence".to_owned(), toml::Value::Table(toml::Table::new()));
        }
        let plain = meaning(kind, &base.to_string()).expect("a scenario");
        let mut found = Vec::new();
        defaults(&schema(kind), &mut Vec::new(), &mut found);
        found.retain(|(place, _)| {
            let is_base = place == &["universe", "format"];
            // The rule book is the same for all kinds, and checking paths takes long.
            let is_of_runs = ["evidence", "methodology"].contains(&place[0].as_str());
            !(is_base || is_of_runs && kind != Kind::Run)
        });
        all += found.len();
        for of_table in found.chunk_by(|a, b| a.0[0] == b.0[0]) {
            // All of a table at once, and one by one where they are not what is meant without them.
            if meaning(kind, &with_defaults(&base, of_table)).is_ok_and(|meant| meant == plain) {
                continue;
            }
            for one in of_table.chunks(1) {
                let key = one[0].0.join(".");
                let meant = meaning(kind, &with_defaults(&base, one));
                let meant = meant.unwrap_or_else(|error| panic!("{kind:?}: {key}: {error}"));
                let differs = meant.bytes().zip(plain.bytes()).position(|(a, b)| a != b);
                let around = |text: &str| {
                    let at = differs.unwrap_or_default();
                    text.chars().skip(at.saturating_sub(200)).take(300).collect::<String>()
                };
                let (is, by_default) = (around(&meant), around(&plain));
                assert!(meant == plain, "{kind:?}: {key} = {}:\n{by_default}\n{is}", one[0].1);
            }
        }
    }
    assert!(all > 200, "{all} defaults");
}
