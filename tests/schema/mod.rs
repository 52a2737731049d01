//! The schemas of scenario files describe exactly what is read. They are current, accept every valid
//! file and refuse the others, and the commented files made from them are read.
//!
//! `RANKDAY_BLESS=1 cargo test --test output schema` writes `data/schema/` anew.

mod template;

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use rankday::scenario::Kind;
use rankday::scenario::schema::schema;
use serde_json::{Value, json};

/// A kind by the folder of its golden errors.
const FIXTURES: [(&str, Kind); 4] = [
    ("scenario", Kind::Run),
    ("comparison", Kind::Comparison),
    ("simulated", Kind::Simulated),
    ("projection", Kind::Projection),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn validator(kind: Kind) -> Validator {
    jsonschema::validator_for(&schema(kind)).expect("a schema")
}

/// TOML as JSON: days are texts.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Array(values) => values.iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.clone(), as_json(value))).collect())
        }
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(is_so) => json!(is_so),
    }
}

/// A scenario's text as JSON; `None` where it is not TOML.
fn parsed(text: &str) -> Option<Value> {
    let table: toml::Table = toml::from_str(text).ok()?;
    Some(as_json(&toml::Value::Table(table)))
}

/// The faults that a schema finds in a text.
fn faults(validator: &Validator, text: &str) -> Vec<String> {
    let value = parsed(text).expect("TOML");
    validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

/// The files with this ending in a folder and its subfolders.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn the_schemas_are_those_of_the_program() {
    let folder = root().join("data/schema");
    for kind in Kind::ALL {
        let path = folder.join(format!("{}.schema.json", kind.file()));
        let text = format!("{:#}\n", schema(kind));
        if std::env::var_os("RANKDAY_BLESS").is_some() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, text).expect("a schema written");
            continue;
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "{}: RANKDAY_BLESS=1 writes it anew", path.display());
    }
    let shipped = files(&folder, ".json");
    assert_eq!(shipped.len(), Kind::ALL.len(), "{shipped:?}");
}

#[test]
fn the_schemas_are_schemas_and_leave_no_table_open() {
    fn closed(schema: &Value, place: &str) {
        if schema["type"] == "object" {
            assert_eq!(schema["additionalProperties"], false, "{place} takes any key");
        }
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            let place = format!("{place}.{key}");
            let said = property["description"].as_str().unwrap_or_default();
            assert!(said.contains(['.', ':']), "{place} is not described: {said:?}");
            assert!(!said.contains("crate::") && !said.contains("[`"), "{place}: {said}");
            closed(property, &place);
        }
        if schema["items"].is_object() {
            closed(&schema["items"], &format!("{place}[]"));
        }
    }
    for kind in Kind::ALL {
        let schema = schema(kind);
        assert!(jsonschema::meta::is_valid(&schema), "{kind:?}");
        closed(&schema, kind.file());
        assert!(!schema.to_string().contains("\"x-"), "{kind:?}: a mark is left");
    }
}

#[test]
fn shipped_scenarios_name_their_schema_and_keep_to_it() {
    let scenarios = files(&root().join("scenarios"), ".toml");
    assert!(scenarios.len() >= 14, "{scenarios:?}");
    for path in scenarios {
        let text = fs::read_to_string(&path).expect("text");
        let first = text.lines().next().unwrap_or_default();
        let named = first.strip_prefix("#:schema ");
        let named = named.unwrap_or_else(|| panic!("{}: no schema: {first}", path.display()));
        let file = path.parent().expect("a folder").join(named);
        let file = fs::canonicalize(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let table: toml::Table = toml::from_str(&text).expect("TOML");
        let kind = if table.contains_key("paths") {
            Kind::Simulated
        } else if table.contains_key("market") {
            Kind::Comparison
        } else if table.contains_key("project") {
            Kind::Projection
        } else {
            Kind::Run
        };
        let own = root().join(format!("data/schema/{}.schema.json", kind.file()));
        assert_eq!(file, fs::canonicalize(own).expect("the schema"), "{}", path.display());
        let faults = faults(&validator(kind), &text);
        assert!(faults.is_empty(), "{}: {faults:?}", path.display());
    }
}

#[test]
fn the_scenarios_of_the_guide_keep_to_their_schemas() {
    let chapters = rankday::guide::CHAPTERS.iter();
    let parts = chapters.flat_map(|chapter| chapter.source.split("```toml\n").skip(1));
    let shown: Vec<&str> = parts.filter_map(|rest| rest.split("```").next()).collect();
    assert!(shown.len() >= 3, "{} scenarios", shown.len());
    for text in shown {
        let is_valid = |kind| faults(&validator(kind), text).is_empty();
        assert!(Kind::ALL.into_iter().any(is_valid), "of no kind:\n{text}");
    }
}

/// Differences that no schema sees: the digits of a number, and whether it is written with a point.
const FINER: [&str; 2] = ["screen-too-large.toml", "year-as-float.toml"];

/// Every golden error: valid files are accepted, and files of the wrong shape are refused.
#[test]
fn fixtures_are_taken_and_refused_as_they_are_read() {
    let (mut taken, mut refused) = (0, 0);
    for (folder, kind) in FIXTURES {
        let validator = validator(kind);
        for path in files(&root().join("tests/errors").join(folder), ".toml") {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let expected = fs::read_to_string(path.with_extension("expected")).expect("its answer");
            let Some(value) = parsed(&text) else { continue };
            let by_schema = validator.is_valid(&value);
            let shape = ["unknown key", "unknown value", "cannot stand here", "is missing; add it"];
            if expected.starts_with("no fault") {
                let faults = faults(&validator, &text);
                assert!(by_schema, "{}: {faults:?}", path.display());
                taken += 1;
            } else if shape.iter().any(|words| expected.contains(words))
                && !FINER.iter().any(|name| path.ends_with(name))
            {
                assert!(!by_schema, "{} is taken: {expected}", path.display());
                refused += 1;
            }
        }
    }
    assert!(taken >= 6 && refused >= 12, "{taken} taken, {refused} refused");
}

#[test]
fn what_is_malformed_is_refused_where_it_is() {
    let event = "[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \"${DATA}/u.csv\"\n";
    let schema = validator(Kind::Run);
    assert_eq!(faults(&schema, event), Vec::<String>::new());
    for (more, place) in [
        ("fromat = \"rankday\"", "/universe"),
        ("format = \"csv\"", "/universe/format"),
        ("as_of = \"soon\"", "/universe/as_of"),
        ("facts = 3", "/universe/facts"),
        ("[output]\nfolder = \"x\"", "/output"),
        ("[methodology.breaks]\nr1000 = { rank = 0 }", "/methodology/breaks/r1000/rank"),
        ("[methodology.breaks]\nr1000 = 1_000", "/methodology/breaks/r1000"),
        ("[methodology.eligibility]\nmin_price = -1", "/methodology/eligibility/min_price"),
        ("[methodology.june]\nvotes_reviewed = \"yes\"", "/methodology/june/votes_reviewed"),
        ("[project]\npaths = 10", ""),
    ] {
        let faults = faults(&schema, &format!("{event}{more}\n"));
        let start = format!("{place}: ");
        assert!(faults.iter().any(|fault| fault.starts_with(&start)), "{more}: {faults:?}");
    }
}
