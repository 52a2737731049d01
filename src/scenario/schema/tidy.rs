//! Cleans the derived schemas of details that only concern Rust or that TOML cannot express.

use serde_json::{Map, Value, json};

use super::{ALIKE, COMMENTED, INLINE};

/// The order of a schema's keywords.
const ORDER: [&str; 6] = ["$schema", "title", "description", "type", "enum", "default"];

/// Cleans a schema and all schemas within it.
pub(super) fn tidy(schema: &mut Value) {
    let Some(map) = schema.as_object_mut() else { return };
    without_null(map);
    words(map);
    match map.get("format").and_then(Value::as_str) {
        Some("date") => {
            map.insert("pattern".to_owned(), r"^\d{4}-\d{2}-\d{2}$".into());
        }
        Some(_) => {
            map.remove("format");
        }
        None => {}
    }
    // An empty table or list as a default only says that the key may be left out.
    let is_bare = |value: &Value| value.is_null() || value.is_object() || value == &json!([]);
    if map.get("default").is_some_and(is_bare) {
        map.remove("default");
    }
    if let Some(Value::String(text)) = map.get_mut("description") {
        *text = unwrapped(text);
    }
    each(map, &mut tidy);
}

/// Adds the defaults to the descriptions, and removes the internal marks.
pub(super) fn publish(schema: &mut Value) {
    let Some(map) = schema.as_object_mut() else { return };
    for mark in [INLINE, COMMENTED, ALIKE] {
        map.remove(mark);
    }
    let default = map.get("default").filter(|value| !value.is_array()).map(ToString::to_string);
    if let (Some(default), Some(Value::String(text))) = (default, map.get_mut("description")) {
        let (first, values) = match text.split_once("\n\n") {
            Some((first, values)) => (first, format!("\n\n{values}")),
            None => (text.as_str(), String::new()),
        };
        *text = format!("{first} Default: {}.{values}", default.trim_matches('"'));
    }
    let place = |key: &str| ORDER.iter().position(|first| *first == key).unwrap_or(ORDER.len());
    let mut keys: Vec<(String, Value)> = std::mem::take(map).into_iter().collect();
    keys.sort_by_key(|(key, _)| place(key));
    map.extend(keys);
    each(map, &mut publish);
}

/// Applies a change to all schemas directly within a schema.
fn each(map: &mut Map<String, Value>, change: &mut dyn FnMut(&mut Value)) {
    if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().for_each(&mut *change);
    }
    for key in ["items", "additionalProperties"] {
        match map.get_mut(key) {
            Some(Value::Array(several)) => several.iter_mut().for_each(&mut *change),
            Some(one) => change(one),
            None => {}
        }
    }
}

/// Removes null from a schema: in TOML, a key is either present or absent.
fn without_null(map: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = map.get_mut("type") {
        types.retain(|name| name != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            map.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(values)) = map.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(mut several)) = map.remove(key) else { continue };
        several.retain(|schema| schema["type"] != "null");
        match several.as_mut_slice() {
            [Value::Object(one)] => {
                let one = std::mem::take(one);
                for (key, value) in one {
                    map.entry(key).or_insert(value);
                }
                // The inner schema may itself be optional.
                without_null(map);
            }
            _ => {
                map.insert(key.to_owned(), several.into());
            }
        }
    }
}

/// Turns documented enum values into a list of values, with their comments as a list below the
/// description.
fn words(map: &mut Map<String, Value>) {
    let Some(Value::Array(several)) = map.get("oneOf") else { return };
    let mut known = Vec::new();
    let mut said = String::new();
    for one in several {
        let description = one["description"].as_str().map(unwrapped);
        let words = match (&one["const"], &one["enum"]) {
            (Value::String(word), _) => vec![word.clone()],
            (_, Value::Array(words)) => {
                words.iter().filter_map(|word| Some(word.as_str()?.to_owned())).collect()
            }
            _ => return,
        };
        for word in words {
            if let Some(description) = &description {
                let before = if said.is_empty() { "\n\n" } else { "\n" };
                said += &[before, "- \"", &word, "\": ", description].concat();
            }
            known.push(Value::String(word));
        }
    }
    map.remove("oneOf");
    map.insert("type".to_owned(), "string".into());
    map.insert("enum".to_owned(), known.into());
    let text = map.get("description").and_then(Value::as_str).unwrap_or_default();
    let text = format!("{}{said}", unwrapped(text));
    map.insert("description".to_owned(), text.into());
}

/// A comment without the line breaks of the source file; paragraphs and lists keep theirs.
pub(crate) fn unwrapped(text: &str) -> String {
    let mut lines = text.lines().map(str::trim);
    let mut unwrapped = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let is_own = line.is_empty() || line.starts_with("- ") || unwrapped.ends_with('\n');
        unwrapped.push(if is_own { '\n' } else { ' ' });
        unwrapped.push_str(line);
    }
    unwrapped
}
