//! `[sweep]` as a scenario writes it: values of keys, whatever the keys are.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use crate::limits::SHIFT;

/// Lists of values by key, and points of several keys: [`super::grid`] says what they mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct WrittenSweep(pub toml::Table);

impl JsonSchema for WrittenSweep {
    fn schema_name() -> Cow<'static, str> {
        "WrittenSweep".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let sessions = json_schema!({ "type": "integer", "minimum": -SHIFT, "maximum": SHIFT });
        let list = |description: &str, items: &Schema, example: serde_json::Value| {
            json_schema!({
                "type": "array",
                "description": description,
                "items": items,
                "minItems": 1,
                "examples": [example],
            })
        };
        let text = json_schema!({ "type": "string" });
        let any = json_schema!({});
        let table = json_schema!({ "type": "object" });
        json_schema!({
            "type": "object",
            "x-commented": true,
            "properties": {
                "schedules": list(
                    "Names of schedules, as compare.schedules has them. Default: those of compare.schedules.",
                    &text,
                    serde_json::json!(["annual", "semi-annual", "quarterly", "none"]),
                ),
                "methodology.breaks.r1000.half_width": list(
                    "Values of a key of [methodology], such as this one; any other may stand here, and \
                     \"schedule.NAME.EVENT.rank_day\" or implementation of a schedule of your own. Every \
                     value is tried with every one of the other keys.",
                    &any,
                    serde_json::json!([0, 1, 2.5, 5]),
                ),
                "grids": list(
                    "Chosen points in place of lists: tables of keys with one value each, every one of \
                     them tried with every value of the lists.",
                    &table,
                    serde_json::json!([{ "methodology.breaks.r1000.band_above": 5 }]),
                ),
                "rank_day_shift": list(
                    "By how many sessions rank days are moved, earlier below 0: the luck of the date.",
                    &sessions,
                    serde_json::json!([-10, -5, 0, 5, 10]),
                ),
                "implementation_shift": list(
                    "By how many sessions implementations are moved, earlier below 0.",
                    &sessions,
                    serde_json::json!([-10, -5, 0, 5, 10]),
                ),
            },
        })
    }
}
