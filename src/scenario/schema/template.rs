//! Generates a commented scenario to start from: every table and key with its meaning; optional
//! ones are commented out, with their defaults.
//!
//! Lines of prose begin with `# `, and commented-out settings with `#` alone, so that removing the
//! `#` sets them.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::{ALIKE, COMMENTED, INLINE, has, tree};
use crate::calendar::Season;
use crate::scenario::Kind;

/// Maximum width of a line of prose.
const WIDTH: usize = 100;

/// The input files of a new scenario, relative to its folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// The universe; for runs and projections.
    pub universe: Option<String>,
    /// The membership; for all kinds except simulated paths, and optional for a comparison.
    pub membership: Option<String>,
    /// The panel; for comparisons.
    pub panel: Option<String>,
    /// The prices of the implementation day; for runs.
    pub effective: Option<String>,
    /// The reconstitution, for runs; otherwise one of 2026.
    pub event: Option<(Season, i32)>,
    /// The day of the universe, for runs whose universe is not of rank day.
    pub as_of: Option<NaiveDate>,
}

/// The text of a scenario of this kind; it runs once its files are in place.
pub fn template(kind: Kind, files: &Files) -> String {
    let mut page = Page { text: String::new(), set: set(kind, files), explained: Vec::new() };
    page.prose(&opening(kind, files));
    page.prose(kind.about());
    page.text.push_str("#\n");
    page.prose(
        "What stands after a # without a space is a setting that is not made: it shows the default, \
         or an example where the text above it says what the default is. Take the # away to make it. \
         Paths are relative to this file; ${VAR} stands for an environment variable.",
    );
    page.text.push_str("#\n");
    page.prose(&format!(
        "Editors check and complete this file from what `rankday schema {0}` prints: save that as \
         {1}.schema.json beside it, and begin this file with the line #:schema ./{1}.schema.json",
        kind.word(),
        kind.file()
    ));
    page.text.push('\n');
    page.table("", &tree(kind));
    page.text
}

/// The first line: where missing files come from.
fn opening(kind: Kind, files: &Files) -> String {
    let missing: Vec<&str> = match kind {
        Kind::Run | Kind::Projection => [
            ("universe.csv", files.universe.is_none()),
            ("membership.csv", files.membership.is_none()),
        ]
        .into_iter()
        .filter_map(|(name, is_missing)| is_missing.then_some(name))
        .collect(),
        Kind::Comparison if files.panel.is_none() => vec!["panel.csv"],
        Kind::Comparison | Kind::Simulated => Vec::new(),
    };
    match (missing.as_slice(), kind) {
        ([], Kind::Simulated) => "Runs as it stands: it needs no files.".to_owned(),
        ([], _) => "Runs as it stands.".to_owned(),
        (["panel.csv"], _) => {
            "To get panel.csv: see `rankday columns panel`, or try `rankday generate`.".to_owned()
        }
        (names, _) => format!(
            "To get {}: see `rankday import --help`, or try `rankday generate`.",
            names.join(" and ")
        ),
    }
}

/// The keys that are set, with their values.
fn set(kind: Kind, files: &Files) -> Map<String, Value> {
    let named = |file: &Option<String>, default: &str| {
        json!(file.clone().unwrap_or_else(|| default.to_owned()))
    };
    let mut set = Map::new();
    match kind {
        Kind::Run | Kind::Projection => {
            let is_run = kind == Kind::Run;
            let season = if is_run { "june" } else { "december" };
            let (season, year) = match files.event.filter(|_| is_run) {
                Some((season, year)) => (season.to_string().to_lowercase(), year),
                None => (season.to_owned(), 2026),
            };
            set.insert("event.season".to_owned(), season.into());
            set.insert("event.year".to_owned(), year.into());
            set.insert("universe.file".to_owned(), named(&files.universe, "universe.csv"));
            set.insert("membership.file".to_owned(), named(&files.membership, "membership.csv"));
            if let Some(file) = files.effective.as_ref().filter(|_| is_run) {
                set.insert("effective.file".to_owned(), json!(file));
            }
            if let Some(day) = files.as_of.filter(|_| is_run) {
                set.insert("universe.as_of".to_owned(), day.to_string().into());
            }
            if !is_run {
                set.insert("universe.as_of".to_owned(), "2026-04-30".into());
            }
        }
        Kind::Comparison => {
            set.insert("compare.schedules".to_owned(), json!(["annual", "semi-annual"]));
            set.insert("market.panel".to_owned(), named(&files.panel, "panel.csv"));
            if let Some(file) = &files.membership {
                set.insert("membership.file".to_owned(), json!(file));
            }
        }
        Kind::Simulated => {
            set.insert("compare.schedules".to_owned(), json!(["annual", "semi-annual"]));
            set.insert("paths.count".to_owned(), 1_000.into());
            set.insert("paths.years".to_owned(), 10.into());
        }
    }
    set
}

