//! The contents of scenario files as data: the JSON Schema that editors use for completion and
//! checks, and the commented file that `rankday init` writes.
//!
//! Both are generated from the structs that files are read into, their comments, and the defaults
//! of the rule book and of the models, so that they always agree with what is read.

mod defaults;
mod template;
mod tidy;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

pub use template::{Files, template};
pub(crate) use tidy::unwrapped;

use super::comparison::written::WrittenComparison;
use super::kind::Kind;
use super::simulated::written::WrittenSimulated;
use super::written::WrittenScenario;

/// Marks a table that is written inline, `{ key = ... }`; not part of the published schema.
const INLINE: &str = "x-inline";
/// Marks a table that must not be present and empty; not part of the published schema.
const COMMENTED: &str = "x-commented";
/// Marks tables that are alike, so that one is shown for all; not part of the published schema.
const ALIKE: &str = "x-alike";
/// Tables that a projection has and a run does not.
const OF_PROJECTIONS: [&str; 3] = ["project", "model", "shock"];

/// The JSON Schema (draft 7) of a kind of scenario file.
pub fn schema(kind: Kind) -> Value {
    let mut schema = tree(kind);
    tidy::publish(&mut schema);
    schema
}

/// The schema with the internal marks that the commented file is generated from.
fn tree(kind: Kind) -> Value {
    let mut settings = SchemaSettings::draft07();
    settings.inline_subschemas = true;
    let generator = settings.into_generator();
    let written = match kind {
        Kind::Run | Kind::Projection => generator.into_root_schema_for::<WrittenScenario>(),
        Kind::Comparison => generator.into_root_schema_for::<WrittenComparison>(),
        Kind::Simulated => generator.into_root_schema_for::<WrittenSimulated>(),
    };
    let mut schema = written.to_value();
    tidy::tidy(&mut schema);
    if kind == Kind::Run
        && let Some(properties) = object(&mut schema, "properties")
    {
        properties.retain(|key, _| !OF_PROJECTIONS.contains(&key.as_str()));
        no_schedules(properties);
    }
    if kind == Kind::Projection
        && let Some(properties) = object(&mut schema, "properties")
    {
        properties.retain(|key, _| key != "sweep");
    }
    defaults::fill(&mut schema);
    schema["title"] = format!("rankday {}", kind.file()).into();
    schema["description"] = kind.about().into();
    schema
}

/// Removes schedules from the sweep of one reconstitution, whose days are those of its files.
fn no_schedules(properties: &mut Map<String, Value>) {
    let Some(sweep) = properties.get_mut("sweep").and_then(|s| object(s, "properties")) else {
        return;
    };
    let of_schedules = ["schedules", "rank_day_shift", "implementation_shift"];
    sweep.retain(|key, _| !of_schedules.contains(&key.as_str()));
}

/// The object at a key of a value.
fn object<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Map<String, Value>> {
    value.get_mut(key).and_then(Value::as_object_mut)
}

/// Whether a schema has a mark.
fn has(schema: &Value, mark: &str) -> bool {
    schema.get(mark).is_some()
}

impl Kind {
    /// The name of its schema file: `data/schema/NAME.schema.json`.
    pub fn file(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Comparison => "comparison",
            Self::Simulated => "simulation",
            Self::Projection => "projection",
        }
    }

    /// The word for it on the command line: `rankday schema WORD`, `rankday init --kind WORD`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Comparison => "compare",
            Self::Simulated => "simulate",
            Self::Projection => "project",
        }
    }

    /// A sentence that describes a file of this kind.
    pub fn about(self) -> &'static str {
        match self {
            Self::Run => "A scenario of `rankday run`: one reconstitution.",
            Self::Comparison => {
                "A scenario of `rankday compare`: one market under several schedules."
            }
            Self::Simulated => {
                "A scenario of `rankday compare`: several schedules on the same simulated paths."
            }
            Self::Projection => {
                "A scenario of `rankday project`: a reconstitution that is still to come."
            }
        }
    }
}
