//! JSON documents: summaries of results and answers of commands, and their schemas.
//!
//! A document is a struct that is serialised as it is; its schema is derived from the struct and from the
//! comments on its fields. Every change of a document's layout must raise the version in its `schema`.

use std::borrow::Cow;
use std::io::{self, Write};

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::reconstitution::Action;
use crate::scenario::schema::unwrapped;
use crate::simulation::measures::Unit;

/// The content of a document, without the head that all documents share.
pub(crate) trait Document: Serialize + JsonSchema {
    /// Version of its layout, such as `rankday.summary/3`.
    const SCHEMA: &'static str;
}

/// A document as it is written.
#[derive(Serialize, JsonSchema)]
struct Headed<'a, T> {
    /// Version of the layout of this document.
    schema: &'static str,
    /// The program and its version.
    tool: &'static str,
    #[serde(flatten)]
    content: &'a T,
}

/// Writes a document.
pub(crate) fn write<T: Document>(content: &T, out: &mut dyn Write) -> io::Result<()> {
    let headed = Headed { schema: T::SCHEMA, tool: crate::TOOL, content };
    let mut text = serde_json::to_vec_pretty(&headed)?;
    text.push(b'\n');
    out.write_all(&text)
}

/// A document as a value, to be written among others.
pub(crate) fn value<T: Document>(content: &T) -> serde_json::Result<Value> {
    serde_json::to_value(Headed { schema: T::SCHEMA, tool: crate::TOOL, content })
}

/// The JSON Schema (draft 2020-12) of the documents that are serialised from `T`.
pub(crate) fn schema_of<T: Document>(title: &str) -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with_transform(RecursiveTransform(tidy));
    let mut schema = settings.clone().into_generator().into_root_schema_for::<Headed<'_, T>>();
    if let Some(Value::Object(version)) = schema.pointer_mut("/properties/schema") {
        version.insert("const".to_owned(), T::SCHEMA.into());
    }
    let title = format!("{title}, {}", T::SCHEMA);
    schema.insert("title".to_owned(), title.into());
    // The comment on the content describes the document.
    let mut own = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("description".to_owned(), own.remove("description").unwrap_or_default());
    let first = ["$schema", "title", "description"];
    let first = first.iter().filter_map(|key| Some(((*key).to_owned(), schema.remove(*key)?)));
    let mut ordered: Map<String, Value> = first.collect();
    ordered.extend(schema.as_object().cloned().unwrap_or_default());
    ordered.into()
}

/// Allows no other keys than those described, and removes what only concerns Rust.
fn tidy(schema: &mut Schema) {
    let Some(map) = schema.as_object_mut() else { return };
    if map.contains_key("properties") {
        map.entry("additionalProperties").or_insert(false.into());
    }
    if map.get("format").is_some_and(|format| format != "date") {
        map.remove("format");
    }
    if let Some(Value::String(text)) = map.get_mut("description") {
        *text = unwrapped(text).replace("[`", "`").replace("`]", "`").replace("`None`", "null");
    }
}

/// Values by names from the data, such as indexes and measures: an object that keeps its keys in this order.
pub(crate) struct ByName<K, T>(Vec<(K, T)>);

impl<K, T> Default for ByName<K, T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq, T> ByName<K, T> {
    /// The value of a name; if it has none, `value` is added at the end.
    pub(super) fn entry_or(&mut self, name: K, value: impl FnOnce() -> T) -> &mut T {
        let known = self.0.iter().position(|(known, _)| *known == name);
        let at = known.unwrap_or_else(|| {
            self.0.push((name, value()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}

impl<K, T> FromIterator<(K, T)> for ByName<K, T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<K: Serialize, T: Serialize> Serialize for ByName<K, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<K, T: JsonSchema> JsonSchema for ByName<K, T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}ByName", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}

/// A value for each change of membership.
#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
pub(super) struct ByAction<T> {
    /// For companies that enter.
    add: T,
    /// For companies that leave.
    delete: T,
    /// For companies that move from the Russell 2000 to the Russell 1000.
    up: T,
    /// For companies that move from the Russell 1000 to the Russell 2000.
    down: T,
}

impl<T> ByAction<T> {
    /// Makes the value of each change.
    pub(super) fn new(of: impl Fn(Action) -> T) -> Self {
        let [add, delete, up, down] =
            [Action::Add, Action::Delete, Action::Up, Action::Down].map(of);
        Self { add, delete, up, down }
    }
}

/// The units of a measure.
#[derive(Serialize, JsonSchema)]
pub(super) struct Units {
    /// The unit of its values.
    value: &'static str,
    /// The unit of differences between two values.
    difference: &'static str,
}

impl From<Unit> for Units {
    fn from(unit: Unit) -> Self {
        Self { value: unit.name(), difference: unit.of_differences() }
    }
}