/// A template under construction.
struct Page {
    text: String,
    /// The keys that are set, by their full dotted names.
    set: Map<String, Value>,
    /// The inline tables whose keys have already been explained.
    explained: Vec<String>,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Writes prose as comment lines; an empty line at the start of the text is kept.
    fn prose(&mut self, text: &str) {
        for line in text.lines() {
            if line.is_empty() {
                self.text.push_str("#\n");
                continue;
            }
            let indent = if line.starts_with("- ") { "  " } else { "" };
            let mut written = "#".to_owned();
            for word in line.split(' ') {
                if written.chars().count() + 1 + word.chars().count() > WIDTH {
                    self.line(&written);
                    written = format!("#{}", if indent.is_empty() { "" } else { indent });
                }
                written.push(' ');
                written.push_str(word);
            }
            self.line(&written);
        }
    }

    /// Writes a table's keys, then its subtables.
    fn table(&mut self, path: &str, schema: &Value) {
        let Some(properties) = schema["properties"].as_object() else { return };
        let whole =
            |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        for (key, property) in properties.iter().filter(|(_, property)| !is_table(property)) {
            self.key(&whole(key), key, property, schema);
        }
        let tables = properties.iter().filter(|(_, property)| is_table(property));
        for (key, property) in tables {
            self.section(&whole(key), property);
        }
    }

    /// Writes a key that has a value.
    fn key(&mut self, path: &str, key: &str, property: &Value, of: &Value) {
        let set = self.set.get(path).cloned();
        let value = set.clone().or_else(|| value(property));
        let Some(value) = value else { return };
        let description = property["description"].as_str().unwrap_or_default();
        // The meaning of a list's items follows below the list.
        let items = &property["items"];
        let of_items = items["description"].as_str().filter(|_| !has(items, INLINE));
        for (text, schema) in [(description, property), (of_items.unwrap_or_default(), items)] {
            let (text, words) = text.split_once("\n\n").unwrap_or((text, ""));
            if schema == property {
                self.prose(text);
            }
            self.words(words, schema);
        }
        for table in [property, items].into_iter().filter(|schema| has(schema, INLINE)) {
            self.explain(table);
        }
        let required = of["required"].as_array().is_some_and(|all| all.contains(&json!(key)));
        let is_made = set.is_some() || (required && self.is_open(path));
        let mark = if is_made { "" } else { "#" };
        let value = toml(&value, property);
        self.line(&format!("{mark}{} = {value}", named(key)));
    }

    /// Writes the meanings of a key's permitted words once; later occurrences list only the words.
    fn words(&mut self, meanings: &str, schema: &Value) {
        if meanings.is_empty() {
            return;
        }
        if !self.explained.contains(&meanings.to_owned()) {
            self.prose(meanings);
            self.explained.push(meanings.to_owned());
            return;
        }
        self.prose(&one_of(schema));
    }

    /// Whether the table that contains a key is present.
    fn is_open(&self, path: &str) -> bool {
        let around = path.rsplit_once('.').map_or("", |(around, _)| around);
        let header = format!("\n[{around}]\n");
        around.is_empty() || self.text.contains(&header)
    }

