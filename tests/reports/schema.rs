//! The JSON summaries keep the layout that their version names.
//!
//! `data/report-schema/*.schema.json` says what a summary holds; they are found from the summaries of
//! the shipped scenarios (`RANKDAY_BLESS=1 cargo test --test output reports` writes them anew). Whoever
//! changes a layout raises the number in its `schema`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rankday::report::format::Format;
use serde_json::{Map, Value, json};

use crate::reports::{all, file};

/// What values of one place look like.
#[derive(Default)]
struct Shape {
    kinds: BTreeSet<&'static str>,
    /// Of objects: how many were seen, and how many of them have each key.
    objects: usize,
    keys: BTreeMap<String, (usize, Shape)>,
    items: Option<Box<Shape>>,
    constant: Option<String>,
}

impl Shape {
    fn see(&mut self, value: &Value) {
        self.kinds.insert(match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        });
        match value {
            Value::Array(items) => {
                let shape = self.items.get_or_insert_default();
                for item in items {
                    shape.see(item);
                }
            }
            Value::Object(map) => {
                self.objects += 1;
                for (key, value) in map {
                    let (seen, shape) = self.keys.entry(key.clone()).or_default();
                    *seen += 1;
                    shape.see(value);
                }
            }
            _ => {}
        }
    }

    fn schema(&self, path: &str) -> Value {
        if path == "remarks" {
            return remarks();
        }
        let mut schema = Map::new();
        let kinds: Vec<&str> = self.kinds.iter().copied().collect();
        match kinds.as_slice() {
            [] => {}
            [one] => drop(schema.insert("type".to_owned(), json!(one))),
            several => drop(schema.insert("type".to_owned(), json!(several))),
        }
        if let Some(constant) = &self.constant {
            schema.insert("const".to_owned(), json!(constant));
        }
        if let Some(items) = &self.items {
            schema.insert("items".to_owned(), items.schema(&format!("{path}[]")));
        }
        if self.kinds.contains("object") {
            if is_map(path) {
                // Its keys are names: all values look alike.
                let mut value = Shape::default();
                self.keys.values().for_each(|(_, shape)| value.join(shape));
                let value = value.schema(&format!("{path}.*"));
                schema.insert("additionalProperties".to_owned(), value);
            } else {
                let always = self.keys.iter().filter(|(_, (seen, _))| *seen == self.objects);
                let required: Vec<&String> = always.map(|(key, _)| key).collect();
                let place = |key: &str| {
                    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
                };
                let properties: Map<String, Value> = self
                    .keys
                    .iter()
                    .map(|(key, (_, shape))| (key.clone(), shape.schema(&place(key))))
                    .collect();
                schema.insert("properties".to_owned(), Value::Object(properties));
                schema.insert("required".to_owned(), json!(required));
                schema.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Object(schema)
    }

    fn join(&mut self, other: &Shape) {
        self.kinds.extend(&other.kinds);
        self.objects += other.objects;
        for (key, (seen, shape)) in &other.keys {
            let (sum, joined) = self.keys.entry(key.clone()).or_default();
            *sum += seen;
            joined.join(shape);
        }
        if let Some(items) = &other.items {
            self.items.get_or_insert_default().join(items);
        }
    }
}

/// What remarks look like: which there are hangs on the result, so that none shows all of it.
fn remarks() -> Value {
    let or_null = |kind: &str| json!({ "type": [kind, "null"] });
    let object = |properties: Value| {
        let required: Vec<&String> = properties.as_object().expect("keys").keys().collect();
        json!({
            "type": "object",
            "required": required,
            "properties": properties,
            "additionalProperties": false,
        })
    };
    let effect = json!({
        "part": or_null("number"),
        "members": or_null("integer"),
        "weight": or_null("number"),
        "usd": or_null("string"),
    });
    let place = json!({
        "file": { "type": "string" },
        "line": or_null("integer"),
        "column": or_null("string"),
    });
    let remark = json!({
        "kind": { "type": "string" },
        "severity": { "enum": ["warning", "assumption", "note"] },
        "text": { "type": "string" },
        "day": or_null("string"),
        "effect": object(effect),
        "figures": { "type": "object" },
        "places": { "type": "array", "items": object(place) },
    });
    json!({ "type": "array", "items": object(remark) })
}

/// Objects whose keys are names of the data, not of the layout.
fn is_map(path: &str) -> bool {
    const MAPS: [&str; 12] = [
        "combinations[].settings",
        "frontiers",
        "units",
        "measures",
        "measures.*",
        "measures.*.*",
        "membership_checks",
        "unknown_passed",
        "breakpoints",
        "turnover",
        "trading.assets",
        "parameters",
    ];
    MAPS.contains(&path)
}

#[test]
fn summaries_have_the_layout_that_is_kept() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/report-schema");
    for (name, report) in all() {
        let summary: Value = serde_json::from_slice(&file(report, Format::Json)).expect("JSON");
        let mut shape = Shape::default();
        shape.see(&summary);
        let version = summary["schema"].as_str().expect("a version").to_owned();
        if let Some((_, schema)) = shape.keys.get_mut("schema") {
            schema.constant = Some(version.clone());
        }
        let mut schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": format!("summary.json of a {name}, {version}"),
        });
        let found = shape.schema("");
        if let (Value::Object(schema), Value::Object(found)) = (&mut schema, found) {
            schema.extend(found);
        }
        let text = serde_json::to_string_pretty(&schema).expect("text") + "\n";
        let path = folder.join(format!("{name}.schema.json"));
        if std::env::var_os("RANKDAY_BLESS").is_some() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, &text).expect("written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == text,
            "{} is not what summaries look like now; if that is meant, raise the version and run \
             RANKDAY_BLESS=1 cargo test --test output reports",
            path.display()
        );
    }
}