    /// Explains the keys of an inline table, once.
    fn explain(&mut self, table: &Value) {
        let Some(properties) = table["properties"].as_object() else { return };
        let lines: Vec<String> = properties
            .iter()
            .map(|(key, property)| {
                let description = property["description"].as_str().unwrap_or_default();
                let Some((text, _)) = description.split_once("\n\n") else {
                    return format!("- {key}: {description}");
                };
                format!("- {key}: {text} {}", one_of(property))
            })
            .collect();
        let text = lines.join("\n");
        if !self.explained.contains(&text) {
            self.prose(&text);
            self.explained.push(text);
        }
    }

    /// Writes one of several similar tables, the middle one: the first and last have special figures.
    fn one_of(&mut self, path: &str, schema: &Value) {
        let Some(tables) = schema["properties"].as_object() else { return };
        self.prose(schema["description"].as_str().unwrap_or_default());
        for (name, table) in tables.iter().skip(tables.len() / 2).take(1) {
            let path = format!("{path}.{name}");
            self.line(&format!("[{path}]"));
            self.table(&path, table);
        }
    }

    /// Writes a table with its header, which is not commented out if the table may be empty or one
    /// of its keys is set.
    fn section(&mut self, path: &str, schema: &Value) {
        let (open, close, table) = match schema["type"].as_str() {
            Some("array") => ("[[", "]]", &schema["items"]),
            _ => ("[", "]", schema),
        };
        let within = format!("{path}.");
        let is_set = self.set.keys().any(|key| key.starts_with(&within));
        let may_be_empty = open == "[" && table.get("required").is_none() && !has(table, COMMENTED);
        let mark = if is_set || may_be_empty { "" } else { "#" };
        self.text.push('\n');
        if has(table, ALIKE) {
            return self.one_of(path, schema);
        }
        self.prose(schema["description"].as_str().unwrap_or_default());
        self.line(&format!("{mark}{open}{path}{close}"));
        self.table(path, table);
    }
}

/// Whether a key is a table, or an array of tables, with its own header.
fn is_table(schema: &Value) -> bool {
    let is_one = |schema: &Value| schema["type"] == "object" && !has(schema, INLINE);
    is_one(schema) || is_one(&schema["items"])
}

/// The value shown for a key: its default, or else an example.
fn value(schema: &Value) -> Option<Value> {
    if let Some(value) = schema.get("default").or_else(|| schema["examples"].get(0)) {
        return Some(value.clone());
    }
    if has(&schema["items"], INLINE) {
        return Some(json!([value(&schema["items"])?]));
    }
    let properties = schema["properties"].as_object()?;
    let shown: Map<String, Value> =
        properties.iter().filter_map(|(key, own)| Some((key.clone(), value(own)?))).collect();
    Some(Value::Object(shown))
}

/// The permitted words of a key.
fn one_of(schema: &Value) -> String {
    let words = schema["enum"].as_array().into_iter().flatten().map(Value::to_string);
    format!("One of {}.", words.collect::<Vec<_>>().join(", "))
}

/// A key in TOML; one that contains dots is quoted.
fn named(key: &str) -> String {
    if key.contains('.') { format!("\"{key}\"") } else { key.to_owned() }
}

/// A value in TOML.
fn toml(value: &Value, schema: &Value) -> String {
    match value {
        Value::String(day) if schema["format"] == "date" => day.clone(),
        Value::String(text) => ::toml::Value::String(text.clone()).to_string(),
        Value::Array(values) => {
            let values: Vec<String> =
                values.iter().map(|value| toml(value, &schema["items"])).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Object(keys) => {
            let keys = keys.iter().map(|(key, value)| {
                format!("{} = {}", named(key), toml(value, &schema["properties"][key]))
            });
            format!("{{ {} }}", keys.collect::<Vec<_>>().join(", "))
        }
        Value::Number(number) => grouped(number.to_string().trim_end_matches(".0")),
        other => other.to_string(),
    }
}

/// A whole number with separators between thousands if it has five digits or more.
fn grouped(number: &str) -> String {
    if number.len() < 5 || !number.bytes().all(|c| c.is_ascii_digit()) {
        return number.to_owned();
    }
    let groups: Vec<&str> = number
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join("_")
}
